//! Pictures: each is tried with every state that can be carved out, with that state's chains in both directions, and with every
//! 32 bytes of what is in the clear, taken for a message key or a chain key.

use std::collections::BTreeSet;

use engine::Envelope;
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use ratchet::{Content, Session, layout::Reader};
use tests::{
    by_hand::{self, Bytes32},
    met::TODAY,
};

use crate::lab::{Evidence, Findings};

/// Puts every text that opens into the findings.
pub(crate) fn read(evidence: &Evidence, findings: &mut Findings) {
    let payloads = findings.plain.clone();
    for payload in &payloads {
        for session in carve(payload) {
            let bytes = session.to_bytes();
            findings.tells.insert((bytes[1..33].to_vec(), bytes[33]));
            follow(&session, evidence, findings);
            chains(&session, payload, evidence, findings);
        }
        let publics: BTreeSet<Bytes32> = windows(payload).map(|secret| by_hand::public(&secret)).collect();
        let of_a_meeting = |key: &&[u8]| publics.iter().any(|public| public == key);
        let filmed = evidence.films.iter().flat_map(|[p1, p2, _]| [&p1[2..34], &p2[2..34]]);
        findings.pairing_keys += filmed.filter(of_a_meeting).count();
    }
}

/// Everything in the payload that reads as a state.
fn carve(payload: &[u8]) -> Vec<Session> {
    let at = |start: usize| {
        let length = usize::from(u16::from_be_bytes(*payload.get(start..)?.first_chunk()?));
        let bytes = payload.get(start + 2..start + 2 + length)?;
        if length < 300 { None } else { Session::from_bytes(bytes) }
    };
    (0..payload.len()).filter_map(at).collect()
}

/// Receives whatever can be received, and goes on from there, until nothing more opens.
fn follow(session: &Session, evidence: &Evidence, findings: &mut Findings) {
    let rng = &mut ChaCha20Rng::seed_from_u64(666);
    let mut states = vec![session.clone()];
    let mut read = BTreeSet::new();
    while let Some(state) = states.pop() {
        for (at, picture) in evidence.pictures.iter().enumerate() {
            if read.contains(&at) {
                continue;
            }
            if let Ok((next, opened)) = state.open(picture, TODAY, rng) {
                read.insert(at);
                findings.headers.insert(at);
                findings.plain.extend(opened.content.text().map(|text| text.as_bytes().to_vec()));
                states.push(next);
            }
        }
    }
}

/// The chains of a state, and every 32 bytes of the payload as if they were one.
fn chains(session: &Session, payload: &[u8], evidence: &Evidence, findings: &mut Findings) {
    let keys = Keys::of(session);
    let ad = keys.ad;
    let candidates: BTreeSet<Bytes32> = windows(payload).collect();
    for (at, picture) in evidence.pictures.iter().enumerate() {
        let (nonce, header, body) = parts(picture);
        if let Some(plain) = keys.headers.iter().find_map(|key| by_hand::open(key, nonce, &[], header)) {
            findings.headers.insert(at);
            // What this state itself has sealed, in the chain that goes on: its nibble stands beside the state's own.
            if by_hand::open(&keys.headers[0], nonce, &[], header).is_some() {
                findings.nibbles.extend([(keys.ad, plain[0] >> 4), (keys.ad, keys.nibble)]);
            }
        }
        let ad = [&ad[..], nonce, header].concat();
        let opens = |key: &Bytes32| by_hand::open(key, nonce, &ad, body);
        let inner = keys
            .sending
            .iter()
            .find_map(opens)
            .or_else(|| candidates.iter().find_map(|key| opens(key).or_else(|| opens(&by_hand::kdf_ck(key).1))));
        if let Some(content) = inner.and_then(|inner| Content::parse(&inner).ok()) {
            findings.plain.extend(content.text().map(|text| text.as_bytes().to_vec()));
        }
    }
}

/// Every 32 bytes that could be a key: a key is not mostly zeros.
fn windows(payload: &[u8]) -> impl Iterator<Item = Bytes32> {
    let random = |window: &&Bytes32| window.iter().filter(|byte| **byte == 0).count() < 8;
    payload.array_windows::<32>().filter(random).copied()
}

/// The keys of a serialised state, by the names of the specification.
struct Keys {
    ad: Bytes32,
    /// The one that it sends while all is well, as it says.
    nibble: u8,
    /// Message keys of the next sixty-four that this side sends.
    sending: Vec<Bytes32>,
    headers: Vec<Bytes32>,
}

impl Keys {
    fn of(session: &Session) -> Keys {
        let bytes = session.to_bytes();
        let mut fields = Reader::new(&bytes);
        let mut read = || -> Option<Keys> {
            fields.u8()?;
            let ad = *fields.array()?;
            let nibble = fields.u8()? >> 4;
            fields.slice(1 + 64 + 33 + 32)?; // the other tell, DHs, DHr, RK
            let mut cks = *fields.array()?;
            fields.slice(33)?; // CKr
            let hks = *fields.array()?;
            let hkr = fields.flag()?.then_some(*fields.array()?);
            let headers = [Some(hks), hkr, Some(*fields.array()?), Some(*fields.array()?)];
            let sending = (0..64).map(|_| {
                let (next, mk) = by_hand::kdf_ck(&cks);
                cks = next;
                mk
            });
            Some(Keys { ad, nibble, sending: sending.collect(), headers: headers.into_iter().flatten().collect() })
        };
        read().unwrap()
    }
}

fn parts(envelope: &Envelope) -> (&[u8; 24], &[u8], &[u8]) {
    let (nonce, rest) = envelope.as_bytes().split_first_chunk().unwrap();
    let (header, body) = rest.split_at(57);
    (nonce, header, body)
}
