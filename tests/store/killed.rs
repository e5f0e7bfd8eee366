//! `kill -9`, again and again, on a phone that writes, receives, reads and burns on a real disk.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    path::Path,
    time::Duration,
};

use engine::{ContactId, Custody, Envelope, HardwareSecret, Locked, Phone, Received, Refusal, Size, Surroundings};
use rand_core::Rng;
use sha2::{Digest, Sha256};
use tests::{
    drawn::Drawn,
    peer::Peer,
    phones::{Handset, START, Still, passphrase},
};

use crate::{hex, unlocked};

/// What the two owners know: what each phone has shown them.
struct Known {
    bob: Peer,
    /// Bob's envelopes by their numbers; the text of number n is "bob n".
    from_bob: BTreeMap<u32, Envelope>,
    /// Numbers that Alice's phone has said it holds, those whose text it showed, those that it said it burned.
    arrived: BTreeSet<u32>,
    burned: BTreeSet<u32>,
    /// Codes that Alice's phone has shown, by their numbers.
    from_alice: BTreeMap<u32, Vec<u8>>,
    nonces: HashSet<Vec<u8>>,
    at_bob: BTreeSet<u32>,
    tally: Tally,
}

#[derive(Debug, Default)]
struct Tally {
    said: usize,
    unsaid_but_done: usize,
    in_a_write: usize,
    shown_again: usize,
}

const ROUNDS: u64 = 16;

#[test]
fn killed_at_any_moment_a_phone_opens_loses_nothing_and_says_nothing_twice() {
    let home = tempfile::tempdir().unwrap();
    let mut known = friends(home.path());
    let chance = &mut Drawn::from(7);
    for round in 0..ROUNDS {
        let lines = known.lines();
        let mut process = unlocked(home.path(), 100 + round);
        lines.iter().for_each(|line| process.say(line));
        // Somewhere in the midst of one of the next lines.
        let mut said: Vec<String> = (0..chance.next_u64() % 24).filter_map(|_| process.hear()).collect();
        std::thread::sleep(Duration::from_micros(chance.next_u64() % 12_000));
        said.extend(process.kill());
        known.tally.in_a_write += usize::from(home.path().join("vault.temp").exists());
        let mut was_read = BTreeSet::new();
        for (line, said) in lines.iter().zip(&said) {
            known.said(line, said, &mut was_read);
        }
        assert!(said.len() < lines.len(), "everything was said before the kill");
        known.examine(&mut restarted(home.path(), 200 + round), &was_read);
    }
    println!("{:?}", known.tally);
    assert!(known.tally.said > 80 && known.from_alice.len() > 50 && known.burned.len() > 50);
}

/// Alice's file lies in `home`, and nobody holds it.
fn friends(home: &Path) -> Known {
    let mut alice = Handset::new(71);
    let (_, bob) = Peer::meet(&mut alice, "Bob", 72);
    std::fs::write(home.join("vault"), alice.file()).unwrap();
    Known {
        bob,
        from_bob: BTreeMap::new(),
        arrived: BTreeSet::new(),
        burned: BTreeSet::new(),
        from_alice: BTreeMap::new(),
        nonces: HashSet::new(),
        at_bob: BTreeSet::new(),
        tally: Tally::default(),
    }
}

/// Another process opens what is there: this one.
fn restarted(home: &Path, seed: u64) -> Phone {
    let surroundings = Surroundings::new(Still(START), Drawn::from(seed), Custody::Memory);
    let locked = Locked::open(home, &HardwareSecret::none(), surroundings).unwrap_or_else(|error| panic!("{error}"));
    assert!(!home.join("vault.temp").exists(), "half a write is left");
    assert_eq!(locked.tries().used, 0);
    locked.unlock(&passphrase()).unwrap_or_else(|_| panic!("the passphrase is right"))
}

impl Known {
    /// More than can be done before the kill.
    fn lines(&mut self) -> Vec<String> {
        let mut lines = Vec::new();
        for at in 0..10 {
            let (_, envelope) = self.bob_writes();
            lines.extend([
                format!("receive {}", hex(envelope.as_bytes())),
                format!("write Bob alice {at}"),
                "read-first".to_owned(),
                "burn-first".to_owned(),
                format!("write Bob alice {at} again"),
            ]);
        }
        lines
    }

    fn bob_writes(&mut self) -> (u32, Envelope) {
        let number = u32::try_from(self.from_bob.len()).unwrap() + 1;
        let envelope = self.bob.say(&format!("bob {number}"));
        self.from_bob.insert(number, envelope.clone());
        (number, envelope)
    }

