//! What a phone takes from around it: the time, randomness, and whether it stays in memory between two steps.

use rand_core::CryptoRng;

use crate::Moment;

/// A clock that somebody else sets, or nobody.
pub trait Clock: Send {
    /// The time, or nothing where the machine knows that it does not know.
    fn now(&self) -> Option<Moment>;
}

/// Where a meeting that is under way is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Custody {
    /// In memory alone: for a phone, which stays awake until the meeting is over.
    Memory,
    /// Sealed in the vault for an hour at most: for a host tool, which is one process a step.
    Vault,
}

/// Clock, randomness, custody.
pub struct Surroundings {
    pub(crate) clock: Box<dyn Clock>,
    pub(crate) rng: Box<dyn CryptoRng + Send>,
    pub(crate) custody: Custody,
}

impl Surroundings {
    /// The random numbers must be the operating system's, except in a test.
    pub fn new(clock: impl Clock + 'static, rng: impl CryptoRng + Send + 'static, custody: Custody) -> Surroundings {
        Surroundings { clock: Box::new(clock), rng: Box::new(rng), custody }
    }
}
