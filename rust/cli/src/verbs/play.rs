//! `aldis demo` on a terminal.

use std::path::PathBuf;
use std::time::Duration;

use courier::{Messenger, Preset};
use indicatif::{ProgressBar, ProgressStyle};

use crate::demo::{self, Narrator, Settings};
use crate::output::{self, say};
use crate::said::{FIXABLE, Stop, quoted};

pub(crate) fn play(out: PathBuf, seed: u64, messenger: Messenger, preset: Preset) -> Result<u8, Stop> {
    let mut teller = Teller { bar: ProgressBar::new(0), heard: Ok(()) };
    if let Ok(style) = ProgressStyle::with_template("  {bar:24} {msg}") {
        teller.bar.set_style(style);
    }
    let page = out.join("index.html");
    let report = demo::play(&Settings { out, seed, messenger, preset }, &mut teller)?;
    teller.bar.finish_and_clear();
    teller.heard?;
    for (what, figure) in report.summary() {
        say(format_args!("{what:<28} {figure}"))?;
    }
    say(format_args!("\nEvery picture of the way: {}", quoted(&page.to_string_lossy())))?;
    if report.is_complete() {
        return Ok(0);
    }
    output::complain(&Stop::new(
        format!("{} of {} messages were read.", report.counts.read, report.counts.due),
        "The pictures on the page show which were not; try another --seed, or a better --preset.",
    ));
    Ok(FIXABLE)
}

/// Lines on standard output; a bar on standard error where that is a terminal.
struct Teller {
    bar: ProgressBar,
    heard: Result<(), Stop>,
}

impl Narrator for Teller {
    fn line(&mut self, line: &str) {
        let said = self.bar.suspend(|| say(line));
        if self.heard.is_ok() {
            self.heard = said;
        }
    }

    fn working(&mut self, what: &str, done: u64, of: u64) {
        self.bar.set_length(of);
        self.bar.set_position(done);
        self.bar.set_message(what.to_owned());
        self.bar.enable_steady_tick(Duration::from_millis(200));
    }
}
