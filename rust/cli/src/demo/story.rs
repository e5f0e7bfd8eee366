//! What happens, in order.

use std::path::PathBuf;

use engine::{
    Clock, ContactId, Custody, Envelope, Found, HardwareSecret, Meeting, Moment, Name, Phone, Profile, Received, Scan,
    Sight, Size, Surroundings, Words,
};
use optic::reel::{Reel, StreamId};
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};

use super::studio::{Arrived, Painted, Studio};
use super::{Chapter, Counts, Narrator, PHONES, Settings, Step};
use crate::said::{self, About, Stop};
use crate::verbs::{grouped, large, not_found, size_word};

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
    fn meet(&mut self) -> Result<(), Stop> {
        self.chapter(
            "They meet",
            "Once, in person. Each phone scans the other's screen, twice a moving code and once a still one; then both \
             show four words, which Alice and Bob read to each other. No courier is there: here the camera looks straight \
             at the other screen.",
        );
        let (alices_name, bobs_name) = (self.alice.as_name()?, self.bob.as_name()?);
        let p1 = self.alice.phone.start_meeting(&bobs_name).map_err(stop)?;
        let p1 = self.show_reel(&p1, "first", Who::Alice, Who::Bob)?;
        let met = self.bob.phone.meet(&alices_name, &p1).map_err(stop)?;
        let Meeting::Second(p2) = met else { return Err(out_of_order()) };
        let p2 = self.show_reel(&p2, "second", Who::Bob, Who::Alice)?;
        let met = self.alice.phone.meet(&bobs_name, &p2).map_err(stop)?;
        let Meeting::Third { code, words } = met else { return Err(out_of_order()) };
        let p3 = self.show_third(&code)?;
        let met = self.bob.phone.meet(&alices_name, &p3).map_err(stop)?;
        let Meeting::Done { words: bobs } = met else { return Err(out_of_order()) };
        self.compare(words, bobs)
    }

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

    /// Writes, sends, scans, reads.
    fn say(&mut self, from: Who, text: &str) -> Result<(), Stop> {
        let letter = self.write(from, text, Size::Normal)?;
        self.deliver(&letter).map(drop)
    }

    fn write(&mut self, from: Who, text: &str, size: Size) -> Result<Letter, Stop> {
        let player = self.player(from);
        let to = player.other()?;
        let written = player.phone.write(to, text, size).map_err(stop)?;
        self.written(from, written, Some(text))
    }

    /// A code that is on disk, painted.
    fn written(&mut self, from: Who, written: engine::Written, text: Option<&str>) -> Result<Letter, Stop> {
        let name = self.player(from).name;
        let slug = format!("{}-{}", name.to_lowercase(), written.number);
        let bytes = written.envelope.as_bytes().len();
        let painted = self.paint(written.envelope.as_bytes(), &slug, &format!("{name}'s phone"))?;
        let title = match text {
            Some(_) => format!("{name} writes message {}", written.number),
            None => format!("{name} sends a sign of life, number {}", written.number),
        };
        let size = size_word(written.bucket);
        self.studio.narrator.line(&format!("{title}: a {size} code, {bytes} bytes, {}.", painted.shown.detail));
        let (number, envelope) = (written.number, written.envelope);
        Ok(Letter { from, number, text: text.map(str::to_owned), title, size, envelope, painted })
    }

    /// The whole way, with a new photo where a whole burst gave nothing. Gives what arrived, if it was read.
    fn deliver(&mut self, letter: &Letter) -> Result<Option<Arrived>, Stop> {
        let to = letter.from.other();
        let (sender, holder) = (self.player(letter.from).name, self.player(to).name);
        self.studio.counts.due += 1;
        for again in 0..=AGAIN {
            if again > 0 {
                self.studio.counts.again += 1;
                self.studio.narrator.line(&format!("  {sender}'s code is photographed once more."));
            }
            let arrived = self.studio.send(&letter.painted, again)?;
            let burst = self.studio.scan(&arrived, holder)?;
            let (said, text, is_whole) = self.hear(to, &burst.sight)?;
            let is_read = is_whole && text == letter.text;
            self.studio.narrator.line(&format!("  frame {} of the burst, {holder}'s phone: {said}", burst.number));
            if let Some(text) = &text {
                self.studio.narrator.line(&format!("      “{text}”"));
            }
            let mut step = Step {
                title: match again {
                    0 => letter.title.clone(),
                    _ => format!("{sender}'s code is photographed once more"),
                },
                facts: vec![
                    ("code".into(), format!("{}, {} bytes", letter.size, letter.envelope.as_bytes().len())),
                    ("read".into(), format!("frame {} of the burst, {:.0} ms", burst.number, burst.ms)),
                ],
                said: Some((holder.to_owned(), said)),
                text,
                ..Step::default()
            };
            if !is_read {
                step.facts.pop();
            }
            step.pictures.push(letter.painted.shown.clone());
            step.pictures.extend(arrived.pictures.iter().cloned());
            step.pictures.push(burst.frame);
            self.step(step);
            if is_read {
                self.studio.counts.read += 1;
                return Ok(Some(arrived));
            }
        }
        Ok(None)
    }

    /// A picture that Bob's phone must not take: what it says.
    fn refused(&mut self, arrived: &Arrived, title: &str) -> Result<(), Stop> {
        let burst = self.studio.scan(arrived, self.bob.name)?;
        let (said, text, _) = self.hear(Who::Bob, &burst.sight)?;
        self.studio.narrator.line(&format!("{title}: {said}"));
        let mut pictures = arrived.pictures.clone();
        pictures.push(burst.frame);
        let said = Some((self.bob.name.to_owned(), said));
        self.step(Step { title: title.to_owned(), pictures, said, text, ..Step::default() });
        Ok(())
    }

    /// What a phone makes of what its camera saw: its sentence, the text (opened once and burned), and whether it took it.
    fn hear(&mut self, who: Who, sight: &Sight) -> Result<(String, Option<String>, bool), Stop> {
        let Sight::Found(found) = sight else {
            return Ok((not_found(sight).1.said, None, false));
        };
        let player = self.player(who);
        let Some(Found::Envelope(envelope)) = found.first() else {
            return Ok((said::not_ours().said, None, false));
        };
        let received = match player.phone.receive(envelope) {
            Ok(received) => received,
            Err(refusal) => return Ok((stop(refusal).said, None, false)),
        };
        let (Received::Message { from, .. } | Received::Cover { from } | Received::Ended { from }) = &received;
        let name = player.phone.name(*from).map_err(stop)?.as_str().to_owned();
        let text = match &received {
            Received::Message { id, .. } => {
                let text = player.phone.open_text(*id).map_err(stop)?.as_str().to_owned();
                player.phone.burn_message(*id).map_err(stop)?;
                Some(text)
            }
            _ => None,
        };
        Ok((said::received(&received, &name), text, true))
    }

    /// One phone shows a moving code, the other collects it.
    fn show_reel(&mut self, object: &[u8], which: &str, from: Who, to: Who) -> Result<Vec<u8>, Stop> {
        let mut stream = [0; 4];
        self.reels.fill_bytes(&mut stream);
        let unpaintable = |error: optic::Error| Stop::new(error.to_string(), "Please report it.");
        let reel = Reel::new(object, StreamId(stream)).map_err(unpaintable)?;
        let (shower, holder) = (self.player(from).name, self.player(to).name);
        let need = reel.source_symbols() as u64;
        let (mut scan, mut step) = (Scan::new(), Step::default());
        for number in 0..MOST_PARTS {
            self.studio.narrator.working("the moving code", u64::from(number), need);
            let modules = reel.code(number).map_err(unpaintable)?;
            let slug = format!("{:02}-{which}-{:02}", self.codes + 1, number + 1);
            let painted = self.studio.paint(&modules, &slug, &format!("{shower}'s phone, part {}", number + 1))?;
            let (sight, frame) = self.studio.face_to_face(&painted, &mut scan, FRAMES_A_PART, holder)?;
            if step.pictures.len() < 4 {
                step.pictures.extend([painted.shown, frame]);
            }
            if let Sight::Found(found) = sight {
                self.codes += 1;
                let Some(Found::Meeting(code)) = found.into_iter().next() else { return Err(out_of_order()) };
                let line = format!(
                    "{shower} shows the {which} code of the meeting, {} bytes in {} parts; {holder} scans it.",
                    object.len(),
                    number + 1
                );
                self.studio.narrator.line(&line);
                step.title = format!("{shower} shows the {which} code, a moving one; {holder} scans it");
                step.facts = vec![(
                    "code".into(),
                    format!("{} bytes in {} parts, the first two are shown here", object.len(), number + 1),
                )];
                self.step(step);
                return Ok(code);
            }
        }
        Err(Stop::new(
            format!("{holder}'s phone could not read the moving code."),
            "Try another --seed, or a better --preset.",
        ))
    }

    /// P3, one still code.
    fn show_third(&mut self, code: &[u8]) -> Result<Vec<u8>, Stop> {
        let modules = optic::paint::object(code).map_err(|error| Stop::new(error.to_string(), "Please report it."))?;
        self.codes += 1;
        let slug = format!("{:02}-third", self.codes);
        let painted = self.studio.paint(&modules, &slug, "Alice's phone")?;
        let (sight, frame) = self.studio.face_to_face(&painted, &mut Scan::new(), courier::BURST * 2, self.bob.name)?;
        let Sight::Found(found) = sight else {
            return Err(Stop::new(
                "Bob's phone could not read the third code.",
                "Try another --seed, or a better --preset.",
            ));
        };
        let Some(Found::Meeting(read)) = found.into_iter().next() else { return Err(out_of_order()) };
        self.studio.narrator.line("Alice shows the third code; Bob scans it.");
        self.step(Step {
            title: "Alice shows the third code; Bob scans it".into(),
            pictures: vec![painted.shown, frame],
            facts: vec![("code".into(), format!("{} bytes", code.len()))],
            ..Step::default()
        });
        Ok(read)
    }

    fn compare(&mut self, alices: Words, bobs: Words) -> Result<(), Stop> {
        if alices != bobs {
            return Err(out_of_order());
        }
        self.studio.narrator.line(&format!("Both phones show: {}   ({})", large(&alices), grouped(&alices.digits())));
        for who in [Who::Alice, Who::Bob] {
            let other = self.player(who.other()).name;
            let player = self.player(who);
            let id = player.phone.person(other).map_err(stop)?;
            player.phone.confirm(id).map_err(stop)?;
            player.other = Some(id);
        }
        self.step(Step {
            title: "Both phones show the same words; Alice and Bob confirm".into(),
            words: Some(format!("{}\n{}", large(&alices), grouped(&alices.digits()))),
            ..Step::default()
        });
        Ok(())
    }

    fn paint(&mut self, envelope: &[u8], slug: &str, title: &str) -> Result<Painted, Stop> {
        let modules =
            optic::paint::envelope(envelope).map_err(|error| Stop::new(error.to_string(), "Please report it."))?;
        self.codes += 1;
        self.studio.paint(&modules, &format!("{:02}-{slug}", self.codes), title)
    }

    fn chapter(&mut self, title: &str, intro: &str) {
        self.chapters.push(Chapter { title: title.to_owned(), intro: intro.to_owned(), steps: Vec::new() });
    }

    fn step(&mut self, step: Step) {
        if let Some(chapter) = self.chapters.last_mut() {
            chapter.steps.push(step);
        }
    }

    fn player(&mut self, who: Who) -> &mut Player {
        match who {
            Who::Alice => &mut self.alice,
            Who::Bob => &mut self.bob,
        }
    }
}

