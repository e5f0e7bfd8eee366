//! Codes whose finders have melted: three places that look like one finder each, and stand like those of one code.
//!
//! The picture is reduced step by step, so that finders of every size come to have modules of a pixel; what answers to
//! the filter of [`rings`](super::rings) is laid by a correlation between the pixels, and the best of all sizes are grouped.

use std::f32::consts::FRAC_1_SQRT_2;
use std::time::Instant;

use super::plane::{Cut, Plane, rounded, small};
use super::probes::below;
use super::rings::{Rings, Spot};
use super::texture::Texture;
use super::{Suspect, cut_around};
use crate::{LumaView, Point};

/// Pixels a module of the smallest finders that are looked for, and how much larger each next size is.
const SMALLEST: f32 = 1.0;
const STEP: f32 = 1.2;
const SIZES: i32 = 12;
/// Pixels of the largest size, at most.
const MOST_PIXELS: f32 = 1e6;
/// What the filter must answer, and what the correlation.
const ANSWERED: f32 = 0.5;
const ALIKE: f32 = 0.62;
/// Marks this much larger than others are of another size.
const OTHER_SIZE: f32 = 1.45;
/// Places that are laid of one size, and kept of all.
const MOST_SPOTS: usize = 20;
const MOST_MARKS: usize = 40;
/// Suspects that are handed on.
const MOST: usize = 3;
/// By how much (a logarithm) a finder of a code may be larger or smaller than the three in the mean.
const UNEVEN: f32 = 0.22;
/// The cosine of the angle by which a finder may be turned against the code's edge.
const STRAIGHT: f32 = 0.92;
/// Half the side of the finder's template, in modules.
const HALF: usize = 4;
const SIDE: usize = 2 * HALF + 1;

/// A melted finder.
#[derive(Clone, Copy, Debug)]
pub(super) struct Melted {
    pub(super) middle: Point,
    /// Pixels a module.
    pub(super) module: f32,
    /// The direction of its rows, or of its columns; of length 1.
    pub(super) along: [f32; 2],
    /// As a [`Spot`]'s.
    pub(super) alike: f32,
}

/// What a finder should look like, a value a module, made even and of length 1.
type Template = [f32; SIDE * SIDE];

/// The search; keeps its buffers.
pub(super) struct Seeker {
    reduced: Plane,
    texture: Texture,
    plane: Plane,
    rings: Rings,
    spots: Vec<Spot>,
    /// What was found, best first.
    pub(super) marks: Vec<Melted>,
    templates: [Template; 2],
}

impl Seeker {
    pub(super) fn new() -> Self {
        Self {
            reduced: Plane::new(),
            texture: Texture::new(),
            plane: Plane::new(),
            rings: Rings::new(),
            spots: Vec::new(),
            marks: Vec::new(),
            templates: [template(0.5), template(0.75)],
        }
    }

    /// Fills `marks` with what looks most like a finder.
    pub(super) fn seek(&mut self, view: LumaView<'_>, deadline: Instant) {
        self.marks.clear();
        let (mut factor, mut is_likely) = (0, false);
        let smallest = (small(view.width()) * small(view.height()) / MOST_PIXELS).sqrt().max(SMALLEST);
        for size in 0..SIZES {
            let module = smallest * STEP.powi(size);
            if Instant::now() >= deadline {
                break;
            }
            let whole = rounded(module - 0.5).max(1);
            if whole != factor {
                factor = whole;
                let (width, height) = (view.width() / factor, view.height() / factor);
                if !self.reduced.cut(view, Cut { left: 0, top: 0, width, height, factor }) {
                    break;
                }
                self.reduced.data.iter_mut().for_each(|value| *value -= 128.0);
                is_likely = self.texture.is_there(&self.reduced);
            }
            if !is_likely {
                continue;
            }
            resample(&self.reduced, module / small(factor), &mut self.plane);
            self.spots.clear();
            self.rings.look(&self.plane, ANSWERED, &mut self.spots);
            self.spots.sort_unstable_by(|a, b| b.alike.abs().total_cmp(&a.alike.abs()));
            self.spots.truncate(MOST_SPOTS);
            for spot in &self.spots {
                let laid = laid(&self.plane, &self.templates, *spot, module);
                if laid.alike.abs() > ALIKE {
                    self.marks.push(laid);
                }
            }
        }
        self.keep_the_best();
    }

