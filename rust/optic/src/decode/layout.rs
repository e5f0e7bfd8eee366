//! Where the modules of a code belong (ISO/IEC 18004, 7.7 to 7.10): function patterns, format and version words,
//! the data path and the masks.

use crate::{Level, Mask, Modules, Version};

/// What lies over a format word (7.9.1), so that none is all light.
const FORMAT_MASK: u32 = 0x5412;

/// Whether finders, separators and timing patterns are there, a quarter of them forgiven.
///
/// A sampled grid that fails here was never a code; the check costs nothing beside a correction that may misdecode.
pub(crate) fn looks_like_a_code(modules: &Modules) -> bool {
    misfit(modules) <= 0.25
}

/// The share of the modules of finders, separators and timing patterns that are not as they should be.
pub(crate) fn misfit(modules: &Modules) -> f32 {
    let size = modules.size();
    let (mut seen, mut wrong) = (0u16, 0u16);
    let mut check = |x: usize, y: usize, dark: bool| {
        seen += 1;
        wrong += u16::from(modules.is_dark(x, y) != dark);
    };
    for y in 0..8usize {
        for x in 0..8usize {
            // Rings around the stone's centre at (3, 3): dark up to 1, light at 2, dark at 3, the separator at 4.
            let ring = x.abs_diff(3).max(y.abs_diff(3));
            let dark = ring != 2 && ring != 4;
            check(x, y, dark);
            check(size - 1 - x, y, dark);
            check(x, size - 1 - y, dark);
        }
    }
    for at in 8..size - 8 {
        check(at, 6, at % 2 == 0);
        check(6, at, at % 2 == 0);
    }
    f32::from(wrong) / f32::from(seen)
}

/// Whether a version word (7.10, from version 7 on) stands within three modules of what the size says, in either place.
pub(crate) fn version_agrees(modules: &Modules) -> bool {
    let number = u32::from(modules.version().number());
    if number < 7 {
        return true;
    }
    let expected = version_word(modules.version());
    let edge = modules.size() - 11;
    let places = |bit: usize| (edge + bit % 3, bit / 3);
    let says = |word: u32| (word ^ expected).count_ones() <= 3;
    says(word(modules, (0..18).map(places))) || says(word(modules, (0..18).map(places).map(|(far, near)| (near, far))))
}

/// The version word of a version from 7 on (annex D).
pub(crate) fn version_word(version: Version) -> u32 {
    let number = u32::from(version.number());
    (number << 12) | remainder(number, 12, 0x1f25)
}

/// What the two copies of the format word (7.9) say, the better one first; a copy more than three modules away from
/// every word says nothing.
pub(crate) fn formats(modules: &Modules) -> [Option<(Level, Mask)>; 2] {
    let distance = |seen: u32, data: u32| (seen ^ format_word(data)).count_ones();
    let copies = format_copies(modules);
    let said = copies.map(|seen| nearest_format(seen, FORMAT_MASK));
    let meaning = |said: Option<u32>| said.and_then(format_meaning);
    match said {
        [Some(a), Some(b)] if a == b => [meaning(said[0]), None],
        [Some(a), Some(b)] if distance(copies[1], b) < distance(copies[0], a) => [meaning(said[1]), meaning(said[0])],
        _ => said.map(meaning),
    }
}

/// The two copies of the format word as they stand.
pub(crate) fn format_copies(modules: &Modules) -> [u32; 2] {
    format_places(modules.size()).map(|places| word(modules, places))
}

/// Where the two copies of the format word stand in a code of `size` modules, lowest bit first.
pub(crate) fn format_places(size: usize) -> [[(usize, usize); 15]; 2] {
    let first = |bit| match bit {
        0..=5 => (8, bit),
        6 | 7 => (8, bit + 1),
        8 => (7, 8),
        _ => (14 - bit, 8),
    };
    let second = |bit| if bit < 8 { (size - 1 - bit, 8) } else { (8, size + bit - 15) };
    [std::array::from_fn(first), std::array::from_fn(second)]
}

/// What the format word `seen` says under `mask`: the data of the nearest word, unless that is more than three modules
/// away.
pub(crate) fn nearest_format(seen: u32, mask: u32) -> Option<u32> {
    let distance = |data: u32| (seen ^ mask ^ FORMAT_MASK ^ format_word(data)).count_ones();
    (0..32).map(|data| (distance(data), data)).min().filter(|&(distance, _)| distance <= 3).map(|(_, data)| data)
}

/// Puts the codewords into `stream` in the order in which they stand in the code, mask removed.
pub(crate) fn codewords(modules: &Modules, mask: Mask, stream: &mut Vec<u8>) {
    let version = modules.version();
    let size = modules.size();
    let alignment = Alignment::of(version);
    stream.clear();
    let (mut bits, mut byte) = (0u32, 0u8);
    // Column pairs from the right, the vertical timing pattern left out, up and down in turn.
    let pairs = (0..size / 2).map(|pair| size - 1 - 2 * pair).map(|right| if right <= 6 { right - 1 } else { right });
    for (pair, right) in pairs.enumerate() {
        for step in 0..size {
            let y = if pair % 2 == 0 { size - 1 - step } else { step };
            for x in [right, right - 1] {
                if is_function(version, &alignment, x, y) {
                    continue;
                }
                byte = (byte << 1) | u8::from(modules.is_dark(x, y) ^ masked(mask, x, y));
                bits += 1;
                if bits % 8 == 0 {
                    stream.push(byte);
                }
            }
        }
    }
}

