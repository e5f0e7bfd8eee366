//! One sealed file of constant size in a folder: derive, seal, replace atomically.
//!
//! The vault does not know what it holds: payload bytes go in, payload bytes come out. Two layers, so that each can be
//! replaced alone (integers big-endian):
//!
//! ```text
//! file   = version 1 | profile 1 | salt 16 | nonce 24 | XChaCha20-Poly1305(outer, inside; AD = the 42 bytes before)
//! inside = generation 8 | wrong tries 1 | slot 0 | slot 1
//! slot i = nonce 24 | XChaCha20-Poly1305(K_i, contents; AD = version 1 | i 1 | generation 8)
//! contents = role 1 | other slot's key present 1 | other slot's key 32 | length 4 | payload | zeros
//!
//! outer = HKDF-Expand(hardware secret, "aldis/1/outer")
//! KEK   = Argon2id(passphrase, salt)        K_i = HKDF-Expand(KEK, "aldis/1/slot" | i)
//! ```
//!
//! One slot is the owner's, its place drawn by lot. The other holds a decoy or noise, and nobody without the owner's
//! passphrase can tell which. A save writes every byte afresh and replaces the file in one step: whoever pulls the
//! battery finds the old contents or the new ones. A new hardware secret ([`Closed::rekey`]) makes every older copy of
//! the file unreadable, passphrase or not. Ten wrong tries burn the vault; that stops hands, not images of the flash.
//!
//! [`Closed`] and [`Open`] are the two states; the transitions consume.
//!
//! ```
//! # fn main() -> Result<(), vault::Error> {
//! # let home = tempfile::tempdir().unwrap();
//! # let mut rng = <rand_chacha::ChaCha20Rng as rand_chacha::rand_core::SeedableRng>::seed_from_u64(1);
//! use vault::{Closed, Folder, HardwareSecret, Open, Passphrase, Profile};
//!
//! let passphrase: Passphrase = "four words of lamplight".parse()?;
//! let secret = HardwareSecret::none(); // a host computer has none; a phone's Keystore keeps one
//!
//! let folder = Folder::at(home.path())?;
//! let mut open = Open::create(folder, &passphrase, &secret, Profile::Small, b"first", &mut rng)?;
//! open.save(b"second", &mut rng)?;
//! drop(open);
//!
//! let closed = Closed::open(Folder::at(home.path())?, &secret, &mut rng)?;
//! let Ok((open, payload)) = closed.unlock(&passphrase, &mut rng) else { panic!("the passphrase is right") };
//! assert_eq!(payload.as_slice(), b"second");
//! let _closed = open.lock();
//! # Ok(())
//! # }
//! ```

mod aead;
mod closed;
mod commit;
mod disk;
mod error;
mod file;
mod folder;
mod generation;
mod key;
mod open;
mod passphrase;
mod slot;

pub use closed::{Closed, Refused, Tries, WRONG_TRIES};
pub use commit::burn;
pub use disk::Disk;
pub use error::Error;
pub use file::FILE_LEN;
pub use folder::Folder;
pub use key::{HardwareSecret, Profile};
pub use open::{Open, Opens};
pub use passphrase::Passphrase;
pub use slot::{CAPACITY, Role};

#[cfg(test)]
mod tests;
