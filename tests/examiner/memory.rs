//! The memory of a process, while its phone is unlocked and after it was locked.

use std::{
    fs::File,
    io::{BufRead, BufReader},
    os::unix::fs::FileExt,
    path::Path,
    process::{Child, Command, Stdio},
};

use engine::Size;
use tests::{
    by_hand::expand,
    phones::{pair, tell},
};

use crate::{
    lab::{Evidence, examine},
    messages,
    world::OWN,
};

const TEXT: &str = "the lantern hangs in the third window on the left";

/// Each thing to look for, by name.
type Needles = Vec<(&'static str, Vec<u8>)>;

/// The names of those that are somewhere in the writable memory of the process.
fn found(child: &Child, needles: &Needles) -> Option<Vec<&'static str>> {
    let folder = Path::new("/proc").join(child.id().to_string());
    let maps = std::fs::read_to_string(folder.join("maps")).ok()?;
    let memory = File::open(folder.join("mem")).ok()?;
    let mut found = vec![false; needles.len()];
    let mut read = 0;
    for line in maps.lines() {
        let mut words = line.split_whitespace();
        let (Some(range), Some(rights)) = (words.next(), words.next()) else { continue };
        if !rights.starts_with("rw") || line.ends_with("[vvar]") {
            continue;
        }
        let (from, to) = range.split_once('-')?;
        let (from, to) = (u64::from_str_radix(from, 16).ok()?, u64::from_str_radix(to, 16).ok()?);
        let mut region = vec![0; usize::try_from(to - from).ok()?];
        if memory.read_exact_at(&mut region, from).is_err() {
            continue;
        }
        read += region.len();
        for (at, (_, needle)) in needles.iter().enumerate() {
            found[at] |= contains(&region, needle);
        }
    }
    assert!(read > 100_000, "only {read} bytes could be read");
    let names = needles.iter().zip(found).filter(|(_, found)| *found).map(|((name, _), _)| *name);
    Some(names.collect())
}

fn contains(region: &[u8], needle: &[u8]) -> bool {
    let first = needle[0];
    let mut rest = region;
    while let Some(at) = rest.iter().position(|byte| *byte == first) {
        if rest[at..].starts_with(needle) {
            return true;
        }
        rest = &rest[at + 1..];
    }
    false
}

fn phone(folder: &Path, mode: &str) -> Child {
    let mut child = Command::new(env!("CARGO_BIN_EXE_locked-phone"))
        .args(["vault", "passphrase", "picture", mode])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(line.trim(), TEXT.len().to_string());
    child
}

fn end(mut child: Child) {
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_locked_process_holds_no_passphrase_no_text_and_no_key_but_that_of_the_outer_layer() {
    let (mut alice, mut bob, to_bob, to_alice) = pair(77);
    tell(&mut alice, to_bob, "hello", &mut bob);
    let written = bob.write(to_alice, TEXT, Size::Normal).unwrap();
    let desk = tempfile::tempdir().unwrap();
    std::fs::create_dir(desk.path().join("vault")).unwrap();
    std::fs::write(desk.path().join("passphrase"), OWN).unwrap();
    std::fs::write(desk.path().join("picture"), written.envelope.as_bytes()).unwrap();
    let file = desk.path().join("vault/vault");
    std::fs::write(&file, alice.file()).unwrap();

    let keys = |image: Vec<u8>| {
        let findings =
            examine(&Evidence { images: vec![image], passphrases: vec![OWN.to_owned()], ..Evidence::default() });
        let mut needles: Needles = vec![("slot key", findings.slots[0].key.to_vec())];
        for session in messages::carve(&findings.plain[0]) {
            needles.extend(messages::secrets(&session));
        }
        needles
    };
    let before = keys(alice.file());
    let unlocked = phone(desk.path(), "unlocked");
    let mut needles = keys(std::fs::read(&file).unwrap());
    needles.extend([
        ("passphrase", OWN.as_bytes().to_vec()),
        ("text", TEXT.as_bytes().to_vec()),
        ("outer key", expand(&[0; 32], "outer", &[]).to_vec()),
    ]);
    let Some(seen) = found(&unlocked, &needles) else {
        println!("skipped: the memory of another process cannot be read here");
        return end(unlocked);
    };
    end(unlocked);
    // The positive control: what is in use is there to be found.
    for name in ["slot key", "text", "outer key", "root key", "sending chain key", "ratchet key"] {
        assert!(seen.contains(&name), "{name} is not found where it must be: {seen:?}");
    }
    assert!(!seen.contains(&"passphrase"), "no longer needed once it was used");

    std::fs::write(&file, alice.file()).unwrap();
    let locked = phone(desk.path(), "locked");
    needles.extend(keys(std::fs::read(&file).unwrap()));
    needles.extend(before);
    let seen = found(&locked, &needles).unwrap();
    end(locked);
    assert_eq!(seen, ["outer key"], "the file's outer layer stays off, for the next passphrase");
}
