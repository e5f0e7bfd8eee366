//! What several frames show of a code that none of them gives alone.
//!
//! Each frame's grid lays its code straight, so that the frames of one code lie module on module and can be added as
//! they stand: noise grows with the root of their number, the code with the number itself. Which frames belong together
//! their soft modules say, not their place: a hand moves, and a reel shows another code in the same place.
//!
//! A sum proves nothing. What is read from it passes the same decoder as a single frame, all of its blocks at once: the
//! blocks that were right in an earlier sum only train the equaliser of the next one. A sum of two different codes is
//! therefore read as neither.

use crate::Version;

/// A code laid straight: samples half a module apart as four pictures, one sample a module each.
pub(crate) type Samples = [Vec<f32>; 4];

/// Codes that are collected at once: a sheet, and one that came before.
const MOST: usize = 7;
/// Frames after which a code that was not seen again is forgotten.
const PATIENCE: u32 = 60;
/// What a frame's weight keeps when another one comes: an error in one of them must not stay for ever.
const FADE: f32 = 0.95;
/// Soft modules of one code agree at least this well (a correlation), and so many standard deviations beyond chance.
const ALIKE: f32 = 0.25;
const SIGMAS: f32 = 4.5;
/// Of a code's width, what holds nothing but check codewords at its left: the stream's end, at every level. They differ
/// in half of their modules when one data codeword of their block does.
const CHECKED: usize = 5;

/// Sums of frames, one a code.
pub(crate) struct Fusion {
    piles: Vec<Pile>,
    now: u32,
}

/// What frames of one code add up to.
pub(crate) struct Pile {
    version: Version,
    /// Means over the frames, each weighted by how reliable it is.
    samples: Samples,
    soft: Vec<f32>,
    /// Modules of the blocks that were right, row by row: 1 light, -1 dark, 0 unknown.
    proven: Vec<f32>,
    weight: f32,
    /// 0 is an empty place whose buffers are kept.
    frames: u32,
    fed: u32,
}

impl Fusion {
    pub(crate) const fn new() -> Self {
        Self { piles: Vec::new(), now: 0 }
    }

    /// One frame more: codes that were not seen for long are forgotten.
    pub(crate) fn tick(&mut self) {
        self.now = self.now.wrapping_add(1);
        let now = self.now;
        let old = |pile: &&mut Pile| now.wrapping_sub(pile.fed) > PATIENCE;
        self.piles.iter_mut().filter(old).for_each(|pile| pile.frames = 0);
    }

    /// The code that these soft modules are of; `known` is not 0 where they say nothing about it.
    pub(crate) fn find(&self, version: Version, soft: &[f32], known: &[f32]) -> Option<usize> {
        let piles = self.piles.iter().enumerate().filter(|(_, pile)| pile.frames > 0 && pile.version == version);
        let scored = piles.filter_map(|(place, pile)| Some((alike(&pile.soft, soft, known, version.size())?, place)));
        scored.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, place)| place)
    }

    /// The code in a place that [`find`](Self::find) named.
    pub(crate) fn at(&mut self, place: usize) -> Option<&mut Pile> {
        self.piles.get_mut(place)
    }

    /// Begins a code; the one that was fed longest ago makes room. Returns its place.
    pub(crate) fn begin(&mut self, version: Version) -> usize {
        let now = self.now;
        let age = |pile: &Pile| if pile.frames == 0 { u32::MAX } else { now.wrapping_sub(pile.fed) };
        let oldest = self.piles.iter().enumerate().max_by_key(|(_, pile)| age(pile));
        let place = match oldest {
            Some((place, pile)) if self.piles.len() == MOST || pile.frames == 0 => place,
            _ => {
                self.piles.push(Pile::new(version));
                self.piles.len() - 1
            }
        };
        if let Some(pile) = self.piles.get_mut(place) {
            pile.begin(version);
        }
        place
    }

    /// Takes one frame's code into `place`. Returns how many there are.
    pub(crate) fn add(&mut self, place: usize, samples: &Samples, soft: &[f32]) -> u32 {
        let now = self.now;
        let Some(pile) = self.piles.get_mut(place) else { return 0 };
        pile.fed = now;
        pile.add(samples, soft);
        pile.frames
    }

    /// A code that was read needs no more frames.
    pub(crate) fn forget(&mut self, place: usize) {
        if let Some(pile) = self.piles.get_mut(place) {
            pile.frames = 0;
        }
    }
}

