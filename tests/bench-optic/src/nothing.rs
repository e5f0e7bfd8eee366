//! Frames that hold no code: noise and textures. Nothing may be read, and it should not take long.

use std::io::Error;

use courier::Gray;
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};

use crate::measure::{Case, Score, Truth, scores};
use crate::readers::{Bench, Peer};
use crate::report::{Gate, Report, Section};
use crate::settings::Settings;
use crate::sweeps::SEEDS;

/// The peers look at one frame in so many: what they make of noise is not what is measured here.
const PEERS_SEE: u64 = 20;
/// Of a full run.
const FRAMES: u64 = 10_000;

pub(crate) fn textures(settings: &Settings, report: &mut Report) -> Result<(), Error> {
    let frames = if settings.count < 50 { 40 * settings.count as u64 } else { FRAMES };
    let mut conditions = Vec::new();
    for (name, paint) in TEXTURES {
        let each = frames / TEXTURES.len() as u64;
        let seen = |every: u64| {
            (0..each).filter(move |index| index % every == 0).filter_map(move |index| {
                let mut rng = ChaCha20Rng::seed_from_u64(3 * SEEDS + index);
                // Every fourth is as large as a camera's frame.
                let (width, height) = if index % 4 == 0 { (1280, 720) } else { (640, 480) };
                let frame = Gray::new(width, height, paint(width, height, &mut rng)).ok()?;
                Some(Case { frames: vec![frame], truth: Truth::NoCode })
            })
        };
        let one = |peer: Peer| {
            let every = if peer == Peer::Aldis { 1 } else { PEERS_SEE };
            scores(&mut [Bench::new(peer)], seen(every)).pop().unwrap_or_default()
        };
        conditions.push((name.to_owned(), settings.readers.iter().map(|&peer| one(peer)).collect::<Vec<Score>>()));
    }
    let sums: Vec<Score> = (0..settings.readers.len())
        .map(|i| Score::sum(conditions.iter().filter_map(|(_, scores): &(String, Vec<Score>)| scores.get(i))))
        .collect();
    if let (Some(ours), others) = report.split(&sums) {
        let texts = Gate {
            what: format!("{} frames of noise and textures: texts (the others see one in {PEERS_SEE})", ours.of),
            asked: "0".to_owned(),
            ours: ours.wrong.to_string(),
            beside: report.beside(&sums, |score| score.wrong.to_string()),
            reached: ours.wrong == 0,
        };
        let peer = others.iter().find(|(peer, _)| *peer == Peer::Zxing).map_or(f64::NAN, |(_, score)| score.median());
        let time = Gate {
            what: "frame without a code, median of CPU time, ms".to_owned(),
            asked: "<= 1.5 x zxing-cpp's".to_owned(),
            ours: format!("{:.1}, {:.2} x", ours.median(), ours.median() / peer),
            beside: report.beside(&sums, |score| format!("{:.1}", score.median())),
            reached: ours.median() <= 1.5 * peer,
        };
        report.gate(texts);
        report.gate(time);
    }
    conditions.push(("all".to_owned(), sums));
    report.section(Section { title: "Noise and textures".to_owned(), frames: 1, conditions });
    Ok(())
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
    if rng.next_u32() % 2 == 0 { 15 } else { 240 }
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
