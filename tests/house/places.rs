//! The repository names no place of the machine that it was written on, and every script says why it exists.

use std::fs;
use std::process::Command;

/// Folders under which people and builds live. Written in halves: this file is read too.
const PLACES: &[&str] =
    &[concat!("/ro", "ot/"), concat!("/ho", "me/"), concat!("/Us", "ers/"), concat!("/tmp/tar", "get")];

#[test]
fn no_text_names_a_place_of_one_machine() {
    let top = tests::top();
    let here = top.to_str().unwrap();
    let (mut complaints, mut read) = (Vec::new(), 0);
    for name in files() {
        // What is not text is a picture or a sealed file; what cannot be read has just been removed.
        let Ok(text) = fs::read_to_string(top.join(&name)) else {
            continue;
        };
        read += 1;
        complaints.extend(places(&text, here).into_iter().map(|place| format!("{name}: {place}")));
    }
    assert!(read > 10, "only {read} files were read");
    assert_eq!(complaints, [""; 0]);
}

#[test]
fn a_place_is_noticed() {
    let somebody = ["/ho", "me/somebody/aldis"].concat();
    assert_eq!(places(&somebody, "/far/away"), [PLACES[1]]);
    assert_eq!(places("see /far/away/Cargo.toml", "/far/away"), ["/far/away"]);
    assert_eq!(places("rust/ratchet/src and /dev/null", "/far/away"), [""; 0]);
    // A checkout right below the top of the disk has a name too common to look for.
    assert_eq!(places("the /src folder", "/src"), [""; 0]);
}

#[test]
fn every_script_starts_with_why_it_exists() {
    let scripts: Vec<_> = files().into_iter().filter(|name| name.starts_with("scripts/")).collect();
    assert!(!scripts.is_empty());
    for name in scripts {
        let Ok(text) = fs::read_to_string(tests::top().join(&name)) else {
            continue;
        };
        assert!(says_why(&text), "{name}");
    }
    assert!(!says_why("#!/bin/sh\nset -eu\n# late\n"));
    assert!(!says_why("# no interpreter\n"));
}

/// What is in the repository, or would be with the next commit.
fn files() -> Vec<String> {
    let output = Command::new("git")
        .args(["-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(tests::top())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let names = String::from_utf8(output.stdout).unwrap();
    names.split('\0').filter(|name| !name.is_empty()).map(ToString::to_string).collect()
}

fn places<'a>(text: &str, here: &'a str) -> Vec<&'a str> {
    let common = here.matches('/').count() < 2;
    let known = PLACES.iter().copied().chain((!common).then_some(here));
    known.filter(|place| text.contains(place)).collect()
}

fn says_why(script: &str) -> bool {
    let mut lines = script.lines();
    lines.next().is_some_and(|line| line.starts_with("#!"))
        && lines.next().is_some_and(|line| line.starts_with("# ") && line.len() > 20)
}
