//! Any code that is clean is read: of every version, level and mask, by our own painter and by others', whichever way
//! it stands.

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

use optic::{Budget, Code, Level, LumaImage, Mask, Reader, Version, paint};
use proptest::prelude::*;

const PATIENCE: Budget = Budget::milliseconds(20_000);

/// A picture of `size` modules a side, `pixels` a module, in its quiet zone.
fn painted(size: usize, pixels: usize, is_dark: impl Fn(usize, usize) -> bool) -> LumaImage {
    let side = (size + 8) * pixels;
    let shade = |at: usize| {
        let (x, y) = (at % side / pixels, at / side / pixels);
        let inside = (4..size + 4).contains(&x) && (4..size + 4).contains(&y);
        if inside && is_dark(x - 4, y - 4) { 0 } else { 255 }
    };
    LumaImage::new((0..side * side).map(shade).collect(), side, side).unwrap()
}

/// `image` turned by `degrees` about its middle, on light ground large enough for it.
fn turned(image: &LumaImage, degrees: f32) -> LumaImage {
    let (sin, cos) = degrees.to_radians().sin_cos();
    let side = (image.width() as f32 * 1.42) as usize + 2;
    let (middle, from) = (side as f32 / 2.0, image.width() as f32 / 2.0);
    let pixel = |x: f32, y: f32| {
        if x < 0.0 || y < 0.0 { 255.0 } else { f32::from(image.view().get(x as usize, y as usize).unwrap_or(255)) }
    };
    let shade = |at: usize| {
        // A mean of four points a pixel, as a lens would.
        let sum: f32 = [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)]
            .map(|(dx, dy)| {
                let (x, y) = ((at % side) as f32 + dx - middle, (at / side) as f32 + dy - middle);
                pixel(x * cos + y * sin + from, y * cos - x * sin + from)
            })
            .iter()
            .sum();
        (sum / 4.0) as u8
    };
    LumaImage::new((0..side * side).map(shade).collect(), side, side).unwrap()
}

fn changed(image: &LumaImage, mirrored: bool, inverted: bool) -> LumaImage {
    let mut image = image.clone();
    for row in image.rows_mut() {
        if mirrored {
            row.reverse();
        }
        row.iter_mut().for_each(|pixel| *pixel ^= if inverted { 255 } else { 0 });
    }
    image
}

fn any_level() -> impl Strategy<Value = Level> {
    proptest::sample::select(Level::ALL.to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn whatever_we_paint_is_read_back_whichever_way_it_stands(
        number in 1u8..=40,
        level in any_level(),
        mask in 0u8..8,
        content in proptest::collection::vec(any::<u8>(), 1..7),
        pixels in 3usize..6,
        degrees in 0.0f32..360.0,
        mirrored: bool,
        inverted: bool,
    ) {
        let (version, mask) = (Version::new(number).unwrap(), Mask::new(mask).unwrap());
        let modules = paint::bytes(&content, version, level, mask).unwrap();
        let image = modules.luma(NonZeroUsize::new(pixels).unwrap()).unwrap();
        let image = changed(&turned(&image, degrees), mirrored, inverted);
        let reading = Reader::new().read(image.view(), PATIENCE);
        prop_assert_eq!(reading.codes.len(), 1, "{:?}", reading.seen);
        let code = &reading.codes[0];
        prop_assert_eq!(&code.bytes, &content);
        prop_assert_eq!((code.version, code.level, code.mask), (version, level, mask));
    }
}

/// What rqrr makes of a picture: the bytes of its only code, or nothing where it reads none or panics.
fn witnessed(image: &LumaImage) -> Option<Vec<u8>> {
    let view = image.view();
    let read = || {
        let shade = |x, y| view.get(x, y).unwrap_or(255);
        let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(view.width(), view.height(), shade);
        let mut bytes = Vec::new();
        prepared.detect_grids().first()?.decode_to(&mut bytes).ok()?;
        Some(bytes)
    };
    std::panic::catch_unwind(read).ok().flatten()
}

/// The one clean code with which rqrr's numbers overflow: it panics where that is checked, and counts for twenty minutes
/// where it is not.
const OVERFLOWING: (&str, Level) = ("V37M4", Level::L);

/// Clean codes of somebody else's painter, as we read them and as rqrr does.
#[derive(Default)]
struct Agreement {
    reader: Reader,
    codes: usize,
    witnessed: usize,
}

impl Agreement {
    /// Both read the same, if rqrr reads anything: it gives up on some codes that are clean.
    fn is_read(&mut self, image: &LumaImage, text: &str) -> Code {
        let reading = self.reader.read(image.view(), PATIENCE);
        let [read] = reading.codes.as_slice() else { panic!("{text}: {reading:?}") };
        assert_eq!(read.bytes, text.as_bytes());
        self.codes += 1;
        if (text, read.level) != OVERFLOWING
            && let Some(bytes) = witnessed(image)
        {
            assert_eq!(bytes, read.bytes);
            self.witnessed += 1;
        }
        read.clone()
    }
}

#[test]
fn every_version_level_and_mask_of_qrcodegen_is_read_as_rqrr_reads_it() {
    use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};
    let mut agreement = Agreement::default();
    for number in 1..=40 {
        for level in [QrCodeEcc::Low, QrCodeEcc::Medium, QrCodeEcc::Quartile, QrCodeEcc::High] {
            for mask in 0..8 {
                let text = format!("V{number}M{mask}");
                let segments = QrSegment::make_segments(&text);
                let version = Version::new(number);
                let code =
                    QrCode::encode_segments_advanced(&segments, level, version, version, Some(Mask::new(mask)), false)
                        .unwrap();
                let image = painted(code.size() as usize, 3, |x, y| code.get_module(x as i32, y as i32));
                let read = agreement.is_read(&image, &text);
                assert_eq!((read.version.number(), read.mask.number()), (number, mask));
            }
        }
    }
    // All but OVERFLOWING.
    assert_eq!((agreement.codes, agreement.witnessed), (1280, 1279));
}

