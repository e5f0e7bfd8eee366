//! Two sessions that have met, without a phone around them.
#![allow(clippy::expect_used, reason = "a test that cannot go on must stop")]

use rand_core::CryptoRng;
use ratchet::{Answering, Bucket, Commitment, Content, Day, Envelope, NotOpened, Offering, Record, Session, Tell};

/// The day on which sessions are used where the day does not matter.
pub const TODAY: Day = Day(20_800);

/// The one who showed first, and the other.
#[must_use]
pub fn meet(rng: &mut impl CryptoRng) -> (Session, Session) {
    let offering = Offering::start(Commitment::random(rng), rng);
    let answering = Answering::answer(offering.p1(), Commitment::random(rng), rng).expect("an honest P1");
    let (alice, p3) = offering.accept(answering.p2(), rng).expect("an honest P2");
    let bob = answering.finish(&p3).expect("an honest P3");
    assert!(alice.words == bob.words, "the words of an honest meeting are the same");
    (alice.session, bob.session)
}

/// The text sealed by `by`, which goes on.
pub fn say(by: &mut Session, text: &str, rng: &mut impl CryptoRng) -> Envelope {
    let content = Content::new(TODAY, vec![Record::text(text)]);
    let (next, envelope) = by.seal(&content, Bucket::Short, Tell::Normal, rng).expect("short, and answered");
    *by = next;
    envelope
}

/// The text opened by `by`, which goes on by way of its bytes; a failure is checked to change none of them.
///
/// # Errors
/// Those of [`Session::open`].
pub fn hear(by: &mut Session, envelope: &Envelope, rng: &mut impl CryptoRng) -> Result<(String, u32), NotOpened> {
    let before = by.to_bytes();
    match by.open(envelope, TODAY, rng) {
        Ok((next, opened)) => {
            *by = Session::from_bytes(&next.to_bytes()).expect("what was written is read");
            Ok((opened.content.text().unwrap_or_default().to_owned(), opened.number))
        }
        Err(error) => {
            assert!(by.to_bytes() == before, "a failed receive changed the state");
            Err(error)
        }
    }
}
