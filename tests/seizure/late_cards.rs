//! A card that is made after the meeting: its commitment travels beside texts until an answer proves that it arrived.

use engine::{Bucket, Refusal, Size};
use tests::phones::{pair, tell};

use crate::{card_of, is_foreign, is_known, pass, show};

#[test]
fn a_late_card_has_force_from_the_first_message_that_arrives() {
    let (mut alice, mut bob, to_bob, _) = pair(1);
    let card = card_of(&mut alice);
    assert!(alice.people()[0].card_on_its_way && is_foreign(&bob, &card));
    alice.power_cut();
    pass(&mut alice, to_bob, "nothing special", &mut bob);
    assert!(alice.people()[0].card_on_its_way, "no answer came yet");
    show(&card, &mut bob);
}

#[test]
fn it_goes_along_until_a_turn_in_which_every_message_had_it_was_answered() {
    let (mut alice, mut bob, to_bob, to_alice) = pair(2);
    let early = alice.write(to_bob, "before the card", Size::Normal).unwrap();
    let card = card_of(&mut alice);
    let lost = alice.write(to_bob, "lost", Size::Normal).unwrap();
    // Bob answers the message that had it not: nothing is proven.
    bob.receive(&early.envelope).unwrap();
    tell(&mut bob, to_alice, "an answer", &mut alice);
    assert!(alice.people()[0].card_on_its_way && is_foreign(&bob, &card));
    // In the next turn every message has it, so any answer will do, whichever of them was lost.
    let also_lost = alice.write(to_bob, "lost, too", Size::Normal).unwrap();
    pass(&mut alice, to_bob, "arrives", &mut bob);
    assert!(alice.people()[0].card_on_its_way);
    tell(&mut bob, to_alice, "an answer", &mut alice);
    assert!(!alice.people()[0].card_on_its_way);
    // What arrives late adds nothing.
    bob.receive(&lost.envelope).unwrap();
    bob.receive(&also_lost.envelope).unwrap();
    show(&card, &mut bob);
}

#[test]
fn size_and_shape_of_a_message_are_the_same_with_and_without() {
    for (text, size) in [
        ("x".repeat(51), Size::Exactly(Bucket::Short)),
        ("x".repeat(52), Size::Exactly(Bucket::Short)),
        ("x".repeat(103), Size::Exactly(Bucket::Short)),
        ("x".into(), Size::Normal),
        ("x".repeat(297), Size::Normal),
        ("x".repeat(298), Size::Normal),
        ("x".repeat(729), Size::Normal),
    ] {
        let (mut alice, mut bob, to_bob, _) = pair(3);
        let without = alice.write(to_bob, &text, size).unwrap();
        let card = card_of(&mut alice);
        let with = alice.write(to_bob, &text, size).unwrap();
        assert_eq!((with.bucket, with.grown), (without.bucket, without.grown));
        assert_eq!(with.envelope.as_bytes().len(), without.envelope.as_bytes().len());
        bob.receive(&with.envelope).unwrap();
        let room = with.bucket.text_len() - text.len();
        assert_eq!(is_foreign(&bob, &card), room < 52, "{} bytes are left", room);
    }
}

#[test]
fn what_does_not_fit_waits_and_a_sign_of_life_takes_it_along() {
    let (mut alice, mut bob, to_bob, to_alice) = pair(4);
    let card = card_of(&mut alice);
    let full = "x".repeat(297);
    for _ in 0..3 {
        pass(&mut alice, to_bob, &full, &mut bob);
        tell(&mut bob, to_alice, "an answer", &mut alice);
        assert!(alice.people()[0].card_on_its_way && is_foreign(&bob, &card));
    }
    let cover = alice.write_cover(to_bob).unwrap();
    assert_eq!(cover.bucket, Bucket::Normal);
    bob.receive(&cover.envelope).unwrap();
    show(&card, &mut bob);
}

#[test]
fn a_message_without_it_among_others_makes_no_answer_a_proof() {
    let (mut alice, mut bob, to_bob, to_alice) = pair(5);
    card_of(&mut alice);
    alice.write(to_bob, "lost, and had it", Size::Normal).unwrap();
    pass(&mut alice, to_bob, &"x".repeat(297), &mut bob);
    tell(&mut bob, to_alice, "an answer to the full one", &mut alice);
    assert!(alice.people()[0].card_on_its_way);
}

#[test]
fn four_cards_may_be_made_later_each_keeps_its_force_and_a_fifth_is_refused() {
    let (mut alice, mut bob, to_bob, to_alice) = pair(6);
    let mut cards = Vec::new();
    for _ in 0..4 {
        cards.push(card_of(&mut alice));
        pass(&mut alice, to_bob, "x", &mut bob);
        tell(&mut bob, to_alice, "y", &mut alice);
    }
    let before = alice.file();
    let fifth = alice.draw_card();
    assert_eq!(alice.adopt_card(&fifth), Err(Refusal::TooManyCards));
    assert!(alice.file() == before);
    assert!(cards.iter().all(|card| !is_foreign(&bob, card)));
    show(&cards[1], &mut bob);
    for (at, card) in cards.iter().enumerate() {
        assert_eq!((is_known(&bob, card), is_foreign(&bob, card)), (at == 1, at != 1));
    }
}

#[test]
fn two_cards_that_race_end_it_once_whichever_comes_first() {
    for order in [[0, 1], [1, 0]] {
        let (mut alice, mut bob, to_bob, _) = pair(7);
        let cards = [card_of(&mut alice), card_of(&mut alice)];
        pass(&mut alice, to_bob, "both go along", &mut bob);
        let [first, second] = order.map(|at| &cards[at]);
        // Both were looked at before either was agreed to.
        let endings = [first, second].map(|card| crate::ending(&bob, card));
        bob.end(&endings[0]).unwrap();
        let before = bob.people()[0].ended;
        bob.end(&endings[1]).unwrap();
        assert_eq!(bob.people()[0].ended, before);
        assert!(is_known(&bob, first) && !is_known(&bob, second));
    }
}

#[test]
fn a_phone_that_was_ended_under_another_name_cannot_add_its_card_under_this_one() {
    // Bob knows Alice's phone twice: once by the card, once from before there was one.
    let (mut alice, mut bob, to_bob, to_alice) = pair(8);
    let card = card_of(&mut alice);
    let (_, _) = tests::phones::befriend(&mut alice, "Robert", &mut bob, "Somebody");
    show(&card, &mut bob);
    assert_eq!(bob.people()[0].standing, engine::Standing::Confirmed);
    // The message that brings the commitment says it itself.
    let written = alice.write(to_bob, "it is me", Size::Normal).unwrap();
    bob.receive(&written.envelope).unwrap();
    assert_eq!(bob.take_news(), [engine::News::Burned { who: to_alice, from: to_alice }]);
    assert_eq!(bob.write(to_alice, "x", Size::Normal).err(), Some(Refusal::BurnedByCard));
}