#[test]
fn every_version_level_and_mask_of_fast_qr_is_read_as_rqrr_reads_it() {
    use fast_qr::Version::*;
    use fast_qr::{ECL, Mask, QRBuilder};
    let versions = [
        V01, V02, V03, V04, V05, V06, V07, V08, V09, V10, V11, V12, V13, V14, V15, V16, V17, V18, V19, V20, V21, V22,
        V23, V24, V25, V26, V27, V28, V29, V30, V31, V32, V33, V34, V35, V36, V37, V38, V39, V40,
    ];
    let masks = [
        Mask::Checkerboard,
        Mask::HorizontalLines,
        Mask::VerticalLines,
        Mask::DiagonalLines,
        Mask::LargeCheckerboard,
        Mask::Fields,
        Mask::Diamonds,
        Mask::Meadow,
    ];
    let mut agreement = Agreement::default();
    for version in versions {
        for level in [ECL::L, ECL::M, ECL::Q, ECL::H] {
            for mask in masks {
                let text = "F4ST";
                let code = QRBuilder::new(text).version(version).ecl(level).mask(mask).build().unwrap();
                agreement.is_read(&painted(code.size, 3, |x, y| code[y][x].value()), text);
            }
        }
    }
    assert_eq!((agreement.codes, agreement.witnessed), (1280, 1280));
}

#[test]
fn every_version_and_level_of_qrcode_is_read_as_rqrr_reads_it() {
    use qrcode::{Color, EcLevel, QrCode, Version};
    let mut agreement = Agreement::default();
    for number in 1..=40 {
        for level in [EcLevel::L, EcLevel::M, EcLevel::Q, EcLevel::H] {
            let text = format!("v{number}");
            let code = QrCode::with_version(&text, Version::Normal(number), level).unwrap();
            let image = painted(code.width(), 3, |x, y| code[(x, y)] == Color::Dark);
            assert_eq!(i16::from(agreement.is_read(&image, &text).version.number()), number);
        }
    }
    assert_eq!((agreement.codes, agreement.witnessed), (160, 160));
}

#[test]
fn short_and_long_texts_of_fast_qr_are_read_at_every_level() {
    use fast_qr::{ECL, QRBuilder};
    let mut reader = Reader::new();
    for length in [5, 20, 60, 150, 300, 600, 1000] {
        for level in [ECL::L, ECL::M, ECL::Q, ECL::H] {
            let text: String = (0..length).map(|at| char::from(b'a' + (at % 26) as u8)).collect();
            let Ok(code) = QRBuilder::new(text.clone()).ecl(level).build() else { panic!("{length} {level:?}") };
            let image = painted(code.size, 3, |x, y| code[y][x].value());
            let reading = reader.read(image.view(), PATIENCE);
            let [read] = reading.codes.as_slice() else { panic!("{length} {level:?}: {reading:?}") };
            assert_eq!(read.bytes, text.as_bytes());
        }
    }
}
