#![allow(
    clippy::cast_possible_truncation,
    reason = "pictures made for a test: sizes and grays in range by construction"
)]
mod found;

use std::time::Duration;

use super::*;
use crate::{Level, LumaImage, Mask, Modules, paint};
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};

/// How a test's picture is taken.
#[derive(Clone, Copy)]
pub(crate) struct Scene {
    /// Pixels a module.
    pub(crate) module: f32,
    /// Gaussian blur before the pixels sample, in modules.
    pub(crate) blur: f32,
    /// Turn in radians, and how much larger the near side is than the far one.
    pub(crate) turn: f32,
    pub(crate) tilt: f32,
    /// Modules by which a corner is moved outwards, as the cube of its distance from the middle.
    pub(crate) bend: f32,
    /// Noise: uniform, so many gray levels either way; and its seed.
    pub(crate) noise: f32,
    pub(crate) seed: u64,
}

pub(crate) const PLAIN: Scene = Scene { module: 3.0, blur: 0.3, turn: 0.0, tilt: 0.0, bend: 0.0, noise: 4.0, seed: 7 };
/// Sub-samples of a pixel in one direction.
const FINE: usize = 4;
/// Levels of dark and light; what is blurred is their light, the squares.
const SHADES: (f32, f32) = (40.0, 210.0);

/// A picture of a code, and where its finders' middles are.
pub(crate) fn taken(modules: &Modules, scene: Scene) -> (LumaImage, [Point; 3]) {
    let n = modules.size() as f32;
    let side = ((n + 14.0) * scene.module) as usize;
    let (sin, cos) = scene.turn.sin_cos();
    // From the code, in half sides from its middle, to the picture.
    let place = |s: f32, t: f32| {
        let grown = 1.0 + scene.bend / (n / 2.0) * (s * s + t * t) / 2.0;
        let depth = 1.0 + scene.tilt * (0.8 * s + 0.6 * t);
        let (u, v) = (s * grown / depth, t * grown / depth);
        let half = 0.5 * n * scene.module;
        (side as f32 / 2.0 + half * (cos * u - sin * v), side as f32 / 2.0 + half * (sin * u + cos * v))
    };
    // And back, by repeated correction.
    let back = |x: f32, y: f32| {
        let (mut s, mut t) = (0.0f32, 0.0f32);
        for _ in 0..8 {
            let (a, b) = place(s, t);
            let (dx, dy) = (x - a, y - b);
            let half = 0.5 * n * scene.module;
            s += (cos * dx + sin * dy) / half;
            t += (-sin * dx + cos * dy) / half;
        }
        (s, t)
    };
    let fine = side * FINE;
    let mut light: Vec<f32> = (0..fine * fine)
        .map(|i| {
            let at = |v: usize| (v as f32 + 0.5) / FINE as f32;
            let (s, t) = back(at(i % fine), at(i / fine));
            let module = |v: f32| ((v + 1.0) * n / 2.0).floor();
            let (x, y) = (module(s), module(t));
            let dark = x >= 0.0 && y >= 0.0 && modules.is_dark(x as usize, y as usize);
            let level = if dark { SHADES.0 } else { SHADES.1 };
            level * level
        })
        .collect();
    let sigma = scene.blur * scene.module * FINE as f32;
    for _ in 0..2 {
        light = blurred_and_turned(&light, fine, sigma);
    }
    let mut rng = ChaCha20Rng::seed_from_u64(scene.seed);
    let pixels = (0..side * side)
        .map(|i| {
            let (x, y) = (i % side * FINE, i / side * FINE);
            let sum: f32 = (0..FINE * FINE).map(|k| light[(y + k / FINE) * fine + x + k % FINE]).sum();
            let noise = (rng.next_u32() as f32 / u32::MAX as f32 * 2.0 - 1.0) * scene.noise;
            ((sum / (FINE * FINE) as f32).sqrt() + noise).round() as u8
        })
        .collect();
    let at = |x: f32, y: f32| {
        let (x, y) = place(2.0 * x / n - 1.0, 2.0 * y / n - 1.0);
        Point { x, y }
    };
    (LumaImage::new(pixels, side, side).unwrap(), [at(3.5, 3.5), at(n - 3.5, 3.5), at(3.5, n - 3.5)])
}

