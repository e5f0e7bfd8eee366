//! What a sheet promises: any one part may be lost, none is believed without its check, none is as long as an envelope.
#![allow(clippy::cast_possible_truncation, reason = "bytes that are made up")]

use proptest::prelude::*;

use super::*;
use crate::{Budget, Reader, base45};

fn object(len: usize) -> Vec<u8> {
    (0..len).map(|i| ((i * 37 + len) % 256).try_into().unwrap()).collect()
}

fn parts(object: &[u8], layout: Layout) -> Vec<Vec<u8>> {
    Sheet::new(object, layout).unwrap().parts().map(<[u8]>::to_vec).collect()
}

fn complete(join: &mut Join, parts: &[Vec<u8>]) -> Option<Vec<u8>> {
    parts.iter().find_map(|part| match join.push(part) {
        Progress::Complete(object) => Some(object),
        _ => None,
    })
}

/// The part with another content and a check that fits it.
fn forged(part: &[u8], change: impl FnOnce(&mut [u8])) -> Vec<u8> {
    let mut body = part[..part.len() - 4].to_vec();
    change(&mut body);
    let crc = crc32fast::hash(&body);
    body.extend(crc.to_be_bytes());
    body
}

proptest! {
    #[test]
    fn any_one_part_may_be_lost_and_the_order_does_not_matter(
        object in proptest::collection::vec(any::<u8>(), 1..900),
        six in any::<bool>(),
        lost in 0usize..6,
        turn in 0usize..6,
    ) {
        let layout = if six { Layout::Six } else { Layout::Four };
        let mut parts = parts(&object, layout);
        parts.remove(lost % parts.len());
        let count = parts.len();
        parts.rotate_left(turn % count);
        prop_assert_eq!(complete(&mut Join::new(), &parts), Some(object));
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..60), ours in any::<bool>()) {
        let mut bytes = bytes;
        if ours && bytes.len() > 2 {
            bytes[..2].copy_from_slice(&[KIND, SUITE]);
        }
        let mut join = Join::new();
        let _ = join.push(&bytes);
        // Whatever else is believed of them, their check is right.
        let _ = join.push(&forged(&[&bytes[..], &[0; 4]].concat(), |_| ()));
    }
}

#[test]
fn no_part_is_as_long_as_an_envelope_and_every_sheet_can_be_painted() {
    for layout in Layout::ALL {
        for len in 1..=MAX_OBJECT {
            let wire = HEAD + layout.share(len) + 4;
            assert!(!paint::is_a_bucket(wire), "{len} bytes in {layout:?}");
            assert!(layout.share(len) * layout.enough() >= len);
            assert!(paint::smallest_version(wire).is_some(), "{len} bytes in {layout:?}");
        }
    }
    assert_eq!(Sheet::new(&[], Layout::Four).err(), Some(Error::EmptyPayload));
    let len = MAX_OBJECT + 1;
    assert_eq!(Sheet::new(&vec![0; len], Layout::Six).err(), Some(Error::PayloadTooLong { len }));
}

#[test]
fn one_part_too_few_gives_nothing_and_a_repeated_one_adds_nothing() {
    let parts = parts(&object(400), Layout::Six);
    let mut join = Join::new();
    for (have, part) in (1..).zip(&parts[..4]) {
        for _ in 0..2 {
            assert_eq!(join.push(part), Progress::Part { have, need: 5 });
        }
    }
    assert_eq!(join.push(&parts[5]), Progress::Complete(object(400)));
}

#[test]
fn a_damaged_part_is_an_erasure_and_no_error() {
    let parts = parts(&object(206), Layout::Four);
    let mut join = Join::new();
    for at in 0..parts[1].len() {
        let mut damaged = parts[1].clone();
        damaged[at] ^= 0x40;
        let progress = join.push(&damaged);
        assert!(matches!(progress, Progress::Damaged | Progress::NotOurs | Progress::Newer), "{at}: {progress:?}");
    }
    for length in 0..parts[1].len() {
        let progress = join.push(&parts[1][..length]);
        assert!(matches!(progress, Progress::Damaged | Progress::NotOurs), "{length}: {progress:?}");
    }
    let rest = [parts[0].clone(), parts[2].clone(), parts[3].clone()];
    assert_eq!(complete(&mut join, &rest), Some(object(206)));
}

