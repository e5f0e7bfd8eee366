//! Epochs: with each hardware secret that goes, older copies of the file are shut; and no power cut leaves a file that no
//! key opens.

use std::collections::BTreeSet;

use engine::{Day, KeyTrouble, Moment, Pace, Refusal};
use ratchet::Record;
use tests::{
    drawer::{Kept, Keys},
    peer::Peer,
    phones::{DAY, START, passphrase},
};

use crate::second;

/// The secrets alone.
fn secrets(keys: &Keys) -> BTreeSet<[u8; 32]> {
    keys.values().copied().collect()
}

/// Whether the phone opens with this file and these keys, and what its inbox is then.
fn inbox_with(kept: &mut Kept, file: &[u8], keys: &Keys) -> Result<usize, Refusal> {
    kept.put(file);
    kept.drawer.put(keys);
    kept.unlocked(&passphrase()).map(|phone| phone.inbox().len())
}

#[test]
fn every_unlock_begins_an_epoch_and_shuts_every_older_copy() {
    let (mut kept, phone) = Kept::new(1);
    assert_eq!(phone.pace(), Some(Pace::EveryUnlock));
    let (mut files, mut keys) = (vec![kept.file()], vec![kept.drawer.keys()]);
    drop(phone.lock());
    for _ in 0..3 {
        drop(kept.unlocked(&passphrase()).unwrap());
        files.push(kept.file());
        keys.push(kept.drawer.keys());
    }
    assert!(keys.iter().all(|keys| keys.len() == 1), "one key at a time");
    assert_eq!(keys.iter().flat_map(secrets).collect::<BTreeSet<_>>().len(), 4);
    for (at, file) in files[..3].iter().enumerate() {
        let refusal = inbox_with(&mut kept, file, &keys[3]).err();
        assert_eq!(refusal, Some(Refusal::Vault(vault::Error::CannotOpen)), "copy {at}, passphrase and all");
    }
    assert!(inbox_with(&mut kept, &files[3], &keys[3]).is_ok());
}

#[test]
fn a_whole_flash_image_put_back_brings_the_old_key_with_the_old_file() {
    let (mut kept, phone) = Kept::new(2);
    drop(phone);
    let image = (kept.file(), kept.drawer.keys());
    drop(kept.unlocked(&passphrase()).unwrap());
    assert!(inbox_with(&mut kept, &image.0, &image.1).is_ok());
}

#[test]
fn the_lock_that_follows_a_burned_text_begins_an_epoch_and_another_lock_does_not() {
    let (mut kept, mut phone) = Kept::new(3);
    let (_, mut peer) = Peer::meet(&mut phone, "Peer", 3);
    let keys = kept.drawer.keys();
    let locked = phone.lock();
    assert_eq!(kept.drawer.keys(), keys);
    let Ok(mut phone) = locked.unlock(&passphrase()) else { panic!("the passphrase is right") };
    let at_unlock = kept.drawer.keys();
    assert_ne!(at_unlock, keys);
    let text = peer.say("burn this");
    let Ok(engine::Received::Message { id, .. }) = phone.receive(&text) else { panic!("it arrives") };
    phone.open_text(id).unwrap();
    let with_the_text = kept.file();
    phone.burn_message(id).unwrap();
    drop(phone.lock());
    assert_ne!(kept.drawer.keys(), at_unlock);
    let keys = kept.drawer.keys();
    assert!(inbox_with(&mut kept, &with_the_text, &keys).is_err(), "the copy that held the text is shut");
}

#[test]
fn a_keystore_that_fails_its_trial_is_asked_once_a_day() {
    for index in [0, 1, 2, 3, 30] {
        let mut kept = Kept::empty(4);
        kept.drawer.fail_at(index, KeyTrouble::Broken);
        let phone = kept.set_up().unwrap();
        assert_eq!(phone.pace(), Some(Pace::Daily), "call {index}");
        drop(phone);
        let keys = kept.drawer.keys();
        drop(kept.unlocked(&passphrase()).unwrap());
        assert_eq!(kept.drawer.keys(), keys, "the same day");
        kept.watch.pass(DAY);
        let mut phone = kept.unlocked(&passphrase()).unwrap();
        assert_ne!(kept.drawer.keys(), keys);
        phone.set_text_hours(5).unwrap(); // the day of the turn is on disk with the next change
        drop(phone);
        let keys = kept.drawer.keys();
        drop(kept.unlocked(&passphrase()).unwrap());
        assert_eq!(kept.drawer.keys(), keys);
    }
}

