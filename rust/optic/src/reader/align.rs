//! Alignment patterns: where the grid is pinned down between the finder patterns.

use super::fit::Normal;
use super::grid::{Grid, TERMS};
use crate::LumaView;

/// How alike a place must be to the pattern (a correlation, 1 at most).
const ALIKE: f32 = 0.6;
/// Modules each way in which a pattern is looked for on a grid that may be right.
const NEAR: f32 = 2.0;

/// Where an alignment pattern was found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    /// Columns and rows further than where the grid has it.
    pub(super) off: (f32, f32),
    /// How alike it is to the pattern, 1 at most.
    pub(super) alike: f32,
}

/// Looks for the pattern whose centre should be at (`column`, `row`), up to `reach` modules each way.
#[allow(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the lattice has 4 places more on every side than the centres that are tried"
)]
pub(super) fn find(
    view: LumaView<'_>,
    grid: &Grid,
    (column, row): (f32, f32),
    reach: f32,
    inverted: bool,
    lattice: &mut Vec<f32>,
) -> Option<Spot> {
    let half = (reach * 2.0).ceil() as usize;
    let side = 2 * half + 1 + 8;
    let middle = grid.pixel(column, row);
    let [a, b] = grid.steps(column, row);
    let sign = if inverted { -1.0 } else { 1.0 };
    lattice.clear();
    for y in 0..side {
        let v = (y as f32 - (half + 4) as f32) / 2.0;
        for x in 0..side {
            let u = (x as f32 - (half + 4) as f32) / 2.0;
            lattice.push(sign * view.shade(middle.x + u * a.0 + v * b.0, middle.y + u * a.1 + v * b.1));
        }
    }
    let score = |x: usize, y: usize| {
        let (mut sum, mut squares, mut light) = (0.0, 0.0, 0.0);
        for j in 0..5usize {
            for i in 0..5usize {
                let shade = lattice[(y + 2 * j) * side + x + 2 * i];
                sum += shade;
                squares += shade * shade;
                if i.abs_diff(2).max(j.abs_diff(2)) == 1 {
                    light += shade;
                }
            }
        }
        // Correlation with a pattern of 8 light and 17 dark places.
        let spread = squares - sum * sum / 25.0;
        (light - sum * (8.0 / 25.0)) / (spread.max(25.0 * 9.0) * (8.0 * 17.0 / 25.0)).sqrt()
    };
    let centres = 2 * half + 1;
    let mut best = (0.0, 0, 0);
    for y in 0..centres {
        for x in 0..centres {
            let far = (x as f32 - half as f32).hypot(y as f32 - half as f32) / 2.0;
            // Of two equals the nearer.
            let here = score(x, y) - 0.15 * far / (reach + 2.0);
            if here > best.0 {
                best = (here, x, y);
            }
        }
    }
    let (_, x, y) = best;
    let alike = score(x, y);
    if alike < ALIKE {
        return None;
    }
    let peak = |before: Option<f32>, after: Option<f32>| match (before, after) {
        (Some(before), Some(after)) => {
            let curve = before + after - 2.0 * alike;
            if curve < -1e-3 { ((before - after) / (2.0 * curve)).clamp(-0.5, 0.5) } else { 0.0 }
        }
        _ => 0.0,
    };
    let dx = peak((x > 0).then(|| score(x - 1, y)), (x + 1 < centres).then(|| score(x + 1, y)));
    let dy = peak((y > 0).then(|| score(x, y - 1)), (y + 1 < centres).then(|| score(x, y + 1)));
    let off = |at: usize, more: f32| (at as f32 - half as f32 + more) / 2.0;
    Some(Spot { off: (off(x, dx), off(y, dy)), alike })
}

/// How much the alignment patterns that are found near their places agree with a grid, but for the last, which it may be
/// pinned to: how alike they are, summed.
pub(super) fn agreement(
    view: LumaView<'_>,
    grid: &Grid,
    centres: &[usize],
    inverted: bool,
    lattice: &mut Vec<f32>,
) -> f32 {
    let last = centres.last().map_or(0.0, |&last| last as f32 + 0.5);
    let others = places(centres).filter(|&place| place != (last, last));
    others.filter_map(|place| find(view, grid, place, NEAR, inverted, lattice)).map(|spot| spot.alike).sum()
}

/// The middles of the patterns of these centres, but for those that lie in finders.
fn places(centres: &[usize]) -> impl Iterator<Item = (f32, f32)> {
    let last = centres.len().saturating_sub(1);
    let pairs =
        centres.iter().enumerate().flat_map(move |row| centres.iter().enumerate().map(move |column| (column, row)));
    pairs
        .filter(move |&((i, _), (j, _))| !((i == 0 && (j == 0 || j == last)) || (j == 0 && i == last)))
        .map(|((_, &column), (_, &row))| (column as f32 + 0.5, row as f32 + 0.5))
}

/// Bends the grid so that the alignment patterns that are found fall into their places.
pub(super) fn bend_to(view: LumaView<'_>, grid: &mut Grid, centres: &[usize], inverted: bool, lattice: &mut Vec<f32>) {
    let mut fits = [Normal::<TERMS>::new(), Normal::<TERMS>::new()];
    let far = grid.size - 3.5;
    for (column, row) in [(3.5, 3.5), (far, 3.5), (3.5, far)] {
        let terms = grid.terms(column, row);
        fits.iter_mut().for_each(|fit| fit.add(&terms, 0.0, 2.0));
    }
    let mut is_any_found = false;
    for place in places(centres) {
        let Some(spot) = find(view, grid, place, NEAR, inverted, lattice) else { continue };
        let terms = grid.terms(place.0, place.1);
        for (fit, off) in fits.iter_mut().zip([spot.off.0, spot.off.1]) {
            fit.add(&terms, off, spot.alike);
        }
        is_any_found = true;
    }
    if !is_any_found {
        return;
    }
    // A bend must be worth it: the higher the term, the more it takes.
    for fit in &mut fits {
        for term in 0..TERMS {
            fit.prefer(
                term,
                if term < 3 {
                    0.01
                } else if term < 6 {
                    0.05
                } else {
                    0.2
                },
            );
        }
    }
    let [a, b] = fits;
    if let Some(bend) = a.solve().zip(b.solve()) {
        grid.bend(&[bend.0, bend.1]);
    }
}
