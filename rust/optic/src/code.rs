//! What the reader hands back: codes, and what it saw when there was none.

use std::fmt;

use crate::Why;

/// A point in the picture's own pixels: `x` to the right, `y` down, (0, 0) the outer corner of the first pixel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Pixels from the left edge.
    pub x: f32,
    /// Pixels from the top edge.
    pub y: f32,
}

/// The size of a code, 1 to 40 (ISO/IEC 18004, 5.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(u8);

impl Version {
    pub(crate) const SMALLEST: Self = Self(1);

    /// Version `number`, or `None` outside 1 to 40.
    #[must_use]
    pub const fn new(number: u8) -> Option<Self> {
        match number {
            1..=40 => Some(Self(number)),
            _ => None,
        }
    }

    /// The version of a code of `size` modules a side, or `None` when no code has that size.
    #[must_use]
    pub fn of_size(size: usize) -> Option<Self> {
        let beyond = size.checked_sub(17)?;
        if beyond % 4 != 0 {
            return None;
        }
        Self::new(u8::try_from(beyond / 4).ok()?)
    }

    /// 1 to 40.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0
    }

    /// Modules a side, 21 to 177, without the quiet zone.
    #[must_use]
    pub const fn size(self) -> usize {
        17 + 4 * self.0 as usize
    }
}

/// How much of a code may be destroyed (ISO/IEC 18004, 5.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// About 7 %.
    L,
    /// About 15 %.
    M,
    /// About 25 %.
    Q,
    /// About 30 %.
    H,
}

impl Level {
    /// All four, weakest first.
    pub const ALL: [Self; 4] = [Self::L, Self::M, Self::Q, Self::H];
}

/// Which of the eight data masks lies over a code, 0 to 7 (ISO/IEC 18004, table 10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mask(u8);

impl Mask {
    /// Mask `number`, or `None` above 7.
    #[must_use]
    pub const fn new(number: u8) -> Option<Self> {
        match number {
            0..=7 => Some(Self(number)),
            _ => None,
        }
    }

    /// 0 to 7.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0
    }
}

/// One code that was read: every block of it corrected within the standard's own limits.
#[derive(Clone, PartialEq)]
pub struct Code {
    /// The payload, segment after segment: numeric and alphanumeric segments as ASCII, byte segments untouched, kanji
    /// segments as the two Shift-JIS bytes a character that they encode. An ECI designator, a structured-append
    /// header and an FNC1 mark add no byte; between FNC1 and the end, `%` in alphanumeric segments follows
    /// ISO/IEC 18004, 7.4.8.2. Never empty.
    pub bytes: Vec<u8>,
    /// The size of the code.
    pub version: Version,
    /// The error correction level of the code.
    pub level: Level,
    /// The data mask of the code.
    pub mask: Mask,
    /// Share of its error correction that the worst block needed, 0 (a whole picture) to 1 (hardly read).
    pub used: f32,
    /// The outer corners of the code, quiet zone excluded: top-left, top-right, bottom-right, bottom-left **of the
    /// code**, wherever they lie in the picture (top-right and bottom-left change places in a mirrored code).
    /// Good to about one module; they may lie a little outside the picture.
    pub corners: [Point; 4],
}

/// By hand: the payload is counted and not printed, since it may be that of a burn card.
impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { bytes, version, level, mask, used, corners } = self;
        let bytes = format_args!("{} of them", bytes.len());
        let mut code = f.debug_struct("Code");
        code.field("bytes", &bytes).field("version", version).field("level", level).field("mask", mask);
        code.field("used", used).field("corners", corners).finish()
    }
}

/// What one picture gave.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Reading {
    /// Every code that was read, each once.
    pub codes: Vec<Code>,
    /// What to tell the person who holds the camera.
    pub seen: Seen,
}

/// What the reader saw, for a sentence on the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Seen {
    /// At least one code was read.
    Codes,
    /// Nothing that looks like a code.
    Nothing,
    /// One or two corner marks that belong together with nothing: part of a code, or a lookalike.
    Marks,
    /// The corner marks of a code whose modules are too small to be told apart: come closer.
    TooSmall {
        /// Pixels a module.
        module: f32,
    },
    /// The corner marks of a code stood where they should, and its modules could not be read.
    Unreadable {
        /// Pixels a module.
        module: f32,
        /// What keeps it from being read.
        why: Why,
    },
    /// The time ran out, or the picture holds more marks than any honest one: not everything was looked at.
    Stopped,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_and_masks_outside_the_standard_do_not_exist() {
        assert!(Version::new(0).is_none() && Version::new(41).is_none() && Mask::new(8).is_none());
        for number in 1..=40 {
            let version = Version::new(number).unwrap();
            assert_eq!(Version::of_size(version.size()), Some(version));
        }
        for size in [0, 17, 20, 22, 23, 181, usize::MAX] {
            assert!(Version::of_size(size).is_none());
        }
    }
}
