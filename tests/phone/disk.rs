//! A disk that refuses: what was not written does not count, is not shown, and can be done again.

use std::path::PathBuf;

use engine::{Received, Refusal, Size};
use tests::phones::{Handset, introduce, pair, send};

/// The folder is somewhere else for a while: every write fails, and nothing that stands is touched.
struct Away {
    home: PathBuf,
    elsewhere: PathBuf,
}

impl Away {
    fn take(phone: &Handset) -> Away {
        let home = phone.folder().to_path_buf();
        let elsewhere = home.with_extension("away");
        std::fs::rename(&home, &elsewhere).unwrap();
        Away { home, elsewhere }
    }
}

impl Drop for Away {
    fn drop(&mut self) {
        std::fs::rename(&self.elsewhere, &self.home).unwrap();
    }
}

fn refused<T>(result: Result<T, Refusal>) -> bool {
    matches!(result, Err(Refusal::Vault(vault::Error::Disk(_))))
}

#[test]
fn a_write_that_fails_spends_nothing_and_shows_no_code() {
    let (mut alice, mut bob, to_bob, _) = pair(1);
    alice.set_draft(to_bob, "a text").unwrap();
    let before = alice.file();
    let away = Away::take(&alice);
    for _ in 0..3 {
        assert!(refused(alice.write(to_bob, "a text", Size::Normal)));
        assert!(refused(alice.write_cover(to_bob)));
    }
    assert_eq!(alice.show(to_bob, None).err(), Some(Refusal::NoSuchCode));
    assert_eq!(alice.draft(), Some((to_bob, "a text")));
    drop(away);
    assert!(alice.file() == before);
    let written = alice.write(to_bob, "a text", Size::Normal).unwrap();
    assert_eq!(written.number, 1);
    assert!(matches!(bob.receive(&written.envelope), Ok(Received::Message { number: 1, .. })));
}

#[test]
fn a_receive_that_fails_leaves_the_picture_to_be_scanned_again() {
    let (mut alice, mut bob, to_bob, to_alice) = pair(2);
    send(&mut bob, to_alice, "before", &mut alice);
    let written = alice.write(to_bob, "a text", Size::Normal).unwrap();
    let before = bob.file();
    let away = Away::take(&bob);
    for _ in 0..3 {
        assert!(refused(bob.receive(&written.envelope)));
        assert!(bob.inbox().is_empty());
    }
    drop(away);
    assert!(bob.file() == before);
    let Ok(Received::Message { id, .. }) = bob.receive(&written.envelope) else { panic!("it can be scanned again") };
    bob.power_cut();
    assert_eq!(bob.open_text(id).unwrap().as_str(), "a text");
}

#[test]
fn a_text_is_not_shown_before_its_opening_is_on_disk_and_not_gone_before_its_burning_is() {
    let (mut alice, mut bob, to_bob, _) = pair(3);
    let id = send(&mut alice, to_bob, "a text", &mut bob);
    let away = Away::take(&bob);
    assert!(refused(bob.open_text(id)));
    assert!(!bob.inbox()[0].opened);
    drop(away);
    bob.open_text(id).unwrap();
    let away = Away::take(&bob);
    assert!(refused(bob.burn_message(id)));
    bob.watch.pass(25 * 3600);
    assert!(refused(bob.let_time_pass()));
    assert_eq!(bob.inbox().len(), 1);
    drop(away);
    assert_eq!(bob.let_time_pass(), Ok(1));
}

#[test]
fn a_meeting_shows_no_p3_and_no_words_before_the_contact_is_on_disk() {
    let (mut alice, mut bob) = (Handset::new(40), Handset::new(41));
    let (to_bob, to_alice) = ("Bob".parse().unwrap(), "Alice".parse().unwrap());
    let p1 = alice.start_meeting(&to_bob).unwrap();
    let Ok(engine::Meeting::Second(p2)) = bob.meet(&to_alice, &p1) else { panic!("P1 is answered") };
    let away = Away::take(&alice);
    assert!(refused(alice.meet(&to_bob, &p2)));
    assert!(alice.people().is_empty() && alice.meeting().is_some(), "the meeting waits on");
    drop(away);
    let Ok(engine::Meeting::Third { code, .. }) = alice.meet(&to_bob, &p2) else { panic!("P2 is answered") };
    let away = Away::take(&bob);
    assert!(refused(bob.meet(&to_alice, &code)));
    assert!(bob.people().is_empty() && bob.meeting().is_some());
    drop(away);
    assert!(matches!(bob.meet(&to_alice, &code), Ok(engine::Meeting::Done { .. })));
}

#[test]
fn changes_to_people_that_fail_did_not_happen() {
    let (mut alice, mut bob) = (Handset::new(50), Handset::new(51));
    introduce(&mut alice, "Bob", &mut bob, "Alice");
    let id = alice.person("Bob").unwrap();
    let away = Away::take(&alice);
    assert!(refused(alice.confirm(id)));
    assert!(refused(alice.rename(id, &"Robert".parse().unwrap())));
    assert!(refused(alice.burn_contact(id)));
    assert!(refused(alice.set_draft(id, "x")));
    assert!(refused(alice.set_text_hours(3)));
    assert!(refused(alice.confirm_date()));
    let card = alice.draw_card();
    assert!(refused(alice.adopt_card(&card)));
    drop(away);
    assert_eq!(alice.write(id, "x", Size::Normal).err(), Some(Refusal::Unconfirmed));
    assert_eq!((alice.person("Robert").is_err(), alice.draft(), alice.text_hours()), (true, None, 24));
    assert!(!alice.has_card());
}
