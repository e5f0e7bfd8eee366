//! Thirty-two secret bytes.

use rand_core::CryptoRng;
use zeroize::Zeroize;

/// A secret key, on the heap, so that a move copies a pointer and leaves no key behind; wiped when dropped.
///
/// `Clone` exists because a receive works on a copy of the state and throws it away when it fails.
#[derive(Clone)]
pub(crate) struct Key(Box<[u8; Key::LEN]>);

impl Key {
    pub(crate) const LEN: usize = 32;

    /// A key that `fill` writes in place.
    pub(crate) fn filled(fill: impl FnOnce(&mut [u8; Key::LEN])) -> Key {
        let mut key = Key(Box::new([0; Key::LEN]));
        fill(&mut key.0);
        key
    }

    pub(crate) fn random(rng: &mut dyn CryptoRng) -> Key {
        Key::filled(|bytes| rng.fill_bytes(bytes))
    }

    pub(crate) fn copy_of(bytes: &[u8; Key::LEN]) -> Key {
        Key::filled(|own| own.copy_from_slice(bytes))
    }

    pub(crate) fn bytes(&self) -> &[u8; Key::LEN] {
        &self.0
    }
}

impl Drop for Key {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}
