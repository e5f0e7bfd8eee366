//! Finders that have melted, each laid alone, and the codes that they may be of.

use std::time::Instant;

use super::plane::{Cut, rounded, small};
use super::seek::Melted;
use super::stand::{self, Stand};
use super::{EXTRA, Heavy, Suspect, WORKING_MODULE, light, marks};
use crate::{LumaView, Point};

/// Half the side of what is cut out around one finder, in modules.
const ALONE: f32 = 9.5;
/// What is laid alone and agrees less is no finder: glare and shake leave some of the true ones with little more.
const UNLIKELY: f32 = 0.5;
/// What two of three finders agree at least when each is laid as what it is: those of simulated codes by 0.94 to 0.98,
/// what merely looks like them by 0.92 at best. Shake leaves less, but makes none larger than the others.
const SURE: f32 = 0.93;
const FAIRLY_SURE: f32 = 0.75;
const ALIKE: f32 = 1.12;
const NEARLY_SURE: f32 = 0.85;
const SAME: f32 = 1.03;
/// Pixels a module of the smallest that are read when they are shaken; text looks like smaller ones.
const SHAKEN: f32 = 2.0;
/// Suspects that are handed on at the end, though they are less sure.
const LATER: usize = 3;
/// Pixels a module below which nothing was ever read; what seems to be smaller is chance.
const SMALLEST: f32 = 0.9;

/// A code whose finders have melted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Molten {
    pub(crate) suspect: Suspect,
    pub(crate) finders: [Finder; 3],
    /// Light on dark.
    pub(crate) inverted: bool,
}

/// A finder as it lies in the picture.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Finder {
    pub(crate) middle: Point,
    /// Pixels that a module goes along its rows, or its columns, and down the others.
    pub(crate) along: [f32; 2],
    pub(crate) below: [f32; 2],
    /// Agreement with a finder, 1 at most.
    pub(crate) score: f32,
}

/// How much of a code's finders is seen, the surest first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sight {
    Whole,
    /// All three, less clearly, but of one size.
    Shaken,
    /// Two of them.
    Torn,
}

impl Heavy {
    /// A picture begins in which [`seek`](Self::seek) is to look.
    pub(crate) fn begin(&mut self) {
        self.seeker.begin();
        self.handed.clear();
        self.stands.clear();
        self.later.iter_mut().for_each(Vec::clear);
        self.last.clear();
    }

    /// Looks for codes whose finders have melted, too, large ones first, in the next sizes; [`next`](Self::next) hands them
    /// on. `false` once all sizes were looked at.
    pub(crate) fn seek(&mut self, view: LumaView<'_>, deadline: Instant) -> bool {
        if self.seeker.go_on(view, deadline) {
            self.stands.clear();
            self.stands.extend(stand::group(&self.seeker.marks, view, &self.handed).into_iter().flatten());
            self.handed.extend(self.stands.iter().map(Stand::suspect));
            // The best is taken first, from the end.
            self.stands.reverse();
            return true;
        }
        // What is less sure: only now, for the code itself may have been there in another size.
        let [shaken, torn] = &mut self.later;
        self.last.extend(shaken.drain(..).chain(torn.drain(..)).take(LATER));
        self.last.reverse();
        !self.last.is_empty()
    }

    /// The likeliest of what was found, with its finders where `is_free` lets them be. Laid only now: most pictures are read
    /// with the first.
    pub(crate) fn next(&mut self, view: LumaView<'_>, is_free: impl Fn(Point) -> bool) -> Option<Molten> {
        let may_be = |suspect: Suspect| suspect.corners.into_iter().all(&is_free);
        while let Some(stand) = self.stands.pop() {
            if !may_be(stand.suspect()) {
                continue;
            }
            let Some((molten, sight)) = self.lay_together(view, &stand) else { continue };
            let [shaken, torn] = &mut self.later;
            match sight {
                Sight::Whole if may_be(molten.suspect) => return Some(molten),
                Sight::Whole => {}
                Sight::Shaken => shaken.push(molten),
                Sight::Torn => torn.push(molten),
            }
        }
        while let Some(molten) = self.last.pop() {
            if may_be(molten.suspect) {
                return Some(molten);
            }
        }
        None
    }