struct Story<'a> {
    alice: Player,
    bob: Player,
    reels: ChaCha20Rng,
    studio: Studio<'a>,
    chapters: Vec<Chapter>,
    /// Codes painted so far: they number the files.
    codes: u32,
}

#[derive(Clone, Copy)]
enum Who {
    Alice,
    Bob,
}

impl Who {
    fn other(self) -> Who {
        match self {
            Who::Alice => Who::Bob,
            Who::Bob => Who::Alice,
        }
    }
}

/// A person with a phone.
struct Player {
    name: &'static str,
    phone: Phone,
    other: Option<ContactId>,
}

/// A message on its way.
struct Letter {
    from: Who,
    number: u32,
    /// None in a sign of life.
    text: Option<String>,
    /// What the sender did.
    title: String,
    size: &'static str,
    envelope: Envelope,
    painted: Painted,
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

    fn as_name(&self) -> Result<Name, Stop> {
        self.name.parse().map_err(stop)
    }

    fn other(&self) -> Result<ContactId, Stop> {
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
fn stop(refusal: engine::Refusal) -> Stop {
    About::phone(&PathBuf::from("DIR")).stop(refusal)
}

fn out_of_order() -> Stop {
    Stop::new("The meeting took a turn that it cannot take.", "Please report it.")
}

fn version(number: u8) -> Result<optic::Version, Stop> {
    optic::Version::new(number).ok_or_else(out_of_order)
}

/// Photos that are taken anew of one code.
const AGAIN: u32 = 3;
/// Parts of a moving code that are shown before the meeting is given up, and frames that a camera takes of each: at two
/// parts a second it would be more.
const MOST_PARTS: u32 = 40;
const FRAMES_A_PART: usize = 2;
/// Keeps the random numbers of the reels apart from those of the phones.
const REELS: u64 = 0x7265_656c;
