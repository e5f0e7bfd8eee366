//! The door to rqrr: a bitmap that holds one suspected code in, sampled grids out, panics caught.
//!
//! rqrr 0.11 asserts on geometry that it met in pictures (its issue 54, among others), so every call is wrapped. The
//! panic hook is the program's, not a library's: unless the program sets its own, a caught panic still prints a line.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rqrr::BitGrid;

use crate::{Modules, Point, Version};

/// A grid as rqrr sampled it, corners in the bitmap's pixels.
pub(super) struct Sampled {
    pub(super) modules: Modules,
    pub(super) corners: [Point; 4],
}

/// Looks for codes in `dark`, `width` pixels a row, 1 dark and 0 light.
pub(super) fn sample(dark: &[u8], width: usize) -> Vec<Sampled> {
    let height = dark.len() / width.max(1);
    // Unwind safe: rqrr keeps no state between calls, and what this call made is dropped with it.
    let look = AssertUnwindSafe(|| {
        let is_dark = |x: usize, y: usize| dark.get(y * width + x) == Some(&1);
        let mut prepared = rqrr::PreparedImage::prepare_from_bitmap(width, height, is_dark);
        prepared.detect_grids().iter().filter_map(sampled).collect()
    });
    catch_unwind(look).unwrap_or_default()
}

fn sampled<G: BitGrid>(found: &rqrr::Grid<G>) -> Option<Sampled> {
    let version = Version::of_size(found.grid.size())?;
    let modules = Modules::from_fn(version, |x, y| found.grid.bit(y, x));
    let corners = outer_corners(found.bounds.map(|p| (f64::from(p.x), f64::from(p.y))), version.size())?;
    Some(Sampled { modules, corners })
}

/// rqrr's bounds lie one module too far to the right and below: (0, 0) to (n + 1, n + 1) in modules. The homography
/// through them gives the corners at n.
#[allow(clippy::cast_possible_truncation, reason = "pixels of a picture: f32 is exact enough")]
fn outer_corners(bounds: [(f64, f64); 4], size: usize) -> Option<[Point; 4]> {
    let [a, b, c, d] = bounds;
    let unit = f64::from(u32::try_from(size).ok()?);
    let unit = unit / (unit + 1.0);
    // Unit square to quadrilateral (Heckbert 1989, section 2.2).
    let (dx1, dy1) = (b.0 - c.0, b.1 - c.1);
    let (dx2, dy2) = (d.0 - c.0, d.1 - c.1);
    let (sx, sy) = (a.0 - b.0 + c.0 - d.0, a.1 - b.1 + c.1 - d.1);
    let denominator = dx1 * dy2 - dx2 * dy1;
    let g = (sx * dy2 - dx2 * sy) / denominator;
    let h = (dx1 * sy - sx * dy1) / denominator;
    let map = |u: f64, v: f64| {
        let w = g * u + h * v + 1.0;
        let x = ((b.0 - a.0 + g * b.0) * u + (d.0 - a.0 + h * d.0) * v + a.0) / w;
        let y = ((b.1 - a.1 + g * b.1) * u + (d.1 - a.1 + h * d.1) * v + a.1) / w;
        // rqrr counts pixel centres.
        (x.is_finite() && y.is_finite()).then_some(Point { x: x as f32 + 0.5, y: y as f32 + 0.5 })
    };
    Some([map(0.0, 0.0)?, map(unit, 0.0)?, map(unit, unit)?, map(0.0, unit)?])
}
