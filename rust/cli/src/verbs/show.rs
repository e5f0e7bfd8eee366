//! How something is shown: one code, a sheet of small ones, a reel, or the densest code there is.

use std::path::{Path, PathBuf};

use engine::{Envelope, LumaImage};
use getrandom::SysRng;
use optic::reel::{Reel, StreamId};
use optic::sheet::{Layout, Sheet};
use rand_core::{Rng, UnwrapErr};

use crate::args::{Density, MeetingDensity};
use crate::output::say;
use crate::pictures::{self, Place};
use crate::said::{Stop, quoted};

/// What the person asked for.
#[derive(Clone, Copy)]
pub(crate) struct Showing<'a> {
    pub(crate) density: Density,
    pub(crate) out: &'a Path,
}

/// Where a message goes, certain to be writable before anything is spent.
pub(crate) enum Canvas {
    Still(Place),
    Sheet(Place, Layout),
    Reel(PathBuf),
}

impl Showing<'_> {
    /// Takes the place for a message.
    pub(crate) fn place(&self) -> Result<Canvas, Stop> {
        match self.density {
            Density::Still => Place::of_code(self.out).map(Canvas::Still),
            Density::Sheet => Place::of_code(self.out).map(|place| Canvas::Sheet(place, Layout::Six)),
            Density::Square => Place::of_code(self.out).map(|place| Canvas::Sheet(place, Layout::Four)),
            Density::Reel => pictures::folder(self.out).map(|()| Canvas::Reel(self.out.to_owned())),
            Density::Max => Err(Stop::new(
                "No message is that large: the longest has 832 bytes, and one still code holds it.",
                "Leave --density out. In a meeting it makes one picture of many: aldis pair DIR NAME start --density max --out FOLDER",
            )),
        }
    }

    pub(crate) fn file(&self) -> String {
        quoted(&self.out.to_string_lossy())
    }

    /// What a person must know about showing it.
    pub(crate) fn explain(&self) -> Result<(), Stop> {
        match self.density {
            Density::Sheet => say("Six codes in one picture: any five are enough."),
            Density::Square => say("Four codes in one picture: any three are enough."),
            Density::Reel => say("Show its pictures one after another, two a second or by hand; some may be missed."),
            Density::Still | Density::Max => Ok(()),
        }
    }
}

impl Canvas {
    /// Paints a message that is on disk.
    pub(crate) fn paint(self, envelope: &Envelope) -> Result<(), Stop> {
        let bytes = envelope.as_bytes();
        match self {
            Self::Still(place) => {
                let modules = optic::paint::envelope(bytes).map_err(unpaintable)?;
                place.fill(&pictures::png(pictures::drawn(&modules)?.view())?)
            }
            Self::Sheet(place, layout) => place.fill(&pictures::png(sheet(bytes, layout)?.view())?),
            Self::Reel(folder) => reel(bytes, &folder, "code"),
        }
    }
}

/// Paints a large object of a meeting into `folder`, and says which pictures that made.
pub(crate) fn meeting(object: &[u8], folder: &Path, name: &str, density: MeetingDensity) -> Result<String, Stop> {
    let picture = match density {
        MeetingDensity::Reel => {
            reel(object, folder, name)?;
            let (count, folder) = (pictures_of(object.len()), quoted(&folder.to_string_lossy()));
            return Ok(format!("{count} pictures are in {folder}. Show them to the other phone, one after another"));
        }
        MeetingDensity::Sheet => sheet(object, Layout::Six)?,
        MeetingDensity::Max => pictures::drawn(&optic::paint::densest(object).map_err(unpaintable)?)?,
    };
    let file = folder.join(format!("{name}.png"));
    pictures::write(&file, &pictures::png(picture.view())?)?;
    Ok(format!("{} is one picture. Show it to the other phone", quoted(&file.to_string_lossy())))
}

fn sheet(object: &[u8], layout: Layout) -> Result<LumaImage, Stop> {
    let sheet = Sheet::new(object, layout).map_err(unpaintable)?;
    let (across, _) = sheet.size().map_err(unpaintable)?;
    sheet.luma(pictures::pixels_a_module(across)).map_err(unpaintable)
}

fn reel(object: &[u8], folder: &Path, name: &str) -> Result<(), Stop> {
    let mut stream = [0; 4];
    UnwrapErr(SysRng).fill_bytes(&mut stream);
    let reel = Reel::new(object, StreamId(stream)).map_err(unpaintable)?;
    for number in 0..pictures_of(object.len()) {
        let modules = reel.code(number).map_err(unpaintable)?;
        let file = folder.join(format!("{name}-{:02}.png", number + 1));
        pictures::write(&file, &pictures::png(pictures::drawn(&modules)?.view())?)?;
    }
    Ok(())
}

/// As many as a reader needs at least, and three that forgive what could not be read.
fn pictures_of(length: usize) -> u32 {
    u32::try_from(length.div_ceil(optic::reel::SYMBOL_BYTES)).unwrap_or(u32::MAX).saturating_add(3)
}

pub(crate) fn unpaintable(error: optic::Error) -> Stop {
    Stop::new(format!("The code cannot be painted: {error}."), "This should not happen; please report it.")
}
