//! The lens: it blurs the screen's light **before** any pixel samples it.
//!
//! What a camera pixel sees is the light of the screen's sub-pixels, spread by the lens (a Gaussian) and summed over the pixel (a box).
//! All three are known as formulas, so their product is integrated exactly, as if supersampled without end, and kept as a map of light
//! over the screen's plane; a camera pixel then looks up the one point that it is aimed at. Moire comes out by itself: it is the aliasing
//! of what is left of the stripes, and a lens that blurs them away leaves none.
//!
//! Approximations: one blur and one pixel size for the whole picture, that of the middle of the code (a tilt of 14 degrees changes both by
//! up to a tenth); the pixel's box lies along the screen's axes (turned by 12 degrees it would be 2 % wider); the look-up between the
//! map's samples is linear, and its own blur is taken off the lens's.

use crate::screen::Panel;
use crate::view::Point;

/// Light over the screen's plane as a camera's kinds of pixels see it; white is 1.
pub(crate) struct LightMap<const CHANNELS: usize> {
    left: f64,
    top: f64,
    per_unit: usize,
    width: usize,
    height: usize,
    light: Vec<[f32; CHANNELS]>,
}

/// How far the light of a point spreads, in screen pixels.
#[derive(Clone, Copy)]
pub(crate) struct Spread {
    /// Sigma of the lens's Gaussian.
    pub(crate) sigma: f64,
    /// Side of a camera pixel.
    pub(crate) pixel: f64,
}

impl<const CHANNELS: usize> LightMap<CHANNELS> {
    /// The light of `panel` for pixels that take red, green and blue by the weights of a channel (their sum is 1).
    pub(crate) fn new(panel: &Panel, channels: [[f64; 3]; CHANNELS], spread: Spread) -> Self {
        let per_unit = samples_per_unit(spread);
        let (width, height) = (panel.width * per_unit, panel.height * per_unit);
        let mut light = vec![[0.0; CHANNELS]; width * height];
        for (channel, weights) in channels.into_iter().enumerate() {
            spread_rows(panel, weights, spread, per_unit, |y, row| {
                for (sample, &seen) in light[y * width..].iter_mut().zip(row) {
                    sample[channel] = seen;
                }
            });
        }
        Self { left: panel.left, top: panel.top, per_unit, width, height, light }
    }

    /// The light at a point of the screen's plane; `None` off the map.
    #[inline]
    pub(crate) fn at(&self, at: Point) -> Option<[f32; CHANNELS]> {
        let scale = self.per_unit as f64;
        let (x, y) = ((at.0 - self.left) * scale - 0.5, (at.1 - self.top) * scale - 0.5);
        if !(x >= 0.0 && y >= 0.0 && x < (self.width - 1) as f64 && y < (self.height - 1) as f64) {
            return None;
        }
        // Through u32: the processor's own conversion.
        let (column, row) = (x as u32, y as u32);
        let (along, below) = ((x - f64::from(column)) as f32, (y - f64::from(row)) as f32);
        let i = row as usize * self.width + column as usize;
        let (upper, lower) = (&self.light[i..i + 2], &self.light[i + self.width..i + self.width + 2]);
        Some(std::array::from_fn(|c| {
            let upper = upper[0][c] + along * (upper[1][c] - upper[0][c]);
            let lower = lower[0][c] + along * (lower[1][c] - lower[0][c]);
            upper + below * (lower - upper)
        }))
    }
}

/// Gives every row of the light that one kind of pixel sees, `per_unit` samples a screen pixel either way.
fn spread_rows(panel: &Panel, weights: [f64; 3], spread: Spread, per_unit: usize, mut give: impl FnMut(usize, &[f32])) {
    let step = 1.0 / per_unit as f64;
    // A linear look-up blurs by a triangle of this variance.
    let lens = Spread { sigma: (spread.sigma.powi(2) - step * step / 6.0).max(0.0).sqrt(), ..spread };
    let taps = (0.5 + 3.2 * lens.sigma + 0.5 * spread.pixel).ceil() as usize;
    let across: Vec<Kernel> =
        panel.stripes(weights).iter().map(|stripes| Kernel::new(stripes, lens, per_unit, taps)).collect();
    let down = Kernel::new(&[panel.row_aperture()], lens, per_unit, taps);

    let width = panel.width * per_unit;
    let mut rows = vec![0.0f32; panel.height * width];
    let mut padded = vec![0.0f32; panel.width + 2 * taps];
    let mut phase_row = vec![0.0f32; panel.width];
    for (y, row) in rows.chunks_exact_mut(width).enumerate() {
        for (plane, kernel) in panel.planes.iter().zip(&across) {
            let source = &plane[y * panel.width..(y + 1) * panel.width];
            padded[..taps].fill(source[0]);
            padded[taps..taps + panel.width].copy_from_slice(source);
            padded[taps + panel.width..].fill(source[panel.width - 1]);
            for phase in 0..per_unit {
                phase_row.fill(0.0);
                for (tap, &weight) in kernel.phase(phase).iter().enumerate() {
                    add_scaled(&mut phase_row, &padded[tap..tap + panel.width], weight);
                }
                for (sample, value) in row[phase..].iter_mut().step_by(per_unit).zip(&phase_row) {
                    *sample += value;
                }
            }
        }
    }

    let mut seen = vec![0.0f32; width];
    for i in 0..panel.height * per_unit {
        seen.fill(0.0);
        for (tap, &weight) in down.phase(i % per_unit).iter().enumerate() {
            let y = (i / per_unit + tap).saturating_sub(taps).min(panel.height - 1);
            add_scaled(&mut seen, &rows[y * width..(y + 1) * width], weight);
        }
        give(i, &seen);
    }
}

