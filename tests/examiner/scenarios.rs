//! What a laboratory may be given, and what it then has. Each row is played and examined.

use engine::{Refusal, Size, Verdict};

use crate::{
    lab::{Evidence, Findings, examine},
    table::Row,
    world::{BURNED, FLYING, FORCED, FUTURE, LAST, Moment, NAMES, OWN, SECOND, SENT, WAITING, World, second, write},
};

/// The rows of the table, in its order.
pub(crate) fn all() -> Vec<Row> {
    let world = World::new(1);
    let [early, burned, current] = &world.images;
    let everything = [early, burned, current];
    let mut rows = Vec::new();

    let mut locked = evidence(&world, &everything, &everything, &["password", "wall lamp drawer boat", "alice1970"]);
    locked.cards.push(world.card.clone());
    let findings = examine(&locked);
    assert_eq!(findings.guesses, 3, "each guess costs a whole Argon2id");
    assert!(findings.slots.is_empty() && findings.headers.is_empty() && findings.plain.is_empty());
    rows.push(row("locked: every copy of the file, every hardware secret, the burn card; no passphrase", &findings));

    let findings = examine(&evidence(&world, &everything, &[], &[OWN, SECOND]));
    assert!(findings.plain.is_empty());
    rows.push(row("every copy of the file, both passphrases; no hardware secret", &findings));

    let findings = examine(&evidence(&world, &[current], &[current], &[OWN]));
    assert_eq!(findings.pairing_keys, 0, "of a meeting that was filmed nothing is left");
    assert_eq!(count(&findings, &BURNED).0, 0);
    rows.push(row("the phone unlocked, or: current file, its hardware secret, the passphrase", &findings));

    let findings = examine(&evidence(&world, &everything, &[current], &[OWN]));
    assert_eq!(count(&findings, &BURNED).0, 0);
    rows.push(row("the same, and older copies of the file", &findings));

    let findings = examine(&evidence(&world, &everything, &everything, &[OWN]));
    rows.push(row(
        "the same, and the hardware secrets of those times (on a host computer without `--keys`: always)",
        &findings,
    ));

    rows.push(travelling());
    rows.push(unaware());
    rows.push(put_back());
    rows.extend(cards());
    rows.extend(under_force());
    rows
}

/// What was recovered, and of how many.
fn count(findings: &Findings, texts: &[&str]) -> (usize, usize) {
    (texts.iter().filter(|text| findings.knows(text)).count(), texts.len())
}

fn row(name: &'static str, findings: &Findings) -> Row {
    Row {
        name,
        burned: count(findings, &BURNED),
        sent: count(findings, &SENT),
        waiting: count(findings, &WAITING),
        flying: count(findings, &FLYING),
        later: None,
        people: count(findings, &NAMES),
        second_is_set: findings.second_is_set(),
        is_owners: findings.slots.iter().any(|slot| slot.role == 1 && slot.has_other),
        was_forced: findings.was_forced() || findings.alarms > 0,
        reads_alarms: findings.reads_alarms(),
    }
}

/// A row in which the conversation goes on.
fn row_with_later(name: &'static str, findings: &Findings) -> Row {
    Row { later: Some(count(findings, &FUTURE)), ..row(name, findings) }
}

/// Everything that the courier and the film have, and these.
fn evidence(world: &World, images: &[&Moment], secrets: &[&Moment], passphrases: &[&str]) -> Evidence {
    Evidence {
        images: images.iter().map(|moment| moment.file.clone()).collect(),
        secrets: secrets.iter().flat_map(|moment| moment.secrets()).collect(),
        passphrases: passphrases.iter().map(|text| (*text).to_owned()).collect(),
        pictures: world.pictures.clone(),
        films: world.films.clone(),
        cards: Vec::new(),
    }
}

/// The phone travels, and its share stayed with somebody.
fn travelling() -> Row {
    let mut world = World::new(1);
    world.alice.unlock();
    let share = world.alice.phone().draw_share();
    world.alice.phone().travel(Some(&share)).unwrap();
    let taken = world.alice.lock();
    let mut alone = evidence(&world, &[&taken], &[&taken, &world.images[2]], &[OWN, SECOND]);
    alone.cards.push(world.card.clone());
    let findings = examine(&alone);
    assert!(findings.plain.is_empty() && findings.headers.is_empty());
    // The share is what was wanting.
    let half = share.half();
    for secret in &mut alone.secrets {
        secret.iter_mut().zip(half.iter()).for_each(|(byte, half)| *byte ^= half);
    }
    assert_eq!(count(&examine(&alone), &WAITING).0, 3);
    row(
        "travelling: current file, its hardware secret, both passphrases, the burn card; the share is elsewhere",
        &findings,
    )
}

/// The phone was taken, can be unlocked, and nobody knows.
fn unaware() -> Row {
    let mut world = World::new(1);
    for text in FUTURE {
        let picture = write(world.bob.phone(), "Alice", text);
        world.pictures.push(picture);
    }
    let taken = world.images[2].clone();
    let findings = examine(&evidence(&world, &[&taken], &[&taken], &[OWN]));
    row_with_later("the phone, which can be unlocked, and a contact who knows of nothing and writes on", &findings)
}

/// The phone was copied, locked and unlocked, and given back; the conversation goes on.
fn put_back() -> Row {
    let mut world = World::new(1);
    let copied = world.images[2].clone();
    world.alice.unlock();
    world.burn_all();
    for turn in FUTURE.chunks(2) {
        world.bob_writes(turn[0], true);
        world.burn_all();
        world.alice_writes(turn[1]);
    }
    let findings = examine(&evidence(&world, &[&copied], &[&copied], &[OWN]));
    let read: Vec<bool> = FUTURE.iter().map(|text| findings.knows(text)).collect();
    assert!(read[3..].iter().all(|read| !read), "it heals with the first step of the phone itself: {read:?}");
    row_with_later("copied, and given back: the copy, its hardware secret, the passphrase", &findings)
}

