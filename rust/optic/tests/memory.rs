//! What a reader takes from the allocator: once warm, nothing but the codes that it hands back; before, no more than the
//! bound of the gates, 64 MiB.

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
fn a_frame_with_codes_takes_the_codes_and_nothing_else() {
    for (count, in_rows) in [(1, 1), (4, 2)] {
        let image = page(count, in_rows);
        let (info, codes) = taken(&image);
        // Each text, and the list, which has room for four.
        assert_eq!((codes, info.count_total), (count, count as u64 + 1), "{info:?}");
        assert!(info.bytes_max < 4096, "{info:?}");
    }
}

#[test]
fn a_frame_whose_code_is_melted_takes_the_code_or_nothing() {
    let sharp = page(1, 1);
    let mut read = Vec::new();
    for sigma in [0.5f32, 0.75, 1.6] {
        let (info, codes) = taken(&blurred(&sharp, 6.0 * sigma));
        assert_eq!(info.count_total, 2 * codes as u64, "{sigma}: {info:?}");
        read.push(codes);
    }
    // Both ends of the heavy path were walked.
    assert_eq!(read, [1, 1, 0]);
}

#[test]
fn the_first_look_at_the_worst_pictures_stays_below_64_mib() {
    let mut rng = ChaCha20Rng::seed_from_u64(8);
    let large = |shade: &mut dyn FnMut(usize, usize) -> u8| {
        let (width, height) = (4000, 3000);
        LumaImage::new((0..width * height).map(|at| shade(at % width, at / width)).collect(), width, height).unwrap()
    };
    let ring = |x: usize, y: usize| (x % 16 / 2).abs_diff(3).max((y % 16 / 2).abs_diff(3));
    let pictures = [
        ("noise, 12 megapixels", large(&mut |_, _| (rng.next_u32() & 255) as u8)),
        ("marks, 12 megapixels", large(&mut |x, y| if matches!(ring(x, y), 0 | 1 | 3) { 0 } else { 255 })),
        ("a blurred code", blurred(&page(1, 1), 4.0)),
    ];
    for (name, image) in pictures {
        let info = measure(|| drop(Reader::new().read(image.view(), Budget::STILL)));
        assert!(info.bytes_max < 64 << 20, "{name}: {info:?}");
    }
}

/// Codes of version 6 at 6 or 4 pixels a module.
fn page(count: usize, in_rows: usize) -> LumaImage {
    let pixels = if count == 1 { 6 } else { 4 };
    let codes: Vec<LumaImage> = (0..count)
        .map(|i| paint::object(&[i as u8; 120]).unwrap().luma(NonZeroUsize::new(pixels).unwrap()).unwrap())
        .collect();
    let across = count / in_rows;
    let side = codes[0].width();
    frame(|x, y| {
        let (x, y) = (x.wrapping_sub(200), y.wrapping_sub(20));
        let (column, row) = (x / side, y / side);
        if column >= across || row >= in_rows {
            return 255;
        }
        codes[row * across + column].view().get(x % side, y % side).unwrap_or(255)
    })
}

/// A Gaussian, along the rows and down the columns.
fn blurred(image: &LumaImage, sigma: f32) -> LumaImage {
    let reach = (3.0 * sigma) as isize;
    let weights: Vec<f32> = (-reach..=reach).map(|i| (-0.5 * (i as f32 / sigma).powi(2)).exp()).collect();
    let total: f32 = weights.iter().sum();
    let one_way = |image: &LumaImage, step: (isize, isize)| {
        let (width, height, bytes) = (image.width(), image.height(), image.as_bytes());
        frame(|x, y| {
            let near = |i: isize| {
                let x = x.saturating_add_signed(i * step.0).min(width - 1);
                f32::from(bytes[y.saturating_add_signed(i * step.1).min(height - 1) * width + x])
            };
            ((-reach..=reach).zip(&weights).map(|(i, weight)| weight * near(i)).sum::<f32>() / total) as u8
        })
    };
    one_way(&one_way(image, (1, 0)), (0, 1))
}
