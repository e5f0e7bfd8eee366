//! The command line.

use std::io::Error;
use std::path::PathBuf;

use crate::readers::Peer;

/// What is to be done.
pub(crate) enum Order {
    List,
    /// In a process of its own, so that it can be ended: one reader, one picture.
    One {
        reader: Peer,
        picture: PathBuf,
        /// What this project's reader may take.
        milliseconds: u32,
    },
    Bench(Settings),
}

/// What is measured, and where it goes.
pub(crate) struct Settings {
    /// All where none is named.
    pub(crate) rows: Vec<String>,
    /// Codes a condition.
    pub(crate) count: usize,
    pub(crate) readers: Vec<Peer>,
    pub(crate) photos: PathBuf,
    pub(crate) out: PathBuf,
    /// Rows at once.
    pub(crate) jobs: usize,
}

impl Settings {
    pub(crate) fn parse(mut args: impl Iterator<Item = String>) -> Result<Order, Error> {
        let mut settings = Settings {
            rows: Vec::new(),
            count: 50,
            readers: Peer::ALL.to_vec(),
            photos: PathBuf::from("../shared/photos"),
            out: PathBuf::from("out/bench-optic"),
            jobs: std::thread::available_parallelism().map_or(1, usize::from),
        };
        while let Some(arg) = args.next() {
            let mut value = || args.next().ok_or_else(|| Error::other(format!("{arg} wants a value")));
            match arg.as_str() {
                "--list" => return Ok(Order::List),
                "--one" => {
                    let (reader, picture, time) = (value()?, value()?, value()?);
                    let milliseconds = time.parse().map_err(|_| Error::other("--one wants milliseconds"))?;
                    return Ok(Order::One { reader: reader.parse()?, picture: picture.into(), milliseconds });
                }
                "--row" => settings.rows.push(value()?),
                "--quick" => settings.count = 5,
                "--count" => {
                    settings.count = value()?.parse().map_err(|_| Error::other("--count wants a number above 0"))?;
                }
                "--jobs" => {
                    settings.jobs = value()?.parse().map_err(|_| Error::other("--jobs wants a number above 0"))?;
                }
                "--readers" => {
                    settings.readers = value()?.split(',').map(str::parse).collect::<Result<_, _>>()?;
                }
                "--photos" => settings.photos = value()?.into(),
                "--out" => settings.out = value()?.into(),
                _ => return Err(Error::other(format!("{arg} is not understood; see the head of scripts/bench-optic"))),
            }
        }
        if settings.count == 0 || settings.jobs == 0 {
            return Err(Error::other("--count and --jobs want a number above 0"));
        }
        Ok(Order::Bench(settings))
    }
}
