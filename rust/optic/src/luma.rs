//! Pictures as the reader takes them: 8-bit luma, borrowed with a row stride or owned without one.

use crate::Error;

/// Longest side that is accepted, in pixels. Phone cameras end at 8160 or 8192.
pub const MAX_SIDE: usize = 8192;
/// Most pixels that are accepted: 16 Mi, above any 4:3 picture of 4608x3456.
pub const MAX_PIXELS: usize = 1 << 24;
/// Longest side over shortest side. A tall screenshot of a chat is below 8; what is above 16 is made to hurt a decoder.
pub const MAX_ASPECT: usize = 16;

/// A borrowed picture: one byte a pixel, 0 black to 255 white, rows `stride` bytes apart.
///
/// The Y plane of a camera frame or of a decoded JPEG is one as it stands.
#[derive(Clone, Copy)]
pub struct LumaView<'a> {
    data: &'a [u8],
    width: usize,
    height: usize,
    stride: usize,
}

impl<'a> LumaView<'a> {
    /// Borrows `data` as `height` rows of `width` pixels, `stride` bytes apart. The last row may end with its last
    /// pixel, as camera planes do: `data` needs `stride * (height - 1) + width` bytes.
    ///
    /// # Errors
    /// [`Error::EmptyPicture`], [`Error::PictureTooLarge`], [`Error::Sliver`], [`Error::BufferTooShort`].
    pub fn new(data: &'a [u8], width: usize, height: usize, stride: usize) -> Result<Self, Error> {
        check_sides(width, height)?;
        // Both sides are small here; only a wild stride can overflow.
        let need = stride.checked_mul(height - 1).and_then(|n| n.checked_add(width)).unwrap_or(usize::MAX);
        if stride < width || data.len() < need {
            return Err(Error::BufferTooShort { need: need.max(width), have: data.len().min(stride) });
        }
        Ok(Self { data, width, height, stride })
    }

    /// Pixels a row.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// Rows.
    #[must_use]
    pub fn height(&self) -> usize {
        self.height
    }

    /// The rows, top to bottom, each exactly [`width`](Self::width) bytes.
    pub fn rows(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let width = self.width;
        self.data.chunks(self.stride).take(self.height).filter_map(move |row| row.get(..width))
    }

    /// The pixel at column `x`, row `y`, or `None` outside the picture.
    #[must_use]
    pub fn get(&self, x: usize, y: usize) -> Option<u8> {
        if x >= self.width || y >= self.height {
            return None;
        }
        self.data.get(y * self.stride + x).copied()
    }

    /// Row `y`, or nothing below the picture.
    pub(crate) fn row(&self, y: usize) -> &'a [u8] {
        if y >= self.height {
            return &[];
        }
        self.data.get(y * self.stride..y * self.stride + self.width).unwrap_or_default()
    }

    /// The shade at a point, between the centres of the four pixels around it (bilinear); outside the picture the
    /// shade of its edge goes on.
    #[allow(
        clippy::indexing_slicing,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to the picture first, whose last row is checked to hold `width` bytes; NaN becomes 0"
    )]
    #[inline]
    pub(crate) fn shade(&self, x: f32, y: f32) -> f32 {
        let x = (x - 0.5).clamp(0.0, (self.width - 1) as f32);
        let y = (y - 0.5).clamp(0.0, (self.height - 1) as f32);
        let (left, top) = (x as usize, y as usize);
        let (right, bottom) = ((left + 1).min(self.width - 1), (top + 1).min(self.height - 1));
        let (dx, dy) = (x - left as f32, y - top as f32);
        let upper = &self.data[top * self.stride..];
        let lower = &self.data[bottom * self.stride..];
        let (a, b) = (f32::from(upper[left]), f32::from(upper[right]));
        let (c, d) = (f32::from(lower[left]), f32::from(lower[right]));
        let (a, c) = (a + (b - a) * dx, c + (d - c) * dx);
        a + (c - a) * dy
    }
}

/// An owned picture, rows without gaps. Same limits as [`LumaView`].
#[derive(Clone)]
pub struct LumaImage {
    data: Vec<u8>,
    width: usize,
    height: usize,
}

