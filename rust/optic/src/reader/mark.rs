//! A finder pattern in gray: where rays from its centre cross its three edges.
//!
//! Each ray is judged by itself, along it the edges lie at 3:5:7 whatever the tilt. So no edge has to be whole, and no
//! region connected: a pattern that a blot, a crease or a blur has eaten a third of still gives its centre.

use std::sync::LazyLock;

use crate::heavy::Finder;
use crate::{LumaView, Point};

/// Rays around a full turn.
pub(super) const RAYS: usize = 32;
/// Half the rings of a mark in modules: stone, light ring, dark ring.
pub(super) const HALVES: [f32; 3] = [1.5, 2.5, 3.5];

/// Rays that must show all three edges.
const ENOUGH: usize = 17;
/// Along a diagonal of the picture, in modules as the row and the column have them each way: in the stone, and in the light
/// ring of a mark that stands straight or on its corner; and how many of four places there must be as they should.
const IN_THE_STONE: f32 = 0.6;
const IN_THE_RING: [f32; 2] = [1.65, 1.15];
const HALF_OF_FOUR: usize = 2;
const MOST_OF_FOUR: usize = 3;
/// Shades between dark and light, at least.
const CONTRAST: f32 = 8.0;
/// Where the dark ring may be darkest, in modules from the centre.
const DARK_RING: [f32; 3] = [2.7, 3.0, 3.3];

/// A finder pattern, in pixels of the size that it was seen in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub(super) centre: Point,
    /// Where the rays start: the centre to within a fraction of a module.
    pub(super) origin: Point,
    /// How far along each ray the stone, the light ring and the dark ring end; NaN where they were not seen.
    pub(super) rings: [[f32; RAYS]; 3],
    /// Pixels a module: the root of the pattern's area over 49.
    pub(super) module: f32,
    /// A light pattern on a dark ground.
    pub(super) inverted: bool,
    /// The share of the rays that saw all three edges.
    pub(super) score: f32,
}

/// What a look at rows and columns knows of a mark.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hint {
    pub(super) centre: Point,
    /// Pixels a module along the row and the column.
    pub(super) module: [f32; 2],
    pub(super) inverted: bool,
}

impl Mark {
    /// Looks closely where a mark is suspected; only after a glance that asks for more where `many` were none.
    pub(super) fn trace(view: LumaView<'_>, hint: Hint, many: bool) -> Option<Self> {
        let arms = Arms { view, hint };
        let (stone, light) = arms.stone_and_light()?;
        let inner = f32::midpoint(stone, light);
        if !is_ringed(view, hint, inner.abs(), if many { MOST_OF_FOUR } else { HALF_OF_FOUR }) {
            return None;
        }
        // Each edge lies half way between what is on either side. The picture's own shades have no sign.
        let outer = f32::midpoint(arms.dark(), light).max(inner);
        let limits = [inner, outer, outer].map(f32::abs);
        let module = hint.module[0].max(hint.module[1]);
        let mut mark = Self {
            centre: hint.centre,
            origin: hint.centre,
            rings: [[f32::NAN; RAYS]; 3],
            module,
            inverted: hint.inverted,
            score: 0.0,
        };
        for _ in 0..2 {
            mark.origin = mark.centre;
            mark.cast(view, limits, hint.module)?;
            mark.settle()?;
            let moved = (mark.centre.x - mark.origin.x).hypot(mark.centre.y - mark.origin.y);
            if moved < 0.15 * mark.module {
                break;
            }
        }
        Some(mark)
    }

    /// A finder pattern that was laid as a whole: where rays would cross its edges.
    pub(super) fn of_squares(finder: &Finder, inverted: bool) -> Self {
        let Finder { middle, along: [ax, ay], below: [bx, by], score } = *finder;
        let turn = ax * by - ay * bx;
        let rings = HALVES.map(|half| {
            let mut ring = [half; RAYS];
            for (reach, (x, y)) in ring.iter_mut().zip(DIRECTIONS.iter()) {
                let (u, v) = ((x * by - y * bx) / turn, (ax * y - ay * x) / turn);
                *reach = half / u.abs().max(v.abs());
            }
            ring
        });
        Self { centre: middle, origin: middle, rings, module: turn.abs().sqrt(), inverted, score }
    }

