//! Randomness that a file spells out: each draw in its order, and not one more.

use std::{collections::VecDeque, convert::Infallible};

use rand_core::{TryCryptoRng, TryRng};

/// Gives its bytes once.
pub(crate) struct Draws(VecDeque<u8>);

impl Draws {
    pub(crate) fn of(draws: &[&[u8]]) -> Draws {
        Draws(draws.concat().into())
    }

    /// Nothing may be left over.
    pub(crate) fn end(self) {
        assert_eq!(self.0.len(), 0, "bytes that nobody drew");
    }
}

impl TryRng for Draws {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        panic!("protocol 1 draws bytes, never numbers");
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        panic!("protocol 1 draws bytes, never numbers");
    }

    fn try_fill_bytes(&mut self, to: &mut [u8]) -> Result<(), Infallible> {
        for byte in to {
            *byte = self.0.pop_front().expect("a draw that the file does not have");
        }
        Ok(())
    }
}

impl TryCryptoRng for Draws {}
