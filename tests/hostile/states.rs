//! What a phone keeps sealed, and who has the keys could write otherwise: sessions, halves of a meeting, the whole book.

use engine::{HardwareSecret, Locked, NotUnlocked, Profile, Refusal, Surroundings};
use ratchet::{Answering, Commitment, Offering, Session};
use tests::{
    met::{self, say},
    phones::{START, Still, passphrase},
};
use vault::{Folder, Open};

use crate::{
    Meeting,
    lies::{Lie, corpus, lie, longer, patched, shorter, with},
    rng,
};

/// Where the fields of a session lie (`rust/ratchet`, session/state): flags of DHr, CKr and HKr, and the skipped keys.
const DHR: usize = 1 + 32 + 2 + 64;
const CKR: usize = DHR + 33 + 64;
const HKR: usize = CKR + 33 + 32;
const SKIPPED: usize = HKR + 33 + 64 + 5 * 4;
/// Of the skipped keys: steps 4, chains 1; then of the first chain: hk 32, step 4, base 4, count 2; then n 4, since 2, mk.
const CHAINS: usize = SKIPPED + 4;
const STEP: usize = CHAINS + 1 + 32;
const COUNT: usize = STEP + 8;
const KEYS: usize = COUNT + 2;

fn sessions() -> Vec<Lie> {
    let fresh = Meeting::fixed().bobs_session().to_bytes();
    // Three keys are skipped in the first chain.
    let rng = &mut rng(7);
    let (mut alice, bob) = met::meet(rng);
    let sent: Vec<_> = (0..4).map(|_| say(&mut alice, "x", rng)).collect();
    let whole = bob.open(&sent[3], met::TODAY, rng).ok().unwrap().0.to_bytes();
    assert_eq!((whole[CHAINS], &whole[COUNT..KEYS]), (1, &[0, 3][..]), "the layout is as it is said to be");
    let key = |at: usize| &whole[KEYS + 38 * at..KEYS + 38 * (at + 1)];
    let keys =
        |order: &[usize]| patched(&whole, KEYS, &order.iter().flat_map(|&at| key(at)).copied().collect::<Vec<u8>>());
    let many: Vec<u8> = (0..257_u32).flat_map(|n| [&n.to_be_bytes()[..], &[0; 34]].concat()).collect();
    let chain = &whole[CHAINS + 1..];
    vec![
        lie("nothing", "none", "no bytes", []),
        lie("version-0", "none", "a version that never was", with(&whole, 0, 0)),
        lie("version-2", "none", "a later version", with(&whole, 0, 2)),
        lie("one-byte-short", "none", "the last byte is missing", shorter(&whole)),
        lie("one-byte-long", "none", "a byte behind the last", longer(&whole)),
        lie("flag-2", "none", "a flag that is neither there nor not there", with(&whole, DHR, 2)),
        lie("key-that-is-not-there", "none", "a flag that says no chain key, and a key", with(&whole, CKR, 0)),
        lie("header-key-that-is-not-there", "none", "a flag that says no header key, and a key", with(&whole, HKR, 0)),
        lie(
            "chain-of-no-keys",
            "none",
            "a skipped chain with no key",
            [&patched(&whole, COUNT, &[0, 0])[..KEYS]].concat(),
        ),
        lie(
            "more-keys-than-there-are",
            "none",
            "a skipped chain that claims 65,535 keys",
            patched(&whole, COUNT, &[0xff; 2]),
        ),
        lie(
            "more-chains-than-there-are",
            "none",
            "255 skipped chains, and one of them there",
            with(&whole, CHAINS, 255),
        ),
        lie(
            "chain-of-the-future",
            "none",
            "a skipped chain that began after the last step",
            patched(&whole, STEP, &[0, 0, 0, 9]),
        ),
        lie(
            "chain-too-old",
            "none",
            "a skipped chain that should have been dropped",
            patched(&whole, SKIPPED, &[0, 0, 0, 9]),
        ),
        lie("keys-that-fall", "none", "skipped keys in falling order", keys(&[2, 1, 0])),
        lie("key-twice", "none", "the same skipped key twice", keys(&[0, 1, 1])),
        lie("chain-twice", "none", "the same skipped chain twice", [&with(&whole, CHAINS, 2)[..], chain].concat()),
        lie(
            "257-keys",
            "none",
            "one skipped key more than are kept",
            [&patched(&whole, COUNT, &[1, 1])[..KEYS], &many].concat(),
        ),
        lie(
            "skipped-without-a-chain",
            "none",
            "a session that heard nothing, and a count of chains",
            with(&fresh, SKIPPED + 4, 1),
        ),
    ]
}

