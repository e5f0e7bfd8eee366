//! P1 and P2 as they really travel: as moving codes, out of order, with repeats, two reels before one camera.

use engine::{Found, Meeting, Name, Scan, Sight};
use optic::{
    base45,
    reel::{Reel, StreamId},
};
use rand_core::Rng;
use tests::phones::Handset;

use crate::{drawn, rng};

fn name(text: &str) -> Name {
    text.parse().unwrap()
}

/// The first `count` codes of a showing, as they stand on the screen.
fn shown(object: &[u8], stream: [u8; 4], count: u32) -> Vec<Vec<u8>> {
    let reel = Reel::new(object, StreamId(stream)).unwrap();
    (0..count).map(|number| base45::encode(&reel.symbol(number))).collect()
}

/// What a camera gets whole from codes in this order.
fn seen(codes: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let mut scan = Scan::new();
    let mut whole: Vec<Vec<u8>> = Vec::new();
    for code in codes {
        if let Sight::Found(found) = scan.take(code) {
            for one in found {
                let Found::Meeting(object) = one else { panic!("a reel carries a meeting") };
                if !whole.contains(&object) {
                    whole.push(object);
                }
            }
        }
    }
    whole
}

fn shuffle(codes: &mut [Vec<u8>], rng: &mut impl Rng) {
    for at in (1..codes.len()).rev() {
        codes.swap(at, usize::try_from(rng.next_u64() % (at as u64 + 1)).unwrap());
    }
}

#[test]
fn a_meeting_by_reels_in_any_order_with_losses_and_repeats_ends_as_one_by_hand() {
    for seed in 0..8 {
        let rng = &mut rng(seed);
        let (mut alice, mut bob) = (Handset::new(2 * seed), Handset::new(2 * seed + 1));
        let mut over_the_table = |object: &[u8]| {
            let mut codes = shown(object, drawn(rng), 30);
            shuffle(&mut codes, rng);
            codes.truncate(12); // of 30, and 9 are enough
            let repeats = codes.clone();
            codes.splice(4..4, repeats.into_iter().take(6));
            let whole = seen(&codes);
            assert_eq!(whole.len(), 1);
            whole.into_iter().next().unwrap()
        };
        let p1 = over_the_table(&alice.start_meeting(&name("Bob")).unwrap());
        let Ok(Meeting::Second(p2)) = bob.meet(&name("Alice"), &p1) else { panic!("P1 is answered") };
        let Ok(Meeting::Third { code, words }) = alice.meet(&name("Bob"), &over_the_table(&p2)) else {
            panic!("P2 is answered")
        };
        // P3 is one code.
        let Sight::Found(found) = Scan::new().take(&base45::encode(&code)) else { panic!("P3 is whole at once") };
        let [Found::Meeting(p3)] = found.as_slice() else { panic!("P3 is of a meeting") };
        let Ok(Meeting::Done { words: same }) = bob.meet(&name("Alice"), p3) else { panic!("P3 ends it") };
        assert!(words == same);
    }
}

#[test]
fn two_reels_before_one_camera_are_never_mixed() {
    for seed in 0..8 {
        let rng = &mut rng(50 + seed);
        let (mut alice, mut carol) = (Handset::new(2 * seed), Handset::new(2 * seed + 1));
        let own = alice.start_meeting(&name("Bob")).unwrap();
        let other = carol.start_meeting(&name("Dave")).unwrap();
        let mut codes = [shown(&own, drawn(rng), 14), shown(&other, drawn(rng), 14)].concat();
        shuffle(&mut codes, rng);
        let whole = seen(&codes);
        assert!(whole.len() == 2 && whole.contains(&own) && whole.contains(&other));
    }
}

#[test]
fn a_second_showing_of_the_same_code_is_answered_by_the_same_bytes() {
    let rng = &mut rng(90);
    let (mut alice, mut bob) = (Handset::new(1), Handset::new(2));
    let p1 = alice.start_meeting(&name("Bob")).unwrap();
    // The screen went dark half way; the reel begins anew under another number.
    let codes = [shown(&p1, drawn(rng), 5), shown(&p1, drawn(rng), 12)].concat();
    let whole = seen(&codes);
    assert_eq!(whole, [p1]);
    let again = seen(&[codes, shown(&whole[0], drawn(rng), 12)].concat());
    let Ok(Meeting::Second(p2)) = bob.meet(&name("Alice"), &whole[0]) else { panic!("P1 is answered") };
    let Ok(Meeting::Second(same)) = bob.meet(&name("Alice"), &again[0]) else { panic!("P1 is answered again") };
    assert!(p2 == same);
}

#[test]
fn fewer_parts_than_needed_give_nothing_and_say_how_many_are_there() {
    let mut alice = Handset::new(3);
    let p1 = alice.start_meeting(&name("Bob")).unwrap();
    let mut scan = Scan::new();
    for (at, code) in shown(&p1, [1, 2, 3, 4], 8).iter().enumerate() {
        for _ in 0..2 {
            assert!(matches!(scan.take(code), Sight::Part { have, need: 9 } if have == at + 1));
        }
    }
}

#[test]
fn a_damaged_part_is_left_out() {
    let rng = &mut rng(91);
    let mut alice = Handset::new(4);
    let p1 = alice.start_meeting(&name("Bob")).unwrap();
    let reel = Reel::new(&p1, StreamId(drawn(rng))).unwrap();
    let mut codes = Vec::new();
    for number in 0..12 {
        let mut damaged = reel.symbol(number);
        let at = usize::try_from(rng.next_u64() % 170).unwrap();
        damaged[at] ^= 1 << (rng.next_u64() % 8);
        codes.extend([base45::encode(&damaged), base45::encode(&reel.symbol(number))]);
    }
    assert_eq!(seen(&codes), [p1]);
}
