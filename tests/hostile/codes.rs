//! Burn cards and symbols of reels that lie, and texts that are no code of ours; all of them before a phone's camera.

use engine::{Scan, Sight};
use optic::{
    base45,
    reel::{Join, Progress, Reel, StreamId},
};
use ratchet::Card;

use crate::{
    alice,
    lies::{Lie, corpus, flipped, lie, longer, patched, shorter, with},
    rng, word,
};

fn cards() -> Vec<Lie> {
    let card = Card::new(&mut rng(5)).object();
    vec![
        lie("kind-alone", "CardError", "two bytes that say card, and nothing behind them", [4, 1]),
        lie("one-byte-short", "CardError", "the last byte is missing", shorter(&card)),
        lie("one-byte-long", "CardError", "a byte behind the last", longer(&card)),
        lie("suite-0", "CardError", "a suite that no version has", with(&card, 1, 0)),
        lie("r-flipped", "CardError", "one bit of R turned: it would end another phone", flipped(&card, 2)),
        lie("check-flipped", "CardError", "one bit of the check turned", flipped(&card, 21)),
        lie("all-zeros", "CardError", "every bit behind the kind is clear", patched(&card, 2, &[0; 20])),
        lie("all-ones", "CardError", "every bit behind the kind is set", patched(&card, 2, &[0xff; 20])),
    ]
}

fn symbols() -> Vec<Lie> {
    let object: Vec<u8> = (0..600_usize).map(|at| u8::try_from(at * 7 % 251).unwrap()).collect();
    let symbol = Reel::new(&object, StreamId(*b"reel")).unwrap().symbol(0);
    // Whoever lies makes the check sum right.
    let forged = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = symbol[..166].to_vec();
        change(&mut bytes);
        let crc = crc32fast::hash(&bytes);
        [bytes, crc.to_be_bytes().to_vec()].concat()
    };
    let oti = |oti: [u8; 12]| forged(&move |bytes| bytes[6..18].copy_from_slice(&oti));
    let id = |id: [u8; 4]| forged(&move |bytes| bytes[18..22].copy_from_slice(&id));
    vec![
        lie("kind-alone", "Damaged", "two bytes that say symbol, and nothing behind them", [5, 1]),
        lie("one-byte-short", "Damaged", "the last byte is missing", shorter(&symbol)),
        lie("one-byte-long", "Damaged", "a byte behind the last", longer(&symbol)),
        lie("check-flipped", "Damaged", "one bit of the check sum turned", flipped(&symbol, 169)),
        lie("symbol-flipped", "Damaged", "one bit of the symbol turned", flipped(&symbol, 100)),
        lie(
            "suite-2",
            "Newer",
            "the suite of a later version, and the check sum is right",
            forged(&|bytes| bytes[1] = 2),
        ),
        lie("no-length", "Refused", "an object of no bytes", oti([0, 0, 0, 0, 0, 0, 0, 144, 1, 0, 1, 4])),
        lie(
            "4097-bytes",
            "Refused",
            "an object one byte larger than any",
            oti([0, 0, 0, 16, 1, 0, 0, 144, 1, 0, 1, 4]),
        ),
        lie("a-terabyte", "Refused", "an object of a terabyte", oti([255, 255, 255, 255, 255, 0, 0, 144, 1, 0, 1, 4])),
        lie(
            "symbol-size-0",
            "Refused",
            "symbols of no bytes: to divide by",
            oti([0, 0, 0, 2, 88, 0, 0, 0, 1, 0, 1, 4]),
        ),
        lie("symbol-size-65535", "Refused", "symbols of 65,535 bytes", oti([0, 0, 0, 2, 88, 0, 255, 255, 1, 0, 1, 4])),
        lie("no-block", "Refused", "no source block", oti([0, 0, 0, 2, 88, 0, 0, 144, 0, 0, 1, 4])),
        lie("255-blocks", "Refused", "255 source blocks", oti([0, 0, 0, 2, 88, 0, 0, 144, 255, 0, 1, 4])),
        lie("no-sub-block", "Refused", "no sub-block", oti([0, 0, 0, 2, 88, 0, 0, 144, 1, 0, 0, 4])),
        lie(
            "alignment-0",
            "Refused",
            "an alignment of zero: to divide by",
            oti([0, 0, 0, 2, 88, 0, 0, 144, 1, 0, 1, 0]),
        ),
        lie("another-block", "Refused", "a symbol of a block that there is not", id([1, 0, 0, 0])),
        lie("beyond-the-run", "Refused", "a symbol's number beyond the last", id([0, 1, 0, 0])),
    ]
}

fn texts() -> Vec<Lie> {
    vec![
        lie("lower-case", "NotBase45", "the alphabet has no small letters", "abc"),
        lie("lone-letter", "NotBase45", "one letter, which no byte becomes", "A"),
        lie("triple-too-large", "NotBase45", "three letters that would be more than two bytes", ":::"),
        lie("pair-too-large", "NotBase45", "two letters that would be more than a byte", "::"),
        lie("a-link", "NotBase45", "what stands on most codes", "https://example.org/menu"),
        lie("zero-byte", "NotBase45", "a byte that no alphanumeric code holds", [0]),
    ]
}

#[test]
fn a_card_that_lies_is_no_card() {
    for lie in corpus("card", "Burn cards", cards()) {
        assert_eq!(word(Card::parse(&lie.bytes)), lie.said, "{}", lie.name);
        assert!(nothing_of_ours(&lie.bytes), "{}", lie.name);
    }
}

#[test]
fn a_symbol_that_lies_is_kept_by_nobody_and_an_honest_reel_is_joined_all_the_same() {
    let lies = corpus("symbol", "Symbols of a reel", symbols());
    let (mut join, mut scan) = (Join::new(), Scan::new());
    for lie in &lies {
        let said = match join.push(&lie.bytes) {
            Progress::Part { .. } | Progress::Complete { .. } => "believed".to_owned(),
            other => format!("{other:?}"),
        };
        assert_eq!(said, lie.said, "{}", lie.name);
        let sight = scan.take(&base45::encode(&lie.bytes));
        assert!(matches!(sight, Sight::NotOurs | Sight::Newer), "{}", lie.name);
    }
    // Of the same stream as all of them.
    let p1 = alice(1).p1();
    let reel = Reel::new(&p1, StreamId(*b"reel")).unwrap();
    let mut whole = false;
    for number in 0..12 {
        for lie in &lies {
            assert!(!matches!(scan.take(&base45::encode(&lie.bytes)), Sight::Found(_) | Sight::Part { .. }));
        }
        whole |= matches!(scan.take(&base45::encode(&reel.symbol(number))), Sight::Found(_));
    }
    assert!(whole);
}

#[test]
fn a_text_that_is_not_base45_is_not_ours() {
    for lie in corpus("text", "Texts on codes", texts()) {
        assert_eq!(word(base45::decode(&lie.bytes)), lie.said, "{}", lie.name);
        assert!(matches!(Scan::new().take(&lie.bytes), Sight::NotOurs), "{}", lie.name);
    }
}

/// Whether a phone that reads these bytes off a code says that they are none of ours, or of a newer Aldis.
fn nothing_of_ours(bytes: &[u8]) -> bool {
    matches!(Scan::new().take(&base45::encode(bytes)), Sight::NotOurs | Sight::Newer)
}
