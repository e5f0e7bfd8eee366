//! A plain QR reader.

use std::path::PathBuf;
use std::time::Instant;

use engine::Budget;
use optic::{Burst, Level, Reading};

use crate::output::{Code, Harmless, Read, json, remark, say};
use crate::pictures;
use crate::said::{self, FIXABLE, NOTHING, Stop};

pub(crate) fn read(files: &[PathBuf], as_json: bool) -> Result<u8, Stop> {
    let mut burst = Burst::of_pictures();
    let (mut any, mut bad) = (false, false);
    for file in files {
        let name = file.to_string_lossy();
        let picture = match pictures::load(file) {
            Ok(picture) => picture,
            Err(stop) => {
                bad = true;
                if as_json {
                    json(&Read { file: &name, ms: 0.0, codes: Vec::new(), seen: "bad-file" })?;
                }
                remark(format_args!("{name}: {stop}"));
                continue;
            }
        };
        let start = Instant::now();
        let reading = burst.read(picture.view(), Budget::STILL);
        let ms = start.elapsed().as_secs_f64() * 1000.0;
        any |= !reading.codes.is_empty();
        if as_json {
            let codes = reading.codes.iter().map(code).collect();
            json(&Read { file: &name, ms, codes, seen: said::seen_word(reading.seen) })?;
        } else {
            tell(&name, &reading, files.len() > 1)?;
        }
    }
    Ok(match (any, bad) {
        (true, _) => 0,
        (false, true) => FIXABLE,
        (false, false) => NOTHING,
    })
}

fn tell(name: &str, reading: &Reading, several: bool) -> Result<(), Stop> {
    if reading.codes.is_empty() {
        remark(format_args!("{name}: {}", said::seen(reading.seen)));
    }
    for code in &reading.codes {
        let text = match std::str::from_utf8(&code.bytes) {
            Ok(text) => Harmless(text).to_string(),
            Err(_) => hex(&code.bytes),
        };
        if several { say(format_args!("{name}: {text}"))? } else { say(text)? }
    }
    Ok(())
}

fn code(code: &optic::Code) -> Code {
    Code {
        bytes: hex(&code.bytes),
        text: std::str::from_utf8(&code.bytes).ok().map(str::to_owned),
        version: code.version.number(),
        level: match code.level {
            Level::L => "L",
            Level::M => "M",
            Level::Q => "Q",
            Level::H => "H",
        },
        mask: code.mask.number(),
        corners: code.corners.map(|corner| [corner.x, corner.y]),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
