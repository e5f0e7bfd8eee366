//! What travels beside texts, in the room that they leave.

use ratchet::{
    Commitment, Record,
    layout::{Reader, Writer},
};

use super::{Book, Contact, Tombstone, TombstoneId};

/// A record that goes into every message with room for it, until an answer proves that one of them arrived.
#[derive(Clone)]
pub(crate) struct Enclosure {
    pub(crate) what: Enclosed,
    /// The message from which on every one had it.
    pub(crate) since: Option<u32>,
}

#[derive(Clone)]
pub(crate) enum Enclosed {
    /// One more commitment of this phone, since it has a card now.
    Commitment(Commitment),
    /// What is on somebody's card.
    Notice(TombstoneId),
}

impl Enclosure {
    pub(crate) fn new(what: Enclosed) -> Enclosure {
        Enclosure { what, since: None }
    }

    /// As it goes into a message; nothing where its tombstone is gone.
    pub(crate) fn record(&self, tombstones: &[Tombstone]) -> Option<Record> {
        match &self.what {
            Enclosed::Commitment(commitment) => Some(Record::Commitment(commitment.clone())),
            Enclosed::Notice(id) => {
                let tombstone = tombstones.iter().find(|tombstone| tombstone.id == *id)?;
                Some(Record::BurnNotice(*tombstone.card.as_bytes()))
            }
        }
    }

    pub(crate) fn is_notice(&self) -> bool {
        matches!(self.what, Enclosed::Notice(_))
    }

    pub(crate) fn is_notice_of(&self, tombstone: TombstoneId) -> bool {
        matches!(self.what, Enclosed::Notice(id) if id == tombstone)
    }

    /// All of one contact.
    pub(crate) const BOUND: usize = 1 + Contact::MORE_COMMITMENTS * (6 + Commitment::LEN) + Book::TOMBSTONES * 7;

    pub(crate) fn write(&self, fields: &mut Writer) {
        match &self.what {
            Enclosed::Commitment(commitment) => fields.u8(0).bytes(&commitment.to_bytes()),
            Enclosed::Notice(id) => fields.u8(1).u8(id.0),
        };
        fields.flag(self.since.is_some());
        fields.u32(self.since.unwrap_or(0));
    }

    pub(crate) fn read(fields: &mut Reader<'_>) -> Option<Enclosure> {
        let what = match fields.u8()? {
            0 => Enclosed::Commitment(Commitment::from_bytes(fields.array()?)),
            1 => Enclosed::Notice(TombstoneId(fields.u8()?)),
            _ => return None,
        };
        let since = (fields.flag()?, fields.u32()?);
        Some(Enclosure { what, since: since.0.then_some(since.1) })
    }
}
