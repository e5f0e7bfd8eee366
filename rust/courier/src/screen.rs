//! A phone's screen, lit: stripes of red, green and blue with dark gaps between them, gamma, and what lies around it.

use crate::dice::Dice;
use crate::lens::Slit;
use crate::view::Point;
use crate::{Gray, Rgb};

/// Screen pixels across a phone of today.
pub(crate) const SCREEN_WIDTH: usize = 1080;
/// Screen pixels down, at 19.5 to 9.
pub(crate) const SCREEN_HEIGHT: usize = 2340;

/// Gamma of a screen (IEC 61966-2-1 without its straight foot).
pub(crate) const GAMMA: f64 = 2.2;
/// Light of black as a share of white: the room, mirrored in the glass (a screen of 400 cd/m2 in 150 lux, 4 % reflected).
pub(crate) const AMBIENT: f32 = 0.005;
/// Width of a stripe as a share of its third of the pixel, the rest being black matrix. With [`ROW_APERTURE`] 65 % of a pixel
/// shines: own choice, no screen was measured.
const STRIPE_APERTURE: f64 = 0.78;
/// Height of a stripe as a share of the pixel.
const ROW_APERTURE: f64 = 0.83;

/// The pixels of a screen that are worth the full treatment, in linear light, white 1. One unit of the plane is one pixel.
pub(crate) struct Panel {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) width: usize,
    pub(crate) height: usize,
    /// One plane if all is gray, or red, green and blue.
    pub(crate) planes: Vec<Vec<f32>>,
    striped: bool,
}

impl Panel {
    /// The picture in the middle of `margin` pixels of `around` (of 255). Its top left corner is (0, 0) of the plane.
    pub(crate) fn gray(picture: &Gray, margin: (usize, usize), around: u8) -> Self {
        Self::framed(picture, margin, around, &linear())
    }

    /// The picture in the middle of `margin` dark pixels. Its top left corner is (0, 0) of the plane.
    pub(crate) fn colour(picture: &Rgb, margin: usize) -> Self {
        let light = linear();
        let (width, height) = (picture.width() + 2 * margin, picture.height() + 2 * margin);
        let mut planes = vec![vec![light[0]; width * height]; 3];
        for (y, row) in picture.pixels().chunks_exact(3 * picture.width()).enumerate() {
            let start = (y + margin) * width + margin;
            for (x, pixel) in row.chunks_exact(3).enumerate() {
                for (plane, &level) in planes.iter_mut().zip(pixel) {
                    plane[start + x] = light[usize::from(level)];
                }
            }
        }
        Self { left: -(margin as f64), top: -(margin as f64), width, height, planes, striped: true }
    }

    /// The same as print: no stripes, no gaps, no room mirrored; `gamma` 1 takes the levels for light.
    pub(crate) fn print(picture: &Gray, margin: usize, gamma: f64) -> Self {
        let light: [f32; 256] = std::array::from_fn(|level| (level as f64 / 255.0).powf(gamma) as f32);
        Self { striped: false, ..Self::framed(picture, (margin, margin), 255, &light) }
    }

    fn framed(picture: &Gray, margin: (usize, usize), around: u8, light: &[f32; 256]) -> Self {
        let (width, height) = (picture.width() + 2 * margin.0, picture.height() + 2 * margin.1);
        let mut plane = vec![light[usize::from(around)]; width * height];
        for y in 0..picture.height() {
            let start = (y + margin.1) * width + margin.0;
            for (to, &from) in plane[start..start + picture.width()].iter_mut().zip(picture.row(y)) {
                *to = light[usize::from(from)];
            }
        }
        Self { left: -(margin.0 as f64), top: -(margin.1 as f64), width, height, planes: vec![plane], striped: true }
    }

    /// For each plane the slits across a pixel that a camera with these weights of red, green and blue sees it through.
    pub(crate) fn stripes(&self, weights: [f64; 3]) -> Vec<Vec<Slit>> {
        if !self.striped {
            return vec![vec![Slit { middle: 0.5, width: 1.0, weight: 1.0 }]];
        }
        let slits =
            (0..3).map(|i| Slit { middle: (i as f64 + 0.5) / 3.0, width: STRIPE_APERTURE / 3.0, weight: weights[i] });
        if self.planes.len() == 1 { vec![slits.collect()] } else { slits.map(|slit| vec![slit]).collect() }
    }

    /// The slit down a pixel.
    pub(crate) fn row_aperture(&self) -> Slit {
        Slit { middle: 0.5, width: if self.striped { ROW_APERTURE } else { 1.0 }, weight: 1.0 }
    }
}

/// What lies around the panel: the rest of the screen, the phone's frame, the desk. Plain areas, not treated by the lens but for
/// their edges.
pub(crate) struct Around {
    /// From the bottom up; the first holds the others.
    areas: Vec<Area>,
    desk: Option<Desk>,
    plain: f32,
}

