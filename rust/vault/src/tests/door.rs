//! Whether a closed vault burns without its passphrase: off until the owner said so, and then for good.

use super::*;
use crate::Refused;

#[test]
fn a_closed_vault_says_whether_its_owner_lets_it_burn() {
    let disk = disk_with(b"kept");
    assert!(!closed(&disk).unwrap().burns_shut());
    let (mut open, _) = unlocked(&disk, OWN);
    open.set_burns_shut(true, b"kept too", &mut rng(5)).unwrap();
    assert!(open.lock().burns_shut());
    assert!(closed(&disk).unwrap().burns_shut());
    assert_eq!(unlocked(&disk, OWN).1, b"kept too");
}

#[test]
fn no_save_try_decoy_rekey_or_new_passphrase_changes_it_and_it_changes_none_of_them() {
    let disk = FaultyDisk::default();
    let mut open = create_with_decoy(&disk, b"mine", b"theirs", 1);
    open.set_burns_shut(true, b"mine", &mut rng(5)).unwrap();
    assert_eq!(open.decoy(), Some(b"theirs".as_slice()));
    open.save(b"mine 2", &mut rng(6)).unwrap();
    let Err(Refused::Wrong(mut vault)) = open.lock().unlock(&passphrase(WRONG), &mut rng(7)) else { panic!("wrong") };
    assert_eq!((vault.tries().used, vault.burns_shut()), (1, true));
    assert_eq!(closed(&disk).unwrap().tries().used, 1);
    vault.rekey(&secret(1), &mut rng(8)).unwrap();
    let (mut open, _) = vault.unlock(&passphrase(OWN), &mut rng(9)).ok().unwrap();
    open.change_passphrase(&passphrase(OWN), &passphrase("new"), Profile::Small, &mut rng(10)).unwrap();
    assert!(open.lock().burns_shut());
    let (mut open, _) = unlocked(&disk, "new");
    open.set_burns_shut(false, b"mine 3", &mut rng(11)).unwrap();
    assert!(!closed(&disk).unwrap().burns_shut());
}

#[test]
fn a_passphrase_that_is_tried_out_is_compared_and_nothing_else() {
    let disk = FaultyDisk::default();
    let open = create_with_decoy(&disk, b"mine", b"theirs", 1);
    let before = disk.file();
    disk.forget_steps();
    let opens = [OWN, DECOY, WRONG].map(|text| open.opens(&passphrase(text)).unwrap());
    assert_eq!(opens, [crate::Opens::Owner, crate::Opens::Decoy, crate::Opens::Neither]);
    assert_eq!((disk.file(), disk.steps()), (before, vec![]));
}

#[test]
fn a_decoy_and_the_owners_payload_change_in_one_commit() {
    let disk = FaultyDisk::default();
    let mut open = create(&disk, b"mine", 1).unwrap();
    disk.forget_steps();
    open.set_decoy_beside(&passphrase(OWN), &passphrase(DECOY), b"mine 2", b"theirs", &mut rng(5)).unwrap();
    assert_eq!(disk.steps().len(), 3);
    let file = disk.file().unwrap();
    assert_eq!(found(&file, &secret(1), OWN), Some((Role::Owner, b"mine 2".to_vec())));
    assert_eq!(found(&file, &secret(1), DECOY), Some((Role::Decoy, b"theirs".to_vec())));
    open.remove_decoy_beside(b"mine 3", &mut rng(6)).unwrap();
    let file = disk.file().unwrap();
    assert_eq!(found(&file, &secret(1), OWN), Some((Role::Owner, b"mine 3".to_vec())));
    assert_eq!(found(&file, &secret(1), DECOY), None);
}
