//! Where the camera stands: which point of the screen's plane each point of its frame sees.

use crate::shot::Shot;

/// Focal length of a phone's main camera as a share of its frame's long side: about 26 mm equivalent, 66 degrees.
const FOCAL_SHARE: f64 = 0.77;

/// A point: right and down, in the units of its plane.
pub type Point = (f64, f64);

/// What is photographed, on a plane whose unit is a screen pixel.
#[derive(Clone, Copy)]
pub(crate) struct Subject {
    /// The point that lands in the frame's middle, but for the shot's shift.
    pub(crate) aim: Point,
    /// The width that the shot's share speaks of.
    pub(crate) width: f64,
    /// Middle of the code with its quiet zone.
    pub(crate) code: Point,
    /// Its width and height.
    pub(crate) code_size: Point,
    /// One module.
    pub(crate) module: f64,
}

impl Subject {
    /// Width and height of the code without its quiet zone of four modules.
    fn printed(&self) -> Point {
        let quiet = 8.0 * self.module;
        let inside = |side: f64| if side > 2.0 * quiet { side - quiet } else { side };
        (inside(self.code_size.0), inside(self.code_size.1))
    }
}

/// A camera's pixels.
#[derive(Clone, Copy)]
pub(crate) struct Sensor {
    pub(crate) width: usize,
    pub(crate) height: usize,
    /// The phone is held upright over a sensor that lies across: its frame shows "up" at the left.
    pub(crate) lies_across: bool,
}

/// One picture's geometry. Frame coordinates have pixel (0, 0) from 0 to 1.
pub(crate) struct View {
    to_plane: [f64; 9],
    to_frame: [f64; 9],
    middle: Point,
    bend: Bend,
    slant: Point,
    /// Pixels of the frame per unit of the plane, at the aim.
    pub(crate) scale: f64,
}

impl View {
    pub(crate) fn new(sensor: Sensor, shot: &Shot, subject: &Subject) -> Self {
        let (width, height) = (sensor.width as f64, sensor.height as f64);
        let across = if sensor.lies_across { height } else { width };
        let scale = shot.share * across / subject.width;
        let distance = FOCAL_SHARE * width.max(height) / scale;

        let toward = shot.tilt_toward.to_radians();
        let (along_x, along_y) = (toward.cos(), toward.sin());
        let foreshortening = shot.tilt.to_radians().cos() - 1.0;
        let depth = shot.tilt.to_radians().sin() / distance;
        let tilted = [
            [1.0 + foreshortening * along_x * along_x, foreshortening * along_x * along_y],
            [foreshortening * along_x * along_y, 1.0 + foreshortening * along_y * along_y],
        ];
        let mounted = if sensor.lies_across { -90.0f64 } else { 0.0 };
        let (sin, cos) = (shot.turn + mounted).to_radians().sin_cos();
        let row = |a: f64, b: f64| {
            [scale * (a * tilted[0][0] + b * tilted[1][0]), scale * (a * tilted[0][1] + b * tilted[1][1])]
        };
        let (right, down) = (row(cos, -sin), row(sin, cos));
        let last = [depth * along_x, depth * along_y];

        let shift = if sensor.lies_across { (shot.shift.1, -shot.shift.0) } else { shot.shift };
        let middle = (0.5 * width, 0.5 * height);
        let lands = (middle.0 + across * shift.0, middle.1 + across * shift.1);
        let row = |linear: [f64; 2], at: f64| {
            let (a, b) = (linear[0] + at * last[0], linear[1] + at * last[1]);
            [a, b, at - a * subject.aim.0 - b * subject.aim.1]
        };
        let (first, second) = (row(right, lands.0), row(down, lands.1));
        let third = [last[0], last[1], 1.0 - last[0] * subject.aim.0 - last[1] * subject.aim.1];
        let to_frame = [first[0], first[1], first[2], second[0], second[1], second[2], third[0], third[1], third[2]];

        let module = subject.module * scale;
        let printed = subject.printed();
        let half_diagonal = 0.5 * scale * printed.0.hypot(printed.1);
        // The frame is looked up backwards: where the moved corner lands, look at where it was.
        let moved = half_diagonal + shot.bend * module;
        let bend = Bend::new(half_diagonal / moved - 1.0, moved);
        let (sin, cos) = shot.skew_toward.to_radians().sin_cos();
        let per_row = shot.skew * module / (scale * if sensor.lies_across { printed.0 } else { printed.1 });
        Self { to_plane: inverse(&to_frame), to_frame, middle, bend, slant: (per_row * cos, per_row * sin), scale }
    }

