//! Where finder patterns may be: rows and columns whose runs stand like 1:1:3:1:1, in either polarity.

use std::time::Instant;

use super::bitmap::Bitmap;
use super::mark::{Hint, Mark};
use crate::{LumaView, Point};

/// Hints that led nowhere, beyond which a size is noise or text, where many more will.
const MANY: usize = 100;
/// Patterns that one look keeps, at most.
const MOST_MARKS: usize = 512;

/// What is left of the work that a picture may cost.
#[derive(Clone, Copy, Debug)]
pub(super) struct Allowance {
    /// Columns that may be walked.
    pub(super) columns: usize,
    /// Marks that may be looked at closely.
    pub(super) traces: usize,
}

/// Buffers of a search.
#[derive(Default)]
pub(super) struct Search {
    edges: Vec<u32>,
    /// Marks that the rows being looked at may still cut.
    near: Vec<usize>,
    /// Places of this size that were looked at closely and are no marks.
    refused: Refused,
}

impl Search {
    /// Another size begins.
    pub(super) fn begin(&mut self) {
        self.refused.clear();
    }

    /// Adds the marks of `bitmap`, which was made from `view`, to those that another rule has shown in this size.
    /// Whether the allowance and the time sufficed.
    pub(super) fn marks(
        &mut self,
        bitmap: &Bitmap,
        view: LumaView<'_>,
        allowance: &mut Allowance,
        deadline: Instant,
        marks: &mut Vec<Mark>,
    ) -> bool {
        let step = 2;
        self.near.clear();
        self.near.extend(0..marks.len());
        for y in (step / 2..bitmap.height).step_by(step) {
            if y % 64 == step / 2 && Instant::now() >= deadline {
                return false;
            }
            let row = bitmap.row(y);
            edges(row, &mut self.edges);
            let first = row.first().copied().unwrap_or(0);
            let at = y as f32 + 0.5;
            self.near.retain(|&mark| marks.get(mark).is_some_and(|mark| mark.centre.y + 3.0 * mark.module > at));
            for (run, ends) in self.edges.windows(6).enumerate() {
                let &[a, b, c, d, e, f] = ends else { continue };
                let Some(module) = like_a_mark([b - a, c - b, d - c, e - d, f - e]) else { continue };
                let inverted = (first == 0) == (run % 2 == 0);
                let x = f32::midpoint(f32::midpoint(a as f32, f as f32), f32::midpoint(c as f32, d as f32));
                let known = self.near.iter().filter_map(|&mark| marks.get(mark)).any(|mark| {
                    mark.inverted == inverted
                        && (mark.centre.x - x).abs() < 2.0 * mark.module
                        && (mark.centre.y - at).abs() < 2.0 * mark.module
                        && (0.5..2.0).contains(&(module / mark.module))
                });
                if known {
                    continue;
                }
                if allowance.columns == 0 || allowance.traces == 0 || marks.len() >= MOST_MARKS {
                    return false;
                }
                allowance.columns -= 1;
                let Some(hint) = checked(bitmap, x, y, module, inverted) else { continue };
                if self.refused.holds(hint) {
                    continue;
                }
                allowance.traces -= 1;
                let Some(mark) = Mark::trace(view, hint, self.refused.count > MANY) else {
                    self.refused.add(hint);
                    continue;
                };
                let again = marks.iter().any(|other| {
                    other.inverted == inverted
                        && (other.centre.x - mark.centre.x).hypot(other.centre.y - mark.centre.y) < 2.0 * other.module
                        && (0.5..2.0).contains(&(mark.module / other.module))
                });
                if !again {
                    self.near.push(marks.len());
                    marks.push(mark);
                }
            }
        }
        true
    }
}

/// Hints that led nowhere: neighbouring rows and other rules give the same ones again, and the gray stays what it is.
///
/// A table in which a later hint may take an earlier one's place: it forgets, but never refuses what is new.
#[derive(Default)]
struct Refused {
    keys: Vec<u64>,
    count: usize,
}

