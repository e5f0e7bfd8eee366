//! What the vault asks of a disk: small enough that a test can die between any two steps.

use std::io;

/// A folder with one vault file and at most one temporary file beside it.
///
/// An implementation is the only writer for its life: [`Folder`](crate::Folder) holds a lock from construction to drop.
/// Every error must mean that the step did not happen, as far as the system can tell.
pub trait Disk: Send {
    /// Fills `into` from the beginning of the vault file as far as the file reaches, and returns the size of the whole
    /// file in bytes; 0 if something other than a regular file stands in its place.
    ///
    /// # Errors
    /// `NotFound` if nothing stands there; else what the system says.
    fn read(&mut self, into: &mut [u8]) -> io::Result<u64>;

    /// Writes `bytes` to a new temporary file, replacing one that an earlier crash left, and flushes it to the medium.
    ///
    /// # Errors
    /// What the system says; part of the temporary file may remain.
    fn stage(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Puts the temporary file in the vault's place, in one step.
    ///
    /// # Errors
    /// What the system says.
    fn rename(&mut self) -> io::Result<()>;

    /// Flushes the folder: from here on the last rename or removal survives a power cut.
    ///
    /// # Errors
    /// What the system says.
    fn sync_dir(&mut self) -> io::Result<()>;

    /// Removes the vault file; none is no error.
    ///
    /// # Errors
    /// What the system says.
    fn remove(&mut self) -> io::Result<()>;

    /// Removes the temporary file; none is no error.
    ///
    /// # Errors
    /// What the system says.
    fn remove_temp(&mut self) -> io::Result<()>;
}

impl<D: Disk + ?Sized> Disk for Box<D> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<u64> {
        (**self).read(into)
    }

    fn stage(&mut self, bytes: &[u8]) -> io::Result<()> {
        (**self).stage(bytes)
    }

    fn rename(&mut self) -> io::Result<()> {
        (**self).rename()
    }

    fn sync_dir(&mut self) -> io::Result<()> {
        (**self).sync_dir()
    }

    fn remove(&mut self) -> io::Result<()> {
        (**self).remove()
    }

    fn remove_temp(&mut self) -> io::Result<()> {
        (**self).remove_temp()
    }
}