#[test]
fn a_part_that_no_honest_sender_makes_is_refused() {
    let part = parts(&object(206), Layout::Four).remove(0);
    for (what, at, value) in [
        ("five parts", 6, 5),
        ("no part", 6, 0),
        ("other parts than its share fits", 6, 6),
        ("a fifth of four", 7, 4),
        ("another length", 8, 3),
        ("too long an object", 8, 255),
    ] {
        assert_eq!(Join::new().push(&forged(&part, |body| body[at] = value)), Progress::Refused, "{what}");
    }
    let nothing = forged(&part, |body| body[8..10].fill(0));
    assert_eq!(Join::new().push(&nothing), Progress::Refused);
    assert_eq!(Join::new().push(&forged(&part, |body| body[1] = 2)), Progress::Newer);
}

#[test]
fn a_forged_part_cannot_change_the_object_and_does_not_last() {
    let parts = parts(&object(300), Layout::Four);
    let forgery = forged(&parts[1], |body| body[HEAD] ^= 1);
    let mut join = Join::new();
    assert_eq!(join.push(&parts[0]), Progress::Part { have: 1, need: 3 });
    assert_eq!(join.push(&forgery), Progress::Part { have: 2, need: 3 });
    // The honest one contradicts it, three do not fit, and four do once each is left out in turn.
    assert_eq!(join.push(&parts[1]), Progress::Refused);
    assert_eq!(join.push(&parts[2]), Progress::Part { have: 3, need: 3 });
    assert_eq!(join.push(&parts[3]), Progress::Complete(object(300)));
    // Two forged ones end in a refusal, and the next try is a new one.
    let second = forged(&parts[2], |body| body[HEAD] ^= 1);
    for part in [&parts[0], &forgery, &second] {
        assert!(matches!(join.push(part), Progress::Part { .. }));
    }
    assert_eq!(join.push(&parts[3]), Progress::Refused);
    assert_eq!(complete(&mut join, &parts), Some(object(300)));
}

#[test]
fn two_sheets_are_never_mixed_and_a_third_takes_the_place_of_the_older() {
    let sheets: Vec<Vec<Vec<u8>>> = [100, 200, 300].map(|len| parts(&object(len), Layout::Four)).into();
    let mut join = Join::new();
    for part in 0..2 {
        for sheet in &sheets[..2] {
            assert!(matches!(join.push(&sheet[part]), Progress::Part { .. }));
        }
    }
    assert_eq!(join.push(&sheets[2][0]), Progress::Part { have: 1, need: 3 });
    assert_eq!(join.push(&sheets[1][2]), Progress::Complete(object(200)));
    assert_eq!(join.push(&sheets[0][2]), Progress::Part { have: 1, need: 3 });
}

#[test]
fn a_sheet_is_read_from_its_picture_and_so_is_one_with_a_code_covered() {
    let mut reader = Reader::new();
    for (layout, len) in [(Layout::Four, 206), (Layout::Six, 206), (Layout::Four, 400), (Layout::Six, 832)] {
        let sheet = Sheet::new(&object(len), layout).unwrap();
        let whole = sheet.luma(NonZeroUsize::new(4).unwrap()).unwrap();
        let (across, down) = sheet.size().unwrap();
        assert_eq!((whole.width(), whole.height()), (4 * across, 4 * down));
        for covered in [None, Some((0, 0)), Some((1, 1))] {
            let (width, height) = (whole.width(), whole.height());
            let (columns, rows) = layout.grid();
            let is_covered = |x: usize, y: usize| covered == Some((x * columns / width, y * rows / height));
            let pixels = whole.as_bytes().iter().enumerate();
            let pixels =
                pixels.map(|(at, &luma)| if is_covered(at % width, at / width) { 255 } else { luma }).collect();
            let picture = LumaImage::new(pixels, width, height).unwrap();
            let mut join = Join::new();
            let found = reader.read(picture.view(), Budget::STILL).codes.iter().find_map(|code| {
                match join.push(&base45::decode(&code.bytes).unwrap()) {
                    Progress::Complete(object) => Some(object),
                    _ => None,
                }
            });
            assert_eq!(found, Some(object(len)), "{layout:?} {len} {covered:?}");
        }
    }
}
