//! What one picture has shown so far, and what it may still cost.

use std::time::{Duration, Instant};

use super::finder::Allowance;
use super::mark::Mark;
use super::pair::Lonely;
use super::suspect::{self, Read, Scratch};
use super::triple::Triple;
use super::{Effort, WORKING_PIXELS};
use crate::decode::Decoded;
use crate::heavy::{Heavy, Molten, Suspect};
use crate::pyramid::Size;
use crate::{Code, LumaView, Point, Reading, Seen, sight};

/// Below this many pixels a module the modules melt into each other.
const SMALL_MODULE: f32 = 2.0;
/// A mark with fewer pixels a module hints at a code that is read twice as large, or not at all.
const HINT_OF_SMALL: f32 = 2.5;
/// Pixels up to which a picture is looked at twice as large whatever it shows.
const SMALL_PICTURE: usize = 100_000;
/// How fast a size is looked at before any suspect, at worst (noise).
const PIXELS_A_MICROSECOND: usize = 60;
/// A triple this good that was not read is worth another look although something else was.
const PROMISING: f32 = 0.35;
/// A triple this good is worth the heavy path.
const AGREED: f32 = 0.3;
/// Triples that the heavy path looks at.
const MOST_HARD: usize = 3;
/// Pairs without a third finder, each with every place of it, that the heavy path looks at.
const MOST_LONELY: usize = 4;
/// Codes that were laid and are remembered.
const MOST_LAID: usize = 8;
/// Triples that the picture may have shown at the end.
const MOST_KEPT: usize = 32;

/// Buffers that outlive a picture.
#[derive(Default)]
pub(super) struct Kept {
    tried: Vec<Triple>,
    unread: Vec<Triple>,
    lonely: Vec<Lonely>,
}

/// What has been found so far.
pub(super) struct Look {
    pub(super) deadline: Instant,
    pub(super) allowance: Allowance,
    codes: Vec<Code>,
    /// Triples of the picture that were looked at and not read, the latest size's alone.
    tried: Vec<Triple>,
    /// The best triples of all sizes that were not read.
    pub(super) unread: Vec<Triple>,
    /// The best pairs of all sizes whose third finder nobody sees.
    lonely: Vec<Lonely>,
    /// The last three finders that it saw and read nothing of.
    whole: Option<Suspect>,
    /// Codes that the heavy path found and did not read, the first before the others.
    laid: [Option<Suspect>; MOST_LAID],
    step: f32,
    marks: usize,
    /// Pixels of the picture to a module, of the smallest mark.
    smallest: f32,
    pub(super) stopped: bool,
}

impl Look {
    pub(super) fn new(deadline: Instant, allowance: Allowance, kept: Kept) -> Self {
        let Kept { mut tried, mut unread, mut lonely } = kept;
        tried.clear();
        unread.clear();
        lonely.clear();
        Self {
            deadline,
            allowance,
            codes: Vec::new(),
            tried,
            unread,
            lonely,
            whole: None,
            laid: [None; MOST_LAID],
            step: 1.0,
            marks: 0,
            smallest: f32::INFINITY,
            stopped: false,
        }
    }

    /// Another size begins.
    pub(super) fn begin(&mut self, size: Size) {
        self.step = size.step();
        self.tried.clear();
    }

    /// What a size has shown so far.
    pub(super) fn saw(&mut self, marks: &[Mark]) {
        self.marks = self.marks.max(marks.len());
        let step = self.step;
        self.smallest = marks.iter().map(|mark| mark.module * step).fold(self.smallest, f32::min);
    }

    /// Two marks of this size, of a code whose third finder nobody sees.
    pub(super) fn saw_two(&mut self, pair: Lonely) {
        let scaled = |p: Point| Point { x: p.x * self.step, y: p.y * self.step };
        let suspect = Suspect { corners: pair.suspect.corners.map(scaled), module: pair.suspect.module * self.step };
        let near = |known: &Lonely| {
            let corners = known.suspect.corners.iter().zip(&suspect.corners).enumerate();
            let mut seen = corners.filter(|(at, _)| *at != pair.lost);
            known.lost == pair.lost && seen.all(|(_, (p, q))| (p.x - q.x).hypot(p.y - q.y) < 2.0 * suspect.module)
        };
        if let Some(known) = self.lonely.iter_mut().find(|known| near(known)) {
            if pair.score > known.score {
                *known = Lonely { suspect, ..pair };
            }
            return;
        }
        self.lonely.push(Lonely { suspect, ..pair });
        self.lonely.sort_by(|a, b| b.score.total_cmp(&a.score));
        self.lonely.truncate(MOST_LONELY);
    }

