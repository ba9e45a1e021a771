use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Date;

/// A length of time as rulebooks write it: `30 days`, `6 months`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Length {
    pub count: u32,
    pub unit: Unit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    Days,
    Weeks,
    Months,
    Years,
}

/// How "N days" from an act is counted (process-model: every deadline names its counting).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Counting {
    /// The act is day 1: the last day is act + N - 1.
    Calendar,
    /// The day of the act is not counted and the whole of day N belongs to the period: the last
    /// day is act + N, and what follows takes effect on the next.
    #[default]
    Clear,
    /// As clear, but only working days count.
    Working,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a length of time such as `30 days` or `6 months`")]
pub struct LengthError(pub String);

impl Length {
    /// The longest length accepted, in its unit: a rule that says more is a slip of the pen.
    pub const COUNT_MAX: u32 = 36_500;

    pub(crate) const fn months_per_unit(self) -> Option<i64> {
        match self.unit {
            Unit::Days | Unit::Weeks => None,
            Unit::Months => Some(1),
            Unit::Years => Some(12),
        }
    }

    pub(crate) const fn days_per_unit(self) -> i32 {
        match self.unit {
            Unit::Weeks => 7,
            _ => 1,
        }
    }

    /// The last day of a period of this length that an act on `act` starts.
    ///
    /// Months and years are counted to the day of the same number, or to the month's end where it
    /// has no such day; under [`Counting::Calendar`] to the day of the number before: from 31 January
    /// or from 29 February to 28 February, not to the 27th. `is_working` is asked only
    /// for [`Counting::Working`], and only for lengths in days or weeks.
    pub fn last_day(
        self,
        act: Date,
        counting: Counting,
        is_working: impl Fn(Date) -> bool,
    ) -> Date {
        match counting {
            Counting::Clear => act.plus(self),
            Counting::Calendar if self.months_per_unit().is_some() && act.parts().2 > 1 => {
                act.previous().plus(self).max(act)
            }
            Counting::Calendar => act.plus(self).previous().max(act),
            Counting::Working if self.months_per_unit().is_some() => act.plus(self),
            Counting::Working => {
                let days = u64::from(self.count) * u64::from(self.days_per_unit().cast_unsigned());
                let mut day = act;
                for _ in 0..days {
                    day = day.next();
                    // A calendar with no working day at all must not hang the count.
                    let mut skipped = 0;
                    while !is_working(day) && day < Date::MAX && skipped < Self::COUNT_MAX {
                        day = day.next();
                        skipped += 1;
                    }
                }
                day
            }
        }
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            Unit::Days => "day",
            Unit::Weeks => "week",
            Unit::Months => "month",
            Unit::Years => "year",
        };
        let plural = if self.count == 1 { "" } else { "s" };
        write!(f, "{} {unit}{plural}", self.count)
    }
}

impl FromStr for Length {
    type Err = LengthError;

