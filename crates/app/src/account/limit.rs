//! Slowing down, never locking out: after some failures each further attempt must wait, longer
//! each time, up to a cap. Counted for each address that is tried and for each source that tries,
//! in the database, so that a restart forgives nothing.

use std::net::IpAddr;
use std::time::Duration;

use standing_base::{Id, Instant};

use super::{AccountError, before, digest};
use crate::app::App;
use crate::ports::{Attempts, Writer};
use crate::recording::is_ahead;

/// Failures of one account, or of one unknown address, before waiting begins.
const FREE_PER_ACCOUNT: u32 = 5;
/// Failures from one source: several people may sit behind it.
const FREE_PER_SOURCE: u32 = 20;
/// Letters that one address may be sent before waiting begins.
const FREE_LETTERS: u32 = 3;
/// The longest wait.
const WAIT_MAX: Duration = Duration::from_mins(15);
/// After so long without an attempt, the failures are forgotten.
const FORGOTTEN_AFTER: Duration = Duration::from_hours(24);

/// Where an attempt comes from: an address of the network, or the block that one household has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Source(IpAddr);

impl Source {
    pub fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            // A household has a whole /64, and may change within it at will.
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                Self(IpAddr::from([a, b, c, d, 0, 0, 0, 0]))
            }
            address @ IpAddr::V4(_) => Self(address),
        }
    }
}

/// Whose attempts are counted, and how many are free.
#[derive(Clone, Debug)]
pub(super) struct Counted {
    subject: String,
    free: u32,
}

impl Counted {
    /// Sign-ins by an address, whether anybody has it or not. The address itself is not written.
    pub(super) fn sign_in(email: &str) -> Self {
        Self {
            subject: format!("sign_in:{}", digest(email)),
            free: FREE_PER_ACCOUNT,
        }
    }

    /// Codes of the second step, and passwords that are asked for again.
    pub(super) fn check(account: Id) -> Self {
        Self {
            subject: format!("check:{account}"),
            free: FREE_PER_ACCOUNT,
        }
    }

    pub(super) fn letter(email: &str) -> Self {
        Self {
            subject: format!("letter:{}", digest(email)),
            free: FREE_LETTERS,
        }
    }

    pub(super) fn source(source: Source) -> Self {
        Self {
            subject: format!("source:{}", source.0),
            free: FREE_PER_SOURCE,
        }
    }

    /// How long an attempt at this instant would have to wait.
    fn wait(&self, attempts: &Attempts, now: Instant) -> Duration {
        wait_after(attempts.failures, self.free, attempts.last_at, now)
    }
}

/// How long to wait after so many attempts, of which some are free: twice as long each time.
pub(crate) fn wait_after(attempts: u32, free: u32, last_at: Instant, now: Instant) -> Duration {
    let Some(over) = attempts.checked_sub(free) else {
        return Duration::ZERO;
    };
    let wait = Duration::from_secs(1_u64.checked_shl(over).unwrap_or(u64::MAX)).min(WAIT_MAX);
    let passed = now.microseconds() - last_at.microseconds();
    // A clock that was set back must not make anybody wait longer than the rule says.
    let passed = Duration::from_micros(u64::try_from(passed).unwrap_or(0));
    wait.saturating_sub(passed)
}

impl App {
    /// Counts an attempt before it is made, so that many at once do not slip through together; or
    /// says how long to wait. What succeeds is given back by [`App::forgive`].
    pub(super) async fn count_attempt(&self, counted: &[Counted]) -> Result<(), AccountError> {
        let mut writer = self.store.writer().await?;
        let now = self.clock.now();
        let mut longest = Duration::ZERO;
        for one in counted {
            let known = writer.attempts(&one.subject).await?;
            // What a clock that was ahead wrote would hold up everybody until then.
            let known = known.filter(|known| {
                known.last_at > before(now, FORGOTTEN_AFTER) && !is_ahead(known.last_at, now)
            });
            let failures = known.as_ref().map_or(0, |known| known.failures);
            if let Some(known) = &known {
                longest = longest.max(one.wait(known, now));
            }
            let attempts = Attempts {
                subject: one.subject.clone(),
                failures: failures.saturating_add(1),
                last_at: now,
            };
            writer.put_attempts(&attempts).await?;
        }
        if longest > Duration::ZERO {
            // Dropped with the writer: an attempt that was not made does not count.
            let seconds = longest.as_millis().div_ceil(1_000);
            return Err(AccountError::TooSoon {
                seconds: u64::try_from(seconds).unwrap_or(u64::MAX),
            });
        }
        writer.forget_before(before(now, FORGOTTEN_AFTER)).await?;
        Ok(writer.commit().await?)
    }

    /// Takes an attempt back that succeeded: the account's count ends, the source's loses one.
    pub(super) async fn forgive(
        &self,
        writer: &mut dyn Writer,
        account: &Counted,
        source: Source,
    ) -> Result<(), AccountError> {
        writer.forget_attempts(&account.subject).await?;
        let source = Counted::source(source);
        if let Some(mut attempts) = writer.attempts(&source.subject).await? {
            attempts.failures = attempts.failures.saturating_sub(1);
            writer.put_attempts(&attempts).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_up_to_a_cap_and_a_clock_set_back_does_not_lengthen_it() {
        let counted = Counted::sign_in("a@b.c");
        let at = |second: i64| Instant::from_microseconds(second * 1_000_000);
        for (failures, now, seconds) in [
            (4, 100, 0),
            (5, 100, 1),
            (6, 100, 2),
            (6, 101, 1),
            (6, 102, 0),
            (10, 100, 32),
            (40, 100, 900),
            (400, 100, 900),
            (40, 10, 900),
        ] {
            let attempts = Attempts {
                subject: String::new(),
                failures,
                last_at: at(100),
            };
            let wait = counted.wait(&attempts, at(now));
            assert_eq!(wait.as_secs(), seconds, "{failures} failures at {now}");
        }
    }

    #[test]
    fn a_household_is_one_source() {
        let source = |text: &str| Source::of(text.parse().unwrap());
        assert_eq!(source("2001:db8:1:2::7"), source("2001:db8:1:2:ffff::1"));
        assert_ne!(source("2001:db8:1:2::7"), source("2001:db8:1:3::7"));
        assert_eq!(source("::ffff:192.0.2.1"), source("192.0.2.1"));
        assert_ne!(source("192.0.2.2"), source("192.0.2.1"));
    }
}