    /// The same with its rings this much larger: blur makes a pattern that is laid as a whole a little too large or small.
    pub(super) fn scaled(mut self, by: f32) -> Self {
        self.rings.iter_mut().flatten().for_each(|reach| *reach *= by);
        self.module *= by;
        self
    }

    /// Pixels a module along `direction` (of length 1): the three chords through the centre.
    pub(super) fn span(&self, direction: (f32, f32)) -> Option<f32> {
        let turn = direction.1.atan2(direction.0) / std::f32::consts::TAU * RAYS as f32;
        let turn = turn.rem_euclid(RAYS as f32);
        let opposite = (turn + RAYS as f32 / 2.0).rem_euclid(RAYS as f32);
        let mut spans = [0.0; 3];
        let mut seen = 0;
        for (ring, half) in self.rings.iter().zip(HALVES) {
            let (there, back) = (reach(ring, turn), reach(ring, opposite));
            let chord = match (there, back) {
                (Some(there), Some(back)) => there + back,
                (Some(one), None) | (None, Some(one)) => 2.0 * one,
                _ => continue,
            };
            if let Some(span) = spans.get_mut(seen) {
                *span = chord / (2.0 * half);
                seen += 1;
            }
        }
        // Ink that has spread makes the first and last chord longer and the middle one shorter.
        let (sum, count) = spans.iter().take(seen).fold((0.0, 0.0f32), |(sum, count), span| (sum + span, count + 1.0));
        (seen > 0).then(|| sum / count)
    }

    /// Every point where a ray left a ring, as an offset from the centre, with the ring's half width in modules.
    pub(super) fn edges(&self) -> impl Iterator<Item = ((f32, f32), f32)> {
        let shift = (self.origin.x - self.centre.x, self.origin.y - self.centre.y);
        self.rings.iter().zip(HALVES).flat_map(move |(ring, half)| {
            ring.iter()
                .zip(DIRECTIONS.iter())
                .filter(|(reach, _)| reach.is_finite())
                .map(move |(reach, direction)| ((shift.0 + direction.0 * reach, shift.1 + direction.1 * reach), half))
        })
    }

    /// Sends the rays out from the origin.
    fn cast(&mut self, view: LumaView<'_>, limits: [f32; 3], module: [f32; 2]) -> Option<()> {
        let (small, large) = (module[0].min(module[1]), module[0].max(module[1]));
        let stride = (0.3 * small).max(0.6);
        // The corner of a mark tilted until its rows are half as high as they are wide.
        let far = 7.5 * large + 2.0;
        let mut whole = 0usize;
        self.rings = [[f32::NAN; RAYS]; 3];
        // All round coarsely before all round finely: most of what is no mark fails early.
        let order = (0..8).flat_map(|start| (0..RAYS / 8).map(move |turn| turn * 8 + (start * 5) % 8));
        for (cast, ray) in order.enumerate() {
            let Some(direction) = DIRECTIONS.get(ray) else { continue };
            let found = cross(view, self.origin, *direction, limits, self.inverted, stride, far);
            let found = found.filter(|&[stone, light, dark]| {
                (1.22..2.5).contains(&(light / stone)) && (1.6..3.6).contains(&(dark / stone))
            });
            let Some(found) = found else {
                // Too many misses to make it up, or bound to become too many.
                if RAYS - 1 - cast + whole < ENOUGH || (cast >= 7 && whole * 3 < cast) {
                    return None;
                }
                continue;
            };
            whole += 1;
            for (ring, reach) in self.rings.iter_mut().zip(found) {
                ring.iter_mut().skip(ray).take(1).for_each(|place| *place = reach);
            }
        }
        self.drop_strays();
        let seen = self.rings[0].iter().filter(|reach| reach.is_finite()).count();
        self.score = seen as f32 / RAYS as f32;
        (seen >= ENOUGH).then_some(())
    }

