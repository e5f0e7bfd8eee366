//! Least squares: many weighted equations in a few unknowns.

/// The normal equations of `N` unknowns.
#[derive(Clone)]
pub(super) struct Normal<const N: usize> {
    matrix: [[f64; N]; N],
    right: [f64; N],
}

#[allow(clippy::indexing_slicing, reason = "every index runs to N, the length of every array here")]
impl<const N: usize> Normal<N> {
    pub(super) fn new() -> Self {
        Self { matrix: [[0.0; N]; N], right: [0.0; N] }
    }

    /// One equation: the unknowns times `factors` are `value`.
    pub(super) fn add(&mut self, factors: &[f32; N], value: f32, weight: f32) {
        let factors = factors.map(f64::from);
        let rows = self.matrix.iter_mut().zip(&mut self.right).zip(factors).enumerate();
        for (i, ((row, right), factor)) in rows {
            let weighted = f64::from(weight) * factor;
            // The other half is the mirror of this one.
            for (entry, other) in row.iter_mut().zip(&factors).skip(i) {
                *entry += weighted * other;
            }
            *right += weighted * f64::from(value);
        }
    }

    /// The unknown is 0 unless the equations say otherwise.
    pub(super) fn prefer(&mut self, unknown: usize, weight: f64) {
        self.matrix[unknown][unknown] += weight;
    }

    /// The unknowns that miss the equations least (Cholesky). `None` when they do not settle every unknown.
    #[allow(clippy::cast_possible_truncation, reason = "f32 is exact enough for pixels")]
    pub(super) fn solve(&self) -> Option<[f32; N]> {
        let mut lower = [[0.0f64; N]; N];
        for i in 0..N {
            for j in 0..=i {
                let sum: f64 = (0..j).map(|k| lower[i][k] * lower[j][k]).sum();
                let rest = self.matrix[j][i] - sum;
                if i == j {
                    if rest <= 1e-9 * self.matrix[i][i].max(1e-12) || !rest.is_finite() {
                        return None;
                    }
                    lower[i][i] = rest.sqrt();
                } else {
                    lower[i][j] = rest / lower[j][j];
                }
            }
        }
        let mut x = self.right;
        for i in 0..N {
            let sum: f64 = (0..i).map(|k| lower[i][k] * x[k]).sum();
            x[i] = (x[i] - sum) / lower[i][i];
        }
        for i in (0..N).rev() {
            let sum: f64 = (i + 1..N).map(|k| lower[k][i] * x[k]).sum();
            x[i] = (x[i] - sum) / lower[i][i];
        }
        Some(x.map(|value| value as f32))
    }
}

/// The inverse of a 3x3 matrix, row by row, up to a factor, its last entry positive when it can be.
pub(super) fn inverse([a, b, c, d, e, f, g, h, i]: [f32; 9]) -> Option<[f32; 9]> {
    let adjugate = [
        e * i - f * h,
        c * h - b * i,
        b * f - c * e,
        f * g - d * i,
        a * i - c * g,
        c * d - a * f,
        d * h - e * g,
        b * g - a * h,
        a * e - b * d,
    ];
    let [.., last] = adjugate;
    (last.abs() > 1e-6).then(|| adjugate.map(|value| value / last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_through_noise_is_the_line() {
        let mut normal = Normal::<2>::new();
        for at in 0..100u8 {
            let noise = if at % 2 == 0 { 0.1 } else { -0.1 };
            normal.add(&[1.0, f32::from(at)], 3.0 - 0.5 * f32::from(at) + noise, 1.0);
        }
        let [offset, slope] = normal.solve().unwrap();
        assert!((offset - 3.0).abs() < 0.02 && (slope + 0.5).abs() < 0.001, "{offset} {slope}");
    }

    #[test]
    fn what_is_not_settled_has_no_answer() {
        let mut normal = Normal::<2>::new();
        normal.add(&[1.0, 2.0], 1.0, 1.0);
        assert!(normal.solve().is_none());
        normal.prefer(1, 1e-3);
        let [first, second] = normal.solve().unwrap();
        assert!((first + 2.0 * second - 1.0).abs() < 1e-3);
        normal.add(&[f32::NAN, 0.0], 1.0, 1.0);
        assert!(normal.solve().is_none());
    }
}
