//! What the library can show of itself where no test harness runs: on Android's own C library. Not in what ships.
//!
//! Each export answers 0, or the line of this file that failed. `tests/bionic` calls them all.
#![allow(unsafe_code, reason = "exports by name")]
#![allow(clippy::disallowed_methods, clippy::panic, reason = "threads and panics are what is tried here")]

use std::{
    fs,
    path::PathBuf,
    sync::{Arc, Mutex, OnceLock, mpsc},
    thread,
    time::{Duration, Instant, SystemTime},
};

use crate::{
    Check, Clock, Code, Found, LockedPhone, Meeting, Modules, Phone, Profile, Received, Reel, Refusal, Scan,
    door::{Answer, look},
    guard::{caught, guarded},
};

type Checked = Result<(), u32>;

/// Fails with its own line.
macro_rules! check {
    ($holds:expr) => {
        if !$holds {
            return Err(line!());
        }
    };
}

/// The value of a pattern, or its own line.
macro_rules! expect {
    ($value:expr, $pattern:pat => $part:expr) => {
        match $value {
            $pattern => $part,
            _ => return Err(line!()),
        }
    };
}

macro_rules! selftests {
    ($($export:ident = $test:path;)*) => {$(
        #[unsafe(no_mangle)]
        extern "C" fn $export() -> i64 {
            match caught($test) {
                Some(Ok(())) => 0,
                Some(Err(line)) => line.into(),
                None => -1,
            }
        }
    )*

    #[cfg(test)]
    mod on_this_computer {
        $(
            #[test]
            fn $export() {
                assert_eq!(super::$export(), 0, "the line that failed; -1 is a panic");
            }
        )*
    }};
}

selftests! {
    selftest_memory_grows_and_moves = memory;
    selftest_the_system_draws_random_numbers = random;
    selftest_clocks_go_forward = clocks;
    selftest_threads_work_side_by_side = threads;
    selftest_a_panic_is_caught = panic_caught;
    selftest_a_panic_in_a_thread_is_caught = panic_in_a_thread;
    selftest_files_are_replaced_and_flushed = files;
    selftest_two_phones_meet_and_write = phones;
    selftest_a_locked_phone_counts_wrong_passphrases = locked;
    selftest_codes_of_every_size_are_read = codes;
    selftest_a_late_frame_finds_nobody = late_frames;
}

fn memory() -> Checked {
    let mut blocks: Vec<Vec<u8>> = Vec::new();
    for at in 0..2000 {
        let mut block = vec![0; 1 + (at * 37) % 70_000];
        block.extend([7; 100]);
        check!(block.last() == Some(&7) && block.first() == Some(&0));
        blocks.push(block);
        if at % 3 == 0 {
            blocks.swap_remove(at / 5 % blocks.len());
        }
    }
    #[repr(align(64))]
    struct Wide([u8; 64]);
    let wide = Box::new(Wide([1; 64]));
    check!(std::ptr::from_ref(&*wide).addr().is_multiple_of(64) && wide.0 == [1; 64]);
    Ok(())
}

fn random() -> Checked {
    let draw = || {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map(|()| bytes)
    };
    check!(matches!((draw(), draw()), (Ok(one), Ok(other)) if one != other && one != [0; 32]));
    Ok(())
}

fn clocks() -> Checked {
    let before = Instant::now();
    thread::sleep(Duration::from_millis(20));
    check!(before.elapsed() >= Duration::from_millis(20));
    check!(SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).is_ok_and(|now| now.as_secs() > 1_700_000_000));
    Ok(())
}

fn threads() -> Checked {
    thread_local!(static OWN: std::cell::Cell<u32> = const { std::cell::Cell::new(1) });
    let (sum, once) = (Arc::new(Mutex::new(0)), Arc::new(OnceLock::new()));
    let (send, receive) = mpsc::channel();
    let workers: Vec<_> = (0..4)
        .map(|worker| {
            let (sum, once, send) = (sum.clone(), once.clone(), send.clone());
            thread::spawn(move || {
                for _ in 0..100 {
                    *sum.lock().unwrap_or_else(|poisoned| poisoned.into_inner()) += worker;
                    OWN.set(OWN.get() + 1);
                }
                once.get_or_init(|| 5);
                send.send(OWN.get()).is_ok()
            })
        })
        .collect();
    drop(send);
    check!(receive.iter().sum::<u32>() == 4 * 101 && OWN.get() == 1 && once.get() == Some(&5));
    check!(workers.into_iter().all(|worker| worker.join().is_ok_and(|sent| sent)));
    check!(sum.lock().is_ok_and(|sum| *sum == 600));
    Ok(())
}

