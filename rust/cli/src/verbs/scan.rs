//! Scanning: what is in the pictures, and the texts among it, shown once.

use std::path::{Path, PathBuf};

use engine::{Budget, Envelope, Found, Phone, Received, Refusal, Scan, Sight};
use zeroize::Zeroizing;

use crate::output::{Scanned, json, remark, say, text as say_text};
use crate::pictures;
use crate::said::{self, About, FIXABLE, NOTHING, Stop};
use crate::unlock::{self, Source};

pub(crate) fn scan(dir: &Path, source: &Source, files: &[PathBuf], keep: bool, as_json: bool) -> Result<u8, Stop> {
    let mut phone = unlock::phone(dir, source)?;
    let mut teller = Teller { as_json, done: false, refused: Vec::new() };
    let mut scanner = Scanner { phone: &mut phone, about: About::phone(dir), keep };
    let mut scan = Scan::new();
    for file in files {
        let file_name = file.to_string_lossy();
        match pictures::load(file).map(|picture| scan.look(picture.view(), Budget::STILL)) {
            Ok(Sight::Found(found)) => {
                for one in found {
                    scanner.take(one, &file_name, &mut teller)?;
                }
            }
            Ok(sight) => {
                let (result, stop) = not_found(&sight);
                teller.refuse(&file_name, result, stop)?;
            }
            Err(stop) => teller.refuse(&file_name, "bad-file", stop)?,
        }
    }
    let done = teller.end(files.len());
    unlock::lock(phone);
    done
}

struct Scanner<'a> {
    phone: &'a mut Phone,
    about: About,
    keep: bool,
}

impl Scanner<'_> {
    fn take(&mut self, found: Found, file: &str, teller: &mut Teller) -> Result<(), Stop> {
        match found {
            Found::Envelope(envelope) => self.receive(&envelope, file, teller),
            Found::Meeting(_) => teller.refuse(
                file,
                "pairing",
                Stop::new(
                    "This is a code of a meeting.",
                    format!("Meet with it: {} NAME scan PICTURE... --out FOLDER", self.about.command("pair")),
                ),
            ),
            Found::Card(_) => teller.refuse(file, "card", said::card()),
            Found::Share(_) => teller.refuse(file, "share", said::share()),
        }
    }

    /// On disk, then out of this process, then burned.
    fn receive(&mut self, envelope: &Envelope, file: &str, teller: &mut Teller) -> Result<(), Stop> {
        let received = match self.phone.receive(envelope) {
            Ok(received) => received,
            Err(refusal) => {
                let result = word(refusal);
                let mut stop = self.about.stop(refusal);
                stop.exit = if result == "unreadable" { NOTHING } else { FIXABLE };
                return teller.refuse(file, result, stop);
            }
        };
        let (Received::Message { from, .. } | Received::Cover { from } | Received::Ended { from }) = &received;
        let name = self.phone.name(*from).map(|name| name.as_str().to_owned()).unwrap_or_default();
        let said = said::received(&received, &name);
        self.tell_news(file, teller)?;
        match &received {
            Received::Message { id, .. } if !self.keep => {
                let text = self.phone.open_text(*id).map_err(|refusal| self.about.stop(refusal))?;
                teller.tell(file, "message", &name, Some(&text), &said).map_err(|stop| {
                    let next = format!("The text is not burned and waits: {}", self.about.command("inbox"));
                    Stop::new(stop.said, next)
                })?;
                self.phone.burn_message(*id).map_err(|refusal| {
                    let stop = self.about.stop(refusal);
                    Stop::new(format!("The text was shown and could not be burned. {}", stop.said), stop.next)
                })?;
                teller.note("Shown once, and burned.")
            }
            Received::Message { .. } => {
                teller.tell(file, "message", &name, None, &said)?;
                teller.note(&format!("It waits, unopened: {}", self.about.command("inbox")))
            }
            Received::Cover { .. } => teller.tell(file, "cover", &name, None, &said),
            Received::Ended { .. } => teller.tell(file, "ended", &name, None, &said),
        }
    }
}

