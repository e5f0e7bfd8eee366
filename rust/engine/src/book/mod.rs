//! All that a phone knows, as the vault holds it: one layout, one version, a bound that always fits.

mod again;
mod burned;
mod contact;
mod decoy;
mod enclosure;
mod inbox;
mod pending;

pub use burned::{Ended, EndedBy};
pub(crate) use burned::{Tombstone, TombstoneId};
pub(crate) use contact::{Alarm, Contact, KeptCode, Third};
pub use contact::{ContactId, Standing};
pub(crate) use decoy::Duress;
pub(crate) use enclosure::{Enclosed, Enclosure};
pub use inbox::MessageId;
pub(crate) use inbox::{Entry, Opened};
pub(crate) use pending::{Half, Pending};

use ratchet::{
    BurnId, Day,
    layout::{Reader, Writer},
};
use zeroize::Zeroizing;

use crate::{Moment, Pace, calendar::Calendar, epoch::Turns, lease::Silence};

/// Cloned for every change, so that a change counts only when it is on disk.
#[derive(Clone)]
pub(crate) struct Book {
    pub(crate) calendar: Calendar,
    /// Hours that an opened text lives, 0 to 72.
    pub(crate) text_hours: u8,
    /// Days that a lease lasts.
    pub(crate) lease_days: u16,
    pub(crate) turns: Turns,
    pub(crate) burn_id: Option<BurnId>,
    /// What the second passphrase opens, where there is one.
    pub(crate) duress: Option<Duress>,
    pub(crate) contacts: Vec<Contact>,
    /// Oldest first.
    pub(crate) tombstones: Vec<Tombstone>,
    pub(crate) inbox: Vec<Entry>,
    pub(crate) draft: Option<Draft>,
    /// Kept here only where custody is the vault's.
    pub(crate) pending: Option<Pending>,
    next_contact: u16,
    next_message: u32,
}

/// A text that is being written.
#[derive(Clone)]
pub(crate) struct Draft {
    pub(crate) contact: ContactId,
    pub(crate) text: Zeroizing<String>,
}

impl Book {
    /// People that a phone knows at most.
    pub(crate) const CONTACTS: usize = 32;
    /// Cards that are remembered at most; the oldest goes first.
    pub(crate) const TOMBSTONES: usize = 32;
    /// Texts that wait at most.
    pub(crate) const INBOX: usize = 64;
    /// Codes kept of one contact at most.
    pub(crate) const KEPT: usize = 20;
    /// Bytes of kept codes of all contacts together.
    pub(crate) const KEPT_BYTES: usize = 96 * 1024;
    /// Longest draft in bytes; a text is at most 729.
    pub(crate) const DRAFT: usize = 1024;
    /// Hours that an opened text lives where the owner chose nothing, and at most.
    pub(crate) const TEXT_HOURS: u8 = 24;
    pub(crate) const MOST_TEXT_HOURS: u8 = 72;

    pub(crate) fn new(now: Option<Moment>) -> Book {
        let calendar = Calendar::at_setup(now);
        Book {
            turns: Turns::at_setup(Pace::Daily, calendar.floor.day()),
            calendar,
            text_hours: Book::TEXT_HOURS,
            lease_days: Silence::DAYS,
            burn_id: None,
            duress: None,
            contacts: Vec::new(),
            tombstones: Vec::new(),
            inbox: Vec::new(),
            draft: None,
            pending: None,
            next_contact: 1,
            next_message: 1,
        }
    }

    pub(crate) fn contact(&self, id: ContactId) -> Option<&Contact> {
        self.contacts.iter().find(|contact| contact.id == id)
    }

    pub(crate) fn contact_mut(&mut self, id: ContactId) -> Option<&mut Contact> {
        self.contacts.iter_mut().find(|contact| contact.id == id)
    }

    /// A number that no contact has now.
    pub(crate) fn new_contact_id(&mut self) -> ContactId {
        loop {
            let id = ContactId(self.next_contact);
            self.next_contact = self.next_contact.checked_add(1).unwrap_or(1);
            if self.contact(id).is_none() {
                return id;
            }
        }
    }

    /// A number that no message had before.
    pub(crate) fn new_message_id(&mut self) -> MessageId {
        let id = MessageId(self.next_message);
        self.next_message = self.next_message.checked_add(1).unwrap_or(1);
        id
    }

    /// Bytes of kept codes.
    pub(crate) fn kept_bytes(&self) -> usize {
        self.contacts.iter().flat_map(|contact| &contact.kept).map(KeptCode::size).sum()
    }

