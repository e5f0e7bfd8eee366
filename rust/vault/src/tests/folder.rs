//! The real disk.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;

use super::*;
use crate::{Disk, FILE_LEN, Folder};

#[test]
fn a_vault_in_a_folder_survives_a_restart() {
    let home = tempfile::tempdir().unwrap();
    let mut open = in_folder(home.path(), b"first").unwrap();
    open.save(b"second", &mut rng(2)).unwrap();
    drop(open);
    let vault = Closed::open(Folder::at(home.path()).unwrap(), &secret(1), &mut rng(3)).unwrap();
    let (open, payload) = vault.unlock(&passphrase(OWN), &mut rng(4)).ok().unwrap();
    assert_eq!(payload.as_slice(), b"second");
    assert_eq!(names(home.path()), ["lock", "vault", "vault.room"]);
    let metadata = fs::metadata(home.path().join("vault")).unwrap();
    assert_eq!((metadata.len(), metadata.permissions().mode() & 0o777), (FILE_LEN as u64, 0o600));
    open.burn(&mut rng(5)).unwrap();
    assert_eq!(names(home.path()), ["lock"]);
}

#[test]
fn the_second_one_to_come_finds_the_folder_busy() {
    let home = tempfile::tempdir().unwrap();
    let open = in_folder(home.path(), b"first").unwrap();
    assert_eq!(Folder::at(home.path()).err(), Some(Error::Busy));
    let vault = open.lock();
    let roundabout = home.path().join("..").join(home.path().file_name().unwrap());
    assert_eq!(Folder::at(roundabout).err(), Some(Error::Busy));
    drop(vault);
    assert!(Folder::at(home.path()).is_ok());
}

#[test]
fn another_process_finds_the_folder_busy() {
    let home = tempfile::tempdir().unwrap();
    let theirs = fs::File::create(home.path().join("lock")).unwrap();
    theirs.try_lock().unwrap(); // what another process holds is another open file, and so is this
    assert_eq!(Folder::at(home.path()).err(), Some(Error::Busy));
    drop(theirs);
    assert!(Folder::at(home.path()).is_ok());
}

#[test]
fn a_folder_that_is_not_there_is_the_disks_fault() {
    let home = tempfile::tempdir().unwrap();
    let error = Folder::at(home.path().join("nowhere")).err();
    assert_eq!(error, Some(Error::Disk(std::io::ErrorKind::NotFound)));
}

#[test]
fn a_directory_in_the_vaults_place_is_no_vault_and_stays() {
    let home = tempfile::tempdir().unwrap();
    let kept = home.path().join("vault").join("kept");
    fs::create_dir(home.path().join("vault")).unwrap();
    fs::write(&kept, b"letters").unwrap();
    assert_eq!(open_folder(home.path()), Some(Error::NotAVault { size: 0 }));
    assert_eq!(in_folder(home.path(), b"new").err(), Some(Error::Exists));
    assert!(crate::burn(Folder::at(home.path()).unwrap(), &mut rng(3)).is_err());
    assert_eq!(fs::read(&kept).unwrap(), b"letters");
    assert_eq!(names(home.path()), ["lock", "vault"]);
}

#[test]
fn a_link_in_the_vaults_place_is_no_vault_and_is_not_followed() {
    let home = tempfile::tempdir().unwrap();
    let elsewhere = home.path().join("letters");
    fs::write(&elsewhere, b"letters").unwrap();
    for name in ["vault", "vault.temp"] {
        symlink(&elsewhere, home.path().join(name)).unwrap();
    }
    assert_eq!(open_folder(home.path()), Some(Error::NotAVault { size: 0 }));
    assert_eq!(in_folder(home.path(), b"new").err(), Some(Error::Exists));
    fs::remove_file(home.path().join("vault")).unwrap();
    symlink(&elsewhere, home.path().join("vault.temp")).unwrap();
    drop(in_folder(home.path(), b"new").unwrap());
    assert_eq!(fs::read(&elsewhere).unwrap(), b"letters");
}

#[test]
fn a_huge_file_is_measured_and_not_read() {
    let home = tempfile::tempdir().unwrap();
    fs::File::create(home.path().join("vault")).unwrap().set_len(1 << 40).unwrap();
    assert_eq!(open_folder(home.path()), Some(Error::NotAVault { size: 1 << 40 }));
}

#[test]
fn what_a_crash_left_in_the_folder_is_replaced() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("vault.temp"), vec![1; 2 * FILE_LEN]).unwrap();
    drop(in_folder(home.path(), b"new").unwrap());
    assert_eq!(names(home.path()), ["lock", "vault", "vault.room"]);
    fs::write(home.path().join("vault.temp"), b"half").unwrap();
    assert_eq!(open_folder(home.path()), None);
    assert_eq!(names(home.path()), ["lock", "vault", "vault.room"]);
}

#[test]
fn room_for_one_commit_is_kept_and_is_taken_again_where_it_is_missing() {
    let home = tempfile::tempdir().unwrap();
    let mut open = in_folder(home.path(), b"first").unwrap();
    let room = home.path().join("vault.room");
    let size = || fs::metadata(&room).map(|metadata| (metadata.len(), metadata.permissions().mode() & 0o777)).ok();
    assert_eq!(size(), Some((FILE_LEN as u64, 0o600)));
    assert!(fs::metadata(&room).unwrap().blocks() * 512 >= FILE_LEN as u64, "a hole keeps no room");
    fs::remove_file(&room).unwrap();
    open.save(b"second", &mut rng(2)).unwrap();
    assert_eq!(size(), Some((FILE_LEN as u64, 0o600)));
    // What somebody else puts there is neither written over nor followed.
    fs::remove_file(&room).unwrap();
    fs::write(home.path().join("letters"), b"letters").unwrap();
    symlink(home.path().join("letters"), &room).unwrap();
    open.save(b"third", &mut rng(3)).unwrap();
    assert_eq!(fs::read(home.path().join("letters")).unwrap(), b"letters");
}

#[test]
fn removing_what_is_not_there_is_no_error() {
    let home = tempfile::tempdir().unwrap();
    let mut folder = Folder::at(home.path()).unwrap();
    folder.remove().unwrap();
    folder.remove_temp().unwrap();
    assert_eq!(folder.read(&mut []).unwrap_err().kind(), std::io::ErrorKind::NotFound);
}

fn in_folder(home: &Path, payload: &[u8]) -> Result<Open, Error> {
    let folder = Folder::at(home).unwrap();
    Open::create(folder, &passphrase(OWN), &secret(1), Profile::Small, payload, &mut rng(1))
}

fn open_folder(home: &Path) -> Option<Error> {
    Closed::open(Folder::at(home).unwrap(), &secret(1), &mut rng(2)).err()
}

fn names(home: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(home).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
