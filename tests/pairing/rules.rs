//! Two meetings, seen from the protocol: what carries one on and what does not.

use ratchet::{Answering, Commitment, Offering, PairingError};
use tests::by_hand;

use crate::{answering, drawn, offering, rng};

#[test]
fn a_forged_p2_is_ignored_and_the_wait_goes_on() {
    let rng = &mut rng(1);
    let alice = offering(rng);
    let bob = answering(alice.p1(), rng);
    let kept = alice.to_bytes();
    // Well formed, from somebody who never saw P1: another's key is in it.
    let elsewhere = answering(offering(rng).p1(), rng);
    // And one that saw P1 and does not know how to prove it.
    let unproven = [&bob.p2()[..1218], &[0; 32]].concat();
    for forged in [elsewhere.p2(), &unproven] {
        assert_eq!(alice.accept(forged, rng).err(), Some(PairingError::Refused));
        assert!(alice.to_bytes() == kept, "a forged P2 changed the wait");
    }
    for no_p2 in [&bob.p2()[..1249], &[bob.p2(), &[0]].concat(), &[], &bob.p2()[..130]] {
        assert_eq!(alice.accept(no_p2, rng).err(), Some(PairingError::Malformed));
    }
    let (met, p3) = alice.accept(bob.p2(), rng).unwrap();
    assert!(met.words == bob.finish(&p3).unwrap().words);
}

#[test]
fn a_forged_p3_is_ignored_and_the_wait_goes_on() {
    let rng = &mut rng(2);
    let alice = offering(rng);
    let bob = answering(alice.p1(), rng);
    let (met, p3) = alice.accept(bob.p2(), rng).unwrap();
    let kept = bob.to_bytes();
    let elsewhere = offering(rng);
    let (_, foreign) = elsewhere.accept(answering(elsewhere.p1(), rng).p2(), rng).unwrap();
    let unproven = [&p3[..98], &[0; 32]].concat();
    for forged in [&foreign, &unproven] {
        assert_eq!(bob.finish(forged).err(), Some(PairingError::Refused));
        assert!(bob.to_bytes() == kept, "a forged P3 changed the wait");
    }
    for no_p3 in [&p3[..129], &[&p3[..], &[0]].concat(), &[], bob.p2()] {
        assert_eq!(bob.finish(no_p3).err(), Some(PairingError::Malformed));
    }
    assert!(bob.finish(&p3).unwrap().words == met.words);
}

#[test]
fn codes_of_two_meetings_at_one_table_cannot_be_mixed_up() {
    let rng = &mut rng(3);
    let (first, second) = (offering(rng), offering(rng));
    let (of_first, of_second) = (answering(first.p1(), rng), answering(second.p1(), rng));
    assert_eq!(first.accept(of_second.p2(), rng).err(), Some(PairingError::Refused));
    assert_eq!(second.accept(of_first.p2(), rng).err(), Some(PairingError::Refused));
    let (_, p3_first) = first.accept(of_first.p2(), rng).unwrap();
    let (_, p3_second) = second.accept(of_second.p2(), rng).unwrap();
    assert_eq!(of_first.finish(&p3_second).err(), Some(PairingError::Refused));
    assert_eq!(of_second.finish(&p3_first).err(), Some(PairingError::Refused));
    // Two who answer the same P1: each P3 is for one of them.
    let rival = answering(first.p1(), rng);
    assert_eq!(rival.finish(&p3_first).err(), Some(PairingError::Refused));
    assert!(of_first.finish(&p3_first).is_ok() && of_second.finish(&p3_second).is_ok());
}

#[test]
fn a_p2_with_x_a_in_it_is_the_own_code() {
    let rng = &mut rng(4);
    let alice = offering(rng);
    let x_a: [u8; 32] = *alice.p1()[2..].first_chunk().unwrap();
    let (p2, _) = by_hand::p2(alice.p1(), &x_a, &drawn(rng), &by_hand::public(&drawn(rng)), &drawn(rng));
    assert_eq!(alice.accept(&p2, rng).err(), Some(PairingError::OwnCode));
    // The same point under its other name: the courier does not know the agreement of x_A with itself.
    let mut other_name = x_a;
    other_name[31] ^= 0x80;
    let (p2, _) = by_hand::p2(alice.p1(), &other_name, &drawn(rng), &by_hand::public(&drawn(rng)), &drawn(rng));
    assert_eq!(alice.accept(&p2, rng).err(), Some(PairingError::Refused));
}

#[test]
fn the_own_codes_are_known_again() {
    let rng = &mut rng(5);
    let (alice, other) = (offering(rng), offering(rng));
    assert_eq!(alice.met_p1(alice.p1()), PairingError::OwnCode);
    assert_eq!(alice.met_p1(other.p1()), PairingError::BothStarted);
    let (bob, another) = (answering(alice.p1(), rng), answering(other.p1(), rng));
    assert!(bob.is_own(bob.p2()) && !bob.is_own(another.p2()));
    assert!(bob.answers(alice.p1()) && !bob.answers(other.p1()));
}