#[test]
fn a_clock_in_doubt_makes_no_daily_turns_and_stops_none() {
    let mut kept = Kept::empty(5);
    kept.drawer.fail_at(0, KeyTrouble::Broken);
    drop(kept.set_up().unwrap());
    let keys = kept.drawer.keys();
    for wrong in [None, Some(Moment(0)), Some(Moment(33_602 * DAY))] {
        kept.watch.set(wrong);
        drop(kept.unlocked(&passphrase()).unwrap());
        assert_eq!(kept.drawer.keys(), keys);
    }
    kept.watch.set(Some(Moment(START.0 + DAY)));
    drop(kept.unlocked(&passphrase()).unwrap());
    assert_ne!(kept.drawer.keys(), keys);
}

#[test]
fn a_keystore_that_does_not_give_back_what_it_was_given_makes_no_phone() {
    let mut kept = Kept::empty(6);
    kept.drawer.lie();
    // The trial says so; whatever is made then must open with what the key gives back, and does not.
    let phone = kept.set_up().unwrap();
    assert_eq!(phone.pace(), Some(Pace::Daily));
}

#[test]
fn after_a_power_cut_between_any_two_steps_the_phone_opens_and_one_key_is_left() {
    let (mut kept, mut phone) = Kept::new(7);
    let (_, mut peer) = Peer::meet(&mut phone, "Peer", 7);
    phone.receive(&peer.seal(Day(21_000), vec![Record::text("waits")])).unwrap();
    drop(phone);
    kept.drawer.forget();
    drop(kept.unlocked(&passphrase()).unwrap());
    let calls = kept.drawer.calls();
    assert_eq!(calls, ["names", "secret", "names", "make", "secret", "secret", "names", "delete"]);
    let moments = kept.drawer.moments();
    assert_eq!(moments.len(), 16);
    for (at, (file, keys)) in moments.into_iter().enumerate() {
        assert_eq!(inbox_with(&mut kept, &file.unwrap(), &keys), Ok(1), "moment {at}");
        assert_eq!(kept.drawer.keys().len(), 1, "moment {at}");
    }
}

#[test]
fn a_power_cut_in_the_turn_after_a_burned_text_leaves_a_phone_in_which_it_is_burned() {
    let (mut kept, mut phone) = Kept::new(13);
    let (_, mut peer) = Peer::meet(&mut phone, "Peer", 13);
    for text in ["is burned", "waits"] {
        phone.receive(&peer.seal(Day(21_000), vec![Record::text(text)])).unwrap();
    }
    let (old_file, old_keys) = (kept.file(), kept.drawer.keys());
    phone.burn_message(phone.inbox()[0].id).unwrap();
    kept.drawer.forget();
    drop(phone.lock());
    assert_eq!(kept.drawer.calls(), ["make", "secret", "secret", "names", "delete"]);
    let moments = kept.drawer.moments();
    for (at, (file, keys)) in moments.into_iter().enumerate() {
        assert_eq!(inbox_with(&mut kept, &file.unwrap(), &keys), Ok(1), "moment {at}");
        let keys = kept.drawer.keys();
        assert!(keys.len() == 1 && keys != old_keys, "moment {at}: the unlock that follows turned");
        assert!(inbox_with(&mut kept, &old_file, &keys).is_err(), "moment {at}: the copy that held the text is shut");
    }
}

#[test]
fn a_power_cut_while_a_phone_is_set_up_leaves_none_or_one_that_opens() {
    let mut kept = Kept::empty(14);
    drop(kept.set_up().unwrap());
    let moments = kept.drawer.moments();
    assert!(moments.len() > 100, "twenty keys were tried first");
    let mut phones = 0;
    for (at, (file, keys)) in moments.into_iter().enumerate() {
        let Some(file) = file else { continue };
        phones += 1;
        assert_eq!(inbox_with(&mut kept, &file, &keys), Ok(0), "moment {at}");
    }
    assert!(phones > 0, "no moment had a phone");
}

#[test]
fn a_power_cut_in_an_unlock_under_force_leaves_a_phone_that_one_of_the_two_opens() {
    let (mut kept, mut phone) = Kept::new(15);
    phone.set_duress(&passphrase(), &second(), None).unwrap();
    drop(phone);
    kept.drawer.forget();
    drop(kept.unlocked(&second()).unwrap());
    for (at, (file, keys)) in kept.drawer.moments().into_iter().enumerate() {
        let file = file.unwrap();
        let opens = [passphrase(), second()].map(|tried| {
            kept.put(&file);
            kept.drawer.put(&keys);
            kept.locked().unwrap().unlock(&tried).is_ok()
        });
        // The names are asked for and the secret is had before the passphrase is typed.
        assert_eq!(opens, [at < 6, true], "moment {at}");
    }
}

