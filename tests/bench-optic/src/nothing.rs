//! Frames that hold no code. Nothing may be read, and it should not take long.

use std::io::Error;

use courier::{Gray, Messenger, Preset, Resolution, Trip};
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};

use crate::measure::{Case, Score, Truth, scores};
use crate::readers::{Bench, Peer};
use crate::report::{Gate, Report, Section};
use crate::settings::Settings;
use crate::sweeps::SEEDS;

/// The peers look at one frame in so many: what they make of noise is not what is measured here. Not a multiple of 4, so that
/// they see as many large frames as ours does.
const PEERS_SEE: usize = 21;
/// Frames of one screen without a code: the camera's pace comes round twice.
const FILMED: usize = 6;
/// Of a full run.
const FRAMES: usize = 10_000;

/// Noise and textures.
pub(crate) fn textures(settings: &Settings, report: &mut Report) -> Result<(), Error> {
    let frames = if settings.count < 50 { 40 * settings.count } else { FRAMES };
    let each = frames.div_ceil(TEXTURES.len());
    let mut ours = Score::default();
    let mut conditions: Vec<(String, Vec<Score>)> = Vec::new();
    for (name, paint) in TEXTURES {
        let cases = |seen: fn(usize) -> bool| {
            (0..each).filter(move |&index| seen(index)).filter_map(move |index| {
                let mut rng = ChaCha20Rng::seed_from_u64(3 * SEEDS + index as u64);
                // Every fourth is as large as a camera's frame.
                let (width, height) = if index % 4 == 0 { (1280, 720) } else { (640, 480) };
                let frame = Gray::new(width, height, paint(width, height, &mut rng)).ok()?;
                Some(Case::new([frame], Truth::NoCode))
            })
        };
        let mut benches: Vec<Bench> = settings.readers.iter().map(|&peer| Bench::new(peer)).collect();
        conditions.push((name.to_owned(), scores(&mut benches, cases(|index| index % PEERS_SEE == 0))));
        let alone = scores(&mut [Bench::new(Peer::Aldis)], cases(|index| index % PEERS_SEE != 0));
        ours = Score::sum(alone.iter().chain([&ours]));
    }
    let shared = sums(settings, &conditions);
    if let (Some(beside), _) = report.split(&shared) {
        let all = Score::sum([&ours, beside]);
        report.gate(Gate {
            what: format!("{} frames of noise and textures: texts (the others see one in {PEERS_SEE})", all.of),
            asked: "0".to_owned(),
            ours: all.wrong.to_string(),
            beside: report.beside(&shared, |score| score.wrong.to_string()),
            reached: Some(all.wrong == 0),
        });
    }
    conditions.push(("all".to_owned(), shared));
    let title = format!("Noise and textures, one frame in {PEERS_SEE}");
    report.section(Section { title, frames: 1, conditions });
    Ok(())
}

/// Frames of a running camera that sees a screen without a code.
pub(crate) fn empty(settings: &Settings, report: &mut Report) -> Result<(), Error> {
    let mut benches: Vec<Bench> = settings.readers.iter().map(|&peer| Bench::live(peer)).collect();
    let mut conditions = Vec::new();
    for preset in Preset::ALL {
        let cases = (0..settings.count as u64).filter_map(|index| {
            let seed = 4 * SEEDS + 1_000_000 * preset as u64 + index;
            let trip = Trip { messenger: Messenger::SignalStandard, preset, camera: Resolution::Hd, seed };
            let frames = trip.carry(&page(seed)?, FILMED).ok()?.frames;
            Some(Case::new(frames.into_iter().map(|frame| frame.picture), Truth::NoCode))
        });
        conditions.push((format!("a page of text, {preset}"), scores(&mut benches, cases)));
    }
    let all = sums(settings, &conditions);
    if let (Some(ours), others) = report.split(&all) {
        let peer = others.iter().find(|(peer, _)| *peer == Peer::Zxing).map(|(_, score)| score.median());
        report.gate(Gate {
            what: "1280x720 frame without a code: median of CPU time, ms".to_owned(),
            asked: "<= 1.5 x zxing-cpp's".to_owned(),
            ours: format!("{:.1}, {:.2} x", ours.median(), ours.median() / peer.unwrap_or(f64::NAN)),
            beside: report.beside(&all, |score| format!("{:.1}", score.median())),
            reached: peer.map(|peer| ours.wrong == 0 && ours.median() <= 1.5 * peer),
        });
    }
    conditions.push(("all".to_owned(), all));
    report.section(Section { title: "Frames without a code".to_owned(), frames: 1, conditions });
    Ok(())
}

