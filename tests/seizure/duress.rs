//! The second passphrase: what it opens, what is gone, what the one contact that stays is told.

use engine::{Day, News, Opens, Passphrase, Received, Refusal, Size, Standing};
use ratchet::Tell;
use tests::{
    peer::Peer,
    phones::{DAY, Handset, befriend, pair, passphrase, send, tell},
};

use crate::{pass, second, show, three};

fn too_similar() -> Refusal {
    Refusal::Vault(vault::Error::TooSimilar)
}

#[test]
fn it_opens_a_phone_that_looks_new_and_the_real_one_is_gone() {
    let (mut alice, mut bob, to_bob, to_alice) = pair(1);
    send(&mut bob, to_alice, "for her eyes", &mut alice);
    alice.set_duress(&passphrase(), &second(), None).unwrap();
    tell(&mut alice, to_bob, "goes on as before", &mut bob);
    assert!(alice.seized(&second()));
    assert!(alice.people().is_empty() && alice.inbox().is_empty() && alice.draft().is_none());
    assert_eq!((alice.second_passphrase(), alice.text_hours(), alice.lease_days()), (None, 24, 30));
    // The owner's passphrase opens nothing any more, now or later.
    assert!(!alice.seized(&passphrase()));
    assert!(alice.seized(&second()));
}

#[test]
fn the_contact_that_stays_is_where_the_conversation_is_and_is_told_by_every_header() {
    let (mut alice, mut bob, to_bob, to_alice) = pair(2);
    alice.set_duress(&passphrase(), &second(), Some(to_bob)).unwrap();
    let mut lost = Vec::new();
    for round in 0..6 {
        pass(&mut alice, to_bob, &round.to_string(), &mut bob);
        pass(&mut bob, to_alice, "an answer", &mut alice);
        lost.push(bob.write(to_alice, "late", Size::Normal).unwrap());
        if round == 3 {
            alice.power_cut();
        }
    }
    let waits = send(&mut bob, to_alice, "a text that waits", &mut alice);
    let before = alice.people();
    assert!(alice.seized(&second()));
    let after = alice.people();
    let shown = |person: &engine::Person| {
        (
            person.name.as_str().to_owned(),
            person.standing,
            person.heard,
            person.lease,
            person.missing.clone(),
            person.kept.clone(),
        )
    };
    assert_eq!(after.iter().map(shown).collect::<Vec<_>>(), before.iter().map(shown).collect::<Vec<_>>());
    assert!(alice.inbox().is_empty(), "no text goes along");
    assert_eq!(alice.open_text(waits).err(), Some(Refusal::NoSuchMessage));

    let kept = after[0].id;
    for round in 0..4 {
        let written = alice.write(kept, "all is well", Size::Normal).unwrap();
        assert!(matches!(bob.receive(&written.envelope), Ok(Received::Message { .. })));
        let news = bob.take_news();
        assert_eq!(news, if round == 0 { vec![News::Alarm { from: to_alice }] } else { vec![] });
        pass(&mut bob, to_alice, "fine weather", &mut alice);
    }
    assert!(alice.receive(&lost[5].envelope).is_ok(), "what was under way arrives");
    bob.power_cut();
    let person = &bob.people()[0];
    assert_eq!((person.alarm, person.alarm_number), (Some(Day(21_000)), Some(7)));
    assert_eq!(person.standing, Standing::Confirmed, "nothing stops by itself");
}

#[test]
fn the_number_of_its_next_text_is_one_that_a_phone_with_that_person_may_have() {
    let (mut alice, mut bob, to_bob, to_alice) = pair(3);
    alice.set_duress(&passphrase(), &second(), Some(to_bob)).unwrap();
    // Two texts and three signs of life: which of them were texts nobody can tell whose keys are gone.
    for text in [Some("one"), None, Some("two"), None, None] {
        match text {
            Some(text) => drop(send(&mut bob, to_alice, text, &mut alice)),
            None => drop(alice.receive(&bob.write_cover(to_alice).unwrap().envelope).unwrap()),
        }
    }
    // An ordinary phone, which knew somebody else before: three of its texts were theirs.
    let (mut ordinary, mut peer, mut other) = (Handset::new(33), Handset::new(34), Handset::new(35));
    let (gone, from_gone) = befriend(&mut ordinary, "Other", &mut other, "Alice");
    let (_, from_peer) = befriend(&mut ordinary, "Bob", &mut peer, "Alice");
    for text in ["a", "b", "c"] {
        send(&mut other, from_gone, text, &mut ordinary);
    }
    ordinary.burn_contact(gone).unwrap();
    send(&mut peer, from_peer, "one", &mut ordinary);
    send(&mut peer, from_peer, "two", &mut ordinary);

    assert!(alice.seized(&second()));
    let next = send(&mut bob, to_alice, "three", &mut alice);
    assert_eq!(next, send(&mut peer, from_peer, "three", &mut ordinary));
    assert!(next.0 > 2, "and never one that a text of theirs had");
}

