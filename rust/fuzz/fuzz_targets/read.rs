//! The reader on any bytes: the first says how wide the picture is, the rest are its pixels.
//! `tests/hostile/fuzzed.rs` reads what is kept in `corpus/read` the same way.
#![no_main]

use libfuzzer_sys::fuzz_target;
use optic::{Budget, LumaView, Reader, base45, reel, sheet};

fuzz_target!(|bytes: &[u8]| {
    let Some((&width, pixels)) = bytes.split_first() else { return };
    let width = 21 + usize::from(width);
    let Ok(view) = LumaView::new(pixels, width, pixels.len() / width, width) else { return };
    for code in Reader::new().read(view, Budget::FRAME).codes {
        assert!(!code.bytes.is_empty() && (0.0..=1.0).contains(&code.used));
        if let Ok(object) = base45::decode(&code.bytes) {
            assert_eq!(base45::encode(&object), code.bytes);
            let _ = sheet::Join::new().push(&object);
            let _ = reel::Join::new().push(&object);
        }
    }
});
