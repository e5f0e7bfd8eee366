//! What stands on a code that is not an envelope: kind 1 | suite 1 | the rest.

use crate::envelope::Bucket;

/// The kinds of object that a code can carry, apart from an envelope, which has no mark at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The first code of a pairing.
    P1 = 1,
    /// The second.
    P2 = 2,
    /// The third.
    P3 = 3,
    /// A burn card.
    Card = 4,
    /// One symbol of a reel.
    Symbol = 5,
    /// One part of a sheet.
    Part = 6,
}

impl Kind {
    /// The kind of these bytes.
    ///
    /// # Errors
    /// [`UnknownObject::Envelope`] for a length that belongs to envelopes alone; [`UnknownObject::Newer`] for a kind or
    /// suite that a later version may have, both below 32; [`UnknownObject::Foreign`] for anything else.
    pub fn of(bytes: &[u8]) -> Result<Kind, UnknownObject> {
        if Bucket::of(bytes.len()).is_some() {
            return Err(UnknownObject::Envelope);
        }
        match *bytes {
            [1, SUITE, ..] => Ok(Kind::P1),
            [2, SUITE, ..] => Ok(Kind::P2),
            [3, SUITE, ..] => Ok(Kind::P3),
            [4, SUITE, ..] => Ok(Kind::Card),
            [5, SUITE, ..] => Ok(Kind::Symbol),
            [6, SUITE, ..] => Ok(Kind::Part),
            [1..32, 1..32, ..] => Err(UnknownObject::Newer),
            _ => Err(UnknownObject::Foreign),
        }
    }
}

/// Why bytes have no kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownObject {
    /// They are as long as an envelope, and so can be nothing else.
    Envelope,
    /// A later Aldis may have made them.
    Newer,
    /// Not Aldis: some other text that happens to decode.
    Foreign,
}

/// Suite 1: X25519, ML-KEM-768, SHA-256, XChaCha20-Poly1305.
pub(crate) const SUITE: u8 = 1;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_is_never_as_long_as_an_envelope() {
        for bucket in Bucket::ALL {
            assert_eq!(Kind::of(&vec![1; bucket.size()]), Err(UnknownObject::Envelope));
        }
        for length in [22, 130, 1250] {
            assert_eq!(Bucket::of(length), None);
        }
    }

    #[test]
    fn an_unknown_kind_or_suite_asks_for_a_newer_aldis() {
        assert_eq!(Kind::of(&[1, 1]), Ok(Kind::P1));
        assert_eq!(Kind::of(&[1, 2]), Err(UnknownObject::Newer));
        assert_eq!(Kind::of(&[7, 1]), Err(UnknownObject::Newer));
        for foreign in [&[0, 1, 1][..], &[1, 0], &[32, 1], &[1, 32], &[1], &[]] {
            assert_eq!(Kind::of(foreign), Err(UnknownObject::Foreign));
        }
    }
}
