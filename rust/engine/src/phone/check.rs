//! Loop-back: whether the picture that a courier is about to send carries a code of this phone whole.

use optic::{Budget, LumaView, Reader, Seen, base45, sheet};
use ratchet::Envelope;

use super::Phone;
use crate::ContactId;

/// What a picture carries, seen by the phone whose code it should be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Check {
    /// A code that this phone keeps, byte for byte.
    Whole {
        /// Whom the message is for.
        to: ContactId,
        /// Its number.
        number: u32,
        /// It is the newest to this person.
        newest: bool,
        /// Share of the code's error correction that this picture needed already, 0 to 1; of a sheet the code that is
        /// the worst but for the spare one.
        used: f32,
    },
    /// A code, and none that this phone keeps.
    NotOurs,
    /// No code was read; what was seen instead.
    Nothing(Seen),
}

impl Check {
    /// From this share on the picture is taken anew: a messenger, a screen and a second camera are still to come.
    pub const MUCH: f32 = 0.5;
}

impl Phone {
    /// Looks at the courier's picture of a code that this phone showed. Changes nothing.
    pub fn check(&self, picture: LumaView<'_>, budget: Budget) -> Check {
        let mut reading = Reader::new().read(picture, budget);
        if reading.codes.is_empty() {
            return Check::Nothing(reading.seen);
        }
        // The best first: a sheet is whole before its worst part is looked at.
        reading.codes.sort_by(|a, b| a.used.total_cmp(&b.used));
        let mut sheets = sheet::Join::new();
        let kept = reading.codes.iter().find_map(|code| {
            let mut bytes = base45::decode(&code.bytes).ok()?;
            if let sheet::Progress::Complete(object) = sheets.push(&bytes) {
                bytes = object;
            }
            self.kept(&bytes, code.used)
        });
        kept.unwrap_or(Check::NotOurs)
    }

    /// The same of a message that a scan of the courier's picture gave, with what it [used](crate::Scan::used). Changes
    /// nothing.
    pub fn check_copy(&self, envelope: &Envelope, used: f32) -> Check {
        self.kept(envelope.as_bytes(), used).unwrap_or(Check::NotOurs)
    }

    fn kept(&self, bytes: &[u8], used: f32) -> Option<Check> {
        self.book.contacts.iter().find_map(|contact| {
            let kept = contact.kept.iter().find(|kept| kept.envelope.as_bytes() == bytes)?;
            let newest = contact.kept.iter().all(|other| other.number <= kept.number);
            Some(Check::Whole { to: contact.id, number: kept.number, newest, used })
        })
    }
}
