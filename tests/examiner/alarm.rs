//! The alarm nibble: whether an opened decoy is told from an ordinary phone by the one byte in which they could differ.

use rand_chacha::{
    ChaCha20Rng,
    rand_core::{Rng, SeedableRng},
};
use ratchet::Session;
use tests::met::meet;

/// Where a serialised state keeps the byte that makes its nibble: version 1 | ad 32 | tell.
const TELL: usize = 33;
const MEETINGS: usize = 1500;

/// That byte of ordinary states and of decoys' states, each from meetings of its own.
fn bytes(decoy: impl Fn(&Session, u8) -> u8) -> [Vec<u8>; 2] {
    let rng = &mut ChaCha20Rng::seed_from_u64(1);
    let mut one = |is_decoy: bool| {
        let (alice, _) = meet(rng);
        let mut draw = [0];
        rng.fill_bytes(&mut draw);
        if is_decoy { decoy(&alice, draw[0]) } else { alice.to_bytes()[TELL] }
    };
    [false, true].map(|is_decoy| (0..MEETINGS).map(|_| one(is_decoy)).collect())
}

/// The best that can be done with one byte: learn how often each half byte comes from either, on half of the meetings, and
/// judge the other half. Gives the share that is judged rightly.
fn judged_rightly([ordinary, decoys]: &[Vec<u8>; 2]) -> f64 {
    let half = MEETINGS / 2;
    let learn = |bytes: &[u8]| {
        let mut counts = [[1.0; 16]; 2];
        for byte in &bytes[..half] {
            counts[0][usize::from(byte >> 4)] += 1.0;
            counts[1][usize::from(byte & 15)] += 1.0;
        }
        counts
    };
    let (of_ordinary, of_decoys) = (learn(ordinary), learn(decoys));
    let is_decoy = |byte: &u8| {
        let likely = |counts: &[[f64; 16]; 2]| counts[0][usize::from(byte >> 4)] * counts[1][usize::from(byte & 15)];
        likely(&of_decoys) > likely(&of_ordinary)
    };
    let right = ordinary[half..].iter().filter(|byte| !is_decoy(byte)).count()
        + decoys[half..].iter().filter(|byte| is_decoy(byte)).count();
    f64::from(u32::try_from(right).unwrap()) / f64::from(u32::try_from(2 * half).unwrap())
}

/// Of 1500 judgements by chance half are right, with a standard deviation of 1.3 %. Whoever could judge 60 of 100 rightly
/// would be beyond five of them in 99 runs of 100.
const BOUND: f64 = 0.065;

#[test]
fn an_opened_decoy_is_told_from_an_ordinary_phone_no_better_than_by_chance() {
    let rightly = judged_rightly(&bytes(|session, draw| session.under_duress(draw).to_bytes()[TELL]));
    println!("decoys told from ordinary states: {:.1} % judged rightly", rightly * 100.0);
    assert!((rightly - 0.5).abs() < BOUND, "{rightly}");
}

#[test]
fn a_decoy_that_forgot_to_draw_is_noticed() {
    let rightly = judged_rightly(&bytes(|session, draw| session.under_duress(draw).to_bytes()[TELL] & 0xf0));
    assert!(rightly > 0.9, "{rightly}");
}
