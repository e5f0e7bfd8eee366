//! Where a picture has what the modules of a code look like, melted or not: unevenness that is the same from left to right
//! as from top to bottom, over an area without holes. Edges, stripes and lines of text have it in spots.

use super::plane::small;
use crate::LumaView;

/// Pixels a side of the squares that are judged by themselves.
const SQUARE: usize = 8;
/// Squares a side of the smallest code, and how many of them must look like it.
const PATCH: usize = 4;
const MOST_OF_THEM: u32 = 13;
/// Squares around what looks like a code that may be its finders and its quiet zone.
const AROUND: usize = 5;
/// Pixels that are left of an area at least.
const SMALLEST: usize = 16;
/// Squared steps from pixel to pixel in the mean, beyond those of noise, below which a square is even.
const LEAST: f32 = 12.0;
/// The share of the steps in one direction that those in the other have at least.
const ALIKE: f32 = 0.3;

/// A part of a picture, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) left: usize,
    pub(super) top: usize,
    pub(super) right: usize,
    pub(super) bottom: usize,
}

/// The judge; keeps its buffers.
pub(super) struct Texture {
    /// Mean squares of the steps to the right and down, square by square.
    steps: Vec<[f32; 2]>,
    sorted: Vec<f32>,
    /// Squares of a column that look like a code, of the last rows.
    runs: Vec<u16>,
    /// Sums over the columns of a band of squares.
    right: Vec<u32>,
    down: Vec<u32>,
}

impl Texture {
    pub(super) const fn new() -> Self {
        Self { steps: Vec::new(), sorted: Vec::new(), runs: Vec::new(), right: Vec::new(), down: Vec::new() }
    }

    /// The part of `view` that holds all that looks like a code, with a margin; `None` when nothing does.
    pub(super) fn area(&mut self, view: LumaView<'_>) -> Option<Area> {
        let (across, down) = ((view.width() - 1) / SQUARE, (view.height() - 1) / SQUARE);
        if across < PATCH || down < PATCH {
            return None;
        }
        self.measure(view, across, down);
        // Noise is what the quietest squares have: a code leaves its quiet zone at least.
        self.sorted.clear();
        self.sorted.extend(self.steps.iter().map(|steps| 0.5 * (steps[0] + steps[1])));
        let quiet = self.sorted.len() / 20;
        let (_, &mut noise, _) = self.sorted.select_nth_unstable_by(quiet, f32::total_cmp);
        let looks_like = |steps: &[f32; 2]| {
            let [low, high] = if steps[0] < steps[1] { *steps } else { [steps[1], steps[0]] };
            let (low, high) = (low - noise, high - noise);
            low > LEAST.max(0.15 * noise) && low > ALIKE * high
        };
        // A bit a row, the last ones in front: how many squares of each column's last rows look like a code.
        self.runs.clear();
        self.runs.resize(across, 0);
        let mut found: Option<Area> = None;
        for (y, row) in self.steps.chunks_exact(across).enumerate() {
            for (run, steps) in self.runs.iter_mut().zip(row) {
                *run = (*run << 1 | u16::from(looks_like(steps))) & ((1 << PATCH) - 1);
            }
            for (x, runs) in self.runs.windows(PATCH).enumerate() {
                if runs.iter().map(|run| run.count_ones()).sum::<u32>() < MOST_OF_THEM {
                    continue;
                }
                let bottom = y + 1;
                let here = Area { left: x, top: bottom.saturating_sub(PATCH), right: x + PATCH, bottom };
                found = Area::both(found, Some(here));
            }
        }
        found.map(|found| Area {
            left: found.left.saturating_sub(AROUND) * SQUARE,
            top: found.top.saturating_sub(AROUND) * SQUARE,
            right: ((found.right + AROUND) * SQUARE).min(view.width()),
            bottom: ((found.bottom + AROUND) * SQUARE).min(view.height()),
        })
    }

    fn measure(&mut self, view: LumaView<'_>, across: usize, down: usize) {
        self.steps.clear();
        let width = across * SQUARE;
        let scale = 2.0 / small(SQUARE * SQUARE);
        for band in 0..down {
            for sums in [&mut self.right, &mut self.down] {
                sums.clear();
                sums.resize(width, 0);
            }
            // Every other row says enough.
            for y in (band * SQUARE..(band + 1) * SQUARE).step_by(2) {
                let here = view.row(y);
                add_squares(&mut self.right, here, here.get(1..).unwrap_or_default());
                add_squares(&mut self.down, here, view.row(y + 1));
            }
            let squares = self.right.chunks_exact(SQUARE).zip(self.down.chunks_exact(SQUARE));
            let mean = |sums: &[u32]| scale * sums.iter().map(|&sum| sum as f32).sum::<f32>();
            self.steps.extend(squares.map(|(right, down)| [mean(right), mean(down)]));
        }
    }
}

impl Area {
    /// The smallest that holds both.
    pub(super) fn both(one: Option<Self>, other: Option<Self>) -> Option<Self> {
        let Some((a, b)) = one.zip(other) else { return one.or(other) };
        Some(Self {
            left: a.left.min(b.left),
            top: a.top.min(b.top),
            right: a.right.max(b.right),
            bottom: a.bottom.max(b.bottom),
        })
    }

    /// The same in a picture that was not reduced `factor` times.
    pub(super) fn enlarged(self, factor: usize) -> Self {
        let Self { left, top, right, bottom } = self;
        Self { left: left * factor, top: top * factor, right: right * factor, bottom: bottom * factor }
    }

    /// The same in `view`, a picture reduced `factor` times, of which it keeps 16 pixels each way at least.
    pub(super) fn reduced(self, factor: usize, view: LumaView<'_>) -> Self {
        let side = |from: usize, to: usize, limit: usize| {
            let to = (to / factor).min(limit);
            ((from / factor).min(to.saturating_sub(SMALLEST)), to)
        };
        let (left, right) = side(self.left, self.right, view.width());
        let (top, bottom) = side(self.top, self.bottom, view.height());
        Self { left, top, right, bottom }
    }
}

/// Adds the squares of what `one` and `other` differ in to `sums`.
fn add_squares(sums: &mut [u32], one: &[u8], other: &[u8]) {
    for ((sum, &one), &other) in sums.iter_mut().zip(one).zip(other) {
        let step = u16::from(one.abs_diff(other));
        *sum += u32::from(step * step);
    }
}
