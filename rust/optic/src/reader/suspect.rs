//! From three marks to a code: its version, its grid, its modules, its text.

use super::align;
use super::grid::{Grid, Sightings};
use super::mark::Mark;
use super::samples::Samples;
use super::triple::{self, Triple};
use crate::decode::{Decoded, Decoder, layout, model1};
use crate::{LumaView, Modules, Point, Version};

/// A timing pattern that alternates less surely than this (1 is perfect) is none.
const TIMING: f32 = 0.45;
/// A version whose patterns fit this much worse than the best one's is not tried.
const CLOSE: f32 = 0.6;
/// A grid that misses more of the function patterns than this is not worth bending.
const MISFIT: f32 = 0.33;
/// One that misses fewer is bent to the end, whether or not each round is better than the one before.
const SETTLED: f32 = 0.1;
/// An alignment pattern that is less alike than this may be chance.
const SURELY_ALIGNED: f32 = 0.75;
/// What a grid may miss before it is fitted to more than three marks.
const DOUBTFUL: f32 = 0.38;

/// Buffers of the work on one suspect.
pub(super) struct Scratch {
    samples: Samples,
    lattice: Vec<f32>,
    modules: Modules,
    /// What they were in the round before.
    before: Modules,
    decoder: Decoder,
}

impl Default for Scratch {
    fn default() -> Self {
        Self {
            samples: Samples::default(),
            lattice: Vec::new(),
            modules: Modules::scratch(),
            before: Modules::scratch(),
            decoder: Decoder::new(),
        }
    }
}

/// A code with its corners in the pixels of the size that it was read in.
pub(super) struct Read {
    pub(super) decoded: Decoded,
    pub(super) corners: [Point; 4],
}

/// Reads the code that `marks` belong to, if there is one.
pub(super) fn read(view: LumaView<'_>, marks: &[Mark; 3], triple: &Triple, scratch: &mut Scratch) -> Option<Read> {
    read_with(view, marks, triple, scratch, |marks, _| *marks)
}

/// The same for marks that were laid as a whole: their size is that which the version has between them.
pub(super) fn read_molten(view: LumaView<'_>, marks: &[Mark; 3], scratch: &mut Scratch) -> Option<Read> {
    let triple = triple::of(marks)?;
    read_with(view, marks, &triple, scratch, |marks, version| {
        let by = (triple.size - 7.0) / (version.size() as f32 - 7.0);
        marks.map(|mark| mark.scaled(by))
    })
}

fn read_with(
    view: LumaView<'_>,
    marks: &[Mark; 3],
    triple: &Triple,
    scratch: &mut Scratch,
    as_of: impl Fn(&[Mark; 3], Version) -> [Mark; 3],
) -> Option<Read> {
    let versions = versions(view, marks, triple);
    let best = versions[0].map_or(0.0, |(_, score)| score);
    for (version, score) in versions.into_iter().flatten() {
        if score < TIMING.max(CLOSE * best) {
            continue;
        }
        if let Some(read) = read_as(view, &as_of(marks, version), triple, version, scratch) {
            return Some(read);
        }
    }
    None
}

fn read_as(
    view: LumaView<'_>,
    marks: &[Mark; 3],
    triple: &Triple,
    version: Version,
    scratch: &mut Scratch,
) -> Option<Read> {
    let size = version.size() as f32;
    let sightings = Sightings::of_marks(marks, size);
    let grid = sightings.grid()?;
    if !is_plausible(view, &grid, version, triple.inverted) {
        return None;
    }
    // Model 1 has no alignment patterns, and what looks like one is none.
    if says_model1(view, &grid, version, triple.inverted)
        && let Some(read) = read_bent(view, grid.clone(), version, triple.inverted, scratch)
    {
        return Some(read);
    }
    let grid = pinned_down(view, grid, &sightings, version, triple.inverted, &mut scratch.lattice);
    read_bent(view, grid, version, triple.inverted, scratch)
}

