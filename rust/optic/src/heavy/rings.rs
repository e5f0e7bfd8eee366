//! Finders that have melted, in a picture reduced until their modules are a pixel wide: a dark square in a light, a dark and
//! a light ring, matched by the sums over four boxes.

use super::plane::{Plane, small};

/// Half the side of the outer box.
const REACH: usize = 4;
/// Pixels of the outer box.
const AREA: f32 = 81.0;
/// Variance of the gray in the outer box below which there is only noise.
const LEAST: f32 = 36.0;
/// What a finder, blurred by 0.7 modules, has in the square and the three rings in the mean: -1 dark, 1 light.
const FINDER: [f32; 4] = [-0.423, 0.138, -0.107, 0.489];
/// Pixels of the square and the rings.
const COUNTS: [f32; 4] = [9.0, 16.0, 24.0, 32.0];

/// A place that looks like a finder.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Spot {
    /// Its middle, in pixels of the plane.
    pub(super) x: f32,
    pub(super) y: f32,
    /// Correlation with a melted finder, -1 to 1; negative for a light one on dark.
    pub(super) alike: f32,
}

/// The filter; keeps its buffers.
pub(super) struct Rings {
    /// What each box counts.
    boxes: [f32; 4],
    /// Sums over columns: of 3, 5, 7 and 9 pixels, and of the squares of 9.
    columns: [Vec<f32>; 5],
    weighted: [Vec<f32>; 4],
    /// Three rows of the response, the newest last.
    rows: [Vec<f32>; 3],
}

impl Rings {
    pub(super) fn new() -> Self {
        let sum: f32 = FINDER.iter().zip(COUNTS).map(|(gray, count)| gray * count).sum();
        let even = FINDER.map(|gray| gray - sum / AREA);
        let length = even.iter().zip(COUNTS).map(|(gray, count)| gray * gray * count).sum::<f32>().sqrt();
        let [a, b, c, d] = even.map(|gray| gray / length);
        Self {
            boxes: [a - b, b - c, c - d, d],
            columns: [const { Vec::new() }; 5],
            weighted: [const { Vec::new() }; 4],
            rows: [const { Vec::new() }; 3],
        }
    }

    /// Adds every place of `plane` that agrees at least by `least`, and better than its neighbours.
    #[allow(clippy::indexing_slicing, reason = "rows and columns lie within the plane by the loops' own limits")]
    pub(super) fn look(&mut self, plane: &Plane, least: f32, spots: &mut Vec<Spot>) {
        let (width, height) = (plane.width, plane.height);
        if width < 2 * REACH + 3 || height < 2 * REACH + 3 {
            return;
        }
        let row = |y: usize| &plane.data[y * width..(y + 1) * width];
        for columns in &mut self.columns {
            columns.clear();
            columns.resize(width, 0.0);
        }
        for rows in &mut self.rows {
            rows.clear();
            rows.resize(width, 0.0);
        }
        for y in 0..height {
            // The newest row's middle is REACH rows back.
            let [boxes @ .., squares] = &mut self.columns;
            for (reach, columns) in (1usize..).zip(boxes) {
                let Some(newest) = (y + reach).checked_sub(REACH) else { continue };
                match newest.checked_sub(2 * reach + 1) {
                    Some(oldest) => exchange(columns, row(newest), row(oldest), |v| v),
                    None => take(columns, row(newest), |v| v),
                }
            }
            match y.checked_sub(2 * REACH + 1) {
                Some(oldest) => exchange(squares, row(y), row(oldest), |v| v * v),
                None => take(squares, row(y), |v| v * v),
            }
            if y < 2 * REACH {
                continue;
            }
            self.rows.rotate_left(1);
            let [.., newest] = &mut self.rows;
            respond(&self.columns, self.boxes, least, &mut self.weighted, newest);
            if y > 2 * REACH + 1 {
                self.peaks(y - REACH - 1, least, spots);
            }
        }
    }

