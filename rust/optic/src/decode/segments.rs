//! The data stream of a code: segments, terminator, padding (ISO/IEC 18004, 7.4).

use crate::Version;
use crate::base45::ALPHABET;

/// What may follow the terminator.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Padding {
    /// Anything: many encoders pad as they like.
    Any,
    /// Zero bits, then 0xEC and 0x11 in turn (7.4.10).
    MustBeStandard,
}

/// Puts the payload of `data`, all data codewords of a code in order, into `bytes`, from bit `start` on. `None` when a
/// segment breaks a rule of its mode, runs past the end, or when there is no payload at all.
pub(crate) fn parse(data: &[u8], start: usize, version: Version, padding: Padding, bytes: &mut Vec<u8>) -> Option<()> {
    let mut bits = Bits { data, at: start };
    bytes.clear();
    let mut fnc1 = false;
    // A terminator may be cut short by the end of the data.
    while bits.left() >= 4 {
        match bits.take(4)? {
            0b0000 => break,
            0b0001 => numeric(&mut bits, version, bytes)?,
            0b0010 => alphanumeric(&mut bits, version, fnc1, bytes)?,
            0b0100 => byte(&mut bits, version, bytes)?,
            0b1000 => kanji(&mut bits, version, bytes)?,
            0b0111 => eci(&mut bits)?,
            // Structured append: position, count, parity.
            0b0011 => drop(bits.take(16)?),
            0b0101 => fnc1 = true,
            // FNC1 in second position carries an application indicator.
            0b1001 => {
                bits.take(8)?;
                fnc1 = true;
            }
            _ => return None,
        }
    }
    let padded = padding == Padding::Any || bits.rest_is_padding();
    (padded && !bytes.is_empty()).then_some(())
}

fn numeric(bits: &mut Bits<'_>, version: Version, bytes: &mut Vec<u8>) -> Option<()> {
    let count = bits.take(by_version(version, [10, 12, 14]))?;
    let mut left = count;
    while left > 0 {
        let digits = left.min(3);
        let (width, limit) = [(4, 10), (7, 100), (10, 1000)].into_iter().nth(digits - 1)?;
        let value = bits.take(width).filter(|&value| value < limit)?;
        for place in [100, 10, 1].into_iter().skip(3 - digits) {
            bytes.push(b'0' + u8::try_from(value / place % 10).ok()?);
        }
        left -= digits;
    }
    Some(())
}

fn alphanumeric(bits: &mut Bits<'_>, version: Version, fnc1: bool, bytes: &mut Vec<u8>) -> Option<()> {
    let count = bits.take(by_version(version, [9, 11, 13]))?;
    let start = bytes.len();
    let mut left = count;
    while left > 0 {
        if left >= 2 {
            let value = bits.take(11)?;
            bytes.push(*ALPHABET.get(value / 45)?);
            bytes.push(*ALPHABET.get(value % 45)?);
        } else {
            bytes.push(*ALPHABET.get(bits.take(6)?)?);
        }
        left = left.saturating_sub(2);
    }
    if fnc1 {
        drop_escapes(bytes, start);
    }
    Some(())
}

/// Under FNC1, `%%` is a percent sign and a lone `%` the separator GS (7.4.8.2).
#[allow(clippy::indexing_slicing, reason = "both run behind the length")]
fn drop_escapes(bytes: &mut Vec<u8>, start: usize) {
    let (mut from, mut to) = (start, start);
    while from < bytes.len() {
        let is_percent = bytes[from] == b'%';
        let is_escape = is_percent && bytes.get(from + 1) == Some(&b'%');
        bytes[to] = if is_percent && !is_escape { 0x1d } else { bytes[from] };
        from += if is_escape { 2 } else { 1 };
        to += 1;
    }
    bytes.truncate(to);
}

fn byte(bits: &mut Bits<'_>, version: Version, bytes: &mut Vec<u8>) -> Option<()> {
    let count = bits.take(by_version(version, [8, 16, 16]))?;
    for _ in 0..count {
        bytes.push(u8::try_from(bits.take(8)?).ok()?);
    }
    Some(())
}

fn kanji(bits: &mut Bits<'_>, version: Version, bytes: &mut Vec<u8>) -> Option<()> {
    let count = bits.take(by_version(version, [8, 10, 12]))?;
    for _ in 0..count {
        let value = bits.take(13)?;
        let packed = ((value / 0xc0) << 8) | (value % 0xc0);
        // Two ranges of Shift-JIS: 8140 to 9FFC, and E040 to EBBF.
        let character = packed + if packed < 0x1f00 { 0x8140 } else { 0xc140 };
        bytes.extend(u16::try_from(character).ok().filter(|&c| c <= 0xebbf)?.to_be_bytes());
    }
    Some(())
}

