//! What happens, in order.

use std::path::{Path, PathBuf};

use engine::{Clock, ContactId, Custody, HardwareSecret, Moment, Name, Phone, Profile, Size, Surroundings};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

use super::post::Letter;
use super::studio::{Painted, Studio};
use super::{Chapter, Counts, Narrator, PHONES, Settings, Step};
use crate::said::{About, Stop};

/// Plays it all.
pub(super) fn tell(settings: &Settings, narrator: &mut dyn Narrator) -> Result<(Vec<Chapter>, Counts), Stop> {
    let mut story = Story {
        alice: Player::set_up(settings, "Alice", 1)?,
        bob: Player::set_up(settings, "Bob", 2)?,
        reels: ChaCha20Rng::seed_from_u64(settings.seed ^ REELS),
        studio: Studio::new(settings, narrator),
        chapters: Vec::new(),
        codes: 0,
    };
    story
        .studio
        .narrator
        .line("Two new phones, Alice's and Bob's, with the quickest key derivation, for this demo alone.");
    story.meet()?;
    story.first_words()?;
    story.a_lost_picture()?;
    story.a_repeated_and_a_foreign_picture()?;
    story.swapped_pictures()?;
    story.the_last_words()?;
    Ok((story.chapters, story.studio.counts))
}

impl Story<'_> {
    fn first_words(&mut self) -> Result<(), Stop> {
        self.chapter(
            "A message, and its answer",
            "Alice writes; her phone shows a code. Any other phone photographs it and sends the photo. Bob holds his phone \
             before the screen on which it arrives, and reads.",
        );
        self.say(Who::Alice, "Bring the map. The old harbour, pier 4, Thursday at six.")?;
        self.say(Who::Bob, "I will be there. If it rains we meet under the bridge.")
    }

    fn a_lost_picture(&mut self) -> Result<(), Stop> {
        self.chapter(
            "A picture is lost",
            "Messages are numbered, so Bob's phone knows what has not arrived. Alice's phone keeps the code and shows it \
             again: the same bytes, nothing is sealed twice.",
        );
        let lost =
            self.write(Who::Alice, "Second thought: take the north gate, the other one is watched.", Size::Normal)?;
        self.studio.narrator.line("  Nobody sends its photo on.");
        self.step(Step {
            title: format!("{}; nobody sends its photo on", lost.title),
            pictures: vec![lost.painted.shown.clone()],
            ..Step::default()
        });
        self.say(Who::Alice, "And bring something warm, it may take all night.")?;
        self.say(Who::Bob, &format!("Your number {} is missing here.", lost.number))?;
        let (number, envelope) = {
            let to = self.alice.other()?;
            self.alice.phone.show(to, Some(lost.number)).map_err(stop)?
        };
        if envelope != lost.envelope {
            return Err(Stop::new("A kept code is not the same when it is shown again.", "Please report it."));
        }
        let slug = format!("alice-{number}-shown-again");
        let painted = self.paint(envelope.as_bytes(), &slug, "Alice's phone, once more")?;
        let title = format!("Alice shows message {number} again, the same code");
        self.studio.narrator.line(&format!("{title}."));
        let letter = Letter { painted, title, ..lost };
        self.deliver(&letter).map(drop)
    }

    fn a_repeated_and_a_foreign_picture(&mut self) -> Result<(), Stop> {
        self.chapter(
            "Pictures that should not be there",
            "A courier may show a picture twice, or another one altogether. Bob's phone says which it is, and nothing changes.",
        );
        let letter = self.write(Who::Alice, "Nine of us now. Tell nobody the number.", Size::Normal)?;
        let arrived = self.deliver(&letter)?;
        if let Some(arrived) = arrived {
            self.refused(&arrived, "The same photo is shown to Bob's phone a second time")?;
        }
        let poster = optic::paint::bytes(b"https://example.org/menu", version(4)?, optic::Level::M, optic::paint::MASK)
            .map_err(|error| Stop::new(error.to_string(), "Please report it."))?;
        self.codes += 1;
        let slug = format!("{:02}-poster", self.codes);
        let painted = self.studio.paint(&poster, &slug, "a poster on the wall")?;
        let arrived = self.studio.send(&painted, 0)?;
        let step =
            Step { title: "Somebody photographs a poster".into(), pictures: vec![painted.shown], ..Step::default() };
        self.step(step);
        self.refused(&arrived, "Bob's phone is held before the poster's photo")
    }

    fn swapped_pictures(&mut self) -> Result<(), Stop> {
        self.chapter(
            "Two pictures change places",
            "Photos overtake each other. Each message opens by itself, in whatever order it comes.",
        );
        let earlier = self.write(Who::Bob, "First: the boat leaves from the other side.", Size::Normal)?;
        let later = self.write(Who::Bob, "Second: forget the car, it was seen.", Size::Normal)?;
        self.deliver(&later)?;
        self.deliver(&earlier).map(drop)
    }

    fn the_last_words(&mut self) -> Result<(), Stop> {
        self.chapter(
            "Short words, and none",
            "A short text may have a smaller code. A sign of life carries no text at all, and no courier can tell: its code \
             looks like any other.",
        );
        let short = self.write(Who::Alice, "Understood. Burn all.", Size::Exactly(engine::Bucket::Short))?;
        self.deliver(&short)?;
        let to = self.bob.other()?;
        let written = self.bob.phone.write_cover(to).map_err(stop)?;
        let cover = self.written(Who::Bob, written, None)?;
        self.deliver(&cover).map(drop)
    }

    pub(super) fn paint(&mut self, envelope: &[u8], slug: &str, title: &str) -> Result<Painted, Stop> {
        let modules =
            optic::paint::envelope(envelope).map_err(|error| Stop::new(error.to_string(), "Please report it."))?;
        self.codes += 1;
        self.studio.paint(&modules, &format!("{:02}-{slug}", self.codes), title)
    }

    pub(super) fn chapter(&mut self, title: &str, intro: &str) {
        self.chapters.push(Chapter { title: title.to_owned(), intro: intro.to_owned(), steps: Vec::new() });
    }

    pub(super) fn step(&mut self, step: Step) {
        if let Some(chapter) = self.chapters.last_mut() {
            chapter.steps.push(step);
        }
    }

    pub(super) fn player(&mut self, who: Who) -> &mut Player {
        match who {
            Who::Alice => &mut self.alice,
            Who::Bob => &mut self.bob,
        }
    }
}

