//! What the second passphrase opens: a phone that is new, or one that knows a single person.

use ratchet::layout::{Reader, Writer};

use super::{Book, Contact, ContactId, Standing};

/// What the owner chose for the second passphrase.
#[derive(Clone, Copy)]
pub(crate) struct Duress {
    /// The one contact that stays, and whose phone is told by every header from then on.
    pub(crate) keep: Option<ContactId>,
    /// Drawn once: the half byte that means nothing in a state which can only send the alarm.
    pub(crate) draw: u8,
}

impl Duress {
    pub(crate) fn write(&self, fields: &mut Writer) {
        fields.flag(self.keep.is_some()).u16(self.keep.map_or(0, |id| id.0)).u8(self.draw);
    }

    pub(crate) fn read(fields: &mut Reader<'_>) -> Option<Duress> {
        let keep = (fields.flag()?, ContactId(fields.u16()?));
        Some(Duress { keep: keep.0.then_some(keep.1), draw: fields.u8()? })
    }
}

impl Book {
    /// The decoy as it is to stand beside this book: made anew from it at every save, so that the one contact in it is
    /// where the real one is, and clock and settings are those that the phone would have anyway.
    ///
    /// Nothing of the others shows: no number of theirs, no text, no tombstone, and nothing that counts what this phone did.
    pub(crate) fn decoy(&self) -> Option<Book> {
        let duress = self.duress.as_ref()?;
        let mut decoy = Book {
            calendar: self.calendar,
            text_hours: self.text_hours,
            lease_days: self.lease_days,
            turns: self.turns,
            burn_id: self.burn_id.clone(),
            ..Book::new(None)
        };
        let kept = duress.keep.and_then(|id| self.contact(id)).filter(|contact| contact.receiving().is_some());
        if let Some(contact) = kept {
            let id = decoy.new_contact_id();
            let mut contact = Contact { id, ..contact.clone() };
            if contact.standing == Standing::Replaced {
                contact.standing = Standing::Confirmed; // the new pairing is not here, and not to be seen
            }
            contact.enclosed.retain(|enclosure| !enclosure.is_notice());
            if let Some(session) = &mut contact.session {
                decoy.next_message = session.arrived().saturating_add(1);
                *session = session.under_duress(duress.draw);
            }
            decoy.contacts.push(contact);
        }
        Some(decoy)
    }
}
