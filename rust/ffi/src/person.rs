//! People.

use engine::ContactId;

use crate::{Phone, Refusal, Words};

/// A person's number on this phone; never sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PersonId {
    /// The number.
    pub number: u32,
}

/// A person, as the owner may see one.
#[derive(uniffi::Record)]
pub struct Person {
    /// For the verbs.
    pub id: PersonId,
    /// What the owner calls the person.
    pub name: String,
    /// What may be done.
    pub standing: Standing,
    /// To be compared until they are confirmed.
    pub words: Words,
    /// The last day on which the person certainly was there, in days since 1970-01-01.
    pub heard: Option<u32>,
    /// Since which day the person's phone says that it was unlocked under force; 0 where the day is not known.
    pub alarm: Option<u32>,
    /// Texts in the inbox.
    pub waiting: u32,
    /// Numbers of messages that were sent and have not arrived.
    pub missing: Vec<u32>,
    /// Codes that can be shown again, oldest first.
    pub kept: Vec<Kept>,
}

/// What may be done with a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Standing {
    /// The words were not compared yet: nothing is sent, nothing received.
    Unconfirmed,
    /// All is well.
    Confirmed,
    /// The owner sends nothing for now; what comes is kept.
    Paused,
    /// The other side has ended it: nothing is sent, nothing received.
    Ended,
}

/// A code that can be shown again.
#[derive(uniffi::Record)]
pub struct Kept {
    /// Its number among the messages to this person.
    pub number: u32,
    /// When it was written, in days since 1970-01-01.
    pub written: Option<u32>,
    /// Whether an answer came since.
    pub answered: bool,
}

#[uniffi::export]
impl Phone {
    /// All people, in the order in which they were met.
    ///
    /// # Errors
    /// [`Refusal::Locked`].
    pub fn people(&self) -> Result<Vec<Person>, Refusal> {
        self.0.with(|phone| Ok(phone.people().into_iter().map(Person::of).collect()))
    }

    /// The owner has compared the words, and they match.
    ///
    /// # Errors
    /// [`Refusal::UnknownPerson`], [`Refusal::Ended`].
    pub fn confirm(&self, id: PersonId) -> Result<(), Refusal> {
        self.0.with(|phone| Ok(phone.confirm(id.of_engine()?)?))
    }

    /// Another name for a person.
    ///
    /// # Errors
    /// [`Refusal::UnknownPerson`], [`Refusal::UnfitName`], [`Refusal::NameTaken`].
    pub fn rename(&self, id: PersonId, name: String) -> Result<(), Refusal> {
        self.0.with(|phone| Ok(phone.rename(id.of_engine()?, &name.parse()?)?))
    }

    /// Nothing is sent until [`Phone::resume`]; what comes is kept.
    ///
    /// # Errors
    /// [`Refusal::UnknownPerson`], [`Refusal::Unconfirmed`], [`Refusal::Ended`].
    pub fn pause(&self, id: PersonId) -> Result<(), Refusal> {
        self.0.with(|phone| Ok(phone.pause(id.of_engine()?)?))
    }

    /// The end of a pause.
    ///
    /// # Errors
    /// As [`Phone::pause`].
    pub fn resume(&self, id: PersonId) -> Result<(), Refusal> {
        self.0.with(|phone| Ok(phone.resume(id.of_engine()?)?))
    }

    /// Destroys a person: keys, texts, kept codes. The other side is not told.
    ///
    /// # Errors
    /// [`Refusal::UnknownPerson`].
    pub fn burn_person(&self, id: PersonId) -> Result<(), Refusal> {
        self.0.with(|phone| Ok(phone.burn_contact(id.of_engine()?)?))
    }
}

impl PersonId {
    pub(crate) fn of(id: ContactId) -> PersonId {
        PersonId { number: id.0.into() }
    }

    pub(crate) fn of_engine(self) -> Result<ContactId, Refusal> {
        u16::try_from(self.number).map(ContactId).map_err(|_| Refusal::UnknownPerson)
    }
}

impl Person {
    fn of(person: engine::Person) -> Person {
        let kept =
            |kept: engine::Kept| Kept { number: kept.number, written: day(kept.written), answered: kept.answered };
        Person {
            id: PersonId::of(person.id),
            name: person.name.as_str().to_owned(),
            standing: match person.standing {
                engine::Standing::Unconfirmed => Standing::Unconfirmed,
                engine::Standing::Confirmed => Standing::Confirmed,
                engine::Standing::Paused => Standing::Paused,
                engine::Standing::Ended => Standing::Ended,
            },
            words: Words::of(&person.words),
            heard: day(person.heard),
            alarm: person.alarm.map(|day| day.0.into()),
            waiting: u32::try_from(person.waiting).unwrap_or(u32::MAX),
            missing: person.missing,
            kept: person.kept.into_iter().map(kept).collect(),
        }
    }
}

/// A day that is known.
pub(crate) fn day(day: engine::Day) -> Option<u32> {
    day.is_known().then(|| day.0.into())
}
