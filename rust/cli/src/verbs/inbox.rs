//! Texts that were kept.

use std::path::Path;

use crate::dates;
use crate::output::{Text, json, remark, say, text as say_text};
use crate::said::{About, Stop};
use crate::unlock::{self, Source};

pub(crate) fn inbox(dir: &Path, source: &Source, as_json: bool) -> Result<(), Stop> {
    let about = About::phone(dir);
    let mut phone = unlock::phone(dir, source)?;
    let ids: Vec<_> = phone.inbox().into_iter().map(|waiting| waiting.id).collect();
    if ids.is_empty() && !as_json {
        return say("Nothing waits.");
    }
    for id in &ids {
        let text = phone.open_text(*id).map_err(|refusal| about.stop(refusal))?;
        // Asked again: opening it has set its limit.
        let Some(waiting) = phone.inbox().into_iter().find(|waiting| waiting.id == *id) else {
            continue;
        };
        let contact = phone.name(waiting.from).map(|name| name.as_str()).unwrap_or_default();
        let burns = waiting.burns_at.map(dates::moment);
        if as_json {
            json(&Text {
                message: id.0,
                contact,
                number: waiting.number,
                arrived: waiting.arrived.is_known().then(|| dates::day(waiting.arrived)),
                burns,
                text: &text,
            })?;
            continue;
        }
        let burns = burns.map_or_else(|| "when the date is known".to_owned(), |at| format!("at {at}"));
        say(format_args!("[{}] From {contact}: number {}. Burns by itself {burns}.", id.0, waiting.number))?;
        say_text(&text)?;
    }
    if !as_json {
        remark(format_args!("Burn what was read: {} message N", about.command("burn")));
    }
    Ok(())
}
