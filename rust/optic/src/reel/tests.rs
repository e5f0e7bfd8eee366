#![allow(clippy::cast_possible_truncation, reason = "the numbers of a test are small")]
use super::*;
use proptest::prelude::*;

const A: StreamId = StreamId(*b"aaaa");
const B: StreamId = StreamId(*b"bbbb");

fn object(len: usize, seed: usize) -> Vec<u8> {
    (0..len).map(|i| ((i * 131 + seed * 17) ^ (i >> 3)) as u8).collect()
}

/// Changes a symbol and makes its check sum right again, as a forger would.
fn forged(mut symbol: Vec<u8>, change: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    symbol.truncate(symbol.len().saturating_sub(4));
    change(&mut symbol);
    let crc = crc32fast::hash(&symbol);
    symbol.extend(crc.to_be_bytes());
    symbol
}

fn completes<'a>(join: &mut Join, symbols: impl IntoIterator<Item = &'a Vec<u8>>) -> Option<Vec<u8>> {
    symbols.into_iter().find_map(|symbol| match join.push(symbol) {
        Progress::Complete { object, .. } => Some(object),
        Progress::Part { .. } => None,
        other => panic!("{other:?}"),
    })
}

#[test]
fn a_pairing_is_nine_small_codes_and_none_has_the_length_of_an_envelope() {
    let reel = Reel::new(&object(1250, 1), A).unwrap();
    assert_eq!(reel.source_symbols(), 9);
    for number in 0..30 {
        let symbol = reel.symbol(number);
        assert_eq!(symbol.len(), WIRE_BYTES);
        assert!(!paint::is_a_bucket(symbol.len()));
        assert_eq!(reel.code(number).unwrap().version().number(), 9);
    }
}

#[test]
fn the_source_symbols_in_order_are_the_object() {
    for len in [1, 143, 144, 145, 1250, 4095, 4096] {
        let object = object(len, 2);
        let reel = Reel::new(&object, A).unwrap();
        let symbols: Vec<_> = reel.symbols().take(reel.source_symbols()).collect();
        assert_eq!(completes(&mut Join::new(), &symbols), Some(object));
    }
}

#[test]
fn a_symbol_looks_as_the_page_says() {
    let symbol = Reel::new(&[7; 200], StreamId([1, 2, 3, 4])).unwrap().symbol(1);
    assert_eq!(symbol[..6], [5, 1, 1, 2, 3, 4]);
    assert_eq!(symbol[6..18], [0, 0, 0, 0, 200, 0, 0, 144, 1, 0, 1, 4]);
    assert_eq!(symbol[18..22], [0, 0, 0, 1]);
    assert_eq!(symbol[22..78], [7; 56]);
    assert_eq!(symbol[78..166], [0; 88]);
    assert_eq!(symbol[166..], crc32fast::hash(&symbol[..166]).to_be_bytes());
}

#[test]
fn nothing_and_too_much_do_not_go_on_a_reel() {
    assert_eq!(Reel::new(&[], A).err(), Some(Error::EmptyPayload));
    assert_eq!(Reel::new(&[0; 4097], A).err(), Some(Error::PayloadTooLong { len: 4097 }));
}

#[test]
fn the_run_starts_over_and_repeats_itself() {
    let reel = Reel::new(&object(300, 3), A).unwrap();
    assert_eq!(reel.symbol(0), reel.symbol(SYMBOL_IDS));
    assert_eq!(reel.symbol(u32::MAX), reel.symbol(SYMBOL_IDS - 1));
    assert!(matches!(Join::new().push(&reel.symbol(SYMBOL_IDS - 1)), Progress::Part { have: 1, need: 3, .. }));
}

#[test]
fn two_reels_interleaved_both_complete_and_never_mix() {
    let (first, second) = (object(1250, 4), object(1250, 5));
    let reels = [Reel::new(&first, A).unwrap(), Reel::new(&second, B).unwrap()];
    let mut join = Join::new();
    let mut done = Vec::new();
    for number in 20..40 {
        for reel in &reels {
            if let Progress::Complete { stream, object } = join.push(&reel.symbol(number)) {
                done.push((stream, object));
            }
        }
    }
    assert!(done.contains(&(A, first.clone())) && done.contains(&(B, second.clone())));
    assert!(done.iter().all(|(stream, object)| *object == if *stream == A { first.clone() } else { second.clone() }));
}

