//! Everything that was ever secret in a phone: known from outside, since its file, its passphrase, its random numbers
//! and its peers are.

use std::collections::HashSet;

use ml_kem::{DecapsulationKey, KeyExport, MlKem768};
use rand_core::Rng;
use tests::{
    by_hand::{self, Bytes32},
    drawn::Drawn,
    unsealed::{Derived, Unsealed},
};

use crate::needles::Needles;

/// Collected while the phone is used.
pub(crate) struct Secrets {
    needles: Needles,
    derived: Derived,
    seed: u64,
    seen: HashSet<Vec<u8>>,
    windows: HashSet<Bytes32>,
    points: HashSet<Bytes32>,
}

impl Secrets {
    /// Of a phone whose random numbers are of this seed.
    pub(crate) fn of(seed: u64) -> Secrets {
        Secrets {
            needles: Needles::default(),
            derived: Derived::default(),
            seed,
            seen: HashSet::new(),
            windows: HashSet::new(),
            points: HashSet::new(),
        }
    }

    pub(crate) fn text(&mut self, name: &str, text: &str) {
        self.needles.text(name, text);
    }

    pub(crate) fn key(&mut self, name: &str, key: &[u8]) {
        self.needles.key(name, key);
    }

    /// Shown on a screen, or written on the disk in the clear.
    pub(crate) fn publish(&mut self, bytes: &[u8]) {
        self.needles.publish(bytes);
    }

    /// Somebody else's public key: no secret, and the phone may agree on one with it.
    pub(crate) fn point(&mut self, public: Bytes32) {
        self.needles.publish(&public);
        self.points.insert(public);
    }

    /// The file as it is after `what`: its keys, and all that it holds.
    pub(crate) fn file(&mut self, what: &str, file: &[u8], hardware: &Bytes32, passphrase: &str) {
        self.needles.publish(&file[..42]);
        let Some(unsealed) = Unsealed::open(file, hardware, passphrase, &mut self.derived) else { panic!("{what}") };
        self.needles.key("outer key", &unsealed.outer);
        self.needles.key("key from the passphrase", &unsealed.kek);
        for slot in unsealed.slots {
            self.needles.key("slot key", &slot);
        }
        if self.seen.insert(unsealed.payload.clone()) {
            self.payload(what, &unsealed.payload);
        }
    }

    /// Of all that a phone keeps no layout is asked for: each piece is a secret, each 32 bytes may be a chain key.
    fn payload(&mut self, what: &str, payload: &[u8]) {
        for shift in 0..4 {
            self.needles.key(&format!("kept after {what}"), &payload[shift..]);
        }
        for &window in payload.array_windows::<32>() {
            let varied = window.iter().collect::<HashSet<_>>().len() > 20;
            if varied && !self.needles.is_public(&window) && self.windows.insert(window) {
                let (next, message) = by_hand::kdf_ck(&window);
                self.needles.key(&format!("message key made after {what}"), &message);
                self.needles.key(&format!("chain key made after {what}"), &next);
            }
        }
    }

    /// What a meeting agreed on.
    pub(crate) fn agreed(&mut self, agreed: &by_hand::Agreed, dh: &Bytes32, kem: &Bytes32) {
        let named = [("agreement of X25519", dh), ("agreement of ML-KEM", kem), ("pseudo-random key", &agreed.prk)];
        for (name, key) in named {
            self.needles.key(name, key);
        }
        for name in ["sk", "hka", "hkb0", "nhkb", "ckb0", "kca", "kcb", "ad", "ba", "bb", "tell", "words"] {
            self.needles.key(&format!("{name} of a meeting"), &agreed.key(name));
        }
    }

    /// An unlock writes twice, and the first file is gone before anybody can look at it: its nonce is what was drawn after
    /// that of the file before.
    pub(crate) fn unlocks(&mut self, file: &[u8]) {
        let mut drawn = Drawn::from(self.seed);
        while block(&mut drawn)[..24] != file[18..42] {}
        self.needles.publish(&block(&mut drawn)[..24]);
    }

    /// The decapsulation key of a P1 that the phone made of two of its draws, as a computer uses it: its numbers of twelve
    /// bits, in sixteen each.
    #[allow(deprecated, reason = "nobody is asked to read it back")]
    pub(crate) fn decapsulation(&mut self, p1: &[u8]) {
        let mut drawn = Drawn::from(self.seed);
        let mut seed = [[0; 32], block(&mut drawn)];
        let dk = loop {
            seed = [seed[1], block(&mut drawn)];
            let dk = DecapsulationKey::<MlKem768>::from_seed(seed.concat().as_slice().try_into().unwrap());
            if dk.encapsulation_key().to_bytes()[..] == p1[34..1218] {
                break dk;
            }
        };
        let expanded = ml_kem::ExpandedKeyEncoding::to_expanded_bytes(&dk);
        let pairs = expanded[..1152].chunks(3).flat_map(|bytes| {
            let [a, b, c] = [bytes[0], bytes[1], bytes[2]].map(u16::from);
            [a | (b & 15) << 8, b >> 4 | c << 4]
        });
        let numbers: Vec<u8> = pairs.flat_map(u16::to_le_bytes).collect();
        self.needles.key("decapsulation key", &numbers);
    }

    /// All that the phone can have drawn, and what it can have agreed on with each of the points.
    pub(crate) fn needles(mut self, draws: usize) -> Needles {
        let mut drawn = Drawn::from(self.seed);
        for number in 0..draws {
            let block = block(&mut drawn);
            self.needles.publish(&by_hand::public(&block));
            self.needles.key(&format!("draw {number}"), &block);
            if !self.needles.is_public(&block) {
                for point in &self.points {
                    self.needles.key("agreement of a ratchet step", &by_hand::x25519(&block, point));
                }
            }
        }
        self.needles.sort();
        self.needles
    }
}

fn block(drawn: &mut Drawn) -> Bytes32 {
    let mut block = [0; 32];
    drawn.fill_bytes(&mut block);
    block
}
