//! X25519 (RFC 7748), with the one check that the crate leaves to its caller.

use rand_core::CryptoRng;
use subtle::ConstantTimeEq;
use x25519_dalek::{PublicKey, StaticSecret};

use crate::key::Key;

/// A key pair. The public half is kept, since deriving it costs a third of an agreement.
#[derive(Clone)]
pub(crate) struct KeyPair {
    pub(crate) secret: Key,
    pub(crate) public: [u8; 32],
}

impl KeyPair {
    /// GENERATE_DH: draws 32 bytes.
    pub(crate) fn generate(rng: &mut dyn CryptoRng) -> KeyPair {
        KeyPair::of(Key::random(rng))
    }

    pub(crate) fn of(secret: Key) -> KeyPair {
        let public = PublicKey::from(&StaticSecret::from(*secret.bytes())).to_bytes();
        KeyPair { secret, public }
    }

    /// DH: the shared secret, or nothing where their point is of low order (RFC 7748, section 6.1).
    pub(crate) fn agree(&self, theirs: &[u8; 32]) -> Option<Key> {
        let shared = StaticSecret::from(*self.secret.bytes()).diffie_hellman(&PublicKey::from(*theirs));
        // All zeros, and nothing else, comes of a point of low order. The crate's own check takes both sides apart first, for the
        // same answer.
        let zeros: bool = shared.as_bytes().ct_eq(&[0; 32]).into();
        (!zeros).then(|| Key::copy_of(shared.as_bytes()))
    }
}
