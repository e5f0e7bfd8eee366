//! Dark or light, by one of several rules: a picture that one of them spoils another may save.

use crate::LumaView;

/// How dark is told from light.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// A threshold a block of 8x8 pixels, taken from the 5x5 blocks around it (the method of ZXing's
    /// HybridBinarizer): blocks without contrast borrow from their neighbours, so an even surface stays even under
    /// uneven light.
    Blocks,
    /// The mean of a wide window: for glare, and for modules larger than the blocks' reach.
    Wide,
    /// One threshold for the whole picture, between its two heaps of shades (Otsu 1979).
    Whole,
}

impl Rule {
    pub(super) const ALL: [Self; 3] = [Self::Blocks, Self::Wide, Self::Whole];
}

const BLOCK: usize = 8;
/// A block whose shades lie closer than this has no edge in it; in a noisy picture, whose quietest blocks say how much
/// noise it has, than up to so much.
const FLAT: u8 = 24;
const NOISY: u8 = 40;
/// Of so many blocks one is flat: a code has a quiet zone.
const QUIET: usize = 20;

/// One byte a pixel: 1 dark, 0 light.
#[derive(Default)]
pub(super) struct Bitmap {
    pub(super) width: usize,
    pub(super) height: usize,
    dark: Vec<u8>,
    blocks: Blocks,
    /// The limit of every pixel of a line of blocks.
    limits: Vec<u8>,
}

/// What the blocks of a picture look like.
#[derive(Default)]
struct Blocks {
    across: usize,
    down: usize,
    mean: Vec<u8>,
    low: Vec<u8>,
    high: Vec<u8>,
    /// The shade between dark and light, block by block.
    point: Vec<u8>,
    /// What a block's shades may differ by when it has no edge in it.
    flat: u8,
    /// A line of columns while the blocks are summed, and sums over lines of blocks.
    columns: Columns,
    sums: Vec<u32>,
    histogram: Vec<u32>,
}

/// Sum, darkest and lightest of every column of a band of blocks.
#[derive(Default)]
struct Columns {
    sum: Vec<u16>,
    low: Vec<u8>,
    high: Vec<u8>,
}

impl Columns {
    fn clear(&mut self, width: usize) {
        self.sum.clear();
        self.sum.resize(width, 0);
        self.low.clear();
        self.low.resize(width, u8::MAX);
        self.high.clear();
        self.high.resize(width, 0);
    }

    fn add(&mut self, row: &[u8]) {
        // Three plain loops: each becomes a few vector instructions.
        self.sum.iter_mut().zip(row).for_each(|(sum, &pixel)| *sum += u16::from(pixel));
        self.low.iter_mut().zip(row).for_each(|(low, &pixel)| *low = (*low).min(pixel));
        self.high.iter_mut().zip(row).for_each(|(high, &pixel)| *high = (*high).max(pixel));
    }
}

impl Bitmap {
    /// The pixels of row `y`, or none below the picture.
    pub(super) fn row(&self, y: usize) -> &[u8] {
        self.dark.get(y * self.width..(y + 1) * self.width).unwrap_or_default()
    }

    /// All pixels, row by row: 1 dark, 0 light.
    #[inline]
    pub(super) fn pixels(&self) -> &[u8] {
        &self.dark
    }

    /// Makes room for `view` and measures it; [`Self::apply`] follows, once for every rule.
    pub(super) fn measure(&mut self, view: LumaView<'_>) {
        (self.width, self.height) = (view.width(), view.height());
        self.blocks.measure(view);
        self.dark.clear();
        self.dark.resize(self.width * self.height, 0);
    }

