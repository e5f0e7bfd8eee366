use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};

use super::*;
use crate::decode::layout;
use crate::heavy::tests::{PLAIN, Scene, envelope, taken};
use crate::{Level, LumaImage, Mask, Modules, Version, paint};

/// Time is no matter here: what is read must not depend on the machine.
const LONG: Budget = Budget::milliseconds(120_000);

/// Frame `number` of a hand that is not still, in the dark.
fn frame(modules: &Modules, number: u16) -> LumaImage {
    let turn = 0.02 * f32::from(number % 5) - 0.04;
    let tilt = 0.01 * f32::from(number % 3);
    taken(modules, Scene { module: 2.0, blur: 0.75, turn, tilt, noise: NOISE, seed: 100 + u64::from(number), ..PLAIN })
        .0
}

/// Gray levels of noise either way, by which no frame is read alone.
const NOISE: f32 = 20.0;

/// Everything that a reader looks for, and chance where codewords would be.
fn hollow() -> Modules {
    let version = Version::new(10).unwrap();
    let layout = layout::Alignment::of(version);
    let honest = paint::bytes(&[1; 20], version, Level::M, Mask::new(2).unwrap()).unwrap();
    let mut rng = ChaCha20Rng::seed_from_u64(12);
    Modules::from_fn(version, |x, y| {
        if layout::is_function(version, &layout, x, y) { honest.is_dark(x, y) } else { rng.next_u32() & 1 == 1 }
    })
}

fn texts(reading: Reading) -> impl Iterator<Item = Vec<u8>> {
    reading.codes.into_iter().map(|code| code.bytes)
}

#[test]
fn frames_that_give_nothing_alone_are_read_together() {
    let (modules, text) = envelope(206, 1);
    let frames: Vec<LumaImage> = (0..5).map(|number| frame(&modules, number)).collect();
    for frame in &frames {
        assert_eq!(Reader::new().read(frame.view(), LONG).codes, []);
    }
    let mut burst = Burst::of_pictures();
    let read: Vec<Vec<u8>> = frames.iter().flat_map(|frame| texts(burst.read(frame.view(), LONG))).collect();
    assert!(!read.is_empty() && read.iter().all(|read| *read == text), "{} texts", read.len());
}

#[test]
fn frames_of_two_codes_in_turn_are_read_as_both_and_never_as_a_mixture() {
    let codes = [envelope(206, 2), envelope(206, 3)];
    let mut burst = Burst::of_pictures();
    let mut read = [0; 2];
    for number in 0..16 {
        let (modules, _) = &codes[usize::from(number % 2)];
        for text in texts(burst.read(frame(modules, number).view(), LONG)) {
            let whose = codes.iter().position(|(_, own)| *own == text).expect("a text that nobody wrote");
            read[whose] += 1;
        }
    }
    assert!(read.iter().all(|&times| times > 0), "{read:?}");
}

#[test]
fn codes_that_begin_alike_are_never_mixed() {
    let version = Version::new(10).unwrap();
    let texts = [b"A", b"B"].map(|end| [&[b'x'; 190][..], &end[..]].concat());
    let codes = [0, 1].map(|i| paint::bytes(&texts[i], version, Level::M, Mask::new(2).unwrap()).unwrap());
    let mut burst = Burst::of_pictures();
    for number in 0..10 {
        for code in burst.read(frame(&codes[usize::from(number % 2)], number).view(), LONG).codes {
            assert!(texts.contains(&code.bytes));
        }
    }
}

#[test]
fn chance_between_true_patterns_gives_no_text_however_often_it_is_seen() {
    let still = hollow();
    let mut burst = Burst::of_pictures();
    for number in 0..8 {
        let scene = Scene { noise: 10.0, seed: number, ..PLAIN };
        assert_eq!(burst.read(taken(&still, scene).0.view(), LONG).codes, []);
    }
}

#[test]
fn noise_gives_no_text_however_long_it_goes_on() {
    let mut rng = ChaCha20Rng::seed_from_u64(13);
    let mut burst = Burst::of_frames();
    for _ in 0..24 {
        let mut pixels = vec![0; 320 * 240];
        rng.fill_bytes(&mut pixels);
        let noise = LumaImage::new(pixels, 320, 240).unwrap();
        assert_eq!(burst.read(noise.view(), LONG).codes, []);
    }
}

#[test]
fn one_frame_in_three_takes_the_heavy_path_and_what_it_saw_is_said_until_the_next() {
    let (modules, text) = envelope(206, 4);
    let melted = taken(&modules, Scene { blur: 0.8, ..PLAIN }).0;
    let mut burst = Burst::of_frames();
    for number in 0..6 {
        let read: Vec<Vec<u8>> = texts(burst.read(melted.view(), LONG)).collect();
        assert_eq!(read, if number % 3 == 0 { vec![text.clone()] } else { vec![] });
    }
    let lost = taken(&hollow(), Scene { blur: 0.8, ..PLAIN }).0;
    let mut burst = Burst::of_frames();
    for _ in 0..6 {
        let reading = burst.read(lost.view(), LONG);
        assert!(matches!(reading.seen, Seen::Unreadable { why: crate::Why::Blurred { .. }, .. }), "{:?}", reading.seen);
    }
}
