//! Reads every photograph of a folder and prints what was read: `cargo run --release -p optic --example photos DIR [PART]`.
//!
//! `DIR/manifest.tsv` has a line of titles, then a line a picture: file, number of codes, where the truth comes from,
//! and the texts in it as a JSON list. Pictures with codes but without a known text are left out. With PART only the
//! files whose name holds it are read.

#![allow(clippy::print_stdout, reason = "a tool for a terminal")]

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use image::LumaA;
use optic::{Budget, LumaImage, Reader};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("name the folder of the photographs")?);
    let part = arguments.next().unwrap_or_default();
    let mut reader = Reader::new();
    let mut sets: BTreeMap<String, Set> = BTreeMap::new();
    let mut times = Vec::new();
    for line in fs::read_to_string(folder.join("manifest.tsv"))?.lines().skip(1) {
        let &[file, codes, _, texts] = line.split('\t').collect::<Vec<_>>().as_slice() else {
            return Err(format!("not four fields: {line}").into());
        };
        let texts = serde_json::from_str::<Option<Vec<String>>>(texts)?.unwrap_or_default();
        if !file.contains(&part) || (codes != "0" && texts.is_empty()) {
            continue;
        }
        let picture = match luma(&folder.join(file)) {
            Ok(picture) => picture,
            Err(error) => {
                println!("{file}: left out, {error}");
                continue;
            }
        };
        // The machine may be busy: the quickest of three.
        let mut time = f64::INFINITY;
        let mut reading = reader.read(picture.view(), Budget::STILL);
        for _ in 0..3 {
            let start = Instant::now();
            reading = reader.read(picture.view(), Budget::STILL);
            time = time.min(start.elapsed().as_secs_f64() * 1e3);
        }
        times.push(time);
        let set = sets.entry(file.split('/').next().unwrap_or_default().to_owned()).or_default();
        let right = reading.codes.iter().filter(|code| texts.iter().any(|text| says(&code.bytes, text))).count();
        for code in reading.codes.iter().filter(|code| !texts.iter().any(|text| says(&code.bytes, text))) {
            println!("{file}: another text: {:?}", String::from_utf8_lossy(&code.bytes));
        }
        println!("{file}\t{right} right of {}\t{:?}\t{time:.2} ms", reading.codes.len(), reading.seen);
        set.others += reading.codes.len() - right;
        if codes != "0" {
            set.all += 1;
            set.read += usize::from(right > 0);
        }
    }
    let mut total = Set::default();
    println!("\nset\tread\tall\tother texts");
    for (name, set) in sets {
        println!("{name}\t{}\t{}\t{}", set.read, set.all, set.others);
        total = Set { read: total.read + set.read, all: total.all + set.all, others: total.others + set.others };
    }
    println!("all\t{}\t{}\t{}", total.read, total.all, total.others);
    times.sort_by(f64::total_cmp);
    let at = |share: usize| times.get((times.len() * share / 100).min(times.len().saturating_sub(1)));
    if let Some(((median, late), worst)) = at(50).zip(at(95)).zip(at(100)) {
        println!("median {median:.2} ms, 95th percentile {late:.2} ms, worst {worst:.2} ms");
    }
    Ok(())
}

/// Pictures of one set.
#[derive(Default)]
struct Set {
    read: usize,
    all: usize,
    others: usize,
}

fn luma(path: &Path) -> Result<LumaImage, Box<dyn Error>> {
    let picture = image::ImageReader::open(path)?.with_guessed_format()?.decode()?;
    let (width, height) = (usize::try_from(picture.width())?, usize::try_from(picture.height())?);
    let pixels = if picture.color().has_alpha() {
        let on_paper = |luma: u8, alpha: u8| {
            let mixed = u16::from(luma) * u16::from(alpha) + 255 * (255 - u16::from(alpha));
            u8::try_from(mixed / 255).unwrap_or(255)
        };
        picture.to_luma_alpha8().pixels().map(|&LumaA([luma, alpha])| on_paper(luma, alpha)).collect()
    } else {
        picture.into_luma8().into_raw()
    };
    Ok(LumaImage::new(pixels, width, height)?)
}

/// Whether `bytes` are `text` in one of the alphabets that codes are found in; line ends and outer blanks are left out.
fn says(bytes: &[u8], text: &str) -> bool {
    use encoding_rs::{BIG5, EUC_JP, EUC_KR, GBK, SHIFT_JIS, UTF_8, WINDOWS_1252};
    let plain = |text: &str| text.replace('\r', "").trim().to_owned();
    let text = plain(text);
    [UTF_8, WINDOWS_1252, SHIFT_JIS, GBK, BIG5, EUC_JP, EUC_KR].iter().any(|alphabet| {
        let (said, damaged) = alphabet.decode_without_bom_handling(bytes);
        !damaged && plain(&said) == text
    })
}
