//! What an owner finds who opens a vault file, as one text. The file itself is not touched.

use std::{fmt::Write, io};

use engine::{Custody, HardwareSecret, Locked, NotUnlocked, Phone, Size, Surroundings};
use sha2::{Digest, Sha256};
use tests::{
    drawn::Drawn,
    phones::{START, Still},
};
use vault::Disk;

use crate::hex;

/// A phone that opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// Wrong tries that were counted before.
    pub(crate) tries: u8,
    /// Under which hardware secret and passphrase; all that is shown, all that can be opened, and what the number of the
    /// next message would be.
    pub(crate) shown: String,
}

/// `None` for a file that opens for nobody.
pub(crate) fn found(file: &[u8], hardware: &[&str], passphrases: &[&str]) -> Option<Found> {
    let keys = hardware.iter().flat_map(|secret| passphrases.iter().map(move |passphrase| (*secret, *passphrase)));
    keys.into_iter().find_map(|(secret, passphrase)| {
        let hardware = HardwareSecret::new(&mut tests::hex_array(secret));
        let locked =
            Locked::open_on(Copied { file: file.to_vec(), temp: Vec::new() }, &hardware, surroundings()).ok()?;
        let tries = locked.tries().used;
        match locked.unlock(&passphrase.parse().unwrap()) {
            Ok(mut phone) => Some(Found { tries, shown: format!("{secret} {passphrase}\n{}", shown(&mut phone)) }),
            Err(NotUnlocked::Wrong(_)) => None,
            Err(NotUnlocked::Failed(_, refusal)) => panic!("{refusal}"),
            Err(NotUnlocked::Burned) => panic!("burned"),
        }
    })
}

fn shown(phone: &mut Phone) -> String {
    let mut said = format!("{:?} {}\n", phone.date(), phone.text_hours());
    let meeting = phone.meeting().map(|name| name.as_str().to_owned());
    let draft = phone.draft().map(|(to, text)| (to, text.to_owned()));
    let _ = writeln!(said, "{meeting:?} {draft:?} {}", phone.has_card());
    let _ = writeln!(said, "{} {} {:?}", phone.lease_days(), phone.locked_burn(), phone.second_passphrase());
    for person in phone.people() {
        let (name, words) = (person.name.as_str(), person.words.digits());
        let _ = write!(said, "{name} {:?} {words} {:?} {:?}", person.standing, person.heard, person.alarm);
        let _ = write!(said, " {:?} {:?} {}", person.lease, person.ended, person.notices);
        let _ = write!(said, " {} {}", person.card_on_its_way, person.kept.len());
        let _ = writeln!(said, " {} {:?} {:?}", person.waiting, person.missing, person.kept);
        for code in person.kept {
            let (_, envelope) = phone.show(person.id, Some(code.number)).unwrap();
            let _ = writeln!(said, "code {}", hex(&Sha256::digest(envelope.as_bytes())));
        }
    }
    for waiting in phone.inbox() {
        let _ = writeln!(said, "{waiting:?} {:?}", phone.open_text(waiting.id).map(|text| text.to_string()));
    }
    for person in phone.people() {
        let _ = writeln!(said, "next {:?}", phone.write(person.id, "next", Size::Normal).map(|next| next.number));
    }
    said
}

fn surroundings() -> Surroundings {
    Surroundings::new(Still(START), Drawn::from(0), Custody::Vault)
}

/// A vault file in memory.
struct Copied {
    file: Vec<u8>,
    temp: Vec<u8>,
}

impl Disk for Copied {
    fn read(&mut self, into: &mut [u8]) -> io::Result<u64> {
        let length = self.file.len().min(into.len());
        into[..length].copy_from_slice(&self.file[..length]);
        Ok(self.file.len() as u64)
    }

    fn stage(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.temp = bytes.to_vec();
        Ok(())
    }

    fn rename(&mut self) -> io::Result<()> {
        self.file = std::mem::take(&mut self.temp);
        Ok(())
    }

    fn sync_dir(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn remove(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn remove_temp(&mut self) -> io::Result<()> {
        Ok(())
    }
}