    /// The point of the plane that a point of the frame sees.
    #[inline]
    pub(crate) fn plane(&self, frame: Point) -> Point {
        project(&self.to_plane, self.straightened(frame))
    }

    /// The point of the frame where a point of the plane lands.
    pub(crate) fn frame(&self, plane: Point) -> Point {
        let ideal = project(&self.to_frame, plane);
        let mut frame = ideal;
        // Bend and slant are small: each round makes the miss at least five times smaller, mostly a hundred.
        for _ in 0..16 {
            let straight = self.straightened(frame);
            frame = (frame.0 + ideal.0 - straight.0, frame.1 + ideal.1 - straight.1);
        }
        frame
    }

    /// Without the rolling shutter's slant and the lens's bend.
    #[inline]
    fn straightened(&self, frame: Point) -> Point {
        let late = frame.1 - self.middle.1;
        let (x, y) = (frame.0 - self.slant.0 * late - self.middle.0, frame.1 - self.slant.1 * late - self.middle.1);
        let grown = self.bend.magnification(x * x + y * y);
        (self.middle.0 + x * grown, self.middle.1 + y * grown)
    }
}

/// Radial bend of a lens: the magnification changes with the square of the distance from the middle, as in every lens,
/// and levels off outside the code, where a cubic that is steep within a small code would fold the picture over.
struct Bend {
    per_square: f64,
    level_square: f64,
}

impl Bend {
    /// The bend levels off at this many half diagonals of the code.
    const LEVEL: f64 = 1.6;

    /// The magnification changes by `change` at the `radius`, in pixels.
    fn new(change: f64, radius: f64) -> Self {
        let plain = Self { per_square: 1.0, level_square: (Self::LEVEL * radius).powi(2) };
        Self { per_square: change / (plain.magnification(radius * radius) - 1.0), ..plain }
    }

    #[inline]
    fn magnification(&self, square: f64) -> f64 {
        if self.per_square == 0.0 {
            return 1.0;
        }
        let far = square / self.level_square;
        1.0 + self.per_square * square / (1.0 + far * far).sqrt()
    }
}

#[inline]
fn project(m: &[f64; 9], p: Point) -> Point {
    let w = 1.0 / (m[6] * p.0 + m[7] * p.1 + m[8]);
    ((m[0] * p.0 + m[1] * p.1 + m[2]) * w, (m[3] * p.0 + m[4] * p.1 + m[5]) * w)
}

