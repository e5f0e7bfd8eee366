//! From a square of modules to its payload (ISO/IEC 18004, 12): format, mask, blocks, correction, segments.
//!
//! Strict where leniency could make a wrong text: the version word must agree with the size, every block keeps the
//! standard's misdecode reserve, and a code that needed its last correction must also end in proper padding.

pub(crate) mod blocks;
pub(crate) mod correct;
mod erasures;
pub(crate) mod layout;
pub(crate) mod pattern;
pub(crate) mod segments;
pub(crate) mod soft;

use crate::{Level, Mask, Modules, Version};
use segments::Padding;

/// A payload and the words that the code gives about itself.
pub(crate) struct Decoded {
    pub(crate) bytes: Vec<u8>,
    pub(crate) version: Version,
    pub(crate) level: Level,
    pub(crate) mask: Mask,
    pub(crate) used: f32,
    /// The modules were seen in a mirror: columns and rows change places.
    pub(crate) mirrored: bool,
}

/// Reads `modules` as they stand, then as seen in a mirror. `None` when they hold no code that can be trusted.
pub(crate) fn decode(modules: &Modules) -> Option<Decoded> {
    decode_one_way(modules).or_else(|| {
        let decoded = decode_one_way(&modules.transposed())?;
        Some(Decoded { mirrored: true, ..decoded })
    })
}

fn decode_one_way(modules: &Modules) -> Option<Decoded> {
    if !layout::looks_like_a_code(modules) || !layout::version_agrees(modules) {
        return None;
    }
    let version = modules.version();
    layout::formats(modules).into_iter().flatten().find_map(|(level, mask)| {
        let stream = layout::codewords(modules, mask);
        let corrected = blocks::corrected(&stream, version, level)?;
        let padding = if corrected.used >= 1.0 { Padding::MustBeStandard } else { Padding::Any };
        let bytes = segments::parse(&corrected.data, version, padding)?;
        Some(Decoded { bytes, version, level, mask, used: corrected.used, mirrored: false })
    })
}

#[cfg(test)]
mod tests;
