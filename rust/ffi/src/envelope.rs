//! A sealed message that was read from a picture: for whom it is, or whether it is this phone's own.

use std::sync::Arc;

use crate::{PersonId, Phone, Refusal};

/// A sealed message, for [`Phone::receive`] or, where this phone showed it, [`Phone::check`].
#[derive(uniffi::Object)]
pub struct Envelope {
    pub(crate) envelope: engine::Envelope,
    /// Share of the error correction that its picture needed.
    used: f32,
}

/// What the courier's picture of a code carries, seen by the phone that showed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Check {
    /// A message that this phone keeps, byte for byte.
    Whole {
        /// For whom.
        to: PersonId,
        /// Its number among the messages to this person.
        number: u32,
        /// Whether it is the newest to this person.
        newest: bool,
        /// Percent of the error correction that the picture needed already.
        used: u32,
        /// Whether that is so much that the picture should be taken anew: a messenger, a screen and a second camera
        /// are still to come.
        poor: bool,
    },
    /// A message, and none that this phone keeps.
    NotOurs,
}

impl Envelope {
    pub(crate) fn new(envelope: engine::Envelope, used: f32) -> Arc<Envelope> {
        Arc::new(Envelope { envelope, used })
    }
}

#[uniffi::export]
impl Phone {
    /// Whether what a scan of the courier's picture gave is a message of this phone, and with what margin. Changes
    /// nothing.
    ///
    /// # Errors
    /// [`Refusal::Locked`].
    pub fn check(&self, envelope: &Envelope) -> Result<Check, Refusal> {
        self.0.with(|phone| Ok(Check::of(phone.check_copy(&envelope.envelope, envelope.used))))
    }
}

impl Check {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast of a float is clamped")]
    fn of(check: engine::Check) -> Check {
        match check {
            engine::Check::Whole { to, number, newest, used } => Check::Whole {
                to: PersonId::of(to),
                number,
                newest,
                used: (100.0 * used).round() as u32,
                poor: used >= engine::Check::MUCH,
            },
            engine::Check::NotOurs | engine::Check::Nothing(_) => Check::NotOurs,
        }
    }
}
