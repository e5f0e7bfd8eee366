//! `contents.json`: what stands inside an envelope, at its edges (PROTOCOL.md, 4.5).

use crate::{ours, second, shapes::Case};

#[test]
fn both_implementations_read_the_frozen_contents_alike() {
    let cases: Vec<Case> = tests::vectors::read("protocol-1/contents.json");
    assert!(cases.len() >= 20);
    for case in cases {
        assert_eq!(ours::parse(&case.inner.0), case.result, "{}", case.about);
        assert_eq!(second::parse(&case.inner.0), case.result, "{}", case.about);
    }
}
