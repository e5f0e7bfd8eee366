//! Two finder patterns that were seen, and a third one that was not: it is looked for where it must be.
//!
//! Rows and columns miss a pattern of which a side is torn or glossy, while enough rays still see it.

use super::mark::{Hint, Mark};
use crate::{LumaView, Point};

/// Of more marks than this some three would have been a code's.
const FEW: usize = 8;
/// Along its sides a mark is a module a module; across its corners it is 1.41. Between them a pair says nothing.
const ALONG_SIDES: f32 = 1.15;
const ACROSS_CORNERS: f32 = 1.25;
/// Where around the guess the rays start, in modules.
const STARTS: [f32; 3] = [0.0, -1.2, 1.2];

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
