//! Protocol 1 from the primitives alone, without the ratchet: for whoever does not keep to the rules, and as a second
//! opinion on every byte.
#![allow(clippy::expect_used, reason = "lengths are fixed, and a test that cannot go on must stop")]

use chacha20poly1305::{
    XChaCha20Poly1305,
    aead::{Aead, KeyInit as _, Payload},
};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use ml_kem::{Decapsulate, DecapsulationKey, EncapsulationKey, KeyExport, MlKem768};
use sha2::{Digest, Sha256};
use x25519_dalek::{PublicKey, StaticSecret};

/// Thirty-two bytes of anything.
pub type Bytes32 = [u8; 32];

/// SHA-256 under a label of 16 bytes.
#[must_use]
pub fn hash(name: &str, parts: &[&[u8]]) -> Bytes32 {
    let mut label = format!("aldis/1/{name}").into_bytes();
    label.resize(16, 0);
    Sha256::digest([&label, &parts.concat()[..]].concat()).into()
}

/// HMAC-SHA256.
#[must_use]
pub fn hmac(key: &Bytes32, parts: &[&[u8]]) -> Bytes32 {
    let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key).expect("any length");
    mac.update(&parts.concat());
    mac.finalize().into_bytes().into()
}

/// HKDF-Expand to one key.
#[must_use]
pub fn expand(prk: &Bytes32, name: &str, context: &[&[u8]]) -> Bytes32 {
    let mut key = [0; 32];
    let info = [format!("aldis/1/{name}").as_bytes(), &context.concat()].concat();
    Hkdf::<Sha256>::from_prk(prk).expect("32 bytes").expand(&info, &mut key).expect("32 bytes");
    key
}

/// `KDF_RK_HE`: root key, chain key, next header key.
#[must_use]
pub fn kdf_rk(rk: &Bytes32, dh: &Bytes32) -> [Bytes32; 3] {
    let mut keys = [[0; 32]; 3];
    Hkdf::<Sha256>::new(Some(rk), dh).expand(b"aldis/1/rk", keys.as_flattened_mut()).expect("96 bytes");
    keys
}

/// `KDF_CK`: the next chain key and the message key.
#[must_use]
pub fn kdf_ck(ck: &Bytes32) -> (Bytes32, Bytes32) {
    (hmac(ck, &[&[2]]), hmac(ck, &[&[1]]))
}

/// The X25519 function.
#[must_use]
pub fn x25519(secret: &Bytes32, theirs: &Bytes32) -> Bytes32 {
    StaticSecret::from(*secret).diffie_hellman(&PublicKey::from(*theirs)).to_bytes()
}

/// The public half.
#[must_use]
pub fn public(secret: &Bytes32) -> Bytes32 {
    PublicKey::from(&StaticSecret::from(*secret)).to_bytes()
}

/// XChaCha20-Poly1305, the tag behind the ciphertext.
#[must_use]
pub fn seal(key: &Bytes32, nonce: &[u8; 24], aad: &[u8], msg: &[u8]) -> Vec<u8> {
    XChaCha20Poly1305::new(key.into()).encrypt(nonce.into(), Payload { msg, aad }).expect("a short text")
}

/// The other way.
#[must_use]
pub fn open(key: &Bytes32, nonce: &[u8; 24], aad: &[u8], msg: &[u8]) -> Option<Vec<u8>> {
    XChaCha20Poly1305::new(key.into()).decrypt(nonce.into(), Payload { msg, aad }).ok()
}

/// What both sides of a pairing agree on.
pub struct Agreed {
    /// The transcript hash.
    pub th: Bytes32,
    /// HKDF's pseudo-random key.
    pub prk: Bytes32,
}

impl Agreed {
    /// From the codes and the two shared secrets. Of P2 only what stands before E_B counts.
    #[must_use]
    pub fn new(p1: &[u8], p2: &[u8], dh: &Bytes32, kem: &Bytes32) -> Agreed {
        let head = p2.get(..2 + 32 + 32 + 1088).expect("a P2");
        let length = |part: &[u8]| u16::try_from(part.len()).expect("short").to_be_bytes();
        let th = hash("pair-th", &[&length(p1), p1, &length(head), head]);
        let (prk, _) = Hkdf::<Sha256>::extract(Some(&th), &[*dh, *kem].concat());
        Agreed { th, prk: prk.into() }
    }

