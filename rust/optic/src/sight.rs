//! Why a code that is there cannot be read, for the person who holds the camera: from the luma around its three marks.

use crate::{LumaView, Point};

/// What keeps a code from being read, the first that holds.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Why {
    /// A part of the code lies outside of the picture.
    CutOff,
    /// A bright spot, or something as bright, covers a part of it.
    Glare,
    /// The lens or the hand has blurred it.
    Blurred {
        /// Sigma of the blur in modules, along the worse axis; a camera pixel's own size included.
        modules: f32,
    },
    /// It stands light on dark, and otherwise nothing is wrong with it.
    Inverted,
    /// None of these.
    Unclear,
}

/// From this much blur on, in modules, neighbours melt into each other for most readers.
const MUCH_BLUR: f32 = 0.42;
/// Modules by which a corner may lie outside of the picture: the estimate of the fourth is no better.
const SLACK: f32 = 1.0;
/// Patches across a code that are looked at for glare.
const PATCHES: usize = 64;
/// A patch of this many modules a side has dark ones among them, but for once in thirty million.
const PATCH: usize = 5;
/// So many patches without a dark module, and no code looks like it.
const MUCH_GLARE: u16 = 3;

/// Looks at a code whose marks have their middles at `corners` (top left, top right, bottom left; pixels of the picture),
/// `module` pixels a module.
#[must_use]
pub(crate) fn why(view: LumaView<'_>, corners: [Point; 3], module: f32, inverted: bool) -> Why {
    let code = Plane::new(view, corners, module, inverted);
    if code.is_cut_off() {
        return Why::CutOff;
    }
    let Some(levels) = code.levels() else { return Why::Unclear };
    if code.glare(levels) >= MUCH_GLARE {
        return Why::Glare;
    }
    match code.blur(levels) {
        modules if modules >= MUCH_BLUR => Why::Blurred { modules },
        _ if inverted => Why::Inverted,
        _ => Why::Unclear,
    }
}

/// The code as a plane: `u` to the right, `v` down, in modules from the middle of the first mark. A parallelogram: what
/// perspective bends away from it is less than is asked here.
struct Plane<'a> {
    view: LumaView<'a>,
    origin: Point,
    right: Point,
    down: Point,
    /// Modules from mark to mark.
    span: (f32, f32),
    inverted: bool,
}

/// Level of dark and of light.
type Levels = (f32, f32);

impl<'a> Plane<'a> {
    fn new(view: LumaView<'a>, [origin, right, down]: [Point; 3], module: f32, inverted: bool) -> Self {
        let leg = |to: Point| {
            let (x, y) = (to.x - origin.x, to.y - origin.y);
            let span = (x.hypot(y) / module.max(0.1)).max(1.0);
            (Point { x: x / span, y: y / span }, span)
        };
        let ((right, across), (down, along)) = (leg(right), leg(down));
        Self { view, origin, right, down, span: (across, along), inverted }
    }

    fn place(&self, u: f32, v: f32) -> Point {
        let Self { origin, right, down, .. } = self;
        Point { x: origin.x + u * right.x + v * down.x, y: origin.y + u * right.y + v * down.y }
    }

    /// The level at a point, linear between the pixels, dark modules dark; `None` outside of the picture.
    fn level(&self, u: f32, v: f32) -> Option<f32> {
        let at = self.place(u, v);
        let (x, y) = (at.x - 0.5, at.y - 0.5);
        let (column, along) = split(x)?;
        let (row, below) = split(y)?;
        let pixel = |x: usize, y: usize| self.view.get(x, y).map(f32::from);
        let upper = mixed(pixel(column, row)?, pixel(column + 1, row)?, along);
        let lower = mixed(pixel(column, row + 1)?, pixel(column + 1, row + 1)?, along);
        let level = mixed(upper, lower, below);
        Some(if self.inverted { 255.0 - level } else { level })
    }

    fn is_cut_off(&self) -> bool {
        let (across, down) = self.span;
        let edge = 3.5 - SLACK;
        let corners = [(-edge, -edge), (across + edge, -edge), (-edge, down + edge), (across + edge, down + edge)];
        let size = [self.view.width(), self.view.height()].map(|side| u16::try_from(side).map_or(f32::MAX, f32::from));
        corners.into_iter().any(|(u, v)| {
            let at = self.place(u, v);
            at.x < 0.0 || at.y < 0.0 || at.x > size[0] || at.y > size[1]
        })
    }

    /// The middles of the marks.
    fn marks(&self) -> [(f32, f32); 3] {
        [(0.0, 0.0), (self.span.0, 0.0), (0.0, self.span.1)]
    }

