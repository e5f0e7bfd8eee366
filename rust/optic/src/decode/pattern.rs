//! What is known of a code before a module of it is read: its function patterns and its version word.

use super::layout::Alignment;
use crate::Version;

/// Calls `say` with column, row and "light" for every module that is the same in all codes of this version, whatever
/// their level, mask and payload, and in most of them where codes of other versions have it too: finders, separators,
/// timing and alignment patterns, the dark module (ISO/IEC 18004, 6.3). The version word is told by [`word_places`].
pub(crate) fn known(version: Version, mut say: impl FnMut(usize, usize, bool)) {
    let size = version.size();
    for y in 0..8usize {
        for x in 0..8usize {
            let light = finder_is_light(x, y);
            say(x, y, light);
            say(size - 1 - x, y, light);
            say(x, size - 1 - y, light);
        }
    }
    for at in 8..size - 8 {
        say(at, 6, at % 2 == 1);
        say(6, at, at % 2 == 1);
    }
    let alignment = Alignment::of(version);
    for &row in alignment.centres() {
        for &column in alignment.centres() {
            if !alignment.covers(column, row) {
                continue;
            }
            for y in 0..5usize {
                for x in 0..5usize {
                    let ring = x.abs_diff(2).max(y.abs_diff(2));
                    say(column + x - 2, row + y - 2, ring == 1);
                }
            }
        }
    }
    say(8, size - 8, false);
}

/// Calls `say` with bit (0 the lowest), column and row for every module of both copies of the version word (7.10); a
/// code below version 7 has none.
pub(crate) fn word_places(version: Version, mut say: impl FnMut(usize, usize, usize)) {
    if version.number() < 7 {
        return;
    }
    for bit in 0..18 {
        let (along, across) = (version.size() - 11 + bit % 3, bit / 3);
        say(bit, along, across);
        say(bit, across, along);
    }
}

/// Whether a module of the top-left finder or its separator is light; `x` and `y` up to 7 from the code's corner.
pub(crate) fn finder_is_light(x: usize, y: usize) -> bool {
    let ring = x.abs_diff(3).max(y.abs_diff(3));
    ring == 2 || ring == 4
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::layout::version_word;
    use crate::{Level, Mask, paint};

    #[test]
    fn what_is_called_known_is_so_in_every_code() {
        for number in 1..=40 {
            let version = Version::new(number).unwrap();
            for (level, mask, byte) in [(Level::L, 0, 0x55), (Level::H, 5, 0xff), (Level::M, 3, 0)] {
                let modules = paint::bytes(&[byte; 6], version, level, Mask::new(mask).unwrap()).unwrap();
                let mut said = 0;
                known(version, |x, y, light| {
                    assert_eq!(modules.is_dark(x, y), !light, "{number}: {x} {y}");
                    said += 1;
                });
                word_places(version, |bit, x, y| {
                    let dark = (version_word(version) >> bit) & 1 == 1;
                    assert_eq!(modules.is_dark(x, y), dark, "{number}: bit {bit}");
                });
                assert!(said >= 3 * 64 + 2 * (version.size() - 16));
            }
        }
    }
}
