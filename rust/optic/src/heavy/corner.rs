//! The fourth corner. Three finders say where it would be in a parallelogram; perspective and a bent lens put it up to
//! 20 modules elsewhere in a large code. Their directions say it to a few modules; the lattice of what is known says
//! the rest.

use super::fit::agreement;
use super::grid::Grid;
use super::marks::Mark;
use super::plane::{Plane, rounded, small};
use super::probes::Probes;
use crate::Point;

/// Most grids that are handed on.
pub(super) const MOST: usize = 4;
/// Looked at with the whole template, of those whose last alignment pattern fits.
const LISTED: usize = 24;
/// How far around the expected place is searched: this share of the finders' distance, in modules, and at least this.
const SHARE: f32 = 0.14;
const LEAST: f32 = 4.0;

/// Adds the homographies through three finders and a fourth corner near the expected one.
///
/// `near` probes what lies around the last alignment pattern alone, `all` everything that is known.
pub(super) fn search(
    plane: &Plane,
    marks: &[Mark; 3],
    size: usize,
    near: &Probes,
    all: &Probes,
    corners: &mut Corners,
) {
    let [a, b, c] = marks;
    let span = small(size) - 7.0;
    let at = span / small(size);
    let step = |p: Point, q: Point| [(q.x - p.x) / span, (q.y - p.y) / span];
    let (along, below) = (step(a.middle, b.middle), step(a.middle, c.middle));
    let flat = Point { x: b.middle.x + c.middle.x - a.middle.x, y: b.middle.y + c.middle.y - a.middle.y };
    let expected = crossing(b.middle, b.below, c.middle, c.along)
        .filter(|p| (p.x - flat.x).hypot(p.y - flat.y) < 0.3 * span * along[0].hypot(along[1]))
        .unwrap_or(flat);
    let reach = rounded((SHARE * span).max(LEAST));

    let mut listed = List::<LISTED>::new();
    for i in 0..=2 * reach {
        for j in 0..=2 * reach {
            let (u, v) = (small(i) - small(reach), small(j) - small(reach));
            let corner =
                Point { x: expected.x + u * along[0] + v * below[0], y: expected.y + u * along[1] + v * below[1] };
            let Some(grid) = Grid::through([a.middle, b.middle, corner, c.middle], at) else { continue };
            if grid.is_sound() {
                listed.add(agreement(plane, &grid, near, 1), grid);
            }
        }
    }
    for &(_, grid) in listed.entries() {
        corners.add(agreement(plane, &grid, all, 1), grid);
    }
}

/// The best grids, best first.
pub(super) type Corners = List<MOST>;

/// The best `N` by their score.
pub(super) struct List<const N: usize> {
    best: [(f32, Grid); N],
    filled: usize,
}

impl<const N: usize> List<N> {
    pub(super) fn new() -> Self {
        let nothing = Grid::affine(Point { x: 0.0, y: 0.0 }, [1.0, 0.0], [0.0, 1.0]);
        Self { best: [(f32::NEG_INFINITY, nothing); N], filled: 0 }
    }

    fn add(&mut self, score: f32, grid: Grid) {
        let place = self.best.iter().position(|&(other, _)| score > other);
        if let Some(tail) = place.and_then(|place| self.best.get_mut(place..)) {
            tail.rotate_right(1);
            if let Some(first) = tail.first_mut() {
                *first = (score, grid);
                self.filled = (self.filled + 1).min(N);
            }
        }
    }

    pub(super) fn entries(&self) -> &[(f32, Grid)] {
        self.best.get(..self.filled).unwrap_or_default()
    }
}

/// Where two lines cross, each given by a point and a direction.
fn crossing(a: Point, along: [f32; 2], b: Point, across: [f32; 2]) -> Option<Point> {
    let area = along[0] * across[1] - along[1] * across[0];
    let far = ((b.x - a.x) * across[1] - (b.y - a.y) * across[0]) / area;
    let point = Point { x: a.x + far * along[0], y: a.y + far * along[1] };
    (point.x.is_finite() && point.y.is_finite()).then_some(point)
}
