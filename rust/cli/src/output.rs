//! What goes out: sentences and JSON lines on standard output, complaints on standard error.

use std::fmt::Display;
use std::io::{self, Write};

use serde::Serialize;

use crate::said::Stop;

/// One line, out of this process when it returns.
pub(crate) fn say(line: impl Display) -> Result<(), Stop> {
    let mut out = io::stdout().lock();
    writeln!(out, "{line}").and_then(|()| out.flush()).map_err(|_| Stop::no_output())
}

/// One object as one line of JSON.
pub(crate) fn json(object: &impl Serialize) -> Result<(), Stop> {
    let mut out = io::stdout().lock();
    serde_json::to_writer(&mut out, object).map_err(|_| Stop::no_output())?;
    writeln!(out).and_then(|()| out.flush()).map_err(|_| Stop::no_output())
}

/// Somebody else's text, indented; characters that would steer a terminal or turn its reading direction are spelled out.
pub(crate) fn text(text: &str) -> Result<(), Stop> {
    let mut out = io::stdout().lock();
    let written = writeln!(out)
        .and_then(|()| text.lines().try_for_each(|line| writeln!(out, "    {}", Harmless(line))))
        .and_then(|()| writeln!(out))
        .and_then(|()| out.flush());
    written.map_err(|_| Stop::no_output())
}

/// A remark beside the result. Nobody to hear it is no reason to stop.
pub(crate) fn remark(line: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// A question, to be answered on the same line.
pub(crate) fn ask(question: &str) {
    let mut err = io::stderr().lock();
    let _ = write!(err, "{question}").and_then(|()| err.flush());
}

/// Why it stopped, and what to do next.
pub(crate) fn complain(stop: &Stop) {
    remark(format_args!("{}\n{}", stop.said, stop.next));
}

/// A text that can only be looked at.
pub(crate) struct Harmless<'a>(pub(crate) &'a str);

impl Display for Harmless<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for char in self.0.chars() {
            match char {
                '\t' => f.write_str("    ")?,
                '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                    write!(f, "{}", char.escape_unicode())?;
                }
                steering if steering.is_control() => write!(f, "{}", steering.escape_unicode())?,
                plain => write!(f, "{plain}")?,
            }
        }
        Ok(())
    }
}

/// What `contacts --json` says of one person.
#[derive(Serialize)]
pub(crate) struct Contact<'a> {
    pub(crate) name: &'a str,
    /// `unconfirmed`, `confirmed`, `paused` or `ended`.
    pub(crate) standing: &'static str,
    /// The four words, while they are to be compared.
    pub(crate) words: Option<String>,
    /// The same as fourteen digits.
    pub(crate) digits: Option<String>,
    /// ISO 8601, or null.
    pub(crate) heard: Option<String>,
    /// The last day on which text is sealed without a sign of life, ISO 8601.
    pub(crate) text_until: Option<String>,
    /// Whether the owner has extended that.
    pub(crate) extended: bool,
    /// When their card was shown here, or a notice of it came.
    pub(crate) burned: Option<String>,
    pub(crate) card_on_its_way: bool,
    pub(crate) notices: bool,
    /// ISO 8601, or null.
    pub(crate) alarm: Option<String>,
    pub(crate) waiting: usize,
    pub(crate) missing: &'a [u32],
    pub(crate) kept: Vec<Kept>,
}

#[derive(Serialize)]
pub(crate) struct Kept {
    pub(crate) number: u32,
    pub(crate) written: Option<String>,
    pub(crate) answered: bool,
}

/// What `inbox --json` says of one text.
#[derive(Serialize)]
pub(crate) struct Text<'a> {
    /// For `burn DIR message N`.
    pub(crate) message: u32,
    pub(crate) contact: &'a str,
    /// Among the messages of this person.
    pub(crate) number: u32,
    pub(crate) arrived: Option<String>,
    pub(crate) burns: Option<String>,
    pub(crate) text: &'a str,
}

/// What `scan --json` says of one picture.
#[derive(Serialize)]
pub(crate) struct Scanned<'a> {
    pub(crate) file: &'a str,
    /// A stable word.
    pub(crate) result: &'static str,
    pub(crate) contact: Option<&'a str>,
    pub(crate) text: Option<&'a str>,
    pub(crate) said: &'a str,
}

/// What `check --json` says of a picture.
#[derive(Serialize)]
pub(crate) struct Checked<'a> {
    /// `good`, `poor`, `older`, `not-ours`, or what was seen instead of a code.
    pub(crate) result: &'static str,
    pub(crate) contact: Option<&'a str>,
    pub(crate) number: Option<u32>,
    /// Share of the error correction that the picture needed, 0 to 1.
    pub(crate) used: Option<f32>,
    pub(crate) said: &'a str,
}

/// What `read --json` says of one picture.
#[derive(Serialize)]
pub(crate) struct Read<'a> {
    pub(crate) file: &'a str,
    /// The reader's own time in milliseconds, the file's decoding apart.
    pub(crate) ms: f64,
    pub(crate) codes: Vec<Code>,
    /// A stable word.
    pub(crate) seen: &'static str,
}

#[derive(Serialize)]
pub(crate) struct Code {
    /// Hexadecimal.
    pub(crate) bytes: String,
    /// Where the bytes are UTF-8.
    pub(crate) text: Option<String>,
    pub(crate) version: u8,
    pub(crate) level: &'static str,
    pub(crate) mask: u8,
    /// x and y in pixels: top left, top right, bottom right, bottom left of the code.
    pub(crate) corners: [[f32; 2]; 4],
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_steer_the_terminal() {
        assert_eq!(Harmless("a\u{1b}[2Jb\u{202e}c\u{9b}d\té").to_string(), r"a\u{1b}[2Jb\u{202e}c\u{9b}d    é");
    }
}
