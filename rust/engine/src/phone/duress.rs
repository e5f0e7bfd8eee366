//! The second passphrase: it opens a phone that looks new, in the same time, and the real one is gone in that commit.

use rand_core::Rng;
use vault::Passphrase;

use super::Phone;
use crate::{ContactId, Refusal, Standing, book::Duress};

pub use vault::Opens;

/// What the owner has set. A phone that was opened with it knows nothing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecondPassphrase {
    /// The contact that it keeps, if any.
    pub keep: Option<ContactId>,
}

impl Phone {
    /// Sets the second passphrase, or replaces it. Who unlocks with it finds a phone without people, or with `keep` alone,
    /// at the place where the conversation is; every header to that person then says that force was used, and nothing
    /// on the phone does. Everything else is gone with that unlock.
    ///
    /// Destroying data under a lawful order may be a crime; whoever calls this has said so to the owner.
    ///
    /// # Errors
    /// [`Refusal::Vault`] with [`vault::Error::WrongPassphrase`] where `own` is not this phone's, with
    /// [`vault::Error::TooSimilar`] where the two are equal, one begins the other, or two letters are all that differs;
    /// [`Refusal::UnknownPerson`]; [`Refusal::Unconfirmed`], [`Refusal::Ended`], [`Refusal::BurnedByCard`],
    /// [`Refusal::Replaced`] of `keep`.
    pub fn set_duress(
        &mut self,
        own: &Passphrase,
        second: &Passphrase,
        keep: Option<ContactId>,
    ) -> Result<(), Refusal> {
        if let Some(contact) = keep.map(|id| self.book.contact(id).ok_or(Refusal::UnknownPerson)).transpose()? {
            if contact.standing == Standing::Replaced {
                return Err(Refusal::Replaced);
            }
            // A pause is the owner's, and no reason.
            contact.receiving().ok_or(contact.refuses().err().unwrap_or(Refusal::Ended))?;
        }
        let mut draw = [0];
        self.surroundings.rng.fill_bytes(&mut draw);
        let mut next = self.book.clone();
        next.calendar.note(self.now());
        let [draw] = draw;
        next.duress = Some(Duress { keep, draw });
        let decoy = next.decoy().map(|decoy| decoy.to_bytes()).unwrap_or_default();
        let rng = self.surroundings.rng.as_mut();
        let set = self.vault.set_decoy_beside(own, second, &next.to_bytes(), &decoy, rng);
        self.follow(next, set)
    }

    /// Forgets the second passphrase: its slot is noise again, as on a phone that never had one.
    ///
    /// # Errors
    /// [`Refusal::Vault`] with [`vault::Error::NoDecoy`] where none is set.
    pub fn remove_duress(&mut self) -> Result<(), Refusal> {
        self.second_passphrase().ok_or(Refusal::Vault(vault::Error::NoDecoy))?;
        let mut next = self.book.clone();
        next.duress = None;
        let removed = self.vault.remove_decoy_beside(&next.to_bytes(), self.surroundings.rng.as_mut());
        self.follow(next, removed)
    }

    /// Whether a second passphrase is set, and what it keeps.
    pub fn second_passphrase(&self) -> Option<SecondPassphrase> {
        let duress = self.book.duress.filter(|_| self.vault.decoy().is_some())?;
        Some(SecondPassphrase { keep: duress.keep })
    }

    /// What a passphrase would open. It is compared and never acts: nothing is counted, written or destroyed.
    ///
    /// # Errors
    /// [`Refusal::Vault`] with [`vault::Error::NoMemory`].
    pub fn try_out(&self, passphrase: &Passphrase) -> Result<Opens, Refusal> {
        Ok(self.vault.opens(passphrase)?)
    }
}
