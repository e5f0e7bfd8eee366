//! When a phone is taken, by files: cards, notices, leases, the second passphrase, burning in a hurry.

use serde_json::json;

use crate::desk::Desk;

/// The words that a card's making shows, in one line.
fn words(shown: &str) -> String {
    let rows = shown.lines().filter(|line| line.starts_with("    ")).flat_map(str::split_whitespace);
    rows.filter(|word| word.parse::<u8>().is_err()).collect::<Vec<_>>().join(" ")
}

/// Alice, Bob and Carol; all have met, and Alice has had a card from the start.
fn three() -> (Desk, String) {
    let desk = Desk::new();
    let made = desk.ok("setup alice --quick --card card.png").out;
    for name in ["bob", "carol"] {
        desk.ok(&format!("setup {name} --quick"));
    }
    for (first, bob, second, alice) in
        [("alice", "Bob", "bob", "Alice"), ("alice", "Carol", "carol", "Alice"), ("bob", "Carol", "carol", "Bob")]
    {
        let (mut one, mut other) = (desk.phone(first, 1), desk.phone(second, 2));
        tests::phones::befriend(&mut one, bob, &mut other, alice);
    }
    (desk, words(&made))
}

#[test]
fn a_card_is_made_later_reaches_contacts_with_the_next_message_and_ends_its_phone() {
    let desk = Desk::met();
    let made = desk.ok("card alice make --out card.png");
    assert!(made.out.starts_with("This does not bring anything back.\n"), "{made:?}");
    assert!(made.out.contains("It has no force yet with Bob"));
    assert_eq!(desk.json("contacts alice --json")[0]["card_on_its_way"], true);
    desk.refused("card bob scan card.png --yes", 1, "of nobody whom this phone knows");
    desk.ok("write alice Bob --text hello --out hello.png");
    desk.ok("scan bob hello.png");
    let asked = desk.refused("card bob scan card.png", 1, "This card ends Alice for good; nothing was changed yet.");
    assert!(asked.err.contains("--yes"));
    assert_eq!(desk.json("contacts bob --json")[0]["standing"], "confirmed");
    assert!(desk.ok("card bob scan card.png --yes").out.contains("Alice: ended for good."));
    let ended = &desk.json("contacts bob --json")[0];
    assert_eq!((&ended["standing"], ended["burned"].is_string()), (&json!("ended"), true));
    assert!(desk.ok("contacts bob").out.contains("burned with its card, which was shown here"));
    desk.refused("write bob Alice --text x --out x.png", 1, "Alice's phone was burned with its card.");
    desk.refused("card bob scan card.png --yes", 1, "ended somebody here before");
    desk.refused("card alice scan card.png --yes", 1, "this phone's own card");
}

#[test]
fn a_card_is_taken_from_its_words_given_or_typed() {
    let (desk, words) = three();
    let line = words.replace(' ', "_");
    let done = desk.aldis(&format!("card bob scan {line}"));
    assert!(done.code == 1 && done.err.contains("This card ends Alice for good"), "{done:?}");
    let short: Vec<String> = words.split(' ').map(|word| word.chars().take(4).collect()).collect();
    let typed = desk.with_stdin("card bob scan --yes", format!("{}\n", short.join(" ")).as_bytes());
    assert!(typed.code == 0 && typed.out.contains("Alice: ended for good."), "{typed:?}");
    let mut wrong: Vec<&str> = words.split(' ').collect();
    wrong.swap(3, 7);
    for wrong in [wrong.join("_"), words.rsplit_once(' ').unwrap().0.replace(' ', "_")] {
        desk.refused(&format!("card carol scan {wrong}_"), 1, "not the thirteen words");
    }
    desk.refused("card carol scan missing.png --yes", 1, "cannot be read");
    desk.ok("write alice Bob --text x --out code.png");
    desk.refused("card carol scan code.png --yes", 1, "no burn card");
}

#[test]
fn a_card_that_is_copied_by_hand_counts_when_its_words_were_typed_back() {
    let desk = Desk::met();
    let wrong = desk.with_stdin("card alice make", b"no such words\n");
    assert!(wrong.code == 1 && wrong.err.contains("does not count"), "{wrong:?}");
    assert!(!desk.phone("alice", 0).has_card());
    assert_eq!(words(&wrong.out).split(' ').count(), 13);
}

