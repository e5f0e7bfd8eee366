//! Whose message is it? Tried with 32 contacts, each with all the skipped keys that it may have.

use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use ratchet::{Bucket, Content, Envelope, NotOpened, Opened, Session, Tell};

use crate::{
    messages::{TODAY, meet},
    paired::Paired,
    table::{Row, time},
};

const CONTACTS: u64 = 32;

/// The last contact's message from the oldest chain, which is the last key that is tried; beside it an envelope that is
/// nobody's, for which 32 times six header keys are tried in vain.
pub(crate) fn among_32() -> Option<(Row, Row)> {
    let rng = &mut ChaCha20Rng::seed_from_u64(4);
    let mut contacts: Vec<(Session, Envelope)> = (0..CONTACTS).map(|_| full(rng)).collect::<Option<_>>()?;
    let (last, late) = contacts.pop()?;
    let mut sessions: Vec<Session> = contacts.into_iter().map(|(session, _)| session).collect();
    let largest = last.to_bytes().len();
    sessions.push(last);
    let [other, _] = meet(rng)?;
    let (_, foreign) = other.seal(&Content::cover(TODAY), Bucket::Normal, Tell::Normal, rng).ok()?;
    matches!(find(&sessions, &late, rng), Some(Ok(_))).then_some(())?;
    find(&sessions, &foreign, rng).is_none().then_some(())?;
    let twin = &mut rng.clone();
    let paired = Paired::run(
        2000,
        || std::hint::black_box(find(&sessions, &late, rng)).map(drop),
        || find(&sessions, &foreign, twin).is_none().then_some(()),
    )?;
    let [ours, nobodys] = paired.medians().map(|took| took.cpu);
    let found = Row {
        what: "whose message it is, among 32 contacts with 256 skipped keys each: the last key of the last one"
            .to_owned(),
        ours: time(ours),
        beside: format!("an envelope that is nobody's: {}", time(nobodys)),
        asked: "<= 1 ms",
        reached: Some(ours.max(nobodys) <= 1e-3),
    };
    let state = Row {
        what: "serialised state of a contact, worst case".to_owned(),
        ours: format!("{largest} bytes"),
        beside: format!("the bound in the code: {} bytes", Session::MAX_BYTES),
        asked: "<= 12 KiB",
        reached: Some(Session::MAX_BYTES <= 12 * 1024),
    };
    Some((found, state))
}

fn find(
    sessions: &[Session],
    envelope: &Envelope,
    rng: &mut ChaCha20Rng,
) -> Option<Result<(Session, Opened), NotOpened>> {
    sessions.iter().find_map(|session| match session.open(envelope, TODAY, rng) {
        Err(NotOpened::Unreadable) => None,
        found => Some(found),
    })
}

/// A session whose memory of skipped keys is full, and an envelope from its oldest chain. Five turns of twenty, of which
/// only the last of each arrives, are all that an honest sender can skip; what a dishonest one could add is added to the
/// bytes.
fn full(rng: &mut ChaCha20Rng) -> Option<(Session, Envelope)> {
    let [mut speaker, mut listener] = meet(rng)?;
    let content = Content::cover(TODAY);
    let mut first = None;
    for turn in 0..5 {
        for place in 0..20 {
            let (next, envelope) = speaker.seal(&content, Bucket::Normal, Tell::Normal, rng).ok()?;
            speaker = next;
            if place == 19 {
                listener = listener.open(&envelope, TODAY, rng).ok()?.0;
            }
            first.get_or_insert(envelope);
        }
        if turn < 4 {
            let (next, answer) = listener.seal(&content, Bucket::Normal, Tell::Normal, rng).ok()?;
            listener = next;
            speaker = speaker.open(&answer, TODAY, rng).ok()?.0;
        }
    }
    let session = Session::from_bytes(&stuffed(&listener.to_bytes())?)?;
    (session.missing().len() == Session::MAX_SKIPPED).then_some(())?;
    Some((session, first?))
}

/// The same state with made-up keys behind the real ones of each chain, as far as the limit goes.
fn stuffed(state: &[u8]) -> Option<Vec<u8>> {
    // As `Session::to_bytes` has it: the skipped keys are the last part, five chains of 19 keys here.
    const CHAIN: usize = 32 + 4 + 4 + 2;
    const KEY: usize = 4 + 2 + 32;
    let (head, chains) = state.split_at_checked(state.len().checked_sub(5 * (CHAIN + 19 * KEY))?)?;
    let mut stuffed = head.to_vec();
    for (chain, more) in chains.chunks_exact(CHAIN + 19 * KEY).zip([32_u16, 32, 32, 32, 33]) {
        let (chain_head, keys) = chain.split_at_checked(CHAIN)?;
        stuffed.extend_from_slice(chain_head.get(..CHAIN - 2)?);
        stuffed.extend_from_slice(&(19 + more).to_be_bytes());
        stuffed.extend_from_slice(keys);
        for n in 0..u32::from(more) {
            stuffed.extend_from_slice(&(100 + n).to_be_bytes());
            stuffed.extend_from_slice(&[0x51; 2 + 32]);
        }
    }
    Some(stuffed)
}
