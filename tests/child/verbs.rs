//! What a line asks for, and what the phone says to it.

use std::{fmt::Write as _, hint::black_box, path::PathBuf};

use engine::{
    Custody, Envelope, HardwareSecret, Locked, Meeting, Moment, NotUnlocked, Passphrase, Phone, Profile, Received,
    Refusal, Size, Surroundings,
};
use sha2::{Digest, Sha256};
use tests::{drawn::Drawn, phones::Still};
use vault::Folder;
use zeroize::Zeroizing;

use crate::{
    dying::{Dying, Fault, Plan},
    seizure::about_seizure,
};

/// The phone and all that it would find in the world.
pub(crate) struct Process {
    folder: PathBuf,
    seed: u64,
    now: u64,
    durable: Option<PathBuf>,
    plan: Plan,
    state: State,
}

#[allow(clippy::large_enum_variant, reason = "there is one of it")]
enum State {
    Off,
    Locked(Locked),
    Open(Phone),
}

impl Process {
    pub(crate) fn new(args: &[String]) -> Option<Process> {
        let [folder, seed, now, durable @ ..] = args else { return None };
        Some(Process {
            folder: folder.into(),
            seed: seed.parse().ok()?,
            now: now.parse().ok()?,
            durable: durable.first().map(PathBuf::from),
            plan: Plan::default(),
            state: State::Off,
        })
    }

    /// One line for one line: `ok ...`, `no` and the refusal, or `bad` for what cannot be asked now.
    pub(crate) fn answer(&mut self, line: &str) -> String {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        let said = self.about_the_disk(verb, rest).or_else(|| self.about_the_lock(verb, rest)).or_else(|| {
            let State::Open(phone) = &mut self.state else { return None };
            about_people(phone, verb, rest)
                .or_else(|| about_messages(phone, verb, rest))
                .or_else(|| about_seizure(phone, verb, rest))
        });
        match said {
            Some(Ok(said)) => format!("ok {said}"),
            Some(Err(refusal)) => format!("no {refusal:?}"),
            None => "bad".to_owned(),
        }
    }

    fn about_the_disk(&mut self, verb: &str, rest: &str) -> Option<Result<String, Refusal>> {
        match verb {
            "fails" => {
                let (index, fault) = rest.split_once(' ')?;
                self.plan.arm(Some((index.parse().ok()?, Fault::named(fault)?)));
            }
            "counts" => self.plan.arm(None),
            "steps" => return Some(Ok(self.plan.taken())),
            "fill" => return Some(Ok(fill(&self.folder.join("filler")).to_string())),
            // Another program was there first when the room that the phone keeps was free for a moment.
            "crowd" => {
                std::fs::remove_file(self.folder.join("vault.room")).ok()?;
                return Some(Ok(fill(&self.folder.join("crowd")).to_string()));
            }
            // What nobody should do: copies that are given back and not wiped.
            "leak" => drop((black_box(rest.to_owned()), on_the_stack(rest))),
            "drain" => std::fs::remove_file(self.folder.join("filler")).ok()?,
            _ => return None,
        }
        Some(done())
    }

    fn about_the_lock(&mut self, verb: &str, rest: &str) -> Option<Result<String, Refusal>> {
        match verb {
            "setup" => {
                let (hardware, passphrase) = rest.split_once(' ')?;
                let (hardware, passphrase) = (secret(hardware)?, passphrase.parse().ok()?);
                Some(self.set_up(&hardware, &passphrase).map(|phone| self.is(State::Open(phone))))
            }
            "open" => {
                let hardware = secret(rest)?;
                Some(self.open(&hardware).map(|locked| self.is(State::Locked(locked))))
            }
            "unlock" => self.unlock(&rest.parse().ok()?),
            "lock" => {
                let State::Open(phone) = std::mem::replace(&mut self.state, State::Off) else { return None };
                Some(Ok(self.is(State::Locked(phone.lock()))))
            }
            "close" => Some(Ok(self.is(State::Off))),
            "rekey" => {
                let hardware = secret(rest)?;
                let rekeyed = match &mut self.state {
                    State::Off => return None,
                    State::Locked(locked) => locked.rekey(&hardware),
                    State::Open(phone) => phone.rekey(&hardware),
                };
                Some(rekeyed.map(|()| String::new()))
            }
            "burn-vault" => {
                let burned = match std::mem::replace(&mut self.state, State::Off) {
                    State::Off => return None,
                    State::Locked(locked) => locked.burn(),
                    State::Open(phone) => phone.burn_vault(),
                };
                Some(burned.map(|()| String::new()))
            }
            _ => None,
        }
    }

    fn unlock(&mut self, passphrase: &Passphrase) -> Option<Result<String, Refusal>> {
        let State::Locked(locked) = std::mem::replace(&mut self.state, State::Off) else { return None };
        let (state, said) = match locked.unlock(passphrase) {
            Ok(phone) => (State::Open(phone), done()),
            Err(NotUnlocked::Wrong(locked)) => {
                let used = locked.tries().used;
                (State::Locked(locked), Ok(format!("wrong {used}")))
            }
            Err(NotUnlocked::Failed(locked, refusal)) => (State::Locked(*locked), Err(refusal)),
            Err(NotUnlocked::Burned) => (State::Off, Ok("burned".to_owned())),
        };
        self.state = state;
        Some(said)
    }

    fn set_up(&self, hardware: &HardwareSecret, passphrase: &Passphrase) -> Result<Phone, Refusal> {
        match self.disk()? {
            Some(disk) => Phone::set_up_on(disk, passphrase, hardware, Profile::Small, self.surroundings()),
            None => Phone::set_up(&self.folder, passphrase, hardware, Profile::Small, self.surroundings()),
        }
    }

