//! Names are local; a pause is half a silence.

use engine::{ContactId, Name, Received, Refusal, Size, Standing};
use tests::phones::{Handset, befriend, pair, tell};

fn name(text: &str) -> Name {
    text.parse().unwrap()
}

#[test]
fn a_person_has_one_name_and_no_two_have_the_same() {
    let (mut alice, mut bob, mut carol) = (Handset::new(1), Handset::new(2), Handset::new(3));
    let (to_bob, to_alice) = befriend(&mut alice, "Bob", &mut bob, "Alice");
    let (to_carol, _) = befriend(&mut alice, "Carol", &mut carol, "Alice");
    for taken in ["Carol", "CAROL", " carol "] {
        assert_eq!(alice.rename(to_bob, &name(taken)), Err(Refusal::NameTaken));
    }
    alice.rename(to_bob, &name("bob")).unwrap();
    alice.rename(to_bob, &name("Robert")).unwrap();
    assert_eq!(alice.person("Bob"), Err(Refusal::UnknownPerson));
    assert_eq!((alice.person("ROBERT"), alice.person("carol")), (Ok(to_bob), Ok(to_carol)));
    alice.power_cut();
    assert_eq!(alice.name(to_bob).map(Name::as_str), Ok("Robert"));
    // Bob's phone knows nothing of it, and both go on.
    assert_eq!(bob.name(to_alice).map(Name::as_str), Ok("Alice"));
    tell(&mut alice, to_bob, "still me", &mut bob);
    tell(&mut bob, to_alice, "still me", &mut alice);
}

#[test]
fn who_is_not_there_is_nobody() {
    let (mut alice, _bob, _, _) = pair(2);
    let nobody = ContactId(99);
    let before = alice.file();
    let unknown = Err(Refusal::UnknownPerson);
    assert_eq!(alice.name(nobody).err(), Some(Refusal::UnknownPerson));
    assert_eq!(alice.write(nobody, "x", Size::Normal).err(), Some(Refusal::UnknownPerson));
    assert_eq!(alice.write_cover(nobody).err(), Some(Refusal::UnknownPerson));
    assert_eq!(alice.show(nobody, None).err(), Some(Refusal::UnknownPerson));
    assert_eq!(alice.confirm(nobody), unknown);
    assert_eq!(alice.pause(nobody), unknown);
    assert_eq!(alice.resume(nobody), unknown);
    assert_eq!(alice.rename(nobody, &name("x")), unknown);
    assert_eq!(alice.burn_contact(nobody), unknown);
    assert!(alice.file() == before);
}

#[test]
fn a_pause_sends_nothing_and_keeps_what_comes() {
    let (mut alice, mut bob, to_bob, to_alice) = pair(3);
    alice.pause(to_bob).unwrap();
    assert_eq!(alice.people()[0].standing, Standing::Paused);
    assert_eq!(alice.write(to_bob, "x", Size::Normal).err(), Some(Refusal::Paused));
    assert_eq!(alice.write_cover(to_bob).err(), Some(Refusal::Paused));
    let written = bob.write(to_alice, "while you were away", Size::Normal).unwrap();
    let Ok(Received::Message { id, .. }) = alice.receive(&written.envelope) else { panic!("it is kept") };
    assert_eq!(alice.open_text(id).unwrap().as_str(), "while you were away");
    alice.power_cut();
    assert_eq!(alice.write(to_bob, "x", Size::Normal).err(), Some(Refusal::Paused), "after a power cut as well");
    alice.resume(to_bob).unwrap();
    tell(&mut alice, to_bob, "back", &mut bob);
}

#[test]
fn to_confirm_a_person_twice_changes_nothing() {
    let (mut alice, _bob, to_bob, _) = pair(4);
    alice.pause(to_bob).unwrap();
    alice.confirm(to_bob).unwrap();
    assert_eq!(alice.people()[0].standing, Standing::Paused, "a pause is not ended by it");
}
