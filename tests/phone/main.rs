//! A phone, as a whole: its clock, its limits, its people, and a disk that refuses.
#![cfg(test)]

mod clock;
mod codes;
mod disk;
mod draft;
mod endings;
mod people;
mod room;
mod texts;

use engine::{ContactId, Meeting, Phone};
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use ratchet::{Bucket, Commitment, Content, Day, Envelope, Offering, Record, Session, Tell};

/// The other side of a contact, without a phone around it, so that it can say whatever the protocol allows.
struct Peer {
    session: Session,
    rng: ChaCha20Rng,
}

impl Peer {
    /// Meets the phone, whose owner calls the peer `name` and confirms.
    fn meet(phone: &mut Phone, name: &str, seed: u64) -> (ContactId, Peer) {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let offering = Offering::start(Commitment::random(&mut rng), &mut rng);
        let name = name.parse().unwrap();
        let Ok(Meeting::Second(p2)) = phone.meet(&name, offering.p1()) else { panic!("P1 is answered") };
        let (met, p3) = offering.accept(&p2, &mut rng).unwrap();
        phone.meet(&name, &p3).ok().unwrap();
        let id = phone.person(name.as_str()).unwrap();
        phone.confirm(id).unwrap();
        (id, Peer { session: met.session, rng })
    }

    fn seal(&mut self, day: Day, records: Vec<Record>) -> Envelope {
        let content = Content::new(day, records);
        let (next, envelope) = self.session.seal(&content, Bucket::Short, Tell::Normal, &mut self.rng).unwrap();
        self.session = next;
        envelope
    }

    fn say(&mut self, text: &str) -> Envelope {
        self.seal(Day::UNKNOWN, vec![Record::text(text)])
    }

    fn hear(&mut self, envelope: &Envelope) -> Content {
        let (next, opened) = self.session.open(envelope, Day::UNKNOWN, &mut self.rng).ok().unwrap();
        self.session = next;
        opened.content
    }
}
