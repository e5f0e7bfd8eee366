use super::*;
use crate::paint;
use proptest::prelude::*;

fn foreign(data: &[u8], version: i16, level: qrcode::EcLevel) -> Modules {
    let code = qrcode::QrCode::with_version(data, qrcode::Version::Normal(version), level).unwrap();
    let colors = code.to_colors();
    let width = code.width();
    Modules::from_fn(Version::of_size(width).unwrap(), |x, y| colors[y * width + x] == qrcode::Color::Dark)
}

fn decode(modules: &Modules) -> Option<Decoded> {
    Decoder::new().decode(modules)
}

fn flipped(modules: &Modules, spots: &[(usize, usize)]) -> Modules {
    Modules::from_fn(modules.version(), |x, y| modules.is_dark(x, y) ^ spots.contains(&(x, y)))
}

/// rqrr's own decoder of a sampled grid, kept as a witness.
fn witness(modules: &Modules) -> Option<(Vec<u8>, usize, u16)> {
    let grid = rqrr::SimpleGrid::from_func(modules.size(), |x, y| modules.is_dark(x, y));
    let mut bytes = Vec::new();
    let meta = rqrr::Grid::new(grid).decode_to(&mut bytes).ok()?;
    Some((bytes, meta.version.0, meta.mask))
}

#[test]
fn every_version_and_level_of_another_encoder_is_read_and_the_witness_agrees() {
    use qrcode::EcLevel::{H, L, M, Q};
    for version in 1..=40 {
        for (level, ours) in [L, M, Q, H].into_iter().zip(Level::ALL) {
            let modules = foreign(b"ALDIS1", version, level);
            let decoded = decode(&modules).expect("read");
            assert_eq!((decoded.bytes.as_slice(), decoded.level, decoded.mirrored), (&b"ALDIS1"[..], ours, false));
            assert_eq!(i16::from(decoded.version.number()), version);
            let (bytes, number, mask) = witness(&modules).expect("witness");
            assert_eq!((bytes.as_slice(), number), (&b"ALDIS1"[..], usize::from(decoded.version.number())));
            assert_eq!(mask, u16::from(decoded.mask.number()));
        }
    }
}

#[test]
fn every_mode_of_another_encoder_is_read() {
    // The last is kanji in Shift-JIS, which the encoder packs into 13 bits a character.
    let texts: [&[u8]; 4] =
        [b"0123456789012345", b"AC-42 $%*+-./:", b"\x00\xff lower case", b"\x93\x5f\xe4\xaa\x8e\xa9"];
    for text in texts {
        for version in [1, 9, 10, 26, 27, 40] {
            let modules = foreign(text, version, qrcode::EcLevel::L);
            assert_eq!(decode(&modules).expect("read").bytes, text);
        }
    }
}

#[test]
fn a_text_in_several_modes_and_an_eci_comes_out_in_order() {
    let mut bits = qrcode::bits::Bits::new(qrcode::Version::Normal(3));
    bits.push_eci_designator(26).unwrap();
    bits.push_byte_data("gr\u{fc}n".as_bytes()).unwrap();
    bits.push_numeric_data(b"007").unwrap();
    bits.push_kanji_data(b"\x93\x5f").unwrap();
    bits.push_alphanumeric_data(b"A1").unwrap();
    bits.push_terminator(qrcode::EcLevel::M).unwrap();
    let code = qrcode::QrCode::with_bits(bits, qrcode::EcLevel::M).unwrap();
    let colors = code.to_colors();
    let modules = Modules::from_fn(Version::new(3).unwrap(), |x, y| colors[y * 29 + x] == qrcode::Color::Dark);
    assert_eq!(decode(&modules).expect("read").bytes, b"gr\xc3\xbcn007\x93\x5fA1");
}

