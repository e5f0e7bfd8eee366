//! Least squares with many samples and few unknowns: the normal equations, a ridge, Cholesky's factors.

/// Unknowns at most; a multiple of [`LANES`].
pub(super) const MOST: usize = 128;
/// The triangle is filled in runs of this many columns.
const LANES: usize = 8;
/// Samples taken into the matrix at a time: each load and store then pays for this many products.
const BATCH: usize = 8;

/// Sums over weighted samples, for up to [`MOST`] unknowns.
pub(super) struct Normal {
    unknowns: usize,
    /// Row by row, `MOST` columns; only columns up to the row's own (rounded up to a run) are kept.
    matrix: Vec<[f32; MOST]>,
    right: [f32; MOST],
    waiting: [[f32; MOST]; BATCH],
    weights: [f32; BATCH],
    filled: usize,
}

impl Normal {
    pub(super) fn new() -> Self {
        Self {
            unknowns: 0,
            matrix: vec![[0.0; MOST]; MOST],
            right: [0.0; MOST],
            waiting: [[0.0; MOST]; BATCH],
            weights: [0.0; BATCH],
            filled: 0,
        }
    }

    /// Begins anew with this many unknowns.
    pub(super) fn begin(&mut self, unknowns: usize) {
        self.unknowns = unknowns.min(MOST);
        self.matrix.iter_mut().for_each(|row| row.fill(0.0));
        self.right.fill(0.0);
        self.waiting.iter_mut().for_each(|row| row.fill(0.0));
        self.filled = 0;
    }

    /// Adds a sample: `write` puts its features into the front of the row that it is given, all others being zero.
    #[inline]
    pub(super) fn add(&mut self, weight: f32, target: f32, write: impl FnOnce(&mut [f32; MOST])) {
        let Some((features, kept)) = self.waiting.get_mut(self.filled).zip(self.weights.get_mut(self.filled)) else {
            return;
        };
        write(features);
        *kept = weight;
        let pull = weight * target;
        for (sum, feature) in self.right.iter_mut().zip(features.iter()).take(self.unknowns) {
            *sum += pull * feature;
        }
        self.filled += 1;
        if self.filled == BATCH {
            self.take_in();
        }
    }

    /// The samples that wait, into the matrix.
    fn take_in(&mut self) {
        self.weights.iter_mut().skip(self.filled).for_each(|weight| *weight = 0.0);
        self.filled = 0;
        let [f0, f1, f2, f3, f4, f5, f6, f7] = &self.waiting;
        let all = [f0, f1, f2, f3, f4, f5, f6, f7];
        for (i, row) in self.matrix.iter_mut().enumerate().take(self.unknowns) {
            let mut scale = [0.0f32; BATCH];
            for ((scale, features), weight) in scale.iter_mut().zip(all).zip(self.weights) {
                *scale = weight * features.get(i).copied().unwrap_or(0.0);
            }
            let runs = i / LANES + 1;
            let columns = |features| runs_of(features).take(runs);
            let pairs = columns(f0).zip(columns(f1)).zip(columns(f2)).zip(columns(f3));
            let rest = columns(f4).zip(columns(f5)).zip(columns(f6)).zip(columns(f7));
            let (sums, _) = row.as_chunks_mut::<LANES>();
            for ((sum, (((a, b), c), d)), (((e, f), g), h)) in sums.iter_mut().zip(pairs).zip(rest) {
                for k in 0..LANES {
                    lane(sum, k, scale[0] * at(a, k) + scale[1] * at(b, k) + scale[2] * at(c, k) + scale[3] * at(d, k));
                    lane(sum, k, scale[4] * at(e, k) + scale[5] * at(f, k) + scale[6] * at(g, k) + scale[7] * at(h, k));
                }
            }
        }
    }

