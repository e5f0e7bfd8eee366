//! What the owner may set: the date, how long texts live, how long silence may last.

use vault::{HardwareSecret, Passphrase, Profile};

use super::{Phone, travel::joined};
use crate::{ContactId, Lease, Refusal, book::Book, lease::Silence};

impl Phone {
    /// The owner says that the clock is right.
    ///
    /// # Errors
    /// [`Refusal::NoClock`].
    pub fn confirm_date(&mut self) -> Result<(), Refusal> {
        let now = self.now().ok_or(Refusal::NoClock)?;
        self.commit(|book, _| {
            book.calendar.confirm(now);
            for contact in &mut book.contacts {
                contact.silence.correct(book.lease_days, now.day());
            }
            Ok(())
        })
    }

    /// How many hours an opened text lives, 0 to 72; more is taken as 72.
    ///
    /// # Errors
    /// [`Refusal::Vault`].
    pub fn set_text_hours(&mut self, hours: u8) -> Result<(), Refusal> {
        self.commit(|book, _| {
            book.text_hours = hours.min(Book::MOST_TEXT_HOURS);
            Ok(())
        })
    }

    /// How many hours an opened text lives.
    pub fn text_hours(&self) -> u8 {
        self.book.text_hours
    }

    /// How many days a contact gets text without a fresh sign of life, 1 to 365; what is beyond is taken as the nearest.
    ///
    /// # Errors
    /// [`Refusal::Vault`].
    pub fn set_lease_days(&mut self, days: u16) -> Result<(), Refusal> {
        self.commit(|book, _| {
            book.lease_days = days.clamp(Silence::FEWEST, Silence::MOST);
            Ok(())
        })
    }

    /// How many days a contact gets text without a fresh sign of life.
    pub fn lease_days(&self) -> u16 {
        self.book.lease_days
    }

    /// The owner lets a silent person have text for as many days again, once until the next sign of life.
    ///
    /// # Errors
    /// [`Refusal::UnknownPerson`], [`Refusal::Ended`], [`Refusal::BurnedByCard`], [`Refusal::LeaseRuns`],
    /// [`Refusal::ExtendedOnce`].
    pub fn extend_lease(&mut self, of: ContactId) -> Result<Lease, Refusal> {
        let (today, days) = (self.date().at_least(), self.book.lease_days);
        self.commit(|book, _| {
            let contact = book.contact_mut(of).ok_or(Refusal::UnknownPerson)?;
            if !contact.is_sending() {
                return Err(contact.over());
            }
            contact.silence.extend(days, today)
        })
    }

    /// Whether everything can be destroyed from the lock screen, without the passphrase. Off at first: whoever finds the
    /// phone could do it.
    ///
    /// # Errors
    /// [`Refusal::Vault`].
    pub fn set_locked_burn(&mut self, on: bool) -> Result<(), Refusal> {
        let mut next = self.book.clone();
        next.calendar.note(self.now());
        let set = self.vault.set_burns_shut(on, &next.to_bytes(), self.surroundings.rng.as_mut());
        self.follow(next, set)
    }

    /// Whether everything can be destroyed from the lock screen.
    pub fn locked_burn(&self) -> bool {
        self.vault.burns_shut()
    }

    /// A new passphrase. It drops what a second passphrase opened.
    ///
    /// # Errors
    /// [`Refusal::Vault`], with [`vault::Error::WrongPassphrase`] where `own` is not this phone's.
    pub fn change_passphrase(&mut self, own: &Passphrase, new: &Passphrase, profile: Profile) -> Result<(), Refusal> {
        Ok(self.vault.change_passphrase(own, new, profile, self.surroundings.rng.as_mut())?)
    }

    /// Puts the vault under a new hardware secret, joined with its share where it travels.
    ///
    /// # Errors
    /// [`Refusal::Vault`]: keep both secrets and do it again.
    pub fn rekey(&mut self, hardware: &HardwareSecret) -> Result<(), Refusal> {
        Ok(self.vault.rekey(&joined(hardware, self.half.as_ref()), self.surroundings.rng.as_mut())?)
    }
}
