//! How a code is shown is the sender's choice; whoever scans is not asked.

use crate::desk::{Desk, files};

#[test]
fn a_message_is_read_however_it_is_shown_and_nobody_says_how() {
    let desk = Desk::met();
    let long = "A long message. ".repeat(40);
    let long = long.trim_end().replace(' ', "_");
    for (density, text) in [("still", "one"), ("sheet", "six"), ("square", "four"), ("sheet", long.as_str())] {
        desk.ok(&format!("write alice Bob --text {text} --density {density} --out code.png"));
        let read = desk.ok("scan bob code.png");
        assert!(read.out.contains(&text.replace('_', " ")), "{density}: {read:?}");
        assert_eq!(read.err.matches("parts").count(), 0, "{read:?}");
    }
    desk.ok("write alice Bob --text in_turn --density reel --out reel");
    assert_eq!(files(&desk.path("reel")).len(), 6, "three would do");
    std::fs::remove_file(desk.path("reel/code-02.png")).unwrap();
    let read = desk.ok("scan bob reel/*");
    assert!(read.out.contains("in turn"), "{read:?}");
}

#[test]
fn a_sheet_may_lose_one_code_and_says_what_is_missing_of_two() {
    let desk = Desk::met();
    desk.ok("write alice Bob --text whole --density sheet --out code.png");
    let whole = image::open(desk.path("code.png")).unwrap().into_luma8();
    let (width, height) = whole.dimensions();
    let covered = |codes: &[(u32, u32)], name: &str| {
        let mut picture = whole.clone();
        for (x, y, pixel) in picture.enumerate_pixels_mut() {
            if codes.contains(&(2 * x / width, 3 * y / height)) {
                pixel.0 = [255];
            }
        }
        picture.save(desk.path(name)).unwrap();
    };
    covered(&[(0, 0), (1, 2)], "two.png");
    desk.refused("scan bob two.png", 1, "4 of at least 5 parts");
    covered(&[(1, 1)], "one.png");
    assert!(desk.ok("scan bob one.png").out.contains("whole"));
    // What is missing in one picture may stand in another.
    desk.ok("write alice Bob --text apart --density sheet --out code.png");
    let whole = image::open(desk.path("code.png")).unwrap();
    whole.crop_imm(0, 0, width, height / 2).save(desk.path("upper.png")).unwrap();
    whole.crop_imm(0, height / 3, width, height - height / 3).save(desk.path("lower.png")).unwrap();
    assert!(desk.ok("scan bob lower.png upper.png").out.contains("apart"));
}

#[test]
fn the_picture_of_a_sheet_can_be_checked_before_it_is_sent() {
    let desk = Desk::met();
    desk.ok("write alice Bob --text checked --density sheet --out code.png");
    let checked = desk.json("check alice code.png --json");
    assert_eq!(checked[0]["result"], "good", "{checked:?}");
    assert_eq!(checked[0]["used"], 0.0);
    desk.ok("show alice Bob --density square --out again.png");
    assert_eq!(desk.json("check alice again.png --json")[0]["result"], "good");
}

#[test]
fn the_densest_code_is_for_a_meeting_and_refused_for_a_message_before_anything_is_spent() {
    let desk = Desk::met();
    let before = desk.state("alice");
    desk.refused("write alice Bob --text x --density max --out max.png", 1, "No message is that large");
    assert_eq!(desk.state("alice"), before);
    assert!(!desk.path("max.png").exists());
    desk.ok("setup carol --quick");
    desk.ok("pair carol Dave start --density max --out d1");
    assert_eq!(files(&desk.path("d1")), ["p1.png"]);
    desk.ok("setup dave --quick");
    desk.ok("pair dave Carol scan d1/* --density sheet --out d2");
    assert_eq!(files(&desk.path("d2")), ["p2.png"]);
    desk.ok("pair carol Dave scan d2/* --out d3");
    desk.ok("pair dave Carol scan d3/p3.png");
}
