//! A new phone, and its burn card.

use std::fs;
use std::path::Path;

use engine::{Budget, Card, Found, HardwareSecret, LumaView, Phone, Profile, Scan, Sight};
use zeroize::{Zeroize, Zeroizing};

use crate::output::{remark, say};
use crate::pictures::{self, Place};
use crate::said::{About, Stop};
use crate::unlock::{Source, surroundings};

pub(crate) fn setup(dir: &Path, source: &Source, card: Option<&Path>, quick: bool) -> Result<(), Stop> {
    let about = About::phone(dir);
    let place = card.map(Place::of_secret).transpose()?;
    let passphrase = source.new_passphrase()?;
    let made = make_folder(dir)?;
    let profile = if quick { Profile::Small } else { Profile::Strong };
    let set_up = Phone::set_up(dir, &passphrase, &HardwareSecret::none(), profile, surroundings());
    let mut phone = set_up.map_err(|refusal| {
        if made {
            // Empty but for a lock; whatever else is in it stays.
            let _ = fs::remove_file(dir.join("lock")).and_then(|()| fs::remove_dir(dir));
        }
        about.stop(refusal)
    })?;
    say("The phone is set up.")?;
    remark("This computer has no hardware key: the passphrase alone protects the file. Nothing can bring it back.");
    if quick {
        remark("Its key derivation is the quickest one: for tests and trials alone.");
    }
    match (card, place) {
        (Some(path), Some(place)) => make_card(&mut phone, path, place, &about),
        _ => Ok(()),
    }
}

/// Draws the card, paints it, reads the very file back, and only then lets it count.
fn make_card(phone: &mut Phone, path: &Path, place: Place, about: &About) -> Result<(), Stop> {
    let card = phone.draw_card();
    let proof = paint(&card, place).and_then(|()| read_back(path, &card));
    let adopted = proof.and_then(|card| phone.adopt_card(&card).map_err(|refusal| about.stop(refusal)));
    if let Err(stop) = adopted {
        // A card that does not count must not lie about.
        let _ = fs::remove_file(path);
        return Err(Stop::new(format!("The phone is set up, without a card. {}", stop.said), stop.next));
    }
    say("This does not bring anything back.")?;
    say(
        "Whoever shows this card ends this phone for all its contacts. Print it or copy the words, keep them away from",
    )?;
    say("the phone, and destroy the picture file. The words:")?;
    say("")?;
    for (row, words) in card.words().chunks(5).enumerate() {
        let numbered = words.iter().zip(row * 5 + 1..).map(|(word, number)| format!("{number:>2} {word:<10}"));
        say(format_args!("    {}", numbered.collect::<String>().trim_end()))?;
    }
    say("")
}

fn paint(card: &Card, place: Place) -> Result<(), Stop> {
    let modules = optic::paint::object(&card.object()).map_err(|_| unproven())?;
    let picture = pictures::drawn(&modules)?;
    let (width, height) = (picture.width(), picture.height());
    let pixels = Zeroizing::new(picture.into_bytes());
    let mut file = pictures::png(LumaView::new(&pixels, width, height, width).map_err(|_| unproven())?)?;
    let filled = place.fill(&file);
    file.zeroize();
    filled
}

fn read_back(path: &Path, card: &Card) -> Result<Card, Stop> {
    let picture = pictures::load(path)?;
    let Sight::Found(found) = Scan::new().look(picture.view(), Budget::STILL) else {
        return Err(unproven());
    };
    let read = found.into_iter().find_map(|found| match found {
        Found::Card(read) if read.object() == card.object() => Some(read),
        _ => None,
    });
    read.ok_or_else(unproven)
}

fn unproven() -> Stop {
    Stop::new("The card's picture could not be read back.", "Set up another phone in another folder, with its card.")
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
