//! A Keystore that a test can look into, and that refuses when it is told to.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on must stop")]

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use engine::{
    Custody, HardwareSecret, KeyName, KeyTrouble, Keystore, Locked, NotUnlocked, Passphrase, Phone, Profile, Refusal,
    Share, Surroundings,
};
use rand_chacha::{
    ChaCha20Rng,
    rand_core::{Rng, SeedableRng},
};
use tempfile::TempDir;

use crate::phones::{START, Watch, passphrase};

/// Secrets by the names of their keys.
pub type Keys = BTreeMap<KeyName, [u8; 32]>;

/// Clones share the keys.
#[derive(Clone)]
pub struct Drawer(Arc<Mutex<Inside>>);

struct Inside {
    keys: Keys,
    made: u32,
    rng: ChaCha20Rng,
    /// Calls so far, by their names.
    calls: Vec<&'static str>,
    plan: Option<(usize, KeyTrouble)>,
    /// Every unwrap gives other bytes.
    lies: bool,
    file: PathBuf,
    moments: Vec<(Option<Vec<u8>>, Keys)>,
}

impl Drawer {
    /// Empty, beside the vault of this folder.
    #[must_use]
    pub fn beside(folder: &Path, seed: u64) -> Drawer {
        Drawer(Arc::new(Mutex::new(Inside {
            keys: Keys::new(),
            made: 0,
            rng: ChaCha20Rng::seed_from_u64(seed),
            calls: Vec::new(),
            plan: None,
            lies: false,
            file: folder.join("vault"),
            moments: Vec::new(),
        })))
    }

    /// The keys that are there.
    #[must_use]
    pub fn keys(&self) -> Keys {
        self.inside().keys.clone()
    }

    /// Puts other keys in their place.
    pub fn put(&self, keys: &Keys) {
        self.inside().keys.clone_from(keys);
    }

    /// Forgets the calls so far; the one with this index from here on fails.
    pub fn fail_at(&self, index: usize, trouble: KeyTrouble) {
        let mut inside = self.inside();
        inside.calls.clear();
        inside.plan = Some((index, trouble));
    }

    /// From now on no secret comes out twice the same.
    pub fn lie(&self) {
        self.inside().lies = true;
    }

    /// Calls since the last [`Drawer::forget`] or [`Drawer::fail_at`].
    #[must_use]
    pub fn calls(&self) -> Vec<&'static str> {
        self.inside().calls.clone()
    }

    /// Forgets calls, plans and moments.
    pub fn forget(&self) {
        let mut inside = self.inside();
        inside.calls.clear();
        inside.moments.clear();
        inside.plan = None;
    }

    /// The file and the keys before and after each call: what a power cut would leave.
    #[must_use]
    pub fn moments(&self) -> Vec<(Option<Vec<u8>>, Keys)> {
        self.inside().moments.clone()
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn call<T>(
        &self,
        name: &'static str,
        act: impl FnOnce(&mut Inside) -> Result<T, KeyTrouble>,
    ) -> Result<T, KeyTrouble> {
        let mut inside = self.inside();
        let index = inside.calls.len();
        inside.calls.push(name);
        let moment = |inside: &Inside| (std::fs::read(&inside.file).ok(), inside.keys.clone());
        let before = moment(&inside);
        let done = match inside.plan {
            Some((at, trouble)) if at == index => Err(trouble),
            _ => act(&mut inside),
        };
        let after = moment(&inside);
        inside.moments.extend([before, after]);
        done
    }
}

impl Keystore for Drawer {
    fn names(&mut self) -> Result<Vec<KeyName>, KeyTrouble> {
        self.call("names", |inside| Ok(inside.keys.keys().cloned().collect()))
    }

    fn make(&mut self) -> Result<KeyName, KeyTrouble> {
        self.call("make", |inside| {
            inside.made += 1;
            let name = KeyName(format!("epoch-{:05}", inside.made));
            let mut secret = [0; 32];
            inside.rng.fill_bytes(&mut secret);
            inside.keys.insert(name.clone(), secret);
            Ok(name)
        })
    }