#[test]
fn before_it_is_used_nothing_of_it_is_told() {
    let mut phone = Handset::new(30);
    let (to, mut peer) = Peer::meet(&mut phone, "Peer", 3);
    phone.set_duress(&passphrase(), &second(), Some(to)).unwrap();
    let written = phone.write(to, "x", Size::Normal).unwrap();
    assert_eq!(peer.open(&written.envelope).tell, Tell::Normal);
    let cover = phone.write_cover(to).unwrap();
    assert_eq!(peer.open(&cover.envelope).tell, Tell::Normal);
    assert!(phone.seized(&second()));
    for _ in 0..3 {
        let to = phone.person("Peer").unwrap();
        let cover = phone.write_cover(to).unwrap();
        assert_eq!(peer.open(&cover.envelope).tell, Tell::Alarm, "a sign of life says it, too");
    }
}

#[test]
fn clock_settings_and_card_are_those_that_the_phone_would_have_anyway() {
    let mut all = three(204);
    all.alice.set_duress(&passphrase(), &second(), Some(all.alices.0)).unwrap();
    all.alice.set_text_hours(3).unwrap();
    all.alice.set_lease_days(11).unwrap();
    for _ in 0..3 {
        all.alice.watch.pass(20 * DAY);
        all.alice.confirm_date().unwrap();
    }
    assert!(all.alice.seized(&second()));
    assert_eq!(all.alice.date(), engine::Date::Known(Day(21_060)));
    assert_eq!((all.alice.text_hours(), all.alice.lease_days(), all.alice.has_card()), (3, 11, true));
    assert!(matches!(all.alice.judge(all.card.clone()), engine::Verdict::Own));
    // Of the other contact nothing is left, and the card still ends this phone for both.
    assert_eq!(all.alice.people().len(), 1);
    show(&all.card, &mut all.bob);
    show(&all.card, &mut all.carol);
}

#[test]
fn passphrases_that_could_be_mistaken_for_each_other_are_refused() {
    let (mut alice, _bob, to_bob, _) = pair(5);
    let before = alice.file();
    for near in [
        "wall lamp drawer boat six",
        "wall lamp drawer",
        "wall lamp drawer boat six seven",
        "Wall lamp drawer boat Six",
        "wall lamp drawer boats six",
        "wal lamp drawer boat si",
    ] {
        let near: Passphrase = near.parse().unwrap();
        assert_eq!(alice.set_duress(&passphrase(), &near, Some(to_bob)), Err(too_similar()));
    }
    let wrong = Refusal::Vault(vault::Error::WrongPassphrase);
    assert_eq!(alice.set_duress(&second(), &"entirely another".parse().unwrap(), None), Err(wrong));
    assert!(alice.file() == before && alice.second_passphrase().is_none());
}

#[test]
fn trying_it_out_compares_and_never_acts() {
    let (mut alice, mut bob, to_bob, _) = pair(6);
    assert_eq!(alice.try_out(&second()), Ok(Opens::Neither));
    alice.set_duress(&passphrase(), &second(), Some(to_bob)).unwrap();
    let before = alice.file();
    let third = "none of them".parse().unwrap();
    let tried = [passphrase(), second(), third].map(|tried| alice.try_out(&tried).unwrap());
    assert_eq!(tried, [Opens::Owner, Opens::Decoy, Opens::Neither]);
    assert!(alice.file() == before);
    alice.power_cut();
    tell(&mut alice, to_bob, "still the real one", &mut bob);
    assert_eq!(alice.second_passphrase().and_then(|set| set.keep), Some(to_bob));
}

#[test]
fn a_second_passphrase_that_was_set_off_opens_nothing() {
    let (mut alice, mut bob, to_bob, _) = pair(7);
    let none = Refusal::Vault(vault::Error::NoDecoy);
    assert_eq!(alice.remove_duress(), Err(none));
    alice.set_duress(&passphrase(), &second(), None).unwrap();
    let another: Passphrase = "yet another harbour at night".parse().unwrap();
    alice.set_duress(&passphrase(), &another, Some(to_bob)).unwrap();
    assert_eq!(alice.try_out(&second()), Ok(Opens::Neither), "there is one at a time");
    alice.remove_duress().unwrap();
    assert_eq!(alice.remove_duress(), Err(none));
    alice.power_cut();
    assert_eq!((alice.second_passphrase(), alice.try_out(&another)), (None, Ok(Opens::Neither)));
    tell(&mut alice, to_bob, "still here", &mut bob);
}

