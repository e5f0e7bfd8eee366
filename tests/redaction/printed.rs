//! Two phones are used, and everything that comes out of them and can be printed is.

use std::{
    collections::BTreeSet,
    fmt::{Debug, Display, Write},
    num::NonZeroUsize,
};

use engine::{Custody, Found, HardwareSecret, Locked, Received, Scan, Sight, Size, Surroundings, Verdict};
use optic::{
    Budget, Reader, Why, base45,
    reel::{Join, Reel, StreamId},
    sheet::{self, Layout, Sheet},
};
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use ratchet::{Bucket, Card, Content, Day, Envelope, Kind, NotSealed, Record, Tell};
use tests::{
    met,
    phones::{Handset, START, introduce, pair, send, tell},
    unsealed::{Derived, Unsealed},
};
use vault::{Closed, Folder, Profile, Refused, Role};

use crate::{pieces::Pieces, types::name_of};

/// Everything that was printed, and of which types.
#[derive(Default)]
struct Printed {
    said: String,
    of: BTreeSet<String>,
}

impl Printed {
    /// In every way in which a log or a panic prints a value.
    fn debug<T: Debug>(&mut self, value: T) -> T {
        let _ = writeln!(self.said, "{value:?}\n{value:#?}\n{value:x?}");
        self.of.insert(name_of::<T>());
        value
    }

    /// An error, as a person or a log may see it.
    fn error<T: Debug + Display>(&mut self, value: T) -> T {
        let _ = writeln!(self.said, "{value}\n{value:#}");
        self.debug(value)
    }
}

/// The types of which something is printed.
pub(crate) fn names() -> BTreeSet<String> {
    let (mut printed, mut secrets) = (Printed::default(), Pieces::default());
    everything(&mut printed, &mut secrets);
    printed.of
}

#[test]
fn nothing_that_is_printed_holds_a_piece_of_a_key_or_of_a_text() {
    let (mut printed, mut secrets) = (Printed::default(), Pieces::default());
    everything(&mut printed, &mut secrets);
    assert!(printed.said.len() > 20_000 && secrets.len() > 2_000, "{} {}", printed.said.len(), secrets.len());
    assert_eq!(secrets.found_in(&printed.said), None);
}

#[test]
fn a_key_or_a_text_would_be_found_in_every_form() {
    let key: [u8; 32] = std::array::from_fn(|at| u8::try_from(at * 37 % 251).unwrap());
    let mut secrets = Pieces::default();
    secrets.key(&key);
    secrets.text("meet me where the lamp is");
    let hex: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    let base45 = |from: usize| String::from_utf8(base45::encode(&key[from..])).unwrap();
    for form in [
        format!("{key:?}"),
        format!("{key:#?}"),
        format!("{:#?}", Some(Some(key))),
        format!("{key:x?}"),
        hex.to_uppercase(),
        hex,
        base45(0),
        base45(1),
        key.escape_ascii().to_string(),
        serde_json::to_string(&key).unwrap(),
        "Malformed(\"me where the\")".to_owned(),
        format!("{:?}", "meet me where the lamp is".as_bytes()),
    ] {
        assert!(secrets.found_in(&form).is_some(), "{form}");
    }
    assert_eq!(secrets.found_in("NotAVault { size: 14 }"), None);
    secrets.publish(&key);
    assert_eq!(secrets.found_in(&format!("{key:?}")), None, "what everybody sees is no secret");
}

const TEXT: &str = "the map is under the third stone";
const WAITS: &str = "and the key is where it always was";
const DRAFT: &str = "half of what should have been said";
const PASSPHRASE: &str = "wall lamp drawer boat six";
const SECOND: &str = "cold harbour nine tin whistle";
const WRONG: &str = "wall lump drawer goat sixty";

fn everything(printed: &mut Printed, secrets: &mut Pieces) {
    for text in [TEXT, WAITS, DRAFT, PASSPHRASE, SECOND, WRONG] {
        secrets.text(text);
    }
    let (mut alice, mut bob) =
        (Handset::with(1, Custody::Vault, Some(START)), Handset::with(2, Custody::Vault, Some(START)));
    meetings(printed, secrets, &mut alice, &mut bob);
    messages(printed, secrets, &mut alice, &mut bob);
    people(printed, &mut alice);
    pictures(printed, secrets, &mut alice);
    for phone in [&alice, &bob] {
        kept(secrets, phone);
    }
    vaults(printed);
    parsers(printed);
    sessions(printed, secrets);
    seizure(printed, secrets);
    demo(printed);
}

