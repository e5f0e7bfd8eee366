//! What happens to a picture between two phones: a deterministic simulator, with seeds.
//!
//! ```text
//! screen of the sender -> camera of the courier -> messenger -> screen of the other courier -> camera of an old phone, live
//!        Gray              2400 x 3200 JPEG 92       JPEG            1080 px wide                12 frames of luma
//! ```
//! Pictures in, pictures out: it knows no code, no key and no reader. It is for tests, benches and the demonstration.
//!
//! ```
//! use courier::{Gray, Messenger, Preset, Resolution, Trip};
//!
//! let screen = Gray::new(260, 260, vec![255; 260 * 260])?; // a code with its quiet zone
//! let trip = Trip { messenger: Messenger::SignalStandard, preset: Preset::Fair, camera: Resolution::Vga, seed: 7 };
//! let carried = trip.carry(&screen, 1)?;
//! assert_eq!(carried.received.picture.height(), 1600);
//! assert_eq!(carried.frames[0].picture.width(), 640);
//! # Ok::<(), courier::Error>(())
//! ```
//!
//! What it does not have: Bayer mosaic, sharpening, denoising and the other tricks of a camera's software; autofocus that hunts;
//! PenTile and PWM screens; a viewer's own sharpening. Light is computed in f64 and f32 with the platform's `exp` and `sin`:
//! the same bytes on one platform, perhaps a bit off on another.
#![allow(
    clippy::indexing_slicing,
    reason = "test equipment: its inputs are our own pictures, and its loops run over pixels"
)]
#![allow(
    clippy::cast_possible_truncation,
    reason = "test equipment: levels, sizes and coordinates, clamped by the cast where it matters"
)]

mod bare;
mod camera;
mod dice;
mod error;
mod jpeg;
mod lens;
mod messenger;
mod picture;
mod preset;
mod resize;
mod screen;
mod shot;
mod trip;
mod view;

#[cfg(test)]
mod tests;

pub use bare::Bare;
pub use error::Error;
pub use messenger::Messenger;
pub use picture::{Gray, LONGEST_SIDE, Rgb};
pub use preset::{Framing, GLARE_RATE, MOTION_RATE, Preset, Range, Ranges};
pub use shot::{Glare, Shot};
pub use trip::{BURST, Carried, Frame, Frames, Photo, Resolution, Shown, Trip};
pub use view::Point;