/// Blurs the rows of a square and turns it about its diagonal: done twice, both directions are blurred.
fn blurred_and_turned(light: &[f32], side: usize, sigma: f32) -> Vec<f32> {
    let reach = (3.0 * sigma).ceil() as usize;
    let kernel: Vec<f32> =
        (0..=2 * reach).map(|i| (-0.5 * ((i as f32 - reach as f32) / sigma.max(0.1)).powi(2)).exp()).collect();
    let whole: f32 = kernel.iter().sum();
    let mut out = vec![0.0; side * side];
    let mut line = vec![0.0; side + 2 * reach];
    for (y, row) in light.chunks_exact(side).enumerate() {
        for (i, cell) in line.iter_mut().enumerate() {
            *cell = row[i.saturating_sub(reach).min(side - 1)];
        }
        for x in 0..side {
            out[x * side + y] = line[x..].iter().zip(&kernel).map(|(v, k)| v * k).sum::<f32>() / whole;
        }
    }
    out
}

/// A code of ours with a payload that follows from `seed`, and its text.
pub(crate) fn envelope(bytes: usize, seed: u64) -> (Modules, Vec<u8>) {
    let mut payload = vec![0; bytes];
    ChaCha20Rng::seed_from_u64(seed).fill_bytes(&mut payload);
    (paint::envelope(&payload).unwrap(), crate::base45::encode(&payload))
}

/// A suspect whose finders are a module off, each in its own direction.
fn suspect(corners: [Point; 3], scene: Scene) -> Suspect {
    let off = [(0.8, -0.6), (-1.0, 0.2), (0.3, 0.9)].map(|(x, y): (f32, f32)| (x * scene.module, y * scene.module));
    let mut moved = corners;
    for (corner, (x, y)) in moved.iter_mut().zip(off) {
        *corner = Point { x: corner.x + x, y: corner.y + y };
    }
    Suspect { corners: moved, module: scene.module * 1.08 }
}

fn read(picture: &LumaImage, suspect: Suspect) -> Vec<Code> {
    Heavy::new()
        .read(picture.view(), suspect, None, None, Instant::now() + Duration::from_secs(60))
        .into_iter()
        .collect()
}

#[test]
fn a_code_that_has_melted_is_read_from_finders_a_module_off() {
    for (bytes, blur) in [(206, 0.8), (206, 0.95), (400, 0.85)] {
        let scene = Scene { blur, turn: 0.1, tilt: 0.03, ..PLAIN };
        let (modules, text) = envelope(bytes, 1);
        let (picture, corners) = taken(&modules, scene);
        let codes = read(&picture, suspect(corners, scene));
        assert_eq!(codes.len(), 1, "blur {blur}");
        let code = &codes[0];
        assert_eq!(code.bytes, text);
        assert_eq!((code.version, code.level, code.mask), (modules.version(), paint::LEVEL, paint::MASK));
    }
}

#[test]
fn modules_of_one_pixel_are_read() {
    let scene = Scene { module: 1.05, blur: 0.4, turn: -0.07, ..PLAIN };
    let (modules, text) = envelope(400, 2);
    let (picture, corners) = taken(&modules, scene);
    assert_eq!(read(&picture, suspect(corners, scene))[0].bytes, text);
}

#[test]
fn a_bent_code_is_read_and_its_corners_are_where_they_are_seen() {
    let scene = Scene { blur: 0.5, bend: 2.0, tilt: 0.05, ..PLAIN };
    let (modules, text) = envelope(646, 3);
    let (picture, corners) = taken(&modules, scene);
    let codes = read(&picture, suspect(corners, scene));
    assert_eq!(codes[0].bytes, text);
    // A finder's middle lies 3.5 modules from both edges.
    let [a, b, c, d] = codes[0].corners;
    let n = modules.size() as f32;
    let grid = grid::Grid::through([a, b, c, d], 1.0).unwrap();
    let (x, y) = grid.at(7.0 / n - 1.0, 7.0 / n - 1.0);
    assert!((x - corners[0].x).hypot(y - corners[0].y) < 1.5 * scene.module);
}

/// What is light is dark, and the other way round, before the camera.
fn negative(picture: &LumaImage) -> LumaImage {
    let turned = |&level: &u8| {
        let light = SHADES.0.powi(2) + SHADES.1.powi(2) - f32::from(level).powi(2);
        light.max(0.0).sqrt().round() as u8
    };
    LumaImage::new(picture.as_bytes().iter().map(turned).collect(), picture.width(), picture.height()).unwrap()
}

