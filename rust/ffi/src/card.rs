//! Cards that end a phone: this one's own, and those of others that are shown to it.

use std::sync::Arc;

use zeroize::Zeroizing;

use crate::{Modules, PersonId, Phone, Refusal, Text, guard::guarded, text::utf8};

/// A card that ends a phone. **It restores nothing.**
#[derive(uniffi::Object)]
pub struct Card(pub(crate) engine::Card);

/// What a card that was shown to this phone would do.
#[derive(uniffi::Enum)]
pub enum Verdict {
    /// It ends these people for good, once the owner has said so: [`Phone::end`].
    Ends {
        /// To end them with.
        ending: Arc<Ending>,
        /// Whom, at least one: somebody may have been met under two names.
        people: Vec<PersonId>,
    },
    /// It is this phone's own: it ends this phone for its contacts, and nothing here.
    Own,
    /// It ended somebody here before; nothing is left to do.
    Known,
    /// It is of nobody whom this phone knows.
    Foreign,
}

/// A card and those whose phone it burns; only [`Phone::judge`] makes one.
#[derive(uniffi::Object)]
pub struct Ending(engine::Ending);

#[uniffi::export]
impl Card {
    /// The card of thirteen words, whole or by their first four letters, between blanks: a direct buffer of UTF-8.
    ///
    /// # Errors
    /// [`Refusal::NotACard`].
    #[uniffi::constructor]
    pub fn of_words(words: &[u8]) -> Result<Arc<Card>, Refusal> {
        guarded(|| {
            let card = engine::Card::from_words(utf8(words)?).map_err(|_| Refusal::NotACard)?;
            Ok(Arc::new(Card(card)))
        })
    }

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

    /// What a card would do here. Changes nothing.
    ///
    /// # Errors
    /// [`Refusal::Locked`].
    pub fn judge(&self, card: &Card) -> Result<Verdict, Refusal> {
        let card = engine::Card::parse(&card.0.object()).map_err(|_| Refusal::Broken)?;
        self.0.with(|phone| Ok(Verdict::of(phone.judge(card))))
    }

    /// The owner has said that it ends them for good: their keys and codes are gone, a tombstone stays.
    ///
    /// # Errors
    /// [`Refusal::DiskFull`], [`Refusal::DiskFailed`]: nothing ended. [`Refusal::NotCertain`].
    pub fn end(&self, ending: &Ending) -> Result<(), Refusal> {
        self.0.with(|phone| Ok(phone.end(&ending.0)?))
    }
}

impl Verdict {
    fn of(verdict: engine::Verdict) -> Verdict {
        match verdict {
            engine::Verdict::Ends(ending) => {
                let people = ending.of().iter().map(|&id| PersonId::of(id)).collect();
                Verdict::Ends { ending: Arc::new(Ending(ending)), people }
            }
            engine::Verdict::Own => Verdict::Own,
            engine::Verdict::Known => Verdict::Known,
            engine::Verdict::Foreign => Verdict::Foreign,
        }
    }
}
