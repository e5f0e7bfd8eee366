//! A disk that says too late that it failed: the file is in place, and may not survive a power cut.

use std::{
    io::{self, ErrorKind},
    sync::{Arc, Mutex},
};

use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use vault::{Disk, Error, HardwareSecret, Profile};

use super::Phone;
use crate::{Clock, Custody, Meeting, Moment, Name, Received, Refusal, Size, Surroundings};

/// What the disk does at the next writes.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Mood {
    #[default]
    Good,
    /// Nothing is written.
    Refuses,
    /// The file is replaced, and flushing the folder fails.
    Forgets,
}

#[derive(Default)]
struct Held {
    mood: Mood,
    file: Option<Vec<u8>>,
    staged: Vec<u8>,
}

#[derive(Clone, Default)]
struct Memory(Arc<Mutex<Held>>);

impl Memory {
    fn be(&self, mood: Mood) {
        self.0.lock().unwrap().mood = mood;
    }

    fn unless(&self, mood: Mood) -> io::Result<()> {
        if self.0.lock().unwrap().mood == mood { Err(ErrorKind::Other.into()) } else { Ok(()) }
    }
}

impl Disk for Memory {
    fn read(&mut self, into: &mut [u8]) -> io::Result<u64> {
        let held = self.0.lock().unwrap();
        let file = held.file.as_ref().ok_or(ErrorKind::NotFound)?;
        let len = into.len().min(file.len());
        into[..len].copy_from_slice(&file[..len]);
        Ok(file.len() as u64)
    }

    fn stage(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.unless(Mood::Refuses)?;
        self.0.lock().unwrap().staged = bytes.to_vec();
        Ok(())
    }

    fn rename(&mut self) -> io::Result<()> {
        let mut held = self.0.lock().unwrap();
        held.file = Some(held.staged.clone());
        Ok(())
    }

    fn sync_dir(&mut self) -> io::Result<()> {
        self.unless(Mood::Forgets)
    }

    fn remove(&mut self) -> io::Result<()> {
        self.0.lock().unwrap().file = None;
        Ok(())
    }

    fn remove_temp(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Noon;

impl Clock for Noon {
    fn now(&self) -> Option<Moment> {
        Some(Moment(1_800_000_000))
    }
}

fn phone(seed: u64) -> (Phone, Memory) {
    let (disk, passphrase) = (Memory::default(), "wall lamp drawer boat six".parse().unwrap());
    let surroundings = Surroundings::new(Noon, ChaCha20Rng::seed_from_u64(seed), Custody::Memory);
    let none = HardwareSecret::none();
    let phone = Phone::set_up_on(disk.clone(), &passphrase, &none, Profile::Small, surroundings);
    (phone.unwrap_or_else(|error| panic!("{error}")), disk)
}

fn name(text: &str) -> Name {
    text.parse().unwrap()
}

fn not_durable<T>(result: Result<T, Refusal>) -> bool {
    matches!(result, Err(Refusal::Vault(Error::NotDurable(_))))
}

fn refused<T>(result: Result<T, Refusal>) -> bool {
    matches!(result, Err(Refusal::Vault(Error::Disk(_))))
}

/// Both phones, met and confirmed, and their disks.
fn pair(seed: u64) -> ((Phone, Memory), (Phone, Memory)) {
    let ((mut alice, alices), (mut bob, bobs)) = (phone(seed), phone(seed + 1));
    let p1 = alice.start_meeting(&name("Bob")).unwrap();
    let Ok(Meeting::Second(p2)) = bob.meet(&name("Alice"), &p1) else { panic!("P1 is answered") };
    let Ok(Meeting::Third { code, .. }) = alice.meet(&name("Bob"), &p2) else { panic!("P2 is answered") };
    bob.meet(&name("Alice"), &code).ok().unwrap();
    for (phone, other) in [(&mut alice, "Bob"), (&mut bob, "Alice")] {
        let id = phone.person(other).unwrap();
        phone.confirm(id).unwrap();
    }
    ((alice, alices), (bob, bobs))
}

#[test]
fn a_code_that_is_not_certain_to_last_is_shown_only_when_it_is() {
    let ((mut alice, disk), (mut bob, _)) = pair(1);
    let to_bob = alice.person("Bob").unwrap();
    disk.be(Mood::Forgets);
    assert!(not_durable(alice.write(to_bob, "x", Size::Normal)));
    assert!(not_durable(alice.show(to_bob, None)));
    // A write that fails altogether makes the one before no more certain.
    disk.be(Mood::Refuses);
    assert!(refused(alice.set_text_hours(3)));
    assert!(refused(alice.show(to_bob, None)), "shown, and perhaps not on disk");
    disk.be(Mood::Good);
    let (number, envelope) = alice.show(to_bob, None).unwrap();
    assert_eq!(number, 1);
    assert!(matches!(bob.receive(&envelope), Ok(Received::Message { number: 1, .. })));
    assert_eq!(alice.write(to_bob, "y", Size::Normal).map(|written| written.number), Ok(2));
}

#[test]
fn a_text_whose_arrival_is_not_certain_to_last_is_in_the_inbox_and_read_when_it_is() {
    let ((mut alice, _), (mut bob, disk)) = pair(11);
    let to_bob = alice.person("Bob").unwrap();
    let written = alice.write(to_bob, "x", Size::Normal).ok().unwrap();
    disk.be(Mood::Forgets);
    assert!(not_durable(bob.receive(&written.envelope)));
    let id = bob.inbox()[0].id;
    assert!(not_durable(bob.open_text(id)));
    disk.be(Mood::Good);
    assert_eq!(bob.open_text(id).unwrap().as_str(), "x");
    assert_eq!(bob.receive(&written.envelope), Err(Refusal::AlreadyRead));
}

#[test]
fn a_contact_that_is_not_certain_to_last_is_made_once() {
    let ((mut alice, alices), (mut bob, bobs)) = (phone(21), phone(22));
    let p1 = alice.start_meeting(&name("Bob")).unwrap();
    let Ok(Meeting::Second(p2)) = bob.meet(&name("Alice"), &p1) else { panic!("P1 is answered") };
    alices.be(Mood::Forgets);
    assert!(not_durable(alice.meet(&name("Bob"), &p2)));
    assert!(not_durable(alice.meet(&name("Bob"), &p2)), "no P3 before it is certain");
    // Under another name the same P2 makes no second contact of the same keys.
    alices.be(Mood::Good);
    assert_eq!(alice.meet(&name("Robert"), &p2).err(), Some(Refusal::NoMeeting));
    let Ok(Meeting::Third { code, .. }) = alice.meet(&name("Bob"), &p2) else { panic!("the same P3 again") };

    bobs.be(Mood::Forgets);
    assert!(not_durable(bob.meet(&name("Alice"), &code)));
    bobs.be(Mood::Good);
    assert_eq!(bob.meet(&name("Alicia"), &code).err(), Some(Refusal::NoMeeting));
    assert_eq!((alice.people().len(), bob.people().len()), (1, 1));
    assert!(alice.people()[0].words == bob.people()[0].words);
}
