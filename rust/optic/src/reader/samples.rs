//! One shade a module, and from it dark or light.

use super::fit::Normal;
use super::grid::{Grid, TERMS};
use crate::{LumaView, Modules, Version};

/// Modules each way over which black and white are measured.
const WINDOW: usize = 5;
/// Below this many pixels a module, one sample is a mean already.
const FINE: f32 = 3.0;

/// The shades of a code's modules; keeps its buffers.
#[derive(Default)]
pub(super) struct Samples {
    size: usize,
    shades: Vec<f32>,
    sharp: Vec<f32>,
    limits: Vec<f32>,
    /// Sums over all modules above and left: of all shades, of the light ones, of their number.
    sums: Vec<(f32, f32, f32)>,
    light: Vec<bool>,
}

impl Samples {
    /// Samples every module of `grid`.
    pub(super) fn take(&mut self, view: LumaView<'_>, grid: &Grid, version: Version, inverted: bool) {
        self.size = version.size();
        self.shades.clear();
        let middle = grid.size / 2.0;
        let [a, b] = grid.steps(middle, middle);
        let module = (a.0 * b.1 - a.1 * b.0).abs().sqrt();
        let sign = if inverted { -1.0 } else { 1.0 };
        for row in 0..self.size {
            for column in 0..self.size {
                let p = grid.pixel(column as f32 + 0.5, row as f32 + 0.5);
                let mut shade = view.shade(p.x, p.y);
                if module > FINE {
                    for (u, v) in [(0.2, 0.2), (0.2, -0.2), (-0.2, 0.2), (-0.2, -0.2)] {
                        shade += view.shade(p.x + u * a.0 + v * b.0, p.y + u * a.1 + v * b.1);
                    }
                    shade /= 5.0;
                }
                self.shades.push(sign * shade);
            }
        }
        self.sharp.clear();
        self.sharp.extend_from_slice(&self.shades);
        self.decide();
    }

    /// Takes a part of the neighbours' light out of every module: against blur.
    #[allow(clippy::indexing_slicing, reason = "neighbours are clamped to the square")]
    pub(super) fn sharpen(&mut self, share: f32) {
        let size = self.size;
        for y in 0..size {
            for x in 0..size {
                let at = |x: usize, y: usize| self.shades[y * size + x];
                let around = at(x.saturating_sub(1), y)
                    + at((x + 1).min(size - 1), y)
                    + at(x, y.saturating_sub(1))
                    + at(x, (y + 1).min(size - 1));
                self.sharp[y * size + x] = at(x, y) + share * (at(x, y) - around / 4.0);
            }
        }
        self.decide();
    }

    /// Puts the modules into `modules` as they were decided.
    pub(super) fn put_into(&self, modules: &mut Modules, version: Version) {
        modules.fill(version, |x, y| self.light.get(y * self.size + x) == Some(&false));
    }

    /// Dark or light: half way between the mean of the light and the mean of the dark modules around.
    #[allow(clippy::indexing_slicing, reason = "every list has size * size entries, the sums a row and a column more")]
    fn decide(&mut self) {
        let size = self.size;
        self.limits.clear();
        self.light.clear();
        self.light.resize(size * size, false);
        self.sum();
        for at in 0..size * size {
            let (area, sum, ..) = self.window(at % size, at / size);
            self.limits.push(sum / area);
            self.light[at] = self.sharp[at] > sum / area;
        }
        self.sum();
        for at in 0..size * size {
            let (area, sum, light, count) = self.window(at % size, at / size);
            if count >= 4.0 && area - count >= 4.0 {
                self.limits[at] = f32::midpoint(light / count, (sum - light) / (area - count));
            }
        }
        for ((light, shade), limit) in self.light.iter_mut().zip(&self.sharp).zip(&self.limits) {
            *light = shade > limit;
        }
    }

