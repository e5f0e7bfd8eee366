//! The pictures from which the fuzzer starts, and those that it has found, read as it reads them (`rust/fuzz`).

use std::fs;

use optic::{Budget, LumaView, Reader, base45};

#[test]
fn what_the_fuzzer_kept_is_read_or_refused_and_nothing_worse() {
    let mut reader = Reader::new();
    let mut read = Vec::new();
    for entry in fs::read_dir(tests::top().join("rust/fuzz/corpus/read")).unwrap() {
        let entry = entry.unwrap();
        let bytes = fs::read(entry.path()).unwrap();
        let Some((&width, pixels)) = bytes.split_first() else { continue };
        let width = 21 + usize::from(width);
        let Ok(view) = LumaView::new(pixels, width, pixels.len() / width, width) else { continue };
        for code in reader.read(view, Budget::STILL).codes {
            assert!(!code.bytes.is_empty() && (0.0..=1.0).contains(&code.used));
            if let Ok(object) = base45::decode(&code.bytes) {
                assert_eq!(base45::encode(&object), code.bytes);
            }
            read.push(entry.file_name().into_string().unwrap());
        }
    }
    read.sort();
    // The honest ones among them, so that the test cannot be one of nothing.
    for name in ["v1", "v2", "v3-inverted", "v3-mirrored", "v7", "v14", "sheet-part", "reel-symbol"] {
        assert!(read.iter().any(|known| known == name), "{name} is not among {read:?}");
    }
}
