//! One quantity at a time: a clean code in front of one camera whose lens blurs before the pixels sample.

use std::io::Error;

use courier::{Bare, Gray, Shot};
use optic::{Level, Mask, Version, paint};
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};

use crate::measure::{Case, Score, Truth, scores};
use crate::readers::Bench;
use crate::report::{Gate, Report, Section};
use crate::settings::Settings;

/// Frames of one code: fusion may need them all.
const BURST: usize = 4;
/// No test's seed is above this.
pub(crate) const SEEDS: u64 = 5_000_000_000;
/// "reads at x": this share of the codes.
const READS: f64 = 0.8;
/// A reader that read no code under so many conditions in succession is not shown harder ones.
const PATIENCE: usize = 2;

/// A quantity that is swept.
struct Sweep {
    name: &'static str,
    title: &'static str,
    axis: &'static str,
    versions: &'static [u8],
    values: &'static [f64],
    /// Sets the quantity: a camera that is otherwise good, the value, the pixels a module.
    set: fn(&mut Bare, f64),
    /// What must be read, in one frame and in four.
    asked: Option<(f64, Option<f64>)>,
    /// A smaller value is harder.
    falling: bool,
}

pub(crate) fn blur(settings: &Settings, report: &mut Report) -> Result<(), Error> {
    let sweep = Sweep {
        name: "blur",
        title: "Blur of the lens",
        axis: "sigma, modules (4 px a module)",
        versions: &[10, 25],
        values: &[0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0],
        set: |camera, value| camera.shot.blur = value * camera.module,
        asked: Some((0.8, Some(0.9))),
        falling: false,
    };
    sweep.run(settings, report)
}

pub(crate) fn module(settings: &Settings, report: &mut Report) -> Result<(), Error> {
    let sweep = Sweep {
        name: "module",
        title: "Size of a module",
        axis: "pixels a module",
        versions: &[5, 10, 25, 40],
        values: &[1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.8, 2.0, 2.5, 3.0],
        set: |camera, value| camera.module = value,
        asked: Some((1.1, None)),
        falling: true,
    };
    sweep.run(settings, report)
}

pub(crate) fn noise(settings: &Settings, report: &mut Report) -> Result<(), Error> {
    let sweep = Sweep {
        name: "noise",
        title: "Noise",
        axis: "sigma of 255 (white is 200)",
        versions: &[10, 25],
        values: &[10.0, 20.0, 30.0, 45.0, 60.0, 90.0, 120.0],
        set: |camera, value| camera.shot.noise = value,
        asked: None,
        falling: false,
    };
    sweep.run(settings, report)
}

pub(crate) fn motion(settings: &Settings, report: &mut Report) -> Result<(), Error> {
    let sweep = Sweep {
        name: "motion",
        title: "Motion blur",
        axis: "modules (4 px a module)",
        versions: &[10, 25],
        values: &[0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5],
        set: |camera, value| camera.shot.motion = value * camera.module,
        asked: Some((3.0, None)),
        falling: false,
    };
    sweep.run(settings, report)
}

pub(crate) fn bend(settings: &Settings, report: &mut Report) -> Result<(), Error> {
    let sweep = Sweep {
        name: "bend",
        title: "Bend of the lens, inwards and outwards",
        axis: "modules by which a corner is moved",
        versions: &[10, 25],
        values: &[0.5, 1.0, 1.5, 2.0, 2.5, 3.0],
        set: |camera, value| camera.shot.bend = value.copysign(camera.shot.turn),
        asked: Some((2.0, None)),
        falling: false,
    };
    sweep.run(settings, report)
}

pub(crate) fn shutter(settings: &Settings, report: &mut Report) -> Result<(), Error> {
    let sweep = Sweep {
        name: "shutter",
        title: "Skew of the rolling shutter",
        axis: "modules across the code",
        versions: &[10, 25],
        values: &[0.25, 0.5, 0.75, 1.0, 1.5, 2.0],
        set: |camera, value| camera.shot.skew = value,
        asked: Some((1.0, None)),
        falling: false,
    };
    sweep.run(settings, report)
}

impl Sweep {
    fn run(&self, settings: &Settings, report: &mut Report) -> Result<(), Error> {
        // From the easiest on.
        let mut values: Vec<(usize, f64)> = self.values.iter().copied().enumerate().collect();
        if self.falling {
            values.reverse();
        }
        for &version in self.versions {
            let mut benches: Vec<Bench> = settings.readers.iter().map(|&peer| Bench::new(peer)).collect();
            let mut conditions: Vec<(f64, Vec<Score>)> = Vec::new();
            for &(place, value) in &values {
                let cases = (0..settings.count).map(|index| self.case(version, value, place, index));
                conditions.push((value, scores(&mut benches, cases)));
                for (index, bench) in benches.iter_mut().enumerate() {
                    let latest = conditions.iter().rev().take(PATIENCE).filter_map(|(_, scores)| scores.get(index));
                    bench.rests = latest.filter(|score| score.burst == 0).count() == PATIENCE;
                }
            }
            if self.falling {
                conditions.reverse();
            }
            let points: Vec<(f64, &[Score])> = conditions.iter().map(|(x, s)| (*x, s.as_slice())).collect();
            let title = format!("{}, version {version}", self.title);
            report.plot(&format!("{}-v{version}", self.name), &title, self.axis, &points, Some("in 4 frames"))?;
            self.judge(version, &points, report);
            let conditions =
                conditions.into_iter().map(|(x, scores)| (format!("{} v{version} {x}", self.name), scores)).collect();
            report.section(Section { title: format!("{title} ({})", self.axis), frames: BURST, conditions });
        }
        Ok(())
    }