/// The grid that the marks and the alignment patterns show, the last of these first: it lies where the marks say least.
fn pinned_down(
    view: LumaView<'_>,
    grid: Grid,
    sightings: &Sightings,
    version: Version,
    inverted: bool,
    lattice: &mut Vec<f32>,
) -> Grid {
    let alignment = layout::Alignment::of(version);
    let Some(&last) = alignment.centres().last() else { return grid };
    let place = (last as f32 + 0.5, last as f32 + 0.5);
    let pinned = |spot: align::Spot| {
        let mut sightings = sightings.clone();
        sightings.place(grid.pixel(place.0 + spot.off.0, place.1 + spot.off.1), place, 16.0);
        sightings.grid()
    };
    let has_others = version.number() >= 7;
    let near = align::find(view, &grid, place, 2.5, inverted, lattice);
    let better = if let Some(sure) = near.filter(|spot| spot.alike > SURELY_ALIGNED) {
        pinned(sure)
    } else {
        let reach = (0.12 * version.size() as f32).max(4.0);
        match align::find(view, &grid, place, reach, inverted, lattice) {
            // Chance makes such a spot, too: the other alignment patterns decide.
            Some(far) if far.alike < SURELY_ALIGNED && has_others => {
                let grids = [pinned(far), near.and_then(pinned), Some(grid.clone())].into_iter().flatten();
                grids
                    .map(|grid| (align::agreement(view, &grid, alignment.centres(), inverted, lattice), grid))
                    .reduce(|best, next| if next.0 > best.0 { next } else { best })
                    .map(|(_, grid)| grid)
            }
            far => far.or(near).and_then(pinned),
        }
    };
    let mut grid = better.unwrap_or(grid);
    if has_others {
        align::bend_to(view, &mut grid, alignment.centres(), inverted, lattice);
    }
    grid
}

/// Reads the code of `grid`, which is bent from round to round to what was seen in the one before.
fn read_bent(
    view: LumaView<'_>,
    mut grid: Grid,
    version: Version,
    inverted: bool,
    scratch: &mut Scratch,
) -> Option<Read> {
    let Scratch { samples, modules, before, decoder, .. } = scratch;
    let mut missed = f32::INFINITY;
    for round in 0..4 {
        samples.take(view, &grid, version, inverted);
        for share in [0.0, 0.6] {
            if share > 0.0 {
                samples.sharpen(share);
            }
            samples.put_into(modules, version);
            if share == 0.0 {
                let misfit = layout::misfit(modules);
                // Bending goes on as long as it helps, and where little is missing.
                if misfit > MISFIT || (misfit >= missed && misfit > SETTLED) {
                    return None;
                }
                missed = misfit;
                // The same modules are decoded no better, and bent no further.
                if round > 0 && modules == before {
                    return None;
                }
                before.copy(modules);
            }
            if let Some(decoded) = decoder.decode(modules) {
                let far = grid.size;
                let corners = [(0.0, 0.0), (far, 0.0), (far, far), (0.0, far)].map(|(u, v)| grid.pixel(u, v));
                return Some(Read { decoded, corners });
            }
        }
        samples.bend(view, &mut grid, if round == 0 { 2 } else { 3 }, inverted)?;
    }
    None
}

/// The likeliest versions, best first, each with how surely its timing patterns alternate.
pub(super) fn versions(view: LumaView<'_>, marks: &[Mark; 3], triple: &Triple) -> [Option<(Version, f32)>; 3] {
    let mut best: [Option<(Version, f32)>; 3] = [None; 3];
    let guess = (triple.size - 17.0) / 4.0;
    let slack = 1.0 + 0.08 * guess.max(0.0);
    // One grid for all: between the marks, another version only divides the same line more or less often.
    let Some(grid) = Sightings::of_marks(marks, triple.size).grid() else { return best };
    for version in (1..=40).filter_map(Version::new) {
        let off = f32::from(version.number()) - guess;
        if off.abs() > slack {
            continue;
        }
        let mut score = timing(view, &grid, version.size() as f32, triple.inverted) - 0.05 * off.abs() / slack;
        if version.number() >= 7 && score > TIMING / 2.0 {
            let exact = Sightings::of_marks(marks, version.size() as f32).grid();
            if exact.is_some_and(|grid| says_so(view, &grid, version, triple.inverted)) {
                score += 0.5;
            }
        }
        let mut next = Some((version, score));
        for place in &mut best {
            if place.is_none_or(|(_, other)| next.is_some_and(|(_, score)| score > other)) {
                std::mem::swap(place, &mut next);
            }
        }
    }
    best
}

