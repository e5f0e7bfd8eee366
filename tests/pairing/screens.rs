//! The state rules of the protocol on two phones: what each screen shows next, and what it says when it does not.

use engine::{Meeting, Name, Phone, Received, Refusal, Size, Standing};
use ratchet::PairingError;
use tests::phones::{Handset, introduce, tell};

fn name(text: &str) -> Name {
    text.parse().unwrap()
}

fn second(phone: &mut Phone, p1: &[u8]) -> Vec<u8> {
    match phone.meet(&name("Alice"), p1) {
        Ok(Meeting::Second(p2)) => p2,
        Ok(_) => panic!("another step"),
        Err(error) => panic!("{error}"),
    }
}

fn third(phone: &mut Phone, p2: &[u8]) -> Vec<u8> {
    match phone.meet(&name("Bob"), p2) {
        Ok(Meeting::Third { code, .. }) => code,
        Ok(_) => panic!("another step"),
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn there_is_one_p2_for_one_p1_and_a_second_scan_shows_the_same_bytes() {
    let (mut alice, mut bob) = (Handset::new(1), Handset::new(2));
    let p1 = alice.start_meeting(&name("Bob")).unwrap();
    let p2 = second(&mut bob, &p1);
    for _ in 0..5 {
        assert!(second(&mut bob, &p1) == p2);
    }
    let p3 = third(&mut alice, &p2);
    assert!(bob.meet(&name("Alice"), &p3).is_ok());
}

#[test]
fn after_one_p2_was_accepted_a_different_one_gets_nothing_and_the_same_gets_the_same_p3() {
    let (mut alice, mut bob, mut rival) = (Handset::new(3), Handset::new(4), Handset::new(5));
    let p1 = alice.start_meeting(&name("Bob")).unwrap();
    let (p2, rivals) = (second(&mut bob, &p1), second(&mut rival, &p1));
    let p3 = third(&mut alice, &p2);
    assert_eq!(alice.meet(&name("Bob"), &rivals).err(), Some(Refusal::Meeting(PairingError::Refused)));
    assert_eq!(alice.meet(&name("Somebody"), &rivals).err(), Some(Refusal::NoMeeting));
    assert!(third(&mut alice, &p2) == p3);
    alice.lock_and_unlock();
    assert!(third(&mut alice, &p2) == p3, "after a lock as well");
    alice.power_cut();
    assert!(third(&mut alice, &p2) == p3, "after a power cut as well");
    assert_eq!(alice.meet(&name("Bob"), &rivals).err(), Some(Refusal::Meeting(PairingError::Refused)));
    assert!(rival.meet(&name("Alice"), &p3).is_err());
    assert!(bob.meet(&name("Alice"), &p3).is_ok());
    // Once the words are confirmed there is nothing more to show.
    let to_bob = alice.person("Bob").unwrap();
    alice.confirm(to_bob).unwrap();
    assert_eq!(alice.meet(&name("Bob"), &p2).err(), Some(Refusal::NoMeeting));
}

#[test]
fn the_same_p2_gets_the_same_p3_however_the_name_is_written() {
    let (mut alice, mut bob) = (Handset::new(6), Handset::new(7));
    let p1 = alice.start_meeting(&name("Bob")).unwrap();
    let p2 = second(&mut bob, &p1);
    let p3 = third(&mut alice, &p2);
    let Ok(Meeting::Third { code, .. }) = alice.meet(&name("BOB"), &p2) else { panic!("upper and lower case are one") };
    assert!(code == p3);
}

#[test]
fn the_own_codes_are_said_to_be_the_own() {
    let own = Some(Refusal::Meeting(PairingError::OwnCode));
    let (mut alice, mut bob) = (Handset::new(8), Handset::new(9));
    let p1 = alice.start_meeting(&name("Bob")).unwrap();
    assert_eq!(alice.meet(&name("Bob"), &p1).err(), own);
    let p2 = second(&mut bob, &p1);
    assert_eq!(bob.meet(&name("Alice"), &p2).err(), own);
    let p3 = third(&mut alice, &p2);
    assert_eq!(alice.meet(&name("Bob"), &p3).err(), own);
    assert!(bob.meet(&name("Alice"), &p3).is_ok(), "and the meeting goes on");
}

#[test]
fn both_pressed_start_and_neither_changes_its_role_in_silence() {
    let (mut alice, mut bob) = (Handset::new(10), Handset::new(11));
    let from_alice = alice.start_meeting(&name("Bob")).unwrap();
    let from_bob = bob.start_meeting(&name("Alice")).unwrap();
    let both = Some(Refusal::Meeting(PairingError::BothStarted));
    assert_eq!(alice.meet(&name("Bob"), &from_bob).err(), both);
    assert_eq!(bob.meet(&name("Alice"), &from_alice).err(), both);
    // One of them lets go, and it works.
    bob.end_meeting().unwrap();
    assert!(bob.meeting().is_none() && alice.meeting() == Some(name("Bob")));
    let p2 = second(&mut bob, &from_alice);
    let p3 = third(&mut alice, &p2);
    assert!(bob.meet(&name("Alice"), &p3).is_ok());
}

#[test]
fn p3_lost_leaves_an_unconfirmed_contact_and_none_and_meeting_again_works_under_the_same_names() {
    let (mut alice, mut bob) = (Handset::new(12), Handset::new(13));
    let p1 = alice.start_meeting(&name("Bob")).unwrap();
    let p2 = second(&mut bob, &p1);
    let lost = third(&mut alice, &p2);
    bob.lock_and_unlock(); // the end of what Bob had in memory
    assert_eq!(alice.people()[0].standing, Standing::Unconfirmed);
    assert!(bob.people().is_empty());
    assert_eq!(bob.meet(&name("Alice"), &lost).err(), Some(Refusal::NoMeeting));
    introduce(&mut alice, "Bob", &mut bob, "Alice");
    assert_eq!((alice.people().len(), bob.people().len()), (1, 1));
    let (to_bob, to_alice) = (alice.person("Bob").unwrap(), bob.person("Alice").unwrap());
    alice.confirm(to_bob).unwrap();
    bob.confirm(to_alice).unwrap();
    tell(&mut alice, to_bob, "at last", &mut bob);
    tell(&mut bob, to_alice, "indeed", &mut alice);
}

#[test]
fn mixed_up_codes_of_two_meetings_are_refused_and_both_meetings_go_on() {
    let [mut alice, mut bob, mut carol, mut dave] = [14, 15, 16, 17].map(Handset::new);
    let (p1, other_p1) = (alice.start_meeting(&name("Bob")).unwrap(), carol.start_meeting(&name("Dave")).unwrap());
    let (p2, other_p2) = (second(&mut bob, &p1), second(&mut dave, &other_p1));
    let refused = Some(Refusal::Meeting(PairingError::Refused));
    assert_eq!(alice.meet(&name("Bob"), &other_p2).err(), refused);
    assert_eq!(bob.meet(&name("Alice"), &other_p2).err(), refused, "P2 for one who answers");
    let (p3, other_p3) = (third(&mut alice, &p2), {
        let Ok(Meeting::Third { code, .. }) = carol.meet(&name("Dave"), &other_p2) else { panic!("P3 follows") };
        code
    });
    assert_eq!(bob.meet(&name("Alice"), &other_p3).err(), refused);
    assert_eq!(dave.meet(&name("Carol"), &p3).err(), refused);
    assert!(bob.meet(&name("Alice"), &p3).is_ok() && dave.meet(&name("Carol"), &other_p3).is_ok());
}

#[test]
fn a_code_of_no_meeting_changes_no_byte_on_disk() {
    let (mut alice, mut bob, mut idle) = (Handset::new(18), Handset::new(19), Handset::new(20));
    let p1 = alice.start_meeting(&name("Bob")).unwrap();
    let p2 = second(&mut bob, &p1);
    let p3 = third(&mut alice, &p2);
    let before = idle.file();
    assert_eq!(idle.meet(&name("X"), &p2).err(), Some(Refusal::NoMeeting));
    assert_eq!(idle.meet(&name("X"), &p3).err(), Some(Refusal::NoMeeting));
    for (code, refusal) in [
        (&[1, 2, 3][..], Refusal::Newer),
        (&[9, 1], Refusal::Newer),
        (&[0, 0], Refusal::Meeting(PairingError::Malformed)),
        (&[], Refusal::Meeting(PairingError::Malformed)),
        (&[1, 1], Refusal::Meeting(PairingError::Malformed)),
        (&[4, 1, 0], Refusal::Meeting(PairingError::Malformed)),
        (&[1; 206], Refusal::Meeting(PairingError::Malformed)),
    ] {
        assert_eq!(idle.meet(&name("X"), code).err(), Some(refusal), "{code:?}");
    }
    assert!(idle.file() == before && idle.people().is_empty() && idle.meeting().is_none());
}

#[test]
fn an_unconfirmed_contact_neither_sends_nor_receives() {
    let (mut alice, mut bob) = (Handset::new(21), Handset::new(22));
    introduce(&mut alice, "Bob", &mut bob, "Alice");
    let (to_bob, to_alice) = (alice.person("Bob").unwrap(), bob.person("Alice").unwrap());
    bob.confirm(to_alice).unwrap();
    let written = bob.write(to_alice, "too early", Size::Normal).unwrap();
    assert_eq!(alice.write(to_bob, "too early", Size::Normal).err(), Some(Refusal::Unconfirmed));
    assert_eq!(alice.write_cover(to_bob).err(), Some(Refusal::Unconfirmed));
    assert_eq!(alice.pause(to_bob), Err(Refusal::Unconfirmed));
    let before = alice.file();
    assert_eq!(alice.receive(&written.envelope), Err(Refusal::Unreadable));
    assert!(alice.file() == before, "not a byte was written");
    // The same picture can be read once the owner has compared the words.
    alice.confirm(to_bob).unwrap();
    assert!(matches!(alice.receive(&written.envelope), Ok(Received::Message { number: 1, .. })));
}

#[test]
fn the_words_can_be_seen_again_until_they_are_compared() {
    let (mut alice, mut bob) = (Handset::new(23), Handset::new(24));
    introduce(&mut alice, "Bob", &mut bob, "Alice");
    alice.lock_and_unlock();
    assert!(alice.people()[0].words == bob.people()[0].words);
    assert_eq!(alice.people()[0].words.digits().len(), 14);
}

#[test]
fn a_name_that_is_taken_is_refused_before_any_code_is_shown() {
    let (mut alice, mut bob) = (Handset::new(25), Handset::new(26));
    introduce(&mut alice, "Bob", &mut bob, "Alice");
    let to_bob = alice.person("Bob").unwrap();
    alice.confirm(to_bob).unwrap();
    let p1 = bob.start_meeting(&name("Another Alice")).unwrap();
    assert_eq!(alice.start_meeting(&name("bob")).err(), Some(Refusal::NameTaken));
    assert_eq!(alice.meet(&name("BOB"), &p1).err(), Some(Refusal::NameTaken));
    assert!(alice.meet(&name("Bob from work"), &p1).is_ok());
}