    /// The places of the middle row that stand out.
    #[allow(clippy::indexing_slicing, reason = "every row has the plane's width")]
    fn peaks(&self, y: usize, least: f32, spots: &mut Vec<Spot>) {
        let [above, here, below] = &self.rows;
        for x in REACH + 1..here.len() - REACH - 1 {
            let value = here[x].abs();
            if value < least {
                continue;
            }
            let near = [&above[x - 1..=x + 1], &here[x - 1..=x + 1], &below[x - 1..=x + 1]];
            if near.iter().all(|row| row.iter().all(|other| other.abs() <= value)) {
                spots.push(Spot { x: small(x) + 0.5, y: small(y) + 0.5, alike: here[x] });
            }
        }
    }
}

fn take(columns: &mut [f32], row: &[f32], of: impl Fn(f32) -> f32) {
    columns.iter_mut().zip(row).for_each(|(sum, value)| *sum += of(*value));
}

fn exchange(columns: &mut [f32], newest: &[f32], oldest: &[f32], of: impl Fn(f32) -> f32) {
    columns.iter_mut().zip(newest).zip(oldest).for_each(|((sum, new), old)| *sum += of(*new) - of(*old));
}

/// The correlation of each place of a row, from the sums over its columns; 0 where it is below `least`.
#[allow(clippy::indexing_slicing, reason = "lists as long as the row, and windows within it")]
fn respond(columns: &[Vec<f32>; 5], boxes: [f32; 4], least: f32, weighted: &mut [Vec<f32>; 4], out: &mut [f32]) {
    let [one, two, three, four, squares] = columns;
    let width = out.len();
    // What a column counts by how far it lies from the middle: in all boxes that reach so far.
    let [near, second, third, far] = weighted;
    for list in [&mut *near, &mut *second, &mut *third, &mut *far] {
        list.resize(width, 0.0);
    }
    let [a, b, c, d] = boxes;
    let columns = one.iter().zip(two).zip(three.iter().zip(four));
    let lists = near.iter_mut().zip(second.iter_mut()).zip(third.iter_mut().zip(far.iter_mut()));
    for (((one, two), (three, four)), ((near, second), (third, far))) in columns.zip(lists) {
        *far = d * four;
        *third = *far + c * three;
        *second = *third + b * two;
        *near = *second + a * one;
    }
    let inner = width - 2 * REACH;
    let at = |by: usize| by..by + inner;
    let target = &mut out[REACH..width - REACH];
    let (n0, n1, n2) = (&near[at(3)], &near[at(4)], &near[at(5)]);
    let (s0, s1) = (&second[at(2)], &second[at(6)]);
    let (t0, t1) = (&third[at(1)], &third[at(7)]);
    let (f0, f1) = (&far[at(0)], &far[at(8)]);
    for x in 0..inner {
        target[x] = n0[x] + n1[x] + n2[x] + s0[x] + s1[x] + t0[x] + t1[x] + f0[x] + f1[x];
    }
    // Nine columns, as three times three. Iterators and no indices, so that four places are reckoned at a time.
    threes(four, near);
    threes(squares, second);
    let [(a, b, c), (d, e, f)] = [&near, &second].map(|list| (&list[at(0)], &list[at(3)], &list[at(6)]));
    let sums = a.iter().zip(b).zip(c).zip(d.iter().zip(e).zip(f));
    for (value, (((a, b), c), ((d, e), f))) in target.iter_mut().zip(sums) {
        let (sum, square) = (a + b + c, d + e + f);
        let spread = (square - sum * sum / AREA).max(LEAST * AREA);
        let alike = *value / spread.sqrt();
        *value = if alike.abs() < least { 0.0 } else { alike };
    }
}

/// Every three neighbours summed.
fn threes(list: &[f32], out: &mut [f32]) {
    let after = |by: usize| list.get(by..).unwrap_or_default();
    let sums = list.iter().zip(after(1)).zip(after(2));
    out.iter_mut().zip(sums).for_each(|(out, ((a, b), c))| *out = a + b + c);
}
