//! The property test's world: two sides, the courier's pile of pictures, and what must hold after every event.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use rand_chacha::ChaCha20Rng;
use ratchet::{Envelope, NotOpened, NotSealed, Session};
use tests::met::meet;

use crate::{
    rng,
    side::{Power, Side},
};

/// A code that was shown to a courier, and what the model knows of it.
#[derive(Clone)]
pub(crate) struct Picture {
    pub(crate) envelope: Envelope,
    pub(crate) text: String,
    pub(crate) number: u32,
    /// The sender's step when it was sealed, and its place since then.
    pub(crate) chain: u32,
    pub(crate) place: u32,
    pub(crate) from_first: bool,
}

/// What happened over all cases, so that a test which reaches nothing is noticed.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) opened: u32,
    pub(crate) late: u32,
    pub(crate) replays: u32,
    pub(crate) too_old: u32,
    pub(crate) damaged: u32,
    pub(crate) unanswered: u32,
    pub(crate) cuts: u32,
    pub(crate) shown_twice: u32,
    pub(crate) most_missing: usize,
    pub(crate) most_steps: u32,
}

pub(crate) struct World {
    /// The one who showed first at the meeting, and the other.
    pub(crate) sides: [Side; 2],
    pub(crate) pile: Vec<Picture>,
    nonces: HashSet<Vec<u8>>,
    /// Numbers that each side has committed as received.
    received: [BTreeSet<u32>; 2],
    /// How often each side's owner has seen a text, and how often that may be.
    shown: [BTreeMap<u32, u32>; 2],
    may_be_shown: [BTreeMap<u32, u32>; 2],
    rng: ChaCha20Rng,
    texts: u32,
}

impl World {
    pub(crate) fn new(seed: u64) -> World {
        let mut rng = rng(seed);
        let (first, second) = meet(&mut rng);
        World {
            sides: [Side::new(&first, true), Side::new(&second, false)],
            pile: Vec::new(),
            nonces: HashSet::new(),
            received: [BTreeSet::new(), BTreeSet::new()],
            shown: [BTreeMap::new(), BTreeMap::new()],
            may_be_shown: [BTreeMap::new(), BTreeMap::new()],
            rng,
            texts: 0,
        }
    }

    pub(crate) fn write(&mut self, who: usize, power: Power, tally: &mut Tally) {
        self.texts += 1;
        let text = format!("text {}", self.texts);
        let before = self.sides[who].bytes().to_vec();
        match self.sides[who].write(&text, power, &mut self.rng) {
            Ok(envelope) => {
                // Sealed under no nonce of before, whether or not anybody saw it.
                assert!(self.nonces.insert(envelope.as_bytes()[..24].to_vec()), "a nonce repeats");
                tally.cuts += u32::from(power != Power::Stays);
                match power {
                    Power::FailsBeforeTheCommit => assert!(self.sides[who].bytes() == before),
                    // On disk and not shown: kept, for another time.
                    Power::FailsAfterTheCommit => {}
                    Power::Stays => self.show(who, self.sides[who].sealed),
                }
            }
            Err(NotSealed::Unanswered) => {
                tally.unanswered += 1;
                assert_eq!(self.sides[who].in_chain, Session::MAX_UNANSWERED);
                assert!(self.sides[who].bytes() == before);
            }
            Err(error) => panic!("{error}"),
        }
        assert!(self.sides[who].in_chain <= Session::MAX_UNANSWERED);
    }

    /// A kept code before the courier's camera.
    pub(crate) fn show(&mut self, who: usize, number: u32) {
        self.pile.extend(self.sides[who].disk.kept.get(&number).cloned());
    }

    /// The courier holds a picture before the phone that it is for.
    pub(crate) fn deliver(&mut self, at: usize, power: Power, tally: &mut Tally) {
        let Some(picture) = self.pile.get(at).cloned() else { return };
        let to = usize::from(picture.from_first);
        let expected = self.expected(to, &picture);
        let before = self.sides[to].bytes().to_vec();
        let got = self.sides[to].receive(&picture.envelope, power, &mut self.rng);
        match got {
            Ok((text, number)) => {
                assert_eq!(expected, Expected::Opens, "number {number} was opened and should not have been");
                assert_eq!((&text, number), (&picture.text, picture.number));
                tally.cuts += u32::from(power != Power::Stays);
                if power == Power::FailsBeforeTheCommit {
                    assert!(self.sides[to].bytes() == before);
                    return;
                }
                assert!(self.received[to].insert(number), "a text was delivered twice");
                tally.opened += 1;
                tally.late += u32::from(self.received[to].range(number + 1..).next().is_some());
                self.follow(to, &picture, tally);
            }
            Err(error) => {
                assert!(self.sides[to].bytes() == before, "a failed receive changed the state");
                assert_ne!(expected, Expected::Opens, "a text within the limits was lost: {error}");
                if expected == Expected::OfThisChain {
                    assert_eq!(error, NotOpened::AlreadyRead);
                }
                match expected {
                    Expected::TooOld => tally.too_old += 1,
                    _ => tally.replays += 1,
                }
            }
        }
        self.numbers_are_right(to, tally);
    }

    /// A picture before the phone that it came from.
    pub(crate) fn astray(&mut self, at: usize, tally: &mut Tally) {
        let Some(picture) = self.pile.get(at).cloned() else { return };
        let from = &mut self.sides[usize::from(!picture.from_first)];
        let before = from.bytes().to_vec();
        assert_eq!(from.receive(&picture.envelope, Power::Stays, &mut self.rng), Err(NotOpened::Unreadable));
        assert!(from.bytes() == before, "an own picture changed the state");
        tally.replays += 1;
    }

