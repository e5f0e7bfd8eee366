//! The figures of `docs/figures.md`, each beside its peer from the same run. `scripts/bench` calls this, twice: one build has
//! the portable Poly1305, as phones have it, and prints the first row (`--portable`); the other one prints the rest.
//!
//! Times are CPU time, medians of rounds in which ours and the peer's take turns.

mod messages;
mod paired;
mod phone;
mod scan;
mod table;
mod unlock;

use std::{
    io::{self, Error},
    process::ExitCode,
};

fn main() -> ExitCode {
    let figures = if std::env::args().any(|arg| arg == "--portable") { portable() } else { figures() };
    match figures {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The table is on its way to a file or a page; what went wrong is for the person.
            let _ = io::Write::write_fmt(&mut io::stderr(), format_args!("bench: {error}\n"));
            ExitCode::FAILURE
        }
    }
}

fn portable() -> io::Result<()> {
    let out = &mut io::stdout();
    table::head(out)?;
    made("messages", messages::with_step("with the Poly1305 that phones have"))?.print(out)
}

fn figures() -> io::Result<()> {
    let out = &mut io::stdout();
    let home = tempfile::tempdir()?;
    made("messages", messages::with_step("with the one for AVX2, where there is AVX2"))?.print(out)?;
    let (found, state) = made("scan", scan::among_32())?;
    found.print(out)?;
    let (commit, size) = made("commit", phone::commit(home.path()))?;
    commit.print(out)?;
    size.print(out)?;
    made("unlock", unlock::strong(home.path()))?.print(out)?;
    state.print(out)?;
    made("a hundred thousand", messages::a_hundred_thousand())?.print(out)
}

/// A figure that could not be measured is an error, never a gap.
fn made<T>(what: &str, figure: Option<T>) -> io::Result<T> {
    figure.ok_or_else(|| Error::other(format!("\"{what}\" did not run to its end")))
}
