//! Hostile files: each tells one parser one lie, lies in `tests/corpus` under the lie's name, and is met by the parser
//! itself and by a whole phone.
//!
//! The files are made by this theme, so that whoever reads one knows how it came about:
//! `ALDIS_MAKE_CORPUS=1 cargo test -p tests --test hostile` writes them, and without it each must be as it would be made.
#![cfg(test)]

mod codes;
mod edges;
mod envelopes;
mod fuzzed;
mod inner;
mod lies;
mod meetings;
mod states;
mod vaults;

use engine::{Custody, Meeting as Step};
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use ratchet::{Answering, Commitment};
use tests::{
    by_hand::{self, Agreed, Bytes32},
    phones::{Handset, START},
};

/// The meeting that all files belong to: nothing in it is drawn by chance, and one side of it is known to the last byte.
struct Meeting {
    alice: by_hand::Alice,
    bob: Answering,
    agreed: Agreed,
}

impl Meeting {
    fn fixed() -> Meeting {
        let alice = alice(1);
        let p1 = alice.p1();
        let bob = Answering::answer(&p1, Commitment::from_bytes(&[3; 48]), &mut rng(4)).unwrap();
        let agreed = alice.agree(&p1, bob.p2());
        Meeting { alice, bob, agreed }
    }

    /// The session of the one who scanned first, before it has heard anything.
    fn bobs_session(&self) -> ratchet::Session {
        self.bob.finish(&by_hand::p3(&self.agreed, &self.alice.n)).unwrap().session
    }
}

/// One who shows first and does not keep to the rules.
fn alice(number: u8) -> by_hand::Alice {
    by_hand::Alice { x: [number; 32], seed: [number + 1; 64], n: [number + 2; 32] }
}

/// A phone that has met and confirmed somebody who does not keep to the rules: Y_B, and what the two agreed on.
fn phone_of_a_liar(number: u8) -> (Handset, Bytes32, Agreed) {
    let mut phone = Handset::with(number.into(), Custody::Memory, Some(START));
    let (liar, name) = (alice(number), "Liar".parse().unwrap());
    let p1 = liar.p1();
    let Ok(Step::Second(p2)) = phone.meet(&name, &p1) else { panic!("P1 is answered") };
    let agreed = liar.agree(&p1, &p2);
    assert!(phone.meet(&name, &by_hand::p3(&agreed, &liar.n)).is_ok());
    let id = phone.person("Liar").unwrap();
    phone.confirm(id).unwrap();
    (phone, *p2[34..].first_chunk().unwrap(), agreed)
}

fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

/// What a parser says, in one word: its error, or that it believes the lie.
fn word<T, E: std::fmt::Debug>(result: Result<T, E>) -> String {
    match result {
        Ok(_) => "believed".to_owned(),
        Err(error) => format!("{error:?}"),
    }
}
