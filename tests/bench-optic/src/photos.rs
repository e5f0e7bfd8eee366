//! Real photographs, where a folder of them is at hand: `manifest.tsv` names each file, how many codes it shows, where the truth
//! comes from, and the texts as JSON.

use std::collections::BTreeMap;
use std::fs;
use std::io::Error;
use std::path::Path;

use courier::Gray;

use crate::measure::{Case, Score, Truth, scores};
use crate::readers::{Bench, Peer};
use crate::report::{Gate, Report, Section};
use crate::settings::Settings;

/// A line of the manifest.
struct Photo {
    file: String,
    codes: usize,
    texts: Vec<String>,
}

/// The photographs with a code and a known text; right is a picture of which one text is read.
pub(crate) fn real(settings: &Settings, report: &mut Report) -> Result<(), Error> {
    let Some(photos) = manifest(settings, report, "photos") else { return Ok(()) };
    let mut sets: BTreeMap<String, Vec<Photo>> = BTreeMap::new();
    for photo in photos.into_iter().filter(|photo| photo.codes > 0 && !photo.texts.is_empty()) {
        let set = photo.file.split('/').next().unwrap_or_default().to_owned();
        sets.entry(set).or_default().push(photo);
    }
    let mut benches: Vec<Bench> = settings.readers.iter().map(|&peer| Bench::new(peer)).collect();
    let mut conditions: Vec<(String, Vec<Score>)> = Vec::new();
    for (set, photos) in sets {
        // A quick run takes a part of each set.
        let cases = photos.into_iter().take(if settings.count < 50 { settings.count } else { usize::MAX });
        conditions.push((set, scores(&mut benches, cases.filter_map(|photo| case(&settings.photos, photo)))));
    }
    let sums: Vec<Score> =
        (0..benches.len()).map(|i| Score::sum(conditions.iter().filter_map(|(_, scores)| scores.get(i)))).collect();
    if let (Some(ours), others) = report.split(&sums) {
        let percent = |score: &Score| format!("{}/{} ({:.1} %)", score.single, score.of, 100.0 * score.rate());
        let gate = Gate {
            what: "real photographs with a known text".to_owned(),
            asked: ">= 93 %".to_owned(),
            ours: percent(ours),
            beside: report.beside(&sums, percent),
            reached: Some(ours.rate() >= 0.93),
        };
        let below = others.iter().any(|(peer, _)| *peer == Peer::Rxing).then(|| below_rxing(report, &conditions));
        report.gate(gate);
        if let Some(below) = below {
            report.gate(Gate {
                what: "sets on which rxing reads more".to_owned(),
                asked: "none".to_owned(),
                ours: if below.is_empty() { "none".to_owned() } else { below.join(", ") },
                beside: String::new(),
                reached: Some(below.is_empty()),
            });
        }
    }
    conditions.push(("all".to_owned(), sums));
    report.section(Section { title: "Real photographs".to_owned(), frames: 1, conditions });
    Ok(())
}

/// Photographs without a code: nothing may be read.
pub(crate) fn without_code(settings: &Settings, report: &mut Report) -> Result<(), Error> {
    let Some(photos) = manifest(settings, report, "no-code") else { return Ok(()) };
    let mut benches: Vec<Bench> = settings.readers.iter().map(|&peer| Bench::new(peer)).collect();
    let cases = photos.into_iter().filter(|photo| photo.codes == 0).filter_map(|photo| case(&settings.photos, photo));
    let scores = scores(&mut benches, cases);
    if let (Some(ours), _) = report.split(&scores) {
        report.gate(Gate {
            what: format!("{} photographs without a code: texts", ours.of),
            asked: "0".to_owned(),
            ours: ours.wrong.to_string(),
            beside: report.beside(&scores, |score| score.wrong.to_string()),
            reached: Some(ours.wrong == 0),
        });
    }
    let conditions = vec![("no code".to_owned(), scores)];
    report.section(Section { title: "Photographs without a code".to_owned(), frames: 1, conditions });
    Ok(())
}

fn below_rxing(report: &Report, conditions: &[(String, Vec<Score>)]) -> Vec<String> {
    let below = conditions.iter().filter_map(|(set, scores)| {
        let (ours, others) = report.split(scores);
        let (_, rxing) = others.into_iter().find(|(peer, _)| *peer == Peer::Rxing)?;
        let ours = ours?;
        (ours.single < rxing.single).then(|| format!("{set} ({} to {})", ours.single, rxing.single))
    });
    below.collect()
}

fn manifest(settings: &Settings, report: &mut Report, row: &str) -> Option<Vec<Photo>> {
    let Ok(text) = fs::read_to_string(settings.photos.join("manifest.tsv")) else {
        report.remark(format!(
            "**{row}: skipped.** No photographs are at {}; name their folder with --photos.",
            settings.photos.display()
        ));
        return None;
    };
    let photo = |line: &str| {
        let mut fields = line.split('\t');
        let (file, codes, _, texts) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
        Some(Photo { file: file.to_owned(), codes: codes.parse().ok()?, texts: serde_json::from_str(texts).ok()? })
    };
    Some(text.lines().skip(1).filter_map(photo).collect())
}

fn case(folder: &Path, photo: Photo) -> Option<Case> {
    let bytes = fs::read(folder.join(&photo.file)).ok()?;
    let picture = image::load_from_memory(&bytes).ok()?.into_luma8();
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let frame = Gray::new(width, height, picture.into_raw()).ok()?;
    let truth = if photo.codes == 0 { Truth::NoCode } else { Truth::Texts(photo.texts) };
    Some(Case::new([frame], truth))
}
