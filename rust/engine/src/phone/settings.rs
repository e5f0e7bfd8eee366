//! What the owner may set: the date, how long texts live, the card.

use ratchet::{BurnId, Card};
use vault::{HardwareSecret, Passphrase, Profile};

use super::Phone;
use crate::{Refusal, book::Book};

impl Phone {
    /// The owner says that the clock is right.
    ///
    /// # Errors
    /// [`Refusal::NoClock`].
    pub fn confirm_date(&mut self) -> Result<(), Refusal> {
        let now = self.now().ok_or(Refusal::NoClock)?;
        self.commit(|book, _| {
            book.calendar.confirm(now);
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

    /// Draws a burn card. It exists in memory alone until the owner has shown it back: [`Phone::adopt_card`].
    pub fn draw_card(&mut self) -> Card {
        Card::new(self.surroundings.rng.as_mut())
    }

    /// The owner has shown the card back: pairings from now on commit to it. The card itself is not kept.
    ///
    /// # Errors
    /// [`Refusal::Vault`].
    pub fn adopt_card(&mut self, card: &Card) -> Result<(), Refusal> {
        let id: BurnId = card.id();
        self.commit(|book, _| {
            book.burn_id = Some(id);
            Ok(())
        })
    }

    /// Whether there is a card that ends this phone.
    pub fn has_card(&self) -> bool {
        self.book.burn_id.is_some()
    }

    /// A new passphrase. It drops what a second passphrase opened.
    ///
    /// # Errors
    /// [`Refusal::Vault`], with [`vault::Error::WrongPassphrase`] where `own` is not this phone's.
    pub fn change_passphrase(&mut self, own: &Passphrase, new: &Passphrase, profile: Profile) -> Result<(), Refusal> {
        Ok(self.vault.change_passphrase(own, new, profile, self.surroundings.rng.as_mut())?)
    }

    /// Puts the vault under a new hardware secret.
    ///
    /// # Errors
    /// [`Refusal::Vault`]: keep both secrets and do it again.
    pub fn rekey(&mut self, hardware: &HardwareSecret) -> Result<(), Refusal> {
        Ok(self.vault.rekey(hardware, self.surroundings.rng.as_mut())?)
    }
}
