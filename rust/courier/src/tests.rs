//! Whole trips, and single effects measured on the pictures that come out.

use std::panic::catch_unwind;

use crate::jpeg::tests::frame_header;
use crate::{Bare, Frame, Framing, Gray, Messenger, Point, Preset, Resolution, Shot, Trip};

fn trip(preset: Preset, seed: u64) -> Trip {
    Trip { messenger: Messenger::SignalStandard, preset, camera: Resolution::Hd, seed }
}

/// A version 10-M code with its quiet zone, `pixels` screen pixels a module, that says [`TEXT`].
fn code(pixels: usize) -> Gray {
    let code = qrcode::QrCode::with_version(TEXT, qrcode::Version::Normal(10), qrcode::EcLevel::M).unwrap();
    let (modules, dark) = (code.width(), code.to_colors());
    painted((modules + 8) * pixels, |x, y| {
        let module = |at: usize| (at / pixels).checked_sub(4).filter(|&module| module < modules);
        match (module(x), module(y)) {
            (Some(column), Some(row)) if dark[row * modules + column] == qrcode::Color::Dark => 0,
            _ => 255,
        }
    })
}

const TEXT: &str = "SPHINX OF BLACK QUARTZ JUDGE MY VOW";

fn painted(side: usize, level: impl Fn(usize, usize) -> u8) -> Gray {
    Gray::new(side, side, (0..side * side).map(|i| level(i % side, i / side)).collect()).unwrap()
}

/// Whether rqrr reads the text at full or half size.
fn reads(picture: &Gray) -> bool {
    [1, 2].into_iter().any(|step: usize| {
        let at = |x: usize, y: usize| {
            let block = (0..step * step).map(|i| u32::from(picture.row(y * step + i / step)[x * step + i % step]));
            (block.sum::<u32>() / (step * step) as u32) as u8
        };
        // rqrr is known to panic on some pictures.
        let texts = catch_unwind(|| {
            let (width, height) = (picture.width() / step, picture.height() / step);
            let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, at);
            prepared
                .detect_grids()
                .iter()
                .filter_map(|grid| grid.decode().ok())
                .map(|(_, text)| text)
                .collect::<Vec<_>>()
        });
        texts.is_ok_and(|texts| texts.iter().any(|text| text == TEXT))
    })
}

fn inside(picture: (usize, usize), points: &[Point]) -> bool {
    points.iter().all(|&(x, y)| x >= 0.0 && y >= 0.0 && x <= picture.0 as f64 && y <= picture.1 as f64)
}

fn quantile(pixels: &[u8], share: f64) -> u8 {
    let mut sorted = pixels.to_vec();
    sorted.sort_unstable();
    sorted[(share * (sorted.len() - 1) as f64) as usize]
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    let (a, b) =
        (trip(Preset::Fair, 1).carry(&code(16), 2).unwrap(), trip(Preset::Fair, 1).carry(&code(16), 2).unwrap());
    assert!(a == b);
    let other = trip(Preset::Fair, 2).carry(&code(16), 2).unwrap();
    assert!(a.photo.jpeg != other.photo.jpeg && a.received.jpeg != other.received.jpeg);
    assert!(a.frames[0].picture != other.frames[0].picture);
    assert!(a.frames[0].picture != a.frames[1].picture, "noise and hand are new in each frame");
    assert!(a.frames[0].code != a.frames[1].code, "the hand shakes");
}

#[test]
fn a_frame_is_the_same_however_many_are_taken_and_each_camera_gives_its_size() {
    let whole = trip(Preset::Good, 3);
    let shown = whole.show(&whole.photograph(&code(16)).unwrap()).unwrap();
    let third = whole.frames(&shown).nth(2).unwrap();
    let three: Vec<Frame> = whole.frames(&shown).take(3).collect();
    assert!(three[2] == third);
    for camera in Resolution::ALL {
        let frame = Trip { camera, ..whole }.frames(&shown).next().unwrap();
        assert_eq!((frame.picture.width(), frame.picture.height()), camera.size());
        assert_eq!(camera.to_string().parse::<Resolution>(), Ok(camera));
    }
}