    /// What Alice's phone had answered before it was killed.
    fn said(&mut self, line: &str, said: &str, was_read: &mut BTreeSet<u32>) {
        self.tally.said += 1;
        let Some(said) = said.strip_prefix("ok ") else {
            assert_eq!(said, "no Unanswered", "{line}");
            return;
        };
        let (first, second) = said.split_once(' ').unwrap_or((said, ""));
        let number = |digits: &str| -> u32 { digits.parse().unwrap() };
        match line.split(' ').next() {
            Some("receive") => assert!(self.arrived.insert(number(second)), "a text arrived twice"),
            Some("write") => self.showed(number(first), &tests::hex(second)),
            Some("read-first") => {
                assert_eq!(second, hex(&Sha256::digest(format!("bob {first}"))));
                assert!(!self.burned.contains(&number(first)), "a burned text was shown");
                was_read.insert(number(first));
            }
            Some("burn-first") => assert!(self.burned.insert(number(first)), "a text was burned twice"),
            _ => panic!("{line}"),
        }
    }

    /// A code, for the first time or again: there is one for each number, and no nonce for two.
    fn showed(&mut self, number: u32, envelope: &[u8]) {
        if let Some(before) = self.from_alice.get(&number) {
            assert!(before == envelope, "another code under the same number");
            return;
        }
        assert!(self.nonces.insert(envelope[..24].to_vec()), "a nonce repeats");
        self.from_alice.insert(number, envelope.to_vec());
    }

    /// A phone after the kill: all that it had said is so, and what it had not said is so or is not.
    fn examine(&mut self, alice: &mut Phone, was_read: &BTreeSet<u32>) {
        let to_bob = alice.person("Bob").unwrap();
        let mut waiting = BTreeSet::new();
        for text in alice.inbox() {
            assert!(waiting.insert(text.number), "a text waits twice");
            assert!(!self.burned.contains(&text.number), "a burned text is back");
            // To be shown once more is allowed where the power failed before the burning was on disk.
            self.tally.shown_again += usize::from(was_read.contains(&text.number));
            self.tally.unsaid_but_done += usize::from(self.arrived.insert(text.number));
        }
        // Burned, and killed before it could say so: that one text alone, which it had shown.
        let silent: Vec<u32> =
            self.arrived.iter().filter(|n| !self.burned.contains(n) && !waiting.contains(n)).copied().collect();
        assert!(silent.len() <= 1 && silent.iter().all(|number| was_read.contains(number)), "{silent:?} were lost");
        self.tally.unsaid_but_done += silent.len();
        self.burned.extend(silent);

        // All that Bob has sent can be received, once.
        for (&number, envelope) in &self.from_bob {
            match alice.receive(envelope) {
                Ok(Received::Message { number: said, .. }) => {
                    assert!(said == number && self.arrived.insert(number), "a text was received twice");
                }
                Ok(other) => panic!("{other:?}"),
                Err(refusal) => {
                    assert!(self.arrived.contains(&number), "{number} was lost: {refusal}");
                    assert!(matches!(refusal, Refusal::AlreadyRead | Refusal::Unreadable));
                }
            }
        }
        for text in alice.inbox() {
            assert_eq!(*alice.open_text(text.id).unwrap(), format!("bob {}", text.number));
            alice.burn_message(text.id).unwrap();
            self.burned.insert(text.number);
        }
        self.bob_reads(alice, to_bob);
        // The answer, which frees Alice's sending chain.
        let (number, answer) = self.bob_writes();
        assert!(matches!(alice.receive(&answer), Ok(Received::Message { .. })));
        alice.burn_message(alice.inbox()[0].id).unwrap();
        assert!(self.arrived.insert(number) && self.burned.insert(number));
    }

    /// Every code that is kept, those included that nobody has seen yet; Bob reads each text once.
    fn bob_reads(&mut self, alice: &mut Phone, to_bob: ContactId) {
        // In a round that was cut very short she has said nothing yet.
        match alice.write(to_bob, "alice after all", Size::Normal) {
            Ok(written) => self.showed(written.number, written.envelope.as_bytes()),
            Err(refusal) => assert_eq!(refusal, Refusal::Unanswered),
        }
        let seen = self.from_alice.len();
        for code in alice.people()[0].kept.clone() {
            let (number, envelope) = alice.show(to_bob, Some(code.number)).unwrap();
            self.showed(number, envelope.as_bytes());
        }
        self.tally.unsaid_but_done += self.from_alice.len() - seen;
        for (&number, envelope) in &self.from_alice {
            match self.bob.try_to_hear(&Envelope::parse(envelope).unwrap()) {
                Ok((content, said)) => {
                    assert!(said == number && self.at_bob.insert(number));
                    assert!(content.text().is_some_and(|text| text.starts_with("alice ")));
                }
                Err(_) => assert!(self.at_bob.contains(&number), "{number} was shown and cannot be read"),
            }
        }
        assert_eq!(self.at_bob, (1..=u32::try_from(self.from_alice.len()).unwrap()).collect());
    }
}