    /// A ray that is much longer or shorter than both its neighbours and its opposite saw something else.
    fn drop_strays(&mut self) {
        let [_, _, outer] = self.rings;
        for ray in 0..RAYS {
            let at = |turn: usize| outer.get((ray + turn) % RAYS).copied().filter(|reach| reach.is_finite());
            let Some(here) = at(0) else { continue };
            let others = [at(1), at(RAYS - 1), at(RAYS / 2)];
            let unlike = others.into_iter().flatten().filter(|other| !(0.62..1.6).contains(&(here / other))).count();
            if unlike >= 2 {
                for ring in &mut self.rings {
                    ring.iter_mut().skip(ray).take(1).for_each(|place| *place = f32::NAN);
                }
            }
        }
    }

    /// The centre is the mean of the centres of area of the three rings; the module follows from their areas.
    fn settle(&mut self) -> Option<()> {
        let (mut x, mut y, mut module) = (0.0, 0.0, 0.0);
        for (ring, half) in self.rings.iter().zip(HALVES) {
            let (area, middle) = outline(ring)?;
            x += middle.0 / 3.0;
            y += middle.1 / 3.0;
            module += area.sqrt() / (2.0 * half) / 3.0;
        }
        self.centre = Point { x: self.origin.x + x, y: self.origin.y + y };
        self.module = module;
        (module > 0.4 && x.hypot(y) < 2.0 * module).then_some(())
    }
}

/// The shades of a suspected mark on its row and its column, dark below light whichever is which.
struct Arms<'a> {
    view: LumaView<'a>,
    hint: Hint,
}

impl Arms<'_> {
    /// Where `reach` modules from the centre lie: two places on the row, two on the column.
    fn at(&self, reach: f32) -> [f32; 4] {
        let Hint { centre: Point { x, y }, module: [across, down], inverted } = self.hint;
        let sign = if inverted { -1.0 } else { 1.0 };
        let (right, below) = (reach * across, reach * down);
        [(right, 0.0), (-right, 0.0), (0.0, below), (0.0, -below)].map(|(u, v)| sign * self.view.shade(x + u, y + v))
    }

    fn mean(&self, reach: f32) -> f32 {
        self.at(reach).iter().sum::<f32>() / 4.0
    }

    /// Those of the stone and of the light ring; `None` without contrast.
    fn stone_and_light(&self) -> Option<(f32, f32)> {
        let stone = (self.mean(0.6) * 4.0 + self.mean(0.0)) / 5.0;
        let light = self.mean(2.0);
        (light - stone >= CONTRAST).then_some((stone, light))
    }

    /// That of the dark ring. Blur leaves it, one module wide, lighter than the stone: what lies half way up the stone's edge
    /// may lie below it.
    fn dark(&self) -> f32 {
        let [near, middle, far] = DARK_RING.map(|reach| self.at(reach));
        let darkest = near.into_iter().zip(middle).zip(far).map(|((a, b), c)| a.min(b).min(c));
        darkest.sum::<f32>() / 4.0
    }
}

/// Whether the four places off the centre that neither the row nor the column has crossed look like a mark's: a glance
/// before the rays, which most of what is no mark does not stand.
fn is_ringed(view: LumaView<'_>, hint: Hint, limit: f32, enough: usize) -> bool {
    let Point { x, y } = hint.centre;
    let [across, down] = hint.module;
    let like = |reach: f32, is_stone: bool| {
        let (right, below) = (reach * across, reach * down);
        let places = [(right, below), (-right, below), (right, -below), (-right, -below)];
        let is_dark = |&(u, v): &(f32, f32)| view.shade(x + u, y + v) < limit;
        places.iter().filter(|place| is_dark(place) != (is_stone == hint.inverted)).count()
    };
    like(IN_THE_STONE, true) >= enough && IN_THE_RING.iter().any(|&reach| like(reach, false) >= enough)
}

