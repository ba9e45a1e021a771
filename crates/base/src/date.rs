use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Length;

/// A civil date of the proleptic Gregorian calendar, kept as a count of days so that two million
/// of them compare and sort as integers.
///
/// It has no zone: which instant a civil date begins at is the organisation's [`crate::Zone`]'s to
/// say.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(i32);

/// Why a text is not a date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    #[error("`{0}` is not a date of the form 2019-11-06")]
    Form(String),
    #[error("there is no such day as {0}")]
    NoSuchDay(String),
}

impl Date {
    /// The earliest date that Standing accepts: 1 January of year 1.
    pub const MIN: Self = Self(-719_162);
    /// The latest: 31 December 9999.
    pub const MAX: Self = Self(2_932_896);

    /// The date of a year, month and day, if the calendar has it.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        if !(1..=9999).contains(&year) || !(1..=12).contains(&month) || day == 0 {
            return None;
        }
        if day > days_in_month(year, month) {
            return None;
        }
        Some(Self(days_from_civil(year, month, day)))
    }

    /// Days since 1 January 1970; negative before it.
    pub const fn day_number(self) -> i32 {
        self.0
    }

    /// The inverse of [`Date::day_number`], held to the supported range.
    pub fn from_day_number(number: i32) -> Self {
        Self(number.clamp(Self::MIN.0, Self::MAX.0))
    }

    /// Year, month, day.
    pub fn parts(self) -> (i32, u32, u32) {
        civil_from_days(self.0)
    }

    pub fn year(self) -> i32 {
        self.parts().0
    }

    /// The date so many days later (earlier when negative), held to the supported range.
    pub fn plus_days(self, days: i32) -> Self {
        Self::from_day_number(self.0.saturating_add(days))
    }

    pub fn next(self) -> Self {
        self.plus_days(1)
    }

    pub fn previous(self) -> Self {
        self.plus_days(-1)
    }

    /// Plain addition: days and weeks are added; months and years keep the day of the month, or
    /// clamp to the month's end (31 January + 1 month = 28 or 29 February).
    pub fn plus(self, length: Length) -> Self {
        let count = i64::from(length.count);
        match length.months_per_unit() {
            None => {
                let days = count.saturating_mul(i64::from(length.days_per_unit()));
                self.plus_days(i32::try_from(days).unwrap_or(i32::MAX))
            }
            Some(per_unit) => self.plus_months(count.saturating_mul(per_unit)),
        }
    }

    /// Plain subtraction, clamped like [`Date::plus`].
    pub fn minus(self, length: Length) -> Self {
        let count = i64::from(length.count);
        match length.months_per_unit() {
            None => {
                let days = count.saturating_mul(i64::from(length.days_per_unit()));
                self.plus_days(-i32::try_from(days).unwrap_or(i32::MAX))
            }
            Some(per_unit) => self.plus_months(-count.saturating_mul(per_unit)),
        }
    }

    fn plus_months(self, months: i64) -> Self {
        let (year, month, day) = self.parts();
        let total = i64::from(year) * 12 + i64::from(month) - 1 + months;
        let (year, month) = (total.div_euclid(12), total.rem_euclid(12) + 1);
        let (Ok(year), Ok(month)) = (i32::try_from(year), u32::try_from(month)) else {
            return if months < 0 { Self::MIN } else { Self::MAX };
        };
        if year < 1 {
            return Self::MIN;
        }
        if year > 9999 {
            return Self::MAX;
        }
        Self(days_from_civil(
            year,
            month,
            day.min(days_in_month(year, month)),
        ))
    }

    /// 1 is Monday, 7 is Sunday (ISO 8601).
    pub fn weekday(self) -> u32 {
        // 1 January 1970 was a Thursday.
        u32::try_from((self.0 + 3).rem_euclid(7)).unwrap_or(0) + 1
    }
}

/// How many days a month has.
pub(crate) fn days_in_month(year: i32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

// Both directions follow Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
fn days_from_civil(year: i32, month: u32, day: u32) -> i32 {
    let (month, day) = (month.cast_signed(), day.cast_signed());
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_from_march = (month + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

fn civil_from_days(days: i32) -> (i32, u32, u32) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = year_of_era + era * 400 + i32::from(month <= 2);
    (year, month.cast_unsigned(), day.cast_unsigned())
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        f.pad(&format!("{year:04}-{month:02}-{day:02}"))
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let form = || DateError::Form(text.chars().take(40).collect());
        let mut parts = text.split('-');
        let (Some(year), Some(month), Some(day), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(form());
        };
        let digits = |part: &str, length: usize| {
            (part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit()))
                .then(|| part.parse::<u32>().ok())
                .flatten()
        };
        let (Some(year), Some(month), Some(day)) =
            (digits(year, 4), digits(month, 2), digits(day, 2))
        else {
            return Err(form());
        };
        Self::new(year.cast_signed(), month, day)
            .ok_or_else(|| DateError::NoSuchDay(text.to_owned()))
    }
}

impl Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Unit;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn every_day_of_ten_thousand_years_agrees_with_jiff() {
        let mut day = jiff::civil::date(1, 1, 1);
        let mut number = Date::MIN.day_number();
        loop {
            let ours = Date::from_day_number(number);
            let (year, month, of_month) = ours.parts();
            assert_eq!(
                (year, month, of_month),
                (
                    i32::from(day.year()),
                    u32::try_from(day.month()).unwrap(),
                    u32::try_from(day.day()).unwrap()
                )
            );
            assert_eq!(Date::new(year, month, of_month), Some(ours));
            let Ok(next) = day.tomorrow() else { break };
            day = next;
            number += 1;
        }
        assert_eq!(number, Date::MAX.day_number());
    }

    #[test]
    fn months_clamp_to_the_end_of_the_month() {
        let months = |count| Length {
            count,
            unit: Unit::Months,
        };
        assert_eq!(date("2019-01-31").plus(months(1)), date("2019-02-28"));
        assert_eq!(date("2020-02-29").plus(months(12)), date("2021-02-28"));
        assert_eq!(date("2019-12-31").plus(months(6)), date("2020-06-30"));
        assert_eq!(date("2019-03-31").minus(months(1)), date("2019-02-28"));
    }

    #[test]
    fn what_is_no_date_is_refused_and_says_why() {
        assert_eq!(
            "2019-02-29".parse::<Date>(),
            Err(DateError::NoSuchDay("2019-02-29".into()))
        );
        assert_eq!(
            "2019-2-9".parse::<Date>(),
            Err(DateError::Form("2019-2-9".into()))
        );
        assert!("0000-01-01".parse::<Date>().is_err());
        assert!("2019-01-01x".parse::<Date>().is_err());
    }
}