/// All that lies on the disk is a secret, but for what is shown.
fn kept(secrets: &mut Pieces, phone: &Handset) {
    let unsealed = Unsealed::open(&phone.file(), &[0; 32], PASSPHRASE, &mut Derived::default()).unwrap();
    secrets.key(&unsealed.payload);
    for key in [unsealed.kek, unsealed.outer].iter().chain(&unsealed.slots) {
        secrets.key(key);
    }
}

fn meetings(printed: &mut Printed, secrets: &mut Pieces, alice: &mut Handset, bob: &mut Handset) {
    let (to_bob, to_alice) = ("Bob".parse().unwrap(), "Alice".parse().unwrap());
    let p1 = alice.start_meeting(&to_bob).unwrap();
    kept(secrets, alice);
    secrets.publish(&p1);
    printed.error(alice.meet(&to_bob, &p1).err().unwrap());
    printed.error(bob.meet(&to_alice, &[1, 1]).err().unwrap());
    printed.error(bob.meet(&to_alice, &[9, 1]).err().unwrap());
    bob.meet(&to_alice, &p1).ok().unwrap();
    kept(secrets, bob);
    let (layout, mut sheets) = (printed.debug(Layout::Six), sheet::Join::new());
    for part in Sheet::new(&p1, layout).unwrap().parts() {
        printed.debug(sheets.push(part));
    }
    let mut join = Join::new();
    let reel = Reel::new(&p1, printed.debug(StreamId(*b"abcd"))).unwrap();
    for number in 0..9 {
        printed.debug(join.push(&reel.symbol(number)));
    }
    alice.end_meeting().unwrap();
    bob.end_meeting().unwrap();
}

fn messages(printed: &mut Printed, secrets: &mut Pieces, alice: &mut Handset, bob: &mut Handset) {
    introduce(alice, "Bob", bob, "Alice");
    let (to_bob, to_alice) = (alice.person("Bob").unwrap(), bob.person("Alice").unwrap());
    printed.error(alice.write(to_bob, TEXT, Size::Normal).err().unwrap());
    alice.confirm(to_bob).unwrap();
    bob.confirm(to_alice).unwrap();
    let size = printed.debug(Size::Normal);
    printed.error(alice.write(to_bob, &TEXT.repeat(40), size).err().unwrap());
    printed.error(alice.write(to_bob, "  ", Size::Normal).err().unwrap());
    printed.error(alice.set_draft(to_bob, &DRAFT.repeat(50)).err().unwrap());
    alice.set_draft(to_bob, DRAFT).unwrap();
    let written = alice.write(to_bob, TEXT, Size::Normal).unwrap();
    printed.debug(written.bucket);
    secrets.publish(written.envelope.as_bytes());
    printed.debug(written.envelope.clone());
    let received = printed.debug(bob.receive(&written.envelope).unwrap());
    let Received::Message { id, .. } = received else { panic!("it has a text") };
    printed.error(bob.receive(&written.envelope).unwrap_err());
    printed.error(alice.receive(&written.envelope).unwrap_err());
    printed.debug(bob.inbox().remove(0).id);
    printed.debug(bob.inbox().remove(0));
    bob.open_text(id).unwrap();
    printed.debug(bob.inbox().remove(0));
    bob.burn_message(id).unwrap();
    printed.error(bob.open_text(id).err().unwrap());
    send(alice, to_bob, WAITS, bob);
    tell(bob, to_alice, TEXT, alice);
    printed.debug(alice.receive(&bob.write_cover(to_alice).unwrap().envelope).unwrap());
    let full = (0..25).find_map(|_| alice.write(to_bob, TEXT, Size::Exactly(Bucket::Short)).err());
    printed.error(full.unwrap());
}

