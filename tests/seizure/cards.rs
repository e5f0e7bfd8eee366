//! A card that is shown: whom it ends, what stays, and what it cannot do.

use engine::{Card, Day, EndedBy, Meeting, Name, Received, Refusal, Size, Standing, Verdict};
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use tests::phones::{DAY, Handset, befriend, introduce, pair, send, tell};

use crate::{card_of, ending, is_foreign, is_known, pass, show, three};

fn name(text: &str) -> Name {
    text.parse().unwrap()
}

#[test]
fn a_card_ends_its_phone_for_a_contact_and_says_when_and_why() {
    let mut all = three(1);
    let waits = send(&mut all.alice, all.alices.0, "before", &mut all.bob);
    pass(&mut all.bob, all.bobs.0, "and an answer", &mut all.alice);
    let late = all.alice.write(all.alices.0, "by whoever holds it", Size::Normal).unwrap();
    all.bob.watch.pass(2 * DAY);
    show(&all.card, &mut all.bob);
    for restarted in [false, true] {
        if restarted {
            all.bob.power_cut();
        }
        let person = &all.bob.people()[0];
        assert_eq!((person.standing, person.kept.len()), (Standing::Ended, 0));
        let ended = person.ended.unwrap();
        assert_eq!((ended.when, ended.by), (Day(21_002), EndedBy::Card));
        assert_eq!(all.bob.write(all.bobs.0, "x", Size::Normal).err(), Some(Refusal::BurnedByCard));
        assert_eq!(all.bob.write_cover(all.bobs.0).err(), Some(Refusal::BurnedByCard));
        assert_eq!(all.bob.show(all.bobs.0, None).err(), Some(Refusal::NoSuchCode));
        assert_eq!(all.bob.receive(&late.envelope).err(), Some(Refusal::Unreadable));
        for verb in [engine::Phone::pause, engine::Phone::resume, engine::Phone::confirm] {
            assert_eq!(verb(&mut all.bob, all.bobs.0), Err(Refusal::BurnedByCard));
        }
        assert_eq!(all.bob.extend_lease(all.bobs.0).err(), Some(Refusal::BurnedByCard));
    }
    assert_eq!(all.bob.open_text(waits).unwrap().as_str(), "before", "what waited is the owner's to judge");
    // Nobody else is touched.
    tell(&mut all.bob, all.bobs.1, "still here", &mut all.carol);
    tell(&mut all.alice, all.alices.1, "still here", &mut all.carol);
}

#[test]
fn a_card_that_is_looked_at_and_not_agreed_to_changes_nothing() {
    let mut all = three(2);
    let before = all.bob.file();
    assert_eq!(ending(&all.bob, &all.card).of(), [all.bobs.0]);
    assert!(all.bob.file() == before);
    tell(&mut all.alice, all.alices.0, "still there", &mut all.bob);
}

#[test]
fn a_foreign_a_forged_and_a_damaged_card_change_nothing() {
    let all = three(3);
    let before = all.bob.file();
    let rng = &mut ChaCha20Rng::seed_from_u64(99);
    assert!(is_foreign(&all.bob, &Card::new(rng)));
    // One who holds Bob's phone has the commitment, and one who holds Alice's has H: neither is an R.
    let object = all.card.object();
    for bit in 0..8 * Card::R {
        let mut r = *all.card.as_bytes();
        r[bit / 8] ^= 1 << (bit % 8);
        assert!(is_foreign(&all.bob, &Card::from_bytes(&r)), "bit {bit}");
        let mut damaged = object;
        damaged[2 + bit / 8] ^= 1 << (bit % 8);
        assert!(Card::parse(&damaged).is_err());
    }
    for length in 0..object.len() {
        assert!(Card::parse(&object[..length]).is_err());
    }
    let id = all.card.id();
    assert!(is_foreign(&all.bob, &Card::from_bytes(id.as_bytes().first_chunk().unwrap())));
    assert!(is_foreign(&all.bob, &Card::from_bytes(id.as_bytes().last_chunk().unwrap())));
    assert!(all.bob.file() == before);
}

