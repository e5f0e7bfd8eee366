//! Dark or light: a threshold a block of 8x8 pixels, taken from the 5x5 blocks around it.
//!
//! The method of ZXing's HybridBinarizer: blocks without contrast borrow from their neighbours, so an even surface
//! stays even under uneven light.

use crate::LumaImage;

const BLOCK: usize = 8;
/// A block whose shades lie closer than this has no edge in it.
const FLAT: u8 = 24;

/// One byte a pixel: 1 dark, 0 light.
pub(super) struct Bitmap {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) dark: Vec<u8>,
    blocks: Vec<u8>,
}

impl Bitmap {
    pub(super) fn new() -> Self {
        Self { width: 0, height: 0, dark: Vec::new(), blocks: Vec::new() }
    }

    /// Turns dark into light and back: a light code on a dark ground becomes an ordinary one.
    pub(super) fn invert(&mut self) {
        self.dark.iter_mut().for_each(|pixel| *pixel ^= 1);
    }

    /// Fills the bitmap from `image`.
    #[allow(clippy::indexing_slicing, reason = "blocks has across * down entries; the neighbour's indices are clamped")]
    pub(super) fn threshold(&mut self, image: &LumaImage) {
        (self.width, self.height) = (image.width(), image.height());
        self.dark.clear();
        self.dark.reserve(self.width * self.height);
        let (across, down) = (self.width.div_ceil(BLOCK), self.height.div_ceil(BLOCK));
        self.black_points(image, across, down);
        let mut limits = vec![0u8; across];
        for (band, rows) in image.as_bytes().chunks(self.width * BLOCK).enumerate() {
            let middle_y = band.clamp(2.min(down - 1), (down - 1).saturating_sub(2).max(2.min(down - 1)));
            for (block, limit) in limits.iter_mut().enumerate() {
                let middle_x = block.clamp(2.min(across - 1), (across - 1).saturating_sub(2).max(2.min(across - 1)));
                let (mut sum, mut count) = (0u32, 0u32);
                for y in middle_y.saturating_sub(2)..=(middle_y + 2).min(down - 1) {
                    for x in middle_x.saturating_sub(2)..=(middle_x + 2).min(across - 1) {
                        sum += u32::from(self.blocks[y * across + x]);
                        count += 1;
                    }
                }
                *limit = u8::try_from(sum / count).unwrap_or(u8::MAX);
            }
            for row in rows.chunks_exact(self.width) {
                for (pixels, &limit) in row.chunks(BLOCK).zip(&limits) {
                    self.dark.extend(pixels.iter().map(|&pixel| u8::from(pixel <= limit)));
                }
            }
        }
    }

    /// The shade between dark and light of every block.
    #[allow(clippy::indexing_slicing, reason = "blocks behind the current one were pushed before")]
    fn black_points(&mut self, image: &LumaImage, across: usize, down: usize) {
        self.blocks.clear();
        self.blocks.reserve(across * down);
        let mut stats = vec![(0u32, 0u32, u8::MAX, 0u8); across];
        for rows in image.as_bytes().chunks(self.width * BLOCK) {
            stats.fill((0, 0, u8::MAX, 0));
            for row in rows.chunks_exact(self.width) {
                for (pixels, (sum, count, low, high)) in row.chunks(BLOCK).zip(&mut stats) {
                    for &pixel in pixels {
                        *sum += u32::from(pixel);
                        *low = (*low).min(pixel);
                        *high = (*high).max(pixel);
                    }
                    *count += u32::try_from(pixels.len()).unwrap_or(0);
                }
            }
            let top = self.blocks.len() < across;
            for (block, &(sum, count, low, high)) in stats.iter().enumerate() {
                let here = self.blocks.len();
                let mut point = u8::try_from(sum / count.max(1)).unwrap_or(u8::MAX);
                if high - low <= FLAT {
                    // Probably paper: below everything here, unless the neighbours' point already lies above it.
                    point = low / 2;
                    if !top && block > 0 {
                        let sum = u16::from(self.blocks[here - across])
                            + 2 * u16::from(self.blocks[here - 1])
                            + u16::from(self.blocks[here - across - 1]);
                        let neighbours = u8::try_from(sum / 4).unwrap_or(u8::MAX);
                        if low < neighbours {
                            point = neighbours;
                        }
                    }
                }
                self.blocks.push(point);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_shape_of_picture_gets_one_bit_a_pixel() {
        let mut bitmap = Bitmap::new();
        for (width, height) in [(1, 1), (1, 9), (16, 1), (7, 7), (8, 8), (9, 17), (40, 41), (100, 63)] {
            let mut image = LumaImage::filled(width, height, 200).unwrap();
            bitmap.threshold(&image);
            assert_eq!(bitmap.dark, vec![0; width * height], "{width}x{height}");
            image.rows_mut().for_each(|row| row.iter_mut().step_by(2).for_each(|pixel| *pixel = 20));
            bitmap.threshold(&image);
            assert_eq!(bitmap.dark.len(), width * height);
        }
    }

    #[test]
    fn a_shadow_across_the_picture_does_not_hide_the_marks() {
        let mut image = LumaImage::filled(160, 160, 0).unwrap();
        for (y, row) in image.rows_mut().enumerate() {
            for (x, pixel) in row.iter_mut().enumerate() {
                let light = 240 - x;
                *pixel = u8::try_from(if (x / 4 + y / 4) % 2 == 0 { light } else { light / 3 }).unwrap();
            }
        }
        let mut bitmap = Bitmap::new();
        bitmap.threshold(&image);
        for (i, &dark) in bitmap.dark.iter().enumerate() {
            assert_eq!(dark == 1, (i % 160 / 4 + i / 160 / 4) % 2 == 1, "pixel {i}");
        }
    }
}
