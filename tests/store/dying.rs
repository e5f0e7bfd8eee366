//! The disk dies at every step of every verb that writes, and the process with it: afterwards a phone is what it was
//! before the verb or what it is after it, whichever of the two files a power cut leaves; and what was shown is there.

use std::{collections::HashMap, fs};

use engine::Share;
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use tempfile::TempDir;
use tests::child::Process;

use crate::{
    NONE, PASSPHRASE,
    found::{Found, found},
    hex, phone,
    scenes::{self, Scene},
};

const OTHER: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
const NEW: &str = "a quiet harbour at dusk";
const DIED: Option<i32> = Some(66);

/// One verb in one scene.
struct Trial<'s> {
    /// What lies on the disk; nothing before a setup.
    file: Option<&'s [u8]>,
    /// What is said first, on a disk that is well.
    first: &'s [&'s str],
    /// What a file was found to hold, by its bytes.
    known: HashMap<Vec<u8>, Future>,
}

/// What the next process finds, or the next boot.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Future {
    Nothing,
    /// Of a vault's size, and it opens for nobody.
    Noise,
    Phone(Found),
}

/// A folder, a phone in it, and the file that a power cut would leave.
struct Table {
    home: TempDir,
    process: Process,
}

impl Trial<'_> {
    fn table(&self) -> Table {
        let home = quick_folder();
        let (folder, durable) = (home.path().join("phone"), home.path().join("durable"));
        fs::create_dir(&folder).unwrap();
        if let Some(file) = self.file {
            fs::write(folder.join("vault"), file).unwrap();
            fs::write(&durable, file).unwrap();
        }
        let mut process = Process::start(phone(&folder, 1000).arg(&durable));
        for line in self.first {
            process.ok(line);
        }
        Table { home, process }
    }

    /// The file as it is, and as a power cut would leave it.
    fn futures(&mut self, home: &TempDir) -> [Future; 2] {
        ["phone/vault", "durable"].map(|name| match fs::read(home.path().join(name)) {
            Ok(file) => self.known.entry(file).or_insert_with_key(|file| open(file)).clone(),
            Err(_) => Future::Nothing,
        })
    }
}

/// In memory where there is such a place: what a power cut leaves is played here, and waiting for a real disk shows nothing.
fn quick_folder() -> TempDir {
    tempfile::tempdir_in("/dev/shm").unwrap_or_else(|_| tempfile::tempdir().unwrap())
}

fn open(file: &[u8]) -> Future {
    assert_eq!(file.len(), vault::FILE_LEN);
    let half = hex(share().half().as_slice());
    found(file, &[NONE, OTHER, &half], &[PASSPHRASE, NEW]).map_or(Future::Noise, Future::Phone)
}

/// On a host without a hardware secret a phone that travels is under its half.
fn share() -> Share {
    Share::new(&mut ChaCha20Rng::seed_from_u64(54))
}

/// Lets the disk fail in every way at every step of `verb`.
fn every_fault(file: Option<&[u8]>, first: &[&str], verb: &str) {
    let mut trial = Trial { file, first, known: HashMap::new() };
    let name = &verb[..verb.len().min(24)];
    let Table { home, mut process } = trial.table();
    let [before, _] = trial.futures(&home);
    process.ok("counts");
    process.ok(verb);
    let steps: Vec<String> = process.ok("steps").split_whitespace().map(str::to_owned).collect();
    assert_eq!(process.end(), Some(0));
    let [after, durable] = trial.futures(&home);
    assert!(after == durable, "{name}: shown, and a power cut would undo it");
    assert!(after != before, "{name} does nothing that could be lost");
    assert_eq!(steps.last().map(String::as_str), Some("sync"), "{name}: {steps:?}");

    let burns = after == Future::Nothing;
    let allowed = |future: &Future| match (future, &before) {
        (Future::Noise, _) if burns => true,
        // The attempt is counted in a write of its own.
        (Future::Phone(found), Future::Phone(before)) if verb.starts_with("unlock") => {
            found.shown == before.shown && found.tries <= before.tries + 1
        }
        _ => *future == before || *future == after,
    };
    for (index, step) in steps.iter().enumerate() {
        let faults: &[&str] = match step.as_str() {
            "stage" => &["before", "torn", "refuses"],
            "rename" => &["before", "refuses", "late"],
            _ => &["before", "after", "refuses"],
        };
        for fault in faults {
            let at = format!("{name}: {fault} step {index}, {step}");
            let Table { home, mut process } = trial.table();
            process.ok(&format!("fails {index} {fault}"));
            let said = process.ask(verb);
            if ["refuses", "late"].contains(fault) {
                // A burn asks for noise first, and goes on without it.
                let went_on = burns && said.as_deref() == Some("ok ");
                assert!(went_on || said.is_some_and(|said| said.starts_with("no Vault(")), "{at}");
                assert_eq!(process.end(), Some(0), "{at}");
            } else {
                assert_eq!((said, process.end()), (None, DIED), "{at}");
            }
            for future in trial.futures(&home) {
                assert!(allowed(&future), "{at}: {future:#?} is neither {before:#?} nor {after:#?}");
            }
            let open = Process::start(&mut phone(&home.path().join("phone"), 1001)).ask(&format!("open {NONE}"));
            assert!(open.is_some() && !home.path().join("phone/vault.temp").exists(), "{at}: left behind");
        }
    }
}

