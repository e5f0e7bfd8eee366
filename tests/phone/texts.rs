//! How long an opened text lives, and that nothing else burns it.

use engine::{Moment, Refusal};
use tests::phones::{DAY, START, pair, send};

#[test]
fn an_opened_text_burns_at_its_limit_and_not_a_second_before() {
    for (hours, set) in [(24_u64, None), (1, Some(1)), (72, Some(72)), (72, Some(200))] {
        let (mut alice, mut bob, to_bob, _) = pair(1);
        if let Some(set) = set {
            bob.set_text_hours(set).unwrap();
        }
        assert_eq!(u64::from(bob.text_hours()), hours);
        let id = send(&mut alice, to_bob, "x", &mut bob);
        bob.watch.pass(5000);
        bob.open_text(id).unwrap();
        let limit = Moment(START.0 + 5000 + hours * 3600);
        assert_eq!(bob.inbox()[0].burns_at, Some(limit));
        // Opening it again moves nothing.
        bob.watch.set(Some(Moment(limit.0 - 1)));
        assert_eq!(bob.open_text(id).unwrap().as_str(), "x");
        bob.lock_and_unlock();
        assert_eq!((bob.let_time_pass(), bob.inbox().len()), (Ok(0), 1));
        bob.watch.set(Some(limit));
        assert_eq!((bob.let_time_pass(), bob.inbox().len()), (Ok(1), 0));
        assert_eq!(bob.open_text(id).err(), Some(Refusal::NoSuchMessage));
        bob.power_cut();
        assert!(bob.inbox().is_empty(), "burned on disk");
    }
}

#[test]
fn with_no_hours_at_all_a_text_burns_as_soon_as_time_may_pass() {
    let (mut alice, mut bob, to_bob, _) = pair(2);
    bob.set_text_hours(0).unwrap();
    let id = send(&mut alice, to_bob, "x", &mut bob);
    assert_eq!(bob.let_time_pass(), Ok(0), "it was not opened");
    assert_eq!(bob.open_text(id).unwrap().as_str(), "x");
    assert_eq!((bob.let_time_pass(), bob.inbox().len()), (Ok(1), 0));
}

#[test]
fn a_text_that_nobody_opened_waits_for_ever() {
    let (mut alice, mut bob, to_bob, _) = pair(3);
    let id = send(&mut alice, to_bob, "patience", &mut bob);
    for _ in 0..40 {
        bob.watch.pass(30 * DAY);
        assert_eq!(bob.let_time_pass(), Ok(0));
        bob.set_text_hours(1).unwrap();
    }
    assert_eq!(bob.open_text(id).unwrap().as_str(), "patience");
}

#[test]
fn a_text_opened_under_a_doubtful_clock_begins_its_limit_when_the_date_is_known() {
    for wrong in [None, Some(Moment(0)), Some(Moment(33_602 * DAY))] {
        let (mut alice, mut bob, to_bob, _) = pair(4);
        let id = send(&mut alice, to_bob, "x", &mut bob);
        bob.watch.set(wrong);
        bob.open_text(id).unwrap();
        assert_eq!((bob.inbox()[0].opened, bob.inbox()[0].burns_at), (true, None));
        assert_eq!(bob.let_time_pass(), Ok(0));
        bob.watch.set(Some(Moment(START.0 + 20 * DAY)));
        assert_eq!(bob.let_time_pass(), Ok(0));
        assert_eq!(bob.inbox()[0].burns_at, Some(Moment(START.0 + 21 * DAY)));
        bob.watch.pass(DAY);
        assert_eq!(bob.let_time_pass(), Ok(1));
    }
}

#[test]
fn a_text_opened_while_the_clock_was_ahead_does_not_live_until_then() {
    let (mut alice, mut bob, to_bob, _) = pair(5);
    let id = send(&mut alice, to_bob, "x", &mut bob);
    // Twenty days ahead is believed; then the owner sets it right.
    bob.watch.set(Some(Moment(START.0 + 20 * DAY)));
    bob.open_text(id).unwrap();
    bob.watch.set(Some(START));
    bob.confirm_date().unwrap();
    assert_eq!(bob.let_time_pass(), Ok(0));
    bob.watch.pass(DAY - 1);
    assert_eq!(bob.let_time_pass(), Ok(0));
    bob.watch.pass(1);
    assert_eq!(bob.let_time_pass(), Ok(1));
}

#[test]
fn locking_burns_nothing() {
    let (mut alice, mut bob, to_bob, to_alice) = pair(6);
    let ids = ["one", "two", "three"].map(|text| send(&mut alice, to_bob, text, &mut bob));
    bob.open_text(ids[0]).unwrap();
    bob.set_draft(to_alice, "half a sen").unwrap();
    let kept = bob.write_cover(to_alice).unwrap();
    bob.set_draft(to_alice, "half a sen").unwrap();
    for _ in 0..5 {
        bob.lock_and_unlock();
    }
    assert_eq!(bob.inbox().len(), 3);
    assert_eq!(bob.open_text(ids[0]).unwrap().as_str(), "one");
    assert_eq!(bob.draft(), Some((to_alice, "half a sen")));
    assert!(bob.show(to_alice, None).unwrap() == (kept.number, kept.envelope));
}

#[test]
fn a_burned_text_is_gone_and_its_picture_brings_nothing_back() {
    let (mut alice, mut bob, to_bob, _) = pair(7);
    let written = alice.write(to_bob, "once", engine::Size::Normal).unwrap();
    let Ok(engine::Received::Message { id, .. }) = bob.receive(&written.envelope) else { panic!("it arrives") };
    assert_eq!(bob.receive(&written.envelope), Err(Refusal::AlreadyRead));
    bob.open_text(id).unwrap();
    bob.burn_message(id).unwrap();
    assert_eq!(bob.burn_message(id), Err(Refusal::NoSuchMessage));
    assert_eq!(bob.open_text(id).err(), Some(Refusal::NoSuchMessage));
    assert_eq!(bob.receive(&written.envelope), Err(Refusal::AlreadyRead));
    bob.power_cut();
    assert_eq!(bob.receive(&written.envelope), Err(Refusal::AlreadyRead));
    assert!(bob.inbox().is_empty());
}

#[test]
fn a_message_is_never_given_the_number_of_a_burned_one() {
    let (mut alice, mut bob, to_bob, _) = pair(8);
    let mut seen = std::collections::HashSet::new();
    for _ in 0..8 {
        let id = send(&mut alice, to_bob, "x", &mut bob);
        assert!(seen.insert(id));
        bob.burn_message(id).unwrap();
        bob.power_cut();
    }
}
