//! "Message 7; 6 has not arrived": numbers that run on, and gaps that are known.

use ratchet::NotOpened;
use tests::met::{hear, meet, say};

use crate::rng;

#[test]
fn gaps_are_known_and_right_over_many_steps() {
    let rng = &mut rng(1);
    let (mut alice, mut bob) = meet(rng);
    // Of each turn of four the second is lost; a gap is remembered for five steps of the receiver.
    let mut lost = Vec::new();
    for turn in 0..10_u32 {
        for place in 0..4 {
            let number = alice.next_number();
            assert_eq!(number, 4 * turn + place + 1);
            let envelope = say(&mut alice, "x", rng);
            if place == 1 {
                lost.push((number, envelope));
            } else {
                assert_eq!(hear(&mut bob, &envelope, rng).unwrap().1, number);
            }
        }
        let known: Vec<u32> = lost.iter().rev().take(5).rev().map(|(number, _)| *number).collect();
        assert_eq!(bob.missing(), known);
        let answer = say(&mut bob, "y", rng);
        assert_eq!(hear(&mut alice, &answer, rng).unwrap().1, turn + 1);
    }
    // Late, they still close their gap; those of too long ago do not.
    for (at, (number, envelope)) in lost.iter().enumerate() {
        let got = hear(&mut bob, envelope, rng);
        match at < 5 {
            true => assert_eq!(got, Err(NotOpened::Unreadable)),
            false => assert_eq!(got, Ok(("x".into(), *number))),
        }
    }
    assert!(bob.missing().is_empty());
}

#[test]
fn a_lost_end_of_a_turn_is_known_when_the_next_turn_begins() {
    let rng = &mut rng(2);
    let (mut alice, mut bob) = meet(rng);
    let turn: Vec<_> = (0..5).map(|_| say(&mut alice, "x", rng)).collect();
    hear(&mut bob, &turn[1], rng).unwrap();
    assert_eq!(bob.missing(), [1]);
    let answer = say(&mut bob, "y", rng);
    hear(&mut alice, &answer, rng).unwrap();
    let next = say(&mut alice, "x", rng);
    assert_eq!(hear(&mut bob, &next, rng).unwrap().1, 6);
    assert_eq!(bob.missing(), [1, 3, 4, 5]);
}

#[test]
fn what_he_who_scanned_first_sent_before_he_heard_anything_is_counted_like_the_rest() {
    let rng = &mut rng(3);
    let (mut alice, mut bob) = meet(rng);
    let early: Vec<_> = (0..3).map(|_| say(&mut bob, "early", rng)).collect();
    let first = say(&mut alice, "x", rng);
    hear(&mut bob, &first, rng).unwrap();
    let fourth = say(&mut bob, "after his step", rng);
    assert_eq!(hear(&mut alice, &fourth, rng).unwrap().1, 4);
    assert_eq!(alice.missing(), [1, 2, 3]);
    for (at, envelope) in early.iter().enumerate() {
        assert_eq!(hear(&mut alice, envelope, rng), Ok(("early".into(), u32::try_from(at + 1).unwrap())));
    }
    assert!(alice.missing().is_empty());
}
