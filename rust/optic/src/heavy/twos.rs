//! Two melted finders that stand like those of one code whose third one glare hides. Chance makes many such pairs: what
//! tells them apart is the quiet zone on the outer sides of both.

use super::seek::Melted;
use super::stand::quiet;
use super::{Suspect, cut_around};
use crate::{LumaView, Point};

/// Suspects that are handed on: two pairs, each with both places that its third finder may have.
const MOST: usize = 4;
/// How much larger one of the two may be than the other.
const UNLIKE: f32 = 1.35;
/// Modules between two finders that lie along a side.
const APART: std::ops::Range<f32> = 12.0..180.0;
/// The cosine of the angle by which finders that lie along a side may be turned against it, and of that by which those
/// across the middle are turned against the diagonal's own 45 degrees.
const STRAIGHT: f32 = 0.94;
const ACROSS: f32 = 0.91;
/// Less of the outer sides being as light as the finders' own light is no quiet zone.
const QUIET: f32 = 0.92;

/// The likeliest pairs, each twice.
pub(super) fn group(view: LumaView<'_>, marks: &[Melted]) -> [Option<(Suspect, usize)>; MOST] {
    let mut best: [Option<(f32, Suspect, usize)>; MOST] = [None; MOST];
    for (at, a) in marks.iter().enumerate() {
        for b in marks.iter().skip(at + 1) {
            let unlike = (a.module / b.module).max(b.module / a.module);
            if unlike > UNLIKE || a.alike * b.alike < 0.0 {
                continue;
            }
            for (suspect, lost) in places(a, b).into_iter().flatten() {
                let quiet = quiet(view, &suspect, Some(lost), a.alike);
                if quiet < QUIET || cut_around(view, &suspect).is_none() {
                    continue;
                }
                let score = quiet * (a.alike * b.alike).sqrt() - 0.3 * unlike.ln();
                let place = best.iter().position(|known| known.is_none_or(|(other, ..)| score > other));
                if let Some(tail) = place.and_then(|place| best.get_mut(place..)) {
                    tail.rotate_right(1);
                    tail.iter_mut().take(1).for_each(|first| *first = Some((score, suspect, lost)));
                }
            }
        }
    }
    best.map(|found| found.map(|(_, suspect, lost)| (suspect, lost)))
}

/// The codes that two finders may be of: along a side, the code on either side of it and its corner at either end; across
/// the middle, its corner on either side.
fn places(a: &Melted, b: &Melted) -> [Option<(Suspect, usize)>; 4] {
    let none = [None; 4];
    let (p, q) = (a.middle, b.middle);
    let (x, y) = (q.x - p.x, q.y - p.y);
    let length = x.hypot(y).max(1e-3);
    let module = (a.module * b.module).sqrt();
    // The cosine and the sine of the angle between a finder's rows and the line through both.
    let turn = |mark: &Melted| {
        let [u, v] = mark.along;
        let scale = length * u.hypot(v).max(1e-3);
        (((u * x + v * y) / scale).abs(), ((u * y - v * x) / scale).abs())
    };
    let turns = [turn(a), turn(b)];
    let suspect = |corners: [Point; 3], lost: usize| Some((Suspect { corners, module }, lost));
    let at = |from: Point, share: f32| Point { x: from.x - share * y, y: from.y + share * x };
    let apart = length / module;
    if turns.iter().all(|(cos, sin)| cos.max(*sin) > STRAIGHT) && APART.contains(&apart) {
        // Clockwise from the corner: first the leg to the left of the other, seen from it.
        [
            suspect([p, q, at(p, 1.0)], 2),
            suspect([q, at(q, 1.0), p], 1),
            suspect([p, at(p, -1.0), q], 1),
            suspect([q, p, at(q, -1.0)], 2),
        ]
    } else if turns.iter().all(|(cos, sin)| (cos + sin) / std::f32::consts::SQRT_2 > ACROSS)
        && APART.contains(&(apart / std::f32::consts::SQRT_2))
    {
        let middle = Point { x: f32::midpoint(p.x, q.x), y: f32::midpoint(p.y, q.y) };
        [suspect([at(middle, -0.5), q, p], 0), suspect([at(middle, 0.5), p, q], 0), None, None]
    } else {
        none
    }
}
