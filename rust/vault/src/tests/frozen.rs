//! A file written once by version 1, which opens for ever.

use std::fs;
use std::path::Path;

use super::*;
use crate::Folder;

#[test]
fn the_frozen_vault_opens_for_its_owner() {
    assert_eq!(thawed("an old lamp still burns"), (Role::Owner, b"frozen with version 1".to_vec()));
}

#[test]
fn the_frozen_vault_opens_for_its_decoy() {
    assert_eq!(thawed("nothing to see here"), (Role::Decoy, b"a frozen decoy".to_vec()));
}

fn thawed(text: &str) -> (Role, Vec<u8>) {
    let frozen = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/vault-v1/vault");
    let home = tempfile::tempdir().unwrap();
    fs::copy(frozen, home.path().join("vault")).unwrap();
    let secret = HardwareSecret::new(&mut std::array::from_fn(|i| u8::try_from(i).unwrap()));
    let vault = Closed::open(Folder::at(home.path()).unwrap(), &secret, &mut rng(1)).unwrap();
    assert_eq!(vault.tries().used, 2);
    let (open, payload) = vault.unlock(&passphrase(text), &mut rng(2)).ok().unwrap();
    (open.role(), payload.to_vec())
}