/// A lit slit of the screen's cell: its middle and width as shares of the cell, and how much of the light is seen through it.
#[derive(Clone, Copy)]
pub(crate) struct Slit {
    pub(crate) middle: f64,
    pub(crate) width: f64,
    pub(crate) weight: f64,
}

/// What each neighbouring cell gives to a sample, for every place that a sample can have within its own cell.
struct Kernel {
    width: usize,
    weights: Vec<f32>,
}

impl Kernel {
    fn new(slits: &[Slit], spread: Spread, phases: usize, taps: usize) -> Self {
        let width = 2 * taps + 1;
        let mut weights = Vec::with_capacity(phases * width);
        for phase in 0..phases {
            let sample = (phase as f64 + 0.5) / phases as f64;
            for tap in 0..width {
                let cell = tap as f64 - taps as f64;
                let seen = |slit: &Slit| slit.weight * seen_through(sample - cell - slit.middle, slit.width, spread);
                weights.push(slits.iter().map(seen).sum::<f64>() as f32);
            }
        }
        Self { width, weights }
    }

    fn phase(&self, phase: usize) -> &[f32] {
        &self.weights[phase * self.width..(phase + 1) * self.width]
    }
}

/// A slit convolved with a camera pixel's box and the lens's Gaussian, at `offset` from the slit's middle; its integral is 1.
fn seen_through(offset: f64, slit: f64, spread: Spread) -> f64 {
    let box_side = spread.pixel.max(1e-6);
    let (outer, inner) = (0.5 * (slit + box_side), 0.5 * (slit - box_side));
    let ramp = |x: f64| {
        if spread.sigma < 1e-6 {
            return x.max(0.0);
        }
        let z = x / spread.sigma;
        x * normal_below(z) + spread.sigma * (-0.5 * z * z).exp() / (2.0 * std::f64::consts::PI).sqrt()
    };
    (ramp(offset + outer) - ramp(offset + inner) - ramp(offset - inner) + ramp(offset - outer)) / (slit * box_side)
}

/// Samples per screen pixel: about one for each sigma of all the blur together, from 1 to 4.
fn samples_per_unit(spread: Spread) -> usize {
    let sigma = (spread.sigma.powi(2) + spread.pixel.powi(2) / 12.0).sqrt();
    (1.1 / sigma.max(0.1)).ceil().clamp(1.0, 4.0) as usize
}

/// The share of a standard normal variable below `z`: Abramowitz and Stegun 7.1.26, good to 1.5e-7.
pub(crate) fn normal_below(z: f64) -> f64 {
    let x = z.abs() / std::f64::consts::SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * x);
    let series =
        t * (0.254_829_592 + t * (-0.284_496_736 + t * (1.421_413_741 + t * (-1.453_152_027 + t * 1.061_405_429))));
    let erf = 1.0 - series * (-x * x).exp();
    if z < 0.0 { 0.5 * (1.0 - erf) } else { 0.5 * (1.0 + erf) }
}

fn add_scaled(sum: &mut [f32], values: &[f32], weight: f32) {
    for (sum, value) in sum.iter_mut().zip(values) {
        *sum += weight * value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exact_integral_agrees_with_brute_supersampling() {
        let spread = Spread { sigma: 0.45, pixel: 0.62 };
        for offset in [-1.3, -0.4, 0.0, 0.2, 0.77] {
            let steps = 400;
            let mut sum = 0.0;
            for i in 0..steps {
                for j in 0..steps {
                    let in_slit = 0.27 * ((i as f64 + 0.5) / steps as f64 - 0.5);
                    let in_pixel = 0.62 * ((j as f64 + 0.5) / steps as f64 - 0.5);
                    let z = (offset + in_pixel - in_slit) / 0.45;
                    sum += (-0.5 * z * z).exp() / (0.45 * (2.0 * std::f64::consts::PI).sqrt());
                }
            }
            let brute = sum / (steps * steps) as f64;
            let exact = seen_through(offset, 0.27, spread);
            assert!((brute - exact).abs() < 1e-4, "{brute} {exact} at {offset}");
        }
    }

    #[test]
    fn white_keeps_its_light_whatever_the_blur() {
        for (sigma, pixel) in [(0.0, 0.2), (0.4, 0.6), (1.2, 1.6), (3.0, 2.0)] {
            let map = LightMap::new(&Panel::flat_white(40, 40), [[0.3, 0.6, 0.1]], Spread { sigma, pixel });
            let [middle] = map.at((20.0, 20.0)).unwrap();
            assert!((middle - 1.0).abs() < 0.002, "{middle} at sigma {sigma}");
            assert_eq!(map.at((-0.1, 20.0)), None);
            assert_eq!(map.at((20.0, 40.1)), None);
        }
    }

    #[test]
    fn a_lens_that_blurs_the_stripes_away_leaves_no_moire_and_a_sharp_one_does() {
        let contrast = |sigma| {
            let map = LightMap::new(&Panel::striped_white(60, 60), [[0.8, 0.15, 0.05]], Spread { sigma, pixel: 0.6 });
            let seen: Vec<f32> =
                (0..200).filter_map(|i| map.at((10.0 + 0.19 * f64::from(i), 30.3))).map(|[light]| light).collect();
            let (low, high) = seen.iter().fold((9.0f32, 0.0f32), |(low, high), &v| (low.min(v), high.max(v)));
            (high - low) / (high + low)
        };
        assert!(contrast(0.25) > 0.15, "{}", contrast(0.25));
        assert!(contrast(0.9) < 0.005, "{}", contrast(0.9));
    }
}
