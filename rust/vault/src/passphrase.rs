//! A passphrase, and whether two of them could be mistaken for each other.

use std::str::FromStr;

use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::Error;

/// What a person types to unlock: bytes as they come, neither trimmed nor normalised. Wiped on drop, never printed.
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// Longest passphrase, in bytes.
    pub const MAX_LEN: usize = 1024;

    pub(crate) fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// A second copy: a closed vault remembers the last wrong text.
    pub(crate) fn duplicate(&self) -> Self {
        Self(Zeroizing::new(self.0.as_str().to_owned()))
    }

    pub(crate) fn same(&self, other: &Self) -> bool {
        self.bytes().ct_eq(other.bytes()).into()
    }

    /// Equal, one begins the other, or at most two letters to insert, delete or replace: a slip of the finger must never
    /// open the decoy, which destroys the owner's slot. Both texts were just typed by their owner; this is not
    /// constant time.
    pub(crate) fn is_near(&self, other: &Self) -> bool {
        let (a, b) = (self.0.as_str(), other.0.as_str());
        a.starts_with(b) || b.starts_with(a) || within(2, a, b)
    }
}

impl FromStr for Passphrase {
    type Err = Error;

    /// # Errors
    /// [`Error::UnfitPassphrase`] if `text` is empty or longer than [`Self::MAX_LEN`] bytes.
    fn from_str(text: &str) -> Result<Self, Error> {
        if text.is_empty() || text.len() > Self::MAX_LEN {
            return Err(Error::UnfitPassphrase);
        }
        Ok(Self(Zeroizing::new(text.to_owned())))
    }
}

/// Whether `edits` single-letter edits turn `a` into `b` (Levenshtein), without a copy of either.
fn within(edits: u8, a: &str, b: &str) -> bool {
    let (mut a, mut b) = (a.chars(), b.chars());
    loop {
        let (rest_a, rest_b) = (a.as_str(), b.as_str());
        match (a.next(), b.next()) {
            (None, None) => return true,
            (from, to) if from == to => {}
            _ if edits == 0 => return false,
            _ => {
                return within(edits - 1, a.as_str(), b.as_str())
                    || within(edits - 1, a.as_str(), rest_b)
                    || within(edits - 1, rest_a, b.as_str());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_misses_are_seen_and_others_are_not() {
        let near = [
            ("lamp", "lamp"),
            ("lamp", "lamplight"),
            ("lamplight", "lamp"),
            ("signal lamp", "signal lomb"),
            ("signal lamp", "signallamps"),
            ("signal lamp", "sginal lamp"),
            ("signal lamp", "Signal Lamp"),
            ("signal lamp", "xsignal lampx"),
            ("grüße an alle", "gruse an alle"),
        ];
        for (a, b) in near {
            assert!(passphrase(a).is_near(&passphrase(b)), "{a} / {b}");
            assert!(passphrase(b).is_near(&passphrase(a)), "{b} / {a}");
        }
        for (a, b) in [("signal lamp", "signal fire"), ("abcdef", "badcfe"), ("one two three", "xyne two thrxe")] {
            assert!(!passphrase(a).is_near(&passphrase(b)), "{a} / {b}");
            assert!(!passphrase(b).is_near(&passphrase(a)), "{b} / {a}");
        }
    }

    #[test]
    fn within_agrees_with_the_textbook_distance() {
        let words = all_words(b"ab", 4);
        for a in &words {
            for b in &words {
                for edits in 0..=2 {
                    assert_eq!(within(edits, a, b), distance(a, b) <= usize::from(edits), "{edits}: {a} / {b}");
                }
            }
        }
    }

    #[test]
    fn a_passphrase_is_neither_empty_nor_endless() {
        for (length, fits) in [(0, false), (1, true), (1024, true), (1025, false)] {
            assert_eq!("x".repeat(length).parse::<Passphrase>().is_ok(), fits, "{length}");
        }
    }

    fn passphrase(text: &str) -> Passphrase {
        text.parse().unwrap()
    }

    fn all_words(letters: &[u8], longest: u32) -> Vec<String> {
        let mut words = vec![String::new()];
        let mut last = words.clone();
        for _ in 0..longest {
            last = last.iter().flat_map(|w| letters.iter().map(move |l| format!("{w}{}", char::from(*l)))).collect();
            words.extend(last.iter().cloned());
        }
        words
    }

    fn distance(a: &str, b: &str) -> usize {
        let (a, b) = (a.as_bytes(), b.as_bytes());
        let mut row: Vec<usize> = (0..=b.len()).collect();
        for (i, from) in a.iter().enumerate() {
            let mut next = vec![i + 1];
            for (j, to) in b.iter().enumerate() {
                let replaced = row[j] + usize::from(from != to);
                next.push(replaced.min(row[j + 1] + 1).min(next[j] + 1));
            }
            row = next;
        }
        row[b.len()]
    }
}
