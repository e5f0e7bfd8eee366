//! Alice: she shows first.

use ml_kem::{Decapsulate, KeyExport};
use rand_core::CryptoRng;
use zeroize::{Zeroize, Zeroizing};

use super::{
    Met, PairingError,
    transcript::{Agreed, Decapsulation, P1, P2, P3, code, commitment_to},
};
use crate::{
    burn::Commitment,
    dh::KeyPair,
    key::Key,
    layout::{Reader, Writer},
    object::Kind,
    session::Role,
};

/// A meeting that this phone began: P1 is on the screen, and P2 is waited for.
pub struct Offering {
    p1: Vec<u8>,
    x: KeyPair,
    /// FIPS 203's seed, from which the decapsulation key is made when it is needed.
    d: Key,
    z: Key,
    n: Key,
    commitment: Commitment,
}

impl Offering {
    /// Draws x_A 32, the ML-KEM seed d 32 and z 32, n_A 32, in that order. `commitment` is this phone's own for the contact.
    pub fn start(commitment: Commitment, rng: &mut dyn CryptoRng) -> Offering {
        let x = KeyPair::generate(rng);
        let (d, z) = (Key::random(rng), Key::random(rng));
        let n = Key::random(rng);
        let ek = decapsulation(&d, &z).encapsulation_key().to_bytes();
        let p1 = code(Kind::P1, &[&x.public, &ek, &commitment_to(&n)]);
        Offering { p1, x, d, z, n, commitment }
    }

    /// The first code, 1250 bytes: shown as a reel.
    pub fn p1(&self) -> &[u8] {
        &self.p1
    }

    /// What it means that this phone, waiting for P2, was shown a P1.
    pub fn met_p1(&self, p1: &[u8]) -> PairingError {
        if p1 == self.p1 { PairingError::OwnCode } else { PairingError::BothStarted }
    }

    /// Takes P2 and gives the contact and P3.
    ///
    /// The contact must be on disk, and this offering forgotten with it, **before** P3 is shown: P3 opens the
    /// commitment, and after that no other P2 may be taken. Draws the first ratchet key, 32 bytes.
    ///
    /// # Errors
    /// The offering waits on: [`PairingError::Malformed`], [`PairingError::OwnCode`] where X_B is X_A,
    /// [`PairingError::Refused`] where an agreement is not contributory or the MAC is wrong.
    pub fn accept(&self, p2: &[u8], rng: &mut dyn CryptoRng) -> Result<(Met, Vec<u8>), PairingError> {
        let p2 = P2::parse(p2).ok_or(PairingError::Malformed)?;
        if p2.x == &self.x.public {
            return Err(PairingError::OwnCode);
        }
        let dh = self.x.agree(p2.x).ok_or(PairingError::Refused)?;
        let mut shared = decapsulation(&self.d, &self.z).decapsulate(&(*p2.ct).into());
        let kem = Key::filled(|bytes| bytes.copy_from_slice(&shared));
        shared.as_mut_slice().zeroize();
        let agreed = Agreed::new(&self.p1, p2.head, &dh, &kem);
        if !agreed.mac_b_is(p2.sealed, p2.mac) {
            return Err(PairingError::Refused);
        }
        let commitment = agreed.open_commitment(Role::Bob, p2.sealed).ok_or(PairingError::Refused)?;
        let session = agreed.alice(p2.y, rng).ok_or(PairingError::Refused)?;
        let sealed = agreed.seal_commitment(Role::Alice, &self.commitment);
        let n = self.n.bytes();
        let p3 = code(Kind::P3, &[n, &sealed, &agreed.mac_a(&sealed, n)]);
        debug_assert_eq!(p3.len(), P3::LEN);
        Ok((Met { session, words: agreed.words(n), commitment }, p3))
    }

    /// For a host tool, which is one process a step: to be kept sealed, for an hour at most.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut fields = Writer::with_bound(Offering::LEN);
        fields.bytes(&self.p1);
        for key in [&self.x.secret, &self.d, &self.z, &self.n] {
            fields.bytes(key.bytes());
        }
        fields.bytes(&self.commitment.to_bytes());
        fields.finish()
    }

    /// From the bytes that were kept.
    pub fn from_bytes(bytes: &[u8]) -> Option<Offering> {
        let mut fields = Reader::new(bytes);
        let p1 = fields.slice(P1::LEN)?.to_vec();
        P1::parse(&p1)?;
        let x = KeyPair::of(Key::copy_of(fields.array()?));
        let (d, z) = (Key::copy_of(fields.array()?), Key::copy_of(fields.array()?));
        let n = Key::copy_of(fields.array()?);
        let commitment = Commitment::from_bytes(fields.array()?);
        fields.end()?;
        Some(Offering { p1, x, d, z, n, commitment })
    }

    /// Length of [`Offering::to_bytes`].
    pub const LEN: usize = P1::LEN + 4 * Key::LEN + Commitment::LEN;
}

fn decapsulation(d: &Key, z: &Key) -> Decapsulation {
    let mut seed = Zeroizing::new([0; 64]);
    for (to, from) in seed.iter_mut().zip(d.bytes().iter().chain(z.bytes())) {
        *to = *from;
    }
    Decapsulation::from_seed((*seed).into())
}
