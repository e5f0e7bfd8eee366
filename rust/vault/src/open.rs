//! A vault with its passphrase: saves, changes, locks, burns.

mod decoy;

pub use decoy::Opens;

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::commit::{self, commit, in_place};
use crate::file::{Inside, Sealed};
use crate::generation;
use crate::key::{Key, Place, SALT_LEN, Stretcher};
use crate::slot::{self, CAPACITY};
use crate::{Closed, Disk, Error, HardwareSecret, Passphrase, Profile, Role};

/// An unlocked vault: holds the keys in memory (wiped on drop and by [`Self::lock`]) and the folder for its life.
///
/// A save that fails with [`Error::Disk`] changes nothing, neither here nor on disk.
pub struct Open {
    disk: Box<dyn Disk>,
    outer: Key,
    ring: Keyring,
    generation: u64,
    role: Role,
}

/// What sealing both slots takes.
pub(crate) struct Keyring {
    pub(crate) profile: Profile,
    pub(crate) salt: [u8; SALT_LEN],
    pub(crate) place: Place,
    pub(crate) key: Key,
    pub(crate) decoy: Option<Decoy>,
    /// Whether the closed vault burns without its passphrase.
    pub(crate) burns_shut: bool,
}

/// The other slot, while it holds a decoy.
pub(crate) struct Decoy {
    pub(crate) key: Key,
    pub(crate) payload: Zeroizing<Vec<u8>>,
}

impl Open {
    /// Sets up a new vault and leaves it open. The second slot is noise until [`Self::set_decoy`].
    ///
    /// # Errors
    /// [`Error::Exists`] if anything stands in its place; [`Error::PayloadTooLarge`]; [`Error::NoMemory`];
    /// [`Error::Disk`]: nothing was made; [`Error::NotDurable`]: it was made, open it with [`Closed::open`].
    pub fn create(
        disk: impl Disk + 'static,
        passphrase: &Passphrase,
        secret: &HardwareSecret,
        profile: Profile,
        payload: &[u8],
        rng: &mut dyn CryptoRng,
    ) -> Result<Self, Error> {
        let mut disk: Box<dyn Disk> = Box::new(disk);
        match disk.read(&mut []) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(Error::Disk(error.kind())),
            Ok(_) => return Err(Error::Exists),
        }
        fits(payload)?;
        let place = Place::drawn_by_lot(rng);
        let ring = Keyring::derive(passphrase, profile, place, rng)?;
        let generation = generation::begun_by_lot(rng);
        let mut open = Self { disk, outer: secret.outer_key(), ring, generation, role: Role::Owner };
        open.save(payload, rng)?;
        Ok(open)
    }

    /// Replaces the payload; a decoy's stays as it is.
    ///
    /// # Errors
    /// [`Error::PayloadTooLarge`]; [`Error::Disk`]: the old contents stand; [`Error::NotDurable`]: the new ones do.
    pub fn save(&mut self, payload: &[u8], rng: &mut dyn CryptoRng) -> Result<(), Error> {
        self.replace(None, payload, rng)
    }

    /// A new passphrase, with a new salt and a profile of choice. **Drops the decoy:** its key came from the old salt, and
    /// nobody here knows its passphrase. Set it again.
    ///
    /// # Errors
    /// [`Error::WrongPassphrase`] if `own` is not this slot's; [`Error::NoMemory`]; else as [`Self::save`].
    pub fn change_passphrase(
        &mut self,
        own: &Passphrase,
        new: &Passphrase,
        profile: Profile,
        rng: &mut dyn CryptoRng,
    ) -> Result<(), Error> {
        drop(self.prove(own)?);
        let derived = Keyring::derive(new, profile, self.ring.place, rng)?;
        let next = Keyring { burns_shut: self.ring.burns_shut, ..derived };
        let payload = self.stored()?;
        self.replace(Some(next), &payload, rng)
    }

    /// Lets the closed vault burn without its passphrase, or not any more, and replaces the payload in the same commit.
    ///
    /// # Errors
    /// As [`Self::save`].
    pub fn set_burns_shut(&mut self, on: bool, payload: &[u8], rng: &mut dyn CryptoRng) -> Result<(), Error> {
        let decoy = self.ring.decoy.as_ref();
        let decoy =
            decoy.map(|Decoy { key, payload }| Decoy { key: Key::copied(key.bytes()), payload: payload.clone() });
        let next = Keyring { burns_shut: on, ..self.ring.with_decoy(decoy) };
        self.replace(Some(next), payload, rng)
    }

    /// Whether the closed vault burns without its passphrase.
    pub fn burns_shut(&self) -> bool {
        self.ring.burns_shut
    }

    /// Puts the file under a new hardware secret; see [`Closed::rekey`].
    ///
    /// # Errors
    /// As [`Closed::rekey`].
    pub fn rekey(&mut self, secret: &HardwareSecret, rng: &mut dyn CryptoRng) -> Result<(), Error> {
        commit::rekey(&mut self.disk, &mut self.outer, secret, rng)
    }

    /// Whose slot this is.
    pub fn role(&self) -> Role {
        self.role
    }

    /// The work that one guess at the passphrase costs.
    pub fn profile(&self) -> Profile {
        self.ring.profile
    }

    /// Wipes the keys and keeps the folder.
    pub fn lock(self) -> Closed {
        Closed::locked(self.disk, self.outer, self.ring.burns_shut)
    }

    /// Destroys the vault; see [`burn`](crate::burn).
    ///
    /// # Errors
    /// As [`burn`](crate::burn).
    pub fn burn(self, rng: &mut dyn CryptoRng) -> Result<(), Error> {
        commit::burn(self.disk, rng)
    }

    /// A slot that [`Closed::unlock`] opened; the commit is still to come.
    pub(crate) fn entered(disk: Box<dyn Disk>, outer: Key, ring: Keyring, generation: u64, role: Role) -> Self {
        Self { disk, outer, ring, generation, role }
    }

    /// Commits the payload under the next generation. The state in memory follows whichever file stands afterwards.
    fn replace(&mut self, next: Option<Keyring>, payload: &[u8], rng: &mut dyn CryptoRng) -> Result<(), Error> {
        fits(payload)?;
        let ring = next.as_ref().unwrap_or(&self.ring);
        let generation = generation::after(self.generation, ring.burns_shut);
        let sealed = ring.seal(generation, payload, &self.outer, rng)?;
        let outcome = commit(&mut self.disk, &sealed);
        if in_place(&outcome) {
            self.generation = generation;
            if let Some(next) = next {
                self.ring = next;
            }
        }
        outcome
    }

    /// The payload as the file has it, so that changing a key cannot change what is kept.
    fn stored(&mut self) -> Result<Zeroizing<Vec<u8>>, Error> {
        let mut inside = Inside::read(&mut self.disk, &self.outer)?;
        let at = (self.ring.place, inside.generation());
        let contents = slot::open(inside.slot(self.ring.place), at, &self.ring.key).ok_or(Error::CannotOpen)?;
        Ok(contents.payload)
    }

    /// Checks the passphrase of the open slot; hands the memory on to whoever derives next.
    fn prove(&self, own: &Passphrase) -> Result<Stretcher, Error> {
        let mut stretcher = Stretcher::reserve(self.ring.profile)?;
        let key = stretcher.kek(own, &self.ring.salt)?.slot_key(self.ring.place);
        if key.same(&self.ring.key) { Ok(stretcher) } else { Err(Error::WrongPassphrase) }
    }
}

