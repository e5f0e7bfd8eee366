//! Layers off: from files, secrets and passphrases to payloads; then all that the payloads give away.

use std::collections::{BTreeMap, BTreeSet};

use argon2::{Algorithm, Argon2, Params, Version};
use engine::{Card, Envelope};
use tests::by_hand::{Bytes32, expand, open};

use crate::{engine_room, messages};

/// What a laboratory is given.
#[derive(Clone, Default)]
pub(crate) struct Evidence {
    /// Vault files, of one phone at several times or of several phones.
    pub(crate) images: Vec<Vec<u8>>,
    /// Hardware secrets, in no order.
    pub(crate) secrets: Vec<Bytes32>,
    pub(crate) passphrases: Vec<String>,
    /// Every picture that ever crossed the courier.
    pub(crate) pictures: Vec<Envelope>,
    /// Films of pairings: the three codes of each.
    pub(crate) films: Vec<[Vec<u8>; 3]>,
    pub(crate) cards: Vec<Card>,
}

/// What it has found.
#[derive(Default)]
pub(crate) struct Findings {
    /// Everything in the clear: payloads, texts of messages.
    pub(crate) plain: Vec<Vec<u8>>,
    pub(crate) slots: Vec<Slot>,
    /// Pictures whose header opened, by their place in the evidence: who wrote to whom, and how much.
    pub(crate) headers: BTreeSet<usize>,
    /// Guesses at a passphrase, each of which took a whole Argon2id.
    pub(crate) guesses: usize,
    /// Phones that say of a contact that it was unlocked under force.
    pub(crate) alarms: usize,
    /// The byte that makes a state's nibble, by the state's pairing.
    pub(crate) tells: BTreeSet<(Vec<u8>, u8)>,
    /// Nibbles of one pairing that a state has sealed or would seal, by the pairing: an ordinary phone has one.
    pub(crate) nibbles: BTreeSet<(Bytes32, u8)>,
    /// Codes that a phone keeps, to show them again.
    pub(crate) kept: Vec<Envelope>,
    /// Private keys of a pairing that was filmed.
    pub(crate) pairing_keys: usize,
}

/// A slot that opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Slot {
    key: Bytes32,
    /// 1 owner, 2 decoy.
    pub(crate) role: u8,
    /// Whether it holds the key of the other slot.
    pub(crate) has_other: bool,
}

impl Findings {
    /// Whether somebody's second slot is known to hold a decoy.
    pub(crate) fn second_is_set(&self) -> bool {
        self.slots.iter().any(|slot| slot.has_other || slot.role == 2)
    }

    /// Whether a decoy is known to have been opened: what was a decoy's slot in one image is an owner's in another, or what a
    /// state sealed before has another nibble than what it would seal now.
    pub(crate) fn was_forced(&self) -> bool {
        let decoys = self.slots.iter().filter(|slot| slot.role == 2);
        let reopened =
            decoys.clone().any(|decoy| self.slots.iter().any(|slot| slot.key == decoy.key && slot.role == 1));
        // Where the decoy lies beside its owner's slot, the other nibble is the decoy's.
        reopened || (self.changed_its_nibble() && !self.second_is_set())
    }

    fn changed_its_nibble(&self) -> bool {
        let pairings: Vec<&Bytes32> = self.nibbles.iter().map(|(pairing, _)| pairing).collect();
        pairings.windows(2).any(|two| two[0] == two[1])
    }

    /// Whether an alarm can be read: a contact's phone has read it, or a state of one pairing is there with both its bytes,
    /// or with a header that it sealed before.
    pub(crate) fn reads_alarms(&self) -> bool {
        let pairings: Vec<&Vec<u8>> = self.tells.iter().map(|(pairing, _)| pairing).collect();
        self.alarms > 0 || self.changed_its_nibble() || pairings.windows(2).any(|two| two[0] == two[1])
    }

    /// Whether a text or a name is anywhere in the clear.
    pub(crate) fn knows(&self, text: &str) -> bool {
        let text = text.as_bytes();
        self.plain.iter().any(|blob| blob.windows(text.len()).any(|window| window == text))
    }
}

