//! Connected dark regions, and the corner marks among them.
//!
//! A mark is found exactly as rqrr finds one (dark, light, dark, light, dark as 1:1:3:1:1 along a row; ring and stone
//! two regions whose areas fit), so that what is counted here is what rqrr would meet. Counting first, in one pass
//! over runs, is what keeps a picture of thousands of false marks from stalling it.

use super::threshold::Bitmap;

/// More marks than this in one picture are no longer looked at: no honest picture holds 300 codes.
pub(super) const MOST_MARKS: usize = 900;

/// A corner mark: a ring around a stone.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    /// The centre of ring and stone, pixel edges counted from 0.
    pub(super) x: f32,
    pub(super) y: f32,
    /// Pixels a module, from the areas (24 + 9 modules).
    pub(super) module: f32,
    ring: u32,
    stone: u32,
}

/// A stretch of dark pixels in one row.
#[derive(Clone, Copy)]
struct Run {
    y: u32,
    start: u32,
    end: u32,
    label: u32,
}

impl Run {
    fn len(self) -> u32 {
        self.end - self.start
    }
}

#[derive(Clone, Copy, Default)]
struct Region {
    area: u32,
    sum_x: u64,
    sum_y: u64,
    claimed: bool,
}

/// The dark regions of one bitmap; scratch that lives from frame to frame.
#[derive(Default)]
pub(super) struct Regions {
    runs: Vec<Run>,
    parents: Vec<u32>,
    regions: Vec<Region>,
    /// Where 1:1:3:1:1 was met in a row, region checks not counted.
    candidates: usize,
}

#[allow(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "labels are handed out by label_runs and index the tables made for them; a picture has at most 2^24 pixels"
)]
impl Regions {
    /// Finds the regions of `bitmap`, four-connected.
    pub(super) fn find(&mut self, bitmap: &Bitmap) {
        self.runs.clear();
        self.parents.clear();
        let mut above = 0..0;
        for (y, row) in bitmap.dark.chunks_exact(bitmap.width.max(1)).enumerate() {
            let begin = self.runs.len();
            let mut next_above = above.start;
            let mut x = 0;
            while let Some(gap) = row[x..].iter().position(|&pixel| pixel != 0) {
                let start = x + gap;
                let end = row[start..].iter().position(|&pixel| pixel == 0).map_or(row.len(), |len| start + len);
                let run = Run { y: y as u32, start: start as u32, end: end as u32, label: u32::MAX };
                x = end;
                let label = self.join_above(&mut next_above, above.end, run);
                self.runs.push(Run { label, ..run });
            }
            above = begin..self.runs.len();
        }
        self.regions.clear();
        self.regions.resize(self.parents.len(), Region::default());
        for at in 0..self.runs.len() {
            let run = self.runs[at];
            let label = self.root(run.label);
            self.runs[at].label = label;
            let region = &mut self.regions[label as usize];
            let len = u64::from(run.len());
            region.area += run.len();
            region.sum_x += len * u64::from(run.start + run.end);
            region.sum_y += len * u64::from(2 * run.y + 1);
        }
    }

    /// The marks among the regions, each ring once, at most [`MOST_MARKS`]; whether there were more.
    pub(super) fn marks(&mut self, marks: &mut Vec<Mark>) -> bool {
        marks.clear();
        self.candidates = 0;
        for at in 2..self.runs.len() {
            let (left, middle, right) = (self.runs[at - 2], self.runs[at - 1], self.runs[at]);
            if left.y != right.y || !like_a_mark(left, middle, right) {
                continue;
            }
            self.candidates += 1;
            let (ring, stone) = (self.regions[left.label as usize], self.regions[middle.label as usize]);
            let same_ring = left.label == right.label && left.label != middle.label;
            if !same_ring || ring.claimed || stone.claimed || !(11..70).contains(&(stone.area * 100 / ring.area)) {
                continue;
            }
            let centre = |r: Region| {
                let twice = 2.0 * f64::from(r.area);
                ((r.sum_x as f64 / twice) as f32, (r.sum_y as f64 / twice) as f32)
            };
            let ((ring_x, ring_y), (x, y)) = (centre(ring), centre(stone));
            let module = ((ring.area + stone.area) as f32 / 33.0).sqrt();
            if (ring_x - x).hypot(ring_y - y) > 1.5 * module {
                continue;
            }
            if marks.len() == MOST_MARKS {
                return true;
            }
            self.regions[left.label as usize].claimed = true;
            self.regions[middle.label as usize].claimed = true;
            marks.push(Mark { x, y, module, ring: left.label, stone: middle.label });
        }
        false
    }

    /// Pixels that rqrr may have to repaint, at worst, to keep its 251 colours apart while it scans the candidates:
    /// every 251st may cost a whole region.
    pub(super) fn repainting(&self) -> usize {
        let largest = self.regions.iter().map(|region| region.area).max().unwrap_or(0);
        (self.candidates / 251 + 1) * largest as usize
    }

    /// Draws the part of the bitmap from (`left`, `top`) on into `out`, `width` pixels a row, without the marks that
    /// are not in `keep`.
    pub(super) fn draw(&self, left: usize, top: usize, width: usize, out: &mut [u8], keep: &[Mark; 3]) {
        out.fill(0);
        let (left, width) = (left as u32, width as u32);
        let first = self.runs.partition_point(|run| (run.y as usize) < top);
        let height = out.len() / width.max(1) as usize;
        for run in self.runs[first..].iter().take_while(|run| (run.y as usize) < top + height) {
            let of_another_mark = self.regions[run.label as usize].claimed
                && !keep.iter().any(|mark| mark.ring == run.label || mark.stone == run.label);
            let (start, end) = (run.start.max(left), run.end.min(left + width));
            if start >= end || of_another_mark {
                continue;
            }
            let row = (run.y as usize - top) * width as usize;
            out[row + (start - left) as usize..row + (end - left) as usize].fill(1);
        }
    }

    /// The label of a new run: that of the runs above it, which it joins, or a fresh one.
    fn join_above(&mut self, next: &mut usize, end: usize, run: Run) -> u32 {
        let mut label = u32::MAX;
        while *next < end && self.runs[*next].end <= run.start {
            *next += 1;
        }
        let mut at = *next;
        while at < end && self.runs[at].start < run.end {
            let other = self.root(self.runs[at].label);
            if label == u32::MAX {
                label = other;
            } else if label != other {
                let (low, high) = (label.min(other), label.max(other));
                self.parents[high as usize] = low;
                label = low;
            }
            at += 1;
        }
        if label == u32::MAX {
            label = self.parents.len() as u32;
            self.parents.push(label);
        }
        label
    }

    fn root(&mut self, label: u32) -> u32 {
        let mut at = label;
        while self.parents[at as usize] != at {
            // Halving the path keeps every chain short.
            let grandparent = self.parents[self.parents[at as usize] as usize];
            self.parents[at as usize] = grandparent;
            at = grandparent;
        }
        at
    }
}

/// 1:1:3:1:1 within three quarters of a module, rqrr's own rule.
fn like_a_mark(left: Run, middle: Run, right: Run) -> bool {
    let widths = [left.len(), middle.start - left.end, middle.len(), right.start - middle.end, right.len()];
    let [a, b, stone, c, d] = widths;
    let module = (a + b + c + d) / 4;
    let slack = module * 3 / 4;
    let near = |width: u32, expected: u32| width.abs_diff(expected) <= slack;
    near(a, module) && near(b, module) && near(c, module) && near(d, module) && near(stone, 3 * module)
}
