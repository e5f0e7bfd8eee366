//! Texts that arrived and were not burned.

use ratchet::{
    Bucket, Day,
    layout::{Reader, Writer},
};
use zeroize::Zeroizing;

use super::{ContactId, read_text, write_text};
use crate::Moment;

/// A text's number in this phone's inbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MessageId(pub u32);

#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) id: MessageId,
    pub(crate) contact: ContactId,
    /// Its number among the sender's messages to this phone.
    pub(crate) number: u32,
    pub(crate) arrived: Day,
    pub(crate) opened: Opened,
    pub(crate) text: Zeroizing<String>,
}

/// Whether the owner has seen a text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opened {
    Not,
    /// While the date was doubtful: its limit begins when the date is known.
    Sometime,
    At(Moment),
}

impl Entry {
    pub(crate) const BOUND: usize = 4 + 2 + 4 + 2 + 1 + 8 + 2 + Bucket::Longest.text_len();

    pub(crate) fn write(&self, fields: &mut Writer) {
        fields.u32(self.id.0).u16(self.contact.0).u32(self.number).u16(self.arrived.0);
        match self.opened {
            Opened::Not => fields.u8(0).u64(0),
            Opened::Sometime => fields.u8(1).u64(0),
            Opened::At(moment) => fields.u8(2).u64(moment.0),
        };
        write_text(fields, &self.text);
    }

    pub(crate) fn read(fields: &mut Reader<'_>) -> Option<Entry> {
        let (id, contact) = (MessageId(fields.u32()?), ContactId(fields.u16()?));
        let (number, arrived) = (fields.u32()?, Day(fields.u16()?));
        let opened = match (fields.u8()?, fields.u64()?) {
            (0, 0) => Opened::Not,
            (1, 0) => Opened::Sometime,
            (2, moment) => Opened::At(Moment(moment)),
            _ => return None,
        };
        Some(Entry { id, contact, number, arrived, opened, text: read_text(fields)? })
    }
}