#[test]
fn a_third_reel_takes_the_place_of_the_one_fed_longest_ago() {
    let reels = [A, B, StreamId(*b"cccc")].map(|id| Reel::new(&object(600, 6), id).unwrap());
    let mut join = Join::new();
    for symbol in [reels[0].symbol(0), reels[1].symbol(0), reels[0].symbol(1), reels[2].symbol(0)] {
        join.push(&symbol);
    }
    assert!(matches!(join.push(&reels[0].symbol(2)), Progress::Part { have: 3, .. }));
    assert!(matches!(join.push(&reels[1].symbol(1)), Progress::Part { have: 1, .. }), "it had been dropped");
}

#[test]
fn a_repeated_symbol_changes_nothing() {
    let reel = Reel::new(&object(600, 7), A).unwrap();
    let mut join = Join::new();
    for _ in 0..50 {
        assert_eq!(join.push(&reel.symbol(3)), Progress::Part { stream: A, have: 1, need: 5 });
    }
}

#[test]
fn a_finished_reel_stays_finished_until_it_is_forgotten() {
    let object = object(200, 8);
    let reel = Reel::new(&object, A).unwrap();
    let mut join = Join::new();
    let symbols: Vec<_> = reel.symbols().take(2).collect();
    assert!(completes(&mut join, &symbols).is_some());
    assert_eq!(join.push(&reel.symbol(9)), Progress::Complete { stream: A, object });
    join.forget(A);
    assert!(matches!(join.push(&reel.symbol(9)), Progress::Part { have: 1, .. }));
}

#[test]
fn other_kinds_and_suites_are_told_apart() {
    let symbol = Reel::new(&[1; 10], A).unwrap().symbol(0);
    let mut join = Join::new();
    assert_eq!(join.push(&[]), Progress::NotOurs);
    assert_eq!(join.push(&[KIND]), Progress::NotOurs);
    assert_eq!(join.push(&forged(symbol.clone(), |bytes| bytes[0] = 4)), Progress::NotOurs);
    assert_eq!(join.push(&forged(symbol, |bytes| bytes[1] = 2)), Progress::Newer);
}

#[test]
fn truncated_lengthened_and_damaged_symbols_are_damaged() {
    let symbol = Reel::new(&object(600, 9), A).unwrap().symbol(0);
    let mut join = Join::new();
    for len in 2..symbol.len() {
        assert_eq!(join.push(&symbol[..len]), Progress::Damaged, "{len} bytes");
    }
    assert_eq!(join.push(&forged(symbol.clone(), |bytes| bytes.push(0))), Progress::Damaged);
    assert_eq!(join.push(&forged(symbol.clone(), |bytes| bytes.truncate(100))), Progress::Damaged);
    for at in 2..symbol.len() {
        let mut bytes = symbol.clone();
        bytes[at] ^= 1;
        assert_eq!(join.push(&bytes), Progress::Damaged, "byte {at}");
    }
}

/// Each of these makes raptorq panic, or allocate what the sender likes.
#[test]
fn an_oti_that_lies_is_refused_before_a_decoder_exists() {
    let symbol = Reel::new(&object(600, 10), A).unwrap().symbol(0);
    let lies: [(&str, [u8; 12]); 12] = [
        ("no length", [0, 0, 0, 0, 0, 0, 0, 144, 1, 0, 1, 4]),
        ("4097 bytes", [0, 0, 0, 16, 1, 0, 0, 144, 1, 0, 1, 4]),
        ("a terabyte", [255, 255, 255, 255, 255, 0, 0, 144, 1, 0, 1, 4]),
        ("16 MiB", [0, 1, 0, 2, 88, 0, 0, 144, 1, 0, 1, 4]),
        ("reserved byte", [0, 0, 0, 2, 88, 1, 0, 144, 1, 0, 1, 4]),
        ("symbol size 0", [0, 0, 0, 2, 88, 0, 0, 0, 1, 0, 1, 4]),
        ("symbol size 1", [0, 0, 0, 2, 88, 0, 0, 1, 1, 0, 1, 1]),
        ("symbol size 65535", [0, 0, 0, 2, 88, 0, 255, 255, 1, 0, 1, 4]),
        ("no block", [0, 0, 0, 2, 88, 0, 0, 144, 0, 0, 1, 4]),
        ("255 blocks", [0, 0, 0, 2, 88, 0, 0, 144, 255, 0, 1, 4]),
        ("no sub-block", [0, 0, 0, 2, 88, 0, 0, 144, 1, 0, 0, 4]),
        ("alignment 0", [0, 0, 0, 2, 88, 0, 0, 144, 1, 0, 1, 0]),
    ];
    let mut join = Join::new();
    for (lie, oti) in lies {
        let bytes = forged(symbol.clone(), |bytes| bytes[6..18].copy_from_slice(&oti));
        assert_eq!(join.push(&bytes), Progress::Refused, "{lie}");
    }
    assert!(join.streams.is_empty());
}

