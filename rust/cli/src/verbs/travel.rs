//! A share that is left with somebody: while the phone travels, its owner cannot open it.

use std::fs;
use std::path::Path;

use engine::{KeyTrouble, Phone, Refusal, Share, VaultError};

use super::card::{paint, words};
use crate::args::Travelled;
use crate::output::{remark, say};
use crate::pictures::Place;
use crate::said::{About, Stop};
use crate::unlock::{self, Source};
use crate::{pictures, shares};

pub(crate) fn travel(dir: &Path, source: Source, what: Travelled) -> Result<(), Stop> {
    let about = About::phone(dir);
    match what {
        Travelled::On { out: Some(out) } => {
            let place = Place::of_secret(&out)?;
            let mut phone = unlock::phone(dir, &source)?;
            painted(&mut phone, &out, place, &about)
        }
        Travelled::On { out: None } => by_hand(&mut unlock::phone(dir, &source)?, &about),
        Travelled::Off { share } => {
            let mut phone = unlock::phone(dir, &source.with_share(share))?;
            phone.travel(None).map_err(|refusal| about.stop(refusal))?;
            say("This phone opens without a share again.")?;
            say("Destroy the share: a copy of the phone that was made meanwhile opens with it.")
        }
    }
}

/// Draws the share, paints it, reads the very file back, and only then is it needed.
fn painted(phone: &mut Phone, path: &Path, place: Place, about: &About) -> Result<(), Stop> {
    let share = phone.draw_share();
    let proof = paint(&share.object(), place).and_then(|()| {
        let read = shares::in_picture(&pictures::load(path)?);
        read.filter(|read| read.is(&share)).ok_or_else(unproven)
    });
    let share = proof.inspect_err(|_| discard(path))?;
    match phone.travel(Some(&share)) {
        Ok(()) => {}
        Err(refusal) => {
            if !is_uncertain(refusal) {
                discard(path);
            }
            return Err(about.stop(refusal));
        }
    }
    say(NEEDED)?;
    say("Leave it with somebody who stays, and destroy the picture file. Its words:")?;
    words(&share.words())?;
    end(about)
}

/// Shows the words and takes them back, typed from the paper that they were copied to.
fn by_hand(phone: &mut Phone, about: &About) -> Result<(), Stop> {
    let share = phone.draw_share();
    say("Copy the words to paper, and leave it with somebody who stays. The words:")?;
    words(&share.words())?;
    remark("Type them back from the paper, in their order; the first four letters of each are enough.");
    if !Share::from_words(&unlock::line()?).is_some_and(|typed| typed.is(&share)) {
        return Err(Stop::new(
            "These are not the words; the phone opens as before.",
            format!("Destroy the paper, then do it again: {} on", about.command("travel")),
        ));
    }
    phone.travel(Some(&share)).map_err(|refusal| about.stop(refusal))?;
    say(NEEDED)?;
    end(about)
}

fn end(about: &About) -> Result<(), Stop> {
    remark("A copy of the phone that was made before opens without it.");
    say(format_args!("Back home: {} off SHARE; until then each command takes --share SHARE.", about.command("travel")))
}

/// Whether the phone may need the share although it said that it failed.
fn is_uncertain(refusal: Refusal) -> bool {
    matches!(refusal, Refusal::Vault(VaultError::NotDurable(_)) | Refusal::Keystore(KeyTrouble::Transient))
}

fn discard(path: &Path) {
    let _ = fs::remove_file(path);
}

fn unproven() -> Stop {
    Stop::new(
        "The share's picture could not be read back; the phone opens as before.",
        "Do it again, in another place.",
    )
}

const NEEDED: &str = "From now on nothing opens this phone without its share: nobody who has the phone, and not you.";
