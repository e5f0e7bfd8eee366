//! Envelopes that lie: sealed by a contact who does not keep to the protocol, or by nobody.

use engine::Refusal;
use ratchet::{Bucket, Envelope, NotAnEnvelope};
use tests::{
    by_hand::{self, Agreed, Bytes32},
    hex_array,
    met::TODAY,
};

use crate::{
    Meeting,
    lies::{Lie, corpus, flipped, lie, longer, shorter},
    phone_of_a_liar, rng, word,
};

/// What the one who showed first can seal for the one who scanned, before she has heard anything.
pub(crate) struct Forger<'m> {
    agreed: &'m Agreed,
    y_b: Bytes32,
}

/// A header in the clear.
#[derive(Clone, Copy)]
pub(crate) struct Header {
    flags: u8,
    dh: Bytes32,
    pn: u32,
    n: u32,
}

const DH: Bytes32 = [6; 32];

impl<'m> Forger<'m> {
    pub(crate) fn of(agreed: &'m Agreed, p2: &[u8]) -> Forger<'m> {
        Forger::with(agreed, *p2[34..].first_chunk().unwrap())
    }

    pub(crate) fn with(agreed: &'m Agreed, y_b: Bytes32) -> Forger<'m> {
        Forger { agreed, y_b }
    }

    /// What an honest phone would say.
    pub(crate) fn header(&self) -> Header {
        Header { flags: self.agreed.key("tell")[0] & 0xf0, dh: by_hand::public(&DH), pn: 0, n: 0 }
    }

    /// As an honest phone would, its `n`th from 0.
    pub(crate) fn seal_at(&self, n: u32, inner: &[u8]) -> Vec<u8> {
        self.seal(Header { n, ..self.header() }, inner)
    }

    /// Sealed at its place in the chain, as far as a chain can be followed.
    pub(crate) fn seal(&self, header: Header, inner: &[u8]) -> Vec<u8> {
        let honest = header.dh == by_hand::public(&DH);
        let dh = if honest { by_hand::x25519(&DH, &self.y_b) } else { [0; 32] };
        let [_, mut ck, _] = by_hand::kdf_rk(&self.agreed.key("sk"), &dh);
        for _ in 0..header.n.min(100) {
            ck = by_hand::kdf_ck(&ck).0;
        }
        self.seal_under(&by_hand::kdf_ck(&ck).1, header, inner)
    }

    fn seal_under(&self, mk: &Bytes32, header: Header, inner: &[u8]) -> Vec<u8> {
        let Header { flags, dh, pn, n } = header;
        let header = [&[flags][..], &dh, &pn.to_be_bytes(), &n.to_be_bytes()].concat().try_into().unwrap();
        by_hand::envelope(&self.agreed.key("hka"), mk, &self.agreed.key("ad"), &header, inner)
    }

    fn lies(&self) -> Vec<Lie> {
        let (header, inner) = (self.header(), cover(Bucket::Short));
        let seal = |header| self.seal(header, &inner);
        let flags = |flags| seal(Header { flags, ..header });
        let honest = seal(header);
        let tell = self.agreed.key("tell")[0];
        let alarm = (tell >> 4) + 1 + (tell & 15) % 15;
        let neither = (0..16).find(|nibble| ![tell >> 4, alarm % 16].contains(nibble)).unwrap();
        vec![
            lie("no-bytes", "NotAnEnvelope", "nothing at all", []),
            lie("205-bytes", "NotAnEnvelope", "the last byte is missing", shorter(&honest)),
            lie("207-bytes", "NotAnEnvelope", "a byte behind the last", longer(&honest)),
            lie("833-bytes", "NotAnEnvelope", "one byte more than the longest", vec![7; 833]),
            lie("all-zeros", "Unreadable", "every bit clear", vec![0; 206]),
            lie("all-ones", "Unreadable", "every bit set", vec![0xff; 206]),
            lie(
                "stretched",
                "Unreadable",
                "honest and short, with zeros behind it up to the next size",
                [honest.clone(), vec![0; 194]].concat(),
            ),
            lie(
                "cut",
                "Unreadable",
                "honest and of normal size, cut to the short one",
                &self.seal(header, &cover(Bucket::Normal))[..206],
            ),
            lie("nonce-flipped", "Unreadable", "one bit of the nonce turned", flipped(&honest, 0)),
            lie("header-flipped", "Unreadable", "one bit of the sealed header turned", flipped(&honest, 24)),
            lie("body-flipped", "Unreadable", "one bit of the sealed body turned", flipped(&honest, 81)),
            lie("tag-flipped", "Unreadable", "one bit of the last tag turned", flipped(&honest, 205)),
            lie(
                "body-under-another-key",
                "Unreadable",
                "an honest header, and a body under a key of zeros",
                self.seal_under(&[0; 32], header, &inner),
            ),
            lie("group-slot", "Newer", "says that it is for several", flags(header.flags | 1)),
            lie("post-quantum", "Newer", "says that it has a post-quantum step", flags(header.flags | 2)),
            lie("flag-4", "Newer", "a flag that no version has yet", flags(header.flags | 4)),
            lie("flag-8", "Newer", "another one", flags(header.flags | 8)),
            lie("tell-of-neither", "Malformed", "neither all is well nor the alarm", flags(neither << 4)),
            lie(
                "65-ahead",
                "Unreadable",
                "one place further ahead than keys are skipped",
                seal(Header { n: 65, ..header }),
            ),
            lie(
                "as-far-ahead-as-can-be",
                "Unreadable",
                "four thousand million places ahead",
                seal(Header { n: u32::MAX, ..header }),
            ),
            lie(
                "a-chain-that-never-was",
                "Unreadable",
                "a chain before the first one had a message",
                seal(Header { pn: 1, ..header }),
            ),
            lie(
                "a-chain-of-all-numbers",
                "Unreadable",
                "a chain before the first one had four thousand million",
                seal(Header { pn: u32::MAX, ..header }),
            ),
            lie(
                "ratchet-key-is-zero",
                "Unreadable",
                "a ratchet key of order 4",
                seal(Header { dh: [0; 32], ..header }),
            ),
            lie(
                "ratchet-key-of-order-8",
                "Unreadable",
                "a ratchet key of order 8",
                seal(Header { dh: hex_array(ORDER_8), ..header }),
            ),
        ]
    }
}

const ORDER_8: &str = "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800";

/// The inner bytes of a sign of life.
fn cover(bucket: Bucket) -> Vec<u8> {
    vec![0; bucket.content_len()]
}

#[test]
fn an_envelope_that_lies_opens_nothing_and_changes_nothing() {
    let meeting = Meeting::fixed();
    let forger = Forger::of(&meeting.agreed, meeting.bob.p2());
    let session = meeting.bobs_session();
    let before = session.to_bytes();
    for lie in corpus("envelope", "Envelopes", forger.lies()) {
        let said = match Envelope::parse(&lie.bytes) {
            Ok(envelope) => word(session.open(&envelope, TODAY, &mut rng(1))),
            Err(error) => format!("{error:?}"),
        };
        assert_eq!(said, lie.said, "{}", lie.name);
        assert!(session.to_bytes() == before, "{}", lie.name);
    }
    let honest = Envelope::parse(&forger.seal(forger.header(), &cover(Bucket::Short))).unwrap();
    assert!(session.open(&honest, TODAY, &mut rng(1)).is_ok(), "the forger knows all that it needs");
}

#[test]
fn a_phone_that_scans_an_envelope_that_lies_changes_no_byte() {
    let (mut phone, y_b, agreed) = phone_of_a_liar(40);
    let forger = Forger::with(&agreed, y_b);
    let before = phone.file();
    for lie in forger.lies() {
        let said = match Envelope::parse(&lie.bytes) {
            Ok(envelope) => word(phone.receive(&envelope)),
            Err(NotAnEnvelope) => "NotAnEnvelope".to_owned(),
        };
        assert_eq!(said, lie.said, "{}", lie.name);
        assert!(phone.file() == before && phone.inbox().is_empty(), "{}", lie.name);
    }
    let honest = Envelope::parse(&forger.seal(forger.header(), &cover(Bucket::Short))).unwrap();
    assert!(phone.receive(&honest).is_ok());
    assert_eq!(phone.receive(&honest), Err(Refusal::AlreadyRead));
}