    /// Dark from the stones, light from the quiet zone; `None` where there is no contrast between them.
    fn levels(&self) -> Option<Levels> {
        let (across, down) = self.span;
        let quiet = [(-5.0, 0.0), (0.0, -5.0), (across + 5.0, 0.0), (across, -5.0), (-5.0, down), (0.0, down + 5.0)];
        let mut light = Few::default();
        light.extend(quiet.iter().filter_map(|&(u, v)| self.level(u, v)));
        let dark = self.marks().iter().filter_map(|&(u, v)| self.level(u, v)).reduce(f32::min)?;
        let light = light.median()?;
        (light > dark + 8.0).then_some((dark, light))
    }

    /// Patches in which no module is dark.
    fn glare(&self, (dark, light): Levels) -> u16 {
        let bright = dark + 0.8 * (light - dark);
        let (across, down) = (self.span.0 + 7.0, self.span.1 + 7.0);
        let mut white = 0;
        for patch in 0..PATCHES * PATCHES {
            // Middles of patches that lie wholly within the code.
            let middle = |index: usize, side: f32| {
                let (index, count) = (small(index) + 0.5, small(PATCHES));
                2.5 - 3.5 + index / count * (side - 5.0)
            };
            let (u, v) = (middle(patch % PATCHES, across), middle(patch / PATCHES, down));
            let darkest = (0..PATCH * PATCH)
                .filter_map(|cell| self.level(u + small(cell % PATCH) - 2.0, v + small(cell / PATCH) - 2.0))
                .reduce(f32::min);
            white += u16::from(darkest.is_some_and(|level| level > bright));
        }
        white
    }

    /// Sigma of the blur in modules, from how much of the contrast is left between the light and the dark ring of the
    /// marks: `4 P(1 / 2 sigma) - 3`, P the normal distribution, one module being half a module from either edge.
    fn blur(&self, (dark, light): Levels) -> f32 {
        let left = |steps: [(f32, f32); 2]| {
            let mut kept = Few::default();
            for (u, v) in self.marks() {
                for (x, y) in steps {
                    let ring = |reach: f32| self.level(u + reach * x, v + reach * y);
                    kept.extend(ring(2.0).zip(ring(3.0)).map(|(inner, outer)| (inner - outer) / (light - dark)));
                }
            }
            kept.median().unwrap_or(1.0)
        };
        let across = left([(1.0, 0.0), (-1.0, 0.0)]);
        let down = left([(0.0, 1.0), (0.0, -1.0)]);
        sigma(across.min(down))
    }
}

/// A few levels, without a place of their own in memory.
#[derive(Default)]
struct Few {
    levels: [f32; 6],
    len: usize,
}

impl Few {
    fn extend(&mut self, levels: impl IntoIterator<Item = f32>) {
        for level in levels {
            if let Some(place) = self.levels.get_mut(self.len) {
                *place = level;
                self.len += 1;
            }
        }
    }

    fn median(&mut self) -> Option<f32> {
        let levels = self.levels.get_mut(..self.len)?;
        levels.sort_unstable_by(f32::total_cmp);
        levels.get(levels.len() / 2).copied()
    }
}

/// Contrast that is left, for sigmas from 0.2 module on in steps of 0.05.
const LEFT: [f32; 12] = [0.975, 0.909, 0.809, 0.694, 0.577, 0.467, 0.365, 0.273, 0.191, 0.116, 0.050, -0.010];

fn sigma(left: f32) -> f32 {
    let mut sigma = 0.2;
    for pair in LEFT.windows(2) {
        let &[from, to] = pair else { continue };
        if left >= from {
            break;
        }
        sigma += 0.05 * ((from - left) / (from - to)).min(1.0);
    }
    sigma
}

fn mixed(a: f32, b: f32, share: f32) -> f32 {
    a + share * (b - a)
}

/// The whole and the broken part of a coordinate; `None` below 0.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked first; no picture is wider than 8192"
)]
fn split(at: f32) -> Option<(usize, f32)> {
    (0.0..8192.0).contains(&at).then(|| (at as usize, at.fract()))
}

fn small(count: usize) -> f32 {
    u16::try_from(count).map_or(f32::MAX, f32::from)
}

#[cfg(test)]
#[allow(clippy::cast_possible_truncation, reason = "pixels that are made up")]
mod tests {
    use super::*;
    use crate::{LumaImage, paint};

    const PIXELS: usize = 6;

    fn code() -> LumaImage {
        paint::envelope(&[9; 206]).unwrap().luma(PIXELS.try_into().unwrap()).unwrap()
    }

