//! Codes whose finders have melted: three places that look like one finder each, and stand like those of one code.
//!
//! The picture is reduced step by step, so that finders of every size come to have modules of a pixel; what answers to
//! the filter of [`rings`](super::rings) is laid by a correlation between the pixels, and the best of all sizes are grouped.

use std::f32::consts::FRAC_1_SQRT_2;
use std::ops::Range;
use std::time::Instant;

use super::plane::{Plane, rounded, small};
use super::probes::below;
use super::rings::{Rings, Spot};
use super::stand::apart;
use super::texture::{Area, Texture};
use crate::{LumaImage, LumaView, Point, pyramid};

/// Pixels a module of the smallest finders that are looked for, and how much larger each next size is.
const SMALLEST: f32 = 1.0;
const STEP: f32 = 1.2;
/// The sizes, a stage after the other, large ones first: they are looked for in small pictures, which cost little, and the middle
/// of a finder looks like a smaller one.
const STAGES: [Range<i32>; 3] = [7..12, 4..7, 0..4];
/// Pixels of the largest size, at most.
const MOST_PIXELS: f32 = 1e6;
/// What the filter must answer, and what the correlation.
const ANSWERED: f32 = 0.5;
const ALIKE: f32 = 0.62;
/// A spot that agrees less before it is laid does not come to more than [`ALIKE`] by it.
const HOPELESS: f32 = 0.52;
/// Marks this much larger than others are of another size.
const OTHER_SIZE: f32 = 1.45;
/// Places that are laid of one size, and kept of all.
const MOST_SPOTS: usize = 20;
const MOST_MARKS: usize = 40;
/// Half the side of the finder's template, in modules.
const HALF: usize = 4;
const SIDE: usize = 2 * HALF + 1;
/// The modules of a row of it, from the middle.
const OFFSETS: [f32; SIDE] = [-4.0, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0];

/// A melted finder.
#[derive(Clone, Copy, Debug)]
pub(super) struct Melted {
    pub(super) middle: Point,
    /// Pixels a module.
    pub(super) module: f32,
    /// Pixels that a module goes along its rows, or its columns, and down the others.
    pub(super) along: [f32; 2],
    pub(super) below: [f32; 2],
    /// As a [`Spot`]'s.
    pub(super) alike: f32,
    /// The same once it is laid exactly; 0 before.
    pub(super) laid: f32,
}

/// What a finder should look like, a value a module, made even and of length 1.
type Template = [f32; SIDE * SIDE];

/// The search; keeps its buffers.
pub(super) struct Seeker {
    stages: std::slice::Iter<'static, Range<i32>>,
    sums: Vec<u16>,
    reduced: LumaImage,
    texture: Texture,
    /// Where the last size had any.
    area: Option<Area>,
    plane: Plane,
    line: Vec<f32>,
    columns: Vec<(usize, f32)>,
    rings: Rings,
    spots: Vec<Spot>,
    /// What was found so far, best first.
    pub(super) marks: Vec<Melted>,
    templates: [Template; 2],
}

impl Seeker {
    pub(super) fn new() -> Self {
        Self {
            stages: [].iter(),
            sums: Vec::new(),
            reduced: LumaImage::scratch(),
            texture: Texture::new(),
            area: None,
            plane: Plane::new(),
            line: Vec::new(),
            columns: Vec::new(),
            rings: Rings::new(),
            spots: Vec::new(),
            marks: Vec::new(),
            templates: [template(0.5), template(0.75)],
        }
    }

    /// Begins a picture.
    pub(super) fn begin(&mut self) {
        self.stages = STAGES.iter();
        self.marks.clear();
        self.area = None;
    }

