//! Every derivation of protocol 1: HKDF and HMAC over SHA-256 (RFC 5869, RFC 2104), under labels that start "aldis/1/".

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, Zeroizing};

use crate::key::Key;

/// SHA-256 of the label, padded with zeros to 16 bytes, and of the parts.
pub(crate) fn hash(name: &str, parts: &[&[u8]]) -> [u8; 32] {
    let mut label = [0; 16];
    for (to, from) in label.iter_mut().zip(PREFIX.iter().chain(name.as_bytes())) {
        *to = *from;
    }
    let mut hash = Sha256::new_with_prefix(label);
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}

/// As [`hash`], of a secret and to be kept as one.
pub(crate) fn hash_to_key(name: &str, parts: &[&[u8]]) -> Key {
    let mut digest = hash(name, parts);
    let key = Key::copy_of(&digest);
    digest.zeroize();
    key
}

/// HKDF-Extract.
pub(crate) fn extract(salt: &[u8], ikm: &[u8]) -> Key {
    let (mut prk, _) = Hkdf::<Sha256>::extract(Some(salt), ikm);
    let key = Key::filled(|bytes| bytes.copy_from_slice(&prk));
    prk.as_mut_slice().zeroize();
    key
}

/// HKDF-Expand to one key; info is the name after "aldis/1/", then `context`.
pub(crate) fn expand(prk: &Key, name: &str, context: &[u8]) -> Key {
    let hkdf = from_prk(prk);
    Key::filled(|bytes| expand_into(&hkdf, name, context, bytes))
}

/// KDF_RK_HE of the Double Ratchet, section 4: root key, chain key, next header key.
pub(crate) fn kdf_rk_he(rk: &Key, dh: &Key) -> (Key, Key, Key) {
    let (mut prk, hkdf) = Hkdf::extract(Some(rk.bytes()), dh.bytes());
    prk.as_mut_slice().zeroize();
    let mut okm = Zeroizing::new([[0; Key::LEN]; 3]);
    expand_into(&hkdf, "rk", &[], okm.as_flattened_mut());
    let [rk, ck, nhk] = &*okm;
    (Key::copy_of(rk), Key::copy_of(ck), Key::copy_of(nhk))
}

/// KDF_CK of the Double Ratchet: the next chain key and the message key.
pub(crate) fn kdf_ck(ck: &Key) -> (Key, Key) {
    let keyed = keyed(ck);
    let next = Key::filled(|bytes| finish(keyed.clone(), &[&[2]], bytes));
    (next, Key::filled(|bytes| finish(keyed, &[&[1]], bytes)))
}

/// HMAC-SHA256.
pub(crate) fn mac(key: &Key, parts: &[&[u8]]) -> [u8; 32] {
    let mut tag = [0; 32];
    finish(keyed(key), parts, &mut tag);
    tag
}

/// Whether the tag is the HMAC of the parts, in constant time.
pub(crate) fn mac_is(key: &Key, parts: &[&[u8]], tag: &[u8; 32]) -> bool {
    mac(key, parts).as_slice().ct_eq(tag.as_slice()).into()
}

#[allow(clippy::expect_used, reason = "32 bytes are long enough for a PRK")]
fn from_prk(prk: &Key) -> Hkdf<Sha256> {
    Hkdf::from_prk(prk.bytes()).expect("32 bytes")
}

#[allow(clippy::expect_used, reason = "nobody here asks for more than 255 blocks")]
fn expand_into(hkdf: &Hkdf<Sha256>, name: &str, context: &[u8], out: &mut [u8]) {
    hkdf.expand_multi_info(&[PREFIX, name.as_bytes(), context], out).expect("at most 96 bytes");
}

#[allow(clippy::expect_used, reason = "HMAC takes a key of any length")]
fn keyed(key: &Key) -> Hmac<Sha256> {
    Hmac::<Sha256>::new_from_slice(key.bytes()).expect("any length")
}

fn finish(mut mac: Hmac<Sha256>, parts: &[&[u8]], out: &mut [u8; 32]) {
    for part in parts {
        mac.update(part);
    }
    let mut tag = mac.finalize().into_bytes();
    out.copy_from_slice(&tag);
    tag.as_mut_slice().zeroize();
}

const PREFIX: &[u8] = b"aldis/1/";
