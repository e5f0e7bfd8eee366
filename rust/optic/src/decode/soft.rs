//! From soft modules to a payload: how sure each module is decides which codewords are taken for unknown.
//!
//! A wrong text must never come out. With `f` codewords erased and `e` corrected, a trial has `k - f - 2e` check
//! codewords left to say no; here at least [`MARGIN`] always are. Blocks that were proven become known modules, for
//! whoever trains on them.

use super::blocks::{Shape, shape};
use super::erasures::{MOST_CHECK, MOST_WORDS, Syndromes, correct};
use super::layout::{Alignment, format_meaning, format_word, is_function, masked, raw_modules};
use super::segments::{Padding, parse};
use crate::{Level, Mask, Version};

/// Check codewords that no trial may use up: a chance of 2^-32 a trial, less what its errors take.
const MARGIN: usize = 4;
/// The least sure bits of a block that are turned about in the last trials.
const TURNED: usize = 5;

/// A code of which this many blocks are left is tried harder.
const FEW: usize = 6;
/// A code is given up when none of this many blocks, and one, can be solved.
const HOPELESS: usize = 7;

/// Where the bits of a version stand.
struct Path {
    version: Option<Version>,
    /// Module (row by row) of every bit, in the order of the stream.
    places: Vec<u32>,
}

/// A soft decoder; keeps what it knows of the code that it was begun with.
pub(crate) struct SoftDecoder {
    path: Path,
    code: Option<Target>,
    /// The stream's codewords: hard decisions, or proven.
    words: Vec<u8>,
    /// How sure each codeword is: its least sure bit.
    sure: Vec<f32>,
    solved: Vec<bool>,
    /// Some block had little more than the margin left to say no.
    strained: bool,
    /// Codewords that were put right in the worst block, as a share of what hard decisions could.
    used: f32,
    data: Vec<u8>,
    text: Vec<u8>,
}

/// What is being decoded.
#[derive(Clone, Copy)]
struct Target {
    version: Version,
    level: Level,
    mask: Mask,
    shape: Shape,
}

/// What a look at the modules gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    /// No block more than before.
    Nothing,
    /// Blocks were solved that had not been.
    Some,
    /// Every block is solved.
    All,
}

/// A format word as soft modules have it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Format {
    pub(crate) level: Level,
    pub(crate) mask: Mask,
    /// Agreement with both copies, -1 to 1 a module.
    pub(crate) agreement: f32,
}

impl SoftDecoder {
    pub(crate) const fn new() -> Self {
        Self {
            path: Path { version: None, places: Vec::new() },
            code: None,
            words: Vec::new(),
            sure: Vec::new(),
            solved: Vec::new(),
            strained: false,
            used: 0.0,
            data: Vec::new(),
            text: Vec::new(),
        }
    }

    /// Forgets the last code and begins one of this shape.
    pub(crate) fn begin(&mut self, version: Version, level: Level, mask: Mask) {
        self.path.of(version);
        self.code = shape(version, level).map(|shape| Target { version, level, mask, shape });
        self.strained = false;
        self.used = 0.0;
        self.words.clear();
        self.words.resize(raw_modules(version) / 8, 0);
        self.sure.clear();
        self.sure.resize(self.words.len(), 0.0);
        self.solved.clear();
        self.solved.resize(self.code.map_or(0, |code| code.shape.blocks), false);
    }

    /// The level and mask that the decoder was begun with.
    pub(crate) fn format(&self) -> Option<(Level, Mask)> {
        self.code.map(|code| (code.level, code.mask))
    }

    /// Share of the error correction that the worst solved block needed, 0 to 1; at 1, hard decisions might have failed.
    pub(crate) fn used(&self) -> f32 {
        self.used
    }

    /// Tries every block that is not solved yet on `soft`: a value a module, row by row, positive for light.
    pub(crate) fn look(&mut self, soft: &[f32]) -> Progress {
        let Some(code) = self.code else { return Progress::Nothing };
        let unsolved = self.solved.iter().filter(|solved| !**solved).count();
        // The list of turned bits is long: only for the last few blocks of a code that is nearly read.
        let thorough = unsolved <= FEW && unsolved < self.solved.len();
        self.decide(soft, code);
        let mut progress = Progress::Nothing;
        for block in 0..code.shape.blocks {
            if self.solved.get(block) != Some(&false) {
                continue;
            }
            if self.solve(block, code, soft, thorough).is_some() {
                progress = Progress::Some;
                self.solved.iter_mut().skip(block).take(1).for_each(|solved| *solved = true);
            } else if block == HOPELESS && self.solved.iter().all(|solved| !solved) {
                // So many blocks of which none comes near: the others are no better.
                return progress;
            }
        }
        if self.solved.iter().all(|&solved| solved) { Progress::All } else { progress }
    }

