//! Whether a picture has somewhere what the modules of a code look like, melted or not: unevenness that is the same from
//! left to right as from top to bottom, over an area without holes. Edges, stripes and lines of text have it in spots.

use super::plane::{Plane, small};

/// Pixels a side of the squares that are judged by themselves.
const SQUARE: usize = 8;
/// Squares a side of the smallest code, and how many of them must look like it.
const PATCH: usize = 4;
const MOST_OF_THEM: u16 = 13;
/// Squared steps from pixel to pixel in the mean, beyond those of noise, below which a square is even.
const LEAST: f32 = 12.0;
/// The share of the steps in one direction that those in the other have at least.
const ALIKE: f32 = 0.3;

/// The judge; keeps its buffers.
pub(super) struct Texture {
    /// Mean squares of the steps to the right and down, square by square.
    steps: Vec<[f32; 2]>,
    sorted: Vec<f32>,
    /// Squares of a column that look like a code, of the last rows.
    runs: Vec<u16>,
}

impl Texture {
    pub(super) const fn new() -> Self {
        Self { steps: Vec::new(), sorted: Vec::new(), runs: Vec::new() }
    }

    pub(super) fn is_there(&mut self, plane: &Plane) -> bool {
        let (across, down) = ((plane.width - 1) / SQUARE, (plane.height - 1) / SQUARE);
        if across < PATCH || down < PATCH {
            return false;
        }
        self.measure(plane, across, down);
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
        for row in self.steps.chunks_exact(across) {
            for (run, steps) in self.runs.iter_mut().zip(row) {
                *run = (*run << 1 | u16::from(looks_like(steps))) & ((1 << PATCH) - 1);
            }
            let is_code =
                |runs: &[u16]| runs.iter().map(|run| run.count_ones()).sum::<u32>() >= u32::from(MOST_OF_THEM);
            if self.runs.windows(PATCH).any(is_code) {
                return true;
            }
        }
        false
    }

    fn measure(&mut self, plane: &Plane, across: usize, down: usize) {
        self.steps.clear();
        self.steps.resize(across * down, [0.0; 2]);
        let line = |y: usize| plane.data.get(y * plane.width..(y + 1) * plane.width).unwrap_or_default();
        for (band, squares) in self.steps.chunks_exact_mut(across).enumerate() {
            // Every other row says enough.
            for y in (band * SQUARE..(band + 1) * SQUARE).step_by(2) {
                let (here, below) = (line(y), line(y + 1));
                let next = here.get(1..).unwrap_or_default();
                let lines = here.chunks_exact(SQUARE).zip(next.chunks(SQUARE)).zip(below.chunks_exact(SQUARE));
                for (steps, ((here, next), below)) in squares.iter_mut().zip(lines) {
                    for ((here, next), below) in here.iter().zip(next).zip(below) {
                        steps[0] += (next - here) * (next - here);
                        steps[1] += (below - here) * (below - here);
                    }
                }
            }
        }
        let scale = 2.0 / small(SQUARE * SQUARE);
        self.steps.iter_mut().flatten().for_each(|sum| *sum *= scale);
    }
}
