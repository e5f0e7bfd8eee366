//! The real disk: a folder on a Unix file system with `vault`, `vault.temp`, `vault.room` and `lock` in it.
//!
//! `vault.room` is as large as a vault and holds nothing: on a full disk it becomes the temporary file, so that neither an
//! unlock nor a burn asks the disk for anything. The file that the commit replaces gives the room back.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::{Disk, Error, FILE_LEN};

/// A folder that nobody else holds; given back on drop.
pub struct Folder {
    path: PathBuf,
    vault: PathBuf,
    temp: PathBuf,
    room: PathBuf,
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
        let [vault, temp, room] = ["vault", "vault.temp", "vault.room"].map(|name| path.join(name));
        Ok(Self { path, vault, temp, room, _lock: lock, _claim: claim })
    }

    /// A new file, never an old one truncated: nobody's link is followed.
    fn stage_anew(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.remove_temp()?;
        let mut file = private().create_new(true).open(&self.temp)?;
        file.write_all(bytes)?;
        file.sync_all()
    }

    /// Writes over the room that was kept, which asks for none.
    fn stage_in_the_room(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.remove_temp()?;
        fs::rename(&self.room, &self.temp)?;
        if !is_room(&self.temp)? {
            return Err(io::ErrorKind::StorageFull.into());
        }
        let mut file = private().open(&self.temp)?;
        file.write_all(bytes)?;
        file.sync_all()
    }

    /// Takes room for the next commit, where there is some and none is kept. Without it a full disk refuses.
    fn keep_room(&self) {
        if fs::symlink_metadata(&self.room).is_ok() || fs::symlink_metadata(&self.vault).is_err() {
            return;
        }
        let taken = private().create_new(true).open(&self.room).and_then(|mut file| {
            file.write_all(&vec![0; FILE_LEN])?;
            file.sync_all()
        });
        if taken.is_err() {
            let _ = fs::remove_file(&self.room);
        }
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
        match self.stage_anew(bytes) {
            Err(error) if is_full(error.kind()) => self.stage_in_the_room(bytes).map_err(|_| error),
            staged => staged,
        }
    }

    fn rename(&mut self) -> io::Result<()> {
        fs::rename(&self.temp, &self.vault)
    }

    fn sync_dir(&mut self) -> io::Result<()> {
        File::open(&self.path)?.sync_all()?;
        self.keep_room();
        Ok(())
    }

    fn remove(&mut self) -> io::Result<()> {
        absent_is_fine(fs::remove_file(&self.vault))?;
        absent_is_fine(fs::remove_file(&self.room))
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

fn is_full(kind: io::ErrorKind) -> bool {
    matches!(kind, io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

/// A file of a vault's size that has no other name: to write over it changes nothing of anybody else's.
fn is_room(path: &Path) -> io::Result<bool> {
    let metadata = fs::symlink_metadata(path)?;
    Ok(metadata.is_file() && metadata.nlink() == 1 && metadata.len() == FILE_LEN as u64)
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
