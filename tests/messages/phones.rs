//! The same state machine over whole phones, with a vault under them and a clock that goes on; and a year of silence.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use engine::{Bucket, ContactId, Envelope, Received, Refusal, Size};
use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use tests::phones::{DAY, Handset, pair, tell};

use crate::side::Power;

#[derive(Clone, Debug)]
enum Event {
    Write { who: usize, power: Power },
    ShowAgain { who: usize },
    Deliver { back: usize, power: Power },
    Replay { from_oldest: usize },
    Damage { back: usize, bit: usize },
    Read { who: usize, power: Power },
    Lock { who: usize },
    Days { count: u64 },
    Turn { who: usize },
}

fn event() -> impl Strategy<Value = Event> {
    let side = || 0_usize..2;
    let power = || {
        let fails = [Power::FailsBeforeTheCommit, Power::FailsAfterTheCommit];
        prop_oneof![6 => Just(Power::Stays), 1 => Just(fails[0]), 1 => Just(fails[1])]
    };
    prop_oneof![
        6 => (side(), power()).prop_map(|(who, power)| Event::Write { who, power }),
        1 => side().prop_map(|who| Event::ShowAgain { who }),
        6 => (0_usize..6, power()).prop_map(|(back, power)| Event::Deliver { back, power }),
        1 => (0_usize..10).prop_map(|from_oldest| Event::Replay { from_oldest }),
        1 => (0_usize..6, any::<usize>()).prop_map(|(back, bit)| Event::Damage { back, bit }),
        2 => (side(), power()).prop_map(|(who, power)| Event::Read { who, power }),
        1 => side().prop_map(|who| Event::Lock { who }),
        1 => (0_u64..400).prop_map(|count| Event::Days { count }),
        4 => side().prop_map(|who| Event::Turn { who }),
    ]
}

struct Picture {
    envelope: Envelope,
    from: usize,
    number: u32,
    /// The sender's step when it was sealed.
    chain: u32,
}

struct Table {
    phones: [Handset; 2],
    /// Whom each phone knows.
    other: [ContactId; 2],
    pile: Vec<Picture>,
    nonces: HashSet<Vec<u8>>,
    steps: [u32; 2],
    texts: [BTreeMap<u32, String>; 2],
    received: [BTreeSet<u32>; 2],
    shown: [BTreeMap<u32, u32>; 2],
    cuts_before_burning: [BTreeMap<u32, u32>; 2],
}

impl Table {
    fn new(seed: u64) -> Table {
        let (first, second, to_second, to_first) = pair(seed % 1_000_000);
        Table {
            phones: [first, second],
            other: [to_second, to_first],
            pile: Vec::new(),
            nonces: HashSet::new(),
            steps: [0, 0],
            texts: Default::default(),
            received: Default::default(),
            shown: Default::default(),
            cuts_before_burning: Default::default(),
        }
    }

    fn write(&mut self, who: usize, power: Power) {
        let number = u32::try_from(self.texts[who].len()).unwrap() + 1;
        let text = format!("{number} of {who}");
        let (phone, to) = (&mut self.phones[who], self.other[who]);
        let mut envelope = None;
        let mut refused = None;
        let mut verb = |phone: &mut engine::Phone| match phone.write(to, &text, Size::Exactly(Bucket::Short)) {
            Ok(written) => {
                assert_eq!(written.number, number);
                envelope = Some(written.envelope);
            }
            Err(error) => refused = Some(error),
        };
        match power {
            Power::Stays => verb(phone),
            Power::FailsBeforeTheCommit => phone.power_cut_before_the_commit_of(&mut verb),
            Power::FailsAfterTheCommit => {
                verb(phone);
                phone.power_cut();
            }
        }
        let Some(envelope) = envelope else {
            assert_eq!(refused, Some(Refusal::Unanswered));
            return;
        };
        assert!(self.nonces.insert(envelope.as_bytes()[..24].to_vec()), "a nonce repeats");
        if power == Power::FailsBeforeTheCommit {
            return;
        }
        // Whatever happened in between: what is shown is what was on disk.
        let (last, kept) = self.phones[who].show(to, Some(number)).unwrap();
        assert!(last == number && kept == envelope, "another code under the same number");
        let chain = self.steps[who];
        self.texts[who].insert(number, text);
        if power == Power::Stays {
            self.pile.push(Picture { envelope, from: who, number, chain });
        }
    }

