//! An envelope: nonce 24 | sealed header 57 | sealed body, in one of four sizes, every byte of it uniform.

use crate::{aead, session::Header};

/// The four sizes of an envelope. The courier learns which one it is, and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bucket {
    /// 206 bytes, up to 103 bytes of text.
    Short,
    /// 400 bytes, up to 297 bytes of text.
    Normal,
    /// 646 bytes, up to 543 bytes of text.
    Long,
    /// 832 bytes, up to 729 bytes of text.
    Longest,
}

impl Bucket {
    /// All of them, smallest first.
    pub const ALL: [Bucket; 4] = [Bucket::Short, Bucket::Normal, Bucket::Long, Bucket::Longest];

    /// Length of the whole envelope in bytes.
    pub const fn size(self) -> usize {
        match self {
            Bucket::Short => 206,
            Bucket::Normal => 400,
            Bucket::Long => 646,
            Bucket::Longest => 832,
        }
    }

    /// The bucket of an envelope's length.
    pub fn of(len: usize) -> Option<Bucket> {
        Bucket::ALL.into_iter().find(|bucket| bucket.size() == len)
    }

    /// Length of the padded content in bytes.
    pub const fn content_len(self) -> usize {
        self.size() - Envelope::OVERHEAD
    }

    /// Longest text in bytes of UTF-8, when nothing else is in the envelope.
    pub const fn text_len(self) -> usize {
        self.content_len() - crate::content::OVERHEAD
    }
}

/// A sealed message as the courier sees it. Its bytes are public.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope(Vec<u8>);

impl Envelope {
    /// Bytes of nonce, header and tags.
    pub const OVERHEAD: usize = Envelope::HEAD + aead::TAG;
    /// Bytes of nonce and sealed header, to which the body is bound.
    pub(crate) const HEAD: usize = aead::NONCE + Header::SEALED;

    /// An envelope is known by its length alone.
    ///
    /// # Errors
    /// [`NotAnEnvelope`] for a length that is no bucket's.
    pub fn parse(bytes: &[u8]) -> Result<Envelope, NotAnEnvelope> {
        Bucket::of(bytes.len()).map(|_| Envelope(bytes.to_vec())).ok_or(NotAnEnvelope)
    }

    /// The bytes that go onto the code.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// What was sealed piece by piece.
    pub(crate) fn of(bytes: Vec<u8>) -> Envelope {
        Envelope(bytes)
    }
}

/// Bytes of a length that no envelope has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnEnvelope;
