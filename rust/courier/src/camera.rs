//! A camera: the scene's light through the lens onto its pixels, then exposure, gamma and noise.

use crate::dice::Noise;
use crate::lens::{LightMap, Spread};
use crate::screen::{Around, GAMMA, Panel};
use crate::shot::Shot;
use crate::view::{Point, Sensor, Subject, View};

/// What red, green and blue pixels see of a screen's red, green and blue: their filters overlap a little.
pub(crate) const COLOUR: &[[f64; 3]] = &[[0.82, 0.15, 0.03], [0.10, 0.80, 0.10], [0.03, 0.15, 0.82]];
/// What a luma pixel sees (BT.601). In a camera luma is made after the gamma; for the grays of a code that is the same.
pub(crate) const LUMA: &[[f64; 3]] = &[[0.299, 0.587, 0.114]];

/// The share of the samples about the code that are darker than what the automatic exposure takes for white:
/// more than half of a code with its quiet zone is white, and a glare spot is less than a tenth.
const WHITE_QUANTILE: f64 = 0.8;
/// Light of the middle of a glare spot, the screen's white being 1.
const GLARE_LIGHT: f32 = 2.5;
/// Light of the haze about it.
const HAZE_LIGHT: f32 = 0.2;
/// The haze's radius, the spot's being 1.
const HAZE_RADIUS: f64 = 2.5;

/// A screen as lenses see it: the light of its pixels, already spread for one camera, and what lies around.
pub(crate) struct Scene {
    maps: Vec<LightMap>,
    channels: &'static [[f64; 3]],
    around: Around,
    soft: f64,
}

impl Scene {
    /// The panel as seen through this shot's lens; it stays the same while only the geometry changes a little.
    pub(crate) fn new(panel: &Panel, around: Around, channels: &'static [[f64; 3]], blur: f64, scale: f64) -> Self {
        let spread = Spread { sigma: blur / scale, pixel: 1.0 / scale };
        let maps = channels.iter().map(|&weights| LightMap::new(panel, weights, spread)).collect();
        // An edge blurred by a Gaussian rises from a tenth to nine tenths in 2.56 sigma.
        Self { maps, channels, around, soft: spread.pixel + 2.56 * spread.sigma }
    }

    /// Adds the light of a point; false, and nothing added, off the panel.
    #[inline]
    fn add(&self, at: Point, sum: &mut [f32]) -> bool {
        let mut maps = self.maps.iter().zip(sum);
        maps.all(|(map, sum)| map.at(at.0, at.1).map(|light| *sum += light).is_some())
    }

    /// The light around the panel.
    fn around(&self, at: Point, pixel: &mut [f32]) {
        let light = self.around.light(at, self.soft);
        for (channel, weights) in pixel.iter_mut().zip(self.channels) {
            *channel = weights.iter().zip(light).map(|(&weight, light)| weight as f32 * light).sum::<f32>();
        }
    }
}

/// How light becomes levels.
#[derive(Clone, Copy)]
pub(crate) enum Exposure {
    /// As a camera does: what is bright about the code becomes the shot's white; gamma 2.2.
    Automatic,
    /// Light of 1 becomes the shot's white, whatever is seen, with this gamma.
    Fixed {
        /// 1 keeps levels proportional to light.
        gamma: f64,
    },
}

/// The picture that the shot gives, its channels interleaved.
pub(crate) fn take(
    scene: &Scene,
    sensor: Sensor,
    shot: &Shot,
    subject: &Subject,
    exposure: Exposure,
    noise: &mut Noise,
) -> (View, Vec<u8>) {
    let view = View::new(sensor, shot, subject);
    let light = expose(scene, sensor, shot, subject, &view);
    let channels = scene.maps.len();
    let curve = match exposure {
        Exposure::Automatic => Curve::new(white_of(&light, channels, sensor, &view, subject), shot.white, GAMMA),
        Exposure::Fixed { gamma } => Curve::new(1.0, shot.white, gamma),
    };
    let mut picture = Vec::with_capacity(light.len());
    for row in light.chunks_exact(sensor.width * channels) {
        picture.extend(
            row.iter().zip(noise.next(row.len())).map(|(&light, noise)| (curve.level(light) + noise + 0.5) as u8),
        );
    }
    (view, picture)
}

/// Linear light on every pixel.
fn expose(scene: &Scene, sensor: Sensor, shot: &Shot, subject: &Subject, view: &View) -> Vec<f32> {
    let channels = scene.maps.len();
    let trail = trail(shot, view, subject);
    let dimming = Dimming::new(sensor, shot);
    let glare = Spot::new(shot, subject);
    let mut light = vec![0.0f32; sensor.width * sensor.height * channels];
    for (y, row) in light.chunks_exact_mut(sensor.width * channels).enumerate() {
        for (x, pixel) in row.chunks_exact_mut(channels).enumerate() {
            let frame = (x as f64 + 0.5, y as f64 + 0.5);
            let at = view.plane(frame);
            let steps = trail.iter().filter(|step| scene.add((at.0 + step.0, at.1 + step.1), pixel)).count();
            if steps == 0 {
                scene.around(at, pixel);
            }
            let lit = dimming.at(frame) / steps.max(1) as f32;
            let mirrored = glare.as_ref().map_or(0.0, |glare| glare.light(at));
            for channel in pixel {
                *channel = *channel * lit + mirrored;
            }
        }
    }
    light
}