    /// Calls `say` with the module (row by row) and "light" for every module of a solved block.
    pub(crate) fn proven(&self, mut say: impl FnMut(usize, bool)) {
        let Some(code) = self.code else { return };
        for (block, _) in self.solved.iter().enumerate().filter(|(_, solved)| **solved) {
            for at in members(code, self.words.len(), block) {
                let word = self.words.get(at).copied().unwrap_or(0);
                for (bit, place) in self.path.bits(at) {
                    let dark = (word >> (7 - bit)) & 1 == 1;
                    say(place, dark == self.path.is_masked(place, code.mask));
                }
            }
        }
    }

    /// The payload, once every block is solved and what they hold is a text.
    pub(crate) fn payload(&mut self) -> Option<Vec<u8>> {
        let code = self.code?;
        if self.solved.is_empty() || self.solved.iter().any(|&solved| !solved) {
            return None;
        }
        self.data.clear();
        for block in 0..code.shape.blocks {
            let length = members(code, self.words.len(), block).count();
            let data = members(code, self.words.len(), block).take(length.saturating_sub(code.shape.check));
            self.data.extend(data.map(|at| self.words.get(at).copied().unwrap_or(0)));
        }
        let padding = if self.strained { Padding::MustBeStandard } else { Padding::Any };
        parse(&self.data, 0, code.version, padding, &mut self.text)?;
        Some(self.text.as_slice().to_vec())
    }

    /// Hard decisions and how sure they are, for what is not solved.
    fn decide(&mut self, soft: &[f32], code: Target) {
        for (at, (word, sure)) in self.words.iter_mut().zip(&mut self.sure).enumerate() {
            let block = block_of(code, self.path.places.len() / 8, at);
            if self.solved.get(block) == Some(&true) {
                continue;
            }
            (*word, *sure) = (0, f32::INFINITY);
            for (bit, place) in self.path.bits(at) {
                let value = soft.get(place).copied().unwrap_or(0.0);
                let light = value >= 0.0;
                // A dark module is a 1, unless the mask turns it.
                let one = light == self.path.is_masked(place, code.mask);
                *word |= u8::from(one) << (7 - bit);
                *sure = sure.min(value.abs());
            }
        }
    }

    /// Tries one block: fewer erasures first. Its words are put right if it is solved.
    fn solve(&mut self, block: usize, code: Target, soft: &[f32], thorough: bool) -> Option<()> {
        let check = code.shape.check;
        let reserve = check - 2 * code.shape.allowed;
        let margin = MARGIN.max(reserve);
        let (mut words, mut order) = ([0u8; MOST_WORDS], [(0.0f32, 0usize); MOST_WORDS]);
        let mut length = 0;
        for (index, at) in members(code, self.words.len(), block).enumerate() {
            *words.get_mut(index)? = *self.words.get(at)?;
            *order.get_mut(index)? = (*self.sure.get(at)?, index);
            length = index + 1;
        }
        let (words, order) = (words.get_mut(..length)?, order.get_mut(..length)?);
        let syndromes = Syndromes::of(words, check)?;
        order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        let mut erased = [0usize; MOST_CHECK];
        for (target, &(_, index)) in erased.iter_mut().zip(order.iter()) {
            *target = index;
        }
        let used = self
            .erase(words, &syndromes, &erased, check, margin, 2)
            .or_else(|| thorough.then(|| self.turn(words, &syndromes, &erased, block, code, soft, margin)).flatten())?;
        self.strained |= used + 2 * MARGIN > check;
        let mut wrong = 0u8;
        for (index, at) in members(code, self.words.len(), block).enumerate() {
            if let Some((target, word)) = self.words.get_mut(at).zip(words.get(index)) {
                wrong = wrong.saturating_add(u8::from(*target != *word));
                *target = *word;
            }
        }
        let allowed = u8::try_from(code.shape.allowed).unwrap_or(u8::MAX).max(1);
        self.used = self.used.max((f32::from(wrong) / f32::from(allowed)).min(1.0));
        Some(())
    }

    /// Erases more and more of the least sure codewords. Returns what was used up: erasures and twice the errors.
    fn erase(
        &self,
        words: &mut [u8],
        syndromes: &Syndromes,
        erased: &[usize],
        check: usize,
        margin: usize,
        step: usize,
    ) -> Option<usize> {
        (0..=check.checked_sub(margin)?).step_by(step).find_map(|count| {
            let errors = correct(words, syndromes, erased.get(..count)?, margin)?;
            Some(count + 2 * errors)
        })
    }

