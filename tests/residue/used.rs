//! A phone that has been through everything, and all of its secrets.

use std::process::Command;

use engine::Envelope;
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use ratchet::{Answering, Commitment, Offering, Session};
use tempfile::TempDir;
use tests::{
    by_hand::{self, Bytes32},
    child::Process,
    met::{TODAY, say},
    phones::START,
};

use crate::{needles::Needles, secrets::Secrets};

pub(crate) const WAITING: &str = "what waits to be read at the old lighthouse";
const PASSPHRASE: &str = "wall lamp drawer boat six";
const CAROL: &str = "Carol-from-the-old-lighthouse";
const WRONG: &str = "somewhere near the passphrase";
const SEED: u64 = 4711;
const FIRST_SECRET: Bytes32 = *b"a secret of the hardware, first!";
const SECOND_SECRET: Bytes32 = *b"one more secret of the hardware.";

pub(crate) struct Used {
    pub(crate) process: Process,
    pub(crate) needles: Needles,
}

struct Story {
    home: TempDir,
    process: Process,
    hardware: Bytes32,
    secrets: Secrets,
    rng: ChaCha20Rng,
}

impl Used {
    pub(crate) fn with_everything() -> Used {
        let home = tempfile::tempdir().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_phone-under-test"));
        command.arg(home.path()).arg(SEED.to_string()).arg(START.0.to_string());
        let process = Process::start(&mut command);
        let mut secrets = Secrets::of(SEED);
        secrets.text("passphrase", PASSPHRASE);
        secrets.text("wrong passphrase", WRONG);
        secrets.text("name", CAROL);
        secrets.key("hardware secret", &FIRST_SECRET);
        secrets.key("hardware secret", &SECOND_SECRET);
        let mut story = Story { home, process, hardware: FIRST_SECRET, secrets, rng: ChaCha20Rng::seed_from_u64(1) };
        story.play();
        let Story { process, secrets, .. } = story;
        Used { process, needles: secrets.needles(400) }
    }
}

impl Story {
    fn play(&mut self) {
        self.does(&format!("setup {} {PASSPHRASE}", hex(&FIRST_SECRET)));
        self.does("card");
        let mut bob = self.scans_first();
        let mut carol = self.shows_first();
        for turn in 0..3 {
            self.writes("Bob", &format!("what was written in turn {turn}"), &mut bob);
            self.writes(CAROL, &format!("what was written to her in turn {turn}"), &mut carol);
            let lost = self.peer_says(&mut bob, &format!("what is lost for a while in turn {turn}"));
            let text = self.peer_says(&mut bob, &format!("what was read and burned in turn {turn}"));
            self.receives(&text);
            self.does("read-first");
            self.does("burn-first");
            if turn < 2 {
                self.receives(&lost);
                self.does("burn-first");
            }
            let text = self.peer_says(&mut carol, &format!("what she said in turn {turn}, and was burned"));
            self.receives(&text);
            self.does("burn-first");
        }
        self.does("lock");
        self.does(&format!("unlock {WRONG}"));
        self.secrets.unlocks(&self.file());
        self.does(&format!("unlock {PASSPHRASE}"));
        self.hardware = SECOND_SECRET;
        self.does(&format!("rekey {}", hex(&SECOND_SECRET)));
        let text = self.peer_says(&mut bob, WAITING);
        self.receives(&text);
        self.does("read-first");
        let draft = "what was typed and not sent, so far";
        self.secrets.text("draft", draft);
        self.does(&format!("draft {CAROL} {draft}"));
    }

    /// A line to the phone, and whatever it writes then.
    fn does(&mut self, line: &str) -> String {
        let said = self.process.ok(line);
        let file = self.file();
        let words: Vec<&str> = line.split(' ').take(2).collect();
        self.secrets.file(&words.join(" ").chars().take(16).collect::<String>(), &file, &self.hardware, PASSPHRASE);
        said
    }