#[test]
fn who_may_be_kept_is_who_may_be_written_to() {
    let mut all = three(208);
    let nobody = engine::ContactId(99);
    let set = |phone: &mut Handset, keep| phone.set_duress(&passphrase(), &second(), Some(keep));
    assert_eq!(set(&mut all.bob, nobody), Err(Refusal::UnknownPerson));
    show(&all.card, &mut all.bob);
    assert_eq!(set(&mut all.bob, all.bobs.0), Err(Refusal::BurnedByCard));
    all.bob.pause(all.bobs.1).unwrap();
    assert_eq!(set(&mut all.bob, all.bobs.1), Ok(()));
    // Burned by card, or by the owner, the one that was to stay does not.
    let carols = crate::card_of(&mut all.carol);
    let sign = all.carol.write_cover(all.carols.1).unwrap();
    all.bob.receive(&sign.envelope).unwrap();
    show(&carols, &mut all.bob);
    assert!(all.bob.seized(&second()));
    assert!(all.bob.people().is_empty());
}

#[test]
fn a_contact_that_was_burned_by_its_owner_is_not_in_the_decoy_either() {
    let (mut alice, _bob, to_bob, _) = pair(9);
    alice.set_duress(&passphrase(), &second(), Some(to_bob)).unwrap();
    alice.burn_contact(to_bob).unwrap();
    assert_eq!(alice.second_passphrase().map(|set| set.keep), Some(None));
    assert!(alice.seized(&second()));
    assert!(alice.people().is_empty());
}

#[test]
fn a_new_passphrase_drops_the_second_one_and_the_phone_says_so() {
    let (mut alice, _bob, to_bob, _) = pair(10);
    alice.set_duress(&passphrase(), &second(), Some(to_bob)).unwrap();
    let new: Passphrase = "a new one altogether".parse().unwrap();
    alice.change_passphrase(&passphrase(), &new, engine::Profile::Small).unwrap();
    assert_eq!((alice.second_passphrase(), alice.try_out(&second())), (None, Ok(Opens::Neither)));
    alice.set_text_hours(5).unwrap();
    assert!(alice.seized(&new) && !alice.seized(&second()));
}

#[test]
fn a_second_bottom_under_the_decoy_is_understood_and_tells_its_maker_nothing() {
    // Whoever holds the decoy sets a second passphrase of his own, unlocks with it, and watches what the contact does.
    let mut understood = 0;
    for seed in 0..8 {
        let mut phone = Handset::new(1100 + seed);
        let (to, mut peer) = Peer::meet(&mut phone, "Peer", seed);
        phone.set_duress(&passphrase(), &second(), Some(to)).unwrap();
        assert!(phone.seized(&second()));
        let to = phone.person("Peer").unwrap();
        let third: Passphrase = "a third one below them".parse().unwrap();
        phone.set_duress(&second(), &third, Some(to)).unwrap();
        assert!(phone.seized(&third));
        let to = phone.person("Peer").unwrap();
        let written = phone.write(to, "x", Size::Normal).unwrap();
        understood += usize::from(peer.try_to_hear(&written.envelope).is_ok());
    }
    assert!(understood >= 6, "one in sixteen is strange; {understood} of 8 were understood");
}

#[test]
fn a_power_cut_while_it_is_set_leaves_it_set_or_not() {
    let (mut alice, _bob, to_bob, _) = pair(12);
    alice.power_cut_before_the_commit_of(|alice| {
        alice.set_duress(&passphrase(), &second(), Some(to_bob)).unwrap();
    });
    assert_eq!((alice.second_passphrase(), alice.try_out(&second())), (None, Ok(Opens::Neither)));
    alice.set_duress(&passphrase(), &second(), Some(to_bob)).unwrap();
    alice.power_cut();
    assert_eq!(alice.try_out(&second()), Ok(Opens::Decoy));
}

#[test]
fn the_file_has_one_size_and_a_fresh_look_with_and_without() {
    let (mut alice, _bob, to_bob, _) = pair(13);
    let size = alice.file().len();
    alice.set_duress(&passphrase(), &second(), Some(to_bob)).unwrap();
    assert_eq!(alice.file().len(), size);
    assert!(alice.seized(&second()));
    assert_eq!(alice.file().len(), size);
}
