//! A clock that may be wrong: it is asked about, and nothing is ever lost or locked because of it.

use ratchet::Day;

/// Seconds since 1970-01-01 00:00 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(pub u64);

impl Moment {
    /// The day; the last one that a [`Day`] can say where the clock is beyond it.
    pub fn day(self) -> Day {
        Day(u16::try_from(self.0 / DAY).unwrap_or(u16::MAX))
    }

    /// Hours later.
    pub(crate) fn plus_hours(self, hours: u8) -> Moment {
        Moment(self.0.saturating_add(u64::from(hours) * 3600))
    }
}

/// What the phone makes of its clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Date {
    /// Nothing speaks against it.
    Known(Day),
    /// The clock stands before a day that the phone has seen, or a month beyond the last one. Ask "is today ...?";
    /// until then no age counts.
    Doubtful {
        /// What the clock says, if it says anything.
        clock: Option<Day>,
        /// The last day that the phone is sure of.
        seen: Day,
    },
}

impl Date {
    /// The day for a message: unknown where it is doubtful.
    pub(crate) fn day(self) -> Day {
        match self {
            Date::Known(day) => day,
            Date::Doubtful { .. } => Day::UNKNOWN,
        }
    }

    /// The day on which it certainly is by now, or later.
    pub(crate) fn at_least(self) -> Day {
        match self {
            Date::Known(day) | Date::Doubtful { seen: day, .. } => day,
        }
    }
}

/// What a phone remembers of its clock.
#[derive(Clone, Copy)]
pub(crate) struct Calendar {
    /// The highest clock that was ever committed and not doubted.
    pub(crate) floor: Moment,
    /// Whether the owner has said that the date is right, and nothing has spoken against it since.
    pub(crate) confirmed: bool,
}

impl Calendar {
    /// At setup the owner sees the date; no clock can be before the day this version was made.
    pub(crate) fn at_setup(now: Option<Moment>) -> Calendar {
        Calendar { floor: now.map_or(MADE, |now| now.max(MADE)), confirmed: false }
    }

    pub(crate) fn read(&self, now: Option<Moment>) -> Date {
        let seen = self.floor.day();
        match now.map(Moment::day) {
            Some(day) if day >= seen && day.0 - seen.0 <= LEAP_DAYS => Date::Known(day),
            clock => Date::Doubtful { clock, seen },
        }
    }

    /// Every commit notes the clock.
    pub(crate) fn note(&mut self, now: Option<Moment>) {
        match (self.read(now), now) {
            (Date::Known(_), Some(now)) => self.floor = self.floor.max(now),
            _ => self.confirmed = false,
        }
    }

    /// The owner says that the clock is right; this may lower the floor.
    pub(crate) fn confirm(&mut self, now: Moment) {
        *self = Calendar { floor: now, confirmed: true };
    }
}

/// A phone that slept longer than this in its drawer asks for the date.
const LEAP_DAYS: u16 = 30;
const DAY: u64 = 86_400;
/// 2026-11-24, when this version was made.
const MADE: Moment = Moment(20_781 * DAY);

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: u16) -> Option<Moment> {
        Some(Moment(u64::from(day) * DAY + 100))
    }

    #[test]
    fn a_clock_before_the_floor_or_a_month_beyond_it_is_doubtful() {
        let mut calendar = Calendar::at_setup(at(21_000));
        for (day, known) in
            [(0, false), (20_999, false), (21_000, true), (21_030, true), (21_031, false), (33_602, false)]
        {
            assert_eq!(matches!(calendar.read(at(day)), Date::Known(_)), known, "day {day}");
        }
        assert_eq!(calendar.read(None), Date::Doubtful { clock: None, seen: Day(21_000) });
        calendar.note(at(33_602)); // 2062
        assert_eq!(calendar.floor.day(), Day(21_000), "a doubtful clock lifts no floor");
        calendar.note(at(21_010));
        assert_eq!(calendar.floor.day(), Day(21_010));
    }

    #[test]
    fn the_owner_may_lower_the_floor() {
        let mut calendar = Calendar::at_setup(at(33_602));
        assert!(matches!(calendar.read(at(21_000)), Date::Doubtful { .. }));
        calendar.confirm(at(21_000).unwrap());
        assert_eq!(calendar.read(at(21_000)), Date::Known(Day(21_000)));
        assert!(calendar.confirmed);
        calendar.note(at(100));
        assert!(!calendar.confirmed, "a clock that fell back is asked about again");
    }

    #[test]
    fn no_setup_is_before_the_day_this_version_was_made() {
        assert_eq!(Calendar::at_setup(at(1)).floor, MADE);
        assert_eq!(Calendar::at_setup(None).floor, MADE);
    }
}
