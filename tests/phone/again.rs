//! Somebody who is met again: the earlier pairing hears on until the new one brings something, then it burns.

use engine::{ContactId, Meeting, Name, Phone, Received, Refusal, Size, Standing, Whom};
use tests::phones::{Handset, befriend, introduce, pair, passphrase, send, tell};

fn name(text: &str) -> Name {
    text.parse().unwrap()
}

/// The three scans once more, both owners saying so; nobody has confirmed yet.
fn introduce_again(first: &mut Phone, bob: &str, second: &mut Phone, alice: &str) {
    let (bob, alice) = (name(bob), name(alice));
    let p1 = first.start_meeting(Whom::again(&bob)).unwrap();
    let Ok(Meeting::Second(p2)) = second.meet(Whom::again(&alice), &p1) else { panic!("P2") };
    let Ok(Meeting::Third { code, .. }) = first.meet(Whom::again(&bob), &p2) else { panic!("P3") };
    assert!(matches!(second.meet(Whom::again(&alice), &code), Ok(Meeting::Done { .. })));
}

fn confirm(phone: &mut Phone, who: &str) -> ContactId {
    let id = phone.person(who).unwrap();
    phone.confirm(id).unwrap();
    id
}

fn standings(phone: &Phone) -> Vec<Standing> {
    phone.people().iter().map(|person| person.standing).collect()
}

#[test]
fn what_was_under_way_arrives_until_the_first_message_of_the_new_pairing_and_then_the_old_one_burns() {
    let (mut alice, mut bob, old_to_bob, old_to_alice) = pair(40);
    let first = bob.write(old_to_alice, "under way", Size::Normal).unwrap();
    let late = bob.write(old_to_alice, "later still", Size::Normal).unwrap();
    introduce_again(&mut alice, "bob", &mut bob, "Alice");
    assert_eq!(alice.start_meeting(&name("Bob")).err(), None, "unconfirmed, the name may be met anew");
    alice.end_meeting().unwrap();
    let (to_bob, to_alice) = (confirm(&mut alice, "Bob"), confirm(&mut bob, "alice"));
    assert!(to_bob != old_to_bob && to_alice != old_to_alice);
    assert_eq!(standings(&alice), [Standing::Replaced, Standing::Confirmed]);

    alice.power_cut();
    assert!(matches!(alice.receive(&first.envelope), Ok(Received::Message { from, .. }) if from == old_to_bob));
    assert_eq!(alice.write(old_to_bob, "x", Size::Normal).err(), Some(Refusal::Replaced));
    assert_eq!(alice.write_cover(old_to_bob).err(), Some(Refusal::Replaced));
    assert_eq!(alice.resume(old_to_bob), Err(Refusal::Replaced));
    assert_eq!(alice.confirm(old_to_bob), Err(Refusal::Replaced));
    assert_eq!(alice.show(old_to_bob, None).err(), Some(Refusal::NoSuchCode));
    assert_eq!(alice.set_notices(old_to_bob, true), Err(Refusal::Replaced));
    assert_eq!(
        alice.set_duress(&passphrase(), &"rain on the roof".parse().unwrap(), Some(old_to_bob)),
        Err(Refusal::Replaced)
    );

    // A sign of life is a first message, too.
    let cover = bob.write_cover(to_alice).unwrap();
    assert_eq!(alice.receive(&cover.envelope), Ok(Received::Cover { from: to_bob }));
    assert_eq!(standings(&alice), [Standing::Confirmed]);
    assert_eq!(alice.inbox().iter().map(|entry| entry.from).collect::<Vec<_>>(), [to_bob], "its text is the person's");
    assert_eq!(alice.receive(&late.envelope), Err(Refusal::Unreadable), "the old keys are gone");
    alice.power_cut();
    assert_eq!(alice.receive(&late.envelope), Err(Refusal::Unreadable));
    tell(&mut alice, to_bob, "anew", &mut bob);
    assert_eq!(standings(&bob), [Standing::Confirmed]);
}

#[test]
fn words_that_differ_give_the_earlier_pairing_back() {
    let (mut alice, mut bob, to_bob, to_alice) = pair(41);
    introduce_again(&mut alice, "Bob", &mut bob, "Alice");
    let new = alice.person("Bob").unwrap();
    assert_eq!(alice.write(new, "x", Size::Normal).err(), Some(Refusal::Unconfirmed));
    for phone in [&mut alice, &mut bob] {
        let [_, new] = phone.people().try_into().ok().map(|people: [_; 2]| people.map(|person| person.id)).unwrap();
        phone.burn_contact(new).unwrap();
        assert_eq!(standings(phone), [Standing::Confirmed]);
    }
    tell(&mut alice, to_bob, "as before", &mut bob);
    tell(&mut bob, to_alice, "as before", &mut alice);
}

