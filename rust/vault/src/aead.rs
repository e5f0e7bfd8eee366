//! XChaCha20-Poly1305 in place, over `nonce 24 | text | tag 16` (RFC 8439, draft-irtf-cfrg-xchacha-03).

use chacha20poly1305::aead::inout::InOutBuf;
use chacha20poly1305::{AeadInOut, KeyInit, Tag, XChaCha20Poly1305, XNonce};

use crate::key::Key;

pub(crate) const NONCE_LEN: usize = 24;
pub(crate) const TAG_LEN: usize = 16;

/// Seals the text of `region` under the nonce that already stands at its head; writes the tag behind it.
///
/// `None` if the region has no room for nonce and tag; no region of this crate is that short.
pub(crate) fn seal(key: &Key, ad: &[u8], region: &mut [u8]) -> Option<()> {
    let (nonce, text, tag) = split(region)?;
    let sealed = cipher(key).encrypt_inout_detached(&XNonce::from(*nonce), ad, InOutBuf::from(text)).ok()?;
    tag.copy_from_slice(&sealed);
    Some(())
}

/// Opens `region` in place and returns its text; `None`, and the region untouched, if the tag is not right.
pub(crate) fn open<'r>(key: &Key, ad: &[u8], region: &'r mut [u8]) -> Option<&'r mut [u8]> {
    let (nonce, text, tag) = split(region)?;
    cipher(key).decrypt_inout_detached(&XNonce::from(*nonce), ad, InOutBuf::from(&mut *text), &Tag::from(*tag)).ok()?;
    Some(text)
}

/// Nonce, text and tag of a region.
pub(crate) type Region<'r> = (&'r mut [u8; NONCE_LEN], &'r mut [u8], &'r mut [u8; TAG_LEN]);

pub(crate) fn split(region: &mut [u8]) -> Option<Region<'_>> {
    let (nonce, rest) = region.split_first_chunk_mut()?;
    let (text, tag) = rest.split_last_chunk_mut()?;
    Some((nonce, text, tag))
}

fn cipher(key: &Key) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(key.bytes().into())
}