#[test]
fn a_keystore_that_refuses_at_any_step_keeps_nobody_out_and_says_so() {
    for trouble in [KeyTrouble::Gone, KeyTrouble::Broken, KeyTrouble::Transient] {
        // names and secret of the start are needed; everything after that is not.
        for index in 2..8 {
            let (mut kept, phone) = Kept::new(8);
            drop(phone);
            let file = kept.file();
            kept.drawer.fail_at(index, trouble);
            let phone = kept.unlocked(&passphrase()).unwrap_or_else(|error| panic!("{index}: {error}"));
            let names_at_start = index == 2;
            assert_eq!(phone.key_trouble().is_some(), !names_at_start, "{index} {trouble:?}");
            drop(phone);
            kept.drawer.forget();
            let phone = kept.unlocked(&passphrase()).unwrap_or_else(|error| panic!("{index}: {error}"));
            assert_eq!((phone.key_trouble(), kept.drawer.keys().len()), (None, 1), "{index} {trouble:?}");
            drop(phone);
            let keys = kept.drawer.keys();
            assert!(inbox_with(&mut kept, &file, &keys).is_err());
        }
    }
}

#[test]
fn a_key_that_cannot_be_asked_is_never_deleted() {
    let (mut kept, phone) = Kept::new(9);
    drop(phone);
    let keys = kept.drawer.keys();
    for trouble in [KeyTrouble::Broken, KeyTrouble::Transient] {
        kept.drawer.fail_at(1, trouble);
        assert_eq!(kept.locked().err(), Some(Refusal::Keystore(trouble)));
        assert_eq!(kept.drawer.keys(), keys);
    }
    kept.drawer.put(&Keys::new());
    assert_eq!(kept.locked().err(), Some(Refusal::Keystore(KeyTrouble::Gone)));
}

#[test]
fn a_key_that_stops_working_after_the_file_went_under_it_is_taken_back() {
    let (mut kept, phone) = Kept::new(10);
    drop(phone);
    let keys = kept.drawer.keys();
    kept.drawer.fail_at(5, KeyTrouble::Broken); // the unwrap after the file was replaced
    let phone = kept.unlocked(&passphrase()).unwrap();
    assert_eq!(phone.key_trouble(), Some(KeyTrouble::Broken));
    drop(phone);
    assert_eq!(kept.drawer.keys(), keys, "the old key, and no other");
    assert!(kept.unlocked(&passphrase()).is_ok());
}

#[test]
fn a_set_up_that_fails_leaves_no_key() {
    let mut kept = Kept::empty(11);
    kept.put(b"something stands here");
    assert_eq!(kept.set_up().err(), Some(Refusal::Vault(vault::Error::Exists)));
    assert!(kept.drawer.keys().is_empty());
}

#[test]
fn a_burned_phone_leaves_no_key_however_it_was_burned() {
    let ways: [fn(&mut Kept); 3] = [
        |kept| kept.unlocked(&passphrase()).unwrap().burn_vault().unwrap(),
        |kept| {
            kept.unlocked(&passphrase()).unwrap().set_locked_burn(true).unwrap();
            kept.locked().unwrap().burn().unwrap();
        },
        |kept| {
            for wrong in 0..10 {
                let wrong = format!("wrong {wrong}").parse().unwrap();
                assert!(kept.locked().unwrap().unlock(&wrong).is_err());
            }
        },
    ];
    for burn in ways {
        let (mut kept, phone) = Kept::new(16);
        drop(phone);
        burn(&mut kept);
        assert_eq!((kept.drawer.keys(), kept.folder().join("vault").exists()), (Keys::new(), false));
    }
}

#[test]
fn an_unlock_under_force_turns_as_an_ordinary_one_does() {
    let turns = |with: fn() -> engine::Passphrase| {
        let (mut kept, mut phone) = Kept::new(12);
        phone.set_duress(&passphrase(), &second(), None).unwrap();
        drop(phone);
        kept.drawer.forget();
        drop(kept.unlocked(&with()).unwrap());
        kept.drawer.calls()
    };
    assert_eq!(turns(passphrase), turns(second));
}