    /// Whether small modules may hide in a picture: always in a small one, in others when a mark hints at it.
    pub(super) fn is_doubling_worth(&self, view: LumaView<'_>) -> bool {
        view.width() * view.height() <= SMALL_PICTURE || self.smallest < HINT_OF_SMALL
    }

    pub(super) fn is_over(&mut self) -> bool {
        let over = Instant::now() >= self.deadline;
        self.stopped |= over;
        over
    }

    /// A size finer than the working one is not begun unless it can be ended.
    pub(super) fn has_no_time_for(&mut self, pixels: usize) -> bool {
        if pixels <= WORKING_PIXELS {
            return false;
        }
        let needed = Duration::from_micros(u64::try_from(pixels / PIXELS_A_MICROSECOND).unwrap_or(u64::MAX));
        let short = self.deadline.saturating_duration_since(Instant::now()) < needed;
        self.stopped |= short;
        short
    }

    /// Something was read, and nothing promising is left.
    pub(super) fn is_done(&self) -> bool {
        !self.codes.is_empty() && !self.unread.iter().any(|triple| triple.score > PROMISING)
    }

    /// Whether a point of this size lies outside the codes that were read.
    pub(super) fn is_free(&self, point: Point) -> bool {
        let point = Point { x: point.x * self.step, y: point.y * self.step };
        !self.codes.iter().any(|code| within(point, code))
    }

    /// Whether a triple, in pixels of this size, is worth a look: not tried before in this size, not within a code that
    /// was read.
    pub(super) fn is_new(&mut self, triple: Triple) -> bool {
        let triple = triple.enlarged(self.step);
        let near = |other: &Triple, slack: f32| {
            other.inverted == triple.inverted
                && other
                    .corners
                    .iter()
                    .zip(&triple.corners)
                    .all(|(a, b)| (a.x - b.x).hypot(a.y - b.y) < slack * triple.module)
        };
        if self.codes.iter().any(|code| triple.corners.iter().any(|&corner| within(corner, code))) {
            return false;
        }
        if self.tried.iter().any(|other| near(other, 0.3)) {
            return false;
        }
        self.tried.push(triple);
        if let Some(known) = self.unread.iter_mut().find(|other| near(other, 2.0)) {
            if triple.score > known.score {
                *known = triple;
            }
        } else {
            self.unread.push(triple);
            self.unread.sort_unstable_by(|a, b| b.score.total_cmp(&a.score));
            self.unread.truncate(MOST_KEPT);
        }
        true
    }

    /// Keeps a code, which was read in the given size.
    pub(super) fn add(&mut self, read: Read, size: Size) {
        let Read { decoded, corners } = read;
        let [a, b, c, d] = corners.map(|p| Point { x: p.x * size.step(), y: p.y * size.step() });
        let corners = if decoded.mirrored { [a, d, c, b] } else { [a, b, c, d] };
        let Decoded { bytes, version, level, mask, used, .. } = decoded;
        let code = Code { bytes, version, level, mask, used, corners };
        self.unread.retain(|triple| !triple.corners.iter().any(|&corner| within(corner, &code)));
        self.codes.push(code);
    }

    pub(super) fn is_nothing_read(&self) -> bool {
        self.codes.is_empty()
    }

    /// No code of a single picture was read; or finders agree that there is one more of several pictures.
    pub(super) fn is_worth_more(&self, effort: &Effort<'_>) -> bool {
        let wanted = match effort {
            Effort::Later(_) => false,
            Effort::Alone => self.codes.is_empty(),
            Effort::With(_) => self.codes.is_empty() || self.agrees(),
        };
        wanted && !self.stopped
    }

    fn agrees(&self) -> bool {
        self.unread.first().is_some_and(|triple| triple.score > AGREED)
    }

    /// The heavy path, for the triples that agree best; where they give nothing, for finders that have melted.
    pub(super) fn try_harder(
        &mut self,
        view: LumaView<'_>,
        heavy: &mut Heavy,
        mut effort: Effort<'_>,
        scratch: &mut Scratch,
    ) {
        let known = self.codes.len();
        let mut agreed = [None; MOST_HARD];
        let triples = self.unread.iter().filter(|triple| triple.score > AGREED);
        for (place, triple) in agreed.iter_mut().zip(triples) {
            *place = Some(Suspect { corners: triple.corners, module: triple.module });
        }
        self.try_each(view, agreed.into_iter().flatten().map(|suspect| (suspect, None)), heavy, &mut effort);
        if self.codes.is_empty() {
            let lonely = std::mem::take(&mut self.lonely);
            let pairs = lonely.iter().map(|pair| (pair.suspect, Some(pair.lost)));
            self.try_each(view, pairs, heavy, &mut effort);
            self.lonely = lonely;
        }
        if self.codes.is_empty() {
            heavy.begin();
            self.begin(Size::Shrunk(1));
            while self.codes.is_empty() && heavy.seek(view, self.deadline) {
                while let Some(molten) = heavy.next(view, |point| self.is_free(point)) {
                    if !self.read_molten(view, &molten, scratch) {
                        self.try_each(view, std::iter::once((molten.suspect, None)), heavy, &mut effort);
                    }
                }
            }
            if self.codes.is_empty() {
                let twos = heavy.twos(view);
                self.try_each(view, twos.map(|(suspect, lost)| (suspect, Some(lost))), heavy, &mut effort);
            }
        }
        let read = self.codes.get(known..).unwrap_or_default();
        self.unread.retain(|triple| !triple.corners.iter().any(|&corner| read.iter().any(|code| within(corner, code))));
    }

