//! A new phone, with a burn card where one is asked for.

use std::fs;
use std::path::Path;

use engine::{HardwareSecret, Phone, Profile};

use crate::keys::KeyFolder;
use crate::output::{remark, say};
use crate::pictures::Place;
use crate::said::{About, Stop};
use crate::unlock::{Source, surroundings};

pub(crate) fn setup(dir: &Path, source: &Source, card: Option<&Path>, quick: bool) -> Result<(), Stop> {
    let about = About::phone(dir);
    let place = card.map(Place::of_secret).transpose()?;
    let passphrase = source.new_passphrase()?;
    let made = make_folder(dir)?;
    let profile = if quick { Profile::Small } else { Profile::Strong };
    let set_up = match source.keys().map(KeyFolder::new).transpose()? {
        Some(keys) => Phone::set_up_with(dir, &passphrase, Box::new(keys), profile, surroundings()),
        None => Phone::set_up(dir, &passphrase, &HardwareSecret::none(), profile, surroundings()),
    };
    let mut phone = set_up.map_err(|refusal| {
        if made {
            // Empty but for a lock; whatever else is in it stays.
            let _ = fs::remove_file(dir.join("lock")).and_then(|()| fs::remove_dir(dir));
        }
        about.stop(refusal)
    })?;
    say("The phone is set up.")?;
    remark(match source.keys() {
        Some(_) => {
            "Nothing opens it without the folder with its keys: keep that on a medium apart, and never copy it. Each command \
             takes --keys."
        }
        None => "This computer has no hardware key: the passphrase alone protects the file. Nothing can bring it back.",
    });
    if quick {
        remark("Its key derivation is the quickest one: for tests and trials alone.");
    }
    match (card, place) {
        (Some(path), Some(place)) => super::card::painted(&mut phone, path, place, &about)
            .map_err(|stop| Stop::new(format!("The phone is set up, without a card. {}", stop.said), stop.next)),
        _ => Ok(()),
    }
}

/// Says whether the folder is new.
fn make_folder(dir: &Path) -> Result<bool, Stop> {
    if dir.is_dir() {
        return Ok(false);
    }
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    let made = builder.create(dir);
    made.map_err(|error| {
        Stop::new(format!("The folder cannot be made: {}.", error.kind()), "Name a new folder below one that is there.")
    })?;
    Ok(true)
}