impl Scanner<'_> {
    /// What is to be known before the text is read: it may have been written under force.
    fn tell_news(&mut self, file: &str, teller: &Teller) -> Result<(), Stop> {
        for news in self.phone.take_news() {
            let (result, said) = said::news(&news, self.phone);
            match teller.as_json {
                true => json(&Scanned { file, result, contact: None, text: None, said: &said })?,
                false => say(said)?,
            }
        }
        Ok(())
    }
}

/// Says each result, as JSON at once, or as sentences, where what was refused comes at the end and only once.
struct Teller {
    as_json: bool,
    done: bool,
    /// A result, its sentence and the files that it is about.
    refused: Vec<(&'static str, Stop, Vec<String>)>,
}

impl Teller {
    fn tell(
        &mut self,
        file: &str,
        result: &'static str,
        name: &str,
        text: Option<&Zeroizing<String>>,
        said: &str,
    ) -> Result<(), Stop> {
        self.done = true;
        let text = text.map(|text| text.as_str());
        if self.as_json {
            return json(&Scanned { file, result, contact: Some(name), text, said });
        }
        say(said)?;
        text.map_or(Ok(()), say_text)
    }

    fn note(&self, said: &str) -> Result<(), Stop> {
        if !self.as_json {
            remark(said);
        }
        Ok(())
    }

    fn refuse(&mut self, file: &str, result: &'static str, stop: Stop) -> Result<(), Stop> {
        if self.as_json {
            json(&Scanned { file, result, contact: None, text: None, said: &stop.said })?;
        }
        match self.refused.iter_mut().find(|(_, known, _)| *known == stop) {
            Some((_, _, files)) => files.push(file.to_owned()),
            None => self.refused.push((result, stop, vec![file.to_owned()])),
        }
        Ok(())
    }

    /// What was refused, and the exit code: done if anything was.
    fn end(self, pictures: usize) -> Result<u8, Stop> {
        let fixable = self.refused.iter().any(|(_, stop, _)| stop.exit == FIXABLE);
        for (result, stop, files) in &self.refused {
            // Of a burst, one frame is enough; parts on the way to a whole are no news.
            let is_noise = (self.done && *result == "already-read") || (*result == "part" && !self.is_last_part(stop));
            if !self.as_json && !is_noise {
                if pictures > 1 {
                    remark(format_args!("{}:", named(files)));
                }
                remark(format_args!("{}\n{}", stop.said, stop.next));
            }
        }
        Ok(match (self.done, fixable) {
            (true, _) => 0,
            (false, true) => FIXABLE,
            (false, false) => NOTHING,
        })
    }

    fn is_last_part(&self, stop: &Stop) -> bool {
        let whole = self.done || self.refused.iter().any(|(result, ..)| *result == "pairing");
        !whole && self.refused.iter().rfind(|(result, ..)| *result == "part").is_some_and(|(_, last, _)| last == stop)
    }
}

/// A sight without anything whole: its stable word and its sentence.
pub(crate) fn not_found(sight: &Sight) -> (&'static str, Stop) {
    match sight {
        Sight::Part { have, need } => ("part", said::part(*have, *need)),
        Sight::Newer => ("newer", About::phone(Path::new("DIR")).stop(Refusal::Newer)),
        Sight::NotOurs => ("not-ours", said::not_ours()),
        Sight::Nothing(seen) => ("no-code", said::seen(*seen)),
        Sight::Found(_) => ("no-code", said::seen(engine::Seen::Nothing)),
    }
}

/// A refused envelope as a stable word.
fn word(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::AlreadyRead => "already-read",
        Refusal::Unreadable => "unreadable",
        Refusal::InboxFull => "inbox-full",
        Refusal::Newer => "newer",
        Refusal::Malformed => "malformed",
        _ => "failed",
    }
}

/// Some file names, and how many more there are.
fn named(files: &[String]) -> String {
    let (shown, more) = files.split_at(files.len().min(3));
    let more = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
    format!("{}{more}", shown.join(", "))
}