#[test]
fn a_notice_goes_on_where_the_owner_said_so() {
    let (desk, _) = three();
    desk.ok("card bob scan card.png --yes");
    desk.ok("write bob Carol --text quiet --out quiet.png");
    assert!(!desk.ok("scan carol quiet.png").out.contains("burned with its card"));
    let told = desk.ok("notices bob Carol on").out;
    assert!(told.contains("Carol learns from a notice that you knew"), "{told}");
    desk.ok("write bob Carol --text loud --out loud.png");
    let heard = desk.json("scan carol loud.png --json");
    assert_eq!((&heard[0]["result"], &heard[1]["result"]), (&json!("burned"), &json!("message")));
    assert!(heard[0]["said"].as_str().unwrap().contains("Alice's phone was burned with its card"));
    assert!(desk.ok("contacts carol").out.contains("by a notice in a message of Bob"));
    assert!(desk.ok("notices bob Carol off").out.contains("carry no notices"));
}

#[test]
fn a_lease_stops_text_says_when_and_is_extended_once() {
    let desk = Desk::met();
    assert!(desk.ok("contacts alice").out.contains("gets text until "));
    assert!(desk.ok("lease alice days 5").out.contains("for 5 days"));
    desk.refused("lease alice extend Bob", 1, "without an extension");
    {
        // The meeting, six days ago, as far as this phone knows.
        let mut alice = desk.phone("alice", 6 * 86_400);
        alice.set_text_hours(24).unwrap();
        let bob = alice.person("Bob").unwrap();
        assert!(alice.people()[0].lease.over);
        assert!(alice.write(bob, "x", engine::Size::Normal).is_err());
    }
    // This computer's clock is behind now, and what the phone was sure of stands.
    desk.refused("write alice Bob --text x --out x.png", 1, "was not heard from for too long");
    assert!(!desk.path("x.png").exists());
    desk.ok("write alice Bob --cover --out cover.png");
    assert!(desk.ok("contacts alice").out.contains("gets no text since "));
    assert!(desk.ok("lease alice extend Bob").out.contains("nobody knows who holds that phone"));
    desk.ok("write alice Bob --text x --out x.png");
    desk.refused("lease alice extend Bob", 1, "extended already");
    desk.refused("lease alice extend Zoe", 1, "Nobody here is called Zoe.");
}

#[test]
fn the_second_passphrase_is_set_tried_out_and_used() {
    let (desk, _) = three();
    let write = |name: &str, text: &str| std::fs::write(desk.path(name), text).unwrap();
    write("second", "cold harbour nine tin whistle\n");
    write("near", "wall lamp drawer boat sixty\n");
    desk.refused("duress alice set --second-file near", 1, "too similar");
    let set = desk.ok("duress alice set --second-file second --keep Bob");
    assert!(set.err.contains("may be a crime"), "{set:?}");
    for (file, said) in
        [("second", "the second passphrase"), ("passphrase", "your own"), ("near", "opens nothing here")]
    {
        assert!(desk.ok(&format!("duress alice test --second-file {file}")).out.contains(said));
    }
    assert_eq!(desk.json("contacts alice --json").len(), 2, "nothing acted");
    let second = "cold harbour nine tin whistle";
    let seen = desk.with_passphrase("contacts alice --json", second).json();
    assert_eq!((seen.len(), &seen[0]["name"]), (1, &json!("Bob")));
    let forced = desk.with_passphrase("write alice Bob --text all_is_well --out calm.png", second);
    assert_eq!(forced.code, 0, "{forced:?}");
    assert!(!forced.out.contains("force") && !forced.err.contains("force"), "{forced:?}");
    let heard = desk.json("scan bob calm.png --json");
    assert_eq!((&heard[0]["result"], &heard[1]["result"]), (&json!("alarm"), &json!("message")));
    let told = desk.ok("contacts bob").out;
    assert!(told.contains("unlocked under force") && told.contains("Write back nothing of this warning"), "{told}");
    assert_eq!(desk.aldis("contacts alice").code, 1, "the real one is gone");
    let off = desk.with_passphrase("duress alice off", second);
    assert!(off.code == 1 && off.err.contains("There is no second passphrase"), "{off:?}");
}

#[test]
fn a_phone_burns_without_its_passphrase_only_where_that_was_switched_on() {
    let desk = Desk::new();
    desk.ok("setup alice --quick");
    let refused = desk.without_passphrase("burn alice vault");
    assert!(refused.code == 1 && refused.err.contains("passphrase"), "{refused:?}");
    assert!(desk.path("alice/vault").exists());
    assert!(desk.ok("quick-burn alice on").out.contains("without the passphrase"));
    assert!(desk.ok("quick-burn alice off").out.contains("with the passphrase alone"));
    assert_eq!(desk.without_passphrase("burn alice vault").code, 1);
    desk.ok("quick-burn alice on");
    let burned = desk.without_passphrase("burn alice vault");
    assert!(burned.code == 0 && burned.out.contains("Nothing brings it back."), "{burned:?}");
    assert!(!desk.path("alice/vault").exists());
}
