//! Messages: written, received, read, burned.

use std::sync::Arc;

use engine::Bucket;
use zeroize::Zeroizing;

use crate::{Code, Envelope, PersonId, Phone, Refusal, Text, person::day, text::utf8};

/// How large a code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Size {
    /// Up to 103 bytes of text.
    Short,
    /// Up to 297 bytes of text.
    Normal,
    /// Up to 543 bytes of text.
    Long,
    /// Up to 729 bytes of text.
    Longest,
}

/// A text that is being written.
#[derive(uniffi::Record)]
pub struct Draft {
    /// For whom.
    pub to: PersonId,
    /// The text.
    pub text: Arc<Text>,
}

/// A text's number in this phone's inbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct MessageId {
    /// The number.
    pub number: u32,
}

/// A text in the inbox, without its text.
#[derive(uniffi::Record)]
pub struct Waiting {
    /// To open it with.
    pub id: MessageId,
    /// From whom.
    pub from: PersonId,
    /// Its number among the messages of this person.
    pub number: u32,
    /// When it was scanned, in days since 1970-01-01.
    pub arrived: Option<u32>,
    /// Whether it was opened.
    pub opened: bool,
    /// When it burns by itself, once that is known: seconds since 1970-01-01 00:00 UTC.
    pub burns_at: Option<u64>,
}

/// What an envelope was.
#[derive(uniffi::Enum)]
pub enum Received {
    /// A text, sealed in the inbox and not shown.
    Message {
        /// To open it with.
        id: MessageId,
        /// From whom.
        from: PersonId,
        /// Its number among the messages of this person.
        number: u32,
        /// Numbers of messages that were sent and have not arrived.
        missing: Vec<u32>,
    },
    /// A sign of life.
    SignOfLife {
        /// From whom.
        from: PersonId,
    },
    /// The person has ended this.
    Ended {
        /// Who.
        from: PersonId,
    },
}

/// What a message brings beside its text. [`Phone::people`] says it too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum News {
    /// For the first time the person's phone says that it was unlocked under force.
    Alarm {
        /// Whose.
        from: PersonId,
    },
    /// A notice, proven, has ended somebody.
    Burned {
        /// Whose phone was burned with its card.
        who: PersonId,
        /// Whose message showed it.
        from: PersonId,
    },
}

/// Longest text in bytes of UTF-8 that a code of this size holds.
#[uniffi::export]
pub fn room(size: Size) -> u32 {
    u32::try_from(Bucket::from(size).text_len()).unwrap_or(u32::MAX)
}

#[uniffi::export]
impl Phone {
    /// Seals a text, a direct buffer of UTF-8. A draft for that person is wiped in the same write. Without a size it is
    /// normal, or larger where the text needs it.
    ///
    /// # Errors
    /// [`Refusal::UnknownPerson`], [`Refusal::Unconfirmed`], [`Refusal::Paused`], [`Refusal::Ended`],
    /// [`Refusal::EmptyText`], [`Refusal::TooLong`], [`Refusal::Unanswered`], [`Refusal::TooManyKept`]. Nothing is spent.
    pub fn write(&self, to: PersonId, text: &[u8], size: Option<Size>) -> Result<Arc<Code>, Refusal> {
        let size = size.map_or(engine::Size::Normal, |size| engine::Size::Exactly(size.into()));
        self.0.with(|phone| Ok(Code::of(phone.write(to.of_engine()?, utf8(text)?, size)?)))
    }

    /// Seals a sign of life: a code without text, not to be told from any other.
    ///
    /// # Errors
    /// As [`Phone::write`].
    pub fn write_sign_of_life(&self, to: PersonId) -> Result<Arc<Code>, Refusal> {
        self.0.with(|phone| Ok(Code::of(phone.write_cover(to.of_engine()?)?)))
    }

    /// A kept code again, the same bytes: the last one, or the one of a number.
    ///
    /// # Errors
    /// [`Refusal::UnknownPerson`], [`Refusal::NoSuchCode`].
    pub fn show(&self, to: PersonId, number: Option<u32>) -> Result<Arc<Code>, Refusal> {
        self.0.with(|phone| {
            let (number, envelope) = phone.show(to.of_engine()?, number)?;
            Ok(Arc::new(Code { number, grown: false, envelope }))
        })
    }

    /// Seals what the owner has typed so far, a direct buffer of UTF-8; nothing typed wipes it.
    ///
    /// # Errors
    /// [`Refusal::UnknownPerson`]; [`Refusal::TooLong`] beyond 1024 bytes.
    pub fn set_draft(&self, to: PersonId, text: &[u8]) -> Result<(), Refusal> {
        self.0.with(|phone| Ok(phone.set_draft(to.of_engine()?, utf8(text)?)?))
    }