    /// Forgets a contact and everything of it, the tombstone too.
    pub(crate) fn remove_contact(&mut self, id: ContactId) {
        let tombstone = |contact: &Contact| contact.ended.and_then(|(_, tombstone)| tombstone);
        let own = self.contact(id).and_then(tombstone);
        self.contacts.retain(|contact| contact.id != id);
        if let Some(own) = own.filter(|own| !self.contacts.iter().any(|contact| tombstone(contact) == Some(*own))) {
            self.forget_tombstone(own);
        }
        if let Some(duress) = &mut self.duress {
            duress.keep.take_if(|keep| *keep == id);
        }
        self.inbox.retain(|entry| entry.contact != id);
        self.draft.take_if(|draft| draft.contact == id);
    }

    pub(crate) fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut fields = Writer::with_bound(BOUND);
        fields.u8(VERSION).u64(self.calendar.floor.0).flag(self.calendar.confirmed).u8(self.text_hours);
        fields.u16(self.lease_days).flag(self.turns.pace == Pace::EveryUnlock).u16(self.turns.last.0);
        fields.u16(self.next_contact).u32(self.next_message);
        fields.flag(self.burn_id.is_some());
        if let Some(id) = &self.burn_id {
            fields.bytes(id.as_bytes());
        }
        fields.flag(self.duress.is_some());
        if let Some(duress) = &self.duress {
            duress.write(&mut fields);
        }
        fields.u8(count(self.contacts.len()));
        for contact in &self.contacts {
            contact.write(&mut fields);
        }
        fields.u8(count(self.tombstones.len()));
        for tombstone in &self.tombstones {
            tombstone.write(&mut fields);
        }
        fields.u8(count(self.inbox.len()));
        for entry in &self.inbox {
            entry.write(&mut fields);
        }
        fields.flag(self.draft.is_some());
        if let Some(draft) = &self.draft {
            fields.u16(draft.contact.0);
            write_text(&mut fields, &draft.text);
        }
        fields.flag(self.pending.is_some());
        if let Some(pending) = &self.pending {
            pending.write(&mut fields);
        }
        fields.finish()
    }

    /// Nothing where a newer version wrote it; the vault has authenticated every byte.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Book> {
        let mut fields = Reader::new(bytes);
        if fields.u8()? != VERSION {
            return None;
        }
        let calendar = Calendar { floor: Moment(fields.u64()?), confirmed: fields.flag()? };
        let (text_hours, lease_days) = (fields.u8()?, fields.u16()?);
        let pace = if fields.flag()? { Pace::EveryUnlock } else { Pace::Daily };
        let turns = Turns { pace, last: Day(fields.u16()?) };
        let (next_contact, next_message) = (fields.u16()?, fields.u32()?);
        let burn_id = if fields.flag()? { Some(BurnId::from_bytes(fields.array()?)) } else { None };
        let duress = if fields.flag()? { Some(Duress::read(&mut fields)?) } else { None };
        let contacts = (0..fields.u8()?).map(|_| Contact::read(&mut fields)).collect::<Option<_>>()?;
        let tombstones = (0..fields.u8()?).map(|_| Tombstone::read(&mut fields)).collect::<Option<_>>()?;
        let inbox = (0..fields.u8()?).map(|_| Entry::read(&mut fields)).collect::<Option<_>>()?;
        let draft = match fields.flag()? {
            true => Some(Draft { contact: ContactId(fields.u16()?), text: read_text(&mut fields)? }),
            false => None,
        };
        let pending = if fields.flag()? { Some(Pending::read(&mut fields)?) } else { None };
        fields.end()?;
        Some(Book {
            calendar,
            text_hours,
            lease_days,
            turns,
            burn_id,
            duress,
            contacts,
            tombstones,
            inbox,
            draft,
            pending,
            next_contact,
            next_message,
        })
    }
}

pub(crate) fn write_text(fields: &mut Writer, text: &str) {
    fields.u16(u16::try_from(text.len()).unwrap_or(u16::MAX)).bytes(text.as_bytes());
}

pub(crate) fn read_text(fields: &mut Reader<'_>) -> Option<Zeroizing<String>> {
    let len = fields.u16()?;
    let text = std::str::from_utf8(fields.slice(len.into())?).ok()?;
    Some(Zeroizing::new(text.to_owned()))
}

fn count(len: usize) -> u8 {
    u8::try_from(len).unwrap_or(u8::MAX)
}

const VERSION: u8 = 1;
const BOUND: usize = 64
    + Book::CONTACTS * Contact::BOUND
    + Book::TOMBSTONES * Tombstone::BOUND
    + Book::KEPT_BYTES
    + Book::INBOX * Entry::BOUND
    + Book::DRAFT
    + Pending::BOUND;
/// So no receive ever fails for want of room.
const _: () = assert!(BOUND <= vault::CAPACITY);