    /// The courier changes a bit.
    pub(crate) fn damage(&mut self, at: usize, bit: usize, tally: &mut Tally) {
        let Some(picture) = self.pile.get(at) else { return };
        let to = usize::from(picture.from_first);
        let mut bytes = picture.envelope.as_bytes().to_vec();
        let bit = bit % (8 * bytes.len());
        bytes[bit / 8] ^= 1 << (bit % 8);
        let before = self.sides[to].bytes().to_vec();
        let damaged = Envelope::parse(&bytes).expect("its length is as it was");
        let expected = self.expected(to, picture);
        match self.sides[to].receive(&damaged, Power::Stays, &mut self.rng).err() {
            // The header is whole and says that this one came before.
            Some(NotOpened::AlreadyRead) => assert!(matches!(expected, Expected::OfThisChain | Expected::WasRead)),
            got => assert_eq!(got, Some(NotOpened::Unreadable)),
        }
        assert!(self.sides[to].bytes() == before, "a damaged picture changed the state");
        tally.damaged += 1;
    }

    /// The owner opens the oldest text, and burns it.
    pub(crate) fn read(&mut self, who: usize, power: Power, tally: &mut Tally) {
        let Some((&number, _)) = self.sides[who].disk.inbox.first_key_value() else { return };
        *self.shown[who].entry(number).or_default() += 1;
        self.may_be_shown[who].entry(number).or_insert(1);
        if power == Power::FailsBeforeTheCommit {
            // The one reason for which a text may be shown once more.
            *self.may_be_shown[who].entry(number).or_default() += 1;
            tally.shown_twice += 1;
        } else {
            self.sides[who].disk.inbox.remove(&number);
        }
        assert!(self.shown[who][&number] <= self.may_be_shown[who][&number], "a text was shown twice");
    }

    /// The hostile courier has left: kept codes are shown again, and both go on.
    pub(crate) fn both_go_on(&mut self, tally: &mut Tally) {
        let before = self.received.clone().map(|numbers| numbers.len());
        for _ in 0..4 {
            for who in [0, 1] {
                let kept: Vec<u32> = self.sides[who].disk.kept.keys().copied().collect();
                for number in kept.into_iter().rev().take(20) {
                    self.show(who, number);
                    self.deliver(self.pile.len() - 1, Power::Stays, tally);
                }
                // Whoever is still at twenty waits for the other, who must be free then.
                if self.sides[who].in_chain < Session::MAX_UNANSWERED {
                    let sealed = self.sides[who].sealed;
                    self.write(who, Power::Stays, tally);
                    assert_eq!(self.sides[who].sealed, sealed + 1, "refused before twenty");
                    self.deliver(self.pile.len() - 1, Power::Stays, tally);
                    assert!(self.received[1 - who].contains(&(sealed + 1)));
                }
            }
        }
        for who in [0, 1] {
            assert!(self.received[who].len() >= before[who] + 3, "somebody is stuck");
            while !self.sides[who].disk.inbox.is_empty() {
                self.read(who, Power::Stays, tally);
            }
            assert!(self.received[who].iter().all(|number| self.shown[who].contains_key(number)), "a text was lost");
        }
    }

    /// What the limits of the protocol say of a whole picture before a phone.
    fn expected(&self, to: usize, picture: &Picture) -> Expected {
        let side = &self.sides[to];
        let step = side.step_of(picture.chain);
        assert!(step <= side.steps + 1, "a chain cannot begin before the one that it answers was answered");
        let age = side.steps.saturating_sub(step);
        match self.received[to].contains(&picture.number) {
            true if step == side.steps && side.steps + u32::from(side.shows_first) > 0 => Expected::OfThisChain,
            true => Expected::WasRead,
            false if age >= Session::SKIPPED_STEPS => Expected::TooOld,
            false => Expected::Opens,
        }
    }

    /// The receiver made a step if the picture was of a new chain.
    fn follow(&mut self, to: usize, picture: &Picture, tally: &mut Tally) {
        let side = &mut self.sides[to];
        if side.step_of(picture.chain) > side.steps {
            side.steps += 1;
            side.in_chain = 0;
        }
        tally.most_steps = tally.most_steps.max(side.steps);
    }

    /// The gaps in the numbering are exactly those that the model knows of.
    fn numbers_are_right(&self, to: usize, tally: &mut Tally) {
        let (side, other) = (&self.sides[to], &self.sides[1 - to]);
        let last_place = |chain| {
            let of_chain = other.disk.kept.values().filter(|picture| picture.chain == chain);
            of_chain.filter(|picture| self.received[to].contains(&picture.number)).map(|picture| picture.place).max()
        };
        let missing = other.disk.kept.values().filter(|picture| {
            let step = side.step_of(picture.chain);
            let known = match step.cmp(&side.steps) {
                std::cmp::Ordering::Less => side.steps - step < Session::SKIPPED_STEPS,
                std::cmp::Ordering::Equal => last_place(picture.chain).is_some_and(|last| picture.place < last),
                std::cmp::Ordering::Greater => false,
            };
            known && !self.received[to].contains(&picture.number)
        });
        let missing: Vec<u32> = missing.map(|picture| picture.number).collect();
        assert_eq!(side.session().missing(), missing);
        assert!(missing.len() <= Session::MAX_SKIPPED);
        tally.most_missing = tally.most_missing.max(missing.len());
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expected {
    Opens,
    /// Opened before, in the chain that is being received: that much can be told.
    OfThisChain,
    /// Opened before, in an older one.
    WasRead,
    TooOld,
}
