//! The people: who they are, what may be sent to them, which codes of theirs can be shown again.

use ratchet::{Day, Envelope, Session, Words};

use super::Phone;
use crate::{
    ContactId, Ended, Lease, Name, Refusal, Standing,
    book::{Contact, KeptCode},
};

/// A contact, as its owner may see it.
pub struct Person {
    /// For the other verbs.
    pub id: ContactId,
    /// What the owner calls the person.
    pub name: Name,
    /// What may be done.
    pub standing: Standing,
    /// To be compared until they are confirmed.
    pub words: Words,
    /// The last day on which the person certainly was there: the meeting, or a message.
    pub heard: Day,
    /// Until when the person gets text.
    pub lease: Lease,
    /// Since when the person's phone says that it was unlocked under force.
    pub alarm: Option<Day>,
    /// The number of the first message that said so.
    pub alarm_number: Option<u32>,
    /// Whether messages to the person carry notices of burned phones.
    pub notices: bool,
    /// Whether the person's phone may not know of this phone's card yet: it travels in the next messages.
    pub card_on_its_way: bool,
    /// How it ended, if it did.
    pub ended: Option<Ended>,
    /// Texts in the inbox.
    pub waiting: usize,
    /// Numbers of messages that were sent and have not arrived.
    pub missing: Vec<u32>,
    /// Codes that can be shown again.
    pub kept: Vec<Kept>,
}

/// A code that can be shown again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its number among the messages to this person.
    pub number: u32,
    /// When it was written; unknown where the date was doubtful.
    pub written: Day,
    /// Whether an answer came since.
    pub answered: bool,
}

impl Phone {
    /// All people, in the order in which they were met.
    pub fn people(&self) -> Vec<Person> {
        self.book.contacts.iter().map(|contact| self.describe(contact)).collect()
    }

    /// The person of a name; upper and lower case are one. Of somebody who was met again, the new pairing.
    ///
    /// # Errors
    /// [`Refusal::UnknownPerson`].
    pub fn person(&self, name: &str) -> Result<ContactId, Refusal> {
        self.book.person(name).map(|contact| contact.id).ok_or(Refusal::UnknownPerson)
    }

    /// The name of a person.
    ///
    /// # Errors
    /// [`Refusal::UnknownPerson`].
    pub fn name(&self, id: ContactId) -> Result<&Name, Refusal> {
        self.book.contact(id).map(|contact| &contact.name).ok_or(Refusal::UnknownPerson)
    }

    /// The owner has compared the words, and they match.
    ///
    /// # Errors
    /// [`Refusal::UnknownPerson`], [`Refusal::Ended`], [`Refusal::Replaced`].
    pub fn confirm(&mut self, id: ContactId) -> Result<(), Refusal> {
        self.commit(|book, _| {
            let contact = book.contact_mut(id).ok_or(Refusal::UnknownPerson)?;
            match contact.standing {
                Standing::Ended | Standing::Replaced => Err(contact.over()),
                Standing::Confirmed | Standing::Paused => Ok(()),
                Standing::Unconfirmed => {
                    contact.standing = Standing::Confirmed;
                    contact.third = None;
                    book.take_over(id);
                    Ok(())
                }
            }
        })
    }

    /// Another name for a person.
    ///
    /// # Errors
    /// [`Refusal::UnknownPerson`], [`Refusal::NameTaken`].
    pub fn rename(&mut self, id: ContactId, name: &Name) -> Result<(), Refusal> {
        let before = self.name(id)?.clone();
        if !name.is(before.as_str()) && self.book.person(name.as_str()).is_some() {
            return Err(Refusal::NameTaken);
        }
        self.commit(|book, _| {
            // Both pairings of somebody who was met again: the name is what links them.
            for contact in book.contacts.iter_mut().filter(|contact| contact.name.is(before.as_str())) {
                contact.name = name.clone();
            }
            Ok(())
        })
    }

    /// Nothing is sent until [`Phone::resume`]; what comes is kept.
    ///
    /// # Errors
    /// [`Refusal::UnknownPerson`], [`Refusal::Unconfirmed`], [`Refusal::Ended`].
    pub fn pause(&mut self, id: ContactId) -> Result<(), Refusal> {
        self.stand(id, Standing::Paused)
    }

    /// The end of a pause.
    ///
    /// # Errors
    /// As [`Phone::pause`].
    pub fn resume(&mut self, id: ContactId) -> Result<(), Refusal> {
        self.stand(id, Standing::Confirmed)
    }

    /// Destroys a contact: keys, texts, kept codes, a tombstone. The other side is not told. Of somebody who was met again
    /// both pairings go; where the words of the new one were never confirmed, that one alone.
    ///
    /// # Errors
    /// [`Refusal::UnknownPerson`].
    pub fn burn_contact(&mut self, id: ContactId) -> Result<(), Refusal> {
        self.book.contact(id).ok_or(Refusal::UnknownPerson)?;
        self.commit(|book, _| {
            book.burn(id);
            Ok(())
        })?;
        self.burned = true;
        Ok(())
    }

    /// A kept code again, the same bytes: the last one, or the one of a number.
    ///
    /// # Errors
    /// [`Refusal::UnknownPerson`], [`Refusal::NoSuchCode`]; [`Refusal::Vault`] where an earlier write has still to be
    /// made good and cannot.
    pub fn show(&mut self, id: ContactId, number: Option<u32>) -> Result<(u32, Envelope), Refusal> {
        self.settle()?;
        let kept = &self.book.contact(id).ok_or(Refusal::UnknownPerson)?.kept;
        let code = kept.iter().rev().find(|code| number.is_none_or(|number| code.number == number));
        code.map(|code| (code.number, code.envelope.clone())).ok_or(Refusal::NoSuchCode)
    }

    fn stand(&mut self, id: ContactId, standing: Standing) -> Result<(), Refusal> {
        self.change(id, |contact| match contact.standing {
            Standing::Unconfirmed => Err(Refusal::Unconfirmed),
            Standing::Ended | Standing::Replaced => Err(contact.over()),
            Standing::Confirmed | Standing::Paused => {
                contact.standing = standing;
                Ok(())
            }
        })
    }

    pub(super) fn change(
        &mut self,
        id: ContactId,
        change: impl FnOnce(&mut Contact) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        self.commit(|book, _| change(book.contact_mut(id).ok_or(Refusal::UnknownPerson)?))
    }

    fn describe(&self, contact: &Contact) -> Person {
        let kept = |code: &KeptCode| Kept { number: code.number, written: code.written, answered: code.answered };
        Person {
            id: contact.id,
            name: contact.name.clone(),
            standing: contact.standing,
            words: Words::from_indices(contact.words),
            heard: contact.silence.heard,
            lease: contact.silence.lease(self.book.lease_days, self.date().at_least()),
            alarm: contact.alarm.map(|alarm| alarm.since),
            alarm_number: contact.alarm.map(|alarm| alarm.number),
            notices: contact.notices,
            card_on_its_way: contact.enclosed.iter().any(|enclosure| !enclosure.is_notice()),
            ended: contact.ended.map(|(ended, _)| ended),
            waiting: self.book.inbox.iter().filter(|entry| entry.contact == contact.id).count(),
            missing: contact.session.as_ref().map(Session::missing).unwrap_or_default(),
            kept: contact.kept.iter().map(kept).collect(),
        }
    }
}
