//! Epochs: hardware secrets follow one another, and with each one that goes every older copy of the **file** is shut for
//! good, passphrase or not. A whole flash image put back into the same phone is another matter: it brings back the old
//! keys with the old file, except where the hardware resists.
//!
//! The order of a turn, so that a power cut between any two steps leaves a file that opens: a new key; its secret, as the
//! key gives it back; the file under it, flushed; the secret once more; the old key is destroyed.

use std::fmt;

use ratchet::Day;
use vault::HardwareSecret;

use crate::phone::travel::joined;

/// What keeps hardware secrets: a phone's Keystore. Each key wraps 32 random bytes, and both are on the medium when a
/// verb returns.
pub trait Keystore: Send {
    /// The keys that are there, in any order.
    ///
    /// # Errors
    /// [`KeyTrouble`].
    fn names(&mut self) -> Result<Vec<KeyName>, KeyTrouble>;

    /// Makes a key under a name that no key had before, and the secret that it wraps.
    ///
    /// # Errors
    /// [`KeyTrouble`]: none was made.
    fn make(&mut self) -> Result<KeyName, KeyTrouble>;

    /// Unwraps a secret.
    ///
    /// # Errors
    /// [`KeyTrouble`].
    fn secret(&mut self, name: &KeyName) -> Result<HardwareSecret, KeyTrouble>;

    /// Destroys a key and what it wraps; no such key is no error.
    ///
    /// # Errors
    /// [`KeyTrouble`].
    fn delete(&mut self, name: &KeyName) -> Result<(), KeyTrouble>;
}

/// What a [`Keystore`] calls a key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyName(pub String);

/// What is the matter with a Keystore. The file stands under a key that works, or did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyTrouble {
    /// The key is not there any more, and will not come back.
    Gone,
    /// It is there and does not work. Never deleted for that.
    Broken,
    /// It may work another time.
    Transient,
}

impl fmt::Display for KeyTrouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            KeyTrouble::Gone => "the hardware key is gone",
            KeyTrouble::Broken => "the hardware key does not work",
            KeyTrouble::Transient => "the hardware key does not answer",
        })
    }
}

impl std::error::Error for KeyTrouble {}

/// How often the secret is replaced; the trial at setup decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// At every unlock, and at the lock that follows a burned text.
    EveryUnlock,
    /// At the first unlock of a day: this Keystore is not to be trusted with more.
    Daily,
}

/// Makes, unwraps twice and destroys twenty keys. One that fails, or does not give the same bytes twice, or gives the bytes of
/// another, decides for [`Pace::Daily`].
pub fn trial(keystore: &mut dyn Keystore) -> Pace {
    let mut before: Option<HardwareSecret> = None;
    let mut once = || -> Result<bool, KeyTrouble> {
        let name = keystore.make()?;
        let twice = keystore.secret(&name).and_then(|first| Ok((first, keystore.secret(&name)?)));
        keystore.delete(&name)?;
        let (first, second) = twice?;
        let is_gone = keystore.secret(&name).is_err();
        let sound = first.same(&second) && is_gone && !before.as_ref().is_some_and(|before| before.same(&first));
        before = Some(first);
        Ok(sound)
    };
    let passed = (0..TRIALS).all(|_| once().unwrap_or(false));
    if passed { Pace::EveryUnlock } else { Pace::Daily }
}

/// A phone's keys, and which one its file is under.
pub(crate) struct Epochs {
    keystore: Box<dyn Keystore>,
    current: KeyName,
    /// The other half of every secret, while the phone travels.
    half: Option<HardwareSecret>,
    /// What kept the last turn from being made.
    trouble: Option<KeyTrouble>,
}

impl Epochs {
    pub(crate) fn new(keystore: Box<dyn Keystore>, current: KeyName, half: Option<HardwareSecret>) -> Epochs {
        Epochs { keystore, current, half, trouble: None }
    }

    pub(crate) fn trouble(&self) -> Option<KeyTrouble> {
        self.trouble
    }

    pub(crate) fn travels(&self) -> bool {
        self.half.is_some()
    }

