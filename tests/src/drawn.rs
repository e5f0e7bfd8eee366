//! Random numbers that a test can draw a second time.

use std::convert::Infallible;

use rand_core::{TryCryptoRng, TryRng};
use sha2::{Digest, Sha256};
use zeroize::Zeroize;

/// Block i is SHA-256(seed | i); every draw begins a block. Unlike a stream cipher it keeps nothing of what it gave out,
/// so that whoever looks for a drawn key in memory finds the phone's copy or none.
pub struct Drawn {
    seed: u64,
    next: u64,
}

impl Drawn {
    /// The blocks of a seed, from the first.
    #[must_use]
    pub fn from(seed: u64) -> Drawn {
        Drawn { seed, next: 0 }
    }
}

impl TryRng for Drawn {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_be_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_be_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, into: &mut [u8]) -> Result<(), Infallible> {
        for part in into.chunks_mut(32) {
            let mut hash = Sha256::new();
            hash.update(self.seed.to_be_bytes());
            hash.update(self.next.to_be_bytes());
            self.next += 1;
            let mut block = hash.finalize();
            for (to, from) in part.iter_mut().zip(&block) {
                *to = *from;
            }
            block.as_mut_slice().zeroize();
        }
        Ok(())
    }
}

impl TryCryptoRng for Drawn {}
