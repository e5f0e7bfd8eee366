//! Notices: what is on a burned phone's card goes on, sealed, to whom the owner said, in the room that texts leave.

use engine::{Bucket, EndedBy, News, Received, Refusal, Size, Standing};
use ratchet::{Day, Record};
use tests::{
    peer::Peer,
    phones::{Handset, befriend, tell},
};

use crate::{Three, card_of, ending, is_foreign, is_known, pass, show, three};

/// Bob has seen Alice's card, and may tell Carol.
fn bob_knows(seed: u64, may_tell: bool) -> Three {
    let mut all = three(100 + seed);
    if may_tell {
        all.bob.set_notices(all.bobs.1, true).unwrap();
    }
    show(&all.card, &mut all.bob);
    all
}

#[test]
fn nobody_is_told_of_anything_until_the_owner_says_so() {
    let mut all = bob_knows(1, false);
    for _ in 0..3 {
        pass(&mut all.bob, all.bobs.1, "x", &mut all.carol);
        pass(&mut all.carol, all.carols.1, "y", &mut all.bob);
    }
    assert_eq!(all.carol.take_news(), []);
    tell(&mut all.alice, all.alices.1, "still here", &mut all.carol);
    // Said later, it goes along from then on.
    all.bob.set_notices(all.bobs.1, true).unwrap();
    pass(&mut all.bob, all.bobs.1, "x", &mut all.carol);
    assert!(is_known(&all.carol, &all.card));
}

#[test]
fn a_notice_ends_as_a_card_does_and_says_whose_message_it_was() {
    let mut all = bob_knows(2, true);
    let late = all.alice.write(all.alices.1, "by whoever holds it", Size::Normal).unwrap();
    assert!(matches!(pass(&mut all.bob, all.bobs.1, "hello", &mut all.carol), Received::Message { .. }));
    let (alice, bob) = all.carols;
    assert_eq!(all.carol.take_news(), [News::Burned { who: alice, from: bob }]);
    assert_eq!(all.carol.take_news(), [], "said once");
    all.carol.power_cut();
    let person = &all.carol.people()[0];
    assert_eq!((person.standing, person.ended.unwrap().by), (Standing::Ended, EndedBy::Notice { from: bob }));
    assert_eq!(all.carol.receive(&late.envelope), Err(Refusal::Unreadable));
    assert_eq!(all.carol.write(alice, "x", Size::Normal).err(), Some(Refusal::BurnedByCard));
    let p1 = all.carol.start_meeting(&"Alicia".parse().unwrap()).unwrap();
    let Ok(engine::Meeting::Second(p2)) = all.alice.meet(&"Carole".parse().unwrap(), &p1) else { panic!("P2") };
    assert_eq!(all.carol.meet(&"Alicia".parse().unwrap(), &p2).err(), Some(Refusal::BurnedPhone));
}

#[test]
fn a_notice_goes_on_until_an_answer_proves_it_whatever_the_courier_holds_back() {
    let mut all = bob_knows(3, true);
    let held: Vec<_> = (0..5).map(|_| all.bob.write(all.bobs.1, "held back", Size::Normal).unwrap()).collect();
    // Carol's own message crosses, and answers none of them.
    pass(&mut all.carol, all.carols.1, "are you there?", &mut all.bob);
    assert!(is_foreign(&all.carol, &all.card) || !is_known(&all.carol, &all.card));
    // Whichever gets through first says it.
    pass(&mut all.bob, all.bobs.1, "this one gets through", &mut all.carol);
    assert!(is_known(&all.carol, &all.card));
    pass(&mut all.carol, all.carols.1, "I see", &mut all.bob);
    for written in held {
        assert!(all.carol.receive(&written.envelope).is_ok(), "late ones are messages like any other");
    }
    assert_eq!(all.carol.take_news().len(), 1);
}

