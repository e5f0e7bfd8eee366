//! `burn-cards.json`: cards, what a phone keeps of them, and what it gives to a contact (PROTOCOL.md, 6).

use optic::base45;
use ratchet::{Card, Commitment};
use tests::by_hand::hash;

use crate::{draws::Draws, second, shapes};

#[test]
fn the_engine_makes_and_reads_the_frozen_cards() {
    for file in frozen() {
        let mut draws = Draws::of(&[&file.r.0, &file.salt.0]);
        let card = Card::new(&mut draws);
        let commitment = card.id().commit(&mut draws);
        draws.end();
        assert_eq!(card.object().as_slice(), file.object.0);
        assert_eq!(base45::encode(&file.object.0), file.text.as_bytes());
        assert_eq!(card.words(), file.words);
        assert_eq!(card.id().as_bytes().as_slice(), file.h.0);
        assert_eq!(commitment.to_bytes().as_slice(), [file.salt.0, file.c.0].concat());

        for read in [Card::parse(&file.object.0), Card::from_words(&file.words.join(" "))] {
            let read = read.unwrap_or_else(|_| panic!("a card"));
            assert!(read.id().made(&commitment) && !read.id().made(&Commitment::from_bytes(&[0; 48])));
        }
    }
}

#[test]
fn a_second_implementation_makes_the_frozen_cards() {
    for file in frozen() {
        let (object, words) = second::card(&file.r.0);
        assert_eq!((object, words), (file.object.0, file.words));
        assert_eq!(hash("burn-id", &[&file.r.0]).as_slice(), file.h.0);
        assert_eq!(hash("burn-com", &[&file.salt.0, &file.h.0]).as_slice(), file.c.0);
    }
}

fn frozen() -> Vec<shapes::Card> {
    let cards: Vec<shapes::Card> = tests::vectors::read("protocol-1/burn-cards.json");
    assert!(cards.len() >= 3);
    cards
}
