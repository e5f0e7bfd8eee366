//! The second implementation: protocol 1 read from PROTOCOL.md and written down as plainly as it goes. It keeps no
//! limits, wipes nothing and knows no error but "no".

use std::collections::BTreeMap;

use ml_kem::{Decapsulate, DecapsulationKey, KeyExport, MlKem768};
use tests::{
    by_hand::{Agreed, Bytes32, expand, hash, hmac, kdf_ck, kdf_rk, open, public, seal, x25519},
    vectors::Hex,
};

use crate::shapes::{AliceDraws, BobDraws, Content, Heard, Inside, Pairing, Parsed, Record, Secrets, Tell, Who, Words};

/// Section 3: the whole pairing, from what both sides draw.
pub(crate) fn pair(alice: &AliceDraws, bob: &BobDraws) -> Pairing {
    let (x_a, x_b, y_b) = (alice.x.array(), bob.x.array(), bob.y.array());
    let seed: [u8; 64] = [alice.d.array::<32>(), alice.z.array()].concat().try_into().unwrap();
    let dk = DecapsulationKey::<MlKem768>::from_seed(seed.into());
    let ek = dk.encapsulation_key();
    let n_a = alice.n.array::<32>();
    let p1 = [&[1, 1][..], &public(&x_a), &ek.to_bytes(), &hash("pair-com", &[&n_a])].concat();

    let (ct, kem) = ek.encapsulate_deterministic(&bob.m.array::<32>().into());
    let dh = x25519(&x_b, &public(&x_a));
    let mut p2 = [&[2, 1][..], &public(&x_b), &public(&y_b), &ct].concat();
    let agreed = Agreed::new(&p1, &p2, &dh, &kem.into());
    let e_b = seal(&agreed.key("bb"), &[0; 24], &agreed.th, &bob.commitment.0);
    p2.extend([&e_b[..], &hmac(&agreed.key("kcb"), &[&agreed.th, &e_b])].concat());

    assert_eq!(x25519(&x_a, &public(&x_b)), dh);
    assert_eq!(dk.decapsulate(&ct), kem);
    let e_a = seal(&agreed.key("ba"), &[0; 24], &agreed.th, &alice.commitment.0);
    let mac_a = hmac(&agreed.key("kca"), &[&agreed.th, &e_a, &n_a]);
    let p3 = [&[3, 1][..], &n_a, &e_a, &mac_a].concat();

    let names = ["sk", "hka", "hkb0", "nhkb", "ckb0", "kca", "kcb", "ad", "ba", "bb", "tell"];
    let keys = names.iter().map(|name| (name.to_string(), Hex::from(agreed.key(name)))).collect();
    let secrets = Secrets { dh: dh.into(), kem: Hex(kem.to_vec()), th: agreed.th.into(), prk: agreed.prk.into(), keys };
    let words = words(agreed.words(&n_a));
    Pairing { alice: alice.clone(), bob: bob.clone(), p1: p1.into(), p2: p2.into(), p3: p3.into(), secrets, words }
}

fn words(bits: u64) -> Words {
    let indices = [33, 22, 11, 0].map(|shift| u16::try_from(bits >> shift & 2047).unwrap());
    let list = list();
    let text = indices.map(|index| list[usize::from(index)].as_str()).join(" ");
    Words { indices, text, digits: format!("{bits:014}") }
}

/// Section 6: object and words of a card.
pub(crate) fn card(r: &[u8]) -> (Vec<u8>, Vec<String>) {
    let check = hash("card", &[r]);
    let object = [&[4, 1][..], r, &check[..4]].concat();
    let bits = u128::from_be_bytes(r.try_into().unwrap());
    let check = u128::from(u16::from_be_bytes([check[0], check[1]]) >> 1);
    // 143 bits: eleven words of 121 bits from R alone, and 7 bits of R before 15 of the check.
    let list = list();
    let first = (0..11).map(|word| bits >> (117 - 11 * word) & 2047);
    let last = (bits & 127) << 15 | check;
    let words = first.chain([last >> 11, last & 2047]).map(|index| list[usize::try_from(index).unwrap()].clone());
    (object, words.collect())
}

/// BIP-39's English list.
fn list() -> Vec<String> {
    let list = std::fs::read_to_string(tests::top().join("rust/ratchet/src/words.txt")).unwrap();
    list.lines().map(str::to_owned).collect()
}

/// Section 4: one side of a contact.
#[derive(Clone)]
pub(crate) struct Second {
    ad: Bytes32,
    tell: [u8; 2],
    dhs: Bytes32,
    rk: Bytes32,
    cks: Bytes32,
    ckr: Option<Bytes32>,
    hks: Bytes32,
    hkr: Option<Bytes32>,
    nhks: Bytes32,
    nhkr: Bytes32,
    ns: u32,
    nr: u32,
    pn: u32,
    sent: u32,
    received: u32,
    /// Chains with keys of envelopes that have not arrived, oldest first.
    chains: Vec<Chain>,
}