#[test]
fn size_and_shape_of_a_message_are_the_same_with_and_without_a_notice() {
    let (mut told, mut quiet) = (bob_knows(4, true), bob_knows(4, false));
    for (length, fits) in [(1, true), (277, true), (278, false), (297, false)] {
        let text = "x".repeat(length);
        let with = told.bob.write(told.bobs.1, &text, Size::Normal).unwrap();
        let without = quiet.bob.write(quiet.bobs.1, &text, Size::Normal).unwrap();
        assert_eq!((with.bucket, with.grown), (without.bucket, without.grown));
        assert_eq!((with.bucket, with.envelope.as_bytes().len()), (Bucket::Normal, without.envelope.as_bytes().len()));
        let mut carol = bob_knows(4, true); // the same phones, another course of things
        carol
            .bob
            .write(carol.bobs.1, &text, Size::Normal)
            .map(|written| carol.carol.receive(&written.envelope))
            .unwrap()
            .unwrap();
        assert_eq!(is_known(&carol.carol, &carol.card), fits, "{length} bytes of text");
    }
}

#[test]
fn a_notice_that_does_not_fit_waits_and_one_of_two_goes_where_there_is_room_for_one() {
    let mut all = bob_knows(10, true);
    let full = "x".repeat(297);
    for _ in 0..2 {
        pass(&mut all.bob, all.bobs.1, &full, &mut all.carol);
        pass(&mut all.carol, all.carols.1, "an answer proves nothing of what was not said", &mut all.bob);
        assert!(!is_known(&all.carol, &all.card));
    }
    // Dave's card comes, too; both know him.
    let mut dave = Handset::new(1777);
    let daves_card = card_of(&mut dave);
    befriend(&mut dave, "Bob", &mut all.bob, "Dave");
    befriend(&mut dave, "Carol", &mut all.carol, "Dave");
    show(&daves_card, &mut all.bob);
    pass(&mut all.bob, all.bobs.1, &"x".repeat(297 - 20), &mut all.carol);
    let known = [&all.card, &daves_card].map(|card| is_known(&all.carol, card));
    assert_eq!(known.iter().filter(|known| **known).count(), 1, "a notice takes twenty bytes: {known:?}");
    pass(&mut all.carol, all.carols.1, "I see", &mut all.bob);
    pass(&mut all.bob, all.bobs.1, "there is room for both", &mut all.carol);
    assert!(is_known(&all.carol, &all.card) && is_known(&all.carol, &daves_card));
}

#[test]
fn a_notice_that_was_held_back_for_long_ends_nobody_who_was_met_anew() {
    let mut all = bob_knows(11, true);
    let held = all.bob.write(all.bobs.1, "held back for weeks", Size::Normal).unwrap();
    // Carol has heard of it by telephone, burned Alice by hand, and met her with a new phone.
    all.carol.burn_contact(all.carols.0).unwrap();
    let mut anew = Handset::new(1888);
    let new_card = card_of(&mut anew);
    let (to_carol, to_alice) = befriend(&mut anew, "Carol", &mut all.carol, "Alice");
    all.carol.receive(&held.envelope).unwrap();
    assert_eq!(all.carol.take_news(), [], "it is of nobody whom she knows now");
    tell(&mut anew, to_carol, "a new phone", &mut all.carol);
    tell(&mut all.carol, to_alice, "good", &mut anew);
    assert!(!is_foreign(&all.carol, &new_card) && is_foreign(&all.carol, &all.card));
}

#[test]
fn a_card_and_a_notice_of_it_that_race_end_it_once_whichever_comes_first() {
    for notice_first in [true, false] {
        let mut all = bob_knows(12, true);
        let (alice, bob) = all.carols;
        let written = all.bob.write(all.bobs.1, "x", Size::Normal).unwrap();
        let ending = ending(&all.carol, &all.card); // she looks at the card, and the owner has not agreed yet
        let by = if notice_first { EndedBy::Notice { from: bob } } else { EndedBy::Card };
        if notice_first {
            all.carol.receive(&written.envelope).unwrap();
            assert_eq!(all.carol.take_news(), [News::Burned { who: alice, from: bob }]);
            all.carol.end(&ending).unwrap();
        } else {
            all.carol.end(&ending).unwrap();
            all.carol.receive(&written.envelope).unwrap();
            assert_eq!(all.carol.take_news(), [], "she knows");
        }
        let person = &all.carol.people()[0];
        assert_eq!((person.standing, person.ended.unwrap().by), (Standing::Ended, by));
        tell(&mut all.bob, all.bobs.1, "still here", &mut all.carol);
    }
}

