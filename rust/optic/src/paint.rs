//! The painter: bytes in, modules out, always the same ones for the same bytes.
//!
//! Everything of ours is base45 in alphanumeric mode at level M under one mask, so that a reader knows the version,
//! level and mask of an envelope before it has read a single module.

use qrcode::bits::Bits;
use qrcode::canvas::{Canvas, MaskPattern};
use qrcode::types::{Color, EcLevel, QrError};

use crate::{Error, Level, Mask, Modules, Version, base45};

/// The lengths of an envelope in bytes, each with the one version that it is painted in (PROTOCOL.md, 5.1).
pub const BUCKETS: [(usize, Version); 4] =
    [(206, version(10)), (400, version(15)), (646, version(20)), (832, version(23))];

/// The mask of everything of ours. Which one matters little, that it is one matters: base45 text is close to uniform
/// and never leaves the long runs that the choice of a mask is there to break. Over random envelopes this one had the
/// lowest mean penalty (ISO/IEC 18004, 7.8.3) by a hair.
pub const MASK: Mask = mask(PAINTED_MASK);
const PAINTED_MASK: u8 = 2;

/// The level of everything of ours: against blur, which is what fails, a higher one does not help.
pub const LEVEL: Level = Level::M;

/// The largest version that the painter uses: what an old camera still reads from a screen. More goes on a reel.
const LARGEST: u8 = 23;

/// Paints an envelope: version by its bucket, [`LEVEL`], [`MASK`].
///
/// # Errors
/// [`Error::NotABucket`] for any other length.
pub fn envelope(bytes: &[u8]) -> Result<Modules, Error> {
    let not_a_bucket = Error::NotABucket { len: bytes.len() };
    let (_, version) = BUCKETS.into_iter().find(|&(len, _)| len == bytes.len()).ok_or(not_a_bucket)?;
    alphanumeric(bytes, version)
}

/// Paints anything that is no envelope, in the smallest version that holds it: [`LEVEL`], [`MASK`].
///
/// # Errors
/// [`Error::IsABucket`] for a length that belongs to envelopes, [`Error::EmptyPayload`], and
/// [`Error::PayloadTooLong`] for what belongs on a reel.
pub fn object(bytes: &[u8]) -> Result<Modules, Error> {
    let len = bytes.len();
    if is_a_bucket(len) {
        return Err(Error::IsABucket { len });
    }
    let version =
        smallest_version(len).ok_or(if len == 0 { Error::EmptyPayload } else { Error::PayloadTooLong { len } })?;
    alphanumeric(bytes, version)
}

/// Paints anything that is no envelope in one code, the smallest version that holds it at level L, up to 2864 bytes: then it
/// has 177 modules a side and 4296 characters, the most that any QR code has. For a new camera and a steady hand.
///
/// # Errors
/// [`Error::IsABucket`], [`Error::EmptyPayload`], [`Error::PayloadTooLong`].
pub fn densest(bytes: &[u8]) -> Result<Modules, Error> {
    let len = bytes.len();
    if is_a_bucket(len) {
        return Err(Error::IsABucket { len });
    }
    let version = smallest_of(len, 40, EcLevel::L).ok_or(if len == 0 {
        Error::EmptyPayload
    } else {
        Error::PayloadTooLong { len }
    })?;
    let text = base45::encode(bytes);
    paint(len, version, Level::L, MASK, |bits| bits.push_alphanumeric_data(&text))
}

/// Paints `bytes` as one byte segment with everything chosen by the caller: for tests, and for codes that are not ours.
///
/// # Errors
/// [`Error::PayloadTooLong`] when `version` at `level` does not hold them.
pub fn bytes(bytes: &[u8], version: Version, level: Level, mask: Mask) -> Result<Modules, Error> {
    paint(bytes.len(), version, level, mask, |bits| bits.push_byte_data(bytes))
}

/// Whether only an envelope may have this length.
pub(crate) const fn is_a_bucket(len: usize) -> bool {
    matches!(len, 206 | 400 | 646 | 832)
}

/// The smallest version that holds `len` bytes as base45 at [`LEVEL`].
pub(crate) fn smallest_version(len: usize) -> Option<Version> {
    smallest_of(len, LARGEST, ec_level(LEVEL))
}

fn smallest_of(len: usize, largest: u8, level: EcLevel) -> Option<Version> {
    let characters = base45::encoded_len(len);
    if characters == 0 || characters > 10_000 {
        return None;
    }
    (1..=largest).filter_map(Version::new).find(|version| {
        // ISO/IEC 18004, table 3.
        let count_bits = match version.number() {
            1..=9 => 9,
            10..=26 => 11,
            _ => 13,
        };
        let bits = 4 + count_bits + characters / 2 * 11 + characters % 2 * 6;
        Bits::new(of_qrcode(*version)).max_len(level).is_ok_and(|room| bits <= room)
    })
}

fn alphanumeric(bytes: &[u8], version: Version) -> Result<Modules, Error> {
    let text = base45::encode(bytes);
    paint(bytes.len(), version, LEVEL, MASK, |bits| bits.push_alphanumeric_data(&text))
}

fn paint(
    len: usize,
    version: Version,
    level: Level,
    mask: Mask,
    segment: impl FnOnce(&mut Bits) -> Result<(), QrError>,
) -> Result<Modules, Error> {
    draw(version, level, mask, segment).map_err(|_| Error::PayloadTooLong { len })
}

/// The lower layers of `qrcode`: its upper ones choose a mask of their own.
fn draw(
    version: Version,
    level: Level,
    mask: Mask,
    segment: impl FnOnce(&mut Bits) -> Result<(), QrError>,
) -> Result<Modules, QrError> {
    let (theirs, level) = (of_qrcode(version), ec_level(level));
    let mut bits = Bits::new(theirs);
    segment(&mut bits)?;
    bits.push_terminator(level)?;
    let (data, check) = qrcode::ec::construct_codewords(&bits.into_bytes(), theirs, level)?;
    let mut canvas = Canvas::new(theirs, level);
    canvas.draw_all_functional_patterns();
    canvas.draw_data(&data, &check);
    canvas.apply_mask(pattern(mask));
    let colors = canvas.into_colors();
    let size = version.size();
    Ok(Modules::from_fn(version, |x, y| colors.get(y * size + x) == Some(&Color::Dark)))
}

fn of_qrcode(version: Version) -> qrcode::Version {
    qrcode::Version::Normal(i16::from(version.number()))
}

fn ec_level(level: Level) -> EcLevel {
    match level {
        Level::L => EcLevel::L,
        Level::M => EcLevel::M,
        Level::Q => EcLevel::Q,
        Level::H => EcLevel::H,
    }
}

fn pattern(mask: Mask) -> MaskPattern {
    match mask.number() {
        0 => MaskPattern::Checkerboard,
        1 => MaskPattern::HorizontalLines,
        2 => MaskPattern::VerticalLines,
        3 => MaskPattern::DiagonalLines,
        4 => MaskPattern::LargeCheckerboard,
        5 => MaskPattern::Fields,
        6 => MaskPattern::Diamonds,
        _ => MaskPattern::Meadow,
    }
}

#[allow(clippy::panic, reason = "evaluated by the compiler alone, on the constants above")]
const fn version(number: u8) -> Version {
    match Version::new(number) {
        Some(version) => version,
        None => panic!("no such version"),
    }
}

#[allow(clippy::panic, reason = "evaluated by the compiler alone, on the constant above")]
const fn mask(number: u8) -> Mask {
    match Mask::new(number) {
        Some(mask) => mask,
        None => panic!("no such mask"),
    }
}

#[cfg(test)]
mod tests;
