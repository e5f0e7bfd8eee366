//! What the themes of the whole-system tests share: where things lie, and bytes written as hexadecimal.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

pub mod by_hand;
pub mod child;
pub mod drawer;
pub mod drawn;
pub mod met;
pub mod peer;
pub mod phones;
pub mod unsealed;
pub mod vectors;

/// The top of the repository.
#[must_use]
pub fn top() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Says aloud what a test leaves out where the machine has not what it takes. Test harnesses keep back what a passing test
/// prints; not this.
pub fn skipped(what: &str) {
    let _ = writeln!(std::io::stderr(), "SKIPPED: {what}");
}

/// The bytes that `text` writes as hexadecimal; white space between digits is free, as standards print it.
///
/// # Panics
/// At anything else: a vector that is mistyped must stop its test.
#[must_use]
#[allow(clippy::panic, reason = "a mistyped vector must stop its test")]
pub fn hex(text: &str) -> Vec<u8> {
    let mut nibbles = Vec::with_capacity(text.len());
    for digit in text.chars().filter(|c| !c.is_ascii_whitespace()) {
        match digit.to_digit(16).and_then(|nibble| u8::try_from(nibble).ok()) {
            Some(nibble) => nibbles.push(nibble),
            None => panic!("{digit:?} is no hexadecimal digit"),
        }
    }
    let (pairs, rest) = nibbles.as_chunks::<2>();
    assert!(rest.is_empty(), "half a byte is left over");
    pairs.iter().map(|[high, low]| high << 4 | low).collect()
}

/// As [`hex`], for a field of a fixed size.
///
/// # Panics
/// When `text` is not `N` bytes.
#[must_use]
#[allow(clippy::panic, reason = "a mistyped vector must stop its test")]
pub fn hex_array<const N: usize>(text: &str) -> [u8; N] {
    let bytes = hex(text);
    match bytes.as_slice().try_into() {
        Ok(array) => array,
        Err(_) => panic!("{} bytes where {N} belong", bytes.len()),
    }
}
