//! XChaCha20-Poly1305 (RFC 8439, draft-irtf-cfrg-xchacha-03): the only cipher of protocol 1.

use std::ops::Deref;

use chacha20poly1305::{AeadInOut, KeyInit, XChaCha20Poly1305, aead::inout::InOutBuf};
use zeroize::Zeroize;

use crate::key::Key;

/// Bytes that a sealed text is longer than the text.
pub(crate) const TAG: usize = 16;

pub(crate) const NONCE: usize = 24;
pub(crate) type Nonce = [u8; NONCE];

/// Seals what `bytes` holds from `start` on, where it stands, and puts the tag behind it.
#[allow(clippy::expect_used, reason = "the cipher fails only beyond 256 GiB")]
pub(crate) fn seal(key: &Key, nonce: &Nonce, ad: &[u8], bytes: &mut Vec<u8>, start: usize) {
    let text = bytes.get_mut(start..).unwrap_or_default();
    let tag = XChaCha20Poly1305::new(key.bytes().into())
        .encrypt_inout_detached(nonce.into(), ad, InOutBuf::from(text))
        .expect("a short text");
    bytes.extend_from_slice(&tag);
}

/// The text, or nothing: a wrong key and a damaged text look alike.
pub(crate) fn open(key: &Key, nonce: &Nonce, ad: &[u8], sealed: &[u8]) -> Option<Plain> {
    let mut plain = Plain(sealed.to_vec());
    let len = open_in_place(key, nonce, ad, &mut plain.0)?.len();
    plain.0.truncate(len); // the tag is nobody's secret
    Some(plain)
}

/// As [`open`], where it stands; what does not open stays as it is.
pub(crate) fn open_in_place<'s>(key: &Key, nonce: &Nonce, ad: &[u8], sealed: &'s mut [u8]) -> Option<&'s [u8]> {
    let (text, tag) = sealed.split_last_chunk_mut::<TAG>()?;
    XChaCha20Poly1305::new(key.bytes().into())
        .decrypt_inout_detached(nonce.into(), ad, InOutBuf::from(&mut *text), (&*tag).into())
        .ok()?;
    Some(text)
}

/// Bytes in the clear, wiped when dropped: all at once, where `Zeroizing` of a vector goes byte by byte.
pub(crate) struct Plain(Vec<u8>);

impl Plain {
    /// Takes over what was written into room enough: growing would have left a copy behind.
    pub(crate) fn of(bytes: Vec<u8>) -> Plain {
        Plain(bytes)
    }
}

impl Deref for Plain {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for Plain {
    fn drop(&mut self) {
        self.0.as_mut_slice().zeroize();
    }
}
