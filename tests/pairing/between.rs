//! The fake contact: somebody between the two, each of whose messages is his own.

use std::collections::HashSet;

use ratchet::PairingError;
use tests::by_hand;

use crate::{answering, drawn, offering, rng};

#[test]
fn with_somebody_between_both_sides_finish_and_the_words_differ() {
    let mut seen = HashSet::new();
    for seed in 0..200 {
        let rng = &mut rng(seed);
        let alice = offering(rng);
        let (to_alice, to_bob) = (answering(alice.p1(), rng), offering(rng));
        let bob = answering(to_bob.p1(), rng);
        let (at_alice, p3) = alice.accept(to_alice.p2(), rng).unwrap();
        let (with_bob, own_p3) = to_bob.accept(bob.p2(), rng).unwrap();
        let at_bob = bob.finish(&own_p3).unwrap();
        assert!(to_alice.finish(&p3).unwrap().words == at_alice.words && with_bob.words == at_bob.words);
        assert!(at_alice.words != at_bob.words, "seed {seed}");
        for words in [at_alice.words, at_bob.words] {
            assert!(seen.insert(words.indices()), "the words of two meetings are the same");
        }
    }
}

#[test]
fn who_knows_alices_words_has_no_more_choice_at_bob() {
    let rng = &mut rng(300);
    let alice = offering(rng);
    let to_alice = answering(alice.p1(), rng);
    // The one between has committed to Bob and holds Bob's P2. Then he lets Alice open her n_A, and knows her words.
    let to_bob = by_hand::Alice { x: drawn(rng), seed: drawn(rng), n: drawn(rng) };
    let own_p1 = to_bob.p1();
    let bob = answering(&own_p1, rng);
    let (at_alice, _) = alice.accept(to_alice.p2(), rng).unwrap();
    let agreed = to_bob.agree(&own_p1, bob.p2());
    let aim = at_alice.words.indices().map(u64::from).iter().fold(0, |bits, index| bits << 11 | index);
    // Among 20,000 values of n_A there are some whose words begin as Alice's. If Bob took one, the words would be chosen.
    let near: Vec<[u8; 32]> = (0..20_000).map(|_| drawn(rng)).filter(|n| agreed.words(n) >> 33 == aim >> 33).collect();
    assert!(!near.is_empty(), "the search is real");
    for n in near {
        assert_eq!(bob.finish(&by_hand::p3(&agreed, &n)).err(), Some(PairingError::Refused));
    }
    assert!(bob.finish(&by_hand::p3(&agreed, &to_bob.n)).unwrap().words != at_alice.words);
}

#[test]
fn codes_that_are_only_passed_on_join_the_two_and_not_the_one_between() {
    let rng = &mut rng(400);
    let alice = offering(rng);
    let bob = answering(alice.p1(), rng);
    let (met, p3) = alice.accept(bob.p2(), rng).unwrap();
    // He holds all three codes and makes a P2 of his own for the same P1; Alice's P3 is not for it.
    let between = answering(alice.p1(), rng);
    assert_eq!(between.finish(&p3).err(), Some(PairingError::Refused));
    assert!(bob.finish(&p3).unwrap().words == met.words);
}

#[test]
fn one_half_swapped_gives_no_meeting() {
    // X_B, Y_B, the ciphertext, E_B or the MAC of one P2 in another for the same P1.
    let rng = &mut rng(500);
    let alice = offering(rng);
    let (bob, between) = (answering(alice.p1(), rng), answering(alice.p1(), rng));
    for range in [2..34, 34..66, 66..1154, 1154..1218, 1218..1250, 2..66, 34..1154, 1154..1250] {
        let mut mixed = bob.p2().to_vec();
        mixed[range.clone()].copy_from_slice(&between.p2()[range.clone()]);
        assert_eq!(alice.accept(&mixed, rng).err(), Some(PairingError::Refused), "{range:?}");
    }
}
