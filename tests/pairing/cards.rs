//! What a pairing says of the burn card, and that it says nothing else that two contacts could lay side by side.

use std::collections::HashSet;

use engine::{Meeting, Name};
use ratchet::{Answering, BurnId, Card, Commitment, Met};
use tests::phones::Handset;

use crate::{offering, rng};

fn name(text: &str) -> Name {
    text.parse().unwrap()
}

/// What a contact who looks closely has of this phone: the phone showed first, or the contact did.
fn met(phone: &mut Handset, number: u64, phone_shows_first: bool) -> (Vec<Vec<u8>>, Met) {
    let rng = &mut rng(number);
    let who = name(&format!("contact {number}"));
    let (codes, met) = if phone_shows_first {
        let p1 = phone.start_meeting(&who).unwrap();
        let answering = Answering::answer(&p1, Commitment::random(rng), rng).unwrap();
        let Ok(Meeting::Third { code, .. }) = phone.meet(&who, answering.p2()) else { panic!("P3 follows") };
        let met = answering.finish(&code).unwrap();
        (vec![p1, code], met)
    } else {
        let offering = offering(rng);
        let Ok(Meeting::Second(p2)) = phone.meet(&who, offering.p1()) else { panic!("P2 follows") };
        let (met, p3) = offering.accept(&p2, rng).unwrap();
        assert!(phone.meet(&who, &p3).is_ok());
        (vec![p2], met)
    };
    let id = phone.person(who.as_str()).unwrap();
    phone.confirm(id).unwrap();
    (codes, met)
}

#[test]
fn the_commitment_that_arrives_is_the_cards_in_both_roles() {
    let mut phone = Handset::new(1);
    let card = phone.draw_card();
    phone.adopt_card(&card).unwrap();
    let stranger = Card::new(&mut rng(99));
    for (number, first) in [(1, true), (2, false)] {
        let (_, met) = met(&mut phone, number, first);
        assert!(card.id().made(&met.commitment) && !stranger.id().made(&met.commitment));
        assert!(BurnId::from_bytes(card.id().as_bytes()).made(&Commitment::from_bytes(&met.commitment.to_bytes())));
    }
    // The card outlives a lock, as its id.
    phone.lock_and_unlock();
    assert!(phone.has_card() && card.id().made(&met(&mut phone, 3, true).1.commitment));
}

#[test]
fn a_card_that_was_drawn_and_not_shown_back_is_not_committed_to() {
    let mut phone = Handset::new(2);
    let card = phone.draw_card();
    assert!(!phone.has_card());
    assert!(!card.id().made(&met(&mut phone, 1, true).1.commitment));
}

#[test]
fn a_phone_without_a_card_commits_to_nothing_and_looks_the_same() {
    let mut phone = Handset::new(3);
    let (codes, first) = met(&mut phone, 1, true);
    let (_, second) = met(&mut phone, 2, true);
    assert!(first.commitment != second.commitment);
    assert_eq!(codes.iter().map(Vec::len).collect::<Vec<_>>(), [1250, 130]);
}

#[test]
fn contacts_of_one_phone_have_nothing_in_common_to_lay_side_by_side() {
    let mut phone = Handset::new(4);
    let card = phone.draw_card();
    phone.adopt_card(&card).unwrap();
    let mut seen = HashSet::new();
    for (number, first) in [(1, true), (2, true), (3, false), (4, false)] {
        let (codes, met) = met(&mut phone, number, first);
        let who = phone.person(&format!("contact {number}")).unwrap();
        let written = phone.write(who, "the same words to all", engine::Size::Normal).unwrap();
        // All that this contact ever gets: codes, commitment, envelope. No six bytes of it came to another one.
        let got = [&codes.concat()[2..], &met.commitment.to_bytes(), written.envelope.as_bytes()].concat();
        let own: HashSet<[u8; 6]> = got.windows(6).map(|window| window.try_into().unwrap()).collect();
        assert!(own.is_disjoint(&seen), "contact {number}");
        seen.extend(own);
    }
    assert!(seen.len() > 4 * 1400);
}
