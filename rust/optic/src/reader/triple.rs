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
    free: Vec<usize>,
    near: Vec<Leg>,
    pub(super) triples: Vec<([usize; 3], Triple)>,
}

/// From the mark at the corner to another one.
#[derive(Clone, Copy)]
struct Leg {
    to: usize,
    length: f32,
    along: (f32, f32),
    /// Pixels a module along the leg, at the corner and at its end.
    spans: (f32, f32),
}

impl Leg {
    /// Modules a side of a code with this leg: perspective shrinks a module along a leg, which has as many of them as
    /// of the geometric mean of its ends.
    fn size(&self) -> f32 {
        7.0 + self.length / (self.spans.0 * self.spans.1).sqrt()
    }
}

impl Grouping {
    /// All plausible triples of the `marks` that are free, at least one of them not among the first `known`; the best
    /// first.
    pub(super) fn group(&mut self, marks: &[Mark], known: usize, is_free: impl Fn(&Mark) -> bool) {
        self.triples.clear();
        self.free.clear();
        self.free.extend(marks.iter().enumerate().filter(|(_, mark)| is_free(mark)).map(|(at, _)| at));
        let Self { free, near, .. } = self;
        for &at in free.iter() {
            let Some(corner) = marks.get(at) else { continue };
            near.clear();
            near.extend(free.iter().filter(|&&to| to != at).filter_map(|&to| {
                let mark = marks.get(to)?;
                let (x, y) = (mark.centre.x - corner.centre.x, mark.centre.y - corner.centre.y);
                let length = x.hypot(y);
                let alike = mark.inverted == corner.inverted && (0.4..2.5).contains(&(mark.module / corner.module));
                let near = alike && (6.0..260.0).contains(&(length / corner.module));
                near.then_some(Leg { to, length, along: (x / length, y / length), spans: (0.0, 0.0) })
            }));
            near.sort_unstable_by(|a, b| a.length.total_cmp(&b.length));
            near.truncate(NEIGHBOURS);
            near.retain_mut(|leg| {
                let spans = marks.get(leg.to).and_then(|mark| corner.span(leg.along).zip(mark.span(leg.along)));
                spans.inspect(|&spans| leg.spans = spans).is_some()
            });
            for (n, one) in near.iter().enumerate() {
                for two in near.iter().skip(n + 1) {
                    if at.max(one.to).max(two.to) < known {
                        continue;
                    }
                    let (a, b) = if cross(one.along, two.along) > 0.0 { (one, two) } else { (two, one) };
                    let Some((first, second)) = marks.get(a.to).zip(marks.get(b.to)) else { continue };
                    if let Some(triple) = fits([corner, first, second], a, b) {
                        self.triples.push(([at, a.to, b.to], triple));
                    }
                }
            }
            if self.triples.len() > 16 * MOST_TRIPLES {
                keep_the_best(&mut self.triples);
            }
        }
        keep_the_best(&mut self.triples);
    }
}

/// Three marks that are known to stand like those of one code, the second leg clockwise from the first.
pub(super) fn of(marks: &[Mark; 3]) -> Option<Triple> {
    let [corner, first, second] = marks;
    let leg = |to: usize, mark: &Mark| {
        let (x, y) = (mark.centre.x - corner.centre.x, mark.centre.y - corner.centre.y);
        let length = x.hypot(y);
        let along = (x / length, y / length);
        Some(Leg { to, length, along, spans: corner.span(along).zip(mark.span(along))? })
    };
    fits([corner, first, second], &leg(1, first)?, &leg(2, second)?)
}

fn keep_the_best(triples: &mut Vec<([usize; 3], Triple)>) {
    triples.sort_unstable_by(|a, b| b.1.score.total_cmp(&a.1.score));
    triples.truncate(MOST_TRIPLES);
}

/// Whether three marks, the second leg clockwise from the first, may be those of one code.
fn fits(marks: [&Mark; 3], a: &Leg, b: &Leg) -> Option<Triple> {
    let [corner, first, second] = marks;
    let sine = cross(a.along, b.along);
    if sine < 0.5 {
        return None;
    }
    let (size_a, size_b) = (a.size(), b.size());
    let size = f32::midpoint(size_a, size_b);
    let uneven = (size_a / size_b).ln().abs();
    if !(16.0..200.0).contains(&size) || uneven > 0.4 {
        return None;
    }
    let here = (a.spans.0, b.spans.0);
    let there_a = (a.spans.1, first.span(b.along)?);
    let there_b = (second.span(a.along)?, b.spans.1);
    // A mark whose sides follow the legs has the area that its spans along them say; turned by 45 degrees, half of it.
    let shape = |mark: &Mark, (u, v): (f32, f32)| (u * v * sine / (mark.module * mark.module)).ln().abs();
    let shapes = [shape(corner, here), shape(first, there_a), shape(second, there_b)];
    if shapes.iter().any(|&shape| shape > 0.55) {
        return None;
    }
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

fn cross(a: (f32, f32), b: (f32, f32)) -> f32 {
    a.0 * b.1 - a.1 * b.0
}
