//! The pairing, as a whole: every state rule of the protocol, and everybody who does not keep to it.
#![cfg(test)]

mod between;
mod cards;
mod hour;
mod points;
mod reels;
mod rules;
mod screens;
mod tampered;

use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use ratchet::{Answering, Commitment, Offering};

fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

fn offering(rng: &mut ChaCha20Rng) -> Offering {
    Offering::start(Commitment::random(rng), rng)
}

fn answering(p1: &[u8], rng: &mut ChaCha20Rng) -> Answering {
    Answering::answer(p1, Commitment::random(rng), rng).unwrap_or_else(|error| panic!("{error}"))
}

/// A number of bytes that nobody chose.
fn drawn<const N: usize>(rng: &mut ChaCha20Rng) -> [u8; N] {
    let mut bytes = [0; N];
    rand_core::Rng::fill_bytes(rng, &mut bytes);
    bytes
}
