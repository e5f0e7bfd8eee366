//! What an honest ratchet carries and no honest sender writes: the inner bytes of an envelope, 109 of a short one.

use ratchet::{Bucket, Content, Envelope};
use tests::met::TODAY;

use crate::{
    Meeting,
    envelopes::Forger,
    lies::{Lie, corpus, lie},
    phone_of_a_liar, rng, word,
};

const LEN: usize = Bucket::Short.content_len();

fn lies() -> Vec<Lie> {
    // day 2 | records, up to the end of the bucket
    let records = |records: &[u8]| [&[0x52, 0x08], records, &vec![0; LEN - 2 - records.len()]].concat();
    let at_the_end = |tail: &[u8]| {
        // A record that nobody knows fills all but the tail.
        let len = LEN - 2 - 4 - tail.len();
        [&[0x52, 0x08, 0x07, 0, 0, u8::try_from(len).unwrap()], &vec![9; len][..], tail].concat()
    };
    let mut stray = records(&[0x01, 0, 0, 2, b'h', b'i']);
    stray[9] = 1;
    let mut last = records(&[0x01, 0, 0, 2, b'h', b'i']);
    last[LEN - 1] = 1;
    let mut cover = records(&[]);
    cover[LEN - 1] = 0x80;
    vec![
        lie(
            "overrun-by-one",
            "Malformed",
            "a text that is one byte longer than what is left",
            records(&[0x01, 0, 0, 104]),
        ),
        lie("overrun-by-all", "Malformed", "a text of 65,535 bytes", records(&[0x01, 0, 0xff, 0xff])),
        lie(
            "second-overruns",
            "Malformed",
            "an honest text, and a second record that runs over the end",
            records(&[&[0x01, 0, 0, 2, b'h', b'i', 0x05, 0, 0, 98][..]].concat()),
        ),
        lie(
            "unknown-overruns",
            "Malformed",
            "a record that may be skipped, and is longer than what is left",
            records(&[0x07, 0, 0, 104]),
        ),
        lie("type-at-the-end", "Malformed", "a record of one byte, the last", at_the_end(&[0x01])),
        lie("head-cut-after-arg", "Malformed", "a record of two bytes, the last", at_the_end(&[0x01, 0])),
        lie("head-cut-in-length", "Malformed", "a record of three bytes, the last", at_the_end(&[0x01, 0, 0])),
        lie("stray-byte", "Malformed", "a byte right behind the end of the records", stray),
        lie("stray-last-byte", "Malformed", "the last byte is not zero", last),
        lie("cover-with-a-bit", "Malformed", "only zeros, but for the last byte", cover),
        lie("must-understand-80", "Newer", "a record of type 80, which must be understood", records(&[0x80, 0, 0, 0])),
        lie(
            "must-understand-ff",
            "Newer",
            "a record of type FF behind an honest text",
            records(&[0x01, 0, 0, 2, b'h', b'i', 0xff, 0, 0, 0]),
        ),
        lie(
            "text-is-no-utf-8",
            "Malformed",
            "a text that ends in the midst of a letter",
            records(&[0x01, 0, 0, 2, b'h', 0xc3]),
        ),
        lie(
            "text-with-an-arg",
            "Malformed",
            "a text with an arg, which has no meaning",
            records(&[0x01, 1, 0, 1, b'h']),
        ),
        lie("end-with-bytes", "Malformed", "\"end this contact\" with bytes in it", records(&[0x02, 0, 0, 1, 0])),
        lie(
            "notice-of-15",
            "Malformed",
            "a burn notice of fifteen bytes",
            records(&[&[0x03, 0, 0, 15][..], &[7; 15]].concat()),
        ),
        lie(
            "notice-of-17",
            "Malformed",
            "a burn notice of seventeen bytes",
            records(&[&[0x03, 0, 0, 17][..], &[7; 17]].concat()),
        ),
        lie(
            "commitment-of-47",
            "Malformed",
            "a burn commitment of 47 bytes",
            records(&[&[0x04, 0, 0, 47][..], &[7; 47]].concat()),
        ),
        lie(
            "commitment-of-49",
            "Malformed",
            "a burn commitment of 49 bytes",
            records(&[&[0x04, 0, 0, 49][..], &[7; 49]].concat()),
        ),
        lie("part-beyond-the-last", "Malformed", "the third part of two", records(&[0x06, 0x12, 0, 1, b'h'])),
    ]
}

#[test]
fn inner_bytes_that_lie_are_told_from_those_of_a_newer_aldis_and_change_nothing() {
    let meeting = Meeting::fixed();
    let forger = Forger::of(&meeting.agreed, meeting.bob.p2());
    let session = meeting.bobs_session();
    let before = session.to_bytes();
    for lie in corpus("inner", "Inner bytes of an envelope", lies()) {
        assert_eq!(lie.bytes.len(), LEN, "{}", lie.name);
        assert_eq!(word(Content::parse(&lie.bytes)), lie.said, "{}", lie.name);
        let envelope = Envelope::parse(&forger.seal(forger.header(), &lie.bytes)).unwrap();
        assert_eq!(word(session.open(&envelope, TODAY, &mut rng(1))), lie.said, "{}", lie.name);
        assert!(session.to_bytes() == before, "{}", lie.name);
    }
}

#[test]
fn a_phone_whose_contact_lies_inside_changes_no_byte_and_goes_on() {
    let (mut phone, y_b, agreed) = phone_of_a_liar(41);
    let forger = Forger::with(&agreed, y_b);
    let before = phone.file();
    for lie in lies() {
        let envelope = Envelope::parse(&forger.seal(forger.header(), &lie.bytes)).unwrap();
        assert_eq!(word(phone.receive(&envelope)), lie.said, "{}", lie.name);
        assert!(phone.file() == before, "{}", lie.name);
    }
    let honest = [&[0, 0, 1, 0, 0, 2, b'h', b'i'][..], &[0; LEN - 8]].concat();
    let envelope = Envelope::parse(&forger.seal(forger.header(), &honest)).unwrap();
    assert!(phone.receive(&envelope).is_ok());
}
