//! Bob: he scans first, and answers.

use rand_core::CryptoRng;
use zeroize::{Zeroize, Zeroizing};

use super::{
    Met, PairingError,
    transcript::{Agreed, Encapsulation, P1, P2, P3, code, commitment_to},
};
use crate::{
    burn::Commitment,
    dh::KeyPair,
    key::Key,
    layout::{Reader, Writer},
    object::{Kind, SUITE},
    session::Role,
};

/// A meeting that the other phone began: P2 is on the screen, and P3 is waited for.
///
/// There is one P2 for one P1. A second scan of the same P1 shows the same bytes again.
pub struct Answering {
    p1: Vec<u8>,
    p2: Vec<u8>,
    y: KeyPair,
    agreed: Agreed,
}

impl Answering {
    /// Draws x_B 32, y_B 32, the ML-KEM message m 32, in that order. `commitment` is this phone's own for the contact.
    ///
    /// # Errors
    /// [`PairingError::Malformed`] for bytes that are no P1 or an encapsulation key that FIPS 203, section 7.2, refuses;
    /// [`PairingError::Refused`] where X_A is of low order.
    pub fn answer(p1: &[u8], commitment: Commitment, rng: &mut dyn CryptoRng) -> Result<Answering, PairingError> {
        let offered = P1::parse(p1).ok_or(PairingError::Malformed)?;
        let ek = Encapsulation::new(&(*offered.ek).into()).map_err(|_| PairingError::Malformed)?;
        let (x, y) = (KeyPair::generate(rng), KeyPair::generate(rng));
        let mut m = Zeroizing::new([0; 32]);
        rng.fill_bytes(m.as_mut());
        let dh = x.agree(offered.x).ok_or(PairingError::Refused)?;
        let (ct, mut shared) = ek.encapsulate_deterministic(&(*m).into());
        let kem = Key::filled(|bytes| bytes.copy_from_slice(&shared));
        shared.as_mut_slice().zeroize();

        let mut p2 = code(Kind::P2, &[&x.public, &y.public, &ct]);
        let agreed = Agreed::new(p1, &p2, &dh, &kem);
        let sealed = agreed.seal_commitment(Role::Bob, &commitment);
        let mac = agreed.mac_b(&sealed);
        p2.extend_from_slice(&sealed);
        p2.extend_from_slice(&mac);
        Ok(Answering { p1: p1.to_vec(), p2, y, agreed })
    }

    /// The second code, 1250 bytes: shown as a reel.
    pub fn p2(&self) -> &[u8] {
        &self.p2
    }

    /// Whether this is the P1 that is answered here.
    pub fn answers(&self, p1: &[u8]) -> bool {
        self.p1 == p1
    }

    /// Whether these bytes are the P2 that this phone itself shows.
    pub fn is_own(&self, p2: &[u8]) -> bool {
        self.p2 == p2
    }

    /// Takes P3. The contact must be on disk, and this answering forgotten with it, before the words are shown.
    ///
    /// # Errors
    /// The answering waits on: [`PairingError::Malformed`], or [`PairingError::Refused`] where n_A is not what P1
    /// committed to or the MAC is wrong.
    pub fn finish(&self, p3: &[u8]) -> Result<Met, PairingError> {
        let p3 = P3::parse(p3).ok_or(PairingError::Malformed)?;
        let offered = P1::parse(&self.p1).ok_or(PairingError::Malformed)?;
        if commitment_to(&Key::copy_of(p3.n)) != *offered.com || !self.agreed.mac_a_is(p3.sealed, p3.n, p3.mac) {
            return Err(PairingError::Refused);
        }
        let commitment = self.agreed.open_commitment(Role::Alice, p3.sealed).ok_or(PairingError::Refused)?;
        let session = self.agreed.bob(self.y.clone());
        Ok(Met { session, words: self.agreed.words(p3.n), commitment })
    }

    /// For a host tool, which is one process a step: to be kept sealed, for an hour at most.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut fields = Writer::with_bound(Answering::LEN);
        fields.bytes(&self.p1).bytes(&self.p2).bytes(self.y.secret.bytes()).bytes(self.agreed.prk().bytes());
        fields.finish()
    }

    /// From the bytes that were kept.
    pub fn from_bytes(bytes: &[u8]) -> Option<Answering> {
        let mut fields = Reader::new(bytes);
        let (p1, p2) = (fields.slice(P1::LEN)?.to_vec(), fields.slice(P2::LEN)?.to_vec());
        P1::parse(&p1)?;
        let y = KeyPair::of(Key::copy_of(fields.array()?));
        let agreed = Agreed::resumed(&p1, P2::parse(&p2)?.head, Key::copy_of(fields.array()?));
        fields.end()?;
        Some(Answering { p1, p2, y, agreed })
    }

    /// Length of [`Answering::to_bytes`].
    pub const LEN: usize = P1::LEN + P2::LEN + 32 + 32;
}

const _: () = assert!(P1::LEN == 1250 && P2::LEN == 1250 && P3::LEN == 130 && SUITE == 1);
