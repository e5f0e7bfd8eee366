//! `pairing.json`: two phones meet, from what they draw to the words on both screens (PROTOCOL.md, 3).

use crate::{ours, second, shapes::Pairing};

pub(crate) fn frozen() -> Pairing {
    tests::vectors::read("protocol-1/pairing.json")
}

#[test]
fn the_engine_makes_the_frozen_codes_and_words() {
    let file = frozen();
    let made = ours::pair(&file);
    assert_eq!([&made.p1, &made.p2, &made.p3], [&file.p1.0, &file.p2.0, &file.p3.0]);
    for met in [&made.alice, &made.bob] {
        assert_eq!(met.words.indices(), file.words.indices);
        assert_eq!(met.words.text(), file.words.text);
        assert_eq!(met.words.digits(), file.words.digits);
    }
    assert_eq!(made.alice.commitment.to_bytes().as_slice(), file.bob.commitment.0);
    assert_eq!(made.bob.commitment.to_bytes().as_slice(), file.alice.commitment.0);
}

#[test]
fn a_second_implementation_makes_the_frozen_codes_words_and_keys() {
    let file = frozen();
    assert_eq!(second::pair(&file.alice, &file.bob), file);
}
