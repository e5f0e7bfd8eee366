//! Choosing a passphrase: one of five drawn words, or one's own with an honest estimate.

use rand_core::CryptoRng;
use zeroize::Zeroizing;

/// Five words drawn at random, 55 bits: [`WORDS`] times eleven.
pub fn suggestion(rng: &mut dyn CryptoRng) -> Zeroizing<String> {
    let words = ratchet::list();
    let room = WORDS * (LONGEST_WORD + 1);
    let mut text = Zeroizing::new(String::with_capacity(room));
    for at in 0..WORDS {
        if at > 0 {
            text.push(' ');
        }
        let [high, low, ..] = rng.next_u32().to_be_bytes();
        let index = u16::from_be_bytes([high, low]) % 2048;
        text.push_str(words.get(usize::from(index)).copied().unwrap_or_default());
    }
    text
}

/// About how many bits an attacker has to guess who knows how people choose: the cheapest way to put the text together
/// from words, runs, repetitions and single letters. It promises nothing: a quotation, a name or a birthday is worth less
/// than it looks, and no program knows.
pub fn bits(text: &str) -> u32 {
    let words = ratchet::list();
    let letters: Zeroizing<Vec<char>> = Zeroizing::new(text.chars().collect());
    let mut cheapest = vec![0; letters.len() + 1];
    for end in 1..=letters.len() {
        let tails = (end.saturating_sub(LONGEST_PART)..end).filter_map(|start| {
            let (before, part) = (letters.get(..start)?, letters.get(start..end)?);
            Some(cheapest.get(start)? + tenths(&words, before, part)?)
        });
        let best = tails.min().unwrap_or(0);
        if let Some(slot) = cheapest.get_mut(end) {
            *slot = best;
        }
    }
    cheapest.last().copied().unwrap_or(0) / 10
}

/// Tenths of a bit for `part` after `before`; nothing where it is no part of a kind.
fn tenths(words: &[&str], before: &[char], part: &[char]) -> Option<u32> {
    let [first, rest @ ..] = part else {
        return None;
    };
    if rest.is_empty() {
        return Some(single(before.last().copied(), *first));
    }
    let lower: Zeroizing<String> = Zeroizing::new(part.iter().flat_map(|letter| letter.to_lowercase()).collect());
    let capitals = if part.iter().any(|letter| letter.is_uppercase()) { CAPITALS } else { 0 };
    if COMMON.split_whitespace().any(|common| common == *lower) {
        return Some(COMMON_TENTHS + capitals);
    }
    if words.binary_search(&lower.as_str()).is_ok() {
        return Some(WORD_TENTHS + capitals);
    }
    let repeated = part.len() >= 3 && before.windows(part.len()).any(|earlier| earlier == part);
    repeated.then_some(REPEATED_TENTHS)
}

/// A letter by itself: little after one that it follows in the alphabet, on the keyboard, or that it repeats.
fn single(before: Option<char>, letter: char) -> u32 {
    let steps = |row: &str, before: char| {
        let place = |wanted: char| row.chars().position(|there| there == wanted.to_ascii_lowercase());
        matches!((place(before), place(letter)), (Some(a), Some(b)) if a.abs_diff(b) <= 1)
    };
    match before {
        Some(before) if before == letter => 4,
        Some(before) if ROWS.iter().any(|row| steps(row, before)) => 12,
        _ if letter.is_lowercase() => 22,
        _ if letter.is_ascii_digit() => 33,
        _ if letter == ' ' => 5,
        _ if letter.is_uppercase() => 32,
        _ => 45,
    }
}

const WORDS: usize = 5;
const LONGEST_WORD: usize = 8;
/// Letters of a part at most: longer ones are put together from shorter ones.
const LONGEST_PART: usize = 16;
/// A word of the list.
const WORD_TENTHS: u32 = 110;
/// The place and the length of an earlier part.
const REPEATED_TENTHS: u32 = 50;
/// One of the texts that are tried first.
const COMMON_TENTHS: u32 = 60;
const CAPITALS: u32 = 10;

const ROWS: &[&str] =
    &["abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "qwertzuiop", "asdfghjkl", "yxcvbnm"];
/// What every list of leaked passwords begins with, in the languages of the app.
const COMMON: &str = "password passwort passw0rd pass123 letmein welcome willkommen admin administrator login hallo \
    hello iloveyou schatz monkey dragon master michael thomas daniel andreas sommer winter summer football fussball \
    sunshine princess superman batman starwars geheim secret shadow internet computer samsung galaxy android aldis";

#[cfg(test)]
mod tests {
    use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};

    use super::*;

    #[test]
    fn a_suggestion_is_five_words_of_the_list_and_another_each_time() {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let (one, other) = (suggestion(&mut rng), suggestion(&mut rng));
        assert_ne!(*one, *other);
        for text in [one, other] {
            let words = ratchet::list();
            let listed = |word: &str| words.contains(&word);
            assert_eq!(text.split(' ').filter(|word| listed(word)).count(), WORDS, "{}", *text);
            assert!((44..=60).contains(&bits(&text)), "{}: {}", *text, bits(&text));
        }
    }

    #[test]
    fn the_longest_suggestion_fits_its_room() {
        assert_eq!(ratchet::list().iter().map(|word| word.len()).max(), Some(LONGEST_WORD));
    }

    #[test]
    fn what_is_easily_guessed_has_few_bits() {
        let table = [
            ("", 0..=0),
            ("a", 2..=3),
            ("aaaaaaaaaaaaaaaaaaaaaaaa", 0..=14),
            ("12345678", 0..=13),
            ("qwertzuiop", 0..=14),
            ("Passwort", 0..=8),
            ("Passwort1", 0..=11),
            ("passwordpassword", 0..=12),
            ("Summer2024!", 0..=26),
            ("lamplamplamplamp", 0..=28),
            ("correct horse battery staple", 30..=50),
            ("xK9#vQ2$mL7!", 35..=60),
            ("der alte leuchtturm blinkt dreimal", 50..=75),
        ];
        for (text, expected) in table {
            assert!(expected.contains(&bits(text)), "{text}: {}", bits(text));
        }
    }

    #[test]
    fn a_long_text_is_estimated_too() {
        assert!(bits(&"wörter und noch mehr, ".repeat(46)) > 40);
    }
}
