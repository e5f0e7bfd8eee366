//! Luma in, bytes out; bytes in, modules out; sheets and reels of codes. No key, no contact, no disk.
//!
//! # One trip
//! ```
//! use std::num::NonZeroUsize;
//! use optic::{Budget, Reader, base45, paint};
//! # fn main() -> Result<(), optic::Error> {
//! // What the writing phone shows: an envelope of 206 bytes is always a version 10 code.
//! let envelope = [7u8; 206];
//! let modules = paint::envelope(&envelope)?;
//! let picture = modules.luma(NonZeroUsize::MIN.saturating_add(3))?;
//!
//! // What the reading phone makes of it.
//! let reading = Reader::new().read(picture.view(), Budget::STILL);
//! assert_eq!(base45::decode(&reading.codes[0].bytes)?, envelope);
//! # Ok(())
//! # }
//! ```
//!
//! Who attacks here: whoever makes the picture. A picture may lie in its geometry, be made to stall or exhaust a
//! decoder, or to be read as a text that nobody wrote. Every door therefore has limits, a budget, and refuses rather
//! than guesses; what a text means, and whether it is genuine, is for the layers above.

pub mod base45;
mod burst;
mod code;
mod decode;
mod error;
mod fusion;
mod heavy;
mod luma;
mod modules;
pub mod paint;
mod pyramid;
mod reader;
pub mod reel;
pub mod sheet;
mod sight;

pub use burst::Burst;
pub use code::{Code, Level, Mask, Point, Reading, Seen, Version};
pub use error::Error;
pub use luma::{LumaImage, LumaView, MAX_ASPECT, MAX_PIXELS, MAX_SIDE};
pub use modules::{Modules, QUIET_ZONE};
pub use reader::{Budget, Reader};
pub use sight::Why;
