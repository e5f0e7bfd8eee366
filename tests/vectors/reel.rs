//! `reel.json`: an object as a run of codes (PROTOCOL.md, 5.2).

use optic::{
    base45, paint,
    reel::{Join, Progress, Reel, StreamId},
};

use crate::shapes;

#[test]
fn the_frozen_symbols_are_made_again_and_give_the_object_back() {
    let file: shapes::Reel = tests::vectors::read("protocol-1/reel.json");
    let reel = Reel::new(&file.object.0, StreamId(file.stream.array())).unwrap();
    for symbol in &file.symbols {
        assert_eq!(reel.symbol(symbol.number), symbol.bytes.0, "symbol {}", symbol.number);
        assert_eq!(reel.code(symbol.number).unwrap().version().number(), 9);
    }
    // Any nine of them, and the repair symbols alone must do.
    let need = reel.source_symbols();
    for from in 0..=file.symbols.len() - need {
        let mut join = Join::new();
        let last = file.symbols[from..]
            .iter()
            .map(|symbol| join.push(&symbol.bytes.0))
            .find(|progress| matches!(progress, Progress::Complete { .. }));
        let Some(Progress::Complete { object, .. }) = last else { panic!("symbols from {from} on") };
        assert_eq!(object, file.object.0);
    }
}

#[test]
fn a_symbol_says_what_the_protocol_says_it_does() {
    let file: shapes::Reel = tests::vectors::read("protocol-1/reel.json");
    for symbol in &file.symbols {
        let bytes = &symbol.bytes.0;
        let (body, crc) = bytes.split_last_chunk().unwrap();
        let length = u16::try_from(file.object.0.len()).unwrap().to_be_bytes();
        // RFC 6330, 3.3: length 40 bits, 8 reserved, symbol size 144, one block, one sub-block, alignment 4.
        let oti = [&[0, 0, 0][..], &length, &[0, 0, 144, 1, 0, 1, 4]].concat();
        let head = [&[5, 1][..], &file.stream.0, &oti, &symbol.number.to_be_bytes()].concat();
        assert_eq!(body[..22], head);
        assert_eq!(body.len(), 22 + 144);
        assert_eq!(u32::from_be_bytes(*crc), crc32(body));
        if let Some(source) = file.object.0.chunks(144).nth(symbol.number as usize) {
            assert_eq!(body[22..][..source.len()], *source);
            assert!(body[22 + source.len()..].iter().all(|byte| *byte == 0));
        }
        assert_eq!(base45::encode(bytes).len(), 255);
        assert_eq!(paint::object(bytes).unwrap().version().number(), 9);
    }
}

/// CRC-32 as in ISO 3309 and PNG, bit by bit.
fn crc32(bytes: &[u8]) -> u32 {
    let byte = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| crc >> 1 ^ if crc & 1 == 1 { 0xedb8_8320 } else { 0 })
    };
    !bytes.iter().fold(u32::MAX, byte)
}
