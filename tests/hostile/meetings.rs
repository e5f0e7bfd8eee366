//! Codes of a meeting that lie: what the parsers say, and a phone that waits on as if nothing had been shown.

use engine::{Custody, Meeting as Step, Name, Refusal};
use ratchet::{Answering, Commitment, Offering, PairingError};
use tests::{
    by_hand::{self, Agreed, Bytes32},
    hex_array,
    phones::{Handset, START},
};

use crate::{
    Meeting, alice,
    lies::{Lie, corpus, flipped, lie, longer, patched, shorter, with},
    rng, word,
};

/// A point of order 8 (RFC 7748, section 6.1).
const ORDER_8: &str = "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800";

fn p1s() -> Vec<Lie> {
    let alice = alice(1);
    let p1 = alice.p1();
    let numbers = |low: u8, high: u8| patched(&p1, 34, &[low, high]);
    vec![
        lie("kind-alone", "Malformed", "two bytes that say P1, and nothing behind them", [1, 1]),
        lie("one-byte-short", "Malformed", "the last byte is missing", shorter(&p1)),
        lie("one-byte-long", "Malformed", "a byte behind the last", longer(&p1)),
        lie("suite-0", "Malformed", "a suite that no version has", with(&p1, 1, 0)),
        lie("suite-2", "Malformed", "the suite of a later version", with(&p1, 1, 2)),
        lie("p2-in-its-place", "Malformed", "as long as a P1 and of the kind of a P2", with(&p1, 0, 2)),
        lie(
            "x-is-zero",
            "Refused",
            "X_A is the point of order 4: every agreement with it is zero",
            alice.p1_with(&[0; 32]),
        ),
        lie(
            "x-is-one",
            "Refused",
            "X_A is the point of order 1",
            alice.p1_with(&hex_array(&format!("01{}", "00".repeat(31)))),
        ),
        lie("x-of-order-8", "Refused", "X_A is of order 8", alice.p1_with(&hex_array(ORDER_8))),
        lie("x-is-p", "Refused", "X_A is zero under its other name, the modulus", alice.p1_with(&modulus())),
        lie(
            "ek-3329",
            "Malformed",
            "the first number of ek_A is the modulus of ML-KEM",
            numbers(0x01, p1[35] & 0xf0 | 0x0d),
        ),
        lie(
            "ek-4095",
            "Malformed",
            "the first number of ek_A is the largest of twelve bits",
            numbers(0xff, p1[35] | 0x0f),
        ),
        lie("all-ones", "Malformed", "every bit behind the kind is set", [vec![1, 1], vec![0xff; 1248]].concat()),
        lie("all-zeros", "Refused", "every bit behind the kind is clear", [vec![1, 1], vec![0; 1248]].concat()),
    ]
}

/// For whoever showed this P1.
fn p2s(p1: &[u8]) -> Vec<Lie> {
    let (x, y, m) = ([11; 32], by_hand::public(&[12; 32]), [13; 32]);
    let x_a: Bytes32 = *p1[2..].first_chunk().unwrap();
    let dh = by_hand::x25519(&x, &x_a);
    let public = by_hand::public(&x);
    let p2 = by_hand::p2(p1, &public, &dh, &y, &m).0;
    let of = |x_b: &Bytes32, dh: &Bytes32, y_b: &Bytes32| by_hand::p2(p1, x_b, dh, y_b, &m).0;
    let foreign = by_hand::p2(&alice(20).p1(), &public, &by_hand::x25519(&x, &by_hand::public(&[20; 32])), &y, &m).0;
    vec![
        lie("kind-alone", "Malformed", "two bytes that say P2, and nothing behind them", [2, 1]),
        lie("one-byte-short", "Malformed", "the last byte is missing", shorter(&p2)),
        lie("one-byte-long", "Malformed", "a byte behind the last", longer(&p2)),
        lie("suite-2", "Malformed", "the suite of a later version", with(&p2, 1, 2)),
        lie("p3-in-its-place", "Malformed", "as long as a P2 and of the kind of a P3", with(&p2, 0, 3)),
        lie("x-is-own", "OwnCode", "X_B is X_A, shown back", of(&x_a, &dh, &y)),
        lie(
            "x-is-own-by-its-other-name",
            "Refused",
            "X_B is X_A with the bit set that X25519 does not look at",
            of(&with(&x_a, 31, x_a[31] | 0x80).try_into().unwrap(), &dh, &y),
        ),
        lie("x-is-zero", "Refused", "X_B is the point of order 4, and the MAC is right", of(&[0; 32], &[0; 32], &y)),
        lie(
            "x-of-order-8",
            "Refused",
            "X_B is of order 8, and the MAC is right",
            of(&hex_array(ORDER_8), &[0; 32], &y),
        ),
        lie("y-is-zero", "Refused", "Y_B is the point of order 4, and the MAC is right", of(&public, &dh, &[0; 32])),
        lie("of-another-meeting", "Refused", "honest, for somebody else's P1", foreign),
        lie("mac-is-zero", "Refused", "a MAC of zeros", patched(&p2, 1218, &[0; 32])),
        lie("mac-flipped", "Refused", "one bit of the MAC turned", flipped(&p2, 1249)),
        lie(
            "ciphertext-flipped",
            "Refused",
            "one bit of the ciphertext turned: ML-KEM gives another secret and no error",
            flipped(&p2, 66),
        ),
        lie("commitment-flipped", "Refused", "one bit of E_B turned", flipped(&p2, 1154)),
        lie("all-ones", "Refused", "every bit behind the kind is set", [vec![2, 1], vec![0xff; 1248]].concat()),
        lie("all-zeros", "Refused", "every bit behind the kind is clear", [vec![2, 1], vec![0; 1248]].concat()),
    ]
}