#[test]
fn a_card_ends_its_own_phone_and_no_other() {
    let mut all = three(4);
    let bobs_card = card_of(&mut all.bob);
    // Bob's card, shown to Carol before she can know of it.
    assert!(is_foreign(&all.carol, &bobs_card));
    show(&all.card, &mut all.carol);
    let standings: Vec<_> = all.carol.people().iter().map(|person| person.standing).collect();
    assert_eq!(standings, [Standing::Ended, Standing::Confirmed]);
    tell(&mut all.bob, all.bobs.1, "still here", &mut all.carol);
}

#[test]
fn ones_own_card_does_nothing_at_home() {
    let all = three(5);
    assert!(matches!(all.alice.judge(all.card.clone()), Verdict::Own));
}

#[test]
fn a_card_that_is_shown_again_is_harmless() {
    let mut all = three(6);
    show(&all.card, &mut all.bob);
    let before = all.bob.file();
    assert!(is_known(&all.bob, &all.card));
    assert!(all.bob.file() == before);
    // Alice has a new phone, a new card, and meets Bob again; the old card says nothing about the new phone.
    let mut anew = Handset::new(60);
    let new_card = card_of(&mut anew);
    let (to_bob, to_alice) = befriend(&mut anew, "Bob", &mut all.bob, "Alice");
    assert!(is_known(&all.bob, &all.card));
    tell(&mut anew, to_bob, "a new phone", &mut all.bob);
    tell(&mut all.bob, to_alice, "good", &mut anew);
    show(&new_card, &mut all.bob);
}

#[test]
fn a_burned_phone_that_pairs_again_is_refused_in_both_roles_and_under_any_name() {
    let mut all = three(7);
    show(&all.card, &mut all.bob);
    for who in ["Alice", "Alicia"] {
        // It shows first: Bob's phone refuses its P3, the third code.
        let p1 = all.alice.start_meeting(&name("Robert")).unwrap();
        let Ok(Meeting::Second(p2)) = all.bob.meet(&name(who), &p1) else { panic!("P1 says nothing of the card") };
        let Ok(Meeting::Third { code, .. }) = all.alice.meet(&name("Robert"), &p2) else { panic!("P3") };
        assert_eq!(all.bob.meet(&name(who), &code).err(), Some(Refusal::BurnedPhone));
        let robert = all.alice.person("Robert").unwrap();
        all.alice.burn_contact(robert).unwrap();
        all.bob.end_meeting().unwrap();
        // Bob shows first: his phone refuses P2 and shows no P3.
        let p1 = all.bob.start_meeting(&name(who)).unwrap();
        let Ok(Meeting::Second(p2)) = all.alice.meet(&name("Robert"), &p1) else { panic!("P2") };
        assert_eq!(all.bob.meet(&name(who), &p2).err(), Some(Refusal::BurnedPhone));
        all.alice.end_meeting().unwrap();
        all.bob.end_meeting().unwrap();
    }
    assert_eq!(all.bob.people().len(), 2);
    // The tombstone outlives a new meeting under the same name, and goes when the owner burns the person.
    let mut anew = Handset::new(70);
    befriend(&mut anew, "Bob", &mut all.bob, "Alice");
    let p1 = all.bob.start_meeting(&name("Alicia")).unwrap();
    let Ok(Meeting::Second(p2)) = all.alice.meet(&name("Robert"), &p1) else { panic!("P2") };
    assert_eq!(all.bob.meet(&name("Alicia"), &p2).err(), Some(Refusal::BurnedPhone));
}

#[test]
fn who_was_met_under_two_names_is_ended_under_both() {
    let (mut alice, mut bob) = (Handset::new(81), Handset::new(82));
    let card = card_of(&mut alice);
    befriend(&mut alice, "Bob", &mut bob, "Alice");
    befriend(&mut alice, "Robert", &mut bob, "Somebody");
    assert_eq!(ending(&bob, &card).of().len(), 2);
    show(&card, &mut bob);
    assert!(bob.people().iter().all(|person| person.standing == Standing::Ended));
}

