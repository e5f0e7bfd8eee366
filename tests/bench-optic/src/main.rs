//! The reader's gates: every row beside zxing-cpp, rxing and rqrr, from the same pictures in the same run.
//!
//! ```text
//! bench-optic [--row NAME]... [--count N | --quick] [--readers A,B] [--photos FOLDER] [--out FOLDER] [--jobs N] [--list]
//! ```
//! Writes `table.md` and a plot of each sweep (SVG) into the folder, `out/bench-optic` where none is named. One thread a row, as
//! many rows at once as there are cores, or as `--jobs` says; times are CPU time of the read alone. Seeds begin where no test's do.
#![allow(clippy::indexing_slicing, reason = "a bench, run by hand on pictures of its own")]

mod chain;
mod clean;
mod hostile;
mod measure;
mod nothing;
mod photos;
mod readers;
mod report;
mod rows;
mod settings;
mod svg;
mod sweeps;

use std::io::{Error, Write};
use std::process::ExitCode;

use readers::Peer;
use report::Report;
use settings::{Order, Settings};

/// A part of the table: its name for `--row`, and what fills it.
type Row = (&'static str, fn(&Settings, &mut Report) -> Result<(), Error>);

const ROWS: [Row; 15] = [
    ("photos", photos::real),
    ("no-code", photos::without_code),
    ("clean", clean::clean),
    ("fair", chain::fair),
    ("bad", chain::bad),
    ("messengers", chain::messengers),
    ("blur", sweeps::blur),
    ("module", sweeps::module),
    ("noise", sweeps::noise),
    ("motion", sweeps::motion),
    ("bend", sweeps::bend),
    ("shutter", sweeps::shutter),
    ("empty", nothing::empty),
    ("textures", nothing::textures),
    ("hostile", hostile::hostile),
];

fn main() -> ExitCode {
    // rqrr panics on some pictures; the door of each reader catches it, and nobody needs to read of it.
    std::panic::set_hook(Box::new(|_| ()));
    match Settings::parse(std::env::args().skip(1)).and_then(run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "bench-optic: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(order: Order) -> Result<(), Error> {
    let settings = match order {
        Order::List => {
            let names: Vec<&str> = ROWS.iter().map(|row| row.0).collect();
            return writeln!(std::io::stdout(), "rows: {}\nreaders: {}", names.join(" "), Peer::names());
        }
        Order::One { reader, picture, milliseconds } => return hostile::one(reader, &picture, milliseconds),
        Order::Bench(settings) => settings,
    };
    if let Some(unknown) = settings.rows.iter().find(|name| !ROWS.iter().any(|row| row.0 == name.as_str())) {
        return Err(Error::other(format!("there is no row {unknown}; --list names them")));
    }
    let wanted = |row: &&Row| settings.rows.is_empty() || settings.rows.iter().any(|name| name == row.0);
    let wanted: Vec<&Row> = ROWS.iter().filter(wanted).collect();
    if let [(_, fill)] = wanted.as_slice() {
        let mut report = Report::new(&settings);
        fill(&settings, &mut report)?;
        report.write()?;
    } else {
        rows::run(&settings, &wanted.iter().map(|row| row.0).collect::<Vec<_>>())?;
    }
    writeln!(std::io::stdout(), "{}", settings.out.join("table.md").display())
}