/// The verbs of an unlocked phone.
fn each_verb(scene: &Scene, verbs: &[&str]) {
    let (open, unlock) = (format!("open {NONE}"), format!("unlock {PASSPHRASE}"));
    for verb in verbs {
        every_fault(Some(&scene.file), &[&open, &unlock], verb);
    }
}

#[test]
fn of_a_setup_nothing_is_left_or_a_whole_phone() {
    every_fault(None, &[], &format!("setup {NONE} {PASSPHRASE}"));
}

#[test]
fn an_unlock_and_a_wrong_passphrase_lose_neither_the_phone_nor_the_count() {
    let (scene, open) = (scenes::friends(), format!("open {NONE}"));
    every_fault(Some(&scene.file), &[&open], "unlock not the passphrase");
    every_fault(Some(&scene.file), &[&open, "unlock not the passphrase"], &format!("unlock {PASSPHRASE}"));
}

#[test]
fn a_new_hardware_secret_or_passphrase_leaves_the_old_one_or_the_new_one() {
    let (scene, open) = (scenes::friends(), format!("open {NONE}"));
    every_fault(Some(&scene.file), &[&open], &format!("rekey {OTHER}"));
    each_verb(&scene, &[&format!("rekey {OTHER}"), &format!("passphrase {PASSPHRASE} / {NEW}")]);
}

#[test]
fn each_step_of_a_meeting_happened_or_did_not() {
    let scene = scenes::alone();
    each_verb(&scene, &["start Bob", scene.line("answer")]);
    let scene = scenes::waiting_for_p2();
    each_verb(&scene, &[scene.line("accept"), "end-meeting"]);
    let scene = scenes::waiting_for_p3();
    each_verb(&scene, &[scene.line("finish")]);
    each_verb(&scenes::unconfirmed(), &["confirm Bob"]);
}

#[test]
fn a_message_was_written_or_was_not() {
    each_verb(&scenes::friends(), &["write Bob and another thing", "cover Bob", "draft Bob half a sentence"]);
}

#[test]
fn a_message_was_received_or_was_not() {
    let scene = scenes::friends();
    each_verb(&scene, &["receive", "receive-late", "receive-cover"].map(|name| scene.line(name)));
}

#[test]
fn a_text_was_opened_or_burned_or_was_not() {
    let scene = scenes::friends();
    each_verb(&scene, &[scene.line("read"), scene.line("burn")]);
    each_verb(&scenes::overdue(), &["pass"]);
}

#[test]
fn a_setting_was_changed_or_was_not() {
    each_verb(&scenes::friends(), &["hours 3", "card", "rename Bob Robert", "pause Bob", "burn-contact Bob"]);
    each_verb(&scenes::paused(), &["resume Bob"]);
    each_verb(&scenes::in_doubt(), &["date"]);
}

#[test]
fn what_is_prepared_for_a_seizure_was_prepared_or_was_not() {
    let duress = format!("duress {PASSPHRASE} / cold harbour nine tin whistle / Bob");
    each_verb(&scenes::friends(), &["lease-days 7", "notices Bob on", "locked-burn on", &duress]);
    each_verb(&scenes::prepared(), &["no-duress", "notices Carol off", "locked-burn off", "card", "hours 5"]);
}

#[test]
fn a_share_is_needed_or_is_not() {
    let (scene, travel) = (scenes::friends(), format!("travel {}", hex(&share().object())));
    each_verb(&scene, &[&travel]);
    let (open, unlock) = (format!("open {NONE}"), format!("unlock {PASSPHRASE}"));
    every_fault(Some(&scene.file), &[&open, &unlock, &travel], "come-home");
}

#[test]
fn a_card_has_ended_somebody_wholly_or_not_at_all() {
    let scene = scenes::prepared();
    each_verb(&scene, &[scene.line("card"), "burn-contact Bob", "burn-contact Carol"]);
}

#[test]
fn a_burn_that_was_cut_short_leaves_the_phone_or_nothing_that_opens() {
    let (scene, open) = (scenes::prepared(), format!("open {NONE}"));
    every_fault(Some(&scene.file), &[&open], "burn-vault");
    each_verb(&scene, &["burn-vault"]);
}
