//! The clock that a phone is given.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::SystemTime,
};

use engine::Moment;

/// A clock. Somebody else sets it, or nobody: the phone asks where it doubts.
#[derive(uniffi::Object)]
pub struct Clock(Mutex<Standing>);

enum Standing {
    /// It goes as the system's does.
    System,
    /// It stands where it was set, or is known to know nothing.
    Still(Option<Moment>),
}

#[uniffi::export]
impl Clock {
    /// The system's clock.
    #[uniffi::constructor]
    pub fn system() -> Arc<Clock> {
        Arc::new(Clock(Mutex::new(Standing::System)))
    }

    /// A clock that stands at `seconds` since 1970-01-01 00:00 UTC, or knows nothing: for tests.
    #[uniffi::constructor]
    pub fn still(seconds: Option<u64>) -> Arc<Clock> {
        let clock = Clock::system();
        clock.set(seconds);
        clock
    }

    /// Sets the clock, which stands still from now on.
    pub fn set(&self, seconds: Option<u64>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Standing::Still(seconds.map(Moment));
    }
}

/// What the engine holds of a [`Clock`].
pub(crate) struct Shared(pub(crate) Arc<Clock>);

impl engine::Clock for Shared {
    fn now(&self) -> Option<Moment> {
        match *self.0.0.lock().unwrap_or_else(PoisonError::into_inner) {
            Standing::Still(moment) => moment,
            Standing::System => {
                SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).ok().map(|since| Moment(since.as_secs()))
            }
        }
    }
}
