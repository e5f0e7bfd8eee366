//! After a lock the memory of a phone holds no key and no text: looked for from outside, by another process.
//!
//! What is not looked for: a secret in another form than those of `needles.rs`, a piece of fewer than sixteen bytes, the
//! registers of a processor, and memory that was given back to the system.
#![cfg(test)]

mod memory;
mod needles;
mod secrets;
mod used;

use std::collections::BTreeSet;

use crate::{
    memory::{Hit, may_be_read, search},
    needles::summary,
    used::{Used, WAITING},
};

#[test]
fn after_a_lock_no_key_and_no_text_is_in_memory() {
    if !may_be_read() {
        return tests::skipped("the memory of a locked phone: the system lets nobody read another process");
    }
    let Used { mut process, needles } = Used::with_everything();
    assert!(needles.len() > 500_000, "{} pieces are too few", needles.len());

    // While it is unlocked, what it needs is there, or this search would find nothing at all; what is over is not.
    let open = search(process.id(), &needles);
    let found = names(&open);
    for needed in ["slot key", "waiting text", "draft", "name", "outer key"] {
        assert!(found.contains(needed), "{needed} is not found where it must be:\n{}", summary(&open));
    }
    for over in [
        "passphrase",
        "wrong passphrase",
        "key from the passphrase",
        "hardware secret",
        "burned text",
        "written text",
        "agreement of X25519",
        "agreement of ML-KEM",
        "pseudo-random key",
        "decapsulation key",
        "agreement of a ratchet step",
    ] {
        assert!(
            !found.iter().any(|name| name.starts_with(over)),
            "an unlocked phone holds it still:\n{}",
            summary(&open)
        );
    }

    // The outer layer's key, which the hardware gave, stays as long as the file is held: it opens nothing alone.
    process.ok("lock");
    let locked = search(process.id(), &needles);
    assert_eq!(names(&locked), BTreeSet::from(["outer key"]), "{}", summary(&locked));
    process.ok("close");
    let closed = search(process.id(), &needles);
    assert_eq!(names(&closed), BTreeSet::new(), "{}", summary(&closed));

    // Two copies that nobody wipes, one on the heap and one on the stack, are both found where nothing was.
    process.ok(&format!("leak {WAITING}"));
    let leaked = search(process.id(), &needles);
    let on_the_stack = |hit: &&Hit| hit.place.starts_with("[stack]");
    let (stack, heap): (Vec<_>, Vec<_>) = leaked.iter().partition(on_the_stack);
    assert!(!stack.is_empty() && !heap.is_empty(), "{}", summary(&leaked));
    assert!(names(&leaked).contains("waiting text"));
}

fn names(hits: &[Hit]) -> BTreeSet<&str> {
    hits.iter().map(|hit| hit.name.as_str()).collect()
}
