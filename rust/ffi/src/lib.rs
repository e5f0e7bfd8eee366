//! What Kotlin sees: the engine's verbs as UniFFI objects, one JNI door for camera frames, the Android log.
//!
//! Nothing is decided here. Every door catches a panic (`guard`), every refusal is one of [`Refusal`], and what a
//! screen needs comes as numbers, never as a sentence. All calls are synchronous and nothing calls back; a call that
//! takes a passphrase or writes to disk takes its time and belongs off the main thread.
//!
//! # What crosses, and how
//! - Secrets come in as direct buffers, are copied into memory that wipes itself, and are wiped by Kotlin too. None goes out.
//! - Texts come in as direct buffers and go out eight bytes at a time ([`Text`]), so that no buffer in between holds one.
//! - Frames come through `door`, under a ticket (`ticket`), and nothing of a frame outlives its call.
//! - Every block that Rust frees is wiped (`heap`): UniFFI's own buffers too.
//! - No 8- or 16-bit number is a parameter or a result: 32-bit ART has read garbage beyond those.

mod card;
mod clock;
mod code;
mod door;
mod duress;
mod envelope;
mod guard;
mod heap;
mod locked;
mod meeting;
mod message;
mod person;
mod phone;
mod refusal;
mod scan;
#[cfg(any(test, feature = "selftest"))]
mod selftest;
mod settings;
mod share;
mod text;
mod ticket;

pub use card::{Card, Ending, Verdict};
pub use clock::Clock;
pub use code::{Code, Modules, Reel};
pub use duress::{Opens, SecondPassphrase};
pub use envelope::{Check, Envelope};
pub use locked::{LockedPhone, Profile, Tries};
pub use meeting::{Meeting, MeetingCode, Words};
pub use message::{Draft, MessageId, News, Received, Size, Waiting, room};
pub use person::{Ended, EndedBy, Kept, Lease, Person, PersonId, Standing};
pub use phone::Phone;
pub use refusal::Refusal;
pub use scan::{Found, Scan};
pub use settings::{Date, suggest_passphrase};
pub use share::Share;
pub use text::Text;

uniffi::setup_scaffolding!();

/// The version of the engine, as on its release.
#[uniffi::export]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
