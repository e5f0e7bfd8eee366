//! The whole story, played with two phones and a courier on real pictures, and a page that shows every one of them.
//!
//! The phones are the engine's own, each in its folder; the courier is the simulator of the crate `courier`; what passes
//! between them are pictures and nothing else. What the reader cannot read is shown again, as a person would do, and
//! counted; nothing is tuned away. The same seed gives the same story, the same codes and the same pictures; only times
//! differ.

mod meeting;
mod page;
mod post;
mod story;
mod studio;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use courier::{Messenger, Preset};

use crate::said::Stop;

/// What is to be played.
pub struct Settings {
    /// The folder for the page and its pictures: a new one, an empty one, or an earlier demo's, which is written over.
    pub out: PathBuf,
    /// Everything that is drawn follows from it: keys, hands, noise.
    pub seed: u64,
    /// What carries the photos.
    pub messenger: Messenger,
    /// How carefully they are taken.
    pub preset: Preset,
}

/// Who hears the story as it happens.
pub trait Narrator {
    /// One step that was done.
    fn line(&mut self, line: &str);
    /// A step that takes a while: what, and how far of how much.
    fn working(&mut self, what: &str, done: u64, of: u64);
}

/// A story that was played.
pub struct Report {
    /// Its parts, in order.
    pub chapters: Vec<Chapter>,
    /// Its figures.
    pub counts: Counts,
    /// How long it took.
    pub took: Duration,
}

/// One part of the story.
pub struct Chapter {
    /// A few words.
    pub title: String,
    /// What it shows.
    pub intro: String,
    /// What happened.
    pub steps: Vec<Step>,
}

/// One thing that happened.
#[derive(Clone, Default)]
pub struct Step {
    /// What was done.
    pub title: String,
    /// The pictures of the way, first to last.
    pub pictures: Vec<Picture>,
    /// Names and values.
    pub facts: Vec<(String, String)>,
    /// The pairing words, large.
    pub words: Option<String>,
    /// Whose phone, and what it said.
    pub said: Option<(String, String)>,
    /// The text that was read.
    pub text: Option<String>,
}

/// A picture beside the page.
#[derive(Clone)]
pub struct Picture {
    /// Relative to the page.
    pub file: String,
    /// What it shows.
    pub title: String,
    /// Sizes.
    pub detail: String,
    /// Its kind, which decides how it is laid out.
    pub kind: Kind,
}

/// What a picture is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A painted code.
    Code,
    /// An upright photo.
    Photo,
    /// A frame of a camera that lies across: it is shown turned back.
    Frame,
}

/// The figures of a story.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Messages that should have been read, signs of life included.
    pub due: u32,
    /// Messages that were.
    pub read: u32,
    /// Bursts that gave anything else than the message that was sent, or a text where there was none: none, ever.
    pub wrong: u32,
    /// Bursts of the second camera that the courier's pictures were scanned with, and those that gave their code.
    pub bursts: u32,
    /// See `bursts`.
    pub bursts_read: u32,
    /// Frames of these bursts that were looked at until the code was read, or the burst was over.
    pub frames: u32,
    /// Photos that had to be taken again because a whole burst gave nothing.
    pub again: u32,
    /// Frames looked at while meeting, and those that gave a code.
    pub meeting_frames: u32,
    /// See `meeting_frames`.
    pub meeting_frames_read: u32,
}

impl Report {
    /// Whether every message that should have been read was read, and nothing else.
    pub fn is_complete(&self) -> bool {
        self.counts.due > 0 && self.counts.read == self.counts.due && self.counts.wrong == 0
    }

    /// The figures in words.
    pub fn summary(&self) -> Vec<(&'static str, String)> {
        let counts = &self.counts;
        vec![
            ("messages read", format!("{} of {}", counts.read, counts.due)),
            ("read wrongly", counts.wrong.to_string()),
            ("bursts read", format!("{} of {}", counts.bursts_read, counts.bursts)),
            ("frames read", format!("{} of {} looked at", counts.bursts_read, counts.frames)),
            ("photos taken again", counts.again.to_string()),
            ("frames read while meeting", format!("{} of {}", counts.meeting_frames_read, counts.meeting_frames)),
            ("time", format!("{:.1} s", self.took.as_secs_f64())),
        ]
    }
}

/// Plays the story and leaves its page, `index.html`, in the folder.
///
/// # Errors
/// [`Stop`] where the folder is somebody else's or the disk refuses, and where a phone refuses what it should not. What
/// cannot be read is no error: [`Report::is_complete`] says so.
pub fn play(settings: &Settings, narrator: &mut dyn Narrator) -> Result<Report, Stop> {
    let start = Instant::now();
    let page = settings.out.join("index.html");
    clear(&settings.out, &page)?;
    let (chapters, counts) = story::tell(settings, narrator)?;
    remove(&settings.out.join(PHONES))?;
    let report = Report { chapters, counts, took: start.elapsed() };
    crate::pictures::write(&page, page::html(settings, &report).as_bytes())?;
    Ok(report)
}

/// Below the folder: the pictures, and the two phones while the story is told.
const PICTURES: &str = "pictures";
const PHONES: &str = "phones";

/// Takes away an earlier demo, and nothing else.
fn clear(out: &Path, page: &Path) -> Result<(), Stop> {
    let is_ours = fs::read_to_string(page).is_ok_and(|page| page.contains(page::MARK));
    // A story that was broken off has left these two and no page.
    let ours = |entry: fs::DirEntry| [PICTURES, PHONES].iter().any(|name| entry.file_name() == *name);
    let stranger = fs::read_dir(out).is_ok_and(|entries| entries.flatten().any(|entry| !ours(entry)));
    if !is_ours && stranger {
        return Err(Stop::new("This folder holds other things.", "Name a new or an empty folder: --out DIR"));
    }
    remove(&out.join(PICTURES))?;
    remove(&out.join(PHONES))?;
    crate::pictures::folder(&out.join(PICTURES))?;
    crate::pictures::folder(&out.join(PHONES))
}

fn remove(folder: &Path) -> Result<(), Stop> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Stop::new(
            format!("An earlier demo cannot be removed: {}.", error.kind()),
            "Name another folder: --out DIR",
        )),
        _ => Ok(()),
    }
}
