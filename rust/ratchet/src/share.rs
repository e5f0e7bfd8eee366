//! A travel share: half of the key of a phone's own file, on paper with somebody else, so that its owner cannot open the phone
//! alone. It is no object of the protocol: no other phone takes part, and its first byte is that of no kind.

use rand_core::CryptoRng;
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{kdf, words};

/// The secret on a travel share, 16 bytes. Alone it opens nothing.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Share([u8; Share::SECRET]);

impl Share {
    /// Length in bytes of what stands on its code: 54 | 01 | secret 16 | check 4.
    pub const LEN: usize = 22;
    const SECRET: usize = 16;

    /// Draws 16 bytes.
    pub fn new(rng: &mut dyn CryptoRng) -> Share {
        let mut share = Share([0; Share::SECRET]);
        rng.fill_bytes(&mut share.0);
        share
    }

    /// Whether the two are one share.
    pub fn is(&self, other: &Share) -> bool {
        self.0.ct_eq(&other.0).into()
    }

    /// What stands on its code.
    pub fn object(&self) -> [u8; Share::LEN] {
        let mut object = [0; Share::LEN];
        let fields = MARK.into_iter().chain(self.0).chain(self.check());
        for (to, from) in object.iter_mut().zip(fields) {
            *to = from;
        }
        object
    }

    /// Reads it back; nothing where it is not whole, or something else.
    pub fn parse(object: &[u8]) -> Option<Share> {
        let object: &[u8; Share::LEN] = object.try_into().ok()?;
        let (mark, rest) = object.split_first_chunk()?;
        let (secret, check) = rest.split_first_chunk()?;
        let share = Share(*secret);
        (*mark == MARK && bool::from(share.check().as_slice().ct_eq(check))).then_some(share)
    }

    /// Thirteen words to copy by hand: 128 bits and 15 check bits.
    pub fn words(&self) -> Vec<&'static str> {
        words::thirteen(&self.0, self.check()).into_iter().map(words::word).collect()
    }

    /// Reads thirteen words, whole or by their first four letters; nothing where one is wrong, or they are a card's.
    pub fn from_words(text: &str) -> Option<Share> {
        let (secret, indices) = words::sixteen(text)?;
        let share = Share(*secret);
        (words::thirteen(&share.0, share.check()) == indices).then_some(share)
    }

    /// SHA-256("travel" | secret), 32 bytes: what is joined with the hardware secret, byte by byte.
    pub fn half(&self) -> Zeroizing<[u8; 32]> {
        let mut digest = kdf::hash("travel", &[&self.0]);
        let half = Zeroizing::new(digest);
        digest.zeroize();
        half
    }

    fn check(&self) -> [u8; 4] {
        let [a, b, c, d, ..] = kdf::hash("share", &[&self.0]);
        [a, b, c, d]
    }
}

/// From 32 on no byte begins a kind of the protocol.
const MARK: [u8; 2] = [0x54, 0x01];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Card, Kind, UnknownObject};
    use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};

    #[test]
    fn a_share_is_read_back_from_its_code_and_from_its_words() {
        let rng = &mut ChaCha20Rng::seed_from_u64(1);
        for _ in 0..50 {
            let share = Share::new(rng);
            assert!(Share::parse(&share.object()).is_some_and(|read| read.is(&share)));
            assert_eq!(Kind::of(&share.object()), Err(UnknownObject::Foreign));
            let said = share.words().join("  ").to_uppercase();
            assert!(share.words().len() == 13 && Share::from_words(&said).is_some_and(|read| read.is(&share)));
        }
    }

    #[test]
    fn a_damaged_share_and_a_card_are_no_share() {
        let rng = &mut ChaCha20Rng::seed_from_u64(2);
        let (share, card) = (Share::new(rng), Card::new(rng));
        let object = share.object();
        for at in 0..object.len() {
            let mut damaged = object;
            damaged[at] ^= 1;
            assert!(Share::parse(&damaged).is_none() && Share::parse(&object[..at]).is_none(), "byte {at}");
        }
        assert!(Share::parse(&card.object()).is_none() && Card::parse(&object).is_err());
        assert!(Share::from_words(&card.words().join(" ")).is_none());
        assert!(Card::from_words(&share.words().join(" ")).is_err());
        let words = share.words();
        assert!(Share::from_words(&words[..12].join(" ")).is_none());
        assert!(Share::from_words(&[words, vec!["zoo"]].concat().join(" ")).is_none());
    }
}
