//! The share of a phone that travels: drawn, proven by its copy, left with somebody, and given back where the phone is to open.

use std::{path::Path, sync::Arc};

use engine::Locked;
use zeroize::Zeroizing;

use crate::{
    Clock, LockedPhone, Modules, Phone, Refusal, Text,
    guard::guarded,
    locked::{secret, surroundings},
    text::utf8,
};

/// What a phone that travels opens with, beside its hardware secret and its passphrase. Alone it opens nothing.
#[derive(uniffi::Object)]
pub struct Share(pub(crate) engine::Share);

#[uniffi::export]
impl Share {
    /// The share of thirteen words, whole or by their first four letters, between blanks: a direct buffer of UTF-8.
    ///
    /// # Errors
    /// [`Refusal::NotAShare`].
    #[uniffi::constructor]
    pub fn of_words(words: &[u8]) -> Result<Arc<Share>, Refusal> {
        guarded(|| Ok(Arc::new(Share(engine::Share::from_words(utf8(words)?).ok_or(Refusal::NotAShare)?))))
    }

    /// Its code.
    ///
    /// # Errors
    /// None that a share can meet.
    pub fn modules(&self) -> Result<Modules, Refusal> {
        guarded(|| Modules::of_object(&self.0.object()))
    }

    /// Thirteen words to copy by hand.
    pub fn words(&self) -> Arc<Text> {
        Text::new(Zeroizing::new(self.0.words().join(" ")))
    }

    /// The same share, for whoever keeps it when this handle is closed.
    pub fn kept(self: Arc<Self>) -> Arc<Share> {
        self
    }

    /// Whether the two are one share: a share is needed once it was shown back.
    pub fn is_same(&self, other: &Share) -> bool {
        self.0.is(&other.0)
    }
}

#[uniffi::export]
impl Phone {
    /// Draws a share, in memory alone until [`Phone::travel`].
    ///
    /// # Errors
    /// [`Refusal::Locked`].
    pub fn draw_share(&self) -> Result<Arc<Share>, Refusal> {
        self.0.with(|phone| Ok(Arc::new(Share(phone.draw_share()))))
    }

    /// Puts the file under a new hardware secret, a direct buffer of 32 bytes, joined with this share, which is not kept on
    /// disk; or, with none, under the secret alone again. Copies of the file that were made before are as they were.
    ///
    /// # Errors
    /// [`Refusal::DiskFull`], [`Refusal::DiskFailed`]: it opens as before. [`Refusal::NotCertain`]: it may be either; keep
    /// both secrets and the share, and do it again.
    pub fn travel(&self, hardware: &[u8], share: Option<Arc<Share>>) -> Result<(), Refusal> {
        self.0.with(|phone| Ok(phone.travel_under(&secret(hardware)?, share.as_ref().map(|share| &share.0))?))
    }

    /// Whether it opens with a share alone.
    ///
    /// # Errors
    /// [`Refusal::Locked`].
    pub fn travels(&self) -> Result<bool, Refusal> {
        self.0.with(|phone| Ok(phone.travels()))
    }
}

#[uniffi::export]
impl LockedPhone {
    /// As [`LockedPhone::open`], for a phone that travels. What it takes of the share stays in memory until this object, and
    /// the phone that it becomes, are closed.
    ///
    /// # Errors
    /// As [`LockedPhone::open`]: a wrong share looks like a damaged file, and costs no try.
    #[uniffi::constructor]
    pub fn open_travelling(
        folder: String,
        hardware: &[u8],
        share: &Share,
        clock: Arc<Clock>,
    ) -> Result<Arc<LockedPhone>, Refusal> {
        guarded(|| {
            let (path, hardware) = (Path::new(&folder), secret(hardware)?);
            Ok(LockedPhone::of(Locked::open_travelling(path, &hardware, &share.0, surroundings(clock))?))
        })
    }

    /// Whether it opens with a share alone.
    ///
    /// # Errors
    /// [`Refusal::Locked`] where this object is spent.
    pub fn travels(&self) -> Result<bool, Refusal> {
        self.held().with(|locked| Ok(locked.travels()))
    }
}
