//! A gray picture in floating point, cut out around one code: what the heavy path measures on. It holds light, which a
//! lens and a moving hand blur, and not the levels of a file, which cameras make of it by a root.

use crate::{LumaView, Point};

/// Rows of gray values. Pixel (0, 0) reaches from (0, 0) to (1, 1).
pub(super) struct Plane {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) data: Vec<f32>,
}

/// A gray value and how it grows to the right and downwards.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Slope {
    pub(super) value: f32,
    pub(super) right: f32,
    pub(super) down: f32,
}

/// Where a cutout lies in its picture: `left`, `top` in pixels, one of its own pixels is `factor` of them wide.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Cut {
    pub(super) left: usize,
    pub(super) top: usize,
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) factor: usize,
}

impl Cut {
    /// A point of the picture, in the cut's own pixels.
    pub(super) fn inside(&self, p: Point) -> Point {
        let scale = small(self.factor);
        Point { x: (p.x - small(self.left)) / scale, y: (p.y - small(self.top)) / scale }
    }

    /// The other way round.
    pub(super) fn outside(&self, p: Point) -> Point {
        let scale = small(self.factor);
        Point { x: p.x * scale + small(self.left), y: p.y * scale + small(self.top) }
    }
}

/// Smallest side of a plane: what the cubic look-up needs around a point.
const SMALLEST: usize = 4;

impl Plane {
    pub(super) const fn new() -> Self {
        Self { width: 0, height: 0, data: Vec::new() }
    }

    pub(super) fn reshape(&mut self, width: usize, height: usize) {
        (self.width, self.height) = (width, height);
        self.data.clear();
        self.data.resize(width * height, 0.0);
    }

    /// Fills the plane with the mean light of the cut's blocks. `false` when it is too small to hold a code.
    pub(super) fn cut(&mut self, view: LumaView<'_>, cut: Cut) -> bool {
        if cut.width < SMALLEST || cut.height < SMALLEST {
            return false;
        }
        self.reshape(cut.width, cut.height);
        let scale = 1.0 / (small(cut.factor) * small(cut.factor));
        let mut rows = view.rows().skip(cut.top);
        for target in self.data.chunks_exact_mut(cut.width) {
            for row in rows.by_ref().take(cut.factor) {
                let row = row.get(cut.left..).unwrap_or_default();
                for (sum, block) in target.iter_mut().zip(row.chunks_exact(cut.factor)) {
                    *sum += block.iter().map(|&pixel| light(pixel)).sum::<f32>();
                }
            }
            target.iter_mut().for_each(|sum| *sum *= scale);
        }
        true
    }

    /// Turns light and dark about.
    pub(super) fn invert(&mut self) {
        self.data.iter_mut().for_each(|value| *value = 255.0 - *value);
    }

    /// The value at a point, by Catmull and Rom's cubic; beyond the edge as on it.
    #[inline]
    pub(super) fn value(&self, x: f32, y: f32) -> f32 {
        let Some((rows, along, below)) = self.around(x, y) else { return 0.0 };
        let (across, down) = (weights(along), weights(below));
        let mut value = 0.0;
        for (row, share) in rows.iter().zip(down) {
            value += share * dot(row, &across);
        }
        value
    }

    /// The value at a point, linear between the pixels around it: half the work of the cubic, where the picture is
    /// smooth anyway.
    #[inline]
    pub(super) fn linear(&self, x: f32, y: f32) -> f32 {
        let (column, along) = split(x, self.width);
        let (row, below) = split(y, self.height);
        let at = (row + 1) * self.width + column + 1;
        let pair = |at: usize| self.data.get(at..)?.first_chunk::<2>();
        let Some((upper, lower)) = pair(at).zip(pair(at + self.width)) else { return 0.0 };
        let upper = upper[0] + along * (upper[1] - upper[0]);
        let lower = lower[0] + along * (lower[1] - lower[0]);
        upper + below * (lower - upper)
    }

    /// The value at a point and its two slopes.
    #[inline]
    pub(super) fn slope(&self, x: f32, y: f32) -> Slope {
        let Some((rows, along, below)) = self.around(x, y) else { return Slope::default() };
        let (across, down) = (weights(along), weights(below));
        let (growing, falling) = (growths(along), growths(below));
        let (mut column, mut change) = ([0.0f32; 4], [0.0f32; 4]);
        for ((row, share), grown) in rows.iter().zip(down).zip(falling) {
            for ((sum, slope), value) in column.iter_mut().zip(&mut change).zip(*row) {
                *sum += share * value;
                *slope += grown * value;
            }
        }
        Slope { value: dot(&column, &across), right: dot(&column, &growing), down: dot(&change, &across) }
    }

