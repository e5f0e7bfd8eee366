//! The whole way: screen, first camera, messenger, second screen, second camera.

use std::fmt;
use std::str::FromStr;

use crate::camera::{COLOUR, Exposure, LUMA, Scene, take};
use crate::dice::{Dice, Noise};
use crate::messenger::recompressed;
use crate::preset::Framing;
use crate::resize::resized;
use crate::screen::{Around, Panel, SCREEN_HEIGHT, SCREEN_WIDTH, enlarged, module_of};
use crate::view::{Point, Sensor, Subject, View};
use crate::{Error, Gray, Messenger, Preset, Rgb, Shot, jpeg};

/// One picture's way between two phones. The same trip with the same picture gives the same bytes;
/// another seed gives another photographer, another hand and other noise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trip {
    /// The messenger between the two courier phones. It does not change what is drawn for the cameras.
    pub messenger: Messenger,
    /// How carefully the two pictures are taken, and in what light.
    pub preset: Preset,
    /// The second camera.
    pub camera: Resolution,
    /// Everything that is drawn follows from it.
    pub seed: u64,
}

/// Frame size of the second camera's analysis stream. The phone is held upright over its sensor, which lies across, as in every phone:
/// the screen's width runs along the frame's **short** side, and the frame shows the code turned by a quarter. (Along the long side
/// a photo that fills 86 to 98 % of a 16:9 frame would not fit in it.)
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Resolution {
    /// `640x480`.
    Vga,
    /// `1280x720`, the usual.
    Hd,
    /// `1920x1080`.
    FullHd,
}

/// A photo file and what is known about it.
#[derive(Clone, PartialEq)]
pub struct Photo {
    /// The file.
    pub jpeg: Vec<u8>,
    /// What a viewer shows for it.
    pub picture: Rgb,
    /// Corners of the code with its quiet zone, in the picture's pixels: top left, top right, bottom right, bottom left of the code.
    pub code: [Point; 4],
    /// Pixels of the picture per module of the code, in its middle.
    pub module: f64,
}

/// What the second screen shows.
#[derive(Clone, PartialEq)]
pub struct Shown {
    /// The part of the photo that is on the screen, in screen pixels; always as wide as the screen.
    pub picture: Rgb,
    /// Corners of the code with its quiet zone, in screen pixels, in the code's own order.
    pub code: [Point; 4],
    /// Screen pixels per module of the code.
    pub module: f64,
}

/// One frame of the second camera.
#[derive(Clone, PartialEq)]
pub struct Frame {
    /// Its luma.
    pub picture: Gray,
    /// Corners of the code with its quiet zone, in the frame's pixels (the first pixel from 0 to 1), in the code's own order.
    pub code: [Point; 4],
    /// Pixels of the frame per module of the code, in its middle.
    pub module: f64,
}

/// The picture of every stage of a trip.
#[derive(Clone, PartialEq)]
pub struct Carried {
    /// The first phone's photo.
    pub photo: Photo,
    /// What arrived.
    pub received: Photo,
    /// What the second courier phone shows.
    pub shown: Shown,
    /// What the old phone's camera saw, in order.
    pub frames: Vec<Frame>,
}

/// Frames that one try of a scan gives.
pub const BURST: usize = 12;

/// Quality of the JPEG that a phone's camera app writes (IJG scale).
const CAMERA_QUALITY: u8 = 92;
/// The first camera: a photo held upright, 3:4.
const PHOTO: Sensor = Sensor { width: 2400, height: 3200, lies_across: false };
/// Zoomed in, the code with its quiet zone fills this share of the second screen's width.
const ZOOMED_SHARE: f64 = 0.96;
/// Dark pixels around the photo that get the lens's full treatment, so that its edges are blurred.
const VIEWER_MARGIN: usize = 16;

/// One stream of chance for each thing that is drawn.
mod stream {
    pub(super) const FIRST_SHOT: u64 = 1;
    pub(super) const FIRST_DESK: u64 = 2;
    pub(super) const FIRST_NOISE: u64 = 3;
    pub(super) const MESSENGER: u64 = 4;
    pub(super) const VIEWER: u64 = 5;
    pub(super) const SECOND_SHOT: u64 = 6;
    pub(super) const SECOND_DESK: u64 = 7;
    /// Two streams for every frame from here on.
    pub(super) const FRAMES: u64 = 1000;
}

impl Trip {
    /// How the first photo of this trip is taken.
    #[must_use]
    pub fn first_shot(&self) -> Shot {
        self.preset.first_shot(&mut self.dice(stream::FIRST_SHOT))
    }

