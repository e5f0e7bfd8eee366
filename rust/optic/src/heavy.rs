//! The heavy path: codes that the eye can tell are there and no threshold can read, because blur has melted their
//! modules into each other.
//!
//! Three finders, roughly, are enough to start from. Each is laid exactly; the fourth corner is searched; a grid is
//! fitted to the gray of everything that is known of a code; an equaliser is trained on what is known, then on what it
//! believes itself, then on the neighbours' beliefs too; every output is tried in a decoder that takes doubtful
//! codewords for unknown, and what that proves becomes known for the next round.

mod alone;
mod corner;
mod equalise;
mod fit;
mod grid;
mod light;
mod lost;
mod marks;
mod melt;
mod plane;
mod probes;
mod rings;
mod rounds;
mod search;
mod seek;
mod solve;
mod stand;
mod texture;
mod twos;
mod version;

use std::time::Instant;

use crate::decode::soft::SoftDecoder;
use crate::decode::{layout, pattern};
use crate::fusion::Fusion;
use crate::{Code, LumaView, Point, Version};
pub(crate) use alone::{Finder, Molten};
use equalise::Straight;
use fit::Fitter;
use light::Lines;
use melt::Melt;
use plane::{Cut, Plane, rounded, small};
use probes::{Probes, Template};

/// Where three finders of one code may be: their middles within two modules, their modules within a third.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Suspect {
    /// Middles of the finders: the one where the code's edges meet, then the others clockwise in the picture.
    pub(crate) corners: [Point; 3],
    /// Pixels a module.
    pub(crate) module: f32,
}

impl Suspect {
    /// Whether both may be the same code.
    pub(crate) fn is_near(&self, other: &Self) -> bool {
        let near = |(a, b): (&Point, &Point)| (a.x - b.x).hypot(a.y - b.y) < 2.0 * self.module;
        self.corners.iter().zip(&other.corners).all(near)
    }
}

/// The heavy path; keeps its buffers from code to code.
pub(crate) struct Heavy {
    seeker: seek::Seeker,
    /// What it has handed on of this picture.
    handed: Vec<Suspect>,
    /// What was found and is to be laid, the best at the end.
    stands: Vec<stand::Stand>,
    /// Less sure ones, shaken and torn; and those of them that are handed on last, the best at the end.
    later: [Vec<Molten>; 2],
    last: Vec<Molten>,
    raw: Plane,
    /// Evenly lit, as it is and blurred by each of [`EXTRA`].
    even: [Plane; 3],
    lines: Lines,
    finders: [marks::Trio; marks::BLURS.len()],
    /// Blur of the code in hand, in modules.
    sigma: f32,
    template: Template,
    probes: Probes,
    part: Probes,
    fitter: Fitter,
    /// What is known of the code in hand, row by row: 1 light, -1 dark, 0 unknown.
    known: Vec<f32>,
    /// The same with what the decoder has proven of this code so far.
    taught: Vec<f32>,
    /// What is believed of every module.
    beliefs: Vec<f32>,
    straight: Straight,
    melt: Melt,
    /// The soft modules as a mirror shows them.
    turned: Vec<f32>,
    decoder: SoftDecoder,
    laid: Option<Suspect>,
    /// The suspect in hand, where all three of its finders were seen.
    whole: Option<Suspect>,
}

/// Pixels a module that the working picture keeps at least.
const WORKING_MODULE: f32 = 1.7;
/// Blurs of the planes, in modules.
const EXTRA: [f32; 3] = [0.0, 0.4, 0.8];
/// A module that was taken for this much larger or smaller than it is makes the light uneven: begin again.
const MISTAKEN: f32 = 1.12;

impl Heavy {
    /// With empty buffers.
    #[must_use]
    pub(crate) fn new() -> Self {
        Self {
            seeker: seek::Seeker::new(),
            handed: Vec::new(),
            stands: Vec::new(),
            later: [const { Vec::new() }; 2],
            last: Vec::new(),
            raw: Plane::new(),
            even: [const { Plane::new() }; 3],
            lines: Lines::new(),
            finders: marks::templates(EXTRA[1]),
            sigma: 0.0,
            template: Template::new(),
            probes: Probes::new(),
            part: Probes::new(),
            fitter: Fitter::new(),
            known: Vec::new(),
            taught: Vec::new(),
            beliefs: Vec::new(),
            straight: Straight::new(),
            melt: Melt::new(),
            turned: Vec::new(),
            decoder: SoftDecoder::new(),
            laid: None,
            whole: None,
        }
    }

