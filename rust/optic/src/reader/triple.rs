//! Three finder patterns that stand like those of one code.

use super::mark::Mark;
use crate::Point;

/// Three finder patterns that stand like those of one code. Everything is in pixels of the picture as it was given,
/// (0, 0) the outer corner of its first pixel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Triple {
    /// The centres of the finder patterns: top-left, top-right, bottom-left of the code when it is not mirrored. In
    /// the picture the second leg always lies clockwise from the first; a mirrored code has its last two exchanged.
    pub(crate) corners: [Point; 3],
    /// Pixels a module, the geometric mean over both legs and all three patterns.
    pub(crate) module: f32,
    /// Modules a side as the legs have it: not rounded, good to about a twentieth.
    pub(crate) size: f32,
    /// Light modules on a dark ground.
    pub(crate) inverted: bool,
    /// 1 for three flawless patterns in a flawless square, towards 0 the worse they fit.
    pub(crate) score: f32,
}

impl Triple {
    /// The same in pixels of the picture.
    pub(super) fn enlarged(self, step: f32) -> Self {
        let corners = self.corners.map(|p| Point { x: p.x * step, y: p.y * step });
        Self { corners, module: self.module * step, ..self }
    }
}

/// Neighbours of a mark that may be its partners.
const NEIGHBOURS: usize = 14;
/// A worse triple is none.
const LEAST: f32 = 0.12;
/// Triples that are kept.
const MOST_TRIPLES: usize = 256;

/// Buffers of the grouping.
#[derive(Default)]
pub(super) struct Grouping {
    near: Vec<(f32, usize)>,
    pub(super) triples: Vec<([usize; 3], Triple)>,
}

impl Grouping {
    /// All plausible triples of `marks`, the best first.
    pub(super) fn group(&mut self, marks: &[Mark]) {
        self.triples.clear();
        for (at, corner) in marks.iter().enumerate() {
            self.near.clear();
            self.near.extend(marks.iter().enumerate().filter(|&(other, _)| other != at).filter_map(|(other, mark)| {
                let distance = (mark.centre.x - corner.centre.x).hypot(mark.centre.y - corner.centre.y);
                let modules = distance / corner.module;
                let alike = mark.inverted == corner.inverted && (0.4..2.5).contains(&(mark.module / corner.module));
                (alike && (6.0..260.0).contains(&modules)).then_some((distance, other))
            }));
            self.near.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
            self.near.truncate(NEIGHBOURS);
            for (n, &(_, first)) in self.near.iter().enumerate() {
                for &(_, second) in self.near.iter().skip(n + 1) {
                    let Some((a, b)) = marks.get(first).zip(marks.get(second)) else { continue };
                    let turn = cross(leg(corner, a), leg(corner, b));
                    let (order, ends) =
                        if turn > 0.0 { ([at, first, second], (a, b)) } else { ([at, second, first], (b, a)) };
                    if let Some(triple) = fits(corner, ends.0, ends.1) {
                        self.triples.push((order, triple));
                    }
                }
            }
            if self.triples.len() > 16 * MOST_TRIPLES {
                self.keep_the_best();
            }
        }
        self.keep_the_best();
    }

    fn keep_the_best(&mut self) {
        self.triples.sort_unstable_by(|a, b| b.1.score.total_cmp(&a.1.score));
        self.triples.truncate(MOST_TRIPLES);
    }
}

/// Whether three marks, the second leg clockwise from the first, may be those of one code.
fn fits(corner: &Mark, first: &Mark, second: &Mark) -> Option<Triple> {
    let (a, b) = (leg(corner, first), leg(corner, second));
    let (length_a, length_b) = (a.0.hypot(a.1), b.0.hypot(b.1));
    let (along_a, along_b) = ((a.0 / length_a, a.1 / length_a), (b.0 / length_b, b.1 / length_b));
    let sine = cross(along_a, along_b);
    if sine < 0.5 {
        return None;
    }
    let spans = |mark: &Mark| Some((mark.span(along_a)?, mark.span(along_b)?));
    let (here, there_a, there_b) = (spans(corner)?, spans(first)?, spans(second)?);
    // Perspective shrinks a module along a leg; the leg has as many of them as of the geometric mean of its ends.
    let size_a = 7.0 + length_a / (here.0 * there_a.0).sqrt();
    let size_b = 7.0 + length_b / (here.1 * there_b.1).sqrt();
    let size = f32::midpoint(size_a, size_b);
    let uneven = (size_a / size_b).ln().abs();
    if !(16.0..200.0).contains(&size) || uneven > 0.4 {
        return None;
    }
    // A mark whose sides follow the legs has the area that its spans along them say; turned by 45 degrees, half of it.
    let shape = |mark: &Mark, (u, v): (f32, f32)| (u * v * sine / (mark.module * mark.module)).ln().abs();
    let shapes = [shape(corner, here), shape(first, there_a), shape(second, there_b)];
    if shapes.iter().any(|&shape| shape > 0.55) {
        return None;
    }
    let marks = [corner, first, second];
    let missing: f32 = marks.iter().map(|mark| 1.0 - mark.score).sum();
    let penalty = 3.0 * uneven
        + 0.8 * shapes.iter().sum::<f32>()
        + 0.7 * (1.0 - sine)
        + 0.5 * missing
        + 0.3 * (first.module / second.module).ln().abs()
        + 0.3 * (first.module * second.module / (corner.module * corner.module)).ln().abs();
    let score = (-penalty).exp();
    (score > LEAST).then(|| Triple {
        corners: marks.map(|mark| mark.centre),
        module: (here.0 * here.1 * there_a.0 * there_b.1).powf(0.25),
        size,
        inverted: corner.inverted,
        score,
    })
}

fn leg(from: &Mark, to: &Mark) -> (f32, f32) {
    (to.centre.x - from.centre.x, to.centre.y - from.centre.y)
}

fn cross(a: (f32, f32), b: (f32, f32)) -> f32 {
    a.0 * b.1 - a.1 * b.0
}