    fn from_str(text: &str) -> Result<Self, LengthError> {
        let wrong = || LengthError(text.chars().take(40).collect());
        let (count, unit) = text
            .trim()
            .split_once(char::is_whitespace)
            .ok_or_else(wrong)?;
        let count = count.parse().ok().filter(|count| *count <= Self::COUNT_MAX);
        let unit = match unit.trim() {
            "day" | "days" => Unit::Days,
            "week" | "weeks" => Unit::Weeks,
            "month" | "months" => Unit::Months,
            "year" | "years" => Unit::Years,
            _ => return Err(wrong()),
        };
        Ok(Self {
            count: count.ok_or_else(wrong)?,
            unit,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn last_day(act: &str, length: &str, counting: Counting) -> String {
        let weekday_only = |day: Date| day.weekday() <= 5;
        let act: Date = act.parse().unwrap();
        length
            .parse::<Length>()
            .unwrap()
            .last_day(act, counting, weekday_only)
            .to_string()
    }

    #[test]
    fn days_are_counted_as_the_scenario_counts_them() {
        // Clear days: the effect comes on the day after the last day.
        assert_eq!(
            last_day("2019-02-27", "60 days", Counting::Clear),
            "2019-04-28"
        );
        assert_eq!(
            last_day("2019-09-03", "60 days", Counting::Clear),
            "2019-11-02"
        );
        assert_eq!(
            last_day("2019-02-27", "90 days", Counting::Clear),
            "2019-05-28"
        );
        assert_eq!(
            last_day("2019-09-03", "180 days", Counting::Clear),
            "2020-03-01"
        );
        // The act is day 1.
        assert_eq!(
            last_day("2019-09-03", "1 day", Counting::Calendar),
            "2019-09-03"
        );
        assert_eq!(
            last_day("2019-09-03", "60 days", Counting::Calendar),
            "2019-11-01"
        );
        // Friday + 1 working day = Monday.
        assert_eq!(
            last_day("2019-11-01", "1 day", Counting::Working),
            "2019-11-04"
        );
        assert_eq!(
            last_day("2019-11-01", "1 week", Counting::Working),
            "2019-11-12"
        );
    }

    #[test]
    fn months_and_years_that_meet_the_end_of_february_end_with_it() {
        for (act, length, clear, calendar) in [
            ("2019-01-30", "1 month", "2019-02-28", "2019-02-28"),
            ("2020-01-30", "1 month", "2020-02-29", "2020-02-29"),
            ("2020-01-31", "1 month", "2020-02-29", "2020-02-29"),
            ("2020-02-01", "1 month", "2020-03-01", "2020-02-29"),
            ("2020-02-28", "1 year", "2021-02-28", "2021-02-27"),
            ("2020-02-29", "1 year", "2021-02-28", "2021-02-28"),
            ("2020-02-29", "4 years", "2024-02-29", "2024-02-28"),
            ("2020-03-01", "1 year", "2021-03-01", "2021-02-28"),
            // A day that leap years have is counted like any other.
            ("2020-02-28", "2 days", "2020-03-01", "2020-02-29"),
            ("2021-02-28", "2 days", "2021-03-02", "2021-03-01"),
            ("2000-02-28", "1 day", "2000-02-29", "2000-02-28"),
            ("1900-02-28", "1 day", "1900-03-01", "1900-02-28"),
        ] {
            assert_eq!(
                last_day(act, length, Counting::Clear),
                clear,
                "{act} + {length}"
            );
            assert_eq!(
                last_day(act, length, Counting::Calendar),
                calendar,
                "{act} + {length}"
            );
        }
        // A Friday in a leap year: Monday the 2nd, not the 29th.
        assert_eq!(
            last_day("2020-02-28", "1 day", Counting::Working),
            "2020-03-02"
        );
        assert_eq!(
            last_day("2020-02-29", "1 year", Counting::Working),
            "2021-02-28"
        );
    }

    /// Working days of an organisation that is closed at the end of each year.
    fn is_working(day: Date) -> bool {
        let (_, month, of_month) = day.parts();
        day.weekday() <= 5 && !(month == 12 && of_month >= 24) && (month, of_month) != (1, 1)
    }

    #[test]
    fn a_period_holds_as_many_days_as_it_says() {
        for count in [0_u32, 1, 2, 5, 6, 10, 21, 60] {
            let length = Length {
                count,
                unit: Unit::Days,
            };
            let mut act: Date = "2019-11-01".parse().unwrap();
            while act.year() < 2021 {
                let last = |counting| length.last_day(act, counting, is_working).day_number();
                let days = i32::try_from(count).unwrap();
                assert_eq!(last(Counting::Clear) - act.day_number(), days);
                assert_eq!(
                    last(Counting::Calendar) - act.day_number(),
                    (days - 1).max(0)
                );
                let within = act.day_number() + 1..=last(Counting::Working);
                let working = within.filter(|day| is_working(Date::from_day_number(*day)));
                assert_eq!(working.count(), usize::try_from(count).unwrap(), "{act}");
                act = act.next();
            }
        }
    }

    /// A later act never ends a period sooner, and a longer period never ends before a shorter one.
    #[test]
    fn the_last_day_never_comes_sooner_for_a_later_act_or_a_longer_period() {
        let lengths = |unit, counts: &[u32]| -> Vec<Length> {
            let counts = counts.iter();
            counts
                .map(|count| Length {
                    count: *count,
                    unit,
                })
                .collect()
        };
        let by_unit = [
            lengths(Unit::Days, &[0, 1, 2, 5, 7, 28, 31]),
            lengths(Unit::Weeks, &[0, 1, 2, 6]),
            lengths(Unit::Months, &[0, 1, 2, 3, 6, 11, 12, 13, 600]),
            lengths(Unit::Years, &[0, 1, 2, 4, 5, 100]),
        ];
        let until: Date = "2100-12-31".parse().unwrap();
        for counting in [Counting::Calendar, Counting::Clear, Counting::Working] {
            for lengths in &by_unit {
                let mut act: Date = "1900-01-01".parse().unwrap();
                let mut before = vec![Date::MIN; lengths.len()];
                while act <= until {
                    let lasts = lengths.iter();
                    let lasts: Vec<Date> = lasts
                        .map(|length| length.last_day(act, counting, is_working))
                        .collect();
                    assert!(lasts.iter().all(|last| *last >= act), "{act} {counting:?}");
                    assert!(lasts.is_sorted(), "{act} {counting:?}: {lasts:?}");
                    let sooner = before.iter().zip(&lasts).find(|(old, new)| old > new);
                    assert_eq!(sooner, None, "{act} {counting:?}");
                    before = lasts;
                    act = act.next();
                }
            }
        }
    }

    #[test]
    fn lengths_read_and_print() {
        assert_eq!("1 day".parse::<Length>().unwrap().to_string(), "1 day");
        assert_eq!(
            "6 months".parse::<Length>().unwrap().to_string(),
            "6 months"
        );
        assert!("half a year".parse::<Length>().is_err());
        assert!("99999 years".parse::<Length>().is_err());
    }
}
