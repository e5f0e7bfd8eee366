//! The passphrase: wrong ones are counted, and nothing else changes.

use crate::desk::Desk;

#[test]
fn wrong_passphrases_are_counted_warned_of_and_the_tenth_burns() {
    let desk = Desk::met();
    for used in 1..=9 {
        let wrong = desk.with_passphrase("contacts alice", &format!("wrong number {used}"));
        assert_eq!((wrong.code, wrong.out.as_str()), (1, ""));
        let left = if used == 9 { "1 try is left".to_owned() } else { format!("{} tries are left", 10 - used) };
        assert!(wrong.err.starts_with("Wrong passphrase.") && wrong.err.contains(&left), "{wrong:?}");
        assert_eq!(wrong.err.contains("are destroyed"), used >= 7, "{wrong:?}");
    }
    let burned = desk.with_passphrase("contacts alice", "wrong number ten");
    assert!(burned.code == 1 && burned.err.contains("this phone is burned"), "{burned:?}");
    assert_eq!(desk.aldis("contacts alice").code, 1);
}

#[test]
fn the_right_passphrase_forgives_the_wrong_ones() {
    let desk = Desk::met();
    for _ in 0..3 {
        for wrong in ["wrong one", "wrong two", "wrong three"] {
            assert_eq!(desk.with_passphrase("contacts alice", wrong).code, 1);
        }
        assert!(desk.ok("contacts alice").out.contains("Bob: confirmed"));
    }
}

#[test]
fn without_a_terminal_or_a_file_the_passphrase_is_asked_for_in_vain() {
    let desk = Desk::new();
    desk.ok("setup alice --quick");
    let done = desk.without_passphrase("contacts alice --passphrase-file nowhere");
    assert!(done.code == 1 && done.err.contains("cannot be read"), "{done:?}");
    let empty = desk.with_passphrase("contacts alice", "\n");
    assert!(empty.code == 1 && empty.err.contains("1 to 1024 bytes"), "{empty:?}");
}

#[test]
fn the_vault_burns_without_its_passphrase_once_that_is_switched_on() {
    let desk = Desk::new();
    desk.ok("setup alice --quick");
    assert_eq!(desk.without_passphrase("burn alice vault").code, 1);
    desk.ok("quick-burn alice on");
    assert_eq!(desk.without_passphrase("burn alice vault").code, 0);
    desk.refused("contacts alice", 1, "Make one: aldis setup alice");
}
