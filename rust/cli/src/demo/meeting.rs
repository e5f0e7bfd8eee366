//! The meeting: two moving codes and a still one, face to face, and the words.

use engine::{Found, Meeting, Scan, Sight, Words};
use optic::reel::{Reel, StreamId};
use rand_core::Rng;

use super::Step;
use super::story::{Story, Who, out_of_order, stop};
use crate::said::Stop;
use crate::verbs::{grouped, large};

impl Story<'_> {
    pub(super) fn meet(&mut self) -> Result<(), Stop> {
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
}

/// Parts of a moving code that are shown before the meeting is given up, and frames that a camera takes of each: at two
/// parts a second it would be more.
const MOST_PARTS: u32 = 40;
const FRAMES_A_PART: usize = 2;
