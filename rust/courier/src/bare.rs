//! One effect at a time, for benches: a clean code, flat as print, in front of one camera.

use crate::camera::{Exposure, LUMA, Scene, take};
use crate::dice::{Dice, Noise};
use crate::screen::{Around, Panel, enlarged, module_of};
use crate::trip::{Frame, corners};
use crate::view::{Sensor, Subject};
use crate::{Error, Gray, Shot};

/// A camera that does only what its shot says: no stripes, no messenger, a fixed exposure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bare {
    /// Pixels of the frame per module of the code, seen straight on.
    pub module: f64,
    /// What the camera and the hand do; its share is not looked at, `module` says it. Level 255 of the picture becomes the shot's white.
    pub shot: Shot,
    /// Gamma of the picture and of the encoding: 1 blurs levels, 2.2 blurs light as a lens does.
    pub gamma: f64,
    /// Pixels of the frame, across and down.
    pub size: (usize, usize),
}

impl Bare {
    /// The frame of a clean code (with its quiet zone, whole pixels per module), the same for the same seed.
    /// Around the code all is white. For a faint code give a picture whose dark is not 0.
    ///
    /// # Errors
    /// [`Error::PictureSize`] if the frame's size is none.
    pub fn frame(&self, code: &Gray, seed: u64) -> Result<Frame, Error> {
        let module = module_of(code);
        let scale = self.module / module as f64;
        // The light's map has at most four samples a pixel: enlarge until that is finer than the frame.
        let times = scale.ceil().clamp(1.0, 8.0) as usize;
        let (picture, scale, module) = (enlarged(code, times), scale / times as f64, module * times);
        let (width, height) = (picture.width() as f64, picture.height() as f64);
        let sensor = Sensor { width: self.size.0, height: self.size.1, lies_across: false };
        let middle = (0.5 * width, 0.5 * height);
        let subject = Subject { aim: middle, width, code: middle, code_size: (width, height), module: module as f64 };
        let shot = Shot { share: scale * width / self.size.0 as f64, ..self.shot };
        let panel = Panel::print(&picture, 8, self.gamma);
        let scene = Scene::new(&panel, Around::plain(panel.planes[0][0]), LUMA, shot.blur, scale);
        let mut noise = Noise::new(shot.noise, Dice::new(seed, 0));
        let (view, pixels) = take(&scene, sensor, &shot, &subject, Exposure::Fixed { gamma: self.gamma }, &mut noise);
        Ok(Frame {
            picture: Gray::new(sensor.width, sensor.height, pixels)?,
            code: corners(width, height).map(|corner| view.frame(corner)),
            module: self.module,
        })
    }
}
