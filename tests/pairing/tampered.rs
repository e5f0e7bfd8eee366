//! A courier at the table who changes one bit of a code on its way from screen to camera.

use ratchet::{Answering, Commitment, PairingError};

use crate::{answering, offering, rng};

/// Each byte once, and which of its bits goes round.
fn flips(code: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    (0..code.len()).map(|at| {
        let mut flipped = code.to_vec();
        flipped[at] ^= 1 << (at % 8);
        flipped
    })
}

#[test]
fn p1_with_a_flipped_bit_in_any_byte_never_ends_in_two_contacts() {
    let rng = &mut rng(1);
    let alice = offering(rng);
    let (mut refused_by_bob, mut refused_by_alice) = (0, 0);
    for p1 in flips(alice.p1()) {
        match Answering::answer(&p1, Commitment::random(rng), rng) {
            Err(PairingError::Malformed) => refused_by_bob += 1,
            Err(error) => panic!("{error}"),
            Ok(bob) => {
                assert_eq!(alice.accept(bob.p2(), rng).err(), Some(PairingError::Refused));
                refused_by_alice += 1;
            }
        }
    }
    assert_eq!(refused_by_bob + refused_by_alice, 1250);
    // Kind, suite, and numbers that left the modulus; all others pass Bob, and none passes Alice.
    assert!(refused_by_bob >= 2 && refused_by_alice > 1000, "{refused_by_bob}, {refused_by_alice}");
}

#[test]
fn p2_with_a_flipped_bit_in_any_byte_is_refused_by_alice() {
    let rng = &mut rng(2);
    let alice = offering(rng);
    let bob = answering(alice.p1(), rng);
    for (at, p2) in flips(bob.p2()).enumerate() {
        let expected = if at < 2 { PairingError::Malformed } else { PairingError::Refused };
        assert_eq!(alice.accept(&p2, rng).err(), Some(expected), "byte {at}");
    }
    assert!(alice.accept(bob.p2(), rng).is_ok());
}

#[test]
fn p3_with_any_flipped_bit_is_refused_by_bob() {
    let rng = &mut rng(3);
    let alice = offering(rng);
    let bob = answering(alice.p1(), rng);
    let (_, p3) = alice.accept(bob.p2(), rng).unwrap();
    for bit in 0..8 * p3.len() {
        let mut flipped = p3.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let expected = if bit < 16 { PairingError::Malformed } else { PairingError::Refused };
        assert_eq!(bob.finish(&flipped).err(), Some(expected), "bit {bit}");
    }
    assert!(bob.finish(&p3).is_ok());
}

#[test]
fn each_code_cut_short_at_any_length_or_run_on_is_refused() {
    let rng = &mut rng(4);
    let alice = offering(rng);
    let bob = answering(alice.p1(), rng);
    let (_, p3) = alice.accept(bob.p2(), rng).unwrap();
    let (p1, p2) = (alice.p1(), bob.p2());
    for len in (0..1250).chain([1251, 1300]) {
        let cut = |code: &[u8]| [code, &[0; 50]].concat()[..len].to_vec();
        assert!(Answering::answer(&cut(p1), Commitment::random(rng), rng).is_err(), "P1 of {len}");
        assert!(alice.accept(&cut(p2), rng).is_err(), "P2 of {len}");
    }
    for len in (0..130).chain([131, 180]) {
        let cut = [&p3[..], &[0; 50]].concat();
        assert!(bob.finish(&cut[..len]).is_err(), "P3 of {len}");
    }
}