fn people(printed: &mut Printed, alice: &mut Handset) {
    printed.error("".parse::<engine::Name>().err().unwrap());
    printed.error(alice.person("nobody").unwrap_err());
    for person in alice.people() {
        printed.debug(person.id);
        printed.debug(person.standing);
        printed.debug(person.heard);
        for code in person.kept {
            printed.debug(code);
        }
    }
    printed.debug(alice.date());
    printed.debug(START);
    printed.debug(Custody::Memory);
}

/// A picture of a burn card is the one that holds a secret in the clear.
fn pictures(printed: &mut Printed, secrets: &mut Pieces, alice: &mut Handset) {
    let card = alice.draw_card();
    alice.adopt_card(&card).unwrap();
    secrets.key(&card.object()[2..18]);
    secrets.text(&String::from_utf8(base45::encode(&card.object())).unwrap());
    let modules = optic::paint::object(&card.object()).unwrap();
    let picture = modules.luma(NonZeroUsize::new(6).unwrap()).unwrap();
    let budget = printed.debug(Budget::STILL);
    let reading = printed.debug(Reader::new().read(picture.view(), budget));
    let code = printed.debug(reading.codes[0].clone());
    printed.debug(code.version);
    printed.debug(code.level);
    printed.debug(code.mask);
    printed.debug(code.corners[0]);
    printed.debug(reading.seen);
    printed.debug(Why::Blurred { modules: 0.5 });
    printed.debug(alice.check(picture.view(), budget));
    let Sight::Found(found) = Scan::new().take(&code.bytes) else { panic!("a card is found") };
    assert!(matches!(found.as_slice(), [Found::Card(_)]));
    for lie in [&b"not base45"[..], b"::::::", b"A"] {
        printed.error(base45::decode(lie).unwrap_err());
    }
}

fn vaults(printed: &mut Printed) {
    let home = tempfile::tempdir().unwrap();
    let rng = &mut ChaCha20Rng::seed_from_u64(5);
    let none = HardwareSecret::none();
    printed.error(Closed::open(Folder::at(home.path()).unwrap(), &none, rng).err().unwrap());
    let passphrase = PASSPHRASE.parse().unwrap();
    let folder = Folder::at(home.path()).unwrap();
    let profile = printed.debug(Profile::Small);
    let mut open = vault::Open::create(folder, &passphrase, &none, profile, WAITS.as_bytes(), rng).unwrap();
    printed.debug(open.role());
    let wrong: vault::Passphrase = WRONG.parse().unwrap();
    printed.error(open.change_passphrase(&wrong, &passphrase, profile, rng).unwrap_err());
    printed.error(open.set_decoy(&passphrase, &PASSPHRASE[1..].parse().unwrap(), b"", rng).unwrap_err());
    printed.error(open.save(&vec![0; 1 << 20], rng).unwrap_err());
    printed.error(Folder::at(home.path()).err().unwrap());
    let closed = open.lock();
    let mut refused = printed.debug(closed.unlock(&wrong, rng).err().unwrap());
    for at in 0..9 {
        let Refused::Wrong(closed) = refused else { panic!("it is wrong") };
        printed.debug(closed.tries());
        refused = printed.debug(closed.unlock(&format!("{WRONG} {at}").parse().unwrap(), rng).err().unwrap());
    }
    assert!(matches!(refused, Refused::Burned));
    printed.debug(Role::Decoy);
    for (len, first) in [(3, 1), (vault::FILE_LEN, 2), (vault::FILE_LEN, 1)] {
        let mut file = vec![7; len];
        file[0] = first;
        std::fs::write(home.path().join("vault"), file).unwrap();
        printed.error(Closed::open(Folder::at(home.path()).unwrap(), &none, rng).err().unwrap());
        let surroundings =
            Surroundings::new(tests::phones::Still(START), ChaCha20Rng::seed_from_u64(1), Custody::Memory);
        printed.error(Locked::open(home.path(), &none, surroundings).err().unwrap());
    }
    let mut phone = Handset::new(6);
    assert_eq!(phone.try_passphrases(&[wrong]), [1]);
}

