//! From a square of modules to its payload (ISO/IEC 18004, 12): format, mask, blocks, correction, segments.
//!
//! Strict where leniency could make a wrong text: the version word must agree with the size, every block keeps the
//! standard's misdecode reserve, and a code that needed its last correction must also end in proper padding.

pub(crate) mod blocks;
mod erasures;
mod field;
pub(crate) mod layout;
pub(crate) mod model1;
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

/// Decodes squares of modules; keeps its buffers from one to the next.
pub(crate) struct Decoder {
    mirrored: Modules,
    stream: Vec<u8>,
    data: Vec<u8>,
    text: Vec<u8>,
}

impl Decoder {
    pub(crate) const fn new() -> Self {
        Self { mirrored: Modules::scratch(), stream: Vec::new(), data: Vec::new(), text: Vec::new() }
    }

    /// Reads `modules` as they stand, then as seen in a mirror. `None` when they hold no code that can be trusted.
    pub(crate) fn decode(&mut self, modules: &Modules) -> Option<Decoded> {
        // Finders and timing patterns stand in a mirror as they do before it.
        if !layout::looks_like_a_code(modules) {
            return None;
        }
        if let Some(decoded) = self.decode_one_way(modules) {
            return Some(decoded);
        }
        let mut mirrored = std::mem::replace(&mut self.mirrored, Modules::scratch());
        mirrored.fill(modules.version(), |x, y| modules.is_dark(y, x));
        let decoded = self.decode_one_way(&mirrored);
        self.mirrored = mirrored;
        Some(Decoded { mirrored: true, ..decoded? })
    }

    fn decode_one_way(&mut self, modules: &Modules) -> Option<Decoded> {
        let version = modules.version();
        let (level, mask, used) = self.model2(modules).or_else(|| {
            let Self { stream, data, text, .. } = self;
            model1::decode(modules, stream, data, text)
        })?;
        // The text alone outlives the picture.
        Some(Decoded { bytes: self.text.as_slice().to_vec(), version, level, mask, used, mirrored: false })
    }

    fn model2(&mut self, modules: &Modules) -> Option<(Level, Mask, f32)> {
        if !layout::version_agrees(modules) {
            return None;
        }
        let version = modules.version();
        layout::formats(modules).into_iter().flatten().find_map(|(level, mask)| {
            layout::codewords(modules, mask, &mut self.stream);
            let used = blocks::corrected(&self.stream, version, level, &mut self.data)?;
            let padding = if used >= 1.0 { Padding::MustBeStandard } else { Padding::Any };
            segments::parse(&self.data, 0, version, padding, &mut self.text)?;
            Some((level, mask, used))
        })
    }
}

#[cfg(test)]
mod tests;
