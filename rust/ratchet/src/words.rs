//! Eleven bits a word: the four pairing words, and the thirteen of a card or a share that is copied by hand.

use zeroize::Zeroizing;

/// The short authentication string of a pairing: 44 bits, as four words and as fourteen digits.
///
/// The indices are normative; the list (BIP-39's English one) does not depend on the language of the screen.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Words([u16; 4]);

impl Words {
    /// From the first 44 bits, most significant first.
    pub(crate) fn from_bits(bytes: &[u8; 32]) -> Words {
        let mut words = [0; 4];
        for (word, index) in words.iter_mut().zip(indices(bytes)) {
            *word = index;
        }
        Words(words)
    }

    /// From indices that were kept; each counts modulo 2048.
    pub fn from_indices(indices: [u16; 4]) -> Words {
        Words(indices.map(|index| index % 2048))
    }

    /// Four indices into the list, each below 2048.
    pub fn indices(&self) -> [u16; 4] {
        self.0
    }

    /// The four words, with a space between.
    pub fn text(&self) -> String {
        self.0.map(word).join(" ")
    }

    /// The same 44 bits as fourteen decimal digits, for eyes that do not read the words.
    pub fn digits(&self) -> String {
        format!("{:014}", self.0.iter().fold(0_u64, |bits, index| bits << 11 | u64::from(*index)))
    }
}

/// The word of an index below 2048, which every eleven bits have; nothing beyond.
pub fn word(index: u16) -> &'static str {
    LIST.lines().nth(index.into()).unwrap_or_default()
}

/// The index of a word, which its first four letters already decide; upper and lower case are one.
pub(crate) fn index(word: &str) -> Option<u16> {
    let word = word.to_lowercase();
    let same = |listed: &str| listed == word || (word.len() >= 4 && listed.starts_with(&word));
    LIST.lines().zip(0..).find(|(listed, _)| same(listed)).map(|(_, index)| index)
}

/// Groups of eleven bits, most significant first; bits that fill no group are left out.
pub(crate) fn indices(bytes: &[u8]) -> impl Iterator<Item = u16> {
    let bit = |at: usize| bytes.get(at / 8).map_or(0, |byte| u16::from(byte >> (7 - at % 8) & 1));
    (0..bytes.len() * 8 / 11).map(move |group| (0..11).fold(0, |index, at| index << 1 | bit(group * 11 + at)))
}

/// The indices of the thirteen words of sixteen bytes: their 128 bits and the first 15 of a check.
pub(crate) fn thirteen(secret: &[u8; 16], check: [u8; 4]) -> Vec<u16> {
    let bytes: Zeroizing<Vec<u8>> = Zeroizing::new(secret.iter().copied().chain(check).collect());
    indices(&bytes).take(13).collect()
}

/// Sixteen bytes from thirteen words, whole or by their first four letters; and the words' indices, since the check is the
/// caller's.
pub(crate) fn sixteen(text: &str) -> Option<(Zeroizing<[u8; 16]>, Vec<u16>)> {
    let indices: Vec<u16> = text.split_whitespace().map(index).collect::<Option<_>>()?;
    let mut secret = Zeroizing::new([0; 16]);
    let bits = indices.iter().flat_map(|index| (0..11).rev().map(move |at| u8::from(index >> at & 1 == 1)));
    for (at, bit) in bits.take(128).enumerate() {
        if let Some(byte) = secret.get_mut(at / 8) {
            *byte = *byte << 1 | bit;
        }
    }
    (indices.len() == 13).then_some((secret, indices))
}

const LIST: &str = include_str!("words.txt");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_has_2048_words_that_four_letters_tell_apart() {
        let words: Vec<_> = LIST.lines().collect();
        assert_eq!(words.len(), 2048);
        for (at, listed) in (0..).zip(&words) {
            assert_eq!(word(at), *listed);
            assert_eq!(index(listed), Some(at));
            assert_eq!(index(&listed[..listed.len().min(4)].to_uppercase()), Some(at));
        }
        assert_eq!(index("aldis"), None);
        assert_eq!(index(""), None);
    }

    #[test]
    fn words_and_digits_are_the_same_44_bits() {
        let mut bits = [0; 32];
        bits[..6].copy_from_slice(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
        assert_eq!(Words::from_bits(&bits).indices(), [2047; 4]);
        assert_eq!(Words::from_bits(&bits).digits(), "17592186044415");
        bits = [0; 32];
        bits[5] = 0x10; // bit 43, the last that counts
        assert_eq!(Words::from_bits(&bits).indices(), [0, 0, 0, 1]);
        assert_eq!(Words::from_bits(&bits).text(), "abandon abandon abandon ability");
        assert_eq!(Words::from_bits(&bits).digits(), "00000000000001");
    }
}
