//! Writing: sealed, on disk, and only then on the screen.

use ratchet::{Bucket, Content, Envelope, NotSealed, Record, Tell, TooLong};
use zeroize::Zeroizing;

use super::Phone;
use crate::{
    ContactId, Refusal,
    book::{Book, Draft, Enclosure, KeptCode, Tombstone},
};

/// How large a code the owner wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// Normal, or larger where the text needs it: a larger code shows that the text is long.
    Normal,
    /// This one and no other.
    Exactly(Bucket),
}

/// A code that is on disk and may be shown.
pub struct Written {
    /// Its number among the messages to this person.
    pub number: u32,
    /// How large it is.
    pub bucket: Bucket,
    /// Whether it is larger than normal because the text is long.
    pub grown: bool,
    /// What goes onto the code.
    pub envelope: Envelope,
}

impl Phone {
    /// Seals a text. A draft for that person is wiped in the same write.
    ///
    /// # Errors
    /// [`Refusal::UnknownPerson`], [`Refusal::Unconfirmed`], [`Refusal::Paused`], [`Refusal::Ended`],
    /// [`Refusal::BurnedByCard`], [`Refusal::LeaseOver`], [`Refusal::EmptyText`], [`Refusal::TooLong`], [`Refusal::Unanswered`], [`Refusal::TooManyKept`]. Nothing is spent.
    pub fn write(&mut self, to: ContactId, text: &str, size: Size) -> Result<Written, Refusal> {
        if text.trim().is_empty() {
            return Err(Refusal::EmptyText);
        }
        let room = match size {
            Size::Normal => Bucket::Longest,
            Size::Exactly(bucket) => bucket,
        };
        over(text, room.text_len())?;
        self.seal(to, vec![Record::text(text)], size)
    }

    /// Seals a sign of life: a code without text, not to be told from any other. No lease stops it.
    ///
    /// # Errors
    /// As [`Phone::write`].
    pub fn write_cover(&mut self, to: ContactId) -> Result<Written, Refusal> {
        self.seal(to, Vec::new(), Size::Normal)
    }

    /// Seals what the owner has typed so far, so that a lock loses nothing; nothing typed wipes it.
    ///
    /// # Errors
    /// [`Refusal::UnknownPerson`]; [`Refusal::TooLong`] beyond 1024 bytes.
    pub fn set_draft(&mut self, to: ContactId, text: &str) -> Result<(), Refusal> {
        self.book.contact(to).ok_or(Refusal::UnknownPerson)?;
        over(text, Book::DRAFT)?;
        self.commit(|book, _| {
            let draft = Draft { contact: to, text: Zeroizing::new(text.to_owned()) };
            book.draft = (!text.is_empty()).then_some(draft);
            Ok(())
        })
    }

    /// What the owner had typed, and for whom.
    pub fn draft(&self) -> Option<(ContactId, &str)> {
        self.book.draft.as_ref().map(|draft| (draft.contact, draft.text.as_str()))
    }

    fn seal(&mut self, to: ContactId, records: Vec<Record>, size: Size) -> Result<Written, Refusal> {
        let certain = self.date().at_least();
        let mut content = Content::new(self.date().day(), records);
        let bucket = match size {
            Size::Exactly(bucket) => bucket,
            Size::Normal => content.bucket().map_err(bytes_over)?.max(Bucket::Normal),
        };
        self.commit(|book, rng| {
            let (kept, lease_days) = (book.kept_bytes(), book.lease_days);
            let Book { contacts, tombstones, .. } = &mut *book;
            let contact = contacts.iter_mut().find(|contact| contact.id == to).ok_or(Refusal::UnknownPerson)?;
            contact.refuses()?;
            let lease = contact.silence.lease(lease_days, certain);
            if lease.over && content.text().is_some() {
                return Err(Refusal::LeaseOver { until: lease.until });
            }
            let session = contact.session.as_ref().ok_or(Refusal::Ended)?;
            let number = session.next_number();
            enclose(&mut contact.enclosed, tombstones, &mut content, bucket, number);
            let sealed = session.seal(&content, bucket, Tell::Normal, rng);
            let (next, envelope) = sealed.map_err(|error| match error {
                NotSealed::TooLong(too_long) => bytes_over(too_long),
                NotSealed::Unanswered => Refusal::Unanswered,
            })?;
            contact.session = Some(next);
            let code = KeptCode { number, written: content.day, answered: false, envelope: envelope.clone() };
            // Codes that were answered make room; those that were not are all needed.
            while contact.kept.len() >= Book::KEPT && contact.kept.first().is_some_and(|code| code.answered) {
                contact.kept.remove(0);
            }
            if contact.kept.len() >= Book::KEPT || kept + code.size() > Book::KEPT_BYTES {
                return Err(Refusal::TooManyKept);
            }
            contact.kept.push(code);
            book.draft.take_if(|draft| draft.contact == to);
            let grown = size == Size::Normal && bucket > Bucket::Normal;
            Ok(Written { number, bucket, grown, envelope })
        })
    }
}

/// What the text leaves room for; the size of the code was chosen without it and does not change.
fn enclose(enclosed: &mut [Enclosure], tombstones: &[Tombstone], content: &mut Content, bucket: Bucket, number: u32) {
    for enclosure in enclosed {
        let Some(record) = enclosure.record(tombstones) else { continue };
        content.records.push(record);
        if content.bucket().is_ok_and(|needed| needed <= bucket) {
            enclosure.since.get_or_insert(number);
        } else {
            content.records.pop();
            enclosure.since = None;
        }
    }
}

/// Refuses a text that is longer than `room` bytes, by the characters that have to go.
fn over(text: &str, room: usize) -> Result<(), Refusal> {
    let by = text.char_indices().filter(|(at, char)| at + char.len_utf8() > room).count();
    if by > 0 { Err(Refusal::TooLong { by }) } else { Ok(()) }
}

fn bytes_over(too_long: TooLong) -> Refusal {
    Refusal::TooLong { by: too_long.by }
}
