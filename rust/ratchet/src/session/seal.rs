//! RatchetEncryptHE.

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::{Bound, Header, Session, Tell, bind};
use crate::{
    aead,
    content::{Content, TooLong},
    envelope::{Bucket, Envelope},
    kdf,
    key::Key,
};

impl Session {
    /// Seals one message: the next state and the envelope, **both** to be on disk before anybody sees the code.
    ///
    /// Draws 32 bytes. The nonce comes from them, from the message key and from what is sealed, so that randomness that
    /// repeats does no harm.
    ///
    /// # Errors
    /// [`NotSealed::TooLong`], [`NotSealed::Unanswered`]. Nothing is spent.
    pub fn seal(
        &self,
        content: &Content,
        bucket: Bucket,
        tell: Tell,
        rng: &mut dyn CryptoRng,
    ) -> Result<(Session, Envelope), NotSealed> {
        let inner = content.encode(bucket).map_err(NotSealed::TooLong)?;
        if self.ns >= Session::MAX_UNANSWERED {
            return Err(NotSealed::Unanswered);
        }
        Ok(self.ratchet_encrypt(&inner, tell, rng))
    }

    /// RatchetEncryptHE on padded content.
    pub(super) fn ratchet_encrypt(&self, inner: &[u8], tell: Tell, rng: &mut dyn CryptoRng) -> (Session, Envelope) {
        let mut random = Zeroizing::new([0; 32]);
        rng.fill_bytes(random.as_mut());

        let (cks, mk) = kdf::kdf_ck(&self.cks);
        let flags = self.tell.nibble(tell) << 4;
        let header = Header { flags, dh: self.dhs.public, pn: self.pn, n: self.ns }.to_bytes();
        let nonce = nonce(&mk, &random, &header, inner);

        let next = Session { cks, ns: self.ns.saturating_add(1), ..self.clone() };
        (next, self.envelope(&nonce, &header, &mk, inner))
    }

    /// N | EH | BODY, each sealed where it stands.
    fn envelope(&self, nonce: &aead::Nonce, header: &[u8], mk: &Key, inner: &[u8]) -> Envelope {
        let mut bytes = Vec::with_capacity(inner.len() + Envelope::OVERHEAD);
        bytes.extend_from_slice(nonce);
        bytes.extend_from_slice(header);
        aead::seal(&self.hks, nonce, &[], &mut bytes, aead::NONCE);
        let mut bound = Bound::new([0; Key::LEN + Envelope::HEAD]);
        bind(&mut bound, &self.ad, &bytes);
        bytes.extend_from_slice(inner);
        aead::seal(mk, nonce, &*bound, &mut bytes, Envelope::HEAD);
        Envelope::of(bytes)
    }
}

/// Why nothing was sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotSealed {
    /// The content does not fit into the bucket.
    TooLong(TooLong),
    /// [`Session::MAX_UNANSWERED`] envelopes are out and none was answered: show a kept code again.
    Unanswered,
}

impl std::fmt::Display for NotSealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            NotSealed::TooLong(too_long) => too_long.fmt(f),
            NotSealed::Unanswered => {
                write!(f, "{} messages without an answer", Session::MAX_UNANSWERED)
            }
        }
    }
}

impl std::error::Error for NotSealed {}

/// First 24 bytes of HMAC(Expand(mk, "nonce"), random | header | inner).
fn nonce(mk: &Key, random: &[u8; 32], header: &[u8], inner: &[u8]) -> aead::Nonce {
    let mac = kdf::mac(&kdf::expand(mk, "nonce", &[]), &[random, header, inner]);
    let mut nonce = [0; 24];
    for (to, from) in nonce.iter_mut().zip(mac) {
        *to = from;
    }
    nonce
}
