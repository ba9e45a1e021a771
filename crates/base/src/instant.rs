use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Date;

/// A moment, in microseconds of UTC since 1970. Stored as that integer, printed as RFC 3339.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(i64);

impl Instant {
    pub const fn from_microseconds(microseconds: i64) -> Self {
        Self(microseconds)
    }

    pub const fn microseconds(self) -> i64 {
        self.0
    }

    pub fn milliseconds(self) -> u64 {
        u64::try_from(self.0.div_euclid(1_000)).unwrap_or(0)
    }

    fn timestamp(self) -> jiff::Timestamp {
        jiff::Timestamp::from_microsecond(self.0).unwrap_or_default()
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.timestamp().fmt(f)
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::str::FromStr for Instant {
    type Err = ZoneError;

    fn from_str(text: &str) -> Result<Self, ZoneError> {
        text.parse::<jiff::Timestamp>()
            .map(|timestamp| Self(timestamp.as_microsecond()))
            .map_err(|_| ZoneError::Instant(text.chars().take(40).collect()))
    }
}

/// The time zone whose days an organisation's rules mean.
#[derive(Clone, Debug)]
pub struct Zone(jiff::tz::TimeZone);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ZoneError {
    #[error("`{0}` is not a time zone of the IANA database, such as `Europe/London`")]
    Unknown(String),
    #[error("`{0}` is not an instant such as `2019-11-06T18:00:00Z`")]
    Instant(String),
}

impl Zone {
    pub fn new(name: &str) -> Result<Self, ZoneError> {
        jiff::tz::TimeZone::get(name)
            .map(Self)
            .map_err(|_| ZoneError::Unknown(name.chars().take(60).collect()))
    }

    pub fn utc() -> Self {
        Self(jiff::tz::TimeZone::UTC)
    }

    /// The civil date at an instant.
    pub fn date_of(&self, instant: Instant) -> Date {
        let date = instant.timestamp().to_zoned(self.0.clone()).date();
        let part = |part: i8| u32::try_from(part).unwrap_or(1);
        Date::new(i32::from(date.year()), part(date.month()), part(date.day())).unwrap_or(Date::MIN)
    }

    /// The time of day at an instant: `18:05`.
    pub fn minute_of(&self, instant: Instant) -> String {
        let time = instant.timestamp().to_zoned(self.0.clone()).time();
        format!("{:02}:{:02}", time.hour(), time.minute())
    }

    /// The first instant of a day.
    pub fn start_of(&self, date: Date) -> Instant {
        let (year, month, day) = date.parts();
        let narrow = |part: u32| i8::try_from(part).unwrap_or(1);
        let start = i16::try_from(year)
            .ok()
            .and_then(|year| jiff::civil::Date::new(year, narrow(month), narrow(day)).ok())
            .and_then(|date| date.to_zoned(self.0.clone()).ok());
        match start {
            Some(zoned) => Instant(zoned.timestamp().as_microsecond()),
            None => Instant(i64::from(date.day_number()) * 86_400_000_000),
        }
    }

    /// The last instant of a day: what was recorded by then was known at the end of it.
    pub fn end_of(&self, date: Date) -> Instant {
        Instant(self.start_of(date.next()).0 - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_the_organisations_day() {
        let london = Zone::new("Europe/London").unwrap();
        let summer: Date = "2019-07-01".parse().unwrap();
        assert_eq!(london.start_of(summer).to_string(), "2019-06-30T23:00:00Z");
        assert_eq!(london.date_of(london.end_of(summer)), summer);
        assert_eq!(london.date_of(london.start_of(summer)), summer);
        assert_eq!(london.minute_of(london.end_of(summer)), "23:59");
        // The clocks go back: the day has 25 hours.
        let long: Date = "2019-10-27".parse().unwrap();
        let hours = (london.start_of(long.next()).microseconds()
            - london.start_of(long).microseconds())
            / 3_600_000_000;
        assert_eq!(hours, 25);
        assert!(Zone::new("Europe/Londonn").is_err());
    }
}
