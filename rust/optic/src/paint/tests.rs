#![allow(clippy::cast_possible_truncation, reason = "the numbers of a test are small")]
use std::num::NonZeroUsize;

use super::*;
use crate::decode::{Decoded, Decoder};

#[test]
fn every_bucket_has_its_one_version_level_and_mask() {
    for (len, version) in BUCKETS {
        for fill in [0x00, 0xff, 0x5a] {
            let envelope = vec![fill; len];
            let modules = envelope_modules(&envelope);
            let decoded = decode(&modules).expect("read");
            assert_eq!((decoded.version, decoded.level, decoded.mask), (version, LEVEL, MASK));
            assert_eq!(base45::decode(&decoded.bytes).unwrap(), envelope);
        }
    }
}

fn decode(modules: &Modules) -> Option<Decoded> {
    Decoder::new().decode(modules)
}

fn envelope_modules(bytes: &[u8]) -> Modules {
    envelope(bytes).unwrap()
}

#[test]
fn every_bucket_fills_its_version_to_the_last_triple() {
    for (len, version) in BUCKETS {
        let characters = base45::encoded_len(len);
        assert!(alphanumeric(&vec![0; len], version).is_ok());
        assert_eq!(characters, len / 2 * 3);
        let more = base45::encode(&vec![0; len + 2]);
        let overfull = draw(version, LEVEL, MASK, |bits| bits.push_alphanumeric_data(&more));
        assert!(overfull.is_err(), "{len} bytes leave room for more");
    }
}

#[test]
fn version_23_is_full_to_its_last_bit() {
    let text = base45::encode(&[0xab; 832]);
    assert_eq!(text.len(), 1248);
    let mut bits = Bits::new(of_qrcode(version(23)));
    bits.push_alphanumeric_data(&text).unwrap();
    let room = bits.max_len(EcLevel::M).unwrap();
    assert_eq!(room - bits.len(), 1, "not even a terminator fits");
    bits.push_terminator(EcLevel::M).unwrap();
    assert_eq!(bits.len(), room);
    assert_eq!(base45::decode(&decode(&envelope_modules(&[0xab; 832])).unwrap().bytes).unwrap(), [0xab; 832]);
}

#[test]
fn only_envelopes_have_the_lengths_of_envelopes() {
    for (len, _) in BUCKETS {
        assert_eq!(object(&vec![1; len]).err(), Some(Error::IsABucket { len }));
        assert!(is_a_bucket(len));
    }
    for len in [0, 1, 130, 205, 207, 831, 833, 4096] {
        assert_eq!(envelope(&vec![1; len]).err(), Some(Error::NotABucket { len }));
    }
    assert_eq!(BUCKETS.map(|(len, _)| len).to_vec(), (0..2000).filter(|&len| is_a_bucket(len)).collect::<Vec<_>>());
}

#[test]
fn an_object_takes_the_smallest_version_that_holds_it() {
    // A burn card, P3, a reel symbol; the largest of all.
    for (len, number) in [(1, 1), (22, 2), (130, 8), (170, 9), (833, 0)] {
        let painted = object(&vec![9; len]);
        let Some(version) = Version::new(number) else {
            assert_eq!(painted.err(), Some(Error::PayloadTooLong { len }));
            continue;
        };
        let decoded = decode(&painted.unwrap()).unwrap();
        assert_eq!((decoded.version, decoded.level, decoded.mask), (version, LEVEL, MASK));
        assert_eq!(base45::decode(&decoded.bytes).unwrap(), vec![9; len]);
    }
    assert_eq!(object(&[]).err(), Some(Error::EmptyPayload));
    assert_eq!(object(&[0; 100_000]).err(), Some(Error::PayloadTooLong { len: 100_000 }));
}

#[test]
fn every_length_that_fits_is_painted_and_read_back() {
    for len in (1..=832).filter(|&len| !is_a_bucket(len)).step_by(7) {
        let bytes: Vec<u8> = (0..len).map(|i| (i * 31 % 251) as u8).collect();
        let decoded = decode(&object(&bytes).unwrap()).unwrap();
        assert_eq!(base45::decode(&decoded.bytes).unwrap(), bytes);
    }
}

#[test]
fn the_modules_are_those_of_the_other_encoder_under_the_mask_that_it_chose() {
    for (seed, level) in (0..40u8).zip(Level::ALL.into_iter().cycle()) {
        let bytes: Vec<u8> = (0..90usize).map(|i| (i * i + i * usize::from(seed) * 7) as u8).collect();
        let text = base45::encode(&bytes);
        let colors = qrcode::QrCode::with_version(&text, of_qrcode(version(10)), ec_level(level)).unwrap().to_colors();
        let theirs: Vec<bool> = colors.into_iter().map(|color| color == Color::Dark).collect();
        let under = |number: u8| {
            let ours = draw(version(10), level, mask(number), |bits| bits.push_alphanumeric_data(&text)).unwrap();
            ours.rows().flatten().eq(&theirs)
        };
        assert_eq!((0..8).filter(|&number| under(number)).count(), 1);
    }
}

#[test]
fn the_picture_has_whole_pixels_and_a_white_border_of_four_modules() {
    let modules = object(b"!").unwrap();
    for pixels in [1, 2, 3, 7] {
        let image = modules.luma(NonZeroUsize::new(pixels).unwrap()).unwrap();
        let side = (21 + 8) * pixels;
        assert_eq!((image.width(), image.height()), (side, side));
        for y in 0..side {
            for x in 0..side {
                let inside = |at: usize| (4 * pixels..25 * pixels).contains(&at);
                let dark = inside(x) && inside(y) && modules.is_dark(x / pixels - 4, y / pixels - 4);
                assert_eq!(image.view().get(x, y), Some(if dark { 0 } else { 255 }));
            }
        }
    }
    assert!(matches!(modules.luma(NonZeroUsize::MAX), Err(Error::PictureTooLarge { .. })));
}

#[test]
fn the_most_that_one_code_holds_is_4296_characters_and_they_are_read_back() {
    let most: Vec<u8> = (0..=255).cycle().take(2864).collect();
    let modules = densest(&most).unwrap();
    assert_eq!((modules.version().number(), base45::encode(&most).len()), (40, 4296));
    let reading = crate::Reader::new().read(modules.luma(3.try_into().unwrap()).unwrap().view(), crate::Budget::STILL);
    assert_eq!(base45::decode(&reading.codes[0].bytes).unwrap(), most);
    assert_eq!(reading.codes[0].level, Level::L);
    assert_eq!(densest(&[1; 2865]).err(), Some(Error::PayloadTooLong { len: 2865 }));
    assert_eq!(densest(&[1; 832]).err(), Some(Error::IsABucket { len: 832 }));
    // The two large codes of a meeting: 1250 bytes in version 26, where level M would need 29.
    assert_eq!(densest(&[1; 1250]).unwrap().version().number(), 26);
}
