//! The shapes of the files; `protocol-1/README.txt` says what each field means.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use tests::vectors::Hex;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Who {
    Alice,
    Bob,
}

/// `pairing.json`
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pairing {
    pub(crate) alice: AliceDraws,
    pub(crate) bob: BobDraws,
    pub(crate) p1: Hex,
    pub(crate) p2: Hex,
    pub(crate) p3: Hex,
    pub(crate) secrets: Secrets,
    pub(crate) words: Words,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AliceDraws {
    pub(crate) x: Hex,
    pub(crate) d: Hex,
    pub(crate) z: Hex,
    pub(crate) n: Hex,
    pub(crate) ratchet: Hex,
    pub(crate) commitment: Hex,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BobDraws {
    pub(crate) x: Hex,
    pub(crate) y: Hex,
    pub(crate) m: Hex,
    pub(crate) commitment: Hex,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Secrets {
    pub(crate) dh: Hex,
    pub(crate) kem: Hex,
    pub(crate) th: Hex,
    pub(crate) prk: Hex,
    pub(crate) keys: BTreeMap<String, Hex>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    pub(crate) indices: [u16; 4],
    pub(crate) text: String,
    pub(crate) digits: String,
}

/// `messages.json`
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Messages {
    pub(crate) steps: Vec<Step>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub(crate) enum Step {
    Seal(Sealing),
    Open(Opening),
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sealing {
    pub(crate) message: usize,
    pub(crate) by: Who,
    pub(crate) content: Content,
    pub(crate) tell: Tell,
    pub(crate) random: Hex,
    pub(crate) inside: Inside,
    pub(crate) envelope: Hex,
}

/// What only the two phones know of an envelope.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Inside {
    pub(crate) hk: Hex,
    pub(crate) mk: Hex,
    pub(crate) header: Hex,
    pub(crate) inner: Hex,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Opening {
    pub(crate) message: usize,
    pub(crate) by: Who,
    /// Place and value of a byte that the courier damaged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) damaged: Option<(usize, u8)>,
    /// The new ratchet key, where this open makes a step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ratchet: Option<Hex>,
    pub(crate) result: Heard,
    pub(crate) missing: Vec<u32>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Heard {
    Opened { number: u32, tell: Tell, content: Content },
    AlreadyRead,
    Unreadable,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Tell {
    Normal,
    Alarm,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Content {
    pub(crate) size: usize,
    pub(crate) day: u16,
    pub(crate) records: Vec<Record>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Record {
    pub(crate) r#type: u8,
    pub(crate) arg: u8,
    pub(crate) bytes: Hex,
}

/// `contents.json`
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    pub(crate) about: String,
    pub(crate) inner: Hex,
    pub(crate) result: Parsed,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Parsed {
    Content { day: u16, records: Vec<Record> },
    Malformed,
    Newer,
}

/// `burn-cards.json`
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Card {
    pub(crate) r: Hex,
    pub(crate) h: Hex,
    pub(crate) salt: Hex,
    pub(crate) c: Hex,
    pub(crate) object: Hex,
    pub(crate) text: String,
    pub(crate) words: Vec<String>,
}

/// `codes.json`
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Code {
    pub(crate) bytes: Hex,
    pub(crate) text: String,
    pub(crate) version: u8,
    pub(crate) modules: Vec<String>,
}

/// `reel.json`
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reel {
    pub(crate) object: Hex,
    pub(crate) stream: Hex,
    pub(crate) symbols: Vec<Symbol>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Symbol {
    pub(crate) number: u32,
    pub(crate) bytes: Hex,
}
