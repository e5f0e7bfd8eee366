//! The frozen files of `tests/vectors/`: what was once written must open for ever.

use std::path::PathBuf;

/// Where the vector file (or folder) `name` lies.
#[must_use]
pub fn path(name: &str) -> PathBuf {
    crate::top().join("tests/vectors").join(name)
}
