//! Pictures made to hurt a reader, each in a process of its own that is ended when it takes too long.

use std::fs;
use std::io::{Error, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use courier::Gray;
use optic::Budget;
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};

use crate::measure::{Cost, Score};
use crate::readers::{Bench, Peer};
use crate::report::{Gate, Report, Section};
use crate::settings::Settings;
use crate::sweeps::SEEDS;

/// A reader that takes longer is ended.
const LIMIT: Duration = Duration::from_secs(20);
/// How long this project's reader may take for a picture from a file, and for a camera's frame, in ms.
const STILL: u32 = 2000;
const FRAME: u32 = 150;

pub(crate) fn hostile(settings: &Settings, report: &mut Report) -> Result<(), Error> {
    let folder = settings.out.join("hostile");
    fs::create_dir_all(&folder)?;
    let pictures = pictures(&folder)?;
    let mut conditions = Vec::new();
    for picture in &pictures {
        let each = settings.readers.iter().map(|&peer| apart(peer, picture, STILL));
        let scores = each.collect::<Result<Vec<_>, Error>>()?;
        let name = picture.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        conditions.push((name, scores));
    }
    let sums: Vec<Score> = (0..settings.readers.len())
        .map(|i| Score::sum(conditions.iter().filter_map(|(_, scores): &(String, Vec<Score>)| scores.get(i))))
        .collect();
    if let (Some(ours), _) = report.split(&sums) {
        let said = |score: &Score| {
            let ended = if score.worst() >= 1e3 * LIMIT.as_secs_f64() { "more than " } else { "" };
            format!(
                "{ended}{:.0} ms, {:.0} MiB, {} panics, {} texts",
                score.worst(),
                score.peak,
                score.panics,
                score.wrong
            )
        };
        let frames = pictures.iter().map(|picture| apart(Peer::Aldis, picture, FRAME));
        let frames = Score::sum(&frames.collect::<Result<Vec<_>, Error>>()?);
        let beside = report.beside(&sums, said);
        for (how, ours) in [("of a file", ours), ("of a camera, which gives them 150 ms", &frames)] {
            report.gate(Gate {
                what: format!("the worst of {} hostile pictures {how}", pictures.len()),
                asked: "<= 300 ms, <= 64 MiB, no panic, no wrong text".to_owned(),
                ours: said(ours),
                beside: beside.clone(),
                reached: Some(ours.worst() <= 300.0 && ours.peak <= 64.0 && ours.panics == 0 && ours.wrong == 0),
            });
        }
    }
    report.section(Section { title: "Hostile pictures".to_owned(), frames: 1, conditions });
    Ok(())
}

/// In the process of its own: reads one picture and says what it cost.
pub(crate) fn one(reader: Peer, picture: &Path, milliseconds: u32) -> Result<(), Error> {
    let picture = image::open(picture).map_err(Error::other)?.into_luma8();
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let frame = Gray::new(width, height, picture.into_raw()).map_err(Error::other)?;
    let mut bench = Bench::new(reader).within(Budget::milliseconds(milliseconds));
    let cost = Cost::begin();
    let texts = bench.read(&frame);
    let (ms, peak) = cost.end();
    writeln!(std::io::stdout(), "{ms} {peak} {} {}", texts.as_ref().map_or(0, Vec::len), u8::from(texts.is_none()))
}

fn apart(peer: Peer, picture: &Path, milliseconds: u32) -> Result<Score, Error> {
    let mut child = Command::new(std::env::current_exe()?)
        .args(["--one", peer.name()])
        .arg(picture)
        .arg(milliseconds.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let start = Instant::now();
    let mut score = Score { of: 1, ..Score::default() };
    while child.try_wait()?.is_none() {
        if start.elapsed() > LIMIT {
            child.kill()?;
            child.wait()?;
            score.ms.push(1e3 * LIMIT.as_secs_f64());
            return Ok(score);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let said = child.wait_with_output()?.stdout;
    let said = String::from_utf8_lossy(&said);
    let figures: Vec<f64> = said.split_whitespace().filter_map(|figure| figure.parse().ok()).collect();
    match figures[..] {
        [ms, peak, texts, panics] => {
            score.ms.push(ms);
            score.peak = peak;
            (score.wrong, score.panics) = (texts as usize, panics as usize);
        }
        // Ended by itself without a word: out of memory, or worse than a panic.
        _ => score.panics = 1,
    }
    Ok(score)
}

/// The repository's own hostile pictures that can be decoded, and those too large to be kept in it.
fn pictures(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir("tests/corpus/pictures")? {
        let path = entry?.path();
        // Pictures that say more than they hold are for the file decoder, not for the reader.
        if image::open(&path).is_ok() {
            files.push(path);
        }
    }
    files.sort();
    let mut rng = ChaCha20Rng::seed_from_u64(4 * SEEDS);
    let mut noise = |width: usize, height: usize| -> Vec<u8> {
        let mut pixels = vec![0; width * height];
        rng.fill_bytes(&mut pixels);
        pixels
    };
    let made = [
        ("noise-720p", 1280, 720, noise(1280, 720)),
        ("noise-12mp", 4000, 3000, noise(4000, 3000)),
        ("fake-finders-7056", 1344, 1344, finders(84, 16)),
        ("fake-finders-720p", 1280, 720, cut(&finders(80, 16), 1280, 1280, 720)),
        ("checkerboard-2px", 1280, 720, pattern(1280, 720, |x, y| (x / 2 + y / 2) % 2 == 0)),
        ("stripes-11311-12mp", 4000, 3000, pattern(4000, 3000, |x, _| matches!(x % 14, 0 | 1 | 4..=9 | 12 | 13))),
    ];
    for (name, width, height, pixels) in made {
        let path = folder.join(format!("{name}.png"));
        let (width, height) = (u32::try_from(width).unwrap_or(0), u32::try_from(height).unwrap_or(0));
        image::save_buffer(&path, &pixels, width, height, image::ExtendedColorType::L8).map_err(Error::other)?;
        files.push(path);
    }
    Ok(files)
}

/// `count` by `count` marks, each of 7 modules of 2 pixels in a cell.
fn finders(count: usize, cell: usize) -> Vec<u8> {
    pattern(count * cell, count * cell, |x, y| {
        let ring = |at: usize| (at % cell / 2).abs_diff(3);
        matches!(ring(x).max(ring(y)), 0 | 1 | 3)
    })
}

fn pattern(width: usize, height: usize, dark: impl Fn(usize, usize) -> bool) -> Vec<u8> {
    (0..width * height).map(|at| if dark(at % width, at / width) { 0 } else { 255 }).collect()
}

fn cut(pixels: &[u8], stride: usize, width: usize, height: usize) -> Vec<u8> {
    pixels.chunks_exact(stride).take(height).flat_map(|row| row[..width].iter().copied()).collect()
}