    fn deliver(&mut self, at: usize, power: Power) {
        let Some(Picture { envelope, from, number, chain, .. }) = self.pile.get(at) else { return };
        let (to, number) = (1 - from, *number);
        // Of the one who showed first a chain is the other's next step.
        let step = if *from == 0 { chain + 1 } else { *chain };
        assert!(step <= self.steps[to] + 1);
        let in_time = self.steps[to].saturating_sub(step) < 5;
        let opens = in_time && !self.received[to].contains(&number);
        let (phone, who) = (&mut self.phones[to], self.other[to]);
        let before = phone.file();
        let mut got = Err(Refusal::Unreadable);
        let verb = |phone: &mut engine::Phone| got = phone.receive(envelope);
        match power {
            Power::FailsBeforeTheCommit => phone.power_cut_before_the_commit_of(verb),
            Power::Stays | Power::FailsAfterTheCommit => {
                let mut verb = verb;
                verb(phone);
            }
        }
        match got {
            Ok(Received::Message { from: whom, number: said, .. }) => {
                assert!(opens && whom == who && said == number, "{said} was opened and should not have been");
                if power != Power::FailsBeforeTheCommit {
                    assert!(self.received[to].insert(number), "a text was delivered twice");
                    self.steps[to] = self.steps[to].max(step);
                }
            }
            Ok(other) => panic!("{other:?}"),
            Err(error) => {
                assert!(!opens, "a text within the limits was lost: {error}");
                assert!(matches!(error, Refusal::AlreadyRead | Refusal::Unreadable));
                // An unlock writes the file anew.
                let was_unlocked = power == Power::FailsBeforeTheCommit;
                assert!(was_unlocked || phone.file() == before, "a failed receive changed the disk");
            }
        }
        if power == Power::FailsAfterTheCommit {
            phone.power_cut();
        }
    }

    fn damage(&mut self, at: usize, bit: usize) {
        let Some(picture) = self.pile.get(at) else { return };
        let mut bytes = picture.envelope.as_bytes().to_vec();
        let bit = bit % (8 * bytes.len());
        bytes[bit / 8] ^= 1 << (bit % 8);
        let phone = &mut self.phones[1 - picture.from];
        let before = phone.file();
        let got = phone.receive(&Envelope::parse(&bytes).unwrap());
        assert!(matches!(got, Err(Refusal::Unreadable | Refusal::AlreadyRead)), "{got:?}");
        assert!(phone.file() == before, "a damaged picture changed the disk");
    }

    fn read(&mut self, who: usize, power: Power) {
        let phone = &mut self.phones[who];
        let Some(waiting) = phone.inbox().first().cloned() else { return };
        let text = phone.open_text(waiting.id).unwrap();
        assert_eq!(text.as_str(), self.texts[1 - who][&waiting.number]);
        let times = self.shown[who].entry(waiting.number).or_default();
        *times += 1;
        let cuts = self.cuts_before_burning[who].entry(waiting.number).or_default();
        assert!(*times <= 1 + *cuts, "a text was shown twice");
        match power {
            Power::FailsBeforeTheCommit => {
                *cuts += 1;
                phone.power_cut_before_the_commit_of(|phone| phone.burn_message(waiting.id).unwrap());
            }
            Power::Stays => phone.burn_message(waiting.id).unwrap(),
            Power::FailsAfterTheCommit => {
                phone.burn_message(waiting.id).unwrap();
                phone.power_cut();
            }
        }
    }

    fn show_again(&mut self, who: usize) {
        let kept = self.phones[who].people()[0].kept.clone();
        for code in kept {
            let (_, envelope) = self.phones[who].show(self.other[who], Some(code.number)).unwrap();
            let known = self.pile.iter().find(|picture| picture.from == who && picture.number == code.number);
            let chain = match known {
                Some(picture) => {
                    assert!(picture.envelope == envelope, "another code under the same number");
                    picture.chain
                }
                // Never seen before: the power failed between its commit and the screen. One that an answer came after
                // was sealed a step before.
                None => self.steps[who] - u32::from(code.answered),
            };
            self.pile.push(Picture { envelope, from: who, number: code.number, chain });
        }
    }

    fn play(&mut self, event: &Event) {
        let newest = |table: &Table, back: usize| table.pile.len().wrapping_sub(back + 1);
        match *event {
            Event::Write { who, power } => self.write(who, power),
            Event::ShowAgain { who } => self.show_again(who),
            Event::Deliver { back, power } => self.deliver(newest(self, back), power),
            Event::Replay { from_oldest } => self.deliver(from_oldest, Power::Stays),
            Event::Damage { back, bit } => self.damage(newest(self, back), bit),
            Event::Read { who, power } => self.read(who, power),
            Event::Lock { who } => self.phones[who].lock_and_unlock(),
            Event::Days { count } => {
                for phone in &mut self.phones {
                    phone.watch.pass(count * DAY);
                }
            }
            Event::Turn { who } => {
                self.write(who, Power::Stays);
                self.deliver(newest(self, 0), Power::Stays);
            }
        }
    }

