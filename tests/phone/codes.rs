//! Codes that can be shown again.

use engine::{Refusal, Size};
use tests::phones::{pair, send, tell};

#[test]
fn a_code_that_is_shown_again_is_the_same_bytes() {
    let (mut alice, _bob, to_bob, _) = pair(1);
    let written: Vec<_> = (0..20).map(|at| alice.write(to_bob, &at.to_string(), Size::Normal).unwrap()).collect();
    for round in 0..2 {
        for code in &written {
            assert!(alice.show(to_bob, Some(code.number)).unwrap() == (code.number, code.envelope.clone()));
        }
        assert!(alice.show(to_bob, None).unwrap().1 == written[19].envelope, "the last one by itself");
        if round == 0 {
            alice.power_cut();
        }
    }
    for unknown in [0, 21, u32::MAX] {
        assert_eq!(alice.show(to_bob, Some(unknown)).err(), Some(Refusal::NoSuchCode));
    }
}

#[test]
fn nothing_can_be_shown_before_anything_was_written() {
    let (mut alice, _bob, to_bob, _) = pair(2);
    assert_eq!(alice.show(to_bob, None).err(), Some(Refusal::NoSuchCode));
}

#[test]
fn kept_codes_go_one_turn_after_an_answer() {
    let (mut alice, mut bob, to_bob, to_alice) = pair(3);
    let numbers = |phone: &engine::Phone| -> Vec<_> {
        phone.people()[0].kept.iter().map(|code| (code.number, code.answered)).collect()
    };
    send(&mut alice, to_bob, "one", &mut bob);
    let lost = alice.write(to_bob, "two", Size::Normal).unwrap();
    assert_eq!(numbers(&alice), [(1, false), (2, false)]);
    // An answer came, to "one" alone, and nobody can tell: both stay for a turn.
    tell(&mut bob, to_alice, "what did you say?", &mut alice);
    assert_eq!(numbers(&alice), [(1, true), (2, true)]);
    let (_, again) = alice.show(to_bob, Some(2)).unwrap();
    assert!(again == lost.envelope);
    bob.receive(&again).unwrap();
    send(&mut alice, to_bob, "three", &mut bob);
    assert_eq!(numbers(&alice), [(1, true), (2, true), (3, false)]);
    // More of the same answer is no new turn.
    let more = bob.write(to_alice, "ah", Size::Normal).unwrap();
    tell(&mut bob, to_alice, "I see", &mut alice);
    assert_eq!(numbers(&alice), [(3, true)]);
    alice.receive(&more.envelope).unwrap();
    assert_eq!(numbers(&alice), [(3, true)]);
    alice.power_cut();
    assert_eq!(numbers(&alice), [(3, true)]);
    assert_eq!(alice.show(to_bob, Some(1)).err(), Some(Refusal::NoSuchCode));
}

#[test]
fn codes_that_were_answered_make_room_for_new_ones() {
    let (mut alice, mut bob, to_bob, to_alice) = pair(4);
    for _ in 0..15 {
        send(&mut alice, to_bob, "x", &mut bob);
    }
    tell(&mut bob, to_alice, "y", &mut alice);
    for _ in 0..20 {
        alice.write(to_bob, "z", Size::Exactly(engine::Bucket::Short)).unwrap();
    }
    let kept: Vec<_> = alice.people()[0].kept.iter().map(|code| code.number).collect();
    assert_eq!(kept, (16..=35).collect::<Vec<_>>());
}