/// The points that a pixel passes over during the exposure, as steps in the plane; 0.8 pixels apart or closer, so that
/// a pixel's own box leaves no gap between them.
fn trail(shot: &Shot, view: &View, subject: &Subject) -> Vec<Point> {
    let steps = (1.25 * shot.motion).ceil() as usize + 1;
    if steps == 1 {
        return vec![(0.0, 0.0)];
    }
    let (sin, cos) = shot.motion_toward.to_radians().sin_cos();
    let middle = view.frame(subject.code);
    let at = view.plane(middle);
    (0..steps)
        .map(|i| {
            // The steps' middles, so that their mean is a box of the whole length.
            let along = shot.motion * ((i as f64 + 0.5) / steps as f64 - 0.5);
            let passed = view.plane((middle.0 + along * cos, middle.1 + along * sin));
            (passed.0 - at.0, passed.1 - at.1)
        })
        .collect()
}

/// What the automatic exposure takes for the screen's white: a quantile of the light about the code.
fn white_of(light: &[f32], channels: usize, sensor: Sensor, view: &View, subject: &Subject) -> f32 {
    let mut seen = Vec::new();
    let (half_x, half_y) = (0.5 * subject.code_size.0, 0.5 * subject.code_size.1);
    for j in -60..=60 {
        for i in -60..=60 {
            let at = (subject.code.0 + half_x * f64::from(i) / 60.0, subject.code.1 + half_y * f64::from(j) / 60.0);
            let (x, y) = view.frame(at);
            if x >= 0.0 && y >= 0.0 && x < sensor.width as f64 && y < sensor.height as f64 {
                let pixel = channels * (y as usize * sensor.width + x as usize);
                // Green, or the only channel.
                seen.push(light[pixel + channels / 2]);
            }
        }
    }
    if seen.is_empty() {
        return 1.0;
    }
    let rank = (WHITE_QUANTILE * (seen.len() - 1) as f64) as usize;
    let (_, white, _) = seen.select_nth_unstable_by(rank, f32::total_cmp);
    white.max(0.01)
}

/// Light to level of 255, as a table.
struct Curve {
    steps: Vec<f32>,
    scale: f32,
}

impl Curve {
    const STEPS: usize = 1 << 14;

    fn new(white: f32, level: f64, gamma: f64) -> Self {
        let clipped = f64::from(white) / (level / 255.0).powf(gamma);
        let steps = (0..Self::STEPS)
            .map(|i| (255.0 * (i as f64 / (Self::STEPS - 1) as f64).powf(1.0 / gamma)) as f32)
            .collect();
        Self { steps, scale: (Self::STEPS - 1) as f32 / clipped as f32 }
    }

    #[inline]
    fn level(&self, light: f32) -> f32 {
        let step = (light * self.scale + 0.5) as usize;
        self.steps[step.min(Self::STEPS - 1)]
    }
}

/// Fall-off of the light, growing with the square of the distance from the brightest point.
struct Dimming {
    brightest: Point,
    per_square: f64,
}

impl Dimming {
    fn new(sensor: Sensor, shot: &Shot) -> Self {
        let (width, height) = (sensor.width as f64, sensor.height as f64);
        let half_diagonal = 0.5 * width.hypot(height);
        let brightest =
            (0.5 * width + shot.brightest.0 * half_diagonal, 0.5 * height + shot.brightest.1 * half_diagonal);
        let farthest = brightest.0.max(width - brightest.0).hypot(brightest.1.max(height - brightest.1));
        Self { brightest, per_square: shot.falloff / (farthest * farthest) }
    }

    #[inline]
    fn at(&self, frame: Point) -> f32 {
        let (x, y) = (frame.0 - self.brightest.0, frame.1 - self.brightest.1);
        (1.0 - self.per_square * (x * x + y * y)) as f32
    }
}

/// A glare spot on the screen's plane.
struct Spot {
    middle: Point,
    radius: f64,
}

impl Spot {
    fn new(shot: &Shot, subject: &Subject) -> Option<Self> {
        shot.glare.map(|glare| Self {
            middle: (
                subject.code.0 + glare.at.0 * subject.code_size.0,
                subject.code.1 + glare.at.1 * subject.code_size.1,
            ),
            radius: glare.radius * subject.code_size.0,
        })
    }

    #[inline]
    fn light(&self, at: Point) -> f32 {
        let square = ((at.0 - self.middle.0).powi(2) + (at.1 - self.middle.1).powi(2)) / (self.radius * self.radius);
        if square > 40.0 {
            return 0.0;
        }
        // Flat inside, gone at 1.3 radii; the haze is wide and faint.
        GLARE_LIGHT * (-square * square).exp() as f32
            + HAZE_LIGHT * (-square / (HAZE_RADIUS * HAZE_RADIUS)).exp() as f32
    }
}
