//! A disk that refuses or dies at every step of every verb: afterwards the old contents open or the new ones.

use super::faulty::{FAULTS, Fault, Step};
use super::*;
use crate::Refused;

#[test]
fn a_failed_create_leaves_nothing_or_a_whole_vault() {
    for (index, fault) in every_fault(&FaultyDisk::default(), |disk| drop(create(disk, b"new", 1).unwrap())) {
        let disk = FaultyDisk::default();
        disk.fail_at(index, fault);
        assert!(create(&disk, b"new", 1).is_err(), "{index} {fault:?}");
        for file in disk.futures() {
            let contents = file.map(|file| found(&file, &secret(1), OWN));
            let whole = Some(Some((Role::Owner, b"new".to_vec())));
            assert!(contents.is_none() || contents == whole, "{index} {fault:?}");
        }
    }
}

#[test]
fn a_failed_save_leaves_the_old_contents_or_the_new() {
    let disk = disk_with(b"old");
    let before = disk.file().unwrap();
    let act = |disk: &FaultyDisk| {
        let (mut open, _) = unlocked(disk, OWN);
        disk.forget_steps();
        open.save(b"new", &mut rng(9)).unwrap();
    };
    for (index, fault) in every_fault(&FaultyDisk::holding(&before), act) {
        let disk = FaultyDisk::holding(&before);
        let (mut open, _) = unlocked(&disk, OWN);
        disk.fail_at(index, fault);
        let error = open.save(b"new", &mut rng(9)).unwrap_err();
        for file in disk.futures() {
            let (role, payload) = found(&file.unwrap(), &secret(1), OWN).expect("never neither");
            assert!(role == Role::Owner && (payload == b"old" || payload == b"new"), "{index} {fault:?}");
        }
        let live = found(&disk.file().unwrap(), &secret(1), OWN).unwrap().1;
        // A dead disk cannot be asked what became of the rename; that process is gone too.
        if matches!(fault, Fault::Refuses | Fault::ErrsLate) {
            let expected: &[u8] = if matches!(error, Error::NotDurable(_)) { b"new" } else { b"old" };
            assert_eq!(live, expected, "the error tells which file stands: {index} {fault:?} {error}");
            open.save(b"newer", &mut rng(10)).unwrap();
            let (_, payload) = found(&disk.file().unwrap(), &secret(1), OWN).unwrap();
            assert_eq!(payload, b"newer", "the vault stays usable: {index} {fault:?}");
        }
    }
}

#[test]
fn a_failed_unlock_loses_neither_the_vault_nor_the_count() {
    let disk = disk_with(b"kept");
    let before = disk.file().unwrap();
    let act = |disk: &FaultyDisk| {
        let vault = closed(disk).unwrap();
        disk.forget_steps();
        assert!(vault.unlock(&passphrase(OWN), &mut rng(9)).is_ok());
    };
    for (index, fault) in every_fault(&FaultyDisk::holding(&before), act) {
        let disk = FaultyDisk::holding(&before);
        let vault = closed(&disk).unwrap();
        disk.fail_at(index, fault);
        let Err(Refused::Failed(vault, _)) = vault.unlock(&passphrase(OWN), &mut rng(9)) else {
            panic!("{index} {fault:?}")
        };
        for file in disk.futures() {
            let contents = found(&file.unwrap(), &secret(1), OWN);
            assert_eq!(contents, Some((Role::Owner, b"kept".to_vec())), "{index} {fault:?}");
        }
        if matches!(fault, Fault::Refuses | Fault::ErrsLate) {
            let on_disk = closed(&FaultyDisk::holding(&disk.file().unwrap())).unwrap().tries();
            assert_eq!(vault.tries(), on_disk, "memory and disk agree: {index} {fault:?}");
            assert!(vault.unlock(&passphrase(OWN), &mut rng(10)).is_ok(), "{index} {fault:?}");
        }
    }
}

#[test]
fn a_failed_unlock_of_the_decoy_leaves_the_decoy_and_at_most_the_owner() {
    let disk = FaultyDisk::default();
    drop(create_with_decoy(&disk, b"mine", b"theirs", 1));
    let before = disk.file().unwrap();
    for (index, fault) in (4..7).flat_map(|index| FAULTS.map(|fault| (index, fault))) {
        let disk = FaultyDisk::holding(&before);
        let vault = closed(&disk).unwrap();
        disk.fail_at(index, fault);
        assert!(vault.unlock(&passphrase(DECOY), &mut rng(9)).is_err(), "{index} {fault:?}");
        for file in disk.futures() {
            let file = file.unwrap();
            let (_, payload) = found(&file, &secret(1), DECOY).expect("the decoy always opens");
            assert_eq!(payload, b"theirs");
            let owner = found(&file, &secret(1), OWN);
            assert!(owner.is_none() || owner == Some((Role::Owner, b"mine".to_vec())));
        }
    }
}

