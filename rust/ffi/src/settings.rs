//! What the owner may set: the date, how long texts live, how long silence may last.

use std::sync::Arc;

use getrandom::SysRng;
use rand_core::UnwrapErr;

use crate::{Phone, Refusal, Text, person::day};

/// What the phone makes of its clock. Days are days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Date {
    /// Nothing speaks against it.
    Known {
        /// Today.
        day: u32,
    },
    /// The clock stands before a day that the phone has seen, or a month beyond the last one: ask whether today is right.
    Doubtful {
        /// What the clock says, if it says anything.
        clock: Option<u32>,
        /// The last day that the phone is sure of; nothing at all is known of days before it was made.
        seen: u32,
    },
}

/// Five words by chance, for whoever does not want to make a passphrase up.
#[uniffi::export]
pub fn suggest_passphrase() -> Arc<Text> {
    Text::new(engine::suggest_passphrase(&mut UnwrapErr(SysRng)))
}

#[uniffi::export]
impl Phone {
    /// What the phone makes of its clock.
    ///
    /// # Errors
    /// [`Refusal::Locked`].
    pub fn date(&self) -> Result<Date, Refusal> {
        self.0.with(|phone| {
            Ok(match phone.date() {
                engine::Date::Known(day) => Date::Known { day: day.0.into() },
                engine::Date::Doubtful { clock, seen } => {
                    Date::Doubtful { clock: clock.and_then(day), seen: seen.0.into() }
                }
            })
        })
    }

    /// The owner says that the clock is right.
    ///
    /// # Errors
    /// [`Refusal::NoClock`].
    pub fn confirm_date(&self) -> Result<(), Refusal> {
        self.0.with(|phone| Ok(phone.confirm_date()?))
    }

    /// How many hours an opened text lives.
    ///
    /// # Errors
    /// [`Refusal::Locked`].
    pub fn text_hours(&self) -> Result<u32, Refusal> {
        self.0.with(|phone| Ok(phone.text_hours().into()))
    }

    /// How many hours an opened text lives, 0 to 72; more is taken as 72.
    ///
    /// # Errors
    /// [`Refusal::DiskFull`], [`Refusal::DiskFailed`], [`Refusal::NotCertain`].
    pub fn set_text_hours(&self, hours: u32) -> Result<(), Refusal> {
        self.0.with(|phone| Ok(phone.set_text_hours(u8::try_from(hours).unwrap_or(u8::MAX))?))
    }

    /// How many days a person gets text without a fresh sign of life.
    ///
    /// # Errors
    /// [`Refusal::Locked`].
    pub fn lease_days(&self) -> Result<u32, Refusal> {
        self.0.with(|phone| Ok(phone.lease_days().into()))
    }

    /// How many days a person gets text without a fresh sign of life, 1 to 365; what is beyond is taken as the nearest.
    ///
    /// # Errors
    /// [`Refusal::DiskFull`], [`Refusal::DiskFailed`], [`Refusal::NotCertain`].
    pub fn set_lease_days(&self, days: u32) -> Result<(), Refusal> {
        self.0.with(|phone| Ok(phone.set_lease_days(u16::try_from(days).unwrap_or(u16::MAX))?))
    }

    /// Whether everything can be destroyed from the lock screen, without the passphrase.
    ///
    /// # Errors
    /// [`Refusal::Locked`].
    pub fn locked_burn(&self) -> Result<bool, Refusal> {
        self.0.with(|phone| Ok(phone.locked_burn()))
    }

    /// Switches that on or off; off at first, for whoever finds the phone could do it.
    ///
    /// # Errors
    /// [`Refusal::DiskFull`], [`Refusal::DiskFailed`], [`Refusal::NotCertain`].
    pub fn set_locked_burn(&self, on: bool) -> Result<(), Refusal> {
        self.0.with(|phone| Ok(phone.set_locked_burn(on)?))
    }
}
