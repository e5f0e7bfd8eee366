//! Three scans in person.

use std::sync::Arc;

use engine::Whom;

use crate::{Modules, Phone, Reel, Refusal};

/// A code of a meeting that was read from the other phone, for [`Phone::meet`].
#[derive(uniffi::Object)]
pub struct MeetingCode(pub(crate) Vec<u8>);

/// What comes next in a meeting.
#[derive(uniffi::Enum)]
pub enum Meeting {
    /// Show this moving code; then scan what the other phone shows.
    Second {
        /// The codes, in turn.
        reel: Arc<Reel>,
    },
    /// Show this one code, with the words below it; the person is there and has to be confirmed.
    Third {
        /// The code.
        code: Modules,
        /// To be compared.
        words: Words,
    },
    /// Show the words; the person is there and has to be confirmed.
    Done {
        /// To be compared.
        words: Words,
    },
}

/// The same on both screens, or somebody stood between.
#[derive(uniffi::Record)]
pub struct Words {
    /// Four words.
    pub words: Vec<String>,
    /// The same as fourteen digits.
    pub digits: String,
}

#[uniffi::export]
impl Phone {
    /// "I show first": the first moving code. A meeting that was under way is forgotten. `again`: the owner means the
    /// person who has that name here; that pairing receives until the new one brings its first message, then it burns.
    ///
    /// # Errors
    /// [`Refusal::UnfitName`], [`Refusal::NameTaken`], [`Refusal::TooManyPeople`].
    #[uniffi::method(default(again = false))]
    pub fn start_meeting(&self, name: String, again: bool) -> Result<Arc<Reel>, Refusal> {
        self.0.with(|phone| Reel::of(&phone.start_meeting(whom(&name.parse()?, again))?))
    }

    /// Takes one code of the other phone; the first one of a meeting makes this phone the one that scans first. `name`
    /// is what the person will be called; the one given last counts. `again` as for [`Phone::start_meeting`].
    ///
    /// # Errors
    /// [`Refusal::WrongStep`], [`Refusal::OwnCode`], [`Refusal::BothStarted`], [`Refusal::OtherMeeting`],
    /// [`Refusal::NoMeeting`], [`Refusal::Newer`], [`Refusal::UnfitName`], [`Refusal::NameTaken`],
    /// [`Refusal::TooManyPeople`]. Whatever was under way waits on.
    #[uniffi::method(default(again = false))]
    pub fn meet(&self, name: String, code: &MeetingCode, again: bool) -> Result<Meeting, Refusal> {
        self.0.with(|phone| match phone.meet(whom(&name.parse()?, again), &code.0)? {
            engine::Meeting::Second(p2) => Ok(Meeting::Second { reel: Reel::of(&p2)? }),
            engine::Meeting::Third { code, words } => {
                Ok(Meeting::Third { code: Modules::of_object(&code)?, words: Words::of(&words) })
            }
            engine::Meeting::Done { words } => Ok(Meeting::Done { words: Words::of(&words) }),
        })
    }

    /// Forgets a meeting that is under way.
    ///
    /// # Errors
    /// [`Refusal::Locked`].
    pub fn end_meeting(&self) -> Result<(), Refusal> {
        self.0.with(|phone| Ok(phone.end_meeting()?))
    }

    /// With whom a meeting is under way, if one is.
    ///
    /// # Errors
    /// [`Refusal::Locked`].
    pub fn meeting(&self) -> Result<Option<String>, Refusal> {
        self.0.with(|phone| Ok(phone.meeting().map(|name| name.as_str().to_owned())))
    }
}

fn whom(name: &engine::Name, again: bool) -> Whom<'_> {
    if again { Whom::again(name) } else { name.into() }
}

impl Words {
    pub(crate) fn of(words: &engine::Words) -> Words {
        Words { words: words.text().split(' ').map(str::to_owned).collect(), digits: words.digits() }
    }
}
