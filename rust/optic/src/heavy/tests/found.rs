//! Codes that the heavy path finds by itself.

use super::*;

/// The code of a picture, in whose finders no ray sees an edge.
fn found(picture: &LumaImage) -> Option<Code> {
    let later = Instant::now() + Duration::from_secs(60);
    let mut heavy = Heavy::new();
    heavy.begin();
    while heavy.seek(picture.view(), later) {
        while let Some(molten) = heavy.next(picture.view(), |_| true) {
            let code = heavy.read(picture.view(), molten.suspect, None, None, later);
            if code.is_some() {
                return code;
            }
        }
    }
    let mut twos = heavy.twos(picture.view());
    twos.find_map(|(suspect, lost)| heavy.read(picture.view(), suspect, Some(lost), None, later))
}

#[test]
fn a_melted_code_is_found_with_glare_on_any_of_its_finders() {
    let scene = Scene { blur: 0.7, turn: 0.05, ..PLAIN };
    for (bytes, lost) in [(206, 0), (206, 1), (206, 2), (646, 0), (646, 1), (646, 2)] {
        let (modules, text) = envelope(bytes, 24);
        let (mut picture, corners) = taken(&modules, scene);
        cover(&mut picture, corners[lost], 6.0 * scene.module);
        assert_eq!(found(&picture).map(|code| code.bytes), Some(text), "{bytes}: {lost}");
    }
}

#[test]
fn a_code_that_has_melted_is_found_without_being_told_where() {
    for (scene, bytes) in [
        (Scene { blur: 0.9, turn: 0.1, ..PLAIN }, 206),
        (Scene { blur: 0.8, turn: 0.2, ..PLAIN }, 206),
        (Scene { module: 1.05, blur: 0.4, turn: -0.07, ..PLAIN }, 400),
        (Scene { module: 5.0, blur: 0.85, tilt: 0.03, ..PLAIN }, 206),
    ] {
        let (modules, text) = envelope(bytes, 21);
        let (picture, _) = taken(&modules, scene);
        assert_eq!(found(&picture).map(|code| code.bytes), Some(text), "{} px, turned {}", scene.module, scene.turn);
    }
}

#[test]
fn a_melted_code_of_light_on_dark_is_found() {
    let (modules, text) = envelope(206, 22);
    let (picture, _) = taken(&modules, Scene { blur: 0.8, ..PLAIN });
    let negative = negative(&picture);
    assert_eq!(found(&negative).map(|code| code.bytes), Some(text));
}

#[test]
fn what_lies_where_a_code_was_read_is_not_handed_on() {
    let scene = Scene { blur: 0.8, ..PLAIN };
    let (left, _) = taken(&envelope(206, 25).0, scene);
    let (right, _) = taken(&envelope(206, 26).0, scene);
    let (side, later) = (left.width(), Instant::now() + Duration::from_secs(60));
    let rows = left.view().rows().zip(right.view().rows());
    let both = LumaImage::new(rows.flat_map(|(left, right)| [left, right].concat()).collect(), 2 * side, side).unwrap();
    // Those that are handed on, in the left half and in the right one.
    let handed = |is_free: &dyn Fn(Point) -> bool| {
        let (mut heavy, mut halves) = (Heavy::new(), [0; 2]);
        heavy.begin();
        while heavy.seek(both.view(), later) {
            while let Some(molten) = heavy.next(both.view(), is_free) {
                halves[usize::from(molten.suspect.corners[0].x > side as f32)] += 1;
            }
        }
        halves
    };
    let [lefts, rights] = handed(&|_| true);
    assert!(lefts > 0 && rights > 0, "{lefts} and {rights}");
    let [lefts, rights] = handed(&|point| point.x > side as f32);
    assert!(lefts == 0 && rights > 0, "{lefts} and {rights}");
    assert_eq!(handed(&|_| false), [0, 0]);
}

#[test]
fn a_wall_stripes_and_lines_are_not_searched_for_melted_finders() {
    let side = 320usize;
    let mut rng = ChaCha20Rng::seed_from_u64(23);
    let grain: Vec<u8> = (0..side * side).map(|_| 120 + (rng.next_u32() % 16) as u8).collect();
    let stripes = (0..side * side).map(|i| if (i % side / 5).is_multiple_of(2) { 20 } else { 230 }).collect();
    let edge = (0..side * side).map(|i| if i % side + i / side < side { 30 } else { 200 }).collect();
    for pixels in [grain, stripes, edge] {
        let picture = LumaImage::new(pixels, side, side).unwrap();
        let mut heavy = Heavy::new();
        heavy.begin();
        while heavy.seek(picture.view(), Instant::now() + Duration::from_secs(60)) {
            assert!(heavy.next(picture.view(), |_| true).is_none());
        }
        assert!(heavy.seeker.marks.is_empty());
    }
}
