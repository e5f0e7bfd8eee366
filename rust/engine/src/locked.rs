//! A phone without its passphrase.

use std::path::Path;

use vault::{Closed, Disk, Folder, HardwareSecret, Passphrase, Profile, Refused, Tries};

use crate::{
    KeyTrouble, Keystore, Phone, Refusal, Share, Surroundings,
    book::Book,
    epoch::{Epochs, Turns, secret_of, trial},
    phone::travel::{half, joined},
};

/// A phone that holds its file and no key. Locking and unlocking never burn, but for the tenth wrong passphrase.
pub struct Locked {
    pub(crate) vault: Closed,
    pub(crate) surroundings: Surroundings,
    /// Where a Keystore keeps the hardware secret.
    pub(crate) epochs: Option<Box<Epochs>>,
    /// Where it travels and the caller keeps the hardware secrets: the other half of each of them.
    pub(crate) half: Option<HardwareSecret>,
}

impl Locked {
    /// Takes the folder for itself.
    ///
    /// # Errors
    /// [`Refusal::Vault`] with the reason; the file is left as it is.
    pub fn open(folder: &Path, hardware: &HardwareSecret, surroundings: Surroundings) -> Result<Locked, Refusal> {
        Locked::open_on(Folder::at(folder)?, hardware, surroundings)
    }

    /// As [`Locked::open`], on another disk than a folder: one that dies between two steps, for whoever wants to see
    /// what is left.
    ///
    /// # Errors
    /// As [`Locked::open`].
    pub fn open_on(
        disk: impl Disk + 'static,
        hardware: &HardwareSecret,
        mut surroundings: Surroundings,
    ) -> Result<Locked, Refusal> {
        let vault = Closed::open(disk, hardware, surroundings.rng.as_mut())?;
        Ok(Locked { vault, surroundings, epochs: None, half: None })
    }

    /// Takes the folder for itself, with whichever of the Keystore's keys its file is under. The others, which a power cut
    /// has left, are destroyed once the file has opened. A phone that travels opens with its share alone.
    ///
    /// # Errors
    /// [`Refusal::Keystore`] where a key could not be asked and none of the others opens the file; [`Refusal::Vault`].
    pub fn open_with(
        folder: &Path,
        mut keystore: Box<dyn Keystore>,
        share: Option<&Share>,
        mut surroundings: Surroundings,
    ) -> Result<Locked, Refusal> {
        let half = share.map(half);
        let mut refusal = Refusal::Keystore(KeyTrouble::Gone);
        for name in keystore.names().map_err(Refusal::Keystore)? {
            let secret = match secret_of(keystore.as_mut(), &name, half.as_ref()) {
                Ok(secret) => secret,
                Err(trouble) => {
                    refusal = Refusal::Keystore(trouble);
                    continue;
                }
            };
            match Closed::open(Folder::at(folder)?, &secret, surroundings.rng.as_mut()) {
                Ok(mut vault) => {
                    let mut epochs = Box::new(Epochs::new(keystore, name, half));
                    // What stands may be newer than what a power cut would leave, and under another key.
                    if vault.flush().is_ok() {
                        let _ = epochs.delete_others(); // tried again at the next turn
                    }
                    return Ok(Locked { vault, surroundings, epochs: Some(epochs), half: None });
                }
                Err(error @ vault::Error::CannotOpen) => refusal = error.into(),
                Err(error) => return Err(error.into()),
            }
        }
        Err(refusal)
    }

    /// What kept the last change of the hardware secret from being made. The old one goes on to work.
    pub fn key_trouble(&self) -> Option<KeyTrouble> {
        self.epochs.as_ref().and_then(|epochs| epochs.trouble())
    }

    /// Wrong passphrases so far, and left before the vault burns.
    pub fn tries(&self) -> Tries {
        self.vault.tries()
    }

    /// Opens the phone.
    ///
    /// # Errors
    /// [`NotUnlocked`] gives the locked phone back, unless the vault burned.
    pub fn unlock(mut self, passphrase: &Passphrase) -> Result<Phone, NotUnlocked> {
        match self.vault.unlock(passphrase, self.surroundings.rng.as_mut()) {
            Ok((vault, payload)) => match Book::parse(&payload) {
                Some(book) => Ok(Phone::opened(vault, book, self.surroundings, self.epochs, self.half)),
                None => Err(NotUnlocked::Failed(Box::new(Locked { vault: vault.lock(), ..self }), Refusal::NewerBook)),
            },
            Err(Refused::Wrong(vault)) => Err(NotUnlocked::Wrong(Locked { vault, ..self })),
            Err(Refused::Failed(vault, error)) => {
                Err(NotUnlocked::Failed(Box::new(Locked { vault, ..self }), error.into()))
            }
            Err(Refused::Burned) => {
                forget(self.epochs);
                Err(NotUnlocked::Burned)
            }
        }
    }

