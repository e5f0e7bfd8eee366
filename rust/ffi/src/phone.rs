//! An unlocked phone. Its verbs stand with what they are about: people, messages, meetings, settings.

use std::{path::Path, sync::Arc};

use crate::{
    Clock, LockedPhone, Profile, Refusal,
    guard::{Held, guarded},
    locked::{parse, secret, surroundings},
};

/// An unlocked phone. Once locked, each of its verbs says [`Refusal::Locked`].
#[derive(uniffi::Object)]
pub struct Phone(pub(crate) Held<engine::Phone>);

#[uniffi::export]
impl Phone {
    /// A new phone in an empty folder. Takes about a second. `passphrase` is a direct buffer of UTF-8, `hardware` one
    /// of 32 bytes.
    ///
    /// # Errors
    /// [`Refusal::PhoneExists`], [`Refusal::UnfitPassphrase`], [`Refusal::NoMemory`], [`Refusal::DiskFull`],
    /// [`Refusal::DiskFailed`]: nothing was made. [`Refusal::NotCertain`]: it was made, open it.
    #[uniffi::constructor]
    pub fn set_up(
        folder: String,
        passphrase: &[u8],
        hardware: &[u8],
        profile: Profile,
        clock: Arc<Clock>,
    ) -> Result<Arc<Phone>, Refusal> {
        guarded(|| {
            let (passphrase, hardware) = (parse(passphrase)?, secret(hardware)?);
            let around = surroundings(clock);
            let phone = engine::Phone::set_up(Path::new(&folder), &passphrase, &hardware, profile.into(), around)?;
            Ok(Phone::of(phone))
        })
    }

    /// Wipes all keys and texts from memory. Burns nothing.
    ///
    /// # Errors
    /// [`Refusal::Locked`] where it is locked already.
    pub fn lock(&self) -> Result<Arc<LockedPhone>, Refusal> {
        self.0.consume(|phone| (None, Ok(LockedPhone::of(phone.lock()))))
    }

    /// Puts the file under a new hardware secret, a direct buffer of 32 bytes, joined with its share where it travels.
    ///
    /// # Errors
    /// [`Refusal::DiskFailed`]: the file is under the old secret. Anything else: keep both and do it again.
    pub fn rekey(&self, hardware: &[u8]) -> Result<(), Refusal> {
        self.0.with(|phone| Ok(phone.rekey(&secret(hardware)?)?))
    }

    /// A new passphrase; both are direct buffers of UTF-8. Takes about two seconds.
    ///
    /// # Errors
    /// [`Refusal::WrongPassphrase`] where `own` is not this phone's; [`Refusal::UnfitPassphrase`],
    /// [`Refusal::NoMemory`], [`Refusal::DiskFull`], [`Refusal::DiskFailed`], [`Refusal::NotCertain`].
    pub fn change_passphrase(&self, own: &[u8], new: &[u8], profile: Profile) -> Result<(), Refusal> {
        self.0.with(|phone| Ok(phone.change_passphrase(&parse(own)?, &parse(new)?, profile.into())?))
    }

    /// Destroys everything.
    ///
    /// # Errors
    /// [`Refusal::DiskFailed`]: open the phone again and try again.
    pub fn burn(&self) -> Result<(), Refusal> {
        self.0.consume(|phone| (None, phone.burn_vault().map_err(Refusal::from)))
    }
}

impl Phone {
    pub(crate) fn of(phone: engine::Phone) -> Arc<Phone> {
        Arc::new(Phone(Held::new(phone)))
    }
}
