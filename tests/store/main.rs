//! What a phone leaves on its disk, whatever becomes of the process, the disk and the folder.
#![cfg(test)]

mod dying;
mod found;
mod full;
mod killed;
mod readonly;
mod scenes;
mod two;

use std::{path::Path, process::Command, time::Duration};

use tests::{child::Process, phones::START};

/// No hardware secret, as the child writes it.
const NONE: &str = "0000000000000000000000000000000000000000000000000000000000000000";
const PASSPHRASE: &str = "wall lamp drawer boat six";

/// A phone in a process of its own.
fn phone(folder: &Path, seed: u64) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_phone-under-test"));
    command.arg(folder).arg(seed.to_string()).arg(START.0.to_string());
    command
}

/// The same, unlocked.
fn unlocked(folder: &Path, seed: u64) -> Process {
    let mut phone = Process::start(&mut phone(folder, seed));
    let open = format!("open {NONE}");
    // Whatever this process starts holds, until it has become another program, all files that this process held: for that
    // moment a phone is in use that was just given back.
    let was_free = (0..100).any(|_| {
        let said = phone.ask(&open);
        let busy = said.as_deref() == Some("no Vault(Busy)");
        assert!(busy || said.as_deref() == Some("ok "), "{said:?}");
        if busy {
            std::thread::sleep(Duration::from_millis(20));
        }
        !busy
    });
    assert!(was_free, "somebody holds the phone");
    phone.ok(&format!("unlock {PASSPHRASE}"));
    phone
}

/// The same in a world of its own, where `mount WHAT FOLDER` was done before. Nothing, and a line that says so, where the
/// system lets nobody mount.
fn mounted(what: &str, folder: &Path, phone: &Command) -> Option<Process> {
    let mount = format!("mount {what} \"$0\"");
    // Root may; in a user namespace of its own, mostly, anybody.
    let worlds: [&[&str]; 2] = [&["--mount"], &["--user", "--map-root-user", "--mount"]];
    let world = |world: &[&str], then: &str| {
        let mut command = Command::new("unshare");
        command.args(world).args(["sh", "-c", &format!("{mount} && {then}")]).arg(folder);
        command
    };
    let works = |flags: &&&[&str]| world(flags, "true").output().is_ok_and(|output| output.status.success());
    let Some(flags) = worlds.iter().find(works) else {
        tests::skipped(&format!("nobody may `mount {what}` here"));
        return None;
    };
    Some(Process::start(world(flags, "exec \"$@\"").arg(phone.get_program()).args(phone.get_args())))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
