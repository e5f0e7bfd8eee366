//! `aldis`: the same phone on a host computer. An old laptop without a network card is a fine phone.
//!
//! One verb a process: unlock, do one thing, put it on disk, show it, end. This crate decides nothing: what may be
//! done is the engine's to say, and here it becomes a sentence, an exit code, a picture file or a line of JSON.
//!
//! | exit code | meaning |
//! |---|---|
//! | 0 | done |
//! | 1 | refused, and the person can do something about it: standard error says what |
//! | 2 | the command line is wrong |
//! | 3 | `scan` and `read`: nothing in the pictures that this phone could read |
//!
//! A text goes to standard output and nowhere else; what a terminal or a pipe keeps of it is beyond this program.
//!
//! ```
//! assert_eq!(cli::run(["aldis", "--version"].map(Into::into)), std::process::ExitCode::SUCCESS);
//! ```

mod args;
mod dates;
pub mod demo;
mod keys;
mod output;
mod pictures;
mod said;
mod shares;
mod unlock;
mod verbs;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

pub use said::Stop;

/// Runs `aldis` with these arguments, the program's own name first.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args = match args::Args::try_parse_from(args) {
        Ok(args) => args,
        Err(error) => {
            // Help and version go to standard output and are no error; neither is a reader that went away.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    match verbs::run(args) {
        Ok(code) => ExitCode::from(code),
        Err(stop) => {
            output::complain(&stop);
            ExitCode::from(stop.exit)
        }
    }
}
