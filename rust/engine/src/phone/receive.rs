//! Receiving: the new state, without the message key, and the text go to disk together; then the person is told.

use ratchet::{Content, Day, Envelope, NotOpened, Record, Session, Tell};
use zeroize::Zeroizing;

use super::Phone;
use crate::{
    ContactId, MessageId, Refusal, Standing,
    book::{Book, Contact, Entry},
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
        for contact in self.book.contacts.iter().filter(|contact| contact.receives()) {
            let (id, opened) = (contact.id, contact.session.open(envelope, today, self.surroundings.rng.as_mut()));
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
        self.commit(|book, _| {
            if content.text().is_some() && book.inbox.len() >= Book::INBOX {
                return Err(Refusal::InboxFull);
            }
            let id = book.new_message_id();
            let contact = book.contact_mut(from).ok_or(Refusal::UnknownPerson)?;
            contact.receive(next);
            note(contact, &content, tell, today);
            let missing = contact.session.missing();
            if contact.standing == Standing::Ended {
                contact.kept.clear();
            }
            match (content.text(), contact.standing) {
                (Some(text), _) => {
                    let text = Zeroizing::new(text.to_owned());
                    let opened = crate::book::Opened::Not;
                    book.inbox.push(Entry { id, contact: from, number, arrived: today, opened, text });
                    Ok(Received::Message { id, from, number, missing })
                }
                (None, Standing::Ended) => Ok(Received::Ended { from }),
                (None, _) => Ok(Received::Cover { from }),
            }
        })
    }
}

/// What a message says of its sender.
fn note(contact: &mut Contact, content: &Content, tell: Tell, today: Day) {
    // The sender's day only bounds what this phone's own clock says; it never enters a clock.
    let sent = if content.day.is_known() { content.day.min(today) } else { today };
    contact.heard = contact.heard.max(sent);
    if tell == Tell::Alarm {
        contact.alarm.get_or_insert(today);
    }
    for record in &content.records {
        match record {
            Record::BurnContact => contact.standing = Standing::Ended,
            Record::Commitment(commitment) if contact.commitments.len() < Contact::COMMITMENTS => {
                contact.commitments.push(commitment.clone());
            }
            _ => {}
        }
    }
}