impl LumaImage {
    /// Takes `width * height` bytes of pixels, row by row.
    ///
    /// # Errors
    /// [`Error::EmptyPicture`], [`Error::PictureTooLarge`], [`Error::Sliver`]; [`Error::BufferTooShort`] when the
    /// length is not exactly that.
    pub fn new(data: Vec<u8>, width: usize, height: usize) -> Result<Self, Error> {
        check_sides(width, height)?;
        if data.len() != width * height {
            return Err(Error::BufferTooShort { need: width * height, have: data.len() });
        }
        Ok(Self { data, width, height })
    }

    /// A picture of one shade.
    ///
    /// # Errors
    /// [`Error::EmptyPicture`], [`Error::PictureTooLarge`], [`Error::Sliver`], before anything is allocated.
    pub fn filled(width: usize, height: usize, shade: u8) -> Result<Self, Error> {
        check_sides(width, height)?;
        Ok(Self { data: vec![shade; width * height], width, height })
    }

    /// The picture, borrowed.
    #[must_use]
    pub fn view(&self) -> LumaView<'_> {
        LumaView { data: &self.data, width: self.width, height: self.height, stride: self.width }
    }

    /// Pixels a row.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// Rows.
    #[must_use]
    pub fn height(&self) -> usize {
        self.height
    }

    /// The pixels, row by row.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.data
    }

    /// Rows to draw into.
    pub fn rows_mut(&mut self) -> impl Iterator<Item = &mut [u8]> {
        self.data.chunks_exact_mut(self.width)
    }

    /// The pixels, given away.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.data
    }

    /// An image to be filled by the reader's scaler; keeps its buffer from frame to frame.
    pub(crate) fn scratch() -> Self {
        Self { data: vec![255], width: 1, height: 1 }
    }

    /// Gives the scratch another shape, within the limits of its source by construction.
    pub(crate) fn reshape(&mut self, width: usize, height: usize) {
        (self.width, self.height) = (width.max(1), height.max(1));
        self.data.clear();
        self.data.resize(self.width * self.height, 255);
    }
}

fn check_sides(width: usize, height: usize) -> Result<(), Error> {
    if width == 0 || height == 0 {
        return Err(Error::EmptyPicture);
    }
    if width > MAX_SIDE || height > MAX_SIDE || width * height > MAX_PIXELS {
        return Err(Error::PictureTooLarge { width, height });
    }
    if width.max(height) > MAX_ASPECT * width.min(height) {
        return Err(Error::Sliver { width, height });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_row_may_end_with_its_last_pixel() {
        let plane = [7u8; 32 * 2 + 20];
        let view = LumaView::new(&plane, 20, 3, 32).unwrap();
        assert_eq!(view.rows().map(<[u8]>::len).collect::<Vec<_>>(), [20, 20, 20]);
        assert_eq!(LumaView::new(&plane[1..], 20, 3, 32).err(), Some(Error::BufferTooShort { need: 84, have: 32 }));
    }

    #[test]
    fn geometry_that_lies_is_refused_before_anything_is_read() {
        let some = [0u8; 64];
        assert_eq!(LumaView::new(&some, 0, 8, 8).err(), Some(Error::EmptyPicture));
        assert_eq!(LumaView::new(&[], 1, 0, 1).err(), Some(Error::EmptyPicture));
        assert!(matches!(LumaView::new(&some, 50_000, 50_000, 50_000), Err(Error::PictureTooLarge { .. })));
        assert!(matches!(LumaView::new(&some, usize::MAX, usize::MAX, 1), Err(Error::PictureTooLarge { .. })));
        assert!(matches!(LumaView::new(&some, 8192, 8192, 8192), Err(Error::PictureTooLarge { .. })));
        assert!(matches!(LumaView::new(&some, 1, 64, 1), Err(Error::Sliver { .. })));
        assert!(matches!(LumaView::new(&some, 64, 1, 64), Err(Error::Sliver { .. })));
        assert!(matches!(LumaView::new(&some, 8, 8, 7), Err(Error::BufferTooShort { .. })));
        assert!(matches!(LumaView::new(&some, 8, 8, usize::MAX), Err(Error::BufferTooShort { .. })));
        assert!(matches!(LumaImage::new(vec![0; 63], 8, 8), Err(Error::BufferTooShort { .. })));
        assert!(matches!(LumaImage::filled(1 << 40, 1 << 40, 0), Err(Error::PictureTooLarge { .. })));
    }
}
