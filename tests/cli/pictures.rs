//! `aldis read`, picture formats, and pictures that lie.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::desk::{Desk, files, gray};

#[test]
fn a_code_is_read_with_all_that_is_known_of_it() {
    let desk = Desk::new();
    let version = optic::Version::new(3).unwrap();
    let code = optic::paint::bytes("grüße".as_bytes(), version, optic::Level::Q, optic::Mask::new(6).unwrap()).unwrap();
    let gray = gray(&code, 8);
    let colour = image::DynamicImage::ImageLuma8(gray.clone()).into_rgb8();
    gray.save(desk.path("code.png")).unwrap();
    gray.save(desk.path("code.pgm")).unwrap();
    colour.save(desk.path("code.jpg")).unwrap();
    colour.save(desk.path("colour.png")).unwrap();
    std::fs::copy(desk.path("code.jpg"), desk.path("lies-in-its-name.png")).unwrap();
    for name in ["code.png", "code.pgm", "code.jpg", "colour.png", "lies-in-its-name.png"] {
        let object = &desk.json(&format!("read {name} --json"))[0];
        assert_eq!(object["file"], name);
        assert!(object["ms"].as_f64().is_some_and(|ms| ms > 0.0 && ms < 2100.0));
        assert_eq!(object["seen"], "codes");
        let code = &object["codes"][0];
        let expected = json!({"bytes": "6772c3bcc39f65", "text": "grüße", "version": 3, "level": "Q", "mask": 6});
        for (key, value) in expected.as_object().unwrap() {
            assert_eq!(&code[key], value, "{name} {key}");
        }
        let corners = code["corners"].as_array().unwrap();
        for (corner, (x, y)) in corners.iter().zip([(32.0, 32.0), (264.0, 32.0), (264.0, 264.0), (32.0, 264.0)]) {
            let near = |at: usize, there: f64| (corner[at].as_f64().unwrap() - there).abs() < 8.0;
            assert!(near(0, x) && near(1, y), "{name}: {corners:?}");
        }
    }
    assert_eq!(desk.ok("read code.png").out, "grüße\n");
}

#[test]
fn bytes_that_are_no_text_are_hexadecimal() {
    let desk = Desk::new();
    let code = optic::paint::bytes(
        &[0xff, 0x00, 0x80],
        optic::Version::new(1).unwrap(),
        optic::Level::L,
        optic::Mask::new(0).unwrap(),
    );
    gray(&code.unwrap(), 6).save(desk.path("code.png")).unwrap();
    let object = &desk.json("read code.png --json")[0];
    assert_eq!((&object["codes"][0]["bytes"], &object["codes"][0]["text"]), (&json!("ff0080"), &json!(null)));
    assert_eq!(desk.ok("read code.png").out, "ff0080\n");
}

#[test]
fn no_hostile_picture_crashes_hangs_or_gives_a_text() {
    let desk = Desk::met();
    let corpus = tests::top().join("tests/corpus/pictures");
    let names: Vec<String> = files(&corpus).into_iter().filter(|name| !name.ends_with(".md")).collect();
    assert!(names.len() > 15);
    let before = desk.state("bob");
    for name in names {
        let file = corpus.join(&name);
        let start = Instant::now();
        let done = desk.aldis(&format!("read {} --json", file.display()));
        assert!([1, 3].contains(&done.code), "{name}: {done:?}");
        assert_eq!(done.json()[0]["codes"], json!([]), "{name}");
        assert!(!done.err.contains("panicked"), "{name}: {done:?}");
        let scanned = desk.aldis(&format!("scan bob {} --json", file.display()));
        assert!(["no-code", "bad-file"].contains(&scanned.json()[0]["result"].as_str().unwrap()), "{name}");
        assert!(start.elapsed() < Duration::from_secs(15), "{name}");
    }
    assert_eq!(desk.state("bob"), before);
    let huge = desk.aldis(&format!("read {}", corpus.join("huge-header.png").display()));
    assert!(huge.code == 1 && huge.err.contains("50000 x 50000 pixels is too large"), "{huge:?}");
    let cut = desk.aldis(&format!("read {}", corpus.join("truncated.jpg").display()));
    assert!([1, 3].contains(&cut.code), "{cut:?}");
}

#[test]
fn twelve_million_pixels_of_noise_are_no_code_and_come_to_an_end() {
    let desk = Desk::new();
    let mut pixels = vec![0; 4000 * 3000];
    rand_core::Rng::fill_bytes(&mut tests::drawn::Drawn::from(1), &mut pixels);
    std::fs::write(desk.path("noise.pgm"), [b"P5 4000 3000 255\n", &pixels[..]].concat()).unwrap();
    let start = Instant::now();
    let done = desk.without_passphrase("read noise.pgm --json");
    assert_eq!((done.code, &done.json()[0]["codes"]), (3, &json!([])), "{done:?}");
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
}

#[test]
fn one_bad_file_among_good_ones_stops_nothing() {
    let desk = Desk::met();
    desk.ok("write alice Bob --text x --out code.png");
    let objects = desk.json("read missing.png code.png --json");
    assert_eq!((&objects[0]["seen"], &objects[1]["seen"]), (&json!("bad-file"), &json!("codes")));
    assert_eq!(objects[1]["codes"][0]["version"], 15);
    assert_eq!(objects[1]["codes"][0]["level"], "M");
}
