//! One file a verb, or a family of them.

mod burn;
mod card;
mod carry;
mod check;
mod date;
mod duress;
mod inbox;
mod lease;
mod meet;
mod people;
mod play;
mod read;
mod scan;
mod setup;
mod show;
mod travel;
mod write;

pub(crate) use carry::{luma_png, refused};
pub(crate) use meet::{grouped, large};
pub(crate) use scan::not_found;
pub(crate) use write::size_word;

use crate::args::{Args, Verb};
use crate::said::Stop;
use crate::unlock::Source;
use show::Showing;

/// Runs a verb and gives its exit code.
pub(crate) fn run(args: Args) -> Result<u8, Stop> {
    let source = Source::own(args.passphrase_file, args.keys, args.share);
    match args.verb {
        Verb::Setup { dir, card, quick } => setup::setup(&dir, &source, card.as_deref(), quick)?,
        Verb::Pair { dir, name, again, step } => meet::pair(&dir, &source, &name, again, step)?,
        Verb::Confirm { dir, name } => meet::confirm(&dir, &source, &name)?,
        Verb::Contacts { dir, json } => people::contacts(&dir, &source, json)?,
        Verb::Rename { dir, name, new } => people::rename(&dir, &source, &name, &new)?,
        Verb::Pause { dir, name } => people::pause(&dir, &source, &name)?,
        Verb::Resume { dir, name } => people::resume(&dir, &source, &name)?,
        Verb::Write { dir, name, text, cover, size, density, out } => {
            let what = if cover { write::What::Cover } else { write::What::Text { text, size } };
            write::write(&dir, &source, &name, what, Showing { density, out: &out })?;
        }
        Verb::Show { dir, name, number, density, out } => {
            write::show(&dir, &source, &name, number, Showing { density, out: &out })?;
        }
        Verb::Check { dir, picture, json } => return check::check(&dir, &source, &picture, json),
        Verb::Scan { dir, pictures, keep, json } => return scan::scan(&dir, &source, &pictures, keep, json),
        Verb::Inbox { dir, json } => inbox::inbox(&dir, &source, json)?,
        Verb::Card { dir, what } => card::card(&dir, &source, what)?,
        Verb::Notices { dir, name, switch } => people::notices(&dir, &source, &name, switch)?,
        Verb::Lease { dir, what } => lease::lease(&dir, &source, what)?,
        Verb::Duress { dir, what } => duress::duress(&dir, &source, what)?,
        Verb::Travel { dir, what } => travel::travel(&dir, source, what)?,
        Verb::QuickBurn { dir, switch } => burn::quick(&dir, &source, switch)?,
        Verb::Burn { dir, what } => burn::burn(&dir, &source, what)?,
        Verb::Date { dir, confirm } => date::date(&dir, &source, confirm)?,
        Verb::Read { pictures, json } => return read::read(&pictures, json),
        Verb::Courier { profile, preset, seed, frames, camera, keep, input, out } => {
            let trip = courier::Trip { messenger: profile, preset, camera, seed };
            carry::carry(&trip, frames, keep.as_deref(), &input, &out)?;
        }
        Verb::Demo { out, seed, profile, preset } => return play::play(out, seed, profile, preset),
    }
    Ok(0)
}
