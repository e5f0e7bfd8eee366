//! A phone whose keys lie in a folder of their own: epochs, by files, from one command to the next.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use crate::desk::{Desk, files};

/// Alice's phone with a folder of keys, and Bob's without; they have met.
fn met() -> Desk {
    let desk = Desk::new();
    let made = desk.ok("setup alice --quick --keys stick");
    assert!(made.err.contains("Nothing opens it without the folder with its keys"), "{made:?}");
    desk.ok("setup bob --quick");
    desk.ok("pair alice Bob start --out p1 --keys stick");
    desk.ok("pair bob Alice scan p1/* --out p2");
    desk.ok("pair alice Bob scan p2/* --out p3 --keys stick");
    desk.ok("pair bob Alice scan p3/p3.png");
    desk.ok("confirm alice Bob --keys stick");
    desk.ok("confirm bob Alice");
    desk
}

/// All files of a folder.
fn image(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    files(folder).into_iter().map(|name| (name.clone(), fs::read(folder.join(name)).unwrap())).collect()
}

fn put_back(image: &BTreeMap<String, Vec<u8>>, folder: &Path) {
    for name in files(folder) {
        fs::remove_file(folder.join(name)).unwrap();
    }
    for (name, bytes) in image {
        fs::write(folder.join(name), bytes).unwrap();
    }
}

#[test]
fn each_command_begins_an_epoch_and_an_older_copy_of_the_phone_opens_no_more() {
    let desk = met();
    desk.ok("write bob Alice --text burn_this --out code.png");
    desk.ok("scan alice code.png --keep --keys stick");
    let (copy, stick) = (image(&desk.path("alice")), image(&desk.path("stick")));
    assert_eq!(stick.len(), 1, "one key at a time");
    assert!(desk.ok("inbox alice --keys stick").out.contains("burn this"));
    desk.ok("burn alice message 1 --keys stick");
    let now = image(&desk.path("stick"));
    assert!(now.len() == 1 && now != stick);

    // The copy in which the text waits, the passphrase, and the key of today.
    put_back(&copy, &desk.path("alice"));
    let refused = desk.refused("inbox alice --keys stick", 1, "damaged, or belongs to other hardware");
    assert!(refused.err.contains("--keys FOLDER") && refused.err.contains("No try was counted"), "{refused:?}");
    assert_eq!(image(&desk.path("stick")), now, "a phone that does not open destroys no key");
    desk.refused("inbox alice", 1, "damaged, or belongs to other hardware");
    // With the medium as it was then, which is why it is never copied.
    put_back(&stick, &desk.path("stick"));
    assert!(desk.ok("inbox alice --keys stick").out.contains("burn this"));
}

#[test]
fn without_its_medium_nothing_opens_and_no_try_is_counted() {
    let desk = met();
    fs::rename(desk.path("stick"), desk.path("elsewhere")).unwrap();
    for _ in 0..12 {
        desk.refused("contacts alice --keys stick", 1, "The folder with the keys is not there.");
        desk.refused("contacts alice", 1, "damaged, or belongs to other hardware");
    }
    fs::create_dir(desk.path("stick")).unwrap();
    desk.refused("contacts alice --keys stick", 1, "No key for this phone");
    assert!(desk.ok("contacts alice --keys elsewhere").out.contains("Bob"));
    desk.refused("setup carol --quick --keys elsewhere", 1, "not empty");
    assert!(!desk.path("carol/vault").exists());
}

#[test]
fn a_burned_phone_leaves_no_key_on_the_medium() {
    let desk = met();
    assert!(desk.ok("burn alice vault --keys stick").out.contains("Nothing brings it back."));
    assert_eq!(files(&desk.path("stick")), [""; 0]);
}

#[test]
fn killed_at_any_moment_of_a_turn_the_phone_opens_with_what_is_on_the_medium() {
    let desk = met();
    let mut cut = 0;
    for round in 0..24_u64 {
        let before = image(&desk.path("stick"));
        let mut child = Command::new(env!("CARGO_BIN_EXE_aldis-under-test"))
            .args(["date", "alice", "--keys", "stick", "--passphrase-file", "passphrase"])
            .current_dir(desk.path(""))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(20 + 13 * round % 300));
        child.kill().unwrap();
        child.wait().unwrap();
        let after = image(&desk.path("stick"));
        cut += usize::from(after.len() != 1);
        assert!(desk.ok("contacts alice --keys stick").out.contains("Bob"), "round {round}: {} keys", after.len());
        assert_eq!(image(&desk.path("stick")).len(), 1, "round {round}: what the cut left is gone");
        assert_ne!(image(&desk.path("stick")), before);
    }
    println!("{cut} of 24 kills came between two keys");
}
