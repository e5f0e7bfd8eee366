use super::*;

fn saved(bytes: &[u8]) -> Result<LumaImage, Stop> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("picture");
    fs::write(&file, bytes).unwrap();
    load(&file)
}

#[test]
fn luma_comes_back_from_a_png_as_it_went_in() {
    let picture = LumaImage::new((0..=255).collect(), 16, 16).unwrap();
    let back = saved(&png(picture.view()).unwrap()).unwrap();
    assert_eq!((back.width(), back.height(), back.as_bytes()), (16, 16, picture.as_bytes()));
}

#[test]
fn a_pgm_is_read() {
    let back = saved(b"P5 4 2 255\n\x00\x40\x80\xff\x01\x02\x03\x04").unwrap();
    assert_eq!(back.as_bytes(), [0, 0x40, 0x80, 0xff, 1, 2, 3, 4]);
}

#[test]
fn what_is_transparent_is_white_paper() {
    let mut file = Vec::new();
    let pixels = [0, 0, 0, 0, 0, 0, 0, 255];
    PngEncoder::new(&mut file).write_image(&pixels, 2, 1, ExtendedColorType::Rgba8).unwrap();
    assert_eq!(saved(&file).unwrap().as_bytes(), [255, 0]);
}

#[test]
fn a_size_that_no_photo_has_is_refused_before_it_is_decoded() {
    for header in ["P5 50000 50000 255\n", "P5 9000 10 255\n", "P5 8000 8000 255\n", "P5 1 4000 255\n"] {
        let stop = saved(header.as_bytes()).err().unwrap();
        assert!(stop.said.contains("too large") || stop.said.contains("too narrow"), "{header}: {}", stop.said);
    }
}

#[test]
fn what_is_no_picture_is_said_to_be_none() {
    for bytes in [&b""[..], b"GIF89a", b"hello", b"P5 4 4 255\n\x00", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n"] {
        assert!(saved(bytes).is_err());
    }
    assert!(load(Path::new("/nowhere/at/all.png")).is_err_and(|stop| stop.said.contains("cannot be read")));
    assert!(load(Path::new("/")).is_err_and(|stop| stop.said.contains("not a file")));
}

#[test]
fn an_unfinished_place_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("code.png");
    drop(Place::of_code(&path).unwrap());
    assert!(!path.exists());
    Place::of_code(&path).unwrap().fill(b"longer").unwrap();
    drop(Place::of_code(&path).unwrap());
    assert_eq!(fs::read(&path).unwrap(), b"longer", "what stood there before stays until it is written over");
    Place::of_code(&path).unwrap().fill(b"new").unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"new");
    assert!(Place::of_secret(&path).is_err(), "a secret is never written over anything");
}
