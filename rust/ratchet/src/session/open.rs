//! RatchetDecryptHE: TrySkippedMessageKeysHE, DecryptHeader, SkipMessageKeysHE, DHRatchetHE.

use rand_core::CryptoRng;

use super::{Bound, Header, Session, Tell, bind, skipped::number};
use crate::{
    aead::{self, Plain},
    content::{Content, ContentError, Day},
    dh::KeyPair,
    envelope::Envelope,
    kdf::{kdf_ck, kdf_rk_he},
    key::Key,
};

/// A message that was opened.
pub struct Opened {
    /// What it says.
    pub content: Content,
    /// Its number among all envelopes of this sender to this phone, from 1.
    pub number: u32,
    /// What the sender's phone says of its own situation.
    pub tell: Tell,
}

/// Why an envelope was not opened. Nothing changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotOpened {
    /// Not for this session, or older than its memory, or damaged: the three cannot be told apart.
    Unreadable,
    /// Opened before. Only a recent chain can tell.
    AlreadyRead,
    /// The contact's Aldis is newer than this one.
    Newer,
    /// The contact's software sealed what the protocol does not allow.
    Malformed,
}

impl std::fmt::Display for NotOpened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            NotOpened::Unreadable => "not readable: old, or not for this phone",
            NotOpened::AlreadyRead => "already read",
            NotOpened::Newer => "needs a newer Aldis",
            NotOpened::Malformed => "broken by its sender",
        })
    }
}

impl std::error::Error for NotOpened {}

impl Session {
    /// Opens one envelope: the next state, without its message key, and the message. The next state must be on disk
    /// before the message is shown.
    ///
    /// `today` is noted beside keys that have to be skipped. Draws 32 bytes where the other side made a new step.
    ///
    /// # Errors
    /// [`NotOpened`]; this state is as it was, since nothing here changes it.
    pub fn open(
        &self,
        envelope: &Envelope,
        today: Day,
        rng: &mut dyn CryptoRng,
    ) -> Result<(Session, Opened), NotOpened> {
        let sealed = Sealed::of(envelope).ok_or(NotOpened::Unreadable)?;
        let under_hkr = || self.open_in_current_chain(&sealed, &sealed.header(self.hkr.as_ref()?)?, today);
        let mut under_nhkr = || self.open_after_step(&sealed, &sealed.header(&self.nhkr)?, today, rng);
        // A header opens under one key alone, so the order tells in nothing but time. Nobody can have answered before
        // something was sent; afterwards an answer is what most likely comes.
        let recent = if self.ns == 0 { under_hkr().or_else(under_nhkr) } else { under_nhkr().or_else(under_hkr) };
        if let Some(opened) = recent {
            return opened;
        }
        for (chain, hk) in self.mkskipped.old_header_keys() {
            if let Some(header) = sealed.header(hk)
                && let Some(opened) = self.open_skipped(&sealed, &header, self.mkskipped.place(chain, header.n))
            {
                return opened;
            }
        }
        Err(NotOpened::Unreadable)
    }

    /// The header is of the chain that is being received. Nothing where the body does not open.
    fn open_in_current_chain(
        &self,
        sealed: &Sealed<'_>,
        header: &Header,
        today: Day,
    ) -> Option<Result<Both, NotOpened>> {
        if header.n < self.nr {
            return self.open_skipped(sealed, header, self.mkskipped.in_current_chain(header.n));
        }
        self.clone().receive(sealed, header, today)
    }

    /// The header opens under the next header key: the other side made a step, if the body opens too.
    fn open_after_step(
        &self,
        sealed: &Sealed<'_>,
        header: &Header,
        today: Day,
        rng: &mut dyn CryptoRng,
    ) -> Option<Result<Both, NotOpened>> {
        let mut next = self.clone();
        next.skip_message_keys(header.pn, today)?;
        next.dh_ratchet(header, rng)?;
        next.receive(sealed, header, today)
    }

