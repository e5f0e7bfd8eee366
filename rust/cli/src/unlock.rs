//! Opening the phone: its folder, the passphrase, and what time did meanwhile.

use std::fs::File;
use std::io::{self, BufRead, IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use engine::{
    Clock, Custody, Date, HardwareSecret, KeyTrouble, Locked, Moment, NotUnlocked, Passphrase, Phone, Refusal,
    Surroundings, VaultError,
};
use getrandom::SysRng;
use rand_core::UnwrapErr;
use zeroize::Zeroizing;

use crate::keys::KeyFolder;
use crate::said::{About, Stop};
use crate::{dates, output, shares};

/// Where a passphrase comes from, and what else opens the phone.
pub(crate) struct Source {
    file: Option<PathBuf>,
    option: &'static str,
    keys: Option<PathBuf>,
    share: Option<PathBuf>,
}

/// This computer's clock and randomness; a meeting outlives the process.
pub(crate) fn surroundings() -> Surroundings {
    Surroundings::new(SystemClock, UnwrapErr(SysRng), Custody::Vault)
}

/// The phone, locked.
pub(crate) fn locked(dir: &Path, source: &Source) -> Result<Locked, Stop> {
    let about = About::phone(dir);
    is_folder(dir, &about)?;
    let share = source.share.as_deref().map(shares::read).transpose()?;
    let opened = match (source.keys(), &share) {
        (Some(keys), share) => Locked::open_with(dir, Box::new(KeyFolder::at(keys)?), share.as_ref(), surroundings()),
        (None, Some(share)) => Locked::open_travelling(dir, &HardwareSecret::none(), share, surroundings()),
        (None, None) => Locked::open(dir, &HardwareSecret::none(), surroundings()),
    };
    opened.map_err(|refusal| match refusal {
        Refusal::Vault(VaultError::CannotOpen) => {
            let next = match share {
                Some(_) => "Or this is another phone's share, or the phone does not travel.",
                None => "Or it travels: give its share with --share FILE. If its keys lie in a folder: --keys FOLDER.",
            };
            Stop::new(about.stop(refusal).said, format!("{next} No try was counted.\n{}", about.stop(refusal).next))
        }
        refusal => about.stop(refusal),
    })
}

/// The phone, unlocked, and what is over is gone.
pub(crate) fn phone(dir: &Path, source: &Source) -> Result<Phone, Stop> {
    is_folder(dir, &About::phone(dir))?;
    // The passphrase first: while a person types, nobody else is kept from the phone.
    opened(dir, source, &source.passphrase()?)
}

/// The same with a passphrase that is there.
pub(crate) fn opened(dir: &Path, source: &Source, passphrase: &Passphrase) -> Result<Phone, Stop> {
    let about = About::phone(dir);
    let mut phone = match locked(dir, source)?.unlock(passphrase) {
        Ok(phone) => phone,
        Err(NotUnlocked::Wrong(locked)) => {
            let tries = locked.tries();
            return Err(about.wrong_passphrase(tries.used, tries.left));
        }
        Err(NotUnlocked::Failed(_, refusal)) => return Err(about.stop(refusal)),
        Err(NotUnlocked::Burned) => return Err(about.burned()),
    };
    if let Some(trouble) = phone.key_trouble() {
        no_new_key(trouble);
    }
    let burned = phone.let_time_pass().map_err(|refusal| about.stop(refusal))?;
    if burned > 0 {
        let texts = if burned == 1 { "text" } else { "texts" };
        output::remark(format_args!("{burned} {texts} whose time was over: burned."));
    }
    if let Some(doubt) = doubt(phone.date()) {
        output::remark(format_args!("{doubt} If it is right: {} --confirm", about.command("date")));
    }
    Ok(phone)
}

/// Locks a phone that may have burned something: its key is replaced then, and with it goes what older copies held.
pub(crate) fn lock(phone: Phone) {
    if let Some(trouble) = phone.lock().key_trouble() {
        no_new_key(trouble);
    }
}

fn no_new_key(trouble: KeyTrouble) {
    output::remark(format_args!(
        "No new key: {trouble}. The old one goes on; older copies of this phone open with it."
    ));
}

fn is_folder(dir: &Path, about: &About) -> Result<(), Stop> {
    let missing =
        || Stop::new("There is no such folder.", format!("Make a new phone there: {}", about.command("setup")));
    if dir.is_dir() { Ok(()) } else { Err(missing()) }
}

/// What is doubtful about the clock.
pub(crate) fn doubt(date: Date) -> Option<String> {
    let Date::Doubtful { clock, seen } = date else {
        return None;
    };
    let seen = dates::day(seen);
    Some(match clock {
        Some(clock) => format!("The clock says {}, and this phone last knew {seen}.", dates::day(clock)),
        None => format!("The clock says nothing; this phone last knew {seen}."),
    })
}

/// A line from standard input, for a secret that is no passphrase.
pub(crate) fn line() -> Result<Zeroizing<String>, Stop> {
    let mut line = Zeroizing::new(String::with_capacity(LINE));
    let read = io::stdin().lock().take(LINE as u64).read_line(&mut line);
    read.map_err(|error| {
        Stop::new(format!("Nothing can be read: {}.", error.kind()), "Type it, or give it in a pipe.")
    })?;
    Ok(line)
}

/// Whether the person says yes; nobody at a terminal says nothing.
pub(crate) fn agreed(question: &str) -> Result<bool, Stop> {
    if !io::stdin().is_terminal() {
        return Ok(false);
    }
    output::ask(question);
    Ok(line()?.trim().eq_ignore_ascii_case("yes"))
}

impl Source {
    /// The phone's own.
    pub(crate) fn own(file: Option<PathBuf>, keys: Option<PathBuf>, share: Option<PathBuf>) -> Source {
        Source { file, option: "--passphrase-file", keys, share }
    }

    /// The same with this share.
    pub(crate) fn with_share(self, share: PathBuf) -> Source {
        Source { share: Some(share), ..self }
    }

    /// The folder with the keys, where the phone has one.
    pub(crate) fn keys(&self) -> Option<&Path> {
        self.keys.as_deref()
    }

    /// The second one.
    pub(crate) fn second(file: Option<PathBuf>) -> Source {
        Source { file, option: "--second-file", keys: None, share: None }
    }

    /// The passphrase, from the file or from the terminal.
    pub(crate) fn passphrase(&self) -> Result<Passphrase, Stop> {
        self.ask("Passphrase: ").and_then(|line| parse(&line))
    }

    /// A new passphrase: on the terminal it is typed twice.
    pub(crate) fn new_passphrase(&self) -> Result<Passphrase, Stop> {
        let first = self.ask("New passphrase: ")?;
        if self.file.is_none() && *self.ask("The same again: ")? != *first {
            return Err(Stop::new("The two were not the same; nothing was made.", "Try again."));
        }
        parse(&first)
    }

    fn ask(&self, prompt: &str) -> Result<Zeroizing<String>, Stop> {
        match &self.file {
            Some(file) => first_line(file).map_err(|error| {
                Stop::new(
                    format!("The passphrase file cannot be read: {}.", error.kind()),
                    "Name a file whose first line is the passphrase.",
                )
            }),
            None => rpassword::prompt_password(prompt).map(Zeroizing::new).map_err(|_| {
                let next = format!("Give it with {} FILE.", self.option);
                Stop::new("There is no terminal to ask for the passphrase on.", next)
            }),
        }
    }
}

fn parse(line: &str) -> Result<Passphrase, Stop> {
    line.parse().map_err(|error| About::phone(Path::new("")).stop(Refusal::Vault(error)))
}

/// The first line of a file without its end, at most a little longer than a passphrase can be.
pub(crate) fn first_line(path: &Path) -> io::Result<Zeroizing<String>> {
    let most = Passphrase::MAX_LEN + 2;
    let mut bytes = Zeroizing::new(Vec::with_capacity(most));
    File::open(path)?.take(most as u64).read_to_end(&mut bytes)?;
    let line = bytes.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let line = std::str::from_utf8(line).map_err(|_| io::ErrorKind::InvalidData)?;
    Ok(Zeroizing::new(line.to_owned()))
}

/// Longest line that is taken: thirteen words of a card are at most 116 bytes.
const LINE: usize = 1024;

struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Option<Moment> {
        SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).ok().map(|since| Moment(since.as_secs()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line_of(bytes: &[u8]) -> io::Result<String> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("passphrase");
        std::fs::write(&file, bytes).unwrap();
        first_line(&file).map(|line| line.as_str().to_owned())
    }

    #[test]
    fn the_passphrase_is_the_first_line_without_its_end() {
        assert_eq!(line_of(b"wall lamp \nsecond\n").unwrap(), "wall lamp ");
        assert_eq!(line_of(b"wall lamp\r\n").unwrap(), "wall lamp");
        assert_eq!(line_of(b"wall lamp").unwrap(), "wall lamp");
        assert_eq!(line_of(b"").unwrap(), "");
        assert!(line_of(&[0xff, 0xfe]).is_err());
        assert!(line_of(&vec![b'x'; 1 << 20]).unwrap().len() > Passphrase::MAX_LEN);
    }
}
