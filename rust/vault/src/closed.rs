//! A vault without its passphrase: counts wrong tries, unlocks, burns.

use std::fmt;

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::commit::{self, burn_on, commit, in_place};
use crate::file::Inside;
use crate::generation::burns_shut;
use crate::key::{Key, Place, Stretcher};
use crate::open::{Decoy, Keyring};
use crate::slot::{self, Contents};
use crate::{Disk, Error, HardwareSecret, Open, Passphrase, Role};

/// So many wrong tries burn the vault.
pub const WRONG_TRIES: u8 = 10;

/// A vault whose outer layer opens and whose slots are shut. Holds the folder for its life.
pub struct Closed {
    disk: Box<dyn Disk>,
    outer: Key,
    tries: Tries,
    burns_shut: bool,
    /// The last text that was counted: typed again, it counts no second time.
    counted: Option<Passphrase>,
}

/// Wrong tries since the last unlock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tries {
    /// Counted so far, 0 to [`WRONG_TRIES`].
    pub used: u8,
    /// Left before the vault burns.
    pub left: u8,
}

/// Why an unlock gave no [`Open`].
pub enum Refused {
    /// The passphrase opens neither slot. [`Closed::tries`] says how many are left.
    Wrong(Closed),
    /// Disk, memory or a damaged file, not the passphrase. The attempt may have been counted; the same text counts no
    /// second time.
    Failed(Closed, Error),
    /// That was the last try: the vault is gone.
    Burned,
}

impl Closed {
    /// Reads the file and opens its outer layer; removes what a crash may have left beside it.
    ///
    /// # Errors
    /// [`Error::Missing`], [`Error::NotAVault`], [`Error::Newer`], [`Error::UnknownProfile`], [`Error::CannotOpen`]: the
    /// file is left as it is. [`Error::Burned`] if ten wrong tries were counted before. [`Error::Disk`].
    pub fn open(disk: impl Disk + 'static, secret: &HardwareSecret, rng: &mut dyn CryptoRng) -> Result<Self, Error> {
        let mut disk: Box<dyn Disk> = Box::new(disk);
        disk.remove_temp().map_err(|error| Error::Disk(error.kind()))?;
        let outer = secret.outer_key();
        let mut inside = Inside::read(&mut disk, &outer)?;
        let tries = Tries::after(inside.wrong_tries());
        if tries.left == 0 {
            burn_on(&mut disk, rng)?;
            return Err(Error::Burned);
        }
        Ok(Self { disk, outer, tries, burns_shut: burns_shut(inside.generation()), counted: None })
    }

    /// Wrong tries used and left, as on disk.
    pub fn tries(&self) -> Tries {
        self.tries
    }

    /// Whether the owner lets it burn without its passphrase. [`Self::burn`] does not ask: whoever calls it has.
    pub fn burns_shut(&self) -> bool {
        self.burns_shut
    }

    /// Makes sure that what stands on disk survives a power cut.
    ///
    /// # Errors
    /// [`Error::NotDurable`].
    pub fn flush(&mut self) -> Result<(), Error> {
        self.disk.sync_dir().map_err(|error| Error::NotDurable(error.kind()))
    }

    /// Tries the passphrase on both slots. The attempt is counted on disk before the key is derived, and the count is
    /// reset by the commit that every unlock makes. If the decoy's slot opens, that commit destroys the owner's.
    ///
    /// # Errors
    /// [`Refused`], which gives the closed vault back unless it burned.
    pub fn unlock(
        mut self,
        passphrase: &Passphrase,
        rng: &mut dyn CryptoRng,
    ) -> Result<(Open, Zeroizing<Vec<u8>>), Refused> {
        match self.attempt(passphrase, rng) {
            Ok(Some(attempt)) => self.enter(attempt, rng),
            Ok(None) if self.tries.left > 0 => Err(Refused::Wrong(self)),
            Ok(None) => match burn_on(&mut self.disk, rng) {
                Ok(()) => Err(Refused::Burned),
                Err(error) => Err(Refused::Failed(self, error)),
            },
            Err(error) => Err(Refused::Failed(self, error)),
        }
    }

    /// Puts the file under a new hardware secret; the slots stay as they are. Pass the secret as the new key gave it
    /// back, not as it was made: after `Ok` the file was read back and opened with it, and the old key may be deleted.
    ///
    /// # Errors
    /// [`Error::Disk`]: the file is still under the old secret. Anything else: keep both secrets and do it again.
    pub fn rekey(&mut self, secret: &HardwareSecret, rng: &mut dyn CryptoRng) -> Result<(), Error> {
        commit::rekey(&mut self.disk, &mut self.outer, secret, rng)
    }

