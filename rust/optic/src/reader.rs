//! The reader: luma in, codes out, in bounded time whatever the picture.
//!
//! A picture is looked at in several sizes, and in each by several rules of what is dark. Rows and columns say where
//! finder patterns may be, rays in the gray picture whether they are and where exactly; three of them that stand like
//! those of one code are a suspect. Its grid is fitted to everything whose place in a code is known, sampled in gray,
//! and decoded by this crate, which alone decides what a text is.

mod align;
mod bitmap;
mod finder;
mod fit;
mod grid;
mod look;
mod mark;
mod pair;
mod samples;
mod suspect;
pub(crate) mod triple;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use crate::fusion::Fusion;
use crate::heavy::Heavy;
use crate::pyramid::{self, Size};
use crate::{LumaImage, LumaView, Reading, Seen};
use bitmap::{Bitmap, Rule};
use finder::{Allowance, Search};
use look::{Kept, Look};
use mark::Mark;
use triple::Grouping;

/// Pixels that one look works on; larger pictures are reduced first and looked at in full only if that read nothing.
const WORKING_PIXELS: usize = 2_200_000;
/// What one picture may cost, whatever it holds.
const ALLOWANCE: Allowance = Allowance { columns: 200_000, traces: 12_000 };

/// How long a picture may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget(Duration);

impl Budget {
    /// At most about this long; looked at between attempts, none of which takes more than some 50 ms on a phone.
    #[must_use]
    pub const fn milliseconds(milliseconds: u32) -> Self {
        Self(Duration::from_millis(milliseconds as u64))
    }

    /// For a picture from a file, where nobody waits for the next frame: 2 seconds.
    pub const STILL: Self = Self::milliseconds(2000);
    /// For a frame of a running camera: 150 ms.
    pub const FRAME: Self = Self::milliseconds(150);
}

/// What is done for codes that the cheap path leaves unread.
pub(crate) enum Effort<'a> {
    /// Nothing: their turn comes with a later frame, as that of one rule does. The number of this frame.
    Later(u32),
    /// The heavy path, on this picture alone.
    Alone,
    /// The heavy path, with what earlier pictures have shown.
    With(&'a mut Fusion),
}

impl Effort<'_> {
    /// By what rules the cheap path looks.
    fn rules(&self) -> &'static [Rule] {
        match *self {
            Self::Later(turn) if turn.is_multiple_of(2) => &[Rule::Blocks, Rule::Whole],
            Self::Later(_) => &[Rule::Blocks, Rule::Wide],
            Self::Alone | Self::With(_) => &Rule::ALL,
        }
    }
}

/// Reads pictures; keeps its buffers from one to the next.
///
/// A reader holds no state between pictures: the same picture gives the same codes, time permitting.
#[derive(Default)]
pub struct Reader {
    image: Option<LumaImage>,
    sums: Vec<u16>,
    bitmap: Bitmap,
    search: Search,
    marks: Vec<Mark>,
    grouping: Grouping,
    kept: Kept,
    scratch: suspect::Scratch,
    /// Made when it is first needed: most pictures are read without.
    heavy: Option<Box<Heavy>>,
}

impl Reader {
    /// A reader with empty buffers.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads every code in `view` that it can within `budget`.
    ///
    /// Never panics and never allocates more than a few times the picture, whatever it holds. A text that it returns
    /// was corrected within the standard's limits in every block.
    pub fn read(&mut self, view: LumaView<'_>, budget: Budget) -> Reading {
        // Unwind safe: every buffer is filled afresh from picture to picture.
        let look = AssertUnwindSafe(|| self.look(view, budget, Effort::Alone));
        catch_unwind(look).unwrap_or(Reading { codes: Vec::new(), seen: Seen::Stopped })
    }

    /// [`Self::read`] without the door that catches a panic, for a picture that may be one of several.
    pub(crate) fn look(&mut self, view: LumaView<'_>, budget: Budget, effort: Effort<'_>) -> Reading {
        let mut look = Look::new(Instant::now() + budget.0, ALLOWANCE, std::mem::take(&mut self.kept));
        let mut image = self.image.take().unwrap_or_else(LumaImage::scratch);
        for size in pyramid::sizes(view, WORKING_PIXELS) {
            if look.has_no_time_for(size.pixels(view)) || (size == Size::Doubled && !look.is_doubling_worth(view)) {
                continue;
            }
            let resized = match size {
                Size::Shrunk(1) => view,
                Size::Shrunk(factor) => {
                    pyramid::shrink(view, factor, &mut self.sums, &mut image);
                    image.view()
                }
                Size::Doubled => {
                    pyramid::double(view, &mut image);
                    image.view()
                }
            };
            self.look_once(resized, size, effort.rules(), &mut look);
            if look.is_done() || look.is_over() {
                break;
            }
        }
        self.image = Some(image);
        if look.is_worth_more(&effort) {
            look.try_harder(view, self.heavy.get_or_insert_default(), effort, &mut self.scratch);
        }
        let (reading, kept) = look.finish(view);
        self.kept = kept;
        reading
    }

    /// One size, by each of the rules.
    fn look_once(&mut self, view: LumaView<'_>, size: Size, rules: &[Rule], look: &mut Look) {
        look.begin(size);
        self.bitmap.measure(view);
        self.search.begin();
        self.marks.clear();
        for &rule in rules {
            if look.is_over() {
                return;
            }
            self.bitmap.apply(view, rule);
            let known = self.marks.len();
            let deadline = look.deadline;
            look.stopped |= !self.search.marks(&self.bitmap, view, &mut look.allowance, deadline, &mut self.marks);
            look.saw(&self.marks);
            if self.marks.len() == known {
                continue;
            }
            self.read_triples(view, size, known, look);
            if look.is_done() {
                return;
            }
        }
        if look.is_nothing_read() {
            let known = self.marks.len();
            pair::complete(view, &mut self.marks);
            if self.marks.len() > known {
                self.read_triples(view, size, known, look);
            }
        }
        if look.is_nothing_read() {
            pair::lonely(view, &self.marks, |pair| look.saw_two(pair));
        }
    }

    /// Every three marks that may be a code's, one of them at least not among the first `known`.
    fn read_triples(&mut self, view: LumaView<'_>, size: Size, known: usize, look: &mut Look) {
        self.grouping.group(&self.marks, known, |mark| look.is_free(mark.centre));
        for &(members, triple) in &self.grouping.triples {
            if look.is_over() {
                return;
            }
            let Some(marks) = three(&self.marks, members) else { continue };
            if !look.is_new(triple) {
                continue;
            }
            if let Some(read) = suspect::read(view, &marks, &triple, &mut self.scratch) {
                look.add(read, size);
            }
        }
    }
}

fn three(marks: &[Mark], at: [usize; 3]) -> Option<[Mark; 3]> {
    let [a, b, c] = at.map(|at| marks.get(at).copied());
    Some([a?, b?, c?])
}

#[cfg(test)]
mod tests;