#[test]
fn a_file_arrives_untouched_and_every_messenger_writes_half_colour_at_its_size() {
    let sender = Trip { messenger: Messenger::File, ..trip(Preset::Fair, 4) };
    let photo = sender.photograph(&code(16)).unwrap();
    assert_eq!(frame_header(&photo.jpeg), (2400, 3200, vec![0x22, 0x11, 0x11]));
    assert!(sender.send(&photo).unwrap() == photo);
    for (messenger, size) in [
        (Messenger::SignalStandard, (1200, 1600)),
        (Messenger::SignalLowmem, (576, 768)),
        (Messenger::SignalHigh, (2400, 3200)),
        (Messenger::Whatsapp, (1200, 1600)),
        (Messenger::Telegram, (960, 1280)),
    ] {
        let received = Trip { messenger, ..sender }.send(&photo).unwrap();
        assert_eq!(frame_header(&received.jpeg), (size.0, size.1, vec![0x22, 0x11, 0x11]), "{messenger}");
        assert_eq!((received.picture.width(), received.picture.height()), size, "{messenger}");
        assert!((received.module - photo.module * size.0 as f64 / 2400.0).abs() < 1e-9);
    }
}

#[test]
fn the_code_lies_within_every_photo_and_fills_its_share() {
    for preset in Preset::ALL {
        // Geometry alone: a coarse code is as good and the photo is what costs.
        for seed in 0..3 {
            let trip = trip(preset, seed);
            let photo = trip.photograph(&code(16)).unwrap();
            assert!(inside((2400, 3200), &photo.code), "{preset} {seed}: {:?}", photo.code);
            assert!((65.0 * photo.module / 2400.0 - trip.first_shot().share).abs() < 1e-9);
            let shown = trip.show(&photo).unwrap();
            assert_eq!(shown.picture.width(), 1080);
            assert!(inside((1080, 2340), &shown.code));
            let camera = trip.camera.size();
            for frame in trip.frames(&shown).take(2) {
                let quiet = 4.0 * frame.module;
                let fits = |&(x, y): &Point| {
                    x > -quiet && y > -quiet && x < camera.0 as f64 + quiet && y < camera.1 as f64 + quiet
                };
                assert!(frame.code.iter().all(fits), "{preset} {seed}: {:?}", frame.code);
            }
        }
    }
}

#[test]
fn the_screen_or_the_code_fills_the_second_frame_as_the_preset_says() {
    for preset in Preset::ALL {
        let trip = trip(preset, 5);
        let shown = trip.show(&trip.photograph(&code(16)).unwrap()).unwrap();
        let (share, filled) = match preset.ranges().framing {
            Framing::Screen(range) => (range, 1080.0 / shown.module),
            Framing::Code(range) => {
                let xs = shown.code.map(|corner| corner.0);
                let width = xs.iter().fold(0.0f64, |a, &b| a.max(b)) - xs.iter().fold(f64::INFINITY, |a, &b| a.min(b));
                assert!((width / 1080.0 - 0.96).abs() < 0.01, "zoomed: {width}");
                (range, width / shown.module)
            }
        };
        for frame in trip.frames(&shown).take(4) {
            assert!(share.holds(filled * frame.module / 720.0), "{preset}: {}", filled * frame.module / 720.0);
        }
    }
}

#[test]
fn white_is_near_200_and_black_is_dark() {
    for (preset, seed) in [(Preset::Good, 1), (Preset::Fair, 2), (Preset::Bad, 3)] {
        let carried = trip(preset, seed).carry(&code(16), 1).unwrap();
        for (name, picture, corners) in [
            ("photo", carried.photo.picture.luma(), carried.photo.code),
            ("frame", carried.frames[0].picture.clone(), carried.frames[0].code),
        ] {
            let mean = |of: fn(&Point) -> f64| corners.iter().map(of).sum::<f64>() / 4.0;
            let (x, y, half) = (mean(|c| c.0), mean(|c| c.1), 20.0 * carried.frames[0].module);
            let rows = (y - half) as usize..(y + half) as usize;
            let middle: Vec<u8> =
                rows.flat_map(|row| picture.row(row)[(x - half) as usize..(x + half) as usize].to_vec()).collect();
            let (black, white) = (quantile(&middle, 0.1), quantile(&middle, 0.8));
            assert!((185..=215).contains(&white), "{preset} {name}: white {white}");
            assert!(black < 75, "{preset} {name}: black {black}");
        }
    }
}

