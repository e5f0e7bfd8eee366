//! Thirty-two secret bytes.

use std::sync::Arc;

use rand_core::CryptoRng;
use zeroize::optimization_barrier;

/// A secret key, on the heap, so that a move copies a pointer and leaves no key behind; wiped when the last holder drops it.
///
/// A clone is one more holder and no second copy: a receive works on a copy of the state and throws it away when it
/// fails, and the key exists once all the while.
#[derive(Clone)]
pub(crate) struct Key(Arc<Bytes>);

struct Bytes([u8; Key::LEN]);

impl Key {
    pub(crate) const LEN: usize = 32;

    /// A key that `fill` writes in place.
    #[allow(clippy::expect_used, reason = "nobody else holds what was just made")]
    pub(crate) fn filled(fill: impl FnOnce(&mut [u8; Key::LEN])) -> Key {
        let mut key = Arc::new(Bytes([0; Key::LEN]));
        fill(&mut Arc::get_mut(&mut key).expect("one holder").0);
        Key(key)
    }

    pub(crate) fn random(rng: &mut dyn CryptoRng) -> Key {
        Key::filled(|bytes| rng.fill_bytes(bytes))
    }

    pub(crate) fn copy_of(bytes: &[u8; Key::LEN]) -> Key {
        Key::filled(|own| own.copy_from_slice(bytes))
    }

    pub(crate) fn bytes(&self) -> &[u8; Key::LEN] {
        &self.0.0
    }
}

impl Drop for Bytes {
    fn drop(&mut self) {
        // A plain fill, which the barrier keeps from being optimised away, instead of 32 volatile writes.
        self.0.fill(0);
        optimization_barrier(&self.0);
    }
}
