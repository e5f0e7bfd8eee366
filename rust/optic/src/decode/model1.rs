//! Codes of Model 1, which the first edition of ISO/IEC 18004 (2000) describes beside today's Model 2: finders, timing
//! patterns and masks are the same, but there are no alignment patterns and no version words, the format word wears
//! another mask, and codewords stand in blocks of two by four modules. Data and check codewords of a block follow each
//! other, not interleaved, and the data begins with four bits that belong to the pattern of the corner.
//!
//! Nobody makes them any more and some walls still carry them. So they are read only where nothing is doubtful: both
//! format words must agree, and what follows the text must be proper padding. Layout and table as zxing-cpp has them
//! (`QRBitMatrixParser.cpp`, `QRVersion.cpp`), since that edition was withdrawn.

use super::blocks::{Shape, correct_block, reserve};
use super::layout::{format_copies, format_meaning, masked, nearest_format};
use super::segments::{self, Padding};
use crate::{Level, Mask, Modules, Version};

/// What lies over a Model 1 format word instead of Model 2's mask.
const FORMAT_MASK: u32 = 0x2825;
/// The number of the largest version.
pub(crate) const LARGEST: u8 = 14;
/// Bits at the start of the data that carry none.
const CORNER_BITS: usize = 4;

/// The text of `modules` as a code of Model 1, put into `text`; `stream` and `data` are room for the work. `None` when they
/// hold none that can be trusted. The last of what is returned is the share of its error correction that the worst
/// block needed.
pub(super) fn decode(
    modules: &Modules,
    stream: &mut Vec<u8>,
    data: &mut Vec<u8>,
    text: &mut Vec<u8>,
) -> Option<(Level, Mask, f32)> {
    let version = modules.version();
    let (level, mask) = format(format_copies(modules))?;
    let shape = shape(version, level)?;
    codewords(modules, mask, stream);
    let used = corrected(stream, &shape, data)?;
    if data.first()? >> CORNER_BITS != 0 {
        return None;
    }
    segments::parse(data, CORNER_BITS, version, Padding::MustBeStandard, text)?;
    Some((level, mask, used))
}

/// What both copies of the format word say; `None` unless they say the same. Every word of Model 2 is five modules or more
/// from every word of Model 1.
pub(crate) fn format(copies: [u32; 2]) -> Option<(Level, Mask)> {
    let [first, second] = copies.map(|word| nearest_format(word, FORMAT_MASK));
    format_meaning(first.filter(|_| first == second)?)
}

/// Puts the codewords into `stream` in their order, mask removed and the corner's bits cleared.
fn codewords(modules: &Modules, mask: Mask, stream: &mut Vec<u8>) {
    stream.clear();
    each_place(modules.size(), |place| {
        let bit = |byte: u8, (x, y): (usize, usize)| (byte << 1) | u8::from(modules.is_dark(x, y) ^ masked(mask, x, y));
        stream.push(place.modules().fold(0, bit));
    });
    if let Some(first) = stream.first_mut() {
        *first &= 0xff >> CORNER_BITS;
    }
}

/// Corrects the blocks of `stream`, which stand one after the other, and puts their data codewords into `data`.
fn corrected(stream: &[u8], shape: &Shape, data: &mut Vec<u8>) -> Option<f32> {
    let &Shape { blocks, check, .. } = shape;
    // A remainder of codewords belongs to no block.
    let length = stream.len() / blocks - check;
    let (plain, checks) = stream.split_at_checked(length * blocks)?;
    data.clear();
    let mut used = 0.0f32;
    for (plain, checks) in plain.chunks_exact(length).zip(checks.chunks_exact(check)) {
        used = used.max(correct_block(plain.iter().chain(checks).copied().map(Some), shape, data)?);
    }
    Some(used)
}

/// Eight modules of one codeword: columns and rows count down from the lower right one.
#[derive(Clone, Copy)]
struct Place {
    right: usize,
    bottom: usize,
    columns: usize,
}

impl Place {
    /// From the highest bit to the lowest.
    fn modules(self) -> impl Iterator<Item = (usize, usize)> {
        (0..8).map(move |bit| (self.right - bit % self.columns, self.bottom - bit / self.columns))
    }
}

/// Calls `with` for every codeword of a code of `size` modules, in their order.
fn each_place(size: usize, mut with: impl FnMut(Place)) {
    let last = size - 1;
    let strips = size / 4 + 3;
    for strip in 0..strips {
        let left = strips - 1 - strip;
        if strip <= 1 {
            // Two upright strips at the right edge; the first leaves every other place to the edge's own pattern.
            let rows = (size - 8) / 4;
            for row in (0..rows).filter(|&row| strip == 1 || row % 2 == 1 || row == 0 || row == rows - 1) {
                with(Place { right: last - 2 * strip, bottom: last - 4 * row, columns: 2 });
            }
        } else if left <= 3 {
            // Four upright strips at the left edge, between the finders, past the timing pattern.
            for row in 0..(size - 16) / 4 {
                with(Place { right: 2 * left + 1 + usize::from(left == 3), bottom: last - 8 - 4 * row, columns: 2 });
            }
        } else {
            // Lying ones between them: the first stops below the finder, every other one starts above the pattern of the
            // lower edge.
            let rows = size / 2;
            let from = usize::from(strip % 2 == 1 && left != 4);
            let to = if strip == 2 { rows - 4 } else { rows };
            for row in from..to {
                let past_timing = usize::from(row + 3 >= rows);
                with(Place { right: last - 4 * (strip - 1), bottom: last - 2 * row - past_timing, columns: 4 });
            }
        }
    }
}

