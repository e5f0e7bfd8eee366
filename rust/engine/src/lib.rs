//! The verbs of the product: joins `ratchet`, `vault` and `optic`, and owns time, randomness and the order of writes.
//!
//! A verb that changes something makes the change on a copy of all that the phone knows, puts the copy on disk, and
//! only then lets it count and shows what came of it. So a failed write changes nothing, and a power cut shows nothing
//! that is not on disk. Every refusal says what the person can do next ([`Refusal`]).
//!
//! # Two phones
//! ```
//! use engine::{Custody, HardwareSecret, Locked, Meeting, Phone, Profile, Received, Size, Surroundings};
//! # use engine::{Clock, Moment};
//! # struct Noon;
//! # impl Clock for Noon { fn now(&self) -> Option<Moment> { Some(Moment(1_800_000_000)) } }
//! # fn surroundings(seed: u64) -> Surroundings {
//! #     use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
//! #     Surroundings::new(Noon, ChaCha20Rng::seed_from_u64(seed), Custody::Memory)
//! # }
//! # fn main() -> Result<(), engine::Refusal> {
//! # let (alices, bobs) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
//! let passphrase = "wall lamp drawer boat six".parse().map_err(engine::Refusal::Vault)?;
//! let none = HardwareSecret::none();
//! let mut alice = Phone::set_up(alices.path(), &passphrase, &none, Profile::Small, surroundings(1))?;
//! let mut bob = Phone::set_up(bobs.path(), &passphrase, &none, Profile::Small, surroundings(2))?;
//!
//! let p1 = alice.start_meeting(&"Bob".parse()?)?;
//! let Meeting::Second(p2) = bob.meet(&"Alice".parse()?, &p1)? else { unreachable!() };
//! let Meeting::Third { code, words } = alice.meet(&"Bob".parse()?, &p2)? else { unreachable!() };
//! let Meeting::Done { words: bobs_words } = bob.meet(&"Alice".parse()?, &code)? else { unreachable!() };
//! assert_eq!(words.text(), bobs_words.text());
//! let (to_bob, to_alice) = (alice.person("Bob")?, bob.person("Alice")?);
//! alice.confirm(to_bob)?;
//! bob.confirm(to_alice)?;
//!
//! let written = alice.write(to_bob, "Bring the map.", Size::Normal)?;
//! let Received::Message { id, .. } = bob.receive(&written.envelope)? else { unreachable!() };
//! assert_eq!(bob.open_text(id)?.as_str(), "Bring the map.");
//! bob.burn_message(id)?;
//! # Ok(()) }
//! ```

mod book;
mod calendar;
mod epoch;
mod lease;
mod locked;
mod name;
mod phone;
mod refusal;
mod scan;
mod suggestion;
mod surroundings;

pub use book::{ContactId, Ended, EndedBy, MessageId, Standing};
pub use calendar::{Date, Moment};
pub use epoch::{KeyName, KeyTrouble, Keystore, Pace, trial};
pub use lease::Lease;
pub use locked::{Locked, NotUnlocked};
pub use name::Name;
pub use phone::{
    Phone,
    card::{Ending, Verdict},
    check::Check,
    duress::{Opens, SecondPassphrase},
    meet::{Meeting, Whom},
    people::{Kept, Person},
    read::Waiting,
    receive::{News, Received},
    write::{Size, Written},
};
pub use refusal::Refusal;
pub use scan::{Found, Scan, Sight};
pub use suggestion::suggest_passphrase;
pub use surroundings::{Clock, Custody, Surroundings};

pub use optic::{Budget, LumaImage, LumaView, Modules, Seen, Why};
pub use ratchet::{Bucket, Card, Day, Envelope, PairingError, Share, Tell, Words};
pub use vault::{Error as VaultError, HardwareSecret, Passphrase, Profile, Tries};
