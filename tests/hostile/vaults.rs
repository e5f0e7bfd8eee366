//! Vault files that lie, before a whole phone. Each is a change to the frozen vault of version 1, since a megabyte for
//! every lie would be too much: lines of `at OFFSET: BYTES`, `cut LENGTH` or `grow LENGTH`.

use std::fs;

use engine::{Custody, HardwareSecret, Locked, Phone, Profile, Surroundings};
use tests::phones::{START, Still, passphrase};

use crate::{
    lies::{Lie, corpus, lie},
    rng, word,
};

fn lies() -> Vec<Lie> {
    vec![
        lie("empty", "Vault(NotAVault { size: 0 })", "a file of no bytes", "cut 0"),
        lie(
            "header-alone",
            "Vault(NotAVault { size: 42 })",
            "what stands before the sealed part, and nothing else",
            "cut 42",
        ),
        lie("one-byte-short", "Vault(NotAVault { size: 1048574 })", "the last byte is missing", "cut 1048574"),
        lie("one-byte-long", "Vault(NotAVault { size: 1048576 })", "a byte behind the last", "grow 1048576"),
        lie(
            "huge",
            "Vault(NotAVault { size: 1099511627776 })",
            "a terabyte, as far as the folder knows",
            "grow 1099511627776",
        ),
        lie("version-0", "Vault(NotAVault { size: 1048575 })", "a version that never was", "at 0: 00"),
        lie("version-2", "Vault(Newer { version: 2 })", "a later version", "at 0: 02"),
        lie("version-255", "Vault(Newer { version: 255 })", "the last version that there can be", "at 0: ff"),
        lie("profile-0", "Vault(UnknownProfile { code: 0 })", "a key derivation that no version has", "at 1: 00"),
        lie(
            "profile-4",
            "Vault(UnknownProfile { code: 4 })",
            "one that takes as much memory as its maker likes",
            "at 1: 04",
        ),
        lie(
            "cheaper-profile",
            "Vault(CannotOpen)",
            "another key derivation than the one that it was sealed with",
            "at 1: 02",
        ),
        lie("salt-of-zeros", "Vault(CannotOpen)", "a salt of zeros", "at 2: 00000000000000000000000000000000"),
        lie(
            "nonce-of-zeros",
            "Vault(CannotOpen)",
            "a nonce of zeros",
            "at 18: 000000000000000000000000000000000000000000000000",
        ),
        lie(
            "a-bit-in-the-tries",
            "Vault(CannotOpen)",
            "one byte changed where the count of wrong tries is sealed",
            "at 50: 00",
        ),
        lie("a-bit-in-a-slot", "Vault(CannotOpen)", "one byte changed in the first slot", "at 70000: 00"),
        lie("a-bit-in-the-tag", "Vault(CannotOpen)", "the last byte changed", "at 1048574: 00"),
    ]
}

#[test]
fn a_vault_that_lies_opens_no_phone_and_is_not_touched() {
    let frozen = fs::read(tests::top().join("tests/vectors/vault-v1/vault")).unwrap();
    let hardware = HardwareSecret::new(&mut std::array::from_fn(|at| u8::try_from(at).unwrap()));
    for lie in corpus("vault", "Vault files", lies()) {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("vault");
        fs::write(&path, &frozen).unwrap();
        apply(&path, std::str::from_utf8(&lie.bytes).unwrap(), &frozen);
        let size = fs::metadata(&path).unwrap().len();
        let before = (size < 1 << 21).then(|| fs::read(&path).unwrap());
        assert!(before.as_ref() != Some(&frozen), "{} is no lie", lie.name);

        assert_eq!(word(Locked::open(home.path(), &hardware, surroundings())), lie.said, "{}", lie.name);
        let over = Phone::set_up(home.path(), &passphrase(), &hardware, Profile::Small, surroundings());
        assert_eq!(word(over), "Vault(Exists)", "{}", lie.name);
        assert_eq!(fs::metadata(&path).unwrap().len(), size, "{}", lie.name);
        assert!(before.is_none_or(|before| fs::read(&path).unwrap() == before), "{}", lie.name);
    }
}

fn apply(path: &std::path::Path, change: &str, frozen: &[u8]) {
    let (what, rest) = change.split_once(' ').unwrap();
    if what == "at" {
        let (at, bytes) = rest.split_once(": ").unwrap();
        let changed = crate::lies::patched(frozen, at.parse().unwrap(), &tests::hex(bytes));
        fs::write(path, changed).unwrap();
    } else {
        fs::OpenOptions::new().write(true).open(path).unwrap().set_len(rest.parse().unwrap()).unwrap();
    }
}

fn surroundings() -> Surroundings {
    Surroundings::new(Still(START), rng(1), Custody::Memory)
}
