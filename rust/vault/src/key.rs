//! The keys: a hardware secret and a passphrase come in, the outer key and one key per slot come out.

use argon2::{Algorithm, Argon2, Block, Params, Version};
use hmac::{Hmac, KeyInit, Mac};
use rand_core::CryptoRng;
use sha2::Sha256;
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, optimization_barrier};

use crate::{Error, Passphrase};

pub(crate) const SALT_LEN: usize = 16;

/// 32 bytes that the phone's hardware keeps apart from the flash. Replacing them ([`Closed::rekey`](crate::Closed::rekey))
/// makes every older copy of the vault unreadable. Wiped on drop.
pub struct HardwareSecret(Key);

impl HardwareSecret {
    /// Takes over `bytes` and wipes the caller's copy.
    pub fn new(bytes: &mut [u8; 32]) -> Self {
        let mut key = Key::zeroed();
        key.0.copy_from_slice(bytes);
        bytes.zeroize();
        Self(key)
    }

    /// 32 zero bytes, for a host computer without such hardware: the passphrase alone protects the file there.
    pub fn none() -> Self {
        Self(Key::zeroed())
    }

    /// Whether both are the same bytes, in constant time.
    pub fn same(&self, other: &Self) -> bool {
        self.0.same(&other.0)
    }

    /// A second copy, to be wiped like the first.
    #[must_use]
    pub fn duplicate(&self) -> Self {
        Self(Key::copied(self.0.bytes()))
    }

    /// Two halves as one, byte by byte (exclusive or): without either of them nothing is known of it.
    #[must_use]
    pub fn joined(&self, other: &Self) -> Self {
        let mut key = Key::copied(self.0.bytes());
        for (to, from) in key.0.iter_mut().zip(other.0.0.iter()) {
            *to ^= *from;
        }
        Self(key)
    }

    pub(crate) fn outer_key(&self) -> Key {
        self.0.expand(b"outer", &[])
    }
}

/// How much work one guess at the passphrase costs (Argon2id, RFC 9106), chosen at setup by what the phone can bear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// 64 MiB, three passes (RFC 9106 section 4, second recommendation, with one lane).
    Strong,
    /// 32 MiB, three passes.
    Medium,
    /// 19 MiB, two passes: the least that OWASP's password storage cheat sheet accepts.
    Small,
}

impl Profile {
    /// The code in the file's second byte.
    pub fn code(self) -> u8 {
        match self {
            Self::Strong => 1,
            Self::Medium => 2,
            Self::Small => 3,
        }
    }

    /// The profile with this code, if there is one.
    pub fn from_code(code: u8) -> Option<Self> {
        [Self::Strong, Self::Medium, Self::Small].into_iter().find(|profile| profile.code() == code)
    }

    /// Memory in KiB, passes; one lane always.
    fn cost(self) -> (u32, u32) {
        match self {
            Self::Strong => (65_536, 3),
            Self::Medium => (32_768, 3),
            Self::Small => (19_456, 2),
        }
    }
}

/// Which of the two slots.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    First,
    Second,
}

impl Place {
    pub(crate) const BOTH: [Self; 2] = [Self::First, Self::Second];

    pub(crate) fn drawn_by_lot(rng: &mut dyn CryptoRng) -> Self {
        if rng.next_u32() & 1 == 0 { Self::First } else { Self::Second }
    }

    pub(crate) fn other(self) -> Self {
        match self {
            Self::First => Self::Second,
            Self::Second => Self::First,
        }
    }

    pub(crate) fn code(self) -> u8 {
        match self {
            Self::First => 0,
            Self::Second => 1,
        }
    }
}

/// A 32-byte key on the heap, so that moving it leaves no copy behind. Wiped on drop.
pub(crate) struct Key(Box<[u8; 32]>);

impl Key {
    pub(crate) fn zeroed() -> Self {
        Self(Box::new([0; 32]))
    }

    pub(crate) fn random(rng: &mut dyn CryptoRng) -> Self {
        let mut key = Self::zeroed();
        rng.fill_bytes(key.0.as_mut_slice());
        key
    }

