//! Templates: the gray that a blurred code should show at certain places, where all that decides it is known.

use super::plane::small;

/// What a blurred and evenly lit code should look like, two places a module.
pub(super) struct Template {
    size: usize,
    quiet: usize,
    /// Gray and knowledge at both offsets, blurred across.
    rows: Vec<[f32; 4]>,
    /// Gray and knowledge at both places of a module.
    places: Vec<[[f32; 2]; 2]>,
    /// Running sums over both directions: gray, its square.
    sums: Vec<[f32; 2]>,
}

/// Places of a code (half sides from its middle), the gray expected there and how much it counts.
pub(super) struct Probes {
    pub(super) s: Vec<f32>,
    pub(super) t: Vec<f32>,
    pub(super) gray: Vec<f32>,
    pub(super) weight: Vec<f32>,
}

/// What a template is made of.
#[derive(Clone, Copy)]
pub(super) struct Cells<'a> {
    /// Modules a side.
    pub(super) size: usize,
    /// Row by row: 1 light, -1 dark, between them for what is only believed, 0 unknown.
    pub(super) gray: &'a [f32],
    /// Light modules around them that are looked at.
    pub(super) quiet: usize,
    /// What lies beyond: 1 light, 0 unknown.
    pub(super) beyond: f32,
}

/// Half the blur's window, in modules.
const REACH: usize = 3;
const WINDOW: usize = 2 * REACH + 1;
/// Where a module is probed: a quarter off its middle, either way.
const OFFSETS: [f32; 2] = [-0.25, 0.25];
/// A place counts when this share of what blurs into it is known.
const KNOWN_SHARE: f32 = 0.6;
/// Half the square that is evenly lit, in modules; as in [`light`](super::light).
const LIGHT: usize = 4;
/// What is added to the spread there, in units of half the contrast.
const FLOOR: f32 = 0.05;

impl Template {
    pub(super) const fn new() -> Self {
        Self { size: 0, quiet: 0, rows: Vec::new(), places: Vec::new(), sums: Vec::new() }
    }

    /// Lays out what `cells` look like through a blur of `sigma` modules.
    pub(super) fn lay(&mut self, cells: Cells<'_>, sigma: f32) {
        let Cells { size, quiet, beyond, .. } = cells;
        (self.size, self.quiet) = (size, quiet);
        let side = size + 2 * quiet;
        let kernels = OFFSETS.map(|offset| kernel(offset, sigma));
        self.across(cells, side, kernels);
        self.down(side, kernels, beyond);
        self.even(side, kernels, beyond);
    }

    fn across(&mut self, cells: Cells<'_>, side: usize, [left, right]: [[f32; WINDOW]; 2]) {
        let Cells { size, gray, quiet, beyond } = cells;
        let edge = if quiet > 0 { 1.0 } else { beyond };
        self.rows.clear();
        self.rows.resize(side * side, [1.0; 4]);
        for (row, target) in gray.chunks_exact(size).zip(self.rows.chunks_exact_mut(side).skip(quiet)) {
            for (x, sums) in target.iter_mut().enumerate() {
                *sums = [0.0; 4];
                for (tap, (left, right)) in left.iter().zip(right).enumerate() {
                    let cell = (x + tap).checked_sub(REACH + quiet).and_then(|x| row.get(x)).copied().unwrap_or(edge);
                    let more = [left * cell, right * cell, left * cell.abs(), right * cell.abs()];
                    sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
                }
            }
        }
    }

    fn down(&mut self, side: usize, kernels: [[f32; WINDOW]; 2], beyond: f32) {
        self.places.clear();
        self.places.resize(side * side, [[0.0; 2]; 2]);
        for (y, target) in self.places.chunks_exact_mut(side).enumerate() {
            for tap in 0..WINDOW {
                let [upper, lower] = kernels.map(|kernel| kernel.get(tap).copied().unwrap_or(0.0));
                let source = (y + tap).checked_sub(REACH).filter(|&y| y < side);
                let source = source.and_then(|y| self.rows.get(y * side..(y + 1) * side));
                for (x, place) in target.iter_mut().enumerate() {
                    let [a, b, a_known, b_known] = source.and_then(|row| row.get(x)).copied().unwrap_or([beyond; 4]);
                    // Two of the four places of a module: diagonal ones, in turn.
                    let (first, second) =
                        if (x + y) % 2 == 0 { ([a, a_known], [b, b_known]) } else { ([b, b_known], [a, a_known]) };
                    let [high, low] = place;
                    *high = [high[0] + upper * first[0], high[1] + upper * first[1]];
                    *low = [low[0] + lower * second[0], low[1] + lower * second[1]];
                }
            }
        }
    }

