//! What a disk sees: an unlock under force, and what follows it, takes the steps of an ordinary phone and writes as much.

use std::{
    io,
    sync::{Arc, Mutex},
};

use engine::{Custody, HardwareSecret, Locked, Passphrase, Size, Surroundings};
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use tests::phones::{START, Watch, pair, passphrase, send};
use vault::{Disk, Folder};

use crate::second;

/// A folder of which every step is written down.
struct Watched {
    folder: Folder,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Watched {
    fn sees(&self, step: &str, bytes: usize) {
        self.seen.lock().unwrap().push(format!("{step} {bytes}"));
    }
}

impl Disk for Watched {
    fn read(&mut self, into: &mut [u8]) -> io::Result<u64> {
        self.sees("read", into.len());
        self.folder.read(into)
    }
    fn stage(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.sees("stage", bytes.len());
        self.folder.stage(bytes)
    }
    fn rename(&mut self) -> io::Result<()> {
        self.sees("rename", 0);
        self.folder.rename()
    }
    fn sync_dir(&mut self) -> io::Result<()> {
        self.sees("sync", 0);
        self.folder.sync_dir()
    }
    fn remove(&mut self) -> io::Result<()> {
        self.sees("remove", 0);
        self.folder.remove()
    }
    fn remove_temp(&mut self) -> io::Result<()> {
        self.sees("remove the temporary one", 0);
        self.folder.remove_temp()
    }
}

/// What the disk sees from the start to the lock, of a phone that is opened with this and then used a little.
fn walk(folder: &std::path::Path, passphrase: &Passphrase) -> Vec<String> {
    let seen = Arc::default();
    let disk = Watched { folder: Folder::at(folder).unwrap(), seen: Arc::clone(&seen) };
    let surroundings = Surroundings::new(Watch::at(START), ChaCha20Rng::seed_from_u64(9), Custody::Memory);
    let locked = Locked::open_on(disk, &HardwareSecret::none(), surroundings).unwrap();
    let Ok(mut phone) = locked.unlock(passphrase) else { panic!("it opens") };
    phone.let_time_pass().unwrap();
    let to = phone.person("Bob").unwrap();
    phone.write(to, "all is well", Size::Normal).unwrap();
    phone.set_text_hours(5).unwrap();
    drop(phone.lock());
    let seen = seen.lock().unwrap();
    seen.clone()
}

#[test]
fn a_phone_that_is_opened_under_force_takes_the_steps_of_any_other_and_writes_as_much() {
    let mut walks = Vec::new();
    for (is_set, opened_with) in [(false, passphrase()), (true, passphrase()), (true, second())] {
        let (mut alice, mut bob, to_bob, to_alice) = pair(31);
        send(&mut bob, to_alice, "waits", &mut alice);
        if is_set {
            alice.set_duress(&passphrase(), &second(), Some(to_bob)).unwrap();
        }
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("vault"), alice.file()).unwrap();
        walks.push(walk(home.path(), &opened_with));
        walks.push(walk(home.path(), &opened_with)); // the time after: as an owner's
    }
    assert!(walks.iter().all(|walk| *walk == walks[0]), "{walks:#?}");
    let staged = walks[0].iter().filter(|step| **step == format!("stage {}", vault::FILE_LEN)).count();
    assert_eq!(staged, 2 + 2, "an unlock counts and commits; a code and a setting are a commit each");
}