#[test]
fn ones_own_card_in_somebodys_notice_does_nothing_at_home() {
    let mut phone = Handset::new(1999);
    let own = card_of(&mut phone);
    let (to, mut liar) = Peer::meet(&mut phone, "Liar", 13);
    let envelope = liar.seal(Day::UNKNOWN, vec![Record::BurnNotice(*own.as_bytes())]);
    assert!(matches!(phone.receive(&envelope), Ok(Received::Cover { .. })));
    assert_eq!((phone.take_news(), phone.people()[0].standing), (vec![], Standing::Confirmed));
    assert!(matches!(phone.judge(own), engine::Verdict::Own));
    phone.write(to, "as before", Size::Normal).unwrap();
}

#[test]
fn switched_off_again_nothing_more_goes_along() {
    let mut all = bob_knows(5, true);
    all.bob.set_notices(all.bobs.1, false).unwrap();
    pass(&mut all.bob, all.bobs.1, "x", &mut all.carol);
    assert_eq!(all.carol.take_news(), []);
    assert_eq!(all.carol.people()[0].standing, Standing::Confirmed);
}

#[test]
fn who_got_a_notice_carries_it_on_where_its_owner_said_so_and_never_back() {
    let mut all = bob_knows(6, true);
    let mut dave = Handset::new(1666);
    let (daves_alice, alices_dave) = befriend(&mut dave, "Alice", &mut all.alice, "Dave");
    let (carols_dave, _) = befriend(&mut all.carol, "Dave", &mut dave, "Carol");
    all.carol.set_notices(carols_dave, true).unwrap();
    all.carol.set_notices(all.carols.1, true).unwrap();
    pass(&mut all.bob, all.bobs.1, "x", &mut all.carol);
    pass(&mut all.carol, carols_dave, "y", &mut dave);
    assert_eq!(dave.write(daves_alice, "x", Size::Normal).err(), Some(Refusal::BurnedByCard));
    let _ = alices_dave;
    let before = all.bob.people()[0].ended;
    pass(&mut all.carol, all.carols.1, "z", &mut all.bob);
    assert_eq!((all.bob.people()[0].ended, all.bob.take_news()), (before, vec![]));
}

#[test]
fn a_forged_notice_changes_nothing_but_that_a_message_came() {
    let mut phone = Handset::new(700);
    let mut victim = Handset::new(701);
    card_of(&mut victim);
    let (to_victim, _) = befriend(&mut phone, "Victim", &mut victim, "Phone");
    let (_, mut liar) = Peer::meet(&mut phone, "Liar", 7);
    for guess in [[0; 16], [0xff; 16], [7; 16]] {
        let envelope = liar.seal(Day::UNKNOWN, vec![Record::BurnNotice(guess)]);
        assert!(matches!(phone.receive(&envelope), Ok(Received::Cover { .. })));
    }
    assert_eq!(phone.take_news(), []);
    tell(&mut phone, to_victim, "still here", &mut victim);
}

#[test]
fn a_contact_can_give_away_only_who_it_can_prove() {
    // The liar has a card of its own, and its commitment: neither ends anybody else.
    let mut all = three(108);
    let mut liar = Handset::new(1800);
    let liars_card = card_of(&mut liar);
    let (to_bob, bobs_liar) = befriend(&mut liar, "Bob", &mut all.bob, "Liar");
    let (_, mut peer) = Peer::meet(&mut all.bob, "Peer", 8);
    let notice = peer.seal(Day::UNKNOWN, vec![Record::text("look"), Record::BurnNotice(*liars_card.as_bytes())]);
    all.bob.receive(&notice).unwrap();
    assert_eq!(all.bob.write(bobs_liar, "x", Size::Normal).err(), Some(Refusal::BurnedByCard));
    let written = liar.write(to_bob, "x", Size::Normal).unwrap();
    assert_eq!(all.bob.receive(&written.envelope), Err(Refusal::Unreadable));
    tell(&mut all.alice, all.alices.0, "still here", &mut all.bob);
}

#[test]
fn a_replayed_notice_is_a_message_that_was_read() {
    let mut all = bob_knows(9, true);
    let written = all.bob.write(all.bobs.1, "x", Size::Normal).unwrap();
    all.carol.receive(&written.envelope).unwrap();
    let before = all.carol.file();
    assert_eq!(all.carol.receive(&written.envelope), Err(Refusal::AlreadyRead));
    assert!(all.carol.file() == before);
}