pub(super) struct Story<'a> {
    pub(super) alice: Player,
    pub(super) bob: Player,
    pub(super) reels: ChaCha20Rng,
    pub(super) studio: Studio<'a>,
    chapters: Vec<Chapter>,
    /// Codes painted so far: they number the files.
    pub(super) codes: u32,
}

#[derive(Clone, Copy)]
pub(super) enum Who {
    Alice,
    Bob,
}

impl Who {
    pub(super) fn other(self) -> Who {
        match self {
            Who::Alice => Who::Bob,
            Who::Bob => Who::Alice,
        }
    }
}

/// A person with a phone.
pub(super) struct Player {
    pub(super) name: &'static str,
    pub(super) phone: Phone,
    pub(super) other: Option<ContactId>,
}

impl Player {
    fn set_up(settings: &Settings, name: &'static str, stream: u64) -> Result<Player, Stop> {
        let folder: PathBuf = settings.out.join(PHONES).join(name.to_lowercase());
        crate::pictures::folder(&folder)?;
        let mut rng = ChaCha20Rng::seed_from_u64(settings.seed);
        rng.set_stream(stream);
        let surroundings = Surroundings::new(NewYear, rng, Custody::Memory);
        let passphrase = "wall lamp drawer boat six".parse().map_err(|error| stop(engine::Refusal::Vault(error)))?;
        let phone = Phone::set_up(&folder, &passphrase, &HardwareSecret::none(), Profile::Small, surroundings);
        Ok(Player { name, phone: phone.map_err(stop)?, other: None })
    }

    pub(super) fn as_name(&self) -> Result<Name, Stop> {
        self.name.parse().map_err(stop)
    }

    pub(super) fn other(&self) -> Result<ContactId, Stop> {
        self.other.ok_or_else(|| stop(engine::Refusal::UnknownPerson))
    }
}

/// 2027-01-01 09:00 UTC, always.
struct NewYear;

impl Clock for NewYear {
    fn now(&self) -> Option<Moment> {
        Some(Moment(20_819 * 86_400 + 9 * 3600))
    }
}

/// A refusal in the story, where no command can be named.
pub(super) fn stop(refusal: engine::Refusal) -> Stop {
    About::phone(Path::new("DIR")).stop(refusal)
}

pub(super) fn out_of_order() -> Stop {
    Stop::new("The meeting took a turn that it cannot take.", "Please report it.")
}

fn version(number: u8) -> Result<optic::Version, Stop> {
    optic::Version::new(number).ok_or_else(out_of_order)
}

/// Keeps the random numbers of the reels apart from those of the phones.
const REELS: u64 = 0x7265_656c;
