//! Each refusal is its own sentence, its own exit code, and no change.

use engine::{Received, Size};
use serde_json::json;

use crate::desk::{Desk, gray};

#[test]
fn a_folder_that_is_no_phone_says_so_and_is_left_alone() {
    let desk = Desk::new();
    desk.refused("contacts nobody", 1, "There is no such folder.");
    std::fs::create_dir(desk.path("empty")).unwrap();
    desk.refused("contacts empty", 1, "There is no phone in this folder.");
    desk.ok("setup alice --quick");
    let before = desk.vault("alice");
    desk.refused("setup alice --quick", 1, "A phone is in this folder already");
    assert_eq!(desk.vault("alice"), before);
    std::fs::write(desk.path("alice/vault"), b"something else").unwrap();
    desk.refused("contacts alice", 1, "is no phone (14 bytes)");
    assert_eq!(desk.vault("alice"), b"something else");
}

#[test]
fn a_phone_in_use_says_so() {
    let desk = Desk::new();
    desk.ok("setup alice --quick");
    let _held = desk.phone("alice", 0);
    desk.refused("contacts alice", 1, "Another program is using this phone.");
}

#[test]
fn an_unknown_person_is_unknown_to_every_verb() {
    let desk = Desk::met();
    for line in [
        "confirm alice Zoe",
        "write alice Zoe --text x --out x.png",
        "show alice Zoe --out x.png",
        "rename alice Zoe Eve",
        "pause alice Zoe",
        "resume alice Zoe",
        "burn alice contact Zoe",
    ] {
        desk.refused(line, 1, "Nobody here is called Zoe.");
    }
    assert!(!desk.path("x.png").exists());
    desk.refused("show alice Bob --out x.png", 1, "No such code is kept");
    desk.refused("rename alice Bob _", 1, "A name has 1 to 64 bytes");
}

#[test]
fn twenty_unanswered_codes_are_the_most() {
    let desk = Desk::met();
    {
        let mut alice = desk.phone("alice", 0);
        let bob = alice.person("Bob").unwrap();
        for _ in 0..20 {
            alice.write(bob, "hello?", Size::Normal).unwrap();
        }
    }
    desk.refused("write alice Bob --text x --out x.png", 1, "Twenty codes to Bob are out without an answer.");
    let shown = desk.ok("show alice Bob --number 20 --out 20.png");
    assert!(shown.out.contains("Message 20 to Bob is in 20.png again"));
    desk.ok("scan bob 20.png");
    desk.ok("write bob Alice --text yes --out yes.png");
    desk.ok("scan alice yes.png");
    desk.ok("write alice Bob --text x --out x.png");
}

#[test]
fn a_full_inbox_opens_nothing_and_the_same_picture_works_later() {
    let desk = Desk::met();
    {
        let (mut alice, mut bob) = (desk.phone("alice", 0), desk.phone("bob", 0));
        let (to_bob, to_alice) = (alice.person("Bob").unwrap(), bob.person("Alice").unwrap());
        for number in 1..=64 {
            let written = alice.write(to_bob, "one more", Size::Normal).unwrap();
            assert!(matches!(bob.receive(&written.envelope), Ok(Received::Message { .. })));
            if number % 16 == 0 {
                let answer = bob.write_cover(to_alice).unwrap();
                alice.receive(&answer.envelope).unwrap();
            }
        }
    }
    desk.ok("write alice Bob --text the_65th --out code.png");
    let before = desk.state("bob");
    desk.refused("scan bob code.png", 1, "The inbox is full: 64 texts.");
    assert_eq!(desk.json("scan bob code.png --json")[0]["result"], "inbox-full");
    assert_eq!(desk.state("bob"), before);
    let first = desk.json("inbox bob --json")[0]["message"].clone();
    desk.ok(&format!("burn bob message {first}"));
    assert!(desk.ok("scan bob code.png").out.contains("the 65th"));
}

#[test]
fn a_second_scan_of_the_same_says_that_it_was_read() {
    let desk = Desk::met();
    desk.ok("write alice Bob --text once --out code.png");
    desk.ok("scan bob code.png");
    let before = desk.state("bob");
    desk.refused("scan bob code.png", 1, "This message was read before.");
    let again = &desk.json("scan bob code.png --json")[0];
    assert_eq!(
        (&again["result"], &again["contact"], &again["text"]),
        (&json!("already-read"), &json!(null), &json!(null))
    );
    assert_eq!(desk.state("bob"), before);
}

#[test]
fn what_is_not_for_this_phone_is_said_to_be_not_readable() {
    let desk = Desk::met();
    desk.ok("write alice Bob --text hello --out code.png");
    let before = desk.state("alice");
    desk.refused("scan alice code.png", 3, "Not readable: old, or not for this phone.");
    assert_eq!(desk.json("scan alice code.png --json")[0]["result"], "unreadable");
    assert_eq!(desk.state("alice"), before);
    desk.ok("scan bob code.png");
}

