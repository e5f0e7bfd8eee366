//! Days as people write them.

use engine::{Day, Moment};

/// ISO 8601, or "unknown".
pub(crate) fn day(day: Day) -> String {
    if !day.is_known() {
        return "unknown".to_owned();
    }
    let (year, month, day) = civil(day.0);
    format!("{year:04}-{month:02}-{day:02}")
}

/// ISO 8601 to the minute, in UTC.
pub(crate) fn moment(moment: Moment) -> String {
    let minutes = moment.0 % 86_400 / 60;
    format!("{} {:02}:{:02} UTC", day(moment.day()), minutes / 60, minutes % 60)
}

/// Year, month and day of the proleptic Gregorian calendar, counted from 1970-01-01; every count has one.
fn civil(days: u16) -> (u32, u32, u32) {
    // The year begins in March, so that the odd day is its last: Howard Hinnant, "chrono-compatible low-level date algorithms".
    let shifted = u32::from(days) + 719_468;
    let (era, of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    (era * 400 + year_of_era + u32::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        for (count, date) in [
            (0, "unknown"),
            (1, "1970-01-02"),
            (58, "1970-02-28"),
            (59, "1970-03-01"),
            (789, "1972-02-29"),
            (11_016, "2000-02-29"),
            (20_781, "2026-11-24"),
            (47_541, "2100-03-01"),
            (u16::MAX, "2149-06-06"),
        ] {
            assert_eq!(day(Day(count)), date);
        }
        assert_eq!(moment(Moment(20_781 * 86_400 + 3_661)), "2026-11-24 01:01 UTC");
    }

    #[test]
    fn every_day_follows_the_one_before() {
        let mut before = civil(0);
        for count in 1..=u16::MAX {
            let (year, month, day) = civil(count);
            let next_day = (year, month, day) == (before.0, before.1, before.2 + 1);
            let next_month = day == 1
                && (before.2 >= 28)
                && ((year, month) == (before.0, before.1 + 1) || (year, month, before.1) == (before.0 + 1, 1, 12));
            assert!(next_day || next_month, "day {count}");
            before = (year, month, day);
        }
    }
}
