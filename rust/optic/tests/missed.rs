//! Pictures that were once not read, each of which says something that the reader now knows (`tests/corpus/missed`).

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test: a panic is its way to fail")]

use std::fs;
use std::path::Path;

use optic::{Budget, LumaImage, Reader};

const PATIENCE: Budget = Budget::milliseconds(60_000);

#[test]
fn what_was_once_missed_is_read_and_says_why_it_is_kept() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus/missed");
    let why = fs::read_to_string(folder.join("README.md")).unwrap();
    let texts = fs::read_to_string(folder.join("texts.tsv")).unwrap();
    let mut reader = Reader::new();
    for line in texts.lines() {
        let (file, text) = line.split_once('\t').unwrap();
        assert!(why.contains(&format!("| `{file}` | ")), "{file}: why?");
        let picture = image::open(folder.join(file)).unwrap().into_luma8();
        let (width, height) = (picture.width() as usize, picture.height() as usize);
        let picture = LumaImage::new(picture.into_raw(), width, height).unwrap();
        let reading = reader.read(picture.view(), PATIENCE);
        let [code] = reading.codes.as_slice() else { panic!("{file}: {:?}", reading.seen) };
        assert_eq!(code.bytes, text.as_bytes(), "{file}");
    }
    let kept = fs::read_dir(&folder).unwrap().filter(|entry| {
        let path = entry.as_ref().unwrap().path();
        path.extension().is_some_and(|extension| extension == "png")
    });
    assert_eq!(kept.count(), texts.lines().count(), "a picture without a text");
}
