//! A camera: the scene's light through the lens onto its pixels, then exposure, gamma and noise.

use crate::dice::Noise;
use crate::lens::{LightMap, Spread};
use crate::screen::{Around, GAMMA, Panel};
use crate::shot::Shot;
use crate::view::{Point, Sensor, Subject, View};

/// What red, green and blue pixels see of a screen's red, green and blue: their filters overlap a little.
pub(crate) const COLOUR: [[f64; 3]; 3] = [[0.82, 0.15, 0.03], [0.10, 0.80, 0.10], [0.03, 0.15, 0.82]];
/// What a luma pixel sees (BT.601). In a camera luma is made after the gamma; for the grays of a code that is the same.
pub(crate) const LUMA: [[f64; 3]; 1] = [[0.299, 0.587, 0.114]];

/// The share of the samples about the code that are darker than what the automatic exposure takes for white:
/// more than half of a code with its quiet zone is white, and a glare spot is less than a tenth.
const WHITE_QUANTILE: f64 = 0.8;
/// Light of the middle of a glare spot, the screen's white being 1.
const GLARE_LIGHT: f32 = 2.5;
/// Light of the haze about it.
const HAZE_LIGHT: f32 = 0.2;
/// The haze's radius, the spot's being 1.
const HAZE_RADIUS: f64 = 2.5;
/// Between the pixels of a row that are aimed exactly; tilt and bend leave less than 0.002 pixels in between.
const STRIDE: usize = 8;

/// A screen as lenses see it: the light of its pixels, already spread for one camera, and what lies around.
pub(crate) struct Scene<const CHANNELS: usize> {
    map: LightMap<CHANNELS>,
    channels: [[f32; 3]; CHANNELS],
    around: Around,
    soft: f64,
}

impl<const CHANNELS: usize> Scene<CHANNELS> {
    /// The panel as seen through this shot's lens by pixels that take red, green and blue by the weights of `channels`;
    /// it stays the same while only the geometry changes a little.
    pub(crate) fn new(panel: &Panel, around: Around, channels: [[f64; 3]; CHANNELS], blur: f64, scale: f64) -> Self {
        let spread = Spread { sigma: blur / scale, pixel: 1.0 / scale };
        let map = LightMap::new(panel, channels, spread);
        let channels = channels.map(|weights| weights.map(|weight| weight as f32));
        // An edge blurred by a Gaussian rises from a tenth to nine tenths in 2.56 sigma.
        Self { map, channels, around, soft: spread.pixel + 2.56 * spread.sigma }
    }

    /// The light around the panel.
    fn around(&self, at: Point) -> [f32; CHANNELS] {
        let light = self.around.light(at, self.soft);
        self.channels.map(|[red, green, blue]| red * light[0] + green * light[1] + blue * light[2])
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
pub(crate) fn take<const CHANNELS: usize>(
    scene: &Scene<CHANNELS>,
    sensor: Sensor,
    shot: &Shot,
    subject: &Subject,
    exposure: Exposure,
    noise: &mut Noise,
) -> (View, Vec<u8>) {
    let camera = Camera::new(scene, sensor, shot, subject);
    let curve = match exposure {
        Exposure::Automatic => Curve::new(camera.white(subject), shot.white, GAMMA),
        Exposure::Fixed { gamma } => Curve::new(1.0, shot.white, gamma),
    };
    let mut picture = vec![0; sensor.width * sensor.height * CHANNELS];
    let mut light = vec![[0.0; CHANNELS]; sensor.width];
    for (y, row) in picture.chunks_exact_mut(sensor.width * CHANNELS).enumerate() {
        camera.expose(y, &mut light);
        let noise = noise.next(row.len());
        for ((level, light), noise) in row.iter_mut().zip(light.as_flattened()).zip(noise) {
            *level = (curve.level(*light) + noise + 0.5) as u8;
        }
    }
    (camera.view, picture)
}

/// All that gives a pixel its light.
struct Camera<'a, const CHANNELS: usize> {
    scene: &'a Scene<CHANNELS>,
    sensor: Sensor,
    view: View,
    trail: Vec<Point>,
    dimming: Dimming,
    glare: Option<Spot>,
}

impl<'a, const CHANNELS: usize> Camera<'a, CHANNELS> {
    fn new(scene: &'a Scene<CHANNELS>, sensor: Sensor, shot: &Shot, subject: &Subject) -> Self {
        let view = View::new(sensor, shot, subject);
        let trail = trail(shot, &view, subject);
        let (dimming, glare) = (Dimming::new(sensor, shot), Spot::new(shot, subject));
        Self { scene, sensor, view, trail, dimming, glare }
    }