struct Area {
    middle: Point,
    half: Point,
    radius: f64,
    light: f32,
}

struct Desk {
    colour: [f32; 3],
    grain: Vec<f32>,
}

const GRAIN_SIDE: usize = 64;
const GRAIN_CELL: f64 = 23.0;

impl Around {
    /// Nothing but one light.
    pub(crate) fn plain(light: f32) -> Self {
        Self { areas: Vec::new(), desk: None, plain: light }
    }

    /// The sender's phone: a white page as wide as the screen with a title above the code and a button below.
    pub(crate) fn sender(code: Point, screen: Point, dice: &mut Dice) -> Self {
        let (width, height) = screen;
        let middle = (0.5 * code.0, 0.5 * code.1);
        let mut around = Self::phone(middle, screen, 1.0 + AMBIENT, dice);
        let mut bar = |x: f64, y: f64, w: f64, h: f64, light: f32| {
            around.areas.push(Area {
                middle: (middle.0 + x, middle.1 + y),
                half: (0.5 * w, 0.5 * h),
                radius: 0.3 * h.min(w),
                light,
            });
        };
        let (above, below) = (-0.5 * code.1, 0.5 * code.1);
        let free = 0.5 * height + above;
        if free > 0.2 * width {
            bar(-0.22 * width, above - 0.6 * free, 0.4 * width, 0.05 * width, 0.03);
            bar(-0.14 * width, above - 0.6 * free + 0.09 * width, 0.56 * width, 0.03 * width, 0.25);
            bar(0.0, below + 0.55 * free, 0.8 * width, 0.12 * width, 0.08);
        }
        around
    }

    /// The receiving courier phone's picture viewer: black above and below the photo.
    pub(crate) fn viewer(photo: Point, dice: &mut Dice) -> Self {
        let screen = (SCREEN_WIDTH as f64, SCREEN_HEIGHT as f64);
        Self::phone((0.5 * photo.0, 0.5 * photo.1), screen, AMBIENT, dice)
    }

    fn phone(middle: Point, screen: Point, page: f32, dice: &mut Dice) -> Self {
        let bezel = 0.02 * screen.0;
        let half = (0.5 * screen.0, 0.5 * screen.1);
        let radius = 0.06 * screen.0;
        let warm = dice.uniform(0.7, 1.0) as f32;
        let bright = dice.uniform(0.03, 0.25) as f32;
        Self {
            areas: vec![
                Area {
                    middle,
                    half: (half.0 + 1.6 * bezel, half.1 + 1.6 * bezel),
                    radius: radius + bezel,
                    light: 0.03,
                },
                Area { middle, half: (half.0 + bezel, half.1 + bezel), radius: radius + bezel, light: 0.004 },
                Area { middle, half, radius, light: page },
            ],
            desk: Some(Desk {
                colour: [bright, bright * (0.5 + 0.5 * warm), bright * warm * warm],
                grain: (0..GRAIN_SIDE * GRAIN_SIDE).map(|_| dice.uniform(0.8, 1.2) as f32).collect(),
            }),
            plain: 0.0,
        }
    }

    /// The red, green and blue light of a point; edges are `soft` units wide.
    pub(crate) fn light(&self, at: Point, soft: f64) -> [f32; 3] {
        // The first area holds the others.
        if self.areas.first().is_none_or(|whole| whole.distance(at) >= 0.5 * soft) {
            return self.ground(at);
        }
        // From the top down, until something covers it all.
        let (mut light, mut open) = (0.0, 1.0);
        for area in self.areas.iter().rev() {
            let distance = area.distance(at);
            if distance >= 0.5 * soft {
                continue;
            }
            let inside = (0.5 - distance / soft).min(1.0) as f32;
            light += open * inside * area.light;
            open *= 1.0 - inside;
            if open == 0.0 {
                return [light; 3];
            }
        }
        self.ground(at).map(|channel| light + open * channel)
    }

    fn ground(&self, at: Point) -> [f32; 3] {
        self.desk.as_ref().map_or([self.plain; 3], |desk| desk.light(at))
    }
}

impl Area {
    /// How far a point is outside the rounded rectangle; negative inside.
    fn distance(&self, at: Point) -> f64 {
        let x = (at.0 - self.middle.0).abs() - self.half.0 + self.radius;
        let y = (at.1 - self.middle.1).abs() - self.half.1 + self.radius;
        if x <= 0.0 || y <= 0.0 { x.max(y) - self.radius } else { (x * x + y * y).sqrt() - self.radius }
    }
}

