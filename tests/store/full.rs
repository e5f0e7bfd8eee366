//! A full disk: the room that the phone keeps is enough for one commit after another. Where even that is taken, the phone
//! says so, spends nothing, and goes on when there is room again.

use std::{fs, path::Path, process::Command};

use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use ratchet::{Commitment, Offering, Session};
use tests::{
    child::Process,
    met::{hear, say},
};

use crate::{NONE, PASSPHRASE, hex, mounted, phone, scenes};

/// Room for three vaults and a bit.
const DISK: &str = "-t tmpfs -o size=3400k tmpfs";
const FULL: &str = "no Vault(Disk(StorageFull))";
const TOO_LARGE: &str = "no Vault(Disk(FileTooLarge))";

/// On a disk of its own.
#[test]
fn a_full_disk_keeps_nobody_from_unlocking_and_burning() {
    let home = tempfile::tempdir().unwrap();
    let Some(mut process) = mounted(DISK, home.path(), &phone(home.path(), 2)) else {
        return;
    };
    process.ok(&format!("setup {NONE} {PASSPHRASE}"));
    let rng = &mut ChaCha20Rng::seed_from_u64(2);
    let mut peer = meet(&mut process, rng);
    let texts = ["one", "two", "three"].map(|text| say(&mut peer, text, rng));
    process.ok(&format!("receive {}", hex(texts[0].as_bytes())));
    process.ok(&format!("receive {}", hex(texts[1].as_bytes())));
    for round in 0..3 {
        let taken = process.ok("fill").parse::<u64>().unwrap();
        assert!(round > 0 || taken > 1 << 20, "there was no disk to fill");
        let duress = format!("duress {PASSPHRASE} / cold harbour nine tin whistle / Bob");
        for verb in ["write Bob x", "hours 3", "start Carol", "end-meeting", "notices Bob on", &duress, "no-duress"] {
            assert!(process.ask(verb).is_some_and(|said| said.starts_with("ok")), "{verb} in round {round}");
        }
        process.ok("lock");
        assert_eq!(process.ok("unlock not the passphrase"), "wrong 1");
        process.ok(&format!("unlock {PASSPHRASE}"));
        match round {
            0 => assert_eq!(process.ok("burn-first"), "1"),
            1 => {
                process.ok(&format!("receive {}", hex(texts[2].as_bytes())));
                assert!(process.ok("read-first").starts_with("2 "));
                assert_eq!(process.ok("burn-first"), "2");
            }
            _ => drop(process.ok("burn-contact Bob")),
        }
        process.ok("close");
        process.ok(&format!("open {NONE}"));
        process.ok(&format!("unlock {PASSPHRASE}"));
    }
    assert_eq!(process.ask("read-first").as_deref(), Some("no NoSuchMessage"), "all is burned");
    process.ok("burn-vault");
    assert_eq!(process.ask(&format!("open {NONE}")).as_deref(), Some("no Vault(Missing)"));
}

