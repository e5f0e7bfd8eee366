//! Reed-Solomon over GF(256) (ISO/IEC 18004, 7.5 and annex B): errors only, roots alpha^0 onward, modulus 0x11d.

/// Corrects one block in place: data codewords, then `check` check codewords. Returns how many were wrong, or `None`
/// when more than `allowed` are, or when the correction does not hold.
pub(crate) fn correct(block: &mut [u8], check: usize, allowed: usize) -> Option<usize> {
    let syndromes: Vec<u8> = (0..check).map(|root| syndrome(block, root)).collect();
    if syndromes.iter().all(|&s| s == 0) {
        return Some(0);
    }
    let locator = locator(&syndromes);
    let errors = locator.len() - 1;
    if errors > allowed {
        return None;
    }
    let evaluator = evaluator(&syndromes, &locator);
    let length = block.len();
    let mut found = 0;
    for (index, word) in block.iter_mut().enumerate() {
        // The first codeword is the coefficient of the highest power.
        let inverse = power(255 - (length - 1 - index) % 255);
        if value(&locator, inverse) != 0 {
            continue;
        }
        // Forney, with the formal derivative: odd coefficients only, one power lower.
        let odd: Vec<u8> = locator.iter().skip(1).step_by(2).copied().collect();
        let slope = value(&odd, times(inverse, inverse));
        // Roots begin at alpha^0, so the error's own location multiplies the quotient.
        *word ^= times(divide(value(&evaluator, inverse), slope)?, power((length - 1 - index) % 255));
        found += 1;
    }
    let holds = found == errors && (0..check).all(|root| syndrome(block, root) == 0);
    holds.then_some(errors)
}

fn syndrome(block: &[u8], root: usize) -> u8 {
    let x = power(root);
    block.iter().fold(0, |sum, &word| times(sum, x) ^ word)
}

/// Berlekamp-Massey: the shortest polynomial that the syndromes follow, lowest coefficient (1) first.
fn locator(syndromes: &[u8]) -> Vec<u8> {
    let (mut current, mut before) = (vec![1u8], vec![1u8]);
    let (mut length, mut gap, mut scale) = (0, 1, 1u8);
    for n in 0..syndromes.len() {
        let discrepancy = current
            .iter()
            .take(length + 1)
            .zip(syndromes.iter().take(n + 1).rev())
            .fold(0, |sum, (&c, &s)| sum ^ times(c, s));
        if discrepancy == 0 {
            gap += 1;
            continue;
        }
        let factor = divide(discrepancy, scale).unwrap_or(0);
        let mut next = current.clone();
        next.resize(next.len().max(before.len() + gap), 0);
        for (coefficient, &b) in next.iter_mut().skip(gap).zip(&before) {
            *coefficient ^= times(factor, b);
        }
        if 2 * length <= n {
            before = std::mem::replace(&mut current, next);
            length = n + 1 - length;
            scale = discrepancy;
            gap = 1;
        } else {
            current = next;
            gap += 1;
        }
    }
    current.resize(length + 1, 0);
    current
}

/// Syndromes times locator, cut at the number of syndromes.
fn evaluator(syndromes: &[u8], locator: &[u8]) -> Vec<u8> {
    (0..syndromes.len())
        .map(|n| locator.iter().zip(syndromes.iter().take(n + 1).rev()).fold(0, |sum, (&l, &s)| sum ^ times(l, s)))
        .collect()
}

fn value(polynomial: &[u8], x: u8) -> u8 {
    polynomial.iter().rev().fold(0, |sum, &c| times(sum, x) ^ c)
}

pub(super) fn times(a: u8, b: u8) -> u8 {
    if a == 0 || b == 0 { 0 } else { power(logarithm(a) + logarithm(b)) }
}

pub(super) fn divide(a: u8, b: u8) -> Option<u8> {
    match (a, b) {
        (_, 0) => None,
        (0, _) => Some(0),
        _ => Some(power(255 + logarithm(a) - logarithm(b))),
    }
}

#[allow(clippy::indexing_slicing, reason = "reduced to the table's 255 entries")]
pub(super) fn power(exponent: usize) -> u8 {
    TABLES.0[exponent % 255]
}

#[allow(clippy::indexing_slicing, reason = "a byte is below the table's 256 entries")]
fn logarithm(a: u8) -> usize {
    TABLES.1[a as usize] as usize
}

/// Powers of alpha = 2, and their logarithms.
static TABLES: ([u8; 255], [u8; 256]) = tables();

#[allow(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "evaluated by the compiler, which would refuse to go out of bounds; every value is below 256"
)]
const fn tables() -> ([u8; 255], [u8; 256]) {
    let (mut powers, mut logarithms) = ([0; 255], [0; 256]);
    let (mut exponent, mut x) = (0, 1u16);
    while exponent < 255 {
        powers[exponent] = x as u8;
        logarithms[x as usize] = exponent as u8;
        x <<= 1;
        if x > 255 {
            x ^= 0x11d;
        }
        exponent += 1;
    }
    (powers, logarithms)
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

    proptest! {
        #[test]
        fn every_damage_up_to_the_limit_is_repaired(
            data in proptest::collection::vec(any::<u8>(), 1..120),
            check in 7usize..=30,
            damage in proptest::collection::vec((any::<proptest::sample::Index>(), 1u8..), 0..15),
        ) {
            let whole = encoded(&data, check);
            let mut block = whole.clone();
            for (at, change) in damage.iter().take(check / 2) {
                let len = block.len();
                block[at.index(len)] ^= change;
            }
            let wrong = block.iter().zip(&whole).filter(|(a, b)| a != b).count();
            prop_assert_eq!(correct(&mut block, check, check / 2), Some(wrong));
            prop_assert_eq!(block, whole);
        }

        #[test]
        fn noise_is_never_called_corrected_without_being_a_codeword(
            noise in proptest::collection::vec(any::<u8>(), 31..150),
        ) {
            let mut block = noise;
            if correct(&mut block, 16, 8).is_some() {
                let data = &block[..block.len() - 16];
                prop_assert_eq!(encoded(data, 16), block.clone());
            }
        }
    }

    #[test]
    fn more_errors_than_allowed_are_not_corrected() {
        let whole = encoded(&[1; 16], 10);
        let mut block = whole.clone();
        block[..5].iter_mut().for_each(|word| *word ^= 0x55);
        assert_eq!(correct(&mut block.clone(), 10, 4), None);
        assert_eq!(correct(&mut block, 10, 5), Some(5));
        assert_eq!(block, whole);
    }
}