    /// One mark of a size a place.
    fn keep_the_best(&mut self) {
        self.marks.sort_unstable_by(|a, b| b.alike.abs().total_cmp(&a.alike.abs()));
        let mut kept = 0;
        for at in 0..self.marks.len() {
            let Some(&mark) = self.marks.get(at) else { break };
            // A blot looks like a small finder, a finder like a blot: a place may hold one of each size.
            let near = |other: &Melted| {
                let (small, large) = (mark.module.min(other.module), mark.module.max(other.module));
                large < OTHER_SIZE * small && apart(other.middle, mark.middle) < 3.0 * large
            };
            if kept < MOST_MARKS && !self.marks.iter().take(kept).any(near) {
                self.marks.swap(kept, at);
                kept += 1;
            }
        }
        self.marks.truncate(kept);
    }

    /// The likeliest codes that three of the marks stand like.
    pub(super) fn group(&self, view: LumaView<'_>) -> [Option<Suspect>; MOST] {
        let mut best: [Option<(f32, Suspect)>; MOST] = [None; MOST];
        for a in &self.marks {
            for b in &self.marks {
                for c in &self.marks {
                    let Some((score, suspect)) = stand_together([a, b, c]) else { continue };
                    let beats = |known: &Option<(f32, Suspect)>| known.as_ref().is_none_or(|known| score > known.0);
                    if !best.iter().any(beats) || cut_around(view, &suspect).is_none() {
                        continue;
                    }
                    let score = score * quiet(view, &suspect, a.alike);
                    let place = best.iter().position(|known| known.as_ref().is_none_or(|known| score > known.0));
                    if let Some(tail) = place.and_then(|place| best.get_mut(place..)) {
                        tail.rotate_right(1);
                        if let Some(first) = tail.first_mut() {
                            *first = Some((score, suspect));
                        }
                    }
                }
            }
        }
        best.map(|known| known.map(|known| known.1))
    }
}

/// Three marks as the finders of one code, the first at the corner, the others clockwise: how well they stand.
fn stand_together([a, b, c]: [&Melted; 3]) -> Option<(f32, Suspect)> {
    let leg = |to: &Melted| (to.middle.x - a.middle.x, to.middle.y - a.middle.y);
    let (along, below) = (leg(b), leg(c));
    let cross = along.0 * below.1 - along.1 * below.0;
    let (one, two) = (along.0.hypot(along.1), below.0.hypot(below.1));
    if cross < 0.8 * one * two || a.alike * b.alike < 0.0 || a.alike * c.alike < 0.0 {
        return None;
    }
    let module = (a.module * b.module * c.module).cbrt();
    let uneven = (one / two).ln().abs();
    let sizes = [a, b, c].map(|mark| (mark.module / module).ln().abs());
    let size = (one * two).sqrt() / module;
    if uneven > 0.4 || !(12.0..190.0).contains(&size) || sizes.iter().any(|&off| off > UNEVEN) {
        return None;
    }
    // Each finder stands as the legs do.
    let (cos, sin) = (along.0 / one, along.1 / one);
    let turned = |mark: &Melted| {
        let [x, y] = mark.along;
        (x * cos + y * sin).abs().max((x * sin - y * cos).abs()) < STRAIGHT
    };
    if [a, b, c].into_iter().any(turned) {
        return None;
    }
    let skew = (along.0 * below.0 + along.1 * below.1).abs() / (one * two).max(1e-3);
    let alike = (a.alike * b.alike * c.alike).abs().cbrt();
    let score = alike - 0.3 * uneven - 0.2 * skew - 0.2 * sizes.iter().sum::<f32>();
    Some((score, Suspect { corners: [a.middle, b.middle, c.middle], module }))
}

/// How much of what lies outside of the three finders is as light as their own light rings; dark for light codes on dark.
fn quiet(view: LumaView<'_>, suspect: &Suspect, sign: f32) -> f32 {
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
    let outside = [
        (a, [(-5.0, -2.0), (-5.0, 2.0), (-2.0, -5.0), (2.0, -5.0)]),
        (b, [(5.0, -2.0), (5.0, 2.0), (-2.0, -5.0), (2.0, -5.0)]),
        (c, [(-5.0, -2.0), (-5.0, 2.0), (-2.0, 5.0), (2.0, 5.0)]),
    ];
    let mut seen = 0.0;
    for (middle, places) in outside {
        let dark = light(middle, 0.0, 0.0);
        let brightest = places.iter().map(|&(u, v)| light(middle, u, v)).fold(dark + 1.0, f32::max);
        seen += places.iter().map(|&(u, v)| (light(middle, u, v) - dark) / (brightest - dark)).sum::<f32>();
    }
    seen.max(0.0) / 12.0
}

