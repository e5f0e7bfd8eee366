//! Revocation by preimage: a card whose scan proves to every contact that a phone must no longer be trusted.
//!
//! R is on the card alone. The phone keeps H = SHA-256("burn-id" | R), from which nobody gets back to R, and gives each
//! contact C = SHA-256("burn-com" | salt | H) under a fresh salt, so that two contacts cannot tell from their
//! commitments that they know the same phone.

use rand_core::CryptoRng;
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{
    kdf,
    key::Key,
    object::{Kind, SUITE},
    words,
};

/// The secret on a burn card, 16 bytes. **It restores nothing**; it only ends.
///
/// `Clone` exists because a tombstone keeps the card that it was made with, and is copied with all that a phone knows.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Card([u8; Card::R]);

impl Card {
    /// Length of the card's object in bytes: kind | suite | R 16 | check 4.
    pub const LEN: usize = 22;
    /// Length of R in bytes.
    pub const R: usize = 16;

    /// Draws R: 16 bytes.
    pub fn new(rng: &mut dyn CryptoRng) -> Card {
        let mut card = Card([0; Card::R]);
        rng.fill_bytes(&mut card.0);
        card
    }

    /// Whether the two are one card.
    pub fn is(&self, other: &Card) -> bool {
        self.0.ct_eq(&other.0).into()
    }

    /// The object on the card's code.
    pub fn object(&self) -> [u8; Card::LEN] {
        let mut object = [0; Card::LEN];
        let fields = [Kind::Card as u8, SUITE].into_iter().chain(self.0).chain(self.check());
        for (to, from) in object.iter_mut().zip(fields) {
            *to = from;
        }
        object
    }

    /// Reads the object back.
    ///
    /// # Errors
    /// [`CardError`] where the length, the kind, the suite or the check is not a card's.
    pub fn parse(object: &[u8]) -> Result<Card, CardError> {
        let object: &[u8; Card::LEN] = object.try_into().map_err(|_| CardError)?;
        let [kind, suite, rest @ ..] = object;
        let (r, check) = rest.split_first_chunk().ok_or(CardError)?;
        let card = Card(*r);
        let whole = *kind == Kind::Card as u8 && *suite == SUITE && card.check().as_slice().ct_eq(check).into();
        if whole { Ok(card) } else { Err(CardError) }
    }

    /// Thirteen words to copy by hand: 128 bits and 15 check bits.
    pub fn words(&self) -> Vec<&'static str> {
        words::thirteen(&self.0, self.check()).into_iter().map(words::word).collect()
    }

    /// Reads thirteen words, whole or by their first four letters.
    ///
    /// # Errors
    /// [`CardError`] where a word is not in the list, one is missing, or the check bits differ.
    pub fn from_words(text: &str) -> Result<Card, CardError> {
        let (r, indices) = words::sixteen(text).ok_or(CardError)?;
        let card = Card(*r);
        if words::thirteen(&card.0, card.check()) == indices { Ok(card) } else { Err(CardError) }
    }

    /// R alone, as a tombstone keeps it and a notice carries it.
    pub fn as_bytes(&self) -> &[u8; Card::R] {
        &self.0
    }

    /// From an R that was kept or carried. Any 16 bytes are one; whether it ends anything, commitments tell.
    pub fn from_bytes(r: &[u8; Card::R]) -> Card {
        Card(*r)
    }

    /// Whether it ends the phone that made one of these commitments.
    pub fn ends<'a>(&self, commitments: impl IntoIterator<Item = &'a Commitment>) -> bool {
        let id = self.id();
        commitments.into_iter().any(|commitment| id.made(commitment))
    }

    /// What the phone keeps of the card.
    pub fn id(&self) -> BurnId {
        BurnId(kdf::hash_to_key("burn-id", &[&self.0]))
    }

    fn check(&self) -> [u8; 4] {
        let [a, b, c, d, ..] = kdf::hash("card", &[&self.0]);
        [a, b, c, d]
    }
}

/// Not a whole burn card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CardError;

/// H: what a phone keeps of its card. It makes commitments; it opens none.
#[derive(Clone)]
pub struct BurnId(Key);

impl BurnId {
    /// A commitment for one contact, under a fresh salt: draws 16 bytes.
    pub fn commit(&self, rng: &mut dyn CryptoRng) -> Commitment {
        let mut salt = [0; 16];
        rng.fill_bytes(&mut salt);
        Commitment { salt, c: self.commitment(&salt) }
    }

