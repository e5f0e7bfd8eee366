//! What is over: a contact burned here, a contact ended by the other side, a whole phone.

use engine::{HardwareSecret, Locked, Received, Refusal, Size, Standing, Surroundings};
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use ratchet::{Day, Record};
use tests::phones::{Handset, introduce, pair, send, tell};

use crate::Peer;

#[test]
fn a_burned_contact_leaves_nothing_and_can_be_met_again() {
    let (mut alice, mut bob, to_bob, to_alice) = pair(1);
    send(&mut bob, to_alice, "waits", &mut alice);
    let late = bob.write(to_alice, "late", Size::Normal).unwrap();
    alice.burn_contact(to_bob).unwrap();
    assert!(alice.people().is_empty() && alice.inbox().is_empty());
    assert_eq!(alice.receive(&late.envelope), Err(Refusal::Unreadable));
    alice.power_cut();
    assert!(alice.people().is_empty());
    bob.burn_contact(to_alice).unwrap();
    introduce(&mut alice, "Bob", &mut bob, "Alice");
    let (to_bob, to_alice) = (alice.person("Bob").unwrap(), bob.person("Alice").unwrap());
    alice.confirm(to_bob).unwrap();
    bob.confirm(to_alice).unwrap();
    tell(&mut alice, to_bob, "anew", &mut bob);
    assert_eq!(alice.receive(&late.envelope), Err(Refusal::Unreadable), "the old one stays dead");
}

#[test]
fn a_contact_that_the_other_side_ended_neither_sends_nor_receives() {
    let mut phone = Handset::new(10);
    let (id, mut peer) = Peer::meet(&mut phone, "Peer", 1);
    let waiting = peer.say("read me");
    phone.receive(&waiting).unwrap();
    phone.write(id, "kept", Size::Normal).unwrap();
    let end = peer.seal(Day::UNKNOWN, vec![Record::BurnContact]);
    let after = peer.say("after the end");
    assert_eq!(phone.receive(&end), Ok(Received::Ended { from: id }));
    for _ in 0..2 {
        assert_eq!(phone.people()[0].standing, Standing::Ended);
        assert_eq!(phone.write(id, "x", Size::Normal).err(), Some(Refusal::Ended));
        assert_eq!(phone.write_cover(id).err(), Some(Refusal::Ended));
        assert_eq!((phone.pause(id), phone.confirm(id)), (Err(Refusal::Ended), Err(Refusal::Ended)));
        assert_eq!(phone.receive(&after), Err(Refusal::Unreadable));
        assert_eq!(phone.show(id, None).err(), Some(Refusal::NoSuchCode));
        phone.power_cut();
    }
    // What came before is the owner's still, and the two can meet again under the same name.
    assert_eq!(phone.inbox().len(), 1);
    let (again, mut peer) = Peer::meet(&mut phone, "Peer", 2);
    assert_eq!((again, phone.people().len()), (id, 1));
    let envelope = peer.say("anew");
    assert!(matches!(phone.receive(&envelope), Ok(Received::Message { number: 1, .. })));
}

#[test]
fn the_last_words_of_a_contact_that_ends_are_delivered() {
    let mut phone = Handset::new(11);
    let (id, mut peer) = Peer::meet(&mut phone, "Peer", 1);
    let end = peer.seal(Day::UNKNOWN, vec![Record::text("farewell"), Record::BurnContact]);
    let Ok(Received::Message { id: text, from, .. }) = phone.receive(&end) else { panic!("it has a text") };
    assert_eq!((from, phone.people()[0].standing), (id, Standing::Ended));
    assert_eq!(phone.open_text(text).unwrap().as_str(), "farewell");
}

#[test]
fn records_that_this_version_does_not_know_are_passed_over_and_those_it_must_know_change_nothing() {
    let mut phone = Handset::new(12);
    let (_, mut peer) = Peer::meet(&mut phone, "Peer", 1);
    let capable = peer.seal(Day::UNKNOWN, vec![Record::Capabilities(vec![1, 2, 3]), Record::text("x")]);
    assert!(matches!(phone.receive(&capable), Ok(Received::Message { .. })));
    let part = Record::Part { index: 0, total: 2, bytes: b"half".to_vec().into() };
    let newer = peer.seal(Day::UNKNOWN, vec![part]);
    let before = phone.file();
    assert_eq!(phone.receive(&newer), Err(Refusal::Newer));
    assert!(phone.file() == before, "it can be scanned again with a newer Aldis");
}

#[test]
fn a_burned_vault_is_gone() {
    let phone = Handset::new(13);
    let folder = phone.burn_vault().unwrap();
    assert!(!folder.path().join("vault").exists() && !folder.path().join("vault.temp").exists());
    let clock = Handset::new(14).watch.clone();
    let surroundings = Surroundings::new(clock, ChaCha20Rng::seed_from_u64(1), engine::Custody::Memory);
    let gone = Locked::open(folder.path(), &HardwareSecret::none(), surroundings);
    assert_eq!(gone.err().map(|refusal| refusal.to_string()).as_deref(), Some("there is no vault here"));
}

#[test]
fn unlocking_with_a_wrong_passphrase_changes_nothing_but_the_count() {
    let (mut alice, mut bob, to_bob, _) = pair(20);
    send(&mut alice, to_bob, "x", &mut bob);
    let wrong = ["not this one", "nor this"].map(|text| text.parse().unwrap());
    let tries = bob.try_passphrases(&wrong);
    assert_eq!(tries, [1, 2]);
    assert_eq!(bob.inbox().len(), 1);
}