    /// The chain has gone past the header's place: without a key put aside there, it was read.
    fn open_skipped(
        &self,
        sealed: &Sealed<'_>,
        header: &Header,
        place: Option<super::skipped::Place>,
    ) -> Option<Result<Both, NotOpened>> {
        let Some(place) = place else {
            return Some(Err(NotOpened::AlreadyRead));
        };
        let (mk, number) = self.mkskipped.get(place)?;
        let inner = sealed.body(mk, &self.ad)?;
        let mut next = self.clone();
        next.mkskipped.remove(place);
        Some(next.accept(header, &inner, number))
    }

    /// Steps the receiving chain to the header's place and opens the body. Works on a state that is thrown away when
    /// this gives nothing.
    fn receive(mut self, sealed: &Sealed<'_>, header: &Header, today: Day) -> Option<Result<Both, NotOpened>> {
        self.skip_message_keys(header.n, today)?;
        let (ckr, mk) = kdf_ck(self.ckr.as_ref()?);
        let inner = sealed.body(&mk, &self.ad)?;
        let number = number(self.received, self.nr);
        self.ckr = Some(ckr);
        self.nr = self.nr.checked_add(1)?;
        Some(self.accept(header, &inner, number))
    }

    /// The body's tag was right: what it says decides.
    fn accept(self, header: &Header, inner: &[u8], number: u32) -> Result<Both, NotOpened> {
        if header.structure() != 0 {
            return Err(NotOpened::Newer);
        }
        let tell = self.tell.read(header.tell()).ok_or(NotOpened::Malformed)?;
        let content = Content::parse(inner).map_err(|error| match error {
            ContentError::Malformed => NotOpened::Malformed,
            ContentError::Newer => NotOpened::Newer,
        })?;
        Ok((self, Opened { content, number, tell }))
    }

    /// SkipMessageKeysHE; nothing where more than MAX_SKIP would be skipped.
    fn skip_message_keys(&mut self, until: u32, today: Day) -> Option<()> {
        if until.saturating_sub(self.nr) > Session::MAX_SKIP {
            return None;
        }
        let (Some(hkr), Some(ckr)) = (&self.hkr, &mut self.ckr) else {
            return (until == 0).then_some(());
        };
        while self.nr < until {
            let (next, mk) = kdf_ck(ckr);
            self.mkskipped.put(hkr, self.received, self.nr, today, mk);
            *ckr = next;
            self.nr += 1;
        }
        Some(())
    }

    /// DHRatchetHE; nothing where their key is of low order.
    fn dh_ratchet(&mut self, header: &Header, rng: &mut dyn CryptoRng) -> Option<()> {
        self.sent = self.sent.checked_add(self.ns)?;
        self.received = self.received.checked_add(self.nr)?;
        self.pn = self.ns;
        self.ns = 0;
        self.nr = 0;
        self.dhr = Some(header.dh);
        self.mkskipped.step();
        let (rk, ckr, nhkr) = kdf_rk_he(&self.rk, &self.dhs.agree(&header.dh)?);
        self.dhs = KeyPair::generate(rng);
        let (rk, cks, nhks) = kdf_rk_he(&rk, &self.dhs.agree(&header.dh)?);
        self.hks = std::mem::replace(&mut self.nhks, nhks);
        self.hkr = Some(std::mem::replace(&mut self.nhkr, nhkr));
        (self.rk, self.cks, self.ckr) = (rk, cks, Some(ckr));
        Some(())
    }
}

type Both = (Session, Opened);

/// An envelope taken apart.
struct Sealed<'a> {
    /// Nonce and header.
    head: &'a [u8; Envelope::HEAD],
    nonce: &'a aead::Nonce,
    header: &'a [u8; Header::SEALED],
    body: &'a [u8],
}

impl<'a> Sealed<'a> {
    fn of(envelope: &'a Envelope) -> Option<Sealed<'a>> {
        let (head, body) = envelope.as_bytes().split_first_chunk()?;
        let (nonce, header) = head.split_first_chunk()?;
        Some(Sealed { head, nonce, header: header.first_chunk()?, body })
    }

    fn header(&self, hk: &Key) -> Option<Header> {
        Header::open(hk, self.nonce, self.header)
    }

    fn body(&self, mk: &Key, ad: &Key) -> Option<Plain> {
        let mut bound = Bound::new([0; Key::LEN + Envelope::HEAD]);
        bind(&mut bound, ad, self.head);
        aead::open(mk, self.nonce, &*bound, self.body)
    }
}