    /// The light on row `y`.
    fn expose(&self, y: usize, row: &mut [[f32; CHANNELS]]) {
        let y = y as f64 + 0.5;
        let mut next = self.view.plane((0.5, y));
        for (stretch, pixels) in row.chunks_mut(STRIDE).enumerate() {
            let x = (stretch * STRIDE) as f64 + 0.5;
            let start = next;
            next = self.view.plane((x + STRIDE as f64, y));
            let step = ((next.0 - start.0) / STRIDE as f64, (next.1 - start.1) / STRIDE as f64);
            for (i, pixel) in pixels.iter_mut().enumerate() {
                let i = i as f64;
                *pixel = self.light((x + i, y), (start.0 + i * step.0, start.1 + i * step.1));
            }
        }
    }

    /// Linear light on the pixel with its middle at `frame`, which sees the point `at` of the plane.
    #[inline]
    fn light(&self, frame: Point, at: Point) -> [f32; CHANNELS] {
        let mut sum = [0.0; CHANNELS];
        let mut seen = 0;
        for step in &self.trail {
            if let Some(light) = self.scene.map.at((at.0 + step.0, at.1 + step.1)) {
                seen += 1;
                sum.iter_mut().zip(light).for_each(|(sum, light)| *sum += light);
            }
        }
        if seen == 0 {
            sum = self.scene.around(at);
        }
        let lit = self.dimming.at(frame) / seen.max(1) as f32;
        let mirrored = self.glare.as_ref().map_or(0.0, |glare| glare.light(at));
        sum.map(|light| light * lit + mirrored)
    }

    /// What the automatic exposure takes for the screen's white: a quantile of the light about the code.
    fn white(&self, subject: &Subject) -> f32 {
        let mut seen = Vec::new();
        let (half_x, half_y) = (0.5 * subject.code_size.0, 0.5 * subject.code_size.1);
        for j in -60..=60 {
            for i in -60..=60 {
                let at = (subject.code.0 + half_x * f64::from(i) / 60.0, subject.code.1 + half_y * f64::from(j) / 60.0);
                let frame = self.view.frame(at);
                let (x, y) = (frame.0.floor() + 0.5, frame.1.floor() + 0.5);
                if x > 0.0 && y > 0.0 && x < self.sensor.width as f64 && y < self.sensor.height as f64 {
                    // Green, or the only channel.
                    seen.push(self.light((x, y), self.view.plane((x, y)))[CHANNELS / 2]);
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

/// Light to level of 255, as a table over the root of the light: nearly straight, so that it may be small.
struct Curve {
    steps: Vec<f32>,
    scale: f32,
}

impl Curve {
    const STEPS: usize = 1 << 11;

    fn new(white: f32, level: f64, gamma: f64) -> Self {
        let clipped = f64::from(white) / (level / 255.0).powf(gamma);
        let last = (Self::STEPS - 1) as f64;
        let steps = (0..Self::STEPS).map(|i| (255.0 * (i as f64 / last).powf(2.0 / gamma)) as f32).collect();
        Self { steps, scale: (last * last / clipped) as f32 }
    }

    #[inline]
    fn level(&self, light: f32) -> f32 {
        let step = ((light * self.scale).sqrt() + 0.5) as u32;
        self.steps[(step as usize).min(Self::STEPS - 1)]
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