    fn open(&self, hardware: &HardwareSecret) -> Result<Locked, Refusal> {
        match self.disk()? {
            Some(disk) => Locked::open_on(disk, hardware, self.surroundings()),
            None => Locked::open(&self.folder, hardware, self.surroundings()),
        }
    }

    fn disk(&self) -> Result<Option<Dying>, Refusal> {
        let Some(durable) = self.durable.clone() else { return Ok(None) };
        let (folder, path) = (Folder::at(&self.folder)?, self.folder.clone());
        Ok(Some(Dying { folder, path, durable, plan: self.plan.clone() }))
    }

    fn surroundings(&self) -> Surroundings {
        Surroundings::new(Still(Moment(self.now)), Drawn::from(self.seed), Custody::Vault)
    }

    fn is(&mut self, state: State) -> String {
        self.state = state;
        String::new()
    }
}

fn about_people(phone: &mut Phone, verb: &str, rest: &str) -> Option<Result<String, Refusal>> {
    let (name, more) = rest.split_once(' ').unwrap_or((rest, ""));
    let id = phone.person(name);
    Some(match verb {
        "start" => phone.start_meeting(&name.parse().ok()?).map(|p1| hex(&p1)),
        "meet" => phone.meet(&name.parse().ok()?, &tests::hex(more)).map(|meeting| match meeting {
            Meeting::Second(p2) => hex(&p2),
            Meeting::Third { code, words } => format!("{} {}", hex(&code), words.digits()),
            Meeting::Done { words } => words.digits(),
        }),
        "end-meeting" => phone.end_meeting().map(empty),
        "confirm" => id.and_then(|id| phone.confirm(id)).map(empty),
        "rename" => {
            let name = more.parse().ok()?;
            id.and_then(|id| phone.rename(id, &name)).map(empty)
        }
        "pause" => id.and_then(|id| phone.pause(id)).map(empty),
        "resume" => id.and_then(|id| phone.resume(id)).map(empty),
        "burn-contact" => id.and_then(|id| phone.burn_contact(id)).map(empty),
        "draft" => id.and_then(|id| phone.set_draft(id, more)).map(empty),
        "write" | "cover" => id
            .and_then(|id| if verb == "write" { phone.write(id, more, Size::Normal) } else { phone.write_cover(id) })
            .map(|written| format!("{} {}", written.number, hex(written.envelope.as_bytes()))),
        _ => return None,
    })
}

fn about_messages(phone: &mut Phone, verb: &str, rest: &str) -> Option<Result<String, Refusal>> {
    Some(match verb {
        "receive" => phone.receive(&Envelope::parse(&tests::hex(rest)).ok()?).map(|received| match received {
            Received::Message { id, number, .. } => format!("{} {number}", id.0),
            Received::Cover { .. } => "cover".to_owned(),
            Received::Ended { .. } => "ended".to_owned(),
        }),
        "read" => phone.open_text(message(rest)?).map(|text| hex(&Sha256::digest(text.as_bytes()))),
        "read-first" => match phone.inbox().first() {
            Some(first) => {
                let text = phone.open_text(first.id);
                text.map(|text| format!("{} {}", first.number, hex(&Sha256::digest(text.as_bytes()))))
            }
            None => Err(Refusal::NoSuchMessage),
        },
        "burn-first" => match phone.inbox().first() {
            Some(first) => phone.burn_message(first.id).map(|()| first.number.to_string()),
            None => Err(Refusal::NoSuchMessage),
        },
        "burn" => phone.burn_message(message(rest)?).map(empty),
        "pass" => phone.let_time_pass().map(|burned| burned.to_string()),
        "hours" => phone.set_text_hours(rest.parse().ok()?).map(empty),
        "card" => {
            let card = phone.draw_card();
            phone.adopt_card(&card).map(empty)
        }
        "date" => phone.confirm_date().map(empty),
        "passphrase" => {
            let (own, new) = rest.split_once(" / ")?;
            phone.change_passphrase(&own.parse().ok()?, &new.parse().ok()?, Profile::Small).map(empty)
        }
        _ => return None,
    })
}

fn done() -> Result<String, Refusal> {
    Ok(String::new())
}

fn empty((): ()) -> String {
    String::new()
}

fn message(rest: &str) -> Option<engine::MessageId> {
    rest.parse().ok().map(engine::MessageId)
}

fn secret(digits: &str) -> Option<HardwareSecret> {
    let mut bytes = Zeroizing::new([0; 32]);
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(digits.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(HardwareSecret::new(&mut bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

/// A copy below everything that the process does while it waits for the next line.
#[inline(never)]
fn on_the_stack(text: &str) {
    let mut copy = [0_u8; 40_000];
    for (to, from) in copy.iter_mut().zip(text.bytes()) {
        *to = from;
    }
    black_box(&mut copy);
}

/// Fills the disk under a folder and says how many bytes it took.
fn fill(path: &std::path::Path) -> u64 {
    let mut taken = 0;
    let Ok(mut file) = std::fs::File::create(path) else { return 0 };
    for size in [65_536_u64, 4096, 512, 1] {
        let block = vec![0_u8; usize::try_from(size).unwrap_or(1)];
        while taken < MOST && std::io::Write::write_all(&mut file, &block).is_ok() {
            taken += size;
        }
    }
    taken
}

/// No test fills more than a small disk of its own.
const MOST: u64 = 1 << 24;