impl Refused {
    /// A power of two.
    const PLACES: usize = 4096;

    fn clear(&mut self) {
        self.count = 0;
        self.keys.clear();
        self.keys.resize(Self::PLACES, 0);
    }

    fn holds(&self, hint: Hint) -> bool {
        let (place, key) = Self::key(hint);
        self.keys.get(place) == Some(&key)
    }

    fn add(&mut self, hint: Hint) {
        let (place, key) = Self::key(hint);
        self.count += 1;
        self.keys.iter_mut().skip(place).take(1).for_each(|entry| *entry = key);
    }

    /// Centres closer than about a third of a module, of modules alike to a fifth, are one.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "inside the picture; a NaN is 0")]
    fn key(hint: Hint) -> (usize, u64) {
        let [across, down] = hint.module.map(|module| (module.max(0.1) * 10.0).log2() * 4.0);
        let pace = (hint.module[0].min(hint.module[1]) / 3.0).max(1.0);
        let (x, y) = ((hint.centre.x / pace) as u64, (hint.centre.y / pace) as u64);
        let key =
            (x << 40) | (y << 16) | ((across as u64) << 9) | ((down as u64) << 2) | u64::from(hint.inverted) << 1 | 1;
        let place = (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 52) as usize;
        (place % Self::PLACES, key)
    }
}

/// Where `row` changes between dark and light; begins with 0 and ends with the row's length.
fn edges(row: &[u8], out: &mut Vec<u32>) {
    out.clear();
    out.push(0);
    let mut at = 1u32;
    let mut before = row.first().copied().unwrap_or(0);
    let words = row.get(1..).unwrap_or_default().chunks_exact(8);
    let rest = words.remainder();
    for word in words {
        let bytes = u64::from_le_bytes(word.try_into().unwrap_or_default());
        let mut changes = bytes ^ ((bytes << 8) | u64::from(before));
        before = word.last().copied().unwrap_or(0);
        while changes != 0 {
            let byte = changes.trailing_zeros() / 8;
            out.push(at + byte);
            changes &= changes - 1;
        }
        at += 8;
    }
    for &pixel in rest {
        if pixel != before {
            out.push(at);
        }
        before = pixel;
        at += 1;
    }
    out.push(at);
}

/// The pixels a module of runs that stand like 1:1:3:1:1, bars and spaces each measured by themselves: ink spreads.
fn like_a_mark(runs: [u32; 5]) -> Option<f32> {
    let [a, b, c, d, e] = runs;
    if c <= b || c <= d || c < a.max(e) {
        return None;
    }
    let [a, b, c, d, e] = runs.map(|run| run as f32);
    let (bar, space) = ((a + c + e) / 5.0, (b + d) / 2.0);
    let near = |run: f32, expected: f32, module: f32| (run - expected).abs() <= 0.75 * module + 0.5;
    let fits = near(a, bar, bar)
        && near(e, bar, bar)
        && near(c, 3.0 * bar, bar)
        && near(b, space, space)
        && near(d, space, space)
        && bar < 3.0 * space + 0.5
        && space < 3.0 * bar + 0.5;
    fits.then(|| (a + b + c + d + e) / 7.0)
}

/// The column through a suspected centre, then the row through the centre that it gives.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "inside the bitmap")]
fn checked(bitmap: &Bitmap, x: f32, y: usize, module: f32, inverted: bool) -> Option<Hint> {
    let longest = (module * 10.0) as usize + 4;
    let down = Walk { bitmap, dark: u8::from(!inverted), longest, along: Along::Column };
    let (middle_y, module_y) = down.through(x as usize, y)?;
    if !(0.25..4.0).contains(&(module_y / module)) {
        return None;
    }
    let longest = (module * 5.0) as usize + 4;
    let across = Walk { bitmap, dark: u8::from(!inverted), longest, along: Along::Row };
    let (middle_x, module_x) = across.through(x as usize, middle_y as usize)?;
    Some(Hint { centre: Point { x: middle_x, y: middle_y }, module: [module_x, module_y], inverted })
}