/// An ECI designator (7.4.2) of one, two or three bytes says which alphabet follows; the bytes themselves do not change.
fn eci(bits: &mut Bits<'_>) -> Option<()> {
    match bits.take(8)? {
        0x00..=0x7f => {}
        0x80..=0xbf => drop(bits.take(8)?),
        0xc0..=0xdf => drop(bits.take(16)?),
        _ => return None,
    }
    Some(())
}

/// The width of a count (table 3) in versions up to 9, 26 and 40.
fn by_version(version: Version, [small, middle, large]: [usize; 3]) -> usize {
    match version.number() {
        ..=9 => small,
        10..=26 => middle,
        _ => large,
    }
}

struct Bits<'a> {
    data: &'a [u8],
    at: usize,
}

impl Bits<'_> {
    fn left(&self) -> usize {
        self.data.len() * 8 - self.at
    }

    /// The next `count` (at most 16) bits, most significant first.
    fn take(&mut self, count: usize) -> Option<usize> {
        (0..count).try_fold(0, |value, _| {
            let byte = *self.data.get(self.at / 8)?;
            let bit = (byte >> (7 - self.at % 8)) & 1;
            self.at += 1;
            Some((value << 1) | usize::from(bit))
        })
    }

    fn rest_is_padding(&mut self) -> bool {
        let to_byte = (8 - self.at % 8) % 8;
        let zeros = self.take(to_byte.min(self.left())) == Some(0);
        let rest = self.data.get(self.at / 8..).unwrap_or_default();
        zeros && rest.iter().zip([0xec, 0x11].into_iter().cycle()).all(|(&byte, pad)| byte == pad)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(bits: &str) -> Option<Vec<u8>> {
        let bits: Vec<u8> = bits.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
        let data: Vec<u8> =
            bits.chunks(8).map(|c| c.iter().fold(0, |n, b| (n << 1) | (b - b'0')) << (8 - c.len())).collect();
        let mut bytes = vec![9; 3];
        parse(&data, 0, Version::new(1).unwrap(), Padding::Any, &mut bytes).map(|()| bytes)
    }

    #[test]
    fn the_standards_own_examples_hold() {
        // 7.4.3, 7.4.4 and 7.4.6 of ISO/IEC 18004.
        assert_eq!(read("0001 0000001000 0000001100 0101011001 1000011 0000").unwrap(), b"01234567");
        assert_eq!(read("0010 000000101 00111001110 11100111001 000010 0000").unwrap(), b"AC-42");
        assert_eq!(read("1000 00000010 0110110011111 1101010101010 0000").unwrap(), [0x93, 0x5f, 0xe4, 0xaa]);
    }

    #[test]
    fn values_that_no_encoder_makes_are_no_text() {
        assert_eq!(read("0001 0000000011 1111101000 0000"), None, "1000 in three digits");
        assert_eq!(read("0001 0000000010 1100100 0000"), None, "100 in two");
        assert_eq!(read("0001 0000000001 1010 0000"), None, "10 in one");
        assert_eq!(read("0010 000000010 11111101001 0000"), None, "2025 in two characters");
        assert_eq!(read("0010 000000001 101101 0000"), None, "45 in one");
        assert_eq!(read("0111 11100000 0100 00000001 01000001 0000"), None, "an ECI of four bytes");
        assert_eq!(read("1111 0000 0000"), None, "an unknown mode");
        assert_eq!(read("0100 00000010 01000001"), None, "a count beyond the end");
        assert_eq!(read("0000 0000"), None, "nothing at all");
    }

    #[test]
    fn marks_around_the_text_add_nothing_to_it() {
        let a = "0100 00000001 01000001 0000";
        for mark in [
            "0111 00011010",
            "0111 10000001 00000000",
            "0111 11000000 00000001 00000001",
            "0011 0001 0010 01010101",
            "0101",
            "1001 00100101",
        ] {
            assert_eq!(read(&format!("{mark} {a}")).unwrap(), b"A", "{mark}");
        }
        // FNC1, then "%%%" : one percent sign and one separator. 38 is '%': 38 * 45 + 38 = 1748.
        assert_eq!(read("0101 0010 000000011 11011010100 100110 0000").unwrap(), b"%\x1d");
    }

    proptest! {
        #[test]
        fn no_stream_makes_it_panic(data in proptest::collection::vec(any::<u8>(), 0..60), v in 1u8..=40) {
            for padding in [Padding::Any, Padding::MustBeStandard] {
                let _ = parse(&data, 0, Version::new(v).unwrap(), padding, &mut Vec::new());
            }
        }
    }
}
