//! How long a contact gets text without a fresh sign of life. A lease stops text and nothing else: signs of life always
//! pass, so that two silent people find back together. It does not stop a seizer who can unlock and write; a card does.

use ratchet::Day;

use crate::Refusal;

/// What a contact may still get, as a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lease {
    /// The last day on which text is sealed, unless a sign of life comes.
    pub until: Day,
    /// Whether that day is certainly over.
    pub over: bool,
    /// Whether the owner has extended it since the last sign of life.
    pub extended: bool,
}

/// How long a contact has been silent. Days are those that this phone is sure of: a clock that jumps ends no lease.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Silence {
    /// The last day on which the contact was certainly there.
    pub(crate) heard: Day,
    /// Until when the owner has extended the lease; the next sign of life makes it void.
    pub(crate) extended: Option<Day>,
}

impl Silence {
    /// Days that a lease lasts where the owner chose nothing, at least, and at most.
    pub(crate) const DAYS: u16 = 30;
    pub(crate) const FEWEST: u16 = 1;
    pub(crate) const MOST: u16 = 365;

    /// The contact was met today.
    pub(crate) fn begun(today: Day) -> Silence {
        Silence { heard: today, extended: None }
    }

    /// A message came. The day that its sender said only bounds what this phone's own clock says.
    pub(crate) fn hear(&mut self, said: Day, today: Day) {
        let sent = if said.is_known() { said.min(today) } else { today };
        if sent > self.heard {
            *self = Silence::begun(sent);
        }
    }

    /// What is left, for a lease of so many days.
    pub(crate) fn lease(&self, days: u16, today: Day) -> Lease {
        let until = self.extended.unwrap_or(Day::UNKNOWN).max(after(self.heard, days));
        Lease { until, over: today > until, extended: self.extended.is_some() }
    }

    /// As many days again from today, when the lease is over, and once per silence.
    pub(crate) fn extend(&mut self, days: u16, today: Day) -> Result<Lease, Refusal> {
        match self.lease(days, today) {
            Lease { extended: true, .. } => return Err(Refusal::ExtendedOnce),
            Lease { over: false, until, .. } => return Err(Refusal::LeaseRuns { until }),
            _ => self.extended = Some(after(today, days)),
        }
        Ok(self.lease(days, today))
    }

    /// The owner has said that it is earlier than the clock had said before: nobody was heard in the future.
    pub(crate) fn correct(&mut self, days: u16, today: Day) {
        self.heard = self.heard.min(today);
        self.extended = self.extended.map(|until| until.min(after(today, days)));
    }
}

fn after(day: Day, days: u16) -> Day {
    Day(day.0.saturating_add(days))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_last_day_is_the_days_after_the_last_sign_of_life() {
        let silence = Silence::begun(Day(21_000));
        for (today, over) in [(21_000, false), (21_030, false), (21_031, true)] {
            assert_eq!(silence.lease(30, Day(today)), Lease { until: Day(21_030), over, extended: false });
        }
    }

    #[test]
    fn a_message_that_was_long_under_way_renews_by_its_own_day() {
        let mut silence = Silence::begun(Day(21_000));
        silence.hear(Day(21_010), Day(21_025));
        assert_eq!(silence.heard, Day(21_010));
        silence.hear(Day(21_005), Day(21_026));
        assert_eq!(silence.heard, Day(21_010), "an older one takes nothing back");
        silence.hear(Day::UNKNOWN, Day(21_027));
        assert_eq!(silence.heard, Day(21_027), "a sender without a clock is heard today");
        silence.hear(Day(60_000), Day(21_028));
        assert_eq!(silence.heard, Day(21_028), "nobody is heard tomorrow");
    }

    #[test]
    fn one_extension_a_silence() {
        let mut silence = Silence::begun(Day(21_000));
        assert_eq!(silence.extend(30, Day(21_030)), Err(Refusal::LeaseRuns { until: Day(21_030) }));
        let extended = Lease { until: Day(21_070), over: false, extended: true };
        assert_eq!(silence.extend(30, Day(21_040)), Ok(extended));
        assert_eq!(silence.lease(30, Day(21_041)), extended);
        assert_eq!(silence.extend(30, Day(21_071)), Err(Refusal::ExtendedOnce));
        silence.hear(Day(21_000), Day(21_071));
        assert_eq!(
            silence.extend(30, Day(21_071)),
            Err(Refusal::ExtendedOnce),
            "a message from before the silence does not end it"
        );
        silence.hear(Day(21_041), Day(21_072));
        assert!(silence.extend(30, Day(21_072)).is_ok(), "one from within it does");
    }

    #[derive(Clone, Debug)]
    enum Step {
        Hear {
            said: u16,
        },
        Extend,
        /// The owner sets the clock, forwards or back.
        Correct {
            today: u16,
        },
        Pass {
            days: u16,
        },
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let day = prop_oneof![Just(0), Just(1), 20_900_u16..21_200, Just(33_602), Just(u16::MAX)];
        let step = prop_oneof![
            3 => day.clone().prop_map(|said| Step::Hear { said }),
            1 => Just(Step::Extend),
            1 => day.prop_map(|today| Step::Correct { today }),
            3 => (0_u16..60).prop_map(|days| Step::Pass { days }),
        ];
        proptest::collection::vec(step, 0..60)
    }

    proptest! {
        #[test]
        fn no_sequence_of_clocks_and_messages_makes_a_lease_longer_than_one_extension_from_today(
            steps in steps(), days in Silence::FEWEST..=Silence::MOST,
        ) {
            let mut today = Day(21_000);
            let mut silence = Silence::begun(today);
            for step in steps {
                let before = silence;
                match step {
                    Step::Hear { said } => silence.hear(Day(said), today),
                    Step::Extend => {
                        let done = silence.extend(days, today);
                        let was = before.lease(days, today);
                        prop_assert_eq!(done.is_ok(), was.over && !was.extended);
                    }
                    Step::Correct { today: set } => {
                        today = Day(set.max(1));
                        silence.correct(days, today);
                    }
                    Step::Pass { days } => today = after(today, days),
                }
                let lease = silence.lease(days, today);
                prop_assert!(silence.heard <= today, "heard in the future");
                prop_assert!(lease.until <= after(today, days));
                prop_assert_eq!(lease.over, today > lease.until);
                match step {
                    Step::Hear { .. } => {
                        prop_assert!(silence.heard >= before.heard);
                        prop_assert!(lease.until >= after(silence.heard, days));
                        prop_assert!(silence.extended == before.extended || silence.heard > before.heard);
                    }
                    Step::Extend => prop_assert!(!lease.over || before.extended.is_some(), "an extension counts from today"),
                    Step::Pass { .. } | Step::Correct { .. } => {}
                }
            }
        }
    }
}
