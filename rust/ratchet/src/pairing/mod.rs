//! Three scans in person, no long-term identity: P1 from Alice, P2 from Bob, P3 from Alice.
//!
//! X25519 and ML-KEM-768 side by side, bound by the whole transcript. Alice's commitment to n_A, opened only after one
//! P2 was accepted, makes the 44 bits of the words a single chance of 2^-44 for whoever stands between the two.
//!
//! ```text
//! P1 A->B  01 | suite | X_A 32 | ek_A 1184 | com 32
//! P2 B->A  02 | suite | X_B 32 | Y_B 32 | ct_B 1088 | E_B 64 | mac_B 32
//! P3 A->B  03 | suite | n_A 32 | E_A 64 | mac_A 32
//! ```

mod answering;
mod offering;
mod transcript;

pub use answering::Answering;
pub use offering::Offering;

use crate::{burn::Commitment, session::Session, words::Words};

/// What a phone has when its half of a pairing is done. The owner has still to say that the words match.
pub struct Met {
    /// Ready to send and to receive.
    pub session: Session,
    /// The same on both screens, or somebody stood between.
    pub words: Words,
    /// The other phone's burn commitment, to be compared with the burned phones that this one knows of.
    pub commitment: Commitment,
}

/// Why a code does not carry a pairing on. Nothing changed: the phone waits for the right one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PairingError {
    /// Not this step's code, or a damaged one.
    Malformed,
    /// This phone made it itself: the camera looked at the wrong screen.
    OwnCode,
    /// Both phones pressed start; one of them has to scan first.
    BothStarted,
    /// It belongs to another meeting, or somebody changed it.
    Refused,
}

impl std::fmt::Display for PairingError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            PairingError::Malformed => "not a code of this step",
            PairingError::OwnCode => "this phone's own code",
            PairingError::BothStarted => "both phones started",
            PairingError::Refused => "not of this meeting",
        })
    }
}

impl std::error::Error for PairingError {}
