//! What the owner may set: the date, how long texts live, the card.

use std::sync::Arc;

use getrandom::SysRng;
use rand_core::UnwrapErr;
use zeroize::Zeroizing;

use crate::{Modules, Phone, Refusal, Text, guard::guarded, person::day};

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

/// A card that ends a phone. **It restores nothing.**
#[derive(uniffi::Object)]
pub struct Card(pub(crate) engine::Card);

/// Five words by chance, for whoever does not want to make a passphrase up.
#[uniffi::export]
pub fn suggest_passphrase() -> Arc<Text> {
    Text::new(engine::suggest_passphrase(&mut UnwrapErr(SysRng)))
}

#[uniffi::export]
impl Card {
    /// Its code.
    ///
    /// # Errors
    /// None that a card can meet.
    pub fn modules(&self) -> Result<Modules, Refusal> {
        guarded(|| Modules::of_object(&self.0.object()))
    }

    /// Thirteen words to copy by hand.
    pub fn words(&self) -> Arc<Text> {
        Text::new(Zeroizing::new(self.0.words().join(" ")))
    }

    /// Whether the two are one card: a card counts once it was shown back.
    pub fn is_same(&self, other: &Card) -> bool {
        self.0.is(&other.0)
    }
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

    /// Draws a card, in memory alone until [`Phone::adopt_card`].
    ///
    /// # Errors
    /// [`Refusal::Locked`].
    pub fn draw_card(&self) -> Result<Arc<Card>, Refusal> {
        self.0.with(|phone| Ok(Arc::new(Card(phone.draw_card()))))
    }

    /// The owner has shown the card back: meetings from now on commit to it. The card itself is not kept.
    ///
    /// # Errors
    /// [`Refusal::DiskFull`], [`Refusal::DiskFailed`], [`Refusal::NotCertain`].
    pub fn adopt_card(&self, card: &Card) -> Result<(), Refusal> {
        self.0.with(|phone| Ok(phone.adopt_card(&card.0)?))
    }

    /// Whether there is a card that ends this phone.
    ///
    /// # Errors
    /// [`Refusal::Locked`].
    pub fn has_card(&self) -> Result<bool, Refusal> {
        self.0.with(|phone| Ok(phone.has_card()))
    }
}
