//! Clean codes of another painter, of every version, level and mask: whoever reads them reads the same.

use std::io::Error;

use courier::Gray;
use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};

use crate::measure::{Case, Score, Truth, scores};
use crate::readers::{Bench, Peer};
use crate::report::{Gate, Report, Section};
use crate::settings::Settings;

const LEVELS: [QrCodeEcc; 4] = [QrCodeEcc::Low, QrCodeEcc::Medium, QrCodeEcc::Quartile, QrCodeEcc::High];
/// Pixels a module.
const PIXELS: usize = 4;

pub(crate) fn clean(settings: &Settings, report: &mut Report) -> Result<(), Error> {
    let mut benches: Vec<Bench> = settings.readers.iter().map(|&peer| Bench::new(peer)).collect();
    let cases = (1..=40).flat_map(|version| {
        LEVELS.into_iter().flat_map(move |level| (0..8).filter_map(move |mask| case(version, level, mask)))
    });
    let scores = scores(&mut benches, cases);
    if let (Some(ours), _) = report.split(&scores) {
        let said = |score: &Score| format!("{} of {}, {} otherwise", score.single, score.of, score.wrong);
        report.gate(Gate {
            what: "clean codes of the crate qrcodegen, every version, level and mask".to_owned(),
            asked: "all, and as the others read them".to_owned(),
            ours: said(ours),
            beside: report.beside(&scores, said),
            reached: Some(ours.single == ours.of && ours.wrong == 0),
        });
    }
    let conditions = vec![("v1 to v40".to_owned(), scores)];
    report.section(Section { title: "Clean codes of the crate qrcodegen".to_owned(), frames: 1, conditions });
    Ok(())
}

fn case(version: u8, level: QrCodeEcc, mask: u8) -> Option<Case> {
    let text = format!("V{version}M{mask}");
    let version = Version::new(version);
    let segments = QrSegment::make_segments(&text);
    let code =
        QrCode::encode_segments_advanced(&segments, level, version, version, Some(Mask::new(mask)), false).ok()?;
    let side = usize::try_from(code.size() + 8).ok()? * PIXELS;
    let at = |pixel: usize| i32::try_from(pixel / PIXELS).map_or(-1, |module| module - 4);
    // Outside of the code there is no dark module.
    let shade = |i: usize| if code.get_module(at(i % side), at(i / side)) { 0 } else { 255 };
    let picture = Gray::new(side, side, (0..side * side).map(shade).collect()).ok()?;
    let case = Case::new([picture], Truth::Texts(vec![text]));
    // rqrr's numbers overflow on this one, and it looks for a quarter of an hour.
    let overflows = (version.value(), level, mask) == (37, QrCodeEcc::Low, 4);
    Some(if overflows { case.sparing(Peer::Rqrr) } else { case })
}
