//! What can go wrong, and who is to blame. Numbers only: no path and no text from outside.

use std::fmt;
use std::io::ErrorKind;

/// Why the vault refused. Except where a variant says otherwise, the file on disk is as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// The folder holds no vault: set one up.
    Missing,
    /// Something stands where the vault would be created, and is never overwritten.
    Exists,
    /// Another holder (this process or another one) has the folder.
    Busy,
    /// What stands there is no vault: wrong size (0 for anything but a regular file) or no version at all.
    NotAVault {
        /// Size found, in bytes.
        size: u64,
    },
    /// Written by a newer Aldis, or not by Aldis.
    Newer {
        /// First byte of the file.
        version: u8,
    },
    /// A key derivation that no version of this file has; refused before any memory is taken for it.
    UnknownProfile {
        /// Second byte of the file.
        code: u8,
    },
    /// Wrong hardware secret or damaged file: the two look alike, on purpose.
    CannotOpen,
    /// Ten wrong tries were already counted when the file was opened: it is gone now.
    Burned,
    /// The caller's payload is larger than [`CAPACITY`](crate::CAPACITY).
    PayloadTooLarge {
        /// Size of the payload, in bytes.
        size: usize,
    },
    /// A passphrase is empty, or longer than [`Passphrase::MAX_LEN`](crate::Passphrase::MAX_LEN) bytes.
    UnfitPassphrase,
    /// The passphrase given as proof does not open this slot.
    WrongPassphrase,
    /// Owner's and decoy's passphrase could be mistaken for each other: equal, one begins the other, or two letters apart.
    TooSimilar,
    /// There is no decoy to save to.
    NoDecoy,
    /// The phone has not enough memory for the key derivation; no try was counted.
    NoMemory,
    /// The disk refused before anything changed.
    Disk(ErrorKind),
    /// The new file is in place and the state in memory follows it, but it is not certain to survive a power cut (or, in a
    /// rekey, could not be read back). Show nothing that depends on it and delete no key: do it again first.
    NotDurable(ErrorKind),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("there is no vault here"),
            Self::Exists => f.write_str("something stands here already and is not overwritten"),
            Self::Busy => f.write_str("the vault is in use"),
            Self::NotAVault { size } => write!(f, "this is no vault ({size} bytes)"),
            Self::Newer { version } => write!(f, "needs a newer Aldis (version {version})"),
            Self::UnknownProfile { code } => write!(f, "unknown key derivation (profile {code})"),
            Self::CannotOpen => f.write_str("damaged, or not for this phone"),
            Self::Burned => f.write_str("burned: too many wrong tries"),
            Self::PayloadTooLarge { size } => write!(f, "{size} bytes do not fit into the vault"),
            Self::UnfitPassphrase => f.write_str("the passphrase is empty or too long"),
            Self::WrongPassphrase => f.write_str("wrong passphrase"),
            Self::TooSimilar => f.write_str("the two passphrases are too similar"),
            Self::NoDecoy => f.write_str("no decoy is set"),
            Self::NoMemory => f.write_str("not enough memory to derive the key"),
            Self::Disk(kind) => write!(f, "the disk refused: {kind}"),
            Self::NotDurable(kind) => write!(f, "written, but not certain to last: {kind}"),
        }
    }
}

impl std::error::Error for Error {}