    /// Fills the bitmap from the `view` that was measured.
    pub(super) fn apply(&mut self, view: LumaView<'_>, rule: Rule) {
        match rule {
            Rule::Blocks => {
                self.blocks.points();
                self.blocks.smooth(2);
            }
            Rule::Wide => {
                self.blocks.point.clone_from(&self.blocks.mean);
                let reach = self.blocks.across.min(self.blocks.down) / 12;
                self.blocks.smooth(reach.max(3));
                self.blocks.settle();
            }
            Rule::Whole => {
                let limit = self.blocks.otsu();
                self.blocks.point.fill(limit);
            }
        }
        let Self { width, dark, blocks, limits, .. } = self;
        let bands = blocks.point.chunks_exact(blocks.across.max(1));
        let lines = dark.chunks_mut(*width * BLOCK).zip(bands);
        let mut rows = view.rows();
        for (band, points) in lines {
            limits.clear();
            limits.extend(points.iter().flat_map(|&point| [point; BLOCK]));
            for (line, row) in band.chunks_exact_mut(*width).zip(rows.by_ref()) {
                for ((bit, &pixel), &limit) in line.iter_mut().zip(row).zip(limits.iter()) {
                    *bit = u8::from(pixel <= limit);
                }
            }
        }
    }
}

impl Blocks {
    fn measure(&mut self, view: LumaView<'_>) {
        (self.across, self.down) = (view.width().div_ceil(BLOCK), view.height().div_ceil(BLOCK));
        let count = self.across * self.down;
        for list in [&mut self.mean, &mut self.low, &mut self.high, &mut self.point] {
            list.clear();
            list.reserve(count);
        }
        self.point.resize(count, 0);
        self.histogram.clear();
        self.histogram.resize(256, 0);
        let mut rows = view.rows();
        for band in 0..self.down {
            let lines = BLOCK.min(view.height() - band * BLOCK);
            self.columns.clear(view.width());
            for row in rows.by_ref().take(lines) {
                self.columns.add(row);
                // Every eighth pixel is enough for the whole picture's threshold.
                for &pixel in row.iter().skip(band % BLOCK).step_by(BLOCK) {
                    if let Some(count) = self.histogram.get_mut(usize::from(pixel)) {
                        *count += 1;
                    }
                }
            }
            let sums = self.columns.sum.chunks(BLOCK);
            let ends = self.columns.low.chunks(BLOCK).zip(self.columns.high.chunks(BLOCK));
            for (sums, (lows, highs)) in sums.zip(ends) {
                let sum: u32 = sums.iter().map(|&sum| u32::from(sum)).sum();
                let area = u32::try_from(sums.len() * lines).unwrap_or(u32::MAX);
                self.mean.push(u8::try_from(sum / area).unwrap_or(u8::MAX));
                self.low.push(lows.iter().copied().min().unwrap_or(0));
                self.high.push(highs.iter().copied().max().unwrap_or(0));
            }
        }
        let quiet = self.quiet();
        self.flat = quiet.saturating_add(quiet / 4).clamp(FLAT, NOISY);
    }

    /// The shade between dark and light of every block by itself.
    #[allow(clippy::indexing_slicing, reason = "every list has across * down entries; neighbours lie behind")]
    fn points(&mut self) {
        for here in 0..self.point.len() {
            let (low, high) = (self.low[here], self.high[here]);
            self.point[here] = self.mean[here];
            if high - low <= self.flat {
                // Probably paper: below everything here, unless the neighbours' point already lies above it.
                self.point[here] = low / 2;
                if here >= self.across && here % self.across > 0 {
                    let sum = u16::from(self.point[here - self.across])
                        + 2 * u16::from(self.point[here - 1])
                        + u16::from(self.point[here - self.across - 1]);
                    let neighbours = u8::try_from(sum / 4).unwrap_or(u8::MAX);
                    if low < neighbours {
                        self.point[here] = neighbours;
                    }
                }
            }
        }
    }

    /// A block without an edge is all dark or all light: noise is neither.
    fn settle(&mut self) {
        let ends = self.low.iter().zip(&self.high).zip(&self.mean);
        for (point, ((low, high), mean)) in self.point.iter_mut().zip(ends) {
            if high - low <= self.flat {
                *point = if mean <= point { u8::MAX } else { 0 };
            }
        }
    }

    /// The range of shades that noise makes in a block.
    fn quiet(&self) -> u8 {
        let mut counts = [0usize; 256];
        for range in self.high.iter().zip(&self.low).map(|(high, low)| usize::from(high - low)) {
            counts.iter_mut().skip(range).take(1).for_each(|count| *count += 1);
        }
        let mut left = self.low.len() / QUIET;
        let range = counts.iter().zip(0u8..=255).find(|(count, _)| {
            let is_it = **count > left;
            left = left.saturating_sub(**count);
            is_it
        });
        range.map_or(0, |(_, range)| range)
    }

