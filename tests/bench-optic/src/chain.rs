//! The whole way between two phones: screen, camera, messenger, screen, camera.

use std::io::Error;

use courier::{Messenger, Preset, Resolution, Trip};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

use crate::measure::{Case, Score, Truth, scores};
use crate::readers::{Bench, Peer};
use crate::report::{Gate, Report, Section};
use crate::settings::Settings;
use crate::sweeps::{Dice, SEEDS, code};

const BURST: usize = 4;

/// A version, and what must be read of it in one frame and in four.
type Asked = (u8, f64, Option<f64>);

pub(crate) fn fair(settings: &Settings, report: &mut Report) -> Result<(), Error> {
    let asked =
        [(10, 1.0, None), (15, 1.0, None), (20, 1.0, None), (25, 1.0, None), (30, 0.99, None), (40, 0.90, Some(0.99))];
    let all = versions(Preset::Fair, &asked, settings, report)?;
    times(&all, report);
    Ok(())
}

pub(crate) fn bad(settings: &Settings, report: &mut Report) -> Result<(), Error> {
    let asked = [(10, 1.0, None), (15, 0.98, None), (20, 0.95, None), (25, 0.75, None)];
    versions(Preset::Bad, &asked, settings, report).map(drop)
}

/// The usual code, by every messenger.
pub(crate) fn messengers(settings: &Settings, report: &mut Report) -> Result<(), Error> {
    let mut benches: Vec<Bench> = settings.readers.iter().map(|&peer| Bench::new(peer)).collect();
    let mut conditions = Vec::new();
    for messenger in Messenger::ALL {
        let cases = (0..settings.count).filter_map(|index| case(messenger, Preset::Fair, 15, index));
        conditions.push((format!("v15 {messenger}"), scores(&mut benches, cases)));
    }
    report.section(Section { title: "Chain at fair, by messenger".to_owned(), frames: BURST, conditions });
    Ok(())
}

fn versions(
    preset: Preset,
    asked: &[Asked],
    settings: &Settings,
    report: &mut Report,
) -> Result<Vec<Vec<Score>>, Error> {
    let mut benches: Vec<Bench> = settings.readers.iter().map(|&peer| Bench::new(peer)).collect();
    let mut all = Vec::new();
    for &(version, single, burst) in asked {
        let cases = (0..settings.count).filter_map(|index| case(Messenger::SignalStandard, preset, version, index));
        let scores = scores(&mut benches, cases);
        let percent = |rate: f64| format!("{:.0} %", 100.0 * rate);
        if let (Some(ours), _) = report.split(&scores) {
            let gate = |what: &str, asked: f64, rate: fn(&Score) -> f64| Gate {
                what: format!("chain at {preset}, 1280x720, v{version}, {what}"),
                asked: percent(asked),
                ours: percent(rate(ours)),
                beside: report.beside(&scores, |score| percent(rate(score))),
                reached: Some(rate(ours) >= asked),
            };
            let mut gates = vec![gate("one frame", single, Score::rate)];
            gates.extend(burst.map(|asked| gate("four frames", asked, Score::burst_rate)));
            gates.into_iter().for_each(|gate| report.gate(gate));
        }
        all.push(scores);
    }
    let points: Vec<(f64, &[Score])> =
        asked.iter().zip(&all).map(|(asked, scores)| (f64::from(asked.0), scores.as_slice())).collect();
    let title = format!("Chain at {preset}, one frame of 1280x720");
    report.plot(&format!("version-{preset}"), &title, "version", &points, Some("in 4 frames"))?;
    let conditions = asked.iter().zip(&all).map(|(asked, scores)| (format!("{preset} v{}", asked.0), scores.clone()));
    report.section(Section { title, frames: BURST, conditions: conditions.collect() });
    Ok(all)
}

/// What a frame of 1280x720 costs, over all versions.
fn times(all: &[Vec<Score>], report: &mut Report) {
    let readers = all.first().map_or(0, Vec::len);
    let sums: Vec<Score> =
        (0..readers).map(|index| Score::sum(all.iter().filter_map(|scores| scores.get(index)))).collect();
    let (Some(ours), others) = report.split(&sums) else { return };
    let Some((_, peer)) = others.iter().find(|(peer, _)| *peer == Peer::Zxing) else { return };
    let gate = Gate {
        what: "1280x720 frame of the chain at fair, v10 to v40: median / 95 % of CPU time, ms".to_owned(),
        asked: "<= 1.0 x zxing-cpp's median / <= 25".to_owned(),
        ours: format!(
            "{:.1} / {:.1}: {:.2} x / {:.2} x",
            ours.median(),
            ours.p95(),
            ours.median() / peer.median(),
            ours.p95() / peer.p95()
        ),
        beside: report.beside(&sums, |score| format!("{:.1} / {:.1}", score.median(), score.p95())),
        reached: Some(ours.median() <= peer.median() && ours.p95() <= 25.0),
    };
    report.gate(gate);
}

fn case(messenger: Messenger, preset: Preset, version: u8, index: usize) -> Option<Case> {
    let place = Messenger::ALL.into_iter().position(|known| known == messenger)? as u64 * 3 + preset as u64;
    let seed = 2 * SEEDS + 1_000_000 * place + 1_000 * u64::from(version) + index as u64 * 1_000_003;
    let (text, screen) = code(version, &mut Dice(ChaCha20Rng::seed_from_u64(seed)));
    let trip = Trip { messenger, preset, camera: Resolution::Hd, seed };
    let carried = trip.carry(&screen, BURST).ok()?;
    Some(Case::new(carried.frames.into_iter().map(|frame| frame.picture), Truth::Texts(vec![text])))
}
