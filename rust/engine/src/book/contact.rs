//! One pairing, as this phone keeps it.

use ratchet::{
    Commitment, Day, Envelope, Session,
    layout::{Reader, Writer},
};

use super::{read_text, write_text};
use crate::Name;

/// A contact's number on this phone; never sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ContactId(pub u16);

/// What may be done with a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The words were not compared yet: nothing is sent, nothing received.
    Unconfirmed,
    /// All is well.
    Confirmed,
    /// The owner sends nothing for now; what comes is kept.
    Paused,
    /// The other side has ended it: nothing is sent, nothing received.
    Ended,
}

#[derive(Clone)]
pub(crate) struct Contact {
    pub(crate) id: ContactId,
    pub(crate) name: Name,
    pub(crate) standing: Standing,
    pub(crate) words: [u16; 4],
    /// What this phone showed last in the meeting, until the words are confirmed.
    pub(crate) third: Option<Third>,
    /// The other phone's burn commitments; any one may be opened.
    pub(crate) commitments: Vec<Commitment>,
    /// The last day on which a sign of life was certainly sent.
    pub(crate) heard: Day,
    /// Since when the other phone says that it was unlocked under force.
    pub(crate) alarm: Option<Day>,
    pub(crate) session: Session,
    pub(crate) kept: Vec<KeptCode>,
}

/// P3, and the MAC of the P2 that it answers: a second P2 gets no second answer.
#[derive(Clone)]
pub(crate) struct Third {
    pub(crate) code: [u8; 130],
    pub(crate) answers: [u8; 32],
}

/// An envelope that can be shown again, the same bytes.
#[derive(Clone)]
pub(crate) struct KeptCode {
    pub(crate) number: u32,
    pub(crate) written: Day,
    /// An answer came since. Which of the codes before it arrived cannot be told, so they stay for one more turn.
    pub(crate) answered: bool,
    pub(crate) envelope: Envelope,
}

impl KeptCode {
    pub(crate) fn size(&self) -> usize {
        4 + 2 + 1 + 2 + self.envelope.as_bytes().len()
    }
}

impl Contact {
    /// Burn commitments of one contact: the pairing's and four more.
    pub(crate) const COMMITMENTS: usize = 5;
    pub(crate) const BOUND: usize =
        2 + 2 + Name::MAX_LEN + 1 + 8 + 1 + 162 + 1 + 5 * Commitment::LEN + 2 + 3 + 2 + Session::MAX_BYTES + 1;

    /// Whether envelopes are tried with this contact.
    pub(crate) fn receives(&self) -> bool {
        matches!(self.standing, Standing::Confirmed | Standing::Paused)
    }

    /// The session went on by a received envelope: codes that an earlier answer had passed are let go.
    pub(crate) fn receive(&mut self, next: Session) {
        let was_answered = self.session.unanswered() > 0 && next.unanswered() == 0;
        if was_answered {
            self.kept.retain(|code| !code.answered);
            for code in &mut self.kept {
                code.answered = true;
            }
        }
        self.session = next;
    }

    pub(crate) fn write(&self, fields: &mut Writer) {
        fields.u16(self.id.0);
        write_text(fields, self.name.as_str());
        fields.u8(self.standing as u8);
        for index in self.words {
            fields.u16(index);
        }
        fields.flag(self.third.is_some());
        if let Some(third) = &self.third {
            fields.bytes(&third.code).bytes(&third.answers);
        }
        fields.u8(super::count(self.commitments.len()));
        for commitment in &self.commitments {
            fields.bytes(&commitment.to_bytes());
        }
        fields.u16(self.heard.0).flag(self.alarm.is_some()).u16(self.alarm.unwrap_or(Day::UNKNOWN).0);
        let session = self.session.to_bytes();
        fields.u16(u16::try_from(session.len()).unwrap_or(u16::MAX)).bytes(&session);
        fields.u8(super::count(self.kept.len()));
        for code in &self.kept {
            let envelope = code.envelope.as_bytes();
            fields.u32(code.number).u16(code.written.0).flag(code.answered);
            fields.u16(u16::try_from(envelope.len()).unwrap_or(u16::MAX)).bytes(envelope);
        }
    }

    pub(crate) fn read(fields: &mut Reader<'_>) -> Option<Contact> {
        let id = ContactId(fields.u16()?);
        let name = read_text(fields)?.parse().ok()?;
        let standing = match fields.u8()? {
            0 => Standing::Unconfirmed,
            1 => Standing::Confirmed,
            2 => Standing::Paused,
            3 => Standing::Ended,
            _ => return None,
        };
        let words = [fields.u16()?, fields.u16()?, fields.u16()?, fields.u16()?];
        let third = match fields.flag()? {
            true => Some(Third { code: *fields.array()?, answers: *fields.array()? }),
            false => None,
        };
        let commitments =
            (0..fields.u8()?).map(|_| fields.array().map(Commitment::from_bytes)).collect::<Option<_>>()?;
        let heard = Day(fields.u16()?);
        let alarm = (fields.flag()?, Day(fields.u16()?));
        let session = fields.u16()?;
        let session = Session::from_bytes(fields.slice(session.into())?)?;
        let kept = (0..fields.u8()?).map(|_| read_kept(fields)).collect::<Option<_>>()?;
        let alarm = alarm.0.then_some(alarm.1);
        Some(Contact { id, name, standing, words, third, commitments, heard, alarm, session, kept })
    }
}

fn read_kept(fields: &mut Reader<'_>) -> Option<KeptCode> {
    let (number, written, answered, len) = (fields.u32()?, Day(fields.u16()?), fields.flag()?, fields.u16()?);
    let envelope = Envelope::parse(fields.slice(len.into())?).ok()?;
    Some(KeptCode { number, written, answered, envelope })
}
