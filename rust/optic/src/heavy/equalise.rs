//! From gray to soft modules: the picture laid straight at half a module's pitch, and an equaliser that is trained on
//! the modules that are known, then on those that it believes.

use super::grid::Grid;
use super::light::add_scaled;
use super::plane::{Plane, small};
use super::solve::{MOST, Normal};
use crate::fusion::Samples;

/// Light modules laid straight around the code.
pub(super) const QUIET: usize = 4;
/// Half the equaliser's window, in half modules, at most: 9x9 taps.
const MOST_TAPS: usize = 4;
/// Half the window of neighbours whose soft bits are features, in modules.
const AROUND: usize = 2;
const NEIGHBOURS: usize = (2 * AROUND + 1) * (2 * AROUND + 1) - 1;
/// How fast a soft module becomes a belief.
const GAIN: f32 = 2.5;
/// Modules that an equaliser is trained on, at most about.
const TRAINED: usize = 2500;

const _: () = assert!((2 * MOST_TAPS + 1).pow(2) + NEIGHBOURS < MOST);

/// A code laid straight, and its soft modules.
pub(super) struct Straight {
    pub(super) size: usize,
    /// Modules a row in the phases.
    pitch: usize,
    /// Four pictures, one sample a module each: (right, down) by (0, 0), (1/2, 0), (0, 1/2), (1/2, 1/2) from the
    /// module's top-left corner.
    pub(super) samples: Samples,
    /// Soft modules in a frame of `AROUND` light ones: -1 dark to 1 light.
    belief: Vec<f32>,
    /// What the last equaliser said, row by row.
    pub(super) soft: Vec<f32>,
    normal: Normal,
}

/// How an equaliser is trained.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Training {
    /// Believed modules are trained on, not only known ones.
    decisions: bool,
    /// The neighbours' soft bits are features.
    feedback: bool,
    /// Half the window, in half modules.
    taps: usize,
    ridge: f32,
}

impl Training {
    /// On what is known alone.
    pub(super) const KNOWN: Self = Self { decisions: false, feedback: false, taps: 3, ridge: 10.0 };
    /// On what is believed too.
    pub(super) const DECISIONS: Self = Self { decisions: true, feedback: false, taps: 3, ridge: 3.0 };
    /// With what is believed of the neighbours, too.
    pub(super) const FEEDBACK: Self = Self { decisions: true, feedback: true, taps: 4, ridge: 2.0 };
}

impl Straight {
    pub(super) fn new() -> Self {
        Self {
            size: 0,
            pitch: 0,
            samples: [const { Vec::new() }; 4],
            belief: Vec::new(),
            soft: Vec::new(),
            normal: Normal::new(),
        }
    }

    /// Lays the code straight.
    pub(super) fn lay(&mut self, plane: &Plane, grid: &Grid, size: usize) {
        self.size = size;
        self.pitch = size + 2 * QUIET + 1;
        let half = 2.0 / small(size);
        for (i, phase) in self.samples.iter_mut().enumerate() {
            let (right, down) = (0.5 * small(i % 2), 0.5 * small(i / 2));
            phase.clear();
            for y in 0..self.pitch {
                let t = (small(y) + down - small(QUIET)) * half - 1.0;
                phase.extend((0..self.pitch).map(|x| {
                    let s = (small(x) + right - small(QUIET)) * half - 1.0;
                    let (x, y) = grid.at(s, t);
                    plane.value(x, y)
                }));
            }
        }
        self.level();
    }

    /// Takes the light out of all phases: its mean and spread over the code are smooth surfaces, fitted to the middles of
    /// the modules. A local mean would take a part of every module's own neighbourhood with it.
    fn level(&mut self) {
        let Some(mean) = self.surface(|value, _| value) else { return };
        let Some(square) = self.surface(|value, place| (value - mean.at(place)).powi(2)) else { return };
        let floor = (0.15 * square.middle()).max(4.0);
        let (size, pitch) = (self.size, self.pitch);
        for (i, phase) in self.samples.iter_mut().enumerate() {
            let (right, down) = (0.5 * small(i % 2), 0.5 * small(i / 2));
            for (y, row) in phase.chunks_exact_mut(pitch).enumerate() {
                for (x, value) in row.iter_mut().enumerate() {
                    let place = [x, y].map(small);
                    let place = place_of([place[0] + right, place[1] + down], size).map(|v| v.clamp(-1.0, 1.0));
                    *value = (*value - mean.at(place)) / square.at(place).max(floor).sqrt();
                }
            }
        }
    }