#[test]
fn a_payload_id_of_another_block_or_beyond_the_run_is_refused() {
    let symbol = Reel::new(&object(600, 11), A).unwrap().symbol(0);
    for id in [[1, 0, 0, 0], [0, 1, 0, 0], [0, 255, 255, 255], [255; 4]] {
        let bytes = forged(symbol.clone(), |bytes| bytes[18..22].copy_from_slice(&id));
        assert_eq!(Join::new().push(&bytes), Progress::Refused);
    }
}

#[test]
fn one_stream_id_with_two_lengths_is_refused_and_the_first_goes_on() {
    let reel = Reel::new(&object(600, 12), A).unwrap();
    let mut join = Join::new();
    join.push(&reel.symbol(0));
    assert_eq!(join.push(&Reel::new(&object(601, 12), A).unwrap().symbol(1)), Progress::Refused);
    assert!(matches!(join.push(&reel.symbol(1)), Progress::Part { have: 2, .. }));
}

#[test]
fn one_number_with_two_contents_is_refused_and_the_first_stays() {
    let reel = Reel::new(&object(600, 13), A).unwrap();
    let mut join = Join::new();
    join.push(&reel.symbol(0));
    assert_eq!(join.push(&forged(reel.symbol(0), |bytes| bytes[100] ^= 1)), Progress::Refused);
    let honest: Vec<_> = (1..8).map(|n| reel.symbol(n)).collect();
    assert_eq!(completes(&mut join, &honest), Some(object(600, 13)));
}

#[test]
fn a_forged_symbol_costs_a_new_try_and_no_more() {
    let object = object(1250, 14);
    let reel = Reel::new(&object, A).unwrap();
    let mut join = Join::new();
    join.push(&forged(reel.symbol(30), |bytes| bytes[60] ^= 0x40));
    let honest: Vec<_> = (9..18).map(|n| reel.symbol(n)).collect();
    let poisoned = completes(&mut join, &honest);
    assert_ne!(poisoned.as_deref(), Some(&object[..]), "the forged symbol took part");
    join.forget(A);
    let again: Vec<_> = (9..25).map(|n| reel.symbol(n)).collect();
    assert_eq!(completes(&mut join, &again), Some(object));
}

#[test]
fn forged_symbols_alone_never_fill_the_memory() {
    let mut join = Join::new();
    let reel = Reel::new(&object(4096, 15), A).unwrap();
    for number in 0..2000u32 {
        let symbol = forged(reel.symbol(40), |bytes| {
            bytes[18..22].copy_from_slice(&(number + 100).to_be_bytes());
            bytes[2..6].copy_from_slice(&(number % 5).to_be_bytes());
            bytes[30] = number as u8;
        });
        join.push(&symbol);
        assert!(join.streams.len() <= STREAMS_KEPT);
        for stream in &join.streams {
            assert!(stream.kept() <= 29 + 6);
        }
    }
}

const STREAMS_KEPT: usize = 2;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_sufficient_subset_in_any_order_with_repeats_gives_the_object(
        len in 1usize..=4096,
        seed in 0usize..1000,
        numbers in proptest::collection::vec(0u32..60, 120),
    ) {
        let object = object(len, seed);
        let reel = Reel::new(&object, A).unwrap();
        let mut join = Join::new();
        let mut different = std::collections::BTreeSet::new();
        let mut result = None;
        for number in numbers {
            different.insert(number);
            match join.push(&reel.symbol(number)) {
                Progress::Complete { object, .. } => {
                    result = Some(object);
                    break;
                }
                Progress::Part { have, .. } => prop_assert_eq!(have, different.len()),
                other => prop_assert!(false, "{:?}", other),
            }
        }
        prop_assert!(different.len() >= reel.source_symbols());
        prop_assert!(different.len() <= reel.source_symbols() + 2);
        prop_assert_eq!(result, Some(object));
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let mut join = Join::new();
        join.push(&bytes);
        let symbol = [vec![5, 1], bytes].concat();
        join.push(&symbol);
        join.push(&forged(symbol, |symbol| symbol.resize(166, 0)));
    }
}
