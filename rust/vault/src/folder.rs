//! The real disk: a folder on a Unix file system with `vault`, `vault.temp` and `lock` in it.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::{Disk, Error};

/// A folder that nobody else holds; given back on drop.
pub struct Folder {
    path: PathBuf,
    vault: PathBuf,
    temp: PathBuf,
    _lock: File,
    _claim: Claim,
}

impl Folder {
    /// Takes the folder, which must exist. Files are made with mode 0600.
    ///
    /// Two guards: a set of folders within this process, and an advisory lock on the file `lock` against other processes.
    /// Where the system knows no such lock (the standard library has none on Android before Rust 1.98) the first one
    /// alone stands; an app's private folder has only one process.
    ///
    /// # Errors
    /// [`Error::Busy`] if somebody holds it; [`Error::Disk`] if it does not exist or cannot be written.
    pub fn at(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref().canonicalize().map_err(disk_error)?;
        let claim = Claim::on(&path).ok_or(Error::Busy)?;
        let lock = private().create(true).truncate(false).open(path.join("lock")).map_err(disk_error)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Error::Busy),
            Err(TryLockError::Error(error)) if no_such_lock(error.kind()) => {}
            Err(TryLockError::Error(error)) => return Err(disk_error(error)),
        }
        let (vault, temp) = (path.join("vault"), path.join("vault.temp"));
        Ok(Self { path, vault, temp, _lock: lock, _claim: claim })
    }
}

impl Disk for Folder {
    fn read(&mut self, into: &mut [u8]) -> io::Result<u64> {
        // Asked before opening: a pipe in the vault's place would wait for ever.
        let metadata = fs::symlink_metadata(&self.vault)?;
        if !metadata.is_file() {
            return Ok(0);
        }
        let mut file = File::open(&self.vault)?;
        let mut left = into;
        while !left.is_empty() {
            match file.read(left) {
                Ok(0) => break,
                Ok(count) => left = left.split_at_mut_checked(count).map_or(&mut [], |(_, rest)| rest),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(metadata.len())
    }

    fn stage(&mut self, bytes: &[u8]) -> io::Result<()> {
        // A new file, never an old one truncated: nobody's link is followed.
        self.remove_temp()?;
        let mut file = private().create_new(true).open(&self.temp)?;
        file.write_all(bytes)?;
        file.sync_all()
    }

    fn rename(&mut self) -> io::Result<()> {
        fs::rename(&self.temp, &self.vault)
    }

    fn sync_dir(&mut self) -> io::Result<()> {
        File::open(&self.path)?.sync_all()
    }

    fn remove(&mut self) -> io::Result<()> {
        absent_is_fine(fs::remove_file(&self.vault))
    }

    fn remove_temp(&mut self) -> io::Result<()> {
        absent_is_fine(fs::remove_file(&self.temp))
    }
}

/// The folders held within this process.
static CLAIMED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

struct Claim(PathBuf);

impl Claim {
    fn on(path: &Path) -> Option<Self> {
        let mut claimed = CLAIMED.lock().unwrap_or_else(PoisonError::into_inner);
        claimed.insert(path.to_owned()).then(|| Self(path.to_owned()))
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        CLAIMED.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.0);
    }
}

/// Some Android kernels answer EINVAL where they have no such lock.
fn no_such_lock(kind: io::ErrorKind) -> bool {
    matches!(kind, io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput)
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).mode(0o600);
    options
}

fn absent_is_fine(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

fn disk_error(error: io::Error) -> Error {
    Error::Disk(error.kind())
}
