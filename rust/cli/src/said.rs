//! What a person is told: every refusal of the engine as a sentence, and what to do next. What the camera saw: `sights`.

mod sights;

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use engine::{Passphrase, Refusal};

use crate::dates;

pub(crate) use sights::{alarm, card, gaps, news, not_ours, part, received, seen, seen_word, share};

/// The vault's own error, as the engine hands it on.
type VaultError = <Passphrase as FromStr>::Err;

/// Why a verb stopped: one sentence, and what to do next. Nothing was changed, unless the sentence says so.
#[derive(Debug, PartialEq, Eq)]
pub struct Stop {
    /// The exit code.
    pub exit: u8,
    /// What is the matter.
    pub said: String,
    /// What the person can do next.
    pub next: String,
}

/// The person can do something about it.
pub(crate) const FIXABLE: u8 = 1;
/// Nothing readable in the pictures.
pub(crate) const NOTHING: u8 = 3;

impl Stop {
    pub(crate) fn new(said: impl Into<String>, next: impl Into<String>) -> Stop {
        Stop { exit: FIXABLE, said: said.into(), next: next.into() }
    }

    pub(crate) fn no_output() -> Stop {
        Stop::new("Nobody takes what is to be shown.", "Run it again where its output can be read.")
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.said, self.next)
    }
}

impl std::error::Error for Stop {}

/// Which phone and whom a verb is about, so that the next step can be named whole.
#[derive(Clone)]
pub(crate) struct About {
    dir: PathBuf,
    name: Option<String>,
}

impl About {
    pub(crate) fn phone(dir: &Path) -> About {
        About { dir: dir.to_owned(), name: None }
    }

    pub(crate) fn person(dir: &Path, name: &str) -> About {
        About { dir: dir.to_owned(), name: Some(name.to_owned()) }
    }

    /// A command that can be copied.
    pub(crate) fn command(&self, verb: &str) -> String {
        format!("aldis {verb} {}", quoted(&self.dir.to_string_lossy()))
    }

    /// A command about the person.
    pub(crate) fn with_person(&self, verb: &str) -> String {
        format!("{} {}", self.command(verb), self.whom())
    }

    /// The person, as it stands in a command.
    pub(crate) fn whom(&self) -> String {
        self.name.as_deref().map_or_else(|| "NAME".to_owned(), quoted)
    }

    fn who(&self) -> &str {
        self.name.as_deref().unwrap_or("this person")
    }

    /// A refusal as a sentence and the next step.
    pub(crate) fn stop(&self, refusal: Refusal) -> Stop {
        let (said, next) = self.words(refusal);
        Stop::new(said, next)
    }

