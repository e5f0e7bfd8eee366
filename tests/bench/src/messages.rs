//! One message with a Diffie-Hellman step, beside vodozemac's Olm session; and a hundred thousand of them.

use rand_chacha::{
    ChaCha20Rng,
    rand_core::{Rng, SeedableRng},
};
use ratchet::{Answering, Bucket, Commitment, Content, Day, Offering, Record, Session, Tell};
use vodozemac::olm::{Account, OlmMessage, Session as Olm, SessionConfig};

use crate::{
    paired::{Paired, timed},
    table::{Row, ratio, time},
};

pub(crate) const TODAY: Day = Day(20_819);

/// Two sessions that have met.
pub(crate) fn meet(rng: &mut ChaCha20Rng) -> Option<[Session; 2]> {
    let offering = Offering::start(Commitment::random(rng), rng);
    let answering = Answering::answer(offering.p1(), Commitment::random(rng), rng).ok()?;
    let (alice, p3) = offering.accept(answering.p2(), rng).ok()?;
    Some([alice.session, answering.finish(&p3).ok()?.session])
}

/// Every message makes the step of its receiver: one key pair, two agreements, on either side of the table. The texts are
/// equally long; vodozemac hides no length and seals no header.
pub(crate) fn with_step(build: &str) -> Option<Row> {
    const TURNS: u32 = 50;
    let rng = &mut ChaCha20Rng::seed_from_u64(1);
    let (mut ours, mut peers) = (meet(rng)?, olm()?);
    let text = "x".repeat(Bucket::Normal.text_len());
    let content = Content::new(TODAY, vec![Record::text(&text)]);
    let paired = Paired::run(
        400,
        || (0..TURNS).try_for_each(|_| turn(&mut ours, &content, rng)),
        || (0..TURNS).try_for_each(|_| olm_turn(&mut peers, text.as_bytes())),
    )?;
    let [ours, peer] = paired.medians().map(|took| time(took.cpu / f64::from(TURNS)));
    let [_, median, _] = paired.ratio();
    Some(Row {
        what: format!("seal + open one message of normal size, with a DH step, {build}"),
        ours,
        beside: format!("vodozemac (Olm) {peer}: {}", ratio(paired.ratio())),
        asked: "<= 1.0 x",
        reached: Some(median <= 1.0),
    })
}

/// A conversation in turns of one to eight: a tenth of the messages never comes, a tenth comes three turns late.
pub(crate) fn a_hundred_thousand() -> Option<Row> {
    const MESSAGES: u32 = 100_000;
    let rng = &mut ChaCha20Rng::seed_from_u64(3);
    let [mut one, mut other] = meet(rng)?;
    let content = Content::new(TODAY, vec![Record::text("Twenty to nine, as always.")]);
    let (mut late, mut largest, mut before) = ([Vec::new(), Vec::new()], 0, 0);
    let (mut sent, mut turns) = (0, 0_u32);
    let took = timed(|| {
        while sent < MESSAGES {
            let [own, others] = &mut late;
            for left in (0..=rng.next_u32() % 8).rev() {
                let (next, envelope) = one.seal(&content, Bucket::Short, Tell::Normal, rng).ok()?;
                one = next;
                sent += 1;
                match rng.next_u32() % 10 {
                    0 if left > 0 => {}
                    1 if left > 0 => own.push((turns + 6, envelope)),
                    _ => other = other.open(&envelope, TODAY, rng).ok()?.0,
                }
            }
            while let Some(at) = own.iter().position(|(due, _)| *due <= turns) {
                other = other.open(&own.swap_remove(at).1, TODAY, rng).ok()?.0;
            }
            std::mem::swap(own, others);
            std::mem::swap(&mut one, &mut other);
            turns += 1;
            largest = largest.max(one.to_bytes().len());
            if sent <= MESSAGES / 10 {
                before = resident()?;
            }
        }
        Some(())
    })?;
    let after = resident()?;
    Some(Row {
        what: "100,000 messages back and forth in memory, some late, some lost".to_owned(),
        ours: format!("{:.0} a second; state at most {largest} bytes", f64::from(sent) / took.cpu),
        beside: format!("memory of the process after 10,000: {before} KiB, after all: {after} KiB"),
        asked: "no growth",
        reached: Some(after <= before + 128 && largest <= Session::MAX_BYTES),
    })
}

/// One side seals, the other opens, and the next time it is the other way round.
fn turn(sides: &mut [Session; 2], content: &Content, rng: &mut ChaCha20Rng) -> Option<()> {
    let [one, other] = sides;
    let (next, envelope) = one.seal(content, Bucket::Normal, Tell::Normal, rng).ok()?;
    *one = next;
    let (next, opened) = other.open(&envelope, TODAY, rng).ok()?;
    *other = next;
    std::hint::black_box(opened.content);
    sides.reverse();
    Some(())
}

fn olm() -> Option<[Olm; 2]> {
    let (alice, mut bob) = (Account::new(), Account::new());
    bob.generate_one_time_keys(1);
    let key = *bob.one_time_keys().values().next()?;
    let version = SessionConfig::version_1();
    let mut first = alice.create_outbound_session(version, bob.curve25519_key(), key).ok()?;
    let OlmMessage::PreKey(message) = first.encrypt("Here.").ok()? else { return None };
    let second = bob.create_inbound_session(version, alice.curve25519_key(), &message).ok()?.session;
    let mut sides = [second, first];
    olm_turn(&mut sides, b"Here too.")?;
    Some(sides)
}

fn olm_turn(sides: &mut [Olm; 2], text: &[u8]) -> Option<()> {
    let [one, other] = sides;
    let message = one.encrypt(text).ok()?;
    std::hint::black_box(other.decrypt(&message).ok()?);
    sides.reverse();
    Some(())
}

/// KiB of this process in memory.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse().ok()
}
