//! The decoy: kept by its owner, fatal to the owner's slot, and afterwards not to be told from a phone without one.

use super::*;
use crate::CAPACITY;

#[test]
fn owner_and_decoy_each_find_their_own() {
    let disk = FaultyDisk::default();
    drop(create_with_decoy(&disk, b"mine", b"theirs", 1));
    let file = disk.file().unwrap();
    assert_eq!(found(&file, &secret(1), OWN), Some((Role::Owner, b"mine".to_vec())));
    assert_eq!(found(&file, &secret(1), DECOY), Some((Role::Decoy, b"theirs".to_vec())));
    assert_eq!(found(&file, &secret(1), WRONG), None);
}

#[test]
fn the_decoy_outlives_every_save_of_the_owner() {
    let disk = FaultyDisk::default();
    let mut open = create_with_decoy(&disk, b"mine", b"theirs", 1);
    open.save(b"mine 2", &mut rng(5)).unwrap();
    drop(open);
    let (mut open, _) = unlocked(&disk, OWN);
    assert_eq!(open.decoy(), Some(b"theirs".as_slice()));
    open.save(b"mine 3", &mut rng(6)).unwrap();
    assert_eq!(found(&disk.file().unwrap(), &secret(1), DECOY), Some((Role::Decoy, b"theirs".to_vec())));
    assert_eq!(found(&disk.file().unwrap(), &secret(1), OWN), Some((Role::Owner, b"mine 3".to_vec())));
}

#[test]
fn both_payloads_change_in_one_commit() {
    let disk = FaultyDisk::default();
    let mut open = create_with_decoy(&disk, b"mine", b"theirs", 1);
    let full = vec![7; CAPACITY];
    disk.forget_steps();
    open.save_both(b"mine 2", &full, &mut rng(5)).unwrap();
    assert_eq!(disk.steps().len(), 3);
    let file = disk.file().unwrap();
    assert_eq!(found(&file, &secret(1), OWN), Some((Role::Owner, b"mine 2".to_vec())));
    assert!(found(&file, &secret(1), DECOY) == Some((Role::Decoy, full)));
}

#[test]
fn opening_the_decoy_destroys_the_owners_slot_in_that_commit() {
    let disk = FaultyDisk::default();
    drop(create_with_decoy(&disk, b"mine", b"theirs", 1));
    let (open, payload) = unlocked(&disk, DECOY);
    assert_eq!((open.role(), open.decoy(), payload.as_slice()), (Role::Decoy, None, b"theirs".as_slice()));
    for file in disk.futures() {
        assert_eq!(found(&file.unwrap(), &secret(1), OWN), None);
    }
}

#[test]
fn an_opened_decoy_is_an_owner_like_any_other() {
    let disk = FaultyDisk::default();
    drop(create_with_decoy(&disk, b"mine", b"theirs", 1));
    drop(unlocked(&disk, DECOY));
    let (mut open, payload) = unlocked(&disk, DECOY);
    assert_eq!((open.role(), payload.as_slice()), (Role::Owner, b"theirs".as_slice()));
    open.save(b"theirs 2", &mut rng(5)).unwrap();
    open.set_decoy(&passphrase(DECOY), &passphrase(OWN), b"a second bottom", &mut rng(6)).unwrap();
    let file = disk.file().unwrap();
    assert_eq!(found(&file, &secret(1), DECOY), Some((Role::Owner, b"theirs 2".to_vec())));
    assert_eq!(found(&file, &secret(1), OWN), Some((Role::Decoy, b"a second bottom".to_vec())));
}

#[test]
fn setting_a_decoy_keeps_the_owners_payload_and_a_new_one_replaces_the_old() {
    let disk = FaultyDisk::default();
    let mut open = create_with_decoy(&disk, b"mine", b"theirs", 1);
    open.set_decoy(&passphrase(OWN), &passphrase("another harbour"), b"third", &mut rng(5)).unwrap();
    let file = disk.file().unwrap();
    assert_eq!(found(&file, &secret(1), OWN), Some((Role::Owner, b"mine".to_vec())));
    assert_eq!(found(&file, &secret(1), "another harbour"), Some((Role::Decoy, b"third".to_vec())));
    assert_eq!(found(&file, &secret(1), DECOY), None);
}

#[test]
fn a_passphrase_that_could_be_mistaken_for_the_owners_is_refused() {
    let disk = FaultyDisk::default();
    let mut open = create(&disk, b"mine", 1).unwrap();
    let before = disk.file();
    for near in [OWN, "four words", "four words of lamplight!", "four word of lamplights", "Four words of lamplighd"] {
        let result = open.set_decoy(&passphrase(OWN), &passphrase(near), b"theirs", &mut rng(5));
        assert_eq!(result, Err(Error::TooSimilar), "{near}");
    }
    assert_eq!((disk.file(), open.decoy()), (before, None));
}