fn sums(settings: &Settings, conditions: &[(String, Vec<Score>)]) -> Vec<Score> {
    let sum = |index| Score::sum(conditions.iter().filter_map(|(_, scores)| scores.get(index)));
    (0..settings.readers.len()).map(sum).collect()
}

/// Lines of words: black bars of many lengths, seven pixels high or more, as a chat shows them.
fn page(seed: u64) -> Option<Gray> {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let mut pixels = vec![255u8; 1000 * 1000];
    let mut below = |most: u32| (rng.next_u32() % most) as usize;
    let mut y = 10;
    while y < 960 {
        let high = 7 + below(12);
        let mut x = 20;
        while x < 950 {
            // A letter and the gap after it; now and then the gap after a word.
            let letter = 3 + below(9);
            for row in pixels.chunks_exact_mut(1000).skip(y).take(high) {
                row[x..(x + letter).min(980)].fill(20);
            }
            x += letter + 2 + if below(5) == 0 { 12 } else { 0 };
        }
        y += high + 8 + below(20);
    }
    Gray::new(1000, 1000, pixels).ok()
}

type Paint = fn(usize, usize, &mut ChaCha20Rng) -> Vec<u8>;

const TEXTURES: [(&str, Paint); 6] = [
    ("noise", |width, height, rng| cells(width, height, 1, rng, |rng| (rng.next_u32() >> 24) as u8)),
    ("black and white noise", |width, height, rng| cells(width, height, 1, rng, bit)),
    ("modules without marks", |width, height, rng| {
        let module = 2 + rng.next_u32() as usize % 6;
        cells(width, height, module, rng, bit)
    }),
    ("gray blocks", |width, height, rng| {
        let block = 3 + rng.next_u32() as usize % 40;
        cells(width, height, block, rng, |rng| (rng.next_u32() >> 24) as u8)
    }),
    ("stripes", |width, height, rng| {
        let widths: Vec<usize> = (0..7).map(|_| 1 + rng.next_u32() as usize % 9).collect();
        let row: Vec<u8> = (0usize..)
            .flat_map(|i| std::iter::repeat_n(if i % 2 == 0 { 20 } else { 230 }, widths[i % widths.len()]))
            .take(width)
            .collect();
        (0..height).flat_map(|_| row.iter().copied()).collect()
    }),
    ("clouds", |width, height, rng| {
        let mut sum = vec![0u32; width * height];
        for block in [64, 32, 16, 8] {
            let layer = cells(width, height, block, rng, |rng| (rng.next_u32() >> 26) as u8);
            sum.iter_mut().zip(layer).for_each(|(sum, level)| *sum += u32::from(level));
        }
        sum.into_iter().map(|level| level.min(255) as u8).collect()
    }),
];

fn bit(rng: &mut ChaCha20Rng) -> u8 {
    if rng.next_u32().is_multiple_of(2) { 15 } else { 240 }
}

/// Squares of one level each.
fn cells(
    width: usize,
    height: usize,
    cell: usize,
    rng: &mut ChaCha20Rng,
    level: fn(&mut ChaCha20Rng) -> u8,
) -> Vec<u8> {
    let (columns, rows) = (width.div_ceil(cell), height.div_ceil(cell));
    let levels: Vec<u8> = (0..columns * rows).map(|_| level(rng)).collect();
    (0..width * height).map(|at| levels[at / width / cell * columns + at % width / cell]).collect()
}
