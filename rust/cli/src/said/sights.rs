//! What was in a picture, or was not, in words.

use std::fmt::Write;

use engine::{Received, Seen};

use super::{NOTHING, Stop};

/// What a received envelope was, gaps in the numbering included.
pub(crate) fn received(received: &Received, name: &str) -> String {
    match received {
        Received::Message { number, missing, .. } => {
            format!("A message from {name}: number {number}{}.", gaps(missing))
        }
        Received::Cover { .. } => format!("A sign of life from {name}."),
        Received::Ended { .. } => format!("{name} has ended this contact."),
    }
}

/// "; 6 has not arrived, ask for it".
pub(crate) fn gaps(missing: &[u32]) -> String {
    let (shown, more) = missing.split_at(missing.len().min(8));
    let Some((last, before)) = shown.split_last() else {
        return String::new();
    };
    let mut said = String::from("; ");
    for number in before {
        let _ = write!(said, "{number}, ");
    }
    if !before.is_empty() && more.is_empty() {
        said.truncate(said.len() - 2);
        said.push_str(" and ");
    }
    let _ = match (before.len(), more.len()) {
        (0, 0) => write!(said, "{last} has not arrived, ask for it"),
        (_, 0) => write!(said, "{last} have not arrived, ask for them"),
        (_, more) => write!(said, "{last} and {more} more have not arrived, ask for them"),
    };
    said
}

/// What the reader saw when it read nothing.
pub(crate) fn seen(seen: Seen) -> Stop {
    let (said, next) = match seen {
        Seen::Marks => (
            "Part of a code, or something like it, is in the picture.".to_owned(),
            "Show the whole code with its white border.",
        ),
        Seen::TooSmall { module } => {
            (format!("The code is too small: {module:.1} pixels a module."), "Come closer, or zoom in on the code.")
        }
        Seen::Unreadable { .. } => (
            "A code is there, and it is blurred, tilted or partly hidden.".to_owned(),
            "Hold still, straight on, without glare; or ask for another photo.",
        ),
        Seen::Stopped => {
            ("There is too much in the picture to look at all of it.".to_owned(), "Cut the picture down to the code.")
        }
        _ => ("No code is in the picture.".to_owned(), "Fill the picture with the code."),
    };
    Stop { exit: NOTHING, said, next: next.to_owned() }
}

/// The same as a stable word.
pub(crate) fn seen_word(seen: Seen) -> &'static str {
    match seen {
        Seen::Codes => "codes",
        Seen::Marks => "marks",
        Seen::TooSmall { .. } => "too-small",
        Seen::Unreadable { .. } => "unreadable",
        Seen::Stopped => "stopped",
        _ => "nothing",
    }
}

/// A code that is not Aldis's.
pub(crate) fn not_ours() -> Stop {
    Stop {
        exit: NOTHING,
        said: "This code is not from Aldis.".to_owned(),
        next: "Scan a code that an Aldis phone shows; `aldis read` reads any other.".to_owned(),
    }
}

/// Some parts of a reel.
pub(crate) fn part(have: usize, need: usize) -> Stop {
    Stop::new(
        format!("{have} of at least {need} parts of a moving code."),
        "Scan all of its pictures together, or some that were not among these.",
    )
}

/// A burn card.
pub(crate) fn card() -> Stop {
    Stop::new(
        "This is a burn card: whoever shows it says that its phone must no longer be trusted.",
        "This version does not take cards yet; nothing was changed. Keep it from everybody else.",
    )
}