#[test]
fn a_failed_change_of_passphrase_leaves_one_that_opens() {
    let disk = disk_with(b"kept");
    let before = disk.file().unwrap();
    for (index, fault) in (0..4).flat_map(|index| FAULTS.map(|fault| (index, fault))) {
        let disk = FaultyDisk::holding(&before);
        let (mut open, _) = unlocked(&disk, OWN);
        disk.fail_at(index, fault);
        let result = open.change_passphrase(&passphrase(OWN), &passphrase("new"), Profile::Small, &mut rng(9));
        assert!(result.is_err(), "{index} {fault:?}");
        for file in disk.futures() {
            let file = file.unwrap();
            let opened = [OWN, "new"].map(|text| found(&file, &secret(1), text));
            let kept = Some((Role::Owner, b"kept".to_vec()));
            assert!(opened.contains(&kept) && opened.contains(&None), "{index} {fault:?}");
        }
        if matches!(fault, Fault::Refuses | Fault::ErrsLate) {
            open.save(b"after", &mut rng(10)).unwrap();
            let text = if matches!(result, Err(Error::NotDurable(_))) { "new" } else { OWN };
            let after = found(&disk.file().unwrap(), &secret(1), text);
            assert_eq!(after, Some((Role::Owner, b"after".to_vec())), "{index} {fault:?}");
        }
    }
}

#[test]
fn a_burn_that_a_crash_cut_short_leaves_the_vault_or_nothing_that_opens() {
    let disk = disk_with(b"gone");
    let before = disk.file().unwrap();
    let act = |disk: &FaultyDisk| {
        let vault = closed(disk).unwrap();
        disk.forget_steps();
        vault.burn(&mut rng(9)).unwrap();
    };
    let clean = FaultyDisk::holding(&before);
    for (index, fault) in every_fault(&clean, act) {
        let disk = FaultyDisk::holding(&before);
        let vault = closed(&disk).unwrap();
        disk.fail_at(index, fault);
        let done = vault.burn(&mut rng(9));
        for file in disk.futures().into_iter().flatten() {
            if file != before {
                assert_eq!(file.len(), before.len(), "{index} {fault:?}");
                let error = closed(&FaultyDisk::holding(&file)).err();
                assert_eq!(error, Some(Error::CannotOpen), "noise looks like a damaged vault: {index} {fault:?}");
            }
            assert!(done.is_err(), "{index} {fault:?}");
        }
        // Whatever stood in the way once, the second attempt succeeds.
        if done.is_err() && matches!(fault, Fault::Refuses | Fault::ErrsLate) {
            crate::burn(disk.clone(), &mut rng(10)).unwrap();
            assert_eq!((disk.futures(), disk.temp()), (vec![None], None), "{index} {fault:?}");
        }
    }
    use Step::{Remove, RemoveTemp, Rename, Stage, SyncDir};
    assert_eq!(clean.steps(), [Stage, Rename, SyncDir, RemoveTemp, Remove, SyncDir]);
}

#[test]
fn a_full_disk_refuses_a_save_and_keeps_the_old_contents() {
    let disk = disk_with(b"old");
    let (mut open, _) = unlocked(&disk, OWN);
    let before = disk.file();
    disk.fill();
    assert_eq!(open.save(b"new", &mut rng(9)), Err(Error::Disk(std::io::ErrorKind::StorageFull)));
    assert_eq!((disk.file(), disk.temp()), (before, None), "the room is given back");
    disk.make_room();
    open.save(b"new", &mut rng(9)).unwrap();
    assert_eq!(found(&disk.file().unwrap(), &secret(1), OWN).unwrap().1, b"new");
}

#[test]
fn a_full_disk_makes_no_vault() {
    let disk = FaultyDisk::default();
    disk.fill();
    assert_eq!(create(&disk, b"new", 1).err(), Some(Error::Disk(std::io::ErrorKind::StorageFull)));
    assert_eq!((disk.file(), disk.temp()), (None, None));
}

#[test]
fn what_a_crash_left_beside_the_vault_is_removed_at_open() {
    let disk = disk_with(b"kept");
    disk.leave_temp(b"half a vault");
    let before = disk.file();
    drop(closed(&disk).unwrap());
    assert_eq!((disk.temp(), disk.file()), (None, before));
}

/// Every step that `act` takes on a sound disk, with every fault.
fn every_fault(disk: &FaultyDisk, act: impl Fn(&FaultyDisk)) -> Vec<(usize, Fault)> {
    act(disk);
    let steps = disk.steps().len();
    assert!(steps >= 3);
    (0..steps).flat_map(|index| FAULTS.map(|fault| (index, fault))).collect()
}
