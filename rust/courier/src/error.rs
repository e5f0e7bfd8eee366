//! What can go wrong with a picture on its way.

use std::fmt;

/// Why a trip could not be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Error {
    /// The caller's mistake: a side of 0, a side that is too long, or bytes that do not fit the size.
    PictureSize {
        /// Pixels across, as given.
        width: usize,
        /// Pixels down, as given.
        height: usize,
        /// Bytes, as given.
        bytes: usize,
    },
    /// The caller's mistake: no preset, messenger or camera has this name.
    UnknownName,
    /// A fault in here: a picture of ours could not be made into a JPEG or read back.
    Jpeg,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PictureSize { width, height, bytes } => {
                write!(f, "a picture of {width} x {height} pixels with {bytes} bytes cannot be shown")
            }
            Self::UnknownName => f.write_str("no preset, messenger or camera has this name"),
            Self::Jpeg => f.write_str("a picture of the trip could not be made into a JPEG or read back"),
        }
    }
}

impl std::error::Error for Error {}
