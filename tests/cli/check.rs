//! Loop-back: the phone looks at the courier's picture before it is sent.

use image::Luma;

use crate::desk::{Desk, gray};

/// Blackens a square of the code in `from`, `share` hundredths of its side wide, near its middle.
fn damage(desk: &Desk, from: &str, share: u32, to: &str) {
    let mut picture = image::open(desk.path(from)).unwrap().into_luma8();
    let side = picture.width();
    let (start, len) = (side * 2 / 5, side * share / 100);
    for y in start..start + len {
        for x in start..start + len {
            picture.put_pixel(x, y, Luma([0]));
        }
    }
    picture.save(desk.path(to)).unwrap();
}

#[test]
fn a_picture_that_carries_the_last_message_whole_is_good_and_one_that_hardly_does_is_not() {
    let desk = Desk::met();
    desk.ok("write alice Bob --text one --out 1.png");
    let before = desk.state("alice");
    let said = desk.ok("check alice 1.png").out;
    assert!(said.contains("good: it carries message 1 to Bob whole, with 0 % of its error correction used"), "{said}");
    let good = &desk.json("check alice 1.png --json")[0];
    assert_eq!((&good["result"], &good["contact"], &good["number"]), (&"good".into(), &"Bob".into(), &1.into()));
    assert_eq!(good["used"], 0.0);

    let mut used = 0.0;
    let poor = (1..40).find(|hundredth| {
        damage(&desk, "1.png", *hundredth, "worse.png");
        let worse = &desk.aldis("check alice worse.png --json").json()[0];
        let now = worse["used"].as_f64().expect("it is read until it is poor");
        assert!(now >= used, "more damage, less margin");
        used = now;
        worse["result"] == "poor"
    });
    assert!(poor.is_some() && (0.5..=1.0).contains(&used), "{poor:?} {used}");
    desk.refused("check alice worse.png", 1, "only just");
    assert_eq!(desk.state("alice"), before, "a look changes nothing");
}

#[test]
fn a_picture_of_anything_else_is_said_to_be_that() {
    let desk = Desk::met();
    desk.ok("write alice Bob --text one --out 1.png");
    desk.ok("write alice Bob --text two --out 2.png");
    desk.ok("write bob Alice --text theirs --out theirs.png");
    gray(&optic::paint::object(b"nobody's").unwrap(), 6).save(desk.path("foreign.png")).unwrap();
    image::GrayImage::from_pixel(300, 300, Luma([200])).save(desk.path("nothing.png")).unwrap();
    desk.refused("check alice 1.png", 1, "a newer one was written since");
    desk.refused("check alice theirs.png", 3, "none that this phone shows");
    desk.refused("check alice foreign.png", 3, "none that this phone shows");
    desk.refused("check alice nothing.png", 3, "No code is in the picture");
    desk.refused("check alice missing.png", 1, "cannot be read");
    let result = |file: &str| desk.json(&format!("check alice {file} --json"))[0]["result"].clone();
    assert_eq!([result("1.png"), result("theirs.png"), result("nothing.png")], ["older", "not-ours", "nothing"]);
    desk.ok("check alice 2.png");
}
