//! The people.

use std::path::Path;

use engine::{ContactId, Ended, EndedBy, Person, Phone, Refusal, Standing};

use super::meet::grouped;
use crate::args::Switch;
use crate::dates;
use crate::output::{self, Kept, json, say};
use crate::said::{About, Stop, alarm, gaps};
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
    people.iter().try_for_each(|person| describe(person, &people, dir))
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

pub(crate) fn notices(dir: &Path, source: &Source, name: &str, switch: Switch) -> Result<(), Stop> {
    let on = switch == Switch::On;
    change(dir, source, name, |phone, id| phone.set_notices(id, on))?;
    if !on {
        return say(format_args!("Messages to {name} carry no notices of burned phones."));
    }
    say(format_args!("Messages to {name} carry, sealed, what is on the burn cards that were shown to this phone."))?;
    say(format_args!(
        "{name} learns from a notice that you knew whoever was burned, and can burn that phone for others, too."
    ))
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
        text_until: date(person.lease.until),
        extended: person.lease.extended,
        burned: person.ended.filter(Ended::is_by_card).map(|ended| dates::day(ended.when)),
        card_on_its_way: person.card_on_its_way,
        notices: person.notices,
        alarm: person.alarm.map(dates::day),
        waiting: person.waiting,
        missing: &person.missing,
        kept: person.kept.iter().map(kept).collect(),
    }
}

fn describe(person: &Person, people: &[Person], dir: &Path) -> Result<(), Stop> {
    let name = person.name.as_str();
    let about = About::person(dir, name);
    say(format_args!(
        "{name}: {}, last heard from {}{}",
        standing(person.standing),
        dates::day(person.heard),
        gaps(&person.missing)
    ))?;
    match person.ended {
        Some(ended) => say(format_args!("    {}", over(&ended, people)))?,
        None if person.standing == Standing::Replaced => {
            say("    the earlier pairing: it receives until the new one brings a message, then it burns")?;
        }
        None => say(format_args!("    {}", lease(person, &about)))?,
    }
    if person.alarm.is_some() {
        say(format_args!("    {}", alarm(person)))?;
    }
    if person.card_on_its_way {
        say("    your card has no force there yet: it goes along in your next messages until one was answered")?;
    }
    if person.notices {
        say(format_args!("    your messages carry notices of burned phones ({} off)", about.with_person("notices")))?;
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

/// When and why somebody ended.
fn over(ended: &Ended, people: &[Person]) -> String {
    let when = dates::day(ended.when);
    match ended.by {
        EndedBy::Themselves => format!("ended by themselves, {when}"),
        EndedBy::Card => format!("burned with its card, which was shown here {when}; a new phone has to be met anew"),
        EndedBy::Notice { from } => {
            let carrier = people.iter().find(|person| person.id == from);
            let carrier = carrier.map_or("somebody", |person| person.name.as_str());
            format!("burned with its card, by a notice in a message of {carrier}, {when}")
        }
    }
}

/// Until when somebody gets text.
fn lease(person: &Person, about: &About) -> String {
    let until = dates::day(person.lease.until);
    match (person.lease.over, person.lease.extended) {
        (false, false) => format!("gets text until {until} without a sign of life"),
        (false, true) => format!("gets text until {until}, extended once"),
        (true, _) => format!(
            "gets no text since {until}: send a sign of life ({} --cover --out CODE.png)",
            about.with_person("write")
        ),
    }
}

/// A stable word.
fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Unconfirmed => "unconfirmed",
        Standing::Confirmed => "confirmed",
        Standing::Paused => "paused",
        Standing::Ended => "ended",
        Standing::Replaced => "replaced",
    }
}