    /// Every point becomes the mean of those up to `reach` blocks away; near an edge the window is moved inwards.
    #[allow(clippy::indexing_slicing, reason = "sums has a row and a column more than the blocks; windows lie inside")]
    fn smooth(&mut self, reach: usize) {
        let (across, down) = (self.across, self.down);
        let line = across + 1;
        self.sums.clear();
        self.sums.resize(line * (down + 1), 0);
        for y in 0..down {
            let mut row = 0;
            for x in 0..across {
                row += u32::from(self.point[y * across + x]);
                self.sums[(y + 1) * line + x + 1] = self.sums[y * line + x + 1] + row;
            }
        }
        let window = |at: usize, limit: usize| {
            let width = (2 * reach + 1).min(limit);
            let start = at.saturating_sub(reach).min(limit - width);
            (start, start + width)
        };
        for y in 0..down {
            let (top, bottom) = window(y, down);
            for x in 0..across {
                let (left, right) = window(x, across);
                let sum = self.sums[bottom * line + right] + self.sums[top * line + left]
                    - self.sums[top * line + right]
                    - self.sums[bottom * line + left];
                let area = (bottom - top) * (right - left);
                self.point[y * across + x] = u8::try_from(sum as usize / area).unwrap_or(u8::MAX);
            }
        }
    }

    /// The threshold that leaves the least variance within the two heaps of shades that it makes.
    fn otsu(&self) -> u8 {
        let shades =
            || self.histogram.iter().zip(0u8..=255).map(|(&count, shade)| (f64::from(count), f64::from(shade)));
        let total: f64 = shades().map(|(count, _)| count).sum();
        let weight: f64 = shades().map(|(count, shade)| count * shade).sum();
        let (mut below, mut below_weight, mut best, mut limit) = (0.0, 0.0, 0.0, 127u8);
        for (shade, (count, value)) in (0u8..=255).zip(shades()) {
            below += count;
            below_weight += count * value;
            let above = total - below;
            if below > 0.0 && above > 0.0 {
                let gap = below_weight / below - (weight - below_weight) / above;
                let between = below * above * gap * gap;
                if between > best {
                    (best, limit) = (between, shade);
                }
            }
        }
        limit
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::LumaImage;

    fn bits(image: &LumaImage, rule: Rule) -> Vec<u8> {
        let mut bitmap = Bitmap::default();
        bitmap.measure(image.view());
        bitmap.apply(image.view(), rule);
        assert_eq!((0..image.height()).flat_map(|y| bitmap.row(y)).count(), bitmap.dark.len());
        bitmap.dark
    }

    #[test]
    fn any_shape_of_picture_gets_one_bit_a_pixel() {
        for (width, height) in [(1, 1), (1, 9), (16, 1), (7, 7), (8, 8), (9, 17), (40, 41), (100, 63)] {
            let mut image = LumaImage::filled(width, height, 200).unwrap();
            assert_eq!(bits(&image, Rule::Blocks), vec![0; width * height], "{width}x{height}");
            image.rows_mut().for_each(|row| row.iter_mut().step_by(2).for_each(|pixel| *pixel = 20));
            for rule in Rule::ALL {
                assert_eq!(bits(&image, rule).len(), width * height);
            }
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
        for (i, &dark) in bits(&image, Rule::Blocks).iter().enumerate() {
            assert_eq!(dark == 1, (i % 160 / 4 + i / 160 / 4) % 2 == 1, "pixel {i}");
        }
    }

    #[test]
    fn the_whole_pictures_threshold_lies_between_its_two_heaps() {
        let mut image = LumaImage::filled(64, 64, 180).unwrap();
        image.rows_mut().take(20).for_each(|row| row.fill(90));
        assert_eq!(bits(&image, Rule::Whole).iter().filter(|&&bit| bit == 1).count(), 20 * 64);
    }
}