#[test]
fn n_a_that_was_not_committed_to_is_refused_though_all_else_is_right() {
    let rng = &mut rng(6);
    let alice = by_hand::Alice { x: drawn(rng), seed: drawn(rng), n: drawn(rng) };
    let p1 = alice.p1();
    let bob = answering(&p1, rng);
    let agreed = alice.agree(&p1, bob.p2());
    for _ in 0..50 {
        // She has seen P2 and looks for an n_A that gives the words of her liking: the MAC is right, the commitment not.
        let liked = drawn(rng);
        assert_eq!(bob.finish(&by_hand::p3(&agreed, &liked)).err(), Some(PairingError::Refused));
    }
    let met = bob.finish(&by_hand::p3(&agreed, &alice.n)).unwrap();
    assert_eq!(met.words.digits(), format!("{:014}", agreed.words(&alice.n)));
    assert!(met.commitment.to_bytes() == [8; 48]);
}

#[test]
fn both_sides_agree_with_the_protocol_done_by_hand() {
    for seed in 0..20 {
        let rng = &mut rng(100 + seed);
        let alice = offering(rng);
        let (x, y) = (drawn(rng), drawn(rng));
        let dh = by_hand::x25519(&x, alice.p1()[2..].first_chunk().unwrap());
        let (p2, agreed) = by_hand::p2(alice.p1(), &by_hand::public(&x), &dh, &by_hand::public(&y), &drawn(rng));
        let (met, p3) = alice.accept(&p2, rng).unwrap();
        let n: [u8; 32] = *p3[2..].first_chunk().unwrap();
        assert_eq!(by_hand::hash("pair-com", &[&n]), alice.p1()[1218..]);
        assert_eq!(by_hand::hmac(&agreed.key("kca"), &[&agreed.th, &p3[34..98], &n]), p3[98..]);
        assert_eq!(met.words.digits(), format!("{:014}", agreed.words(&n)));
        assert!(met.commitment.to_bytes() == [7; 48]);
        // Her first envelope, opened by hand: RK = sk, one step with y_B, header key hka.
        let (_, envelope) = met.session.seal(&content(), ratchet::Bucket::Short, ratchet::Tell::Normal, rng).unwrap();
        let (nonce, rest) = envelope.as_bytes().split_first_chunk().unwrap();
        let (sealed_header, body) = rest.split_at(57);
        let header = by_hand::open(&agreed.key("hka"), nonce, &[], sealed_header).unwrap();
        let [_, ck, _] = by_hand::kdf_rk(&agreed.key("sk"), &by_hand::x25519(&y, header[1..].first_chunk().unwrap()));
        let (_, mk) = by_hand::kdf_ck(&ck);
        let aad = [&agreed.key("ad")[..], nonce, sealed_header].concat();
        let inner = by_hand::open(&mk, nonce, &aad, body).unwrap();
        assert_eq!(inner[..11], [&[0x51, 0x40, 1, 0, 0, 5][..], b"hello"].concat());
    }
}

fn content() -> ratchet::Content {
    ratchet::Content::new(tests::met::TODAY, vec![ratchet::Record::text("hello")])
}

#[test]
fn a_half_that_was_kept_goes_on_as_if_it_had_not_been() {
    let rng = &mut rng(7);
    let alice = offering(rng);
    let bob = answering(alice.p1(), rng);
    let (alice, bob) = (alice.to_bytes(), bob.to_bytes());
    assert_eq!((alice.len(), bob.len()), (Offering::LEN, Answering::LEN));
    let (alice, bob) = (Offering::from_bytes(&alice).unwrap(), Answering::from_bytes(&bob).unwrap());
    let (met, p3) = alice.accept(bob.p2(), rng).unwrap();
    let finished = bob.finish(&p3).unwrap();
    assert!(met.words == finished.words);
    let (mut alice, mut bob) = (met.session, finished.session);
    let envelope = tests::met::say(&mut bob, "either may be first", rng);
    assert_eq!(tests::met::hear(&mut alice, &envelope, rng).unwrap().1, 1);
}

#[test]
fn a_half_that_was_kept_and_damaged_in_its_length_is_none() {
    let rng = &mut rng(8);
    let alice = offering(rng);
    let bob = Answering::answer(alice.p1(), Commitment::random(rng), rng).unwrap();
    for bytes in [alice.to_bytes(), bob.to_bytes()] {
        for wrong in [&bytes[..bytes.len() - 1], &[&bytes[..], &[0]].concat(), &[]] {
            assert!(Offering::from_bytes(wrong).is_none() && Answering::from_bytes(wrong).is_none());
        }
    }
    assert!(Offering::from_bytes(&bob.to_bytes()).is_none() && Answering::from_bytes(&alice.to_bytes()).is_none());
}