#[test]
fn a_message_from_long_ago_is_not_readable_and_changes_nothing() {
    let desk = Desk::met();
    desk.ok("write alice Bob --text too_late --out old.png");
    {
        // Six turns, and the key for it is dropped after five of Bob's steps.
        let (mut alice, mut bob) = (desk.phone("alice", 0), desk.phone("bob", 0));
        let (to_bob, to_alice) = (alice.person("Bob").unwrap(), bob.person("Alice").unwrap());
        for _ in 0..6 {
            let cover = alice.write_cover(to_bob).unwrap();
            bob.receive(&cover.envelope).unwrap();
            let answer = bob.write_cover(to_alice).unwrap();
            alice.receive(&answer.envelope).unwrap();
        }
    }
    let before = desk.state("bob");
    desk.refused("scan bob old.png", 3, "Not readable: old, or not for this phone.");
    assert_eq!(desk.json("scan bob old.png --json")[0]["result"], "unreadable");
    assert_eq!(desk.state("bob"), before);
}

#[test]
fn every_other_code_has_its_own_word() {
    let desk = Desk::met();
    desk.ok("setup carol --quick --card card.png");
    desk.ok("pair carol Dan start --out p1");
    let save = |name: &str, modules: &optic::Modules| gray(modules, 4).save(desk.path(name)).unwrap();
    let plain = |bytes: &[u8]| {
        optic::paint::bytes(bytes, optic::Version::new(4).unwrap(), optic::Level::M, optic::Mask::new(0).unwrap())
            .unwrap()
    };
    save("poster.png", &plain(b"https://example.org/menu"));
    save("newer.png", &optic::paint::object(&[9, 1, 1, 1]).unwrap());
    image::GrayImage::from_pixel(400, 300, image::Luma([180])).save(desk.path("wall.png")).unwrap();
    std::fs::write(desk.path("notes.txt"), b"not a picture").unwrap();
    let before = desk.state("bob");
    for (file, code, result, said) in [
        ("poster.png", 3, "not-ours", "This code is not from Aldis."),
        ("newer.png", 1, "newer", "This needs a newer Aldis."),
        ("wall.png", 3, "no-code", "No code is in the picture."),
        ("notes.txt", 1, "bad-file", "no PNG, JPEG or PGM picture"),
        ("missing.png", 1, "bad-file", "cannot be read"),
        ("card.png", 1, "card", "This is a burn card"),
        ("p1/p1-01.png", 1, "part", "1 of at least 9 parts"),
    ] {
        desk.refused(&format!("scan bob {file}"), code, said);
        let done = desk.aldis(&format!("scan bob {file} --json"));
        assert_eq!(done.code, code, "{file}");
        let object = &done.json()[0];
        assert_eq!((&object["file"], &object["result"]), (&json!(file), &json!(result)));
        assert!(object["said"].as_str().is_some_and(|said| said.len() > 10));
    }
    desk.refused("scan bob p1/*", 1, "This is a code of a meeting.");
    let stream = desk.json("scan bob p1/* --json");
    assert_eq!(stream.len(), 12);
    assert_eq!((&stream[0]["result"], &stream[8]["result"]), (&json!("part"), &json!("pairing")));
    assert_eq!(desk.state("bob"), before);
}

#[test]
fn a_wrong_command_line_is_neither_done_nor_refused() {
    let desk = Desk::new();
    for line in ["", "fly", "write alice", "scan alice", "courier --preset lovely a b", "write a b --size huge --out x"]
    {
        let done = desk.without_passphrase(line);
        assert_eq!(done.code, 2, "{line}: {done:?}");
        assert!(done.err.contains("--help") || done.err.contains("Usage: aldis"), "{line}: {done:?}");
    }
    for line in ["--help", "--version", "help scan"] {
        assert_eq!(desk.without_passphrase(line).code, 0, "{line}");
    }
    assert!(desk.without_passphrase("--help").out.contains("Exit codes: 0 done"));
}

#[test]
fn a_card_is_proven_and_never_written_over_anything() {
    let desk = Desk::new();
    std::fs::write(desk.path("mine.png"), b"mine").unwrap();
    desk.refused("setup alice --quick --card mine.png", 1, "cannot be written");
    assert_eq!(std::fs::read(desk.path("mine.png")).unwrap(), b"mine");
    assert!(!desk.path("alice").exists(), "refused before anything was made");

    let made = desk.ok("setup alice --quick --card card.png");
    let lines: Vec<&str> = made.out.lines().collect();
    assert_eq!(lines[1], "This does not bring anything back.");
    let rows: Vec<&str> = made.out.lines().filter(|line| line.starts_with("    ")).collect();
    let words: Vec<&str> =
        rows.iter().flat_map(|row| row.split_whitespace()).filter(|word| word.parse::<u8>().is_err()).collect();
    let from_words = engine::Card::from_words(&words.join(" ")).unwrap();
    let picture = image::open(desk.path("card.png")).unwrap().into_luma8();
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let view = optic::LumaView::new(&picture, width, height, width).unwrap();
    let reading = optic::Reader::new().read(view, optic::Budget::STILL);
    let object = optic::base45::decode(&reading.codes[0].bytes).unwrap();
    assert_eq!(object, from_words.object());
    assert!(desk.phone("alice", 0).has_card());
}

#[test]
fn a_text_that_nobody_could_see_is_not_burned() {
    let desk = Desk::met();
    desk.ok("write alice Bob --text still_here --out code.png");
    let unseen = desk.onto_a_full_disk("scan bob code.png");
    assert!(unseen.code == 1 && unseen.err.contains("aldis inbox bob"), "{unseen:?}");
    assert_eq!(desk.json("inbox bob --json")[0]["text"], "still here");
}
