//! Leases: silence stops text, and nothing but text; no clock makes one longer or locks anybody out.

use engine::{Clock, Date, Day, Moment, Phone, Received, Refusal, Size};
use proptest::prelude::*;
use ratchet::Record;
use tests::{
    peer::Peer,
    phones::{DAY, Handset, START, pair, tell},
};

const TODAY: u16 = 21_000;

/// Days pass, and the owner looks at the phone every ten of them.
fn days_pass(phone: &mut Handset, days: u64) {
    for day in 1..=days {
        phone.watch.pass(DAY);
        if day % 10 == 0 || day == days {
            phone.set_text_hours(24).unwrap();
        }
    }
}

#[test]
fn text_stops_after_thirty_days_of_silence_and_a_sign_of_life_never_does() {
    let (mut alice, mut bob, to_bob, to_alice) = pair(1);
    assert_eq!(alice.lease_days(), 30);
    days_pass(&mut alice, 30);
    let lease = alice.people()[0].lease;
    assert_eq!((lease.until, lease.over, lease.extended), (Day(TODAY + 30), false, false));
    alice.write(to_bob, "on the last day", Size::Normal).unwrap();
    days_pass(&mut alice, 1);
    let until = Day(TODAY + 30);
    let before = alice.file();
    assert_eq!(alice.write(to_bob, "too late", Size::Normal).err(), Some(Refusal::LeaseOver { until }));
    assert!(alice.file() == before, "nothing was spent");
    assert!(alice.people()[0].lease.over);

    // Two silent people find back together by signs of life alone.
    days_pass(&mut bob, 31);
    assert_eq!(bob.write(to_alice, "x", Size::Normal).err(), Some(Refusal::LeaseOver { until }));
    let cover = alice.write_cover(to_bob).unwrap();
    assert!(matches!(bob.receive(&cover.envelope), Ok(Received::Cover { .. })));
    let answer = bob.write_cover(to_alice).unwrap();
    assert!(matches!(alice.receive(&answer.envelope), Ok(Received::Cover { .. })));
    tell(&mut alice, to_bob, "there you are", &mut bob);
    tell(&mut bob, to_alice, "here I am", &mut alice);
}

#[test]
fn a_draft_outlives_the_end_of_a_lease() {
    let (mut alice, _bob, to_bob, _) = pair(2);
    alice.set_draft(to_bob, "half a text").unwrap();
    days_pass(&mut alice, 31);
    assert!(alice.write(to_bob, "half a text", Size::Normal).is_err());
    assert_eq!(alice.draft(), Some((to_bob, "half a text")));
}

#[test]
fn one_extension_a_silence() {
    let (mut alice, mut bob, to_bob, to_alice) = pair(3);
    assert_eq!(alice.extend_lease(to_bob), Err(Refusal::LeaseRuns { until: Day(TODAY + 30) }));
    days_pass(&mut alice, 40);
    assert_eq!(alice.extend_lease(to_bob).map(|lease| lease.until), Ok(Day(TODAY + 70)));
    alice.power_cut();
    alice.write(to_bob, "in good faith", Size::Normal).unwrap();
    assert_eq!(alice.extend_lease(to_bob), Err(Refusal::ExtendedOnce));
    days_pass(&mut alice, 31);
    assert!(matches!(alice.write(to_bob, "x", Size::Normal).err(), Some(Refusal::LeaseOver { .. })));
    assert_eq!(alice.extend_lease(to_bob), Err(Refusal::ExtendedOnce));
    days_pass(&mut bob, 71);
    let sign = bob.write_cover(to_alice).unwrap();
    alice.receive(&sign.envelope).unwrap();
    assert_eq!(alice.people()[0].lease.until, Day(TODAY + 71 + 30));
    days_pass(&mut alice, 31);
    assert!(alice.extend_lease(to_bob).is_ok(), "another silence");
}

#[test]
fn the_owner_chooses_how_long_it_lasts() {
    let (mut alice, _bob, to_bob, _) = pair(4);
    for (days, taken) in [(0, 1), (7, 7), (365, 365), (9999, 365)] {
        alice.set_lease_days(days).unwrap();
        alice.power_cut();
        assert_eq!((alice.lease_days(), alice.people()[0].lease.until), (taken, Day(TODAY + taken)));
    }
    alice.set_lease_days(7).unwrap();
    days_pass(&mut alice, 8);
    assert!(alice.write(to_bob, "x", Size::Normal).is_err());
    alice.set_lease_days(30).unwrap();
    assert!(alice.write(to_bob, "x", Size::Normal).is_ok());
}

#[test]
fn a_message_that_a_courier_held_back_renews_by_the_day_on_which_it_was_sealed() {
    let mut phone = Handset::new(50);
    let (to, mut peer) = Peer::meet(&mut phone, "Peer", 1);
    let held = peer.seal(Day(TODAY + 5), vec![]);
    days_pass(&mut phone, 34);
    phone.receive(&held).unwrap();
    assert_eq!(phone.people()[0].lease.until, Day(TODAY + 35));
    phone.write(to, "x", Size::Normal).unwrap();
    days_pass(&mut phone, 2);
    assert!(matches!(phone.write(to, "x", Size::Normal).err(), Some(Refusal::LeaseOver { .. })));
}

