//! What wrote the files once: `cargo test -p tests --test vectors -- --ignored`. It refuses where a file is there.
//!
//! The second implementation makes everything; the engine's crates are held against it by the ordinary tests, and are
//! asked here only for what it has no part of: the painter and the reel.

use std::{fs::File, io::Write};

use optic::{
    base45,
    reel::{Reel, StreamId},
};
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use rand_core::Rng;
use serde::Serialize;
use tests::{by_hand::hash, vectors::Hex};

use crate::{
    codes, pairing,
    second::{self, Second},
    shapes::{
        AliceDraws, BobDraws, Card, Case, Code, Content, Opening, Record, Sealing, Step, Symbol, Tell,
        Who::{self, Alice, Bob},
    },
};

#[test]
#[ignore = "writes the frozen files, once"]
fn write_protocol_1() {
    std::fs::create_dir_all(tests::vectors::path("protocol-1")).unwrap();
    let rng = &mut ChaCha20Rng::seed_from_u64(1);
    write("burn-cards", &cards(rng));
    let cards: Vec<Card> = tests::vectors::read("protocol-1/burn-cards.json");
    // Alice has a card; Bob has none, and sends what looks the same.
    let commitment = Hex([&cards[0].salt.0[..], &cards[0].c.0].concat());
    let alice = AliceDraws {
        x: draw(rng, 32),
        d: draw(rng, 32),
        z: draw(rng, 32),
        n: draw(rng, 32),
        ratchet: draw(rng, 32),
        commitment,
    };
    let bob = BobDraws { x: draw(rng, 32), y: draw(rng, 32), m: draw(rng, 32), commitment: draw(rng, 48) };
    write("pairing", &second::pair(&alice, &bob));
    let steps = conversation(rng);
    write("codes", &painted(&steps));
    write("messages", &crate::shapes::Messages { steps });
    write("contents", &contents());
    let reel = reel(rng);
    write("reel", &reel);
}

fn write(name: &str, value: &impl Serialize) {
    let path = tests::vectors::path(&format!("protocol-1/{name}.json"));
    let mut file = File::create_new(&path).expect("a frozen file is never written again");
    file.write_all(&serde_json::to_vec_pretty(value).unwrap()).unwrap();
    file.write_all(b"\n").unwrap();
}

fn draw(rng: &mut ChaCha20Rng, len: usize) -> Hex {
    let mut bytes = vec![0; len];
    rng.fill_bytes(&mut bytes);
    Hex(bytes)
}

fn cards(rng: &mut ChaCha20Rng) -> Vec<Card> {
    let secrets = [draw(rng, 16), Hex(vec![0; 16]), Hex(vec![0xff; 16]), draw(rng, 16)];
    let card = |r: Hex| {
        let salt = draw(rng, 16);
        let (object, words) = second::card(&r.0);
        let h = hash("burn-id", &[&r.0]);
        let c = hash("burn-com", &[&salt.0, &h]).into();
        let text = String::from_utf8(base45::encode(&object)).unwrap();
        Card { r, h: h.into(), salt, c, object: object.into(), text, words }
    };
    secrets.into_iter().map(card).collect()
}

