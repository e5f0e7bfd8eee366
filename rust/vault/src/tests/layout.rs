//! The bytes: size, freshness, and that a second implementation following PROTOCOL.md reads the same.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use sha2::Sha256;

use super::*;
use crate::file::Inside;
use crate::key::Place;
use crate::{CAPACITY, FILE_LEN};

#[test]
fn what_is_saved_is_what_an_unlock_gives() {
    let disk = disk_with(b"first");
    for length in [0, 1, 63, 64, 4096, CAPACITY - 1, CAPACITY] {
        let payload: Vec<u8> = (0..length).map(|i| u8::try_from(i % 251).unwrap()).collect();
        let (mut open, _) = unlocked(&disk, OWN);
        open.save(&payload, &mut rng(9)).unwrap();
        let again = open.lock().unlock(&passphrase(OWN), &mut rng(10)).ok().unwrap();
        assert!(*again.1 == payload, "{length}");
        assert_eq!(again.0.role(), Role::Owner);
        assert_eq!(disk.file().unwrap().len(), FILE_LEN, "{length}");
    }
}

#[test]
fn one_byte_too_many_is_refused_and_nothing_is_written() {
    let disk = disk_with(b"kept");
    let (mut open, _) = unlocked(&disk, OWN);
    let before = disk.file();
    let size = CAPACITY + 1;
    assert_eq!(open.save(&vec![0; size], &mut rng(9)), Err(Error::PayloadTooLarge { size }));
    assert_eq!(
        open.set_decoy(&passphrase(OWN), &passphrase(DECOY), &vec![0; size], &mut rng(9)),
        Err(Error::PayloadTooLarge { size })
    );
    assert_eq!(disk.file(), before);
    let empty = FaultyDisk::default();
    assert_eq!(create(&empty, &vec![0; size], 1).err(), Some(Error::PayloadTooLarge { size }));
    assert_eq!(empty.file(), None);
}

#[test]
fn every_block_of_the_file_is_fresh_at_every_save() {
    for with_decoy in [false, true] {
        let disk = FaultyDisk::default();
        let mut open =
            if with_decoy { create_with_decoy(&disk, b"same", b"same", 1) } else { create(&disk, b"same", 1).unwrap() };
        let before = disk.file().unwrap();
        open.save(b"same", &mut rng(77)).unwrap();
        let after = disk.file().unwrap();
        assert_eq!(before[..18], after[..18], "version, profile and salt stay");
        let (blocks, same) = before[18..]
            .chunks(64)
            .zip(after[18..].chunks(64))
            .fold((0, 0), |(all, same), (a, b)| (all + 1, same + usize::from(a == b)));
        assert_eq!(same, 0, "of {blocks}");
        let same_bytes = before[18..].iter().zip(&after[18..]).filter(|(a, b)| a == b).count();
        let by_chance = before.len() / 256;
        assert!(same_bytes.abs_diff(by_chance) < by_chance / 4, "{same_bytes} of {by_chance}");
    }
}

/// The outer layer would hide a slot that repeats from all but those who have the hardware secret.
#[test]
fn under_the_outer_layer_both_slots_are_fresh_too_used_or_not() {
    let slots = |disk: &FaultyDisk| {
        let mut inside = Inside::read(&mut disk.clone(), &secret(1).outer_key()).unwrap();
        Place::BOTH.map(|place| inside.slot(place).to_vec())
    };
    for with_decoy in [false, true] {
        let disk = FaultyDisk::default();
        let mut open =
            if with_decoy { create_with_decoy(&disk, b"same", b"same", 1) } else { create(&disk, b"same", 1).unwrap() };
        let before = slots(&disk);
        open.save(b"same", &mut rng(77)).unwrap();
        for (old, new) in before.iter().zip(&slots(&disk)) {
            let same_blocks = old.chunks(64).zip(new.chunks(64)).filter(|(a, b)| a == b).count();
            assert_eq!((same_blocks, old.len()), (0, new.len()));
            // 256 values, about 2048 of each: a slot of noise looks like a sealed one.
            let counts = new.iter().fold([0_usize; 256], |mut counts, byte| {
                counts[usize::from(*byte)] += 1;
                counts
            });
            assert!(counts.iter().all(|count| (1750..2350).contains(count)), "{counts:?}");
        }
    }
}

#[test]
fn the_owners_place_is_drawn_by_lot() {
    let second = (0..16)
        .filter(|seed| {
            let disk = FaultyDisk::default();
            drop(create(&disk, b"where", *seed).unwrap());
            by_the_book(&disk.file().unwrap(), &[1; 32], OWN).place == 1
        })
        .count();
    assert!((2..=14).contains(&second), "{second} of 16");
}