    /// Turns the least sure bits of the block about, alone and together, and erases again (Chase 1972, bounded).
    #[allow(clippy::too_many_arguments, reason = "one trial's state, all of it used")]
    fn turn(
        &self,
        words: &mut [u8],
        syndromes: &Syndromes,
        erased: &[usize],
        block: usize,
        code: Target,
        soft: &[f32],
        margin: usize,
    ) -> Option<usize> {
        let length = words.len();
        // Not those that are erased anyway: the least sure bits of the codewords after them.
        let mut weakest = [(f32::INFINITY, 0usize, 0u8); TURNED];
        let spared = erased.get(..8.min(erased.len()))?;
        for (index, at) in members(code, self.words.len(), block).enumerate() {
            if spared.contains(&index) {
                continue;
            }
            for (bit, place) in self.path.bits(at) {
                let sure = soft.get(place).copied().unwrap_or(0.0).abs();
                let slot = weakest.iter().position(|&(other, ..)| sure < other);
                if let Some(tail) = slot.and_then(|slot| weakest.get_mut(slot..)) {
                    tail.rotate_right(1);
                    *tail.first_mut()? = (sure, index, 0x80 >> bit);
                }
            }
        }
        (1u32..1 << TURNED).find_map(|set| {
            let mut turned = *syndromes;
            let mut changed = [0u8; MOST_WORDS];
            for (i, &(sure, index, change)) in weakest.iter().enumerate() {
                if set >> i & 1 == 1 && sure.is_finite() {
                    turned = turned.with_change(index, length, change);
                    *changed.get_mut(index)? ^= change;
                }
            }
            let flip = |words: &mut [u8]| words.iter_mut().zip(changed).for_each(|(word, change)| *word ^= change);
            flip(words);
            let used = self.erase(words, &turned, erased, code.shape.check, margin, 4);
            if used.is_none() {
                flip(words);
            }
            used
        })
    }
}

impl Path {
    /// Makes sure that the path is that of `version`.
    fn of(&mut self, version: Version) {
        if self.version == Some(version) {
            return;
        }
        self.version = Some(version);
        self.places.clear();
        let (size, alignment) = (version.size(), Alignment::of(version));
        let pairs =
            (0..size / 2).map(|pair| size - 1 - 2 * pair).map(|right| if right <= 6 { right - 1 } else { right });
        for (pair, right) in pairs.enumerate() {
            for step in 0..size {
                let y = if pair % 2 == 0 { size - 1 - step } else { step };
                for x in [right, right - 1] {
                    if !is_function(version, &alignment, x, y) {
                        self.places.extend(u32::try_from(y * size + x));
                    }
                }
            }
        }
        self.places.truncate(self.places.len() / 8 * 8);
    }

    /// Bit number (0 the highest) and module of the bits of codeword `at`.
    fn bits(&self, at: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.places.get(8 * at..8 * at + 8).unwrap_or_default().iter().map(|&place| place as usize).enumerate()
    }

    fn is_masked(&self, place: usize, mask: Mask) -> bool {
        let size = self.version.map_or(1, Version::size);
        masked(mask, place % size, place / size)
    }
}

/// Where the codewords of a block stand in the stream, data first (7.6).
fn members(code: Target, total: usize, block: usize) -> impl Iterator<Item = usize> {
    let Shape { blocks, check, .. } = code.shape;
    let short = total / blocks - check;
    let first_long = blocks - total % blocks;
    let data_total = total - check * blocks;
    let common = (0..short).map(move |i| i * blocks + block);
    let last = (block >= first_long).then(|| short * blocks + block - first_long);
    common.chain(last).chain((0..check).map(move |i| data_total + i * blocks + block))
}

/// The block that codeword `at` of the stream belongs to.
fn block_of(code: Target, total: usize, at: usize) -> usize {
    let Shape { blocks, check, .. } = code.shape;
    let short = total / blocks - check;
    let data_total = total - check * blocks;
    if at < short * blocks {
        at % blocks
    } else if at < data_total {
        at - short * blocks + blocks - total % blocks
    } else {
        (at - data_total) % blocks
    }
}

/// The two format words that `soft` agrees with best, better first.
pub(crate) fn formats(soft: &[f32], size: usize) -> [Option<Format>; 2] {
    let value = |(x, y): (usize, usize)| soft.get(y * size + x).copied().unwrap_or(0.0).clamp(-1.0, 1.0);
    let mut best = [None, None];
    for data in 0..32u32 {
        let word = format_word(data);
        let mut sum = 0.0;
        for bit in 0..15 {
            let sign = if (word >> bit) & 1 == 1 { -1.0 } else { 1.0 };
            sum += sign * format_places(bit, size).map(value).iter().sum::<f32>();
        }
        let Some((level, mask)) = format_meaning(data) else { continue };
        let format = Some(Format { level, mask, agreement: sum / 30.0 });
        let better = |than: Option<Format>| than.is_none_or(|than: Format| sum / 30.0 > than.agreement);
        if better(best[0]) {
            best = [format, best[0]];
        } else if better(best[1]) {
            best[1] = format;
        }
    }
    best
}

/// Where bit `bit` of the format word stands, 0 the lowest: once around the top-left finder, once beside the two others
/// (7.9).
pub(crate) fn format_places(bit: usize, size: usize) -> [(usize, usize); 2] {
    let first = match bit {
        0..=5 => (8, bit),
        6 => (8, 7),
        7 => (8, 8),
        8 => (7, 8),
        _ => (14 - bit, 8),
    };
    let second = if bit < 8 { (size - 1 - bit, 8) } else { (8, size + bit - 15) };
    [first, second]
}