#[test]
fn a_clock_that_jumps_ends_no_lease_until_the_owner_says_that_it_is_right() {
    for wrong in [Moment(0), Moment(START.0 - DAY), Moment(START.0 + 31 * DAY), Moment(33_602 * DAY)] {
        let (mut alice, _bob, to_bob, _) = pair(6);
        alice.watch.set(Some(wrong));
        alice.write(to_bob, "x", Size::Normal).unwrap();
        assert!(!alice.people()[0].lease.over, "{wrong:?}");
        alice.confirm_date().unwrap();
        let over = wrong > START;
        assert_eq!(alice.people()[0].lease.over, over, "{wrong:?}");
        assert_eq!(alice.write(to_bob, "x", Size::Normal).is_err(), over);
    }
}

#[test]
fn a_clock_that_was_ahead_when_somebody_was_heard_leaves_no_lease_that_lasts_for_decades() {
    let (mut alice, mut bob, to_bob, to_alice) = pair(7);
    alice.watch.set(Some(Moment(33_602 * DAY)));
    alice.confirm_date().unwrap();
    let unknown = {
        bob.watch.set(None);
        bob.write_cover(to_alice).unwrap()
    };
    alice.receive(&unknown.envelope).unwrap();
    assert_eq!(alice.people()[0].heard, Day(33_602));
    alice.watch.set(Some(START));
    alice.confirm_date().unwrap();
    assert_eq!((alice.people()[0].heard, alice.people()[0].lease.until), (Day(TODAY), Day(TODAY + 30)));
    days_pass(&mut alice, 31);
    assert!(matches!(alice.write(to_bob, "x", Size::Normal).err(), Some(Refusal::LeaseOver { .. })));
}

#[derive(Clone, Debug)]
enum Step {
    Clock(Option<u64>),
    Pass(u64),
    Confirm,
    Hear(u16),
    Extend,
    Restart,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let moment = prop_oneof![
        Just(None),
        Just(Some(0)),
        Just(Some(START.0 - DAY)),
        Just(Some(33_602 * DAY)),
        Just(Some(u64::MAX)),
        (0_u64..200).prop_map(|days| Some(START.0 + days * DAY)),
    ];
    let step = prop_oneof![
        3 => moment.prop_map(Step::Clock),
        4 => (0_u64..40).prop_map(|days| Step::Pass(days * DAY)),
        2 => Just(Step::Confirm),
        3 => prop_oneof![Just(0), Just(1), 20_990_u16..21_200, Just(u16::MAX)].prop_map(Step::Hear),
        2 => Just(Step::Extend),
        1 => Just(Step::Restart),
    ];
    proptest::collection::vec(step, 1..16)
}

/// The day on which it is at least, as the phone says.
fn at_least(phone: &Phone) -> Day {
    match phone.date() {
        Date::Known(day) | Date::Doubtful { seen: day, .. } => day,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, ..ProptestConfig::default() })]
    #[test]
    fn under_any_sequence_of_clocks_text_follows_the_lease_and_signs_of_life_always_pass(steps in steps(), seed in 0_u64..1000) {
        let mut phone = Handset::new(9_000 + seed);
        let (to, mut peer) = Peer::meet(&mut phone, "Peer", seed);
        for step in steps {
            match step {
                Step::Clock(now) => phone.watch.set(now.map(Moment)),
                Step::Pass(seconds) => {
                    let now = phone.watch.now().map(|now| Moment(now.0.saturating_add(seconds)));
                    phone.watch.set(now);
                }
                Step::Confirm => {
                    let _ = phone.confirm_date();
                }
                Step::Hear(day) => {
                    let before = phone.people()[0].heard;
                    let envelope = peer.seal(Day(day), vec![Record::text("x")]);
                    let Ok(Received::Message { id, .. }) = phone.receive(&envelope) else { panic!("it arrives") };
                    phone.burn_message(id).unwrap();
                    prop_assert!(phone.people()[0].heard >= before);
                }
                Step::Extend => {
                    let _ = phone.extend_lease(to);
                }
                Step::Restart => phone.power_cut(),
            }
            let (today, lease) = (at_least(&phone), phone.people()[0].lease);
            prop_assert_eq!(lease.over, today > lease.until);
            prop_assert!(lease.until.0 <= today.0.saturating_add(30), "nothing lasts longer than one lease from today");
            prop_assert!(phone.people()[0].heard <= today);
            let text = phone.write(to, "x", Size::Normal);
            match (&text, lease.over) {
                (Ok(written), false) => prop_assert!(peer.hear(&written.envelope).text() == Some("x")),
                (Err(Refusal::LeaseOver { until }), true) => prop_assert_eq!(*until, lease.until),
                (text, over) => prop_assert!(false, "{:?} where over is {over}", text.as_ref().err()),
            }
            let cover = phone.write_cover(to).unwrap();
            prop_assert!(peer.hear(&cover.envelope).text().is_none());
            let answer = peer.seal(Day(1), vec![]);
            prop_assert!(phone.receive(&answer).is_ok());
        }
    }
}
