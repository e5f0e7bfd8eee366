//! What is refused is not repeated: no sentence on standard error holds a text, a passphrase or a word of a card.

use crate::desk::Desk;

const TEXT: &str = "the_map_is_under_the_third_stone";
const WRONG: &str = "wall lump drawer goat sixty";

#[test]
fn no_refusal_repeats_a_text_or_a_passphrase() {
    let desk = Desk::met();
    let long = format!("{TEXT}_").repeat(30);
    let mut heard = String::new();
    let mut hear = |line: &str| {
        let done = desk.aldis(line);
        assert_ne!(done.code, 0, "{line}: {done:?}");
        assert_eq!(done.out, "", "{line}");
        heard.push_str(&done.err);
    };
    hear(&format!("write alice Bob --text {long} --out code.png"));
    hear(&format!("write alice Zoe --text {TEXT} --out code.png"));
    hear(&format!("write alice Bob --text {TEXT} --out nowhere/code.png"));
    hear(&format!("write alice Bob --text {TEXT} --size huge --out code.png"));
    desk.ok(&format!("write alice Bob --text {TEXT} --out code.png"));
    hear("scan alice code.png");
    desk.ok("scan bob code.png");
    hear("scan bob code.png");
    desk.ok("pause alice Bob");
    hear(&format!("write alice Bob --text {TEXT} --out code.png"));
    for words in [TEXT.replace('_', " ").into_bytes(), b"the map is under \xff".to_vec(), vec![b'm'; 1 << 20]] {
        heard.push_str(&desk.with_stdin("write alice Bob --out code.png", &words).err);
    }
    for passphrase in [WRONG.to_owned(), WRONG.repeat(50)] {
        let wrong = desk.with_passphrase("contacts alice", &passphrase);
        assert_eq!((wrong.code, wrong.out.as_str()), (1, ""));
        heard.push_str(&wrong.err);
    }
    assert!(heard.len() > 600, "{heard}");
    for secret in [TEXT.replace('_', " ").as_str(), WRONG, "wall lamp drawer boat six", "mmmmmmmmmmmm"] {
        let piece =
            secret.as_bytes().windows(12).find(|piece| heard.as_bytes().windows(12).any(|heard| heard == *piece));
        assert_eq!(piece.map(String::from_utf8_lossy), None, "{heard}");
    }
}

#[test]
fn a_text_goes_to_standard_output_and_nowhere_else() {
    let desk = Desk::met();
    desk.ok(&format!("write alice Bob --text {TEXT} --out code.png"));
    let words = TEXT.replace('_', " ");
    for (line, shown) in [("scan bob code.png --keep", false), ("inbox bob", true), ("inbox bob --json", true)] {
        let done = desk.ok(line);
        assert_eq!((done.out.contains(&words), done.err.contains(&words)), (shown, false), "{line}");
    }
}