    /// The smooth surface through `of` of the modules' middles.
    fn surface(&mut self, of: impl Fn(f32, [f32; 2]) -> f32) -> Option<Surface> {
        let (size, pitch) = (self.size, self.pitch);
        let [.., middles] = &self.samples;
        let stride = (size * size / TRAINED).max(1);
        self.normal.begin(SURFACE);
        for i in (0..size * size).filter(|i| (i + i / size) % stride == 0) {
            let (x, y) = (i % size + QUIET, i / size + QUIET);
            let value = middles.get(y * pitch + x).copied().unwrap_or(0.0);
            let place = place_of([small(x) + 0.5, small(y) + 0.5], size);
            self.normal.add(1.0, of(value, place), |row| {
                row.iter_mut().zip(terms(place)).for_each(|(cell, term)| *cell = term);
            });
        }
        let weights = self.normal.solve(|_, _| 1e-3)?;
        weights.first_chunk().map(|weights| Surface(*weights))
    }

    /// Trains an equaliser and fills [`soft`](Self::soft) with what it says. `known` holds 1 for light, -1 for dark,
    /// 0 for unknown. `None` when it cannot be trained.
    pub(super) fn equalise(&mut self, known: &[f32], training: Training) -> Option<()> {
        let size = self.size;
        if training.decisions || training.feedback {
            self.believe(known);
        }
        let taps = training.taps.min(MOST_TAPS);
        let window = (2 * taps + 1).pow(2);
        let features = window + 1 + if training.feedback { NEIGHBOURS } else { 0 };
        let candidates = if training.decisions { size * size } else { known.iter().filter(|k| **k != 0.0).count() };
        // Known modules always; of the others every so many-th.
        let stride = (candidates / TRAINED).max(1);
        self.normal.begin(features);
        let pitch = self.pitch;
        let frame = size + 2 * AROUND;
        for (i, &truth) in known.iter().enumerate() {
            let (x, y) = (i % size, i / size);
            let (target, weight) = if truth != 0.0 {
                (truth, 1.0)
            } else if training.decisions {
                let belief = self.belief.get((y + AROUND) * frame + x + AROUND).copied().unwrap_or(0.0);
                (belief.signum(), (belief.abs() - 0.3).clamp(0.0, 1.0))
            } else {
                continue;
            };
            // A stride that walks diagonally, so that it never falls in step with a pattern.
            if weight <= 0.0 || (stride > 1 && (i + y) % stride != 0) {
                continue;
            }
            let (samples, belief) = (&self.samples, &self.belief);
            self.normal.add(weight, target, |row| {
                let rest = gather(samples, pitch, taps, x, y, row);
                if let Some((one, rest)) = rest.split_first_mut() {
                    *one = 1.0;
                    if training.feedback {
                        around(belief, frame, x, y, rest);
                    }
                }
            });
        }
        let weights = self.normal.solve(|i, _| if i == window { 1e-3 } else { training.ridge })?;
        self.apply(&weights, taps, training.feedback);
        Some(())
    }

    /// The equaliser over all modules.
    fn apply(&mut self, weights: &[f32; MOST], half: usize, feedback: bool) {
        let (size, pitch) = (self.size, self.pitch);
        let window = (2 * half + 1).pow(2);
        self.soft.clear();
        self.soft.resize(size * size, weights.get(window).copied().unwrap_or(0.0));
        let frame = size + 2 * AROUND;
        for (y, target) in self.soft.chunks_exact_mut(size).enumerate() {
            let mut taps = weights.iter();
            for down in 0..=2 * half {
                for right in 0..=2 * half {
                    let weight = taps.next().copied().unwrap_or(0.0);
                    let (phase, start) = tap(pitch, half, 0, y, right, down);
                    let source = self.samples.get(phase).and_then(|phase| phase.get(start..)).unwrap_or_default();
                    add_scaled(target, source, weight);
                }
            }
            if !feedback {
                continue;
            }
            let mut taps = weights.iter().skip(window + 1);
            for down in 0..=2 * AROUND {
                for right in 0..=2 * AROUND {
                    if (right, down) == (AROUND, AROUND) {
                        continue;
                    }
                    let weight = taps.next().copied().unwrap_or(0.0);
                    let source = self.belief.get((y + down) * frame + right..).unwrap_or_default();
                    add_scaled(target, source, weight);
                }
            }
        }
    }