    /// The finders of a code once more, each as what it is there and as the edges run. `None` when not even two of them
    /// are finders.
    fn lay_together(&mut self, view: LumaView<'_>, stand: &Stand) -> Option<(Molten, Sight)> {
        let [a, b, c] = stand.finders.map(|mark| mark.middle);
        let ways = [(a, b), (a, c)].map(|(from, to)| {
            let length = stand::apart(from, to).max(1e-3);
            [(to.x - from.x) / length, (to.y - from.y) / length]
        });
        let mut finders = stand.finders;
        let mut doubtful = false;
        for (which, mark) in finders.iter_mut().enumerate() {
            let [along, below] = ways.map(|way| way.map(|v| v * mark.module));
            let start = Melted { along, below, ..*mark };
            match self.lay_alone(view, start, which) {
                Some(laid) if laid.laid.abs() > FAIRLY_SURE => *mark = laid,
                // One that is hidden is where it seemed to be, or near there.
                _ if doubtful => return None,
                _ => (*mark, doubtful) = (start, true),
            }
        }
        let mut scores = finders.map(|mark| mark.laid.abs());
        scores.sort_unstable_by(f32::total_cmp);
        let [worst, second, _] = scores;
        let modules = finders.map(|mark| mark.module);
        let smallest = modules.iter().copied().fold(f32::INFINITY, f32::min);
        let unlike = modules.iter().copied().fold(0.0, f32::max) / smallest;
        let sight = if worst > SURE {
            Sight::Whole
        } else if (worst > FAIRLY_SURE && unlike < ALIKE && smallest > SHAKEN) || (worst > NEARLY_SURE && unlike < SAME)
        {
            Sight::Shaken
        } else if second > SURE {
            Sight::Torn
        } else {
            return None;
        };
        Some((Molten::from(&Stand { finders, ..*stand }), sight))
    }

    /// One finder, laid exactly in the part of the picture around it, as the first, second or third of a code; `None` if
    /// it is none.
    fn lay_alone(&mut self, view: LumaView<'_>, mark: Melted, which: usize) -> Option<Melted> {
        let factor = rounded(mark.module / WORKING_MODULE - 0.5).max(1);
        let reach = ALONE * mark.module;
        let from = |at: f32| rounded((at - reach).max(0.0));
        let (left, top) = (from(mark.middle.x), from(mark.middle.y));
        let until = |at: f32, limit: usize| rounded(at + reach).min(limit);
        let (right, bottom) = (until(mark.middle.x, view.width()), until(mark.middle.y, view.height()));
        let (width, height) = (right.checked_sub(left)? / factor, bottom.checked_sub(top)? / factor);
        let cut = Cut { left, top, width, height, factor };
        if !self.raw.cut(view, cut) {
            return None;
        }
        if mark.alike < 0.0 {
            self.raw.invert();
        }
        let factor = small(factor);
        let module = mark.module / factor;
        let [even, little, _] = &mut self.even;
        let [_, a_little, _] = EXTRA;
        light::even(&self.raw, 9.0 * module, even, &mut self.lines);
        light::blur(even, a_little * module, little, &mut self.lines);
        let [along, below] = [mark.along, mark.below].map(|way| way.map(|v| v / factor));
        let start = marks::Mark { middle: cut.inside(mark.middle), along, below, score: 0.0 };
        let laid = marks::lay(little, &self.finders, which, start, &mut self.fitter);
        let module = laid.module() * factor;
        if laid.score < UNLIKELY || module < SMALLEST {
            return None;
        }
        let [along, below] = [laid.along, laid.below].map(|way| way.map(|v| v * factor));
        let middle = cut.outside(laid.middle);
        Some(Melted { middle, module, along, below, laid: laid.score.copysign(mark.alike), ..mark })
    }
}

impl From<&Stand> for Molten {
    fn from(stand: &Stand) -> Self {
        let finders = stand.finders.map(|mark| Finder {
            middle: mark.middle,
            along: mark.along,
            below: mark.below,
            score: mark.laid.abs(),
        });
        let [first, ..] = stand.finders;
        Self { suspect: stand.suspect(), finders, inverted: first.laid < 0.0 }
    }
}