    fn file(&self) -> Vec<u8> {
        std::fs::read(self.home.path().join("vault")).unwrap()
    }

    /// What it shows to everybody.
    fn shows(&mut self, line: &str) -> Vec<u8> {
        let said = self.process.ok(line);
        let code = tests::hex(said.rsplit(' ').find(|word| word.len() > 100).unwrap());
        self.secrets.publish(&code);
        self.does("hours 24");
        code
    }

    fn writes(&mut self, name: &str, text: &str, to: &mut Session) {
        self.secrets.text("written text", text);
        let code = self.shows(&format!("write {name} {text}"));
        let (next, opened) = to.open(&Envelope::parse(&code).unwrap(), TODAY, &mut self.rng).ok().unwrap();
        assert_eq!(opened.content.text(), Some(text));
        *to = next;
        self.secrets.point(public_key_of(to));
    }

    fn peer_says(&mut self, peer: &mut Session, text: &str) -> Envelope {
        self.secrets.text(if text == WAITING { "waiting text" } else { "burned text" }, text);
        let envelope = say(peer, text, &mut self.rng);
        self.secrets.publish(envelope.as_bytes());
        envelope
    }

    fn receives(&mut self, envelope: &Envelope) {
        self.does(&format!("receive {}", hex(envelope.as_bytes())));
    }

    /// The phone scans a P1 and answers it.
    fn scans_first(&mut self) -> Session {
        let twin = &mut self.rng.clone();
        Commitment::random(twin);
        let [x, d, z, n] = [0; 4].map(|_| drawn(twin));
        let alice = by_hand::Alice { x, seed: [d, z].concat().try_into().unwrap(), n };
        let offering = Offering::start(Commitment::random(&mut self.rng), &mut self.rng);
        self.secrets.publish(offering.p1());
        let p2 = self.shows(&format!("meet Bob {}", hex(offering.p1())));
        let (met, p3) = offering.accept(&p2, &mut self.rng).unwrap();
        self.secrets.publish(&p3);
        let (dh, kem) = (by_hand::x25519(&x, p2[2..].first_chunk().unwrap()), alice.kem(&p2));
        self.secrets.agreed(&alice.agree(offering.p1(), &p2), &dh, &kem);
        self.does(&format!("meet Bob {}", hex(&p3)));
        self.does("confirm Bob");
        self.secrets.point(public_key_of(&met.session));
        met.session
    }

    /// The phone shows a P1 and takes a P2.
    fn shows_first(&mut self) -> Session {
        let p1 = self.shows(&format!("start {CAROL}"));
        self.secrets.decapsulation(&p1);
        let twin = &mut self.rng.clone();
        Commitment::random(twin);
        let [x, y, m] = [0; 3].map(|_| drawn(twin));
        let answering = Answering::answer(&p1, Commitment::random(&mut self.rng), &mut self.rng).unwrap();
        let dh = by_hand::x25519(&x, p1[2..].first_chunk().unwrap());
        let (p2, agreed) = by_hand::p2(&p1, &by_hand::public(&x), &dh, &by_hand::public(&y), &m);
        assert!(p2[..1154] == answering.p2()[..1154], "the peer's half is known");
        self.secrets.publish(answering.p2());
        self.secrets.agreed(&agreed, &dh, &by_hand::encapsulate(&p1, &m).1);
        let p3 = self.shows(&format!("meet {CAROL} {}", hex(answering.p2())));
        self.does(&format!("confirm {CAROL}"));
        let met = answering.finish(&p3).unwrap();
        self.secrets.point(public_key_of(&met.session));
        met.session
    }
}

/// Where it stands in a serialised session: behind version, ad, tells and the secret half.
fn public_key_of(session: &Session) -> Bytes32 {
    *session.to_bytes()[67..].first_chunk().unwrap()
}

fn drawn(rng: &mut ChaCha20Rng) -> Bytes32 {
    let mut bytes = [0; 32];
    rand_core::Rng::fill_bytes(rng, &mut bytes);
    bytes
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
