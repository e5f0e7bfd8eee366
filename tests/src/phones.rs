//! Phones in folders of their own, with a clock that the test sets.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on must stop")]

use std::{
    ops::{Deref, DerefMut},
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use engine::{
    Clock, ContactId, Custody, HardwareSecret, Locked, Meeting, MessageId, Moment, NotUnlocked, Passphrase, Phone,
    Profile, Received, Refusal, Size, Surroundings,
};
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use tempfile::TempDir;

/// Seconds of a day.
pub const DAY: u64 = 86_400;
/// When tests begin: half past one in the morning of day 21,000 (2027-07-01).
pub const START: Moment = Moment(21_000 * DAY + 5400);

/// A clock that the test sets, for as many phones as hold it.
#[derive(Clone)]
pub struct Watch(Arc<Mutex<Option<Moment>>>);

impl Watch {
    /// A clock that stands at this time.
    #[must_use]
    pub fn at(now: Moment) -> Watch {
        Watch(Arc::new(Mutex::new(Some(now))))
    }

    /// Shows a time, or none.
    pub fn set(&self, now: Option<Moment>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }

    /// Goes on by seconds.
    pub fn pass(&self, seconds: u64) {
        let now = self.now().expect("a clock that is set");
        self.set(Some(Moment(now.0 + seconds)));
    }
}

impl Clock for Watch {
    fn now(&self) -> Option<Moment> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A clock that stands.
pub struct Still(pub Moment);

impl Clock for Still {
    fn now(&self) -> Option<Moment> {
        Some(self.0)
    }
}

/// An unlocked phone, its folder and its clock.
pub struct Handset {
    /// None for a moment, between locking and unlocking.
    phone: Option<Phone>,
    folder: TempDir,
    /// Its clock.
    pub watch: Watch,
    custody: Custody,
    seed: u64,
}

impl Handset {
    /// A new phone that keeps its meetings in memory.
    #[must_use]
    pub fn new(seed: u64) -> Handset {
        Handset::with(seed, Custody::Memory, Some(START))
    }

    /// A new phone.
    #[must_use]
    pub fn with(seed: u64, custody: Custody, now: Option<Moment>) -> Handset {
        let folder = TempDir::new().expect("a folder");
        let watch = Watch(Arc::new(Mutex::new(now)));
        let mut handset = Handset { phone: None, folder, watch, custody, seed };
        let (surroundings, hardware) = (handset.surroundings(), HardwareSecret::none());
        let phone = Phone::set_up(handset.folder(), &passphrase(), &hardware, Profile::Small, surroundings);
        handset.phone = phone.ok();
        handset
    }

    /// Where its file lies.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Locked by its owner and unlocked again.
    pub fn lock_and_unlock(&mut self) {
        let locked = self.phone.take().expect("unlocked").lock();
        self.phone = Some(unlocked(locked));
    }

    /// The process ends where it stands, and another one begins with what is on disk.
    pub fn power_cut(&mut self) {
        self.phone = None;
        self.begin_again();
    }

    /// As [`Handset::power_cut`], before anything of `verb` reached the disk.
    pub fn power_cut_before_the_commit_of(&mut self, verb: impl FnOnce(&mut Phone)) {
        let before = self.file();
        verb(self);
        self.phone = None;
        std::fs::write(self.folder().join("vault"), before).expect("the file as it was");
        self.begin_again();
    }

    /// Locks, tries passphrases that are wrong, and unlocks; gives how many wrong ones were counted after each.
    pub fn try_passphrases(&mut self, wrong: &[Passphrase]) -> Vec<u8> {
        let mut locked = self.phone.take().expect("unlocked").lock();
        let mut counted = Vec::new();
        for passphrase in wrong {
            locked = match locked.unlock(passphrase) {
                Err(NotUnlocked::Wrong(locked)) => locked,
                _ => panic!("the passphrase is wrong"),
            };
            counted.push(locked.tries().used);
        }
        self.phone = Some(unlocked(locked));
        counted
    }

    /// The process ends, and somebody tries this passphrase; gives whether it opened the phone. Where it did not, the
    /// handset holds none.
    pub fn seized(&mut self, passphrase: &Passphrase) -> bool {
        self.phone = None;
        self.phone = self.locked().unlock(passphrase).ok();
        self.phone.is_some()
    }

    /// The process ends; the phone as another process finds it.
    pub fn locked(&mut self) -> Locked {
        self.phone = None;
        let surroundings = self.surroundings();
        let locked = Locked::open(self.folder.path(), &HardwareSecret::none(), surroundings);
        locked.unwrap_or_else(|error| panic!("{error}"))
    }

    /// Burns the vault.
    ///
    /// # Errors
    /// Those of [`Phone::burn_vault`].
    pub fn burn_vault(mut self) -> Result<TempDir, Refusal> {
        self.phone.take().expect("unlocked").burn_vault().map(|()| self.folder)
    }

    /// The vault's file.
    #[must_use]
    pub fn file(&self) -> Vec<u8> {
        std::fs::read(self.folder().join("vault")).expect("a vault")
    }

    fn begin_again(&mut self) {
        let locked = self.locked();
        self.phone = Some(unlocked(locked));
    }

    /// Every process draws other random numbers than the one before.
    fn surroundings(&mut self) -> Surroundings {
        self.seed += 1_000_003;
        Surroundings::new(self.watch.clone(), ChaCha20Rng::seed_from_u64(self.seed), self.custody)
    }
}

impl Deref for Handset {
    type Target = Phone;
    fn deref(&self) -> &Phone {
        self.phone.as_ref().expect("unlocked")
    }
}

impl DerefMut for Handset {
    fn deref_mut(&mut self) -> &mut Phone {
        self.phone.as_mut().expect("unlocked")
    }
}

/// The one passphrase of all test phones.
#[must_use]
pub fn passphrase() -> Passphrase {
    "wall lamp drawer boat six".parse().expect("a passphrase")
}

/// Both phones go through the three scans under these names, and both owners confirm: who Alice's phone calls `bob`, and
/// who Bob's calls `alice`.
pub fn befriend(first: &mut Phone, bob: &str, second: &mut Phone, alice: &str) -> (ContactId, ContactId) {
    introduce(first, bob, second, alice);
    let ids = (first.person(bob).expect("met"), second.person(alice).expect("met"));
    first.confirm(ids.0).expect("met");
    second.confirm(ids.1).expect("met");
    ids
}

/// The three scans, and nobody has confirmed yet.
pub fn introduce(first: &mut Phone, bob: &str, second: &mut Phone, alice: &str) {
    let (bob, alice) = (bob.parse().expect("a name"), alice.parse().expect("a name"));
    let p1 = first.start_meeting(&bob).expect("room");
    let Ok(Meeting::Second(p2)) = second.meet(&alice, &p1) else { panic!("P1 is answered by P2") };
    let Ok(Meeting::Third { code, words }) = first.meet(&bob, &p2) else { panic!("P2 is answered by P3") };
    let Ok(Meeting::Done { words: seen }) = second.meet(&alice, &code) else { panic!("P3 ends it") };
    assert!(words == seen, "the words of an honest meeting are the same");
}

/// Two phones whose owners know each other as "Bob" and "Alice".
#[must_use]
pub fn pair(seed: u64) -> (Handset, Handset, ContactId, ContactId) {
    let (mut alice, mut bob) = (Handset::new(2 * seed), Handset::new(2 * seed + 1));
    let (to_bob, to_alice) = befriend(&mut alice, "Bob", &mut bob, "Alice");
    (alice, bob, to_bob, to_alice)
}

/// A text on its way from one phone to the other: where it lies in the inbox.
pub fn send(from: &mut Phone, to: ContactId, text: &str, at: &mut Phone) -> MessageId {
    let written = from.write(to, text, Size::Exactly(engine::Bucket::Short)).unwrap_or_else(|error| panic!("{error}"));
    match at.receive(&written.envelope) {
        Ok(Received::Message { id, .. }) => id,
        other => panic!("{other:?}"),
    }
}

/// A text that is read and burned at once.
pub fn tell(from: &mut Phone, to: ContactId, text: &str, at: &mut Phone) {
    let id = send(from, to, text, at);
    assert_eq!(at.open_text(id).unwrap_or_else(|error| panic!("{error}")).as_str(), text);
    at.burn_message(id).unwrap_or_else(|error| panic!("{error}"));
}

fn unlocked(locked: Locked) -> Phone {
    locked.unlock(&passphrase()).unwrap_or_else(|_| panic!("the passphrase is right"))
}
