//! The square of dark and light modules: what the painter makes and the reader samples.

use std::num::NonZeroUsize;

use crate::{Error, LumaImage, Version};

/// Light modules around a code (ISO/IEC 18004, 5.3.8).
pub const QUIET_ZONE: usize = 4;

/// A code as modules, without its quiet zone.
#[derive(Clone, PartialEq, Eq)]
pub struct Modules {
    version: Version,
    dark: Vec<bool>,
}

impl Modules {
    /// Without a module yet: to be filled.
    pub(crate) const fn scratch() -> Self {
        Self { version: Version::SMALLEST, dark: Vec::new() }
    }

    pub(crate) fn from_fn(version: Version, dark: impl FnMut(usize, usize) -> bool) -> Self {
        let mut modules = Self::scratch();
        modules.fill(version, dark);
        modules
    }

    /// The same as [`Self::from_fn`], in the memory that is there.
    pub(crate) fn fill(&mut self, version: Version, mut dark: impl FnMut(usize, usize) -> bool) {
        let size = version.size();
        self.version = version;
        self.dark.clear();
        self.dark.extend((0..size * size).map(|i| dark(i % size, i / size)));
    }

    /// The same as a clone, in the memory that is there.
    pub(crate) fn copy(&mut self, other: &Self) {
        self.version = other.version;
        self.dark.clone_from(&other.dark);
    }

    /// The version of the code.
    #[must_use]
    pub fn version(&self) -> Version {
        self.version
    }

    /// Modules a side.
    #[must_use]
    pub fn size(&self) -> usize {
        self.version.size()
    }

    /// Whether the module in column `x`, row `y` is dark. Everything outside the code is light, as the quiet zone is.
    #[must_use]
    pub fn is_dark(&self, x: usize, y: usize) -> bool {
        let size = self.size();
        x < size && y < size && self.dark.get(y * size + x).copied().unwrap_or(false)
    }

    /// The rows, top to bottom; `true` is dark.
    pub fn rows(&self) -> impl Iterator<Item = &[bool]> {
        self.dark.chunks_exact(self.size())
    }

    /// The code as a picture: black on white, `pixels` by `pixels` a module, four white modules around it.
    ///
    /// # Errors
    /// [`Error::PictureTooLarge`] when the picture would be beyond [`MAX_SIDE`](crate::MAX_SIDE) or
    /// [`MAX_PIXELS`](crate::MAX_PIXELS).
    pub fn luma(&self, pixels: NonZeroUsize) -> Result<LumaImage, Error> {
        let side = (self.size() + 2 * QUIET_ZONE).saturating_mul(pixels.get());
        let mut image = LumaImage::filled(side, side, 255)?;
        for (y, row) in image.rows_mut().enumerate() {
            for (x, pixel) in row.iter_mut().enumerate() {
                let module = |at: usize| (at / pixels).wrapping_sub(QUIET_ZONE);
                if self.is_dark(module(x), module(y)) {
                    *pixel = 0;
                }
            }
        }
        Ok(image)
    }
    /// The same code seen in a mirror: columns and rows change places.
    #[cfg(test)]
    pub(crate) fn transposed(&self) -> Self {
        Self::from_fn(self.version, |x, y| self.is_dark(y, x))
    }
}
