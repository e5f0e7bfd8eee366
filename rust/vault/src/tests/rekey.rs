//! A new hardware secret: the old one or the new one always opens, and `Ok` means that the new one was seen to.

use super::faulty::{FAULTS, Fault, Step};
use super::*;

#[test]
fn after_a_rekey_the_old_secret_opens_nothing() {
    let disk = disk_with(b"kept");
    let mut vault = closed(&disk).unwrap();
    vault.rekey(&secret(2), &mut rng(5)).unwrap();
    let file = disk.file().unwrap();
    assert_eq!(found(&file, &secret(1), OWN), None);
    assert_eq!(found(&file, &secret(2), OWN), Some((Role::Owner, b"kept".to_vec())));

    let (mut open, _) = vault.unlock(&passphrase(OWN), &mut rng(6)).ok().unwrap();
    open.rekey(&secret(3), &mut rng(7)).unwrap();
    open.save(b"new", &mut rng(8)).unwrap();
    let file = disk.file().unwrap();
    assert_eq!(found(&file, &secret(2), OWN), None);
    assert_eq!(found(&file, &secret(3), OWN), Some((Role::Owner, b"new".to_vec())));
}

#[test]
fn a_rekey_writes_then_flushes_then_reads_back() {
    let disk = disk_with(b"kept");
    let mut vault = closed(&disk).unwrap();
    disk.forget_steps();
    vault.rekey(&secret(2), &mut rng(5)).unwrap();
    assert_eq!(disk.steps(), [Step::Read, Step::Stage, Step::Rename, Step::SyncDir, Step::Read]);
}

#[test]
fn a_rekey_keeps_the_count() {
    let disk = disk_with(b"kept");
    let vault = closed(&disk).unwrap();
    let Err(crate::Refused::Wrong(mut vault)) = vault.unlock(&passphrase(WRONG), &mut rng(5)) else { panic!() };
    vault.rekey(&secret(2), &mut rng(6)).unwrap();
    assert_eq!(Closed::open(disk, &secret(2), &mut rng(7)).unwrap().tries().used, 1);
}

#[test]
fn wherever_a_rekey_fails_the_old_secret_or_the_new_one_opens() {
    let disk = disk_with(b"kept");
    let before = disk.file().unwrap();
    for (index, fault) in (0..5).flat_map(|index| FAULTS.map(|fault| (index, fault))) {
        let disk = FaultyDisk::holding(&before);
        let mut vault = closed(&disk).unwrap();
        disk.fail_at(index, fault);
        let error = vault.rekey(&secret(2), &mut rng(5)).unwrap_err();
        for file in disk.futures() {
            let file = file.unwrap();
            let opened = [1, 2].map(|byte| found(&file, &secret(byte), OWN));
            let kept = Some((Role::Owner, b"kept".to_vec()));
            assert!(opened.contains(&kept) && opened.contains(&None), "{index} {fault:?}");
        }
        if matches!(fault, Fault::Refuses | Fault::ErrsLate) {
            let stands = if matches!(error, Error::NotDurable(_)) { 2 } else { 1 };
            assert!(found(&disk.file().unwrap(), &secret(stands), OWN).is_some(), "{index} {fault:?} {error}");
            vault.rekey(&secret(2), &mut rng(6)).unwrap();
            assert!(vault.unlock(&passphrase(OWN), &mut rng(7)).is_ok(), "done again: {index} {fault:?}");
        }
    }
}

#[test]
fn an_open_vault_whose_rekey_failed_saves_under_the_secret_that_stands() {
    let disk = disk_with(b"old");
    let before = disk.file().unwrap();
    for (index, fault) in (0..5).flat_map(|index| [(index, Fault::Refuses), (index, Fault::ErrsLate)]) {
        let disk = FaultyDisk::holding(&before);
        let (mut open, _) = unlocked(&disk, OWN);
        disk.fail_at(index, fault);
        let error = open.rekey(&secret(2), &mut rng(5)).unwrap_err();
        open.save(b"new", &mut rng(6)).unwrap();
        let stands = if matches!(error, Error::NotDurable(_)) { 2 } else { 1 };
        let contents = found(&disk.file().unwrap(), &secret(stands), OWN);
        assert_eq!(contents, Some((Role::Owner, b"new".to_vec())), "{index} {fault:?}");
    }
}