/// Whether finders, separators and timing patterns are roughly where three marks alone have them: a look at a few
/// hundred modules before the work on all of them.
fn is_plausible(view: LumaView<'_>, grid: &Grid, version: Version, inverted: bool) -> bool {
    let size = version.size();
    let sign = if inverted { -1.0 } else { 1.0 };
    let shade = |x: usize, y: usize| {
        let p = grid.pixel(x as f32 + 0.5, y as f32 + 0.5);
        sign * view.shade(p.x, p.y)
    };
    // Half way between a stone and its light ring, and the plane through the three.
    let far = size - 7;
    let limit = |x: usize, y: usize| {
        let stone = shade(x + 3, y + 3);
        let ring = [(1, 3), (5, 3), (3, 1), (3, 5)].map(|(u, v)| shade(x + u, y + v));
        f32::midpoint(stone, ring.iter().sum::<f32>() / 4.0)
    };
    let (corner, first, second) = (limit(0, 0), limit(far, 0), limit(0, far));
    let (mut seen, mut wrong) = (0u16, 0u16);
    let mut check = |x: usize, y: usize, dark: bool| {
        let (u, v) = (x as f32 / size as f32, y as f32 / size as f32);
        seen += 1;
        wrong += u16::from((shade(x, y) < corner + (first - corner) * u + (second - corner) * v) != dark);
    };
    for at in 0..8usize {
        // The separators, and the dark rings' inner sides along them.
        for (across, dark) in [(7, false), (6, true)] {
            let at = at.min(across);
            check(at, across, dark);
            check(across, at, dark);
            check(size - 1 - at, across, dark);
            check(size - 1 - across, at, dark);
            check(at, size - 1 - across, dark);
            check(across, size - 1 - at, dark);
        }
    }
    // Blur leaves a timing pattern little contrast, far from half way between a stone and its ring: each module is judged
    // by its neighbours.
    for upright in [false, true] {
        let at = |along: usize| if upright { shade(6, along) } else { shade(along, 6) };
        let (mut before, mut here) = (at(7), at(8));
        for along in 8..size - 8 {
            let after = at(along + 1);
            seen += 1;
            wrong += u16::from((2.0 * here < before + after) != (along % 2 == 0));
            (before, here) = (here, after);
        }
    }
    f32::from(wrong) <= DOUBTFUL * f32::from(seen)
}

/// How surely both timing patterns alternate, 1 when every module does, if the code of `grid` has `size` modules.
fn timing(view: LumaView<'_>, grid: &Grid, size: f32, inverted: bool) -> f32 {
    let sign = if inverted { -1.0 } else { 1.0 };
    let scale = (grid.size - 7.0) / (size - 7.0);
    // The line lies 3 modules from the marks' centres, on the marks' own scale.
    let across = 3.5 + 3.0 * scale.clamp(0.9, 1.0);
    let line = |upright: bool| {
        let at = |module: f32| {
            let along = 3.5 + (module - 3.0) * scale;
            let p = if upright { grid.pixel(across, along) } else { grid.pixel(along, across) };
            sign * view.shade(p.x, p.y)
        };
        let (mut sum, mut total) = (0.0f32, 0.0f32);
        let (mut before, mut here) = (at(7.0), at(8.0));
        let mut module = 8.0;
        let mut even = 1.0;
        while module < size - 8.0 {
            let next = at(module + 1.0);
            let darker = f32::midpoint(before, next) - here;
            sum += even * darker;
            total += darker.abs();
            (before, here) = (here, next);
            module += 1.0;
            even = -even;
        }
        (sum, total.max(1.0))
    };
    let (a, b) = (line(false), line(true));
    // One of the two may be hidden.
    ((a.0 + b.0) / (a.1 + b.1)).max(0.7 * (a.0 / a.1).max(b.0 / b.1))
}

/// Whether both format words say that this is a code of Model 1, as it stands or in a mirror.
fn says_model1(view: LumaView<'_>, grid: &Grid, version: Version, inverted: bool) -> bool {
    if version.number() > model1::LARGEST {
        return false;
    }
    let places = layout::format_places(version.size());
    [false, true].into_iter().any(|mirrored| {
        let words = places.map(|places| {
            word(
                view,
                inverted,
                places.map(|(x, y)| {
                    let (x, y) = if mirrored { (y, x) } else { (x, y) };
                    grid.pixel(x as f32 + 0.5, y as f32 + 0.5)
                }),
            )
        });
        model1::format(words).is_some()
    })
}

/// Whether one of the two version words says this version.
fn says_so(view: LumaView<'_>, grid: &Grid, version: Version, inverted: bool) -> bool {
    let expected = layout::version_word(version);
    let edge = grid.size - 11.0;
    [false, true].into_iter().any(|upright| {
        let places: [Point; 18] = std::array::from_fn(|bit| {
            let (far, near) = (edge + (bit % 3) as f32 + 0.5, (bit / 3) as f32 + 0.5);
            if upright { grid.pixel(near, far) } else { grid.pixel(far, near) }
        });
        (word(view, inverted, places) ^ expected).count_ones() <= 3
    })
}

/// The word that stands in these pixels, lowest bit first: dark is what is darker than half way between the darkest and the
/// lightest of them.
fn word<const N: usize>(view: LumaView<'_>, inverted: bool, places: [Point; N]) -> u32 {
    let sign = if inverted { -1.0 } else { 1.0 };
    let shades = places.map(|p| sign * view.shade(p.x, p.y));
    let low = shades.iter().copied().fold(f32::INFINITY, f32::min);
    let high = shades.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let limit = f32::midpoint(low, high);
    shades.iter().zip(0u32..).fold(0, |word, (&shade, bit)| word | (u32::from(shade < limit) << bit))
}