#[derive(Clone, Copy)]
enum Along {
    Row,
    Column,
}

struct Walk<'a> {
    bitmap: &'a Bitmap,
    dark: u8,
    /// Pixels of the longest run that may belong to a mark.
    longest: usize,
    along: Along,
}

impl Walk<'_> {
    /// The five runs around (`x`, `y`), when they stand like a mark: their middle and their module.
    fn through(&self, x: usize, y: usize) -> Option<(f32, f32)> {
        let Bitmap { width, height, .. } = *self.bitmap;
        let (here, pace, rest) = match self.along {
            Along::Row => (x, 1, width.checked_sub(x + 1)?),
            Along::Column => (y, width, height.checked_sub(y + 1)?),
        };
        let (pixels, at) = (self.bitmap.pixels(), y * width + x);
        let before = pixels.get(..=at)?.iter().rev().step_by(pace).take(here + 1);
        let back = self.runs(before)?;
        let ahead = self.runs(pixels.get(at + pace..).unwrap_or_default().iter().step_by(pace).take(rest))?;
        let stone = back[0] + ahead[0];
        let runs = [back[2], back[1], stone, ahead[1], ahead[2]].map(|run| u32::try_from(run).unwrap_or(u32::MAX));
        let module = like_a_mark(runs)?;
        let (low, high) = (here + 1 - back[0], here + 1 + ahead[0]);
        let outer = (low - back[1] - back[2] + high + ahead[1] + ahead[2]) as f32 / 2.0;
        Some((f32::midpoint(outer, (low + high) as f32 / 2.0), module))
    }

    /// The lengths of the first three runs of `pixels`: of the mark's own shade, of the other, of its own.
    #[inline]
    fn runs<'p>(&self, pixels: impl Iterator<Item = &'p u8>) -> Option<[usize; 3]> {
        let mut expected = self.dark;
        let mut ended = [0; 3];
        let (mut at, mut run) = (0usize, 0usize);
        for &pixel in pixels {
            if pixel == expected {
                run += 1;
                if run > self.longest {
                    return None;
                }
                continue;
            }
            *ended.get_mut(at)? = run;
            at += 1;
            if at == 3 {
                return Some(ended);
            }
            expected ^= 1;
            run = 1;
        }
        // The picture's edge may end the outermost run.
        *ended.get_mut(at)? = run;
        (at == 2 && run > 0).then_some(ended)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_edges_of_a_row_are_where_it_changes() {
        let mut out = Vec::new();
        for length in [1, 2, 7, 8, 9, 16, 17, 40] {
            let row: Vec<u8> = (0..length).map(|x| u8::from(x % 7 < 3)).collect();
            edges(&row, &mut out);
            let expected: Vec<u32> = std::iter::once(0)
                .chain((1..length).filter(|&x| row[x as usize] != row[x as usize - 1]))
                .chain([length])
                .collect();
            assert_eq!(out, expected, "{length}");
        }
    }

    #[test]
    fn only_what_stands_like_a_mark_is_one() {
        assert_eq!(like_a_mark([1, 1, 3, 1, 1]), Some(1.0));
        assert_eq!(like_a_mark([20, 20, 60, 20, 20]), Some(20.0));
        assert!(like_a_mark([13, 7, 33, 7, 13]).is_some(), "ink that spread");
        for runs in [[1, 1, 1, 1, 1], [9, 9, 9, 9, 9], [10, 10, 90, 10, 10], [1, 10, 30, 10, 10], [10, 10, 30, 10, 90]]
        {
            assert_eq!(like_a_mark(runs), None, "{runs:?}");
        }
    }
}
