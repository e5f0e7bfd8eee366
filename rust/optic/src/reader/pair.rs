//! Two finder patterns that were seen, and a third one that was not: it is looked for where it must be.
//!
//! Rows and columns miss a pattern of which a side is torn or glossy, while enough rays still see it. One that glare
//! covers altogether no ray sees: then the two are a suspect of their own.

use super::mark::{Hint, Mark};
use crate::heavy::Suspect;
use crate::{LumaView, Point};

/// Of more marks than this some three would have been a code's.
const FEW: usize = 8;
/// Along its sides a mark is a module a module; across its corners it is 1.41. Between them a pair says nothing.
const ALONG_SIDES: f32 = 1.15;
const ACROSS_CORNERS: f32 = 1.25;
/// Where around the guess the rays start, in modules.
const STARTS: [f32; 3] = [0.0, -1.2, 1.2];

/// How far beside the line through two finders' middles their code ends, in modules, and with it the quiet zone.
const QUIET: [f32; 3] = [4.5, 5.5, 6.5];
/// The share of rays that see a finder which lies open, of one of two at least; by chance some three quarters may.
const SURE: f32 = 0.85;
const FAIRLY_SURE: f32 = 0.7;
/// How much larger one of two finders may be than the other.
const UNLIKE: f32 = 1.4;
/// Places along that line that are looked at.
const LOOKS: u8 = 24;

/// Two marks of one code as it seems, and where its third finder must be, which nobody sees.
#[derive(Clone, Copy)]
pub(super) struct Lonely {
    /// How alike the two are, up to 1.
    pub(super) score: f32,
    pub(super) suspect: Suspect,
    /// Which of the suspect's corners is not seen.
    pub(super) lost: usize,
}

/// Adds the marks that complete two of `marks`.
pub(super) fn complete(view: LumaView<'_>, marks: &mut Vec<Mark>) {
    let seen = marks.len();
    if seen > FEW {
        return;
    }
    for first in 0..seen {
        for second in first + 1..seen {
            let Some((a, b)) = marks.get(first).copied().zip(marks.get(second).copied()) else { return };
            for guess in guesses(&a, &b).into_iter().flatten() {
                let near = |mark: &Mark| (mark.centre.x - guess.x).hypot(mark.centre.y - guess.y) < 3.0 * mark.module;
                if !marks.iter().any(near)
                    && let Some(mark) = look(view, guess, &a)
                {
                    marks.push(mark);
                }
            }
        }
    }
}

/// Hands over every two of `marks` that may be of one code, once for each place of its third finder.
pub(super) fn lonely(view: LumaView<'_>, marks: &[Mark], mut found: impl FnMut(Lonely)) {
    let sure = || marks.iter().filter(|mark| mark.score > FAIRLY_SURE);
    if sure().count() > FEW {
        return;
    }
    for (at, a) in sure().enumerate() {
        for b in sure().skip(at + 1) {
            let unlike = (a.module / b.module).max(b.module / a.module);
            if a.score.max(b.score) < SURE || unlike > UNLIKE {
                continue;
            }
            let score = a.score * b.score - (a.module / b.module).ln().abs();
            let module = (a.module * b.module).sqrt();
            let mut add = |corner: Point, one: Point, two: Point, third: Point| {
                let turn = (one.x - corner.x) * (two.y - corner.y) - (one.y - corner.y) * (two.x - corner.x);
                let corners = if turn > 0.0 { [corner, one, two] } else { [corner, two, one] };
                let lost = corners.iter().position(|&point| point == third).unwrap_or(0);
                found(Lonely { score, suspect: Suspect { corners, module }, lost });
            };
            match guesses(a, b) {
                // Along a side: the code lies where it is darker, and its corner is at either end.
                [Some(a_right), Some(a_left), Some(b_right), Some(b_left)] => {
                    let (third_at_a, third_at_b) =
                        if is_dark_beside(view, a, b) { (a_right, b_right) } else { (a_left, b_left) };
                    add(a.centre, b.centre, third_at_a, third_at_a);
                    add(b.centre, a.centre, third_at_b, third_at_b);
                }
                // Across the middle: the corner is on either side.
                guesses => guesses.into_iter().flatten().for_each(|third| add(third, a.centre, b.centre, third)),
            }
        }
    }
}

/// Whether it is the side to which "along" turns clockwise that holds the modules, and the other one the quiet zone.
fn is_dark_beside(view: LumaView<'_>, a: &Mark, b: &Mark) -> bool {
    let (x, y) = (b.centre.x - a.centre.x, b.centre.y - a.centre.y);
    let length = x.hypot(y);
    let module = (a.module * b.module).sqrt();
    let aside = (-y / length * module, x / length * module);
    let mut sum = 0.0;
    for look in 0..LOOKS {
        let share = f32::from(look) / f32::from(LOOKS - 1);
        let (u, v) = (a.centre.x + share * x, a.centre.y + share * y);
        for far in QUIET {
            sum += view.shade(u + far * aside.0, v + far * aside.1) - view.shade(u - far * aside.0, v - far * aside.1);
        }
    }
    (sum < 0.0) != a.inverted
}

/// Where the third mark may be.
fn guesses(a: &Mark, b: &Mark) -> [Option<Point>; 4] {
    let none = [None; 4];
    let (x, y) = (b.centre.x - a.centre.x, b.centre.y - a.centre.y);
    let length = x.hypot(y);
    let along = (x / length, y / length);
    let across = (-along.1, along.0);
    let spans = [a.span(along), b.span(along), a.span(across), b.span(across)];
    let [Some(here), Some(there), Some(aside), Some(beside)] = spans else { return none };
    let alike = a.inverted == b.inverted && (0.7..1.4).contains(&(a.module / b.module));
    let span = (here * there).sqrt();
    if !alike || !(10.0..175.0).contains(&(length / span)) {
        return none;
    }
    // Modules across may be shorter or longer than along: tilt.
    let reach = length * (aside * beside).sqrt() / span;
    let at = |from: Point, share: f32| {
        Some(Point { x: from.x + share * reach * across.0, y: from.y + share * reach * across.1 })
    };
    let shape = span * (aside * beside).sqrt() / (a.module * b.module);
    let shape = shape.sqrt();
    if shape < ALONG_SIDES {
        [at(a.centre, 1.0), at(a.centre, -1.0), at(b.centre, 1.0), at(b.centre, -1.0)]
    } else if shape > ACROSS_CORNERS {
        let middle = Point { x: f32::midpoint(a.centre.x, b.centre.x), y: f32::midpoint(a.centre.y, b.centre.y) };
        [at(middle, 0.5), at(middle, -0.5), None, None]
    } else {
        none
    }
}

/// Rays from around `guess`, for a mark like `other`.
fn look(view: LumaView<'_>, guess: Point, other: &Mark) -> Option<Mark> {
    let module = [other.span((1.0, 0.0))?, other.span((0.0, 1.0))?];
    let far = 2.0 * other.module;
    let inside = |at: f32, side: usize| at > far && at < side as f32 - far;
    if !inside(guess.x, view.width()) || !inside(guess.y, view.height()) {
        return None;
    }
    STARTS.into_iter().flat_map(|v| STARTS.map(|u| (u, v))).find_map(|(u, v)| {
        let centre = Point { x: guess.x + u * module[0], y: guess.y + v * module[1] };
        let mark = Mark::trace(view, Hint { centre, module, inverted: other.inverted }, false)?;
        (0.75..1.33).contains(&(mark.module / other.module)).then_some(mark)
    })
}