    pub(crate) fn copied(bytes: &[u8; 32]) -> Self {
        let mut key = Self::zeroed();
        key.0.copy_from_slice(bytes);
        key
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    pub(crate) fn same(&self, other: &Self) -> bool {
        self.0.as_slice().ct_eq(other.0.as_slice()).into()
    }

    /// The key of one slot, from a KEK.
    pub(crate) fn slot_key(&self, place: Place) -> Self {
        self.expand(b"slot", &[place.code()])
    }

    /// HKDF-Expand to 32 bytes with info "aldis/1/" | name | suffix (RFC 5869 section 2.3). One block is one HMAC, and
    /// written so it cannot fail and every copy that it hands out is wiped.
    fn expand(&self, name: &[u8], suffix: &[u8]) -> Self {
        let mut padded = [0; 64]; // HMAC fills a short key with zeros (RFC 2104 section 2)
        for (to, from) in padded.iter_mut().zip(self.0.iter()) {
            *to = *from;
        }
        let mut mac = <Hmac<Sha256> as KeyInit>::new((&padded).into());
        padded.zeroize();
        for part in [b"aldis/1/", name, suffix, &[1]] {
            mac.update(part);
        }
        let mut block = mac.finalize().into_bytes();
        let mut key = Self::zeroed();
        key.0.copy_from_slice(&block);
        block.as_mut_slice().zeroize();
        key
    }
}

impl Drop for Key {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// Argon2id with its memory, taken before a try is counted and wiped on drop: the crate leaves its blocks as they are.
pub(crate) struct Stretcher {
    argon2: Argon2<'static>,
    blocks: Vec<Block>,
}

impl Stretcher {
    /// # Errors
    /// [`Error::NoMemory`] if the memory cannot be had.
    pub(crate) fn reserve(profile: Profile) -> Result<Self, Error> {
        let (memory, passes) = profile.cost();
        let params = Params::new(memory, passes, 1, Some(32)).map_err(|_| Error::NoMemory)?;
        let mut blocks = Vec::new();
        blocks.try_reserve_exact(params.block_count()).map_err(|_| Error::NoMemory)?;
        // One by one: a single fill of 64 MiB writes past the caches pages that the kernel has just laid into them, which takes
        // a tenth longer.
        while blocks.len() < params.block_count() {
            blocks.push(Block::new());
        }
        Ok(Self { argon2: Argon2::new(Algorithm::Argon2id, Version::V0x13, params), blocks })
    }

    /// The key-encrypting key of this passphrase and salt.
    ///
    /// # Errors
    /// None that can be met: lengths are bounded by the types, the memory is there.
    pub(crate) fn kek(&mut self, passphrase: &Passphrase, salt: &[u8; SALT_LEN]) -> Result<Key, Error> {
        #[cfg(test)]
        tests::KEKS.with(|count| count.set(count.get() + 1));
        let mut kek = Key::zeroed();
        self.argon2
            .hash_password_into_with_memory(passphrase.bytes(), salt, kek.0.as_mut_slice(), self.blocks.as_mut_slice())
            .map_err(|_| Error::NoMemory)?;
        Ok(kek)
    }
}

impl Drop for Stretcher {
    fn drop(&mut self) {
        // Up to 64 MiB: a plain fill, which the barrier keeps from being optimised away, takes three quarters of the time that
        // wiping word by word does.
        self.blocks.fill(Block::new());
        optimization_barrier(self.blocks.as_slice());
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::cell::Cell;

    use super::*;

    thread_local! {
        /// How often this thread derived a key from a passphrase, for those who ask what came first.
        pub(crate) static KEKS: Cell<u32> = const { Cell::new(0) };
    }

    #[test]
    fn one_block_of_expand_is_rfc_5869s() {
        let prk = Key::copied(&std::array::from_fn(|i| u8::try_from(i).unwrap()));
        let judge = hkdf::Hkdf::<Sha256>::from_prk(prk.bytes()).unwrap();
        let mut expected = [0; 32];

        judge.expand(b"aldis/1/outer", &mut expected).unwrap();
        assert_eq!(prk.expand(b"outer", &[]).bytes(), &expected);
        for place in Place::BOTH {
            judge.expand_multi_info(&[b"aldis/1/slot", &[place.code()]], &mut expected).unwrap();
            assert_eq!(prk.slot_key(place).bytes(), &expected);
        }
    }

    #[test]
    fn the_kek_is_argon2s_own_answer() {
        let passphrase: Passphrase = "lamp".parse().unwrap();
        let mut expected = [0; 32];
        let params = Params::new(19_456, 2, 1, None).unwrap();
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(b"lamp", &[7; SALT_LEN], &mut expected)
            .unwrap();
        let mut stretcher = Stretcher::reserve(Profile::Small).unwrap();
        for run in ["fresh memory", "used memory"] {
            assert_eq!(stretcher.kek(&passphrase, &[7; SALT_LEN]).unwrap().bytes(), &expected, "{run}");
        }
    }

    #[test]
    fn only_three_profiles_have_a_code() {
        let known: Vec<u8> = (0..=255).filter(|code| Profile::from_code(*code).is_some()).collect();
        assert_eq!(known, [1, 2, 3]);
        for profile in [Profile::Strong, Profile::Medium, Profile::Small] {
            assert_eq!(Profile::from_code(profile.code()), Some(profile));
        }
    }

    #[test]
    fn two_halves_are_joined_byte_by_byte() {
        let [one, other] = [[0x0f; 32], [0x3c; 32]].map(|mut bytes| HardwareSecret::new(&mut bytes));
        assert_eq!(one.joined(&other).0.bytes(), &[0x33; 32]);
        assert!(one.joined(&HardwareSecret::none()).same(&one));
    }

    #[test]
    fn taking_over_a_hardware_secret_wipes_the_callers_copy() {
        let mut bytes = [9; 32];
        let secret = HardwareSecret::new(&mut bytes);
        assert_eq!(bytes, [0; 32]);
        assert!(!secret.same(&HardwareSecret::none()));
    }
}
