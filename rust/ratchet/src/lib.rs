//! Bytes in, bytes out: the pairing of two phones, the Double Ratchet with header encryption, the envelope.
//!
//! No clock, no disk, no pixels, no randomness of its own: time and random numbers are arguments. The
//! constructions are published ones, function for function, under the names of their specifications.
//!
//! Who attacks here: the courier, who reads, keeps, drops, reorders, repeats and forges every picture; the one who
//! stands between two people who pair; and the one who copies a phone's state. A receive that fails returns no new
//! state, so there is nothing that it could have changed.
//!
//! # One meeting and one message
//! ```
//! use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
//! use ratchet::{Answering, Bucket, Commitment, Content, Day, Offering, Record, Tell};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let rng = &mut ChaCha20Rng::seed_from_u64(1);
//!
//! // Three scans: P1, P2, P3. Then both screens show the same four words.
//! let offering = Offering::start(Commitment::random(rng), rng);
//! let answering = Answering::answer(offering.p1(), Commitment::random(rng), rng)?;
//! let (alice, p3) = offering.accept(answering.p2(), rng)?;
//! let bob = answering.finish(&p3)?;
//! assert_eq!(alice.words.text(), bob.words.text());
//!
//! // A message: the new state and the envelope are to be on disk before anybody sees the code.
//! let content = Content::new(Day::UNKNOWN, vec![Record::text("Bring the map.")]);
//! let (alice_next, envelope) = alice.session.seal(&content, Bucket::Short, Tell::Normal, rng)?;
//! let (bob_next, opened) = bob.session.open(&envelope, Day::UNKNOWN, rng)?;
//! assert_eq!(opened.content.text(), Some("Bring the map."));
//! # let _ = (alice_next, bob_next);
//! # Ok(()) }
//! ```

mod aead;
mod burn;
mod content;
mod dh;
mod envelope;
mod kdf;
mod key;
pub mod layout;
mod object;
mod pairing;
mod session;
mod share;
mod words;

pub use burn::{BurnId, Card, CardError, Commitment};
pub use content::{Content, ContentError, Day, Record, TooLong};
pub use envelope::{Bucket, Envelope, NotAnEnvelope};
pub use object::{Kind, UnknownObject};
pub use pairing::{Answering, Met, Offering, PairingError};
pub use session::{NotOpened, NotSealed, Opened, Session, Tell};
pub use share::Share;
pub use words::{Words, word};
