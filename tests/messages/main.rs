//! Messages, as a whole: two phones, and a courier who does whatever a courier can do.
#![cfg(test)]

mod courier;
mod many;
mod numbers;
mod phones;
mod secrecy;
mod side;
mod silence;
mod stolen;
mod uniform;
mod world;

use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};

fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}