/// Tries everything.
pub(crate) fn examine(evidence: &Evidence) -> Findings {
    let mut findings = Findings::default();
    // A host's secret is zeros; what is on a card might be one, for all a laboratory knows.
    let mut secrets = evidence.secrets.clone();
    secrets.push([0; 32]);
    let from_cards: Vec<Bytes32> = evidence.cards.iter().flat_map(keys_of_card).collect();
    secrets.extend(&from_cards);

    let insides: Vec<Inside> = evidence.images.iter().flat_map(|image| off(image, &secrets)).collect();
    let mut keks = BTreeMap::new();
    let mut slot_keys: BTreeSet<Bytes32> = from_cards.into_iter().collect();
    for inside in &insides {
        for passphrase in &evidence.passphrases {
            let kek = *keks.entry((inside.salt, inside.profile, passphrase.clone())).or_insert_with(|| {
                findings.guesses += 1;
                argon2id(passphrase, &inside.salt, inside.profile)
            });
            slot_keys.extend([0_u8, 1].map(|place| expand(&kek, "slot", &[&[place]])));
        }
    }
    // A slot gives the key of the other; a key of one image may open another image.
    let mut opened = BTreeMap::new();
    loop {
        let before = (slot_keys.len(), opened.len());
        for (at, inside) in insides.iter().enumerate() {
            for place in [0, 1] {
                if opened.contains_key(&(at, place)) {
                    continue;
                }
                let found = slot_keys.iter().find_map(|key| Some((*key, inside.slot(place, key)?)));
                if let Some((key, contents)) = found {
                    slot_keys.extend(contents.other);
                    opened.insert((at, place), (key, contents));
                }
            }
        }
        if (slot_keys.len(), opened.len()) == before {
            break;
        }
    }
    for (key, Contents { role, other, payload }) in opened.into_values() {
        findings.slots.push(Slot { key, role, has_other: other.is_some() });
        findings.plain.push(payload);
    }
    engine_room::boot(evidence, &mut findings);
    let mut pictures = evidence.pictures.clone();
    pictures.append(&mut findings.kept);
    messages::read(&Evidence { pictures, ..evidence.clone() }, &mut findings);
    findings
}

/// A file without its outer layer.
struct Inside {
    profile: u8,
    salt: [u8; 16],
    generation: [u8; 8],
    slots: [Vec<u8>; 2],
}

struct Contents {
    role: u8,
    other: Option<Bytes32>,
    payload: Vec<u8>,
}

impl Inside {
    fn slot(&self, place: usize, key: &Bytes32) -> Option<Contents> {
        let (nonce, sealed) = self.slots[place].split_first_chunk()?;
        let ad = [&[1, u8::try_from(place).unwrap()][..], &self.generation].concat();
        let text = open(key, nonce, &ad, sealed)?;
        let (head, rest) = text.split_first_chunk::<38>()?;
        let length = u32::from_be_bytes(*head.last_chunk()?) as usize;
        let other = (head[1] == 1).then(|| *head[2..].first_chunk().unwrap());
        Some(Contents { role: head[0], other, payload: rest[..length].to_vec() })
    }
}

/// The layer of the hardware secret.
fn off(image: &[u8], secrets: &[Bytes32]) -> Option<Inside> {
    let (header, sealed) = image.split_at_checked(42)?;
    let inside = secrets
        .iter()
        .find_map(|secret| open(&expand(secret, "outer", &[]), header[18..].first_chunk()?, header, sealed))?;
    let (first, second) = inside[9..].split_at((inside.len() - 9) / 2);
    Some(Inside {
        profile: header[1],
        salt: *header[2..].first_chunk()?,
        generation: *inside.first_chunk()?,
        slots: [first.to_vec(), second.to_vec()],
    })
}

/// One guess, at its full price.
fn argon2id(passphrase: &str, salt: &[u8; 16], profile: u8) -> Bytes32 {
    let (memory, passes) = [(65_536, 3), (32_768, 3), (19_456, 2)][usize::from(profile) - 1];
    let params = Params::new(memory, passes, 1, Some(32)).unwrap();
    let mut kek = [0; 32];
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon2.hash_password_into(passphrase.as_bytes(), salt, &mut kek).unwrap();
    kek
}

/// What could be made of a card.
fn keys_of_card(card: &Card) -> Vec<Bytes32> {
    let r = card.as_bytes();
    let mut padded = [0; 32];
    padded[..16].copy_from_slice(r);
    let doubled: Bytes32 = [*r, *r].concat().try_into().unwrap();
    let id = *card.id().as_bytes();
    let derived = ["outer", "slot", "sk", "hka", "tell"].map(|name| expand(&id, name, &[]));
    [padded, doubled, id].into_iter().chain(derived).collect()
}
