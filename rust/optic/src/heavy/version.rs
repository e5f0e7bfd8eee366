//! The size of a code from its three finders: how many of their modules fit between them.

use super::lost;
use super::marks::Mark;
use super::plane::small;
use crate::decode::layout::version_word;
use crate::decode::pattern::word_places;
use crate::{Point, Version};

/// Versions that are listed, at most.
const MOST: usize = 5;
/// The first version that has a version word (7.10).
const FIRST_WITH_WORD: u8 = 7;
/// A blurred finder is laid a little too small: measured on simulated frames, 4 % at a blur of 0.85 modules.
const SHRINK: f32 = 0.055;

/// The sizes that the marks allow, likeliest first; `sigma` is the code's blur in modules.
pub(super) fn candidates(marks: &[Mark; 3], sigma: f32) -> [Option<Version>; MOST] {
    let span = span(marks) / (1.0 + SHRINK * sigma * sigma);
    let mut listed: [(f32, Option<Version>); 40] = [(f32::INFINITY, None); 40];
    for (slot, number) in listed.iter_mut().zip(1..=40) {
        if let Some(version) = Version::new(number) {
            *slot = ((span - (small(version.size()) - 7.0)).abs(), Some(version));
        }
    }
    listed.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let tolerated = 2.5 + 0.05 * span;
    let mut found = [None; MOST];
    for (slot, (away, version)) in found.iter_mut().zip(listed) {
        *slot = version.filter(|_| away <= tolerated);
    }
    found
}

/// What soft modules say in the places of both version words: the version that they agree with best, and how well
/// (-1 to 1) they do with it and with `version` itself. `None` below version 7, where there is no word.
pub(super) fn word(soft: &[f32], version: Version) -> Option<(Version, f32, f32)> {
    let mut bits = [0.0f32; 18];
    let mut whole = 0.0;
    word_places(version, |bit, x, y| {
        let value = soft.get(y * version.size() + x).copied().unwrap_or(0.0).clamp(-1.5, 1.5);
        whole += value.abs();
        bits.iter_mut().skip(bit).take(1).for_each(|sum| *sum += value);
    });
    let agreement = |version: Version| {
        let word = version_word(version);
        let signed = bits.iter().enumerate().map(|(bit, value)| if (word >> bit) & 1 == 1 { -value } else { *value });
        signed.sum::<f32>() / whole.max(1e-3)
    };
    let said = (FIRST_WITH_WORD..=40).filter_map(Version::new).map(|version| (version, agreement(version)));
    let (best, agreed) = said.max_by(|a, b| a.1.total_cmp(&b.1)).filter(|_| version.number() >= FIRST_WITH_WORD)?;
    Some((best, agreed, agreement(version)))
}

/// Modules from one finder's middle to the next, the mean over the legs between finders that are seen. Perspective
/// shrinks a leg as the root of the product of what it does at both ends: a homography along a line.
fn span(marks: &[Mark; 3]) -> f32 {
    let [a, b, c] = marks;
    let leg = |p: Point, q: Point| {
        let (x, y) = (q.x - p.x, q.y - p.y);
        let length = x.hypot(y);
        (length, [x / length, y / length])
    };
    let along = |v: [f32; 2], w: [f32; 2]| (v[0] * w[0] + v[1] * w[1]).abs().max(0.1);
    let (length, toward) = leg(a.middle, b.middle);
    let across = length / (along(a.along, toward) * along(b.along, toward)).sqrt();
    let (length, toward) = leg(a.middle, c.middle);
    let down = length / (along(a.below, toward) * along(c.below, toward)).sqrt();
    match lost::which(marks) {
        Some(1) => down,
        Some(2) => across,
        // Where the corner's own finder is lost, both legs end where the other two put it.
        _ => 0.5 * (across + down),
    }
}
