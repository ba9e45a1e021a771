//! What gets onto the record passes here last: the clock must not be behind the record.

use std::time::Duration;

use standing_base::Instant;

use crate::app::App;
use crate::ports::{Addition, Head, Receipt, StoreError, Writer};

/// How far the clocks of servers that share a record may be apart.
pub const CLOCK_TOLERANCE: Duration = Duration::from_mins(5);

impl App {
    /// Appends facts of this moment.
    pub(crate) async fn record(
        &self,
        writer: &mut dyn Writer,
        additions: Vec<Addition>,
    ) -> Result<Receipt, StoreError> {
        check_clock(self.clock.now(), writer.last_recorded_at())?;
        writer.append(additions).await
    }

    /// Whether something can be recorded at this moment, as far as the clock goes.
    pub fn check_clock(&self, head: &Head) -> Result<(), StoreError> {
        check_clock(self.clock.now(), head.last_recorded_at)
    }
}

/// Facts are in the order of time: a clock that is behind would say that something was known before
/// what it builds on.
pub(crate) fn check_clock(now: Instant, newest: Option<Instant>) -> Result<(), StoreError> {
    match newest {
        Some(newest) if is_ahead(newest, now) => Err(StoreError::ClockBehind { now, newest }),
        _ => Ok(()),
    }
}

/// Whether an instant lies so far ahead that a clock must have been wrong.
pub(crate) fn is_ahead(instant: Instant, now: Instant) -> bool {
    let tolerance = i64::try_from(CLOCK_TOLERANCE.as_micros()).unwrap_or(0);
    instant.microseconds() > now.microseconds().saturating_add(tolerance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_may_be_behind_the_record_by_minutes_and_no_more() {
        let at = |minutes: i64| Instant::from_microseconds(minutes * 60_000_000);
        assert!(check_clock(at(0), None).is_ok());
        assert!(check_clock(at(100), Some(at(100))).is_ok());
        assert!(check_clock(at(100), Some(at(105))).is_ok());
        let error = check_clock(at(100), Some(at(106))).unwrap_err();
        assert!(error.to_string().contains("set the clock"), "{error}");
    }
}
