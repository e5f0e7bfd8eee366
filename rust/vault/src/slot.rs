//! One of the two slots: the contents of a vault under one passphrase, or noise of the same length.

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::aead;
use crate::file::VERSION;
use crate::key::{Key, Place};

/// Largest payload in bytes: the most with which the file stays within 1 MiB.
pub const CAPACITY: usize = 524_176;

/// role 1 | other slot's key present 1 | other slot's key 32 | length 4 | payload | zeros
const CONTENTS_LEN: usize = 1 + 1 + 32 + 4 + CAPACITY;
pub(crate) const SLOT_LEN: usize = aead::NONCE_LEN + CONTENTS_LEN + aead::TAG_LEN;

/// Whose slot a passphrase opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The owner's.
    Owner,
    /// The decoy's, for the first time; this very unlock destroyed the owner's slot. No screen may show it, and the file
    /// does not remember it: at the next unlock this slot is an owner's like any other.
    Decoy,
}

impl Role {
    fn code(self) -> u8 {
        match self {
            Self::Owner => 1,
            Self::Decoy => 2,
        }
    }
}

/// What a slot says.
pub(crate) struct Contents {
    pub(crate) role: Role,
    pub(crate) other_key: Option<Key>,
    pub(crate) payload: Zeroizing<Vec<u8>>,
}

/// Seals role, the other slot's key and the payload into `slot` under a fresh nonce.
///
/// `None` if the payload is larger than [`CAPACITY`].
pub(crate) fn seal(
    slot: &mut [u8],
    at: (Place, u64),
    key: &Key,
    role: Role,
    other_key: Option<&Key>,
    payload: &[u8],
    rng: &mut dyn CryptoRng,
) -> Option<()> {
    let (nonce, text, _) = aead::split(slot)?;
    rng.fill_bytes(nonce);
    let (head, room) = text.split_first_chunk_mut::<38>()?;
    let (written, padding) = room.split_at_mut_checked(payload.len())?;
    let length = u32::try_from(payload.len()).ok()?;
    let other = other_key.map_or(&[0; 32], Key::bytes);
    for (to, from) in head
        .iter_mut()
        .zip([role.code(), u8::from(other_key.is_some())].iter().chain(other).chain(&length.to_be_bytes()))
    {
        *to = *from;
    }
    written.copy_from_slice(payload);
    padding.fill(0);
    aead::seal(key, &associated_data(at), slot)
}

/// Fills `slot` with what nobody can tell from a sealed one: zeros sealed under a key that is thrown away.
pub(crate) fn fill_with_noise(slot: &mut [u8], at: (Place, u64), rng: &mut dyn CryptoRng) -> Option<()> {
    slot.fill(0);
    let (nonce, ..) = aead::split(slot)?;
    rng.fill_bytes(nonce);
    aead::seal(&Key::random(rng), &associated_data(at), slot)
}

/// Opens `slot` in place; `None` if it is not sealed under this key, place and generation.
pub(crate) fn open(slot: &mut [u8], at: (Place, u64), key: &Key) -> Option<Contents> {
    parse(aead::open(key, &associated_data(at), slot)?)
}

/// Works on `slot` as long as [`open`] does on one that opens, and leaves it without meaning.
pub(crate) fn spend(slot: &mut [u8], at: (Place, u64), key: &Key) {
    if let Some(()) = aead::seal(key, &associated_data(at), slot) {
        std::hint::black_box(is_blank(slot));
    }
}

/// Looks at every byte, whatever it finds.
fn is_blank(bytes: &[u8]) -> bool {
    bytes.iter().fold(0, |seen, byte| seen | byte) == 0
}

fn parse(text: &[u8]) -> Option<Contents> {
    let ([role, present], rest) = text.split_first_chunk()?;
    let (other, rest) = rest.split_first_chunk::<32>()?;
    let (length, rest) = rest.split_first_chunk()?;
    let (payload, padding) = rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
    if !is_blank(padding) {
        return None;
    }
    let role = [Role::Owner, Role::Decoy].into_iter().find(|known| known.code() == *role)?;
    let other_key = match present {
        0 if *other == [0; 32] => None,
        1 => Some(Key::copied(other)),
        _ => return None,
    };
    Some(Contents { role, other_key, payload: Zeroizing::new(payload.to_vec()) })
}

/// version 1 | i 1 | generation 8
fn associated_data((place, generation): (Place, u64)) -> [u8; 10] {
    let [a, b, c, d, e, f, g, h] = generation.to_be_bytes();
    [VERSION, place.code(), a, b, c, d, e, f, g, h]
}
