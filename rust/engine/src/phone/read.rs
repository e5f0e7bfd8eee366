//! Reading: a text is opened by its owner, and stays until its owner burns it or its limit is over.

use ratchet::Day;
use zeroize::Zeroizing;

use super::Phone;
use crate::{
    ContactId, Date, MessageId, Moment, Refusal,
    book::{Book, Opened},
};

/// A text in the inbox, without its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// To open it with.
    pub id: MessageId,
    /// From whom.
    pub from: ContactId,
    /// Its number among the messages of this person.
    pub number: u32,
    /// When it was scanned; unknown where the date was doubtful.
    pub arrived: Day,
    /// Whether it was opened.
    pub opened: bool,
    /// When it burns by itself, once that is known.
    pub burns_at: Option<Moment>,
}

impl Phone {
    /// What waits in the inbox, oldest first.
    pub fn inbox(&self) -> Vec<Waiting> {
        let hours = self.book.text_hours;
        let waiting = |entry: &crate::book::Entry| Waiting {
            id: entry.id,
            from: entry.contact,
            number: entry.number,
            arrived: entry.arrived,
            opened: entry.opened != Opened::Not,
            burns_at: match entry.opened {
                Opened::At(moment) => Some(moment.plus_hours(hours)),
                Opened::Not | Opened::Sometime => None,
            },
        };
        self.book.inbox.iter().map(waiting).collect()
    }

    /// Opens a text: its limit begins, on disk, before the text is given out.
    ///
    /// # Errors
    /// [`Refusal::NoSuchMessage`].
    pub fn open_text(&mut self, id: MessageId) -> Result<Zeroizing<String>, Refusal> {
        let opened = self.opened_now();
        self.commit(|book, _| {
            let entry = book.inbox.iter_mut().find(|entry| entry.id == id).ok_or(Refusal::NoSuchMessage)?;
            if entry.opened == Opened::Not {
                entry.opened = opened;
            }
            Ok(entry.text.clone())
        })
    }

    /// Destroys a text.
    ///
    /// # Errors
    /// [`Refusal::NoSuchMessage`].
    pub fn burn_message(&mut self, id: MessageId) -> Result<(), Refusal> {
        self.commit(|book, _| {
            let before = book.inbox.len();
            book.inbox.retain(|entry| entry.id != id);
            if book.inbox.len() < before { Ok(()) } else { Err(Refusal::NoSuchMessage) }
        })?;
        self.burned = true;
        Ok(())
    }

    /// What time does: burns texts whose limit is over, drops skipped keys that are older than 30 days where the owner
    /// has confirmed the date, and forgets a meeting whose hour is over. To be called after an unlock and now and then;
    /// a doubtful clock does nothing but the last. Says how many texts were burned.
    ///
    /// # Errors
    /// [`Refusal::Vault`].
    pub fn let_time_pass(&mut self) -> Result<usize, Refusal> {
        let now = self.now();
        self.pending.take_if(|pending| pending.is_over(now));
        let before = self.book.inbox.len();
        let mut next = self.book.clone();
        next.pending.take_if(|pending| pending.is_over(now));
        if let (Date::Known(today), Some(now)) = (self.date(), now) {
            age(&mut next, today, now);
        }
        let burned = before - next.inbox.len();
        if next.to_bytes() != self.book.to_bytes() {
            next.calendar.note(now);
            self.put(next)?;
        }
        self.burned |= burned > 0;
        Ok(burned)
    }

    fn opened_now(&self) -> Opened {
        match (self.date(), self.now()) {
            (Date::Known(_), Some(now)) => Opened::At(now),
            _ => Opened::Sometime,
        }
    }
}

fn age(book: &mut Book, today: Day, now: Moment) {
    let hours = book.text_hours;
    for entry in &mut book.inbox {
        // Nothing was opened after now: the clock was ahead then, and the owner has lowered it since.
        if matches!(entry.opened, Opened::Sometime) || matches!(entry.opened, Opened::At(moment) if moment > now) {
            entry.opened = Opened::At(now);
        }
    }
    book.inbox.retain(|entry| !matches!(entry.opened, Opened::At(moment) if moment.plus_hours(hours) <= now));
    if book.calendar.confirmed {
        for session in book.contacts.iter_mut().filter_map(|contact| contact.session.as_mut()) {
            session.forget_skipped_before(Day(today.0.saturating_sub(SKIPPED_DAYS)));
        }
    }
}

/// Days after which a key for a message that never came is dropped.
const SKIPPED_DAYS: u16 = 30;
