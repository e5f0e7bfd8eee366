//! Phones that were burned with their cards.

use ratchet::{
    Card, Commitment, Day,
    layout::{Reader, Writer},
};

use super::{Book, Contact, ContactId};

/// How a contact ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    /// The day, by this phone's clock.
    pub when: Day,
    /// What ended it.
    pub by: EndedBy,
}

/// What ends a contact for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndedBy {
    /// The person said so, in a message.
    Themselves,
    /// Their burn card was shown to this phone.
    Card,
    /// Somebody's message carried what is on their burn card.
    Notice {
        /// Whose message.
        from: ContactId,
    },
}

/// A card that ended somebody: a phone that was burned with it is not met again.
#[derive(Clone)]
pub(crate) struct Tombstone {
    pub(crate) id: TombstoneId,
    pub(crate) card: Card,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct TombstoneId(pub(crate) u8);

impl Book {
    /// Who has a commitment that the card opens.
    pub(crate) fn ended_by(&self, card: &Card) -> Vec<ContactId> {
        let not_yet = |contact: &&Contact| !contact.ended.is_some_and(|(ended, _)| ended.is_by_card());
        let ends = self.contacts.iter().filter(not_yet).filter(|contact| card.ends(&contact.commitments));
        ends.map(|contact| contact.id).collect()
    }

    /// Ends everybody whose phone the card burns, puts a tombstone, and lets it travel to whom the owner said.
    pub(crate) fn burn_by_card(&mut self, card: &Card, by: EndedBy, today: Day) -> Vec<ContactId> {
        let ended = self.ended_by(card);
        if ended.is_empty() {
            return ended;
        }
        let tombstone = self.tombstone(card);
        for id in &ended {
            if let Some(contact) = self.contact_mut(*id) {
                contact.end(Ended { when: today, by }, Some(tombstone));
            }
            self.draft.take_if(|draft| draft.contact == *id);
        }
        let knows = |id: ContactId| by == EndedBy::Notice { from: id };
        for contact in self.contacts.iter_mut().filter(|contact| contact.notices && !knows(contact.id)) {
            contact.carry(tombstone);
        }
        ended
    }

    /// Whether the commitment is of a phone that was burned with its card.
    pub(crate) fn burned_with(&self, commitment: &Commitment) -> Option<&Card> {
        self.tombstones.iter().map(|tombstone| &tombstone.card).find(|card| card.ends([commitment]))
    }

    /// Whether there is a tombstone of this card.
    pub(crate) fn knows_card(&self, card: &Card) -> bool {
        self.tombstones.iter().any(|tombstone| tombstone.card.id().is(&card.id()))
    }

    fn tombstone(&mut self, card: &Card) -> TombstoneId {
        if let Some(known) = self.tombstones.iter().find(|known| known.card.id().is(&card.id())) {
            return known.id;
        }
        if self.tombstones.len() >= Book::TOMBSTONES {
            let oldest = self.tombstones.remove(0).id;
            self.forget_tombstone(oldest);
        }
        let free = |id: &u8| self.tombstones.iter().all(|tombstone| tombstone.id.0 != *id);
        let id = TombstoneId((0..u8::MAX).find(free).unwrap_or(u8::MAX));
        self.tombstones.push(Tombstone { id, card: card.clone() });
        id
    }

    pub(super) fn forget_tombstone(&mut self, id: TombstoneId) {
        self.tombstones.retain(|tombstone| tombstone.id != id);
        for contact in &mut self.contacts {
            contact.enclosed.retain(|enclosure| !enclosure.is_notice_of(id));
            if let Some((_, tombstone)) = &mut contact.ended {
                tombstone.take_if(|tombstone| *tombstone == id);
            }
        }
    }
}

impl Tombstone {
    pub(crate) const BOUND: usize = 1 + Card::R;

    pub(crate) fn write(&self, fields: &mut Writer) {
        fields.u8(self.id.0).bytes(self.card.as_bytes());
    }

    pub(crate) fn read(fields: &mut Reader<'_>) -> Option<Tombstone> {
        Some(Tombstone { id: TombstoneId(fields.u8()?), card: Card::from_bytes(fields.array()?) })
    }
}

impl Ended {
    /// By what is on a burn card, however it came.
    pub fn is_by_card(&self) -> bool {
        matches!(self.by, EndedBy::Card | EndedBy::Notice { .. })
    }

    pub(crate) const BOUND: usize = 2 + 1 + 2;

    pub(crate) fn write(&self, fields: &mut Writer) {
        let (code, from) = match self.by {
            EndedBy::Themselves => (0, 0),
            EndedBy::Card => (1, 0),
            EndedBy::Notice { from } => (2, from.0),
        };
        fields.u16(self.when.0).u8(code).u16(from);
    }

    pub(crate) fn read(fields: &mut Reader<'_>) -> Option<Ended> {
        let when = Day(fields.u16()?);
        let by = match (fields.u8()?, fields.u16()?) {
            (0, 0) => EndedBy::Themselves,
            (1, 0) => EndedBy::Card,
            (2, from) => EndedBy::Notice { from: ContactId(from) },
            _ => return None,
        };
        Some(Ended { when, by })
    }
}