    /// Destroys the vault; see [`burn`](crate::burn).
    ///
    /// # Errors
    /// As [`burn`](crate::burn).
    pub fn burn(self, rng: &mut dyn CryptoRng) -> Result<(), Error> {
        commit::burn(self.disk, rng)
    }

    /// The state after [`Open::lock`].
    pub(crate) fn locked(disk: Box<dyn Disk>, outer: Key, burns_shut: bool) -> Self {
        Self { disk, outer, tries: Tries::after(0), burns_shut, counted: None }
    }

    /// Counts, derives, and tries both slots. `None`: neither opened, or all tries were used up before.
    fn attempt(&mut self, passphrase: &Passphrase, rng: &mut dyn CryptoRng) -> Result<Option<Attempt>, Error> {
        let mut inside = Inside::read(&mut self.disk, &self.outer)?;
        let again = self.counted.as_ref().is_some_and(|last| last.same(passphrase));
        self.tries = Tries::after(inside.wrong_tries());
        if !again && self.tries.left == 0 {
            return Ok(None);
        }
        let mut stretcher = Stretcher::reserve(inside.profile())?;
        if !again {
            self.count(&inside, passphrase, rng)?;
        }
        let salt = inside.salt();
        let kek = stretcher.kek(passphrase, &salt)?;
        drop(stretcher);
        let generation = inside.generation();
        let profile = inside.profile();

        let [first, second] = Place::BOTH.map(|place| {
            let key = kek.slot_key(place);
            let contents = slot::open(inside.slot(place), (place, generation), &key);
            contents.map(|contents| (place, key, contents))
        });
        let Some((place, key, contents)) = first.or(second) else {
            return Ok(None);
        };
        let Contents { role, other_key, payload } = contents;

        // A decoy's slot that its owner's key does not open was tampered with by somebody who knows the hardware secret.
        // That must not keep the owner out; the decoy is gone, and `Open::decoy` says so.
        let at = (place.other(), generation);
        let other = inside.slot(place.other());
        let decoy = match other_key {
            Some(decoys) => slot::open(other, at, &decoys).map(|it| Decoy { key: decoys, payload: it.payload }),
            None => {
                // Whether there is a decoy, or this was one, must not be told by the time that an unlock takes.
                slot::spend(other, at, &key);
                None
            }
        };
        let burns_shut = burns_shut(generation);
        Ok(Some(Attempt { ring: Keyring { profile, salt, place, key, decoy, burns_shut }, generation, role, payload }))
    }

    /// Commits one more wrong try: only the outer layer is sealed anew.
    fn count(&mut self, inside: &Inside, passphrase: &Passphrase, rng: &mut dyn CryptoRng) -> Result<(), Error> {
        let tries = Tries::after(self.tries.used.saturating_add(1));
        let mut counted = inside.duplicate();
        counted.set_wrong_tries(tries.used);
        let outcome = commit(&mut self.disk, &counted.seal(&self.outer, rng)?);
        if in_place(&outcome) {
            self.tries = tries;
            self.counted = Some(passphrase.duplicate());
        }
        outcome
    }

    /// The unlock's own commit.
    fn enter(self, attempt: Attempt, rng: &mut dyn CryptoRng) -> Result<(Open, Zeroizing<Vec<u8>>), Refused> {
        let Self { disk, outer, tries, counted, .. } = self;
        let Attempt { ring, generation, role, payload } = attempt;
        let mut open = Open::entered(disk, outer, ring, generation, role);
        match open.save(&payload, rng) {
            Ok(()) => Ok((open, payload)),
            Err(error) => {
                let mut closed = open.lock();
                if !in_place(&Err(error)) {
                    closed.tries = tries;
                }
                closed.counted = counted;
                Err(Refused::Failed(closed, error))
            }
        }
    }
}

/// A slot that opened.
struct Attempt {
    ring: Keyring,
    generation: u64,
    role: Role,
    payload: Zeroizing<Vec<u8>>,
}

impl Tries {
    fn after(used: u8) -> Self {
        let used = used.min(WRONG_TRIES);
        Self { used, left: WRONG_TRIES - used }
    }
}

/// By hand: a [`Closed`] holds keys and is never printed.
impl fmt::Debug for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Wrong(closed) => write!(f, "Wrong({:?})", closed.tries),
            Self::Failed(closed, error) => write!(f, "Failed({:?}, {error:?})", closed.tries),
            Self::Burned => f.write_str("Burned"),
        }
    }
}
