//! Meeting, one process a step.

use crate::desk::{Desk, gray};

fn two_phones() -> Desk {
    let desk = Desk::new();
    desk.ok("setup alice --quick");
    desk.ok("setup bob --quick");
    desk
}

#[test]
fn a_meeting_outlives_the_process_and_every_wrong_step_leaves_it_waiting() {
    let desk = two_phones();
    desk.ok("setup carol --quick");
    desk.ok("pair alice Bob start --out p1");
    desk.refused("pair alice Bob scan p1/* --out x", 1, "this phone's own code");
    desk.refused("pair bob Alice scan p1/p1-01.png p1/p1-02.png --out x", 1, "2 of at least 9 parts");
    desk.refused("pair bob Alice scan p1/*", 1, "no folder for them is given");
    desk.ok("pair bob Alice scan p1/* --out p2");
    // Carol answers the same P1; Alice takes the first P2 that she scans, and no other.
    desk.ok("pair carol Alice scan p1/* --out p2c");
    desk.ok("pair alice Bob scan p2/* --out p3");
    desk.refused("pair alice Bob scan p2c/* --out x", 1, "belongs to another meeting");
    desk.refused("pair carol Alice scan p3/p3.png", 1, "belongs to another meeting");
    // The same P2 once more gives the same P3.
    let third = |name: &str| std::fs::read(desk.path(name)).unwrap();
    desk.ok("pair alice Bob scan p2/* --out again");
    assert_eq!(third("p3/p3.png"), third("again/p3.png"));
    desk.refused("pair alice Bob scan p3/p3.png", 1, "this phone's own code");
    desk.ok("pair bob Alice scan p3/p3.png");
    desk.refused("pair bob Alice scan p3/p3.png", 1, "No meeting is under way");
}

#[test]
fn both_started_is_said_and_one_may_scan_after_all() {
    let desk = two_phones();
    desk.ok("pair alice Bob start --out p1");
    desk.ok("pair bob Alice start --out p1b");
    desk.refused("pair bob Alice scan p1/* --out p2", 1, "Both phones were told to start.");
}

#[test]
fn a_second_scan_of_the_first_code_shows_the_same_answer() {
    let desk = two_phones();
    desk.ok("pair alice Bob start --out p1");
    desk.ok("pair bob Alice scan p1/* --out p2");
    desk.ok("pair bob Alice scan p1/* --out p2again");
    // Parts of two showings are never mixed, so the answer is accepted from the second one alone.
    desk.ok("pair alice Bob scan p2again/* --out p3");
    desk.ok("pair bob Alice scan p3/p3.png");
}

#[test]
fn a_meeting_is_over_after_an_hour() {
    let desk = two_phones();
    {
        let mut alice = desk.phone("alice", -3700);
        alice.confirm_date().unwrap();
        alice.start_meeting(&"Bob".parse().unwrap()).unwrap();
    }
    desk.ok("pair bob Alice start --out other");
    assert!(desk.phone("bob", 0).meeting().is_some(), "a young meeting waits");
    assert!(desk.phone("alice", 0).meeting().is_none(), "an old one does not");
}

#[test]
fn an_answer_after_the_hour_finds_no_meeting() {
    let desk = two_phones();
    let p1 = {
        let mut alice = desk.phone("alice", -3700);
        alice.confirm_date().unwrap();
        alice.start_meeting(&"Bob".parse().unwrap()).unwrap()
    };
    let pictures = desk.path("p1");
    std::fs::create_dir(&pictures).unwrap();
    let reel = optic::reel::Reel::new(&p1, optic::reel::StreamId([1; 4])).unwrap();
    for number in 0..9 {
        gray(&reel.code(number).unwrap(), 4).save(pictures.join(format!("{number}.png"))).unwrap();
    }
    desk.ok("pair bob Alice scan p1/* --out p2");
    desk.refused("pair alice Bob scan p2/* --out p3", 1, "its hour is over");
    assert_eq!(desk.ok("contacts alice --json").out, "");
}

#[test]
fn nothing_is_sent_or_read_before_the_words_were_compared() {
    let desk = Desk::new();
    desk.met_unconfirmed();
    let stop = desk.refused("write alice Bob --text x --out x.png", 1, "were not compared yet");
    assert!(stop.err.contains("aldis confirm alice Bob"));
    assert!(!desk.path("x.png").exists());
    desk.ok("confirm bob Alice");
    desk.ok("write bob Alice --text early --out early.png");
    desk.refused("scan alice early.png", 3, "Not readable");
    desk.ok("confirm alice Bob");
    assert!(desk.ok("scan alice early.png").out.contains("early"));
}

#[test]
fn a_name_that_is_taken_or_unfit_is_refused_before_anything_is_made() {
    let desk = Desk::met();
    let before = desk.state("alice");
    desk.refused("pair alice bob start --out p1x", 1, "called bob already");
    desk.refused("pair alice  start --out p1x", 1, "A name has 1 to 64 bytes");
    assert_eq!(desk.state("alice"), before);
}

#[test]
fn somebody_is_met_again_and_what_was_under_way_arrives_first() {
    let desk = Desk::met();
    desk.ok("write bob Alice --text under-way --out code.png");
    desk.ok("write bob Alice --text too-late --out late.png");
    desk.refused("pair alice bob start --out p1", 1, "or, to meet that person once more, say so with --again");
    let start = desk.ok("pair alice Bob start --again --out p1");
    assert!(start.out.contains("pair alice Bob scan PICTURE... --again --out p1"), "{start:?}");
    desk.refused("pair bob Alice scan p1/* --out p2", 1, "Somebody here is called Alice already.");
    let second = desk.ok("pair bob Alice --again scan p1/* --out p2");
    assert!(second.out.contains("pair bob Alice scan PICTURE... --again"), "{second:?}");
    desk.ok("pair alice Bob scan p2/* --again --out p3");
    desk.ok("pair bob Alice scan p3/p3.png --again");
    desk.ok("confirm alice Bob");
    desk.ok("confirm bob Alice");
    let people = desk.ok("contacts alice").out;
    assert!(people.contains("it receives until the new one brings a message, then it burns"), "{people}");
    desk.ok("scan alice code.png");
    desk.ok("write bob Alice --cover --out cover.png");
    desk.ok("scan alice cover.png");
    let standings: Vec<_> =
        desk.json("contacts alice --json").iter().map(|person| person["standing"].clone()).collect();
    assert_eq!(standings, ["confirmed"]);
    desk.refused("scan alice late.png", 3, "Not readable");
}