/// Twenty messages: both speak first, pictures are lost, late, repeated, damaged, and shown to their own sender.
fn conversation(rng: &mut ChaCha20Rng) -> Vec<Step> {
    let pairing = pairing::frozen();
    let card = Hex([&pairing.alice.commitment.0[..]].concat());
    let r = tests::vectors::read::<Vec<Card>>("protocol-1/burn-cards.json").swap_remove(0).r;
    let sides = [Alice, Bob].map(|who| Second::of(who, &pairing));
    let mut story = Story { sides, rng, steps: Vec::new(), envelopes: Vec::new() };

    story.seal(Bob, 206, &[text("Here already.")]); // 1, before he heard anything
    story.seal(Alice, 400, &[text("Bring the map. The old harbour, pier 4, Thursday at six.")]); // 2, at the same time
    story.open(Alice, 1);
    story.seal(Bob, 206, &[]); // 3, a cover message that comes late
    let another = story.random(48);
    story.seal(Bob, 400, &[record(4, 0, &another), record(5, 0, &[0, 1])]); // 4
    story.open(Bob, 2);
    story.seal(Bob, 646, &[text(&"Grüße vom Kai. ".repeat(34)[..543])]); // 5, full to the last byte, a step
    story.open(Alice, 5);
    story.open(Alice, 4);
    story.open(Alice, 4);
    story.seal(Alice, 832, &[text(&"x".repeat(729))]); // 6, full, and late
    story.alarm(Alice, 206, &[text("All is well.")]); // 7
    story.seal(Alice, 206, &[record(3, 0, &r.0)]); // 8
    story.open(Bob, 8);
    story.open(Bob, 8);
    story.open(Bob, 7);
    story.seal(Bob, 206, &[record(6, 0x10, "First half, ".as_bytes())]); // 9
    story.seal(Bob, 206, &[record(6, 0x11, "second half.".as_bytes())]); // 10
    story.open(Alice, 10);
    story.open(Alice, 9);
    story.open(Alice, 3);
    story.open(Alice, 3); // its chain is forgotten: not to be told from noise
    story.seal(Alice, 400, &[text("Wir sehen uns um 6 ☕ — 北门 — до встречи")]); // 11
    story.open(Alice, 11); // her own
    story.open(Bob, 11);
    story.open(Bob, 6);
    story.seal(Bob, 400, &[record(4, 0, &card.0), text("And one more thing.")]); // 12
    story.seal(Bob, 832, &[]); // 13, the largest cover
    story.open(Alice, 13);
    story.open_damaged(Alice, 12, 5);
    story.open_damaged(Alice, 12, 30);
    story.open_damaged(Alice, 12, 399);
    story.open(Alice, 12);
    story.seal(Alice, 206, &[text("")]); // 14
    story.seal(Alice, 206, &[text("One")]); // 15
    story.seal(Alice, 646, &[text("Two")]); // 16
    story.open(Bob, 16);
    story.open(Bob, 15);
    story.seal_on(0, Bob, 206, &[text("What day is it?")]); // 17, from a phone that does not know the day
    story.open(Alice, 17);
    story.seal(Alice, 400, &[text("Tuesday.")]); // 18
    story.open(Bob, 18);
    story.open(Bob, 14);
    story.seal(Bob, 206, &[text("Burn all.")]); // 19
    story.open(Alice, 19);
    story.seal(Alice, 206, &[record(2, 0, &[])]); // 20
    story.open(Bob, 20);
    story.steps
}

struct Story<'a> {
    sides: [Second; 2],
    rng: &'a mut ChaCha20Rng,
    steps: Vec<Step>,
    envelopes: Vec<Vec<u8>>,
}

impl Story<'_> {
    fn random(&mut self, len: usize) -> Vec<u8> {
        draw(self.rng, len).0
    }

    fn seal(&mut self, by: Who, size: usize, records: &[Record]) {
        self.say(by, Tell::Normal, Content { size, day: 20_819, records: records.to_vec() });
    }

    fn seal_on(&mut self, day: u16, by: Who, size: usize, records: &[Record]) {
        self.say(by, Tell::Normal, Content { size, day, records: records.to_vec() });
    }

    fn alarm(&mut self, by: Who, size: usize, records: &[Record]) {
        self.say(by, Tell::Alarm, Content { size, day: 20_819, records: records.to_vec() });
    }

    fn say(&mut self, by: Who, tell: Tell, content: Content) {
        let random = draw(self.rng, 32);
        let (inside, envelope) = self.sides[by as usize].seal(&content, tell, &random.array());
        self.envelopes.push(envelope.clone());
        let message = self.envelopes.len();
        self.steps.push(Step::Seal(Sealing { message, by, content, tell, random, inside, envelope: envelope.into() }));
    }

    fn open(&mut self, by: Who, message: usize) {
        self.hear(by, message, None);
    }

    fn open_damaged(&mut self, by: Who, message: usize, at: usize) {
        let value = self.envelopes[message - 1][at] ^ 0x20;
        self.hear(by, message, Some((at, value)));
    }

    fn hear(&mut self, by: Who, message: usize, damaged: Option<(usize, u8)>) {
        let mut envelope = self.envelopes[message - 1].clone();
        if let Some((at, value)) = damaged {
            envelope[at] = value;
        }
        let ratchet = draw(self.rng, 32);
        let side = &mut self.sides[by as usize];
        let result = side.open(&envelope, Some(&ratchet.array()));
        let ratchet = side.drew(&ratchet.array()).then_some(ratchet);
        let missing = side.missing();
        self.steps.push(Step::Open(Opening { message, by, damaged, ratchet, result, missing }));
    }
}

fn text(text: &str) -> Record {
    record(1, 0, text.as_bytes())
}