    /// Turns the last soft modules into beliefs; what is known is believed whole.
    pub(super) fn believe(&mut self, known: &[f32]) {
        let size = self.size;
        let frame = size + 2 * AROUND;
        self.belief.clear();
        self.belief.resize(frame * frame, 1.0);
        let rows = self.belief.chunks_exact_mut(frame).skip(AROUND);
        for ((row, soft), known) in rows.zip(self.soft.chunks_exact(size)).zip(known.chunks_exact(size)) {
            for ((belief, soft), known) in row.iter_mut().skip(AROUND).zip(soft).zip(known) {
                *belief = if *known != 0.0 { *known } else { tanh(GAIN * soft) };
            }
        }
    }

    /// The sample of a phase in cell (x, y), the quiet zone counted.
    #[inline]
    pub(super) fn seen(&self, phase: usize, x: usize, y: usize) -> f32 {
        self.samples.get(phase).and_then(|phase| phase.get(y * self.pitch + x)).copied().unwrap_or(0.0)
    }

    /// What is believed of every module, for a template of all of them.
    pub(super) fn beliefs(&self, out: &mut Vec<f32>) {
        let frame = self.size + 2 * AROUND;
        out.clear();
        for row in self.belief.chunks_exact(frame).skip(AROUND).take(self.size) {
            out.extend(row.iter().skip(AROUND).take(self.size));
        }
    }
}

/// A surface of the second degree over the code.
struct Surface([f32; SURFACE]);

const SURFACE: usize = 6;

fn terms([s, t]: [f32; 2]) -> [f32; SURFACE] {
    [1.0, s, t, s * s, s * t, t * t]
}

impl Surface {
    fn at(&self, place: [f32; 2]) -> f32 {
        self.0.iter().zip(terms(place)).map(|(weight, term)| weight * term).sum()
    }

    fn middle(&self) -> f32 {
        self.at([0.0, 0.0])
    }
}

/// A place in the code, half sides from its middle, of one in modules with the quiet zone.
fn place_of(at: [f32; 2], size: usize) -> [f32; 2] {
    at.map(|v| (v - small(QUIET)) * 2.0 / small(size) - 1.0)
}

/// Phase and index of the tap `right`, `down` (0 to twice `half`) of module (x, y).
#[inline]
fn tap(pitch: usize, half: usize, x: usize, y: usize, right: usize, down: usize) -> (usize, usize) {
    // The module's middle is at 2 (x + QUIET) + 1 half modules.
    let column = 2 * (x + QUIET) + 1 + right - half;
    let row = 2 * (y + QUIET) + 1 + down - half;
    (column % 2 + 2 * (row % 2), (row / 2) * pitch + column / 2)
}

/// Writes the gray around module (x, y) into the front of `row` and gives the rest of it.
#[inline]
fn gather<'a>(
    samples: &Samples,
    pitch: usize,
    half: usize,
    x: usize,
    y: usize,
    row: &'a mut [f32; MOST],
) -> &'a mut [f32] {
    let side = 2 * half + 1;
    let (front, rest) = row.split_at_mut(side * side);
    for (down, line) in front.chunks_exact_mut(side).enumerate() {
        for (right, cell) in line.iter_mut().enumerate() {
            let (phase, at) = tap(pitch, half, x, y, right, down);
            *cell = samples.get(phase).and_then(|phase| phase.get(at)).copied().unwrap_or(0.0);
        }
    }
    rest
}

/// Writes the beliefs around module (x, y) into the front of `row`.
#[inline]
fn around(belief: &[f32], frame: usize, x: usize, y: usize, row: &mut [f32]) {
    let mut cells = row.iter_mut();
    for down in 0..=2 * AROUND {
        for right in 0..=2 * AROUND {
            if (right, down) == (AROUND, AROUND) {
                continue;
            }
            if let Some(cell) = cells.next() {
                *cell = belief.get((y + down) * frame + x + right).copied().unwrap_or(1.0);
            }
        }
    }
}

/// Good to 1 % and the same on every machine: Lambert's continued fraction, cut, and clamped where it ends.
#[inline]
pub(super) fn tanh(x: f32) -> f32 {
    let x = x.clamp(-3.0, 3.0);
    let square = x * x;
    x * (27.0 + square) / (27.0 + 9.0 * square)
}
