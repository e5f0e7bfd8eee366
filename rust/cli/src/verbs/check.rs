//! Checking the courier's picture before it is sent.

use std::path::Path;

use engine::{Budget, Check};

use crate::output::{Checked, json, say};
use crate::pictures;
use crate::said::{self, About, FIXABLE, NOTHING, Stop, quoted};
use crate::unlock::{self, Source};

pub(crate) fn check(dir: &Path, source: &Source, file: &Path, as_json: bool) -> Result<u8, Stop> {
    let picture = pictures::load(file)?;
    let phone = unlock::phone(dir, source)?;
    let check = phone.check(picture.view(), Budget::STILL);
    let name = match check {
        Check::Whole { to, .. } => phone.name(to).map(|name| name.as_str().to_owned()).ok(),
        _ => None,
    };
    drop(phone);
    let about = name.as_ref().map_or_else(|| About::phone(dir), |name| About::person(dir, name));
    let (result, outcome) = judged(check, name.as_deref().unwrap_or_default(), file, &about);
    if as_json {
        let (number, used) = match check {
            Check::Whole { number, used, .. } => (Some(number), Some(used)),
            _ => (None, None),
        };
        let said = match &outcome {
            Ok(said) => said,
            Err(stop) => &stop.said,
        };
        json(&Checked { result, contact: name.as_deref(), number, used, said })?;
        return Ok(outcome.map_or_else(|stop| stop.exit, |_| 0));
    }
    say(outcome?)?;
    Ok(0)
}

/// A stable word; and a sentence for a picture to send, or why not to send it.
fn judged(check: Check, name: &str, file: &Path, about: &About) -> (&'static str, Result<String, Stop>) {
    let stop = |exit, said: String, next: String| Err(Stop { exit, said, next });
    match check {
        Check::Whole { number, newest: false, .. } => (
            "older",
            stop(
                FIXABLE,
                format!("This picture carries message {number} to {name}, and a newer one was written since."),
                format!("Photograph the newer code: {} --out CODE.png", about.with_person("show")),
            ),
        ),
        Check::Whole { number, used, .. } if used >= Check::MUCH => (
            "poor",
            stop(
                FIXABLE,
                format!(
                    "This picture carries message {number} to {name}, and only just: {:.0} % of its error correction is used up.",
                    100.0 * used
                ),
                "Photograph the code again: nearer, straight on, without glare.".to_owned(),
            ),
        ),
        Check::Whole { number, used, .. } => (
            "good",
            Ok(format!(
                "This picture is good: it carries message {number} to {name} whole, with {:.0} % of its error correction used. Send {}.",
                100.0 * used,
                quoted(&file.to_string_lossy()),
            )),
        ),
        Check::NotOurs => (
            "not-ours",
            stop(
                NOTHING,
                "The code in this picture is none that this phone shows.".to_owned(),
                "Photograph the code on this phone's screen.".to_owned(),
            ),
        ),
        Check::Nothing(seen) => (said::seen_word(seen), Err(said::seen(seen))),
    }
}
