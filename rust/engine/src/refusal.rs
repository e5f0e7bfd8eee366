//! Why a verb did nothing. Each variant has one thing that the person can do next, and changes nothing.

use std::fmt;

use ratchet::{Day, PairingError};

use crate::KeyTrouble;

/// A verb that did nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The vault refused, or the disk under it.
    Vault(vault::Error),
    /// No hardware key could be had for the file.
    Keystore(KeyTrouble),
    /// The vault opens, and holds what this version cannot read: a newer Aldis wrote it.
    NewerBook,
    /// Nobody of that name: look at the list of people.
    UnknownPerson,
    /// Somebody has that name already: choose another.
    NameTaken,
    /// A name is empty, too long, or has characters that cannot be seen.
    UnfitName,
    /// 32 people are known: burn one first.
    TooManyPeople,
    /// The four words were not compared yet: compare them, then confirm.
    Unconfirmed,
    /// The person is paused: resume first.
    Paused,
    /// The person was met again, and this is the earlier pairing: write by the new one.
    Replaced,
    /// The person has ended this: meet again.
    Ended,
    /// The person's phone was burned with its card: meet again when they have a new one.
    BurnedByCard,
    /// Not heard from for too long: send a sign of life, wait for an answer, or extend the lease once.
    LeaseOver {
        /// The last day on which text was sealed.
        until: Day,
    },
    /// The lease runs on without an extension: write.
    LeaseRuns {
        /// The last day on which text is sealed.
        until: Day,
    },
    /// The lease was extended already in this silence: send a sign of life.
    ExtendedOnce,
    /// Somebody was told of four cards already: meet them again, then make another one.
    TooManyCards,
    /// Nothing is burned without the passphrase: unlock first, or switch it on for another time.
    LockedBurnOff,
    /// There is nothing to say: write something, or send a sign of life.
    EmptyText,
    /// The text does not fit the code that was asked for, or any.
    TooLong {
        /// Characters too many.
        by: usize,
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
    /// A newer Aldis is needed.
    Newer,
    /// The contact's software is broken.
    Malformed,
    /// A code of a meeting that does not go on with it.
    Meeting(PairingError),
    /// A code of a meeting, and no meeting is under way here, or its hour is over: start again.
    NoMeeting,
    /// The other phone was burned with its card: it has to be set up anew.
    BurnedPhone,
    /// The clock says nothing: set the phone's date first.
    NoClock,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Vault(error) => error.fmt(f),
            Refusal::Keystore(trouble) => trouble.fmt(f),
            Refusal::Meeting(error) => error.fmt(f),
            Refusal::TooLong { by } => write!(f, "too long by {by} characters"),
            other => write!(f, "{other:?}"),
        }
    }
}

impl std::error::Error for Refusal {}

impl From<vault::Error> for Refusal {
    fn from(error: vault::Error) -> Refusal {
        Refusal::Vault(error)
    }
}

impl From<PairingError> for Refusal {
    fn from(error: PairingError) -> Refusal {
        Refusal::Meeting(error)
    }
}

impl From<ratchet::NotOpened> for Refusal {
    fn from(error: ratchet::NotOpened) -> Refusal {
        match error {
            ratchet::NotOpened::Unreadable => Refusal::Unreadable,
            ratchet::NotOpened::AlreadyRead => Refusal::AlreadyRead,
            ratchet::NotOpened::Newer => Refusal::Newer,
            ratchet::NotOpened::Malformed => Refusal::Malformed,
        }
    }
}
