//! A wrong clock: nothing is lost, nothing locks, nothing burns early.

use engine::{Date, Day, Moment, Received, Refusal, Size};
use ratchet::Record;
use tests::phones::{DAY, Handset, START, pair, send, tell};

use crate::Peer;

const TODAY: Day = Day(21_000);

/// 1970, yesterday, a month and a day ahead, 2062, beyond what a day can say, and no clock at all.
const WRONG: [Option<Moment>; 6] = [
    Some(Moment(0)),
    Some(Moment(START.0 - DAY)),
    Some(Moment(START.0 + 31 * DAY)),
    Some(Moment(33_602 * DAY)),
    Some(Moment(u64::MAX)),
    None,
];

#[test]
fn with_any_wrong_clock_nothing_is_lost_nothing_locks_and_nothing_burns() {
    for (seed, wrong) in (0..).zip(WRONG) {
        let (mut alice, mut bob, to_bob, to_alice) = pair(seed);
        tell(&mut alice, to_bob, "before", &mut bob);
        let opened = send(&mut bob, to_alice, "opened before", &mut alice);
        alice.open_text(opened).unwrap();
        let unopened = send(&mut bob, to_alice, "not yet opened", &mut alice);
        let lost = bob.write(to_alice, "late", Size::Normal).unwrap().envelope;
        send(&mut bob, to_alice, "after a gap", &mut alice);
        let kept = alice.write(to_bob, "kept", Size::Normal).unwrap();

        alice.watch.set(wrong);
        alice.power_cut();
        assert!(matches!(alice.date(), Date::Doubtful { seen: TODAY, .. }), "{wrong:?}");
        assert_eq!(alice.let_time_pass(), Ok(0));
        alice.lock_and_unlock();
        assert_eq!(alice.inbox().len(), 3, "{wrong:?}");
        assert_eq!(alice.open_text(opened).unwrap().as_str(), "opened before");
        assert_eq!(alice.open_text(unopened).unwrap().as_str(), "not yet opened");
        assert!(alice.show(to_bob, Some(kept.number)).unwrap().1 == kept.envelope);
        // Both directions go on, and what was skipped is still awaited.
        tell(&mut alice, to_bob, "with a wrong clock", &mut bob);
        tell(&mut bob, to_alice, "so what", &mut alice);
        assert!(matches!(alice.receive(&lost), Ok(Received::Message { number: 3, .. })));
        assert_eq!(alice.let_time_pass(), Ok(0));

        // The clock is right again, and everything is where it was; the limits go on from there.
        alice.watch.set(Some(START));
        alice.power_cut();
        assert_eq!((alice.date(), alice.inbox().len()), (Date::Known(TODAY), 4), "{wrong:?}");
    }
}

#[test]
fn a_clock_in_doubt_is_not_told_to_others_and_one_that_is_sure_is() {
    let mut phone = Handset::new(20);
    let (to, mut peer) = Peer::meet(&mut phone, "Peer", 1);
    let day_of = |phone: &mut Handset, peer: &mut Peer| {
        let written = phone.write(to, "x", Size::Normal).unwrap();
        (peer.hear(&written.envelope).day, phone.people()[0].kept.last().unwrap().written)
    };
    assert_eq!(day_of(&mut phone, &mut peer), (TODAY, TODAY));
    for wrong in WRONG {
        phone.watch.set(wrong);
        assert_eq!(day_of(&mut phone, &mut peer), (Day::UNKNOWN, Day::UNKNOWN));
    }
    phone.watch.set(Some(Moment(START.0 + 30 * DAY)));
    assert_eq!(day_of(&mut phone, &mut peer), (Day(21_030), Day(21_030)));
}