fn record(r#type: u8, arg: u8, bytes: &[u8]) -> Record {
    Record { r#type, arg, bytes: bytes.into() }
}

/// The first envelope of each size.
fn painted(steps: &[Step]) -> Vec<Code> {
    let envelope = |size: usize| {
        steps.iter().find_map(|step| match step {
            Step::Seal(sealing) if sealing.content.size == size => Some(sealing.envelope.clone()),
            _ => None,
        })
    };
    let code = |(size, version)| {
        let bytes = envelope(size).unwrap();
        let text = String::from_utf8(base45::encode(&bytes.0)).unwrap();
        let modules = codes::rows(&bytes.0);
        Code { bytes, text, version, modules }
    };
    [(206, 10), (400, 15), (646, 20), (832, 23)].map(code).into()
}

fn reel(rng: &mut ChaCha20Rng) -> crate::shapes::Reel {
    let (object, stream) = (pairing::frozen().p1, draw(rng, 4));
    let made = Reel::new(&object.0, StreamId(stream.array())).unwrap();
    // All nine source symbols, then repair symbols, the last that there is among them.
    let numbers = (0..16).chain([17, 100, 1000, 65_535]);
    let symbols = numbers.map(|number| Symbol { number, bytes: made.symbol(number).into() }).collect();
    crate::shapes::Reel { object, stream, symbols }
}

fn contents() -> Vec<Case> {
    const DAY: &[u8] = &[0x51, 0x53];
    let full = [&[1, 0, 0, 103][..], &[b'x'; 103]].concat();
    let short: [(&str, &[u8]); 28] = [
        ("a cover message", &[]),
        ("a text", b"\x01\0\0\x02hi"),
        ("an empty text", &[1, 0, 0, 0]),
        ("a text that fills the envelope", &full),
        ("a text that is not UTF-8", &[1, 0, 0, 1, 0xff]),
        ("a text with an arg", b"\x01\x01\0\x01a"),
        ("two texts", b"\x01\0\0\x01a\x01\0\0\x01b"),
        ("the end of a contact", &[2, 0, 0, 0]),
        ("the end of a contact, with a byte", &[2, 0, 0, 1, 0]),
        ("a burn notice", &[&[3, 0, 0, 16][..], &[7; 16]].concat()),
        ("a burn notice of 15 bytes", &[&[3, 0, 0, 15][..], &[7; 15]].concat()),
        ("a commitment", &[&[4, 0, 0, 48][..], &[8; 48]].concat()),
        ("a commitment of 47 bytes", &[&[4, 0, 0, 47][..], &[8; 47]].concat()),
        ("no capabilities", &[5, 0, 0, 0]),
        ("capabilities with an arg", &[5, 1, 0, 0]),
        ("the only part of a text", b"\x06\0\0\x01a"),
        ("part 3 of 3", b"\x06\x22\0\x01a"),
        ("part 4 of 3", b"\x06\x23\0\x01a"),
        ("part 16 of 16", b"\x06\xff\0\x01a"),
        ("an unknown record before a text", b"\x07\x05\0\x02\x08\x08\x01\0\0\x01a"),
        ("type 7f", &[0x7f, 0, 0, 0]),
        ("type 80", &[0x80, 0, 0, 0]),
        ("type ff", &[0xff, 9, 0, 1, 1]),
        ("a text and then a malformed record", b"\x01\0\0\x01a\x02\0\0\x01b"),
        ("a length that overruns", &[1, 0, 0, 104]),
        ("the longest length", &[7, 0, 0xff, 0xff]),
        ("a byte after the end", b"\x01\0\0\x01a\0\0\0\0\0\x01"),
        ("a zero type with an arg", &[0, 1]),
    ];
    let padded = |(about, records): (&str, &[u8])| {
        let mut inner = [DAY, records].concat();
        inner.resize(109, 0);
        case(about, &inner)
    };
    let bare: [(&str, &[u8]); 5] = [
        ("nothing", &[]),
        ("half a day", &[0]),
        ("a day alone", DAY),
        ("a head without its length", &[0, 1, 1, 0, 0]),
        ("a record that ends with the bytes", &[0, 1, 1, 0, 0, 1, b'a']),
    ];
    short.into_iter().map(padded).chain(bare.map(|(about, inner)| case(about, inner))).collect()
}

fn case(about: &str, inner: &[u8]) -> Case {
    Case { about: about.to_owned(), inner: inner.into(), result: second::parse(inner) }
}
