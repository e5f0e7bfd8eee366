//! Receiving: the new state, without the message key, and the text go to disk together; then the person is told.

use ratchet::{Card, Day, Envelope, NotOpened, Record, Session, Tell};
use zeroize::Zeroizing;

use super::Phone;
use crate::{
    ContactId, MessageId, Refusal, Standing,
    book::{Alarm, Book, Contact, Ended, EndedBy, Entry},
};

/// What an envelope was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Received {
    /// A text, sealed in the inbox and not shown.
    Message {
        /// To open it with.
        id: MessageId,
        /// From whom.
        from: ContactId,
        /// Its number among the messages of this person.
        number: u32,
        /// Numbers of messages that were sent and have not arrived.
        missing: Vec<u32>,
    },
    /// A sign of life.
    Cover {
        /// From whom.
        from: ContactId,
    },
    /// The person has ended this.
    Ended {
        /// Who.
        from: ContactId,
    },
}

impl Phone {
    /// Tries an envelope with every contact, in the order in which they were met.
    ///
    /// # Errors
    /// [`Refusal::AlreadyRead`], [`Refusal::Unreadable`], [`Refusal::InboxFull`], [`Refusal::Newer`],
    /// [`Refusal::Malformed`]: no byte of any state has changed, and the same picture may be scanned again.
    pub fn receive(&mut self, envelope: &Envelope) -> Result<Received, Refusal> {
        let today = self.date().day();
        for contact in &self.book.contacts {
            let Some(session) = contact.receiving() else { continue };
            let (id, opened) = (contact.id, session.open(envelope, today, self.surroundings.rng.as_mut()));
            match opened {
                Ok((next, opened)) => return self.take_in(id, next, opened, today),
                Err(NotOpened::Unreadable) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(Refusal::Unreadable)
    }

    fn take_in(
        &mut self,
        from: ContactId,
        next: Session,
        opened: ratchet::Opened,
        today: Day,
    ) -> Result<Received, Refusal> {
        let ratchet::Opened { content, number, tell } = opened;
        if content.records.iter().any(|record| matches!(record, Record::Part { .. })) {
            return Err(Refusal::Newer);
        }
        let certain = self.date().at_least();
        let (received, news, replaced) = self.commit(|book, _| {
            if content.text().is_some() && book.inbox.len() >= Book::INBOX {
                return Err(Refusal::InboxFull);
            }
            let id = book.new_message_id();
            let contact = book.contact_mut(from).ok_or(Refusal::UnknownPerson)?;
            contact.receive(next);
            let missing = contact.session.as_ref().map(Session::missing).unwrap_or_default();
            let mut news = Vec::new();
            contact.silence.hear(content.day, certain);
            if tell == Tell::Alarm && contact.alarm.is_none() {
                contact.alarm = Some(Alarm { since: certain, number });
                news.push(News::Alarm { from });
            }
            for record in &content.records {
                note(book, from, record, certain, &mut news);
            }
            let replaced = book.arrived(from);
            let received = match (content.text(), book.contact(from).map(|contact| contact.standing)) {
                (Some(text), _) => {
                    let text = Zeroizing::new(text.to_owned());
                    let opened = crate::book::Opened::Not;
                    book.inbox.push(Entry { id, contact: from, number, arrived: today, opened, text });
                    Received::Message { id, from, number, missing }
                }
                (None, Some(Standing::Ended)) => Received::Ended { from },
                (None, _) => Received::Cover { from },
            };
            Ok((received, news, replaced))
        })?;
        self.burned |= replaced;
        self.news.extend(news);
        Ok(received)
    }

    /// What came with the last messages beside their texts, once.
    pub fn take_news(&mut self) -> Vec<News> {
        std::mem::take(&mut self.news)
    }
}

/// What a message brings beside its text. It is on disk, and [`Phone::people`] says it too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// For the first time the person's phone says that it was unlocked under force.
    Alarm {
        /// Whose.
        from: ContactId,
    },
    /// A notice, proven, has ended somebody.
    Burned {
        /// Whose phone was burned with its card.
        who: ContactId,
        /// Whose message showed it.
        from: ContactId,
    },
}

/// What a record of a message does.
fn note(book: &mut Book, from: ContactId, record: &Record, today: Day, news: &mut Vec<News>) {
    match record {
        Record::BurnContact => {
            if let Some(contact) = book.contact_mut(from).filter(|contact| contact.ended.is_none()) {
                contact.end(Ended { when: today, by: EndedBy::Themselves }, None);
            }
        }
        Record::BurnNotice(r) => {
            let ended = book.burn_by_card(&Card::from_bytes(r), EndedBy::Notice { from }, today);
            news.extend(ended.into_iter().map(|who| News::Burned { who, from }));
        }
        Record::Commitment(commitment) => {
            let Some(contact) = book.contact_mut(from) else { return };
            let is_new = !contact.commitments.contains(commitment);
            if is_new && contact.commitments.len() < Contact::COMMITMENTS {
                contact.commitments.push(commitment.clone());
            }
            // Whoever was burned with a card under another name is burned here, too.
            if let Some(card) = book.burned_with(commitment).cloned() {
                let ended = book.burn_by_card(&card, EndedBy::Card, today);
                news.extend(ended.into_iter().map(|who| News::Burned { who, from }));
            }
        }
        Record::Text(_) | Record::Capabilities(_) | Record::Part { .. } => {}
    }
}
