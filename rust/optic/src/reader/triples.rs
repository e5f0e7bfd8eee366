//! Which three marks may be the corners of one code.

use super::regions::Mark;

/// Most neighbours that are tried as the end of a leg.
const NEIGHBOURS: usize = 24;
/// Most triples that are tried in one picture.
const MOST_TRIPLES: usize = 160;

/// Three marks: the corner where the legs meet, and the two ends, in no order. Indices into the marks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Triple {
    pub(super) corner: usize,
    pub(super) ends: [usize; 2],
    /// 0 for a perfect right angle with equal legs and equal marks; lower is better.
    mismatch: f32,
    /// Pixels a module, the mean of the three.
    pub(super) module: f32,
}

/// The plausible triples among `marks`, best first.
pub(super) fn triples(marks: &[Mark]) -> Vec<Triple> {
    let mut found = Vec::new();
    for (corner, mark) in marks.iter().enumerate() {
        let legs = neighbours(corner, mark, marks);
        for (i, first) in legs.iter().enumerate() {
            for second in legs.iter().skip(i + 1) {
                found.extend(triple(corner, mark, first, second));
            }
        }
    }
    found.sort_by(|a, b| a.mismatch.total_cmp(&b.mismatch));
    found.truncate(MOST_TRIPLES);
    found
}

struct Leg {
    end: usize,
    x: f32,
    y: f32,
    length: f32,
    module: f32,
}

fn neighbours(corner: usize, mark: &Mark, marks: &[Mark]) -> Vec<Leg> {
    let mut legs: Vec<Leg> = marks
        .iter()
        .enumerate()
        .filter(|&(end, _)| end != corner)
        .filter_map(|(end, other)| {
            let (x, y) = (other.x - mark.x, other.y - mark.y);
            let (length, module) = (x.hypot(y), (mark.module + other.module) / 2.0);
            let alike = other.module < 2.0 * mark.module && mark.module < 2.0 * other.module;
            // Centres lie 14 modules apart in version 1 and 170 in version 40; tilt shortens.
            let fits = (8.0..230.0).contains(&(length / module));
            (alike && fits).then_some(Leg { end, x, y, length, module: other.module })
        })
        .collect();
    if legs.len() > NEIGHBOURS {
        legs.select_nth_unstable_by(NEIGHBOURS, |a, b| a.length.total_cmp(&b.length));
        legs.truncate(NEIGHBOURS);
    }
    legs
}

fn triple(corner: usize, mark: &Mark, first: &Leg, second: &Leg) -> Option<Triple> {
    let lengths = first.length * second.length;
    let cosine = (first.x * second.x + first.y * second.y).abs() / lengths;
    let ratio = first.length.max(second.length) / first.length.min(second.length);
    if cosine > 0.6 || ratio > 2.0 {
        return None;
    }
    let modules = [mark.module, first.module, second.module];
    let mean = modules.iter().sum::<f32>() / 3.0;
    let spread = modules.iter().map(|m| (m - mean).abs()).sum::<f32>() / mean;
    // Among codes side by side the nearest marks belong together.
    let reach = (first.length + second.length) / mean / 340.0;
    let mismatch = cosine + (ratio - 1.0) + 0.5 * spread + 0.5 * reach;
    Some(Triple { corner, ends: [first.end, second.end], mismatch, module: mean })
}
