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
    /// The last day on which the person certainly was there, the meeting or a message, in days since 1970-01-01.
    pub heard: Option<u32>,
    /// Until when the person gets text.
    pub lease: Lease,
    /// Since which day the person's phone says that it was unlocked under force; 0 where the day is not known.
    pub alarm: Option<u32>,
    /// The number of the first message that said so.
    pub alarm_number: Option<u32>,
    /// Whether messages to the person carry notices of burned phones.
    pub notices: bool,
    /// Whether the person's phone may not know of this phone's card yet: it travels in the next messages.
    pub card_on_its_way: bool,
    /// How it ended, if it did.
    pub ended: Option<Ended>,
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
    /// It is over for good, by the other side or by a card: nothing is sent, nothing received.
    Ended,
    /// The person was met again: this earlier pairing receives until the new one brings its first message, then it burns.
    Replaced,
}

/// How long a person gets text without a fresh sign of life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Lease {
    /// The last day on which text is sealed, unless a sign of life comes; in days since 1970-01-01.
    pub until: u32,
    /// Whether that day is certainly over.
    pub over: bool,
    /// Whether the owner has extended it since the last sign of life.
    pub extended: bool,
}

/// How a person's phone ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Ended {
    /// When this phone learned of it, in days since 1970-01-01.
    pub when: Option<u32>,
    /// What ended it.
    pub by: EndedBy,
}

/// What ends a person for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum EndedBy {
    /// The person said so, in a message.
    Themselves,
    /// Their card was shown to this phone.
    Card,
    /// Somebody's message carried what is on their card.
    Notice {
        /// Whose message.
        from: PersonId,
    },
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

    /// Lets a silent person have text for as many days again, once until the next sign of life.
    ///
    /// # Errors
    /// [`Refusal::UnknownPerson`], [`Refusal::Ended`], [`Refusal::BurnedByCard`], [`Refusal::LeaseRuns`],
    /// [`Refusal::ExtendedOnce`].
    pub fn extend_lease(&self, id: PersonId) -> Result<Lease, Refusal> {
        self.0.with(|phone| Ok(Lease::of(phone.extend_lease(id.of_engine()?)?)))
    }

    /// Whether messages to this person carry what is on the cards that were shown to this phone. Off until switched on:
    /// the person learns that this phone's owner knew whoever was burned.
    ///
    /// # Errors
    /// [`Refusal::UnknownPerson`], [`Refusal::Ended`], [`Refusal::BurnedByCard`].
    pub fn set_notices(&self, id: PersonId, on: bool) -> Result<(), Refusal> {
        self.0.with(|phone| Ok(phone.set_notices(id.of_engine()?, on)?))
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
                engine::Standing::Replaced => Standing::Replaced,
            },
            words: Words::of(&person.words),
            heard: day(person.heard),
            lease: Lease::of(person.lease),
            alarm: person.alarm.map(|day| day.0.into()),
            alarm_number: person.alarm_number,
            notices: person.notices,
            card_on_its_way: person.card_on_its_way,
            ended: person.ended.map(Ended::of),
            waiting: u32::try_from(person.waiting).unwrap_or(u32::MAX),
            missing: person.missing,
            kept: person.kept.into_iter().map(kept).collect(),
        }
    }
}

impl Lease {
    fn of(lease: engine::Lease) -> Lease {
        Lease { until: lease.until.0.into(), over: lease.over, extended: lease.extended }
    }
}

impl Ended {
    fn of(ended: engine::Ended) -> Ended {
        let by = match ended.by {
            engine::EndedBy::Themselves => EndedBy::Themselves,
            engine::EndedBy::Card => EndedBy::Card,
            engine::EndedBy::Notice { from } => EndedBy::Notice { from: PersonId::of(from) },
        };
        Ended { when: day(ended.when), by }
    }
}

/// A day that is known.
pub(crate) fn day(day: engine::Day) -> Option<u32> {
    day.is_known().then(|| day.0.into())
}
