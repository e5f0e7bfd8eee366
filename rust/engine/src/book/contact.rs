//! One pairing, as this phone keeps it.

mod layout;

use ratchet::{Commitment, Day, Envelope, Met, Session};

use super::{Enclosed, Enclosure, Ended, TombstoneId};
use crate::{Name, Refusal, lease::Silence};

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
    /// It is over for good, by the other side or by a burn card: nothing is sent, nothing received.
    Ended,
    /// The person was met again: nothing is sent by this pairing, and what comes by it is kept, until the new one brings
    /// its first message. Then this one burns.
    Replaced,
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
    pub(crate) silence: Silence,
    pub(crate) alarm: Option<Alarm>,
    /// Whether messages to this person carry notices of burned phones.
    pub(crate) notices: bool,
    /// Commitments that this phone has added since the meeting.
    pub(crate) added: u8,
    pub(crate) enclosed: Vec<Enclosure>,
    /// Set where the standing is [`Standing::Ended`], together with it.
    pub(crate) ended: Option<(Ended, Option<TombstoneId>)>,
    /// None where it ended: keys go with the end.
    pub(crate) session: Option<Session>,
    pub(crate) kept: Vec<KeptCode>,
}

/// The first message of which the other phone said that it was unlocked under force.
#[derive(Clone, Copy)]
pub(crate) struct Alarm {
    pub(crate) since: Day,
    pub(crate) number: u32,
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
    /// Commitments that a phone may add after the meeting.
    pub(crate) const MORE_COMMITMENTS: usize = 4;
    pub(crate) const COMMITMENTS: usize = 1 + Contact::MORE_COMMITMENTS;
    pub(crate) const BOUND: usize = 2
        + (2 + Name::MAX_LEN)
        + 1
        + 8
        + (1 + 162)
        + (1 + Contact::COMMITMENTS * Commitment::LEN)
        + (2 + 3)
        + 7
        + 2
        + Enclosure::BOUND
        + (2 + Ended::BOUND + 2)
        + (2 + Session::MAX_BYTES)
        + 1;

    /// Somebody who was just met.
    pub(crate) fn met(id: ContactId, name: &Name, met: Met, third: Option<Third>, today: Day) -> Contact {
        Contact {
            id,
            name: name.clone(),
            standing: Standing::Unconfirmed,
            words: met.words.indices(),
            third,
            commitments: vec![met.commitment],
            silence: Silence::begun(today),
            alarm: None,
            notices: false,
            added: 0,
            enclosed: Vec::new(),
            ended: None,
            session: Some(met.session),
            kept: Vec::new(),
        }
    }

    /// The session with which envelopes are tried.
    pub(crate) fn receiving(&self) -> Option<&Session> {
        let receives = matches!(self.standing, Standing::Confirmed | Standing::Paused | Standing::Replaced);
        self.session.as_ref().filter(|_| receives)
    }

    /// Whether anything may ever be sent by it, now or after a pause or a confirmation.
    pub(crate) fn is_sending(&self) -> bool {
        self.session.is_some() && self.standing != Standing::Replaced
    }

    /// The session went on by a received envelope: codes that an earlier answer had passed are let go, and enclosures
    /// that every code of this turn had have arrived.
    pub(crate) fn receive(&mut self, next: Session) {
        let before = self.session.replace(next);
        let (Some(before), Some(next)) = (before, &self.session) else { return };
        if before.unanswered() > 0 && next.unanswered() == 0 {
            self.kept.retain(|code| !code.answered);
            for code in &mut self.kept {
                code.answered = true;
            }
            let first = before.next_number().saturating_sub(before.unanswered());
            self.enclosed.retain(|enclosure| enclosure.since.is_none_or(|since| since > first));
        }
    }

    /// Lets a notice travel to this person.
    pub(crate) fn carry(&mut self, tombstone: TombstoneId) {
        let is_there = self.enclosed.iter().any(|enclosure| enclosure.is_notice_of(tombstone));
        if self.is_sending() && !is_there {
            self.enclosed.push(Enclosure::new(Enclosed::Notice(tombstone)));
        }
    }

    /// Ends it for good: no key stays.
    pub(crate) fn end(&mut self, ended: Ended, tombstone: Option<TombstoneId>) {
        self.standing = Standing::Ended;
        self.ended = Some((ended, tombstone));
        self.session = None;
        self.third = None;
        self.kept.clear();
        self.enclosed.clear();
    }

    /// Why nothing is sent, if it is not.
    pub(crate) fn refuses(&self) -> Result<(), Refusal> {
        match self.standing {
            Standing::Confirmed => Ok(()),
            Standing::Unconfirmed => Err(Refusal::Unconfirmed),
            Standing::Paused => Err(Refusal::Paused),
            Standing::Ended | Standing::Replaced => Err(self.over()),
        }
    }

    /// Why it is over.
    pub(crate) fn over(&self) -> Refusal {
        match self.ended {
            _ if self.standing == Standing::Replaced => Refusal::Replaced,
            Some((ended, _)) if ended.is_by_card() => Refusal::BurnedByCard,
            _ => Refusal::Ended,
        }
    }
}
