//! Meeting: three scans in person, one process a step, then the words.

use std::path::{Path, PathBuf};

use engine::{Budget, Found, Meeting, Name, Scan, Sight, Whom, Words};

use crate::args::{MeetingDensity, Step};
use crate::output::{remark, say};
use crate::pictures;
use crate::said::{self, About, Stop, quoted};
use crate::unlock::{self, Source};
use crate::verbs::show::{self, unpaintable};

pub(crate) fn pair(dir: &Path, source: &Source, name: &str, again: bool, step: Step) -> Result<(), Stop> {
    let about = About::person(dir, name);
    let name: Name = name.parse().map_err(|refusal| about.stop(refusal))?;
    let with = With { name: &name, again, about: &about };
    match step {
        Step::Start { out, density } => start(dir, source, &with, &out, density),
        Step::Scan { pictures, out, density } => {
            scan(dir, source, &with, &pictures, out.as_deref().map(|out| (out, density)))
        }
    }
}

/// The person on the other side of the table.
struct With<'a> {
    name: &'a Name,
    again: bool,
    about: &'a About,
}

impl With<'_> {
    fn whom(&self) -> Whom<'_> {
        if self.again { Whom::again(self.name) } else { self.name.into() }
    }

    /// The command of the next step.
    fn scan(&self) -> String {
        let again = if self.again { " --again" } else { "" };
        format!("{} scan PICTURE...{again}", self.about.with_person("pair"))
    }
}

pub(crate) fn confirm(dir: &Path, source: &Source, name: &str) -> Result<(), Stop> {
    let about = About::person(dir, name);
    let mut phone = unlock::phone(dir, source)?;
    phone.person(name).and_then(|id| phone.confirm(id)).map_err(|refusal| about.stop(refusal))?;
    say(format_args!("{name} is confirmed. Write: {} --out CODE.png", about.with_person("write")))
}

fn start(dir: &Path, source: &Source, with: &With<'_>, out: &Path, density: MeetingDensity) -> Result<(), Stop> {
    let mut phone = unlock::phone(dir, source)?;
    pictures::folder(out)?;
    let before = phone.meeting();
    let p1 = phone.start_meeting(with.whom()).map_err(|refusal| with.about.stop(refusal))?;
    drop(phone);
    if let Some(before) = before {
        remark(format_args!("The meeting with {} that was under way is forgotten.", before.as_str()));
    }
    say(format_args!("{};", show::meeting(&p1, out, "p1", density)?))?;
    say("on that phone: aldis pair DIR NAME scan PICTURE... --out FOLDER")?;
    say(format_args!("Then scan what it shows, within the hour: {} --out {}", with.scan(), shown(out)))
}

fn scan(
    dir: &Path,
    source: &Source,
    with: &With<'_>,
    files: &[PathBuf],
    out: Option<(&Path, MeetingDensity)>,
) -> Result<(), Stop> {
    let code = find(files)?;
    let out = out.filter(|_| code.first() != Some(&THIRD));
    match out {
        Some((folder, _)) => pictures::folder(folder)?,
        None if code.first() == Some(&THIRD) => {}
        None => {
            return Err(Stop::new(
                "This phone has to answer with pictures, and no folder for them is given; nothing was done.",
                "Do it again with --out FOLDER.",
            ));
        }
    }
    let mut phone = unlock::phone(dir, source)?;
    let met = phone.meet(with.whom(), &code).map_err(|refusal| with.about.stop(refusal))?;
    match (met, out) {
        (Meeting::Second(p2), Some((out, density))) => {
            drop(phone);
            say(format_args!("{}.", show::meeting(&p2, out, "p2", density)?))?;
            say(format_args!("Then scan what it shows, within the hour: {}", with.scan()))
        }
        (Meeting::Third { code, words }, Some((out, _))) => {
            drop(phone);
            let file = out.join("p3.png");
            let modules = optic::paint::object(&code).map_err(unpaintable)?;
            pictures::write(&file, &pictures::png(pictures::drawn(&modules)?.view())?)?;
            say(format_args!("{} is the last picture: show it to the other phone.", shown(&file)))?;
            compare(words, with.about)
        }
        (Meeting::Done { words }, _) => compare(words, with.about),
        // The kind of the code has been looked at above: these two never come without a folder.
        (Meeting::Second(_) | Meeting::Third { .. }, None) => Ok(()),
    }
}

/// The code of a meeting in these pictures, in the order in which they are given.
fn find(files: &[PathBuf]) -> Result<Vec<u8>, Stop> {
    let mut scan = Scan::new();
    let mut last = None;
    for file in files {
        let stop = match pictures::load(file).map(|picture| scan.look(picture.view(), Budget::STILL)) {
            Err(stop) => stop,
            Ok(Sight::Found(found)) => match found.into_iter().next() {
                Some(Found::Meeting(code)) => return Ok(code),
                Some(Found::Card(_)) => said::card(),
                Some(Found::Share(_)) => said::share(),
                _ => Stop::new("This is a message, and no code of a meeting.", "Read it: aldis scan DIR PICTURE"),
            },
            Ok(Sight::Part { have, need }) => said::part(have, need),
            Ok(Sight::Newer) => About::person(Path::new("DIR"), "NAME").stop(engine::Refusal::Newer),
            Ok(Sight::NotOurs) => said::not_ours(),
            Ok(Sight::Nothing(seen)) => said::seen(seen),
        };
        // Parts say more than a blurred picture after them.
        if !matches!(&last, Some(Stop { exit: said::FIXABLE, .. })) || stop.exit == said::FIXABLE {
            last = Some(stop);
        }
    }
    Err(last.unwrap_or_else(|| said::seen(engine::Seen::Nothing)))
}

/// The words, large, and what they are for.
fn compare(words: Words, about: &About) -> Result<(), Stop> {
    say("")?;
    say(format_args!("        {}", large(&words)))?;
    say(format_args!("        {}", grouped(&words.digits())))?;
    say("")?;
    say("Does the other phone show the same four words? Read them to each other, aloud or side by side.")?;
    say(format_args!("The same: {}", about.with_person("confirm")))?;
    say(format_args!(
        "Not the same: somebody stood between you. {} contact {}, and meet again.",
        about.command("burn"),
        about.whom()
    ))
}

/// The four words as they are to be read across a table.
pub(crate) fn large(words: &Words) -> String {
    words.text().to_uppercase().replace(' ', "   ")
}

/// Fourteen digits in groups of four.
pub(crate) fn grouped(digits: &str) -> String {
    let mut spaced = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && at % 4 == 0 {
            spaced.push(' ');
        }
        spaced.push(digit);
    }
    spaced
}

fn shown(path: &Path) -> String {
    quoted(&path.to_string_lossy())
}

/// First byte of P3 (PROTOCOL.md, 3.1): the one code of a meeting that wants no answer.
const THIRD: u8 = 3;
