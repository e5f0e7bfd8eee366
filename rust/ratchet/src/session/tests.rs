//! The ratchet alone: two sessions and what a courier does between them.

use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};

use super::{NotOpened, NotSealed, Session, Tell};
use crate::{Answering, Bucket, Commitment, Content, Day, Envelope, Offering, Record};

const TODAY: Day = Day(20_000);

struct Pair {
    alice: Session,
    bob: Session,
    rng: ChaCha20Rng,
}

impl Pair {
    fn new(seed: u64) -> Pair {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let offering = Offering::start(Commitment::random(&mut rng), &mut rng);
        let answering = Answering::answer(offering.p1(), Commitment::random(&mut rng), &mut rng)
            .unwrap_or_else(|error| panic!("{error}"));
        let (alice, p3) = offering.accept(answering.p2(), &mut rng).unwrap_or_else(|error| panic!("{error}"));
        let bob = answering.finish(&p3).unwrap_or_else(|error| panic!("{error}"));
        Pair { alice: alice.session, bob: bob.session, rng }
    }

    fn swap(&mut self) {
        std::mem::swap(&mut self.alice, &mut self.bob);
    }

    /// Alice seals a text.
    fn say(&mut self, text: &str) -> Envelope {
        let content = Content::new(TODAY, vec![Record::text(text)]);
        let sealed = self.alice.seal(&content, Bucket::Short, Tell::Normal, &mut self.rng);
        let (next, envelope) = sealed.unwrap_or_else(|error| panic!("{error}"));
        self.alice = next;
        envelope
    }

    /// Bob opens it: the text and the number.
    fn hear(&mut self, envelope: &Envelope) -> Result<(String, u32), NotOpened> {
        let before = self.bob.to_bytes();
        match self.bob.open(envelope, TODAY, &mut self.rng) {
            Ok((next, opened)) => {
                self.bob = Session::from_bytes(&next.to_bytes()).expect("what was written is read");
                assert_eq!(opened.tell, Tell::Normal);
                Ok((opened.content.text().unwrap_or_default().to_owned(), opened.number))
            }
            Err(error) => {
                assert!(self.bob.to_bytes() == before, "a failed receive changed the state");
                Err(error)
            }
        }
    }

    fn turn(&mut self) {
        let envelope = self.say("turn");
        self.hear(&envelope).unwrap();
        self.swap();
    }
}

#[test]
fn either_side_may_send_first_and_both_at_once() {
    for bob_first in [false, true] {
        let mut pair = Pair::new(1);
        if bob_first {
            pair.swap();
        }
        let first = pair.say("from one");
        pair.swap();
        let second = pair.say("from the other");
        assert_eq!(pair.hear(&first), Err(NotOpened::Unreadable), "an own envelope is nobody's");
        pair.swap();
        assert_eq!(pair.hear(&first), Ok(("from one".into(), 1)));
        pair.swap();
        assert_eq!(pair.hear(&second), Ok(("from the other".into(), 1)));
        for _ in 0..10 {
            pair.turn();
        }
    }
}

#[test]
fn lost_and_swapped_pictures_lose_no_other_message() {
    let mut pair = Pair::new(2);
    pair.turn();
    let sent: Vec<_> = (0..6).map(|n| pair.say(&n.to_string())).collect();
    assert_eq!(pair.hear(&sent[4]), Ok(("4".into(), 5)));
    assert_eq!(pair.bob.missing(), [1, 2, 3, 4]);
    assert_eq!(pair.hear(&sent[1]), Ok(("1".into(), 2)));
    assert_eq!(pair.hear(&sent[1]), Err(NotOpened::AlreadyRead));
    assert_eq!(pair.hear(&sent[4]), Err(NotOpened::AlreadyRead));
    // Two full turns later the old chain still opens what it skipped.
    pair.swap();
    for _ in 0..4 {
        pair.turn();
    }
    pair.swap();
    assert_eq!(pair.hear(&sent[0]), Ok(("0".into(), 1)));
    assert_eq!(pair.hear(&sent[5]), Ok(("5".into(), 6)));
    assert_eq!(pair.hear(&sent[0]), Err(NotOpened::AlreadyRead));
    assert_eq!(pair.bob.missing(), [3, 4]);
}

