//! How one picture is taken: everything that a camera and the hand that holds it do, in numbers.

/// One picture of a flat screen. All fields are free to set; [`Shot::still`] is the perfect one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shot {
    /// Share of the frame's width (for a burst its narrow side) that the subject fills, seen straight on.
    pub share: f64,
    /// Where the subject's middle lies off the frame's middle, as a share of the same side, seen by the upright phone: right and down.
    pub shift: (f64, f64),
    /// Tilt of the camera against the screen, degrees.
    pub tilt: f64,
    /// The side of the screen that the tilt moves away from the camera, degrees from "right" towards "down".
    pub tilt_toward: f64,
    /// Turn about the camera's axis, degrees, clockwise.
    pub turn: f64,
    /// Blur of the lens: sigma of a Gaussian, in pixels of the frame, before the pixels sample.
    pub blur: f64,
    /// Radial bend of the lens: modules by which a corner of a code in the middle of the frame is moved; positive outwards (pincushion).
    pub bend: f64,
    /// Motion blur: length in pixels of the frame.
    pub motion: f64,
    /// Direction of the motion blur, degrees in the frame.
    pub motion_toward: f64,
    /// Rolling shutter: modules by which the code moves while the rows across it are read, first to last.
    pub skew: f64,
    /// Direction in which it moves meanwhile, degrees in the frame.
    pub skew_toward: f64,
    /// Fall-off of the light: share of it that the darkest corner of the frame lacks.
    pub falloff: f64,
    /// Brightest point, off the frame's middle as a share of half its diagonal.
    pub brightest: (f64, f64),
    /// Glare spot, if any.
    pub glare: Option<Glare>,
    /// Noise of the sensor: sigma in steps of 255, at every level alike. (Shot noise grows with the root of the light,
    /// and the gamma of the encoding takes the growth away again: 1/2.2 - 1 + 1/2 is nearly 0.)
    pub noise: f64,
    /// The automatic exposure puts the screen's white here, of 255.
    pub white: f64,
}

/// A lamp or window mirrored in the screen's glass.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glare {
    /// Radius of the spot that washes everything out, as a share of the code's width.
    pub radius: f64,
    /// Its middle, off the code's middle, as a share of the code's width and height.
    pub at: (f64, f64),
}

impl Shot {
    /// Straight on, sharp, even light, no noise; the subject fills `share` of the frame.
    #[must_use]
    pub const fn still(share: f64) -> Self {
        Self {
            share,
            shift: (0.0, 0.0),
            tilt: 0.0,
            tilt_toward: 0.0,
            turn: 0.0,
            blur: 0.0,
            bend: 0.0,
            motion: 0.0,
            motion_toward: 0.0,
            skew: 0.0,
            skew_toward: 0.0,
            falloff: 0.0,
            brightest: (0.0, 0.0),
            glare: None,
            noise: 0.0,
            white: 200.0,
        }
    }
}