/// For whoever answered Alice's P1.
fn p3s(agreed: &Agreed, n_a: &Bytes32) -> Vec<Lie> {
    let p3 = by_hand::p3(agreed, n_a);
    let mut other = *n_a;
    other[0] ^= 1;
    vec![
        lie("kind-alone", "Malformed", "two bytes that say P3, and nothing behind them", [3, 1]),
        lie("one-byte-short", "Malformed", "the last byte is missing", shorter(&p3)),
        lie("one-byte-long", "Malformed", "a byte behind the last", longer(&p3)),
        lie("suite-2", "Malformed", "the suite of a later version", with(&p3, 1, 2)),
        lie(
            "another-n",
            "Refused",
            "an n_A that P1 did not commit to, and the MAC is right",
            by_hand::p3(agreed, &other),
        ),
        lie("mac-is-zero", "Refused", "a MAC of zeros", patched(&p3, 98, &[0; 32])),
        lie("mac-flipped", "Refused", "one bit of the MAC turned", flipped(&p3, 129)),
        lie("commitment-flipped", "Refused", "one bit of E_A turned", flipped(&p3, 34)),
        lie("all-ones", "Refused", "every bit behind the kind is set", [vec![3, 1], vec![0xff; 128]].concat()),
        lie("all-zeros", "Refused", "every bit behind the kind is clear", [vec![3, 1], vec![0; 128]].concat()),
    ]
}

fn modulus() -> Bytes32 {
    hex_array(&format!("ed{}7f", "ff".repeat(30)))
}

#[test]
fn a_p1_that_lies_is_answered_by_nobody() {
    for lie in corpus("p1", "First codes of a meeting", p1s()) {
        let answer = Answering::answer(&lie.bytes, Commitment::from_bytes(&[3; 48]), &mut rng(1));
        assert_eq!(word(answer), lie.said, "{}", lie.name);
    }
}

#[test]
fn a_p2_that_lies_leaves_the_one_who_showed_first_waiting() {
    let offering = Offering::start(Commitment::from_bytes(&[3; 48]), &mut rng(2));
    let kept = offering.to_bytes();
    for lie in corpus("p2", "Second codes of a meeting", p2s(offering.p1())) {
        assert_eq!(word(offering.accept(&lie.bytes, &mut rng(3))), lie.said, "{}", lie.name);
        assert!(offering.to_bytes() == kept, "{}", lie.name);
    }
}

#[test]
fn a_p3_that_lies_leaves_the_one_who_answered_waiting() {
    let Meeting { alice, bob, agreed, .. } = Meeting::fixed();
    let kept = bob.to_bytes();
    for lie in corpus("p3", "Third codes of a meeting", p3s(&agreed, &alice.n)) {
        assert_eq!(word(bob.finish(&lie.bytes)), lie.said, "{}", lie.name);
        assert!(bob.to_bytes() == kept, "{}", lie.name);
    }
}

#[test]
fn a_phone_that_is_lied_to_in_a_meeting_changes_no_byte_and_ends_the_honest_one() {
    let name: Name = "Somebody".parse().unwrap();
    for custody in [Custody::Memory, Custody::Vault] {
        let mut bob = Handset::with(1, custody, Some(START));
        refuses(&mut bob, &name, &p1s());
        let alice = alice(30);
        let p1 = alice.p1();
        let Ok(Step::Second(p2)) = bob.meet(&name, &p1) else { panic!("an honest P1 is answered") };
        let agreed = alice.agree(&p1, &p2);
        refuses(&mut bob, &name, &p3s(&agreed, &alice.n));
        assert!(matches!(bob.meet(&name, &by_hand::p3(&agreed, &alice.n)), Ok(Step::Done { .. })));

        let mut carol = Handset::with(2, custody, Some(START));
        let p1 = carol.start_meeting(&name).unwrap();
        refuses(&mut carol, &name, &p2s(&p1));
        let dh = by_hand::x25519(&[7; 32], p1[2..].first_chunk().unwrap());
        let (p2, _) = by_hand::p2(&p1, &by_hand::public(&[7; 32]), &dh, &by_hand::public(&[8; 32]), &[9; 32]);
        assert!(matches!(carol.meet(&name, &p2), Ok(Step::Third { .. })));
    }
}

fn refuses(phone: &mut Handset, name: &Name, lies: &[Lie]) {
    let (file, waits) = (phone.file(), phone.meeting().is_some());
    for lie in lies {
        let refusal = phone.meet(name, &lie.bytes).err();
        // What may be of a later version is said to be; where nobody waits for it, no code carries a meeting on.
        let said = match refusal {
            Some(Refusal::Meeting(error)) => format!("{error:?}"),
            Some(Refusal::Newer) => "Malformed".to_owned(),
            other => format!("{other:?}"),
        };
        let misplaced = lie.name.ends_with("in-its-place");
        assert!(said == lie.said || misplaced && refusal.is_some(), "{}: {said}", lie.name);
        assert!(phone.file() == file && phone.people().is_empty(), "{}", lie.name);
        assert_eq!(phone.meeting().is_some(), waits, "{}", lie.name);
    }
    assert_eq!(phone.meet(name, &[]).err(), Some(Refusal::Meeting(PairingError::Malformed)));
}
