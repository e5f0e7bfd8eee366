//! Why a verb did nothing, by what the person can do next. Numbers alone: each screen has its own sentence.

use std::{fmt, io::ErrorKind};

use engine::{PairingError, VaultError};

/// A verb that did nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Error)]
pub enum Refusal {
    /// The phone is locked, or was taken away by a mistake: open it and unlock.
    Locked,
    /// A mistake of this program; the log has its place. Open the phone again and unlock.
    Broken,

    /// There is no phone here: set one up.
    NoPhone,
    /// There is a phone here already, which is never overwritten: open it.
    PhoneExists,
    /// Somebody else has the folder: close the other one, or start the device again.
    InUse,
    /// What stands there is no phone: nothing but a new start helps.
    NotAPhone {
        /// Size of what stands there, in bytes.
        size: u64,
    },
    /// A newer Aldis wrote it: install that one.
    NewerPhone,
    /// The file is damaged, or the hardware secret is another one: the two look alike.
    CannotOpen,
    /// Ten wrong passphrases, or burned by its owner: everything is gone. Set up anew.
    Burned,
    /// The passphrase is wrong: try again.
    WrongPassphrase {
        /// Wrong ones so far; 0 where they are not counted.
        used: u32,
        /// Tries left before everything burns.
        left: u32,
    },
    /// A passphrase is empty, or longer than 1024 bytes.
    UnfitPassphrase,
    /// The two passphrases could be mistaken for each other: choose another.
    TooSimilar,
    /// Not enough memory to derive the key, and no try was counted: close other apps.
    NoMemory,
    /// The disk is full: make room, then again.
    DiskFull,
    /// The disk refused: again, then start the device again.
    DiskFailed,
    /// Written, but not certain to last: again, before anything is shown.
    NotCertain,

    /// Nobody of that number: look at the list of people.
    UnknownPerson,
    /// Somebody has that name already: choose another.
    NameTaken,
    /// A name is empty, longer than 64 bytes, or has characters that cannot be seen.
    UnfitName,
    /// 32 people are known: burn one first.
    TooManyPeople,
    /// The four words were not compared yet: compare them, then confirm.
    Unconfirmed,
    /// The person is paused: resume first.
    Paused,
    /// The person was met again, and this is the earlier pairing, which only receives: write to the new one.
    Replaced,
    /// The person has ended this: meet again.
    Ended,
    /// The person's phone was burned with its card: meet again when they have a new one.
    BurnedByCard,
    /// Not heard from for too long: send a sign of life, wait for an answer, or extend the lease once.
    LeaseOver {
        /// The last day on which text was sealed, in days since 1970-01-01.
        until: u32,
    },
    /// The lease runs on without an extension: write.
    LeaseRuns {
        /// The last day on which text is sealed, in days since 1970-01-01.
        until: u32,
    },
    /// The lease was extended already in this silence: send a sign of life.
    ExtendedOnce,
    /// Somebody was told of four cards already: meet them again, then make another one.
    TooManyCards,
    /// Not the thirteen words of a card: look for a word that was misread or left out, and for their order.
    NotACard,
    /// Not the thirteen words of a travel share: look for a word that was misread or left out, and for their order.
    NotAShare,
    /// Nothing is burned without the passphrase: unlock first.
    LockedBurnOff,
    /// No second passphrase is set.
    NoSecondPassphrase,

    /// There is nothing to say: write something, or send a sign of life.
    EmptyText,
    /// The text does not fit.
    TooLong {
        /// Characters too many.
        by: u32,
    },
    /// Twenty codes are out without an answer: show a kept one again, or wait for an answer.
    Unanswered,
    /// The codes that wait for answers fill their room: show kept ones again, or wait for answers.
    TooManyKept,
    /// No such code is kept: it was answered, or never written.
    NoSuchCode,

    /// 64 texts are in the inbox: open and burn some, then scan again.
    InboxFull,
    /// No such message in the inbox.
    NoSuchMessage,
    /// Not readable: old, or not for this phone.
    Unreadable,
    /// This message was opened before.
    AlreadyRead,
    /// A newer Aldis made it: install that one.
    Newer,
    /// The other phone's program is broken: tell the person.
    Malformed,

