//! A state in the wrong hands, and everything that can be tried with it.

use ratchet::{Envelope, Session, layout::Reader};
use tests::{
    by_hand::{self, Bytes32},
    met::TODAY,
};

use crate::rng;

/// The keys of a serialised state, by the names of the specification.
pub(crate) struct Stolen {
    bytes: Vec<u8>,
    ad: Bytes32,
    cks: Bytes32,
    hks: Bytes32,
    hkr: Option<Bytes32>,
    nhks: Bytes32,
    nhkr: Bytes32,
}

impl Stolen {
    pub(crate) fn from(session: &Session) -> Stolen {
        let bytes = session.to_bytes().to_vec();
        let mut fields = Reader::new(&bytes);
        let mut read = || -> Option<Stolen> {
            fields.u8()?;
            let ad = *fields.array()?;
            fields.slice(2 + 64 + 33 + 32)?; // tell, DHs, DHr, RK
            let cks = *fields.array()?;
            fields.slice(33)?; // CKr
            let hks = *fields.array()?;
            let hkr = fields.flag()?.then_some(*fields.array()?);
            let (nhks, nhkr) = (*fields.array()?, *fields.array()?);
            Some(Stolen { bytes: bytes.clone(), ad, cks, hks, hkr, nhks, nhkr })
        };
        read().unwrap()
    }

    /// Whether the header opens: who talks to whom is then known, and how much.
    pub(crate) fn sees_the_header_of(&self, envelope: &Envelope) -> bool {
        let (nonce, header, _) = parts(envelope);
        let keys = [Some(self.hks), self.hkr, Some(self.nhks), Some(self.nhkr)];
        keys.into_iter().flatten().any(|key| by_hand::open(&key, nonce, &[], header).is_some())
    }

    /// Whether the text opens: received as the phone would, or sealed as the phone would have.
    pub(crate) fn reads(&self, envelope: &Envelope) -> bool {
        self.next_after(envelope).is_some() || opens_from_chain(&self.cks, 64, &self.ad, envelope)
    }

    /// The state after receiving it, as far as a thief can follow: his own random numbers stand for the phone's.
    pub(crate) fn next_after(&self, envelope: &Envelope) -> Option<Stolen> {
        let session = Session::from_bytes(&self.bytes).unwrap();
        session.open(envelope, TODAY, &mut rng(666)).ok().map(|(next, _)| Stolen::from(&next))
    }

    /// Takes any 32 bytes of the state for a message key, and for a chain key `steps` before it.
    pub(crate) fn holds_a_key_for(&self, envelope: &Envelope, steps: usize) -> bool {
        let mut windows = self.bytes.array_windows::<32>();
        windows.any(|key| opens(key, &self.ad, envelope) || opens_from_chain(key, steps, &self.ad, envelope))
    }
}

fn opens_from_chain(ck: &Bytes32, steps: usize, ad: &Bytes32, envelope: &Envelope) -> bool {
    let mut ck = *ck;
    (0..steps).any(|_| {
        let (next, mk) = by_hand::kdf_ck(&ck);
        ck = next;
        opens(&mk, ad, envelope)
    })
}

fn opens(mk: &Bytes32, ad: &Bytes32, envelope: &Envelope) -> bool {
    let (nonce, header, body) = parts(envelope);
    by_hand::open(mk, nonce, &[&ad[..], nonce, header].concat(), body).is_some()
}

fn parts(envelope: &Envelope) -> (&[u8; 24], &[u8], &[u8]) {
    let (nonce, rest) = envelope.as_bytes().split_first_chunk().unwrap();
    let (header, body) = rest.split_at(57);
    (nonce, header, body)
}