/// Modules that carry codewords, remainder bits included (table 1).
pub(crate) fn raw_modules(version: Version) -> usize {
    let v = usize::from(version.number());
    let mut modules = (16 * v + 128) * v + 64;
    if v >= 2 {
        let rows = v / 7 + 2;
        modules -= (25 * rows - 10) * rows - 55;
    }
    if v >= 7 {
        modules -= 36;
    }
    modules
}

#[allow(clippy::manual_is_multiple_of, reason = "the formulas as the standard writes them")]
/// Whether the mask turns the module in column `x`, row `y` (table 10; `i` there is the row).
pub(crate) fn masked(mask: Mask, x: usize, y: usize) -> bool {
    match mask.number() {
        0 => (x + y) % 2 == 0,
        1 => y % 2 == 0,
        2 => x % 3 == 0,
        3 => (x + y) % 3 == 0,
        4 => (x / 3 + y / 2) % 2 == 0,
        5 => x * y % 2 + x * y % 3 == 0,
        6 => (x * y % 2 + x * y % 3) % 2 == 0,
        _ => ((x + y) % 2 + x * y % 3) % 2 == 0,
    }
}

pub(crate) fn is_function(version: Version, alignment: &Alignment, x: usize, y: usize) -> bool {
    let size = version.size();
    let finder_and_format = (x < 9 && (y < 9 || y >= size - 8)) || (x >= size - 8 && y < 9);
    let timing = x == 6 || y == 6;
    let edge = size - 11;
    let version_word = version.number() >= 7 && ((x < 6 && y >= edge) || (y < 6 && x >= edge));
    finder_and_format || timing || version_word || alignment.covers(x, y)
}

/// The centres of the alignment patterns along one side (annex E), by the rule that the table follows.
pub(crate) struct Alignment {
    centres: [usize; 7],
    count: usize,
    /// For every column, and every row, the number of the centre that it is at most two modules from, counted from 1; or 0.
    lines: [u8; LONGEST],
}

/// Modules a side of the largest version.
const LONGEST: usize = 177;

impl Alignment {
    pub(crate) fn of(version: Version) -> Self {
        let v = usize::from(version.number());
        let mut alignment = Self { centres: [6; 7], count: 0, lines: [0; LONGEST] };
        if v == 1 {
            return alignment;
        }
        let count = v / 7 + 2;
        alignment.count = count;
        // Version 32 alone leaves the rule.
        let step = if v == 32 { 26 } else { (v * 8 + count * 3 + 5) / (count * 4 - 4) * 2 };
        let last = version.size() - 7;
        for (back, centre) in alignment.centres.iter_mut().take(count).skip(1).rev().enumerate() {
            *centre = last - back * step;
        }
        for (number, &centre) in (1..).zip(alignment.centres.iter().take(count)) {
            alignment.lines.iter_mut().skip(centre - 2).take(5).for_each(|line| *line = number);
        }
        alignment
    }

    /// Along one side, ascending; none in version 1. Every pair of them is a centre, but for the three corners where a
    /// finder pattern stands.
    pub(crate) fn centres(&self) -> &[usize] {
        self.centres.get(..self.count).unwrap_or_default()
    }

    /// Whether a module lies in an alignment pattern.
    pub(crate) fn covers(&self, x: usize, y: usize) -> bool {
        let line = |at: usize| self.lines.get(at).map_or(0, |&line| usize::from(line));
        let (column, row, last) = (line(x), line(y), self.count);
        // Three corners belong to the finders.
        column > 0 && row > 0 && !((column == 1 && (row == 1 || row == last)) || (column == last && row == 1))
    }
}

/// The word that stands in these modules, lowest bit first.
fn word(modules: &Modules, places: impl IntoIterator<Item = (usize, usize)>) -> u32 {
    places.into_iter().zip(0..).fold(0, |word, ((x, y), bit)| word | (u32::from(modules.is_dark(x, y)) << bit))
}

pub(crate) fn format_word(data: u32) -> u32 {
    ((data << 10) | remainder(data, 10, 0x537)) ^ FORMAT_MASK
}

pub(crate) fn format_meaning(data: u32) -> Option<(Level, Mask)> {
    let level = match data >> 3 {
        0b01 => Level::L,
        0b00 => Level::M,
        0b11 => Level::Q,
        _ => Level::H,
    };
    Some((level, Mask::new(u8::try_from(data & 7).ok()?)?))
}

/// The BCH check bits of `data`: its remainder by `generator`, a polynomial of `degree` (annexes C and D).
fn remainder(data: u32, degree: u32, generator: u32) -> u32 {
    (0..degree).fold(data, |rest, _| (rest << 1) ^ ((rest >> (degree - 1)) * generator))
}
