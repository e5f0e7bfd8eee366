//! The other way round: how the modules melt into each other is learned from what is believed of them, and beliefs are
//! then moved, module by module, until what they melt into is what was seen.
//!
//! A mean field (Peterson and Anderson 1987) over the modules of a code, its temperature the noise that is left: each
//! module is judged by what the picture shows when all the others, as far as they are believed, are taken away.

use super::equalise::{QUIET, Straight, tanh};
use super::light::add_scaled;
use super::plane::small;
use super::solve::{Normal, product};

/// Half the spot that a module melts into, in half modules.
const REACH: usize = 7;
const SPOT: usize = 2 * REACH + 1;
/// Half modules around the code that still count as evidence.
const MARGIN: usize = 2;
/// Samples that the spot is learned from, at most about.
const LEARNED: usize = 3000;
/// Ridge of the spot.
const RIDGE: f32 = 2.0;
/// Modules in a row, at most, with the margin.
const LONGEST: usize = 192;

/// What is left of the picture, and what is believed of the modules.
pub(super) struct Melt {
    size: usize,
    /// Half modules a row.
    pitch: usize,
    /// What was seen less what the beliefs melt into.
    left: Vec<f32>,
    /// Modules a row in `belief`.
    frame: usize,
    belief: Vec<f32>,
    spot: [[f32; SPOT + 1]; SPOT],
    offset: [f32; 4],
    normal: Normal,
    /// Every module's verdict: its own light, all others taken away.
    pub(super) soft: Vec<f32>,
}

/// Light modules around the code in `belief`: those that melt into the margin.
const FRAME: usize = QUIET + 4;

impl Melt {
    pub(super) fn new() -> Self {
        Self {
            size: 0,
            pitch: 0,
            left: Vec::new(),
            frame: 0,
            belief: Vec::new(),
            spot: [[0.0; SPOT + 1]; SPOT],
            offset: [0.0; 4],
            normal: Normal::new(),
            soft: Vec::new(),
        }
    }

    /// Takes over what an equaliser believes.
    pub(super) fn begin(&mut self, straight: &Straight, beliefs: &[f32]) {
        self.size = straight.size;
        self.frame = self.size + 2 * FRAME;
        self.belief.clear();
        self.belief.resize(self.frame * self.frame, 1.0);
        let rows = self.belief.chunks_exact_mut(self.frame).skip(FRAME);
        for (row, source) in rows.zip(beliefs.chunks_exact(self.size)) {
            row.iter_mut().skip(FRAME).zip(source).for_each(|(cell, belief)| *cell = *belief);
        }
        self.soft.clear();
        self.soft.extend(beliefs);
    }

    /// Learns the spot from the beliefs. `None` when it cannot be.
    pub(super) fn learn(&mut self, straight: &Straight) -> Option<()> {
        let (size, frame) = (self.size, self.frame);
        let stride = (size * size / LEARNED).max(1);
        self.spot = [[0.0; SPOT + 1]; SPOT];
        for (phase, offset) in self.offset.iter_mut().enumerate() {
            let (across, down) = (Around::of(phase % 2), Around::of(phase / 2));
            let unknowns = across.count * down.count + 1;
            self.normal.begin(unknowns);
            for y in 0..size {
                for x in (0..size).filter(|x| (x + y * size + y) % stride == 0) {
                    let belief = &self.belief;
                    self.normal.add(1.0, straight.seen(phase, x + QUIET, y + QUIET), |row| {
                        let mut cells = row.iter_mut();
                        for j in 0..down.count {
                            let at = (y + FRAME + j - down.before) * frame + x + FRAME - across.before;
                            let source = belief.get(at..at + across.count).unwrap_or_default();
                            cells.by_ref().zip(source).for_each(|(cell, belief)| *cell = *belief);
                        }
                        if let Some(one) = cells.next() {
                            *one = 1.0;
                        }
                    });
                }
            }
            let weights = self.normal.solve(|i, _| if i + 1 == unknowns { 1e-3 } else { RIDGE })?;
            *offset = *weights.get(unknowns - 1)?;
            for (j, line) in weights.chunks(across.count).take(down.count).enumerate() {
                for (i, weight) in line.iter().enumerate() {
                    *self.spot.get_mut(down.spot(j))?.get_mut(across.spot(i))? = *weight;
                }
            }
        }
        Some(())
    }

