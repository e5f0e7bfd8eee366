//! A desk with phones on it: folders, a passphrase file, and `aldis` as a process.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use engine::{Clock, Custody, HardwareSecret, Locked, Moment, Phone, Surroundings};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use serde_json::Value;
use tempfile::TempDir;

const PASSPHRASE: &str = "wall lamp drawer boat six";

pub(crate) struct Desk(TempDir);

/// What a process left.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Desk {
    pub(crate) fn new() -> Desk {
        let desk = Desk(tempfile::tempdir().unwrap());
        std::fs::write(desk.path("passphrase"), format!("{PASSPHRASE}\n")).unwrap();
        desk
    }

    /// Two phones, `alice` and `bob`, that have met and confirmed.
    pub(crate) fn met() -> Desk {
        let desk = Desk::new();
        desk.met_unconfirmed();
        desk.ok("confirm alice Bob");
        desk.ok("confirm bob Alice");
        desk
    }

    pub(crate) fn met_unconfirmed(&self) {
        self.ok("setup alice --quick");
        self.ok("setup bob --quick");
        self.ok("pair alice Bob start --out p1");
        self.ok("pair bob Alice scan p1/* --out p2");
        self.ok("pair alice Bob scan p2/* --out p3");
        self.ok("pair bob Alice scan p3/p3.png");
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Runs a verb with the right passphrase. Words are split at blanks; `folder/*` stands for its files, in order.
    pub(crate) fn aldis(&self, line: &str) -> Done {
        self.run(line, "passphrase", "")
    }

    /// As [`Desk::aldis`], and done.
    pub(crate) fn ok(&self, line: &str) -> Done {
        let done = self.aldis(line);
        assert_eq!(done.code, 0, "{line}: {done:?}");
        done
    }

    /// As [`Desk::aldis`], and refused with these words on standard error; says nothing on standard output.
    pub(crate) fn refused(&self, line: &str, code: i32, said: &str) -> Done {
        let done = self.aldis(line);
        assert_eq!(done.code, code, "{line}: {done:?}");
        assert!(done.err.contains(said), "{line}: {done:?}");
        assert!(done.err.lines().count() >= 2, "no next step: {done:?}");
        assert_eq!(done.out, "", "{line}");
        done
    }

    pub(crate) fn with_stdin(&self, line: &str, text: &[u8]) -> Done {
        self.feed(line, "passphrase", text)
    }

    pub(crate) fn with_passphrase(&self, line: &str, passphrase: &str) -> Done {
        std::fs::write(self.path("another"), passphrase).unwrap();
        self.run(line, "another", "")
    }

    pub(crate) fn without_passphrase(&self, line: &str) -> Done {
        self.spawn(self.words(line), b"", Stdio::piped)
    }

    /// One JSON object a line.
    pub(crate) fn json(&self, line: &str) -> Vec<Value> {
        self.aldis(line).json()
    }

    /// The phone through the engine, at another time: `later` seconds from now.
    pub(crate) fn phone(&self, name: &str, later: i64) -> Phone {
        let rng = ChaCha20Rng::seed_from_u64(7 + later.unsigned_abs());
        let surroundings = Surroundings::new(Shifted(later), rng, Custody::Vault);
        let locked = Locked::open(&self.path(name), &HardwareSecret::none(), surroundings).unwrap();
        let Ok(phone) = locked.unlock(&PASSPHRASE.parse().unwrap()) else { panic!("the passphrase is right") };
        phone
    }

    pub(crate) fn vault(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name).join("vault")).unwrap()
    }

    /// What a person can see of a phone's state: people, gaps, kept codes, a meeting under way, the inbox.
    pub(crate) fn state(&self, name: &str) -> String {
        let people = self.ok(&format!("contacts {name} --json")).out;
        let mut phone = self.phone(name, 0);
        let meeting = phone.meeting().map(|name| name.as_str().to_owned());
        format!("{people}{meeting:?}{:?}", phone.inbox())
    }

    /// As [`Desk::aldis`], with a standard output that takes nothing.
    pub(crate) fn onto_a_full_disk(&self, line: &str) -> Done {
        let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap().into();
        let mut words = self.words(line);
        words.extend(["--passphrase-file".to_owned(), "passphrase".to_owned()]);
        self.spawn(words, b"", full)
    }

    fn run(&self, line: &str, passphrase: &str, stdin: &str) -> Done {
        self.feed(line, passphrase, stdin.as_bytes())
    }

    fn feed(&self, line: &str, passphrase: &str, stdin: &[u8]) -> Done {
        let mut words = self.words(line);
        words.extend(["--passphrase-file".to_owned(), passphrase.to_owned()]);
        self.spawn(words, stdin, Stdio::piped)
    }

    /// Whatever this process starts holds, until it has become another program, all files that this process held: for that
    /// moment a phone is in use that a test has just given back. Who finds one in use therefore asks again for a while.
    fn spawn(&self, words: Vec<String>, stdin: &[u8], stdout: impl Fn() -> Stdio) -> Done {
        for _ in 0..25 {
            let done = self.spawn_once(&words, stdin, stdout());
            if !done.err.starts_with("Another program is using this phone.") {
                return done;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        self.spawn_once(&words, stdin, stdout())
    }

    fn spawn_once(&self, words: &[String], stdin: &[u8], stdout: Stdio) -> Done {
        let mut child = Command::new(env!("CARGO_BIN_EXE_aldis-under-test"))
            .args(words)
            .current_dir(self.0.path())
            .stdin(Stdio::piped())
            .stdout(stdout)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // Who refuses early does not read: a broken pipe is no failure here.
        let _ = child.stdin.take().unwrap().write_all(stdin);
        let output = child.wait_with_output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Done { code: output.status.code().expect("no signal"), out: text(output.stdout), err: text(output.stderr) }
    }

    fn words(&self, line: &str) -> Vec<String> {
        let mut words = Vec::new();
        for word in line.split(' ') {
            match word.strip_suffix("/*") {
                Some(folder) => words.extend(files(&self.path(folder)).iter().map(|name| format!("{folder}/{name}"))),
                None => words.push(word.replace('_', " ")),
            }
        }
        words
    }
}

impl Done {
    pub(crate) fn json(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

pub(crate) fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

struct Shifted(i64);

impl Clock for Shifted {
    fn now(&self) -> Option<Moment> {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
        Some(Moment(now.saturating_add_signed(self.0)))
    }
}

/// A code as a picture of its own, `pixels` a module.
pub(crate) fn gray(modules: &optic::Modules, pixels: usize) -> image::GrayImage {
    let picture = modules.luma(pixels.try_into().unwrap()).unwrap();
    let side = u32::try_from(picture.width()).unwrap();
    image::GrayImage::from_raw(side, side, picture.into_bytes()).unwrap()
}
