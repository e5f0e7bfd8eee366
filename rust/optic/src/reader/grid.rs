//! Where a module lies in the picture: perspective, and on top of it a smooth bend.

use super::fit::{Normal, inverse};
use super::mark::Mark;
use crate::Point;

/// Terms of the bend: all monomials of two variables up to the third degree.
pub(super) const TERMS: usize = 10;

/// From modules (0 to `size` each way, (0, 0) the outer corner of the code's top left) to pixels.
#[derive(Clone, Debug)]
pub(super) struct Grid {
    pub(super) size: f32,
    /// A homography of the plane with the code's middle at 0 and its edges at 1.
    plane: [f32; 9],
    /// How many modules further to look, as polynomials over the same plane.
    bend: [[f32; TERMS]; 2],
}

/// What is known of a code's perspective: points that lie on lines of the code.
///
/// Solved for the way back, pixels to modules, where "this pixel lies in column 3.5" is a linear equation.
#[derive(Clone)]
pub(super) struct Sightings {
    normal: Normal<8>,
    /// The frame of the pixels: middle and scale.
    middle: (f32, f32),
    scale: f32,
    size: f32,
}

impl Sightings {
    /// The edges of three marks, as those of a code of `size` modules.
    pub(super) fn of_marks(marks: &[Mark; 3], size: f32) -> Self {
        let [corner, first, second] = marks;
        let a = (first.centre.x - corner.centre.x, first.centre.y - corner.centre.y);
        let b = (second.centre.x - corner.centre.x, second.centre.y - corner.centre.y);
        let middle = (f32::midpoint(first.centre.x, second.centre.x), f32::midpoint(first.centre.y, second.centre.y));
        let scale = a.0.hypot(a.1).max(b.0.hypot(b.1)) / 2.0;
        let mut sightings = Self { normal: Normal::new(), middle, scale, size };
        // Towards no perspective at all, where the marks are too small to say.
        sightings.normal.prefer(6, 1e-3);
        sightings.normal.prefer(7, 1e-3);
        let legs = size - 7.0;
        let (a, b) = ((a.0 / legs, a.1 / legs), (b.0 / legs, b.1 / legs));
        let turn = a.0 * b.1 - a.1 * b.0;
        let places = [(3.5, 3.5), (size - 3.5, 3.5), (3.5, size - 3.5)];
        for (mark, (column, row)) in marks.iter().zip(places) {
            for ((x, y), half) in mark.edges() {
                let (u, v) = ((x * b.1 - y * b.0) / turn, (a.0 * y - a.1 * x) / turn);
                let point = Point { x: mark.centre.x + x, y: mark.centre.y + y };
                // Near a corner of the ring it is not known which side was met.
                if u.abs() > 1.25 * v.abs() {
                    sightings.column(point, column + half.copysign(u), 1.0);
                } else if v.abs() > 1.25 * u.abs() {
                    sightings.row(point, row + half.copysign(v), 1.0);
                }
            }
            sightings.place(mark.centre, (column, row), 8.0);
        }
        sightings
    }

    /// The pixel lies on the line between columns, `column` modules from the left edge.
    pub(super) fn column(&mut self, pixel: Point, column: f32, weight: f32) {
        let (x, y) = self.framed(pixel);
        let u = self.unit(column);
        self.normal.add(&[x, y, 1.0, 0.0, 0.0, 0.0, -u * x, -u * y], u, weight);
    }

    /// The pixel lies on the line between rows, `row` modules from the top edge.
    pub(super) fn row(&mut self, pixel: Point, row: f32, weight: f32) {
        let (x, y) = self.framed(pixel);
        let v = self.unit(row);
        self.normal.add(&[0.0, 0.0, 0.0, x, y, 1.0, -v * x, -v * y], v, weight);
    }

    /// The pixel is this point of the code.
    pub(super) fn place(&mut self, pixel: Point, (column, row): (f32, f32), weight: f32) {
        self.column(pixel, column, weight);
        self.row(pixel, row, weight);
    }

    /// The grid that fits best.
    pub(super) fn grid(&self) -> Option<Grid> {
        let [a, b, c, d, e, f, g, h] = self.normal.solve()?;
        let back = inverse([a, b, c, d, e, f, g, h, 1.0])?;
        let (s, x, y) = (self.scale, self.middle.0, self.middle.1);
        let [a, b, c, d, e, f, g, h, i] = back;
        let plane = [a * s + x * g, b * s + x * h, c * s + x * i, d * s + y * g, e * s + y * h, f * s + y * i, g, h, i];
        plane.iter().all(|value| value.is_finite()).then_some(Grid { size: self.size, plane, bend: [[0.0; TERMS]; 2] })
    }

    fn framed(&self, pixel: Point) -> (f32, f32) {
        ((pixel.x - self.middle.0) / self.scale, (pixel.y - self.middle.1) / self.scale)
    }

    fn unit(&self, modules: f32) -> f32 {
        modules / (self.size / 2.0) - 1.0
    }
}

impl Grid {
    /// The pixel of a point of the code.
    #[inline]
    pub(super) fn pixel(&self, column: f32, row: f32) -> Point {
        let half = self.size / 2.0;
        let (s, t) = (column / half - 1.0, row / half - 1.0);
        let terms = terms(s, t);
        let [du, dv] = &self.bend;
        let (s, t) = (s + dot(du, &terms), t + dot(dv, &terms));
        let [a, b, c, d, e, f, g, h, i] = self.plane;
        let w = g * s + h * t + i;
        Point { x: (a * s + b * t + c) / w, y: (d * s + e * t + f) / w }
    }

    /// The steps in pixels to the next column and the next row at a point of the code.
    pub(super) fn steps(&self, column: f32, row: f32) -> [(f32, f32); 2] {
        let here = self.pixel(column, row);
        let (right, below) = (self.pixel(column + 0.5, row), self.pixel(column, row + 0.5));
        [(right.x - here.x, right.y - here.y), (below.x - here.x, below.y - here.y)].map(|(x, y)| (2.0 * x, 2.0 * y))
    }

    /// Bends the grid further: at a point, look this polynomial of modules further to the right and below.
    pub(super) fn bend(&mut self, further: &[[f32; TERMS]; 2]) {
        for (bend, further) in self.bend.iter_mut().zip(further) {
            for (term, more) in bend.iter_mut().zip(further) {
                *term += more / (self.size / 2.0);
            }
        }
    }

    /// The terms of the bend at a point of the code.
    pub(super) fn terms(&self, column: f32, row: f32) -> [f32; TERMS] {
        let half = self.size / 2.0;
        terms(column / half - 1.0, row / half - 1.0)
    }
}

fn terms(s: f32, t: f32) -> [f32; TERMS] {
    [1.0, s, t, s * s, s * t, t * t, s * s * s, s * s * t, s * t * t, t * t * t]
}

fn dot(a: &[f32; TERMS], b: &[f32; TERMS]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