    /// No code of this step of a meeting: show the right screen.
    WrongStep,
    /// This phone's own code: turn to the other phone.
    OwnCode,
    /// Both phones pressed start: one of them scans first.
    BothStarted,
    /// It belongs to another meeting, or somebody changed it: start again.
    OtherMeeting,
    /// No meeting is under way, or its hour is over: start again.
    NoMeeting,
    /// The other phone was burned with its card: it has to be set up anew.
    BurnedPhone,
    /// The clock says nothing: set the phone's date first.
    NoClock,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl std::error::Error for Refusal {}

impl From<engine::Refusal> for Refusal {
    fn from(refusal: engine::Refusal) -> Refusal {
        match refusal {
            engine::Refusal::Vault(error) => error.into(),
            // Kotlin keeps the hardware key and hands the secret over: no Keystore is asked from here.
            engine::Refusal::Keystore(_) => Refusal::Broken,
            engine::Refusal::NewerBook => Refusal::NewerPhone,
            engine::Refusal::UnknownPerson => Refusal::UnknownPerson,
            engine::Refusal::NameTaken => Refusal::NameTaken,
            engine::Refusal::UnfitName => Refusal::UnfitName,
            engine::Refusal::TooManyPeople => Refusal::TooManyPeople,
            engine::Refusal::Unconfirmed => Refusal::Unconfirmed,
            engine::Refusal::Paused => Refusal::Paused,
            engine::Refusal::Replaced => Refusal::Replaced,
            engine::Refusal::Ended => Refusal::Ended,
            engine::Refusal::BurnedByCard => Refusal::BurnedByCard,
            engine::Refusal::LeaseOver { until } => Refusal::LeaseOver { until: until.0.into() },
            engine::Refusal::LeaseRuns { until } => Refusal::LeaseRuns { until: until.0.into() },
            engine::Refusal::ExtendedOnce => Refusal::ExtendedOnce,
            engine::Refusal::TooManyCards => Refusal::TooManyCards,
            engine::Refusal::LockedBurnOff => Refusal::LockedBurnOff,
            engine::Refusal::EmptyText => Refusal::EmptyText,
            engine::Refusal::TooLong { by } => Refusal::TooLong { by: u32::try_from(by).unwrap_or(u32::MAX) },
            engine::Refusal::Unanswered => Refusal::Unanswered,
            engine::Refusal::TooManyKept => Refusal::TooManyKept,
            engine::Refusal::NoSuchCode => Refusal::NoSuchCode,
            engine::Refusal::InboxFull => Refusal::InboxFull,
            engine::Refusal::NoSuchMessage => Refusal::NoSuchMessage,
            engine::Refusal::Unreadable => Refusal::Unreadable,
            engine::Refusal::AlreadyRead => Refusal::AlreadyRead,
            engine::Refusal::Newer => Refusal::Newer,
            engine::Refusal::Malformed => Refusal::Malformed,
            engine::Refusal::Meeting(error) => match error {
                PairingError::Malformed => Refusal::WrongStep,
                PairingError::OwnCode => Refusal::OwnCode,
                PairingError::BothStarted => Refusal::BothStarted,
                PairingError::Refused => Refusal::OtherMeeting,
            },
            engine::Refusal::NoMeeting => Refusal::NoMeeting,
            engine::Refusal::BurnedPhone => Refusal::BurnedPhone,
            engine::Refusal::NoClock => Refusal::NoClock,
        }
    }
}

impl From<VaultError> for Refusal {
    fn from(error: VaultError) -> Refusal {
        match error {
            VaultError::Missing => Refusal::NoPhone,
            VaultError::Exists => Refusal::PhoneExists,
            VaultError::Busy => Refusal::InUse,
            VaultError::NotAVault { size } => Refusal::NotAPhone { size },
            VaultError::Newer { .. } | VaultError::UnknownProfile { .. } => Refusal::NewerPhone,
            VaultError::CannotOpen => Refusal::CannotOpen,
            VaultError::Burned => Refusal::Burned,
            VaultError::UnfitPassphrase => Refusal::UnfitPassphrase,
            VaultError::WrongPassphrase => Refusal::WrongPassphrase { used: 0, left: 0 },
            VaultError::TooSimilar => Refusal::TooSimilar,
            VaultError::NoMemory => Refusal::NoMemory,
            VaultError::Disk(ErrorKind::StorageFull | ErrorKind::QuotaExceeded) => Refusal::DiskFull,
            VaultError::Disk(_) => Refusal::DiskFailed,
            VaultError::NotDurable(_) => Refusal::NotCertain,
            VaultError::NoDecoy => Refusal::NoSecondPassphrase,
            // The engine's bounds are added up at compile time.
            VaultError::PayloadTooLarge { .. } => Refusal::Broken,
        }
    }
}
