//! Forward secrecy and healing, counted.

use rand_chacha::ChaCha20Rng;
use ratchet::{Envelope, Session};
use tests::met::{hear, meet, say};

use crate::{rng, stolen::Stolen};

#[test]
fn both_phones_stolen_after_message_k_open_nothing_that_was_opened_before() {
    let rng = &mut rng(1);
    let (mut alice, mut bob) = meet(rng);
    let mut seen: Vec<Envelope> = Vec::new();
    for k in 0..16 {
        let before = [Stolen::from(&alice), Stolen::from(&bob)];
        let envelope = say(&mut alice, &format!("message {k}"), rng);
        // The control: a moment earlier the same thief has it, by the chain key of either side.
        assert!(before[0].holds_a_key_for(&envelope, 1), "the examination finds what is there");
        assert!(before[1].reads(&envelope));
        hear(&mut bob, &envelope, rng).unwrap();
        seen.push(envelope);
        for stolen in [Stolen::from(&alice), Stolen::from(&bob)] {
            for old in &seen {
                assert!(!stolen.reads(old));
                assert!(!stolen.holds_a_key_for(old, 2), "message {k}");
            }
        }
        // Turns of one, two and three messages.
        if [0, 2, 5, 6, 8, 11, 12, 14].contains(&k) {
            std::mem::swap(&mut alice, &mut bob);
        }
    }
}

#[test]
fn a_message_that_has_not_arrived_can_be_read_by_who_steals_the_receiver_and_by_nobody_once_it_came() {
    let rng = &mut rng(2);
    let (mut alice, mut bob) = meet(rng);
    let late = say(&mut alice, "late", rng);
    let envelope = say(&mut alice, "in time", rng);
    hear(&mut bob, &envelope, rng).unwrap();
    assert!(Stolen::from(&bob).holds_a_key_for(&late, 0) && !Stolen::from(&alice).holds_a_key_for(&late, 2));
    hear(&mut bob, &late, rng).unwrap();
    assert!(!Stolen::from(&bob).holds_a_key_for(&late, 2) && !Stolen::from(&bob).holds_a_key_for(&envelope, 2));
}

/// Of the turns after a copy was made, which ones the thief reads, and of which ones he sees the header. A turn is what
/// one phone says until it is answered; here three messages.
fn turns_seen(copied: &mut Session, other: &mut Session, copied_speaks: bool, rng: &mut ChaCha20Rng) -> [Vec<u32>; 2] {
    // A thief who keeps every state that he can reach.
    let mut thief = vec![Stolen::from(copied)];
    let (mut read, mut headers) = (Vec::new(), Vec::new());
    for turn in 1..=12 {
        let (speaker, listener) =
            if (turn % 2 == 1) == copied_speaks { (&mut *copied, &mut *other) } else { (&mut *other, &mut *copied) };
        for _ in 0..3 {
            let envelope = say(speaker, "secret", rng);
            hear(listener, &envelope, rng).unwrap();
            if thief.iter().any(|state| state.reads(&envelope)) {
                read.push(turn);
            }
            if thief.iter().any(|state| state.sees_the_header_of(&envelope)) {
                headers.push(turn);
            }
            let reached: Vec<_> = thief.iter().filter_map(|state| state.next_after(&envelope)).collect();
            thief.extend(reached);
        }
    }
    read.dedup();
    headers.dedup();
    [read, headers]
}

#[test]
fn a_copy_made_before_the_copied_phone_speaks_reads_two_turns_and_is_blind_from_the_third() {
    for turns_before in [4, 5] {
        let rng = &mut rng(3 + turns_before);
        let (mut copied, mut other) = after(turns_before, rng);
        let [read, headers] = turns_seen(&mut copied, &mut other, true, rng);
        // Its own turn, and the answer to it; then it has stepped with fresh randomness.
        assert_eq!(read, [1, 2]);
        // Header keys are drawn one step ahead, so that who copied sees numbers, not texts, for two turns more.
        assert_eq!(headers, [1, 2, 3, 4]);
    }
}

#[test]
fn a_copy_made_after_the_copied_phone_spoke_reads_one_turn_and_is_blind_from_the_second() {
    for turns_before in [4, 5] {
        let rng = &mut rng(13 + turns_before);
        let (mut other, mut copied) = after(turns_before, rng);
        let envelope = say(&mut other, "before the copy", rng);
        hear(&mut copied, &envelope, rng).unwrap();
        let envelope = say(&mut copied, "before the copy", rng);
        hear(&mut other, &envelope, rng).unwrap();
        let [read, headers] = turns_seen(&mut copied, &mut other, false, rng);
        assert_eq!((read, headers), (vec![1], vec![1, 2, 3]));
    }
}

#[test]
fn bobs_first_chain_does_not_heal_before_his_first_step() {
    let rng = &mut rng(30);
    let (alice, mut bob) = meet(rng);
    // Whoever has Alice's state of the meeting reads all that Bob says before he hears from her.
    let thief = Stolen::from(&alice);
    for _ in 0..20 {
        let envelope = say(&mut bob, "into the blue", rng);
        assert!(thief.reads(&envelope));
    }
}

#[test]
fn a_phone_that_was_copied_and_put_back_goes_on_undisturbed_and_the_copy_cannot_speak_for_it() {
    let rng = &mut rng(40);
    let (mut copied, mut other) = after(4, rng);
    let mut copy = copied.clone();
    // The phone comes back and is used for one turn in each direction.
    for _ in 0..2 {
        let envelope = say(&mut copied, "back again", rng);
        hear(&mut other, &envelope, rng).unwrap();
        let envelope = say(&mut other, "good", rng);
        hear(&mut copied, &envelope, rng).unwrap();
    }
    let forged = say(&mut copy, "it is me, honestly", rng);
    assert!(hear(&mut other, &forged, rng).is_err());
    let envelope = say(&mut copied, "it is me", rng);
    assert_eq!(hear(&mut other, &envelope, rng).unwrap().0, "it is me");
}

/// Two who have met and taken turns; the one whose turn it is stands first.
fn after(turns: u64, rng: &mut ChaCha20Rng) -> (Session, Session) {
    let (mut next, mut other) = meet(rng);
    for _ in 0..turns {
        let envelope = say(&mut next, "turn", rng);
        hear(&mut other, &envelope, rng).unwrap();
        std::mem::swap(&mut next, &mut other);
    }
    (next, other)
}