    /// One of the keys of a pairing.
    #[must_use]
    pub fn key(&self, name: &str) -> Bytes32 {
        expand(&self.prk, name, &[])
    }

    /// The 44 bits of the words as one number.
    #[must_use]
    pub fn words(&self, n_a: &Bytes32) -> u64 {
        let bits = expand(&self.prk, "words", &[&self.th, n_a]);
        u64::from_be_bytes(*bits.first_chunk().expect("8 of 32")) >> 20
    }
}

/// One who shows first, made of the values that she would have drawn.
pub struct Alice {
    /// Her X25519 secret.
    pub x: Bytes32,
    /// The seed of her decapsulation key.
    pub seed: [u8; 64],
    /// What she commits to.
    pub n: Bytes32,
}

impl Alice {
    /// The first code.
    #[must_use]
    pub fn p1(&self) -> Vec<u8> {
        self.p1_with(&public(&self.x))
    }

    /// The first code, with another point in it than her own.
    #[must_use]
    pub fn p1_with(&self, x_a: &Bytes32) -> Vec<u8> {
        let ek = self.dk().encapsulation_key().to_bytes();
        [&[1, 1][..], x_a, &ek, &hash("pair-com", &[&self.n])].concat()
    }

    /// What she has when a P2 came.
    #[must_use]
    pub fn agree(&self, p1: &[u8], p2: &[u8]) -> Agreed {
        let x_b: &Bytes32 = p2.get(2..).and_then(<[u8]>::first_chunk).expect("a P2");
        Agreed::new(p1, p2, &x25519(&self.x, x_b), &self.kem(p2))
    }

    /// ML-KEM's share of it.
    #[must_use]
    pub fn kem(&self, p2: &[u8]) -> Bytes32 {
        let ct: &[u8; 1088] = p2.get(66..).and_then(<[u8]>::first_chunk).expect("a P2");
        self.dk().decapsulate(&(*ct).into()).into()
    }

    /// The decapsulation key.
    #[must_use]
    pub fn dk(&self) -> DecapsulationKey<MlKem768> {
        DecapsulationKey::from_seed(self.seed.into())
    }
}

/// The second code, from any point X_B whatsoever with the agreement that goes with it, any Y_B, and the message m that
/// ML-KEM would have drawn.
#[must_use]
pub fn p2(p1: &[u8], x_b: &Bytes32, dh: &Bytes32, y_b: &Bytes32, m: &Bytes32) -> (Vec<u8>, Agreed) {
    let (ct, kem) = encapsulate(p1, m);
    let mut p2 = [&[2, 1][..], x_b, y_b, &ct].concat();
    let agreed = Agreed::new(p1, &p2, dh, &kem);
    let sealed = seal(&agreed.key("bb"), &[0; 24], &agreed.th, &[7; 48]);
    let mac = hmac(&agreed.key("kcb"), &[&agreed.th, &sealed]);
    p2.extend([&sealed[..], &mac].concat());
    (p2, agreed)
}

/// The ciphertext and the shared secret of ML-KEM under the key in a P1.
#[must_use]
pub fn encapsulate(p1: &[u8], m: &Bytes32) -> (Vec<u8>, Bytes32) {
    let ek: &[u8; 1184] = p1.get(34..).and_then(<[u8]>::first_chunk).expect("a P1");
    let ek = EncapsulationKey::<MlKem768>::new(&(*ek).into()).expect("a key");
    let (ct, kem) = ek.encapsulate_deterministic(&(*m).into());
    (ct.to_vec(), kem.into())
}

/// The third code, for any n_A whatsoever.
#[must_use]
pub fn p3(agreed: &Agreed, n_a: &Bytes32) -> Vec<u8> {
    let sealed = seal(&agreed.key("ba"), &[0; 24], &agreed.th, &[8; 48]);
    let mac = hmac(&agreed.key("kca"), &[&agreed.th, &sealed, n_a]);
    [&[3, 1][..], n_a, &sealed, &mac].concat()
}

/// An envelope from any keys whatsoever.
#[must_use]
pub fn envelope(hk: &Bytes32, mk: &Bytes32, ad: &Bytes32, header: &[u8; 41], inner: &[u8]) -> Vec<u8> {
    let nonce = [9; 24];
    let sealed_header = seal(hk, &nonce, &[], header);
    let body = seal(mk, &nonce, &[&ad[..], &nonce, &sealed_header].concat(), inner);
    [&nonce[..], &sealed_header, &body].concat()
}
