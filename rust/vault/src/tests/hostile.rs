//! Files that lie. Each is refused with an error that says what can be told, and stays as it is.

use super::*;
use crate::FILE_LEN;
use crate::file::Inside;

const SIZE: u64 = FILE_LEN as u64;

#[test]
fn a_missing_file_is_missing() {
    assert_eq!(closed(&FaultyDisk::default()).err(), Some(Error::Missing));
}

#[test]
fn an_empty_file_is_no_vault() {
    refused(&[], Error::NotAVault { size: 0 });
}

#[test]
fn a_file_that_lost_its_last_byte_is_no_vault() {
    refused(&whole()[..FILE_LEN - 1], Error::NotAVault { size: SIZE - 1 });
}

#[test]
fn a_file_with_one_byte_more_is_no_vault() {
    refused(&[whole(), vec![0]].concat(), Error::NotAVault { size: SIZE + 1 });
}

#[test]
fn version_0_is_no_vault() {
    refused(&with(0, 0), Error::NotAVault { size: SIZE });
}

#[test]
fn version_2_is_newer() {
    refused(&with(0, 2), Error::Newer { version: 2 });
}

#[test]
fn version_255_is_newer() {
    refused(&with(0, 255), Error::Newer { version: 255 });
}

#[test]
fn profile_0_is_unknown() {
    refused(&with(1, 0), Error::UnknownProfile { code: 0 });
}

#[test]
fn profile_4_is_unknown() {
    refused(&with(1, 4), Error::UnknownProfile { code: 4 });
}

#[test]
fn a_cheaper_profile_than_the_one_written_cannot_open() {
    refused(&with(1, Profile::Medium.code()), Error::CannotOpen);
}

#[test]
fn a_flipped_bit_in_the_salt_cannot_open() {
    for at in [2, 17] {
        refused(&with(at, whole()[at] ^ 0x01), Error::CannotOpen);
    }
}

#[test]
fn a_flipped_bit_in_the_nonce_cannot_open() {
    for at in [18, 41] {
        refused(&with(at, whole()[at] ^ 0x80), Error::CannotOpen);
    }
}

#[test]
fn a_flipped_bit_in_the_body_cannot_open() {
    for at in [42, 49, 50, 51, FILE_LEN / 2, FILE_LEN - 17, FILE_LEN - 16, FILE_LEN - 1] {
        refused(&with(at, whole()[at] ^ 0x10), Error::CannotOpen);
    }
}

#[test]
fn noise_of_the_right_size_is_newer_or_cannot_open() {
    let mut noise = vec![0; FILE_LEN];
    rand_core::Rng::fill_bytes(&mut rng(6), &mut noise);
    refused(&noise, Error::Newer { version: noise[0] });
    (noise[0], noise[1]) = (1, 3);
    refused(&noise, Error::CannotOpen);
    refused(&vec![0; FILE_LEN], Error::NotAVault { size: SIZE });
}

#[test]
fn the_vault_of_another_phone_cannot_open() {
    let disk = FaultyDisk::holding(&whole());
    let before = disk.file();
    assert_eq!(Closed::open(disk.clone(), &secret(2), &mut rng(3)).err(), Some(Error::CannotOpen));
    assert_eq!(Closed::open(disk.clone(), &HardwareSecret::none(), &mut rng(3)).err(), Some(Error::CannotOpen));
    assert_eq!(disk.file(), before);
}

#[test]
fn nothing_is_created_over_what_stands_there() {
    for file in [whole(), vec![], b"somebody's letters".to_vec()] {
        let disk = FaultyDisk::holding(&file);
        assert_eq!(create(&disk, b"new", 1).err(), Some(Error::Exists));
        assert_eq!(disk.futures(), [Some(file)]);
    }
}

#[test]
fn a_file_that_changes_behind_a_closed_vault_is_not_overwritten() {
    let disk = FaultyDisk::holding(&whole());
    let vault = closed(&disk).unwrap();
    let damaged = with(FILE_LEN / 2, whole()[FILE_LEN / 2] ^ 1);
    disk.swap(&damaged);
    let Err(crate::Refused::Failed(_, error)) = vault.unlock(&passphrase(OWN), &mut rng(3)) else { panic!("damaged") };
    assert_eq!((error, disk.futures()), (Error::CannotOpen, vec![Some(damaged)]));
}

/// Whoever knows the hardware secret can write any inside; slots moved or mixed must not open all the same.
#[test]
fn slots_that_were_swapped_or_kept_from_an_older_generation_open_for_nobody() {
    let disk = FaultyDisk::default();
    let mut open = create(&disk, b"old", 1).unwrap();
    let outer = secret(1).outer_key();
    let mut old = Inside::read(&mut disk.clone(), &outer).unwrap();
    open.save(b"new", &mut rng(9)).unwrap();
    let [first, second] = crate::key::Place::BOTH;

    let mut swapped = Inside::read(&mut disk.clone(), &outer).unwrap();
    let (a, b) = (swapped.slot(first).to_vec(), swapped.slot(second).to_vec());
    swapped.slot(first).copy_from_slice(&b);
    swapped.slot(second).copy_from_slice(&a);

    let mut mixed = Inside::read(&mut disk.clone(), &outer).unwrap();
    for place in [first, second] {
        mixed.slot(place).copy_from_slice(old.slot(place));
    }
    for inside in [swapped, mixed] {
        let file = inside.seal(&outer, &mut rng(10)).unwrap();
        assert!(closed(&FaultyDisk::holding(file.bytes())).is_ok(), "the outer layer is sound");
        assert_eq!(found(file.bytes(), &secret(1), OWN), None);
    }
}

#[test]
fn a_count_that_no_vault_writes_burns_like_ten() {
    let outer = secret(1).outer_key();
    let mut inside = Inside::read(&mut FaultyDisk::holding(&whole()), &outer).unwrap();
    inside.set_wrong_tries(255);
    let disk = FaultyDisk::holding(inside.seal(&outer, &mut rng(3)).unwrap().bytes());
    assert_eq!(closed(&disk).err(), Some(Error::Burned));
    assert_eq!(disk.futures(), [None]);
}

fn refused(file: &[u8], error: Error) {
    let disk = FaultyDisk::holding(file);
    assert_eq!(closed(&disk).err(), Some(error));
    assert!(disk.futures() == [Some(file.to_vec())], "the file is unchanged");
}

/// A sound vault, made once.
fn whole() -> Vec<u8> {
    static WHOLE: std::sync::OnceLock<Vec<u8>> = std::sync::OnceLock::new();
    WHOLE.get_or_init(|| disk_with(b"kept").file().unwrap()).clone()
}

fn with(at: usize, byte: u8) -> Vec<u8> {
    let mut file = whole();
    file[at] = byte;
    file
}