    /// Adds to `marks` what looks most like a finder in the next stage's sizes. `false` when there is none left.
    pub(super) fn go_on(&mut self, view: LumaView<'_>, deadline: Instant) -> bool {
        let Some(stage) = self.stages.next() else { return false };
        let smallest = (small(view.width()) * small(view.height()) / MOST_PIXELS).sqrt().max(SMALLEST);
        // What the sizes before have shown may go on in these, its modules being larger or smaller than they seem.
        let (mut factor, mut area) = (0, self.area.take());
        for size in stage.clone().rev() {
            let module = smallest * STEP.powi(size);
            if Instant::now() >= deadline {
                return false;
            }
            let whole = rounded(module - 0.5).max(1);
            let is_new = whole != factor;
            factor = whole;
            let reduced = if factor == 1 {
                view
            } else {
                if is_new {
                    pyramid::shrink(view, factor, &mut self.sums, &mut self.reduced);
                }
                self.reduced.view()
            };
            if is_new {
                self.area = self.texture.area(reduced).map(|area| area.enlarged(factor));
                area = Area::both(area, self.area);
            }
            let Some(area) = area.map(|area| area.reduced(factor, reduced)) else { continue };
            let step = module / small(factor);
            resample(reduced, area, step, &mut self.line, &mut self.columns, &mut self.plane);
            self.spots.clear();
            self.rings.look(&self.plane, ANSWERED, &mut self.spots);
            self.spots.sort_unstable_by(|a, b| b.alike.abs().total_cmp(&a.alike.abs()));
            self.spots.truncate(MOST_SPOTS);
            for spot in &self.spots {
                let Some(mut mark) = laid(&self.plane, &self.templates, *spot, module) else { continue };
                mark.middle.x += small(area.left * factor);
                mark.middle.y += small(area.top * factor);
                self.marks.push(mark);
            }
        }
        self.keep_the_best();
        true
    }

    /// One mark of a size a place.
    fn keep_the_best(&mut self) {
        let rank = |mark: &Melted| mark.alike.abs().max(mark.laid.abs());
        self.marks.sort_unstable_by(|a, b| rank(b).total_cmp(&rank(a)));
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
}

/// A spot laid between the pixels: the best of nearby places, sizes and turns. `None` when even that is no finder.
fn laid(plane: &Plane, templates: &[Template; 2], spot: Spot, module: f32) -> Option<Melted> {
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
    if best.0 < HOPELESS {
        return None;
    }
    for reach in [0.5f32, 0.25] {
        let (_, x, y, size, turn) = best;
        for right in [-reach, 0.0, reach] {
            for down in [-reach, 0.0, reach] {
                look(&mut best, x + right, y + down, size, turn);
            }
        }
        let (_, x, y, size, turn) = best;
        for grown in [1.0 - 0.3 * reach, 1.0 + 0.3 * reach] {
            look(&mut best, x, y, size * grown, turn);
        }
    }
    let (alike, x, y, size, (cos, sin)) = best;
    let middle = Point { x: x * module, y: y * module };
    let module = module * size;
    let (along, below) = ([cos * module, sin * module], [-sin * module, cos * module]);
    (alike > ALIKE).then_some(Melted { middle, module, along, below, alike: sign * alike, laid: 0.0 })
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
    let (cos, sin) = (cos * size, sin * size);
    let rows = sharp.chunks_exact(SIDE).zip(soft.chunks_exact(SIDE)).zip(OFFSETS);
    for ((sharp, soft), v) in rows {
        let (x, y) = (x - sin * v, y + cos * v);
        for ((sharp, soft), u) in sharp.iter().zip(soft).zip(OFFSETS) {
            let seen = plane.linear(x + cos * u, y + sin * u);
            sum += seen;
            squares += seen * seen;
            both = [both[0] + seen * sharp, both[1] + seen * soft];
        }
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

/// Fills `out` with an area of `source` reduced by `step`, 1 to 2, between the pixels, about the middle gray.
fn resample(
    source: LumaView<'_>,
    area: Area,
    step: f32,
    line: &mut Vec<f32>,
    columns: &mut Vec<(usize, f32)>,
    out: &mut Plane,
) {
    let (width, height) = (area.right - area.left, area.bottom - area.top);
    let side = |length: usize| rounded(small(length) / step - 0.5).max(1);
    out.reshape(side(width), side(height));
    let split = |at: usize, limit: usize| {
        let place = ((small(at) + 0.5) * step - 0.5).clamp(0.0, small(limit - 1));
        let first = rounded(place - 0.5).min(limit.saturating_sub(2));
        (first, place - small(first))
    };
    columns.clear();
    columns.extend((0..out.width).map(|x| split(x, width)));
    for (y, target) in out.data.chunks_exact_mut(out.width).enumerate() {
        let (row, share) = split(y, height);
        let part = |y: usize| source.row(area.top + y.min(height - 1)).get(area.left..area.right).unwrap_or_default();
        let between = |(&upper, &lower): (&u8, &u8)| {
            let upper = f32::from(upper) - 128.0;
            upper + share * (f32::from(lower) - 128.0 - upper)
        };
        line.clear();
        line.extend(part(row).iter().zip(part(row + 1)).map(between));
        for (value, &(column, share)) in target.iter_mut().zip(columns.iter()) {
            let Some(&[left, right]) = line.get(column..).and_then(|rest| rest.first_chunk()) else { continue };
            *value = left + share * (right - left);
        }
    }
}
