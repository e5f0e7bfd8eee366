//! A folder on a disk that fails at a chosen step, and takes the process with it.

use std::{
    fmt::Write as _,
    fs, io,
    path::PathBuf,
    process,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use vault::{Disk, Folder};

/// What happens at the chosen step.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The process is gone before it.
    Before,
    /// The process is gone in the midst of it: half of the bytes are written.
    Torn,
    /// The process is gone right after it.
    After,
    /// It has no effect and says so.
    Refuses,
    /// It has its effect and says the contrary.
    Late,
}

impl Fault {
    pub(crate) fn named(name: &str) -> Option<Fault> {
        Some(match name {
            "before" => Fault::Before,
            "torn" => Fault::Torn,
            "after" => Fault::After,
            "refuses" => Fault::Refuses,
            "late" => Fault::Late,
            _ => return None,
        })
    }
}

/// Which steps were taken since it was made, and which one fails. Clones are the same plan.
#[derive(Clone, Default)]
pub(crate) struct Plan(Arc<Mutex<Steps>>);

#[derive(Default)]
struct Steps {
    taken: String,
    count: usize,
    fails: Option<(usize, Fault)>,
}

impl Plan {
    /// Forgets the steps so far; the one with this index from here on fails.
    pub(crate) fn arm(&self, fails: Option<(usize, Fault)>) {
        *self.steps() = Steps { fails, ..Steps::default() };
    }

    /// Names of the steps taken, with a blank before each.
    pub(crate) fn taken(&self) -> String {
        self.steps().taken.clone()
    }

    fn tears_next(&self) -> bool {
        let steps = self.steps();
        steps.fails == Some((steps.count, Fault::Torn))
    }

    fn next(&self, step: &str) -> Option<Fault> {
        let mut steps = self.steps();
        let _ = write!(steps.taken, " {step}");
        let index = steps.count;
        steps.count += 1;
        steps.fails.filter(|(at, _)| *at == index).map(|(_, fault)| fault)
    }

    fn steps(&self) -> MutexGuard<'_, Steps> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The folder, the plan, and where a copy goes of what is certain to survive a power cut.
pub(crate) struct Dying {
    pub(crate) folder: Folder,
    pub(crate) path: PathBuf,
    pub(crate) durable: PathBuf,
    pub(crate) plan: Plan,
}

impl Dying {
    fn step(&mut self, name: &str, effect: impl FnOnce(&mut Dying) -> io::Result<()>) -> io::Result<()> {
        let fault = self.plan.next(name);
        match fault {
            Some(Fault::Before) => process::exit(DIED),
            Some(Fault::Refuses) => return Err(io::ErrorKind::Other.into()),
            _ => effect(self)?,
        }
        match fault {
            Some(Fault::Torn | Fault::After) => process::exit(DIED),
            Some(Fault::Late) => Err(io::ErrorKind::Other.into()),
            _ => Ok(()),
        }
    }
}

impl Disk for Dying {
    fn read(&mut self, into: &mut [u8]) -> io::Result<u64> {
        self.folder.read(into)
    }

    fn stage(&mut self, bytes: &[u8]) -> io::Result<()> {
        let reaches = if self.plan.tears_next() { bytes.len() / 2 } else { bytes.len() };
        self.step("stage", |own| own.folder.stage(bytes.split_at(reaches).0))
    }

    fn rename(&mut self) -> io::Result<()> {
        self.step("rename", |own| own.folder.rename())
    }

    fn sync_dir(&mut self) -> io::Result<()> {
        self.step("sync", |own| {
            own.folder.sync_dir()?;
            match fs::copy(own.path.join("vault"), &own.durable) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => fs::remove_file(&own.durable),
                copied => copied.map(drop),
            }
        })
    }

    fn remove(&mut self) -> io::Result<()> {
        self.step("remove", |own| own.folder.remove())
    }

    fn remove_temp(&mut self) -> io::Result<()> {
        self.step("remove-temp", |own| own.folder.remove_temp())
    }
}

/// The exit code of a process whose disk died.
pub(crate) const DIED: i32 = 66;
