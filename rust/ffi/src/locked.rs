//! A phone without its passphrase.

use std::{path::Path, sync::Arc};

use engine::{Custody, HardwareSecret, Locked, NotUnlocked, Passphrase, Surroundings};
use getrandom::SysRng;
use rand_core::UnwrapErr;
use zeroize::Zeroizing;

use crate::{
    Clock, Phone, Refusal,
    clock::Shared,
    guard::{Held, guarded},
    text::utf8,
};

/// A phone that holds its file and no key. Once unlocked, it is spent: [`Phone::lock`] gives a new one.
#[derive(uniffi::Object)]
pub struct LockedPhone(Held<Locked>);

/// Wrong passphrases since the last unlock.
#[derive(uniffi::Record)]
pub struct Tries {
    /// So far.
    pub used: u32,
    /// Left before everything burns.
    pub left: u32,
}

/// How much work one guess at the passphrase costs: the strongest that the device bears. Where it is too much, the
/// verb says [`Refusal::NoMemory`] and has done nothing.
#[derive(Clone, Copy, uniffi::Enum)]
pub enum Profile {
    /// 64 MiB, three passes.
    Strong,
    /// 32 MiB, three passes.
    Medium,
    /// 19 MiB, two passes.
    Small,
}

#[uniffi::export]
impl LockedPhone {
    /// Takes the folder for itself until this object, and the phone that it becomes, are closed. `hardware` is a direct
    /// buffer of 32 bytes.
    ///
    /// # Errors
    /// [`Refusal::NoPhone`], [`Refusal::InUse`], [`Refusal::NotAPhone`], [`Refusal::NewerPhone`],
    /// [`Refusal::CannotOpen`], [`Refusal::Burned`], [`Refusal::DiskFailed`].
    #[uniffi::constructor]
    pub fn open(folder: String, hardware: &[u8], clock: Arc<Clock>) -> Result<Arc<LockedPhone>, Refusal> {
        guarded(|| {
            let locked = Locked::open(Path::new(&folder), &secret(hardware)?, surroundings(clock))?;
            Ok(LockedPhone::of(locked))
        })
    }

    /// Wrong passphrases so far, and left.
    ///
    /// # Errors
    /// [`Refusal::Locked`] where this object is spent.
    pub fn tries(&self) -> Result<Tries, Refusal> {
        self.0.with(|locked| Ok(tries(locked)))
    }

    /// Opens the phone. Takes about a second, in which nothing else can be asked. `passphrase` is a direct buffer of
    /// UTF-8.
    ///
    /// # Errors
    /// [`Refusal::WrongPassphrase`] with the tries left; [`Refusal::Burned`] after the last;
    /// [`Refusal::UnfitPassphrase`], [`Refusal::NoMemory`], [`Refusal::DiskFull`], [`Refusal::DiskFailed`],
    /// [`Refusal::NotCertain`], [`Refusal::NewerPhone`].
    pub fn unlock(&self, passphrase: &[u8]) -> Result<Arc<Phone>, Refusal> {
        guarded(|| {
            let passphrase = parse(passphrase)?;
            self.0.consume(|locked| match locked.unlock(&passphrase) {
                Ok(phone) => (None, Ok(Phone::of(phone))),
                Err(NotUnlocked::Wrong(locked)) => {
                    let Tries { used, left } = tries(&locked);
                    (Some(locked), Err(Refusal::WrongPassphrase { used, left }))
                }
                Err(NotUnlocked::Failed(locked, refusal)) => (Some(*locked), Err(refusal.into())),
                Err(NotUnlocked::Burned) => (None, Err(Refusal::Burned)),
            })
        })
    }

    /// Puts the file under a new hardware secret, a direct buffer of 32 bytes, joined with its share where it travels.
    ///
    /// # Errors
    /// [`Refusal::DiskFailed`]: the file is under the old secret. Anything else: keep both and do it again.
    pub fn rekey(&self, hardware: &[u8]) -> Result<(), Refusal> {
        self.0.with(|locked| Ok(locked.rekey(&secret(hardware)?)?))
    }

    /// Whether the owner lets everything be destroyed without the passphrase.
    ///
    /// # Errors
    /// [`Refusal::Locked`] where this object is spent.
    pub fn may_burn(&self) -> Result<bool, Refusal> {
        self.0.with(|locked| Ok(locked.may_burn()))
    }

    /// Destroys everything, where the owner has switched that on.
    ///
    /// # Errors
    /// [`Refusal::LockedBurnOff`]; [`Refusal::DiskFailed`]: open the phone again and try again.
    pub fn burn(&self) -> Result<(), Refusal> {
        self.0.consume(|locked| match locked.may_burn() {
            true => (None, locked.burn().map_err(Refusal::from)),
            false => (Some(locked), Err(Refusal::LockedBurnOff)),
        })
    }
}

impl LockedPhone {
    pub(crate) fn of(locked: Locked) -> Arc<LockedPhone> {
        Arc::new(LockedPhone(Held::new(locked)))
    }

    pub(crate) fn held(&self) -> &Held<Locked> {
        &self.0
    }
}

impl From<Profile> for engine::Profile {
    fn from(profile: Profile) -> engine::Profile {
        match profile {
            Profile::Strong => engine::Profile::Strong,
            Profile::Medium => engine::Profile::Medium,
            Profile::Small => engine::Profile::Small,
        }
    }
}

/// The system's randomness; a meeting stays in memory, for the phone stays awake until it is over.
pub(crate) fn surroundings(clock: Arc<Clock>) -> Surroundings {
    Surroundings::new(Shared(clock), UnwrapErr(SysRng), Custody::Memory)
}

/// Copies the caller's 32 bytes; the copies are wiped here, the caller's buffer there.
pub(crate) fn secret(bytes: &[u8]) -> Result<HardwareSecret, Refusal> {
    let bytes: [u8; 32] = bytes.try_into().map_err(|_| Refusal::Broken)?;
    let mut bytes = Zeroizing::new(bytes);
    Ok(HardwareSecret::new(&mut bytes))
}

pub(crate) fn parse(passphrase: &[u8]) -> Result<Passphrase, Refusal> {
    Ok(utf8(passphrase)?.parse().map_err(engine::Refusal::Vault)?)
}

fn tries(locked: &Locked) -> Tries {
    let tries = locked.tries();
    Tries { used: tries.used.into(), left: tries.left.into() }
}
