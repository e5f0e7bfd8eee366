//! Several pictures of the same thing: frames of a running camera, or a burst of photographs.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::fusion::Fusion;
use crate::reader::Effort;
use crate::{Budget, LumaView, Reader, Reading, Seen};

/// Reads pictures one after another; what none of them gives alone, several may give together.
///
/// Every picture is looked at as by a [`Reader`], and a text must pass the same proof. Codes are told apart by what they
/// show: parts of a reel or of a sheet never mix. At most seven codes are collected at a time, each in less than 1 MB.
pub struct Burst {
    reader: Reader,
    fusion: Fusion,
    /// One picture of so many may take the heavy path.
    pace: u32,
    pictures: u32,
    /// What the last of them showed.
    seen: Seen,
}

impl Burst {
    /// For the frames of a running camera: of three of them one at most takes the heavy path, and the other two take the
    /// rules of what is dark in turn.
    #[must_use]
    pub fn of_frames() -> Self {
        Self::with_pace(3)
    }

    /// For pictures from files, where nobody waits for the next one.
    #[must_use]
    pub fn of_pictures() -> Self {
        Self::with_pace(1)
    }

    fn with_pace(pace: u32) -> Self {
        Self { reader: Reader::new(), fusion: Fusion::new(), pace, pictures: 0, seen: Seen::Nothing }
    }

    /// Reads every code that this picture, with those before it, gives within `budget`. Never panics.
    pub fn read(&mut self, view: LumaView<'_>, budget: Budget) -> Reading {
        self.fusion.tick();
        let number = self.pictures;
        self.pictures = number.wrapping_add(1);
        let is_heavy = number.is_multiple_of(self.pace);
        let Self { reader, fusion, .. } = self;
        let effort = if is_heavy { Effort::With(fusion) } else { Effort::Later(number) };
        // Unwind safe: after a panic the sums are given up.
        let reading = catch_unwind(AssertUnwindSafe(|| reader.look(view, budget, effort)));
        let mut reading = reading.unwrap_or_else(|_| {
            self.fusion = Fusion::new();
            Reading { codes: Vec::new(), seen: Seen::Stopped }
        });
        // A code that only the heavy path sees does not come and go with it.
        match (is_heavy, reading.seen) {
            (true, seen) => self.seen = seen,
            (false, Seen::Nothing | Seen::Marks) => {
                if matches!(self.seen, Seen::TooSmall { .. } | Seen::Unreadable { .. }) {
                    reading.seen = self.seen;
                }
            }
            _ => {}
        }
        reading
    }
}

#[cfg(test)]
mod tests;
