//! A grid laid so that the picture shows what its probes expect: Gauss-Newton on gray values.

use super::grid::{Grid, bends};
use super::plane::Plane;
use super::probes::Probes;
use super::solve::Normal;

/// What may move.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Freedom {
    /// Place, size, turn and shear.
    Affine,
    /// A homography.
    Projective,
    /// A homography and a cubic warp.
    Warped,
}

impl Freedom {
    const fn unknowns(self) -> usize {
        match self {
            Self::Affine => 6,
            Self::Projective => 8,
            Self::Warped => 22,
        }
    }
}

/// Keeps what a fit reckons with.
pub(super) struct Fitter {
    seen: Vec<Seen>,
    misses: Vec<f32>,
    normal: Normal,
}

/// What a probe sees: the gray, and how it grows with the place.
#[derive(Clone, Copy, Default)]
struct Seen {
    gray: f32,
    along: f32,
    below: f32,
}

/// Damping of the first step, as a share of the diagonal.
const DAMPING: f32 = 1e-3;
/// A warp is pulled towards none by this share of the diagonal: where nothing is known it must not run away.
const STIFFNESS: f32 = 0.02;
/// Agreement that a step may cost, and below which a gain is none.
const SLACK: f32 = 1e-4;
const NO_GAIN: f32 = 1e-5;

impl Fitter {
    pub(super) fn new() -> Self {
        Self { seen: Vec::new(), misses: Vec::new(), normal: Normal::new() }
    }

    /// Moves `grid` until the picture agrees with the probes as well as it can, at most `rounds` steps. Returns the
    /// agreement, -1 to 1.
    pub(super) fn fit(
        &mut self,
        plane: &Plane,
        grid: &mut Grid,
        probes: &Probes,
        freedom: Freedom,
        rounds: usize,
    ) -> f32 {
        let mut best = self.look(plane, grid, probes);
        let (mut damping, mut share) = (DAMPING, 1.0f32);
        for _ in 0..rounds {
            let Some(next) = self.step(grid, probes, freedom, damping, share) else { break };
            if !next.is_sound() {
                (damping, share) = (damping * 10.0, share * 0.5);
                continue;
            }
            let agreement = self.look(plane, &next, probes);
            if agreement < best - SLACK || agreement.is_nan() {
                (damping, share) = (damping * 10.0, share * 0.5);
                self.look(plane, grid, probes);
                continue;
            }
            *grid = next;
            let gain = agreement - best;
            best = best.max(agreement);
            if gain < NO_GAIN {
                break;
            }
        }
        best
    }

    /// Samples the picture at every probe, and says how well the two agree.
    fn look(&mut self, plane: &Plane, grid: &Grid, probes: &Probes) -> f32 {
        self.seen.clear();
        let mut sums = Agreement::default();
        for (((&s, &t), &gray), &weight) in probes.s.iter().zip(&probes.t).zip(&probes.gray).zip(&probes.weight) {
            let landing = grid.landing(s, t);
            let slope = plane.slope(landing.x, landing.y);
            sums.add(weight, slope.value, gray);
            self.seen.push(Seen {
                gray: slope.value,
                along: slope.right * landing.along[0] + slope.down * landing.along[1],
                below: slope.right * landing.below[0] + slope.down * landing.below[1],
            });
        }
        sums.value()
    }

