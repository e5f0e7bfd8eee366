//! When the phone is taken: cards, notices, leases, the second passphrase, burning, epochs.
#![cfg(test)]

mod burn;
mod cards;
mod duress;
mod epochs;
mod late_cards;
mod lease;
mod notices;
mod travel;
mod walks;

use engine::{Card, ContactId, Ending, Passphrase, Phone, Received, Size, Verdict};
use tests::phones::{Handset, befriend};

/// Makes a card that counts.
fn card_of(phone: &mut Phone) -> Card {
    let card = phone.draw_card();
    phone.adopt_card(&card).unwrap();
    card
}

/// What the card would end on this phone.
fn ending(phone: &Phone, card: &Card) -> Ending {
    match phone.judge(card.clone()) {
        Verdict::Ends(ending) => ending,
        _ => panic!("the card ends somebody here"),
    }
}

/// Shows a card to a phone whose owner says yes.
fn show(card: &Card, to: &mut Phone) {
    let ending = ending(to, card);
    to.end(&ending).unwrap();
}

fn is_foreign(phone: &Phone, card: &Card) -> bool {
    matches!(phone.judge(card.clone()), Verdict::Foreign)
}

fn is_known(phone: &Phone, card: &Card) -> bool {
    matches!(phone.judge(card.clone()), Verdict::Known)
}

/// A message from one phone to the other, whatever is in it.
fn pass(from: &mut Phone, to: ContactId, text: &str, at: &mut Phone) -> Received {
    let written = from.write(to, text, Size::Normal).unwrap_or_else(|error| panic!("{error}"));
    let received = at.receive(&written.envelope).unwrap_or_else(|error| panic!("{error}"));
    if let Received::Message { id, .. } = received {
        at.burn_message(id).unwrap();
    }
    received
}

/// Alice, who has a card, Bob and Carol, all of whom know each other. Numbers are those of the other two, in that order.
struct Three {
    alice: Handset,
    bob: Handset,
    carol: Handset,
    card: Card,
    alices: (ContactId, ContactId),
    bobs: (ContactId, ContactId),
    carols: (ContactId, ContactId),
}

fn three(seed: u64) -> Three {
    let [mut alice, mut bob, mut carol] = [1, 2, 3].map(|number| Handset::new(10 * seed + number));
    let card = card_of(&mut alice);
    let (to_bob, bob_to_alice) = befriend(&mut alice, "Bob", &mut bob, "Alice");
    let (to_carol, carol_to_alice) = befriend(&mut alice, "Carol", &mut carol, "Alice");
    let (bob_to_carol, carol_to_bob) = befriend(&mut bob, "Carol", &mut carol, "Bob");
    Three {
        alice,
        bob,
        carol,
        card,
        alices: (to_bob, to_carol),
        bobs: (bob_to_alice, bob_to_carol),
        carols: (carol_to_alice, carol_to_bob),
    }
}

fn second() -> Passphrase {
    "cold harbour nine tin whistle".parse().unwrap()
}
