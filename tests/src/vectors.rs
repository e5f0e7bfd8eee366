//! The frozen files of `tests/vectors/`: what was once written must open for ever.
#![allow(clippy::panic, reason = "a vector that is not there must stop its test")]

use std::{fs, path::PathBuf};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};

/// Where the vector file (or folder) `name` lies.
#[must_use]
pub fn path(name: &str) -> PathBuf {
    crate::top().join("tests/vectors").join(name)
}

/// What the JSON file `name` says.
///
/// # Panics
/// Where it is not there, or not of this shape.
#[must_use]
pub fn read<T: DeserializeOwned>(name: &str) -> T {
    let text = fs::read_to_string(path(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Bytes of any length, hexadecimal in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hex(pub Vec<u8>);

impl Hex {
    /// As a field of a fixed size.
    ///
    /// # Panics
    /// Where there are not `N` bytes.
    #[must_use]
    pub fn array<const N: usize>(&self) -> [u8; N] {
        self.0.as_slice().try_into().unwrap_or_else(|_| panic!("{} bytes where {N} belong", self.0.len()))
    }
}

impl<B: AsRef<[u8]>> From<B> for Hex {
    fn from(bytes: B) -> Hex {
        Hex(bytes.as_ref().to_vec())
    }
}

impl Serialize for Hex {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
    }
}

impl<'de> Deserialize<'de> for Hex {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Hex, D::Error> {
        String::deserialize(deserializer).map(|text| Hex(crate::hex(&text)))
    }
}