/// A glare spot.
fn cover(picture: &mut LumaImage, at: Point, radius: f32) {
    for (y, row) in picture.rows_mut().enumerate() {
        for (x, pixel) in row.iter_mut().enumerate() {
            if (x as f32 - at.x).hypot(y as f32 - at.y) < radius {
                *pixel = 255;
            }
        }
    }
}

#[test]
fn a_finder_under_a_glare_spot_is_done_without() {
    let scene = Scene { blur: 0.5, tilt: 0.06, turn: 0.05, ..PLAIN };
    let (modules, text) = envelope(400, 8);
    let (mut picture, corners) = taken(&modules, scene);
    for lost in [1, 2] {
        cover(&mut picture, corners[lost], 6.0 * scene.module);
        let codes = read(&picture, suspect(corners, scene));
        assert_eq!(codes.first().map(|code| code.bytes.as_slice()), Some(text.as_slice()));
        picture = taken(&modules, scene).0;
    }
}

#[test]
fn a_finder_that_nobody_saw_is_done_without_whichever_it_is() {
    for (bytes, turn, lost) in [(206, 0.05, 0), (400, 0.05, 1), (646, 0.02, 2)] {
        let scene = Scene { blur: 0.5, tilt: 0.04, turn, ..PLAIN };
        let (modules, text) = envelope(bytes, 9);
        let (mut picture, corners) = taken(&modules, scene);
        cover(&mut picture, corners[lost], 6.0 * scene.module);
        // Where it would be in a picture taken straight on.
        let [a, b, c] = corners;
        let quarter =
            |p: Point, q: Point, sign: f32| Point { x: p.x - sign * (q.y - p.y), y: p.y + sign * (q.x - p.x) };
        let middle = Point { x: f32::midpoint(b.x, c.x), y: f32::midpoint(b.y, c.y) };
        let mut guessed = corners;
        guessed[lost] = [quarter(middle, b, -1.0), quarter(a, c, -1.0), quarter(a, b, 1.0)][lost];
        let suspect = Suspect { corners: guessed, module: scene.module };
        let later = Instant::now() + Duration::from_secs(60);
        let code = Heavy::new().read(picture.view(), suspect, Some(lost), None, later);
        assert_eq!(code.map(|code| code.bytes), Some(text), "{lost}");
    }
}

#[test]
fn mirrored_and_light_on_dark_codes_are_read() {
    let scene = Scene { blur: 0.7, ..PLAIN };
    let (modules, text) = envelope(206, 4);
    let (picture, corners) = taken(&modules, scene);
    let negative = negative(&picture);
    assert_eq!(read(&negative, suspect(corners, scene))[0].bytes, text);

    let mirrored = modules.transposed();
    let (picture, corners) = taken(&mirrored, scene);
    let codes = read(&picture, suspect(corners, scene));
    assert_eq!(codes[0].bytes, text);
    // The code's own top right is the picture's bottom left.
    let [_, b, _, d] = codes[0].corners;
    assert!(b.y > d.y && b.x < d.x);
}

#[test]
fn foreign_codes_of_every_kind_of_size_are_read() {
    for (number, level, mask) in
        [(1, Level::L, 0), (2, Level::Q, 5), (6, Level::H, 7), (7, Level::M, 3), (17, Level::Q, 1)]
    {
        let version = Version::new(number).unwrap();
        let modules = paint::bytes(b"ALDIS melt", version, level, Mask::new(mask).unwrap()).unwrap();
        let scene = Scene { blur: 0.55, turn: 0.2, ..PLAIN };
        let (picture, corners) = taken(&modules, scene);
        let codes = read(&picture, suspect(corners, scene));
        assert_eq!(codes.first().map(|code| code.bytes.as_slice()), Some(&b"ALDIS melt"[..]), "version {number}");
        assert_eq!((codes[0].version, codes[0].level), (version, level));
    }
}

