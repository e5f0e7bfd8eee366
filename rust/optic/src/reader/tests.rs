use std::num::NonZeroUsize;
use std::path::PathBuf;

use rand_chacha::{
    ChaCha20Rng,
    rand_core::{Rng, SeedableRng},
};

use super::*;
use crate::heavy::tests::{PLAIN, Scene, envelope, taken};
use crate::{Code, Error, Modules, Point, Version, base45, paint};

fn envelopes() -> Vec<(Vec<u8>, Modules)> {
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    paint::BUCKETS
        .iter()
        .map(|&(len, _)| {
            let mut bytes = vec![0; len];
            rng.fill_bytes(&mut bytes);
            let modules = paint::envelope(&bytes).unwrap();
            (bytes, modules)
        })
        .collect()
}

fn picture(modules: &Modules, pixels: usize) -> LumaImage {
    modules.luma(NonZeroUsize::new(pixels).unwrap()).unwrap()
}

fn read(image: &LumaImage) -> Reading {
    Reader::new().look(image.view(), Budget::milliseconds(10_000), Effort::Alone)
}

/// Copies `from` into `into` with its top-left pixel at (`left`, `top`).
fn place(into: &mut LumaImage, from: &LumaImage, left: usize, top: usize) {
    for (target, source) in into.rows_mut().skip(top).zip(from.view().rows()) {
        target[left..left + source.len()].copy_from_slice(source);
    }
}

fn assert_corners(code: &Code, left: f32, top: f32, side: f32, slack: f32) {
    let (right, bottom) = (left + side, top + side);
    let expected = [(left, top), (right, top), (right, bottom), (left, bottom)];
    for (corner, (x, y)) in code.corners.iter().zip(expected) {
        assert!((corner.x - x).abs() <= slack && (corner.y - y).abs() <= slack, "{:?} for {expected:?}", code.corners);
    }
}

#[test]
fn two_frames_in_succession_are_looked_at_by_every_rule_and_each_by_blocks() {
    for number in 0..6 {
        let [this, next] = [number, number + 1].map(|number| Effort::Later(number).rules());
        assert!(this.contains(&Rule::Blocks) && this.len() < Rule::ALL.len());
        assert!(Rule::ALL.iter().all(|rule| this.contains(rule) || next.contains(rule)), "{number}");
    }
    assert_eq!(Effort::Alone.rules(), Rule::ALL);
}

#[test]
fn every_bucket_is_read_from_two_pixels_a_module_on_with_its_corners() {
    for (bytes, modules) in envelopes() {
        for pixels in [2, 3, 4, 7] {
            let reading = read(&picture(&modules, pixels));
            let [code] = reading.codes.as_slice() else { panic!("{} at {pixels}: {reading:?}", modules.size()) };
            assert_eq!(base45::decode(&code.bytes).unwrap(), bytes);
            assert_eq!((code.version, code.level, code.mask), (modules.version(), paint::LEVEL, paint::MASK));
            assert_eq!(reading.seen, Seen::Codes);
            let (edge, side) = ((4 * pixels) as f32, (modules.size() * pixels) as f32);
            assert_corners(code, edge, edge, side, pixels as f32 + 1.0);
        }
    }
}

#[test]
fn short_and_normal_codes_are_read_at_one_pixel_a_module() {
    for (bytes, modules) in envelopes().into_iter().take(2) {
        let reading = read(&picture(&modules, 1));
        assert_eq!(reading.codes.len(), 1, "{}: {:?}", modules.size(), reading.seen);
        assert_eq!(base45::decode(&reading.codes[0].bytes).unwrap(), bytes);
    }
}

#[test]
fn a_code_is_read_with_glare_on_any_of_its_finders() {
    for (bytes, modules) in envelopes() {
        let image = picture(&modules, 4);
        let (near, far) = (4 * (4 + 3), 4 * (4 + modules.size() - 4));
        for (x, y) in [(near, near), (far, near), (near, far)] {
            let mut image = image.clone();
            for (row, pixels) in image.rows_mut().enumerate() {
                for (column, pixel) in pixels.iter_mut().enumerate() {
                    if column.abs_diff(x).pow(2) + row.abs_diff(y).pow(2) < 22 * 22 {
                        *pixel = 255;
                    }
                }
            }
            let reading = read(&image);
            let [code] = reading.codes.as_slice() else { panic!("{} {x} {y}: {reading:?}", modules.size()) };
            assert_eq!(base45::decode(&code.bytes).unwrap(), bytes);
        }
    }
}