    fn words(&self, refusal: Refusal) -> (String, String) {
        let who = self.who();
        let (said, next): (&str, String) = match refusal {
            Refusal::Vault(error) => return self.vault(error),
            Refusal::Meeting(error) => return self.meeting(&format!("{error:?}")),
            Refusal::Keystore(trouble) => {
                return (
                    format!("No key for this phone: {trouble}."),
                    "Name the folder with its keys (--keys FOLDER); without its key the file cannot be opened."
                        .to_owned(),
                );
            }
            Refusal::NewerBook => {
                ("A newer Aldis wrote this phone.", "Use that version; nothing was changed.".to_owned())
            }
            Refusal::UnknownPerson => {
                return (
                    format!("Nobody here is called {who}."),
                    format!(
                        "See who is there: {}. Or meet: {} start --out FOLDER",
                        self.command("contacts"),
                        self.with_person("pair")
                    ),
                );
            }
            Refusal::NameTaken => {
                return (
                    format!("Somebody here is called {who} already."),
                    "Choose another name; or, to meet that person once more, say so with --again.".to_owned(),
                );
            }
            Refusal::UnfitName => {
                ("A name has 1 to 64 bytes, and none that cannot be seen.", "Choose another name.".to_owned())
            }
            Refusal::TooManyPeople => (
                "This phone knows 32 people, which is the most it can.",
                format!("Burn one first: {} contact NAME", self.command("burn")),
            ),
            Refusal::Unconfirmed => {
                return (
                    format!("The four words with {who} were not compared yet."),
                    format!(
                        "Compare them on both phones ({} shows them); if they match: {}",
                        self.command("contacts"),
                        self.with_person("confirm")
                    ),
                );
            }
            Refusal::Paused => {
                return (format!("{who} is paused."), format!("Go on with: {}", self.with_person("resume")));
            }
            Refusal::Replaced => {
                return (
                    format!("{who} was met again, and this is the earlier pairing, which only receives."),
                    "Write to the new one.".to_owned(),
                );
            }
            Refusal::Ended => {
                return (
                    format!("{who} has ended this contact."),
                    format!("Meet again, in person: {} start --out FOLDER", self.with_person("pair")),
                );
            }
            Refusal::BurnedByCard => {
                return (
                    format!("{who}'s phone was burned with its card."),
                    format!(
                        "Meet again, in person, when {who} has a new phone: {} start --out FOLDER",
                        self.with_person("pair")
                    ),
                );
            }
            Refusal::LeaseOver { until } => {
                return (
                    format!("{who} was not heard from for too long: text was sealed until {}.", dates::day(until)),
                    format!(
                        "Send a sign of life ({} --cover --out CODE.png) and wait for an answer, or, if you must, once: {} extend {}",
                        self.with_person("write"),
                        self.command("lease"),
                        self.whom()
                    ),
                );
            }
            Refusal::LeaseRuns { until } => {
                return (
                    format!("{who} gets text until {} without an extension.", dates::day(until)),
                    format!("Write: {} --out CODE.png", self.with_person("write")),
                );
            }
            Refusal::ExtendedOnce => {
                return (
                    format!("The lease was extended already since {who} was last heard from."),
                    format!("Send a sign of life: {} --cover --out CODE.png", self.with_person("write")),
                );
            }
            Refusal::TooManyCards => (
                "Somebody was told of four cards already since you met, which is the most.",
                "Meet those people again, then make another card.".to_owned(),
            ),
            Refusal::LockedBurnOff => (
                "This phone burns nothing without its passphrase: that was not switched on.",
                format!("Give the passphrase, or switch it on for another time: {} on", self.command("quick-burn")),
            ),
            Refusal::EmptyText => (
                "There is nothing to say.",
                format!(
                    "Write something, or send a sign of life: {} --cover --out CODE.png",
                    self.with_person("write")
                ),
            ),
            Refusal::TooLong { by } => {
                let characters = if by == 1 { "character" } else { "characters" };
                return (
                    format!("The text is {by} {characters} too long; nothing was spent."),
                    "Shorten it, choose a larger --size, or write two messages.".to_owned(),
                );
            }
            Refusal::Unanswered => {
                return (
                    format!("Twenty codes to {who} are out without an answer."),
                    format!(
                        "Show a kept one again ({} --out CODE.png), or wait for an answer.",
                        self.with_person("show")
                    ),
                );
            }
            Refusal::TooManyKept => (
                "The codes that wait for an answer fill their room.",
                format!("Show kept ones again ({} --out CODE.png), or wait for answers.", self.with_person("show")),
            ),
            Refusal::NoSuchCode => (
                "No such code is kept: it was answered, or never written.",
                format!("See which are: {}", self.command("contacts")),
            ),
            Refusal::InboxFull => (
                "The inbox is full: 64 texts. Nothing was opened.",
                format!(
                    "Read and burn some ({}, {} message N), then scan the same picture again.",
                    self.command("inbox"),
                    self.command("burn")
                ),
            ),
            Refusal::NoSuchMessage => {
                ("No such message is in the inbox.", format!("See which are: {}", self.command("inbox")))
            }
            Refusal::Unreadable => (
                "Not readable: old, or not for this phone.",
                "If it is new and for you, ask to be shown the code again.".to_owned(),
            ),
            Refusal::AlreadyRead => (
                "This message was read before.",
                "Nothing needs to be done; if you expected another one, ask for it.".to_owned(),
            ),
            Refusal::Newer => ("This needs a newer Aldis.", "Compare the versions of both phones.".to_owned()),
            Refusal::Malformed => (
                "The sender's Aldis made something that none should.",
                "Compare the versions of both phones when you meet.".to_owned(),
            ),
            Refusal::NoMeeting => (
                "No meeting is under way on this phone, or its hour is over.",
                format!("Start again, on one of the two phones: {} start --out FOLDER", self.with_person("pair")),
            ),
            Refusal::BurnedPhone => (
                "The other phone was burned with its card.",
                "It has to be set up anew before you can meet again.".to_owned(),
            ),
            Refusal::NoClock => ("This computer's clock says nothing.", "Set its date first.".to_owned()),
        };
        (said.to_owned(), next)
    }

