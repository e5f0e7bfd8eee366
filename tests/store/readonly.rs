//! A folder in which nothing may be written: the phone says so, and changes nothing.

use std::{
    fs::{self, Permissions},
    os::unix::{
        fs::{MetadataExt, PermissionsExt, chown},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::{Command, Output},
};

use tempfile::TempDir;
use tests::child::Process;

use crate::{NONE, PASSPHRASE, mounted, phone, scenes};

const DENIED: &str = "no Vault(Disk(PermissionDenied))";

#[test]
fn a_folder_that_may_not_be_written_opens_no_phone_makes_none_and_is_left_alone() {
    let file = scenes::friends().file;
    let Some(owner) = Owner::of(Some(&file)) else { return };
    // Not even the lock can be made.
    owner.forbid();
    assert_eq!(owner.phone().ask(&format!("open {NONE}")).as_deref(), Some(DENIED));
    owner.allow();
    owner.phone().ok(&format!("open {NONE}"));
    owner.forbid();
    let mut process = owner.phone();
    process.ok(&format!("open {NONE}"));
    for passphrase in [PASSPHRASE, "wrong", PASSPHRASE] {
        assert_eq!(process.ask(&format!("unlock {passphrase}")).as_deref(), Some(DENIED));
    }
    drop(process);
    assert!(fs::read(owner.folder().join("vault")).unwrap() == file);
    let said = owner.aldis(&["contacts", "phone"]);
    let (out, err) = (String::from_utf8(said.stdout).unwrap(), String::from_utf8(said.stderr).unwrap());
    assert_eq!((said.status.code(), out.as_str()), (Some(1), ""), "{err}");
    assert!(err.starts_with("The disk refused: permission denied. Nothing was changed.\n"), "{err}");
    assert!(err.contains("Look at the folder's permissions"), "{err}");
    owner.allow();
    let mut process = owner.phone();
    process.ok(&format!("open {NONE}"));
    process.ok(&format!("unlock {PASSPHRASE}"));

    let Some(owner) = Owner::of(None) else { return };
    owner.forbid();
    assert_eq!(owner.phone().ask(&format!("setup {NONE} {PASSPHRASE}")).as_deref(), Some(DENIED));
    assert_eq!(fs::read_dir(owner.folder()).unwrap().count(), 0);
}

#[test]
fn a_folder_that_turns_read_only_under_an_open_phone_loses_nothing_and_spends_nothing() {
    let scene = scenes::friends();
    let Some(owner) = Owner::of(Some(&scene.file)) else { return };
    let mut process = owner.phone();
    process.ok(&format!("open {NONE}"));
    process.ok(&format!("unlock {PASSPHRASE}"));
    let before = fs::read(owner.folder().join("vault")).unwrap();
    owner.forbid();
    for verb in ["write Bob lost", scene.line("receive"), scene.line("read"), scene.line("burn"), "hours 3"] {
        assert_eq!(process.ask(verb).as_deref(), Some(DENIED), "{verb}");
    }
    assert!(fs::read(owner.folder().join("vault")).unwrap() == before);
    owner.allow();
    assert!(process.ok("write Bob after").starts_with("3 "), "two were written before");
    process.ok(scene.line("receive"));
}

#[test]
fn a_disk_that_is_mounted_read_only_opens_no_phone_and_says_why() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("vault"), scenes::friends().file).unwrap();
    let path = home.path().to_str().unwrap();
    let Some(mut process) = mounted(&format!("-o bind,ro {path}"), home.path(), &phone(home.path(), 1)) else { return };
    assert_eq!(process.ask(&format!("open {NONE}")).as_deref(), Some("no Vault(Disk(ReadOnlyFilesystem))"));
}

/// Somebody to whom a folder's permissions mean something, which they do not to root; and the folder.
struct Owner {
    home: TempDir,
    becomes: Option<u32>,
}

/// Whom root becomes.
const NOBODY: u32 = 65_534;

impl Owner {
    fn of(file: Option<&[u8]>) -> Option<Owner> {
        let home = tempfile::tempdir().unwrap();
        let becomes = (fs::metadata(home.path()).unwrap().uid() == 0).then_some(NOBODY);
        let owner = Owner { home, becomes };
        fs::create_dir(owner.folder()).unwrap();
        fs::write(owner.home.path().join("passphrase"), PASSPHRASE).unwrap();
        if let Some(file) = file {
            fs::write(owner.folder().join("vault"), file).unwrap();
        }
        if becomes.is_some() {
            mode(owner.home.path(), 0o755);
            for path in [owner.folder(), owner.folder().join("vault"), owner.home.path().join("passphrase")] {
                // There is no vault before a setup.
                let _ = chown(path, becomes, becomes);
            }
            if let Err(error) = owner.run(&mut Command::new("true")) {
                tests::skipped(&format!("a folder that may not be written: root cannot become another user, {error}"));
                return None;
            }
        }
        Some(owner)
    }

    fn folder(&self) -> PathBuf {
        self.home.path().join("phone")
    }

    fn forbid(&self) {
        mode(&self.folder(), 0o555);
    }

    fn allow(&self) {
        mode(&self.folder(), 0o755);
    }

    fn phone(&self) -> Process {
        let command = phone(&self.folder(), 1);
        let mut own = Command::new(self.copy(command.get_program().as_ref()));
        Process::start(self.is(own.args(command.get_args())))
    }

    fn aldis(&self, args: &[&str]) -> Output {
        let mut command = Command::new(self.copy(env!("CARGO_BIN_EXE_aldis-under-test").as_ref()));
        self.run(command.args(args).args(["--passphrase-file", "passphrase"])).unwrap()
    }

    fn run(&self, command: &mut Command) -> std::io::Result<Output> {
        self.is(command.current_dir(self.home.path())).output()
    }

    fn is<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        match self.becomes {
            Some(id) => command.uid(id).gid(id),
            None => command,
        }
    }

    /// The program itself may lie where nobody else may look.
    fn copy(&self, program: &Path) -> PathBuf {
        let copy = self.home.path().join(program.file_name().unwrap());
        if !copy.exists() {
            fs::copy(program, &copy).unwrap();
        }
        copy
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        self.allow(); // so that it can be removed
    }
}

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}
