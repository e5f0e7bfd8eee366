//! GF(256) as codes reckon in it (ISO/IEC 18004, 7.5): modulus 0x11d, alpha = 2.

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
