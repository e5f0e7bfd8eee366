//! Pictures made smaller or larger: a triangle filter, as messengers and viewers use it.
//!
//! Going down, the triangle is as wide as two new pixels and averages what falls away; going up it is linear. First down the columns,
//! where whole rows are added up, then along the rows.

use crate::{Error, Rgb};

/// The picture at another size.
pub(crate) fn resized(picture: &Rgb, width: usize, height: usize) -> Result<Rgb, Error> {
    let (down, across) = (Filter::new(picture.height(), height), Filter::new(picture.width(), width));
    let stride = 3 * picture.width();
    let mut sum = vec![0.0f32; stride];
    let mut pixels = Vec::with_capacity(3 * width * height);
    for (first, weights) in down.taps() {
        sum.fill(0.0);
        for (row, &weight) in picture.pixels()[first * stride..].chunks_exact(stride).zip(weights) {
            for (sum, &level) in sum.iter_mut().zip(row) {
                *sum += weight * f32::from(level);
            }
        }
        for (first, weights) in across.taps() {
            let mut pixel = [0.5f32; 3];
            for (near, &weight) in sum[3 * first..].chunks_exact(3).zip(weights) {
                pixel.iter_mut().zip(near).for_each(|(sum, level)| *sum += weight * level);
            }
            pixels.extend(pixel.map(|level| level as u8));
        }
    }
    Rgb::new(width, height, pixels)
}

/// For each new sample the old ones that it is made of: where they begin, and their weights, which sum to 1.
struct Filter {
    starts: Vec<usize>,
    weights: Vec<f32>,
    /// Weights a sample.
    taps: usize,
}

impl Filter {
    fn new(from: usize, to: usize) -> Self {
        let step = from as f64 / to as f64;
        let reach = step.max(1.0);
        let taps = (2.0 * reach).ceil() as usize + 1;
        let (mut starts, mut weights) = (Vec::with_capacity(to), Vec::with_capacity(taps * to));
        for i in 0..to {
            let middle = (i as f64 + 0.5) * step - 0.5;
            let start = ((middle - reach).ceil().max(0.0) as usize).min(from.saturating_sub(taps));
            let weight = |tap| {
                let inside = start + tap < from;
                if inside { (1.0 - ((start + tap) as f64 - middle).abs() / reach).max(0.0) } else { 0.0 }
            };
            let sum: f64 = (0..taps).map(weight).sum();
            starts.push(start);
            weights.extend((0..taps).map(|tap| (weight(tap) / sum) as f32));
        }
        Self { starts, weights, taps }
    }

    fn taps(&self) -> impl Iterator<Item = (usize, &[f32])> {
        self.starts.iter().copied().zip(self.weights.chunks_exact(self.taps))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_smaller_copy_averages_what_falls_away() {
        let lines =
            Rgb::new(400, 400, (0..400 * 400).flat_map(|i| [if i % 2 == 0 { 0 } else { 255 }; 3]).collect()).unwrap();
        let small = resized(&lines, 100, 100).unwrap();
        // At the very edge half of the triangle is missing.
        let inner = small.part((1, 1), (98, 98)).unwrap();
        assert!(inner.pixels().iter().all(|level| (120..=135).contains(level)));
    }

    #[test]
    fn a_flat_picture_stays_flat_at_any_size_and_the_same_size_changes_nothing() {
        let flat = Rgb::new(7, 5, vec![93; 7 * 5 * 3]).unwrap();
        for (width, height) in [(1, 1), (3, 2), (7, 5), (20, 31), (500, 1)] {
            let other = resized(&flat, width, height).unwrap();
            assert!((other.width(), other.height()) == (width, height) && other.pixels().iter().all(|&p| p == 93));
        }
        let noise = Rgb::new(31, 17, (0..31 * 17 * 3).map(|i| (i * i * 31 % 251) as u8).collect()).unwrap();
        assert!(resized(&noise, 31, 17).unwrap() == noise);
    }

    #[test]
    fn a_ramp_stays_a_ramp() {
        let ramp = Rgb::new(256, 4, (0..4).flat_map(|_| (0..=255u8).flat_map(|x| [x; 3])).collect()).unwrap();
        for width in [64, 100, 300] {
            let other = resized(&ramp, width, 4).unwrap();
            for (x, pixel) in other.pixels()[..3 * width].chunks_exact(3).enumerate().skip(2).take(width - 4) {
                let expected = (x as f64 + 0.5) * 256.0 / width as f64 - 0.5;
                assert!((f64::from(pixel[0]) - expected).abs() <= 1.0, "{width} {x}: {} {expected}", pixel[0]);
            }
        }
    }
}
