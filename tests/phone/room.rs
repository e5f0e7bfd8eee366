//! Everything that has an end: each says so before anything is spent.

use engine::{Bucket, Received, Refusal, Size};
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use ratchet::{Answering, Commitment, Offering};
use tests::phones::{Handset, pair, send, tell};

use crate::Peer;

#[test]
fn a_full_inbox_refuses_before_the_ratchet_commits_and_the_same_picture_works_after_burning_one() {
    let mut phone = Handset::new(1);
    let mut peers: Vec<Peer> = (0..4).map(|seed| Peer::meet(&mut phone, &format!("peer {seed}"), seed).1).collect();
    for text in 0..16 {
        for peer in &mut peers {
            let envelope = peer.say(&text.to_string());
            assert!(phone.receive(&envelope).is_ok());
        }
    }
    assert_eq!(phone.inbox().len(), 64);
    let before = phone.file();
    let (one_more, and_another) = (peers[2].say("one more"), peers[2].say("and another"));
    for _ in 0..3 {
        assert_eq!(phone.receive(&and_another), Err(Refusal::InboxFull));
        assert_eq!(phone.receive(&one_more), Err(Refusal::InboxFull));
    }
    assert!(phone.file() == before, "not a byte was written");
    assert_eq!(phone.people()[2].missing, [0_u32; 0]);
    // A sign of life has no text and needs no room.
    let cover = peers[3].seal(ratchet::Day::UNKNOWN, Vec::new());
    assert!(matches!(phone.receive(&cover), Ok(Received::Cover { .. })));

    let oldest = phone.inbox()[0].id;
    phone.burn_message(oldest).unwrap();
    assert!(matches!(phone.receive(&one_more), Ok(Received::Message { number: 17, .. })));
    assert_eq!(phone.receive(&and_another), Err(Refusal::InboxFull));
}

#[test]
fn thirty_two_people_are_the_most_and_burning_one_makes_room() {
    let mut phone = Handset::new(2);
    let mut peers: Vec<Peer> = (0..32).map(|at| Peer::meet(&mut phone, &format!("peer {at}"), at).1).collect();
    let name = "one too many".parse().unwrap();
    assert_eq!(phone.start_meeting(&name).err(), Some(Refusal::TooManyPeople));
    let rng = &mut ChaCha20Rng::seed_from_u64(99);
    let offering = Offering::start(Commitment::random(rng), rng);
    assert_eq!(phone.meet(&name, offering.p1()).err(), Some(Refusal::TooManyPeople));
    // All of them work, the last as well as the first.
    for peer in &mut peers {
        let envelope = peer.say("hello");
        let Ok(Received::Message { id, from, number: 1, .. }) = phone.receive(&envelope) else { panic!("it arrives") };
        let written = phone.write(from, "hello yourself", Size::Normal).unwrap();
        assert_eq!(peer.hear(&written.envelope).text(), Some("hello yourself"));
        phone.burn_message(id).unwrap();
    }
    let first = phone.people()[0].id;
    phone.burn_contact(first).unwrap();
    let p1 = phone.start_meeting(&name).unwrap();
    assert!(Answering::answer(&p1, Commitment::random(rng), rng).is_ok());
}

#[test]
fn a_meeting_that_lost_its_room_meanwhile_says_so_and_waits() {
    let mut phone = Handset::new(3);
    let _: Vec<_> = (0..31).map(|at| Peer::meet(&mut phone, &format!("peer {at}"), at)).collect();
    let name = "the last".parse().unwrap();
    let rng = &mut ChaCha20Rng::seed_from_u64(98);
    let offering = Offering::start(Commitment::random(rng), rng);
    let Ok(engine::Meeting::Second(p2)) = phone.meet(&name, offering.p1()) else { panic!("P1 is answered") };
    let (_, p3) = offering.accept(&p2, rng).unwrap();
    // Another name, that is taken by now.
    let taken = "PEER 7".parse().unwrap();
    assert_eq!(phone.meet(&taken, &p3).err(), Some(Refusal::NameTaken));
    assert_eq!(phone.people().len(), 31);
    assert!(phone.meet(&name, &p3).is_ok());
}

#[test]
fn twenty_codes_without_an_answer_and_then_showing_them_again_is_the_way_out() {
    let (mut alice, mut bob, to_bob, to_alice) = pair(4);
    tell(&mut alice, to_bob, "before", &mut bob);
    tell(&mut bob, to_alice, "before", &mut alice);
    for number in 0..20 {
        // Signs of life count as well.
        let written = if number % 3 == 0 { alice.write_cover(to_bob) } else { alice.write(to_bob, "x", Size::Normal) };
        assert_eq!(written.unwrap().number, number + 2);
    }
    let before = alice.file();
    assert_eq!(alice.write(to_bob, "x", Size::Normal).err(), Some(Refusal::Unanswered));
    assert_eq!(alice.write_cover(to_bob).err(), Some(Refusal::Unanswered));
    assert!(alice.file() == before, "nothing was spent");
    let unanswered = alice.people()[0].kept.iter().filter(|code| !code.answered).count();
    assert_eq!(unanswered, 20);
    let (_, shown) = alice.show(to_bob, Some(14)).unwrap();
    bob.receive(&shown).unwrap();
    tell(&mut bob, to_alice, "there you are", &mut alice);
    assert_eq!(alice.write(to_bob, "x", Size::Normal).unwrap().number, 22);
}

