//! A meeting that is under way: where it is kept, and for how long.

use engine::{Custody, Meeting, Moment, Name, Phone, Refusal, Standing};
use tests::phones::{DAY, Handset, START};

fn name(text: &str) -> Name {
    text.parse().unwrap()
}

fn answered(phone: &mut Phone, p1: &[u8]) -> Vec<u8> {
    let Ok(Meeting::Second(p2)) = phone.meet(&name("Alice"), p1) else { panic!("P1 is answered") };
    p2
}

const CUSTODIES: [Custody; 2] = [Custody::Memory, Custody::Vault];

#[test]
fn a_phone_keeps_a_meeting_in_memory_alone_and_a_lock_ends_it() {
    let (mut alice, mut bob) = (Handset::new(1), Handset::new(2));
    let before = alice.file();
    let p1 = alice.start_meeting(&name("Bob")).unwrap();
    assert!(alice.file() == before, "nothing of it is on disk");
    let p2 = answered(&mut bob, &p1);
    alice.lock_and_unlock();
    assert!(alice.meeting().is_none());
    assert_eq!(alice.meet(&name("Bob"), &p2).err(), Some(Refusal::NoMeeting));
}

#[test]
fn a_host_tool_goes_on_though_each_step_is_a_process_of_its_own() {
    let mut alice = Handset::with(3, Custody::Vault, Some(START));
    let mut bob = Handset::with(4, Custody::Vault, Some(START));
    let p1 = alice.start_meeting(&name("Bob")).unwrap();
    alice.power_cut();
    let p2 = answered(&mut bob, &p1);
    bob.power_cut();
    assert!(answered(&mut bob, &p1) == p2, "the same P2 from another process");
    let Ok(Meeting::Third { code, words }) = alice.meet(&name("Bob"), &p2) else { panic!("P2 is answered") };
    alice.power_cut();
    bob.power_cut();
    let Ok(Meeting::Done { words: seen }) = bob.meet(&name("Alice"), &code) else { panic!("P3 ends it") };
    assert!(words == seen);
    bob.power_cut();
    assert!(alice.meeting().is_none() && bob.meeting().is_none(), "wiped by the write that made the contact");
    assert_eq!(bob.meet(&name("Alice"), &code).err(), Some(Refusal::NoMeeting));
}

#[test]
fn a_power_cut_before_the_contact_is_on_disk_loses_no_step() {
    let mut alice = Handset::with(5, Custody::Vault, Some(START));
    let mut bob = Handset::with(6, Custody::Vault, Some(START));
    let p1 = alice.start_meeting(&name("Bob")).unwrap();
    let p2 = answered(&mut bob, &p1);
    alice.power_cut_before_the_commit_of(|phone| assert!(phone.meet(&name("Bob"), &p2).is_ok()));
    assert!(alice.people().is_empty());
    let Ok(Meeting::Third { code, .. }) = alice.meet(&name("Bob"), &p2) else { panic!("P2 is answered") };
    bob.power_cut_before_the_commit_of(|phone| assert!(phone.meet(&name("Alice"), &code).is_ok()));
    assert!(bob.people().is_empty());
    assert!(matches!(bob.meet(&name("Alice"), &code), Ok(Meeting::Done { .. })));
    assert_eq!(bob.people()[0].standing, Standing::Unconfirmed);
}

#[test]
fn after_an_hour_a_meeting_is_over_and_not_a_second_before() {
    for (at, custody) in CUSTODIES.into_iter().enumerate() {
        for (seconds, goes_on) in [(3600, true), (3601, false), (DAY, false), (40 * 365 * DAY, false)] {
            let seed = 100 * u64::try_from(at).unwrap() + seconds % 97;
            let mut alice = Handset::with(seed, custody, Some(START));
            let mut bob = Handset::with(seed + 50, custody, Some(START));
            let p1 = alice.start_meeting(&name("Bob")).unwrap();
            let p2 = answered(&mut bob, &p1);
            alice.watch.pass(seconds);
            assert_eq!(alice.meeting().is_some(), goes_on, "{custody:?} {seconds}");
            let got = alice.meet(&name("Bob"), &p2);
            assert_eq!(got.is_ok(), goes_on, "{custody:?} {seconds}");
            if !goes_on {
                assert_eq!(got.err(), Some(Refusal::NoMeeting));
            }
        }
    }
}

#[test]
fn a_clock_that_ran_backwards_ends_a_meeting() {
    for custody in CUSTODIES {
        let mut alice = Handset::with(7, custody, Some(START));
        let mut bob = Handset::with(8, custody, Some(START));
        let p1 = alice.start_meeting(&name("Bob")).unwrap();
        let p2 = answered(&mut bob, &p1);
        alice.watch.set(Some(Moment(START.0 - 1)));
        assert_eq!(alice.meet(&name("Bob"), &p2).err(), Some(Refusal::NoMeeting));
    }
}

#[test]
fn what_is_over_is_forgotten_and_no_clock_brings_it_back() {
    for custody in CUSTODIES {
        // An hour, a clock in 2062, a clock in 1970: the next moment at which time may pass wipes it.
        for wrong in [START.0 + 3601, 33_602 * DAY, 5] {
            let mut alice = Handset::with(9, custody, Some(START));
            alice.start_meeting(&name("Bob")).unwrap();
            alice.watch.set(Some(Moment(wrong)));
            alice.let_time_pass().unwrap();
            alice.watch.set(Some(Moment(START.0 + 60)));
            assert!(alice.meeting().is_none(), "{custody:?} {wrong}");
        }
    }
}

#[test]
fn any_write_wipes_a_meeting_that_is_over() {
    let mut alice = Handset::with(10, Custody::Vault, Some(START));
    alice.start_meeting(&name("Bob")).unwrap();
    alice.watch.set(Some(Moment(5)));
    alice.set_text_hours(12).unwrap();
    alice.watch.set(Some(START));
    assert!(alice.meeting().is_none());
}

#[test]
fn a_phone_without_a_clock_can_meet() {
    for custody in CUSTODIES {
        let (mut alice, mut bob) = (Handset::with(11, custody, None), Handset::with(12, custody, None));
        tests::phones::befriend(&mut alice, "Bob", &mut bob, "Alice");
        assert_eq!((alice.people().len(), bob.people().len()), (1, 1));
    }
}

#[test]
fn a_new_start_replaces_the_old_one() {
    for custody in CUSTODIES {
        let mut alice = Handset::with(13, custody, Some(START));
        let mut bob = Handset::with(14, custody, Some(START));
        let old = alice.start_meeting(&name("Bob")).unwrap();
        let new = alice.start_meeting(&name("Bob")).unwrap();
        assert!(old != new);
        let p2 = answered(&mut bob, &old);
        assert!(alice.meet(&name("Bob"), &p2).is_err());
        let p2 = answered(&mut bob, &new);
        assert!(matches!(alice.meet(&name("Bob"), &p2), Ok(Meeting::Third { .. })));
    }
}
