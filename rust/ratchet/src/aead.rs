//! XChaCha20-Poly1305 (RFC 8439, draft-irtf-cfrg-xchacha-03): the only cipher of protocol 1.

use chacha20poly1305::{AeadInOut, KeyInit, XChaCha20Poly1305, aead::inout::InOutBuf};
use zeroize::Zeroizing;

use crate::key::Key;

/// Bytes that a sealed text is longer than the text.
pub(crate) const TAG: usize = 16;

pub(crate) type Nonce = [u8; 24];

/// The ciphertext with its tag behind it.
#[allow(clippy::expect_used, reason = "the cipher fails only beyond 256 GiB")]
pub(crate) fn seal(key: &Key, nonce: &Nonce, ad: &[&[u8]], plain: &[u8]) -> Vec<u8> {
    let mut sealed = Vec::with_capacity(plain.len() + TAG);
    sealed.extend_from_slice(plain);
    let tag = XChaCha20Poly1305::new(key.bytes().into())
        .encrypt_inout_detached(nonce.into(), &joined(ad), InOutBuf::from(sealed.as_mut_slice()))
        .expect("a short text");
    sealed.extend_from_slice(&tag);
    sealed
}

/// The text, or nothing: a wrong key and a damaged text look alike.
pub(crate) fn open(key: &Key, nonce: &Nonce, ad: &[&[u8]], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (cipher, tag) = sealed.split_last_chunk::<TAG>()?;
    let mut plain = Zeroizing::new(cipher.to_vec());
    XChaCha20Poly1305::new(key.bytes().into())
        .decrypt_inout_detached(nonce.into(), &joined(ad), InOutBuf::from(plain.as_mut_slice()), tag.into())
        .ok()?;
    Some(plain)
}

/// Wiped: a session's own `ad` is among the parts, and no courier has seen it.
fn joined(ad: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(ad.concat())
}