    /// Does to the expected gray what [`light::even`](super::light::even) does to the picture. Unknown modules are gray
    /// in the mean, and spread as blurred chance does.
    fn even(&mut self, side: usize, [kernel, _]: [[f32; WINDOW]; 2], light: f32) {
        let chance = kernel.iter().map(|weight| weight * weight).sum::<f32>().powi(2);
        self.sums.clear();
        self.sums.resize((side + 1) * (side + 1), [0.0; 2]);
        for y in 0..side {
            let mut line = [0.0f32; 2];
            for x in 0..side {
                let Some([[a, a_known], [b, b_known]]) = self.places.get(y * side + x) else { continue };
                let square = |gray: f32, known: f32| gray * gray + (1.0 - known) * chance;
                line = [line[0] + 0.5 * (a + b), line[1] + 0.5 * (square(*a, *a_known) + square(*b, *b_known))];
                let above = self.sums.get(y * (side + 1) + x + 1).copied().unwrap_or_default();
                if let Some(sum) = self.sums.get_mut((y + 1) * (side + 1) + x + 1) {
                    *sum = [above[0] + line[0], above[1] + line[1]];
                }
            }
        }
        let out = [light, light + (1.0 - light) * chance];
        for y in 0..side {
            for x in 0..side {
                // The square reaches beyond what is laid out.
                let (top, bottom) = (y.saturating_sub(LIGHT), (y + LIGHT + 1).min(side));
                let (left, right) = (x.saturating_sub(LIGHT), (x + LIGHT + 1).min(side));
                let at = |x: usize, y: usize| self.sums.get(y * (side + 1) + x).copied().unwrap_or_default();
                let (a, b, c, d) = (at(right, bottom), at(left, bottom), at(right, top), at(left, top));
                let beyond = small((2 * LIGHT + 1).pow(2) - (bottom - top) * (right - left));
                let whole = small((2 * LIGHT + 1).pow(2));
                let sum = |k: usize| {
                    let [a, b, c, d] = [a, b, c, d].map(|v| v.get(k).copied().unwrap_or(0.0));
                    (a - b - c + d + beyond * out.get(k).copied().unwrap_or(0.0)) / whole
                };
                let mean = sum(0);
                let scale = 1.0 / ((sum(1) - mean * mean).max(0.0).sqrt() + FLOOR);
                for [gray, _] in self.places.get_mut(y * side + x).into_iter().flatten() {
                    *gray = (*gray - mean) * scale;
                }
            }
        }
    }
}

impl Probes {
    pub(super) const fn new() -> Self {
        Self { s: Vec::new(), t: Vec::new(), gray: Vec::new(), weight: Vec::new() }
    }

