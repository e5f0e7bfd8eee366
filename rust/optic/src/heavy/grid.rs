//! Where the modules of a code lie in a picture: a homography, and a smooth warp before it for what no flat sheet does
//! (a lens's bend, a shutter that rolls while the hand moves).
//!
//! A place in a code is counted in half sides from its middle: -1 to 1 over the code, whatever its version.

use crate::Point;

/// A homography of the square from -1 to 1 into the picture, after a cubic warp of the square.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Grid {
    /// Row by row; the last entry is kept at 1.
    pub(super) homography: [f32; 9],
    /// What each of [`bends`] adds to the place, in half sides.
    pub(super) warp: [[f32; 2]; BENDS],
}

/// A point of the picture, and how it moves with the (warped) place in the code.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Landing {
    pub(super) x: f32,
    pub(super) y: f32,
    /// Change of x and of y with the first coordinate of the place.
    pub(super) along: [f32; 2],
    /// The same for the second.
    pub(super) below: [f32; 2],
}

/// Terms of the warp: squares and cubes; what is less is in the homography.
pub(super) const BENDS: usize = 7;

/// The terms of the warp at a place.
#[inline]
pub(super) fn bends(s: f32, t: f32) -> [f32; BENDS] {
    let (ss, st, tt) = (s * s, s * t, t * t);
    [ss, st, tt, ss * s, ss * t, s * tt, tt * t]
}

impl Grid {
    /// The affine grid about `middle` whose half sides are `along` and `below`.
    pub(super) fn affine(middle: Point, along: [f32; 2], below: [f32; 2]) -> Self {
        let homography = [along[0], below[0], middle.x, along[1], below[1], middle.y, 0.0, 0.0, 1.0];
        Self { homography, warp: [[0.0; 2]; BENDS] }
    }

    /// The grid that lays the square's places (-`at`, -`at`), (`at`, -`at`), (`at`, `at`), (-`at`, `at`) on four points.
    /// `None` when three of them lie on a line.
    pub(super) fn through(corners: [Point; 4], at: f32) -> Option<Self> {
        let [a, b, c, d] = corners;
        // Unit square to quadrilateral (Heckbert 1989, section 2.2).
        let (dx1, dy1) = (b.x - c.x, b.y - c.y);
        let (dx2, dy2) = (d.x - c.x, d.y - c.y);
        let (sx, sy) = (a.x - b.x + c.x - d.x, a.y - b.y + c.y - d.y);
        let area = dx1 * dy2 - dx2 * dy1;
        let (g, h) = ((sx * dy2 - dx2 * sy) / area, (dx1 * sy - sx * dy1) / area);
        let unit =
            [b.x - a.x + g * b.x, d.x - a.x + h * d.x, a.x, b.y - a.y + g * b.y, d.y - a.y + h * d.y, a.y, g, h, 1.0];
        // u = (s / at + 1) / 2
        let half = 0.5 / at;
        let square = [half, 0.0, 0.5, 0.0, half, 0.5, 0.0, 0.0, 1.0];
        Self { homography: unit, warp: [[0.0; 2]; BENDS] }.with(&square)
    }

    /// The grid with `step` done to the place first, before the homography.
    pub(super) fn with(&self, step: &[f32; 9]) -> Option<Self> {
        let [a, b, c, d, e, f, g, h, i] = self.homography;
        let row = |x: f32, y: f32, z: f32| {
            let at = |k: usize| {
                let column = [step.get(k), step.get(k + 3), step.get(k + 6)].map(|v| v.copied().unwrap_or(0.0));
                x * column[0] + y * column[1] + z * column[2]
            };
            [at(0), at(1), at(2)]
        };
        let ([a, b, c], [d, e, f], [g, h, i]) = (row(a, b, c), row(d, e, f), row(g, h, i));
        let homography = [a, b, c, d, e, f, g, h, i].map(|v| v / i);
        homography.iter().all(|v| v.is_finite()).then_some(Self { homography, ..*self })
    }

    /// Where a place lands.
    #[inline]
    pub(super) fn at(&self, s: f32, t: f32) -> (f32, f32) {
        let (u, v) = self.warped(s, t);
        let [a, b, c, d, e, f, g, h, i] = self.homography;
        let depth = 1.0 / (g * u + h * v + i);
        ((a * u + b * v + c) * depth, (d * u + e * v + f) * depth)
    }

    /// Where a place lands and how it moves.
    #[inline]
    pub(super) fn landing(&self, s: f32, t: f32) -> Landing {
        let (u, v) = self.warped(s, t);
        let [a, b, c, d, e, f, g, h, i] = self.homography;
        let depth = 1.0 / (g * u + h * v + i);
        let (x, y) = ((a * u + b * v + c) * depth, (d * u + e * v + f) * depth);
        let along = [(a - x * g) * depth, (d - y * g) * depth];
        let below = [(b - x * h) * depth, (e - y * h) * depth];
        Landing { x, y, along, below }
    }

    #[inline]
    fn warped(&self, s: f32, t: f32) -> (f32, f32) {
        let (mut u, mut v) = (s, t);
        for (bend, [right, down]) in bends(s, t).into_iter().zip(self.warp) {
            u += bend * right;
            v += bend * down;
        }
        (u, v)
    }

    /// Whether all of the code, and a margin around it, lies before the camera and is not folded over.
    pub(super) fn is_sound(&self) -> bool {
        let corners = [(-1.1, -1.1), (1.1, -1.1), (1.1, 1.1), (-1.1, 1.1), (0.0, 0.0)];
        corners.into_iter().all(|(s, t)| {
            let [.., g, h, i] = self.homography;
            let (u, v) = self.warped(s, t);
            let Landing { x, y, along, below } = self.landing(s, t);
            let area = along[0] * below[1] - along[1] * below[0];
            g * u + h * v + i > 0.2 && area > 0.0 && x.abs() < 1e5 && y.abs() < 1e5
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_points_are_met() {
        let points = [(10.0, 20.0), (110.0, 25.0), (120.0, 140.0), (5.0, 118.0)].map(|(x, y)| Point { x, y });
        let grid = Grid::through(points, 0.8).unwrap();
        for ((s, t), point) in [(-0.8, -0.8), (0.8, -0.8), (0.8, 0.8), (-0.8, 0.8)].into_iter().zip(points) {
            let (x, y) = grid.at(s, t);
            assert!((x - point.x).abs() < 1e-3 && (y - point.y).abs() < 1e-3, "{x} {y}");
        }
        assert!(grid.is_sound());
        assert!(Grid::through([points[0]; 4], 0.8).is_none());
    }

    #[test]
    fn a_landing_moves_as_its_neighbours_say() {
        let points = [(10.0, 20.0), (110.0, 25.0), (120.0, 140.0), (5.0, 118.0)].map(|(x, y)| Point { x, y });
        let grid = Grid::through(points, 1.0).unwrap();
        let here = grid.landing(0.3, -0.4);
        let beside = grid.at(0.3 + 1e-2, -0.4);
        let below = grid.at(0.3, -0.4 + 1e-2);
        assert!((here.along[0] - (beside.0 - here.x) * 100.0).abs() < 0.3);
        assert!((here.below[1] - (below.1 - here.y) * 100.0).abs() < 0.3);
    }
}
