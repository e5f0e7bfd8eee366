//! Burn cards: this phone's own, and those of others that are shown to it.

use ratchet::{BurnId, Card};

use super::Phone;
use crate::{
    ContactId, EndedBy, Refusal,
    book::{Contact, Enclosed, Enclosure},
};

/// What a card that was shown to this phone would do.
pub enum Verdict {
    /// It ends these people for good, once the owner has said so.
    Ends(Ending),
    /// It is this phone's own: it ends this phone for its contacts, and nothing here.
    Own,
    /// It ended somebody here before; nothing is left to do.
    Known,
    /// It is of nobody whom this phone knows.
    Foreign,
}

/// A card and those whose phone it burns; only [`Phone::judge`] makes one.
pub struct Ending {
    card: Card,
    of: Vec<ContactId>,
}

impl Ending {
    /// Whom it ends, at least one: somebody may have been met under two names.
    pub fn of(&self) -> &[ContactId] {
        &self.of
    }
}

impl Phone {
    /// Draws a burn card. It exists in memory alone until the owner has shown it back: [`Phone::adopt_card`].
    pub fn draw_card(&mut self) -> Card {
        Card::new(self.surroundings.rng.as_mut())
    }

    /// The owner has shown the card back: it counts, and is not kept. Pairings from now on commit to it; people who were
    /// met before learn of it by the next messages. An earlier card keeps its force with those who knew it. A meeting that
    /// is under way is forgotten, since it committed to something else.
    ///
    /// # Errors
    /// [`Refusal::TooManyCards`] where somebody was told of four since they were met; [`Refusal::Vault`].
    pub fn adopt_card(&mut self, card: &Card) -> Result<(), Refusal> {
        let id: BurnId = card.id();
        self.commit(|book, rng| {
            for contact in book.contacts.iter_mut().filter(|contact| contact.is_sending()) {
                if usize::from(contact.added) >= Contact::MORE_COMMITMENTS {
                    return Err(Refusal::TooManyCards);
                }
                contact.added += 1;
                contact.enclosed.push(Enclosure::new(Enclosed::Commitment(id.commit(rng))));
            }
            book.burn_id = Some(id);
            book.pending = None;
            Ok(())
        })?;
        self.pending = None;
        Ok(())
    }

    /// Whether there is a card that ends this phone.
    pub fn has_card(&self) -> bool {
        self.book.burn_id.is_some()
    }

    /// What a card would do here. Changes nothing.
    pub fn judge(&self, card: Card) -> Verdict {
        let of = self.book.ended_by(&card);
        let same = |id: &BurnId| id.is(&card.id());
        match () {
            () if !of.is_empty() => Verdict::Ends(Ending { card, of }),
            () if self.book.burn_id.as_ref().is_some_and(same) => Verdict::Own,
            () if self.book.knows_card(&card) => Verdict::Known,
            () => Verdict::Foreign,
        }
    }

    /// The owner has said that it ends them for good: their keys and codes are gone, a tombstone stays.
    ///
    /// # Errors
    /// [`Refusal::Vault`]: nothing ended.
    pub fn end(&mut self, ending: &Ending) -> Result<(), Refusal> {
        let today = self.date().at_least();
        self.commit(|book, _| {
            book.burn_by_card(&ending.card, EndedBy::Card, today);
            Ok(())
        })?;
        self.burned = true;
        Ok(())
    }

    /// Whether messages to this person carry what is on the cards that were shown to this phone, sealed, in the room that
    /// the texts leave. Off until switched on: the person learns that this phone's owner knew whoever was burned, and who
    /// holds such a notice can burn that phone for others, too.
    ///
    /// # Errors
    /// [`Refusal::UnknownPerson`], [`Refusal::Ended`], [`Refusal::BurnedByCard`].
    pub fn set_notices(&mut self, to: ContactId, on: bool) -> Result<(), Refusal> {
        self.commit(|book, _| {
            let known: Vec<_> = book.tombstones.iter().map(|tombstone| tombstone.id).collect();
            let contact = book.contact_mut(to).ok_or(Refusal::UnknownPerson)?;
            if !contact.is_sending() {
                return Err(contact.over());
            }
            match (contact.notices, on) {
                (false, true) => known.into_iter().for_each(|tombstone| contact.carry(tombstone)),
                (_, false) => contact.enclosed.retain(|enclosure| !enclosure.is_notice()),
                (true, true) => {}
            }
            contact.notices = on;
            Ok(())
        })
    }
}