    /// Whether this phone made the commitment.
    pub fn made(&self, commitment: &Commitment) -> bool {
        self.commitment(&commitment.salt).as_slice().ct_eq(&commitment.c).into()
    }

    /// Whether both are of one card.
    pub fn is(&self, other: &BurnId) -> bool {
        self.0.bytes().as_slice().ct_eq(other.0.bytes()).into()
    }

    /// The 32 bytes, to be kept sealed.
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.0.bytes()
    }

    /// From the bytes that were kept.
    pub fn from_bytes(bytes: &[u8; 32]) -> BurnId {
        BurnId(Key::copy_of(bytes))
    }

    fn commitment(&self, salt: &[u8; 16]) -> [u8; 32] {
        kdf::hash("burn-com", &[salt, self.0.bytes()])
    }
}

/// A burn commitment as one contact holds it: salt 16 | C 32. It travels sealed, and is wiped when dropped.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Commitment {
    salt: [u8; 16],
    c: [u8; 32],
}

impl Commitment {
    /// Length in bytes.
    pub const LEN: usize = 48;

    /// What a phone without a card sends: it looks the same, and nothing opens it. Draws 48 bytes.
    pub fn random(rng: &mut dyn CryptoRng) -> Commitment {
        let mut bytes = [0; Commitment::LEN];
        rng.fill_bytes(&mut bytes);
        Commitment::from_bytes(&bytes)
    }

    /// salt 16 | C 32.
    pub fn to_bytes(&self) -> [u8; Commitment::LEN] {
        let mut bytes = [0; Commitment::LEN];
        for (to, from) in bytes.iter_mut().zip(self.salt.iter().chain(&self.c)) {
            *to = *from;
        }
        bytes
    }

    /// From salt 16 | C 32.
    pub fn from_bytes(bytes: &[u8; Commitment::LEN]) -> Commitment {
        let mut own = Commitment { salt: [0; 16], c: [0; 32] };
        for (to, from) in own.salt.iter_mut().chain(&mut own.c).zip(bytes) {
            *to = *from;
        }
        own
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};

    #[test]
    fn a_card_is_read_back_from_its_code_and_from_its_words() {
        let rng = &mut ChaCha20Rng::seed_from_u64(1);
        for _ in 0..50 {
            let card = Card::new(rng);
            assert!(Card::parse(&card.object()).is_ok_and(|read| read.0 == card.0));
            let words = card.words();
            assert_eq!(words.len(), 13);
            let said = words.join("  ").to_uppercase();
            assert!(Card::from_words(&said).is_ok_and(|read| read.0 == card.0));
        }
    }

    #[test]
    fn a_damaged_card_is_no_card() {
        let rng = &mut ChaCha20Rng::seed_from_u64(2);
        let card = Card::new(rng);
        let object = card.object();
        for at in 0..object.len() {
            let mut damaged = object;
            damaged[at] ^= 1;
            assert!(Card::parse(&damaged).is_err(), "byte {at}");
        }
        assert!(Card::parse(&object[..21]).is_err());
        let words = card.words();
        assert!(Card::from_words(&words[..12].join(" ")).is_err());
        assert!(Card::from_words(&[words.clone(), vec!["zoo"]].concat().join(" ")).is_err());
        let mut swapped = words.clone();
        swapped.swap(0, 1);
        assert!(words[0] == words[1] || Card::from_words(&swapped.join(" ")).is_err());
    }

    #[test]
    fn a_card_opens_its_own_commitments_and_no_others() {
        let rng = &mut ChaCha20Rng::seed_from_u64(3);
        let (card, other) = (Card::new(rng), Card::new(rng));
        let (first, second) = (card.id().commit(rng), card.id().commit(rng));
        assert!(first.to_bytes() != second.to_bytes());
        assert!(card.id().made(&first) && card.id().made(&second));
        assert!(!other.id().made(&first));
        assert!(!card.id().made(&Commitment::random(rng)));
        let kept = Card::from_bytes(card.as_bytes());
        assert!(kept.ends([&Commitment::random(rng), &second]) && !kept.ends([&other.id().commit(rng)]));
        assert!(Commitment::from_bytes(&first.to_bytes()) == first);
    }
}
