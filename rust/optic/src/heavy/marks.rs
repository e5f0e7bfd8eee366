//! The three finders of a suspected code, each laid alone: place, size and direction, from the gray of its own 7x7
//! modules and the light around them.

use super::fit::{Fitter, Freedom, agreement};
use super::grid::Grid;
use super::plane::{Plane, small};
use super::probes::{Cells, Probes, Template};
use crate::Point;
use crate::decode::pattern::finder_is_light;

/// A finder as it lies in the plane.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub(super) middle: Point,
    /// Pixels that a module goes along the code's rows.
    pub(super) along: [f32; 2],
    /// Pixels that a module goes down the code's columns.
    pub(super) below: [f32; 2],
    /// Agreement with a finder, -1 to 1; negative for a light finder on dark.
    pub(super) score: f32,
}

impl Mark {
    /// Hidden, glaring, or none.
    pub(super) fn is_lost(&self) -> bool {
        self.score < LOST
    }

    /// Pixels a module, the mean over both directions.
    pub(super) fn module(&self) -> f32 {
        0.5 * (self.along[0].hypot(self.along[1]) + self.below[0].hypot(self.below[1]))
    }
}

/// Modules a side of the template: a finder, its separator, and around them what its even light depends on.
const SIDE: usize = 19;
/// Modules there before the finder and its separator.
const BEFORE: usize = 5;
/// How far off a middle is looked for, in modules, and in what steps.
const REACH: f32 = 2.0;
const STEP: f32 = 0.5;
const STEPS: usize = 8;
/// Sizes tried, the suspected one being 1.
const SIZES: [f32; 5] = [1.0, 0.86, 1.16, 0.74, 1.35];
/// Blurs of a code that are told apart by its finders, in modules.
pub(super) const BLURS: [f32; 4] = [0.35, 0.6, 0.85, 1.05];
/// The one that finders are looked for with.
pub(super) const USUAL: usize = 1;
/// A finder that agrees less than this is not where it seems to be.
const LOST: f32 = 0.7;
/// What two finders of a code agree at least, once they are laid, and how much larger one's modules may be than another's.
/// On simulated frames finders agree by 0.93 and more, and what merely looks like them by less, its size being anyhow;
/// those that are laid badly are of one size still.
const CERTAIN: f32 = 0.93;
const SURE: f32 = 0.87;
/// What agrees less is no finder, however blurred.
const HOPELESS: f32 = 0.6;
const UNLIKE: f32 = 1.6;
const FAIRLY_SURE: f32 = 0.72;
const ALIKE: f32 = 1.15;

/// The finders of one blur: top-left, top-right, bottom-left.
pub(super) type Trio = [Probes; 3];

/// What a plane shows of the finders that is blurred by `extra` modules more than the picture, for each of [`BLURS`].
pub(super) fn templates(extra: f32) -> [Trio; BLURS.len()] {
    BLURS.map(|sigma| [(false, false), (true, false), (false, true)].map(|corner| template(sigma.hypot(extra), corner)))
}

/// One finder: quiet zone on its outer sides, unknown modules on its inner ones.
fn template(sigma: f32, (right, bottom): (bool, bool)) -> Probes {
    let mut gray = [0.0; SIDE * SIDE];
    let window = BEFORE..SIDE - BEFORE;
    for (i, cell) in gray.iter_mut().enumerate() {
        let (x, y) = (i % SIDE, i / SIDE);
        // Folded at the middle: the top-left finder and its separator, from the centre at (3, 3) outwards.
        let fold = |v: usize| 3 + v.abs_diff(SIDE / 2);
        let outside = |v: usize, far: bool| if far { v >= window.end } else { v < window.start };
        *cell = match (window.contains(&x) && window.contains(&y), outside(x, right) || outside(y, bottom)) {
            (true, _) if !finder_is_light(fold(x), fold(y)) => -1.0,
            (false, false) => 0.0,
            _ => 1.0,
        };
    }
    let (mut template, mut probes) = (Template::new(), Probes::new());
    template.lay(Cells { size: SIDE, gray: &gray, quiet: 0, beyond: 0.0 }, sigma);
    probes.pick(&template, usize::MAX, |x, y| (5..14).contains(&x) && (5..14).contains(&y));
    probes
}

