//! Travel shares, from a picture or from their words.

use std::path::Path;

use engine::{Budget, LumaImage, Share};

use crate::said::Stop;
use crate::{pictures, unlock};

/// A share from a picture, or from a file whose first line has its thirteen words.
pub(crate) fn read(path: &Path) -> Result<Share, Stop> {
    let words = unlock::first_line(path).ok().and_then(|line| Share::from_words(&line));
    match words {
        Some(share) => Ok(share),
        None => in_picture(&pictures::load(path).map_err(|_| no_share())?).ok_or_else(no_share),
    }
}

/// The share that stands on a code in this picture.
pub(crate) fn in_picture(picture: &LumaImage) -> Option<Share> {
    let reading = optic::Reader::default().read(picture.view(), Budget::STILL);
    reading.codes.iter().find_map(|code| Share::parse(&optic::base45::decode(&code.bytes).ok()?))
}

fn no_share() -> Stop {
    Stop::new(
        "This is no travel share, or not a whole one. No try was counted.",
        "Name its picture, or a file with its thirteen words in their order.",
    )
}
