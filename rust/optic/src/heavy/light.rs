//! Even light: each pixel against the mean and the spread of what lies around it; and the blur that lets a coarse grid
//! find its way.

use super::plane::{Plane, rounded, small};

/// Added to the spread, in gray levels: below it there is only noise, which must not be blown up.
const FLOOR: f32 = 4.0;

/// Rows that are reckoned with while a plane is worked on.
pub(super) struct Lines {
    sums: Vec<f32>,
    squares: Vec<f32>,
    running: Vec<[f32; 2]>,
    between: Plane,
}

impl Lines {
    pub(super) const fn new() -> Self {
        Self { sums: Vec::new(), squares: Vec::new(), running: Vec::new(), between: Plane::new() }
    }
}

/// Fills `out` with `source` less its local mean, in units of its local spread, both over a square of `side` pixels.
pub(super) fn even(source: &Plane, side: f32, out: &mut Plane, lines: &mut Lines) {
    let (width, height) = (source.width, source.height);
    out.reshape(width, height);
    let reach = (rounded(side) / 2).max(1);
    lines.sums.clear();
    lines.sums.resize(width, 0.0);
    lines.squares.clear();
    lines.squares.resize(width, 0.0);
    lines.running.clear();
    lines.running.resize(width + 1, [0.0; 2]);
    let line = |y: usize| source.data.get(y * width..(y + 1) * width).unwrap_or_default();
    for y in 0..height.min(reach) {
        take(&mut lines.sums, &mut lines.squares, line(y), 1.0);
    }
    for y in 0..height {
        if y + reach < height {
            take(&mut lines.sums, &mut lines.squares, line(y + reach), 1.0);
        }
        if y > reach {
            take(&mut lines.sums, &mut lines.squares, line(y - reach - 1), -1.0);
        }
        let rows = (y + reach).min(height - 1) - y.saturating_sub(reach) + 1;
        let mut total = [0.0f32; 2];
        for ((kept, sum), square) in lines.running.iter_mut().skip(1).zip(&lines.sums).zip(&lines.squares) {
            total = [total[0] + sum, total[1] + square];
            *kept = total;
        }
        let target = out.data.get_mut(y * width..(y + 1) * width).unwrap_or_default();
        for (x, (value, source)) in target.iter_mut().zip(line(y)).enumerate() {
            let (from, to) = (x.saturating_sub(reach), (x + reach + 1).min(width));
            let [low, high] = [from, to].map(|x| lines.running.get(x).copied().unwrap_or_default());
            let count = 1.0 / small((to - from) * rows);
            let mean = (high[0] - low[0]) * count;
            let spread = ((high[1] - low[1]) * count - mean * mean).max(0.0).sqrt();
            *value = (source - MIDDLE - mean) / (spread + FLOOR);
        }
    }
}

/// Sums are kept about the middle gray, so that their squares stay small.
const MIDDLE: f32 = 128.0;

fn take(sums: &mut [f32], squares: &mut [f32], row: &[f32], sign: f32) {
    for ((sum, square), value) in sums.iter_mut().zip(squares).zip(row) {
        let value = value - MIDDLE;
        *sum += sign * value;
        *square += sign * value * value;
    }
}

/// Fills `out` with `source` blurred by a Gaussian of `sigma` pixels.
pub(super) fn blur(source: &Plane, sigma: f32, out: &mut Plane, lines: &mut Lines) {
    let (width, height) = (source.width, source.height);
    let mut kernel = [0.0f32; 2 * REACH + 1];
    let reach = rounded(2.5 * sigma).clamp(1, REACH);
    let taps = 2 * reach + 1;
    for (i, weight) in kernel.iter_mut().enumerate().take(taps) {
        let away = (small(i) - small(reach)) / sigma.max(0.2);
        *weight = (-0.5 * away * away).exp();
    }
    let whole: f32 = kernel.iter().sum();
    kernel.iter_mut().for_each(|weight| *weight /= whole);

    lines.between.reshape(width, height);
    let padded = &mut lines.sums;
    padded.clear();
    padded.resize(width + 2 * reach, 0.0);
    for (row, target) in source.data.chunks_exact(width).zip(lines.between.data.chunks_exact_mut(width)) {
        let (first, last) = (row.first().copied().unwrap_or(0.0), row.last().copied().unwrap_or(0.0));
        for (i, value) in padded.iter_mut().enumerate() {
            *value = match i.checked_sub(reach) {
                None => first,
                Some(x) => row.get(x).copied().unwrap_or(last),
            };
        }
        for (tap, weight) in kernel.iter().enumerate().take(taps) {
            add_scaled(target, padded.get(tap..).unwrap_or_default(), *weight);
        }
    }
    out.reshape(width, height);
    for (y, target) in out.data.chunks_exact_mut(width).enumerate() {
        for (tap, weight) in kernel.iter().enumerate().take(taps) {
            let from = (y + tap).saturating_sub(reach).min(height - 1) * width;
            add_scaled(target, lines.between.data.get(from..).unwrap_or_default(), *weight);
        }
    }
}

/// Longest half kernel, in pixels.
const REACH: usize = 16;

/// Adds `scale` times the front of `source` to `target`.
pub(super) fn add_scaled(target: &mut [f32], source: &[f32], scale: f32) {
    for (sum, value) in target.iter_mut().zip(source) {
        *sum += scale * value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ramp_of_light_is_taken_away_and_the_pattern_stays() {
        let mut plane = Plane::new();
        plane.reshape(60, 50);
        for (i, value) in plane.data.iter_mut().enumerate() {
            let (x, y) = (i % 60, i / 60);
            let light = 60.0 + 3.0 * x as f32;
            *value = if (x / 2 + y / 2) % 2 == 0 { light } else { 0.5 * light };
        }
        let mut even_plane = Plane::new();
        even(&plane, 13.0, &mut even_plane, &mut Lines::new());
        for (i, value) in even_plane.data.iter().enumerate() {
            let (x, y) = (i % 60, i / 60);
            if (8..52).contains(&x) && (8..42).contains(&y) {
                let light = (x / 2 + y / 2) % 2 == 0;
                assert!(
                    if light { (0.5..1.3).contains(value) } else { (-1.3..-0.5).contains(value) },
                    "{x} {y} {value}"
                );
            }
        }
    }

    #[test]
    fn a_blur_keeps_the_light_and_its_sigma() {
        let mut plane = Plane::new();
        plane.reshape(41, 41);
        plane.data[20 * 41 + 20] = 1000.0;
        let mut out = Plane::new();
        blur(&plane, 1.6, &mut out, &mut Lines::new());
        let total: f32 = out.data.iter().sum();
        let spread: f32 = out.data.iter().enumerate().map(|(i, v)| v * ((i % 41) as f32 - 20.0).powi(2)).sum();
        assert!((total - 1000.0).abs() < 0.1, "{total}");
        assert!(((spread / total).sqrt() - 1.6).abs() < 0.1, "{}", (spread / total).sqrt());
    }
}
