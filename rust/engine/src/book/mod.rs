//! All that a phone knows, as the vault holds it: one layout, one version, a bound that always fits.

mod contact;
mod inbox;
mod pending;

pub(crate) use contact::{Contact, KeptCode, Third};
pub use contact::{ContactId, Standing};
pub use inbox::MessageId;
pub(crate) use inbox::{Entry, Opened};
pub(crate) use pending::{Half, Pending};

use ratchet::{
    BurnId,
    layout::{Reader, Writer},
};
use zeroize::Zeroizing;

use crate::{Moment, calendar::Calendar};

/// Cloned for every change, so that a change counts only when it is on disk.
#[derive(Clone)]
pub(crate) struct Book {
    pub(crate) calendar: Calendar,
    /// Hours that an opened text lives, 0 to 72.
    pub(crate) text_hours: u8,
    pub(crate) burn_id: Option<BurnId>,
    pub(crate) contacts: Vec<Contact>,
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
        Book {
            calendar: Calendar::at_setup(now),
            text_hours: Book::TEXT_HOURS,
            burn_id: None,
            contacts: Vec::new(),
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

    /// Forgets a contact and everything of it.
    pub(crate) fn remove_contact(&mut self, id: ContactId) {
        self.contacts.retain(|contact| contact.id != id);
        self.inbox.retain(|entry| entry.contact != id);
        self.draft.take_if(|draft| draft.contact == id);
    }

    pub(crate) fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut fields = Writer::with_bound(BOUND);
        fields.u8(VERSION).u64(self.calendar.floor.0).flag(self.calendar.confirmed).u8(self.text_hours);
        fields.u16(self.next_contact).u32(self.next_message);
        fields.flag(self.burn_id.is_some());
        if let Some(id) = &self.burn_id {
            fields.bytes(id.as_bytes());
        }
        fields.u8(count(self.contacts.len()));
        for contact in &self.contacts {
            contact.write(&mut fields);
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
        let text_hours = fields.u8()?;
        let (next_contact, next_message) = (fields.u16()?, fields.u32()?);
        let burn_id = if fields.flag()? { Some(BurnId::from_bytes(fields.array()?)) } else { None };
        let contacts = (0..fields.u8()?).map(|_| Contact::read(&mut fields)).collect::<Option<_>>()?;
        let inbox = (0..fields.u8()?).map(|_| Entry::read(&mut fields)).collect::<Option<_>>()?;
        let draft = match fields.flag()? {
            true => Some(Draft { contact: ContactId(fields.u16()?), text: read_text(&mut fields)? }),
            false => None,
        };
        let pending = if fields.flag()? { Some(Pending::read(&mut fields)?) } else { None };
        fields.end()?;
        Some(Book { calendar, text_hours, burn_id, contacts, inbox, draft, pending, next_contact, next_message })
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
const BOUND: usize =
    64 + Book::CONTACTS * Contact::BOUND + Book::KEPT_BYTES + Book::INBOX * Entry::BOUND + Book::DRAFT + Pending::BOUND;
/// So no receive ever fails for want of room.
const _: () = assert!(BOUND <= vault::CAPACITY);
