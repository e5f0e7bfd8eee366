//! What a warm reader takes from the allocator: nothing for a frame without a code, little for one that it reads.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "a test: a panic is its way to fail, and its pictures are small"
)]

use std::num::NonZeroUsize;

use allocation_counter::{AllocationInfo, measure};
use optic::{Budget, LumaImage, Reader, paint};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

const PATIENCE: Budget = Budget::milliseconds(20_000);

/// What the second look at `image` takes, and how many codes it gives.
fn taken(image: &LumaImage) -> (AllocationInfo, usize) {
    let mut reader = Reader::new();
    let _ = reader.read(image.view(), PATIENCE);
    let mut codes = 0;
    let info = measure(|| codes = reader.read(image.view(), PATIENCE).codes.len());
    (info, codes)
}

fn frame(mut shade: impl FnMut(usize, usize) -> u8) -> LumaImage {
    let (width, height) = (1280, 720);
    LumaImage::new((0..width * height).map(|at| shade(at % width, at / width)).collect(), width, height).unwrap()
}

#[test]
fn a_frame_without_a_code_takes_nothing() {
    let mut rng = ChaCha20Rng::seed_from_u64(7);
    let noise = frame(|_, _| (rng.next_u32() & 255) as u8);
    let stripes = frame(|x, _| if x / 3 % 2 == 0 { 20 } else { 230 });
    let marks = frame(|x, y| {
        let ring = (x % 60 / 4).abs_diff(7).max((y % 60 / 4).abs_diff(7));
        if ring < 2 || ring == 3 { 0 } else { 255 }
    });
    for (name, image) in [("noise", noise), ("stripes", stripes), ("marks", marks)] {
        let (info, codes) = taken(&image);
        assert_eq!((info.count_total, codes), (0, 0), "{name}: {info:?}");
    }
}

#[test]
fn a_frame_with_a_code_takes_little_more_than_the_code() {
    let modules = paint::object(&[7; 120]).unwrap();
    let code = modules.luma(NonZeroUsize::new(6).unwrap()).unwrap();
    let image = frame(|x, y| code.view().get(x.wrapping_sub(200), y.wrapping_sub(50)).unwrap_or(255));
    let (info, codes) = taken(&image);
    assert_eq!(codes, 1);
    // The decoder's words and blocks; none of it grows with the picture.
    assert!(info.count_total < 200 && info.bytes_max < 64 * 1024, "{info:?}");
}
