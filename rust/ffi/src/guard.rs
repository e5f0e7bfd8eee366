//! The catch at each door: a panic ends as [`Refusal::Broken`], and the log gets its place and nothing else.

use std::{
    panic::{AssertUnwindSafe, Location, catch_unwind, set_hook},
    sync::{Mutex, MutexGuard, Once, PoisonError},
};

use crate::Refusal;

/// Runs a verb; a panic in it is a refusal.
pub(crate) fn guarded<T>(verb: impl FnOnce() -> Result<T, Refusal>) -> Result<T, Refusal> {
    caught(verb).unwrap_or(Err(Refusal::Broken))
}

/// Runs something; nothing where it panicked. The payload may hold anybody's words: it is dropped unread.
pub(crate) fn caught<T>(run: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| set_hook(Box::new(|info| log(info.location()))));
    catch_unwind(AssertUnwindSafe(run)).ok()
}

/// A state that verbs work on, one at a time, until it is taken away. A verb that panics takes it away too, and with it
/// every key: what is on disk is whole, and what was in memory need not be.
pub(crate) struct Held<T>(Mutex<Option<T>>);

impl<T> Held<T> {
    pub(crate) fn new(state: T) -> Held<T> {
        Held(Mutex::new(Some(state)))
    }

    /// # Errors
    /// [`Refusal::Locked`] where the state is gone; the verb's own.
    pub(crate) fn with<R>(&self, verb: impl FnOnce(&mut T) -> Result<R, Refusal>) -> Result<R, Refusal> {
        let mut held = self.lock();
        let state = held.as_mut().ok_or(Refusal::Locked)?;
        caught(|| verb(state)).unwrap_or_else(|| {
            *held = None;
            Err(Refusal::Broken)
        })
    }

    /// For a verb that consumes the state, and may give it back.
    ///
    /// # Errors
    /// [`Refusal::Locked`] where the state is gone; the verb's own.
    pub(crate) fn consume<R>(&self, verb: impl FnOnce(T) -> (Option<T>, Result<R, Refusal>)) -> Result<R, Refusal> {
        let mut held = self.lock();
        let state = held.take().ok_or(Refusal::Locked)?;
        let (left, result) = caught(|| verb(state)).unwrap_or((None, Err(Refusal::Broken)));
        *held = left;
        result
    }

    /// No verb panics while it holds the lock, so nothing is ever poisoned.
    fn lock(&self) -> MutexGuard<'_, Option<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(target_os = "android")]
fn log(place: Option<&Location<'_>>) {
    static LOG: Once = Once::new();
    // Other crates have nothing to say here: what they would log is not ours to know.
    LOG.call_once(|| {
        let filter = android_logger::FilterBuilder::new().filter_module("aldis_ffi", log::LevelFilter::Error).build();
        android_logger::init_once(
            android_logger::Config::default()
                .with_tag("aldis")
                .with_max_level(log::LevelFilter::Error)
                .with_filter(filter),
        );
    });
    match place {
        Some(place) => log::error!("a mistake at {place}"),
        None => log::error!("a mistake"),
    }
}

#[cfg(not(target_os = "android"))]
fn log(place: Option<&Location<'_>>) {
    use std::io::Write;
    let place = place.map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
    // Nobody may be listening, and that is no second mistake.
    let _ = writeln!(std::io::stderr(), "aldis: a mistake at {place}");
}
