//! Replacing the file in one step, and removing it for good.

use std::io;

use rand_core::CryptoRng;

use crate::file::{HEADER_LEN, Inside, Sealed};
use crate::key::{HardwareSecret, Key};
use crate::{Disk, Error};

/// Burns whatever stands in the vault's place, without opening it: for a file that is damaged or whose hardware secret is
/// gone, when its owner has said so. [`Closed::burn`](crate::Closed::burn) and [`Open::burn`](crate::Open::burn) are this.
///
/// Fresh noise replaces the file before the name is removed. Flash keeps old blocks all the same; what makes them
/// unreadable is the hardware secret, which the caller deletes.
///
/// # Errors
/// [`Error::Disk`] if the file could not be removed (if the noise could be written, it stands there);
/// [`Error::NotDurable`] if a power cut might bring it back.
pub fn burn(disk: impl Disk, rng: &mut dyn CryptoRng) -> Result<(), Error> {
    let mut disk = disk;
    burn_on(&mut disk, rng)
}

pub(crate) fn burn_on(disk: &mut dyn Disk, rng: &mut dyn CryptoRng) -> Result<(), Error> {
    // A full disk has no room for noise. Removal must not wait for it, and needs none.
    let replaced = Sealed::noise(rng).map(|noise| disk.stage(noise.bytes()).and_then(|()| disk.rename()));
    if let Some(Ok(())) = replaced {
        let _ = disk.sync_dir();
    }
    let temp = disk.remove_temp();
    disk.remove().and(temp).map_err(|error| Error::Disk(error.kind()))?;
    disk.sync_dir().map_err(|error| Error::NotDurable(error.kind()))
}

/// Temporary file, flush, rename, flush the folder.
///
/// # Errors
/// [`Error::Disk`]: the old file stands. [`Error::NotDurable`]: the new one does. [`in_place`] tells them apart.
pub(crate) fn commit(disk: &mut dyn Disk, file: &Sealed) -> Result<(), Error> {
    let refused = |disk: &mut dyn Disk, error: io::Error| {
        let _ = disk.remove_temp(); // gives the room back; the next commit and the next open try it again
        Err(Error::Disk(error.kind()))
    };
    if let Err(error) = disk.stage(file.bytes()) {
        return refused(disk, error);
    }
    if let Err(error) = disk.rename() {
        // An error that comes late (a journal that gave up) must not leave memory and disk at odds: look.
        return if stands(disk, file) { Err(Error::NotDurable(error.kind())) } else { refused(disk, error) };
    }
    disk.sync_dir().map_err(|error| Error::NotDurable(error.kind()))
}

/// Whether the new file is the one that stands, and the state in memory must follow it.
pub(crate) fn in_place(outcome: &Result<(), Error>) -> bool {
    matches!(outcome, Ok(()) | Err(Error::NotDurable(_)))
}

/// Replaces the outer layer alone, and proves that the new one opens.
pub(crate) fn rekey(
    disk: &mut dyn Disk,
    outer: &mut Key,
    secret: &HardwareSecret,
    rng: &mut dyn CryptoRng,
) -> Result<(), Error> {
    let fresh = secret.outer_key();
    let sealed = Inside::read(disk, outer)?.seal(&fresh, rng)?;
    let outcome = commit(disk, &sealed);
    if in_place(&outcome) {
        *outer = fresh;
    }
    outcome?;
    match Inside::read(disk, outer) {
        Ok(_) => Ok(()),
        Err(Error::Disk(kind)) => Err(Error::NotDurable(kind)),
        Err(error) => Err(error),
    }
}

/// The header's nonce is 24 fresh random bytes: no other file begins so.
fn stands(disk: &mut dyn Disk, file: &Sealed) -> bool {
    let mut header = [0; HEADER_LEN];
    disk.read(&mut header).is_ok() && file.bytes().starts_with(&header)
}
