//! The second passphrase: it opens a phone that looks new, and the real one is gone in that moment.

use crate::{PersonId, Phone, Refusal, locked::parse};

/// What the owner has set. A phone that was opened with it knows nothing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SecondPassphrase {
    /// The person that it keeps, if any.
    pub keep: Option<PersonId>,
}

/// What a passphrase would open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Opens {
    /// This phone.
    Phone,
    /// What the second passphrase opens.
    Second,
    /// Nothing.
    Nothing,
}

#[uniffi::export]
impl Phone {
    /// Sets the second passphrase, or replaces it; both are direct buffers of UTF-8. Who unlocks with it finds a phone
    /// without people, or with `keep` alone, whose messages then say that force was used. Everything else is gone with
    /// that unlock. Destroying data under a lawful order may be a crime: say so first. Takes about two seconds.
    ///
    /// # Errors
    /// [`Refusal::WrongPassphrase`] where `own` is not this phone's; [`Refusal::TooSimilar`],
    /// [`Refusal::UnfitPassphrase`]; of `keep`: [`Refusal::UnknownPerson`], [`Refusal::Unconfirmed`],
    /// [`Refusal::Ended`], [`Refusal::BurnedByCard`].
    pub fn set_second_passphrase(&self, own: &[u8], second: &[u8], keep: Option<PersonId>) -> Result<(), Refusal> {
        self.0.with(|phone| {
            let keep = keep.map(PersonId::of_engine).transpose()?;
            Ok(phone.set_duress(&parse(own)?, &parse(second)?, keep)?)
        })
    }

    /// Forgets the second passphrase.
    ///
    /// # Errors
    /// [`Refusal::NoSecondPassphrase`].
    pub fn remove_second_passphrase(&self) -> Result<(), Refusal> {
        self.0.with(|phone| Ok(phone.remove_duress()?))
    }

    /// Whether a second passphrase is set, and what it keeps.
    ///
    /// # Errors
    /// [`Refusal::Locked`].
    pub fn second_passphrase(&self) -> Result<Option<SecondPassphrase>, Refusal> {
        self.0.with(|phone| {
            Ok(phone.second_passphrase().map(|second| SecondPassphrase { keep: second.keep.map(PersonId::of) }))
        })
    }

    /// What a passphrase, a direct buffer of UTF-8, would open. Nothing is counted, written or destroyed. Takes about a
    /// second.
    ///
    /// # Errors
    /// [`Refusal::UnfitPassphrase`], [`Refusal::NoMemory`].
    pub fn try_out(&self, passphrase: &[u8]) -> Result<Opens, Refusal> {
        self.0.with(|phone| {
            Ok(match phone.try_out(&parse(passphrase)?)? {
                engine::Opens::Owner => Opens::Phone,
                engine::Opens::Decoy => Opens::Second,
                engine::Opens::Neither => Opens::Nothing,
            })
        })
    }
}
