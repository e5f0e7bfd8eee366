//! Texts: where they come from, how long they may be, what code they get.

use crate::desk::Desk;

/// Pixels a side of a painted code: 1080 or a little less, in whole pixels a module with the quiet zone.
fn modules(desk: &Desk, name: &str) -> u32 {
    let (width, height) = image::image_dimensions(desk.path(name)).unwrap();
    assert_eq!(width, height);
    assert!((800..=1100).contains(&width), "{width}");
    let picture = image::open(desk.path(name)).unwrap();
    assert_eq!(picture.color(), image::ColorType::L8);
    let picture = picture.into_luma8();
    // The quiet zone is four modules.
    let first_dark = (0..width).find(|&at| picture.get_pixel(at, at).0 == [0]).unwrap();
    width / (first_dark / 4) - 8
}

#[test]
fn the_size_is_normal_unless_asked_for_or_needed() {
    let desk = Desk::met();
    let long = "x".repeat(298);
    for (arguments, modules_a_side, word) in [
        ("--text x", 77, "normal"),
        ("--text x --size short", 57, "short"),
        ("--text x --size long", 97, "long"),
        ("--text x --size longest", 109, "longest"),
        (&*format!("--text {long}"), 97, "long"),
    ] {
        let done = desk.ok(&format!("write alice Bob {arguments} --out code.png"));
        assert_eq!(modules(&desk, "code.png"), modules_a_side, "{arguments}");
        assert!(done.out.contains(&format!(": {word},")), "{done:?}");
        assert_eq!(done.err.contains("sees that the text is long"), arguments.len() > 200, "{done:?}");
    }
}

#[test]
fn a_text_comes_from_standard_input_without_its_last_line_end() {
    let desk = Desk::met();
    assert_eq!(desk.with_stdin("write alice Bob --out code.png", "grüße\nzwei \n".as_bytes()).code, 0);
    assert_eq!(desk.json("scan bob code.png --json")[0]["text"], "grüße\nzwei ");
    let not_text = desk.with_stdin("write alice Bob --out code.png", &[0xff, 0xfe]);
    assert!(not_text.code == 1 && not_text.err.contains("not UTF-8"), "{not_text:?}");
    let endless = desk.with_stdin("write alice Bob --out code.png", &vec![b'x'; 1 << 20]);
    assert!(endless.code == 1 && endless.err.contains("far too long"), "{endless:?}");
}

#[test]
fn a_text_that_is_too_long_says_by_how_much_and_spends_nothing() {
    let desk = Desk::met();
    let text = "x".repeat(103);
    desk.ok(&format!("write alice Bob --size short --text {text} --out a.png"));
    desk.refused(
        &format!("write alice Bob --size short --text {text}y --out b.png"),
        1,
        "1 character too long; nothing was spent",
    );
    desk.refused(&format!("write alice Bob --text {} --out b.png", "ü".repeat(370)), 1, "6 characters too long");
    assert!(!desk.path("b.png").exists());
    assert!(desk.ok("write alice Bob --text x --out c.png").out.contains("Message 2 "));
}

#[test]
fn an_empty_text_is_no_message() {
    let desk = Desk::met();
    desk.refused("write alice Bob --text _ --out x.png", 1, "There is nothing to say.");
    let empty = desk.with_stdin("write alice Bob --out x.png", b"\n");
    assert!(empty.code == 1 && empty.err.contains("There is nothing to say."));
}

#[test]
fn a_place_that_cannot_be_written_is_found_before_anything_is_spent() {
    let desk = Desk::met();
    desk.refused("write alice Bob --text x --out nowhere/code.png", 1, "cannot be written");
    assert!(desk.ok("write alice Bob --text x --out code.png").out.contains("Message 1 "));
}

#[test]
fn a_text_cannot_steer_the_terminal() {
    let desk = Desk::met();
    assert_eq!(desk.with_stdin("write alice Bob --out code.png", b"a\x1b[2Jb").code, 0);
    let read = desk.ok("scan bob code.png");
    assert!(!read.out.contains('\u{1b}') && read.out.contains(r"a\u{1b}[2Jb"), "{read:?}");
}
