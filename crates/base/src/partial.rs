use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::date::days_in_month;
use crate::{Date, DateError};

/// A date of which the day, or the day and the month, may not be known. Old registers are full of
/// them; the missing part is kept missing, never filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartialDate {
    Day(Date),
    /// Year and month.
    Month(i32, u32),
    Year(i32),
}

impl PartialDate {
    pub fn earliest(self) -> Date {
        match self {
            Self::Day(date) => date,
            Self::Month(year, month) => Date::new(year, month, 1).unwrap_or(Date::MIN),
            Self::Year(year) => Date::new(year, 1, 1).unwrap_or(Date::MIN),
        }
    }

    pub fn latest(self) -> Date {
        match self {
            Self::Day(date) => date,
            Self::Month(year, month) => {
                Date::new(year, month, days_in_month(year, month)).unwrap_or(Date::MAX)
            }
            Self::Year(year) => Date::new(year, 12, 31).unwrap_or(Date::MAX),
        }
    }

    /// The date, when no part of it is missing.
    pub fn exact(self) -> Option<Date> {
        match self {
            Self::Day(date) => Some(date),
            Self::Month(..) | Self::Year(_) => None,
        }
    }

    /// The partial date whose first and last day these are, if there is one.
    pub fn from_range(earliest: Date, latest: Date) -> Option<Self> {
        let (year, month, _) = earliest.parts();
        [
            Self::Day(earliest),
            Self::Month(year, month),
            Self::Year(year),
        ]
        .into_iter()
        .find(|partial| partial.earliest() == earliest && partial.latest() == latest)
    }
}

impl From<Date> for PartialDate {
    fn from(date: Date) -> Self {
        Self::Day(date)
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(date) => date.fmt(f),
            Self::Month(year, month) => f.pad(&format!("{year:04}-{month:02}")),
            Self::Year(year) => f.pad(&format!("{year:04}")),
        }
    }
}

impl FromStr for PartialDate {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let form = || DateError::Form(text.chars().take(40).collect());
        let number = |part: &str| {
            part.bytes()
                .all(|byte| byte.is_ascii_digit())
                .then(|| part.parse().ok())
                .flatten()
        };
        match text.len() {
            4 => {
                let year: u32 = number(text).ok_or_else(form)?;
                let first = Date::new(year.cast_signed(), 1, 1)
                    .ok_or_else(|| DateError::NoSuchDay(text.to_owned()))?;
                Ok(Self::Year(first.year()))
            }
            7 => {
                let (year, month) = text.split_once('-').ok_or_else(form)?;
                if year.len() != 4 {
                    return Err(form());
                }
                let year: u32 = number(year).ok_or_else(form)?;
                let month = number(month).ok_or_else(form)?;
                let first = Date::new(year.cast_signed(), month, 1)
                    .ok_or_else(|| DateError::NoSuchDay(text.to_owned()))?;
                Ok(Self::Month(first.year(), month))
            }
            _ => text.parse().map(Self::Day),
        }
    }
}

impl Serialize for PartialDate {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_part_stays_missing() {
        for (text, earliest, latest) in [
            ("2019-02", "2019-02-01", "2019-02-28"),
            ("2020-02", "2020-02-01", "2020-02-29"),
            ("2019", "2019-01-01", "2019-12-31"),
            ("2019-11-06", "2019-11-06", "2019-11-06"),
        ] {
            let partial: PartialDate = text.parse().unwrap();
            assert_eq!(partial.to_string(), text);
            assert_eq!(partial.earliest().to_string(), earliest);
            assert_eq!(partial.latest().to_string(), latest);
            assert_eq!(
                PartialDate::from_range(partial.earliest(), partial.latest()),
                Some(partial)
            );
        }
        for wrong in [
            "",
            "19",
            "2019-13",
            "2019-1",
            "20-1234",
            "2019-02-30",
            "2019-00",
            "+999",
        ] {
            assert!(wrong.parse::<PartialDate>().is_err(), "{wrong}");
        }
    }
}
