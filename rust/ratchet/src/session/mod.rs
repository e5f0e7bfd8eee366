//! The Double Ratchet with header encryption: Signal's specification, section 4, function for function.
//!
//! Two lines differ, and both are the specification's own suggestion (section 3.3): Bob's first sending chain, Alice's
//! first receiving one, comes from the pairing, so that either may send first. That chain has no Diffie-Hellman healing
//! until Bob's first step.
//!
//! No verb changes a state. `seal` and `open` give the next state beside what they made; whoever keeps states puts it on
//! disk first and forgets the old one then. A receive that fails gives no state at all.

mod header;
mod open;
mod seal;
mod skipped;
mod state;
#[cfg(test)]
mod tests;

pub use header::Tell;
pub(crate) use header::{Header, Role};
pub use open::{NotOpened, Opened};
pub use seal::NotSealed;

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::{content::Day, dh::KeyPair, envelope::Envelope, kdf::kdf_rk_he, key::Key};
use skipped::Skipped;

/// One side of one contact. The names of the fields are the specification's.
#[derive(Clone)]
pub struct Session {
    /// Binds every body to this pairing.
    ad: Key,
    tell: header::Tells,
    dhs: KeyPair,
    dhr: Option<[u8; 32]>,
    rk: Key,
    cks: Key,
    ckr: Option<Key>,
    hks: Key,
    hkr: Option<Key>,
    nhks: Key,
    nhkr: Key,
    ns: u32,
    nr: u32,
    pn: u32,
    mkskipped: Skipped,
    /// Envelopes in all sending chains before this one, and in all receiving chains before this one: with them a place
    /// in a chain becomes a number that a person can say.
    sent: u32,
    received: u32,
}

impl Session {
    /// Most keys skipped at once in one chain, and the most that are kept for a contact. Identical in every
    /// implementation, since a courier could otherwise tell them apart.
    pub const MAX_SKIP: u32 = 64;
    /// See [`Session::MAX_SKIP`].
    pub const MAX_SKIPPED: usize = 256;
    /// Skipped keys are dropped when this many Diffie-Hellman steps were made after their chain began.
    pub const SKIPPED_STEPS: u32 = 5;
    /// Envelopes in one sending chain, cover messages included, before an answer must come.
    pub const MAX_UNANSWERED: u32 = 20;

    /// RatchetInitAliceHE. `key` expands a key of the pairing by its name; nothing where `y_b` is of low order.
    pub(crate) fn alice(key: impl Fn(&str) -> Key, y_b: &[u8; 32], rng: &mut dyn CryptoRng) -> Option<Session> {
        let dhs = KeyPair::generate(rng);
        let (rk, cks, nhks) = kdf_rk_he(&key("sk"), &dhs.agree(y_b)?);
        Some(Session {
            ad: key("ad"),
            tell: header::Tells::of(&key("tell"), Role::Alice),
            dhs,
            dhr: Some(*y_b),
            rk,
            cks,
            ckr: Some(key("ckb0")),
            hks: key("hka"),
            hkr: Some(key("hkb0")),
            nhks,
            nhkr: key("nhkb"),
            ns: 0,
            nr: 0,
            pn: 0,
            mkskipped: Skipped::default(),
            sent: 0,
            received: 0,
        })
    }

    /// RatchetInitBobHE.
    pub(crate) fn bob(key: impl Fn(&str) -> Key, y_b: KeyPair) -> Session {
        Session {
            ad: key("ad"),
            tell: header::Tells::of(&key("tell"), Role::Bob),
            dhs: y_b,
            dhr: None,
            rk: key("sk"),
            cks: key("ckb0"),
            ckr: None,
            hks: key("hkb0"),
            hkr: None,
            nhks: key("nhkb"),
            nhkr: key("hka"),
            ns: 0,
            nr: 0,
            pn: 0,
            mkskipped: Skipped::default(),
            sent: 0,
            received: 0,
        }
    }

    /// The same state, but that all it can ever send is the alarm ([`Tell::Normal`] of it is the true alarm), and nothing in
    /// it says so. `draw` is a random byte.
    pub fn under_duress(&self, draw: u8) -> Session {
        Session { tell: self.tell.under_duress(draw), ..self.clone() }
    }

    /// The number of the next envelope that this side seals, from 1.
    pub fn next_number(&self) -> u32 {
        self.sent.saturating_add(self.ns).saturating_add(1)
    }

    /// Envelopes sealed since the other side last answered, 0 to 20.
    pub fn unanswered(&self) -> u32 {
        self.ns
    }

    /// Envelopes of the other side that were opened so far.
    pub fn arrived(&self) -> u32 {
        let known = u32::try_from(self.missing().len()).unwrap_or(u32::MAX);
        self.received.saturating_add(self.nr).saturating_sub(known)
    }

    /// Whether the other side was ever heard.
    pub fn was_heard(&self) -> bool {
        self.received > 0 || self.nr > 0
    }

    /// The numbers of the envelopes that are known to exist and have not arrived, in rising order.
    pub fn missing(&self) -> Vec<u32> {
        self.mkskipped.numbers()
    }

    /// Drops skipped keys that were put aside on a known day before `day`. Only for an owner who confirmed the date.
    pub fn forget_skipped_before(&mut self, day: Day) {
        self.mkskipped.forget_before(day);
    }
}

/// What a body is sealed with: ad | N | EH. It is wiped, for no courier has seen a session's ad.
type Bound = Zeroizing<[u8; Key::LEN + Envelope::HEAD]>;

/// Written where it stays: a move would leave a copy.
fn bind(bound: &mut Bound, ad: &Key, head: &[u8]) {
    let (own, seen) = bound.split_at_mut(Key::LEN);
    own.copy_from_slice(ad.bytes());
    seen.copy_from_slice(head);
}
