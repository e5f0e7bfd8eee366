//! The command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use courier::{Messenger, Preset, Resolution};
use engine::{Bucket, Size};

/// Aldis: secret short messages between phones that never touch a network, carried as pictures of codes.
#[derive(Parser)]
#[command(name = "aldis", version, max_term_width = 100, after_help = EXIT_CODES)]
pub(crate) struct Args {
    /// Read the passphrase from the first line of this file instead of asking on the terminal.
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
    /// The folder with this phone's keys, on a medium of its own. Set up with one, a phone opens with it alone, and goes under a
    /// new key at every unlock.
    #[arg(long, global = true, value_name = "FOLDER")]
    pub(crate) keys: Option<PathBuf>,
    /// The share of a phone that travels: its picture, or a file with its thirteen words.
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) share: Option<PathBuf>,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

const EXIT_CODES: &str = "Exit codes: 0 done; 1 refused, standard error says why and what to do next; \
    2 wrong command line; 3 nothing in the pictures that could be read.\n\
    Pictures are PNG, JPEG or PGM files. DIR is the folder that is the phone.";

#[derive(Subcommand)]
pub(crate) enum Verb {
    /// Make a new phone in DIR.
    Setup {
        dir: PathBuf,
        /// Also make a burn card: whoever shows it ends this phone for its contacts. It brings nothing back.
        #[arg(long, value_name = "CARD.png")]
        card: Option<PathBuf>,
        /// The quickest key derivation: for tests and trials.
        #[arg(long, hide = true)]
        quick: bool,
    },
    /// Meet a person: three scans, in person, each phone scanning the other's screen.
    Pair {
        dir: PathBuf,
        /// What you call the person; it is never sent.
        name: String,
        /// The person of that name once more: until the new pairing brings a message, the old one receives; then it burns.
        #[arg(long, global = true)]
        again: bool,
        #[command(subcommand)]
        step: Step,
    },
    /// Say that both phones show the same four words.
    Confirm { dir: PathBuf, name: String },
    /// List the people.
    Contacts {
        dir: PathBuf,
        /// One JSON object a line.
        #[arg(long)]
        json: bool,
    },
    /// Call a person something else.
    Rename { dir: PathBuf, name: String, new: String },
    /// Send a person nothing for now; what comes is kept.
    Pause { dir: PathBuf, name: String },
    /// End a pause.
    Resume { dir: PathBuf, name: String },
    /// Seal a message and paint its code. The text comes from --text or from standard input.
    Write {
        dir: PathBuf,
        name: String,
        /// The message. Other programs on this computer can see it while aldis runs; standard input they cannot.
        #[arg(long, value_name = "TEXT")]
        text: Option<String>,
        /// A sign of life instead of a text; nobody can tell the two apart.
        #[arg(long, conflicts_with_all = ["text", "size"])]
        cover: bool,
        /// This size and no other. Without it: normal, or larger where the text needs it.
        #[arg(long)]
        size: Option<CodeSize>,
        #[arg(long, default_value = "still")]
        density: Density,
        /// A picture; with --density reel a folder for pictures.
        #[arg(long, value_name = "CODE.png")]
        out: PathBuf,
    },
    /// Paint a kept code again, the same bytes: the last one, or the one of a number.
    Show {
        dir: PathBuf,
        name: String,
        #[arg(long, value_name = "N")]
        number: Option<u32>,
        #[arg(long, default_value = "still")]
        density: Density,
        /// A picture; with --density reel a folder for pictures.
        #[arg(long, value_name = "CODE.png")]
        out: PathBuf,
    },
    /// Check the courier's picture of a code before it is sent: whether it carries the message whole, and with what margin.
    Check {
        dir: PathBuf,
        picture: PathBuf,
        /// One JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Scan pictures; several are one burst. A text is shown once and burned.
    Scan {
        dir: PathBuf,
        #[arg(required = true, value_name = "PICTURE")]
        pictures: Vec<PathBuf>,
        /// Keep texts, unopened, for `aldis inbox`.
        #[arg(long)]
        keep: bool,
        /// One JSON object a picture.
        #[arg(long)]
        json: bool,
    },
    /// Open and show the texts that were kept.
    Inbox {
        dir: PathBuf,
        /// One JSON object a text.
        #[arg(long)]
        json: bool,
    },
    /// This phone's burn card, and those of others.
    Card {
        dir: PathBuf,
        #[command(subcommand)]
        what: Carded,
    },
    /// Whether messages to a person carry notices of burned phones. Off for everybody until switched on.
    Notices { dir: PathBuf, name: String, switch: Switch },
    /// How long a silent person gets text.
    Lease {
        dir: PathBuf,
        #[command(subcommand)]
        what: Leased,
    },
    /// A second passphrase, for an unlock under force: it opens a phone that looks new and destroys this one.
    Duress {
        dir: PathBuf,
        #[command(subcommand)]
        what: Forced,
    },
    /// A share that is left with somebody: without it nothing opens the phone, not even its owner.
    Travel {
        dir: PathBuf,
        #[command(subcommand)]
        what: Travelled,
    },
    /// Whether `burn DIR vault` works without the passphrase. Off until switched on: whoever finds the phone could do it.
    QuickBurn { dir: PathBuf, switch: Switch },
    /// Destroy a message, a person, or everything. There is no way back.
    Burn {
        dir: PathBuf,
        #[command(subcommand)]
        what: Burnt,
    },
    /// What the phone makes of this computer's clock.
    Date {
        dir: PathBuf,
        /// The clock is right.
        #[arg(long)]
        confirm: bool,
    },
    /// Read any QR code; no phone is needed.
    Read {
        #[arg(required = true, value_name = "PICTURE")]
        pictures: Vec<PathBuf>,
        /// One JSON object a picture.
        #[arg(long)]
        json: bool,
    },
    /// Simulate what happens to a picture between two phones: camera, messenger, screen, second camera.
    Courier {
        /// signal-standard, signal-lowmem, signal-high, whatsapp, telegram or file.
        #[arg(long, default_value = "signal-standard")]
        profile: Messenger,
        /// good, fair or bad.
        #[arg(long, default_value = "fair")]
        preset: Preset,
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// OUT is a folder with this many frames of the second camera, in order.
        #[arg(long, value_name = "K", value_parser = clap::value_parser!(u16).range(1..=999))]
        frames: Option<u16>,
        /// Frame size of the second camera: 640x480, 1280x720 or 1920x1080.
        #[arg(long, default_value = "1280x720")]
        camera: Resolution,
        /// Also leave the picture of every stage in this folder.
        #[arg(long, value_name = "FOLDER")]
        keep: Option<PathBuf>,
        #[arg(value_name = "IN")]
        input: PathBuf,
        out: PathBuf,
    },
    /// Play the whole story with two phones and a courier, and leave a page with every picture of the way.
    Demo {
        #[arg(long, default_value = "out/demo", value_name = "DIR")]
        out: PathBuf,
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// signal-standard, signal-lowmem, signal-high, whatsapp, telegram or file.
        #[arg(long, default_value = "signal-standard")]
        profile: Messenger,
        /// good, fair or bad.
        #[arg(long, default_value = "fair")]
        preset: Preset,
    },
}

#[derive(Subcommand)]
pub(crate) enum Step {
    /// This phone shows first: leaves the pictures of a moving code in FOLDER.
    Start {
        #[arg(long, value_name = "FOLDER")]
        out: PathBuf,
        #[arg(long, default_value = "reel")]
        density: MeetingDensity,
    },
    /// This phone scans what the other one shows, and answers in FOLDER.
    Scan {
        #[arg(required = true, value_name = "PICTURE")]
        pictures: Vec<PathBuf>,
        /// Needed for the first two of the three scans.
        #[arg(long, value_name = "FOLDER")]
        out: Option<PathBuf>,
        #[arg(long, default_value = "reel")]
        density: MeetingDensity,
    },
}

#[derive(Subcommand)]
pub(crate) enum Carded {
    /// Make a burn card: whoever shows it ends this phone for its contacts. It brings nothing back.
    Make {
        /// Where its code goes. Without it: words alone, to be typed back from the paper that they were copied to.
        #[arg(long, value_name = "CARD.png")]
        out: Option<PathBuf>,
    },
    /// Take somebody's card, from a picture or from its thirteen words: it ends that person for good.
    Scan {
        /// A picture, or the words. Other programs on this computer can see words here; without any they are read from
        /// standard input, which they cannot see.
        #[arg(value_name = "PICTURE|WORD")]
        card: Vec<String>,
        /// End the person without asking.
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Subcommand)]
pub(crate) enum Leased {
    /// How many days without a sign of life, 1 to 365; 30 at first.
    Days { days: u16 },
    /// Let a silent person have text for as many days again: once until the next sign of life.
    Extend { name: String },
}

#[derive(Subcommand)]
pub(crate) enum Forced {
    /// Set it, or replace it.
    Set {
        /// Read the second passphrase from the first line of this file instead of asking on the terminal.
        #[arg(long, value_name = "FILE")]
        second_file: Option<PathBuf>,
        /// One person whom it keeps, and whose phone is then told, unseen, with every message.
        #[arg(long, value_name = "NAME")]
        keep: Option<String>,
    },
    /// Say what a passphrase would open. It is compared and never acts.
    Test {
        #[arg(long, value_name = "FILE")]
        second_file: Option<PathBuf>,
    },
    /// Forget it.
    Off,
}

#[derive(Subcommand)]
pub(crate) enum Travelled {
    /// Make a share, without which the phone opens no more from then on.
    On {
        /// Where its code goes. Without it: words alone, to be typed back from the paper that they were copied to.
        #[arg(long, value_name = "SHARE.png")]
        out: Option<PathBuf>,
    },
    /// Open without a share again.
    Off {
        /// The share: its picture, or a file with its thirteen words.
        #[arg(value_name = "SHARE")]
        share: PathBuf,
    },
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
pub(crate) enum Switch {
    On,
    Off,
}

#[derive(Subcommand)]
pub(crate) enum Burnt {
    /// One text, by its number in the inbox.
    Message { number: u32 },
    /// A person: keys, texts, kept codes. The other side is not told.
    Contact { name: String },
    /// The whole phone. Where `quick-burn` is on, the passphrase is not asked for.
    Vault,
}

/// How a code is shown. Every phone reads them all without being told.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Density {
    /// One code.
    Still,
    /// Six small codes in one picture, as a phone is held; any five are enough.
    Sheet,
    /// The same with four, any three of which are enough.
    Square,
    /// Small codes as pictures in a folder, to be shown in turn.
    Reel,
    /// One code as dense as QR codes get. No message is large enough for it; the first two steps of a meeting are.
    Max,
}

/// How the first two codes of a meeting are shown; they are too large for one code that an old camera reads.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum MeetingDensity {
    /// Small codes as pictures, to be shown in turn.
    Reel,
    /// Six codes in one picture; any five are enough.
    Sheet,
    /// One dense code, for a good camera.
    Max,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum CodeSize {
    /// Up to 103 bytes of text.
    Short,
    /// Up to 297 bytes.
    Normal,
    /// Up to 543 bytes.
    Long,
    /// Up to 729 bytes.
    Longest,
}

impl From<CodeSize> for Size {
    fn from(size: CodeSize) -> Size {
        Size::Exactly(match size {
            CodeSize::Short => Bucket::Short,
            CodeSize::Normal => Bucket::Normal,
            CodeSize::Long => Bucket::Long,
            CodeSize::Longest => Bucket::Longest,
        })
    }
}
