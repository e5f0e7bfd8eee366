//! From a grid to a payload: equalisers of growing ambition, each one's output tried in the decoder.

use std::hash::Hasher;
use std::time::Instant;

use super::equalise::Training;
use super::fit::Freedom;
use super::grid::Grid;
use super::plane::small;
use super::probes::Cells;
use super::search::{PROBES, QUIET};
use super::{Heavy, learn};
use crate::decode::soft::{Format, Progress, formats};
use crate::fusion::Fusion;
use crate::{Version, base45, paint};

/// Rounds of feedback, two equalisers each; after the first ones the grid is laid anew.
const FEEDBACKS: usize = 6;
const REFITS: usize = 2;
/// Rounds of the mean field.
const MELTS: usize = 2;
/// Samples half a module apart share pixels, and a spot is never learned to the last: the noise counts for more.
const SHARED: f32 = 3.0;
/// The share of the modules that may be in doubt although nothing is gained by asking again.
const BEYOND_DOUBT: f32 = 0.002;
/// Rounds of training on what was proven.
const PROOFS: usize = 6;

impl Heavy {
    /// Reads the code on this grid, which is made better on the way: its payload, and whether it is mirrored. What it
    /// shows is added to what `fusion` has of the same code, which is read instead once it is more.
    pub(super) fn decode(
        &mut self,
        version: Version,
        grid: &mut Grid,
        mut fusion: Option<&mut Fusion>,
        deadline: Instant,
    ) -> Option<(Vec<u8>, bool)> {
        let size = version.size();
        learn(version, true, &mut self.known);
        self.taught.clone_from(&self.known);
        let [even, ..] = &self.even;
        self.template.lay(Cells { size, gray: &self.known, quiet: QUIET, beyond: 1.0 }, self.sigma);
        self.probes.pick(&self.template, PROBES, |_, _| true);
        self.fitter.fit(even, grid, &self.probes, Freedom::Warped, 8);

        self.straight.lay(&self.raw, grid, size);
        self.straight.equalise(&self.taught, Training::KNOWN)?;
        if let Some(read) = self.attempt(version, deadline).or_else(|| self.decide(version, deadline)) {
            return Some(read);
        }
        let known_as = fusion.as_ref().and_then(|fusion| fusion.find(version, &self.straight.soft, &self.known));
        if let Some(pile) = known_as.and_then(|place| fusion.as_mut()?.at(place)) {
            pile.teach(&mut self.taught);
        }
        // Where hardly a module is in doubt, what was decided stands: the code itself is broken.
        let is_doubtful = self.doubts() > BEYOND_DOUBT;
        let refits = if is_doubtful { REFITS } else { 0 };
        for round in 0..refits {
            if Instant::now() >= deadline {
                break;
            }
            if let Some(read) = self.feed_back(version, round > 0, deadline) {
                return Some(read);
            }
            self.refit(grid, size);
            self.straight.lay(&self.raw, grid, size);
        }
        if let Some(fusion) = fusion {
            let place = known_as.unwrap_or_else(|| fusion.begin(version));
            if self.add(fusion, place)? > 1 {
                return self.fuse(version, fusion, place, deadline);
            }
        }
        if is_doubtful { self.insist(version, FEEDBACKS - REFITS, deadline) } else { None }
    }

    /// A number that is another when a module is decided otherwise.
    fn decisions(&self) -> u64 {
        let mut hasher = std::hash::DefaultHasher::new();
        self.straight.soft.iter().for_each(|soft| hasher.write_u8(u8::from(*soft >= 0.0)));
        hasher.finish()
    }

    /// The share of the modules that lie nearer to the middle than to dark or light.
    fn doubts(&self) -> f32 {
        let soft = &self.straight.soft;
        small(soft.iter().filter(|soft| soft.abs() < 0.5).count()) / small(soft.len().max(1))
    }

    /// Adds what this frame shows to the others of its code, by an equaliser without feedback: what feedback says is
    /// no measure of how sure it is. Returns how many frames there are.
    fn add(&mut self, fusion: &mut Fusion, place: usize) -> Option<u32> {
        self.turned.clone_from(&self.straight.soft);
        self.straight.equalise(&self.taught, Training::DECISIONS)?;
        let frames = fusion.add(place, &self.straight.samples, &self.straight.soft);
        std::mem::swap(&mut self.turned, &mut self.straight.soft);
        Some(frames)
    }

    /// Reads what the frames of a code add up to.
    fn fuse(
        &mut self,
        version: Version,
        fusion: &mut Fusion,
        place: usize,
        deadline: Instant,
    ) -> Option<(Vec<u8>, bool)> {
        let pile = fusion.at(place)?;
        self.straight.samples.clone_from(pile.samples());
        self.straight.soft.clear();
        self.straight.soft.extend_from_slice(pile.soft());
        let read = self
            .attempt(version, deadline)
            .or_else(|| self.decide(version, deadline))
            .or_else(|| self.insist(version, FEEDBACKS, deadline));
        match read {
            Some(_) => fusion.forget(place),
            None => fusion.at(place)?.learn(&self.taught),
        }
        read
    }

    /// Trains on what is believed.
    fn decide(&mut self, version: Version, deadline: Instant) -> Option<(Vec<u8>, bool)> {
        for _ in 0..2 {
            self.straight.equalise(&self.taught, Training::DECISIONS)?;
        }
        self.attempt(version, deadline)
    }