    /// A code of a meeting that does not carry it on, by the name of the reason.
    fn meeting(&self, reason: &str) -> (String, String) {
        let (said, next) = match reason {
            "OwnCode" => ("This is this phone's own code.", "Scan the other phone's screen."),
            "BothStarted" => {
                ("Both phones were told to start.", "One of them has to scan first: start on one, scan on the other.")
            }
            "Refused" => (
                "This code belongs to another meeting, or somebody changed it.",
                "Scan the other phone's screen once more; what is under way here waits on.",
            ),
            _ => ("This is not the code of this step.", "Scan what the other phone shows now."),
        };
        (said.to_owned(), next.to_owned())
    }

    fn vault(&self, error: VaultError) -> (String, String) {
        let setup = || format!("Make one: {}", self.command("setup"));
        let (said, next) = match error {
            VaultError::Missing => ("There is no phone in this folder.".to_owned(), setup()),
            VaultError::Exists => (
                "A phone is in this folder already; it was not touched.".to_owned(),
                "Choose another folder.".to_owned(),
            ),
            VaultError::Busy => (
                "Another program is using this phone.".to_owned(),
                "Wait until it has ended, then do it again.".to_owned(),
            ),
            VaultError::NotAVault { size } => (
                format!("What is in this folder is no phone ({size} bytes); it was not touched."),
                "Choose the right folder, or an empty one for a new phone.".to_owned(),
            ),
            VaultError::Newer { version } => (
                format!("A newer Aldis wrote this phone (version {version}); it was not touched."),
                "Use that version.".to_owned(),
            ),
            VaultError::UnknownProfile { code } => (
                format!("This phone's key derivation is unknown (profile {code}); it was not touched."),
                "Use the version that made it.".to_owned(),
            ),
            VaultError::CannotOpen => (
                "This phone's file is damaged, or belongs to other hardware; it was not touched.".to_owned(),
                "If it stays so, set up a new phone and meet your people again: there is no backup.".to_owned(),
            ),
            VaultError::Burned => (
                "This phone was burned: ten wrong passphrases.".to_owned(),
                "Set up a new one, and meet again.".to_owned(),
            ),
            VaultError::PayloadTooLarge { size } => (
                format!("The phone is full ({size} bytes)."),
                format!("Burn what is not needed: {} contact NAME", self.command("burn")),
            ),
            VaultError::UnfitPassphrase => (
                "A passphrase has 1 to 1024 bytes.".to_owned(),
                "Choose another one: several words that nobody would guess.".to_owned(),
            ),
            VaultError::WrongPassphrase => ("This passphrase is wrong.".to_owned(), "Try again.".to_owned()),
            VaultError::TooSimilar => (
                "The two passphrases are too similar: equal, one begins the other, or two letters are the difference."
                    .to_owned(),
                "Choose another one, which no slip of a finger turns into yours.".to_owned(),
            ),
            VaultError::NoDecoy => {
                ("There is no second passphrase.".to_owned(), "Nothing needs to be done.".to_owned())
            }
            VaultError::NoMemory => (
                "There is not enough memory to derive the key; no try was counted.".to_owned(),
                "Close other programs, then do it again.".to_owned(),
            ),
            VaultError::Disk(kind) => (
                format!("The disk refused: {kind}. Nothing was changed."),
                "Look at the folder's permissions and at the room on the disk.".to_owned(),
            ),
            VaultError::NotDurable(kind) => (
                format!("It is written, but not certain to survive a power cut: {kind}."),
                "Look at the disk, then do it again.".to_owned(),
            ),
        };
        (said, next)
    }

    /// The passphrase was wrong.
    pub(crate) fn wrong_passphrase(&self, used: u8, left: u8) -> Stop {
        let tries = if left == 1 { "try is" } else { "tries are" };
        let next = if used >= WARNED {
            format!(
                "{left} {tries} left. After ten wrong ones all keys, contacts and texts of this phone are destroyed."
            )
        } else {
            format!("{left} {tries} left. Try again.")
        };
        Stop::new("Wrong passphrase.", next)
    }

    /// It was the tenth.
    pub(crate) fn burned(&self) -> Stop {
        Stop::new(
            "Wrong passphrase for the tenth time: this phone is burned, and everything on it is gone.",
            "Set up a new one in another folder, and meet your people again.",
        )
    }
}

/// From this wrong passphrase on, the person is told what is about to be lost.
const WARNED: u8 = 7;

/// Quoted for a shell, where it has to be.
pub(crate) fn quoted(word: &str) -> String {
    let plain = |char: char| char.is_alphanumeric() || "-_./".contains(char);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests;