#[test]
fn a_card_ends_who_is_not_confirmed_who_is_paused_and_who_has_ended_it() {
    let (mut alice, mut bob) = (Handset::new(91), Handset::new(92));
    let card = card_of(&mut alice);
    introduce(&mut alice, "Bob", &mut bob, "Alice");
    show(&card, &mut bob);
    let id = bob.person("Alice").unwrap();
    assert_eq!(bob.confirm(id), Err(Refusal::BurnedByCard));

    let (mut alice, mut bob) = (Handset::new(93), Handset::new(94));
    let card = card_of(&mut alice);
    let (_, to_alice) = befriend(&mut alice, "Bob", &mut bob, "Alice");
    bob.pause(to_alice).unwrap();
    show(&card, &mut bob);
    assert_eq!(bob.resume(to_alice), Err(Refusal::BurnedByCard));
}

#[test]
fn two_people_who_show_each_others_card_at_once_are_both_ended() {
    let (mut alice, mut bob) = (Handset::new(101), Handset::new(102));
    let (alices, bobs) = (card_of(&mut alice), card_of(&mut bob));
    let (to_bob, to_alice) = befriend(&mut alice, "Bob", &mut bob, "Alice");
    let crossing = (
        alice.write(to_bob, "under way", Size::Normal).unwrap(),
        bob.write(to_alice, "under way", Size::Normal).unwrap(),
    );
    show(&bobs, &mut alice);
    show(&alices, &mut bob);
    assert_eq!(bob.receive(&crossing.0.envelope), Err(Refusal::Unreadable));
    assert_eq!(alice.receive(&crossing.1.envelope), Err(Refusal::Unreadable));
}

#[test]
fn a_power_cut_before_the_commit_ends_nobody_and_after_it_everybody() {
    let mut all = three(11);
    let card = all.card.clone();
    all.bob.power_cut_before_the_commit_of(|bob| show(&card, bob));
    tell(&mut all.alice, all.alices.0, "still there", &mut all.bob);
    show(&card, &mut all.bob);
    all.bob.power_cut();
    assert!(is_known(&all.bob, &card));
    assert_eq!(all.bob.people()[0].standing, Standing::Ended);
}

#[test]
fn a_card_that_was_not_proven_does_not_count_and_forgets_no_meeting() {
    let (mut alice, mut bob, to_bob, _) = pair(12);
    let unproven = alice.draw_card();
    tell(&mut alice, to_bob, "x", &mut bob);
    assert!(is_foreign(&bob, &unproven) && !alice.has_card());
    let p1 = alice.start_meeting(&name("Carol")).unwrap();
    let _ = alice.draw_card();
    assert!(alice.meeting().is_some());
    // One that counts does: the meeting had committed to something else.
    card_of(&mut alice);
    assert!(alice.meeting().is_none());
    let mut carol = Handset::new(120);
    let Ok(Meeting::Second(p2)) = carol.meet(&name("Alice"), &p1) else { panic!("P2") };
    assert_eq!(alice.meet(&name("Carol"), &p2).err(), Some(Refusal::NoMeeting));
}

#[test]
fn the_oldest_of_more_than_thirty_two_tombstones_goes_first() {
    let mut bob = Handset::new(130);
    let mut cards = Vec::new();
    for number in 0..34 {
        let mut phone = Handset::new(1300 + number);
        let card = card_of(&mut phone);
        befriend(&mut phone, "Bob", &mut bob, "Somebody");
        show(&card, &mut bob);
        cards.push((phone, card));
    }
    let known = cards.iter().filter(|(_, card)| is_known(&bob, card)).count();
    assert_eq!((known, is_known(&bob, &cards[0].1), is_known(&bob, &cards[33].1)), (32, false, true));
    assert!(matches!(bob.people()[0].ended.map(|ended| ended.by), Some(EndedBy::Card)));
    let waits = bob.inbox();
    assert!(waits.is_empty() && bob.receive(&some_envelope()) == Err(Refusal::Unreadable));
}

fn some_envelope() -> engine::Envelope {
    engine::Envelope::parse(&[7; 400]).unwrap()
}

#[test]
fn what_a_burned_phone_still_sends_is_noise_to_those_who_know() {
    let mut all = three(14);
    show(&all.card, &mut all.bob);
    for number in 0..5 {
        let written = all.alice.write(all.alices.0, &number.to_string(), Size::Normal).unwrap();
        assert_eq!(all.bob.receive(&written.envelope), Err(Refusal::Unreadable));
        assert!(matches!(pass(&mut all.alice, all.alices.1, "x", &mut all.carol), Received::Message { .. }));
    }
}
