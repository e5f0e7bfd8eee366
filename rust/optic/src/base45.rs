//! Base45, RFC 9285: two bytes as three characters of a QR code's alphanumeric alphabet.

use crate::Error;

/// RFC 9285, table 1; the order is also that of ISO/IEC 18004, table 5.
pub(crate) const ALPHABET: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/// Encodes `bytes` as ASCII, three characters for two bytes and two for an odd last one.
#[must_use]
pub fn encode(bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(encoded_len(bytes.len()));
    for chunk in bytes.chunks(2) {
        let value = chunk.iter().fold(0usize, |n, &byte| n * 256 + usize::from(byte));
        let characters = chunk.len() + 1;
        let mut rest = value;
        for _ in 0..characters {
            text.extend(ALPHABET.get(rest % 45));
            rest /= 45;
        }
    }
    text
}

/// Decodes what [`encode`] made and nothing else: every text has at most one meaning, and every payload one text.
///
/// # Errors
/// [`Error::NotBase45`] for a character outside the alphabet (lower case included), a triple above 65535, a last
/// pair above 255, or a lone last character.
pub fn decode(text: &[u8]) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::with_capacity(text.len() / 3 * 2 + 1);
    for chunk in text.chunks(3) {
        // Little-endian digits, RFC 9285, section 4.
        let value = chunk.iter().rev().try_fold(0u32, |n, &c| Some(n * 45 + digit(c)?)).ok_or(Error::NotBase45)?;
        match chunk.len() {
            3 => bytes.extend(u16::try_from(value).map_err(|_| Error::NotBase45)?.to_be_bytes()),
            2 => bytes.push(u8::try_from(value).map_err(|_| Error::NotBase45)?),
            _ => return Err(Error::NotBase45),
        }
    }
    Ok(bytes)
}

/// Characters that `len` bytes become.
pub(crate) const fn encoded_len(len: usize) -> usize {
    len / 2 * 3 + len % 2 * 2
}

fn digit(character: u8) -> Option<u32> {
    ALPHABET.iter().zip(0..).find(|&(&c, _)| c == character).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_examples_of_rfc_9285_hold() {
        // Sections 4.3 and 4.4.
        for (plain, text) in
            [("AB", "BB8"), ("Hello!!", "%69 VD92EX0"), ("base-45", "UJCLQE7W581"), ("ietf!", "QED8WEX0")]
        {
            assert_eq!(encode(plain.as_bytes()), text.as_bytes());
            assert_eq!(decode(text.as_bytes()).unwrap(), plain.as_bytes());
        }
        assert_eq!(decode(b"FGW").unwrap(), [255, 255]);
    }

    #[test]
    fn what_no_encoder_makes_is_refused() {
        for text in ["GGW", ":::", "::", "A", "BB8A", "6U", "bb8", "BB!", "BB8\n", "\u{e9}B"] {
            assert_eq!(decode(text.as_bytes()), Err(Error::NotBase45), "{text}");
        }
        assert_eq!(decode(b"U5").unwrap(), [255]);
    }

    proptest! {
        #[test]
        fn every_payload_comes_back(bytes in proptest::collection::vec(any::<u8>(), 0..900)) {
            let text = encode(&bytes);
            prop_assert_eq!(text.len(), encoded_len(bytes.len()));
            prop_assert_eq!(decode(&text).unwrap(), bytes);
        }

        #[test]
        fn every_text_that_is_accepted_is_the_only_one(text in "[0-9A-Z $%*+./:-]{0,60}") {
            if let Ok(bytes) = decode(text.as_bytes()) {
                prop_assert_eq!(encode(&bytes), text.as_bytes());
            }
        }

        #[test]
        fn no_bytes_make_it_panic(text in proptest::collection::vec(any::<u8>(), 0..60)) {
            let _ = decode(&text);
        }
    }
}
