//! The other side of a contact, without a phone around it.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on must stop")]

use engine::{ContactId, Meeting, Phone};
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use ratchet::{Bucket, Commitment, Content, Day, Envelope, NotOpened, Offering, Opened, Record, Session, Tell};

/// It can say whatever the protocol allows.
pub struct Peer {
    /// Its side of the ratchet.
    pub session: Session,
    /// Its chance.
    pub rng: ChaCha20Rng,
}

impl Peer {
    /// Meets the phone, whose owner calls the peer `name` and confirms.
    pub fn meet(phone: &mut Phone, name: &str, seed: u64) -> (ContactId, Peer) {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let offering = Offering::start(Commitment::random(&mut rng), &mut rng);
        let name = name.parse().expect("a name");
        let Ok(Meeting::Second(p2)) = phone.meet(&name, offering.p1()) else { panic!("P1 is answered") };
        let (met, p3) = offering.accept(&p2, &mut rng).expect("an honest P2");
        phone.meet(&name, &p3).expect("an honest P3");
        let id = phone.person(name.as_str()).expect("met");
        phone.confirm(id).expect("met");
        (id, Peer { session: met.session, rng })
    }

    /// Seals records.
    pub fn seal(&mut self, day: Day, records: Vec<Record>) -> Envelope {
        let content = Content::new(day, records);
        let (next, envelope) =
            self.session.seal(&content, Bucket::Short, Tell::Normal, &mut self.rng).expect("short, and answered");
        self.session = next;
        envelope
    }

    /// Seals a text.
    pub fn say(&mut self, text: &str) -> Envelope {
        self.seal(Day::UNKNOWN, vec![Record::text(text)])
    }

    /// Opens what the phone wrote.
    pub fn hear(&mut self, envelope: &Envelope) -> Content {
        self.try_to_hear(envelope).unwrap_or_else(|error| panic!("{error}")).0
    }

    /// The same with what its header says.
    pub fn open(&mut self, envelope: &Envelope) -> Opened {
        let Ok((next, opened)) = self.session.open(envelope, Day::UNKNOWN, &mut self.rng) else {
            panic!("a message for this peer")
        };
        self.session = next;
        opened
    }

    /// The content and its number.
    ///
    /// # Errors
    /// Those of [`Session::open`].
    pub fn try_to_hear(&mut self, envelope: &Envelope) -> Result<(Content, u32), NotOpened> {
        let (next, opened) = self.session.open(envelope, Day::UNKNOWN, &mut self.rng)?;
        self.session = next;
        Ok((opened.content, opened.number))
    }
}
