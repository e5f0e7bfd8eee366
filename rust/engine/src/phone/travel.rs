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
        let half = share.map(half);
        let (vault, rng) = (&mut self.vault, self.surroundings.rng.as_mut());
        match &mut self.epochs {
            Some(epochs) => epochs.turn_to(half, |secret| vault.rekey(secret, rng)).map_err(Refusal::Keystore),
            None => Ok(vault.rekey(&half.unwrap_or_else(HardwareSecret::none), rng)?),
        }
    }
}

impl Locked {
    /// A phone that travels and has no hardware secret: a host's.
    ///
    /// # Errors
    /// As [`Locked::open`]. A wrong share looks like a damaged file, on purpose, and costs no try.
    pub fn open_travelling(folder: &Path, share: &Share, surroundings: Surroundings) -> Result<Locked, Refusal> {
        Locked::open(folder, &half(share), surroundings)
    }
}

/// What of a share goes into the secret.
pub(crate) fn half(share: &Share) -> HardwareSecret {
    HardwareSecret::new(&mut share.half())
}