fn shape(version: Version, level: Level) -> Option<Shape> {
    let row = SHAPES.get(usize::from(version.number()) - 1)?;
    let (check, blocks) = match level {
        Level::L => row[0],
        Level::M => row[1],
        Level::Q => row[2],
        Level::H => row[3],
    };
    let (check, blocks) = (usize::from(check), usize::from(blocks));
    Some(Shape { blocks, check, allowed: (check - reserve(version, level)) / 2 })
}

/// Check codewords a block and blocks, levels L, M, Q and H, versions 1 to 14.
const SHAPES: [[(u8, u8); 4]; 14] = [
    [(7, 1), (10, 1), (13, 1), (17, 1)],
    [(10, 1), (16, 1), (22, 1), (30, 1)],
    [(15, 1), (28, 1), (36, 1), (48, 1)],
    [(20, 1), (40, 1), (50, 1), (66, 1)],
    [(26, 1), (52, 1), (66, 1), (44, 2)],
    [(34, 1), (32, 2), (42, 2), (56, 2)],
    [(42, 1), (40, 2), (52, 2), (46, 3)],
    [(24, 2), (48, 2), (64, 2), (56, 3)],
    [(30, 2), (60, 2), (50, 3), (68, 3)],
    [(34, 2), (68, 2), (58, 3), (58, 4)],
    [(40, 2), (40, 4), (52, 4), (54, 5)],
    [(46, 2), (46, 4), (58, 4), (62, 5)],
    [(36, 3), (52, 4), (66, 4), (58, 6)],
    [(40, 3), (60, 4), (60, 5), (66, 6)],
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::Decoder;
    use crate::decode::layout::{format_places, format_word};
    use proptest::prelude::*;

    /// What stands around `(x, y)` whatever the text: a finder with its separator, a timing pattern, a format word, the
    /// dark module beside it.
    fn is_function(size: usize, x: usize, y: usize) -> bool {
        let (right, below) = (x >= size - 8, y >= size - 8);
        ((x < 9 || right) && y < 9) || (below && x < 9) || x == 6 || y == 6
    }

    fn painted(text: &[u8], version: u8, level: Level, mask: u8) -> Option<Modules> {
        let (version, mask) = (Version::new(version)?, Mask::new(mask)?);
        let Shape { blocks, check, .. } = shape(version, level)?;
        let mut places = Vec::new();
        each_place(version.size(), |place| places.push(place));
        let length = places.len() / blocks - check;
        let room = length * blocks;

        let count = if version.number() < 10 { format!("{:08b}", text.len()) } else { format!("{:016b}", text.len()) };
        let letters: String = text.iter().map(|byte| format!("{byte:08b}")).collect();
        let mut bits = format!("00000100{count}{letters}");
        let ends = (bits.len() + 4).min(room * 8).next_multiple_of(8);
        if bits.len() > room * 8 {
            return None;
        }
        bits.push_str(&"0".repeat(ends - bits.len()));
        let byte = |bits: &[u8]| u8::from_str_radix(std::str::from_utf8(bits).unwrap(), 2).unwrap();
        let mut data: Vec<u8> = bits.as_bytes().chunks(8).map(byte).collect();
        data.extend([0xec, 0x11].into_iter().cycle().take(room - data.len()));

        let mut stream = data.clone();
        for block in data.chunks(length) {
            stream.extend(qrcode::ec::create_error_correction_code(block, check));
        }
        stream.resize(places.len(), 0);
        let size = version.size();
        let mut dark = std::collections::HashSet::new();
        for (place, codeword) in places.iter().zip(stream) {
            for (at, (x, y)) in place.modules().enumerate() {
                if ((codeword >> (7 - at)) & 1 == 1) ^ masked(mask, x, y) {
                    dark.insert((x, y));
                }
            }
        }
        let word = (0..32).find(|&data| format_meaning(data) == Some((level, mask)));
        let word = format_word(word?) ^ 0x5412 ^ FORMAT_MASK;
        for copy in format_places(size) {
            dark.extend(copy.into_iter().enumerate().filter(|(bit, _)| (word >> bit) & 1 == 1).map(|(_, place)| place));
        }
        for (left, top) in [(0, 0), (size - 7, 0), (0, size - 7)] {
            for (x, y) in (0..49).map(|i| (i % 7, i / 7)) {
                if usize::abs_diff(x, 3).max(usize::abs_diff(y, 3)) != 2 {
                    dark.insert((left + x, top + y));
                }
            }
        }
        dark.extend((8..size - 8).step_by(2).flat_map(|at| [(at, 6), (6, at)]));
        Some(Modules::from_fn(version, |x, y| dark.contains(&(x, y))))
    }

    /// A code of another encoder, version 2.
    const FOREIGN: [&str; 25] = [
        "#######.#######...#######",
        "#.....#..#.##.###.#.....#",
        "#.###.#....###.#..#.###.#",
        "#.###.#.###.###.#.#.###.#",
        "#.###.#.##..#...#.#.###.#",
        "#.....#.#..#..###.#.....#",
        "#######.#.#.#.#.#.#######",
        "........#..#.#...........",
        ".####.#.#.#.##.#.#####..#",
        "...#.#..##..#.##..##.#.##",
        "##.##.##....#.#.#..#..#.#",
        ".##.#...###..#...###..###",
        "#....##...#...####..#.#.#",
        ".##.##....#.#..##.##.##.#",
        ".###..##.#.##.#.#..#.#..#",
        "#......#....#.#.##.#..#.#",
        "###...####..#..#...#....#",
        "........#..#.....####...#",
        "#######..#...#.####.#####",
        "#.....#..#..##....#...###",
        "#.###.#.#...####.....#..#",
        "#.###.#.#.##..#.#####...#",
        "#.###.#.####..##...#.#.##",
        "#.....#.##..#.....##.#...",
        "#######...########..#.#.#",
    ];

    #[test]
    fn a_code_of_another_encoder_is_read() {
        let version = Version::of_size(FOREIGN.len()).unwrap();
        let modules = Modules::from_fn(version, |x, y| FOREIGN[y].as_bytes()[x] == b'#');
        let read = Decoder::new().decode(&modules).unwrap();
        assert_eq!((read.bytes.as_slice(), read.used.to_bits()), (&b"QR Code Model 1 "[..], 0));
    }

    #[test]
    fn codewords_stand_beside_each_other_and_beside_the_patterns() {
        // The blocks of the table, and up to two codewords that belong to none.
        let totals = [26, 46, 72, 100, 134, 170, 212, 256, 306, 358, 416, 476, 542, 610];
        for (number, total) in (1..=14).zip(totals) {
            let size = Version::new(number).unwrap().size();
            let (mut taken, mut codewords) = (std::collections::HashSet::new(), 0);
            each_place(size, |place| {
                codewords += 1;
                for (x, y) in place.modules() {
                    assert!(!is_function(size, x, y), "version {number}: ({x}, {y}) is not the text's");
                    assert!(taken.insert((x, y)), "version {number}: ({x}, {y}) twice");
                }
            });
            assert_eq!(codewords, total, "version {number}");
        }
    }

    #[test]
    fn every_version_level_and_mask_is_read() {
        for version in 1..=14 {
            for level in Level::ALL {
                for mask in 0..8 {
                    let modules = painted(b"1999", version, level, mask).unwrap();
                    let read = Decoder::new().decode(&modules).unwrap();
                    assert_eq!((read.bytes.as_slice(), read.level, read.mask.number()), (&b"1999"[..], level, mask));
                }
            }
        }
        assert!(painted(b"1999", 15, Level::L, 0).is_none());
    }

    proptest! {
        #[test]
        fn as_much_is_repaired_as_the_blocks_pay_for_and_nothing_else_is_ever_read(
            version in 1u8..=14,
            level in proptest::sample::select(Level::ALL.to_vec()),
            spots in proptest::collection::vec(any::<(proptest::sample::Index, proptest::sample::Index)>(), 0..200),
        ) {
            let modules = painted(b"1999", version, level, 3).unwrap();
            let size = modules.size();
            let spots: std::collections::HashSet<_> = spots
                .iter()
                .map(|(x, y)| (x.index(size), y.index(size)))
                .filter(|&(x, y)| !is_function(size, x, y))
                .collect();
            let damaged = Modules::from_fn(modules.version(), |x, y| modules.is_dark(x, y) ^ spots.contains(&(x, y)));
            let read = Decoder::new().decode(&damaged);
            if let Some(read) = &read {
                prop_assert_eq!(read.bytes.as_slice(), &b"1999"[..]);
            }
            let allowed = shape(modules.version(), level).unwrap().allowed;
            prop_assert!(read.is_some() || spots.len() > allowed);
        }
    }

    #[test]
    fn format_words_that_disagree_make_no_text() {
        let modules = painted(b"1999", 5, Level::M, 2).unwrap();
        let other = painted(b"1999", 5, Level::M, 3).unwrap();
        let torn = Modules::from_fn(modules.version(), |x, y| {
            if x == 8 && y >= 9 || x >= 9 && y == 8 { other.is_dark(x, y) } else { modules.is_dark(x, y) }
        });
        assert!(Decoder::new().decode(&torn).is_none());
    }
}