#[test]
fn foreign_codes_of_every_version_are_read() {
    for number in (1..=40).step_by(3) {
        let version = Version::new(number).unwrap();
        for (level, mask) in crate::Level::ALL.into_iter().zip([0, 3, 5, 7]) {
            let mask = crate::Mask::new(mask).unwrap();
            let text = b"any text";
            let modules = match paint::bytes(text, version, level, mask) {
                Ok(modules) => modules,
                Err(error) => {
                    assert_eq!((error, number), (Error::PayloadTooLong { len: 8 }, 1));
                    continue;
                }
            };
            let reading = read(&picture(&modules, 5));
            let [code] = reading.codes.as_slice() else { panic!("version {number} {level:?}: {reading:?}") };
            assert_eq!((code.bytes.as_slice(), code.version, code.level, code.mask), (&text[..], version, level, mask));
        }
    }
}

#[test]
fn six_codes_in_one_picture_are_all_read_each_in_its_place() {
    let mut sheet = LumaImage::filled(1300, 900, 255).unwrap();
    let cards: Vec<Vec<u8>> = (0..6u8).map(|n| vec![n; 30]).collect();
    for (n, card) in cards.iter().enumerate() {
        place(&mut sheet, &picture(&paint::object(card).unwrap(), 8), n % 3 * 430, n / 3 * 430);
    }
    let reading = read(&sheet);
    assert_eq!(reading.codes.len(), 6, "{:?}", reading.seen);
    for (n, card) in cards.iter().enumerate() {
        let found = reading.codes.iter().find(|code| base45::decode(&code.bytes).unwrap() == *card).expect("read");
        let (left, top) = ((n % 3 * 430 + 32) as f32, (n / 3 * 430 + 32) as f32);
        assert_corners(found, left, top, (found.version.size() * 8) as f32, 9.0);
    }
}

#[test]
fn the_same_code_twice_in_one_picture_is_two_codes_and_seen_twice_is_one() {
    let modules = paint::object(b"twin").unwrap();
    let mut sheet = LumaImage::filled(700, 400, 255).unwrap();
    place(&mut sheet, &picture(&modules, 8), 20, 20);
    assert_eq!(read(&sheet).codes.len(), 1);
    place(&mut sheet, &picture(&modules, 8), 360, 60);
    assert_eq!(read(&sheet).codes.len(), 2);
}

#[test]
fn a_light_code_on_a_dark_ground_is_read() {
    for (bytes, modules) in envelopes() {
        let image = picture(&modules, 4);
        let inverted: Vec<u8> = image.as_bytes().iter().map(|pixel| 255 - pixel).collect();
        let inverted = LumaImage::new(inverted, image.width(), image.height()).unwrap();
        assert_eq!(base45::decode(&read(&inverted).codes[0].bytes).unwrap(), bytes);
    }
}

#[test]
fn a_turned_and_a_mirrored_code_keep_their_own_corners() {
    let modules = paint::object(b"which way is up").unwrap();
    let straight = picture(&modules, 6);
    let side = straight.width();
    let at = |x: usize, y: usize| straight.view().get(x, y).unwrap();
    let moved = |from: &dyn Fn(usize, usize) -> u8| {
        let pixels = (0..side * side).map(|i| from(i % side, i / side)).collect();
        read(&LumaImage::new(pixels, side, side).unwrap()).codes.pop().expect("read")
    };
    let far = side as f32;
    let near = |point: Point, x: f32, y: f32| (point.x - x).abs() < 40.0 && (point.y - y).abs() < 40.0;

    // A quarter turn clockwise: the code's top-left is the picture's top-right.
    let turned = moved(&|x, y| at(y, side - 1 - x));
    assert!(near(turned.corners[0], far, 0.0) && near(turned.corners[1], far, far), "{:?}", turned.corners);
    // A mirror swaps the sides: the code's top-left is on the right, its top-right on the left.
    let mirrored = moved(&|x, y| at(side - 1 - x, y));
    assert!(near(mirrored.corners[0], far, 0.0) && near(mirrored.corners[1], 0.0, 0.0), "{:?}", mirrored.corners);
    assert_eq!(turned.bytes, mirrored.bytes);
}

#[test]
fn a_code_that_fills_the_picture_to_an_edge_is_read() {
    for (bytes, modules) in envelopes().into_iter().take(2) {
        let whole = picture(&modules, 4);
        let (side, quiet) = (whole.width(), 16);
        let edges = [(quiet, 0, 0, 0), (0, quiet, 0, 0), (0, 0, quiet, 0), (0, 0, 0, quiet), (quiet, quiet, 0, 0)];
        for (left, top, right, bottom) in edges {
            let mut part = LumaImage::filled(side - left - right, side - top - bottom, 0).unwrap();
            for (y, row) in part.rows_mut().enumerate() {
                let width = row.len();
                row.copy_from_slice(&whole.view().row(top + y)[left..left + width]);
            }
            let reading = read(&part);
            assert_eq!(base45::decode(&reading.codes[0].bytes).unwrap(), bytes, "{left} {top} {right} {bottom}");
        }
    }
}