    fn secret(&mut self, name: &KeyName) -> Result<HardwareSecret, KeyTrouble> {
        self.call("secret", |inside| {
            let mut secret = *inside.keys.get(name).ok_or(KeyTrouble::Gone)?;
            if inside.lies {
                inside.rng.fill_bytes(&mut secret);
            }
            Ok(HardwareSecret::new(&mut secret))
        })
    }

    fn delete(&mut self, name: &KeyName) -> Result<(), KeyTrouble> {
        self.call("delete", |inside| {
            inside.keys.remove(name);
            Ok(())
        })
    }
}

/// A folder with a phone in it whose hardware secrets lie in a drawer. Every process is another one.
pub struct Kept {
    folder: TempDir,
    /// Its keys.
    pub drawer: Drawer,
    /// Its clock.
    pub watch: Watch,
    seed: u64,
}

impl Kept {
    /// A new phone, unlocked, and where it lies.
    ///
    /// # Panics
    /// Where it cannot be set up.
    #[must_use]
    pub fn new(seed: u64) -> (Kept, Phone) {
        let mut kept = Kept::empty(seed);
        let phone = kept.set_up().unwrap_or_else(|error| panic!("{error}"));
        (kept, phone)
    }

    /// A folder, and nothing in it.
    ///
    /// # Panics
    /// Where there is no room for one.
    #[must_use]
    pub fn empty(seed: u64) -> Kept {
        let folder = TempDir::new().expect("a folder");
        let drawer = Drawer::beside(folder.path(), seed);
        Kept { drawer, watch: Watch::at(START), seed, folder }
    }

    /// Sets a phone up.
    ///
    /// # Errors
    /// Those of [`Phone::set_up_with`].
    pub fn set_up(&mut self) -> Result<Phone, Refusal> {
        let (surroundings, keystore) = (self.surroundings(), Box::new(self.drawer.clone()));
        Phone::set_up_with(self.folder.path(), &passphrase(), keystore, Profile::Small, surroundings)
    }

    /// The phone, locked, as a new process finds it.
    ///
    /// # Errors
    /// Those of [`Locked::open_with`].
    pub fn locked(&mut self) -> Result<Locked, Refusal> {
        self.locked_with(None)
    }

    /// The same, with the share of a phone that travels.
    ///
    /// # Errors
    /// As [`Kept::locked`].
    pub fn locked_with(&mut self, share: Option<&Share>) -> Result<Locked, Refusal> {
        let (surroundings, keystore) = (self.surroundings(), Box::new(self.drawer.clone()));
        Locked::open_with(self.folder.path(), keystore, share, surroundings)
    }

    /// The same, unlocked.
    ///
    /// # Errors
    /// As [`Kept::locked`].
    ///
    /// # Panics
    /// Where the passphrase does not open it.
    pub fn unlocked(&mut self, passphrase: &Passphrase) -> Result<Phone, Refusal> {
        match self.locked()?.unlock(passphrase) {
            Ok(phone) => Ok(phone),
            Err(NotUnlocked::Failed(_, refusal)) => Err(refusal),
            Err(_) => panic!("the passphrase is right"),
        }
    }

    /// The vault's file.
    ///
    /// # Panics
    /// Where there is none.
    #[must_use]
    pub fn file(&self) -> Vec<u8> {
        std::fs::read(self.folder.path().join("vault")).expect("a vault")
    }

    /// Puts another file in its place.
    ///
    /// # Panics
    /// Where that cannot be.
    pub fn put(&self, file: &[u8]) {
        std::fs::write(self.folder.path().join("vault"), file).expect("a file");
    }

    /// Where it lies.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    fn surroundings(&mut self) -> Surroundings {
        self.seed += 1_000_003;
        Surroundings::new(self.watch.clone(), ChaCha20Rng::seed_from_u64(self.seed), Custody::Memory)
    }
}
