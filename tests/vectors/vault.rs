//! `vault-v1/vault`, opened by hand as PROTOCOL.md, 8, lays it out, without the vault's crate.

use argon2::{Algorithm, Argon2, Params, Version};
use tests::by_hand::{Bytes32, expand, open};

#[test]
fn the_frozen_vault_is_what_the_protocol_says_it_is() {
    let file = std::fs::read(tests::vectors::path("vault-v1/vault")).unwrap();
    assert_eq!(file.len(), 1_048_575);
    assert_eq!(file[..2], [1, 3]);

    let hardware: Bytes32 = std::array::from_fn(|i| u8::try_from(i).unwrap());
    let outer = expand(&hardware, "outer", &[]);
    let inside = open(&outer, file[18..].first_chunk().unwrap(), &file[..42], &file[42..]).unwrap();
    let (generation, rest) = inside.split_first_chunk::<8>().unwrap();
    let (tries, slots) = rest.split_first().unwrap();
    assert_eq!((*generation, *tries), ([0, 0, 0, 0, 0, 0, 0, 3], 2));

    let (first, second) = slots.split_at(524_254);
    assert_eq!(second.len(), first.len());
    let slot = |key: &Bytes32, i: u8| {
        let slot = [first, second][usize::from(i)];
        open(key, slot.first_chunk().unwrap(), &[&[1, i][..], generation].concat(), &slot[24..])
    };
    let with = |passphrase: &str| {
        let mut kek = [0; 32];
        let params = Params::new(19_456, 2, 1, None).unwrap();
        let argon2id = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        argon2id.hash_password_into(passphrase.as_bytes(), &file[2..18], &mut kek).unwrap();
        let keys = [0, 1].map(|i| expand(&kek, "slot", &[&[i]]));
        let opened: Vec<_> = (0..).zip(keys).filter_map(|(i, key)| Some((i, key, slot(&key, i)?))).collect();
        let [(i, key, contents)] = opened.try_into().unwrap_or_else(|_| panic!("one of the two slots"));
        (i, key, contents)
    };

    let (owners, _, contents) = with("an old lamp still burns");
    let (decoys, decoys_key, decoy) = with("nothing to see here");
    assert_eq!(owners + decoys, 1);
    said(&contents, 1, Some(&decoys_key), b"frozen with version 1");
    said(&decoy, 2, None, b"a frozen decoy");
}

/// role 1 | other slot's key present 1 | other slot's key 32 | length 4 | payload | zeros
fn said(contents: &[u8], role: u8, other_key: Option<&Bytes32>, payload: &[u8]) {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    let other = other_key.copied().unwrap_or_default();
    let head = [&[role, u8::from(other_key.is_some())][..], &other, &length, payload].concat();
    assert_eq!(contents.len(), 38 + 524_176);
    assert_eq!(contents[..head.len()], head);
    assert!(contents[head.len()..].iter().all(|byte| *byte == 0));
}