    /// How frame `index` of this trip's burst is taken.
    #[must_use]
    pub fn frame_shot(&self, index: u64) -> Shot {
        let burst = self.preset.second_shot(&mut self.dice(stream::SECOND_SHOT));
        self.preset.frame_shot(&burst, &mut self.dice(stream::FRAMES + 2 * index))
    }

    /// Photographs a phone that shows `screen`: the code with its quiet zone, whole pixels per module. A picture narrower than half a
    /// screen is shown larger by a whole number, as the painter would. A tall picture is taken from further off, so that it fits.
    ///
    /// # Errors
    /// [`Error::Jpeg`] if the photo cannot be written, which no picture leads to.
    pub fn photograph(&self, screen: &Gray) -> Result<Photo, Error> {
        let shot = self.first_shot();
        let screen = enlarged(screen, (SCREEN_WIDTH / screen.width()).max(1));
        let (width, height) = (screen.width() as f64, screen.height() as f64);
        let margin = (screen.width() / 50, screen.width() / 25);
        let panel = Panel::gray(&screen, margin, 255);
        let glass = (panel.width as f64, (panel.width as f64 * 19.5 / 9.0).max(panel.height as f64));
        let around = Around::sender((width, height), glass, &mut self.dice(stream::FIRST_DESK));
        let subject = Subject {
            aim: (0.5 * width, 0.5 * height),
            width: width.max(0.8 * height),
            code: (0.5 * width, 0.5 * height),
            code_size: (width, height),
            module: module_of(&screen) as f64,
        };
        let scale = View::new(PHOTO, &shot, &subject).scale;
        let scene = Scene::new(&panel, around, COLOUR, shot.blur, scale);
        let mut noise = Noise::new(shot.noise, self.dice(stream::FIRST_NOISE));
        let (view, pixels) = take(&scene, PHOTO, &shot, &subject, Exposure::Automatic, &mut noise);
        let jpeg = jpeg::encode(&Rgb::new(PHOTO.width, PHOTO.height, pixels)?, CAMERA_QUALITY)?;
        Ok(Photo {
            picture: jpeg::decode(&jpeg)?,
            jpeg,
            code: corners(width, height).map(|corner| view.frame(corner)),
            module: subject.module * scale,
        })
    }

    /// Sends a photo through the messenger.
    ///
    /// # Errors
    /// [`Error::Jpeg`] if the photo cannot be written, which no photo of ours leads to.
    pub fn send(&self, photo: &Photo) -> Result<Photo, Error> {
        let Some((longest_side, quality)) = self.messenger.terms(&mut self.dice(stream::MESSENGER)) else {
            return Ok(photo.clone());
        };
        let jpeg = recompressed(&photo.picture, longest_side, quality)?;
        let picture = jpeg::decode(&jpeg)?;
        let (across, down) = (
            picture.width() as f64 / photo.picture.width() as f64,
            picture.height() as f64 / photo.picture.height() as f64,
        );
        let code = photo.code.map(|(x, y)| (x * across, y * down));
        Ok(Photo { jpeg, picture, code, module: photo.module * across })
    }

    /// Shows a photo on the second courier phone: whole, 1080 px wide, or (at [`Preset::Good`]) zoomed on the code.
    ///
    /// # Errors
    /// [`Error::Jpeg`] if the photo is narrower than a pixel of the screen, which no photo of ours is.
    pub fn show(&self, photo: &Photo) -> Result<Shown, Error> {
        let mut dice = self.dice(stream::VIEWER);
        let (width, height) = (photo.picture.width(), photo.picture.height());
        let (middle, size) = bounds(&photo.code);
        let zoom = match self.preset.ranges().framing {
            Framing::Screen(_) => 1.0,
            Framing::Code(_) => {
                let fits_down = 0.9 * SCREEN_HEIGHT as f64 / SCREEN_WIDTH as f64;
                (ZOOMED_SHARE * width as f64 / size.0.max(size.1 / fits_down)).clamp(1.0, 8.0)
            }
        };
        let seen_width = ((width as f64 / zoom).round() as usize).clamp(1, width);
        let seen_height = (seen_width * SCREEN_HEIGHT / SCREEN_WIDTH).clamp(1, height);
        let start = |middle: f64, seen: usize, whole: usize, off: f64| {
            ((middle + off * seen as f64 - 0.5 * seen as f64).round().max(0.0) as usize).min(whole - seen)
        };
        let left = start(middle.0, seen_width, width, dice.uniform(-0.01, 0.01));
        let top = start(middle.1, seen_height, height, dice.uniform(-0.03, 0.03));
        let seen = photo.picture.part((left, top), (seen_width, seen_height))?;
        let shown_height = ((seen_height * SCREEN_WIDTH) as f64 / seen_width as f64).round() as usize;
        let picture = resized(&seen, SCREEN_WIDTH, shown_height)?;
        let across = SCREEN_WIDTH as f64 / seen_width as f64;
        let down = shown_height as f64 / seen_height as f64;
        let code = photo.code.map(|(x, y)| ((x - left as f64) * across, (y - top as f64) * down));
        Ok(Shown { picture, code, module: photo.module * across })
    }