#[test]
fn numbers_run_on_over_the_steps_on_both_sides() {
    let mut pair = Pair::new(3);
    let mut next = [1, 1];
    for round in 0..30 {
        let side = round % 2;
        for _ in 0..=round % 3 {
            assert_eq!(pair.alice.next_number(), next[side]);
            let envelope = pair.say("x");
            if round % 5 != 0 {
                assert_eq!(pair.hear(&envelope), Ok(("x".into(), next[side])));
            }
            next[side] += 1;
        }
        let last = pair.say("x");
        assert_eq!(pair.hear(&last).unwrap().1, next[side]);
        next[side] += 1;
        pair.swap();
    }
}

#[test]
fn twenty_without_an_answer_and_no_more_until_one_came() {
    let mut pair = Pair::new(4);
    let sent: Vec<_> = (0..20).map(|_| pair.say("anybody?")).collect();
    let content = Content::cover(TODAY);
    let refused = pair.alice.seal(&content, Bucket::Short, Tell::Normal, &mut pair.rng);
    assert_eq!(refused.err(), Some(NotSealed::Unanswered));
    assert_eq!(pair.hear(&sent[19]).unwrap().1, 20);
    pair.swap();
    pair.turn();
    assert_eq!(pair.alice.unanswered(), 0);
    pair.say("at last");
}

/// What a sender seals who does not keep to the limits.
fn seal_at(session: &Session, place: u32, inner: &[u8], rng: &mut ChaCha20Rng) -> Envelope {
    let mut session = session.clone();
    while session.ns < place {
        session = session.ratchet_encrypt(inner, Tell::Normal, rng).0;
    }
    session.ratchet_encrypt(inner, Tell::Normal, rng).1
}

fn padded(text: &str) -> crate::aead::Plain {
    Content::new(TODAY, vec![Record::text(text)]).encode(Bucket::Short).ok().unwrap()
}

#[test]
fn more_than_64_skipped_at_once_are_refused_and_change_nothing() {
    for (place, fits) in [(64, true), (65, false), (5000, false)] {
        let mut pair = Pair::new(5);
        pair.turn();
        let envelope = seal_at(&pair.alice, place, &padded("far"), &mut pair.rng);
        assert_eq!(pair.hear(&envelope).is_ok(), fits, "place {place}");
        assert_eq!(pair.bob.missing().len(), if fits { 64 } else { 0 });
    }
}

#[test]
fn a_contact_never_costs_more_than_256_skipped_keys_nor_12_kib() {
    let mut pair = Pair::new(6);
    pair.turn();
    let mut most = 0;
    for round in 0..12 {
        // 64 skipped in each of Alice's chains, which is far beyond what an honest phone does.
        let envelope = seal_at(&pair.alice, 64, &padded("far"), &mut pair.rng);
        pair.hear(&envelope).unwrap();
        assert!(pair.bob.missing().len() <= Session::MAX_SKIPPED, "round {round}");
        most = most.max(pair.bob.to_bytes().len());
        pair.swap();
        pair.turn();
    }
    const { assert!(Session::MAX_BYTES <= 12 * 1024) };
    assert!(most <= Session::MAX_BYTES && most > 9 * 1024, "{most}");
}

#[test]
fn skipped_keys_are_dropped_after_five_steps() {
    let mut pair = Pair::new(7);
    pair.turn();
    pair.turn();
    let lost = pair.say("lost");
    pair.turn();
    assert_eq!(pair.alice.missing(), [2]);
    // The chain of the lost message is the first of five.
    for step in 1..=5 {
        pair.swap();
        let mut late = Pair { alice: pair.alice.clone(), bob: pair.bob.clone(), rng: pair.rng.clone() };
        assert_eq!(late.hear(&lost).is_ok(), step <= 5, "step {step}");
        pair.swap();
        pair.turn();
        pair.turn();
    }
    pair.swap();
    assert_eq!(pair.bob.missing(), [0_u32; 0]);
    assert_eq!(pair.hear(&lost), Err(NotOpened::Unreadable));
}

