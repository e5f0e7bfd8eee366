//! The people.

use std::path::Path;

use engine::{ContactId, Person, Phone, Refusal, Standing};

use super::meet::grouped;
use crate::dates;
use crate::output::{self, Kept, json, say};
use crate::said::{About, Stop, gaps};
use crate::unlock::{self, Source};

pub(crate) fn contacts(dir: &Path, source: &Source, as_json: bool) -> Result<(), Stop> {
    let about = About::phone(dir);
    let phone = unlock::phone(dir, source)?;
    let people = phone.people();
    if as_json {
        return people.iter().try_for_each(|person| json(&described(person)));
    }
    if people.is_empty() {
        return say(format_args!("Nobody yet. Meet somebody: {} NAME start --out FOLDER", about.command("pair")));
    }
    people.iter().try_for_each(|person| describe(person, dir))
}

pub(crate) fn rename(dir: &Path, source: &Source, name: &str, new: &str) -> Result<(), Stop> {
    let parsed = new.parse().map_err(|refusal| About::person(dir, new).stop(refusal))?;
    let mut phone = unlock::phone(dir, source)?;
    let id = phone.person(name).map_err(|refusal| About::person(dir, name).stop(refusal))?;
    phone.rename(id, &parsed).map_err(|refusal| About::person(dir, new).stop(refusal))?;
    say(format_args!("{name} is called {} now.", parsed.as_str()))
}

pub(crate) fn pause(dir: &Path, source: &Source, name: &str) -> Result<(), Stop> {
    change(dir, source, name, Phone::pause)?;
    say(format_args!("Nothing is sent to {name} until: {}", About::person(dir, name).with_person("resume")))
}

pub(crate) fn resume(dir: &Path, source: &Source, name: &str) -> Result<(), Stop> {
    change(dir, source, name, Phone::resume)?;
    say(format_args!("{name} can be written to again."))
}

fn change(
    dir: &Path,
    source: &Source,
    name: &str,
    verb: impl FnOnce(&mut Phone, ContactId) -> Result<(), Refusal>,
) -> Result<(), Stop> {
    let mut phone = unlock::phone(dir, source)?;
    phone.person(name).and_then(|id| verb(&mut phone, id)).map_err(|refusal| About::person(dir, name).stop(refusal))
}

fn described(person: &Person) -> output::Contact<'_> {
    let to_compare = person.standing == Standing::Unconfirmed;
    let date = |day: engine::Day| day.is_known().then(|| dates::day(day));
    let kept = |code: &engine::Kept| Kept { number: code.number, written: date(code.written), answered: code.answered };
    output::Contact {
        name: person.name.as_str(),
        standing: standing(person.standing),
        words: to_compare.then(|| person.words.text()),
        digits: to_compare.then(|| person.words.digits()),
        heard: date(person.heard),
        alarm: person.alarm.map(dates::day),
        waiting: person.waiting,
        missing: &person.missing,
        kept: person.kept.iter().map(kept).collect(),
    }
}

fn describe(person: &Person, dir: &Path) -> Result<(), Stop> {
    let name = person.name.as_str();
    let about = About::person(dir, name);
    say(format_args!(
        "{name}: {}, last heard from {}{}",
        standing(person.standing),
        dates::day(person.heard),
        gaps(&person.missing)
    ))?;
    if let Some(since) = person.alarm {
        say(format_args!("    {name}'s phone says that it was unlocked under force, since {}", dates::day(since)))?;
    }
    if person.standing == Standing::Unconfirmed {
        say(format_args!("    compare: {}  ({})", person.words.text(), grouped(&person.words.digits())))?;
        say(format_args!("    if the other phone shows the same: {}", about.with_person("confirm")))?;
    }
    if person.waiting > 0 {
        say(format_args!("    {} in the inbox: {}", person.waiting, about.command("inbox")))?;
    }
    let waiting: Vec<String> = person.kept.iter().map(|code| code.number.to_string()).collect();
    if !waiting.is_empty() {
        let show = about.with_person("show");
        say(format_args!(
            "    codes that can be shown again: {} ({show} --number N --out CODE.png)",
            waiting.join(", ")
        ))?;
    }
    Ok(())
}

/// A stable word.
fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Unconfirmed => "unconfirmed",
        Standing::Confirmed => "confirmed",
        Standing::Paused => "paused",
        Standing::Ended => "ended",
    }
}