    /// The marks of the code in its picture, moved by some pixels.
    fn marks(left: f32, top: f32) -> [Point; 3] {
        let at = |u: f32, v: f32| Point { x: (4.0 + u) * PIXELS as f32 - left, y: (4.0 + v) * PIXELS as f32 - top };
        [at(3.5, 3.5), at(57.0 - 3.5, 3.5), at(3.5, 57.0 - 3.5)]
    }

    fn changed(image: &LumaImage, change: impl Fn(usize, usize, u8) -> u8) -> LumaImage {
        let width = image.width();
        let pixels =
            image.as_bytes().iter().enumerate().map(|(at, &luma)| change(at % width, at / width, luma)).collect();
        LumaImage::new(pixels, width, image.height()).unwrap()
    }

    /// A Gaussian along the rows, and down the columns if `both`.
    fn blurred(image: &LumaImage, sigma: f32, both: bool) -> LumaImage {
        let reach = (4.0 * sigma) as isize;
        let weight = |i: isize| (-0.5 * (i as f32 / sigma).powi(2)).exp();
        let total: f32 = (-reach..=reach).map(weight).sum();
        let one_way = |image: &LumaImage, step: (isize, isize)| {
            let view = image.view();
            changed(image, |x, y, _| {
                let near = |i: isize| {
                    let x = x.saturating_add_signed(i * step.0).min(view.width() - 1);
                    f32::from(view.get(x, y.saturating_add_signed(i * step.1).min(view.height() - 1)).unwrap())
                };
                ((-reach..=reach).map(|i| weight(i) * near(i)).sum::<f32>() / total) as u8
            })
        };
        let across = one_way(image, (1, 0));
        if both { one_way(&across, (0, 1)) } else { across }
    }

    fn seen(image: &LumaImage) -> Why {
        why(image.view(), marks(0.0, 0.0), PIXELS as f32, false)
    }

    #[test]
    fn nothing_is_wrong_with_a_clean_code() {
        assert_eq!(seen(&code()), Why::Unclear);
        let inverted = changed(&code(), |_, _, luma| 255 - luma);
        assert_eq!(why(inverted.view(), marks(0.0, 0.0), PIXELS as f32, true), Why::Inverted);
        let faint = changed(&code(), |_, _, luma| 100 + luma / 6);
        assert_eq!(seen(&faint), Why::Unclear);
    }

    #[test]
    fn blur_is_measured_in_modules_and_that_of_a_moving_hand_too() {
        for sigma in [0.45f32, 0.5, 0.6, 0.7] {
            for both in [true, false] {
                let image = blurred(&code(), sigma * PIXELS as f32, both);
                let Why::Blurred { modules } = seen(&image) else { panic!("{sigma}: {:?}", seen(&image)) };
                assert!((modules - sigma).abs() < 0.06, "{modules} instead of {sigma}");
            }
        }
        assert_eq!(seen(&blurred(&code(), 0.3 * PIXELS as f32, true)), Why::Unclear);
    }

    #[test]
    fn a_spot_as_large_as_eight_modules_is_glare_and_noise_is_none() {
        let spot = |x: usize, y: usize| (x as f32 - 200.0).hypot(y as f32 - 230.0) < 4.0 * PIXELS as f32;
        assert_eq!(seen(&changed(&code(), |x, y, luma| if spot(x, y) { 255 } else { luma })), Why::Glare);
        let noise = |x: usize, y: usize| (x * 31 + y * 17 + x * y * 7) % 61;
        let noisy = changed(&code(), |x, y, luma| (luma / 2 + 40).saturating_add(noise(x, y) as u8));
        assert_eq!(seen(&noisy), Why::Unclear);
    }

    #[test]
    fn a_code_that_leaves_the_picture_is_cut_off_wherever() {
        let whole = code();
        let (side, cut) = (whole.width(), 9 * PIXELS);
        for (left, top) in [(0, 0), (cut, 0), (0, cut)] {
            let (width, height) = (side - cut, side - cut);
            let pixels =
                (0..width * height).map(|at| whole.view().get(left + at % width, top + at / width).unwrap()).collect();
            let part = LumaImage::new(pixels, width, height).unwrap();
            assert_eq!(why(part.view(), marks(left as f32, top as f32), PIXELS as f32, false), Why::CutOff);
        }
    }

    #[test]
    fn marks_that_lie_are_no_reason_to_panic() {
        let image = code();
        for place in [f32::NAN, f32::INFINITY, -1e30, 1e30, 0.0, 500.0] {
            for module in [f32::NAN, 0.0, 1e-9, 3.0, 1e30] {
                let point = Point { x: place, y: 40.0 };
                let _ = why(image.view(), [point, Point { x: 9.0, y: place }, point], module, true);
            }
        }
    }
}