    fn both_go_on(&mut self) {
        let before = self.received.clone().map(|numbers| numbers.len());
        for _ in 0..4 {
            for who in [0, 1] {
                let from = self.pile.len();
                self.show_again(who);
                for at in from..self.pile.len() {
                    self.deliver(at, Power::Stays);
                }
                self.write(who, Power::Stays);
                self.deliver(self.pile.len() - 1, Power::Stays);
            }
        }
        for who in [0, 1] {
            assert!(self.received[who].len() >= before[who] + 3, "somebody is stuck");
            while !self.phones[who].inbox().is_empty() {
                self.read(who, Power::Stays);
            }
            assert!(self.received[who].iter().all(|number| self.shown[who].contains_key(number)), "a text was lost");
        }
    }
}

#[test]
fn two_phones_bear_a_courier_a_battery_and_the_time_as_two_sessions_do() {
    let config = Config { cases: 8, failure_persistence: None, max_shrink_iters: 200, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[8; 32]));
    let result = runner.run(&(any::<u64>(), vec(event(), 20..70)), |(seed, events)| {
        let mut table = Table::new(seed);
        for event in &events {
            table.play(event);
        }
        table.both_go_on();
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn twenty_and_twenty_lost_codes_are_resolved_by_showing_one_that_is_kept_again() {
    let (mut alice, mut bob, to_bob, to_alice) = pair(950);
    tell(&mut alice, to_bob, "before", &mut bob);
    tell(&mut bob, to_alice, "before", &mut alice);
    for (phone, to) in [(&mut alice, to_bob), (&mut bob, to_alice)] {
        let lost = (0..25).map_while(|at| phone.write(to, &format!("lost {at}"), Size::Normal).ok()).count();
        assert!(lost >= 19, "only {lost} could be written");
        assert_eq!(phone.write(to, "one more", Size::Normal).err(), Some(Refusal::Unanswered));
        assert_eq!(phone.write_cover(to).err(), Some(Refusal::Unanswered));
        phone.power_cut();
    }
    // Each shows a kept one again, whichever it likes.
    let shown = |phone: &mut Handset, to, number| phone.show(to, number).unwrap().1;
    let (from_alice, from_bob) = (shown(&mut alice, to_bob, Some(11)), shown(&mut bob, to_alice, None));
    assert!(matches!(bob.receive(&from_alice), Ok(Received::Message { number: 11, .. })));
    assert!(matches!(alice.receive(&from_bob), Ok(Received::Message { .. })));
    for round in 0..2 {
        // Whoever is free writes, and that frees the other.
        for _ in 0..2 {
            if let Ok(written) = alice.write(to_bob, "here I am", Size::Normal) {
                assert!(bob.receive(&written.envelope).is_ok());
            }
            if let Ok(written) = bob.write(to_alice, "so am I", Size::Normal) {
                assert!(alice.receive(&written.envelope).is_ok());
            }
        }
        tell(&mut alice, to_bob, "and on it goes", &mut bob);
        tell(&mut bob, to_alice, "in both directions", &mut alice);
        assert!(round == 1 || !bob.people()[0].missing.is_empty(), "what was not shown again is still missing");
    }
}

#[test]
fn two_phones_silent_for_a_year_find_back_together() {
    for confirmed in [false, true] {
        let (mut alice, mut bob, to_bob, to_alice) = pair(900 + u64::from(confirmed));
        tell(&mut alice, to_bob, "before", &mut bob);
        tell(&mut bob, to_alice, "before", &mut alice);
        // The last thing that either said is lost in the year.
        let lost = alice.write(to_bob, "see you next year", Size::Normal).unwrap().envelope;
        bob.write(to_alice, "see you next year", Size::Normal).unwrap();
        for phone in [&mut alice, &mut bob] {
            phone.lock_and_unlock();
            phone.watch.pass(365 * DAY);
            phone.power_cut();
            if confirmed {
                phone.confirm_date().unwrap();
            }
            assert_eq!(phone.let_time_pass(), Ok(0));
        }
        // A sign of life, and its answer.
        let cover = alice.write_cover(to_bob).unwrap();
        assert!(matches!(bob.receive(&cover.envelope), Ok(Received::Cover { .. })));
        let cover = bob.write_cover(to_alice).unwrap();
        assert!(matches!(alice.receive(&cover.envelope), Ok(Received::Cover { .. })));
        tell(&mut alice, to_bob, "after a year", &mut bob);
        tell(&mut bob, to_alice, "indeed", &mut alice);
        // And the picture that lay a year in a drawer can be read: its gap was known for minutes alone.
        assert!(matches!(bob.receive(&lost), Ok(Received::Message { number: 2, .. })));
    }
}