    /// The cheap path, with finders that it did not see itself: often that is all it lacks.
    fn read_molten(&mut self, view: LumaView<'_>, molten: &Molten, scratch: &mut Scratch) -> bool {
        let marks = molten.finders.map(|finder| Mark::of_squares(&finder, molten.inverted));
        let read = suspect::read_molten(view, &marks, scratch);
        let is_read = read.is_some();
        if let Some(read) = read {
            self.add(read, Size::Shrunk(1));
        }
        is_read
    }

    fn try_each(
        &mut self,
        view: LumaView<'_>,
        suspects: impl Iterator<Item = (Suspect, Option<usize>)>,
        heavy: &mut Heavy,
        effort: &mut Effort<'_>,
    ) {
        for (suspect, lost) in suspects {
            let fusion = if let Effort::With(fusion) = effort { Some(&mut **fusion) } else { None };
            if Instant::now() >= self.deadline {
                break;
            }
            // Within a code that was read there is no other.
            if suspect.corners.iter().any(|&corner| self.codes.iter().any(|code| within(corner, code))) {
                continue;
            }
            // What the heavy path has laid and not read does not become another by being found again.
            if self.laid.iter().flatten().any(|laid| laid.is_near(&suspect)) {
                continue;
            }
            // Two finders of three that were seen and gave nothing.
            let in_vain = |lost: usize| {
                let seen = suspect.corners.iter().enumerate().filter(|(at, _)| *at != lost).map(|(_, corner)| corner);
                self.whole.is_some_and(|whole| seen.clone().all(|corner| is_corner(*corner, &whole)))
            };
            if lost.is_some_and(in_vain) {
                continue;
            }
            if let Some(code) = heavy.read(view, suspect, lost, fusion, self.deadline) {
                self.codes.push(code);
                if matches!(effort, Effort::Alone) {
                    break;
                }
            } else {
                if let Some(place) = self.laid.iter_mut().find(|place| place.is_none()) {
                    *place = heavy.laid();
                }
                self.whole = heavy.whole().or(self.whole);
            }
        }
    }

    /// What was read and seen, and the buffers for the next picture.
    pub(super) fn finish(self, view: LumaView<'_>) -> (Reading, Kept) {
        let best = self.unread.iter().max_by(|a, b| a.score.total_cmp(&b.score));
        let best = best.map(|triple| (triple.corners, triple.module, triple.inverted));
        let [melted, ..] = self.laid;
        let best = melted.map(|code| (code.corners, code.module, false)).or(best);
        let seen = match (self.codes.is_empty(), best) {
            (false, _) => Seen::Codes,
            _ if self.stopped => Seen::Stopped,
            (_, Some((_, module, _))) if module < SMALL_MODULE => Seen::TooSmall { module },
            (_, Some((corners, module, inverted))) => {
                Seen::Unreadable { module, why: sight::why(view, corners, module, inverted) }
            }
            _ if self.marks > 0 => Seen::Marks,
            _ => Seen::Nothing,
        };
        (Reading { codes: self.codes, seen }, Kept { tried: self.tried, unread: self.unread, lonely: self.lonely })
    }
}

/// Whether a point is the middle of one of a suspect's finders.
fn is_corner(point: Point, suspect: &Suspect) -> bool {
    suspect.corners.iter().any(|corner| (corner.x - point.x).hypot(corner.y - point.y) < 2.0 * suspect.module)
}

/// Whether a point lies within a code.
fn within(point: Point, code: &Code) -> bool {
    let [a, b, c, d] = code.corners;
    let sides = [(a, b), (b, c), (c, d), (d, a)];
    let turn = |(from, to): (Point, Point)| (to.x - from.x) * (point.y - from.y) - (to.y - from.y) * (point.x - from.x);
    sides.iter().all(|&side| turn(side) > 0.0) || sides.iter().all(|&side| turn(side) < 0.0)
}
