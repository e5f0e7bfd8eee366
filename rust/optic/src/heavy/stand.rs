//! Three melted finders that stand like those of one code.

use super::seek::Melted;
use super::{Suspect, cut_around};
use crate::{LumaView, Point};

/// Those that are looked at closely at a time.
const MOST: usize = 5;
/// By how much (a logarithm) a finder of a code may be larger or smaller than the three in the mean.
const UNEVEN: f32 = 0.3;
/// The cosine of the angle by which a finder may seem to be turned against the code's edge.
const STRAIGHT: f32 = 0.92;
/// Modules from one finder's middle to another's along an edge, with some room.
const APART: std::ops::Range<f32> = 12.0..190.0;

/// Three finders of one code, perhaps.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stand {
    pub(super) score: f32,
    /// The one at the corner, the others clockwise in the picture.
    pub(super) finders: [Melted; 3],
}

impl Stand {
    pub(super) fn suspect(&self) -> Suspect {
        let [a, b, c] = &self.finders;
        Suspect { corners: [a.middle, b.middle, c.middle], module: (a.module * b.module * c.module).cbrt() }
    }
}

/// The likeliest codes that three of the marks stand like, if they were not `known`.
pub(super) fn group(marks: &[Melted], view: LumaView<'_>, known: &[Suspect]) -> [Option<Stand>; MOST] {
    let mut best: [Option<Stand>; MOST] = [None; MOST];
    for a in marks {
        for b in marks.iter().filter(|b| may_be_beside(a, b)) {
            for c in marks.iter().filter(|c| may_be_beside(a, c)) {
                let Some(mut stand) = stand_together([a, b, c]) else { continue };
                let beats = |known: &Option<Stand>| known.as_ref().is_none_or(|known| stand.score > known.score);
                let suspect = stand.suspect();
                if !best.iter().any(beats) || known.iter().any(|known| known.is_near(&suspect)) {
                    continue;
                }
                if cut_around(view, &suspect).is_none() {
                    continue;
                }
                stand.score *= quiet(view, &suspect, None, a.alike);
                let place = best.iter().position(|known| known.as_ref().is_none_or(|known| stand.score > known.score));
                if let Some(tail) = place.and_then(|place| best.get_mut(place..)) {
                    tail.rotate_right(1);
                    if let Some(first) = tail.first_mut() {
                        *first = Some(stand);
                    }
                }
            }
        }
    }
    best
}

/// Whether two marks may be finders of one code, `a` at the corner: what [`stand_together`] asks of each leg.
fn may_be_beside(a: &Melted, b: &Melted) -> bool {
    let uneven = (a.module / b.module).max(b.module / a.module);
    let length = apart(a.middle, b.middle) / a.module.min(b.module);
    a.alike * b.alike > 0.0 && uneven < 1.8 && length > 0.7 * APART.start && length < 1.6 * APART.end
}

/// Three marks as the finders of one code, the first at the corner, the others clockwise: how well they stand.
fn stand_together([a, b, c]: [&Melted; 3]) -> Option<Stand> {
    let leg = |to: &Melted| (to.middle.x - a.middle.x, to.middle.y - a.middle.y);
    let (along, below) = (leg(b), leg(c));
    let cross = along.0 * below.1 - along.1 * below.0;
    let (one, two) = (along.0.hypot(along.1), below.0.hypot(below.1));
    if cross < 0.8 * one * two {
        return None;
    }
    let module = (a.module * b.module * c.module).cbrt();
    let uneven = (one / two).ln().abs();
    let sizes = [a, b, c].map(|mark| (mark.module / module).ln().abs());
    let size = (one * two).sqrt() / module;
    if uneven > 0.4 || !APART.contains(&size) || sizes.iter().any(|&off| off > UNEVEN) {
        return None;
    }
    // Each finder stands as the legs do; how one is turned that has melted is hard to tell.
    let (cos, sin) = (along.0 / one, along.1 / one);
    let turned = |mark: &Melted| {
        let [x, y] = mark.along;
        let straight = (x * cos + y * sin).abs().max((x * sin - y * cos).abs()) / x.hypot(y).max(1e-3);
        (STRAIGHT - straight).max(0.0)
    };
    let turned: f32 = [a, b, c].into_iter().map(turned).sum();
    let skew = (along.0 * below.0 + along.1 * below.1).abs() / (one * two).max(1e-3);
    let alike = (a.alike * b.alike * c.alike).abs().cbrt();
    let score = alike - 0.3 * uneven - 0.2 * skew - 0.2 * sizes.iter().sum::<f32>() - 0.5 * turned;
    Some(Stand { score, finders: [*a, *b, *c] })
}

/// How much of what lies outside of the finders, but for the `lost` one, is as light as their own light rings; dark for light
/// codes on dark.
pub(super) fn quiet(view: LumaView<'_>, suspect: &Suspect, lost: Option<usize>, sign: f32) -> f32 {
    let [a, b, c] = suspect.corners;
    let toward = |p: Point, q: Point| {
        let length = apart(p, q).max(1e-3);
        Point { x: (q.x - p.x) / length * suspect.module, y: (q.y - p.y) / length * suspect.module }
    };
    let (along, below) = (toward(a, b), toward(a, c));
    let light = |p: Point, u: f32, v: f32| {
        let shade = view.shade(p.x + u * along.x + v * below.x, p.y + u * along.y + v * below.y);
        if sign > 0.0 { shade } else { 255.0 - shade }
    };
    // Outwards along the rows and down the columns.
    let outside = [(a, -5.0, -5.0), (b, 5.0, -5.0), (c, -5.0, 5.0)];
    let (mut seen, mut looks) = (0.0, 0.0);
    for &(middle, u, v) in outside.iter().enumerate().filter(|(at, _)| Some(*at) != lost).map(|(_, place)| place) {
        let dark = light(middle, 0.0, 0.0);
        let places = [(u, -2.0), (u, 2.0), (-2.0, v), (2.0, v)];
        let brightest = places.iter().map(|&(u, v)| light(middle, u, v)).fold(dark + 1.0, f32::max);
        seen += places.iter().map(|&(u, v)| (light(middle, u, v) - dark) / (brightest - dark)).sum::<f32>();
        looks += 4.0;
    }
    seen.max(0.0) / looks
}

pub(super) fn apart(p: Point, q: Point) -> f32 {
    (q.x - p.x).hypot(q.y - p.y)
}