    /// The unknowns that fit the samples best, each pulled towards zero by `ridge`, which gets its number and the sum of
    /// its squares. `None` when nothing is determined.
    pub(super) fn solve(&mut self, ridge: impl Fn(usize, f32) -> f32) -> Option<[f32; MOST]> {
        if self.filled > 0 {
            self.take_in();
        }
        let count = self.unknowns;
        for (i, row) in self.matrix.iter_mut().enumerate().take(count) {
            if let Some(diagonal) = row.get_mut(i) {
                *diagonal += ridge(i, *diagonal);
            }
        }
        cholesky(&mut self.matrix, count)?;
        let mut x = self.right;
        // Forward through the factor, then back through its transpose.
        for i in 0..count {
            let row = self.matrix.get(i)?;
            let sum: f32 = row.iter().zip(&x).take(i).map(|(l, x)| l * x).sum();
            let diagonal = *row.get(i)?;
            let value = x.get_mut(i)?;
            *value = (*value - sum) / diagonal;
        }
        for i in (0..count).rev() {
            let row = self.matrix.get(i)?;
            let value = x.get(i)? / row.get(i)?;
            *x.get_mut(i)? = value;
            x.iter_mut().zip(row).take(i).for_each(|(x, l)| *x -= l * value);
        }
        x.iter().take(count).all(|v| v.is_finite()).then_some(x)
    }
}

#[inline]
fn runs_of(features: &[f32; MOST]) -> impl Iterator<Item = &[f32; LANES]> {
    features.as_chunks::<LANES>().0.iter()
}

#[allow(clippy::indexing_slicing, reason = "k is below the array's length")]
#[inline(always)]
fn at(run: &[f32; LANES], k: usize) -> f32 {
    run[k]
}

#[allow(clippy::indexing_slicing, reason = "k is below the array's length")]
#[inline(always)]
fn lane(run: &mut [f32; LANES], k: usize, more: f32) {
    run[k] += more;
}

/// The lower factor of a positive matrix, in its place.
fn cholesky(matrix: &mut [[f32; MOST]], count: usize) -> Option<()> {
    for i in 0..count {
        let (above, rest) = matrix.split_at_mut_checked(i)?;
        let row = rest.first_mut()?;
        for (j, other) in above.iter().enumerate() {
            let sum = product(row.get(..j)?, other.get(..j)?);
            let value = row.get_mut(j)?;
            *value = (*value - sum) / other.get(j)?;
        }
        let sum = product(row.get(..i)?, row.get(..i)?);
        let diagonal = row.get_mut(i)?;
        let square = *diagonal - sum;
        if square.is_nan() || square <= 1e-12 {
            return None;
        }
        *diagonal = square.sqrt();
    }
    Some(())
}

/// Sum of products in eight lanes.
#[inline]
pub(super) fn product(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0.0f32; LANES];
    let ((a, rest_a), (b, rest_b)) = (a.as_chunks::<LANES>(), b.as_chunks::<LANES>());
    for (a, b) in a.iter().zip(b) {
        for (lane, (a, b)) in lanes.iter_mut().zip(a.iter().zip(b)) {
            *lane += a * b;
        }
    }
    lanes.iter().sum::<f32>() + rest_a.iter().zip(rest_b).map(|(a, b)| a * b).sum::<f32>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_made_the_samples_is_found_again() {
        for unknowns in [1, 7, 8, 9, 50, 99, 128] {
            let truth: Vec<f32> = (0..unknowns).map(|i| ((i * 7 + 3) % 11) as f32 - 5.0).collect();
            let mut normal = Normal::new();
            normal.begin(unknowns);
            let mut state = 1u32;
            for _ in 0..unknowns * 12 + 3 {
                let features: Vec<f32> = (0..unknowns)
                    .map(|_| {
                        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                        (state >> 16) as f32 / 32768.0 - 1.0
                    })
                    .collect();
                let target = features.iter().zip(&truth).map(|(a, b)| a * b).sum();
                normal.add(0.5, target, |row| row[..unknowns].copy_from_slice(&features));
            }
            let found = normal.solve(|_, _| 1e-4).unwrap();
            for (a, b) in found.iter().zip(&truth) {
                assert!((a - b).abs() < 0.02, "{unknowns}: {a} {b}");
            }
        }
    }

    #[test]
    fn nothing_determined_is_no_answer() {
        let mut normal = Normal::new();
        normal.begin(3);
        assert!(normal.solve(|_, _| 0.0).is_none());
        normal.add(1.0, f32::NAN, |row| row[0] = 1.0);
        assert!(normal.solve(|_, _| 1.0).is_none());
    }
}
