//! Whether the second slot is used: by one image, and by several, with the hardware secret in hand.

use std::{
    io,
    sync::{Arc, Mutex},
};

use rand_chacha::{
    ChaCha20Rng,
    rand_core::{Rng, SeedableRng},
};
use tests::by_hand::{expand, open};
use vault::{Disk, HardwareSecret, Open, Profile};

use crate::world::{OWN, SECOND};

const IMAGES: usize = 64;

/// Under the null, the share of pairs in which a feature is larger where the slot is used has a standard deviation of 5 %
/// (Mann and Whitney, 64 against 64). A feature that is larger in 70 of 100 pairs is noticed in half of all runs, one that is
/// larger in 80 in 99 of 100, and eight features that say nothing raise a false alarm in one run of 1300.
const BOUND: f64 = 0.2;

/// A disk in memory.
#[derive(Clone, Default)]
struct Memory(Arc<Mutex<Files>>);

#[derive(Default)]
struct Files {
    vault: Option<Vec<u8>>,
    temp: Vec<u8>,
}

impl Disk for Memory {
    fn read(&mut self, into: &mut [u8]) -> io::Result<u64> {
        let held = self.0.lock().unwrap();
        let file = held.vault.as_ref().ok_or(io::ErrorKind::NotFound)?;
        let len = into.len().min(file.len());
        into[..len].copy_from_slice(&file[..len]);
        Ok(file.len() as u64)
    }
    fn stage(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.lock().unwrap().temp = bytes.to_vec();
        Ok(())
    }
    fn rename(&mut self) -> io::Result<()> {
        let mut held = self.0.lock().unwrap();
        held.vault = Some(std::mem::take(&mut held.temp));
        Ok(())
    }
    fn sync_dir(&mut self) -> io::Result<()> {
        Ok(())
    }
    fn remove(&mut self) -> io::Result<()> {
        self.0.lock().unwrap().vault = None;
        Ok(())
    }
    fn remove_temp(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Both slots of one image, the outer layer off.
type Slots = [Vec<u8>; 2];

/// Files of a phone without and with a second passphrase, saved over and over.
fn files(seed: u64) -> [Vec<Vec<u8>>; 2] {
    let rng = &mut ChaCha20Rng::seed_from_u64(seed);
    let (disk, secret) = (Memory::default(), HardwareSecret::none());
    let own = OWN.parse().unwrap();
    let mut vault = Open::create(disk.clone(), &own, &secret, Profile::Small, b"", rng).unwrap();
    let images = |vault: &mut Open, rng: &mut ChaCha20Rng| {
        let one = |at: usize| {
            vault.save(&vec![7; 100 * at], rng).unwrap();
            disk.0.lock().unwrap().vault.clone().unwrap()
        };
        (0..IMAGES).map(one).collect::<Vec<_>>()
    };
    let unused = images(&mut vault, rng);
    vault.set_decoy(&own, &SECOND.parse().unwrap(), b"a decoy", rng).unwrap();
    let used = images(&mut vault, rng);
    [unused, used]
}

/// Their slots.
fn series(seed: u64) -> [Vec<Slots>; 2] {
    files(seed).map(|files| files.iter().map(|file| slots(file)).collect())
}

fn slots(file: &[u8]) -> Slots {
    let (header, sealed) = file.split_at(42);
    let nonce = header[18..].first_chunk().unwrap();
    let inside = open(&expand(&[0; 32], "outer", &[]), nonce, header, sealed).unwrap();
    let (first, second) = inside[9..].split_at((inside.len() - 9) / 2);
    [first.to_vec(), second.to_vec()]
}

/// How likely a feature is larger where the slot is used than where it is not: one half where it says nothing.
fn larger(unused: &[f64], used: &[f64]) -> f64 {
    let pairs = used.iter().flat_map(|a| unused.iter().map(move |b| (a, b)));
    let wins: f64 = pairs
        .map(|(a, b)| {
            if a > b {
                1.0
            } else if a < b {
                0.0
            } else {
                0.5
            }
        })
        .sum();
    wins / (unused.len() * used.len()) as f64
}

/// What can be measured on one image: uniformity, the order of bytes, bits, repeated blocks; of both slots the extreme.
fn of_one(slots: &Slots) -> [f64; 5] {
    let uniform = slots.each_ref().map(|slot| chi_square(slot));
    let ordered = slots.each_ref().map(|slot| {
        slot.windows(2).map(|pair| (f64::from(pair[0]) - 127.5) * (f64::from(pair[1]) - 127.5)).sum::<f64>().abs()
    });
    let ones = slots.each_ref().map(|slot| slot.iter().map(|byte| f64::from(byte.count_ones())).sum::<f64>());
    [
        uniform[0].max(uniform[1]),
        uniform[0].min(uniform[1]),
        (uniform[0] - uniform[1]).abs(),
        ordered[0].max(ordered[1]),
        (ones[0] - ones[1]).abs(),
    ]
}

/// What can be measured on two images that follow each other.
fn of_two(before: &Slots, after: &Slots) -> [f64; 3] {
    let same = |size: usize| {
        let counted = [0, 1].map(|place| {
            let blocks = before[place].chunks(size).zip(after[place].chunks(size));
            blocks.filter(|(a, b)| a == b).count() as f64
        });
        counted[0].max(counted[1])
    };
    let difference = [0, 1].map(|place| {
        let xor: Vec<u8> = before[place].iter().zip(&after[place]).map(|(a, b)| a ^ b).collect();
        chi_square(&xor)
    });
    [same(1), same(16), difference[0].max(difference[1])]
}

/// Pearson's statistic of byte values against the uniform distribution.
fn chi_square(bytes: &[u8]) -> f64 {
    let mut counts = [0_u32; 256];
    bytes.iter().for_each(|byte| counts[usize::from(*byte)] += 1);
    let expected = bytes.len() as f64 / 256.0;
    counts.iter().map(|&count| (f64::from(count) - expected).powi(2) / expected).sum()
}

/// How well each feature tells used from unused, 0.5 where it does not.
fn told([unused, used]: &[Vec<Slots>; 2]) -> Vec<f64> {
    let single = |images: &[Slots]| images.iter().map(of_one).collect::<Vec<_>>();
    let pairs = |images: &[Slots]| images.windows(2).map(|two| of_two(&two[0], &two[1])).collect::<Vec<_>>();
    let column = |rows: &[[f64; 5]], at: usize| rows.iter().map(|row| row[at]).collect::<Vec<_>>();
    let (a, b) = (single(unused), single(used));
    let mut told: Vec<f64> = (0..5).map(|at| larger(&column(&a, at), &column(&b, at))).collect();
    let column = |rows: &[[f64; 3]], at: usize| rows.iter().map(|row| row[at]).collect::<Vec<_>>();
    let (a, b) = (pairs(unused), pairs(used));
    told.extend((0..3).map(|at| larger(&column(&a, at), &column(&b, at))));
    told
}

fn worst(told: &[f64]) -> f64 {
    told.iter().map(|share| (share - 0.5).abs()).fold(0.0, f64::max)
}

#[test]
fn a_used_and_an_unused_second_slot_are_told_apart_no_better_than_by_chance() {
    let told = told(&series(1));
    println!("features of one and of two images, share of pairs that they order: {told:.2?}");
    assert!(worst(&told) < BOUND, "{told:.2?}");
}

#[test]
fn without_the_hardware_secret_whole_files_are_told_apart_no_better() {
    // The salt is public, and stays until the passphrase is changed.
    let halves = |file: &Vec<u8>| {
        let (first, second) = file[18..].split_at((file.len() - 18) / 2);
        [first.to_vec(), second.to_vec()]
    };
    let files = files(5);
    let public: std::collections::BTreeSet<_> = files.iter().flatten().map(|file| file[..18].to_vec()).collect();
    assert_eq!(public.len(), 1, "version, profile and salt say nothing");
    let told = told(&files.map(|files| files.iter().map(halves).collect()));
    println!("features of whole files, share of pairs that they order: {told:.2?}");
    assert!(worst(&told) < BOUND, "{told:.2?}");
}

#[test]
fn a_build_that_forgets_to_seal_the_closed_slot_again_is_noticed() {
    let [unused, mut used] = series(2);
    // Which place the decoy's is: the one that a lazy build would leave as it was.
    for at in 1..used.len() {
        used[at][0] = used[0][0].clone();
    }
    let told = told(&[unused, used]);
    assert!(worst(&told) > 0.49, "{told:.2?}");
}

#[test]
fn a_build_that_fills_the_unused_slot_with_slightly_uneven_noise_is_noticed() {
    let [mut unused, used] = series(3);
    let rng = &mut ChaCha20Rng::seed_from_u64(4);
    for slots in &mut unused {
        for byte in &mut slots[1] {
            // One in a hundred bytes loses its lowest bit.
            if rng.next_u32() % 100 == 0 {
                *byte &= 0xfe;
            }
        }
    }
    let told = told(&[unused, used]);
    assert!(worst(&told) > BOUND, "{told:.2?}");
}
