//! Writing: sealed, on disk, and only then painted. And painting it again.

use std::io::{self, IsTerminal, Read};
use std::path::Path;

use engine::{Bucket, Size};
use zeroize::Zeroizing;

use crate::args::CodeSize;
use crate::output::{remark, say};
use crate::said::{About, Stop};
use crate::unlock::{self, Source};
use crate::verbs::show::Showing;

/// What is written.
pub(crate) enum What {
    /// A text, from standard input where it is not given.
    Text { text: Option<String>, size: Option<CodeSize> },
    /// A sign of life.
    Cover,
}

pub(crate) fn write(dir: &Path, source: &Source, name: &str, what: What, showing: Showing<'_>) -> Result<(), Stop> {
    let about = About::person(dir, name);
    let place = showing.place()?;
    let message = match what {
        What::Cover => None,
        What::Text { text, size } => {
            Some((text.map_or_else(typed, |text| Ok(Zeroizing::new(text)))?, size.map_or(Size::Normal, Size::from)))
        }
    };
    let mut phone = unlock::phone(dir, source)?;
    let to = phone.person(name).map_err(|refusal| about.stop(refusal))?;
    let written = match &message {
        Some((text, size)) => phone.write(to, text, *size),
        None => phone.write_cover(to),
    };
    let written = written.map_err(|refusal| about.stop(refusal))?;
    drop(phone);
    place.paint(&written.envelope).map_err(|stop| {
        let show = about.with_person("show");
        Stop::new(
            format!("Message {} is sealed and kept. {}", written.number, stop.said),
            format!("{show} --out CODE.png"),
        )
    })?;
    let (size, bytes) = (size_word(written.bucket), written.envelope.as_bytes().len());
    let what = if message.is_some() { "Message" } else { "Sign of life" };
    say(format_args!("{what} {} to {name} is in {}: {size}, {bytes} bytes.", written.number, showing.file()))?;
    showing.explain()?;
    if written.grown {
        remark(format_args!("The code is larger than normal ({size}): whoever sees it sees that the text is long."));
    }
    Ok(())
}

pub(crate) fn show(
    dir: &Path,
    source: &Source,
    name: &str,
    number: Option<u32>,
    showing: Showing<'_>,
) -> Result<(), Stop> {
    let about = About::person(dir, name);
    let place = showing.place()?;
    let mut phone = unlock::phone(dir, source)?;
    let shown = phone.person(name).and_then(|id| phone.show(id, number));
    let (number, envelope) = shown.map_err(|refusal| about.stop(refusal))?;
    drop(phone);
    place.paint(&envelope)?;
    say(format_args!("Message {number} to {name} is in {} again, the same code.", showing.file()))?;
    showing.explain()
}

/// What a bucket is called.
pub(crate) fn size_word(bucket: Bucket) -> &'static str {
    match bucket {
        Bucket::Short => "short",
        Bucket::Normal => "normal",
        Bucket::Long => "long",
        Bucket::Longest => "longest",
    }
}

/// A text from standard input, without the line end that closes it.
fn typed() -> Result<Zeroizing<String>, Stop> {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        remark("Type the message; end it with Ctrl-D on a line of its own.");
    }
    // Room for all of it from the start, so that no half-read copy is left behind by growing.
    let mut bytes = Zeroizing::new(Vec::with_capacity(MOST_TYPED + 1));
    let read = stdin.lock().take(MOST_TYPED as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|error| Stop::new(format!("The text cannot be read: {}.", error.kind()), "Give it with --text."))?;
    let text = match std::str::from_utf8(&bytes) {
        Ok(text) => text,
        Err(_) if bytes.len() > MOST_TYPED => return Err(Stop::new("The text is far too long.", "Shorten it.")),
        Err(_) => return Err(Stop::new("The text is not UTF-8.", "Save it as UTF-8.")),
    };
    let text = text.strip_suffix('\n').map_or(text, |line| line.strip_suffix('\r').unwrap_or(line));
    if text.len() > MOST_TYPED {
        return Err(Stop::new("The text is far too long.", "Shorten it; the longest has 729 bytes."));
    }
    Ok(Zeroizing::new(text.to_owned()))
}

/// Bytes taken from standard input: enough to say by how much a text is too long.
const MOST_TYPED: usize = 64 * 1024;
