//! A passphrase by chance, for whoever does not want to make one up.

use rand_core::CryptoRng;
use zeroize::Zeroizing;

/// Five words of the list of pairing words, with a space between: 55 bits, the price of one guess being an Argon2id.
pub fn suggest_passphrase(rng: &mut dyn CryptoRng) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(WORDS * LONGEST));
    for at in 0..WORDS {
        if at > 0 {
            text.push(' ');
        }
        let mut drawn = [0; 2];
        rng.fill_bytes(&mut drawn);
        // 2048 divides 65536: every word is as likely as any other.
        text.push_str(ratchet::word(u16::from_le_bytes(drawn) % 2048));
    }
    text
}

const WORDS: usize = 5;
/// No word of the list has more than eight letters; with room for all of them the text never moves in memory.
const LONGEST: usize = 9;

#[cfg(test)]
mod tests {
    use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};

    use super::*;

    #[test]
    fn five_words_that_differ_from_draw_to_draw() {
        let mut rng = ChaCha20Rng::seed_from_u64(7);
        let (one, other) = (suggest_passphrase(&mut rng), suggest_passphrase(&mut rng));
        assert_ne!(one, other);
        for text in [&one, &other] {
            assert_eq!(text.split(' ').count(), WORDS);
            assert!(text.len() < WORDS * LONGEST && text.capacity() == WORDS * LONGEST);
        }
    }
}