#[test]
fn skipped_keys_are_forgotten_by_age_only_where_the_day_was_known() {
    let mut pair = Pair::new(8);
    let lost = pair.say("lost");
    let second = pair.say("second");
    let (mut known, _) = pair.bob.open(&second, Day(100), &mut pair.rng).ok().unwrap();
    let (mut unknown, _) = pair.bob.open(&second, Day::UNKNOWN, &mut pair.rng).ok().unwrap();
    for session in [&mut known, &mut unknown] {
        session.forget_skipped_before(Day(100));
        assert_eq!(session.missing(), [1]);
        session.forget_skipped_before(Day(101));
    }
    assert_eq!(known.missing(), [0_u32; 0]);
    assert!(known.open(&lost, Day(101), &mut pair.rng).err() == Some(NotOpened::AlreadyRead));
    assert_eq!(unknown.missing(), [1]);
    assert!(unknown.open(&lost, Day(101), &mut pair.rng).is_ok());
}

#[test]
fn a_flipped_bit_anywhere_opens_nothing_and_changes_nothing() {
    let mut pair = Pair::new(9);
    pair.turn();
    pair.turn();
    let envelope = pair.say("whole");
    for at in 0..envelope.as_bytes().len() {
        let mut bytes = envelope.as_bytes().to_vec();
        bytes[at] ^= 1 << (at % 8);
        assert_eq!(pair.hear(&Envelope::parse(&bytes).unwrap()), Err(NotOpened::Unreadable), "byte {at}");
    }
    assert_eq!(pair.hear(&envelope), Ok(("whole".into(), 2)));
}

#[test]
fn a_body_under_another_header_opens_nothing() {
    let mut pair = Pair::new(10);
    let (first, second) = (pair.say("first"), pair.say("second"));
    let mixed = [&first.as_bytes()[..81], &second.as_bytes()[81..]].concat();
    assert_eq!(pair.hear(&Envelope::parse(&mixed).unwrap()), Err(NotOpened::Unreadable));
    assert_eq!(pair.hear(&first).unwrap().1, 1);
}

#[test]
fn the_alarm_is_told_in_the_header_alone() {
    let mut pair = Pair::new(11);
    let content = Content::new(TODAY, vec![Record::text("all is well")]);
    let mut twin = pair.rng.clone();
    let (_, calm) =
        pair.alice.seal(&content, Bucket::Normal, Tell::Normal, &mut twin).unwrap_or_else(|e| panic!("{e}"));
    let (_, alarm) =
        pair.alice.seal(&content, Bucket::Normal, Tell::Alarm, &mut pair.rng).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(calm.as_bytes().len(), alarm.as_bytes().len());
    for (envelope, tell) in [(calm, Tell::Normal), (alarm, Tell::Alarm)] {
        let (_, opened) = pair.bob.open(&envelope, TODAY, &mut pair.rng).ok().unwrap();
        assert_eq!((opened.tell, opened.content.text()), (tell, Some("all is well")));
    }
}

#[test]
fn a_state_under_duress_goes_on_as_the_same_contact_and_alarms_in_every_header() {
    let mut pair = Pair::new(15);
    pair.turn();
    pair.turn();
    pair.alice = pair.alice.under_duress(0xa7);
    for round in 0..20 {
        let content = Content::new(TODAY, vec![Record::text("as always")]);
        let sealed = pair.alice.seal(&content, Bucket::Short, Tell::Normal, &mut pair.rng);
        let (next, envelope) = sealed.unwrap_or_else(|error| panic!("{error}"));
        let (heard, opened) = pair.bob.open(&envelope, TODAY, &mut pair.rng).ok().unwrap();
        assert_eq!((opened.tell, opened.content.text()), (Tell::Alarm, Some("as always")), "{round}");
        (pair.alice, pair.bob) = (Session::from_bytes(&next.to_bytes()).unwrap(), heard);
        pair.swap();
        let answer = pair.say("what is the matter?");
        pair.hear(&answer).unwrap();
        pair.swap();
    }
}

