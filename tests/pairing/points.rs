//! Keys that are no keys: every point of low order, and encapsulation keys that FIPS 203 refuses.

use ratchet::{Answering, Bucket, Commitment, Envelope, NotOpened, PairingError};
use tests::{by_hand, hex_array, met};

use crate::{drawn, offering, rng};

/// The points of order 1, 2, 4 and 8 of Curve25519 and of its twist as X25519 takes them, canonical and not
/// (RFC 7748 section 6.1; the list is at https://cr.yp.to/ecdh.html#validate).
const LOW_ORDER: [&str; 7] = [
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
    "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
];

/// Each of them, and each with the top bit set, which X25519 does not look at.
fn low_order() -> impl Iterator<Item = [u8; 32]> {
    LOW_ORDER.into_iter().map(hex_array).flat_map(|point: [u8; 32]| {
        let mut topped = point;
        topped[31] |= 0x80;
        assert_eq!(by_hand::x25519(&[77; 32], &point), [0; 32], "the list is right");
        [point, topped]
    })
}

#[test]
fn x_a_of_low_order_is_refused() {
    let rng = &mut rng(1);
    let alice = by_hand::Alice { x: drawn(rng), seed: drawn(rng), n: drawn(rng) };
    for point in low_order() {
        let answer = Answering::answer(&alice.p1_with(&point), Commitment::random(rng), rng);
        assert_eq!(answer.err(), Some(PairingError::Refused));
    }
    assert!(Answering::answer(&alice.p1(), Commitment::random(rng), rng).is_ok());
}

#[test]
fn x_b_of_low_order_is_refused_though_its_mac_is_right() {
    let rng = &mut rng(2);
    let alice = offering(rng);
    let y = by_hand::public(&drawn(rng));
    for point in low_order() {
        // Every agreement with it is zero, so that nothing secret is needed to make the MAC.
        let (p2, _) = by_hand::p2(alice.p1(), &point, &[0; 32], &y, &drawn(rng));
        assert_eq!(alice.accept(&p2, rng).err(), Some(PairingError::Refused));
    }
}

#[test]
fn y_b_of_low_order_is_refused_though_its_mac_is_right() {
    let rng = &mut rng(3);
    let alice = offering(rng);
    let x: [u8; 32] = drawn(rng);
    let dh = by_hand::x25519(&x, alice.p1()[2..].first_chunk().unwrap());
    for point in low_order() {
        let (p2, _) = by_hand::p2(alice.p1(), &by_hand::public(&x), &dh, &point, &drawn(rng));
        assert_eq!(alice.accept(&p2, rng).err(), Some(PairingError::Refused));
    }
    let (p2, _) = by_hand::p2(alice.p1(), &by_hand::public(&x), &dh, &by_hand::public(&[5; 32]), &drawn(rng));
    assert!(alice.accept(&p2, rng).is_ok());
}

#[test]
fn a_ratchet_key_of_low_order_in_a_header_opens_nothing() {
    let rng = &mut rng(4);
    let alice = by_hand::Alice { x: drawn(rng), seed: drawn(rng), n: drawn(rng) };
    let p1 = alice.p1();
    let bob = Answering::answer(&p1, Commitment::random(rng), rng).unwrap();
    let agreed = alice.agree(&p1, bob.p2());
    let mut session = bob.finish(&by_hand::p3(&agreed, &alice.n)).unwrap().session;
    let y_b = *bob.p2()[34..].first_chunk().unwrap();
    // Bob's nibble for "normal", from the byte of Alice's direction.
    let flags = agreed.key("tell")[0] & 0xf0;
    let envelope = |dh_public: &[u8; 32], dh: &[u8; 32]| {
        let [_, ck, _] = by_hand::kdf_rk(&agreed.key("sk"), dh);
        let header: [u8; 41] = [&[flags][..], dh_public, &[0; 8]].concat().try_into().unwrap();
        let inner = vec![0; Bucket::Short.content_len()];
        let bytes = by_hand::envelope(&agreed.key("hka"), &by_hand::kdf_ck(&ck).1, &agreed.key("ad"), &header, &inner);
        Envelope::parse(&bytes).unwrap()
    };
    for point in low_order() {
        let got = met::hear(&mut session, &envelope(&point, &[0; 32]), rng);
        assert_eq!(got, Err(NotOpened::Unreadable));
    }
    let secret = [6; 32];
    let honest = envelope(&by_hand::public(&secret), &by_hand::x25519(&secret, &y_b));
    assert_eq!(met::hear(&mut session, &honest, rng), Ok((String::new(), 1)));
}

#[test]
fn an_encapsulation_key_with_a_number_beyond_the_modulus_is_refused() {
    let rng = &mut rng(5);
    let p1 = offering(rng).p1().to_vec();
    // FIPS 203, section 7.2: 768 numbers of 12 bits, each below 3329. Two of them lie in every three bytes.
    for triple in 0..384 {
        for (low, value) in [(true, 3329_u16), (false, 3329), (true, 4095), (false, 4095)] {
            let mut hostile = p1.clone();
            let [a, b, c] = hostile[34 + 3 * triple..].first_chunk_mut().unwrap();
            let [high, rest] = value.to_be_bytes();
            if low {
                (*a, *b) = (rest, *b & 0xf0 | high);
            } else {
                (*b, *c) = (*b & 0x0f | rest << 4, rest >> 4 | high << 4);
            }
            let answer = Answering::answer(&hostile, Commitment::random(rng), rng);
            assert_eq!(answer.err(), Some(PairingError::Malformed), "triple {triple}");
        }
    }
    // 3328 is the largest that is none.
    let mut largest = p1;
    (largest[34], largest[35]) = (0x00, largest[35] & 0xf0 | 0x0d);
    assert!(Answering::answer(&largest, Commitment::random(rng), rng).is_ok());
}
