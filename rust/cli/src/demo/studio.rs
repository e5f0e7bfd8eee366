//! Where the pictures of the story are taken: a code in, a file of every stage out, and what the second phone made of it.

use std::time::Instant;

use courier::{BURST, Frame, Gray, Photo, Resolution, Rgb, Shown, Trip};
use engine::{Budget, LumaImage, Modules, Scan, Sight};

use super::{Counts, Kind, Narrator, PICTURES, Picture, Settings};
use crate::pictures;
use crate::said::Stop;
use crate::verbs::{luma_png, refused};

/// Cameras, a messenger, and the files that they leave.
pub(super) struct Studio<'a> {
    settings: &'a Settings,
    pub(super) narrator: &'a mut dyn Narrator,
    pub(super) counts: Counts,
    shots: u64,
}

/// A code as one phone shows it.
pub(super) struct Painted {
    picture: LumaImage,
    slug: String,
    pub(super) shown: Picture,
}

/// A photo of it that arrived on the other courier phone.
pub(super) struct Arrived {
    received: Photo,
    slug: String,
    /// The photo, and what the messenger made of it.
    pub(super) pictures: Vec<Picture>,
}

/// What the second phone saw in one try.
pub(super) struct Burst {
    /// What the last frame gave.
    pub(super) sight: Sight,
    /// That frame.
    pub(super) frame: Picture,
    /// Which one it was.
    pub(super) number: u32,
    /// What the reader took for it, in milliseconds.
    pub(super) ms: f64,
}

impl<'a> Studio<'a> {
    pub(super) fn new(settings: &'a Settings, narrator: &'a mut dyn Narrator) -> Studio<'a> {
        Studio { settings, narrator, counts: Counts::default(), shots: 0 }
    }

    /// Paints a code; `slug` begins the names of its files.
    pub(super) fn paint(&mut self, modules: &Modules, slug: &str, title: &str) -> Result<Painted, Stop> {
        let picture = pictures::drawn(modules)?;
        let detail = format!("version {}, {} × {} modules", modules.version().number(), modules.size(), modules.size());
        let file = self.save(&format!("{slug}-code.png"), &pictures::png(picture.view())?)?;
        let shown = Picture { file, title: title.to_owned(), detail, kind: Kind::Code };
        Ok(Painted { picture, slug: slug.to_owned(), shown })
    }

    /// Photographs a code and sends the photo. `again` counts the photos of this code before.
    pub(super) fn send(&mut self, painted: &Painted, again: u32) -> Result<Arrived, Stop> {
        let trip = self.trip();
        let screen = gray(&painted.picture)?;
        self.narrator.working("the first camera", 0, STAGES);
        let photo = trip.photograph(&screen).map_err(refused)?;
        self.narrator.working("the messenger", 1, STAGES);
        let received = trip.send(&photo).map_err(refused)?;
        let slug = if again == 0 { painted.slug.clone() } else { format!("{}-again{again}", painted.slug) };
        let messenger = self.settings.messenger;
        let pictures = vec![
            self.photo(&photo, &format!("{slug}-photo.jpg"), "the first photo")?,
            self.photo(&received, &format!("{slug}-sent.jpg"), &format!("as it arrives ({messenger})"))?,
        ];
        Ok(Arrived { received, slug, pictures })
    }

    /// Holds the second phone before the screen on which the photo arrived: a burst, until something is read.
    pub(super) fn scan(&mut self, arrived: &Arrived, holder: &str) -> Result<Burst, Stop> {
        let trip = self.trip();
        self.narrator.working("the second screen", 2, STAGES);
        let shown = trip.show(&arrived.received).map_err(refused)?;
        let mut scan = Scan::new();
        let slug = format!("{}-frame-{:02}", arrived.slug, self.shots);
        self.counts.bursts += 1;
        let mut last = None;
        for (number, frame) in (1..).zip(trip.frames(&shown).take(BURST)) {
            self.narrator.working("the second camera", 2 + u64::from(number), STAGES);
            self.counts.frames += 1;
            let (sight, ms) = look(&mut scan, &frame)?;
            let over = !matches!(sight, Sight::Nothing(_));
            last = Some((sight, frame, number, ms));
            if over {
                self.counts.bursts_read += 1;
                break;
            }
        }
        let Some((sight, frame, number, ms)) = last else {
            return Err(Stop::new("The second camera gave no frame.", "Please report it."));
        };
        let frame = self.frame(&frame, &slug, &format!("what {holder}'s phone sees"))?;
        Ok(Burst { sight, frame, number, ms })
    }

    /// Two phones face to face: the code stands on one screen, and the other phone's camera takes up to `frames` frames of
    /// it into `scan`, until it has read it. The photo and the messenger are left out; the camera and the hand are the preset's.
    pub(super) fn face_to_face(
        &mut self,
        painted: &Painted,
        scan: &mut Scan,
        frames: usize,
        holder: &str,
    ) -> Result<(Sight, Picture), Stop> {
        let trip = self.trip();
        let mut last = None;
        for frame in trip.frames(&on_screen(&painted.picture)?).take(frames) {
            self.counts.meeting_frames += 1;
            let (sight, _) = look(scan, &frame)?;
            let over = !matches!(sight, Sight::Nothing(_));
            last = Some((sight, frame));
            if over {
                self.counts.meeting_frames_read += 1;
                break;
            }
        }
        let Some((sight, frame)) = last else {
            return Err(Stop::new("The camera gave no frame.", "Please report it."));
        };
        let frame = self.frame(&frame, &format!("{}-frame", painted.slug), &format!("what {holder}'s phone sees"))?;
        Ok((sight, frame))
    }

    /// The next hand, light and noise.
    fn trip(&mut self) -> Trip {
        self.shots += 1;
        let seed = self.settings.seed.wrapping_mul(1_000_003).wrapping_add(self.shots);
        Trip { messenger: self.settings.messenger, preset: self.settings.preset, camera: Resolution::Hd, seed }
    }

    fn photo(&mut self, photo: &Photo, name: &str, title: &str) -> Result<Picture, Stop> {
        let (width, height) = (photo.picture.width(), photo.picture.height());
        let size = photo.jpeg.len().div_ceil(1000);
        let detail = format!("{width} × {height}, {size} kB, {:.1} px a module", photo.module);
        Ok(Picture { file: self.save(name, &photo.jpeg)?, title: title.to_owned(), detail, kind: Kind::Photo })
    }

    fn frame(&mut self, frame: &Frame, slug: &str, title: &str) -> Result<Picture, Stop> {
        let file = self.save(&format!("{slug}.png"), &luma_png(&frame.picture)?)?;
        let (width, height) = (frame.picture.width(), frame.picture.height());
        let detail = format!("{width} × {height}, {:.1} px a module", frame.module);
        Ok(Picture { file, title: title.to_owned(), detail, kind: Kind::Frame })
    }

    fn save(&self, name: &str, bytes: &[u8]) -> Result<String, Stop> {
        pictures::write(&self.settings.out.join(PICTURES).join(name), bytes)?;
        Ok(format!("{PICTURES}/{name}"))
    }
}

