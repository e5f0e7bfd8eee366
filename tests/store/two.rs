//! Two processes and one folder: one of them has it, and the other says so.

use std::process::Command;

use tests::child::Process;

use crate::{NONE, PASSPHRASE, phone, scenes, unlocked};

const BUSY: Option<&str> = Some("no Vault(Busy)");

#[test]
fn the_second_process_says_that_the_phone_is_in_use_and_the_first_goes_on() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("vault"), scenes::friends().file).unwrap();
    let mut first = unlocked(home.path(), 1);
    let before = std::fs::read(home.path().join("vault")).unwrap();
    let mut second = Process::start(&mut phone(home.path(), 2));
    assert_eq!(second.ask(&format!("open {NONE}")).as_deref(), BUSY);
    assert_eq!(second.ask(&format!("setup {NONE} {PASSPHRASE}")).as_deref(), BUSY);
    for verb in ["contacts", "inbox", "setup"] {
        let mut aldis = Command::new(env!("CARGO_BIN_EXE_aldis-under-test"));
        std::fs::write(home.path().join("passphrase"), PASSPHRASE).unwrap();
        let said =
            aldis.args([verb, ".", "--passphrase-file", "passphrase"]).current_dir(home.path()).output().unwrap();
        let err = String::from_utf8(said.stderr).unwrap();
        assert_eq!(said.status.code(), Some(1), "{verb}: {err}");
        assert!(err.starts_with("Another program is using this phone.\nWait until it has ended"), "{verb}: {err}");
    }
    assert!(std::fs::read(home.path().join("vault")).unwrap() == before, "somebody else wrote");
    assert!(first.ok("write Bob and on it goes").starts_with("3 "));

    // A locked phone is one in use as well; one that is gone, however it went, is not.
    first.ok("lock");
    assert_eq!(second.ask(&format!("open {NONE}")).as_deref(), BUSY);
    first.kill();
    second.ok(&format!("open {NONE}"));
    second.ok(&format!("unlock {PASSPHRASE}"));
    assert!(second.ok("write Bob from another process").starts_with("4 "));
}

#[test]
fn of_two_that_set_up_at_once_one_does() {
    for round in 0..4 {
        let home = tempfile::tempdir().unwrap();
        let mut both = [1, 2].map(|seed| Process::start(&mut phone(home.path(), 10 * round + seed)));
        both.iter_mut().for_each(|process| process.say(&format!("setup {NONE} {PASSPHRASE}")));
        let mut said = both.each_mut().map(|process| process.hear().unwrap());
        said.sort();
        assert_eq!(said, ["no Vault(Busy)", "ok "]);
        for process in both {
            assert_eq!(process.end(), Some(0));
        }
        unlocked(home.path(), 99);
    }
}