#[derive(Clone)]
struct Chain {
    hk: Bytes32,
    base: u32,
    keys: BTreeMap<u32, Bytes32>,
}

impl Second {
    pub(crate) fn of(who: Who, pairing: &Pairing) -> Second {
        let key = |name: &str| pairing.secrets.keys[name].array::<32>();
        let (y_b, ratchet) = (pairing.bob.y.array(), pairing.alice.ratchet.array());
        let [to_bob, to_alice, ..] = key("tell");
        let bob = Second {
            ad: key("ad"),
            tell: [to_alice, to_bob],
            dhs: y_b,
            rk: key("sk"),
            cks: key("ckb0"),
            ckr: None,
            hks: key("hkb0"),
            hkr: None,
            nhks: key("nhkb"),
            nhkr: key("hka"),
            ns: 0,
            nr: 0,
            pn: 0,
            sent: 0,
            received: 0,
            chains: Vec::new(),
        };
        let [rk, cks, nhks] = kdf_rk(&key("sk"), &x25519(&ratchet, &public(&y_b)));
        let alice = Second {
            tell: [to_bob, to_alice],
            dhs: ratchet,
            rk,
            cks,
            ckr: Some(key("ckb0")),
            hks: key("hka"),
            hkr: Some(key("hkb0")),
            nhks,
            nhkr: key("nhkb"),
            ..bob.clone()
        };
        match who {
            Who::Alice => alice,
            Who::Bob => bob,
        }
    }

    /// The envelope, and what is inside.
    pub(crate) fn seal(&mut self, content: &Content, tell: Tell, random: &Bytes32) -> (Inside, Vec<u8>) {
        let (cks, mk) = kdf_ck(&self.cks);
        let flags = nibble(self.tell[0], tell) << 4;
        let (pn, n) = (self.pn.to_be_bytes(), self.ns.to_be_bytes());
        let header = [&[flags][..], &public(&self.dhs), &pn, &n].concat();
        let inner = encode(content);
        let n = hmac(&expand(&mk, "nonce", &[]), &[random, &header, &inner]);
        let n: [u8; 24] = n[..24].try_into().unwrap();
        let eh = seal(&self.hks, &n, &[], &header);
        let body = seal(&mk, &n, &[&self.ad[..], &n, &eh].concat(), &inner);
        (self.cks, self.ns) = (cks, self.ns + 1);
        let inside = Inside { hk: self.hks.into(), mk: mk.into(), header: header.into(), inner: inner.into() };
        (inside, [&n[..], &eh, &body].concat())
    }

    /// What it says; `ratchet` is drawn where a step is made.
    pub(crate) fn open(&mut self, envelope: &[u8], ratchet: Option<&Bytes32>) -> Heard {
        if let Some(header) = self.hkr.and_then(|hkr| header(&hkr, envelope)) {
            if header.n < self.nr {
                let hkr = self.hkr;
                return self
                    .open_skipped(envelope, &header, |chain| Some(chain.hk) == hkr)
                    .unwrap_or(Heard::AlreadyRead);
            }
            let mut next = self.clone();
            next.skip(header.n);
            if let Some(heard) = next.receive(envelope, &header) {
                *self = next;
                return heard;
            }
        }
        if let Some(header) = header(&self.nhkr, envelope) {
            let mut next = self.clone();
            next.step(&header, ratchet.expect("the file says which key the step draws"));
            if let Some(heard) = next.receive(envelope, &header) {
                *self = next;
                return heard;
            }
        }
        for hk in self.chains.iter().rev().map(|chain| chain.hk).collect::<Vec<_>>() {
            if let Some(header) = header(&hk, envelope) {
                return self.open_skipped(envelope, &header, |chain| chain.hk == hk).unwrap_or(Heard::AlreadyRead);
            }
        }
        Heard::Unreadable
    }

    /// Whether this key is the one in use: the last open made a step with it.
    pub(crate) fn drew(&self, ratchet: &Bytes32) -> bool {
        self.dhs == *ratchet
    }

    /// Numbers of the envelopes that have not arrived.
    pub(crate) fn missing(&self) -> Vec<u32> {
        self.chains.iter().flat_map(|chain| chain.keys.keys().map(|n| chain.base + n + 1)).collect()
    }

    /// Nothing where no key was put aside.
    fn open_skipped(&mut self, envelope: &[u8], header: &Header, of: impl Fn(&Chain) -> bool) -> Option<Heard> {
        let at = self.chains.iter().position(of)?;
        let (base, mk) = (self.chains[at].base, *self.chains[at].keys.get(&header.n)?);
        let Some(inner) = self.body(&mk, envelope) else {
            return Some(Heard::Unreadable);
        };
        self.chains[at].keys.remove(&header.n);
        self.chains.retain(|chain| !chain.keys.is_empty());
        Some(self.said(header, &inner, base + header.n + 1))
    }