#[test]
fn where_even_the_kept_room_is_taken_every_verb_says_so_and_spends_nothing() {
    let home = tempfile::tempdir().unwrap();
    let Some(mut process) = mounted(DISK, home.path(), &phone(home.path(), 1)) else {
        return;
    };
    process.ok(&format!("setup {NONE} {PASSPHRASE}"));
    let rng = &mut ChaCha20Rng::seed_from_u64(1);
    let mut peer = meet(&mut process, rng);
    let first = process.ok("write Bob before");
    let (early, late) = (say(&mut peer, "early", rng), say(&mut peer, "late", rng));
    process.ok(&format!("receive {}", hex(early.as_bytes())));

    assert!(process.ok("fill").parse::<u64>().unwrap() > 1 << 20, "there was no disk to fill");
    assert!(process.ok("crowd").parse::<u64>().unwrap() >= 1 << 20, "no room was kept");
    let receive = format!("receive {}", hex(late.as_bytes()));
    let (rekey, change) = (format!("rekey {}", "17".repeat(32)), format!("passphrase {PASSPHRASE} / another one"));
    let duress = format!("duress {PASSPHRASE} / cold harbour nine tin whistle / Bob");
    for verb in [
        "write Bob lost",
        "cover Bob",
        "draft Bob half",
        &receive,
        "read-first",
        "burn-first",
        "hours 3",
        "card",
        "date",
        "rename Bob Robert",
        "pause Bob",
        "start Carol",
        "burn-contact Bob",
        "lease-days 7",
        "notices Bob on",
        "locked-burn on",
        &duress,
        &rekey,
        &change,
    ] {
        assert_eq!(process.ask(verb).as_deref(), Some(FULL), "{verb}");
    }
    process.ok("lock");
    assert_eq!(
        process.ask(&format!("unlock {PASSPHRASE}")).as_deref(),
        Some(FULL),
        "an attempt that cannot be counted"
    );
    process.ok("drain");
    process.ok(&format!("unlock {PASSPHRASE}"));

    let second = process.ok("write Bob after");
    for (code, number, text) in [(first, 1, "before"), (second, 2, "after")] {
        let (said, envelope) = code.split_once(' ').unwrap();
        let heard = hear(&mut peer, &ratchet::Envelope::parse(&tests::hex(envelope)).unwrap(), rng);
        assert_eq!((heard, said), (Ok((text.to_owned(), number)), number.to_string().as_str()));
    }
    assert!(process.ok("read-first").starts_with("1 "));
    assert!(process.ok(&receive).ends_with(" 2"));
    process.ok("fill");
    process.ok("burn-vault");
    assert_eq!(
        process.ask(&format!("open {NONE}")).as_deref(),
        Some("no Vault(Missing)"),
        "burned for want of nothing"
    );
}

/// No root is needed for this one: a limit on the size of files, which half a vault reaches.
#[test]
fn where_no_file_may_grow_to_a_vaults_size_nothing_is_made_and_nothing_is_lost() {
    let home = tempfile::tempdir().unwrap();
    let mut process = limited(home.path());
    assert_eq!(process.ask(&format!("setup {NONE} {PASSPHRASE}")).as_deref(), Some(TOO_LARGE));
    assert_eq!(process.end(), Some(0));
    assert_eq!(names(home.path()), ["lock"]);

    let file = scenes::friends().file;
    fs::write(home.path().join("vault"), &file).unwrap();
    let mut process = limited(home.path());
    process.ok(&format!("open {NONE}"));
    assert_eq!(process.ask(&format!("unlock {PASSPHRASE}")).as_deref(), Some(TOO_LARGE));
    assert_eq!(process.ask("unlock wrong").as_deref(), Some(TOO_LARGE));
    assert_eq!(process.end(), Some(0));
    assert!(fs::read(home.path().join("vault")).unwrap() == file);
    assert_eq!(names(home.path()), ["lock", "vault"], "half a file is left");
}

/// Where files end at 256 KiB, and to go beyond is an error and not a signal.
fn limited(home: &Path) -> Process {
    let phone = phone(home, 1);
    let mut command = Command::new("sh");
    command
        .args(["-c", "trap '' XFSZ; ulimit -f 512; exec \"$0\" \"$@\""])
        .arg(phone.get_program())
        .args(phone.get_args());
    Process::start(&mut command)
}

/// The phone in the process meets a peer that it calls Bob.
fn meet(process: &mut Process, rng: &mut ChaCha20Rng) -> Session {
    let offering = Offering::start(Commitment::random(rng), rng);
    let p2 = process.ok(&format!("meet Bob {}", hex(offering.p1())));
    let (met, p3) = offering.accept(&tests::hex(&p2), rng).unwrap();
    assert_eq!(process.ok(&format!("meet Bob {}", hex(&p3))), met.words.digits());
    process.ok("confirm Bob");
    met.session
}

fn names(home: &Path) -> Vec<String> {
    let entries = fs::read_dir(home).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = entries.collect();
    names.sort();
    names
}
