//! A scan: frames come in through the door, whole things go out.

use std::{
    mem,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use engine::{Budget, LumaView, Sight};

use crate::{Card, Envelope, MeetingCode, Share, door::Answer, guard::caught, ticket};

/// Reads frames until it is closed. The camera knows its [`Scan::ticket`] alone: a frame that comes after the close
/// finds nobody.
#[derive(uniffi::Object)]
pub struct Scan {
    ticket: u64,
    /// What one frame may take.
    budget: Budget,
    state: Mutex<State>,
}

struct State {
    scan: engine::Scan,
    found: Vec<Found>,
}

impl State {
    fn new() -> State {
        State { scan: engine::Scan::of_camera(), found: Vec::new() }
    }
}

/// Something whole that was read.
#[derive(uniffi::Enum)]
pub enum Found {
    /// A sealed message.
    Message {
        /// For [`Phone::receive`](crate::Phone::receive).
        envelope: Arc<Envelope>,
    },
    /// A code of a meeting.
    Meeting {
        /// For [`Phone::meet`](crate::Phone::meet).
        code: Arc<MeetingCode>,
    },
    /// A card that ends a phone.
    EndCard {
        /// For [`Phone::adopt_card`](crate::Phone::adopt_card).
        card: Arc<Card>,
    },
    /// What a phone that travels opens with.
    TravelShare {
        /// For [`LockedPhone::open_travelling`](crate::LockedPhone::open_travelling).
        share: Arc<Share>,
    },
}

#[uniffi::export]
impl Scan {
    /// Nothing seen yet. A frame is looked at for `milliseconds` at most; the default is a running camera's,
    /// [`Budget::FRAME`].
    #[uniffi::constructor(default(milliseconds = 150))]
    pub fn new(milliseconds: u32) -> Arc<Scan> {
        Scan::within(Budget::milliseconds(milliseconds))
    }

    /// What the frame door asks for. Never given twice.
    pub fn ticket(&self) -> u64 {
        self.ticket
    }

    /// What was read since the last call, and forgets it. Parts of moving codes are kept until the scan is closed.
    pub fn take(&self) -> Vec<Found> {
        mem::take(&mut self.state().found)
    }
}

impl Scan {
    /// As the app's.
    #[cfg(any(test, feature = "selftest"))]
    pub(crate) fn of_camera() -> Arc<Scan> {
        Scan::within(Budget::FRAME)
    }

    fn within(budget: Budget) -> Arc<Scan> {
        Arc::new_cyclic(|scan: &Weak<Scan>| Scan {
            ticket: ticket::issue(scan.clone()),
            budget,
            state: Mutex::new(State::new()),
        })
    }

    /// Looks at one frame; what was found waits for [`Scan::take`].
    pub(crate) fn feed(&self, frame: LumaView<'_>) -> Answer {
        let mut state = self.state();
        let sight = caught(|| state.scan.look(frame, self.budget));
        match sight {
            None => {
                *state = State::new();
                Answer::Broken
            }
            Some(Sight::Found(found)) => {
                let room = MOST_FOUND.saturating_sub(state.found.len());
                let used = state.scan.used();
                state.found.extend(found.into_iter().take(room).map(|found| Found::of(found, used)));
                Answer::Found
            }
            Some(Sight::Part { have, need }) => Answer::Part { have, need },
            Some(Sight::Newer) => Answer::Newer,
            Some(Sight::NotOurs) => Answer::NotOurs,
            Some(Sight::Nothing(seen)) => Answer::Nothing(seen),
        }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Scan {
    fn drop(&mut self) {
        ticket::withdraw(self.ticket);
    }
}

impl Found {
    fn of(found: engine::Found, used: f32) -> Found {
        match found {
            engine::Found::Envelope(envelope) => Found::Message { envelope: Envelope::new(envelope, used) },
            engine::Found::Meeting(code) => Found::Meeting { code: Arc::new(MeetingCode(code)) },
            engine::Found::Card(card) => Found::EndCard { card: Arc::new(Card(card)) },
            engine::Found::Share(share) => Found::TravelShare { share: Arc::new(Share(share)) },
        }
    }
}

/// Things that wait to be taken at most: nobody takes them while a hostile picture goes on.
const MOST_FOUND: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_is_what_a_frame_of_a_camera_may_take() {
        // The default stands in an attribute, which takes a number alone.
        assert_eq!(Scan::new(150).budget, Scan::of_camera().budget);
    }
}
