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
    use crate::Counting::{Calendar, Clear, Working};

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

    fn date_at(zone: &str, instant: &str) -> String {
        let zone = Zone::new(zone).unwrap();
        zone.date_of(instant.parse().unwrap()).to_string()
    }

    #[test]
    fn at_one_moment_it_is_another_day_elsewhere() {
        // Midnight in Auckland is 11 in the morning of UTC in summer, and noon in winter.
        let auckland = |instant| date_at("Pacific/Auckland", instant);
        assert_eq!(auckland("2021-03-01T10:59:59Z"), "2021-03-01");
        assert_eq!(auckland("2021-03-01T11:00:00Z"), "2021-03-02");
        assert_eq!(auckland("2021-07-01T11:59:59Z"), "2021-07-01");
        assert_eq!(auckland("2021-07-01T12:00:00Z"), "2021-07-02");
        assert_eq!(
            date_at("Pacific/Pago_Pago", "2021-03-01T10:59:59Z"),
            "2021-02-28"
        );
    }

    #[test]
    fn periods_are_counted_in_days_of_the_calendar_whatever_the_clocks_do() {
        let last = |act: &str, length: &str, counting| {
            let length: crate::Length = length.parse().unwrap();
            let act: Date = act.parse().unwrap();
            length.last_day(act, counting, |day| day.weekday() <= 5)
        };
        let london = Zone::new("Europe/London").unwrap();
        // The clocks go back on Sunday, 27 October 2019, and forward on 31 March.
        for (act, length, counting, expected) in [
            ("2019-10-25", "3 days", Clear, "2019-10-28"),
            ("2019-10-25", "3 days", Calendar, "2019-10-27"),
            ("2019-10-25", "1 day", Working, "2019-10-28"),
            ("2019-10-20", "1 week", Clear, "2019-10-27"),
            ("2019-03-29", "2 days", Clear, "2019-03-31"),
            ("2019-03-29", "2 days", Calendar, "2019-03-30"),
            ("2019-03-29", "1 day", Working, "2019-04-01"),
        ] {
            let last = last(act, length, counting);
            assert_eq!(last.to_string(), expected, "{length} from {act}");
            assert_eq!(london.date_of(london.start_of(last)), last);
            assert_eq!(london.date_of(london.end_of(last)), last);
        }
    }

    #[test]
    fn a_day_that_an_island_left_out_is_no_gap_in_what_was_known() {
        // Samoa crossed the date line: after 29 December 2011 came the 31st.
        let apia = |instant| date_at("Pacific/Apia", instant);
        assert_eq!(apia("2011-12-30T09:59:59Z"), "2011-12-29");
        assert_eq!(apia("2011-12-30T10:00:00Z"), "2011-12-31");
        let zone = Zone::new("Pacific/Apia").unwrap();
        let day = |text: &str| text.parse::<Date>().unwrap();
        let (left_out, after) = (day("2011-12-30"), day("2011-12-31"));
        // A period may end on it: the next day begins when it would have.
        assert_eq!(zone.start_of(left_out), zone.start_of(after));
        assert_eq!(zone.end_of(left_out), zone.end_of(left_out.previous()));
        // Days have no instant in common, and none lies between them.
        let mut day = day("2011-12-20");
        while day.year() < 2012 {
            assert!(zone.start_of(day) <= zone.start_of(day.next()), "{day}");
            let next = Instant(zone.end_of(day).microseconds() + 1);
            assert_eq!(next, zone.start_of(day.next()), "{day}");
            day = day.next();
        }
    }
}