    fn receive(&mut self, envelope: &[u8], header: &Header) -> Option<Heard> {
        self.skip(header.n);
        let (ckr, mk) = kdf_ck(&self.ckr?);
        let inner = self.body(&mk, envelope)?;
        (self.ckr, self.nr) = (Some(ckr), self.nr + 1);
        Some(self.said(header, &inner, self.received + header.n + 1))
    }

    fn step(&mut self, header: &Header, ratchet: &Bytes32) {
        self.skip(header.pn);
        (self.sent, self.received) = (self.sent + self.ns, self.received + self.nr);
        (self.pn, self.ns, self.nr) = (self.ns, 0, 0);
        (self.hks, self.hkr) = (self.nhks, Some(self.nhkr));
        let [rk, ckr, nhkr] = kdf_rk(&self.rk, &x25519(&self.dhs, &header.dh));
        self.dhs = *ratchet;
        let [rk, cks, nhks] = kdf_rk(&rk, &x25519(&self.dhs, &header.dh));
        (self.rk, self.cks, self.ckr, self.nhks, self.nhkr) = (rk, cks, Some(ckr), nhks, nhkr);
    }

    fn skip(&mut self, until: u32) {
        while self.nr < until {
            let (ckr, mk) = kdf_ck(&self.ckr.unwrap());
            let hk = self.hkr.unwrap();
            if self.chains.last().is_none_or(|chain| chain.hk != hk) {
                self.chains.push(Chain { hk, base: self.received, keys: BTreeMap::new() });
            }
            self.chains.last_mut().unwrap().keys.insert(self.nr, mk);
            (self.ckr, self.nr) = (Some(ckr), self.nr + 1);
        }
    }

    fn body(&self, mk: &Bytes32, envelope: &[u8]) -> Option<Vec<u8>> {
        open(mk, envelope.first_chunk().unwrap(), &[&self.ad[..], &envelope[..81]].concat(), &envelope[81..])
    }

    fn said(&self, header: &Header, inner: &[u8], number: u32) -> Heard {
        assert_eq!(header.flags & 15, 0);
        let says = |tell: &Tell| nibble(self.tell[1], *tell) == header.flags >> 4;
        let tell = [Tell::Normal, Tell::Alarm].into_iter().find(says).expect("one of the two");
        let Parsed::Content { day, records } = parse(inner) else { panic!("an honest sender") };
        Heard::Opened { number, tell, content: Content { size: inner.len() + 97, day, records } }
    }
}

struct Header {
    flags: u8,
    dh: Bytes32,
    pn: u32,
    n: u32,
}

fn header(hk: &Bytes32, envelope: &[u8]) -> Option<Header> {
    let plain = open(hk, envelope.first_chunk().unwrap(), &[], &envelope[24..81])?;
    let number = |at: usize| u32::from_be_bytes(*plain[at..].first_chunk().unwrap());
    Some(Header { flags: plain[0], dh: *plain[1..].first_chunk().unwrap(), pn: number(33), n: number(37) })
}

/// Section 4.6: one byte of `tell`.
fn nibble(b: u8, tell: Tell) -> u8 {
    match tell {
        Tell::Normal => b >> 4,
        Tell::Alarm => ((b >> 4) + 1 + (b % 16) % 15) % 16,
    }
}

fn encode(content: &Content) -> Vec<u8> {
    let mut inner = content.day.to_be_bytes().to_vec();
    for Record { r#type, arg, bytes } in &content.records {
        inner.extend([*r#type, *arg]);
        inner.extend(u16::try_from(bytes.0.len()).unwrap().to_be_bytes());
        inner.extend(&bytes.0);
    }
    inner.resize(content.size - 97, 0);
    inner
}

/// Section 4.5: what is inside an envelope.
pub(crate) fn parse(inner: &[u8]) -> Parsed {
    let Some((day, mut rest)) = inner.split_first_chunk::<2>() else {
        return Parsed::Malformed;
    };
    let mut records = Vec::new();
    loop {
        match *rest {
            _ if rest.iter().all(|byte| *byte == 0) => {
                return Parsed::Content { day: u16::from_be_bytes(*day), records };
            }
            [kind, arg, high, low, ref after @ ..] if kind > 0 => {
                let Some((bytes, after)) = after.split_at_checked(usize::from(high) << 8 | usize::from(low)) else {
                    return Parsed::Malformed;
                };
                let well_formed = match (kind, arg) {
                    (1, 0) => std::str::from_utf8(bytes).is_ok(),
                    (2, 0) => bytes.is_empty(),
                    (3, 0) => bytes.len() == 16,
                    (4, 0) => bytes.len() == 48,
                    (6, _) => arg % 16 <= arg / 16,
                    (5, 0) | (7.., _) => true,
                    _ => false,
                };
                match kind {
                    _ if !well_formed => return Parsed::Malformed,
                    0x80.. => return Parsed::Newer,
                    7.. => {}
                    _ => records.push(Record { r#type: kind, arg, bytes: bytes.into() }),
                }
                rest = after;
            }
            _ => return Parsed::Malformed,
        }
    }
}