#[test]
fn a_new_file_does_not_say_that_it_is_new() {
    let generations: std::collections::BTreeSet<u64> = (0..6)
        .map(|seed| {
            let disk = FaultyDisk::default();
            drop(create(&disk, b"new", seed).unwrap());
            by_the_book(&disk.file().unwrap(), &[1; 32], OWN).generation
        })
        .collect();
    assert!(generations.len() == 6 && generations.iter().all(|count| *count > 1000), "{generations:?}");
}

#[test]
fn the_file_is_what_the_protocol_says() {
    let disk = FaultyDisk::default();
    let mut open = create_with_decoy(&disk, b"owner's", b"decoy's", 1);
    let before = by_the_book(&disk.file().unwrap(), &[1; 32], OWN).generation;
    open.save(b"owner's again", &mut rng(9)).unwrap();
    let file = disk.file().unwrap();

    let own = by_the_book(&file, &[1; 32], OWN);
    let decoy = by_the_book(&file, &[1; 32], DECOY);
    assert_eq!(own.place + decoy.place, 1);
    assert_eq!((own.generation, own.tries), (before + 1, 0));
    assert_eq!((own.contents[0], own.contents[1]), (1, 1), "owner, and the other's key is present");
    assert_eq!(own.contents[2..34], decoy.key, "the owner holds the decoy's key");
    assert_eq!((decoy.contents[0], decoy.contents[1]), (2, 0));
    assert_eq!(decoy.contents[2..34], [0; 32], "the decoy knows nothing of the owner");
    for (slot, payload) in [(own, b"owner's again".as_slice()), (decoy, b"decoy's")] {
        let (length, rest) = slot.contents[34..].split_at(4);
        assert_eq!(usize::try_from(u32::from_be_bytes(length.try_into().unwrap())).unwrap(), payload.len());
        assert_eq!(&rest[..payload.len()], payload);
        assert!(rest[payload.len()..].iter().all(|byte| *byte == 0));
        assert_eq!(rest.len(), CAPACITY);
    }
}

#[test]
fn closed_and_open_can_move_between_threads() {
    fn is_send<T: Send>() {}
    is_send::<Closed>();
    is_send::<Open>();
    is_send::<crate::Refused>();
}

#[test]
fn nothing_that_can_be_printed_shows_a_secret() {
    let disk = disk_with(b"hidden payload");
    let wrong = closed(&disk).unwrap().unlock(&passphrase(WRONG), &mut rng(3)).err().unwrap();
    let printed = format!("{wrong:?} {:?} {:?} {:?}", Role::Owner, Profile::Small, Error::NotAVault { size: 3 });
    assert_eq!(printed, "Wrong(Tries { used: 1, left: 9 }) Owner Small NotAVault { size: 3 }");
}

/// A slot, read with nothing of this crate but the constants of the protocol.
struct Book {
    place: usize,
    generation: u64,
    tries: u8,
    key: [u8; 32],
    contents: Vec<u8>,
}

fn by_the_book(file: &[u8], hardware_secret: &[u8; 32], text: &str) -> Book {
    let outer = expand(hardware_secret, b"aldis/1/outer");
    let inside = aead_open(&outer, &file[18..42], &file[..42], &file[42..]).expect("outer layer");
    let generation = &inside[..8];
    let slots: Vec<&[u8]> = inside[9..].chunks((inside.len() - 9) / 2).collect();
    assert_eq!((file[0], file[1], slots.len()), (1, 3, 2));

    let mut kek = [0; 32];
    let params = argon2::Params::new(19_456, 2, 1, None).unwrap();
    argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params)
        .hash_password_into(text.as_bytes(), &file[2..18], &mut kek)
        .unwrap();
    let opened = (0..2).find_map(|place| {
        let code = u8::try_from(place).unwrap();
        let key = expand(&kek, &[b"aldis/1/slot".as_slice(), &[code]].concat());
        let ad = [&[1, code], generation].concat();
        aead_open(&key, &slots[place][..24], &ad, &slots[place][24..]).map(|contents| (place, key, contents))
    });
    let (place, key, contents) = opened.expect("one slot");
    Book { place, generation: u64::from_be_bytes(generation.try_into().unwrap()), tries: inside[8], key, contents }
}

fn expand(prk: &[u8; 32], info: &[u8]) -> [u8; 32] {
    let mut key = [0; 32];
    Hkdf::<Sha256>::from_prk(prk).unwrap().expand(info, &mut key).unwrap();
    key
}

fn aead_open(key: &[u8; 32], nonce: &[u8], aad: &[u8], msg: &[u8]) -> Option<Vec<u8>> {
    let nonce = XNonce::try_from(nonce).unwrap();
    XChaCha20Poly1305::new(key.into()).decrypt(&nonce, Payload { msg, aad }).ok()
}
