//! Three finder patterns that stand like those of one code.

use crate::Point;

/// Three finder patterns that stand like those of one code. Everything is in pixels of the picture as it was given,
/// (0, 0) the outer corner of its first pixel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Triple {
    /// The centres of the finder patterns: top-left, top-right, bottom-left of the code when it is not mirrored. In
    /// the picture the second leg always lies clockwise from the first; a mirrored code has its last two exchanged.
    pub(crate) corners: [Point; 3],
    /// Pixels a module, the geometric mean over both legs and all three patterns.
    pub(crate) module: f32,
    /// Modules a side as the legs have it: not rounded, good to about a twentieth.
    pub(crate) size: f32,
    /// Light modules on a dark ground.
    pub(crate) inverted: bool,
    /// 1 for three flawless patterns in a flawless square, towards 0 the worse they fit.
    pub(crate) score: f32,
}