    /// The four by four pixels around a point, and how far it lies beyond the second of them.
    #[inline]
    fn around(&self, x: f32, y: f32) -> Option<([&[f32; 4]; 4], f32, f32)> {
        let (column, along) = split(x, self.width);
        let (row, below) = split(y, self.height);
        let at = row * self.width + column;
        let line = |step: usize| self.data.get(at + step * self.width..)?.first_chunk::<4>();
        Some(([line(0)?, line(1)?, line(2)?, line(3)?], along, below))
    }
}

/// The light of a level, 0 to 255: its square, near enough to the 2.2 of the standards.
fn light(level: u8) -> f32 {
    f32::from(level) * f32::from(level) / 255.0
}

/// The first of four pixels around a coordinate, and how far the coordinate lies beyond the second's middle.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held within the plane first")]
#[allow(clippy::manual_clamp, reason = "without a branch, millions of times a picture")]
#[inline]
fn split(at: f32, limit: usize) -> (usize, f32) {
    let at = (at - 1.5).max(0.0).min(small(limit) - 4.001);
    let whole = at as i32;
    (whole as usize, at - whole as f32)
}

#[inline]
fn dot(a: &[f32; 4], b: &[f32; 4]) -> f32 {
    a[0] * b[0] + a[1] * b[1] + (a[2] * b[2] + a[3] * b[3])
}

/// Catmull and Rom's cubic: what four pixels give to the point `t` beyond the second.
#[inline]
fn weights(t: f32) -> [f32; 4] {
    let (square, cube) = (t * t, t * t * t);
    [
        0.5 * (-cube + 2.0 * square - t),
        0.5 * (3.0 * cube - 5.0 * square + 2.0),
        0.5 * (-3.0 * cube + 4.0 * square + t),
        0.5 * (cube - square),
    ]
}

/// Its derivative.
#[inline]
fn growths(t: f32) -> [f32; 4] {
    let square = t * t;
    [
        0.5 * (-3.0 * square + 4.0 * t - 1.0),
        0.5 * (9.0 * square - 10.0 * t),
        0.5 * (-9.0 * square + 8.0 * t + 1.0),
        0.5 * (3.0 * square - 2.0 * t),
    ]
}

/// A size as a number to reckon with; sides of pictures and codes are far below 2^16.
#[inline]
pub(super) fn small(size: usize) -> f32 {
    f32::from(u16::try_from(size).unwrap_or(u16::MAX))
}

/// The nearest size.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast of a float is clamped")]
pub(super) fn rounded(value: f32) -> usize {
    (value + 0.5) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ramp() -> Plane {
        let mut plane = Plane::new();
        plane.reshape(9, 7);
        for (i, value) in plane.data.iter_mut().enumerate() {
            *value = 3.0 * (i % 9) as f32 + 5.0 * (i / 9) as f32;
        }
        plane
    }

    #[test]
    fn a_plane_slope_is_seen_as_it_is() {
        let plane = ramp();
        for (x, y) in [(3.5, 2.5), (4.2, 3.9), (5.99, 2.01)] {
            let seen = plane.slope(x, y);
            let truth = 3.0 * (x - 0.5) + 5.0 * (y - 0.5);
            assert!((seen.value - truth).abs() < 1e-3, "{seen:?} {truth}");
            assert!((seen.right - 3.0).abs() < 1e-3 && (seen.down - 5.0).abs() < 1e-3, "{seen:?}");
            assert!((plane.value(x, y) - truth).abs() < 1e-3);
            assert!((plane.linear(x, y) - truth).abs() < 1e-3);
        }
    }

    #[test]
    fn no_point_is_outside() {
        let plane = ramp();
        for at in [-1e9, -3.0, 0.0, 7.0, 8.5, 1e9, f32::NAN, f32::INFINITY] {
            assert!(plane.value(at, 3.0).is_finite() || at.is_nan());
            let _ = plane.slope(3.0, at);
        }
    }

    #[test]
    fn a_cut_is_made_of_means() {
        let data: Vec<u8> = (0..96).collect();
        let view = LumaView::new(&data, 12, 8, 12).unwrap();
        let mut plane = Plane::new();
        assert!(plane.cut(view, Cut { left: 2, top: 0, width: 5, height: 4, factor: 2 }));
        let mean = |levels: [u8; 4]| levels.map(light).iter().sum::<f32>() / 4.0;
        assert!((plane.data[0] - mean([2, 3, 14, 15])).abs() < 1e-4);
        assert!((plane.data[5 + 1] - mean([28, 29, 40, 41])).abs() < 1e-4);
        assert!(!plane.cut(view, Cut { left: 0, top: 0, width: 3, height: 4, factor: 2 }));
    }
}