#[test]
fn a_careful_code_is_read_from_a_burst() {
    for messenger in [Messenger::SignalStandard, Messenger::SignalLowmem] {
        let carried = Trip { messenger, ..trip(Preset::Good, 6) }.carry(&code(16), 12).unwrap();
        assert!(carried.frames.iter().any(|frame| reads(&frame.picture)), "{messenger}");
    }
}

#[test]
fn odd_pictures_make_the_trip_too() {
    for (width, height) in [(1, 1), (40, 700), (2400, 30)] {
        let picture = Gray::new(width, height, vec![0; width * height]).unwrap();
        let carried = trip(Preset::Bad, 7).carry(&picture, 1).unwrap();
        assert_eq!(carried.frames.len(), 1);
    }
}

/// A frame of one picture in which all stays still but for what is changed.
fn bare(picture: &Gray, scale: f64, change: impl FnOnce(&mut Shot)) -> Frame {
    let mut shot = Shot::still(1.0);
    change(&mut shot);
    let module = scale * crate::screen::module_of(picture) as f64;
    Bare { module, shot, gamma: 1.0, size: (400, 400) }.frame(picture, 1).unwrap()
}

/// Standard deviation of the place of an edge's rise, along the middle row.
fn edge_sigma(frame: &Frame) -> f64 {
    let row = frame.picture.row(200);
    let rise: Vec<(f64, f64)> = (150..250).map(|x| (x as f64, f64::from(row[x + 1]) - f64::from(row[x]))).collect();
    let total: f64 = rise.iter().map(|r| r.1).sum();
    let mean = rise.iter().map(|r| r.0 * r.1).sum::<f64>() / total;
    (rise.iter().map(|r| r.1 * (r.0 - mean).powi(2)).sum::<f64>() / total).sqrt()
}

#[test]
fn the_blur_of_an_edge_is_the_sigma_that_was_asked_for() {
    let edge = painted(300, |x, _| if x < 150 { 0 } else { 255 });
    for sigma in [0.6, 1.0, 1.7, 3.0] {
        let seen = edge_sigma(&bare(&edge, 1.3, |shot| shot.blur = sigma));
        // The camera's pixel is a box of one pixel, the difference of two neighbours another.
        let expected = (sigma * sigma + 2.0 / 12.0).sqrt();
        assert!((seen - expected).abs() < 0.03 * expected, "{seen} instead of {expected}");
    }
}

#[test]
fn motion_blurs_along_its_direction_by_its_length() {
    let edge = painted(300, |x, _| if x < 150 { 0 } else { 255 });
    let along = edge_sigma(&bare(&edge, 1.3, |shot| (shot.blur, shot.motion) = (0.8, 6.0)));
    let expected = (0.64f64 + 2.0 / 12.0 + 36.0 / 12.0).sqrt();
    assert!((along - expected).abs() < 0.1, "{along} instead of {expected}");
    let across = edge_sigma(&bare(&edge, 1.3, |shot| (shot.blur, shot.motion, shot.motion_toward) = (0.8, 6.0, 90.0)));
    assert!(across < 0.95, "{across}");
}

#[test]
fn noise_in_a_frame_has_its_sigma_and_even_light_has_none() {
    let gray = painted(300, |_, _| 128);
    let spread = |frame: &Frame| {
        let part: Vec<f64> = frame.picture.pixels()[400 * 100..400 * 300].iter().map(|&v| f64::from(v)).collect();
        let mean = part.iter().sum::<f64>() / part.len() as f64;
        (part.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / part.len() as f64).sqrt()
    };
    assert!(spread(&bare(&gray, 2.0, |_| {})) < 0.01);
    let sigma = spread(&bare(&gray, 2.0, |shot| shot.noise = 5.0));
    assert!((sigma - 5.0).abs() < 0.1, "{sigma}");
}