fn panic_caught() -> Checked {
    for round in 0..3 {
        let result = guarded::<()>(|| panic!("round {round}"));
        check!(result == Err(Refusal::Broken));
    }
    Ok(())
}

fn panic_in_a_thread() -> Checked {
    check!(thread::spawn(|| caught(|| panic!("in a thread"))).join().is_ok_and(|result| result.is_none()));
    Ok(())
}

/// A folder that is gone again afterwards.
struct Home(PathBuf);

impl Home {
    fn new(name: &str) -> Result<Home, u32> {
        let path = std::env::temp_dir().join(format!("aldis-selftest-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).map_err(|_| line!())?;
        Ok(Home(path))
    }

    fn text(&self) -> String {
        self.0.to_string_lossy().into_owned()
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn files() -> Checked {
    let home = Home::new("files")?;
    let (old, new) = (home.0.join("old"), home.0.join("new"));
    check!(fs::write(&old, [1; 1000]).is_ok() && fs::write(&new, vec![2; 1_100_000]).is_ok());
    check!(fs::File::open(&new).and_then(|file| file.sync_all()).is_ok());
    check!(fs::rename(&new, &old).is_ok() && !new.exists());
    check!(fs::File::open(&home.0).and_then(|folder| folder.sync_all()).is_ok());
    check!(fs::read(&old).is_ok_and(|bytes| bytes.len() == 1_100_000 && bytes.iter().all(|&byte| byte == 2)));
    Ok(())
}

const PASSPHRASE: &[u8] = b"wall lamp drawer boat six";

fn phone(home: &Home) -> Result<Arc<Phone>, u32> {
    Phone::set_up(home.text(), PASSPHRASE, &[3; 32], Profile::Small, Clock::system()).map_err(|_| line!())
}

fn phones() -> Checked {
    let (alices, bobs) = (Home::new("alice")?, Home::new("bob")?);
    let (alice, bob) = (phone(&alices)?, phone(&bobs)?);
    let p1 = expect!(alice.start_meeting("Bob".to_owned(), false), Ok(reel) => reel);
    let p1 = expect!(read_reel(&p1)?, Found::Meeting { code } => code);
    let p2 = expect!(bob.meet("Alice".to_owned(), &p1, false), Ok(Meeting::Second { reel }) => reel);
    let p2 = expect!(read_reel(&p2)?, Found::Meeting { code } => code);
    let (p3, words) =
        expect!(alice.meet("Bob".to_owned(), &p2, false), Ok(Meeting::Third { code, words }) => (code, words));
    let p3 = expect!(read(&p3)?, Found::Meeting { code } => code);
    let bobs_words = expect!(bob.meet("Alice".to_owned(), &p3, false), Ok(Meeting::Done { words }) => words);
    check!(words.digits == bobs_words.digits && words.words == bobs_words.words);
    let (to_bob, to_alice) = (only_person(&alice)?, only_person(&bob)?);
    check!(alice.confirm(to_bob).is_ok() && bob.confirm(to_alice).is_ok());
    for round in 0..3 {
        let text = format!("Bring the map, {round}.");
        pass(&alice, to_bob, &bob, &text)?;
        pass(&bob, to_alice, &alice, &text)?;
    }
    Ok(())
}

fn only_person(phone: &Phone) -> Result<crate::PersonId, u32> {
    let people = phone.people().map_err(|_| line!())?;
    people.first().map(|person| person.id).ok_or(line!())
}

fn pass(from: &Phone, to: crate::PersonId, other: &Phone, text: &str) -> Checked {
    let code: Arc<Code> = from.write(to, text.as_bytes(), None).map_err(|_| line!())?;
    let envelope = expect!(read(&code.modules().map_err(|_| line!())?)?, Found::Message { envelope } => envelope);
    check!(code.is_shown_by(&envelope));
    // The courier's copy, before the phone that wrote it and before the one that did not.
    let whole = Check::Whole { to, number: code.number(), newest: true, used: 0, poor: false };
    check!(from.check(&envelope) == Ok(whole) && other.check(&envelope) == Ok(Check::NotOurs));
    let id = expect!(other.receive(&envelope), Ok(Received::Message { id, .. }) => id);
    let shown = other.open_text(id).map_err(|_| line!())?;
    let bytes = (0..=shown.length() / 8).flat_map(|index| shown.eight(index).to_le_bytes());
    check!(bytes.take(text.len()).eq(text.bytes()) && shown.length() as usize == text.len());
    check!(other.burn_text(id).is_ok());
    check!(other.receive(&envelope).err() == Some(Refusal::AlreadyRead));
    Ok(())
}

fn locked() -> Checked {
    let home = Home::new("locked")?;
    let locked = phone(&home)?.lock().map_err(|_| line!())?;
    check!(locked.unlock(b"wrong").err() == Some(Refusal::WrongPassphrase { used: 1, left: 9 }));
    check!(locked.unlock(b"wrong").err() == Some(Refusal::WrongPassphrase { used: 1, left: 9 }));
    let open = |secret: [u8; 32]| LockedPhone::open(home.text(), &secret, Clock::system());
    check!(open([3; 32]).err() == Some(Refusal::InUse));
    drop(locked);
    check!(open([4; 32]).err() == Some(Refusal::CannotOpen));
    let locked = open([3; 32]).map_err(|_| line!())?;
    let phone = locked.unlock(PASSPHRASE).map_err(|_| line!())?;
    check!(locked.tries().err() == Some(Refusal::Locked));
    check!(phone.rekey(&[5; 32]).is_ok() && phone.burn().is_ok());
    check!(phone.people().err() == Some(Refusal::Locked));
    check!(open([5; 32]).err() == Some(Refusal::NoPhone));
    Ok(())
}

fn codes() -> Checked {
    for bucket in engine::Bucket::ALL {
        let bytes = vec![0xa5; bucket.size()];
        let envelope = engine::Envelope::parse(&bytes).map_err(|_| line!())?;
        let code = Code { number: 1, grown: false, envelope };
        let envelope = expect!(read(&code.modules().map_err(|_| line!())?)?, Found::Message { envelope } => envelope);
        check!(code.is_shown_by(&envelope));
    }
    let scan = Scan::of_camera();
    let noise: Vec<u8> = (0..640_u32 * 480).map(|at| at.wrapping_mul(2_654_435_761).to_be_bytes()[0]).collect();
    check!(matches!(look(ticket(&scan), &noise, [640, 480, 640]), Answer::Nothing(_)));
    Ok(())
}

fn late_frames() -> Checked {
    let scan = Scan::of_camera();
    let number = ticket(&scan);
    let frames = thread::spawn(move || {
        let gray = vec![200; 320 * 240];
        let mut answers = (0..).map(|_| look(number, &gray, [320, 240, 320]));
        answers.find(|answer| !matches!(answer, Answer::Nothing(_)))
    });
    thread::sleep(Duration::from_millis(100));
    drop(scan);
    check!(frames.join().is_ok_and(|last| last == Some(Answer::Closed)));
    Ok(())
}

fn ticket(scan: &Scan) -> i64 {
    scan.ticket().cast_signed()
}

fn read(code: &Modules) -> Result<Found, u32> {
    let scan = Scan::of_camera();
    check!(show(&scan, code) == Answer::Found);
    scan.take().pop().ok_or(line!())
}

fn read_reel(reel: &Reel) -> Result<Found, u32> {
    let scan = Scan::of_camera();
    for number in 0..reel.needed() + 3 {
        show(&scan, &reel.modules(number).map_err(|_| line!())?);
        if let Some(found) = scan.take().pop() {
            return Ok(found);
        }
    }
    Err(line!())
}

/// Holds a code before the camera: four pixels a module, on white.
fn show(scan: &Scan, code: &Modules) -> Answer {
    let (frame, side) = picture(code);
    let side = i32::try_from(side).unwrap_or(0);
    look(ticket(scan), &frame, [side, side, side])
}

fn picture(code: &Modules) -> (Vec<u8>, usize) {
    let modules = code.side as usize;
    let side = (modules + 8) * 4;
    let dark = |at: usize| {
        let (x, y) = ((at % side / 4).wrapping_sub(4), (at / side / 4).wrapping_sub(4));
        x < modules && y < modules && code.dark.get(y * modules + x) == Some(&1)
    };
    ((0..side * side).map(|at| if dark(at) { 20 } else { 230 }).collect(), side)
}

/// What instructions are counted of: `scripts/bench-android` takes differences.
macro_rules! measures {
    ($($export:ident = $work:expr;)*) => {$(
        #[unsafe(no_mangle)]
        extern "C" fn $export() -> i64 {
            let work: fn() -> Checked = $work;
            if caught(work) == Some(Ok(())) { 0 } else { -1 }
        }
    )*};
}

measures! {
    measure_nothing = || Ok(());
    measure_set_up_small = || set_up(Profile::Small).map(|_| ());
    measure_set_up_medium = || set_up(Profile::Medium).map(|_| ());
    measure_set_up_strong = || set_up(Profile::Strong).map(|_| ());
    measure_set_up_small_and_open = || set_up(Profile::Small).and_then(|home| home.open()).map(|_| ());
    measure_set_up_small_open_and_go_home = || {
        let home = set_up(Profile::Small)?;
        let phone = home.open()?.unlock(PASSPHRASE).map_err(|_| line!())?;
        check!(phone.let_time_pass() == Ok(0) && phone.people().is_ok() && phone.inbox().is_ok() && phone.date().is_ok());
        Ok(())
    };
    measure_a_frame_with_a_code = || frame_of_720_lines(true);
    measure_a_frame_without_a_code = || frame_of_720_lines(false);
    measure_a_gray_frame = || {
        check!(matches!(look(ticket(&Scan::of_camera()), &[128; 1280 * 720], [1280, 720, 1280]), Answer::Nothing(_)));
        Ok(())
    };
}

fn set_up(profile: Profile) -> Result<Home, u32> {
    let home = Home::new("measured")?;
    let phone = Phone::set_up(home.text(), PASSPHRASE, &[3; 32], profile, Clock::system());
    phone.map(|_| home).map_err(|_| line!())
}

impl Home {
    fn open(&self) -> Result<Arc<LockedPhone>, u32> {
        LockedPhone::open(self.text(), &[3; 32], Clock::system()).map_err(|_| line!())
    }
}

/// A code of normal size amid texture, as a camera of 1280 by 720 sees it; or the texture alone.
fn frame_of_720_lines(with_code: bool) -> Checked {
    let mut frame: Vec<u8> = (0..1280_u32 * 720)
        .map(|at| {
            90 + (at % 1280 / 40 * 7 + at / 1280 / 30 * 11).to_be_bytes()[3] % 80
                + (at.wrapping_mul(2_654_435_761) >> 29).to_be_bytes()[3]
        })
        .collect();
    if with_code {
        let envelope = engine::Envelope::parse(&[0xa5; 400]).map_err(|_| line!())?;
        let code = Code { number: 1, grown: false, envelope }.modules().map_err(|_| line!())?;
        let (picture, side) = picture(&code);
        for (to, from) in frame.chunks_mut(1280).skip(200).zip(picture.chunks(side)) {
            to.get_mut(400..400 + side).ok_or(line!())?.copy_from_slice(from);
        }
    }
    let scan = Scan::of_camera();
    let answer = look(ticket(&scan), &frame, [1280, 720, 1280]);
    check!(matches!(answer, Answer::Found) == with_code);
    Ok(())
}

/// The scan that `selftest_door_*` work on.
static BEFORE_THE_DOOR: Mutex<Option<Arc<Scan>>> = Mutex::new(None);

/// Opens a scan for the frame door, and gives its ticket.
#[unsafe(no_mangle)]
extern "C" fn door_ticket() -> i64 {
    let scan = Scan::of_camera();
    let number = ticket(&scan);
    *BEFORE_THE_DOOR.lock().unwrap_or_else(|poisoned| poisoned.into_inner()) = Some(scan);
    number
}

/// Fills `frame` with a picture of a code, 256 by 256 pixels in rows of `stride` bytes, or gives -1 where it does not fit.
///
/// # Safety
/// `frame` has room for `stride` × 256 bytes.
#[unsafe(no_mangle)]
unsafe extern "C" fn door_frame(frame: *mut u8, stride: i32) -> i64 {
    let fill = || {
        let code = Modules::of_object(&[1; 70]).ok()?;
        let (picture, side) = picture(&code);
        let stride = usize::try_from(stride).ok().filter(|&stride| stride >= side && side <= 256)?;
        // SAFETY: promised by the caller.
        let rows = unsafe { std::slice::from_raw_parts_mut(frame, stride * 256) };
        rows.fill(230);
        for (to, from) in rows.chunks_mut(stride).zip(picture.chunks(side)) {
            to.get_mut(..side)?.copy_from_slice(from);
        }
        Some(0)
    };
    caught(fill).flatten().unwrap_or(-1)
}

/// Closes the scan; 0 where it was open.
#[unsafe(no_mangle)]
extern "C" fn door_close() -> i64 {
    let scan = BEFORE_THE_DOOR.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).take();
    if scan.is_some() { 0 } else { -1 }
}
