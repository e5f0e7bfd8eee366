//! A finder that glare hides. The other two say where the code is, and roughly how it lies; from them the grid grows
//! over the patterns that are known, a third further with each fit, until it holds the whole code. What a fit
//! extrapolates by a third is good to less than a module, which is what the next one finds its way over.

use super::fit::{Fitter, Freedom};
use super::grid::Grid;
use super::marks::Mark;
use super::plane::{Plane, small};
use super::probes::{Probes, Template};
use crate::Point;

/// How far around the seen finders' middles the first fits look, in modules.
const FINDERS: f32 = 7.0;
const FIRST: f32 = 12.0;
/// How much further each fit looks.
const FURTHER: f32 = 1.3;
/// Probes of one fit, at most about.
const PROBES: usize = 1500;
/// A grid that agrees less has lost its way.
const ASTRAY: f32 = 0.45;

/// The finder that was not seen.
pub(super) fn which(marks: &[Mark; 3]) -> Option<usize> {
    marks.iter().position(Mark::is_lost)
}

/// Puts a finder that is not to be seen where the other two have it: in a parallelogram.
pub(super) fn complete(marks: &mut [Mark; 3], lost: usize) {
    let [a, b, c] = *marks;
    let mean = |p: &Mark, q: &Mark| {
        let half = |v: [f32; 2], w: [f32; 2]| [0.5 * (v[0] + w[0]), 0.5 * (v[1] + w[1])];
        (half(p.along, q.along), half(p.below, q.below))
    };
    let beyond = |p: Point, v: [f32; 2], far: f32| Point { x: p.x + far * v[0], y: p.y + far * v[1] };
    let between = |p: Point, q: Point| [q.x - p.x, q.y - p.y];
    let ratio = |whole: [f32; 2], step: [f32; 2]| {
        (whole[0] * step[0] + whole[1] * step[1]) / (step[0] * step[0] + step[1] * step[1]).max(1e-6)
    };
    let ((along, below), middle) = match lost {
        1 => {
            let (along, below) = mean(&a, &c);
            ((along, below), beyond(a.middle, along, ratio(between(a.middle, c.middle), below)))
        }
        2 => {
            let (along, below) = mean(&a, &b);
            ((along, below), beyond(a.middle, below, ratio(between(a.middle, b.middle), along)))
        }
        _ => {
            // From the third to the second the code goes as far along as it goes up.
            let (along, below) = mean(&b, &c);
            let diagonal = between(c.middle, b.middle);
            let far = ratio(diagonal, [along[0] - below[0], along[1] - below[1]]);
            let left = [diagonal[0] / far - along[0] + below[0], diagonal[1] / far - along[1] + below[1]];
            let along = [along[0] + 0.5 * left[0], along[1] + 0.5 * left[1]];
            let below = [below[0] - 0.5 * left[0], below[1] - 0.5 * left[1]];
            ((along, below), beyond(b.middle, along, -far))
        }
    };
    if let Some(mark) = marks.get_mut(lost) {
        *mark = Mark { middle, along, below, score: 0.0 };
    }
}

/// The flat grid of `size` modules through the marks.
pub(super) fn begin(marks: &[Mark; 3], size: usize) -> Option<Grid> {
    let [a, b, c] = marks.map(|mark| mark.middle);
    let d = Point { x: b.x + c.x - a.x, y: b.y + c.y - a.y };
    Grid::through([a, b, d, c], (small(size) - 7.0) / small(size))
}

/// Lays the grid over the two finders that are seen, then over more and more of what is known. `None` when the picture
/// does not go along.
pub(super) fn grow(
    plane: &Plane,
    grid: &mut Grid,
    (size, lost): (usize, usize),
    template: &Template,
    probes: &mut Probes,
    fitter: &mut Fitter,
) -> Option<()> {
    let far = i32::try_from(size).ok()? - 4;
    let middles = [(3, 3), (far, 3), (3, far)];
    let away = |x: i32, y: i32| {
        let seen = middles.iter().enumerate().filter(|(at, _)| *at != lost);
        seen.map(|(_, &(u, v))| x.abs_diff(u).max(y.abs_diff(v))).min().unwrap_or(0)
    };
    let mut reach = FINDERS;
    let mut freedom = Freedom::Affine;
    loop {
        probes.pick(template, PROBES, |x, y| f32::from(u16::try_from(away(x, y)).unwrap_or(u16::MAX)) <= reach);
        let agreed = fitter.fit(plane, grid, probes, freedom, 6);
        if agreed.is_nan() || agreed < ASTRAY {
            return None;
        }
        if reach > small(size) {
            return Some(());
        }
        reach = if freedom == Freedom::Affine { FIRST } else { reach * FURTHER };
        freedom = Freedom::Projective;
    }
}