    fn judge(&self, version: u8, points: &[(f64, &[Score])], report: &mut Report) {
        // How far a reader comes before the first value that it does not read.
        let reach = |points: &[(f64, f64)]| {
            let mut sorted = points.to_vec();
            sorted.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
            if self.falling {
                sorted.reverse();
            }
            sorted.iter().take_while(|(_, rate)| *rate >= READS).last().map(|(x, _)| *x)
        };
        let said = |reach: Option<f64>| reach.map_or("-".to_owned(), |x| x.to_string());
        let enough =
            |reach: Option<f64>, asked: f64| reach.is_some_and(|x| if self.falling { x <= asked } else { x >= asked });
        let figure = |index: usize, rate: fn(&Score) -> f64| {
            reach(&points.iter().filter_map(|(x, scores)| Some((*x, rate(scores.get(index)?)))).collect::<Vec<_>>())
        };
        let readers: Vec<usize> = (0..points.first().map_or(0, |(_, scores)| scores.len())).collect();
        let placed = report.split(points.first().map_or(&[][..], |(_, scores)| scores));
        let (Some(_), others) = placed else { return };
        let names: Vec<String> = others.iter().map(|(peer, _)| peer.to_string()).collect();
        let ours = readers.len() - names.len() - 1;
        let beside = |rate: fn(&Score) -> f64| {
            let peers = readers.iter().filter(|&&index| index != ours);
            names
                .iter()
                .zip(peers)
                .map(|(name, &i)| format!("{name} {}", said(figure(i, rate))))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let what = format!("{}, {}, v{version}", self.title, self.axis);
        let asked = |asked: Option<f64>| asked.map_or("-".to_owned(), |x| x.to_string());
        let single = figure(ours, Score::rate);
        report.gate(Gate {
            what: format!("{what}, one frame"),
            asked: asked(self.asked.map(|asked| asked.0)),
            ours: said(single),
            beside: beside(Score::rate),
            reached: self.asked.map(|asked| enough(single, asked.0)),
        });
        let several = figure(ours, Score::burst_rate);
        let burst = self.asked.and_then(|asked| asked.1);
        report.gate(Gate {
            what: format!("{what}, four frames"),
            asked: asked(burst),
            ours: said(several),
            beside: beside(Score::burst_rate),
            reached: burst.map(|asked| enough(several, asked)),
        });
    }

    fn case(&self, version: u8, value: f64, place: usize, index: usize) -> Case {
        let row = self.name.bytes().fold(0u64, |sum, byte| 31 * sum + u64::from(byte)) % 10_000;
        let seed = SEEDS + 1_000_000 * row + 10_000 * place as u64 + 50 * u64::from(version) + index as u64 * 1_000_003;
        let mut dice = Dice(ChaCha20Rng::seed_from_u64(seed));
        let (text, code) = code(version, &mut dice);
        let set = self.set;
        let frames = (0..BURST).filter_map(move |_| {
            let shot = Shot {
                tilt: dice.uniform(0.0, 5.0),
                tilt_toward: dice.uniform(0.0, 360.0),
                turn: dice.uniform(-8.0, 8.0),
                shift: (dice.uniform(-0.02, 0.02), dice.uniform(-0.02, 0.02)),
                // What a good lens leaves.
                blur: 0.4,
                noise: 2.0,
                motion_toward: dice.uniform(0.0, 360.0),
                skew_toward: dice.uniform(0.0, 360.0),
                ..Shot::still(1.0)
            };
            let mut camera = Bare { module: 4.0, shot, gamma: 2.2, size: (1280, 720) };
            set(&mut camera, value);
            camera.frame(&code, dice.0.next_u64()).ok().map(|frame| frame.picture)
        });
        Case::new(frames, Truth::Texts(vec![text]))
    }
}

/// Draws of a condition.
pub(crate) struct Dice(pub(crate) ChaCha20Rng);

impl Dice {
    pub(crate) fn uniform(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * (self.0.next_u32() as f64 / f64::from(u32::MAX))
    }
}

/// A full code of this version at level M with its quiet zone, as wide as a phone shows it, and what it says: letters that no
/// reader can mistake for another alphabet.
pub(crate) fn code(version: u8, dice: &mut Dice) -> (String, Gray) {
    let version = Version::new(version).unwrap_or(paint::BUCKETS[0].1);
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let mask = Mask::new((dice.0.next_u32() % 8) as u8).unwrap_or(paint::MASK);
    // The longest that fits.
    let mut text: Vec<u8> = (0..2400).map(|_| letters[dice.0.next_u32() as usize % letters.len()]).collect();
    let (mut fits, mut over) = (1, text.len());
    while over - fits > 1 {
        let half = fits.midpoint(over);
        if paint::bytes(&text[..half], version, Level::M, mask).is_ok() { fits = half } else { over = half }
    }
    text.truncate(fits);
    let side = version.size() + 2 * optic::QUIET_ZONE;
    let pixels = std::num::NonZeroUsize::new(1040 / side).unwrap_or(std::num::NonZeroUsize::MIN);
    let painted = paint::bytes(&text, version, Level::M, mask).and_then(|modules| modules.luma(pixels));
    let picture = painted.ok().and_then(|image| Gray::new(image.width(), image.height(), image.into_bytes()).ok());
    let white = || Gray::new(1, 1, vec![255]);
    let picture = picture.or_else(|| white().ok());
    (String::from_utf8_lossy(&text).into_owned(), picture.unwrap_or_else(|| unreachable!("a pixel is a picture")))
}