#[test]
fn a_code_one_of_whose_finders_is_torn_is_read() {
    let (bytes, modules) = envelopes().swap_remove(0);
    let far = modules.size() - 7;
    // Through the whole of a finder, in its middle, so that no row or no column shows it.
    for (corner_x, corner_y) in [(0, 0), (far, 0), (0, far)] {
        for upright in [false, true] {
            let mut torn = picture(&modules, 6);
            for (y, row) in torn.rows_mut().enumerate() {
                for (x, pixel) in row.iter_mut().enumerate() {
                    let (u, v) = (x as f32 / 6.0 - 4.0 - corner_x as f32, y as f32 / 6.0 - 4.0 - corner_y as f32);
                    let (along, across) = if upright { (v, u) } else { (u, v) };
                    if (2.0..5.0).contains(&across) && (-0.5..1.0).contains(&along) {
                        *pixel = 255;
                    }
                }
            }
            let reading = read(&torn);
            assert_eq!(base45::decode(&reading.codes[0].bytes).unwrap(), bytes, "{corner_x} {corner_y} {upright}");
        }
    }
}

#[test]
fn a_padded_stride_reads_like_a_tight_one() {
    let (bytes, modules) = envelopes().swap_remove(0);
    let image = picture(&modules, 3);
    let stride = image.width() + 37;
    let mut plane = Vec::new();
    for row in image.view().rows() {
        plane.extend_from_slice(row);
        plane.resize(plane.len() + 37, 0);
    }
    plane.truncate(plane.len() - 37);
    let view = LumaView::new(&plane, image.width(), image.height(), stride).unwrap();
    let reading = Reader::new().read(view, Budget::STILL);
    assert_eq!(base45::decode(&reading.codes[0].bytes).unwrap(), bytes);
}

#[test]
fn a_twelve_megapixel_photo_of_one_code_is_read() {
    let (bytes, modules) = envelopes().swap_remove(3);
    let mut photo = LumaImage::filled(4000, 3000, 210).unwrap();
    place(&mut photo, &picture(&modules, 12), 1200, 800);
    assert_eq!(base45::decode(&read(&photo).codes[0].bytes).unwrap(), bytes);
}

#[test]
fn a_reader_remembers_nothing_from_picture_to_picture() {
    let (_, modules) = envelopes().swap_remove(1);
    let image = picture(&modules, 4);
    let blank = LumaImage::filled(300, 200, 128).unwrap();
    let mut reader = Reader::new();
    let first = reader.read(image.view(), Budget::STILL);
    assert_eq!(reader.read(blank.view(), Budget::STILL), Reading { codes: Vec::new(), seen: Seen::Nothing });
    assert_eq!(reader.read(image.view(), Budget::STILL), first);
}

#[test]
fn what_was_seen_is_said() {
    let (_, modules) = envelopes().swap_remove(0);
    let mut image = picture(&modules, 6);
    let side = image.width();
    for row in image.rows_mut().skip(side / 3).take(side / 4) {
        row.iter_mut().for_each(|pixel| *pixel ^= 0x80);
    }
    assert!(
        matches!(read(&image).seen, Seen::Unreadable { module, .. } if (module - 6.0).abs() < 0.7),
        "{:?}",
        read(&image).seen
    );
    let mut corner = LumaImage::filled(200, 200, 255).unwrap();
    let part = LumaImage::new(
        picture(&modules, 6).view().rows().take(90).flat_map(|row| &row[..90]).copied().collect(),
        90,
        90,
    )
    .unwrap();
    place(&mut corner, &part, 0, 0);
    assert_eq!(read(&corner).seen, Seen::Marks);
    let nobody_waits = Reader::new().read(image.view(), Budget::milliseconds(0));
    assert_eq!((nobody_waits.codes.len(), nobody_waits.seen), (0, Seen::Stopped));
}

/// What a hostile frame may take in a test: the budget, one suspect, and a busy machine.
const PATIENCE: Duration = Duration::from_secs(3);

fn hostile(name: &str, view: LumaView<'_>) {
    let start = Instant::now();
    let reading = Reader::new().look(view, Budget::FRAME, Effort::Alone);
    assert_eq!(reading.codes, [], "{name}");
    assert!(start.elapsed() < PATIENCE, "{name} took {:?}", start.elapsed());
}

fn corpus() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus/pictures")
}

