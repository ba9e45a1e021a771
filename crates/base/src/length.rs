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
    /// Months and years are counted to the day of the same number (clamped to the month's end);
    /// under [`Counting::Calendar`] the period ends the day before. `is_working` is asked only
    /// for [`Counting::Working`], and only for lengths in days or weeks.
    pub fn last_day(
        self,
        act: Date,
        counting: Counting,
        is_working: impl Fn(Date) -> bool,
    ) -> Date {
        match counting {
            Counting::Clear => act.plus(self),
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