#[test]
fn light_falls_off_by_its_share_at_the_darkest_corner() {
    let white = painted(300, |_, _| 255);
    let frame = bare(&white, 2.0, |shot| shot.falloff = 0.4);
    let corner = f64::from(frame.picture.row(0)[0]);
    assert!((corner - 0.6 * 200.0).abs() < 2.0, "{corner}");
    assert_eq!(frame.picture.row(200)[200], 200);
}

#[test]
fn a_marker_lands_where_the_geometry_says() {
    // A black square of 8 in the corner of the picture; its middle is at 30, 40.
    let marked = painted(300, |x, y| if (26..34).contains(&x) && (36..44).contains(&y) { 0 } else { 255 });
    let frame = bare(&marked, 1.1, |shot| {
        (shot.tilt, shot.tilt_toward, shot.turn, shot.shift, shot.blur) = (12.0, 40.0, 9.0, (0.02, -0.03), 0.8);
    });
    let mut sums = (0.0, 0.0, 0.0);
    for y in 0..400 {
        for (x, &level) in frame.picture.row(y).iter().enumerate() {
            let dark = 200.0 - f64::from(level.min(200));
            sums = (sums.0 + dark, sums.1 + dark * (x as f64 + 0.5), sums.2 + dark * (y as f64 + 0.5));
        }
    }
    let seen = (sums.1 / sums.0, sums.2 / sums.0);
    let expected = through_corners(&frame.code, 30.0 / 300.0, 40.0 / 300.0);
    assert!((seen.0 - expected.0).hypot(seen.1 - expected.1) < 0.04, "{seen:?} instead of {expected:?}");
}

/// The point of a picture under the homography that its four corners fix (Heckbert 1989, square to quadrilateral).
fn through_corners(corners: &[Point; 4], u: f64, v: f64) -> Point {
    let [a, b, c, d] = *corners;
    let sum = (a.0 - b.0 + c.0 - d.0, a.1 - b.1 + c.1 - d.1);
    let (e, f) = ((b.0 - c.0, b.1 - c.1), (d.0 - c.0, d.1 - c.1));
    let det = e.0 * f.1 - f.0 * e.1;
    let (g, h) = ((sum.0 * f.1 - f.0 * sum.1) / det, (e.0 * sum.1 - sum.0 * e.1) / det);
    let w = g * u + h * v + 1.0;
    let along = |a: f64, b: f64, d: f64| ((b - a + g * b) * u + (d - a + h * d) * v + a) / w;
    (along(a.0, b.0, d.0), along(a.1, b.1, d.1))
}

#[test]
fn a_glare_spot_of_its_radius_clips_and_leaves_the_rest() {
    let black = painted(300, |_, _| 0);
    let glare = crate::Glare { radius: 0.1, at: (0.0, 0.0) };
    let frame = bare(&black, 1.0, |shot| shot.glare = Some(glare));
    // 30 pixels of radius: washed out at 25, haze at 45, next to nothing at 140.
    let row = frame.picture.row(200);
    assert_eq!(row[200 + 25], 255);
    assert!((5..60).contains(&row[200 + 45]), "{}", row[200 + 45]);
    assert!(row[200 + 140] < 4, "{}", row[200 + 140]);
}

#[test]
fn a_bare_code_is_read_and_gets_the_module_that_was_asked_for() {
    for module in [4.0, 6.1] {
        let shot = Shot { blur: 0.5, noise: 2.0, ..Shot::still(1.0) };
        let frame = Bare { module, shot, gamma: 1.0, size: (420, 420) }.frame(&code(4), 9).unwrap();
        assert!(((frame.code[1].0 - frame.code[0].0) / 65.0 - module).abs() < 1e-9);
        assert!(reads(&frame.picture));
    }
}
