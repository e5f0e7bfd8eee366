//! What the core may not even name: sockets, threads, the terminal.

use std::fs;
use std::path::Path;

const CORE: &[&str] = &["ratchet", "optic", "vault", "engine"];

/// Modules of `std` that the core does without; clippy refuses the types, this refuses the word.
const MODULES: &[&str] = &["net", "thread"];

/// The rest, as it is written.
const WORDS: &[&str] = &["print!(", "println!(", "dbg!(", "os::unix::net", "libc::socket", "extern \"C\""];

#[test]
fn the_core_names_no_socket_no_thread_and_no_terminal() {
    for room in CORE {
        let (mut complaints, mut files) = (Vec::new(), 0);
        each_source(&tests::top().join("rust").join(room).join("src"), &mut |path, source| {
            files += 1;
            complaints.extend(forbidden(source).into_iter().map(|word| format!("{}: {word}", path.display())));
        });
        assert!(files > 0, "{room} has no sources");
        assert_eq!(complaints, [""; 0]);
    }
}

#[test]
fn a_forbidden_word_is_noticed_however_it_is_imported() {
    assert_eq!(forbidden("use std::net::TcpStream;"), ["std::net"]);
    assert_eq!(forbidden("fn f() { std::thread::scope(|_| ()) }"), ["std::thread"]);
    assert_eq!(forbidden("use std::{\n    fs,\n    thread::{self, spawn},\n};"), ["std::thread"]);
    assert_eq!(forbidden("fn f() { eprintln!(\"key\") }"), ["println!("]);
    assert_eq!(forbidden("//! use std::net;\nfn internet() { let thread = 1; }"), [""; 0]);
    assert_eq!(forbidden("use std::{fs, io};\nuse crate::net::thread;"), [""; 0]);
    assert_eq!(forbidden("fn f() {}\n#[cfg(test)]\nmod tests { use std::thread; }"), [""; 0]);
    assert_eq!(forbidden("#[cfg(test)]\nmod tests;\nuse std::thread;"), ["std::thread"]);
}

fn each_source(folder: &Path, look: &mut impl FnMut(&Path, &str)) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if path.file_name().is_some_and(|name| name != "tests") {
                each_source(&path, look);
            }
        } else if path.extension().is_some_and(|end| end == "rs") && path.file_name().is_some_and(|n| n != "tests.rs") {
            look(&path, &fs::read_to_string(&path).unwrap());
        }
    }
}

/// What `source` names though it should not; comments and the tests at its end are free.
fn forbidden(source: &str) -> Vec<String> {
    let shipped = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or("");
    let code: String =
        shipped.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let groups: Vec<&str> = code.split("std::{").skip(1).map(|rest| rest.split(';').next().unwrap_or("")).collect();
    let modules = MODULES.iter().filter(|&&module| {
        let grouped = groups.iter().flat_map(|g| g.split(|c: char| !c.is_alphanumeric() && c != '_'));
        code.contains(&format!("std::{module}")) || grouped.into_iter().any(|word| word == module)
    });
    let words = WORDS.iter().filter(|&&word| code.contains(word)).map(ToString::to_string);
    modules.map(|module| format!("std::{module}")).chain(words).collect()
}