impl Keyring {
    fn derive(passphrase: &Passphrase, profile: Profile, place: Place, rng: &mut dyn CryptoRng) -> Result<Self, Error> {
        let mut salt = [0; SALT_LEN];
        rng.fill_bytes(&mut salt);
        let key = Stretcher::reserve(profile)?.kek(passphrase, &salt)?.slot_key(place);
        Ok(Self { profile, salt, place, key, decoy: None, burns_shut: false })
    }

    fn with_decoy(&self, decoy: Option<Decoy>) -> Self {
        let Self { profile, salt, place, burns_shut, .. } = *self;
        Self { profile, salt, place, key: Key::copied(self.key.bytes()), decoy, burns_shut }
    }

    /// The whole file. The open slot is always written as an owner's: once a decoy was opened nothing tells that it was one.
    fn seal(&self, generation: u64, payload: &[u8], outer: &Key, rng: &mut dyn CryptoRng) -> Result<Sealed, Error> {
        let too_large = Error::PayloadTooLarge { size: payload.len() };
        let mut inside = Inside::blank(self.profile, &self.salt, generation);
        let other_key = self.decoy.as_ref().map(|decoy| &decoy.key);
        let at = (self.place, generation);
        slot::seal(inside.slot(self.place), at, &self.key, Role::Owner, other_key, payload, rng).ok_or(too_large)?;
        let other = self.place.other();
        match &self.decoy {
            Some(Decoy { key, payload }) => {
                slot::seal(inside.slot(other), (other, generation), key, Role::Decoy, None, payload, rng)
            }
            None => slot::fill_with_noise(inside.slot(other), (other, generation), rng),
        }
        .ok_or(too_large)?;
        inside.seal(outer, rng)
    }
}

fn fits(payload: &[u8]) -> Result<(), Error> {
    if payload.len() > CAPACITY { Err(Error::PayloadTooLarge { size: payload.len() }) } else { Ok(()) }
}