    /// A turn; `rekey` puts the file under the secret that it gets. What fails keeps the old key, and is remembered.
    pub(crate) fn turn(&mut self, rekey: impl FnMut(&HardwareSecret) -> Result<(), vault::Error>) {
        let half = self.half.as_ref().map(HardwareSecret::duplicate);
        self.trouble = self.try_turn(half, rekey).err();
    }

    /// A turn after which the secret has another half, or none.
    ///
    /// # Errors
    /// [`KeyTrouble`]: the file is as it was, unless the phone died in the midst of it.
    pub(crate) fn turn_to(
        &mut self,
        half: Option<HardwareSecret>,
        rekey: impl FnMut(&HardwareSecret) -> Result<(), vault::Error>,
    ) -> Result<(), KeyTrouble> {
        let before = self.current.clone();
        let turned = self.try_turn(half, rekey);
        // What is left to be deleted is tried again at the next turn.
        if self.current == before { turned } else { Ok(()) }
    }

    fn try_turn(
        &mut self,
        half: Option<HardwareSecret>,
        mut rekey: impl FnMut(&HardwareSecret) -> Result<(), vault::Error>,
    ) -> Result<(), KeyTrouble> {
        let name = self.keystore.make()?;
        let secret = match secret_of(self.keystore.as_mut(), &name, half.as_ref()) {
            Ok(secret) => secret,
            Err(trouble) => return self.give_up(&name, trouble),
        };
        match rekey(&secret) {
            Ok(()) => {}
            Err(vault::Error::Disk(_)) => return self.give_up(&name, KeyTrouble::Transient),
            // Which file stands after a power cut is not known: both keys stay.
            Err(_) => return Err(KeyTrouble::Transient),
        }
        let trouble = match secret_of(self.keystore.as_mut(), &name, half.as_ref()) {
            Ok(again) if again.same(&secret) => {
                self.current = name;
                self.half = half;
                return self.delete_others();
            }
            Ok(_) => KeyTrouble::Broken,
            Err(trouble) => trouble,
        };
        // The file is under a key that just worked and does not any more: back, while the old one is there.
        let old = secret_of(self.keystore.as_mut(), &self.current, self.half.as_ref())?;
        match rekey(&old) {
            Ok(()) => self.give_up(&name, trouble),
            Err(_) => Err(trouble),
        }
    }

    /// The file does not need the new key.
    fn give_up(&mut self, name: &KeyName, trouble: KeyTrouble) -> Result<(), KeyTrouble> {
        let _ = self.keystore.delete(name); // tried again at the next turn
        Err(trouble)
    }

    /// Destroys every key: the file is burned, and what the medium keeps of it opens no more.
    pub(crate) fn delete_all(mut self) {
        for name in self.keystore.names().unwrap_or_default() {
            let _ = self.keystore.delete(&name); // the file is gone all the same
        }
    }

    /// Destroys every key but the one that the file is under. Only after the file has opened with it and is flushed.
    pub(crate) fn delete_others(&mut self) -> Result<(), KeyTrouble> {
        let others = self.keystore.names()?.into_iter().filter(|name| *name != self.current);
        let deleted: Vec<_> = others.collect::<Vec<_>>().iter().map(|name| self.keystore.delete(name)).collect();
        deleted.into_iter().collect()
    }
}

/// A key's secret, and the other half with it.
pub(crate) fn secret_of(
    keystore: &mut dyn Keystore,
    name: &KeyName,
    half: Option<&HardwareSecret>,
) -> Result<HardwareSecret, KeyTrouble> {
    Ok(joined(&keystore.secret(name)?, half))
}

/// When the next turn is due.
#[derive(Clone, Copy)]
pub(crate) struct Turns {
    pub(crate) pace: Pace,
    /// The day of the last one.
    pub(crate) last: Day,
}

impl Turns {
    pub(crate) fn at_setup(pace: Pace, today: Day) -> Turns {
        Turns { pace, last: today }
    }

    pub(crate) fn due_at_unlock(&self, today: Day) -> bool {
        match self.pace {
            Pace::EveryUnlock => true,
            Pace::Daily => today > self.last,
        }
    }

    pub(crate) fn due_at_lock(&self, burned: bool) -> bool {
        burned && self.pace == Pace::EveryUnlock
    }
}

const TRIALS: u32 = 20;
