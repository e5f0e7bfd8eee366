//! Reads every photograph of a folder with a `manifest.tsv` and prints what was read, set by set.
#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

use optic::{Budget, LumaView, Reader};

fn same(bytes: &[u8], text: &str) -> bool {
    let bytes: Vec<u8> = bytes.iter().copied().filter(|&b| b != b'\r').collect();
    let bytes = bytes.trim_ascii();
    let text = text.replace('\r', "");
    let text = text.trim();
    if bytes == text.as_bytes() { return true; }
    if text.chars().all(|c| (c as u32) < 256) && text.chars().map(|c| c as u8).eq(bytes.iter().copied()) { return true; }
    for coding in [encoding_rs::SHIFT_JIS, encoding_rs::GBK, encoding_rs::BIG5, encoding_rs::EUC_KR, encoding_rs::EUC_JP, encoding_rs::WINDOWS_1252] {
        let (said, _, bad) = coding.decode(bytes);
        if !bad && said == text { return true; }
    }
    false
}

fn luma(path: &PathBuf) -> Option<(Vec<u8>, usize, usize)> {
    let picture = image::ImageReader::open(path).ok()?.with_guessed_format().ok()?.decode().ok()?;
    let (w, h) = (picture.width() as usize, picture.height() as usize);
    let pixels = if picture.color().has_alpha() {
        picture.to_luma_alpha8().pixels().map(|&image::LumaA([l, a])| ((l as u16 * a as u16 + 255 * (255 - a as u16)) / 255) as u8).collect()
    } else {
        picture.into_luma8().into_raw()
    };
    Some((pixels, w, h))
}

fn main() {
    let mut args = std::env::args().skip(1);
    let top = PathBuf::from(args.next().unwrap());
    let only = args.next();
    let manifest = std::fs::read_to_string(top.join("manifest.tsv")).unwrap();
    let mut sets: BTreeMap<String, (usize, usize, usize)> = BTreeMap::new();
    let mut times = Vec::new();
    let mut missed = Vec::new();
    let mut reader = Reader::new();
    for line in manifest.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let file = fields[0];
        if only.as_ref().is_some_and(|o| !file.contains(o.as_str())) { continue; }
        let expected: Vec<String> = serde_json::from_str::<Option<Vec<String>>>(fields[3]).unwrap().unwrap_or_default();
        let none = fields[1] == "0";
        if !none && expected.is_empty() && only.is_none() { continue; }
        let Some((pixels, w, h)) = luma(&top.join(file)) else { println!("cannot load {file}"); continue };
        let Ok(view) = LumaView::new(&pixels, w, h, w) else { println!("refused {file}"); continue };
        let start = Instant::now();
        let reading = reader.read(view, Budget::STILL);
        let ms = start.elapsed().as_secs_f64() * 1e3;
        times.push(ms);
        let right = reading.codes.iter().any(|code| expected.iter().any(|text| same(&code.bytes, text)));
        let wrong: Vec<_> = reading.codes.iter().filter(|code| !expected.iter().any(|text| same(&code.bytes, text))).collect();
        for code in &wrong { println!("OTHER {file}: {:?} v{} {:?} expected {:?}", String::from_utf8_lossy(&code.bytes), code.version.number(), code.level, expected.first()); }
        let set = file.split('/').next().unwrap().to_string();
        let entry = sets.entry(set).or_default();
        if none { entry.2 += reading.codes.len(); continue; }
        entry.1 += 1;
        if right { entry.0 += 1; } else { missed.push(format!("MISS {file} {w}x{h} {:?} {ms:.1} ms", reading.seen)); }
        if only.is_some() { println!("{file} {right} {} codes {:?} {ms:.2} ms", reading.codes.len(), reading.seen); }
    }
    for line in &missed { println!("{line}"); }
    let (mut read, mut all, mut texts) = (0, 0, 0);
    for (set, (a, b, c)) in &sets { println!("{set}\t{a}/{b}\t{c}"); read += a; all += b; texts += c; }
    times.sort_by(f64::total_cmp);
    println!("{read} of {all} ({:.1} %), {texts} texts where there is no code; median {:.2} ms, p95 {:.1} ms, max {:.1} ms", 100.0 * read as f64 / all as f64, times[times.len() / 2], times[times.len() * 95 / 100], times[times.len() - 1]);
}