/// The inverse up to a factor, which a homography does not feel.
fn inverse(m: &[f64; 9]) -> [f64; 9] {
    let minor = |a: usize, b: usize, c: usize, d: usize| m[a] * m[d] - m[b] * m[c];
    [
        minor(4, 5, 7, 8),
        -minor(1, 2, 7, 8),
        minor(1, 2, 4, 5),
        -minor(3, 5, 6, 8),
        minor(0, 2, 6, 8),
        -minor(0, 2, 3, 5),
        minor(3, 4, 6, 7),
        -minor(0, 1, 6, 7),
        minor(0, 1, 3, 4),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUBJECT: Subject =
        Subject { aim: (540.0, 700.0), width: 1080.0, code: (540.0, 700.0), code_size: (1000.0, 1000.0), module: 16.0 };
    const PHOTO: Sensor = Sensor { width: 2400, height: 3200, lies_across: false };

    fn near(a: Point, b: Point, tolerance: f64) -> bool {
        (a.0 - b.0).hypot(a.1 - b.1) < tolerance
    }

    #[test]
    fn straight_on_the_subject_fills_its_share_in_the_middle() {
        let view = View::new(PHOTO, &Shot::still(0.75), &SUBJECT);
        assert!(near(view.frame((0.0, 700.0)), (300.0, 1600.0), 1e-6));
        assert!(near(view.frame((1080.0, 700.0)), (2100.0, 1600.0), 1e-6));
    }

    #[test]
    fn a_sensor_that_lies_across_shows_up_at_the_left_and_right_at_the_top() {
        let frame = Sensor { width: 1280, height: 720, lies_across: true };
        let view = View::new(frame, &Shot::still(0.5), &SUBJECT);
        assert!(near(view.frame((1080.0, 700.0)), (640.0, 180.0), 1e-6));
        assert!(view.frame((540.0, 300.0)).0 < 640.0);
    }

    #[test]
    fn there_and_back_is_the_same_point() {
        let shot = Shot {
            tilt: 14.0,
            tilt_toward: 30.0,
            turn: -12.0,
            bend: 2.5,
            skew: 1.0,
            skew_toward: 50.0,
            shift: (0.1, -0.05),
            ..Shot::still(0.6)
        };
        let view = View::new(PHOTO, &shot, &SUBJECT);
        for point in [(40.0, 200.0), (1040.0, 200.0), (40.0, 1200.0), (1040.0, 1200.0), (511.0, 777.0)] {
            assert!(near(view.plane(view.frame(point)), point, 1e-6));
        }
    }

    #[test]
    fn a_bend_moves_the_corner_by_its_modules_and_leaves_the_middle() {
        let plain = View::new(PHOTO, &Shot::still(0.7), &SUBJECT);
        let bent = View::new(PHOTO, &Shot { bend: 2.0, ..Shot::still(0.7) }, &SUBJECT);
        // Without the quiet zone.
        let corner = (976.0, 1136.0);
        let (a, b) = (plain.frame(corner), bent.frame(corner));
        let moved = (b.0 - a.0).hypot(b.1 - a.1) / (16.0 * plain.scale);
        assert!((moved - 2.0).abs() < 1e-6, "{moved} modules");
        assert!(b.0 > a.0, "outwards");
        assert!(near(bent.frame((540.0, 700.0)), (1200.0, 1600.0), 1e-6));
    }

    #[test]
    fn no_bend_folds_the_frame_over() {
        // A version 1 code in the worst preset, at both signs.
        for bend in [-2.5, 2.5] {
            let view =
                View::new(PHOTO, &Shot { bend, ..Shot::still(0.3) }, &Subject { module: 1000.0 / 29.0, ..SUBJECT });
            let seen: Vec<f64> =
                (0..=320).map(|i| view.plane((1200.0 + 3.75 * f64::from(i), 1600.0 + 5.0 * f64::from(i))).0).collect();
            assert!(seen.windows(2).all(|pair| pair[1] > pair[0] + 1.0));
        }
    }

    #[test]
    fn a_rolling_shutter_moves_the_last_row_of_the_code_by_its_modules() {
        let plain = View::new(PHOTO, &Shot::still(0.7), &SUBJECT);
        let skewed = View::new(PHOTO, &Shot { skew: 1.0, ..Shot::still(0.7) }, &SUBJECT);
        let off = |point| skewed.frame(point).0 - plain.frame(point).0;
        let across = (off((104.0, 1136.0)) - off((104.0, 264.0))) / (16.0 * plain.scale);
        assert!((across - 1.0).abs() < 1e-6, "{across}");
    }

    #[test]
    fn a_tilt_makes_the_far_side_smaller_by_the_angle() {
        let view = View::new(PHOTO, &Shot { tilt: 10.0, ..Shot::still(0.7) }, &SUBJECT);
        let side = |x| view.frame((x, 1200.0)).1 - view.frame((x, 200.0)).1;
        let distance = FOCAL_SHARE * 3200.0 / view.scale;
        let away = 500.0 * 10f64.to_radians().sin();
        let expected = (distance - away) / (distance + away);
        assert!((side(1040.0) / side(40.0) - expected).abs() < 1e-9);
    }
}
