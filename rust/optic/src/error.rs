//! What this crate refuses, and whose mistake it was.

use std::fmt;

/// A refused picture, payload or text. No variant carries a byte from outside, numbers only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The caller's picture has no pixel.
    EmptyPicture,
    /// The picture is longer than [`MAX_SIDE`](crate::MAX_SIDE) or has more than
    /// [`MAX_PIXELS`](crate::MAX_PIXELS). Nothing was allocated for it.
    PictureTooLarge {
        /// Pixels a row.
        width: usize,
        /// Rows.
        height: usize,
    },
    /// One side is more than [`MAX_ASPECT`](crate::MAX_ASPECT) times the other: no code is in there.
    Sliver {
        /// Pixels a row.
        width: usize,
        /// Rows.
        height: usize,
    },
    /// The caller's buffer ends before the last pixel, or its stride is shorter than a row.
    BufferTooShort {
        /// Bytes that the geometry asks for.
        need: usize,
        /// Bytes that were given.
        have: usize,
    },
    /// The caller painted as an envelope something whose length is no bucket.
    NotABucket {
        /// Its length in bytes.
        len: usize,
    },
    /// The caller painted as an object something whose length belongs to envelopes alone.
    IsABucket {
        /// Its length in bytes.
        len: usize,
    },
    /// The caller's payload is empty.
    EmptyPayload,
    /// The caller's payload does not fit in the code, or in the largest reel.
    PayloadTooLong {
        /// Its length in bytes.
        len: usize,
    },
    /// The text is not base45: a foreign character, a value out of range, or a length that no encoder makes.
    NotBase45,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EmptyPicture => write!(f, "the picture has no pixel"),
            Self::PictureTooLarge { width, height } => {
                write!(f, "a picture of {width}x{height} is too large to read")
            }
            Self::Sliver { width, height } => {
                write!(f, "a picture of {width}x{height} is too narrow for a code")
            }
            Self::BufferTooShort { need, have } => {
                write!(f, "the picture needs {need} bytes and has {have}")
            }
            Self::NotABucket { len } => write!(f, "{len} bytes are no envelope"),
            Self::IsABucket { len } => write!(f, "only an envelope may have {len} bytes"),
            Self::EmptyPayload => write!(f, "there is nothing to paint"),
            Self::PayloadTooLong { len } => write!(f, "{len} bytes do not fit"),
            Self::NotBase45 => write!(f, "not base45"),
        }
    }
}

impl std::error::Error for Error {}
