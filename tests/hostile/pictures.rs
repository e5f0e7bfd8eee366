//! Pictures that are too large to lie in the corpus, before the tool that a person would show them to.

use std::{
    fs,
    process::Command,
    time::{Duration, Instant},
};

use rand_core::Rng;

use crate::rng;

/// What one picture may take on a busy machine; it must end, and not soon.
const PATIENCE: Duration = Duration::from_secs(30);

#[test]
fn twelve_million_pixels_of_noise_are_no_code_and_end() {
    let home = tempfile::tempdir().unwrap();
    let mut pixels = vec![0; 4000 * 3000];
    rng(1).fill_bytes(&mut pixels);
    fs::write(home.path().join("noise.pgm"), [b"P5 4000 3000 255\n", &pixels[..]].concat()).unwrap();
    let start = Instant::now();
    let read = Command::new(env!("CARGO_BIN_EXE_aldis-under-test"))
        .args(["read", "noise.pgm", "--json"])
        .current_dir(home.path())
        .output()
        .unwrap();
    assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
    let said: serde_json::Value = serde_json::from_slice(&read.stdout).unwrap();
    assert_eq!((read.status.code(), said["codes"].as_array().map(Vec::len)), (Some(3), Some(0)), "{said}");
}