#[test]
fn when_kept_codes_fill_their_room_nothing_more_is_written_and_nothing_is_spent() {
    let mut phone = Handset::new(5);
    let mut peers: Vec<_> = (0..7).map(|at| Peer::meet(&mut phone, &format!("peer {at}"), at)).collect();
    let longest = "x".repeat(729);
    let mut written = 0;
    let refused = 'full: loop {
        for (to, _) in &peers[..6] {
            match phone.write(*to, &longest, Size::Normal) {
                Ok(_) => written += 1,
                Err(refusal) => break 'full refusal,
            }
        }
    };
    assert_eq!((refused, written), (Refusal::TooManyKept, 96 * 1024 / (832 + 9)));
    let to = peers[6].0;
    let before = phone.file();
    assert_eq!(phone.write(to, &longest, Size::Normal).err(), Some(Refusal::TooManyKept));
    assert!(phone.file() == before && phone.people()[6].kept.is_empty());
    // A person who is burned gives room; a short code fits where a long one does not.
    let (burned, _) = peers.remove(0);
    phone.burn_contact(burned).unwrap();
    assert_eq!(phone.write(to, &longest, Size::Normal).unwrap().number, 1);
}

#[test]
fn a_text_too_long_says_by_how_many_characters_and_spends_nothing() {
    let (mut alice, mut bob, to_bob, _) = pair(6);
    let before = alice.file();
    let short = Size::Exactly(Bucket::Short);
    for (text, size, by) in [
        ("a".repeat(104), short, 1),
        ("a".repeat(203), short, 100),
        ("é".repeat(52), short, 1), // 104 bytes
        ("é".repeat(60), short, 9), // 51 fit
        (format!("{}é", "a".repeat(102)), short, 1),
        ("a".repeat(730), Size::Normal, 1),
        ("漢".repeat(244), Size::Normal, 1),  // 243 fit
        ("😀".repeat(200), Size::Normal, 18), // 182 fit
        ("a".repeat(544), Size::Exactly(Bucket::Long), 1),
    ] {
        assert_eq!(alice.write(to_bob, &text, size).err(), Some(Refusal::TooLong { by }), "{text}");
        // Without its last characters it would fit, and with one less it would not.
        let count = text.chars().count();
        let cut = |by: usize| text.chars().take(count - by).collect::<String>();
        assert!(by == 1 || alice.write(to_bob, &cut(by - 1), size).is_err());
        let room = if size == short {
            103
        } else if size == Size::Normal {
            729
        } else {
            543
        };
        assert!(cut(by).len() <= room);
    }
    for empty in ["", "  ", "\n\t"] {
        assert_eq!(alice.write(to_bob, empty, Size::Normal).err(), Some(Refusal::EmptyText));
    }
    assert!(alice.file() == before, "nothing was spent");
    for (text, size) in [("é".repeat(51), short), ("😀".repeat(182), Size::Normal), ("a".repeat(729), Size::Normal)]
    {
        let written = alice.write(to_bob, &text, size).unwrap();
        let Ok(Received::Message { id, .. }) = bob.receive(&written.envelope) else { panic!("it arrives") };
        assert_eq!(bob.open_text(id).unwrap().as_str(), text);
    }
}

#[test]
fn a_code_is_normal_unless_the_text_is_longer_or_the_owner_asks() {
    let (mut alice, _bob, to_bob, _) = pair(7);
    for (len, size, bucket, grown) in [
        (1, Size::Normal, Bucket::Normal, false),
        (297, Size::Normal, Bucket::Normal, false),
        (298, Size::Normal, Bucket::Long, true),
        (543, Size::Normal, Bucket::Long, true),
        (544, Size::Normal, Bucket::Longest, true),
        (729, Size::Normal, Bucket::Longest, true),
        (103, Size::Exactly(Bucket::Short), Bucket::Short, false),
        (1, Size::Exactly(Bucket::Longest), Bucket::Longest, false),
    ] {
        let written = alice.write(to_bob, &"x".repeat(len), size).unwrap();
        assert_eq!((written.bucket, written.grown), (bucket, grown), "{len}");
        assert_eq!(written.envelope.as_bytes().len(), bucket.size());
    }
    let cover = alice.write_cover(to_bob).unwrap();
    assert_eq!((cover.bucket, cover.grown), (Bucket::Normal, false), "as a text of usual length");
}

#[test]
fn the_file_is_of_one_size_whatever_is_in_it() {
    let (mut alice, mut bob, to_bob, to_alice) = pair(8);
    let size = bob.file().len();
    for number in 0..10 {
        send(&mut alice, to_bob, &"y".repeat(100), &mut bob);
        bob.write(to_alice, &"z".repeat(700), Size::Normal).unwrap();
        assert_eq!(bob.file().len(), size, "{number}");
    }
    assert_eq!(Handset::new(9).file().len(), size);
}
