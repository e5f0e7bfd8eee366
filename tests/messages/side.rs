//! One phone of the property test: what is on its disk, and nothing else that survives a power cut.

use std::collections::BTreeMap;

use rand_chacha::ChaCha20Rng;
use ratchet::{Bucket, Content, Envelope, NotOpened, NotSealed, Record, Session, Tell};
use tests::met::TODAY;

use crate::world::Picture;

/// When the battery fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Power {
    Stays,
    FailsBeforeTheCommit,
    FailsAfterTheCommit,
}

/// What a commit replaces as one.
#[derive(Clone)]
pub(crate) struct Disk {
    session: Vec<u8>,
    /// Codes that can be shown again, by number.
    pub(crate) kept: BTreeMap<u32, Picture>,
    /// Texts that wait, by number.
    pub(crate) inbox: BTreeMap<u32, String>,
}

pub(crate) struct Side {
    pub(crate) disk: Disk,
    /// Ratchet steps made, as the model counts them.
    pub(crate) steps: u32,
    /// Envelopes in the sending chain, as the model counts them.
    pub(crate) in_chain: u32,
    /// The number of the last envelope.
    pub(crate) sealed: u32,
    /// Which of the other's chain this phone's step stands for: Bob's first chain exists before any step.
    pub(crate) shows_first: bool,
}

impl Side {
    pub(crate) fn new(session: &Session, shows_first: bool) -> Side {
        let disk = Disk { session: session.to_bytes().to_vec(), kept: BTreeMap::new(), inbox: BTreeMap::new() };
        Side { disk, steps: 0, in_chain: 0, sealed: 0, shows_first }
    }

    pub(crate) fn session(&self) -> Session {
        Session::from_bytes(&self.disk.session).expect("what was written is read")
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.disk.session
    }

    /// Seals a text and commits. Every envelope that was ever computed is given back, shown or not.
    pub(crate) fn write(&mut self, text: &str, power: Power, rng: &mut ChaCha20Rng) -> Result<Envelope, NotSealed> {
        let session = self.session();
        let content = Content::new(TODAY, vec![Record::text(text)]);
        let (next, envelope) = session.seal(&content, Bucket::Short, Tell::Normal, rng)?;
        assert_eq!(session.next_number(), self.sealed + 1);
        if power != Power::FailsBeforeTheCommit {
            self.sealed += 1;
            let picture = Picture {
                envelope: envelope.clone(),
                text: text.to_owned(),
                number: self.sealed,
                chain: self.steps,
                place: self.in_chain,
                from_first: self.shows_first,
            };
            self.in_chain += 1;
            self.disk.session = next.to_bytes().to_vec();
            self.disk.kept.insert(self.sealed, picture);
        }
        Ok(envelope)
    }

    /// Opens and commits: the next state and the text in one write.
    pub(crate) fn receive(
        &mut self,
        envelope: &Envelope,
        power: Power,
        rng: &mut ChaCha20Rng,
    ) -> Result<(String, u32), NotOpened> {
        let (next, opened) = self.session().open(envelope, TODAY, rng)?;
        assert!(next.to_bytes().len() <= Session::MAX_BYTES);
        let text = opened.content.text().unwrap_or_default().to_owned();
        if power != Power::FailsBeforeTheCommit {
            let twice = self.disk.inbox.insert(opened.number, text.clone());
            assert!(twice.is_none(), "two texts of one number");
            self.disk.session = next.to_bytes().to_vec();
        }
        Ok((text, opened.number))
    }

    /// The step of this phone at which a chain of the other began.
    pub(crate) fn step_of(&self, chain: u32) -> u32 {
        if self.shows_first { chain } else { chain + 1 }
    }
}
