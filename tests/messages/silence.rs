//! A courier who lost everything, and one who was away for long.

use rand_chacha::ChaCha20Rng;
use ratchet::{Bucket, Content, Envelope, NotSealed, Session, Tell};
use tests::met::{TODAY, hear, meet, say};

use crate::rng;

/// Texts until no more may be sent; none of them arrives.
fn all_that_may_be_sent(by: &mut Session, rng: &mut ChaCha20Rng) -> Vec<Envelope> {
    let sent: Vec<_> = (by.unanswered()..20).map(|at| say(by, &at.to_string(), rng)).collect();
    let more = by.seal(&Content::cover(TODAY), Bucket::Short, Tell::Normal, rng);
    assert_eq!(more.err(), Some(NotSealed::Unanswered));
    sent
}

#[test]
fn twenty_and_twenty_lost_messages_are_resolved_by_showing_one_kept_code_of_each_side_again() {
    for turns_before in [0, 1, 2, 7] {
        for shown in [0, 10, 18] {
            let rng = &mut rng(turns_before * 100 + shown as u64);
            let (mut alice, mut bob) = meet(rng);
            for _ in 0..turns_before {
                let envelope = say(&mut alice, "turn", rng);
                hear(&mut bob, &envelope, rng).unwrap();
                std::mem::swap(&mut alice, &mut bob);
            }
            let (from_alice, from_bob) = (all_that_may_be_sent(&mut alice, rng), all_that_may_be_sent(&mut bob, rng));
            assert!(from_alice.len() + from_bob.len() >= 39);

            hear(&mut bob, &from_alice[shown], rng).unwrap();
            hear(&mut alice, &from_bob[shown], rng).unwrap();
            // One of the two may write again, and what it writes frees the other.
            let free = [&alice, &bob].map(|side| side.unanswered() < Session::MAX_UNANSWERED);
            assert!(free[0] != free[1]);
            let (next, other) = if free[0] { (&mut alice, &mut bob) } else { (&mut bob, &mut alice) };
            for _ in 0..2 {
                let envelope = say(next, "here I am", rng);
                hear(other, &envelope, rng).unwrap();
                let envelope = say(other, "so am I", rng);
                hear(next, &envelope, rng).unwrap();
            }
            // And nothing was lost: every one of the forty can still be read, once.
            for (to, sent) in [(&mut bob, &from_alice), (&mut alice, &from_bob)] {
                for (at, envelope) in sent.iter().enumerate() {
                    assert_eq!(hear(to, envelope, rng).is_ok(), at != shown, "{at}");
                    assert!(hear(to, envelope, rng).is_err());
                }
                assert!(to.missing().is_empty(), "{:?}", to.missing());
            }
        }
    }
}

#[test]
fn messages_that_cross_both_arrive() {
    let rng = &mut rng(1);
    let (mut alice, mut bob) = meet(rng);
    for round in 0..50 {
        let (to_bob, to_alice) = (say(&mut alice, "from alice", rng), say(&mut bob, "from bob", rng));
        assert_eq!(hear(&mut bob, &to_bob, rng), Ok(("from alice".into(), round + 1)));
        assert_eq!(hear(&mut alice, &to_alice, rng), Ok(("from bob".into(), round + 1)));
    }
    assert!(alice.missing().is_empty() && bob.missing().is_empty());
}