    /// What the owner had typed, and for whom.
    ///
    /// # Errors
    /// [`Refusal::Locked`].
    pub fn draft(&self) -> Result<Option<Draft>, Refusal> {
        self.0.with(|phone| {
            let draft = phone.draft();
            Ok(draft.map(|(to, text)| Draft { to: PersonId::of(to), text: Text::new(Zeroizing::new(text.to_owned())) }))
        })
    }

    /// Takes a sealed message in.
    ///
    /// # Errors
    /// [`Refusal::AlreadyRead`], [`Refusal::Unreadable`], [`Refusal::InboxFull`], [`Refusal::Newer`],
    /// [`Refusal::Malformed`]: nothing has changed, and the same picture may be scanned again.
    pub fn receive(&self, envelope: &Envelope) -> Result<Received, Refusal> {
        self.0.with(|phone| Ok(Received::of(phone.receive(&envelope.envelope)?)))
    }

    /// What came with the last messages beside their texts, once.
    ///
    /// # Errors
    /// [`Refusal::Locked`].
    pub fn take_news(&self) -> Result<Vec<News>, Refusal> {
        self.0.with(|phone| Ok(phone.take_news().into_iter().map(News::of).collect()))
    }

    /// What waits in the inbox, oldest first.
    ///
    /// # Errors
    /// [`Refusal::Locked`].
    pub fn inbox(&self) -> Result<Vec<Waiting>, Refusal> {
        self.0.with(|phone| Ok(phone.inbox().into_iter().map(Waiting::of).collect()))
    }

    /// Opens a text: its limit begins, on disk, before the text is given out.
    ///
    /// # Errors
    /// [`Refusal::NoSuchMessage`].
    pub fn open_text(&self, id: MessageId) -> Result<Arc<Text>, Refusal> {
        self.0.with(|phone| Ok(Text::new(phone.open_text(engine::MessageId(id.number))?)))
    }

    /// Destroys a text.
    ///
    /// # Errors
    /// [`Refusal::NoSuchMessage`].
    pub fn burn_text(&self, id: MessageId) -> Result<(), Refusal> {
        self.0.with(|phone| Ok(phone.burn_message(engine::MessageId(id.number))?))
    }

    /// What time does, to be called after an unlock and now and then: burns texts whose limit is over and says how many.
    ///
    /// # Errors
    /// [`Refusal::DiskFull`], [`Refusal::DiskFailed`], [`Refusal::NotCertain`].
    pub fn let_time_pass(&self) -> Result<u32, Refusal> {
        self.0.with(|phone| Ok(u32::try_from(phone.let_time_pass()?).unwrap_or(u32::MAX)))
    }
}

impl Code {
    fn of(written: engine::Written) -> Arc<Code> {
        Arc::new(Code { number: written.number, grown: written.grown, envelope: written.envelope })
    }
}

impl MessageId {
    fn of(id: engine::MessageId) -> MessageId {
        MessageId { number: id.0 }
    }
}

impl Waiting {
    fn of(waiting: engine::Waiting) -> Waiting {
        Waiting {
            id: MessageId::of(waiting.id),
            from: PersonId::of(waiting.from),
            number: waiting.number,
            arrived: day(waiting.arrived),
            opened: waiting.opened,
            burns_at: waiting.burns_at.map(|moment| moment.0),
        }
    }
}

impl News {
    fn of(news: engine::News) -> News {
        match news {
            engine::News::Alarm { from } => News::Alarm { from: PersonId::of(from) },
            engine::News::Burned { who, from } => News::Burned { who: PersonId::of(who), from: PersonId::of(from) },
        }
    }
}

impl Received {
    fn of(received: engine::Received) -> Received {
        match received {
            engine::Received::Message { id, from, number, missing } => {
                Received::Message { id: MessageId::of(id), from: PersonId::of(from), number, missing }
            }
            engine::Received::Cover { from } => Received::SignOfLife { from: PersonId::of(from) },
            engine::Received::Ended { from } => Received::Ended { from: PersonId::of(from) },
        }
    }
}

impl From<Size> for Bucket {
    fn from(size: Size) -> Bucket {
        match size {
            Size::Short => Bucket::Short,
            Size::Normal => Bucket::Normal,
            Size::Long => Bucket::Long,
            Size::Longest => Bucket::Longest,
        }
    }
}