    /// Reads the code at a suspect until `deadline`, which is looked at between steps, none of which takes more than some
    /// 30 ms on a phone. What it shows is added to what `fusion` has of the same code. One finder, the `lost` one, may not be
    /// where it is said to be: glare hides it, and the other two show where it is.
    pub(crate) fn read(
        &mut self,
        view: LumaView<'_>,
        suspect: Suspect,
        lost: Option<usize>,
        fusion: Option<&mut Fusion>,
        deadline: Instant,
    ) -> Option<Code> {
        self.straight.soft.clear();
        (self.laid, self.whole) = (None, None);
        let (cut, marks) = self.find(view, suspect, lost)?;
        let module = small(cut.factor) * marks.iter().map(marks::Mark::module).sum::<f32>() / 3.0;
        let seen = Suspect { corners: marks.map(|mark| cut.outside(mark.middle)), module };
        self.whole = Some(seen).filter(|_| lost::which(&marks).is_none());
        let (version, mut grid) = self.lay(&marks, deadline)?;
        self.laid = Some(seen);
        let read = self.decode(version, &mut grid, fusion, deadline);
        let corners = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)].map(|(s, t)| {
            let (x, y) = grid.at(s, t);
            cut.outside(Point { x, y })
        });
        let (bytes, mirrored) = read?;
        let (level, mask) = self.decoder.format()?;
        let [a, b, c, d] = corners;
        let corners = if mirrored { [a, d, c, b] } else { corners };
        Some(Code { bytes, version, level, mask, used: self.decoder.used(), corners })
    }

    /// The code that the last suspect was, whether or not it was read: its patterns stand where they should.
    pub(crate) fn laid(&self) -> Option<Suspect> {
        self.laid
    }

    /// The last suspect, if all three of its finders were seen, whether or not any version fits between them.
    pub(crate) fn whole(&self) -> Option<Suspect> {
        self.whole
    }

    /// After [`seek`](Self::seek) has looked at all sizes: codes of which it saw two finders alone, each with the place of
    /// the third among its corners, the likeliest first.
    pub(crate) fn twos(&self, view: LumaView<'_>) -> impl Iterator<Item = (Suspect, usize)> + use<> {
        twos::group(view, &self.seeker.marks).into_iter().flatten()
    }

    /// Cuts the suspect out and lays its finders; once more when their modules are not what they were taken for.
    fn find(&mut self, view: LumaView<'_>, suspect: Suspect, lost: Option<usize>) -> Option<(Cut, [marks::Mark; 3])> {
        let mut suspect = suspect;
        for again in [true, false] {
            let cut = cut_around(view, &suspect)?;
            if !self.raw.cut(view, cut) {
                return None;
            }
            let scale = 1.0 / small(cut.factor);
            let module = suspect.module * scale;
            self.prepare(module);
            let marks = self.marks(suspect.corners.map(|p| cut.inside(p)), module, lost)?;
            let seen = marks.iter().map(marks::Mark::module).sum::<f32>() / 3.0;
            if !again || (seen / module).max(module / seen) < MISTAKEN {
                return Some((cut, marks));
            }
            suspect = Suspect { corners: marks.map(|mark| cut.outside(mark.middle)), module: seen / scale };
        }
        None
    }

    /// The evenly lit planes.
    fn prepare(&mut self, module: f32) {
        let [even, little, much] = &mut self.even;
        let [_, a_little, a_lot] = EXTRA;
        light::even(&self.raw, 9.0 * module, even, &mut self.lines);
        light::blur(even, a_little * module, little, &mut self.lines);
        light::blur(even, a_lot * module, much, &mut self.lines);
    }
}

impl Default for Heavy {
    fn default() -> Self {
        Self::new()
    }
}

/// What is known of a version, row by row: 1 light, -1 dark, 0 unknown; with its version word or without.
fn learn(version: Version, word: bool, known: &mut Vec<f32>) {
    let size = version.size();
    known.clear();
    known.resize(size * size, 0.0);
    let mut set = |x: usize, y: usize, light: bool| {
        if let Some(cell) = known.get_mut(y * size + x) {
            *cell = if light { 1.0 } else { -1.0 };
        }
    };
    pattern::known(version, &mut set);
    if word {
        let word = layout::version_word(version);
        pattern::word_places(version, |bit, x, y| set(x, y, (word >> bit) & 1 == 0));
    }
}

/// The part of the picture that holds a code with these finders: room for a fourth corner that perspective has moved.
fn cut_around(view: LumaView<'_>, suspect: &Suspect) -> Option<Cut> {
    let [a, b, c] = suspect.corners;
    let all = [a, b, c, Point { x: b.x + c.x - a.x, y: b.y + c.y - a.y }];
    let leg = (b.x - a.x).hypot(b.y - a.y).max((c.x - a.x).hypot(c.y - a.y));
    let margin = 9.0 * suspect.module + 0.15 * leg;
    let low = |of: fn(&Point) -> f32| all.iter().map(of).fold(f32::INFINITY, f32::min) - margin;
    let high = |of: fn(&Point) -> f32| all.iter().map(of).fold(f32::NEG_INFINITY, f32::max) + margin;
    // Finders of one code lie 14 to 170 modules apart.
    let apart = leg / suspect.module;
    if !(suspect.module > 0.5 && apart > 7.0 && apart < 250.0) {
        return None;
    }
    let factor = rounded(suspect.module / WORKING_MODULE - 0.5).max(1);
    let side = |low: f32, high: f32, limit: usize| {
        let from = rounded(low.max(0.0)).min(limit);
        let to = rounded(high.max(0.0)).min(limit);
        (from, to.saturating_sub(from) / factor)
    };
    let (left, width) = side(low(|p| p.x), high(|p| p.x), view.width());
    let (top, height) = side(low(|p| p.y), high(|p| p.y), view.height());
    Some(Cut { left, top, width, height, factor })
}

#[cfg(test)]
pub(crate) mod tests;
