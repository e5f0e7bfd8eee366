//! One picture, thirty-two contacts: the right one is found by trial, and nobody else notices.

use rand_core::Rng;
use ratchet::{Bucket, Envelope, NotOpened, Session};
use tests::met::{TODAY, hear, meet, say};

use crate::rng;

#[test]
fn trial_over_32_contacts_finds_the_right_one_and_changes_no_other() {
    let rng = &mut rng(1);
    let mut contacts: Vec<(Session, Session)> = (0..32).map(|_| meet(rng)).collect();
    // Skipped chains everywhere, so that old header keys are tried as well.
    for (own, theirs) in &mut contacts {
        for _ in 0..6 {
            let lost: Vec<_> = (0..5).map(|_| say(theirs, "lost", rng)).collect();
            hear(own, &lost[4], rng).unwrap();
            let answer = say(own, "answer", rng);
            hear(theirs, &answer, rng).unwrap();
        }
    }
    for right in 0..32 {
        let envelope = say(&mut contacts[right].1, "for you", rng);
        let before: Vec<_> = contacts.iter().map(|(own, _)| own.to_bytes()).collect();
        let mut opened_by = Vec::new();
        for (at, (own, _)) in contacts.iter().enumerate() {
            match own.open(&envelope, TODAY, rng) {
                Ok((_, opened)) => opened_by.push((at, opened.number)),
                Err(error) => assert_eq!(error, NotOpened::Unreadable),
            }
        }
        assert_eq!(opened_by, [(right, 31)]);
        for ((own, _), before) in contacts.iter().zip(before) {
            assert!(own.to_bytes() == before, "a trial changed a state");
        }
    }
}

#[test]
fn noise_of_an_envelopes_size_is_nobodys() {
    let rng = &mut rng(2);
    let (mut alice, mut bob) = meet(rng);
    for round in 0..2000_usize {
        let mut noise = vec![0; Bucket::ALL[round % 4].size()];
        rng.fill_bytes(&mut noise);
        let noise = Envelope::parse(&noise).unwrap();
        assert_eq!(hear(&mut alice, &noise, rng), Err(NotOpened::Unreadable));
        assert_eq!(hear(&mut bob, &noise, rng), Err(NotOpened::Unreadable));
    }
    let envelope = say(&mut alice, "x", rng);
    assert!(hear(&mut bob, &envelope, rng).is_ok());
}

#[test]
fn a_piece_of_one_envelope_in_another_opens_nothing() {
    let rng = &mut rng(3);
    let (mut alice, mut bob) = meet(rng);
    let (first, second) = (say(&mut alice, "first", rng), say(&mut alice, "second", rng));
    for range in [0..24, 24..81, 81..206, 0..81, 24..206, 81..190, 190..206] {
        let mut mixed = first.as_bytes().to_vec();
        mixed[range.clone()].copy_from_slice(&second.as_bytes()[range]);
        let mixed = Envelope::parse(&mixed).unwrap();
        assert_eq!(hear(&mut bob, &mixed, rng), Err(NotOpened::Unreadable));
    }
    assert!(hear(&mut bob, &second, rng).is_ok() && hear(&mut bob, &first, rng).is_ok());
}
