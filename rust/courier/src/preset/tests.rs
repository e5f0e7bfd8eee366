//! A thousand trips of each preset: every quantity in its range, and the whole range used.

use super::*;

const TRIPS: u64 = 1000;

fn within(name: &str, range: Range, values: &[f64]) {
    let (low, high) =
        values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &v| (low.min(v), high.max(v)));
    assert!(values.iter().all(|&v| range.holds(v)), "{name}: {low} to {high} is not within {range:?}");
    let reach = 0.95 * (range.high - range.low);
    assert!(high - low >= reach, "{name}: {low} to {high} uses too little of {range:?}");
}

fn rate(name: &str, wanted: f64, hits: usize, of: usize) {
    let (seen, sigma) = (hits as f64 / of as f64, (wanted * (1.0 - wanted) / of as f64).sqrt());
    assert!((seen - wanted).abs() <= 4.0 * sigma, "{name}: {seen} instead of {wanted}");
}

fn column(shots: &[Shot], of: fn(&Shot) -> f64) -> Vec<f64> {
    shots.iter().map(of).collect()
}

fn glare(name: &str, ranges: &Ranges, shots: &[Shot]) {
    let spots: Vec<Glare> = shots.iter().filter_map(|shot| shot.glare).collect();
    match ranges.glare_radius {
        None => assert_eq!(spots.len(), 0),
        Some(radius) => {
            rate(name, GLARE_RATE, spots.len(), shots.len());
            assert!(spots.iter().all(|spot| spot.radius.to_bits() == radius.to_bits()));
        }
    }
}

#[test]
fn the_first_photo_stays_in_every_range() {
    for preset in Preset::ALL {
        let ranges = preset.ranges();
        let shots: Vec<Shot> = (0..TRIPS).map(|seed| preset.first_shot(&mut Dice::new(seed, 1))).collect();
        within("share", ranges.code_share, &column(&shots, |s| s.share));
        within("tilt", ranges.tilt, &column(&shots, |s| s.tilt));
        within("turn", ranges.turn, &column(&shots, |s| s.turn));
        within("blur", ranges.first_blur, &column(&shots, |s| s.blur));
        within("noise", ranges.first_noise, &column(&shots, |s| s.noise));
        within("falloff", ranges.falloff, &column(&shots, |s| s.falloff));
        within("bend", ranges.bend, &column(&shots, |s| s.bend.abs()));
        within("motion", range(0.0, 0.0), &column(&shots, |s| s.motion));
        glare("glare", ranges, &shots);
    }
}

#[test]
fn the_burst_stays_in_every_range_whatever_the_hand_does() {
    for preset in Preset::ALL {
        let ranges = preset.ranges();
        let shots: Vec<Shot> = (0..TRIPS)
            .map(|seed| {
                let burst = preset.second_shot(&mut Dice::new(seed, 1));
                preset.frame_shot(&burst, &mut Dice::new(seed, 2))
            })
            .collect();
        within("share", ranges.framing.range(), &column(&shots, |s| s.share));
        within("tilt", ranges.tilt, &column(&shots, |s| s.tilt));
        within("turn", ranges.turn, &column(&shots, |s| s.turn));
        within("blur", ranges.second_blur, &column(&shots, |s| s.blur));
        within("noise", ranges.second_noise, &column(&shots, |s| s.noise));
        within("motion", ranges.motion, &column(&shots, |s| s.motion));
        within("falloff", ranges.falloff, &column(&shots, |s| s.falloff));
        within("bend", ranges.bend, &column(&shots, |s| s.bend.abs()));
        within("skew", ranges.skew, &column(&shots, |s| s.skew));
        glare("glare", ranges, &shots);
        let moved = shots.iter().filter(|shot| shot.motion > 0.0).count();
        if ranges.motion.high > 0.0 {
            rate("motion", MOTION_RATE, moved, shots.len());
        } else {
            assert_eq!(moved, 0);
        }
    }
}

#[test]
fn no_preset_is_kinder_than_the_one_before() {
    for pair in Preset::ALL.windows(2) {
        let (kinder, harder) = (pair[0].ranges(), pair[1].ranges());
        assert!(kinder.code_share.low > harder.code_share.low && kinder.code_share.high > harder.code_share.high);
        let worse: [fn(&Ranges) -> Range; 9] = [
            |r| r.tilt,
            |r| r.first_blur,
            |r| r.second_blur,
            |r| r.first_noise,
            |r| r.second_noise,
            |r| r.motion,
            |r| r.falloff,
            |r| r.bend,
            |r| r.skew,
        ];
        for of in worse {
            assert!(of(kinder).low <= of(harder).low && of(kinder).high < of(harder).high);
        }
    }
}

#[test]
fn names_are_read_back() {
    for preset in Preset::ALL {
        assert_eq!(preset.to_string().parse::<Preset>(), Ok(preset));
    }
    assert_eq!("Fair".parse::<Preset>(), Err(Error::UnknownName));
}