#[test]
fn noise_stripes_and_checkerboards_hold_no_text() {
    let side = 320;
    let mut rng = ChaCha20Rng::seed_from_u64(9);
    let mut noise = vec![0; side * side];
    rng.fill_bytes(&mut noise);
    let board = |step: usize| {
        (0..side * side).map(move |i| if (i % side / step + i / side / step).is_multiple_of(2) { 20 } else { 230 })
    };
    let pictures = [
        noise,
        board(3).collect(),
        board(7).collect(),
        (0..side * side).map(|i| if (i % side / 4).is_multiple_of(2) { 0 } else { 255 }).collect(),
        vec![128; side * side],
    ];
    let mut heavy = Heavy::new();
    for pixels in pictures {
        let picture = LumaImage::new(pixels, side, side).unwrap();
        for (left, module) in [(40.0, 4.0), (61.0, 3.0), (20.0, 1.6)] {
            let at = |x: f32, y: f32| Point { x: left + x, y: left + y };
            let suspect = Suspect { corners: [at(0.0, 0.0), at(200.0, 3.0), at(-2.0, 199.0)], module };
            let code = heavy.read(picture.view(), suspect, None, None, Instant::now() + Duration::from_secs(60));
            assert!(code.is_none());
        }
    }
}

#[test]
fn finders_around_noise_hold_no_text_and_lying_words_do_not_help() {
    let mut rng = ChaCha20Rng::seed_from_u64(10);
    for number in [3, 10, 25] {
        let version = Version::new(number).unwrap();
        let honest = paint::bytes(&[1; 20], version, Level::M, Mask::new(2).unwrap()).unwrap();
        let layout = layout::Alignment::of(version);
        // Everything that a reader looks for, and chance where codewords would be.
        let hollow = Modules::from_fn(version, |x, y| {
            if layout::is_function(version, &layout, x, y) { honest.is_dark(x, y) } else { rng.next_u32() & 1 == 1 }
        });
        let (picture, corners) = taken(&hollow, PLAIN);
        assert!(read(&picture, suspect(corners, PLAIN)).is_empty());
    }
    // A version word that names another version, in both places.
    let (modules, text) = envelope(206, 11);
    let word = layout::version_word(Version::new(11).unwrap());
    let lying = Modules::from_fn(modules.version(), |x, y| {
        let (edge, dark) = (modules.size() - 11, modules.is_dark(x, y));
        let bit = |along: usize, across: usize| (word >> ((along - edge) + 3 * across)) & 1 == 1;
        match (x, y) {
            (x, 0..6) if (edge..edge + 3).contains(&x) => bit(x, y),
            (0..6, y) if (edge..edge + 3).contains(&y) => bit(y, x),
            _ => dark,
        }
    });
    let (picture, corners) = taken(&lying, PLAIN);
    assert!(read(&picture, suspect(corners, PLAIN)).iter().all(|code| code.bytes == text));
}

#[test]
fn suspects_that_lie_and_pictures_that_are_too_small_are_no_code() {
    let tiny = LumaImage::filled(5, 5, 100).unwrap();
    let wide = LumaImage::filled(600, 40, 100).unwrap();
    let values = [f32::NAN, f32::INFINITY, -1e9, 0.0, 3.0, 1e9];
    for picture in [&tiny, &wide] {
        for &a in &values {
            for &b in &values {
                let corners = [Point { x: a, y: 1.0 }, Point { x: b, y: a }, Point { x: 2.0, y: b }];
                for module in [f32::NAN, 0.0, 1.0, 4.0, 1e6] {
                    assert!(read(picture, Suspect { corners, module }).is_empty());
                }
            }
        }
    }
}

#[test]
fn a_warm_heavy_path_takes_nothing_for_a_code_that_it_cannot_read() {
    let scene = Scene { blur: 1.5, ..PLAIN };
    let (modules, _) = envelope(206, 6);
    let (picture, corners) = taken(&modules, scene);
    let suspect = suspect(corners, scene);
    let mut heavy = Heavy::new();
    let later = Instant::now() + Duration::from_secs(60);
    assert!(heavy.read(picture.view(), suspect, None, None, later).is_none());
    let info =
        allocation_counter::measure(|| assert!(heavy.read(picture.view(), suspect, None, None, later).is_none()));
    assert_eq!(info.count_total, 0, "{info:?}");
}

#[test]
fn a_deadline_that_is_over_is_kept() {
    let (modules, _) = envelope(206, 5);
    let (picture, corners) = taken(&modules, PLAIN);
    assert!(Heavy::new().read(picture.view(), suspect(corners, PLAIN), None, None, Instant::now()).is_none());
}
