//! The second passphrase.

use std::path::{Path, PathBuf};

use engine::Opens;

use crate::args::Forced;
use crate::output::{remark, say};
use crate::said::{About, Stop};
use crate::unlock::{self, Source};

pub(crate) fn duress(dir: &Path, source: &Source, what: Forced) -> Result<(), Stop> {
    let about = About::phone(dir);
    match what {
        Forced::Set { second_file, keep } => set(dir, source, second_file, keep.as_deref(), &about),
        Forced::Test { second_file } => {
            let phone = unlock::phone(dir, source)?;
            let tried = Source::second(second_file).passphrase()?;
            say(match phone.try_out(&tried).map_err(|refusal| about.stop(refusal))? {
                Opens::Owner => "This is your own passphrase. Nothing was opened.",
                Opens::Decoy => "This is the second passphrase. It was compared, and nothing was done.",
                Opens::Neither => "This opens nothing here. No try was counted.",
            })
        }
        Forced::Off => {
            let mut phone = unlock::phone(dir, source)?;
            phone.remove_duress().map_err(|refusal| about.stop(refusal))?;
            say("There is no second passphrase any more. The file looks as before.")
        }
    }
}

fn set(
    dir: &Path,
    source: &Source,
    second_file: Option<PathBuf>,
    keep: Option<&str>,
    about: &About,
) -> Result<(), Stop> {
    remark(MAY_BE_A_CRIME);
    let own = source.passphrase()?;
    let mut phone = unlock::opened(dir, source, &own)?;
    let keep = keep.map(|name| {
        let found = phone.person(name);
        found.map_err(|refusal| About::person(dir, name).stop(refusal))
    });
    let keep = keep.transpose()?;
    let second = Source::second(second_file).new_passphrase()?;
    phone.set_duress(&own, &second, keep).map_err(|refusal| match keep.and_then(|id| phone.name(id).ok()) {
        Some(name) => About::person(dir, name.as_str()).stop(refusal),
        None => about.stop(refusal),
    })?;
    say(
        "The second passphrase is set. Whoever unlocks with it destroys this phone in that moment and finds a new one,",
    )?;
    match keep.and_then(|id| phone.name(id).ok()) {
        Some(name) => {
            let name = name.as_str();
            say(format_args!(
                "with {name} alone, and no text. Each message from there then tells {name}'s phone, unseen."
            ))?;
        }
        None => say("without people and texts.")?,
    }
    say(format_args!("Try it out, which compares and does nothing: {} test", about.command("duress")))?;
    remark(
        "It does nothing against a copy of the file that was made before, nor against what a contact's phone knows.",
    );
    Ok(())
}

const MAY_BE_A_CRIME: &str =
    "Destroying data under a lawful order may be a crime where you are. Ask somebody who knows before you need it.";
