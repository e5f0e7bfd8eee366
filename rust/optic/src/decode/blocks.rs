//! Codewords to data (ISO/IEC 18004, 7.6 and table 9): which codeword belongs to which block, and each block corrected.

use super::erasures::{MOST_WORDS, Syndromes, correct};
use super::layout::raw_modules;
use crate::{Level, Version};

/// Sorts `stream` into blocks, corrects each, and puts the data codewords into `data`, in order. Returns the share of the
/// corrections that the worst block may make and made, 0 to 1; `None` when a block is beyond correction.
pub(crate) fn corrected(stream: &[u8], version: Version, level: Level, data: &mut Vec<u8>) -> Option<f32> {
    let shape = shape(version, level)?;
    let Shape { blocks, check, .. } = shape;
    let total = raw_modules(version) / 8;
    let short = total / blocks - check;
    let long_blocks = total % blocks;
    let first_long = blocks - long_blocks;
    let data_total = total - check * blocks;

    data.clear();
    let mut used = 0.0f32;
    for block in 0..blocks {
        let common = (0..short).map(|i| i * blocks + block);
        // The last data codeword of the long blocks stands in a run of its own.
        let last = (block >= first_long).then(|| short * blocks + block - first_long);
        let checks = (0..check).map(|i| data_total + i * blocks + block);
        let words = common.chain(last).chain(checks).map(|at| stream.get(at).copied());
        used = used.max(correct_block(words, &shape, data)?);
    }
    Some(used)
}

/// Corrects the block of these codewords and appends its data to `data`. Returns the share of the corrections that it may
/// make and made; `None` when it is beyond correction or a codeword is missing.
pub(super) fn correct_block(
    codewords: impl Iterator<Item = Option<u8>>,
    shape: &Shape,
    data: &mut Vec<u8>,
) -> Option<f32> {
    let &Shape { check, allowed, .. } = shape;
    let mut words = [0u8; MOST_WORDS];
    let mut length = 0;
    for codeword in codewords {
        *words.get_mut(length)? = codeword?;
        length += 1;
    }
    let words = words.get_mut(..length)?;
    let syndromes = Syndromes::of(words, check)?;
    let errors = correct(words, &syndromes, &[], check - 2 * allowed)?;
    data.extend_from_slice(words.get(..length - check)?);
    Some(errors as f32 / allowed as f32)
}

#[derive(Clone, Copy)]
pub(crate) struct Shape {
    /// Blocks in the code.
    pub(crate) blocks: usize,
    /// Check codewords a block.
    pub(crate) check: usize,
    /// Errors a block that may be corrected: half the check codewords that are not the misdecode reserve.
    pub(crate) allowed: usize,
}

pub(crate) fn shape(version: Version, level: Level) -> Option<Shape> {
    let at = usize::from(version.number()) - 1;
    let (checks, blocks) = match level {
        Level::L => (&CHECK_L, &BLOCKS_L),
        Level::M => (&CHECK_M, &BLOCKS_M),
        Level::Q => (&CHECK_Q, &BLOCKS_Q),
        Level::H => (&CHECK_H, &BLOCKS_H),
    };
    let check = usize::from(*checks.get(at)?);
    let blocks = usize::from(*blocks.get(at)?);
    Some(Shape { blocks, check, allowed: (check - reserve(version, level)) / 2 })
}

/// Check codewords that correct nothing, so that a short code is not misread (table 9, the column p of its note).
pub(super) fn reserve(version: Version, level: Level) -> usize {
    match (version.number(), level) {
        (1, Level::L) => 3,
        (1, Level::M) | (2, Level::L) => 2,
        (1, Level::Q | Level::H) | (3, Level::L) => 1,
        _ => 0,
    }
}

// Table 9: check codewords a block, versions 1 to 40.
#[rustfmt::skip]
const CHECK_L: [u8; 40] = [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28,
    28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30];
#[rustfmt::skip]
const CHECK_M: [u8; 40] = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26,
    26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28];
#[rustfmt::skip]
const CHECK_Q: [u8; 40] = [13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30,
    28, 30, 30, 30, 30, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30];
#[rustfmt::skip]
const CHECK_H: [u8; 40] = [17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28,
    30, 24, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30];
// Table 9: blocks, versions 1 to 40.
#[rustfmt::skip]
const BLOCKS_L: [u8; 40] = [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8,
    8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25];
#[rustfmt::skip]
const BLOCKS_M: [u8; 40] = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16,
    17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49];
#[rustfmt::skip]
const BLOCKS_Q: [u8; 40] = [1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20,
    23, 23, 25, 27, 29, 34, 34, 35, 38, 40, 43, 45, 48, 51, 53, 56, 59, 62, 65, 68];
#[rustfmt::skip]
const BLOCKS_H: [u8; 40] = [1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25,
    25, 34, 30, 32, 35, 37, 40, 42, 45, 48, 51, 54, 57, 60, 63, 66, 70, 74, 77, 81];
