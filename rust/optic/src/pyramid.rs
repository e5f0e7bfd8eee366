//! The pyramid: the same picture smaller (box means) and, when it is small, twice as large.
//!
//! Photographs of screens need the smaller ones, because a mean kills the pixel grid and its moire; codes of a pixel
//! or two a module need the larger one.

use crate::{LumaImage, LumaView};

/// A size in which a picture is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Size {
    /// Reduced this many times each way, at least 1.
    Shrunk(usize),
    Doubled,
}

impl Size {
    /// Pixels of the picture for one of this size.
    pub(super) fn step(self) -> f32 {
        match self {
            Self::Shrunk(factor) => factor as f32,
            Self::Doubled => 0.5,
        }
    }

    /// How many pixels a picture has in this size.
    pub(super) fn pixels(self, view: LumaView<'_>) -> usize {
        match self {
            Self::Shrunk(factor) => (view.width() / factor) * (view.height() / factor),
            Self::Doubled => view.width() * view.height() * 4,
        }
    }
}

/// The sizes to try, in order; the first is the largest within `working` pixels.
pub(super) fn sizes(view: LumaView<'_>, working: usize) -> impl Iterator<Item = Size> {
    let pixels = view.width() * view.height();
    let first = (1..=8).find(|factor| pixels <= working * factor * factor).unwrap_or(8);
    let doubled = (pixels * 4 <= working).then_some(Size::Doubled);
    let shortest = view.width().min(view.height());
    let coarse = [1, 2, 3, 4].into_iter().map(move |step| first * step);
    // Finer than the working size: slow, and last.
    let fine = (1..first).rev();
    coarse
        .chain(fine)
        // 21 modules of a pixel: nothing smaller was ever a code.
        .filter(move |factor| shortest / factor >= 21)
        .map(Size::Shrunk)
        .chain(doubled)
}

/// Fills `out` with `view` reduced `factor` times each way; what does not fill a whole block at the right and bottom
/// is left out. `factor` is at least 1 and at most 255.
pub(super) fn shrink(view: LumaView<'_>, factor: usize, sums: &mut Vec<u16>, out: &mut LumaImage) {
    out.reshape(view.width() / factor, view.height() / factor);
    sums.clear();
    sums.resize(out.width() * factor, 0);
    let mut rows = view.rows();
    for target in out.rows_mut() {
        sums.fill(0);
        for row in rows.by_ref().take(factor) {
            for (sum, &pixel) in sums.iter_mut().zip(row) {
                *sum += u16::from(pixel);
            }
        }
        match factor {
            2 => means(sums, 2, target),
            3 => means(sums, 3, target),
            4 => means(sums, 4, target),
            _ => means(sums, factor, target),
        }
    }
}

/// The mean of every `factor` sums of `factor` pixels; inlined, so that the usual factors are constants.
#[inline(always)]
fn means(sums: &[u16], factor: usize, out: &mut [u8]) {
    let area = u32::try_from(factor * factor).unwrap_or(u32::MAX);
    for (pixel, block) in out.iter_mut().zip(sums.chunks_exact(factor)) {
        let sum: u32 = block.iter().map(|&sum| u32::from(sum)).sum();
        *pixel = u8::try_from((sum + area / 2) / area).unwrap_or(u8::MAX);
    }
}

/// Fills `out` with `view` enlarged twice, pixel centres kept (bilinear: quarters of the neighbours).
pub(super) fn double(view: LumaView<'_>, out: &mut LumaImage) {
    out.reshape(view.width() * 2, view.height() * 2);
    for (y, target) in out.rows_mut().enumerate() {
        let far = if y % 2 == 1 { (y / 2 + 1).min(view.height() - 1) } else { (y / 2).saturating_sub(1) };
        let (near, far) = (view.row(y / 2), view.row(far));
        // Three quarters of the nearer row and one of the other, times four.
        let mixed = |x: Option<(&u8, &u8)>| x.map_or(0, |(&near, &far)| 3 * u16::from(near) + u16::from(far));
        let mut columns = near.iter().zip(far);
        let mut here = mixed(columns.next());
        let mut before = here;
        for pair in target.chunks_exact_mut(2) {
            let after = columns.next().map_or(here, |column| mixed(Some(column)));
            for (pixel, other) in pair.iter_mut().zip([before, after]) {
                *pixel = u8::try_from((3 * here + other + 8) / 16).unwrap_or(u8::MAX);
            }
            (before, here) = (here, after);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_is_a_mean_and_the_ragged_edge_is_left_out() {
        let picture = LumaImage::new((0..35).collect(), 7, 5).unwrap();
        let mut out = LumaImage::scratch();
        shrink(picture.view(), 2, &mut Vec::new(), &mut out);
        assert_eq!((out.width(), out.height()), (3, 2));
        assert_eq!(out.as_bytes(), [4, 6, 8, 18, 20, 22]);
        shrink(picture.view(), 1, &mut Vec::new(), &mut out);
        assert_eq!(out.as_bytes(), picture.as_bytes());
    }

    #[test]
    fn twice_as_large_keeps_a_flat_picture_flat_and_an_edge_in_place() {
        let picture = LumaImage::new(vec![0, 0, 200, 200], 4, 1).unwrap();
        let mut out = LumaImage::scratch();
        double(picture.view(), &mut out);
        assert_eq!(out.as_bytes(), [0, 0, 0, 50, 150, 200, 200, 200].repeat(2));
    }

    #[test]
    fn the_sizes_are_coarse_before_they_are_fine() {
        let of = |width, height| {
            let image = LumaImage::filled(width, height, 0).unwrap();
            sizes(image.view(), 2_200_000).collect::<Vec<_>>()
        };
        assert_eq!(of(1280, 720), [1, 2, 3, 4].map(Size::Shrunk));
        assert_eq!(of(50, 60), [Size::Shrunk(1), Size::Shrunk(2), Size::Doubled]);
        assert_eq!(of(4000, 3000), [3, 6, 9, 12, 2, 1].map(Size::Shrunk));
        assert_eq!(of(5, 5), [Size::Doubled]);
    }
}
