//! The pyramid: the same picture smaller (box means) and, when it is small, twice as large.
//!
//! Photographs of screens need the smaller ones, because a mean kills the pixel grid and its moire; codes of a pixel
//! or two a module need the larger one.

use crate::{LumaImage, LumaView};

/// Fills `out` with `view` reduced `factor` times each way; what does not fill a whole block at the right and bottom
/// is left out. `factor` is at least 1.
pub(super) fn shrink(view: LumaView<'_>, factor: usize, out: &mut LumaImage) {
    out.reshape(view.width() / factor, view.height() / factor);
    let width = out.width();
    let area = factor * factor;
    let mut sums = vec![0usize; width];
    let mut rows = view.rows();
    for target in out.rows_mut() {
        sums.fill(0);
        for row in rows.by_ref().take(factor) {
            for (sum, block) in sums.iter_mut().zip(row.chunks_exact(factor)) {
                *sum += block.iter().map(|&pixel| usize::from(pixel)).sum::<usize>();
            }
        }
        for (pixel, sum) in target.iter_mut().zip(&sums) {
            *pixel = u8::try_from((sum + area / 2) / area).unwrap_or(u8::MAX);
        }
    }
}

/// Fills `out` with `view` enlarged twice, pixel centres kept (bilinear: quarters of the neighbours).
pub(super) fn double(view: LumaView<'_>, out: &mut LumaImage) {
    out.reshape(view.width() * 2, view.height() * 2);
    let clamp = |at: usize, odd: bool, limit: usize| {
        if odd { (at + 1).min(limit - 1) } else { at.saturating_sub(1) }
    };
    for (y, row) in out.rows_mut().enumerate() {
        let (near_y, far_y) = (y / 2, clamp(y / 2, y % 2 == 1, view.height()));
        for (x, pixel) in row.iter_mut().enumerate() {
            let (near_x, far_x) = (x / 2, clamp(x / 2, x % 2 == 1, view.width()));
            let at = |x, y| view.get(x, y).map_or(0, u16::from);
            let sum = 9 * at(near_x, near_y) + 3 * at(far_x, near_y) + 3 * at(near_x, far_y) + at(far_x, far_y);
            *pixel = u8::try_from((sum + 8) / 16).unwrap_or(u8::MAX);
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
        shrink(picture.view(), 2, &mut out);
        assert_eq!((out.width(), out.height()), (3, 2));
        assert_eq!(out.as_bytes(), [4, 6, 8, 18, 20, 22]);
        shrink(picture.view(), 1, &mut out);
        assert_eq!(out.as_bytes(), picture.as_bytes());
    }

    #[test]
    fn twice_as_large_keeps_a_flat_picture_flat_and_an_edge_in_place() {
        let picture = LumaImage::new(vec![0, 0, 200, 200], 4, 1).unwrap();
        let mut out = LumaImage::scratch();
        double(picture.view(), &mut out);
        assert_eq!(out.as_bytes(), [0, 0, 0, 50, 150, 200, 200, 200].repeat(2));
    }
}
