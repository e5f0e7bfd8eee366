//! From pictures to what they carry. Knows no key: a picture that goes wrong here reaches nothing.

use optic::{
    Budget, LumaView, Reader, Seen, base45,
    reel::{Join, Progress, StreamId},
};
use ratchet::{Card, Envelope, Kind, UnknownObject};

/// Reads pictures, one after another, and collects the parts of reels among them.
#[derive(Default)]
pub struct Scan {
    reader: Reader,
    join: Join,
}

/// Something whole that belongs to this product.
pub enum Found {
    /// For [`Phone::receive`](crate::Phone::receive).
    Envelope(Envelope),
    /// A code of a meeting, for [`Phone::meet`](crate::Phone::meet).
    Meeting(Vec<u8>),
    /// A burn card.
    Card(Card),
}

/// What one picture gave.
pub enum Sight {
    /// At least one whole thing.
    Found(Vec<Found>),
    /// One part of a reel; the rest is wanted.
    Part {
        /// Different parts so far.
        have: usize,
        /// Parts needed at least.
        need: usize,
    },
    /// Made by a newer Aldis.
    Newer,
    /// A code, and not one of ours.
    NotOurs,
    /// No code was read; what was seen instead.
    Nothing(Seen),
}

impl Scan {
    /// Nothing seen yet.
    pub fn new() -> Scan {
        Scan::default()
    }

    /// Looks at one picture.
    pub fn look(&mut self, picture: LumaView<'_>, budget: Budget) -> Sight {
        let reading = self.reader.read(picture, budget);
        if reading.codes.is_empty() {
            return Sight::Nothing(reading.seen);
        }
        let mut found = Vec::new();
        let mut otherwise = Sight::NotOurs;
        for code in &reading.codes {
            match self.take(&code.bytes) {
                Sight::Found(one) => found.extend(one),
                Sight::NotOurs => {}
                sight => otherwise = sight,
            }
        }
        if found.is_empty() { otherwise } else { Sight::Found(found) }
    }

    /// Takes the bytes of one code as they stand on it.
    pub fn take(&mut self, code: &[u8]) -> Sight {
        match base45::decode(code) {
            Ok(bytes) => self.take_object(&bytes),
            Err(_) => Sight::NotOurs,
        }
    }

    fn take_object(&mut self, bytes: &[u8]) -> Sight {
        let found = match Kind::of(bytes) {
            Ok(Kind::Symbol) => return self.take_symbol(bytes),
            Ok(Kind::P1 | Kind::P2 | Kind::P3) => Some(Found::Meeting(bytes.to_vec())),
            Ok(Kind::Card) => Card::parse(bytes).ok().map(Found::Card),
            Err(UnknownObject::Envelope) => Envelope::parse(bytes).ok().map(Found::Envelope),
            Err(UnknownObject::Newer) => return Sight::Newer,
            Err(UnknownObject::Foreign) => None,
        };
        found.map_or(Sight::NotOurs, |found| Sight::Found(vec![found]))
    }

    /// A forged symbol was among honest ones.
    fn begin_again(&mut self, stream: StreamId) -> Sight {
        self.join.forget(stream);
        Sight::NotOurs
    }

    fn take_symbol(&mut self, bytes: &[u8]) -> Sight {
        match self.join.push(bytes) {
            Progress::Part { have, need, .. } => Sight::Part { have, need },
            Progress::Newer => Sight::Newer,
            Progress::NotOurs | Progress::Damaged | Progress::Refused => Sight::NotOurs,
            Progress::Complete { stream, object } => match Kind::of(&object) {
                // A reel carries no reels.
                Ok(Kind::Symbol) => self.begin_again(stream),
                _ => match self.take_object(&object) {
                    Sight::NotOurs => self.begin_again(stream),
                    sight => sight,
                },
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use optic::reel::Reel;
    use ratchet::Bucket;

    use super::*;

    #[test]
    fn an_envelope_comes_as_one_code_or_as_many_small_ones() {
        for bucket in Bucket::ALL {
            let bytes = vec![7; bucket.size()];
            let mut scan = Scan::new();
            let whole = scan.take(base45::encode(&bytes).as_slice());
            assert!(matches!(whole, Sight::Found(found) if is_envelope(&found, &bytes)));
            let reel = Reel::new(&bytes, StreamId([1, 2, 3, 4])).unwrap();
            let sights: Vec<_> = (0..12).map(|number| scan.take(&base45::encode(&reel.symbol(number)))).collect();
            let at = sights.iter().position(|sight| matches!(sight, Sight::Found(found) if is_envelope(found, &bytes)));
            assert!(at.is_some_and(|at| at + 1 >= reel.source_symbols() && at < reel.source_symbols() + 2), "{at:?}");
        }
    }

    #[test]
    fn a_reel_carries_no_reel() {
        let inner = Reel::new(&[1; 300], StreamId([1, 2, 3, 4])).unwrap().symbol(0);
        let outer = Reel::new(&inner, StreamId([5, 6, 7, 8])).unwrap();
        let mut scan = Scan::new();
        for number in 0..8 {
            let sight = scan.take(&base45::encode(&outer.symbol(number)));
            assert!(matches!(sight, Sight::Part { .. } | Sight::NotOurs));
        }
    }

    fn is_envelope(found: &[Found], bytes: &[u8]) -> bool {
        matches!(found, [Found::Envelope(envelope)] if envelope.as_bytes() == bytes)
    }
}
