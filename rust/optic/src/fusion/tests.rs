use super::*;
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};

const SIZE: usize = 57;

fn version() -> Version {
    Version::new(10).unwrap()
}

/// A code's modules, 1 light, -1 dark, nothing of them known.
fn code(seed: u64) -> Vec<f32> {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    (0..SIZE * SIZE).map(|_| if rng.next_u32() & 1 == 0 { 1.0 } else { -1.0 }).collect()
}

/// What a frame shows of it: noise of this spread.
fn frame(code: &[f32], noise: f32, seed: u64) -> Vec<f32> {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    // The sum of twelve uniform numbers is near enough to a Gaussian.
    let mut gauss = || (0..12).map(|_| rng.next_u32() as f32 / u32::MAX as f32).sum::<f32>() - 6.0;
    code.iter().map(|module| (module + noise * gauss()) / (1.0 + noise * noise)).collect()
}

fn samples(soft: &[f32]) -> Samples {
    [0; 4].map(|_| soft.to_vec())
}

/// Adds a frame as the reader does. Returns its place and how many are there.
fn add(fusion: &mut Fusion, soft: &[f32]) -> (usize, u32) {
    fusion.tick();
    let known = vec![0.0; SIZE * SIZE];
    let place = fusion.find(version(), soft, &known).unwrap_or_else(|| fusion.begin(version()));
    (place, fusion.add(place, &samples(soft), soft))
}

fn wrong(soft: &[f32], code: &[f32]) -> usize {
    soft.iter().zip(code).filter(|(soft, module)| *soft * *module <= 0.0).count()
}

#[test]
fn noisy_frames_of_one_code_add_up_to_fewer_wrong_modules() {
    let code = code(1);
    let mut fusion = Fusion::new();
    let mut counts = Vec::new();
    for number in 1..=8 {
        let (place, frames) = add(&mut fusion, &frame(&code, 0.8, 10 + u64::from(number)));
        assert_eq!((place, frames), (0, number));
        counts.push(wrong(fusion.at(place).unwrap().soft(), &code));
    }
    assert!(counts[1] < counts[0] && counts[3] < counts[1] / 2 && counts[7] < counts[0] / 20, "{counts:?}");
    assert_eq!(wrong(&fusion.at(0).unwrap().samples()[3], &code), counts[7]);
}

#[test]
fn frames_of_different_codes_never_meet() {
    let codes = [code(1), code(2), code(3)];
    let mut fusion = Fusion::new();
    for round in 0..6 {
        for (number, code) in codes.iter().enumerate() {
            let (place, frames) = add(&mut fusion, &frame(code, 0.8, 100 * round + number as u64));
            assert_eq!((place, u64::from(frames)), (number, round + 1));
        }
    }
}

#[test]
fn codes_that_differ_in_their_check_codewords_alone_never_meet() {
    let one = code(1);
    let mut other = one.clone();
    // The stream's end, where an unmirrored code has it.
    let different = code(2);
    for (at, module) in other.iter_mut().enumerate().filter(|(at, _)| at % SIZE < SIZE / 3) {
        *module = different[at];
    }
    let mut fusion = Fusion::new();
    assert_eq!(add(&mut fusion, &frame(&one, 0.3, 1)), (0, 1));
    assert_eq!(add(&mut fusion, &frame(&other, 0.3, 2)), (1, 1));
    assert_eq!(add(&mut fusion, &frame(&one, 0.3, 3)), (0, 2));
}

#[test]
fn noise_meets_nothing_and_pushes_out_what_is_oldest() {
    let nothing = vec![0.0; SIZE * SIZE];
    let code = code(1);
    let mut fusion = Fusion::new();
    add(&mut fusion, &frame(&code, 0.5, 1));
    for seed in 0..50 {
        let (_, frames) = add(&mut fusion, &frame(&nothing, 0.9, 1000 + seed));
        assert_eq!(frames, 1);
        assert!(fusion.piles.len() <= MOST);
    }
    assert_eq!(add(&mut fusion, &frame(&code, 0.5, 2)).1, 1, "forgotten long ago");
}

#[test]
fn a_code_that_is_not_seen_again_is_forgotten() {
    let code = code(1);
    let mut fusion = Fusion::new();
    add(&mut fusion, &frame(&code, 0.5, 1));
    (0..PATIENCE).for_each(|_| fusion.tick());
    assert_eq!(add(&mut fusion, &frame(&code, 0.5, 2)), (0, 1));
    assert_eq!(add(&mut fusion, &frame(&code, 0.5, 3)), (0, 2));
    fusion.forget(0);
    assert_eq!(add(&mut fusion, &frame(&code, 0.5, 4)), (0, 1));
}

#[test]
fn another_version_is_another_code_and_a_warm_place_takes_nothing() {
    let code = code(1);
    let soft = frame(&code, 0.5, 1);
    let laid = samples(&soft);
    let known = vec![0.0; SIZE * SIZE];
    let mut fusion = Fusion::new();
    add(&mut fusion, &soft);
    assert_eq!(fusion.find(Version::new(9).unwrap(), &soft, &known), None);
    let info = allocation_counter::measure(|| {
        fusion.forget(0);
        fusion.tick();
        let place = fusion.begin(version());
        assert_eq!(fusion.add(place, &laid, &soft), 1);
        assert_eq!(fusion.find(version(), &soft, &known), Some(place));
        assert_eq!(fusion.add(place, &laid, &soft), 2);
    });
    assert_eq!(info.count_total, 0, "{info:?}");
}
