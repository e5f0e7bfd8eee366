//! Burn cards: making this phone's own, taking somebody else's.

use std::fs;
use std::path::Path;

use engine::{Budget, Card, Ending, Found, LumaView, Phone, Scan, Sight, Verdict};
use zeroize::{Zeroize, Zeroizing};

use super::not_found;
use crate::args::Carded;
use crate::output::{remark, say};
use crate::pictures::{self, Place};
use crate::said::{About, Stop};
use crate::unlock::{self, Source};

pub(crate) fn card(dir: &Path, source: &Source, what: Carded) -> Result<(), Stop> {
    let about = About::phone(dir);
    match what {
        Carded::Make { out: Some(out) } => {
            let place = Place::of_secret(&out)?;
            let mut phone = unlock::phone(dir, source)?;
            painted(&mut phone, &out, place, &about)?;
            on_its_way(&phone, &about)
        }
        Carded::Make { out: None } => {
            let mut phone = unlock::phone(dir, source)?;
            by_hand(&mut phone, &about)?;
            on_its_way(&phone, &about)
        }
        Carded::Scan { card, yes } => scan(dir, source, &card, yes),
    }
}

/// Draws the card, paints it, reads the very file back, and only then lets it count.
pub(super) fn painted(phone: &mut Phone, path: &Path, place: Place, about: &About) -> Result<(), Stop> {
    let card = phone.draw_card();
    let proof = paint(&card.object(), place).and_then(|()| read_back(path, &card));
    let adopted = proof.and_then(|card| phone.adopt_card(&card).map_err(|refusal| about.stop(refusal)));
    if let Err(stop) = adopted {
        // A card that does not count must not lie about.
        let _ = fs::remove_file(path);
        return Err(stop);
    }
    say(RESTORES_NOTHING)?;
    say(
        "Whoever shows this card ends this phone for all its contacts. Print it or copy the words, keep them away from",
    )?;
    say("the phone, and destroy the picture file. The words:")?;
    words(&card.words())
}

/// Shows the words and takes them back, typed from the paper that they were copied to.
fn by_hand(phone: &mut Phone, about: &About) -> Result<(), Stop> {
    let card = phone.draw_card();
    say(RESTORES_NOTHING)?;
    say(
        "Whoever shows this card ends this phone for all its contacts. Copy the words to paper, keep it away from the",
    )?;
    say("phone. The words:")?;
    words(&card.words())?;
    remark("Type them back from the paper, in their order; the first four letters of each are enough.");
    let typed = unlock::line()?;
    let is_same = Card::from_words(&typed).is_ok_and(|typed| typed.object() == card.object());
    if !is_same {
        return Err(Stop::new(
            "These are not the words; the card does not count.",
            format!("Destroy the paper, then do it again: {}", about.command("card") + " make"),
        ));
    }
    phone.adopt_card(&card).map_err(|refusal| about.stop(refusal))?;
    say("The card counts.")
}

/// People who were met before the card have still to hear of it.
fn on_its_way(phone: &Phone, about: &About) -> Result<(), Stop> {
    let waiting: Vec<_> = phone.people().into_iter().filter(|person| person.card_on_its_way).collect();
    if waiting.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = waiting.iter().map(|person| person.name.as_str()).collect();
    say(format_args!(
        "It has no force yet with {}: it goes along, unseen, in your next messages to them.",
        names.join(", ")
    ))?;
    say(format_args!("Whether it has arrived is in: {}", about.command("contacts")))
}