fn halves() -> Vec<Lie> {
    let offering = Offering::start(Commitment::from_bytes(&[3; 48]), &mut rng(2)).to_bytes();
    let answering = Meeting::fixed().bob.to_bytes();
    vec![
        lie("nothing", "none", "no bytes", []),
        lie("offering-short", "none", "the half of who showed first, without its last byte", shorter(&offering)),
        lie("offering-long", "none", "the same with a byte behind the last", longer(&offering)),
        lie("offering-of-a-p2", "none", "the same with a P2 in the place of P1", with(&offering, 0, 2)),
        lie("offering-of-suite-2", "none", "the same with the suite of a later version", with(&offering, 1, 2)),
        lie("answering-short", "none", "the half of who scanned first, without its last byte", shorter(&answering)),
        lie("answering-long", "none", "the same with a byte behind the last", longer(&answering)),
        lie("answering-to-a-p3", "none", "the same with a P3 in the place of P1", with(&answering, 0, 3)),
        lie("answering-with-a-p1", "none", "the same with a P1 in the place of P2", with(&answering, 1250, 1)),
    ]
}

/// Of the whole book no more is taken for granted than that its version comes first.
fn books() -> Vec<Lie> {
    vec![
        lie("nothing", "NewerBook", "no bytes", []),
        lie("version-0", "NewerBook", "a version that never was", [0]),
        lie("version-alone", "NewerBook", "version 1, and nothing behind it", [1]),
        lie(
            "version-255",
            "NewerBook",
            "the last version that there can be, and zeros",
            [vec![255], vec![0; 200]].concat(),
        ),
        lie(
            "all-ones",
            "NewerBook",
            "every bit behind the version is set: 255 people, 65,535 letters",
            [vec![1], vec![0xff; 4000]].concat(),
        ),
        lie(
            "endless-zeros",
            "NewerBook",
            "zeros behind the version, more than a book has fields",
            [vec![1], vec![0; 5000]].concat(),
        ),
        lie(
            "full",
            "NewerBook",
            "as large as a vault can hold",
            [vec![1], vec![0x01; vault::CAPACITY - 1]].concat()[..8000].to_vec(),
        ),
    ]
}

#[test]
fn a_session_that_lies_is_not_read() {
    for lie in corpus("session", "Kept sessions", sessions()) {
        assert!(Session::from_bytes(&lie.bytes).is_none(), "{}", lie.name);
    }
}

#[test]
fn half_a_meeting_that_lies_is_not_read() {
    for lie in corpus("half", "Kept halves of a meeting", halves()) {
        assert!(
            Offering::from_bytes(&lie.bytes).is_none() && Answering::from_bytes(&lie.bytes).is_none(),
            "{}",
            lie.name
        );
    }
}

#[test]
fn a_book_that_lies_opens_no_phone_and_stays_as_it_is() {
    for lie in corpus("book", "Contents of a vault", books()) {
        let home = tempfile::tempdir().unwrap();
        let (none, rng) = (HardwareSecret::none(), &mut rng(9));
        let folder = Folder::at(home.path()).unwrap();
        drop(Open::create(folder, &passphrase(), &none, Profile::Small, &lie.bytes, rng).unwrap());
        let surroundings = Surroundings::new(Still(START), crate::rng(1), engine::Custody::Memory);
        let locked = Locked::open(home.path(), &none, surroundings).unwrap_or_else(|error| panic!("{error}"));
        let Err(NotUnlocked::Failed(locked, refusal)) = locked.unlock(&passphrase()) else { panic!("{}", lie.name) };
        assert_eq!(refusal, Refusal::NewerBook, "{}", lie.name);
        assert_eq!(locked.tries().used, 0, "the passphrase was right");
        drop(locked);
        let closed = vault::Closed::open(Folder::at(home.path()).unwrap(), &none, rng).unwrap();
        let (_, payload) = closed.unlock(&passphrase(), rng).ok().unwrap();
        assert!(*payload == lie.bytes, "{}: written over", lie.name);
    }
}
