//! `messages.json`: twenty messages both ways, and what the other phone makes of them (PROTOCOL.md, 4).

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    ours, pairing,
    second::Second,
    shapes::{Heard, Messages, Opening, Sealing, Step, Tell, Who},
};

fn frozen() -> Messages {
    tests::vectors::read("protocol-1/messages.json")
}

/// Plays the steps of a file; `seal` and `open` say what a side made of one.
pub(crate) fn play(
    steps: &mut [Step],
    mut seal: impl FnMut(&mut Sealing) -> Vec<u8>,
    mut open: impl FnMut(&mut Opening, &[u8]),
) {
    let mut envelopes = BTreeMap::new();
    for step in steps {
        match step {
            Step::Seal(sealing) => {
                envelopes.insert(sealing.message, seal(sealing));
            }
            Step::Open(opening) => {
                let mut envelope = envelopes[&opening.message].clone();
                if let Some((at, value)) = opening.damaged {
                    assert_ne!(std::mem::replace(&mut envelope[at], value), value, "no damage at all");
                }
                open(opening, &envelope);
            }
        }
    }
}

#[test]
fn the_engine_seals_and_opens_the_frozen_messages() {
    let mut file = frozen();
    let met = ours::pair(&pairing::frozen());
    let sessions = &std::cell::RefCell::new([met.alice.session, met.bob.session]);
    let seal = |step: &mut Sealing| {
        let by = &mut sessions.borrow_mut()[step.by as usize];
        let envelope = ours::seal(by, step);
        assert_eq!(envelope, step.envelope.0, "message {}", step.message);
        envelope
    };
    let open = |step: &mut Opening, envelope: &[u8]| {
        let by = &mut sessions.borrow_mut()[step.by as usize];
        assert_eq!(ours::open(by, envelope, step), step.result, "message {}", step.message);
        assert_eq!(by.missing(), step.missing, "after message {}", step.message);
    };
    play(&mut file.steps, seal, open);
}

#[test]
fn a_second_implementation_seals_and_opens_the_frozen_messages() {
    let mut file = frozen();
    let pairing = pairing::frozen();
    let sides = &std::cell::RefCell::new([Who::Alice, Who::Bob].map(|who| Second::of(who, &pairing)));
    let seal = |step: &mut Sealing| {
        let by = &mut sides.borrow_mut()[step.by as usize];
        let (inside, envelope) = by.seal(&step.content, step.tell, &step.random.array());
        assert_eq!((&inside, &envelope), (&step.inside, &step.envelope.0), "message {}", step.message);
        envelope
    };
    let open = |step: &mut Opening, envelope: &[u8]| {
        let by = &mut sides.borrow_mut()[step.by as usize];
        let ratchet = step.ratchet.as_ref().map(tests::vectors::Hex::array);
        assert_eq!(by.open(envelope, ratchet.as_ref()), step.result, "message {}", step.message);
        assert_eq!(by.missing(), step.missing, "after message {}", step.message);
    };
    play(&mut file.steps, seal, open);
}

#[test]
fn the_frozen_messages_show_what_they_are_there_for() {
    let file = frozen();
    let (mut by, mut sizes, mut types, mut tells) = (BTreeMap::new(), BTreeSet::new(), BTreeSet::new(), Vec::new());
    let (mut covers, mut steps, mut refused, mut late) = (0, 0, BTreeSet::new(), 0);
    let mut newest = [0; 2];
    for step in &file.steps {
        match step {
            Step::Seal(sealing) => {
                *by.entry(format!("{:?}", sealing.by)).or_insert(0) += 1;
                sizes.insert(sealing.content.size);
                types.extend(sealing.content.records.iter().map(|record| record.r#type));
                covers += u32::from(sealing.content.records.is_empty());
                tells.push(sealing.tell);
            }
            Step::Open(opening) => {
                steps += u32::from(opening.ratchet.is_some());
                match &opening.result {
                    Heard::Opened { number, .. } => {
                        let newest = &mut newest[opening.by as usize];
                        late += u32::from(*number < *newest);
                        *newest = (*newest).max(*number);
                    }
                    other => {
                        refused.insert(format!("{other:?}"));
                    }
                }
            }
        }
    }
    assert_eq!(by.values().sum::<u32>(), 20);
    assert!(by.values().all(|&count| count >= 8), "{by:?}");
    assert_eq!(Vec::from_iter(sizes), [206, 400, 646, 832]);
    assert_eq!(Vec::from_iter(types), [1, 2, 3, 4, 5, 6]);
    assert!(covers >= 2 && tells.contains(&Tell::Alarm) && steps >= 5 && late >= 5, "{covers} {steps} {late}");
    assert_eq!(Vec::from_iter(refused), ["AlreadyRead", "Unreadable"]);
}