    /// A round of feedback.
    fn feed_back(&mut self, version: Version, trying: bool, deadline: Instant) -> Option<(Vec<u8>, bool)> {
        for _ in 0..2 {
            self.straight.equalise(&self.taught, Training::FEEDBACK)?;
        }
        if trying { self.attempt(version, deadline) } else { None }
    }

    /// Rounds of feedback, then of the mean field.
    fn insist(&mut self, version: Version, rounds: usize, deadline: Instant) -> Option<(Vec<u8>, bool)> {
        let in_time = |_: &usize| Instant::now() < deadline;
        let mut before = self.decisions();
        for _ in (0..rounds).take_while(in_time) {
            if let Some(read) = self.feed_back(version, true, deadline) {
                return Some(read);
            }
            // Another round would say the same again.
            let now = self.decisions();
            if now == before {
                break;
            }
            before = now;
        }
        (0..MELTS).take_while(in_time).find_map(|_| self.melt(version, deadline))
    }

    /// The grid once more, against what is believed of every module.
    fn refit(&mut self, grid: &mut Grid, size: usize) {
        self.straight.believe(&self.taught);
        self.straight.beliefs(&mut self.beliefs);
        self.template.lay(Cells { size, gray: &self.beliefs, quiet: QUIET, beyond: 1.0 }, self.sigma);
        self.probes.pick(&self.template, 2 * PROBES, |_, _| true);
        let [even, ..] = &self.even;
        self.fitter.fit(even, grid, &self.probes, Freedom::Warped, 6);
    }

    /// A mean field from where feedback got stuck, and feedback again from there.
    fn melt(&mut self, version: Version, deadline: Instant) -> Option<(Vec<u8>, bool)> {
        self.straight.believe(&self.taught);
        self.straight.beliefs(&mut self.beliefs);
        // What was proven is believed, and moved like the rest: its verdict must come from this picture.
        self.melt.begin(&self.straight, &self.beliefs);
        for _ in 0..2 {
            self.melt.learn(&self.straight)?;
            let mut noise = self.melt.subtract(&self.straight);
            for sweep in 0..4 {
                self.melt.sweep(&self.known, SHARED * noise, sweep % 2 == 1);
                noise = self.melt.noise();
            }
        }
        self.straight.soft.clone_from(&self.melt.soft);
        if let Some(read) = self.attempt(version, deadline) {
            return Some(read);
        }
        for _ in 0..2 {
            self.straight.equalise(&self.taught, Training::FEEDBACK)?;
        }
        self.attempt(version, deadline)
    }

    /// One try of the decoder on the last soft modules, as they stand or mirrored, whichever its format words like
    /// better.
    fn attempt(&mut self, version: Version, deadline: Instant) -> Option<(Vec<u8>, bool)> {
        let size = version.size();
        let straight = formats(&self.straight.soft, size);
        transpose(&self.straight.soft, size, &mut self.turned);
        let mirrored = formats(&self.turned, size);
        let agreed = |formats: &[Option<Format>; 2]| formats[0].map_or(-1.0, |format| format.agreement);
        let turned = agreed(&mirrored) > agreed(&straight);
        let said = (if turned { mirrored } else { straight }).map(|format| format.map(|f| (f.level, f.mask)));
        let ours = (paint::LEVEL, paint::MASK);
        let assumed = (is_ours(version) && !said.contains(&Some(ours))).then_some(ours);
        for format in said.into_iter().flatten().chain(assumed) {
            self.decoder.begin(version, format.0, format.1);
            let soft = if turned { &self.turned } else { &self.straight.soft };
            let payload = match self.decoder.look(soft) {
                Progress::Nothing => None,
                Progress::All => self.decoder.payload(),
                Progress::Some => self.with_proven(size, turned, deadline),
            };
            // A format that no module said must show by its payload that it is ours.
            let proven = |bytes: &Vec<u8>| assumed != Some(format) || is_an_envelope(bytes, version);
            if let Some(bytes) = payload.filter(proven) {
                return Some((bytes, turned));
            }
        }
        None
    }

    /// Trains on the blocks that are proven, tries the others, and so on.
    fn with_proven(&mut self, size: usize, turned: bool, deadline: Instant) -> Option<Vec<u8>> {
        for _ in 0..PROOFS {
            if Instant::now() >= deadline {
                break;
            }
            self.decoder.proven(|place, light| {
                let place = if turned { place % size * size + place / size } else { place };
                if let Some(cell) = self.taught.get_mut(place) {
                    *cell = if light { 1.0 } else { -1.0 };
                }
            });
            for _ in 0..2 {
                self.straight.equalise(&self.taught, Training::FEEDBACK);
            }
            if turned {
                transpose(&self.straight.soft, size, &mut self.turned);
            }
            match self.decoder.look(if turned { &self.turned } else { &self.straight.soft }) {
                Progress::Nothing => break,
                Progress::Some => {}
                Progress::All => return self.decoder.payload(),
            }
        }
        None
    }
}

/// Rows and columns change places.
pub(super) fn transpose(soft: &[f32], size: usize, turned: &mut Vec<f32>) {
    turned.clear();
    turned.extend((0..size * size).map(|i| soft.get(i % size * size + i / size).copied().unwrap_or(0.0)));
}

/// Whether envelopes are painted in this version.
fn is_ours(version: Version) -> bool {
    paint::BUCKETS.iter().any(|&(_, ours)| ours == version)
}

fn is_an_envelope(text: &[u8], version: Version) -> bool {
    base45::decode(text).is_ok_and(|bytes| paint::BUCKETS.contains(&(bytes.len(), version)))
}
