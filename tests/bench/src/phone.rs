//! A phone as full as honest people can make it: 32 contacts, texts in the inbox, codes kept, keys skipped. What one
//! change of it costs.

use std::{
    fs::{self, File},
    io::Write,
    path::Path,
};

use engine::{
    Bucket, Clock, ContactId, Custody, HardwareSecret, Meeting, Moment, Phone, Profile, Refusal, Size, Surroundings,
};
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use rand_core::Rng;
use ratchet::{Answering, Commitment, Content, Record, Session, Tell};

use crate::{
    messages::TODAY,
    paired::Paired,
    table::{Row, time},
};

const CONTACTS: u32 = 32;

/// One change, from the verb to the disk; beside it a file of the same length, written as safely.
pub(crate) fn commit(folder: &Path) -> Option<(Row, Row)> {
    let rng = &mut ChaCha20Rng::seed_from_u64(5);
    let (home, plain) = (folder.join("phone"), folder.join("plain"));
    fs::create_dir_all(&home).ok()?;
    fs::create_dir_all(&plain).ok()?;
    let surroundings = Surroundings::new(Morning, ChaCha20Rng::seed_from_u64(6), Custody::Memory);
    let passphrase = "wall lamp drawer boat six".parse().ok()?;
    let mut phone = Phone::set_up(&home, &passphrase, &HardwareSecret::none(), Profile::Small, surroundings).ok()?;
    let length = || fs::metadata(home.join("vault")).ok().map(|file| file.len());

    let empty = length()?;
    let mut lengths = vec![empty];
    let mut last = None;
    for number in 1..=CONTACTS {
        let (id, mut session) = meet(&mut phone, number, rng)?;
        talk(&mut phone, id, &mut session, rng)?;
        lengths.push(length()?);
        last = Some(id);
    }
    let id = last?;
    let noise = &mut vec![0; usize::try_from(empty).ok()?];
    rng.fill_bytes(noise);
    let mut round = 0_u32;
    let paired = Paired::run(
        100,
        || {
            round += 1;
            phone.set_draft(id, &format!("The boat leaves at {round}.")).ok()
        },
        || write_safely(&plain, noise).ok(),
    )?;
    let [ours, peer] = paired.medians();
    let commit = Row {
        what: "commit of the vault at 32 contacts, fsync apart".to_owned(),
        ours: format!("{}; {} with both fsyncs", time(ours.cpu), time(ours.wall)),
        beside: format!(
            "a file of that length, written as safely, no cryptography: {}; {}",
            time(peer.cpu),
            time(peer.wall)
        ),
        asked: "<= 5 ms",
        reached: Some(ours.cpu <= 5e-3),
    };
    let size = Row {
        what: "length of the vault's file, 0 to 32 contacts".to_owned(),
        ours: format!("{empty} bytes"),
        beside: format!("lengths seen: {}", lengths.iter().collect::<std::collections::BTreeSet<_>>().len()),
        asked: "constant",
        reached: Some(lengths.iter().all(|length| *length == empty)),
    };
    Some((commit, size))
}

fn meet(phone: &mut Phone, number: u32, rng: &mut ChaCha20Rng) -> Option<(ContactId, Session)> {
    let name = format!("Contact {number}").parse().ok()?;
    let p1 = phone.start_meeting(&name).ok()?;
    let answering = Answering::answer(&p1, Commitment::random(rng), rng).ok()?;
    let Meeting::Third { code, .. } = phone.meet(&name, answering.p2()).ok()? else { return None };
    let id = phone.person(name.as_str()).ok()?;
    phone.confirm(id).ok()?;
    Some((id, answering.finish(&code).ok()?.session))
}

/// Five turns of twenty of which one arrives, an answer to each, and two long texts that stay in the inbox.
fn talk(phone: &mut Phone, id: ContactId, session: &mut Session, rng: &mut ChaCha20Rng) -> Option<()> {
    let long = Content::new(TODAY, vec![Record::text(&"x".repeat(Bucket::Longest.text_len()))]);
    for turn in 0..5 {
        let mut envelope = None;
        for _ in 0..20 {
            let content = if turn < 2 { &long } else { &Content::cover(TODAY) };
            let (next, sealed) = session.seal(content, Bucket::Longest, Tell::Normal, rng).ok()?;
            *session = next;
            envelope = Some(sealed);
        }
        phone.receive(&envelope?).ok()?;
        let written = match phone.write(id, "y", Size::Normal) {
            Ok(written) => written,
            Err(Refusal::TooManyKept) => return Some(()),
            Err(_) => return None,
        };
        *session = session.open(&written.envelope, TODAY, rng).ok()?.0;
    }
    Some(())
}

/// What every commit does, without a key: temporary file, fsync, rename, fsync of the folder.
fn write_safely(folder: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let (temp, file) = (folder.join("file.temp"), folder.join("file"));
    let mut new = File::create_new(&temp)?;
    new.write_all(bytes)?;
    new.sync_all()?;
    fs::rename(temp, file)?;
    File::open(folder)?.sync_all()
}

/// 2027-01-01 09:00 UTC, always.
struct Morning;

impl Clock for Morning {
    fn now(&self) -> Option<Moment> {
        Some(Moment(u64::from(TODAY.0) * 86_400 + 9 * 3600))
    }
}
