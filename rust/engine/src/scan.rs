//! From pictures to what they carry. Knows no key: a picture that goes wrong here reaches nothing.

use optic::{Budget, Burst, LumaView, Seen, base45, reel, sheet};
use ratchet::{Card, Envelope, Kind, Share, UnknownObject};

/// Reads pictures, one after another: what none of them shows alone they may show together. Collects the parts of reels
/// and sheets among them.
pub struct Scan {
    burst: Burst,
    reels: reel::Join,
    sheets: sheet::Join,
    used: f32,
}

/// Something whole that belongs to this product.
pub enum Found {
    /// For [`Phone::receive`](crate::Phone::receive).
    Envelope(Envelope),
    /// A code of a meeting, for [`Phone::meet`](crate::Phone::meet).
    Meeting(Vec<u8>),
    /// A burn card.
    Card(Card),
    /// A travel share, for [`Locked::open_travelling`](crate::Locked::open_travelling).
    Share(Share),
}

/// What one picture gave.
pub enum Sight {
    /// At least one whole thing.
    Found(Vec<Found>),
    /// One part of a reel or of a sheet; the rest is wanted.
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
    /// Nothing seen yet; for pictures from files, each of which may take its time.
    pub fn new() -> Scan {
        Scan::of(Burst::of_pictures())
    }

    /// Nothing seen yet; for the frames of a running camera, of which one in three at most is looked at for long.
    pub fn of_camera() -> Scan {
        Scan::of(Burst::of_frames())
    }

    fn of(burst: Burst) -> Scan {
        Scan { burst, reels: reel::Join::new(), sheets: sheet::Join::new(), used: 0.0 }
    }

    /// Looks at one picture.
    pub fn look(&mut self, picture: LumaView<'_>, budget: Budget) -> Sight {
        let mut reading = self.burst.read(picture, budget);
        if reading.codes.is_empty() {
            return Sight::Nothing(reading.seen);
        }
        // The best first: a sheet is whole before its worst part is looked at.
        reading.codes.sort_by(|a, b| a.used.total_cmp(&b.used));
        let mut found = Vec::new();
        let mut otherwise = Sight::NotOurs;
        for code in &reading.codes {
            match self.take(&code.bytes) {
                Sight::Found(some) => {
                    self.used = code.used;
                    found.extend(some);
                }
                Sight::NotOurs => {}
                sight => otherwise = sight,
            }
        }
        if found.is_empty() { otherwise } else { Sight::Found(found) }
    }

    /// Share of the error correction that the last whole thing needed, 0 to 1: in the picture that completed it, the worst
    /// of the codes that it came from. For [`Phone::check_copy`](crate::Phone::check_copy).
    pub fn used(&self) -> f32 {
        self.used
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
            Ok(Kind::Part) => return self.take_part(bytes),
            Ok(Kind::P1 | Kind::P2 | Kind::P3) => Some(Found::Meeting(bytes.to_vec())),
            Ok(Kind::Card) => Card::parse(bytes).ok().map(Found::Card),
            Err(UnknownObject::Envelope) => Envelope::parse(bytes).ok().map(Found::Envelope),
            Err(UnknownObject::Newer) => return Sight::Newer,
            Err(UnknownObject::Foreign) => Share::parse(bytes).map(Found::Share),
        };
        found.map_or(Sight::NotOurs, |found| Sight::Found(vec![found]))
    }

    fn take_symbol(&mut self, bytes: &[u8]) -> Sight {
        use reel::Progress;
        match self.reels.push(bytes) {
            Progress::Part { have, need, .. } => Sight::Part { have, need },
            Progress::Newer => Sight::Newer,
            Progress::NotOurs | Progress::Damaged | Progress::Refused => Sight::NotOurs,
            Progress::Complete { stream, object } => joined(object).unwrap_or_else(|| {
                // A forged symbol among honest ones: begin again.
                self.reels.forget(stream);
                Sight::NotOurs
            }),
        }
    }

    fn take_part(&mut self, bytes: &[u8]) -> Sight {
        use sheet::Progress;
        match self.sheets.push(bytes) {
            Progress::Part { have, need } => Sight::Part { have, need },
            Progress::Newer => Sight::Newer,
            Progress::NotOurs | Progress::Damaged | Progress::Refused => Sight::NotOurs,
            Progress::Complete(object) => joined(object).unwrap_or(Sight::NotOurs),
        }
    }
}

impl Default for Scan {
    fn default() -> Scan {
        Scan::new()
    }
}

/// An object that came in parts: a code of a meeting or a message, nothing else. Whether it is genuine, its own tags say.
fn joined(object: Vec<u8>) -> Option<Sight> {
    let found = match Kind::of(&object) {
        Ok(Kind::P1 | Kind::P2 | Kind::P3) => Found::Meeting(object),
        Err(UnknownObject::Envelope) => Found::Envelope(Envelope::parse(&object).ok()?),
        Err(UnknownObject::Newer) => return Some(Sight::Newer),
        _ => return None,
    };
    Some(Sight::Found(vec![found]))
}
