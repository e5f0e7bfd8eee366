//! Reed-Solomon over GF(256) with errors **and** erasures (ISO/IEC 18004, 7.5 and annex B): a codeword that is known to
//! be doubtful costs one check codeword, one that is wrong and not known costs two.
//!
//! Berlekamp-Massey begun with the erasures' own locator (Blahut 1983, section 7.4), then Forney. Nothing is allocated:
//! a block has at most 68 check codewords.

use super::field::{divide, power, times};

/// Check codewords that a block can have (table 9: 30; 68 in a code of Model 1).
pub(super) const MOST_CHECK: usize = 68;
/// Codewords of a block, at most (table 9: 123 data and 30 check codewords; 192 and 46 in a code of Model 1).
pub(super) const MOST_WORDS: usize = 238;

/// A polynomial of up to [`MOST_CHECK`] roots, lowest coefficient first.
type Polynomial = [u8; MOST_CHECK + 2];

/// The syndromes of one block: what every trial with other erasures starts from.
#[derive(Clone, Copy)]
pub(super) struct Syndromes {
    values: [u8; MOST_CHECK],
    check: usize,
}

impl Syndromes {
    /// Of `block`, whose last `check` codewords are check codewords; `None` when that is more than a block has.
    pub(super) fn of(block: &[u8], check: usize) -> Option<Self> {
        if check > MOST_CHECK || check > block.len() {
            return None;
        }
        let mut values = [0u8; MOST_CHECK];
        for (root, value) in values.iter_mut().enumerate().take(check) {
            let x = power(root);
            *value = block.iter().fold(0, |sum, &word| times(sum, x) ^ word);
        }
        Some(Self { values, check })
    }

    pub(super) fn are_zero(&self) -> bool {
        self.values.iter().take(self.check).all(|&value| value == 0)
    }

    /// The syndromes when codeword `index` of `length` is changed by `change`.
    pub(super) fn with_change(mut self, index: usize, length: usize, change: u8) -> Self {
        let place = location(index, length);
        for (root, value) in self.values.iter_mut().enumerate().take(self.check) {
            *value ^= times(change, power(place * root));
        }
        self
    }
}

/// Corrects `block` in place, taking the codewords at `erased` for unknown. Returns the errors found outside them, or
/// `None`, the block untouched, when there is no codeword with `erasures + 2 * errors + margin <= check`.
pub(super) fn correct(block: &mut [u8], syndromes: &Syndromes, erased: &[usize], margin: usize) -> Option<usize> {
    let Syndromes { values, check } = syndromes;
    if erased.is_empty() && syndromes.are_zero() {
        return Some(0);
    }
    let spare = check.checked_sub(erased.len())?.checked_sub(margin)?;
    let length = block.len();
    let (locator, degree) = locator(values, *check, erased, length)?;
    let errors = degree.checked_sub(erased.len()).filter(|errors| 2 * errors <= spare)?;

    // Syndromes times locator, cut at the number of syndromes.
    let mut evaluator: Polynomial = [0; MOST_CHECK + 2];
    for (n, value) in evaluator.iter_mut().enumerate().take(*check) {
        let pairs = locator.iter().take(n + 1).zip(values.iter().take(n + 1).rev());
        *value = pairs.fold(0, |sum, (&l, &s)| sum ^ times(l, s));
    }
    let mut changes = [(0usize, 0u8); MOST_CHECK];
    let mut found = 0;
    for index in 0..length {
        let place = location(index, length);
        let inverse = power(255 - place);
        if value(&locator, degree, inverse) != 0 {
            continue;
        }
        // The formal derivative: odd coefficients only, one power lower.
        let square = times(inverse, inverse);
        let odd = locator.iter().skip(1).step_by(2).take(degree.div_ceil(2));
        let slope = odd.rev().fold(0, |sum, &c| times(sum, square) ^ c);
        // Roots begin at alpha^0, so the error's own location multiplies the quotient.
        let change = times(divide(value(&evaluator, *check, inverse), slope)?, power(place));
        *changes.get_mut(found)? = (index, change);
        found += 1;
    }
    if found != degree {
        return None;
    }
    let changes = changes.get(..found)?;
    let left = changes.iter().fold(*syndromes, |left, &(index, change)| left.with_change(index, length, change));
    if !left.are_zero() {
        return None;
    }
    for &(index, change) in changes {
        if let Some(word) = block.get_mut(index) {
            *word ^= change;
        }
    }
    Some(errors)
}