    /// Fills `left` with what was seen less what the beliefs melt into. Returns its mean square.
    pub(super) fn subtract(&mut self, straight: &Straight) -> f32 {
        let (size, frame) = (self.size, self.frame);
        self.pitch = 2 * (size + MARGIN) + 1;
        self.left.clear();
        self.left.resize(self.pitch * self.pitch, 0.0);
        let mut line = [0.0f32; LONGEST];
        for (row, target) in self.left.chunks_exact_mut(self.pitch).enumerate() {
            // Half module `row` lies in module row / 2 - MARGIN / 2 of the code, MARGIN being even.
            let (y, below) = (row / 2, row % 2);
            for right in 0..2 {
                let phase = right + 2 * below;
                let (across, down) = (Around::of(right), Around::of(below));
                let cells = size + MARGIN + 1 - right;
                let Some(line) = line.get_mut(..cells) else { continue };
                let offset = self.offset.get(phase).copied().unwrap_or(0.0);
                for (x, cell) in line.iter_mut().enumerate() {
                    *cell = straight.seen(phase, x + QUIET - MARGIN / 2, y + QUIET - MARGIN / 2) - offset;
                }
                for j in 0..down.count {
                    let Some(weights) = self.spot.get(down.spot(j)) else { continue };
                    for i in 0..across.count {
                        let weight = weights.get(across.spot(i)).copied().unwrap_or(0.0);
                        let at =
                            (y + FRAME - MARGIN / 2 + j - down.before) * frame + FRAME - MARGIN / 2 + i - across.before;
                        add_scaled(line, self.belief.get(at..).unwrap_or_default(), -weight);
                    }
                }
                target.iter_mut().skip(right).step_by(2).zip(line).for_each(|(cell, value)| *cell = *value);
            }
        }
        self.noise()
    }

    /// The mean square of what is left.
    pub(super) fn noise(&self) -> f32 {
        let squares: f32 = self.left.iter().map(|v| v * v).sum();
        squares / (small(self.pitch) * small(self.pitch))
    }

    /// Goes over all modules once, each judged with all others taken away as far as they are believed; `noise` is the
    /// variance of a half module's noise. Returns how much belief moved, a module.
    pub(super) fn sweep(&mut self, known: &[f32], noise: f32, backwards: bool) -> f32 {
        let size = self.size;
        let whole: f32 = self.spot.iter().flatten().map(|v| v * v).sum();
        let mut moved = 0.0;
        for step in 0..size * size {
            let place = if backwards { size * size - 1 - step } else { step };
            if known.get(place).is_none_or(|known| *known != 0.0) {
                continue;
            }
            let (x, y) = (place % size, place / size);
            // The module's middle, and what of its spot is within the margin.
            let (column, row) = (2 * x + 1 + MARGIN, 2 * y + 1 + MARGIN);
            let (left, right) = (column.saturating_sub(REACH), (column + REACH + 1).min(self.pitch));
            let (top, bottom) = (row.saturating_sub(REACH), (row + REACH + 1).min(self.pitch));
            let (skipped, above) = (left + REACH - column, top + REACH - row);
            let (width, pitch) = (right - left, self.pitch);
            let inner = width == SPOT && bottom - top == SPOT;
            let (mut seen, mut energy) = (0.0, if inner { whole } else { 0.0 });
            for (i, spot) in self.spot.iter().skip(above).take(bottom - top).enumerate() {
                let at = (top + i) * pitch + left;
                let spot = spot.get(skipped..skipped + width).unwrap_or_default();
                let line = self.left.get(at..at + width).unwrap_or_default();
                seen += product(line, spot);
                if !inner {
                    energy += product(spot, spot);
                }
            }
            let at = (y + FRAME) * self.frame + x + FRAME;
            let Some((belief, soft)) = self.belief.get_mut(at).zip(self.soft.get_mut(place)) else { continue };
            let verdict = seen + energy * *belief;
            *soft = verdict / energy.max(1e-6);
            let now = tanh(verdict / noise);
            let change = now - *belief;
            *belief = now;
            moved += change.abs();
            if change.abs() < 1e-4 {
                continue;
            }
            for (i, spot) in self.spot.iter().skip(above).take(bottom - top).enumerate() {
                let at = (top + i) * pitch + left;
                let spot = spot.get(skipped..skipped + width).unwrap_or_default();
                add_scaled(self.left.get_mut(at..at + width).unwrap_or_default(), spot, -change);
            }
        }
        moved / small(size * size)
    }
}

/// The modules around a half module that melt into it, in one direction.
#[derive(Clone, Copy)]
struct Around {
    /// How many there are, and how many of them come before the module of the same number.
    count: usize,
    before: usize,
}

impl Around {
    /// Around a module's edge (0) or middle (1).
    const fn of(phase: usize) -> Self {
        if phase == 0 { Self { count: 8, before: 4 } } else { Self { count: 7, before: 3 } }
    }

    /// Where in the spot the half module lies, seen from the `i`-th of them.
    const fn spot(self, i: usize) -> usize {
        2 * self.count - 2 - 2 * i + (if self.count == 7 { 1 } else { 0 })
    }
}

const _: () = assert!(MARGIN.is_multiple_of(2) && MARGIN / 2 <= QUIET && FRAME >= MARGIN / 2 + 4);