fn scan(dir: &Path, source: &Source, given: &[String], yes: bool) -> Result<(), Stop> {
    let about = About::phone(dir);
    let card = read(given)?;
    let mut phone = unlock::phone(dir, source)?;
    let ending = match phone.judge(card) {
        Verdict::Ends(ending) => ending,
        Verdict::Own => {
            return Err(Stop::new(
                "This is this phone's own card; nothing was changed.",
                "It is for the phones of your contacts. Keep it away from this one, and from everybody else.",
            ));
        }
        Verdict::Known => {
            return Err(Stop::new("This card ended somebody here before.", "Nothing needs to be done."));
        }
        Verdict::Foreign => {
            return Err(Stop::new(
                "This card is of nobody whom this phone knows; nothing was changed.",
                "Show it to the phones that know its owner. One that was made after you met counts here when a message came since.",
            ));
        }
    };
    let names = named(&phone, &ending);
    if !yes && !unlock::agreed(&format!("This ends {names} for good. Type \"yes\" to do it: "))? {
        return Err(Stop::new(
            format!("This card ends {names} for good; nothing was changed yet."),
            format!("Do it: {} scan ... --yes", about.command("card")),
        ));
    }
    phone.end(&ending).map_err(|refusal| about.stop(refusal))?;
    unlock::lock(phone);
    say(format_args!("{names}: ended for good. Nothing is sent there and nothing from there is read any more."))?;
    say("Texts of theirs that wait here may have been written by whoever holds that phone.")?;
    say(format_args!("To let your people know, where they should: {} NAME on", about.command("notices")))
}

fn named(phone: &Phone, ending: &Ending) -> String {
    let name = |id: &engine::ContactId| phone.name(*id).map(|name| name.as_str().to_owned()).unwrap_or_default();
    ending.of().iter().map(name).collect::<Vec<_>>().join(" and ")
}

/// A card from a picture, from words, or from words on standard input.
fn read(given: &[String]) -> Result<Card, Stop> {
    match given {
        [] => {
            remark("Type the thirteen words of the card, on one line.");
            from_words(&unlock::line()?)
        }
        [one] if !one.contains(char::is_whitespace) => from_picture(Path::new(one)),
        words => from_words(&Zeroizing::new(words.join(" "))),
    }
}

fn from_words(words: &str) -> Result<Card, Stop> {
    Card::from_words(words).map_err(|_| {
        Stop::new(
            "These are not the thirteen words of a card; nothing was changed.",
            "Look for a word that was misread or left out, and for their order.",
        )
    })
}

fn from_picture(path: &Path) -> Result<Card, Stop> {
    let picture = pictures::load(path)?;
    match Scan::new().look(picture.view(), Budget::STILL) {
        Sight::Found(found) => {
            let card = found.into_iter().find_map(|found| match found {
                Found::Card(card) => Some(card),
                _ => None,
            });
            card.ok_or_else(|| {
                Stop::new("This is no burn card; nothing was changed.", "Scan it: aldis scan DIR PICTURE")
            })
        }
        sight => Err(not_found(&sight).1),
    }
}

pub(super) fn words(words: &[&str]) -> Result<(), Stop> {
    say("")?;
    for (row, words) in words.chunks(5).enumerate() {
        let numbered = words.iter().zip(row * 5 + 1..).map(|(word, number)| format!("{number:>2} {word:<10}"));
        say(format_args!("    {}", numbered.collect::<String>().trim_end()))?;
    }
    say("")
}

/// A secret object as a code, for its owner's eyes.
pub(super) fn paint(object: &[u8], place: Place) -> Result<(), Stop> {
    let modules = optic::paint::object(object).map_err(|_| unproven())?;
    let picture = pictures::drawn(&modules)?;
    let (width, height) = (picture.width(), picture.height());
    let pixels = Zeroizing::new(picture.into_bytes());
    let mut file = pictures::png(LumaView::new(&pixels, width, height, width).map_err(|_| unproven())?)?;
    let filled = place.fill(&file);
    file.zeroize();
    filled
}

fn read_back(path: &Path, card: &Card) -> Result<Card, Stop> {
    let read = from_picture(path).map_err(|_| unproven())?;
    if read.object() == card.object() { Ok(read) } else { Err(unproven()) }
}

fn unproven() -> Stop {
    Stop::new("The card's picture could not be read back; it does not count.", "Make it again, in another place.")
}

/// The first thing that is said of a card.
const RESTORES_NOTHING: &str = "This does not bring anything back.";