impl Pile {
    fn new(version: Version) -> Self {
        Self {
            version,
            samples: [const { Vec::new() }; 4],
            soft: Vec::new(),
            proven: Vec::new(),
            weight: 0.0,
            frames: 0,
            fed: 0,
        }
    }

    fn begin(&mut self, version: Version) {
        self.version = version;
        self.samples.iter_mut().for_each(Vec::clear);
        self.soft.clear();
        self.proven.clear();
        self.proven.resize(version.size() * version.size(), 0.0);
        (self.weight, self.frames) = (0.0, 0);
    }

    fn add(&mut self, samples: &Samples, soft: &[f32]) {
        let weight = reliability(soft);
        self.weight = FADE * self.weight + weight;
        let share = weight / self.weight;
        for (mean, samples) in self.samples.iter_mut().zip(samples) {
            blend(mean, samples, share);
        }
        blend(&mut self.soft, soft, share);
        self.frames = self.frames.saturating_add(1);
    }

    /// The mean samples.
    pub(crate) fn samples(&self) -> &Samples {
        &self.samples
    }

    /// The mean of what linear equalisers said of the frames.
    pub(crate) fn soft(&self) -> &[f32] {
        &self.soft
    }

    /// Writes what was proven into `known`, where that knows nothing.
    pub(crate) fn teach(&self, known: &mut [f32]) {
        for (known, proven) in known.iter_mut().zip(&self.proven) {
            if *known == 0.0 {
                *known = *proven;
            }
        }
    }

    /// Keeps what is known now for the frames to come.
    pub(crate) fn learn(&mut self, known: &[f32]) {
        self.proven.clear();
        self.proven.extend_from_slice(known);
    }
}

/// Moves `mean` towards `value`; an empty one takes its place.
fn blend(mean: &mut Vec<f32>, value: &[f32], share: f32) {
    if mean.len() != value.len() {
        mean.clear();
        mean.extend_from_slice(value);
        return;
    }
    mean.iter_mut().zip(value).for_each(|(mean, value)| *mean += share * (value - *mean));
}

/// Signal to noise of soft modules that should be 1 or -1, as far as they say it themselves.
fn reliability(soft: &[f32]) -> f32 {
    let off: f32 = soft.iter().map(|soft| (soft.abs().min(2.0) - 1.0).powi(2)).sum();
    let off = (off / soft.len().max(1) as f32).clamp(0.01, 0.95);
    (1.0 - off) / off
}

/// How well soft modules agree, where both the left and the top of the code say that they are of one code (in a mirrored
/// one the check codewords stand at the top).
fn alike(a: &[f32], b: &[f32], known: &[f32], size: usize) -> Option<f32> {
    let edge = size / CHECKED;
    let left = correlation(a, b, known, |at| at % size < edge)?;
    let top = correlation(a, b, known, |at| at / size < edge)?;
    Some(left.min(top))
}

/// The correlation of the unknown modules that are `wanted`, if it is beyond chance.
fn correlation(a: &[f32], b: &[f32], known: &[f32], wanted: impl Fn(usize) -> bool) -> Option<f32> {
    let (mut count, mut sum) = (0.0f32, [0.0f32; 5]);
    for (at, ((a, b), known)) in a.iter().zip(b).zip(known).enumerate() {
        if *known != 0.0 || !wanted(at) {
            continue;
        }
        let (a, b) = (a.clamp(-1.0, 1.0), b.clamp(-1.0, 1.0));
        count += 1.0;
        sum.iter_mut().zip([a, b, a * a, b * b, a * b]).for_each(|(sum, term)| *sum += term);
    }
    let [a, b, aa, bb, ab] = sum.map(|sum| sum / count.max(1.0));
    let agreed = (ab - a * b) / ((aa - a * a) * (bb - b * b)).max(1e-9).sqrt();
    (agreed > ALIKE.max(SIGMAS / count.max(1.0).sqrt())).then_some(agreed)
}

#[cfg(test)]
mod tests;
