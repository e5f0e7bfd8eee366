//! A phone that travels: its file needs a third part besides the hardware secret and the passphrase, a share that was left with
//! somebody. The file's form does not change: the secret that it is under is the hardware's joined with the share's, so either
//! of them alone is 32 random bytes. On a host without a hardware secret it is the share's alone.

use std::path::Path;

use vault::HardwareSecret;

use super::Phone;
use crate::{Locked, Refusal, Share, Surroundings};

impl Phone {
    /// Draws a share. It exists in memory alone until the owner has shown it back: [`Phone::travel`].
    pub fn draw_share(&mut self) -> Share {
        Share::new(self.surroundings.rng.as_mut())
    }

    /// From now on the phone opens with this share alone, which is not kept; or, with none, without any again. Every copy of the
    /// file that was made before is as it was.
    ///
    /// # Errors
    /// [`Refusal::Vault`], [`Refusal::Keystore`]: the phone opens as before. After [`vault::Error::NotDurable`] and
    /// [`KeyTrouble::Transient`](crate::KeyTrouble::Transient) it may be either, so the share is not to be thrown away: do it
    /// again.
    pub fn travel(&mut self, share: Option<&Share>) -> Result<(), Refusal> {
        let (vault, rng) = (&mut self.vault, self.surroundings.rng.as_mut());
        match &mut self.epochs {
            Some(epochs) => {
                epochs.turn_to(share.map(half), |secret| vault.rekey(secret, rng)).map_err(Refusal::Keystore)
            }
            None => self.travel_under(&HardwareSecret::none(), share),
        }
    }

    /// The same where the caller keeps the hardware secrets: under this new one.
    ///
    /// # Errors
    /// [`Refusal::Vault`]. After [`vault::Error::NotDurable`] it may be either: keep both secrets and the share, and do it
    /// again.
    pub fn travel_under(&mut self, hardware: &HardwareSecret, share: Option<&Share>) -> Result<(), Refusal> {
        let half = share.map(half);
        let turned = self.vault.rekey(&joined(hardware, half.as_ref()), self.surroundings.rng.as_mut());
        if matches!(turned, Ok(()) | Err(vault::Error::NotDurable(_))) {
            self.half = half;
        }
        Ok(turned?)
    }

    /// Whether it opens with a share alone.
    pub fn travels(&self) -> bool {
        self.half.is_some() || self.epochs.as_ref().is_some_and(|epochs| epochs.travels())
    }
}

impl Locked {
    /// A phone that travels, where the caller keeps the hardware secrets; on a host without one,
    /// [`HardwareSecret::none`]. What it takes of the share stays in memory until it is dropped, so that the secret can be
    /// replaced.
    ///
    /// # Errors
    /// As [`Locked::open`]. A wrong share looks like a damaged file, on purpose, and costs no try.
    pub fn open_travelling(
        folder: &Path,
        hardware: &HardwareSecret,
        share: &Share,
        surroundings: Surroundings,
    ) -> Result<Locked, Refusal> {
        let half = half(share);
        let locked = Locked::open(folder, &hardware.joined(&half), surroundings)?;
        Ok(Locked { half: Some(half), ..locked })
    }

    /// Whether it opens with a share alone.
    pub fn travels(&self) -> bool {
        self.half.is_some() || self.epochs.as_ref().is_some_and(|epochs| epochs.travels())
    }
}

/// A hardware secret, and a share's half with it.
pub(crate) fn joined(hardware: &HardwareSecret, half: Option<&HardwareSecret>) -> HardwareSecret {
    half.map_or_else(|| hardware.duplicate(), |half| hardware.joined(half))
}

/// What of a share goes into the secret.
pub(crate) fn half(share: &Share) -> HardwareSecret {
    HardwareSecret::new(&mut share.half())
}
