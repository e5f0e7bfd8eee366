//! What both sides compute alike: the transcript hash, the keys, the sealed burn commitments, the words.

use ml_kem::{DecapsulationKey, EncapsulationKey, MlKem768};

use crate::{
    aead,
    burn::Commitment,
    dh::KeyPair,
    kdf,
    key::Key,
    layout::Reader,
    object::{Kind, SUITE},
    session::{Role, Session},
    words::Words,
};

pub(crate) type Decapsulation = DecapsulationKey<MlKem768>;
pub(crate) type Encapsulation = EncapsulationKey<MlKem768>;

pub(crate) const EK: usize = 1184;
pub(crate) const CT: usize = 1088;
pub(crate) const SEALED_COMMITMENT: usize = Commitment::LEN + aead::TAG;

/// P1, field by field.
pub(crate) struct P1<'a> {
    pub(crate) x: &'a [u8; 32],
    pub(crate) ek: &'a [u8; EK],
    pub(crate) com: &'a [u8; 32],
}

impl<'a> P1<'a> {
    pub(crate) const LEN: usize = 2 + 32 + EK + 32;

    pub(crate) fn parse(bytes: &'a [u8]) -> Option<P1<'a>> {
        let mut fields = after_kind(bytes, Kind::P1)?;
        let p1 = P1 { x: fields.array()?, ek: fields.array()?, com: fields.array()? };
        fields.end()?;
        Some(p1)
    }
}

/// P2, field by field.
pub(crate) struct P2<'a> {
    pub(crate) x: &'a [u8; 32],
    pub(crate) y: &'a [u8; 32],
    pub(crate) ct: &'a [u8; CT],
    pub(crate) sealed: &'a [u8; SEALED_COMMITMENT],
    pub(crate) mac: &'a [u8; 32],
    /// Everything up to and including the ciphertext, as the transcript takes it.
    pub(crate) head: &'a [u8],
}

impl<'a> P2<'a> {
    pub(crate) const HEAD: usize = 2 + 32 + 32 + CT;
    pub(crate) const LEN: usize = P2::HEAD + SEALED_COMMITMENT + 32;

    pub(crate) fn parse(bytes: &'a [u8]) -> Option<P2<'a>> {
        let mut fields = after_kind(bytes, Kind::P2)?;
        let p2 = P2 {
            x: fields.array()?,
            y: fields.array()?,
            ct: fields.array()?,
            sealed: fields.array()?,
            mac: fields.array()?,
            head: bytes.get(..P2::HEAD)?,
        };
        fields.end()?;
        Some(p2)
    }
}

/// P3, field by field.
pub(crate) struct P3<'a> {
    pub(crate) n: &'a [u8; 32],
    pub(crate) sealed: &'a [u8; SEALED_COMMITMENT],
    pub(crate) mac: &'a [u8; 32],
}

impl<'a> P3<'a> {
    pub(crate) const LEN: usize = 2 + 32 + SEALED_COMMITMENT + 32;

    pub(crate) fn parse(bytes: &'a [u8]) -> Option<P3<'a>> {
        let mut fields = after_kind(bytes, Kind::P3)?;
        let p3 = P3 { n: fields.array()?, sealed: fields.array()?, mac: fields.array()? };
        fields.end()?;
        Some(p3)
    }
}

/// The fields of a pairing code, in their order.
pub(crate) fn code(kind: Kind, fields: &[&[u8]]) -> Vec<u8> {
    let mut code = vec![kind as u8, SUITE];
    for field in fields {
        code.extend_from_slice(field);
    }
    code
}

pub(crate) fn commitment_to(n: &Key) -> [u8; 32] {
    kdf::hash("pair-com", &[n.bytes()])
}

/// TH and PRK, and all that comes from them.
pub(crate) struct Agreed {
    th: [u8; 32],
    prk: Key,
}

impl Agreed {
    /// From the transcript and the two shared secrets; the caller has checked that the agreement was contributory.
    pub(crate) fn new(p1: &[u8], p2_head: &[u8], dh: &Key, kem: &Key) -> Agreed {
        let th = transcript_hash(p1, p2_head);
        let mut ikm = zeroize::Zeroizing::new(Vec::with_capacity(2 * Key::LEN));
        ikm.extend_from_slice(dh.bytes());
        ikm.extend_from_slice(kem.bytes());
        Agreed { th, prk: kdf::extract(&th, &ikm) }
    }

    /// From a PRK that was kept while the other phone answered.
    pub(crate) fn resumed(p1: &[u8], p2_head: &[u8], prk: Key) -> Agreed {
        Agreed { th: transcript_hash(p1, p2_head), prk }
    }

    pub(crate) fn prk(&self) -> &Key {
        &self.prk
    }

    /// E_A or E_B: hides a commitment from whoever films the table. Each key seals once, so the nonce is zero.
    pub(crate) fn seal_commitment(&self, by: Role, commitment: &Commitment) -> Vec<u8> {
        let mut sealed = Vec::with_capacity(SEALED_COMMITMENT);
        sealed.extend_from_slice(&commitment.to_bytes());
        aead::seal(&self.key(by.commitment_key()), &[0; 24], &self.th, &mut sealed, 0);
        sealed
    }

    pub(crate) fn open_commitment(&self, by: Role, sealed: &[u8; SEALED_COMMITMENT]) -> Option<Commitment> {
        let plain = aead::open(&self.key(by.commitment_key()), &[0; 24], &self.th, sealed)?;
        Some(Commitment::from_bytes(plain.first_chunk()?))
    }

    pub(crate) fn mac_b(&self, sealed: &[u8]) -> [u8; 32] {
        kdf::mac(&self.key("kcb"), &[&self.th, sealed])
    }

    pub(crate) fn mac_b_is(&self, sealed: &[u8], mac: &[u8; 32]) -> bool {
        kdf::mac_is(&self.key("kcb"), &[&self.th, sealed], mac)
    }

    pub(crate) fn mac_a(&self, sealed: &[u8], n: &[u8]) -> [u8; 32] {
        kdf::mac(&self.key("kca"), &[&self.th, sealed, n])
    }

    pub(crate) fn mac_a_is(&self, sealed: &[u8], n: &[u8], mac: &[u8; 32]) -> bool {
        kdf::mac_is(&self.key("kca"), &[&self.th, sealed, n], mac)
    }

    pub(crate) fn words(&self, n: &[u8; 32]) -> Words {
        Words::from_bits(kdf::expand(&self.prk, "words", &[self.th, *n].concat()).bytes())
    }

    /// The initial state of Alice; nothing where Y_B is of low order. Draws 32 bytes.
    pub(crate) fn alice(&self, y_b: &[u8; 32], rng: &mut dyn rand_core::CryptoRng) -> Option<Session> {
        Session::alice(|name| self.key(name), y_b, rng)
    }

    /// The initial state of Bob.
    pub(crate) fn bob(&self, y_b: KeyPair) -> Session {
        Session::bob(|name| self.key(name), y_b)
    }

    fn key(&self, name: &str) -> Key {
        kdf::expand(&self.prk, name, &[])
    }
}

fn transcript_hash(p1: &[u8], p2_head: &[u8]) -> [u8; 32] {
    let length = |part: &[u8]| u16::try_from(part.len()).unwrap_or(u16::MAX).to_be_bytes();
    kdf::hash("pair-th", &[&length(p1), p1, &length(p2_head), p2_head])
}

fn after_kind(bytes: &[u8], kind: Kind) -> Option<Reader<'_>> {
    let mut fields = Reader::new(bytes);
    (*fields.array::<2>()? == [kind as u8, SUITE]).then_some(fields)
}
