//! Sheets: an object as several small codes in one still picture, one of them spare, so that a glare spot or a torn corner
//! on any one of them costs nothing.
//!
//! ```text
//! part = 06 | suite 01 | check of the object 4 | parts 1 | number 1 | length of the object 2 | bytes | CRC-32 4
//! ```
//! The last part is the check symbol of a Reed-Solomon code over the others, byte by byte. With a single check symbol, whose
//! root is 1, that is their sum in GF(256), the exclusive or: any one part is the sum of the rest. A part counts only when
//! its CRC is right, so a lost one is an erasure and never an error; the joined object has its own check besides.
//!
//! The CRCs find damage, not forgery, as with [reels](crate::reel): an object carries its own proof.

mod join;

pub use join::{Join, Progress};

use std::num::NonZeroUsize;

use crate::{Error, LumaImage, Modules, QUIET_ZONE, paint};

/// Most bytes of an object on a sheet: what [`Layout::Six`] still holds in codes that an old camera reads.
pub const MAX_OBJECT: usize = 2048;

/// Kind, suite, check, parts, number, length.
const HEAD: usize = 1 + 1 + 4 + 1 + 1 + 2;
const KIND: u8 = 6;
const SUITE: u8 = 1;

/// How many codes stand on a sheet, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Layout {
    /// Two across, two down; one of them spare.
    Four,
    /// Two across, three down, as a phone is held; one of them spare.
    Six,
}

impl Layout {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Four, Self::Six];

    /// Codes across and down.
    #[must_use]
    pub const fn grid(self) -> (usize, usize) {
        match self {
            Self::Four => (2, 2),
            Self::Six => (2, 3),
        }
    }

    const fn parts(self) -> u8 {
        match self {
            Self::Four => 4,
            Self::Six => 6,
        }
    }

    fn of_parts(parts: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|layout| layout.parts() == parts)
    }

    /// Parts that are enough.
    const fn enough(self) -> usize {
        self.parts() as usize - 1
    }

    /// Bytes of an object of `length` in each part: as few as hold it, and one more where the part would be as long as an
    /// envelope.
    const fn share(self, length: usize) -> usize {
        let share = length.div_ceil(self.enough());
        if paint::is_a_bucket(HEAD + share + 4) { share + 1 } else { share }
    }
}

/// An object in parts.
pub struct Sheet {
    layout: Layout,
    parts: Vec<Vec<u8>>,
}

impl Sheet {
    /// Cuts `object`, 1 to [`MAX_OBJECT`] bytes, into the parts of a sheet. The same object always gives the same parts.
    ///
    /// # Errors
    /// [`Error::EmptyPayload`], [`Error::PayloadTooLong`].
    pub fn new(object: &[u8], layout: Layout) -> Result<Self, Error> {
        let len = object.len();
        if len == 0 {
            return Err(Error::EmptyPayload);
        }
        let length = u16::try_from(len).ok().filter(|_| len <= MAX_OBJECT).ok_or(Error::PayloadTooLong { len })?;
        let share = layout.share(len);
        let mut shares: Vec<Vec<u8>> = (0..layout.enough())
            .map(|number| {
                let mut bytes: Vec<u8> = object.iter().copied().skip(number * share).take(share).collect();
                bytes.resize(share, 0);
                bytes
            })
            .collect();
        shares.push(sum(&shares, share));
        let check = crc32fast::hash(object);
        let wire = |(number, bytes): (u8, Vec<u8>)| {
            let mut part = Vec::with_capacity(HEAD + share + 4);
            part.extend([KIND, SUITE]);
            part.extend(check.to_be_bytes());
            part.extend([layout.parts(), number]);
            part.extend(length.to_be_bytes());
            part.extend(bytes);
            let crc = crc32fast::hash(&part);
            part.extend(crc.to_be_bytes());
            part
        };
        Ok(Self { layout, parts: (0..).zip(shares).map(wire).collect() })
    }

    /// The bytes of every part, in the order in which they stand on the sheet, row by row; all are equally long.
    pub fn parts(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        self.parts.iter().map(Vec::as_slice)
    }

    /// The codes, row by row, all of one version.
    ///
    /// # Errors
    /// None that a sheet of [`MAX_OBJECT`] bytes can meet; the painter's own are handed on.
    pub fn codes(&self) -> Result<Vec<Modules>, Error> {
        self.parts.iter().map(|part| paint::object(part)).collect()
    }

    /// The sheet as a picture: black on white, `pixels` by `pixels` a module, four white modules around and between.
    ///
    /// # Errors
    /// [`Error::PictureTooLarge`].
    pub fn luma(&self, pixels: NonZeroUsize) -> Result<LumaImage, Error> {
        let codes = self.codes()?;
        let (across, down) = self.layout.grid();
        let step = codes.first().map_or(0, Modules::size) + QUIET_ZONE;
        let side = |count: usize| (count * step + QUIET_ZONE).saturating_mul(pixels.get());
        let mut image = LumaImage::filled(side(across), side(down), 255)?;
        for (y, row) in image.rows_mut().enumerate() {
            for (x, pixel) in row.iter_mut().enumerate() {
                let place =
                    |at: usize| (at / pixels).checked_sub(QUIET_ZONE).map(|module| (module / step, module % step));
                let (Some((column, x)), Some((row, y))) = (place(x), place(y)) else { continue };
                if codes.get(row * across + column).is_some_and(|code| code.is_dark(x, y)) {
                    *pixel = 0;
                }
            }
        }
        Ok(image)
    }

    /// Modules across and down, quiet zones included.
    ///
    /// # Errors
    /// As [`Sheet::codes`].
    pub fn size(&self) -> Result<(usize, usize), Error> {
        let step = self.codes()?.first().map_or(0, Modules::size) + QUIET_ZONE;
        let (across, down) = self.layout.grid();
        Ok((across * step + QUIET_ZONE, down * step + QUIET_ZONE))
    }
}

/// The sum in GF(256), which is the exclusive or, of `share` bytes each.
fn sum<'a>(parts: impl IntoIterator<Item = &'a Vec<u8>>, share: usize) -> Vec<u8> {
    parts.into_iter().fold(vec![0; share], |mut sum, part| {
        sum.iter_mut().zip(part).for_each(|(sum, byte)| *sum ^= byte);
        sum
    })
}

#[cfg(test)]
mod tests;
