//! An unlocked phone, and the one way in which it changes.

pub(crate) mod check;
pub(crate) mod meet;
pub(crate) mod people;
pub(crate) mod read;
pub(crate) mod receive;
pub(crate) mod settings;
#[cfg(test)]
mod tests;
pub(crate) mod write;

use rand_core::CryptoRng;
use vault::Open;

use crate::{
    Date, Locked, Moment, Refusal, Surroundings,
    book::{Book, Pending},
    surroundings::Custody,
};

/// An unlocked phone. Keys and texts are in memory until it is locked or dropped.
pub struct Phone {
    vault: Open,
    book: Book,
    /// A meeting that is under way, where custody is the memory's.
    pending: Option<Pending>,
    surroundings: Surroundings,
    /// The last write is in place and may not survive a power cut: nothing is shown before it was written again.
    unsettled: bool,
}

impl Phone {
    pub(crate) fn opened(vault: Open, book: Book, surroundings: Surroundings) -> Phone {
        Phone { vault, book, pending: None, surroundings, unsettled: false }
    }

    /// Wipes all keys and texts from memory; a draft was sealed when it was given. Burns nothing.
    pub fn lock(self) -> Locked {
        Locked { vault: self.vault.lock(), surroundings: self.surroundings }
    }

    /// What the phone makes of its clock.
    pub fn date(&self) -> Date {
        self.book.calendar.read(self.now())
    }

    /// Destroys everything.
    ///
    /// # Errors
    /// [`Refusal::Vault`] where the disk refuses.
    pub fn burn_vault(mut self) -> Result<(), Refusal> {
        Ok(self.vault.burn(self.surroundings.rng.as_mut())?)
    }

    /// Makes a change on a copy, puts it on disk, and only then lets it count.
    fn commit<T>(
        &mut self,
        change: impl FnOnce(&mut Book, &mut dyn CryptoRng) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let mut next = self.book.clone();
        let made = change(&mut next, self.surroundings.rng.as_mut())?;
        let now = self.now();
        next.calendar.note(now);
        next.pending.take_if(|pending| pending.is_over(now));
        self.put(next)?;
        Ok(made)
    }

    fn put(&mut self, next: Book) -> Result<(), Refusal> {
        let saved = self.vault.save(&next.to_bytes(), self.surroundings.rng.as_mut());
        match saved {
            Ok(()) => self.unsettled = false,
            Err(vault::Error::NotDurable(_)) => self.unsettled = true,
            // Nothing changed: what was not certain to last before is no more certain now.
            Err(error) => return Err(error.into()),
        }
        self.book = next;
        Ok(saved?)
    }

    /// Before anything is shown that an earlier write stands for.
    fn settle(&mut self) -> Result<(), Refusal> {
        if self.unsettled { self.put(self.book.clone()) } else { Ok(()) }
    }

    fn now(&self) -> Option<Moment> {
        self.surroundings.clock.now()
    }

    /// The meeting that is under way, wherever it is kept.
    fn pending(&mut self) -> Option<Pending> {
        let now = self.now();
        let kept = match self.surroundings.custody {
            Custody::Memory => &mut self.pending,
            Custody::Vault => &mut self.book.pending,
        };
        kept.as_ref().filter(|pending| !pending.is_over(now)).cloned()
    }
}