impl Desk {
    fn light(&self, at: Point) -> [f32; 3] {
        // Far from any desk's edge, so that the cast rounds down.
        let (x, y) = (at.0 / GRAIN_CELL + 1e4, at.1 / (9.0 * GRAIN_CELL) + 1e4);
        let (column, row) = (x as u32, y as u32);
        let grain =
            |column: u32, row: u32| self.grain[row as usize % GRAIN_SIDE * GRAIN_SIDE + column as usize % GRAIN_SIDE];
        let (along, below) = ((x - f64::from(column)) as f32, (y - f64::from(row)) as f32);
        let upper = grain(column, row) * (1.0 - along) + grain(column + 1, row) * along;
        let lower = grain(column, row + 1) * (1.0 - along) + grain(column + 1, row + 1) * along;
        let grain = upper * (1.0 - below) + lower * below;
        self.colour.map(|channel| channel * grain)
    }
}

/// The picture with every pixel `times` by `times`.
pub(crate) fn enlarged(picture: &Gray, times: usize) -> Gray {
    let mut pixels = Vec::with_capacity(picture.pixels().len() * times * times);
    for y in 0..picture.height() {
        let row: Vec<u8> = picture.row(y).iter().flat_map(|&level| std::iter::repeat_n(level, times)).collect();
        for _ in 0..times {
            pixels.extend_from_slice(&row);
        }
    }
    // The size is right by construction; the picture itself is the fallback that no one sees.
    Gray::new(picture.width() * times, picture.height() * times, pixels).unwrap_or_else(|_| picture.clone())
}

/// Screen pixels per module: the commonest length of a run of one colour along the rows, which in any QR code is one module.
/// 1 for a picture without runs.
pub(crate) fn module_of(picture: &Gray) -> usize {
    let mut runs = vec![0usize; picture.width() + 1];
    for y in 0..picture.height() {
        let row = picture.row(y);
        let edges: Vec<usize> = (1..row.len()).filter(|&x| (row[x] < 128) != (row[x - 1] < 128)).collect();
        for pair in edges.windows(2) {
            runs[pair[1] - pair[0]] += 1;
        }
    }
    (1..runs.len()).max_by_key(|&length| (runs[length], std::cmp::Reverse(length))).unwrap_or(1)
}

/// Linear light of each level, the mirrored room included.
fn linear() -> [f32; 256] {
    std::array::from_fn(|level| AMBIENT + (level as f64 / 255.0).powf(GAMMA) as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Panel {
        pub(crate) fn flat_white(width: usize, height: usize) -> Self {
            Self { left: 0.0, top: 0.0, width, height, planes: vec![vec![1.0; width * height]], striped: false }
        }

        pub(crate) fn striped_white(width: usize, height: usize) -> Self {
            Self { striped: true, ..Self::flat_white(width, height) }
        }
    }

    fn code(version: i16, pixels: u32) -> Gray {
        let code =
            qrcode::QrCode::with_version(b"HELLO", qrcode::Version::Normal(version), qrcode::EcLevel::M).unwrap();
        let side = (code.width() as u32 + 8) * pixels;
        let dark = code.to_colors();
        let modules = code.width() as i64;
        let level = |x: u32, y: u32| {
            let (column, row) = (i64::from(x / pixels) - 4, i64::from(y / pixels) - 4);
            let inside = (0..modules).contains(&column) && (0..modules).contains(&row);
            if inside && dark[(row * modules + column) as usize] == qrcode::Color::Dark { 0 } else { 255 }
        };
        let pixels = (0..side * side).map(|i| level(i % side, i / side)).collect();
        Gray::new(side as usize, side as usize, pixels).unwrap()
    }

    #[test]
    fn the_module_of_a_code_is_measured_from_its_picture() {
        for (version, pixels) in [(1, 4), (10, 16), (25, 8), (40, 5), (40, 1)] {
            assert_eq!(module_of(&code(version, pixels)), pixels as usize, "version {version}");
        }
        assert_eq!(module_of(&Gray::new(9, 9, vec![255; 81]).unwrap()), 1);
    }

    #[test]
    fn an_enlarged_picture_keeps_whole_pixels() {
        let picture = Gray::new(2, 1, vec![0, 255]).unwrap();
        let larger = enlarged(&picture, 3);
        assert_eq!((larger.width(), larger.height()), (6, 3));
        assert_eq!(larger.row(2), [0, 0, 0, 255, 255, 255]);
    }

    #[test]
    fn the_phone_lies_on_a_desk_and_its_page_is_white() {
        let around = Around::sender((1000.0, 1000.0), (1040.0, 2250.0), &mut Dice::new(1, 1));
        assert!(around.light((-10.0, 500.0), 1.0)[1] > 0.99);
        assert!(around.light((-32.0, 500.0), 1.0)[1] < 0.01);
        assert!((0.02..0.4).contains(&around.light((-400.0, 500.0), 1.0)[0]));
    }
}
