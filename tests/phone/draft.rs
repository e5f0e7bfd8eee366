//! What the owner has typed so far.

use engine::{ContactId, Refusal, Size};
use tests::phones::{Handset, befriend, pair};

use crate::Peer;

#[test]
fn a_draft_survives_a_lock_and_a_power_cut_and_is_wiped_by_the_write() {
    let (mut alice, _bob, to_bob, _) = pair(1);
    let typed = "a draft that nobody should find on the disk";
    alice.set_draft(to_bob, typed).unwrap();
    alice.lock_and_unlock();
    assert_eq!(alice.draft(), Some((to_bob, typed)));
    alice.power_cut();
    assert_eq!(alice.draft(), Some((to_bob, typed)));
    assert!(!alice.file().windows(12).any(|window| typed.as_bytes().windows(12).any(|part| part == window)));
    alice.write(to_bob, typed, Size::Normal).unwrap();
    assert_eq!(alice.draft(), None);
    alice.power_cut();
    assert_eq!(alice.draft(), None, "wiped in the write that sealed the text");
}

#[test]
fn a_draft_for_one_person_stays_when_another_is_written_to() {
    let (mut alice, mut bob, mut carol) = (Handset::new(10), Handset::new(11), Handset::new(12));
    let (to_bob, _) = befriend(&mut alice, "Bob", &mut bob, "Alice");
    let (to_carol, _) = befriend(&mut alice, "Carol", &mut carol, "Alice");
    alice.set_draft(to_bob, "dear Bob").unwrap();
    alice.write(to_carol, "dear Carol", Size::Normal).unwrap();
    assert_eq!(alice.draft(), Some((to_bob, "dear Bob")));
    alice.burn_contact(to_carol).unwrap();
    assert_eq!(alice.draft(), Some((to_bob, "dear Bob")));
    alice.burn_contact(to_bob).unwrap();
    assert_eq!(alice.draft(), None);
}

#[test]
fn a_write_that_is_refused_keeps_the_draft() {
    let mut phone = Handset::new(13);
    let (to, _peer) = Peer::meet(&mut phone, "Peer", 1);
    let long = "x".repeat(800);
    phone.set_draft(to, &long).unwrap();
    assert_eq!(phone.write(to, &long, Size::Normal).err(), Some(Refusal::TooLong { by: 71 }));
    assert_eq!(phone.draft(), Some((to, long.as_str())));
}

#[test]
fn a_draft_ends_at_1024_bytes_and_by_typing_nothing() {
    let (mut alice, _bob, to_bob, _) = pair(3);
    alice.set_draft(to_bob, &"é".repeat(512)).unwrap();
    assert_eq!(alice.set_draft(to_bob, &"é".repeat(514)), Err(Refusal::TooLong { by: 2 }));
    assert_eq!(alice.draft().unwrap().1.len(), 1024, "the one before is still there");
    alice.set_draft(to_bob, "").unwrap();
    assert_eq!(alice.draft(), None);
    assert_eq!(alice.set_draft(ContactId(99), "x"), Err(Refusal::UnknownPerson));
}
