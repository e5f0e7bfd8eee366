//! The memory of another process, read as a file.

use std::{
    fs::{self, File},
    os::unix::fs::FileExt,
    process::Command,
};

use crate::needles::{Needles, WINDOW};

/// A piece of a needle, and the part of memory that it lies in.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hit {
    pub(crate) name: String,
    pub(crate) place: String,
}

/// Whether one process may read another's memory here: its child's at least.
pub(crate) fn may_be_read() -> bool {
    let mut child = Command::new("sleep").arg("60").spawn().unwrap();
    let may = File::open(format!("/proc/{}/mem", child.id())).is_ok();
    child.kill().unwrap();
    child.wait().unwrap();
    may
}

/// All memory of `process` that it may write.
pub(crate) fn search(process: u32, needles: &Needles) -> Vec<Hit> {
    let maps = fs::read_to_string(format!("/proc/{process}/maps")).unwrap();
    let memory = File::open(format!("/proc/{process}/mem")).unwrap();
    let mut hits = Vec::new();
    let mut read = 0;
    for (from, to, place) in maps.lines().filter_map(writable) {
        let mut at = from;
        while at < to {
            let mut part = vec![0; usize::try_from((to - at).min(PART)).unwrap()];
            // A page that was given back meanwhile reads as an error; the process stands still, so there is none.
            memory.read_exact_at(&mut part, at).unwrap_or_else(|error| panic!("{place} {at:x}: {error}"));
            read += part.len();
            hits.extend(
                needles
                    .found_in(&part)
                    .map(|(name, at_in)| Hit { name, place: format!("{place}+{:x}", at - from + at_in as u64) }),
            );
            at += part.len() as u64;
            if at < to {
                at -= WINDOW as u64 - 1; // what lies across the border
            }
        }
    }
    assert!(read > 1 << 20, "only {read} bytes could be read");
    hits
}

/// Its borders and its name.
fn writable(line: &str) -> Option<(u64, u64, &str)> {
    let mut fields = line.split_whitespace();
    let (from, to) = fields.next()?.split_once('-')?;
    let rights = fields.next()?;
    let place = fields.nth(3).unwrap_or("memory");
    let address = |digits| u64::from_str_radix(digits, 16).ok();
    (rights.starts_with("rw")).then_some((address(from)?, address(to)?, place))
}

const PART: u64 = 1 << 20;