#[test]
fn a_mirrored_code_is_read_and_says_so() {
    let modules = paint::object(b"seen in a window").unwrap();
    let decoded = decode(&Modules::from_fn(modules.version(), |x, y| modules.is_dark(y, x))).expect("read");
    assert!(decoded.mirrored);
    assert_eq!(decoded.bytes, decode(&modules).expect("read").bytes);
}

#[test]
fn a_lying_version_word_is_not_believed() {
    let modules = paint::object(&[1; 300]).unwrap();
    let size = modules.size();
    assert!(modules.version().number() >= 7);
    let word: Vec<(usize, usize)> = (0..18).map(|bit| (bit / 3, size - 11 + bit % 3)).collect();
    let mirror: Vec<(usize, usize)> = word.iter().map(|&(x, y)| (y, x)).collect();
    assert!(decode(&flipped(&modules, &word[..3])).is_some());
    assert!(decode(&flipped(&modules, &word)).is_some(), "the other copy still tells the truth");
    assert!(decode(&flipped(&modules, &[word, mirror].concat())).is_none());
}

#[test]
fn a_lying_format_word_gives_no_text() {
    let modules = paint::object(&[1; 40]).unwrap();
    let size = modules.size();
    let first: Vec<(usize, usize)> =
        (0..9).filter(|&i| i != 6).flat_map(|i| [(8, i), (i, 8)]).filter(|&p| p != (8, 6) && p != (6, 8)).collect();
    assert!(decode(&flipped(&modules, &first)).is_some(), "the other copy still tells the truth");
    let second: Vec<(usize, usize)> =
        (0..8).map(|i| (size - 1 - i, 8)).chain((0..7).map(|i| (8, size - 1 - i))).collect();
    // Both copies agree on another mask or level.
    assert!(decode(&flipped(&modules, &[first, second].concat())).is_none());
}

#[test]
fn an_empty_code_is_no_text() {
    for version in [1, 2, 7, 40] {
        assert!(decode(&foreign(b"", version, qrcode::EcLevel::L)).is_none());
    }
}

#[test]
fn plain_squares_are_no_codes() {
    for version in (1..=40).filter_map(Version::new) {
        let patterns: [fn(usize, usize) -> bool; 5] =
            [|_, _| false, |_, _| true, |x, y| (x + y) % 2 == 0, |x, _| x % 2 == 0, |x, y| x * y % 3 == 0];
        for pattern in patterns {
            assert!(decode(&Modules::from_fn(version, pattern)).is_none());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn damage_gives_the_text_or_nothing(
        data in proptest::collection::vec(any::<u8>(), 1..60),
        version in 5u8..=12,
        level in 0usize..4,
        mask in 0u8..8,
        spots in proptest::collection::vec((0usize..65, 0usize..65), 0..400),
    ) {
        let (version, mask) = (Version::new(version).unwrap(), Mask::new(mask).unwrap());
        let Ok(modules) = paint::bytes(&data, version, Level::ALL[level], mask) else { return Ok(()) };
        let damaged = flipped(&modules, &spots);
        if let Some(decoded) = decode(&damaged) {
            prop_assert_eq!(decoded.bytes, data);
            prop_assert_eq!((decoded.version, decoded.level, decoded.mask), (version, Level::ALL[level], mask));
        }
    }

    #[test]
    fn noise_inside_honest_function_patterns_gives_no_text(seed in any::<u64>(), version in 1u8..=10) {
        use rand_chacha::{ChaCha20Rng, rand_core::{Rng, SeedableRng}};
        let version = Version::new(version).unwrap();
        let frame = paint::bytes(b"", version, Level::H, Mask::new(1).unwrap()).unwrap();
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let size = version.size();
        let noisy = Modules::from_fn(version, |x, y| {
            let inside = (9..size - 8).contains(&x) && y > 8 || (9..size - 8).contains(&y) && x > 8;
            if inside { rng.next_u32() & 1 == 1 } else { frame.is_dark(x, y) }
        });
        prop_assert!(decode(&noisy).is_none());
    }
}
