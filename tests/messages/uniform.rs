//! What the courier learns: one message of this size. Every byte of an envelope is uniform, whatever is inside.

use rand_chacha::ChaCha20Rng;
use ratchet::{Bucket, Content, Envelope, Record, Session, Tell};
use tests::met::{TODAY, meet};

use crate::rng;

/// What an envelope holds.
#[derive(Clone, Copy, Debug)]
enum Inside {
    Text,
    Cover,
    Alarm,
}

const KINDS: [Inside; 3] = [Inside::Text, Inside::Cover, Inside::Alarm];

/// Envelopes of a conversation in turns of twenty.
fn conversation(bucket: Bucket, inside: Inside, count: usize, rng: &mut ChaCha20Rng) -> Vec<Envelope> {
    let (mut speaker, mut listener) = meet(rng);
    let text = "a".repeat(bucket.text_len());
    let mut sent = Vec::with_capacity(count);
    while sent.len() < count {
        for _ in 0..20 {
            let (content, tell) = match inside {
                Inside::Text => (Content::new(TODAY, vec![Record::text(&text)]), Tell::Normal),
                Inside::Cover => (Content::cover(TODAY), Tell::Normal),
                Inside::Alarm => (Content::new(TODAY, vec![Record::text(&text)]), Tell::Alarm),
            };
            let (next, envelope) = speaker.seal(&content, bucket, tell, rng).unwrap();
            speaker = next;
            sent.push(envelope);
        }
        let last = sent.last().unwrap();
        listener = listener.open(last, TODAY, rng).ok().unwrap().0;
        std::mem::swap::<Session>(&mut speaker, &mut listener);
    }
    sent
}

/// Pearson's statistic of byte values against the uniform distribution: 255 degrees of freedom, so 255 with a standard
/// deviation of 22.6 where all is well.
fn chi_square(bytes: impl Iterator<Item = u8>) -> f64 {
    let mut counts = [0_u32; 256];
    let mut total = 0.0;
    for byte in bytes {
        counts[usize::from(byte)] += 1;
        total += 1.0;
    }
    let expected = total / 256.0;
    counts.iter().map(|&count| (f64::from(count) - expected).powi(2) / expected).sum()
}

/// 255 + 6.5 standard deviations: one uniform position in some ten million is beyond it, and there are 412 here.
const BOUND: f64 = 402.0;

#[test]
fn every_byte_of_an_envelope_is_uniform_at_its_own_place() {
    let rng = &mut rng(1);
    let mut most = 0.0_f64;
    for inside in [Inside::Text, Inside::Cover] {
        let envelopes = conversation(Bucket::Short, inside, 20_000, rng);
        for place in 0..Bucket::Short.size() {
            let at_place = chi_square(envelopes.iter().map(|envelope| envelope.as_bytes()[place]));
            assert!(at_place < BOUND, "{inside:?}, byte {place}: {at_place}");
            most = most.max(at_place);
        }
        let pooled = chi_square(envelopes.iter().flat_map(|envelope| envelope.as_bytes()).copied());
        assert!(pooled < BOUND, "{inside:?}: {pooled}");
    }
    println!("at most {most:.0} at one place of 206");
}

#[test]
fn every_bucket_and_every_kind_of_content_is_uniform_in_all_its_bytes_and_of_one_size() {
    let rng = &mut rng(2);
    for bucket in Bucket::ALL {
        for inside in KINDS {
            let envelopes = conversation(bucket, inside, 400, rng);
            assert!(envelopes.iter().all(|envelope| envelope.as_bytes().len() == bucket.size()));
            let pooled = chi_square(envelopes.iter().flat_map(|envelope| envelope.as_bytes()).copied());
            assert!(pooled < BOUND, "{bucket:?} {inside:?}: {pooled}");
        }
    }
}

#[test]
fn the_measure_sees_what_it_is_for() {
    let rng = &mut rng(3);
    let envelopes = conversation(Bucket::Short, Inside::Text, 20_000, rng);
    let plain = |envelope: &Envelope| envelope.as_bytes()[100];
    assert!(chi_square(envelopes.iter().map(plain)) < BOUND);
    // One bit that is set where it should not be in one envelope of eight.
    let marked = |(at, envelope): (usize, &Envelope)| plain(envelope) | u8::from(at % 8 == 0) << 7;
    assert!(chi_square(envelopes.iter().enumerate().map(marked)) > BOUND);
    // A byte of a structure left in the clear is far beyond any doubt: a counter below 20, a fixed version.
    assert!(chi_square((0..20_u8).cycle().take(20_000)) > 100.0 * BOUND);
    assert!(chi_square(envelopes.iter().map(|envelope| plain(envelope) & 0x7f)) > 10.0 * BOUND);
}
