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
    light: Vec<bool>,
    /// What `light` becomes.
    better: Vec<bool>,
    /// Around every module: the shades of all, those of the light ones, and how many these are.
    all: Around,
    bright: Around,
    count: Around,
}

/// For every module the sum of what stands in the window around it.
#[derive(Default)]
struct Around {
    values: Vec<f32>,
    columns: Vec<f32>,
    sums: Vec<f32>,
}

impl Around {
    fn sum(&mut self, size: usize, values: impl Iterator<Item = f32>) {
        let Self { values: all, columns, sums } = self;
        all.clear();
        all.extend(values);
        let row = |y: usize| all.get(y * size..(y + 1) * size).unwrap_or_default();
        columns.clear();
        columns.resize(size, 0.0);
        for y in 0..WINDOW {
            columns.iter_mut().zip(row(y)).for_each(|(sum, value)| *sum += value);
        }
        sums.clear();
        for y in 0..size {
            columns.iter_mut().zip(row(y + WINDOW)).for_each(|(sum, value)| *sum += value);
            if let Some(gone) = y.checked_sub(WINDOW + 1) {
                columns.iter_mut().zip(row(gone)).for_each(|(sum, value)| *sum -= value);
            }
            let mut sum = columns.iter().take(WINDOW).sum::<f32>();
            for x in 0..size {
                sum += columns.get(x + WINDOW).unwrap_or(&0.0);
                sum -= x.checked_sub(WINDOW + 1).and_then(|gone| columns.get(gone)).unwrap_or(&0.0);
                sums.push(sum);
            }
        }
    }

    fn rows(&self, size: usize) -> std::slice::ChunksExact<'_, f32> {
        self.sums.chunks_exact(size)
    }
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
    fn decide(&mut self) {
        let Self { size, sharp, light, better, all, bright, count, .. } = self;
        let size = *size;
        let side = |at: usize| (at + WINDOW + 1).min(size) - at.saturating_sub(WINDOW);
        let area = |x: usize, y: usize| (side(x) * side(y)) as f32;

        all.sum(size, sharp.iter().copied());
        light.clear();
        for (y, (shades, sums)) in sharp.chunks_exact(size).zip(all.rows(size)).enumerate() {
            let each = shades.iter().zip(sums).enumerate();
            light.extend(each.map(|(x, (shade, sum))| shade * area(x, y) > *sum));
        }

        let share = |light: bool| f32::from(u8::from(light));
        bright.sum(size, sharp.iter().zip(&*light).map(|(shade, &light)| shade * share(light)));
        count.sum(size, light.iter().map(|&light| share(light)));
        better.clear();
        let rows = sharp.chunks_exact(size).zip(all.rows(size)).zip(bright.rows(size).zip(count.rows(size)));
        for (y, ((shades, sums), (bright, count))) in rows.enumerate() {
            let each = shades.iter().zip(sums).zip(bright.iter().zip(count)).enumerate();
            better.extend(each.map(|(x, ((shade, sum), (bright, count)))| {
                let (area, dark) = (area(x, y), area(x, y) - count);
                let is_mixed = *count >= 4.0 && dark >= 4.0;
                *shade > if is_mixed { f32::midpoint(bright / count, (sum - bright) / dark) } else { sum / area }
            }));
        }
        std::mem::swap(light, better);
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
