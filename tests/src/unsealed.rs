//! A vault file, opened from the primitives alone, without the vault.
#![allow(clippy::expect_used, reason = "a test that cannot go on must stop")]

use argon2::{Algorithm, Argon2, Params, Version};

use crate::by_hand::{Bytes32, expand, open};

/// All that stands in a file, and the keys that it took.
pub struct Unsealed {
    /// Of the outer layer.
    pub outer: Bytes32,
    /// From the passphrase.
    pub kek: Bytes32,
    /// Of both slots.
    pub slots: [Bytes32; 2],
    /// What the owner's slot holds.
    pub payload: Vec<u8>,
}

/// What Argon2id makes of a passphrase, and under which salt: deriving it is slow, and most files share it.
#[derive(Default)]
pub struct Derived(Vec<(Vec<u8>, String, Bytes32)>);

impl Derived {
    fn kek(&mut self, salt: &[u8], passphrase: &str) -> Bytes32 {
        let known = self.0.iter().find(|(other, text, _)| other == salt && text == passphrase);
        known.map(|(_, _, kek)| *kek).unwrap_or_else(|| {
            let mut kek = [0; 32];
            let params = Params::new(19_456, 2, 1, None).expect("profile 3");
            let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
            argon2.hash_password_into(passphrase.as_bytes(), salt, &mut kek).expect("lengths are right");
            self.0.push((salt.to_vec(), passphrase.to_owned(), kek));
            kek
        })
    }
}

impl Unsealed {
    /// Opens a file of profile 3 (PROTOCOL.md, section 7); nothing where it is not under these two.
    #[must_use]
    pub fn open(file: &[u8], hardware: &Bytes32, passphrase: &str, derived: &mut Derived) -> Option<Unsealed> {
        let (header, sealed) = file.split_at_checked(42)?;
        let (salt, nonce) = (header.get(2..18)?, header.get(18..)?.first_chunk()?);
        let outer = expand(hardware, "outer", &[]);
        let inside = open(&outer, nonce, header, sealed)?;
        let (generation, slots) = (inside.get(..8)?, inside.get(9..)?);
        let kek = derived.kek(salt, passphrase);
        let keys = [0, 1].map(|place| expand(&kek, "slot", &[&[place]]));
        let payload = keys.iter().zip(slots.chunks_exact(slots.len() / 2)).zip(0..).find_map(|((key, slot), place)| {
            let (nonce, sealed) = slot.split_first_chunk()?;
            let contents = open(key, nonce, &[&[1, place], generation].concat(), sealed)?;
            let (length, payload) = contents.get(34..)?.split_first_chunk()?;
            payload.get(..usize::try_from(u32::from_be_bytes(*length)).ok()?).map(<[u8]>::to_vec)
        });
        Some(Unsealed { outer, kek, slots: keys, payload: payload? })
    }
}
