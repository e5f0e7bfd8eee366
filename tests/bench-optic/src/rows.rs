//! Several rows: each in a process of its own, so that its memory is its own, as many at once as there are cores; then one table.

use std::ffi::OsString;
use std::fs;
use std::io::Error;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::report::{GATES, head};
use crate::settings::Settings;

/// Fills the rows and joins what they leave. A row that fails is left out of the table, and named in the error.
pub(crate) fn run(settings: &Settings, rows: &[&str]) -> Result<(), Error> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut failed = Vec::new();
        while let Some(&row) = rows.get(next.fetch_add(1, Ordering::Relaxed)) {
            if !fill(settings, row).is_ok_and(|done| done) {
                failed.push(row);
            }
        }
        failed
    };
    let failed = thread::scope(|scope| {
        let workers: Vec<_> = (0..settings.jobs).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap_or_default()).collect::<Vec<_>>()
    });
    let filled: Vec<&str> = rows.iter().copied().filter(|row| !failed.contains(row)).collect();
    join(settings, &filled)?;
    if failed.is_empty() { Ok(()) } else { Err(Error::other(format!("not filled: {}", failed.join(", ")))) }
}

fn folder(settings: &Settings, row: &str) -> PathBuf {
    settings.out.join("rows").join(row)
}

fn fill(settings: &Settings, row: &str) -> Result<bool, Error> {
    let readers = settings.readers.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    let args: [(&str, OsString); 5] = [
        ("--row", row.into()),
        ("--count", settings.count.to_string().into()),
        ("--readers", readers.into()),
        ("--photos", settings.photos.clone().into()),
        ("--out", folder(settings, row).into()),
    ];
    let mut command = Command::new(std::env::current_exe()?);
    for (name, value) in args {
        command.arg(name).arg(value);
    }
    Ok(command.stdout(Stdio::null()).status()?.success())
}

/// One table of the rows' tables, their gates together at its head, and their plots beside it.
fn join(settings: &Settings, rows: &[&str]) -> Result<(), Error> {
    let head = head(settings);
    let (mut remarks, mut gates, mut sections) = (String::new(), String::new(), String::new());
    for row in rows {
        let folder = folder(settings, row);
        let text = fs::read_to_string(folder.join("table.md"))?;
        let (said, tables) = part(text.strip_prefix(&head).unwrap_or(&text));
        remarks.push_str(said);
        if let Some(tables) = tables.strip_prefix(GATES) {
            let (its, others) = part(tables);
            gates.push_str(its);
            sections.push_str(others);
        } else {
            sections.push_str(tables);
        }
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if let Some(name) = path.file_name().filter(|_| path.extension().is_some_and(|end| end == "svg")) {
                fs::copy(&path, settings.out.join(name))?;
            }
        }
    }
    fs::write(settings.out.join("table.md"), [&head, &remarks, GATES, &gates, &sections].concat())
}

/// What stands before the next table, and that with all that follows.
fn part(text: &str) -> (&str, &str) {
    text.split_at(text.find("\n## ").unwrap_or(text.len()))
}
