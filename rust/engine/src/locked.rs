//! A phone without its passphrase.

use std::path::Path;

use vault::{Closed, Disk, Folder, HardwareSecret, Passphrase, Profile, Refused, Tries};

use crate::{Phone, Refusal, Surroundings, book::Book};

/// A phone that holds its file and no key. Locking and unlocking never burn, but for the tenth wrong passphrase.
pub struct Locked {
    pub(crate) vault: Closed,
    pub(crate) surroundings: Surroundings,
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
        Ok(Locked { vault, surroundings })
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
                Some(book) => Ok(Phone::opened(vault, book, self.surroundings)),
                None => {
                    let locked = Locked { vault: vault.lock(), surroundings: self.surroundings };
                    Err(NotUnlocked::Failed(locked, Refusal::NewerBook))
                }
            },
            Err(Refused::Wrong(vault)) => Err(NotUnlocked::Wrong(Locked { vault, ..self })),
            Err(Refused::Failed(vault, error)) => Err(NotUnlocked::Failed(Locked { vault, ..self }, error.into())),
            Err(Refused::Burned) => Err(NotUnlocked::Burned),
        }
    }

    /// Puts the vault under a new hardware secret.
    ///
    /// # Errors
    /// [`Refusal::Vault`]: keep both secrets and do it again.
    pub fn rekey(&mut self, hardware: &HardwareSecret) -> Result<(), Refusal> {
        Ok(self.vault.rekey(hardware, self.surroundings.rng.as_mut())?)
    }

    /// Destroys everything.
    ///
    /// # Errors
    /// [`Refusal::Vault`] where the disk refuses.
    pub fn burn(mut self) -> Result<(), Refusal> {
        Ok(self.vault.burn(self.surroundings.rng.as_mut())?)
    }
}

/// Why a phone stays locked.
pub enum NotUnlocked {
    /// The passphrase is wrong; [`Locked::tries`] says how many are left.
    Wrong(Locked),
    /// Something else is.
    Failed(Locked, Refusal),
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
        mut surroundings: Surroundings,
    ) -> Result<Phone, Refusal> {
        let book = Book::new(surroundings.clock.now());
        let rng = surroundings.rng.as_mut();
        let vault = vault::Open::create(disk, passphrase, hardware, profile, &book.to_bytes(), rng)?;
        Ok(Phone::opened(vault, book, surroundings))
    }
}
