//! A phone that travels, by files: its share stays with somebody, as a picture or as words.

use std::fs;

use crate::desk::Desk;

/// The words that a share's making shows, in one line.
fn words(shown: &str) -> String {
    let rows = shown.lines().filter(|line| line.starts_with("    ")).flat_map(str::split_whitespace);
    rows.filter(|word| word.parse::<u8>().is_err()).collect::<Vec<_>>().join(" ")
}

#[test]
fn nothing_opens_it_without_the_share_and_with_it_all_is_as_before() {
    let desk = Desk::met();
    desk.ok("write bob Alice --text waits --out code.png");
    desk.ok("scan alice code.png --keep");
    let made = desk.ok("travel alice on --out share.png");
    assert!(made.out.starts_with("From now on nothing opens this phone without its share"), "{made:?}");
    for _ in 0..11 {
        let refused = desk.refused("inbox alice", 1, "damaged, or belongs to other hardware");
        assert!(refused.err.contains("--share FILE") && refused.err.contains("No try was counted"), "{refused:?}");
    }
    let shown = desk.ok("inbox alice --share share.png");
    assert!(shown.out.contains("waits"), "{shown:?}");
    fs::write(desk.path("words"), format!("{}\n", words(&made.out))).unwrap();
    assert!(desk.ok("contacts alice --share words").out.contains("Bob"));
    desk.ok("write alice Bob --text on_the_way --out code.png --share words");
    assert!(desk.ok("scan bob code.png").out.contains("on the way"));

    desk.refused("travel alice off code.png", 1, "no travel share");
    assert!(desk.ok("travel alice off share.png").out.contains("opens without a share again"));
    assert!(desk.ok("inbox alice").out.contains("waits"));
    desk.refused("inbox alice --share share.png", 1, "damaged, or belongs to other hardware");
}

#[test]
fn another_phones_share_a_card_and_half_a_share_open_nothing_and_cost_no_try() {
    let desk = Desk::met();
    let made = desk.ok("travel alice on --out share.png");
    desk.ok("travel bob on --out other.png");
    desk.ok("setup carol --quick --card card.png");
    let twelve = words(&made.out).rsplit_once(' ').unwrap().0.to_owned();
    fs::write(desk.path("twelve"), twelve).unwrap();
    for _ in 0..4 {
        desk.refused("contacts alice --share other.png", 1, "belongs to other hardware");
        for wrong in ["card.png", "twelve", "nowhere.png"] {
            desk.refused(&format!("contacts alice --share {wrong}"), 1, "no travel share");
        }
    }
    assert!(desk.ok("contacts alice --share share.png").out.contains("Bob"));
    // Where something else is scanned for it is told by its name, and does nothing.
    desk.refused("scan carol share.png", 1, "This is a travel share");
    assert_eq!(desk.aldis("scan carol share.png --json").json()[0]["result"], "share");
    desk.refused("pair carol Dan scan share.png --out p2", 1, "This is a travel share");
    desk.refused("card carol scan share.png --yes", 1, "This is no burn card");
}

#[test]
fn a_share_whose_paper_was_not_proven_is_not_needed() {
    let desk = Desk::met();
    let wrong = desk.with_stdin("travel alice on", b"no such words\n");
    assert!(wrong.code == 1 && wrong.err.contains("opens as before"), "{wrong:?}");
    assert_eq!(words(&wrong.out).split(' ').count(), 13);
    assert!(desk.ok("contacts alice").out.contains("Bob"));
    // Its picture is never written over anything.
    fs::write(desk.path("letters.png"), b"letters").unwrap();
    desk.refused("travel alice on --out letters.png", 1, "cannot be written there");
    assert!(desk.ok("contacts alice").out.contains("Bob") && fs::read(desk.path("letters.png")).unwrap() == b"letters");
}

#[test]
fn keys_and_share_are_needed_both() {
    let desk = Desk::new();
    desk.ok("setup alice --quick --keys stick");
    desk.ok("travel alice on --out share.png --keys stick");
    for half in ["--keys stick", "--share share.png", ""] {
        desk.refused(format!("contacts alice {half}").trim(), 1, "damaged, or belongs to other hardware");
    }
    desk.ok("contacts alice --keys stick --share share.png");
    desk.ok("contacts alice --keys stick --share share.png");
    desk.ok("travel alice off share.png --keys stick");
    desk.ok("contacts alice --keys stick");
}