#[test]
fn a_third_meeting_leaves_two_pairings_and_burning_the_person_leaves_none() {
    let (mut alice, mut bob, ..) = pair(42);
    for _ in 0..3 {
        introduce_again(&mut alice, "Bob", &mut bob, "Alice");
        confirm(&mut alice, "Bob");
        confirm(&mut bob, "Alice");
        assert_eq!(standings(&alice), [Standing::Replaced, Standing::Confirmed]);
    }
    // Cut off before the words, and met once more.
    introduce_again(&mut alice, "Bob", &mut bob, "Alice");
    introduce_again(&mut alice, "Bob", &mut bob, "Alice");
    assert_eq!(standings(&alice), [Standing::Replaced, Standing::Unconfirmed]);
    confirm(&mut alice, "Bob");
    let to_bob = alice.person("Bob").unwrap();
    alice.rename(to_bob, &name("Robert")).unwrap();
    assert_eq!(
        alice.people().iter().map(|person| person.name.as_str().to_owned()).collect::<Vec<_>>(),
        ["Robert", "Robert"]
    );
    alice.burn_contact(to_bob).unwrap();
    assert!(alice.people().is_empty());
}

#[test]
fn nobody_is_met_again_by_mistake_and_a_full_phone_says_so() {
    let (mut alice, mut bob, ..) = pair(43);
    assert_eq!(alice.start_meeting(&name("BOB")).err(), Some(Refusal::NameTaken));
    for number in 1..32 {
        introduce(&mut alice, &format!("Other {number}"), &mut Handset::new(4300 + number), "Alice");
    }
    assert_eq!(alice.start_meeting(Whom::again(&name("Bob"))).err(), Some(Refusal::TooManyPeople));
    let other = alice.person("Other 1").unwrap();
    alice.burn_contact(other).unwrap();
    introduce_again(&mut alice, "Bob", &mut bob, "Alice");
    confirm(&mut alice, "Bob");
    assert!(alice.start_meeting(Whom::again(&name("Bob"))).is_ok(), "the earliest makes room");
}

#[test]
fn draft_and_second_passphrase_go_on_with_the_new_pairing() {
    let (mut alice, mut bob, to_bob, to_alice) = pair(44);
    let second = "rain on the roof".parse().unwrap();
    alice.set_draft(to_bob, "half a").unwrap();
    alice.set_duress(&passphrase(), &second, Some(to_bob)).unwrap();
    let waiting = send(&mut bob, to_alice, "waits", &mut alice);
    introduce_again(&mut alice, "Bob", &mut bob, "Alice");
    let (new, to_alice) = (confirm(&mut alice, "Bob"), confirm(&mut bob, "Alice"));
    assert_eq!(alice.draft(), Some((new, "half a")));
    assert_eq!(alice.second_passphrase().and_then(|second| second.keep), Some(new));
    send(&mut bob, to_alice, "anew", &mut alice);
    assert_eq!(alice.open_text(waiting).unwrap().as_str(), "waits");
    // Under force the new pairing is the one that is there, and it tells.
    assert!(alice.seized(&second));
    assert_eq!(standings(&alice), [Standing::Confirmed]);
    let id = alice.person("Bob").unwrap();
    let cover = alice.write_cover(id).unwrap();
    bob.receive(&cover.envelope).unwrap();
    assert!(bob.people().iter().any(|person| person.alarm.is_some()));
}

#[test]
fn an_unlock_under_force_between_meeting_and_words_shows_no_trace_of_the_meeting() {
    let (mut alice, mut bob, to_bob, _) = pair(45);
    let second = "rain on the roof".parse().unwrap();
    alice.set_duress(&passphrase(), &second, Some(to_bob)).unwrap();
    introduce_again(&mut alice, "Bob", &mut bob, "Alice");
    assert!(alice.seized(&second));
    assert_eq!(standings(&alice), [Standing::Confirmed]);
    let bob = alice.person("Bob").unwrap();
    assert!(alice.write_cover(bob).is_ok());
}

#[test]
fn the_card_of_the_old_phone_ends_the_old_pairing_alone() {
    let (mut alice, mut lost) = (Handset::new(460), Handset::new(461));
    let card = lost.draw_card();
    lost.adopt_card(&card).unwrap();
    befriend(&mut alice, "Bob", &mut lost, "Alice");
    let mut bob = Handset::new(462);
    let (bobs, alices) = (name("Bob"), name("Alice"));
    let p1 = alice.start_meeting(Whom::again(&bobs)).unwrap();
    let Ok(Meeting::Second(p2)) = bob.meet(&alices, &p1) else { panic!("P2") };
    let Ok(Meeting::Third { code, .. }) = alice.meet(Whom::again(&bobs), &p2) else { panic!("P3") };
    bob.meet(&alices, &code).unwrap();
    let (to_bob, to_alice) = (confirm(&mut alice, "Bob"), confirm(&mut bob, "Alice"));
    let engine::Verdict::Ends(ending) = alice.judge(card) else { panic!("it is the lost phone's") };
    alice.end(&ending).unwrap();
    assert_eq!(standings(&alice), [Standing::Ended, Standing::Confirmed]);
    tell(&mut alice, to_bob, "anew", &mut bob);
    tell(&mut bob, to_alice, "anew", &mut alice);
    // The lost phone stays out, whatever it is called.
    let p1 = lost.start_meeting(&name("Somebody")).unwrap();
    let Ok(Meeting::Second(p2)) = alice.meet(&name("Stranger"), &p1) else { panic!("P2") };
    let Ok(Meeting::Third { code, .. }) = lost.meet(&name("Somebody"), &p2) else { panic!("P3") };
    assert_eq!(alice.meet(&name("Stranger"), &code).err(), Some(Refusal::BurnedPhone));
}
