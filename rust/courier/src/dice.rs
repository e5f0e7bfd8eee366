//! All chance of a trip: one seed, one stream of it for each thing that is drawn.

use std::sync::LazyLock;

use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};

use crate::lens::normal_below;

/// The draws of one stream. The same seed and stream give the same draws, whatever else was drawn.
pub(crate) struct Dice(ChaCha20Rng);

impl Dice {
    pub(crate) fn new(seed: u64, stream: u64) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        rng.set_stream(stream);
        Self(rng)
    }

    /// Uniform in `low <= x < high`; `low` when they are equal.
    pub(crate) fn uniform(&mut self, low: f64, high: f64) -> f64 {
        // 53 bits: what an f64 holds.
        let unit = (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64;
        low + (high - low) * unit
    }

    /// True in `share` of all cases.
    pub(crate) fn chance(&mut self, share: f64) -> bool {
        self.uniform(0.0, 1.0) < share
    }

    /// -1 or 1.
    pub(crate) fn sign(&mut self) -> f64 {
        if self.chance(0.5) { 1.0 } else { -1.0 }
    }

    fn fill(&mut self, bytes: &mut [u8]) {
        self.0.fill_bytes(bytes);
    }
}

/// Normal noise, fast enough for every pixel: two random bytes choose one of 4096 equally likely values.
pub(crate) struct Noise {
    quantiles: Vec<f32>,
    dice: Dice,
    bytes: Vec<u8>,
}

impl Noise {
    const STEPS: usize = 4096;

    /// Noise of standard deviation `sigma`, mean 0, nothing beyond 3.7 sigma.
    pub(crate) fn new(sigma: f64, dice: Dice) -> Self {
        Self { quantiles: UNIT.iter().map(|z| (z * sigma) as f32).collect(), dice, bytes: Vec::new() }
    }

    /// The noise of the next `count` samples.
    pub(crate) fn next(&mut self, count: usize) -> impl Iterator<Item = f32> + '_ {
        self.bytes.resize(2 * count, 0);
        self.dice.fill(&mut self.bytes);
        let quantiles = &self.quantiles;
        self.bytes.chunks_exact(2).map(|two| quantiles[usize::from(u16::from_le_bytes([two[0], two[1]])) % Self::STEPS])
    }
}

/// The equally likely values at sigma 1.
static UNIT: LazyLock<Vec<f64>> = LazyLock::new(|| {
    let plain: Vec<f64> = (0..Noise::STEPS).map(|i| quantile((i as f64 + 0.5) / Noise::STEPS as f64)).collect();
    let spread = (plain.iter().map(|z| z * z).sum::<f64>() / Noise::STEPS as f64).sqrt();
    plain.iter().map(|z| z / spread).collect()
});

/// The value that a standard normal variable stays below in `share` of all cases.
fn quantile(share: f64) -> f64 {
    let (mut low, mut high) = (-8.0, 8.0);
    for _ in 0..48 {
        let middle = 0.5 * (low + high);
        if normal_below(middle) < share { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_has_the_sigma_that_was_asked_for() {
        let values: Vec<f64> = Noise::new(3.0, Dice::new(5, 5)).next(200_000).map(f64::from).collect();
        let mean = values.iter().sum::<f64>() / 200_000.0;
        let sigma = (values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / 200_000.0).sqrt();
        let beyond_two = values.iter().filter(|v| v.abs() > 6.0).count() as f64 / 200_000.0;
        assert!(mean.abs() < 0.03, "mean {mean}");
        assert!((sigma - 3.0).abs() < 0.03, "sigma {sigma}");
        assert!((beyond_two - 0.0455).abs() < 0.003, "beyond two sigma: {beyond_two}");
    }

    #[test]
    fn streams_of_one_seed_differ_and_each_repeats() {
        let draw = |seed, stream| Dice::new(seed, stream).uniform(0.0, 1.0);
        assert_eq!(draw(1, 2).to_bits(), draw(1, 2).to_bits());
        assert_ne!(draw(1, 2).to_bits(), draw(1, 3).to_bits());
        assert_ne!(draw(1, 2).to_bits(), draw(2, 2).to_bits());
    }
}