/// The phone was taken; its card was shown to Bob, or is in the laboratory.
fn cards() -> Vec<Row> {
    let mut world = World::new(1);
    let mut alone = evidence(&world, &[], &[], &[]);
    alone.cards.push(world.card.clone());
    let mut rows = vec![row("the burn card alone", &examine(&alone))];

    let Verdict::Ends(ending) = world.bob.phone().judge(world.card.clone()) else { panic!("Alice's card") };
    world.bob.phone().end(&ending).unwrap();
    let to_alice = world.bob.phone().person("Alice").unwrap();
    for text in FUTURE {
        match world.bob.phone().write(to_alice, text, Size::Normal) {
            Ok(written) => world.pictures.push(written.envelope),
            Err(refusal) => assert_eq!(refusal, Refusal::BurnedByCard),
        }
    }
    let (bobs, taken) = (world.bob.lock(), world.images[2].clone());
    let mut both = evidence(&world, &[&taken, &bobs], &[&taken, &bobs], &[OWN]);
    both.cards.push(world.card.clone());
    let findings = examine(&both);
    assert_eq!(count(&findings, &FUTURE).0, 0, "no future text after a card");
    let name = "the phone unlocked, after its card: and the card, and the unlocked phone of the contact who took it";
    rows.push(row_with_later(name, &findings));
    rows
}

/// The second passphrase was given, and what the owner wrote last to the contact that it keeps has no answer yet: those
/// codes open with the keys with which the decoy goes on, whether somebody photographed them or not.
fn unanswered() -> Vec<Row> {
    let mut world = World::new(1);
    world.alice.unlock();
    world.alice_writes(LAST);
    let before = world.alice.lock();
    world.alice.put_back(&before, second());
    let after = world.alice.lock();
    let ordinary = examine(&evidence(&world, &[&before], &[&before], &[OWN]));
    assert!(!ordinary.was_forced(), "before, nothing says so");
    let findings = examine(&evidence(&world, &[&after], &[&after], &[SECOND, OWN]));
    assert!(!findings.knows(LAST), "its text stays sealed");
    let name = "after an unlock under force, before the contact that it kept has answered the owner's last message: current file, its hardware secret, both passphrases";
    let mut rows = vec![row(name, &findings)];

    let alone =
        Evidence { pictures: Vec::new(), films: Vec::new(), ..evidence(&world, &[&after], &[&after], &[SECOND]) };
    let findings = examine(&alone);
    assert_eq!(findings.headers.len(), 1, "the code of the last message, which the phone keeps");
    rows.push(row(
        "the same without any picture or film: the phone keeps its codes until they are answered",
        &findings,
    ));
    rows
}

/// The second passphrase was given on a phone whose kept contact was met again, before and after the new pairing has brought
/// its first message.
fn met_again() -> Row {
    let rows = [false, true].map(|answered| {
        let mut world = World::new(1);
        world.meet_again();
        if answered {
            world.bob_writes(LAST, true);
        }
        let before = world.alice.lock();
        world.alice.put_back(&before, second());
        let forced = write(world.alice.phone(), NAMES[0], FORCED);
        world.pictures.push(forced);
        let after = world.alice.lock();
        let findings = examine(&evidence(&world, &[&after], &[&after], &[SECOND, OWN]));
        assert!(findings.slots.iter().all(|slot| slot.role == 1 && !slot.has_other) && !findings.knows(LAST));
        let name = "after an unlock under force that kept somebody who had been met again: current file, its hardware secret, both passphrases";
        row(name, &findings)
    });
    assert_eq!(rows[0], rows[1], "by the new pairing alone");
    rows[0].clone()
}

/// The second passphrase was given.
fn under_force() -> Vec<Row> {
    let mut world = World::new(1);
    let before = world.images[2].clone();
    world.alice.put_back(&before, second());
    let forced = write(world.alice.phone(), NAMES[0], FORCED);
    world.pictures.push(forced.clone());
    let after = world.alice.lock();
    let mut rows = Vec::new();

    let findings = examine(&evidence(&world, &[&after], &[&after], &[SECOND, OWN]));
    assert_eq!(findings.slots.len(), 1);
    assert!(findings.slots.iter().all(|slot| slot.role == 1 && !slot.has_other), "an owner's slot like any other");
    rows.push(row("after an unlock under force: current file, its hardware secret, both passphrases", &findings));

    world.bob.phone().receive(&forced).unwrap();
    let bobs = world.bob.lock();
    let findings = examine(&evidence(&world, &[&after, &bobs], &[&after, &bobs], &[SECOND, OWN]));
    rows.push(row("the same, and the unlocked phone of the contact that it kept", &findings));
    rows.push(met_again());
    rows.extend(unanswered());

    let findings = examine(&evidence(&world, &[&before, &after], &[&before, &after], &[SECOND]));
    rows.push(row(
        "current file, a copy from before that unlock, both hardware secrets, the second passphrase",
        &findings,
    ));

    let findings = examine(&evidence(&world, &[&before, &after], &[&after], &[SECOND, OWN]));
    rows.push(row("the same without the hardware secret of the copy, and both passphrases", &findings));

    let findings = examine(&evidence(&world, &[&before, &after], &[&before, &after], &[SECOND, OWN]));
    rows.push(row("current file, a copy from before that unlock, both hardware secrets, both passphrases", &findings));
    rows
}
