//! Slowing down whoever fills the letterbox or guesses codes. As for sign-in, nobody is locked out;
//! but who sent something must not be on the disk, so the counts are in the memory of the process
//! and end with it.

use std::collections::HashMap;
use std::sync::PoisonError;
use std::time::Duration;

use standing_base::{Instant, Told};

use crate::account::Source;
use crate::account::limit::wait_after;
use crate::app::App;
use crate::error::AppError;
use crate::vault::refused;

/// What one source may do before waiting begins: several people may sit behind it.
const FREE: u32 = 10;
/// The most sources that are counted at once; the one seen longest ago goes first.
const SOURCES_MAX: usize = 10_000;
/// After so long without anything, a source's count is forgotten.
const FORGOTTEN_AFTER: Duration = Duration::from_hours(1);

/// How often each source came, and when last.
#[derive(Debug, Default)]
pub(crate) struct Pace(HashMap<Source, (u32, Instant)>);

impl Pace {
    /// Counts one more, or says how long to wait.
    fn count(&mut self, source: Source, now: Instant) -> Result<(), Duration> {
        let age = |at: Instant| now.microseconds().saturating_sub(at.microseconds());
        let oldest = i64::try_from(FORGOTTEN_AFTER.as_micros()).unwrap_or(i64::MAX);
        self.0.retain(|_, (_, at)| age(*at) < oldest);
        let (count, at) = self.0.get(&source).copied().unwrap_or((0, now));
        let wait = wait_after(count, FREE, at, now);
        if !wait.is_zero() {
            return Err(wait);
        }
        if self.0.len() >= SOURCES_MAX {
            let longest_ago = self.0.iter().min_by_key(|(_, (_, at))| *at);
            let longest_ago = longest_ago.map(|(source, _)| *source);
            longest_ago.map(|source| self.0.remove(&source));
        }
        self.0.insert(source, (count.saturating_add(1), now));
        Ok(())
    }

    fn forgive(&mut self, source: Source) {
        if let Some((count, _)) = self.0.get_mut(&source) {
            *count = count.saturating_sub(1);
        }
    }
}

impl App {
    pub(super) fn count_visit(&self, source: Source) -> Result<(), AppError> {
        let pace = self.intake_pace.lock();
        let mut pace = pace.unwrap_or_else(PoisonError::into_inner);
        pace.count(source, self.clock.now()).map_err(|wait| {
            let seconds = wait.as_millis().div_ceil(1_000);
            refused(
                "too_often",
                Told::new(
                    "intake-too-often",
                    "this was tried too often from where you are; wait {seconds} seconds and try again",
                )
                .with("seconds", seconds),
            )
        })
    }

    /// Who has a code may look as often as they like.
    pub(super) fn forgive_visit(&self, source: Source) {
        let pace = self.intake_pace.lock();
        pace.unwrap_or_else(PoisonError::into_inner).forgive(source);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_waits_longer_each_time_and_is_forgotten_in_the_end() {
        let at = |second: i64| Instant::from_microseconds(second * 1_000_000);
        let source = |last: u8| Source::of([192, 0, 2, last].into());
        let mut pace = Pace::default();
        for _ in 0..FREE {
            pace.count(source(1), at(0)).unwrap();
        }
        assert_eq!(pace.count(source(1), at(0)), Err(Duration::from_secs(1)));
        assert_eq!(pace.count(source(2), at(0)), Ok(()));
        pace.count(source(1), at(1)).unwrap();
        assert_eq!(pace.count(source(1), at(1)), Err(Duration::from_secs(2)));
        pace.forgive(source(1));
        assert_eq!(pace.count(source(1), at(1)), Err(Duration::from_secs(1)));
        assert_eq!(pace.count(source(1), at(3_700)), Ok(()));
        assert_eq!(pace.0.len(), 1);
    }
}