    /// Puts the vault under a new hardware secret, joined with its share where it travels.
    ///
    /// # Errors
    /// [`Refusal::Vault`]: keep both secrets and do it again.
    pub fn rekey(&mut self, hardware: &HardwareSecret) -> Result<(), Refusal> {
        Ok(self.vault.rekey(&joined(hardware, self.half.as_ref()), self.surroundings.rng.as_mut())?)
    }

    /// Whether the owner lets everything be destroyed without the passphrase.
    pub fn may_burn(&self) -> bool {
        self.vault.burns_shut()
    }

    /// Destroys everything, where the owner has switched that on: [`Phone::set_locked_burn`].
    ///
    /// # Errors
    /// [`Refusal::LockedBurnOff`]; [`Refusal::Vault`] where the disk refuses.
    pub fn burn(mut self) -> Result<(), Refusal> {
        if !self.may_burn() {
            return Err(Refusal::LockedBurnOff);
        }
        self.vault.burn(self.surroundings.rng.as_mut())?;
        forget(self.epochs);
        Ok(())
    }
}

/// The keys of a phone that was burned go with it.
pub(crate) fn forget(epochs: Option<Box<Epochs>>) {
    if let Some(epochs) = epochs {
        epochs.delete_all();
    }
}

/// Why a phone stays locked.
pub enum NotUnlocked {
    /// The passphrase is wrong; [`Locked::tries`] says how many are left.
    Wrong(Locked),
    /// Something else is.
    Failed(Box<Locked>, Refusal),
    /// It was the tenth wrong passphrase: everything is gone.
    Burned,
}

impl Phone {
    /// A new phone in an empty folder.
    ///
    /// # Errors
    /// [`Refusal::Vault`]: a vault that stands there already is never overwritten.
    pub fn set_up(
        folder: &Path,
        passphrase: &Passphrase,
        hardware: &HardwareSecret,
        profile: Profile,
        surroundings: Surroundings,
    ) -> Result<Phone, Refusal> {
        Phone::set_up_on(Folder::at(folder)?, passphrase, hardware, profile, surroundings)
    }

    /// As [`Phone::set_up`], on another disk than a folder.
    ///
    /// # Errors
    /// As [`Phone::set_up`].
    pub fn set_up_on(
        disk: impl Disk + 'static,
        passphrase: &Passphrase,
        hardware: &HardwareSecret,
        profile: Profile,
        surroundings: Surroundings,
    ) -> Result<Phone, Refusal> {
        let book = Book::new(surroundings.clock.now());
        Phone::create(disk, passphrase, hardware, profile, book, surroundings)
    }

    /// A new phone in an empty folder, under a key of the Keystore, which passes its trial first.
    ///
    /// # Errors
    /// [`Refusal::Keystore`], [`Refusal::Vault`]: nothing was made, and no key is left.
    pub fn set_up_with(
        folder: &Path,
        passphrase: &Passphrase,
        mut keystore: Box<dyn Keystore>,
        profile: Profile,
        surroundings: Surroundings,
    ) -> Result<Phone, Refusal> {
        let pace = trial(keystore.as_mut());
        let mut book = Book::new(surroundings.clock.now());
        book.turns = Turns::at_setup(pace, book.calendar.floor.day());
        let name = keystore.make().map_err(Refusal::Keystore)?;
        let secret = keystore.secret(&name).map_err(Refusal::Keystore);
        let made = secret.and_then(|hardware| {
            Phone::create(Folder::at(folder)?, passphrase, &hardware, profile, book, surroundings)
        });
        match made {
            Ok(mut phone) => {
                let mut epochs = Box::new(Epochs::new(keystore, name, None));
                let _ = epochs.delete_others(); // what a trial left; tried again at the next start
                phone.epochs = Some(epochs);
                Ok(phone)
            }
            // A file that may be there after all needs its key.
            Err(refusal @ Refusal::Vault(vault::Error::NotDurable(_))) => Err(refusal),
            Err(refusal) => {
                let _ = keystore.delete(&name);
                Err(refusal)
            }
        }
    }

    fn create(
        disk: impl Disk + 'static,
        passphrase: &Passphrase,
        hardware: &HardwareSecret,
        profile: Profile,
        book: Book,
        mut surroundings: Surroundings,
    ) -> Result<Phone, Refusal> {
        let rng = surroundings.rng.as_mut();
        let vault = vault::Open::create(disk, passphrase, hardware, profile, &book.to_bytes(), rng)?;
        Ok(Phone::new(vault, book, surroundings))
    }
}
