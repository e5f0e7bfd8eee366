//! What is odd and no lie: the inner format at its edges, and the largest code full to its last bit.

use std::num::NonZeroUsize;

use engine::{Budget, Found, Received, Scan, Sight, Size, Standing};
use ratchet::{Bucket, Envelope};
use tests::phones::{Handset, pair};

use crate::{envelopes::Forger, phone_of_a_liar};

const LEN: usize = Bucket::Short.content_len();

/// What a phone makes of these records, with zeros behind them; each time a phone that has heard nothing before.
fn received(records: &[u8]) -> (Handset, Received) {
    let (mut phone, y_b, agreed) = phone_of_a_liar(50);
    let forger = Forger::with(&agreed, y_b);
    let inner = [&[0, 0][..], records, &vec![0; LEN - 2 - records.len()]].concat();
    let envelope = Envelope::parse(&forger.seal(forger.header(), &inner)).unwrap();
    let received = phone.receive(&envelope).unwrap_or_else(|refusal| panic!("{refusal}"));
    (phone, received)
}

fn text_of(records: &[u8]) -> String {
    let (mut phone, received) = received(records);
    let Received::Message { id, number: 1, .. } = received else { panic!("{received:?}") };
    phone.open_text(id).unwrap().to_string()
}

fn is_cover(records: &[u8]) -> bool {
    matches!(received(records).1, Received::Cover { .. })
}

/// A record.
fn record(kind: u8, bytes: &[u8]) -> Vec<u8> {
    [&[kind, 0, 0, u8::try_from(bytes.len()).unwrap()], bytes].concat()
}

#[test]
fn the_list_ends_with_the_bucket_or_with_one_zero() {
    let room = LEN - 2;
    // A text that leaves no byte, one, two, three or four behind it.
    for left in 0..5 {
        let text = "x".repeat(room - 4 - left);
        assert_eq!(text_of(&record(0x01, text.as_bytes())), text, "{left} left");
    }
    // A record of no bytes as the last four of all.
    let text = "x".repeat(room - 8);
    assert_eq!(text_of(&[record(0x01, text.as_bytes()), record(0x7f, &[])].concat()), text);
}

#[test]
fn records_that_nobody_knows_are_passed_over_wherever_they_stand() {
    let hi = record(0x01, b"hi");
    for unknown in [0x07, 0x0f, 0x10, 0x1f, 0x7f] {
        let unknown = record(unknown, &[9; 20]);
        for records in
            [[&unknown[..], &hi].concat(), [&hi[..], &unknown].concat(), [&unknown[..], &hi, &unknown].concat()]
        {
            assert_eq!(text_of(&records), "hi");
        }
        assert!(is_cover(&unknown), "without a text it is a sign of life");
    }
    // One that fills the whole bucket.
    assert!(is_cover(&record(0x7f, &[9; LEN - 2 - 4])));
    assert!(is_cover(&[]));
}

#[test]
fn a_text_of_no_letters_is_a_text_and_of_two_the_first_counts() {
    assert_eq!(text_of(&record(0x01, b"")), "");
    assert_eq!(text_of(&[record(0x01, b"first"), record(0x01, b"second")].concat()), "first");
    let odd = "\0\u{1b}[2J\u{202e}\u{feff}\n";
    assert_eq!(text_of(&record(0x01, odd.as_bytes())), odd, "nothing of it is changed before it is shown");
}

#[test]
fn an_end_is_an_end_wherever_it_stands() {
    let (phone, ended) = received(&[record(0x02, &[]), record(0x07, &[1])].concat());
    assert!(matches!(ended, Received::Ended { .. }) && phone.people()[0].standing == Standing::Ended);
    let (phone, last_words) = received(&[record(0x02, &[]), record(0x01, b"farewell")].concat());
    assert!(matches!(last_words, Received::Message { .. }) && phone.people()[0].standing == Standing::Ended);
}

#[test]
fn a_contact_may_send_commitments_without_end_and_the_phone_keeps_what_it_has_room_for() {
    let (mut phone, y_b, agreed) = phone_of_a_liar(52);
    let forger = Forger::with(&agreed, y_b);
    for number in 0..20 {
        let two = [record(0x04, &[number; 48]), record(0x04, &[100 + number; 48])].concat();
        let inner = [&[0, 0][..], &two, &vec![0; LEN - 2 - two.len()]].concat();
        let envelope = Envelope::parse(&forger.seal_at(number.into(), &inner)).unwrap();
        assert!(matches!(phone.receive(&envelope), Ok(Received::Cover { .. })));
    }
    phone.power_cut();
    let id = phone.person("Liar").unwrap();
    assert_eq!(phone.write(id, "still here", Size::Normal).map(|written| written.number), Ok(1));
}

/// Letters that a code of this version holds at level M in alphanumeric mode (ISO/IEC 18004, table 7). The normal and the
/// longest have none to spare; behind the longest not even the mark of the end has room for its four bits.
const CAPACITY: [(Bucket, u8, usize); 4] =
    [(Bucket::Short, 10, 311), (Bucket::Normal, 15, 600), (Bucket::Long, 20, 970), (Bucket::Longest, 23, 1248)];

#[test]
fn a_text_to_the_last_byte_goes_through_a_code_that_is_full_to_the_last_letter() {
    let (mut alice, mut bob, to_bob, _) = pair(51);
    for (bucket, version, letters) in CAPACITY {
        // Two bytes a letter, and one at the end where the count is odd.
        let mut text = "ж".repeat(bucket.text_len() / 2);
        text.push_str(&"x".repeat(bucket.text_len() % 2));
        assert_eq!(text.len(), bucket.text_len());
        let written = alice.write(to_bob, &text, Size::Exactly(bucket)).unwrap();
        let code = optic::base45::encode(written.envelope.as_bytes());
        assert!(code.len() <= letters && letters - code.len() < 3, "{} of {letters}", code.len());

        let modules = optic::paint::envelope(written.envelope.as_bytes()).unwrap();
        assert_eq!(modules.version().number(), version);
        let picture = modules.luma(NonZeroUsize::new(5).unwrap()).unwrap();
        let Sight::Found(found) = Scan::new().look(picture.view(), Budget::STILL) else { panic!("{bucket:?}") };
        let [Found::Envelope(seen)] = found.as_slice() else { panic!("{bucket:?}") };
        assert!(*seen == written.envelope);
        let Ok(Received::Message { id, .. }) = bob.receive(seen) else { panic!("{bucket:?}") };
        assert_eq!(*bob.open_text(id).unwrap(), text);
    }
    assert!(alice.write(to_bob, &"x".repeat(730), Size::Exactly(Bucket::Longest)).is_err());
}
