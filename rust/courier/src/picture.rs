//! The pictures that go in and come out: rows from the top, pixels from the left, no padding.

use crate::Error;

/// Longest side of a picture that is taken, in pixels: more than any phone's screen or photo has.
pub const LONGEST_SIDE: usize = 8192;

/// A picture of 8-bit luma, 0 black and 255 white.
#[derive(Clone, PartialEq, Eq)]
pub struct Gray {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

/// A picture of 8-bit red, green and blue, three bytes a pixel.
#[derive(Clone, PartialEq, Eq)]
pub struct Rgb {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

impl Gray {
    /// A picture of `width` x `height` luma bytes.
    ///
    /// # Errors
    /// [`Error::PictureSize`] if a side is 0 or above [`LONGEST_SIDE`], or the bytes are not `width * height`.
    pub fn new(width: usize, height: usize, pixels: Vec<u8>) -> Result<Self, Error> {
        checked(width, height, 1, &pixels)?;
        Ok(Self { width, height, pixels })
    }

    /// Pixels across.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.width
    }

    /// Pixels down.
    #[must_use]
    pub const fn height(&self) -> usize {
        self.height
    }

    /// The luma bytes, row by row.
    #[must_use]
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// The luma bytes, row by row, without a copy.
    #[must_use]
    pub fn into_pixels(self) -> Vec<u8> {
        self.pixels
    }

    pub(crate) fn row(&self, y: usize) -> &[u8] {
        &self.pixels[y * self.width..(y + 1) * self.width]
    }
}

impl Rgb {
    /// A picture of `width` x `height` pixels, red, green and blue bytes in turn.
    ///
    /// # Errors
    /// [`Error::PictureSize`] if a side is 0 or above [`LONGEST_SIDE`], or the bytes are not `3 * width * height`.
    pub fn new(width: usize, height: usize, pixels: Vec<u8>) -> Result<Self, Error> {
        checked(width, height, 3, &pixels)?;
        Ok(Self { width, height, pixels })
    }

    /// Pixels across.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.width
    }

    /// Pixels down.
    #[must_use]
    pub const fn height(&self) -> usize {
        self.height
    }

    /// The bytes, red, green and blue in turn, row by row.
    #[must_use]
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// The rectangle of this size from `start` (left, top) on; it must lie within the picture.
    pub(crate) fn part(&self, start: (usize, usize), size: (usize, usize)) -> Result<Self, Error> {
        let rows = self.pixels.chunks_exact(3 * self.width).skip(start.1).take(size.1);
        Self::new(size.0, size.1, rows.flat_map(|row| &row[3 * start.0..3 * (start.0 + size.0)]).copied().collect())
    }

    /// The picture as a camera app's luma plane has it: BT.601 weights, as in JPEG.
    #[must_use]
    pub fn luma(&self) -> Gray {
        let pixels = self
            .pixels
            .chunks_exact(3)
            .map(|p| ((77 * u32::from(p[0]) + 150 * u32::from(p[1]) + 29 * u32::from(p[2]) + 128) >> 8) as u8)
            .collect();
        Gray { width: self.width, height: self.height, pixels }
    }
}

fn checked(width: usize, height: usize, bytes_per_pixel: usize, pixels: &[u8]) -> Result<(), Error> {
    let sides = 1..=LONGEST_SIDE;
    if sides.contains(&width) && sides.contains(&height) && pixels.len() == width * height * bytes_per_pixel {
        Ok(())
    } else {
        Err(Error::PictureSize { width, height, bytes: pixels.len() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_whose_bytes_do_not_fit_its_size_is_refused() {
        assert!(Gray::new(2, 2, vec![0; 4]).is_ok());
        for (width, height, bytes) in
            [(0, 4, 0), (4, 0, 0), (2, 2, 3), (2, 2, 5), (LONGEST_SIDE + 1, 1, LONGEST_SIDE + 1)]
        {
            assert!(matches!(Gray::new(width, height, vec![0; bytes]), Err(Error::PictureSize { .. })));
        }
        assert!(Rgb::new(2, 2, vec![0; 12]).is_ok());
        assert!(Rgb::new(2, 2, vec![0; 4]).is_err());
    }

    #[test]
    fn white_stays_white_and_gray_stays_gray_as_luma() {
        for level in [0, 1, 127, 200, 255] {
            assert_eq!(Rgb::new(1, 1, vec![level; 3]).unwrap().luma().pixels(), [level]);
        }
    }
}
