//! The vault as a whole: what stands on disk afterwards, whoever interferes.

mod crash;
mod decoy;
mod door;
mod faulty;
mod folder;
mod frozen;
mod hostile;
mod layout;
mod rekey;
mod tries;

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

use crate::{Closed, Error, HardwareSecret, Open, Passphrase, Profile, Role};
use faulty::FaultyDisk;

const OWN: &str = "four words of lamplight";
const DECOY: &str = "a quiet harbour";
const WRONG: &str = "storm at the pier";

fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

fn passphrase(text: &str) -> Passphrase {
    text.parse().unwrap()
}

fn secret(byte: u8) -> HardwareSecret {
    HardwareSecret::new(&mut [byte; 32])
}

/// A new vault under [`OWN`] and `secret(1)`.
fn create(disk: &FaultyDisk, payload: &[u8], seed: u64) -> Result<Open, Error> {
    Open::create(disk.clone(), &passphrase(OWN), &secret(1), Profile::Small, payload, &mut rng(seed))
}

/// The same with a decoy.
fn create_with_decoy(disk: &FaultyDisk, payload: &[u8], decoy: &[u8], seed: u64) -> Open {
    let mut open = create(disk, payload, seed).unwrap();
    open.set_decoy(&passphrase(OWN), &passphrase(DECOY), decoy, &mut rng(seed + 1000)).unwrap();
    open
}

/// A disk with a vault on it that nobody holds.
fn disk_with(payload: &[u8]) -> FaultyDisk {
    let disk = FaultyDisk::default();
    drop(create(&disk, payload, 1).unwrap());
    disk
}

fn closed(disk: &FaultyDisk) -> Result<Closed, Error> {
    Closed::open(disk.clone(), &secret(1), &mut rng(2))
}

fn unlocked(disk: &FaultyDisk, text: &str) -> (Open, Vec<u8>) {
    let (open, payload) = closed(disk).unwrap().unlock(&passphrase(text), &mut rng(3)).ok().unwrap();
    (open, payload.to_vec())
}

/// What the owner finds in this file: who it says they are, and the payload. The file itself is not touched.
fn found(file: &[u8], secret: &HardwareSecret, text: &str) -> Option<(Role, Vec<u8>)> {
    let closed = Closed::open(FaultyDisk::holding(file), secret, &mut rng(4)).ok()?;
    let (open, payload) = closed.unlock(&passphrase(text), &mut rng(5)).ok()?;
    Some((open.role(), payload.to_vec()))
}