/// Looks for the finder near `middle` whose rows run along `along` (pixels a module), columns along `below`.
/// `sign` is -1 when it is light on dark.
pub(super) fn coarse(plane: &Plane, template: &Probes, start: Mark, sign: f32) -> Mark {
    let mut best = Mark { score: -2.0, ..start };
    let mut sizes = SIZES.into_iter();
    // The suspected size first; others only when it does not convince.
    while let Some(size) = sizes.next().filter(|_| best.score < 0.85) {
        let (along, below) = (start.along.map(|v| v * size), start.below.map(|v| v * size));
        for i in 0..=STEPS {
            for j in 0..=STEPS {
                let (u, v) = (small(i) * STEP - REACH, small(j) * STEP - REACH);
                let middle = Point {
                    x: start.middle.x + u * start.along[0] + v * start.below[0],
                    y: start.middle.y + u * start.along[1] + v * start.below[1],
                };
                let score = sign * agreement(plane, &grid_of(middle, along, below), template, 2);
                if score > best.score {
                    best = Mark { middle, along, below, score };
                }
            }
        }
    }
    best
}

/// Lays three finders exactly, and says how blurred they are, in modules.
pub(super) fn polish(
    plane: &Plane,
    templates: &[Trio; BLURS.len()],
    coarse: [Mark; 3],
    suspected: [Mark; 3],
    fitter: &mut Fitter,
) -> ([Mark; 3], f32) {
    let mut lay = |trio: &Trio, marks: [Mark; 3], rounds: usize| {
        let mut laid = marks;
        for (mark, template) in laid.iter_mut().zip(trio) {
            *mark = polish_one(plane, template, *mark, rounds, fitter);
        }
        (laid.iter().map(|mark| mark.score).sum::<f32>(), laid)
    };
    let [sharp, usual, soft, softest] = templates;
    let (score, marks) = lay(usual, coarse, 10);
    let mut best = (score, marks, BLURS[USUAL]);
    let mut consider = |trio: &Trio, blur: f32, rounds: usize| {
        let (score, marks) = lay(trio, best.1, rounds);
        let better = score > best.0;
        if better {
            best = (score, marks, blur);
        }
        better
    };
    if consider(soft, BLURS[2], 5) {
        consider(softest, BLURS[3], 5);
    } else {
        consider(sharp, BLURS[0], 5);
    }
    let (_, marks, blur) = best;
    (with_lost(marks, suspected), blur)
}

/// Lays one finder exactly, the first, second or third of a code, however blurred it is.
pub(super) fn lay(
    plane: &Plane,
    templates: &[Trio; BLURS.len()],
    which: usize,
    start: Mark,
    fitter: &mut Fitter,
) -> Mark {
    let mut best = Mark { score: -2.0, ..start };
    let mut rounds = 8;
    for trio in templates.iter().skip(USUAL).chain(templates.first()) {
        let Some(template) = trio.get(which) else { break };
        let laid = polish_one(plane, template, best, rounds, fitter);
        if laid.score > best.score {
            best = laid;
        }
        // What is no finder by the usual blur is none by any.
        if best.score > CERTAIN || best.score < HOPELESS {
            break;
        }
        rounds = 4;
    }
    best
}

/// Whether two of the three at least are finders beyond doubt, and all that can be seen of one size.
pub(super) fn are_of_one_code(marks: &[Mark; 3]) -> bool {
    let mut scores = marks.map(|mark| mark.score);
    scores.sort_unstable_by(f32::total_cmp);
    let [_, second, _] = scores;
    let modules = || marks.iter().filter(|mark| !mark.is_lost()).map(Mark::module);
    let (smallest, largest) = (modules().fold(f32::INFINITY, f32::min), modules().fold(0.0, f32::max));
    let unlike = largest / smallest;
    (second > SURE && unlike < UNLIKE) || (second > FAIRLY_SURE && unlike < ALIKE)
}

/// A finder that cannot be seen is where it was suspected; its size and direction are those of the others.
fn with_lost(marks: [Mark; 3], suspected: [Mark; 3]) -> [Mark; 3] {
    let Some(seen) = marks.iter().copied().max_by(|a, b| a.score.total_cmp(&b.score)) else { return marks };
    let mut whole = marks;
    for (mark, suspected) in whole.iter_mut().zip(suspected) {
        if mark.is_lost() {
            *mark = Mark { middle: suspected.middle, along: seen.along, below: seen.below, score: mark.score };
        }
    }
    whole
}

fn polish_one(plane: &Plane, template: &Probes, mark: Mark, rounds: usize, fitter: &mut Fitter) -> Mark {
    let mut grid = grid_of(mark.middle, mark.along, mark.below);
    let score = fitter.fit(plane, &mut grid, template, Freedom::Affine, rounds);
    let [a, b, x, c, d, y, ..] = grid.homography;
    let module = 2.0 / small(SIDE);
    Mark { middle: Point { x, y }, along: [a * module, c * module], below: [b * module, d * module], score }
}

fn grid_of(middle: Point, along: [f32; 2], below: [f32; 2]) -> Grid {
    let half = 0.5 * small(SIDE);
    Grid::affine(middle, along.map(|v| v * half), below.map(|v| v * half))
}
