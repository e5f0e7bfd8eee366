//! Base45: RFC 9285. Its alphabet is that of a QR code's alphanumeric mode.

use optic::base45::{decode, encode};

#[test]
fn rfc_9285_sections_4_3_and_4_4() {
    let cases = [("AB", "BB8"), ("Hello!!", "%69 VD92EX0"), ("base-45", "UJCLQE7W581"), ("ietf!", "QED8WEX0")];
    for (plain, text) in cases {
        assert_eq!(encode(plain.as_bytes()), text.as_bytes());
        assert_eq!(decode(text.as_bytes()).unwrap(), plain.as_bytes());
    }
}

#[test]
fn rfc_9285_section_4_2_the_largest_triple_and_the_first_beyond_it() {
    assert_eq!(decode(b"FGW").unwrap(), [255, 255]);
    assert!(decode(b"GGW").is_err());
    assert_eq!(decode(b"U5").unwrap(), [255]);
    assert!(decode(b"V5").is_err());
}
