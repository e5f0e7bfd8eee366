//! What was in a picture, or was not, in words.

use std::fmt::Write;

use engine::{News, Person, Phone, Received, Seen, Why};

use super::{NOTHING, Stop};
use crate::dates;

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
        Seen::Unreadable { why, .. } => unreadable(why),
        Seen::Stopped => {
            ("There is too much in the picture to look at all of it.".to_owned(), "Cut the picture down to the code.")
        }
        _ => ("No code is in the picture.".to_owned(), "Fill the picture with the code."),
    };
    Stop { exit: NOTHING, said, next: next.to_owned() }
}

/// Why a code that is there was not read.
fn unreadable(why: Why) -> (String, &'static str) {
    match why {
        Why::CutOff => (
            "A part of the code lies outside of the picture.".to_owned(),
            "Go back a little, until its white border is seen all around.",
        ),
        Why::Glare => (
            "A bright spot covers a part of the code.".to_owned(),
            "Tilt the screen or the camera until the light falls elsewhere.",
        ),
        Why::Blurred { modules } => (
            format!("The code is blurred, by {modules:.1} of its smallest squares."),
            "Hold still until the picture is sharp, not too near; or ask for another photo.",
        ),
        Why::Inverted => (
            "The code stands light on dark, and cannot be read.".to_owned(),
            "Show it black on white: switch the dark mode of the other phone off.",
        ),
        _ => (
            "A code is there, and it is tilted, damaged or partly hidden.".to_owned(),
            "Hold still, straight on, near enough; or ask for another photo.",
        ),
    }
}

/// The same as a stable word.
pub(crate) fn seen_word(seen: Seen) -> &'static str {
    match seen {
        Seen::Codes => "codes",
        Seen::Marks => "marks",
        Seen::TooSmall { .. } => "too-small",
        Seen::Unreadable { why: Why::CutOff, .. } => "cut-off",
        Seen::Unreadable { why: Why::Glare, .. } => "glare",
        Seen::Unreadable { why: Why::Blurred { .. }, .. } => "blurred",
        Seen::Unreadable { why: Why::Inverted, .. } => "inverted",
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

/// A burn card, where something else was scanned for.
pub(crate) fn card() -> Stop {
    Stop::new(
        "This is a burn card: whoever shows it says that its phone must no longer be trusted. Nothing was changed.",
        "To take it: aldis card DIR scan PICTURE. Keep it from everybody else.",
    )
}

/// A travel share, where something else was scanned for.
pub(crate) fn share() -> Stop {
    Stop::new(
        "This is a travel share: the phone that it belongs to opens with it. Nothing was changed.",
        "To open that phone: --share PICTURE, with each command.",
    )
}

/// What came with a message beside its text, and what to do about it.
pub(crate) fn news(news: &News, phone: &Phone) -> (&'static str, String) {
    let name = |id| phone.name(id).map_or("somebody", |name| name.as_str());
    match *news {
        News::Alarm { from } => {
            let person = phone.people().into_iter().find(|person| person.id == from);
            ("alarm", person.map(|person| alarm(&person)).unwrap_or_default())
        }
        News::Burned { who, from } => (
            "burned",
            format!(
                "A notice in {}'s message: {}'s phone was burned with its card. It is ended here, for good.",
                name(from),
                name(who)
            ),
        ),
    }
}

/// An alarm, since when, and what not to write back.
pub(crate) fn alarm(person: &Person) -> String {
    let name = person.name.as_str();
    let since = person.alarm.map(dates::day).unwrap_or_default();
    let number = person.alarm_number.unwrap_or_default();
    format!(
        "{name}'s phone says that it was unlocked under force: noticed on {since}, from message {number} on. Somebody else \
         reads what you write. Write back nothing of this warning, of burn cards, of people, places or plans, and nothing \
         that changes abruptly; small talk or a sign of life is best."
    )
}
