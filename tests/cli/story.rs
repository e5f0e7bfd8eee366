//! The whole story by files.

use serde_json::json;

use crate::desk::{Desk, files};

#[test]
fn two_phones_meet_write_scan_and_answer_through_a_courier() {
    let desk = Desk::new();
    let set_up = desk.ok("setup alice --quick");
    assert!(set_up.err.contains("no hardware key: the passphrase alone protects"));
    desk.ok("setup bob --quick");
    desk.ok("pair alice Bob start --out p1");
    assert_eq!(files(&desk.path("p1")).len(), 12);
    desk.ok("pair bob Alice scan p1/* --out p2");
    let alices = desk.ok("pair alice Bob scan p2/* --out p3").out;
    let bobs = desk.ok("pair bob Alice scan p3/p3.png").out;
    let words = |shown: &str| -> Vec<String> {
        shown.lines().filter(|line| line.starts_with("        ")).map(|line| line.trim().to_owned()).collect()
    };
    assert_eq!(words(&alices), words(&bobs));
    assert_eq!(words(&alices)[0].split_whitespace().count(), 4);
    assert_eq!(words(&alices)[1].chars().filter(char::is_ascii_digit).count(), 14);
    let unconfirmed = &desk.json("contacts alice --json")[0];
    assert_eq!(unconfirmed["standing"], "unconfirmed");
    assert_eq!(unconfirmed["words"].as_str().unwrap().to_uppercase(), words(&alices)[0].replace("   ", " "));
    desk.ok("confirm alice Bob");
    desk.ok("confirm bob Alice");

    desk.ok("write alice Bob --text Bring_the_map. --out code.png");
    desk.ok("courier --profile signal-standard --preset good --seed 1 --frames 12 code.png burst");
    let read = desk.ok("scan bob burst/*");
    assert_eq!(read.out.matches("Bring the map.").count(), 1);
    assert!(read.out.contains("A message from Alice: number 1.") && read.err.contains("burned"));
    assert_eq!(desk.ok("inbox bob").out, "Nothing waits.\n");

    desk.ok("write bob Alice --text It_is_here. --out answer.png");
    let read = desk.json("scan alice answer.png --json");
    assert_eq!(
        read,
        [json!({"file": "answer.png", "result": "message", "contact": "Bob", "text": "It is here.",
                "said": "A message from Bob: number 1."})]
    );
}

#[test]
fn a_gap_in_the_numbering_is_said_and_closed_by_the_same_code() {
    let desk = Desk::met();
    desk.ok("write alice Bob --text one --out 1.png");
    desk.ok("write alice Bob --text two --out 2.png");
    let said = desk.ok("scan bob 2.png").out;
    assert!(said.contains("A message from Alice: number 2; 1 has not arrived, ask for it."), "{said}");
    assert!(desk.ok("contacts bob").out.contains("1 has not arrived, ask for it"));
    assert_eq!(desk.json("contacts bob --json")[0]["missing"], json!([1]));
    assert_eq!(desk.json("contacts alice --json")[0]["kept"][0]["number"], 1);

    desk.ok("show alice Bob --number 1 --out again.png");
    let bytes = |name: &str| std::fs::read(desk.path(name)).unwrap();
    assert_eq!(bytes("again.png"), bytes("1.png"));
    desk.ok("show alice Bob --out last.png");
    assert_eq!(bytes("last.png"), bytes("2.png"));
    assert!(desk.ok("scan bob again.png").out.contains("A message from Alice: number 1."));
}

#[test]
fn a_kept_text_waits_until_it_is_burned() {
    let desk = Desk::met();
    desk.ok("write alice Bob --text wait_for_me --out code.png");
    let scanned = &desk.json("scan bob code.png --keep --json")[0];
    assert_eq!((&scanned["result"], &scanned["text"]), (&json!("message"), &json!(null)));
    for _ in 0..2 {
        let text = &desk.json("inbox bob --json")[0];
        assert_eq!(
            (&text["contact"], &text["number"], &text["text"]),
            (&json!("Alice"), &json!(1), &json!("wait for me"))
        );
        assert!(text["burns"].is_string());
    }
    assert!(desk.ok("inbox bob").out.contains("wait for me"));
    let number = desk.json("inbox bob --json")[0]["message"].as_u64().unwrap();
    desk.ok(&format!("burn bob message {number}"));
    assert_eq!(desk.json("inbox bob --json").len(), 0);
    desk.refused(&format!("burn bob message {number}"), 1, "No such message");
}

#[test]
fn a_text_whose_limit_is_over_is_gone_with_the_next_unlock() {
    let desk = Desk::met();
    desk.ok("write alice Bob --text a_day --out code.png");
    desk.ok("scan bob code.png --keep");
    {
        let mut phone = desk.phone("bob", -25 * 3600);
        let id = phone.inbox()[0].id;
        phone.confirm_date().unwrap();
        phone.open_text(id).unwrap();
    }
    let inbox = desk.ok("inbox bob");
    assert_eq!(inbox.out, "Nothing waits.\n");
    assert!(inbox.err.contains("1 text whose time was over: burned."), "{inbox:?}");
}

#[test]
fn a_sign_of_life_looks_like_a_message_and_has_no_text() {
    let desk = Desk::met();
    desk.ok("write alice Bob --cover --out cover.png");
    desk.ok("write alice Bob --text x --out text.png");
    let size = |name: &str| image::image_dimensions(desk.path(name)).unwrap();
    assert_eq!(size("cover.png"), size("text.png"));
    let scanned = &desk.json("scan bob cover.png --json")[0];
    assert_eq!(
        (&scanned["result"], &scanned["contact"], &scanned["text"]),
        (&json!("cover"), &json!("Alice"), &json!(null))
    );
}

#[test]
fn people_are_renamed_paused_resumed_and_burned() {
    let desk = Desk::met();
    desk.ok("rename alice Bob Rob");
    desk.refused("write alice Bob --text x --out x.png", 1, "Nobody here is called Bob.");
    desk.ok("pause alice Rob");
    assert_eq!(desk.json("contacts alice --json")[0]["standing"], "paused");
    desk.refused("write alice Rob --text x --out x.png", 1, "Rob is paused.");
    desk.ok("resume alice Rob");
    desk.ok("write alice rob --text x --out x.png");
    desk.ok("burn alice contact Rob");
    assert!(desk.ok("contacts alice").out.contains("Nobody yet."));
    desk.ok("burn alice vault");
    assert_ne!(desk.aldis("contacts alice").code, 0);
}

#[test]
fn the_date_is_shown_and_confirmed() {
    let desk = Desk::new();
    desk.ok("setup alice --quick");
    desk.phone("alice", 20 * 86_400).confirm_date().unwrap();
    let doubtful = desk.ok("date alice");
    assert!(doubtful.out.contains("last knew") && doubtful.err.contains("date alice --confirm"), "{doubtful:?}");
    assert!(desk.ok("date alice --confirm").out.contains("as you say"));
    assert!(desk.ok("date alice").out.contains("nothing speaks against it"));
}
