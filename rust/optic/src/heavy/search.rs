//! From three suspected finders to a version and its grid.

use std::time::Instant;

use super::equalise::Training;
use super::fit::{Freedom, agreement};
use super::grid::Grid;
use super::marks::{self, Mark};
use super::probes::Cells;
use super::rounds::transpose;
use super::{EXTRA, Heavy, corner, learn, lost, version};
use crate::decode::soft::formats;
use crate::{Point, Version};

/// Light modules around a code that are probed.
pub(super) const QUIET: usize = 2;
/// Probes of one fit, at most about.
pub(super) const PROBES: usize = 3000;
/// Probes of the last alignment pattern.
const NEAR: usize = 150;
/// Three finders agree together this well, or are looked for as light ones on dark too; and at least this well.
const CLEAR: f32 = 1.8;
const FAINT: f32 = 1.2;
/// With a fourth corner that agrees less with all that is known there is no code.
const HOPELESS: f32 = 0.45;
/// Below this score there is no code.
const PLAUSIBLE: f32 = 0.35;
/// Above it no other version need be tried.
const CONVINCING: f32 = 0.75;
/// Fewer probes than this say nothing.
const TELLING: usize = 24;
/// Versions that are tried, those that a version word names among them.
const MOST_VERSIONS: usize = 6;
/// Versions of which one at least must be plausible.
const FIRST_VERSIONS: usize = 3;
/// A version word that agrees this well is worth a try.
const NAMED: f32 = 0.4;

impl Heavy {
    /// The three finders, laid exactly, but for the one that is `lost`. Turns the picture's light about when they are light on dark.
    pub(super) fn marks(&mut self, corners: [Point; 3], module: f32, lost: Option<usize>) -> Option<[Mark; 3]> {
        let [a, b, c] = corners;
        let toward = |p: Point, q: Point| {
            let (x, y) = (q.x - p.x, q.y - p.y);
            let length = x.hypot(y).max(1e-3);
            [x / length * module, y / length * module]
        };
        let (along, below) = (toward(a, b), toward(a, c));
        let start = corners.map(|middle| Mark { middle, along, below, score: 0.0 });
        let [_, little, _] = &self.even;
        let usual = self.finders.get(marks::USUAL)?;
        let look = |sign: f32| {
            let mut marks = start;
            for (mark, template) in marks.iter_mut().zip(usual) {
                *mark = marks::coarse(little, template, *mark, sign);
            }
            marks
        };
        let sum = |marks: &[Mark; 3]| marks.iter().map(|mark| mark.score).sum::<f32>();
        let mut found = look(1.0);
        if sum(&found) < CLEAR {
            let light = look(-1.0);
            if sum(&light) > sum(&found) {
                found = light;
                self.raw.invert();
                self.even.iter_mut().flat_map(|plane| &mut plane.data).for_each(|value| *value = -*value);
            }
        }
        if sum(&found) < FAINT {
            return None;
        }
        let [_, little, _] = &self.even;
        let (mut laid, sigma) = marks::polish(little, &self.finders, found, start, &mut self.fitter);
        if let Some(lost) = lost {
            lost::complete(&mut laid, lost);
        }
        self.sigma = sigma;
        marks::are_of_one_code(&laid).then_some(laid)
    }

    /// The version and its grid: of those that the finders allow and of those that a version word names, the one whose
    /// function patterns, finders apart, agree best with the picture.
    pub(super) fn lay(&mut self, marks: &[Mark; 3], deadline: Instant) -> Option<(Version, Grid)> {
        let mut best: Option<(f32, Version, Grid)> = None;
        let mut tried = 0u64;
        let mut named = None;
        let mut listed = version::candidates(marks, self.sigma).into_iter().flatten();
        let mut first = 0;
        for _ in 0..MOST_VERSIONS {
            let is_new = |version: &Version| (tried >> version.number()) & 1 == 0;
            let version = named.take().filter(is_new).or_else(|| {
                // A code's own version or one near it is among the first; what merely looks like finders fits none.
                first += 1;
                let is_hopeless = first > FIRST_VERSIONS && best.as_ref().is_none_or(|(score, ..)| *score < PLAUSIBLE);
                listed.find(is_new).filter(|_| !is_hopeless)
            });
            let Some(version) = version else { break };
            if Instant::now() >= deadline {
                break;
            }
            tried |= 1 << version.number();
            let Some((patterns, grid)) = self.coarse(version, marks) else { continue };
            let mut score = patterns;
            if let Some((said, agreed, own)) = self.words(version, &grid) {
                score = 0.5 * patterns + 0.5 * own;
                named = Some(said).filter(|_| agreed > NAMED);
            }
            if best.as_ref().is_none_or(|(other, ..)| score > *other) {
                best = Some((score, version, grid));
            }
            if score > CONVINCING && named.is_none_or(|named| named == version) {
                break;
            }
        }
        let (score, version, grid) = best?;
        (score > PLAUSIBLE).then_some((version, grid))
    }

