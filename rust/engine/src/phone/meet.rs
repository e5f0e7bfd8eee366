//! Three scans in person. Nothing of a meeting counts before it is on disk, and no code is shown before that.

use std::sync::Arc;

use ratchet::{Answering, Commitment, Kind, Met, Offering, PairingError, Words};

use super::Phone;
use crate::{
    Custody, Name, Refusal, Standing,
    book::{Book, Contact, Half, Pending, Third},
};

/// What to show next in a meeting.
pub enum Meeting {
    /// P2, to be shown as a reel; the other phone scans it.
    Second(Vec<u8>),
    /// P3, one code, with the words below it; the contact is there and has to be confirmed.
    Third {
        /// The code's bytes.
        code: Vec<u8>,
        /// To be compared.
        words: Words,
    },
    /// The words; the contact is there and has to be confirmed.
    Done {
        /// To be compared.
        words: Words,
    },
}

/// Whom a meeting is with: somebody new by that name, or, where the owner says so, somebody of that name once more.
#[derive(Clone, Copy)]
pub struct Whom<'a> {
    name: &'a Name,
    again: bool,
}

impl<'a> Whom<'a> {
    /// Somebody who may be known under that name. The earlier pairing sends nothing from the meeting on; what comes by it
    /// is kept until the new one brings its first message. Then the earlier one burns. Where the new words are found to
    /// differ and the new pairing is burned, the earlier one counts again.
    pub fn again(name: &'a Name) -> Whom<'a> {
        Whom { name, again: true }
    }
}

impl<'a> From<&'a Name> for Whom<'a> {
    fn from(name: &'a Name) -> Whom<'a> {
        Whom { name, again: false }
    }
}

impl Phone {
    /// "I show first": gives P1, to be shown as a reel. A meeting that was under way is forgotten.
    ///
    /// # Errors
    /// [`Refusal::NameTaken`], [`Refusal::TooManyPeople`].
    pub fn start_meeting<'a>(&mut self, whom: impl Into<Whom<'a>>) -> Result<Vec<u8>, Refusal> {
        let whom = whom.into();
        self.room_for(whom)?;
        let offering = Offering::start(self.own_commitment(), self.surroundings.rng.as_mut());
        let p1 = offering.p1().to_vec();
        self.keep(whom.name, Half::Offering(Arc::new(offering)))?;
        Ok(p1)
    }

