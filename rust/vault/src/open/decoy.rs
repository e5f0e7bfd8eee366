//! The other slot, while it holds a decoy.

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::{Decoy, Keyring, Open, fits};
use crate::key::{Key, Stretcher};
use crate::{Error, Passphrase};

/// What a passphrase would open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opens {
    /// The slot that is open.
    Owner,
    /// The other one.
    Decoy,
    /// Neither.
    Neither,
}

impl Open {
    /// Replaces both payloads in one commit.
    ///
    /// # Errors
    /// [`Error::NoDecoy`]; else as [`Self::save`].
    pub fn save_both(&mut self, payload: &[u8], decoy: &[u8], rng: &mut dyn CryptoRng) -> Result<(), Error> {
        fits(decoy)?;
        let key = self.ring.decoy.as_ref().ok_or(Error::NoDecoy)?.key.bytes();
        let decoy = Decoy { key: Key::copied(key), payload: Zeroizing::new(decoy.to_vec()) };
        self.replace(Some(self.ring.with_decoy(Some(decoy))), payload, rng)
    }

    /// Puts a decoy into the second slot, or replaces the one that is there. Whoever unlocks with its passphrase sees
    /// `payload` and destroys the owner's slot; so the two passphrases must not be mistaken for each other, and to judge
    /// that the owner's is asked for once more.
    ///
    /// # Errors
    /// [`Error::WrongPassphrase`] if `own` is not this slot's; [`Error::TooSimilar`] if the two are equal, one begins the
    /// other, or at most two letters differ; [`Error::NoMemory`]; else as [`Self::save`].
    pub fn set_decoy(
        &mut self,
        own: &Passphrase,
        decoy: &Passphrase,
        payload: &[u8],
        rng: &mut dyn CryptoRng,
    ) -> Result<(), Error> {
        let next = self.ring_with(own, decoy, payload)?;
        let own_payload = self.stored()?;
        self.replace(Some(next), &own_payload, rng)
    }

    /// As [`Self::set_decoy`], and replaces the owner's payload in the same commit.
    ///
    /// # Errors
    /// As [`Self::set_decoy`].
    pub fn set_decoy_beside(
        &mut self,
        own: &Passphrase,
        decoy: &Passphrase,
        payload: &[u8],
        decoy_payload: &[u8],
        rng: &mut dyn CryptoRng,
    ) -> Result<(), Error> {
        let next = self.ring_with(own, decoy, decoy_payload)?;
        self.replace(Some(next), payload, rng)
    }

    /// Turns the decoy's slot into noise.
    ///
    /// # Errors
    /// [`Error::NoDecoy`]; else as [`Self::save`].
    pub fn remove_decoy(&mut self, rng: &mut dyn CryptoRng) -> Result<(), Error> {
        let payload = self.stored()?;
        self.remove_decoy_beside(&payload, rng)
    }

    /// As [`Self::remove_decoy`], and replaces the owner's payload in the same commit.
    ///
    /// # Errors
    /// As [`Self::remove_decoy`].
    pub fn remove_decoy_beside(&mut self, payload: &[u8], rng: &mut dyn CryptoRng) -> Result<(), Error> {
        if self.ring.decoy.is_none() {
            return Err(Error::NoDecoy);
        }
        self.replace(Some(self.ring.with_decoy(None)), payload, rng)
    }

    /// Which slot a passphrase opens, by comparing keys: nothing is counted, written or destroyed.
    ///
    /// # Errors
    /// [`Error::NoMemory`].
    pub fn opens(&self, passphrase: &Passphrase) -> Result<Opens, Error> {
        let kek = Stretcher::reserve(self.ring.profile)?.kek(passphrase, &self.ring.salt)?;
        let is_decoys = |decoy: &Decoy| kek.slot_key(self.ring.place.other()).same(&decoy.key);
        let is_owners = kek.slot_key(self.ring.place).same(&self.ring.key);
        Ok(match self.ring.decoy.as_ref().is_some_and(is_decoys) {
            _ if is_owners => Opens::Owner,
            true => Opens::Decoy,
            false => Opens::Neither,
        })
    }

    /// The decoy's payload, if there is a decoy.
    pub fn decoy(&self) -> Option<&[u8]> {
        self.ring.decoy.as_ref().map(|decoy| decoy.payload.as_slice())
    }

    /// This ring with another decoy, if the owner and the two passphrases allow it.
    fn ring_with(&self, own: &Passphrase, decoy: &Passphrase, payload: &[u8]) -> Result<Keyring, Error> {
        fits(payload)?;
        let mut stretcher = self.prove(own)?;
        if own.is_near(decoy) {
            return Err(Error::TooSimilar);
        }
        let key = stretcher.kek(decoy, &self.ring.salt)?.slot_key(self.ring.place.other());
        Ok(self.ring.with_decoy(Some(Decoy { key, payload: Zeroizing::new(payload.to_vec()) })))
    }
}