    /// What the picture says in the places of the version word, on this grid: the version that it names, how well it
    /// agrees with that, and how well with `version`. Small codes have none; there the format word must be one.
    fn words(&mut self, version: Version, grid: &Grid) -> Option<(Version, f32, f32)> {
        let size = version.size();
        self.straight.lay(&self.raw, grid, size);
        self.straight.equalise(&self.known, Training::KNOWN)?;
        let soft = &self.straight.soft;
        version::word(soft, version).or_else(|| {
            transpose(soft, size, &mut self.turned);
            let [straight, _] = formats(soft, size);
            let [mirrored, _] = formats(&self.turned, size);
            let agreed = straight?.agreement.max(mirrored?.agreement);
            Some((version, agreed, agreed))
        })
    }

    /// The best grid of one version, and how well alignment and timing patterns agree with it.
    fn coarse(&mut self, version: Version, marks: &[Mark; 3]) -> Option<(f32, Grid)> {
        let size = version.size();
        learn(version, false, &mut self.known);
        let cells = Cells { size, gray: &self.known, quiet: QUIET, beyond: 1.0 };
        let [_, little, much] = &self.even;
        let [_, a_little, a_lot] = EXTRA;
        self.template.lay(cells, self.sigma.hypot(a_lot));
        self.probes.pick(&self.template, PROBES, |_, _| true);
        let n = i32::try_from(size).ok()?;
        let mut grid = if let Some(lost) = lost::which(marks) {
            let mut grid = lost::begin(marks, size)?;
            lost::grow(much, &mut grid, (size, lost), &self.template, &mut self.part, &mut self.fitter)?;
            grid
        } else {
            self.part.pick(&self.template, NEAR, |x, y| x >= n - 10 && y >= n - 10);
            let mut corners = corner::Corners::new();
            corner::search(much, marks, size, &self.part, &self.probes, &mut corners);
            // A code's own version and those beside it agree by more than half; what is no code is not worth a fit.
            if corners.entries().first().is_none_or(|(agreed, _)| *agreed < HOPELESS) {
                return None;
            }
            let mut best: Option<(f32, Grid)> = None;
            for &(_, grid) in corners.entries() {
                let mut grid = grid;
                let score = self.fitter.fit(much, &mut grid, &self.probes, Freedom::Projective, 8);
                if best.as_ref().is_none_or(|(other, _)| score > *other) {
                    best = Some((score, grid));
                }
            }
            best?.1
        };
        self.fitter.fit(much, &mut grid, &self.probes, Freedom::Warped, 6);
        self.template.lay(cells, self.sigma.hypot(a_little));
        self.probes.pick(&self.template, PROBES, |_, _| true);
        self.fitter.fit(little, &mut grid, &self.probes, Freedom::Warped, 6);

        // Finders agree with every version's grid, and a wrong one fits the edges as well: they are not asked. Blur
        // leaves little of a short timing pattern that is known: then it says nothing.
        let mut agreed = |wanted: &dyn Fn(i32, i32) -> bool| {
            self.part.pick(&self.template, PROBES, wanted);
            (self.part.s.len() >= TELLING).then(|| agreement(little, &grid, &self.part, 1))
        };
        let timing = agreed(&|x, y| (x == 6 && y > 8 && y < n - 8) || (y == 6 && x > 8 && x < n - 8));
        let inside = |at: i32| at > 8 && at < n;
        let score = match (agreed(&|x, y| inside(x) && inside(y)), timing) {
            (Some(aligned), Some(timing)) => 0.6 * aligned + 0.4 * timing,
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => CONVINCING,
        };
        Some((score, grid))
    }
}