    /// Takes at most about `most` probes out of a template, where `wanted` says so (column and row of the module, those
    /// of the quiet zone beyond the code's).
    pub(super) fn pick(&mut self, template: &Template, most: usize, wanted: impl Fn(i32, i32) -> bool) {
        [&mut self.s, &mut self.t, &mut self.gray, &mut self.weight].into_iter().for_each(Vec::clear);
        let (size, quiet) = (template.size, template.quiet);
        let side = size + 2 * quiet;
        let half = 2.0 / small(size);
        let is_wanted = |i: usize| wanted(signed(i % side) - signed(quiet), signed(i / side) - signed(quiet));
        let is_known = |place: &[f32; 2]| place[1] > KNOWN_SHARE;
        let there = |(i, places): (usize, &[[f32; 2]; 2])| {
            let known = places.iter().filter(|place| is_known(place)).count();
            if known > 0 && is_wanted(i) { known } else { 0 }
        };
        let thin = (template.places.iter().enumerate().map(there).sum::<usize>() / most.max(1)).max(1);
        let mut kept = 0usize;
        for (i, places) in template.places.iter().enumerate() {
            if !places.iter().any(is_known) || !is_wanted(i) {
                continue;
            }
            let (x, y) = (i % side, i / side);
            for (j, (place, below)) in places.iter().zip(OFFSETS).enumerate() {
                if !is_known(place) {
                    continue;
                }
                kept += 1;
                if !kept.is_multiple_of(thin) {
                    continue;
                }
                let along = OFFSETS.get((x + y + j) % 2).copied().unwrap_or(0.0);
                self.s.push((small(x) + 0.5 + along - small(quiet)) * half - 1.0);
                self.t.push((small(y) + 0.5 + below - small(quiet)) * half - 1.0);
                self.gray.push(place[0]);
                self.weight.push(place[1] * place[1]);
            }
        }
    }
}

/// What the modules around give to a place `offset` off a module's middle: a Gaussian of `sigma`, integrated over each.
fn kernel(offset: f32, sigma: f32) -> [f32; WINDOW] {
    let mut weights = [0.0; WINDOW];
    for (tap, weight) in weights.iter_mut().enumerate() {
        let away = small(tap) - small(REACH) - offset;
        *weight = below((away + 0.5) / sigma) - below((away - 0.5) / sigma);
    }
    let whole: f32 = weights.iter().sum();
    weights.map(|weight| weight / whole)
}

/// The share of a standard normal variable below `z`: the logistic approximation of Bowling et al. 2009, good to 1.4e-4.
pub(super) fn below(z: f32) -> f32 {
    1.0 / (1.0 + (-(0.07056 * z * z * z + 1.5976 * z)).exp())
}

fn signed(value: usize) -> i32 {
    i32::try_from(value).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dark_square_is_dark_inside_and_light_beside_its_edge() {
        let size = 12;
        let is_dark = |i: usize| (3..9).contains(&(i % 12)) && (3..9).contains(&(i / 12));
        let gray: Vec<f32> = (0..144).map(|i| if is_dark(i) { -1.0 } else { 1.0 }).collect();
        let (mut template, mut probes) = (Template::new(), Probes::new());
        template.lay(Cells { size, gray: &gray, quiet: 2, beyond: 1.0 }, 0.6);
        probes.pick(&template, 10_000, |_, _| true);
        assert_eq!(probes.s.len(), 16 * 16 * 2);
        let seen = |x: f32, y: f32| {
            let at = |v: f32| v * 2.0 / 12.0 - 1.0;
            let near = |i: usize| (probes.s[i] - at(x)).hypot(probes.t[i] - at(y));
            let best = (0..probes.s.len()).min_by(|&a, &b| near(a).total_cmp(&near(b))).unwrap();
            probes.gray[best]
        };
        assert!(seen(6.0, 6.0) < -0.5, "{}", seen(6.0, 6.0));
        assert!(seen(1.0, 6.0) > 0.3, "{}", seen(1.0, 6.0));
        assert!(seen(2.5, 6.0) > seen(3.5, 6.0));
        // Where all is light there is nothing to be lighter than.
        assert!(seen(-1.5, -1.5).abs() < 0.3, "{}", seen(-1.5, -1.5));
    }

    #[test]
    fn what_is_not_known_is_not_probed_and_many_are_thinned_out() {
        let (mut template, mut probes) = (Template::new(), Probes::new());
        template.lay(Cells { size: 40, gray: &[0.0; 1600], quiet: 3, beyond: 1.0 }, 0.6);
        probes.pick(&template, 10_000, |x, y| x >= 0 && y >= 0);
        assert!(probes.s.iter().zip(&probes.t).all(|(s, t)| s.abs().max(t.abs()) > 0.9));
        template.lay(Cells { size: 40, gray: &[1.0; 1600], quiet: 0, beyond: 1.0 }, 0.6);
        probes.pick(&template, 500, |_, _| true);
        assert!((300..=700).contains(&probes.s.len()), "{}", probes.s.len());
    }
}
