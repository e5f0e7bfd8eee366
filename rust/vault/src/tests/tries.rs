//! Wrong tries: counted before the key is derived, and ten of them burn.

use super::faulty::{Fault, Step};
use super::*;
use crate::key::tests::KEKS;
use crate::{Refused, Tries};

#[test]
fn a_wrong_try_is_counted_and_the_count_survives_a_restart() {
    let disk = disk_with(b"kept");
    for used in 1..=3 {
        let after = wrong(closed(&disk).unwrap(), WRONG);
        assert_eq!(after.tries(), Tries { used, left: 10 - used });
    }
    assert_eq!(closed(&disk).unwrap().tries(), Tries { used: 3, left: 7 });
}

#[test]
fn a_success_resets_the_count() {
    let disk = disk_with(b"kept");
    drop(wrong(closed(&disk).unwrap(), WRONG));
    let (open, payload) = unlocked(&disk, OWN);
    assert_eq!(payload, b"kept");
    assert_eq!(open.lock().tries(), Tries { used: 0, left: 10 });
    assert_eq!(closed(&disk).unwrap().tries(), Tries { used: 0, left: 10 });
}

#[test]
fn the_same_wrong_text_twice_in_a_row_counts_once() {
    let disk = disk_with(b"kept");
    let mut vault = closed(&disk).unwrap();
    for (text, used) in [(WRONG, 1), (WRONG, 1), ("another storm", 2), (WRONG, 3), (WRONG, 3)] {
        vault = wrong(vault, text);
        assert_eq!(vault.tries().used, used, "{text}");
    }
    drop(vault);
    assert_eq!(wrong(closed(&disk).unwrap(), WRONG).tries().used, 4, "a restart forgets the text, not the count");
}

#[test]
fn ten_wrong_tries_burn_the_vault() {
    let disk = disk_with(b"gone");
    let vault = nine_wrong(&disk);
    assert_eq!(vault.tries(), Tries { used: 9, left: 1 });
    assert!(matches!(vault.unlock(&passphrase("tenth"), &mut rng(3)), Err(Refused::Burned)));
    assert_eq!(disk.futures(), [None]);
    assert_eq!(disk.temp(), None);
    assert_eq!(closed(&disk).err(), Some(Error::Missing));
}

#[test]
fn the_tenth_try_may_be_the_right_one() {
    let disk = disk_with(b"kept");
    let (open, payload) = nine_wrong(&disk).unlock(&passphrase(OWN), &mut rng(3)).ok().unwrap();
    assert_eq!((payload.as_slice(), open.lock().tries().used), (b"kept".as_slice(), 0));
}

#[test]
fn a_vault_whose_last_try_was_counted_and_cut_short_burns_at_open() {
    let disk = disk_with(b"gone");
    let vault = nine_wrong(&disk);
    disk.fail_at(3, Fault::DiesAfter); // read, stage, rename, and the flush of the count
    assert!(matches!(vault.unlock(&passphrase("tenth"), &mut rng(3)), Err(Refused::Failed(..))));
    let after = FaultyDisk::holding(&disk.file().unwrap());
    assert_eq!(closed(&after).err(), Some(Error::Burned));
    assert_eq!(after.futures(), [None]);
}

#[test]
fn the_count_is_on_disk_before_the_key_is_derived() {
    let disk = disk_with(b"kept");
    let vault = closed(&disk).unwrap();
    disk.forget_steps();
    drop(wrong(vault, WRONG));
    assert_eq!(disk.steps(), [Step::Read, Step::Stage, Step::Rename, Step::SyncDir]);

    // The process is gone right after the first rename: no key was derived yet, and the count stands.
    let vault = closed(&disk).unwrap();
    let before = KEKS.get();
    disk.fail_at(2, Fault::DiesAfter);
    let Err(Refused::Failed(..)) = vault.unlock(&passphrase(OWN), &mut rng(3)) else { panic!("the disk died") };
    assert_eq!(KEKS.get(), before);
    let after = FaultyDisk::holding(&disk.file().unwrap());
    assert_eq!(closed(&after).unwrap().tries().used, 2);
}

#[test]
fn a_count_changes_the_outer_layer_alone() {
    let disk = disk_with(b"kept");
    let inside = |disk: &FaultyDisk| {
        let mut inside = crate::file::Inside::read(&mut disk.clone(), &secret(1).outer_key()).unwrap();
        let slots = crate::key::Place::BOTH.map(|place| inside.slot(place).to_vec());
        (inside.wrong_tries(), inside.generation(), slots)
    };
    let before = (disk.file().unwrap(), inside(&disk));
    drop(wrong(closed(&disk).unwrap(), WRONG));
    let after = (disk.file().unwrap(), inside(&disk));
    assert_eq!((before.1.0, after.1.0), (0, 1));
    assert_eq!(before.1.1, after.1.1);
    assert!(before.1.2 == after.1.2);
    assert_ne!(before.0[18..42], after.0[18..42], "a fresh nonce");
}

#[test]
fn an_uncounted_try_is_not_tried() {
    let disk = disk_with(b"kept");
    let vault = closed(&disk).unwrap();
    disk.fill();
    let Err(Refused::Failed(vault, error)) = vault.unlock(&passphrase(OWN), &mut rng(3)) else {
        panic!("the disk is full")
    };
    assert_eq!(error, Error::Disk(std::io::ErrorKind::StorageFull));
    assert_eq!((vault.tries().used, disk.temp()), (0, None));
    disk.make_room();
    assert!(vault.unlock(&passphrase(OWN), &mut rng(3)).is_ok());
}

#[test]
fn a_stubborn_disk_cannot_burn_the_vault_of_somebody_who_knows_the_passphrase() {
    let disk = disk_with(b"kept");
    let mut vault = closed(&disk).unwrap();
    for _ in 0..12 {
        disk.fail_at(if vault.tries().used == 0 { 3 } else { 1 }, Fault::Refuses);
        let Err(Refused::Failed(back, _)) = vault.unlock(&passphrase(OWN), &mut rng(3)) else { panic!("it refuses") };
        vault = back;
        assert_eq!(vault.tries().used, 1);
    }
    assert!(vault.unlock(&passphrase(OWN), &mut rng(3)).is_ok());
}

#[test]
fn a_full_disk_does_not_save_a_vault_from_burning() {
    let disk = disk_with(b"gone");
    disk.fill();
    closed(&disk).unwrap().burn(&mut rng(3)).unwrap();
    assert_eq!((disk.futures(), disk.temp()), (vec![None], None));
}

#[test]
fn what_cannot_be_opened_can_be_burned() {
    let disk = FaultyDisk::holding(b"damaged beyond recognition");
    crate::burn(disk.clone(), &mut rng(3)).unwrap();
    assert_eq!((disk.futures(), disk.temp()), (vec![None], None));
}

fn wrong(vault: Closed, text: &str) -> Closed {
    match vault.unlock(&passphrase(text), &mut rng(8)) {
        Err(Refused::Wrong(vault)) => vault,
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("it opened"),
    }
}

fn nine_wrong(disk: &FaultyDisk) -> Closed {
    (1..=9).fold(closed(disk).unwrap(), |vault, i| wrong(vault, &format!("storm number {i}")))
}
