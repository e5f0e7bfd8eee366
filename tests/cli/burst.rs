//! Several pictures are one stream, and the courier makes them.

use serde_json::json;

use crate::desk::{Desk, files};

#[test]
fn the_courier_leaves_frames_stages_and_the_same_again_for_the_same_seed() {
    let desk = Desk::met();
    desk.ok("write alice Bob --text carried --out code.png");
    let trip = "courier --profile whatsapp --preset fair --seed 5";
    desk.ok(&format!("{trip} --frames 3 --keep stages code.png burst"));
    assert_eq!(files(&desk.path("burst")), ["frame-01.png", "frame-02.png", "frame-03.png"]);
    assert_eq!(
        files(&desk.path("stages")),
        ["1-code.png", "2-photo.jpg", "3-received.jpg", "4-shown.png", "5-frame.png"]
    );
    desk.ok(&format!("{trip} code.png one.png"));
    let bytes = |name: &str| std::fs::read(desk.path(name)).unwrap();
    assert_eq!(bytes("one.png"), bytes("burst/frame-01.png"));
    assert_ne!(bytes("one.png"), bytes("burst/frame-02.png"));
    assert_eq!(image::image_dimensions(desk.path("one.png")).unwrap(), (1280, 720));
    assert_eq!(image::image_dimensions(desk.path("stages/3-received.jpg")).unwrap(), (1200, 1600));
    desk.ok("courier --camera 640x480 --preset good code.png small.png");
    assert_eq!(image::image_dimensions(desk.path("small.png")).unwrap(), (640, 480));
    desk.refused("courier missing.png x.png", 1, "cannot be read");
}

#[test]
fn a_burst_is_read_once_and_its_other_frames_say_so() {
    let desk = Desk::met();
    desk.ok("write alice Bob --text burst --out code.png");
    desk.ok("courier --preset good --seed 2 --frames 4 code.png burst");
    let scanned = desk.json("scan bob burst/* --json");
    assert_eq!(scanned.len(), 4);
    let results: Vec<&str> = scanned.iter().map(|object| object["result"].as_str().unwrap()).collect();
    assert_eq!(results.iter().filter(|&&result| result == "message").count(), 1);
    assert!(results.iter().all(|result| ["message", "already-read", "no-code"].contains(result)), "{results:?}");
    assert_eq!(scanned.iter().filter(|object| object["text"] == json!("burst")).count(), 1);
}

#[test]
fn two_messages_in_one_burst_are_both_read_in_any_order() {
    let desk = Desk::met();
    desk.ok("write alice Bob --text first --out 1.png");
    desk.ok("write alice Bob --text second --out 2.png");
    let read = desk.ok("scan bob 2.png 1.png 2.png");
    let place = |text: &str| read.out.find(text).unwrap();
    assert!(place("second") < place("first"));
    assert!(!read.err.contains("read before"), "of a burst one frame is enough: {read:?}");
}

#[test]
fn what_could_not_be_read_beside_what_was_is_still_said() {
    let desk = Desk::met();
    desk.ok("write alice Bob --text here --out code.png");
    image::GrayImage::from_pixel(400, 300, image::Luma([180])).save(desk.path("wall.png")).unwrap();
    let read = desk.ok("scan bob wall.png code.png");
    assert!(read.out.contains("here") && read.err.contains("wall.png:\nNo code is in the picture."), "{read:?}");
}