    /// The grid after one step from the last look.
    fn step(&mut self, grid: &Grid, probes: &Probes, freedom: Freedom, damping: f32, share: f32) -> Option<Grid> {
        let (gain, offset) = self.levels(probes)?;
        self.misses.clear();
        self.misses
            .extend(self.seen.iter().zip(&probes.gray).map(|(seen, gray)| (gain * gray + offset - seen.gray).abs()));
        let middle = self.misses.len() / 2;
        let (_, &mut median, _) = self.misses.select_nth_unstable_by(middle, f32::total_cmp);
        let tolerated = 3.0 * median + 2e-6;

        let unknowns = freedom.unknowns();
        self.normal.begin(unknowns);
        let places = probes.s.iter().zip(&probes.t);
        for ((seen, (&s, &t)), (&gray, &weight)) in
            self.seen.iter().zip(places).zip(probes.gray.iter().zip(&probes.weight))
        {
            let miss = gain * gray + offset - seen.gray;
            let trust = weight * (tolerated / miss.abs().max(1e-9)).min(1.0);
            let Seen { along, below, .. } = *seen;
            let depth = along * s + below * t;
            self.normal.add(trust, miss, |row| {
                let plain = [along * s, along * t, along, below * s, below * t, below, -depth * s, -depth * t];
                row.iter_mut().zip(plain).take(unknowns).for_each(|(cell, value)| *cell = value);
                if freedom == Freedom::Warped {
                    let pairs = row.get_mut(8..).unwrap_or_default().as_chunks_mut::<2>().0;
                    for (pair, bend) in pairs.iter_mut().zip(bends(s, t)) {
                        *pair = [along * bend, below * bend];
                    }
                }
            });
        }
        let x = self.normal.solve(|i, diagonal| {
            let stiff = if i >= 8 { STIFFNESS } else { 0.0 };
            (damping + stiff) * diagonal + 1e-9
        })?;
        let [a, b, c, d, e, f, g, h, bent @ ..] = x.map(|v| v * share);
        let (g, h) = if freedom == Freedom::Affine { (0.0, 0.0) } else { (g, h) };
        let mut next = grid.with(&[1.0 + a, b, c, d, 1.0 + e, f, g, h, 1.0])?;
        if freedom == Freedom::Warped {
            for (term, step) in next.warp.iter_mut().zip(bent.as_chunks::<2>().0) {
                *term = [term[0] + step[0], term[1] + step[1]];
            }
        }
        Some(next)
    }

    /// The gain and offset that turn expected gray into seen gray.
    fn levels(&self, probes: &Probes) -> Option<(f32, f32)> {
        let mut sums = Agreement::default();
        for ((seen, &gray), &weight) in self.seen.iter().zip(&probes.gray).zip(&probes.weight) {
            sums.add(weight, seen.gray, gray);
        }
        sums.line()
    }
}

/// How well the picture at a grid's probes agrees with them, -1 to 1, without their slopes.
pub(super) fn agreement(plane: &Plane, grid: &Grid, probes: &Probes, step: usize) -> f32 {
    let mut sums = Agreement::default();
    let places = probes.s.iter().zip(&probes.t);
    for ((&s, &t), (&gray, &weight)) in places.zip(probes.gray.iter().zip(&probes.weight)).step_by(step.max(1)) {
        let (x, y) = grid.at(s, t);
        sums.add(weight, plane.linear(x, y), gray);
    }
    sums.value()
}

/// A weighted correlation.
#[derive(Default)]
pub(super) struct Agreement {
    weight: f32,
    seen: f32,
    gray: f32,
    seen_seen: f32,
    seen_gray: f32,
    gray_gray: f32,
}

impl Agreement {
    #[inline]
    pub(super) fn add(&mut self, weight: f32, seen: f32, gray: f32) {
        let (pull, lean) = (weight * seen, weight * gray);
        self.weight += weight;
        self.seen += pull;
        self.gray += lean;
        self.seen_seen += pull * seen;
        self.seen_gray += pull * gray;
        self.gray_gray += lean * gray;
    }

    fn moments(&self) -> (f32, f32, f32) {
        let weight = self.weight.max(1e-9);
        let seen = self.seen_seen - self.seen * self.seen / weight;
        let gray = self.gray_gray - self.gray * self.gray / weight;
        (seen, gray, self.seen_gray - self.seen * self.gray / weight)
    }

    pub(super) fn value(&self) -> f32 {
        let (seen, gray, both) = self.moments();
        both / (seen.max(0.0) * gray.max(0.0) + 1e-9).sqrt()
    }

    fn line(&self) -> Option<(f32, f32)> {
        let (_, gray, both) = self.moments();
        let gain = both / gray;
        let offset = (self.seen - gain * self.gray) / self.weight;
        (gain.is_finite() && offset.is_finite()).then_some((gain, offset))
    }
}
