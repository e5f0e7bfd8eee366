//! Letters: written, sent on their way, scanned, read; again where a whole burst gave nothing.

use engine::{Envelope, Found, Received, Sight, Size};

use super::Step;
use super::story::{Story, Who, stop};
use super::studio::{Arrived, Painted};
use crate::said::{self, Stop};
use crate::verbs::{not_found, size_word};

/// A message on its way.
pub(super) struct Letter {
    pub(super) from: Who,
    pub(super) number: u32,
    /// None in a sign of life.
    pub(super) text: Option<String>,
    /// What the sender did.
    pub(super) title: String,
    pub(super) size: &'static str,
    pub(super) envelope: Envelope,
    pub(super) painted: Painted,
}

impl Story<'_> {
    /// Writes, sends, scans, reads.
    pub(super) fn say(&mut self, from: Who, text: &str) -> Result<(), Stop> {
        let letter = self.write(from, text, Size::Normal)?;
        self.deliver(&letter).map(drop)
    }

    pub(super) fn write(&mut self, from: Who, text: &str, size: Size) -> Result<Letter, Stop> {
        let player = self.player(from);
        let to = player.other()?;
        let written = player.phone.write(to, text, size).map_err(stop)?;
        self.written(from, written, Some(text))
    }

    /// A code that is on disk, painted.
    pub(super) fn written(&mut self, from: Who, written: engine::Written, text: Option<&str>) -> Result<Letter, Stop> {
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
    pub(super) fn deliver(&mut self, letter: &Letter) -> Result<Option<Arrived>, Stop> {
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
            // The picture of a message gives the message or nothing.
            self.studio.counts.wrong += u32::from(!is_read && !matches!(burst.sight, Sight::Nothing(_)));
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
    pub(super) fn refused(&mut self, arrived: &Arrived, title: &str) -> Result<(), Stop> {
        let burst = self.studio.scan(arrived, self.bob.name)?;
        let (said, text, is_whole) = self.hear(Who::Bob, &burst.sight)?;
        self.studio.counts.wrong += u32::from(is_whole);
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
}

/// Photos that are taken anew of one code.
const AGAIN: u32 = 3;