/// How far from `origin` along `direction` the stone, the light and the dark ring end.
fn cross(
    view: LumaView<'_>,
    origin: Point,
    direction: (f32, f32),
    limits: [f32; 3],
    inverted: bool,
    stride: f32,
    far: f32,
) -> Option<[f32; 3]> {
    let (width, height) = (view.width() as f32, view.height() as f32);
    let dark = |reach: f32, limit: f32| {
        let (x, y) = (origin.x + direction.0 * reach, origin.y + direction.1 * reach);
        // The picture's edge ends a ring: a code may fill it without a quiet zone.
        if x < 0.0 || y < 0.0 || x > width || y > height {
            return (-1.0, reach);
        }
        let shade = view.shade(x, y);
        (if inverted { shade - limit } else { limit - shade }, reach)
    };
    let mut edges = [0.0; 3];
    let mut reach = stride;
    for (at, (edge, limit)) in edges.iter_mut().zip(limits).enumerate() {
        let towards_dark = at == 1;
        let mut before = dark(reach - stride, limit);
        loop {
            if reach > far {
                return None;
            }
            let here = dark(reach, limit);
            reach += stride;
            // The flank of the stone is still too dark for the light ring's limit: that is no edge yet.
            if (here.0 > 0.0) == towards_dark && (before.0 > 0.0) != towards_dark {
                *edge = between(before, here, |reach| dark(reach, limit));
                break;
            }
            before = here;
        }
    }
    Some(edges)
}

/// The crossing between two samples: halved twice, then a straight line.
fn between(mut near: (f32, f32), mut far: (f32, f32), at: impl Fn(f32) -> (f32, f32)) -> f32 {
    if far.1 - near.1 > 1.0 {
        for _ in 0..2 {
            let middle = at(f32::midpoint(near.1, far.1));
            if (middle.0 > 0.0) == (near.0 > 0.0) {
                near = middle;
            } else {
                far = middle;
            }
        }
    }
    let share = near.0 / (near.0 - far.0);
    near.1 + (far.1 - near.1) * if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.5 }
}

/// The area within a ring and its centre, relative to the origin; a ray that is missing is as long as its opposite.
fn outline(ring: &[f32; RAYS]) -> Option<(f32, (f32, f32))> {
    let reach = |ray: usize| {
        let at = |turn: usize| ring.get((ray + turn) % RAYS).copied().filter(|reach| reach.is_finite());
        at(0)
            .or_else(|| at(RAYS / 2))
            .or_else(|| Some(f32::midpoint(at(1)?, at(RAYS - 1)?)))
            .or_else(|| at(1).or(at(RAYS - 1)))
    };
    let point = |ray: usize| -> Option<(f32, f32)> {
        let reach = reach(ray)?;
        DIRECTIONS.get(ray % RAYS).map(|d| (d.0 * reach, d.1 * reach))
    };
    let (mut area, mut x, mut y) = (0.0, 0.0, 0.0);
    for ray in 0..RAYS {
        let ((ax, ay), (bx, by)) = (point(ray)?, point((ray + 1) % RAYS)?);
        let twice = ax * by - bx * ay;
        area += twice / 2.0;
        x += (ax + bx) * twice / 6.0;
        y += (ay + by) * twice / 6.0;
    }
    (area > 0.0).then(|| (area, (x / area, y / area)))
}

/// How long a ray at `turn` (in rays, fractional) would be: along a straight side, one over the length is linear.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 up to RAYS by the caller")]
fn reach(ring: &[f32; RAYS], turn: f32) -> Option<f32> {
    let before = turn as usize % RAYS;
    let share = turn.fract();
    let at = |ray: usize| ring.get(ray % RAYS).copied().filter(|reach| reach.is_finite() && *reach > 0.0);
    match (at(before), at(before + 1)) {
        (Some(a), Some(b)) => Some(1.0 / ((1.0 - share) / a + share / b)),
        (Some(one), None) | (None, Some(one)) => Some(one),
        _ => None,
    }
}

static DIRECTIONS: LazyLock<[(f32, f32); RAYS]> = LazyLock::new(|| {
    let mut ray = 0.0;
    [(); RAYS].map(|()| {
        let (sin, cos) = (ray / RAYS as f32 * std::f32::consts::TAU).sin_cos();
        ray += 1.0;
        (cos, sin)
    })
});
