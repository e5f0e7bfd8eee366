//! The engine's crates in the shapes of the files.

use ratchet::{
    Answering, Bucket, Commitment, ContentError, Day, Envelope, Met, NotOpened, Offering, Session, Tell as OurTell,
};
use tests::vectors::Hex;
use zeroize::Zeroizing;

use crate::{
    draws::Draws,
    shapes::{Content, Heard, Opening, Pairing, Parsed, Record, Sealing, Tell},
};

/// What came of a pairing from the draws of the file.
pub(crate) struct Paired {
    pub(crate) p1: Vec<u8>,
    pub(crate) p2: Vec<u8>,
    pub(crate) p3: Vec<u8>,
    pub(crate) alice: Met,
    pub(crate) bob: Met,
}

pub(crate) fn pair(file: &Pairing) -> Paired {
    let (a, b) = (&file.alice, &file.bob);
    let mut alice = Draws::of(&[&a.x.0, &a.d.0, &a.z.0, &a.n.0, &a.ratchet.0]);
    let mut bob = Draws::of(&[&b.x.0, &b.y.0, &b.m.0]);
    let commitment = |hex: &Hex| Commitment::from_bytes(&hex.array());
    let offering = Offering::start(commitment(&a.commitment), &mut alice);
    let answering = Answering::answer(offering.p1(), commitment(&b.commitment), &mut bob).unwrap();
    let (met, p3) = offering.accept(answering.p2(), &mut alice).unwrap();
    let (p1, p2) = (offering.p1().to_vec(), answering.p2().to_vec());
    let paired = Paired { p1, p2, bob: answering.finish(&p3).unwrap(), p3, alice: met };
    alice.end();
    bob.end();
    paired
}

pub(crate) fn seal(by: &mut Session, step: &Sealing) -> Vec<u8> {
    let content = content(&step.content);
    let bucket = Bucket::of(step.content.size).unwrap();
    let mut draws = Draws::of(&[&step.random.0]);
    let (next, envelope) = by.seal(&content, bucket, ours(step.tell), &mut draws).unwrap();
    draws.end();
    *by = next;
    envelope.as_bytes().to_vec()
}

/// What a session makes of an envelope; a failure leaves its bytes as they were.
pub(crate) fn open(by: &mut Session, envelope: &[u8], step: &Opening) -> Heard {
    let mut draws = Draws::of(&[step.ratchet.as_ref().map_or(&[], |hex| hex.0.as_slice())]);
    let before = by.to_bytes();
    match by.open(&Envelope::parse(envelope).unwrap(), Day::UNKNOWN, &mut draws) {
        Ok((next, opened)) => {
            draws.end();
            *by = Session::from_bytes(&next.to_bytes()).unwrap();
            let tell = if opened.tell == OurTell::Normal { Tell::Normal } else { Tell::Alarm };
            let (day, records) = (opened.content.day.0, records(&opened.content));
            Heard::Opened { number: opened.number, tell, content: Content { size: envelope.len(), day, records } }
        }
        Err(error) => {
            assert!(by.to_bytes() == before, "a failed receive changed the state");
            match error {
                NotOpened::AlreadyRead => Heard::AlreadyRead,
                NotOpened::Unreadable => Heard::Unreadable,
                other => panic!("{other}"),
            }
        }
    }
}

pub(crate) fn parse(inner: &[u8]) -> Parsed {
    match ratchet::Content::parse(inner) {
        Ok(content) => Parsed::Content { day: content.day.0, records: records(&content) },
        Err(ContentError::Malformed) => Parsed::Malformed,
        Err(ContentError::Newer) => Parsed::Newer,
    }
}

fn content(content: &Content) -> ratchet::Content {
    ratchet::Content::new(Day(content.day), content.records.iter().map(record).collect())
}

fn record(Record { r#type, arg, bytes }: &Record) -> ratchet::Record {
    match (r#type, arg) {
        (1, 0) => ratchet::Record::text(std::str::from_utf8(&bytes.0).unwrap()),
        (2, 0) => ratchet::Record::BurnContact,
        (3, 0) => ratchet::Record::BurnNotice(bytes.array()),
        (4, 0) => ratchet::Record::Commitment(Commitment::from_bytes(&bytes.array())),
        (5, 0) => ratchet::Record::Capabilities(bytes.0.clone()),
        (6, arg) => {
            ratchet::Record::Part { index: arg & 15, total: (arg >> 4) + 1, bytes: Zeroizing::new(bytes.0.clone()) }
        }
        _ => panic!("a record that version 1 does not write"),
    }
}

fn records(content: &ratchet::Content) -> Vec<Record> {
    let fields = |record: &ratchet::Record| match record {
        ratchet::Record::Text(text) => (1, 0, text.as_bytes().to_vec()),
        ratchet::Record::BurnContact => (2, 0, Vec::new()),
        ratchet::Record::BurnNotice(r) => (3, 0, r.to_vec()),
        ratchet::Record::Commitment(commitment) => (4, 0, commitment.to_bytes().to_vec()),
        ratchet::Record::Capabilities(bytes) => (5, 0, bytes.clone()),
        ratchet::Record::Part { index, total, bytes } => (6, (total - 1) << 4 | index, bytes.to_vec()),
    };
    content.records.iter().map(fields).map(|(r#type, arg, bytes)| Record { r#type, arg, bytes: Hex(bytes) }).collect()
}

fn ours(tell: Tell) -> OurTell {
    match tell {
        Tell::Normal => OurTell::Normal,
        Tell::Alarm => OurTell::Alarm,
    }
}