    /// Points the second camera at the second screen: an endless burst, of which [`BURST`] frames are one try.
    /// Frame k is the same however many are taken.
    #[must_use]
    pub fn frames(&self, shown: &Shown) -> Frames {
        let panel = Panel::colour(&shown.picture, VIEWER_MARGIN);
        let size = (shown.picture.width() as f64, shown.picture.height() as f64);
        let around = Around::viewer(size, &mut self.dice(stream::SECOND_DESK));
        let (middle, code_size) = bounds(&shown.code);
        let (aim, width) = match self.preset.ranges().framing {
            Framing::Screen(_) => ((0.5 * size.0, middle.1), size.0),
            Framing::Code(_) => (middle, code_size.0.max(0.6 * code_size.1)),
        };
        let subject = Subject { aim, width, code: middle, code_size, module: shown.module };
        let sensor = self.camera.sensor();
        let burst = self.preset.second_shot(&mut self.dice(stream::SECOND_SHOT));
        let scale = View::new(sensor, &burst, &subject).scale;
        let scene = Scene::new(&panel, around, LUMA, burst.blur, scale);
        Frames { trip: *self, scene, sensor, subject, code: shown.code, next: 0 }
    }

    /// The whole way, with `frames` frames at its end.
    ///
    /// # Errors
    /// [`Error::Jpeg`] if a photo cannot be written, which no picture leads to.
    pub fn carry(&self, screen: &Gray, frames: usize) -> Result<Carried, Error> {
        let photo = self.photograph(screen)?;
        let received = self.send(&photo)?;
        let shown = self.show(&received)?;
        let frames = self.frames(&shown).take(frames).collect();
        Ok(Carried { photo, received, shown, frames })
    }

    fn dice(&self, stream: u64) -> Dice {
        Dice::new(self.seed, stream)
    }
}

/// The frames of the second camera, without end.
pub struct Frames {
    trip: Trip,
    scene: Scene<1>,
    sensor: Sensor,
    subject: Subject,
    code: [Point; 4],
    next: u64,
}

impl Iterator for Frames {
    type Item = Frame;

    fn next(&mut self) -> Option<Frame> {
        let index = self.next;
        self.next += 1;
        let shot = self.trip.frame_shot(index);
        let mut noise = Noise::new(shot.noise, self.trip.dice(stream::FRAMES + 2 * index + 1));
        let (view, pixels) = take(&self.scene, self.sensor, &shot, &self.subject, Exposure::Automatic, &mut noise);
        let picture = Gray::new(self.sensor.width, self.sensor.height, pixels).ok()?;
        Some(Frame {
            picture,
            code: self.code.map(|corner| view.frame(corner)),
            module: self.subject.module * view.scale,
        })
    }
}

impl Resolution {
    /// Every frame size, the smallest first.
    pub const ALL: [Self; 3] = [Self::Vga, Self::Hd, Self::FullHd];

    /// Its name, as `FromStr` reads it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Vga => "640x480",
            Self::Hd => "1280x720",
            Self::FullHd => "1920x1080",
        }
    }

    /// Pixels across and down.
    #[must_use]
    pub const fn size(self) -> (usize, usize) {
        match self {
            Self::Vga => (640, 480),
            Self::Hd => (1280, 720),
            Self::FullHd => (1920, 1080),
        }
    }

    const fn sensor(self) -> Sensor {
        let (width, height) = self.size();
        Sensor { width, height, lies_across: true }
    }
}

impl fmt::Display for Resolution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Resolution {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        Self::ALL.into_iter().find(|resolution| resolution.name() == name).ok_or(Error::UnknownName)
    }
}

/// The corners of a picture of this size, clockwise from the top left.
pub(crate) fn corners(width: f64, height: f64) -> [Point; 4] {
    [(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)]
}

/// Middle and size of the upright rectangle about the corners.
fn bounds(corners: &[Point; 4]) -> (Point, Point) {
    let span = |of: fn(&Point) -> f64| {
        let low = corners.iter().map(of).fold(f64::INFINITY, f64::min);
        let high = corners.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
        (0.5 * (low + high), high - low)
    };
    let ((x, width), (y, height)) = (span(|corner| corner.0), span(|corner| corner.1));
    ((x, y), (width, height))
}