fn parsers(printed: &mut Printed) {
    for bytes in [&[1, 1][..], &[2, 1], &[3, 1], &[4, 1], &[5, 1], &[6, 1], &[0; 5], &[7; 206]] {
        let _ = Kind::of(bytes).map(|kind| printed.debug(kind)).map_err(|unknown| printed.debug(unknown));
    }
    printed.debug(Envelope::parse(&[0; 7]).unwrap_err());
    printed.debug(Card::parse(&[4; 22]).err().unwrap());
    for inner in [&[0, 1, 0x01, 0, 0, 200, b'a'][..], &[0, 1, 0x80, 0, 0, 0]] {
        printed.debug(Content::parse(inner).err().unwrap());
    }
    printed.debug(Day(21_000));
    printed.debug(Tell::Alarm);
}

fn sessions(printed: &mut Printed, secrets: &mut Pieces) {
    let rng = &mut ChaCha20Rng::seed_from_u64(9);
    let (mut alice, bob) = met::meet(rng);
    secrets.key(&alice.to_bytes());
    secrets.key(&bob.to_bytes());
    let long = Content::new(Day(1), vec![Record::text(&TEXT.repeat(4))]);
    let endless = Content::new(Day(1), vec![Record::text(&TEXT.repeat(40))]);
    printed.error(endless.bucket().unwrap_err());
    printed.error(alice.seal(&long, Bucket::Short, Tell::Normal, rng).err().unwrap());
    let envelope = met::say(&mut alice, TEXT, rng);
    secrets.publish(envelope.as_bytes());
    printed.error(alice.open(&envelope, Day(1), rng).err().unwrap());
    let full = (0..25).find_map(|_| match alice.seal(&Content::cover(Day(1)), Bucket::Short, Tell::Normal, rng) {
        Ok((next, _)) => {
            alice = next;
            None
        }
        Err(error) => Some(error),
    });
    assert_eq!(printed.error(full.unwrap()), NotSealed::Unanswered);
    let offering = ratchet::Offering::start(ratchet::Commitment::random(rng), rng);
    secrets.key(&offering.to_bytes()[1250..]);
    printed.error(offering.accept(&[2, 1], rng).err().unwrap());
}

/// What is said when a phone may be taken, or was.
fn seizure(printed: &mut Printed, secrets: &mut Pieces) {
    let (mut alice, mut bob, to_bob, to_alice) = pair(7);
    let (own, second): (vault::Passphrase, vault::Passphrase) = (PASSPHRASE.parse().unwrap(), SECOND.parse().unwrap());
    printed.debug(alice.people()[0].lease);
    printed.error(alice.extend_lease(to_bob).unwrap_err());
    printed.error(alice.set_duress(&own, &own, None).unwrap_err());
    alice.set_duress(&own, &second, Some(to_bob)).unwrap();
    printed.debug(alice.second_passphrase().unwrap());
    printed.debug(alice.try_out(&second).unwrap());
    kept(secrets, &alice);
    assert!(alice.seized(&second));
    let card = alice.draw_card();
    alice.adopt_card(&card).unwrap();
    secrets.key(card.as_bytes());
    let to_bob = alice.person("Bob").unwrap();
    let written = alice.write(to_bob, TEXT, Size::Normal).unwrap();
    bob.receive(&written.envelope).unwrap();
    printed.debug(bob.take_news().remove(0));
    let Verdict::Ends(ending) = bob.judge(card) else { panic!("Alice's card") };
    bob.end(&ending).unwrap();
    kept(secrets, &bob);
    let ended = printed.debug(bob.people()[0].ended.unwrap());
    printed.debug(ended.by);
    printed.error(bob.write(to_alice, TEXT, Size::Normal).err().unwrap());
    printed.debug(engine::Pace::Daily);
    printed.debug(engine::KeyName("epoch-1".to_owned()));
    printed.error(engine::KeyTrouble::Broken);
}

fn demo(printed: &mut Printed) {
    printed.debug(cli::demo::Kind::Code);
    printed.debug(cli::demo::Counts::default());
    // A folder that is somebody's already is refused.
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("letters"), TEXT).unwrap();
    struct Nobody;
    impl cli::demo::Narrator for Nobody {
        fn line(&mut self, _: &str) {}
        fn working(&mut self, _: &str, _: u64, _: u64) {}
    }
    let settings = cli::demo::Settings {
        out: home.path().to_owned(),
        seed: 1,
        messenger: courier::Messenger::SignalStandard,
        preset: courier::Preset::Good,
    };
    printed.error(cli::demo::play(&settings, &mut Nobody).err().unwrap());
}