fn look(scan: &mut Scan, frame: &Frame) -> Result<(Sight, f64), Stop> {
    let picture = &frame.picture;
    let view = engine::LumaView::new(picture.pixels(), picture.width(), picture.height(), picture.width());
    let view = view.map_err(|_| Stop::new("The second camera's frame has no size.", "Please report it."))?;
    let start = Instant::now();
    // A camera's frame has less time than this; here a slow computer must not change the story.
    let sight = scan.look(view, Budget::STILL);
    Ok((sight, start.elapsed().as_secs_f64() * 1000.0))
}

fn gray(picture: &LumaImage) -> Result<Gray, Stop> {
    Gray::new(picture.width(), picture.height(), picture.as_bytes().to_vec()).map_err(refused)
}

/// A code in the middle of a bright screen.
fn on_screen(code: &LumaImage) -> Result<Shown, Stop> {
    let left = (WIDTH.saturating_sub(code.width())) / 2;
    let top = (HEIGHT.saturating_sub(code.height())) / 2;
    let mut pixels = vec![255; 3 * WIDTH * HEIGHT];
    for (row, line) in pixels.chunks_exact_mut(3 * WIDTH).skip(top).zip(code.view().rows()) {
        for (pixel, luma) in row.chunks_exact_mut(3).skip(left).zip(line) {
            pixel.fill(*luma);
        }
    }
    let (x, y) = (left as f64, top as f64);
    let (right, bottom) = (x + code.width() as f64, y + code.height() as f64);
    let dark = code.view().rows().find_map(|row| row.iter().position(|&luma| luma == 0)).unwrap_or(4);
    Ok(Shown {
        picture: Rgb::new(WIDTH, HEIGHT, pixels).map_err(refused)?,
        code: [(x, y), (right, y), (right, bottom), (x, bottom)],
        // The quiet zone has four modules.
        module: dark as f64 / optic::QUIET_ZONE as f64,
    })
}

/// The screen of a phone held upright, of which the code fills the width.
const WIDTH: usize = 1080;
const HEIGHT: usize = 1620;
/// Steps of one trip, for the bar.
const STAGES: u64 = 2 + BURST as u64;