/// A spot laid between the pixels: the best of nearby places, sizes and turns.
fn laid(plane: &Plane, templates: &[Template; 2], spot: Spot, module: f32) -> Melted {
    let sign = spot.alike.signum();
    let look = |best: &mut (f32, f32, f32, f32, (f32, f32)), x: f32, y: f32, size: f32, turn: (f32, f32)| {
        let alike = sign * correlation(plane, templates, x, y, size, turn);
        if alike > best.0 {
            *best = (alike, x, y, size, turn);
        }
    };
    let mut best = (f32::NEG_INFINITY, spot.x, spot.y, 1.0, TURNS[0]);
    for turn in TURNS {
        look(&mut best, spot.x, spot.y, 1.0, turn);
    }
    for reach in [0.5f32, 0.25] {
        let (_, x, y, size, turn) = best;
        for right in [-reach, 0.0, reach] {
            for down in [-reach, 0.0, reach] {
                for grown in [1.0 - 0.3 * reach, 1.0, 1.0 + 0.3 * reach] {
                    look(&mut best, x + right, y + down, size * grown, turn);
                }
            }
        }
    }
    let (alike, x, y, size, (cos, sin)) = best;
    let middle = Point { x: x * module, y: y * module };
    Melted { middle, module: module * size, along: [cos, sin], alike: sign * alike }
}

/// Turns of a finder, in steps of 15 degrees: it looks the same after 90.
const TURNS: [(f32, f32); 6] = [
    (1.0, 0.0),
    (0.965_93, 0.258_82),
    (0.866_03, 0.5),
    (FRAC_1_SQRT_2, FRAC_1_SQRT_2),
    (0.5, 0.866_03),
    (0.258_82, 0.965_93),
];

fn correlation(plane: &Plane, [sharp, soft]: &[Template; 2], x: f32, y: f32, size: f32, (cos, sin): (f32, f32)) -> f32 {
    let (mut sum, mut squares, mut both) = (0.0f32, 0.0f32, [0.0f32; 2]);
    for (at, expected) in sharp.iter().zip(soft).enumerate() {
        let (u, v) = ((small(at % SIDE) - small(HALF)) * size, (small(at / SIDE) - small(HALF)) * size);
        let seen = plane.linear(x + cos * u - sin * v, y + sin * u + cos * v);
        sum += seen;
        squares += seen * seen;
        both = [both[0] + seen * expected.0, both[1] + seen * expected.1];
    }
    let spread = squares - sum * sum / small(SIDE * SIDE);
    let best = if both[0].abs() > both[1].abs() { both[0] } else { both[1] };
    best / spread.max(36.0 * small(SIDE * SIDE)).sqrt()
}

/// A finder amid gray, blurred by `sigma` modules.
fn template(sigma: f32) -> Template {
    let side = |half: f32, at: f32| below((at + half) / sigma) - below((at - half) / sigma);
    let mut values = [0.0; SIDE * SIDE];
    for (at, value) in values.iter_mut().enumerate() {
        let (x, y) = (small(at % SIDE) - small(HALF), small(at / SIDE) - small(HALF));
        let square = |half: f32| side(half, x) * side(half, y);
        *value = 0.5 + 0.5 * square(4.5) - 2.0 * square(3.5) + 2.0 * square(2.5) - 2.0 * square(1.5);
    }
    let mean = values.iter().sum::<f32>() / small(SIDE * SIDE);
    let length = values.iter().map(|value| (value - mean).powi(2)).sum::<f32>().sqrt();
    values.map(|value| (value - mean) / length)
}

/// Fills `out` with `source` reduced by `step`, 1 to 2, between the pixels.
#[allow(clippy::indexing_slicing, reason = "columns and rows are clamped to the source")]
fn resample(source: &Plane, step: f32, out: &mut Plane) {
    let side = |length: usize| rounded(small(length) / step - 0.5).max(1);
    out.reshape(side(source.width), side(source.height));
    let split = |at: usize, limit: usize| {
        let place = ((small(at) + 0.5) * step - 0.5).clamp(0.0, small(limit - 1));
        let first = rounded(place - 0.5).min(limit.saturating_sub(2));
        (first, place - small(first))
    };
    let (width, last) = (source.width, source.width.saturating_sub(1));
    for (y, target) in out.data.chunks_exact_mut(out.width).enumerate() {
        let (row, below) = split(y, source.height);
        let upper = &source.data[row * width..(row + 1) * width];
        let lower = (row + 1).min(source.height - 1);
        let lower = &source.data[lower * width..(lower + 1) * width];
        for (x, value) in target.iter_mut().enumerate() {
            let (column, along) = split(x, width);
            let next = (column + 1).min(last);
            let (left, right) = (upper[column], upper[next]);
            let (low, high) = (lower[column], lower[next]);
            let (left, right) = (left + below * (low - left), right + below * (high - right));
            *value = left + along * (right - left);
        }
    }
}

fn apart(p: Point, q: Point) -> f32 {
    (q.x - p.x).hypot(q.y - p.y)
}