#[test]
fn only_the_owners_passphrase_sets_a_decoy_or_changes_the_passphrase() {
    let disk = FaultyDisk::default();
    let mut open = create(&disk, b"mine", 1).unwrap();
    let before = disk.file();
    let set = open.set_decoy(&passphrase(WRONG), &passphrase(DECOY), b"theirs", &mut rng(5));
    let changed = open.change_passphrase(&passphrase(WRONG), &passphrase("new"), Profile::Small, &mut rng(5));
    assert_eq!((set, changed), (Err(Error::WrongPassphrase), Err(Error::WrongPassphrase)));
    assert_eq!(disk.file(), before);
}

#[test]
fn without_a_decoy_there_is_none_to_save_or_remove() {
    let disk = FaultyDisk::default();
    let mut open = create(&disk, b"mine", 1).unwrap();
    assert_eq!(open.save_both(b"mine", b"theirs", &mut rng(5)), Err(Error::NoDecoy));
    assert_eq!(open.remove_decoy(&mut rng(5)), Err(Error::NoDecoy));
}

#[test]
fn a_removed_decoy_opens_no_more() {
    let disk = FaultyDisk::default();
    let mut open = create_with_decoy(&disk, b"mine", b"theirs", 1);
    open.remove_decoy(&mut rng(5)).unwrap();
    assert_eq!(open.decoy(), None);
    let file = disk.file().unwrap();
    assert_eq!(found(&file, &secret(1), DECOY), None);
    assert_eq!(found(&file, &secret(1), OWN), Some((Role::Owner, b"mine".to_vec())));
}

#[test]
fn a_new_passphrase_has_a_new_salt_keeps_the_payload_and_drops_the_decoy() {
    let disk = FaultyDisk::default();
    let mut open = create_with_decoy(&disk, b"mine", b"theirs", 1);
    let before = disk.file().unwrap();
    open.change_passphrase(&passphrase(OWN), &passphrase("new"), Profile::Medium, &mut rng(5)).unwrap();
    assert_eq!((open.decoy(), open.profile()), (None, Profile::Medium));
    let file = disk.file().unwrap();
    assert_ne!(before[2..18], file[2..18]);
    assert_eq!(file[1], Profile::Medium.code());
    for gone in [OWN, DECOY] {
        assert_eq!(found(&file, &secret(1), gone), None, "{gone}");
    }
    assert_eq!(found(&file, &secret(1), "new"), Some((Role::Owner, b"mine".to_vec())));
    open.save(b"mine 2", &mut rng(6)).unwrap();
    assert_eq!(found(&disk.file().unwrap(), &secret(1), "new"), Some((Role::Owner, b"mine 2".to_vec())));
}

#[test]
fn a_decoy_slot_that_somebody_spoiled_does_not_lock_the_owner_out() {
    let disk = FaultyDisk::default();
    drop(create_with_decoy(&disk, b"mine", b"theirs", 1));
    let outer = secret(1).outer_key();
    for place in crate::key::Place::BOTH {
        let mut inside = crate::file::Inside::read(&mut disk.clone(), &outer).unwrap();
        inside.slot(place).fill(0);
        let spoiled = FaultyDisk::holding(inside.seal(&outer, &mut rng(5)).unwrap().bytes());
        let opened = closed(&spoiled).unwrap().unlock(&passphrase(OWN), &mut rng(6));
        if let Ok((open, payload)) = opened {
            assert_eq!((open.decoy(), payload.as_slice()), (None, b"mine".as_slice()));
            return;
        }
    }
    panic!("one of the two slots is not the owner's");
}

/// Every step on the disk, and whose passphrase opens what follows it.
#[test]
fn an_unlock_of_the_decoy_takes_the_steps_of_any_unlock_and_writes_as_much() {
    let with = FaultyDisk::default();
    drop(create_with_decoy(&with, b"mine", b"theirs", 1));
    let without = disk_with(b"mine");
    let mut walks = Vec::new();
    for (disk, text) in [(&with, OWN), (&without, OWN), (&with, DECOY), (&with, DECOY)] {
        let vault = closed(disk).unwrap();
        disk.forget_steps();
        let (open, _) = vault.unlock(&passphrase(text), &mut rng(3)).ok().unwrap();
        drop(open);
        walks.push((disk.steps(), disk.written(), disk.file().unwrap().len()));
    }
    assert!(walks.iter().all(|walk| *walk == walks[0]), "{walks:?}");
    assert_eq!(walks[0].1, 2 * crate::FILE_LEN);
}

#[test]
fn a_full_disk_burns_all_the_same() {
    let disk = disk_with(b"gone");
    let vault = closed(&disk).unwrap();
    disk.fill();
    vault.burn(&mut rng(9)).unwrap();
    assert_eq!((disk.futures(), disk.temp()), (vec![None], None));
}