#[test]
fn broken_content_of_a_contact_changes_nothing() {
    let mut pair = Pair::new(12);
    let mut malformed = padded("x").to_vec();
    malformed[108] = 1;
    let (_, envelope) = pair.alice.ratchet_encrypt(&malformed, Tell::Normal, &mut pair.rng);
    assert_eq!(pair.hear(&envelope), Err(NotOpened::Malformed));
    let mut newer = padded("x").to_vec();
    newer[2] = 0x80;
    let (_, envelope) = pair.alice.ratchet_encrypt(&newer, Tell::Normal, &mut pair.rng);
    assert_eq!(pair.hear(&envelope), Err(NotOpened::Newer));
    let good = pair.say("x");
    assert_eq!(pair.hear(&good).unwrap().1, 1);
}

#[test]
fn randomness_that_repeats_never_repeats_a_nonce() {
    let pair = Pair::new(13);
    let mut nonces = std::collections::HashSet::new();
    let mut session = pair.alice.clone();
    for round in 0..20 {
        for text in ["one", "two"] {
            let rng = &mut ChaCha20Rng::seed_from_u64(0);
            let (next, envelope) = session.ratchet_encrypt(&padded(text), Tell::Normal, rng);
            assert!(nonces.insert(envelope.as_bytes()[..24].to_vec()), "round {round}");
            if text == "two" {
                session = next;
            }
        }
    }
}

#[test]
fn a_stolen_state_opens_nothing_that_was_opened_before() {
    let mut pair = Pair::new(14);
    let mut seen = Vec::new();
    for round in 0..12 {
        let envelope = pair.say(&round.to_string());
        pair.hear(&envelope).unwrap();
        seen.push(envelope);
        for old in &seen {
            // Both phones are in the thief's hands, the sender's included.
            for stolen in [&pair.alice, &pair.bob] {
                assert!(stolen.open(old, TODAY, &mut pair.rng).is_err());
            }
        }
        if round % 2 == 1 {
            pair.swap();
        }
    }
}

#[test]
fn an_old_copy_goes_blind_when_the_copied_phone_has_answered_once() {
    // Whose state is copied, Alice's here, heals with her own next step: two turns after it.
    let mut pair = Pair::new(15);
    for _ in 0..4 {
        pair.turn();
    }
    pair.swap();
    let thief = pair.bob.clone();
    pair.swap();
    // The copy belongs to the phone that speaks now. What it is answered before it steps, the thief reads.
    pair.turn();
    let answer = pair.say("read by the thief");
    assert!(thief.open(&answer, TODAY, &mut pair.rng).is_ok());
    pair.hear(&answer).unwrap();
    let (thief, _) = thief.open(&answer, TODAY, &mut pair.rng).ok().unwrap();
    pair.swap();
    // The phone made a step with fresh randomness while it received; from the answer to that on, the thief is blind.
    pair.turn();
    for _ in 0..6 {
        let unread = pair.say("not read by the thief");
        match thief.open(&unread, TODAY, &mut pair.rng) {
            Ok((next, _)) => panic!("the copy still reads, {}", next.next_number()),
            Err(error) => assert_eq!(error, NotOpened::Unreadable),
        }
        pair.hear(&unread).unwrap();
        pair.swap();
        pair.turn();
    }
}

#[test]
fn a_state_that_is_not_exactly_one_is_not_read() {
    let mut pair = Pair::new(16);
    pair.turn();
    let envelope = seal_at(&pair.alice, 5, &padded("far"), &mut pair.rng);
    pair.hear(&envelope).unwrap();
    let whole = pair.bob.to_bytes();
    assert!(Session::from_bytes(&whole).is_some());
    for len in 0..whole.len() {
        assert!(Session::from_bytes(&whole[..len]).is_none(), "{len} bytes");
    }
    assert!(Session::from_bytes(&[&whole[..], &[0]].concat()).is_none());
    let mut newer = whole.to_vec();
    newer[0] = 2;
    assert!(Session::from_bytes(&newer).is_none());
}
