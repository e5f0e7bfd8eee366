//! An unlocked phone, and the one way in which it changes.

pub(crate) mod card;
pub(crate) mod check;
pub(crate) mod duress;
pub(crate) mod meet;
pub(crate) mod people;
pub(crate) mod read;
pub(crate) mod receive;
pub(crate) mod settings;
#[cfg(test)]
mod tests;
pub(crate) mod travel;
pub(crate) mod write;

use rand_core::CryptoRng;
use receive::News;
use vault::{HardwareSecret, Open};

use crate::{
    Date, KeyTrouble, Locked, Moment, Pace, Refusal, Surroundings,
    book::{Book, Pending},
    epoch::Epochs,
    locked::forget,
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
    /// What came with messages and nobody has asked for.
    news: Vec<News>,
    /// Where a Keystore keeps the hardware secret.
    pub(crate) epochs: Option<Box<Epochs>>,
    /// Where it travels and the caller keeps the hardware secrets: the other half of each of them.
    half: Option<HardwareSecret>,
    /// A text was burned since the secret was last replaced.
    burned: bool,
}

impl Phone {
    pub(crate) fn new(vault: Open, book: Book, surroundings: Surroundings) -> Phone {
        let news = Vec::new();
        let (epochs, half) = (None, None);
        Phone { vault, book, pending: None, surroundings, unsettled: false, news, epochs, half, burned: false }
    }

    /// A phone that was just unlocked. Its hardware secret is replaced where that is due; what keeps it from being
    /// replaced keeps nobody out.
    pub(crate) fn opened(
        vault: Open,
        book: Book,
        surroundings: Surroundings,
        epochs: Option<Box<Epochs>>,
        half: Option<HardwareSecret>,
    ) -> Phone {
        let mut phone = Phone { epochs, half, ..Phone::new(vault, book, surroundings) };
        let today = phone.date().at_least();
        if let Some(epochs) = &mut phone.epochs
            && phone.book.turns.due_at_unlock(today)
        {
            let (vault, rng) = (&mut phone.vault, phone.surroundings.rng.as_mut());
            epochs.turn(|secret| vault.rekey(secret, rng));
            if epochs.trouble().is_none() {
                phone.book.turns.last = today; // on disk with the next change; a turn too many does no harm
            }
        }
        phone
    }

    /// Wipes all keys and texts from memory; a draft was sealed when it was given. Burns nothing. Where a text was burned,
    /// the hardware secret is replaced.
    pub fn lock(self) -> Locked {
        let Phone { vault, book, surroundings, epochs, half, burned, .. } = self;
        let mut locked = Locked { vault: vault.lock(), surroundings, epochs, half };
        if let Some(epochs) = &mut locked.epochs
            && book.turns.due_at_lock(burned)
        {
            let (vault, rng) = (&mut locked.vault, locked.surroundings.rng.as_mut());
            epochs.turn(|secret| vault.rekey(secret, rng));
        }
        locked
    }

    /// What kept the last change of the hardware secret from being made. The old one goes on to work.
    pub fn key_trouble(&self) -> Option<KeyTrouble> {
        self.epochs.as_ref().and_then(|epochs| epochs.trouble())
    }

    /// How often the hardware secret is replaced; nothing where no Keystore keeps one.
    pub fn pace(&self) -> Option<Pace> {
        self.epochs.as_ref().map(|_| self.book.turns.pace)
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
        self.vault.burn(self.surroundings.rng.as_mut())?;
        forget(self.epochs);
        Ok(())
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
        let rng = self.surroundings.rng.as_mut();
        // A decoy is made anew from what it stands beside, so that it never falls behind.
        let saved = match next.decoy().filter(|_| self.vault.decoy().is_some()) {
            Some(decoy) => self.vault.save_both(&next.to_bytes(), &decoy.to_bytes(), rng),
            None => self.vault.save(&next.to_bytes(), rng),
        };
        self.follow(next, saved)
    }

    /// Memory goes where the disk went.
    fn follow(&mut self, next: Book, saved: Result<(), vault::Error>) -> Result<(), Refusal> {
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