#[test]
fn what_a_peer_says_of_the_day_enters_no_clock_and_only_bounds_what_is_noted() {
    let mut phone = Handset::new(21);
    let (_, mut peer) = Peer::meet(&mut phone, "Peer", 1);
    for (said, heard) in [(0, 21_000), (20_000, 21_000), (65_535, 21_000)] {
        let envelope = peer.seal(Day(said), vec![Record::text("x")]);
        phone.receive(&envelope).unwrap();
        assert_eq!(phone.people()[0].heard, Day(heard));
        assert_eq!(phone.date(), Date::Known(TODAY));
    }
    let mut late = Handset::new(22);
    let (_, mut peer) = Peer::meet(&mut late, "Peer", 2);
    late.watch.pass(20 * DAY);
    assert_eq!(late.people()[0].heard, Day(21_000), "a meeting is a sign of life");
    let envelope = peer.seal(Day(21_010), vec![Record::text("sealed ten days ago")]);
    late.receive(&envelope).unwrap();
    assert_eq!(late.people()[0].heard, Day(21_010));
}

#[test]
fn the_owner_lowers_a_floor_that_a_wrong_clock_has_left() {
    let mut phone = Handset::with(23, engine::Custody::Memory, Some(Moment(33_602 * DAY)));
    assert_eq!(phone.date(), Date::Known(Day(33_602)));
    phone.watch.set(Some(START));
    assert_eq!(phone.date(), Date::Doubtful { clock: Some(TODAY), seen: Day(33_602) });
    phone.confirm_date().unwrap();
    assert_eq!(phone.date(), Date::Known(TODAY));
    phone.power_cut();
    assert_eq!(phone.date(), Date::Known(TODAY), "it is on disk");
    phone.watch.set(None);
    assert_eq!(phone.confirm_date(), Err(Refusal::NoClock));
}

#[test]
fn a_clock_that_goes_on_within_a_month_of_the_last_use_is_believed() {
    let mut phone = Handset::new(24);
    for month in 1..=12 {
        phone.watch.pass(30 * DAY);
        assert_eq!(phone.date(), Date::Known(Day(21_000 + 30 * month)));
        phone.set_text_hours(24).unwrap(); // any use notes the clock
    }
    phone.watch.pass(31 * DAY);
    assert!(matches!(phone.date(), Date::Doubtful { .. }));
}

#[test]
fn keys_for_messages_that_never_came_go_by_age_only_where_the_owner_confirmed_the_date() {
    for confirmed in [false, true] {
        let mut phone = Handset::new(25);
        let (_, mut peer) = Peer::meet(&mut phone, "Peer", 1);
        let lost = peer.say("lost");
        let second = peer.say("second");
        phone.receive(&second).unwrap();
        // Thirty days, and the owner looks at the phone in between.
        for days in [15, 15] {
            phone.watch.pass(days * DAY);
            if confirmed {
                phone.confirm_date().unwrap();
            }
            phone.let_time_pass().unwrap();
            phone.set_text_hours(24).unwrap();
            assert_eq!(phone.people()[0].missing, [1], "thirty days are not more than thirty");
        }
        phone.watch.pass(DAY);
        phone.let_time_pass().unwrap();
        assert_eq!(phone.people()[0].missing.is_empty(), confirmed);
        assert_eq!(phone.receive(&lost).is_ok(), !confirmed);
    }
}

#[test]
fn a_confirmation_does_not_outlive_a_doubt() {
    let mut phone = Handset::new(26);
    let (_, mut peer) = Peer::meet(&mut phone, "Peer", 1);
    let lost = peer.say("lost");
    let second = peer.say("second");
    phone.receive(&second).unwrap();
    phone.confirm_date().unwrap();
    phone.watch.set(None);
    phone.set_text_hours(24).unwrap();
    for _ in 0..4 {
        phone.watch.set(Some(Moment(phone_floor(&phone) + 15 * DAY)));
        phone.set_text_hours(24).unwrap();
        phone.let_time_pass().unwrap();
    }
    assert_eq!(phone.date(), Date::Known(Day(21_060)));
    assert!(phone.receive(&lost).is_ok());
}

/// Where the last day that the phone is sure of begins.
fn phone_floor(phone: &Handset) -> u64 {
    match phone.date() {
        Date::Known(day) | Date::Doubtful { seen: day, .. } => u64::from(day.0) * DAY,
    }
}
