//! Keys in a folder on another medium, a stick for example: what a phone's Keystore keeps, as far as files can. At each unlock
//! the phone goes under a new key and the old one is overwritten, so that an older copy of the phone opens no more. Who takes
//! the medium, too, has its old blocks: a file is not hardware.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use engine::{HardwareSecret, KeyName, KeyTrouble, Keystore};
use getrandom::SysRng;
use rand_core::{Rng, UnwrapErr};
use zeroize::Zeroizing;

use crate::said::Stop;

/// The folder of one phone's keys. Each file is a key: 32 bytes.
pub(crate) struct KeyFolder(PathBuf);

impl KeyFolder {
    /// One that is there.
    pub(crate) fn at(path: &Path) -> Result<KeyFolder, Stop> {
        if path.is_dir() {
            return Ok(KeyFolder(path.to_owned()));
        }
        Err(Stop::new("The folder with the keys is not there.", "Bring the medium that it lies on, then do it again."))
    }

    /// One for a new phone: made where it is missing, and never one that holds anything. A phone destroys keys that are not
    /// its own.
    pub(crate) fn new(path: &Path) -> Result<KeyFolder, Stop> {
        let unfit =
            |said: String| Stop::new(said, "Name a new folder, on a medium that you can keep apart from the phone.");
        match private().create(path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            made => {
                made.map_err(|error| unfit(format!("The folder for the keys cannot be made: {}.", error.kind())))?
            }
        }
        let mut entries = fs::read_dir(path).map_err(|error| unfit(format!("It cannot be read: {}.", error.kind())))?;
        if entries.next().is_some() {
            return Err(unfit("The folder for the keys is not empty.".to_owned()));
        }
        Ok(KeyFolder(path.to_owned()))
    }

    fn file(&self, name: &KeyName) -> PathBuf {
        self.0.join(&name.0)
    }

    fn flush(&self) -> Result<(), KeyTrouble> {
        File::open(&self.0).and_then(|folder| folder.sync_all()).map_err(trouble)
    }
}

impl Keystore for KeyFolder {
    fn names(&mut self) -> Result<Vec<KeyName>, KeyTrouble> {
        let entries = fs::read_dir(&self.0).map_err(trouble)?;
        let name = |entry: io::Result<fs::DirEntry>| entry.map(|entry| entry.file_name().into_string().ok());
        let names = entries.map(name).collect::<io::Result<Vec<_>>>().map_err(trouble)?;
        Ok(names.into_iter().flatten().filter(|name| name.ends_with(SUFFIX)).map(KeyName).collect())
    }

    fn make(&mut self) -> Result<KeyName, KeyTrouble> {
        let rng = &mut UnwrapErr(SysRng);
        let name = KeyName(format!("{:016x}{SUFFIX}", rng.next_u64()));
        let mut secret = Zeroizing::new([0; 32]);
        rng.fill_bytes(secret.as_mut_slice());
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let written = options.open(self.file(&name)).and_then(|mut file| {
            file.write_all(secret.as_slice())?;
            file.sync_all()
        });
        match written.map_err(trouble).and_then(|()| self.flush()) {
            Ok(()) => Ok(name),
            Err(trouble) => {
                let _ = self.delete(&name);
                Err(trouble)
            }
        }
    }

    fn secret(&mut self, name: &KeyName) -> Result<HardwareSecret, KeyTrouble> {
        let mut bytes = Zeroizing::new([0; 32]);
        let mut file = File::open(self.file(name)).map_err(trouble)?;
        match file.read_exact(bytes.as_mut_slice()) {
            Ok(()) => Ok(HardwareSecret::new(&mut bytes)),
            // A power cut came before it was whole; the phone is under none like that.
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => Err(KeyTrouble::Broken),
            Err(error) => Err(trouble(error)),
        }
    }

    fn delete(&mut self, name: &KeyName) -> Result<(), KeyTrouble> {
        let path = self.file(name);
        let overwritten = OpenOptions::new().write(true).open(&path).and_then(|mut file| {
            file.write_all(&[0; 32])?;
            file.sync_all()
        });
        match overwritten.and_then(|()| fs::remove_file(path)) {
            Ok(()) => self.flush(),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            Err(error) => Err(trouble(error)),
        }
    }
}

#[allow(clippy::needless_pass_by_value, reason = "it maps errors")]
fn trouble(error: io::Error) -> KeyTrouble {
    match error.kind() {
        ErrorKind::NotFound => KeyTrouble::Gone,
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => KeyTrouble::Broken,
        _ => KeyTrouble::Transient,
    }
}

fn private() -> fs::DirBuilder {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

const SUFFIX: &str = ".key";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_keys_passes_the_trial_and_keeps_nothing_of_it() {
        let home = tempfile::tempdir().unwrap();
        let mut keys = KeyFolder::new(&home.path().join("keys")).unwrap();
        assert_eq!(engine::trial(&mut keys), engine::Pace::EveryUnlock);
        assert_eq!(fs::read_dir(home.path().join("keys")).unwrap().count(), 0);
    }

    #[test]
    fn a_key_is_whole_or_says_that_it_is_not() {
        let home = tempfile::tempdir().unwrap();
        let mut keys = KeyFolder::new(home.path()).unwrap();
        let name = keys.make().unwrap();
        assert!(keys.secret(&name).unwrap().same(&keys.secret(&name).unwrap()));
        fs::write(keys.file(&name), [1; 31]).unwrap();
        assert_eq!(keys.secret(&name).err(), Some(KeyTrouble::Broken));
        keys.delete(&name).unwrap();
        keys.delete(&name).unwrap();
        assert_eq!((keys.secret(&name).err(), keys.names()), (Some(KeyTrouble::Gone), Ok(vec![])));
    }

    #[test]
    fn a_folder_with_anything_in_it_is_for_no_new_phone() {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("letters"), b"letters").unwrap();
        assert!(KeyFolder::new(home.path()).is_err_and(|stop| stop.said.contains("not empty")));
        assert!(KeyFolder::at(&home.path().join("nowhere")).is_err());
    }
}