    #[allow(clippy::indexing_slicing, reason = "sums has a row and a column more than the modules")]
    fn sum(&mut self) {
        let line = self.size + 1;
        self.sums.clear();
        self.sums.resize(line * line, (0.0, 0.0, 0.0));
        for y in 0..self.size {
            let mut row = (0.0, 0.0, 0.0);
            for x in 0..self.size {
                let at = y * self.size + x;
                let (shade, light) = (self.sharp[at], self.light[at]);
                row.0 += shade;
                if light {
                    row.1 += shade;
                    row.2 += 1.0;
                }
                let above = self.sums[y * line + x + 1];
                self.sums[(y + 1) * line + x + 1] = (above.0 + row.0, above.1 + row.1, above.2 + row.2);
            }
        }
    }

    /// Modules, sum of shades, sum and number of the light ones in the window around a module.
    #[allow(clippy::indexing_slicing, reason = "clamped to the square")]
    fn window(&self, x: usize, y: usize) -> (f32, f32, f32, f32) {
        let line = self.size + 1;
        let (left, right) = (x.saturating_sub(WINDOW), (x + WINDOW + 1).min(self.size));
        let (top, bottom) = (y.saturating_sub(WINDOW), (y + WINDOW + 1).min(self.size));
        let corners = [self.sums[bottom * line + right], self.sums[top * line + left]];
        let others = [self.sums[top * line + right], self.sums[bottom * line + left]];
        let sum = |pick: fn(&(f32, f32, f32)) -> f32| {
            corners.iter().map(pick).sum::<f32>() - others.iter().map(pick).sum::<f32>()
        };
        let area = ((right - left) * (bottom - top)) as f32;
        (area, sum(|s| s.0), sum(|s| s.1), sum(|s| s.2).round())
    }

    /// Bends the grid so that the edges between modules that differ fall half way between them.
    ///
    /// Every such edge says how far the grid is off in one direction, and a code has thousands; where the decisions are
    /// wrong the edges still are edges. `degree` 2 or 3.
    pub(super) fn bend(&self, view: LumaView<'_>, grid: &mut Grid, degree: usize, inverted: bool) -> Option<()> {
        let sign = if inverted { -1.0 } else { 1.0 };
        let mut fits = [Normal::<TERMS>::new(), Normal::<TERMS>::new()];
        let decided = |x: usize, y: usize| {
            if x >= self.size {
                return None;
            }
            let at = y * self.size + x;
            Some((*self.light.get(at)?, *self.sharp.get(at)?))
        };
        for y in 0..self.size {
            for x in 0..self.size {
                let Some((light, shade)) = decided(x, y) else { continue };
                let middle = (x as f32 + 0.5, y as f32 + 0.5);
                let from = grid.pixel(middle.0, middle.1);
                for (fit, (dx, dy)) in fits.iter_mut().zip([(1, 0), (0, 1)]) {
                    let Some((other, next)) = decided(x + dx, y + dy) else { continue };
                    if other == light {
                        continue;
                    }
                    let to = grid.pixel(middle.0 + dx as f32, middle.1 + dy as f32);
                    let limit = f32::midpoint(shade, next);
                    let at = |share: f32| {
                        sign * view.shade(from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share) - limit
                    };
                    let Some(share) = crossing(at) else { continue };
                    let terms = grid.terms(middle.0 + dx as f32 / 2.0, middle.1 + dy as f32 / 2.0);
                    fit.add(&terms, share - 0.5, 1.0);
                }
            }
        }
        let few = (self.size * self.size) as f64 / 4.0;
        for fit in &mut fits {
            for term in 0..TERMS {
                let weight = match term {
                    0..3 => 0.001,
                    3..6 => 0.002,
                    _ if degree >= 3 => 0.005,
                    _ => 1e6,
                };
                fit.prefer(term, weight * few);
            }
        }
        let [a, b] = fits;
        grid.bend(&[a.solve()?, b.solve()?]);
        Some(())
    }
}

/// Where between 0 and 1 the sign changes, when it does so once.
fn crossing(at: impl Fn(f32) -> f32) -> Option<f32> {
    let shares = [0.0, 0.25, 0.5, 0.75, 1.0];
    let mut found = None;
    let mut before = at(0.0);
    for ends in shares.windows(2) {
        let &[near, far] = ends else { continue };
        let here = at(far);
        if (here > 0.0) != (before > 0.0) {
            if found.is_some() {
                return None;
            }
            found = Some(near + (far - near) * (before / (before - here)));
        }
        before = here;
    }
    found.filter(|share: &f32| share.is_finite())
}