/// The polynomial whose roots are the inverse locations of errors and erasures, and its degree.
fn locator(syndromes: &[u8; MOST_CHECK], check: usize, erased: &[usize], length: usize) -> Option<(Polynomial, usize)> {
    let mut current: Polynomial = [0; MOST_CHECK + 2];
    *current.first_mut()? = 1;
    for (degree, &index) in erased.iter().enumerate() {
        let x = power(location(index, length));
        for at in (1..=degree + 1).rev() {
            let lower = *current.get(at - 1)?;
            *current.get_mut(at)? ^= times(lower, x);
        }
    }
    let mut before = current;
    let known = erased.len();
    let mut degree = known;
    for n in known..check {
        let pairs = current.iter().take(degree + 1).zip(syndromes.iter().take(n + 1).rev());
        let discrepancy = pairs.fold(0, |sum, (&c, &s)| sum ^ times(c, s));
        before.rotate_right(1);
        *before.first_mut()? = 0;
        if discrepancy == 0 {
            continue;
        }
        let mut next = current;
        for (coefficient, &b) in next.iter_mut().zip(&before) {
            *coefficient ^= times(discrepancy, b);
        }
        if 2 * degree <= n + known {
            degree = n + 1 + known - degree;
            for (b, &c) in before.iter_mut().zip(&current) {
                *b = divide(c, discrepancy)?;
            }
        }
        current = next;
        // More errors than the check codewords can name: no use to go on.
        if 2 * degree > check + known {
            return None;
        }
    }
    // The degree that was reckoned must be the one that stands there.
    let top = current.iter().rposition(|&c| c != 0)?;
    (top == degree).then_some((current, degree))
}

/// The power of alpha that stands for codeword `index`: the first one is the coefficient of the highest power.
fn location(index: usize, length: usize) -> usize {
    length.saturating_sub(1 + index) % 255
}

fn value(polynomial: &Polynomial, degree: usize, x: u8) -> u8 {
    polynomial.iter().take(degree + 1).rev().fold(0, |sum, &c| times(sum, x) ^ c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn encoded(data: &[u8], check: usize) -> Vec<u8> {
        let mut block = data.to_vec();
        block.extend(qrcode::ec::create_error_correction_code(data, check));
        block
    }

    /// `count` different places of a block.
    fn places(order: &[proptest::sample::Index], count: usize, length: usize) -> Vec<usize> {
        let mut places = Vec::new();
        for index in order.iter().take(count) {
            let mut at = index.index(length);
            while places.contains(&at) {
                at = (at + 1) % length;
            }
            places.push(at);
        }
        places
    }

    proptest! {
        #[test]
        fn what_the_check_codewords_pay_for_is_repaired(
            data in proptest::collection::vec(any::<u8>(), 9..120),
            check in 7usize..=68,
            erasures in 0usize..=68,
            errors in 0usize..=34,
            order in proptest::collection::vec(any::<proptest::sample::Index>(), 110),
            changes in proptest::collection::vec(1u8.., 110),
        ) {
            let erasures = erasures.min(check);
            let errors = errors.min((check - erasures) / 2);
            let whole = encoded(&data, check);
            let places = places(&order, (erasures + errors).min(whole.len()), whole.len());
            let mut block = whole.clone();
            for (&at, change) in places.iter().zip(&changes) {
                block[at] ^= change;
            }
            let syndromes = Syndromes::of(&block, check).unwrap();
            let erased = &places[..erasures.min(places.len())];
            prop_assert_eq!(correct(&mut block, &syndromes, erased, 0), Some(places.len() - erased.len()));
            prop_assert_eq!(block, whole);
        }

        #[test]
        fn what_they_cannot_pay_for_with_the_margin_is_refused(
            data in proptest::collection::vec(any::<u8>(), 20..100),
            check in 10usize..=30,
            erasures in 0usize..=30,
            order in proptest::collection::vec(any::<proptest::sample::Index>(), 60),
            changes in proptest::collection::vec(1u8.., 60),
        ) {
            let margin = 4;
            let erasures = erasures.min(check - margin);
            let errors = (check - margin - erasures) / 2 + 1;
            let whole = encoded(&data, check);
            let places = places(&order, erasures + errors, whole.len());
            let mut block = whole.clone();
            for (&at, change) in places.iter().zip(&changes) {
                block[at] ^= change;
            }
            let damaged = block.clone();
            let syndromes = Syndromes::of(&block, check).unwrap();
            prop_assert_eq!(correct(&mut block, &syndromes, &places[..erasures], margin), None);
            prop_assert_eq!(block, damaged);
        }

        #[test]
        fn noise_is_no_codeword(noise in proptest::collection::vec(any::<u8>(), 40..150), erasures in 0usize..=22) {
            // Four check codewords left: one chance in 2^32, less what the errors take.
            let mut block = noise;
            let erased: Vec<usize> = (0..erasures).collect();
            let syndromes = Syndromes::of(&block, 26).unwrap();
            prop_assert_eq!(correct(&mut block, &syndromes, &erased, 4), None);
        }
    }

    #[test]
    fn a_change_changes_the_syndromes_as_if_they_were_made_anew() {
        let mut block = encoded(&[7; 40], 20);
        block[3] ^= 9;
        let before = Syndromes::of(&block, 20).unwrap().with_change(3, 60, 9);
        assert!(before.are_zero());
    }
}