#[test]
fn every_hostile_picture_gives_no_text_in_bounded_time() {
    let mut met = 0;
    for entry in std::fs::read_dir(corpus()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        // What the image crate refuses never reaches the reader.
        let Ok(image) = image::open(&path) else { continue };
        let image = image.to_luma8();
        let (width, height) = (image.width() as usize, image.height() as usize);
        match LumaView::new(image.as_raw(), width, height, width) {
            Ok(view) => hostile(&name, view),
            Err(error) => {
                assert!(matches!(error, Error::Sliver { .. }) && name.starts_with("sliver"), "{name}: {error}")
            }
        }
        met += 1;
    }
    assert!(met >= 15, "{met} pictures");
}

#[test]
fn every_hostile_picture_is_explained() {
    let readme = std::fs::read_to_string(corpus().join("README.md")).unwrap();
    for entry in std::fs::read_dir(corpus()).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        assert!(name == "README.md" || readme.contains(&format!("`{name}`")), "{name} is not explained");
    }
}

#[test]
fn where_glare_hides_the_last_alignment_pattern_chance_does_not_take_its_place() {
    let image = image::open(corpus().join("../missed/glare-on-the-last-alignment.png")).unwrap().to_luma8();
    let view = LumaView::new(image.as_raw(), image.width() as usize, image.height() as usize, image.width() as usize);
    let reading = Reader::new().look(view.unwrap(), Budget::milliseconds(10_000), Effort::Later(0));
    assert_eq!(reading.codes.len(), 1, "by the cheap path alone");
}

#[test]
fn the_picture_that_panics_rqrr_does_not_panic_us() {
    let image = image::open(corpus().join("rqrr-issue-54.png")).unwrap().to_luma8();
    let (width, height) = (image.width() as usize, image.height() as usize);
    let witness = catch_unwind(AssertUnwindSafe(|| {
        let dark = |x: usize, y: usize| image.as_raw()[y * width + x] < 128;
        rqrr::PreparedImage::prepare_from_bitmap(width, height, dark).detect_grids().len()
    }));
    assert!(witness.is_err(), "rqrr no longer panics here: another picture must");
    let view = LumaView::new(image.as_raw(), width, height, width).unwrap();
    assert_eq!(Reader::new().look(view, Budget::STILL, Effort::Alone).codes, []);
}

#[test]
fn noise_of_any_grain_gives_no_text_in_bounded_time() {
    let mut rng = ChaCha20Rng::seed_from_u64(5);
    for (width, height) in [(1280, 720), (4000, 3000)] {
        let mut bytes = vec![0; width * height];
        rng.fill_bytes(&mut bytes);
        hostile("noise", LumaView::new(&bytes, width, height, width).unwrap());
        for grain in [2, 3, 5] {
            let coarse: Vec<u8> = (0..width * height)
                .map(|i| if bytes[i / width / grain * width + i % width / grain] & 1 == 0 { 0 } else { 255 })
                .collect();
            hostile("grain", LumaView::new(&coarse, width, height, width).unwrap());
        }
    }
}

#[test]
fn fields_of_marks_amid_noise_give_no_text_in_bounded_time() {
    let mut rng = ChaCha20Rng::seed_from_u64(6);
    let (width, height) = (1280, 720);
    for (module, pitch) in [(1, 9), (2, 20), (3, 30), (6, 60)] {
        let pixels: Vec<u8> = (0..width * height)
            .map(|i| {
                let (x, y): (usize, usize) = (i % width % pitch / module, i / width % pitch / module);
                let ring = x.abs_diff(3).max(y.abs_diff(3));
                let dark = if x < 7 && y < 7 { ring != 2 } else { x > 7 && y > 7 && rng.next_u32() & 1 == 1 };
                if dark { 0 } else { 255 }
            })
            .collect();
        hostile("marks", LumaView::new(&pixels, width, height, width).unwrap());
    }
}

#[test]
fn every_small_shape_of_picture_is_looked_at_without_a_fall() {
    let bytes: Vec<u8> = (0..64 * 64u32).map(|i| (i * 97 % 251) as u8).collect();
    let mut reader = Reader::new();
    for width in (1..64).step_by(3) {
        for height in (1..64).step_by(5) {
            match LumaView::new(&bytes, width, height, 64) {
                Ok(view) => assert!(reader.read(view, Budget::FRAME).codes.is_empty()),
                Err(error) => assert!(matches!(error, Error::Sliver { .. })),
            }
        }
    }
}

#[test]
fn rings_that_blur_has_left_gray_are_seen_without_the_heavy_path() {
    for (module, seed) in [(2.2, 1), (3.5, 2)] {
        let (modules, text) = envelope(206, seed);
        let (picture, _) = taken(&modules, Scene { module, blur: 0.5, turn: 0.1, seed, ..PLAIN });
        let reading = Reader::new().look(picture.view(), Budget::milliseconds(10_000), Effort::Later(0));
        assert!(matches!(reading.codes.as_slice(), [code] if code.bytes == text), "{module}: {:?}", reading.seen);
    }
}