    /// Takes one code of the other phone: P1 makes this phone the one that scans first. `whom` says what the person will
    /// be called; what is given last counts.
    ///
    /// # Errors
    /// [`Refusal::Meeting`] for a code that does not carry the meeting on; [`Refusal::NoMeeting`] where none is under
    /// way; [`Refusal::BurnedPhone`] where the other phone's card was shown to this one; [`Refusal::NameTaken`],
    /// [`Refusal::TooManyPeople`]. Whatever was under way waits on.
    pub fn meet<'a>(&mut self, whom: impl Into<Whom<'a>>, code: &[u8]) -> Result<Meeting, Refusal> {
        let whom = whom.into();
        match Kind::of(code) {
            Ok(Kind::P1) => self.meet_first(whom, code),
            Ok(Kind::P2) => self.meet_second(whom, code),
            Ok(Kind::P3) => self.meet_third(whom, code),
            Err(ratchet::UnknownObject::Newer) => Err(Refusal::Newer),
            _ => Err(PairingError::Malformed.into()),
        }
    }

    /// Forgets a meeting that is under way.
    ///
    /// # Errors
    /// [`Refusal::Vault`].
    pub fn end_meeting(&mut self) -> Result<(), Refusal> {
        self.pending = None;
        match self.book.pending {
            Some(_) => self.commit(|book, _| {
                book.pending = None;
                Ok(())
            }),
            None => Ok(()),
        }
    }

    /// Whether a meeting is under way, and with whom.
    pub fn meeting(&mut self) -> Option<Name> {
        self.pending().map(|pending| pending.name)
    }

    fn meet_first(&mut self, whom: Whom<'_>, p1: &[u8]) -> Result<Meeting, Refusal> {
        match self.pending().map(|pending| pending.half) {
            Some(Half::Offering(offering)) => return Err(offering.met_p1(p1).into()),
            Some(Half::Answering(answering)) if answering.answers(p1) => {
                self.settle()?;
                return Ok(Meeting::Second(answering.p2().to_vec()));
            }
            _ => self.room_for(whom)?,
        }
        let commitment = self.own_commitment();
        let answering = Answering::answer(p1, commitment, self.surroundings.rng.as_mut())?;
        let p2 = answering.p2().to_vec();
        self.keep(whom.name, Half::Answering(Arc::new(answering)))?;
        Ok(Meeting::Second(p2))
    }

    fn meet_second(&mut self, whom: Whom<'_>, p2: &[u8]) -> Result<Meeting, Refusal> {
        let pending = match self.pending() {
            Some(Pending { half: Half::Answering(answering), .. }) if answering.is_own(p2) => {
                return Err(PairingError::OwnCode.into());
            }
            Some(Pending { half: Half::Answering(_), .. }) => return Err(PairingError::Refused.into()),
            None => return self.third_again(whom.name, p2),
            Some(pending) => pending,
        };
        let Half::Offering(offering) = &pending.half else {
            return Err(Refusal::NoMeeting);
        };
        let (met, p3) = offering.accept(p2, self.surroundings.rng.as_mut())?;
        let words = met.words;
        let code: [u8; 130] = p3.as_slice().try_into().map_err(|_| Refusal::Malformed)?;
        let answers = *p2.last_chunk().ok_or(Refusal::Malformed)?;
        self.add(whom, met, Some(Third { code, answers }))?;
        Ok(Meeting::Third { code: p3, words })
    }

    /// The P2 that was accepted, scanned once more: the same P3. Any other P2 gets none.
    fn third_again(&mut self, name: &Name, p2: &[u8]) -> Result<Meeting, Refusal> {
        self.settle()?;
        let contact = self.book.person(name.as_str());
        let third = contact.and_then(|contact| Some((contact.third.as_ref()?, contact.words)));
        let (third, words) = third.ok_or(Refusal::NoMeeting)?;
        if p2.last_chunk() != Some(&third.answers) {
            return Err(PairingError::Refused.into());
        }
        Ok(Meeting::Third { code: third.code.to_vec(), words: Words::from_indices(words) })
    }

    fn meet_third(&mut self, whom: Whom<'_>, p3: &[u8]) -> Result<Meeting, Refusal> {
        let own = |third: &Third| third.code == *p3;
        if self.book.contacts.iter().any(|contact| contact.third.as_ref().is_some_and(own)) {
            return Err(PairingError::OwnCode.into());
        }
        let pending = self.pending().ok_or(Refusal::NoMeeting)?;
        let Half::Answering(answering) = &pending.half else {
            return Err(PairingError::Refused.into());
        };
        let met = answering.finish(p3)?;
        let words = met.words;
        self.add(whom, met, None)?;
        Ok(Meeting::Done { words })
    }

    /// A contact, unconfirmed, and no meeting any more, in one write.
    fn add(&mut self, whom: Whom<'_>, met: Met, third: Option<Third>) -> Result<(), Refusal> {
        self.room_for(whom)?;
        if self.book.burned_with(&met.commitment).is_some() {
            return Err(Refusal::BurnedPhone);
        }
        let today = self.date().at_least();
        let added = self.commit(|book, _| {
            let id = book.make_way(whom.name.as_str());
            book.pending = None;
            book.contacts.push(Contact::met(id, whom.name, met, third, today));
            Ok(())
        });
        // A contact that is not certain to last is one all the same: the meeting must not make a second.
        if matches!(added, Ok(()) | Err(Refusal::Vault(vault::Error::NotDurable(_)))) {
            self.pending = None;
        }
        added
    }

    fn keep(&mut self, name: &Name, half: Half) -> Result<(), Refusal> {
        let pending = Some(Pending { name: name.clone(), since: self.now(), half });
        match self.surroundings.custody {
            Custody::Memory => self.pending = pending,
            Custody::Vault => self.commit(|book, _| {
                book.pending = pending;
                Ok(())
            })?,
        }
        Ok(())
    }

    /// A name is free if nobody has it, if its pairing is over or was never confirmed, or if the owner means that person.
    fn room_for(&self, whom: Whom<'_>) -> Result<(), Refusal> {
        let of_that_name = || self.book.contacts.iter().filter(|contact| contact.name.is(whom.name.as_str()));
        let hears = self.book.person(whom.name.as_str()).map(|contact| contact.receiving().is_some());
        // Beside a pairing that hears on there is one more, but never two.
        let needs_room = hears.unwrap_or(true) && !of_that_name().any(|contact| contact.standing == Standing::Replaced);
        match hears {
            Some(true) if !whom.again => Err(Refusal::NameTaken),
            _ if needs_room && self.book.contacts.len() >= Book::CONTACTS => Err(Refusal::TooManyPeople),
            _ => Ok(()),
        }
    }

    fn own_commitment(&mut self) -> Commitment {
        let rng = self.surroundings.rng.as_mut();
        match &self.book.burn_id {
            Some(id) => id.commit(rng),
            None => Commitment::random(rng),
        }
    }
}
