//! Takes letters from the outbox, one after another, and hands them to the mail server.
//!
//! Several servers may each have a worker on one record. A worker takes a letter by a change that
//! names the state in which it found it, for as long as a lease; when it goes away, another takes
//! the letter once the lease is over.

use std::sync::Arc;

use standing_base::Instant;

use super::{ATTEMPTS_MAX, FIRST_WAIT_SECONDS, LEASE_SECONDS, LONGEST_WAIT_SECONDS, shortened};
use crate::ports::mailer::{DeliveryError, Mailer, OutgoingMail};
use crate::ports::outbox::{Attempt, Claim, Letter, LetterState, Outcome, Settlement};
use crate::ports::{Clock, Store, StoreError};

/// How often noting the outcome of an attempt is tried while somebody else writes; each try waits
/// for as long as the store is patient.
const NOTING_TRIES: u32 = 10;

#[derive(Clone, Debug)]
pub struct Worker {
    store: Arc<dyn Store>,
    mailer: Arc<dyn Mailer>,
    clock: Arc<dyn Clock>,
}

/// What one turn of the worker did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ran {
    /// No letter is due.
    Idle,
    /// Somebody else was faster.
    Outrun,
    /// A letter is now in this state, because of this.
    Moved {
        letter: standing_base::Id,
        to: LetterState,
        outcome: Outcome,
        answer: String,
    },
}

/// How an attempt ended, before it is noted.
struct Ended {
    outcome: Outcome,
    answer: String,
}

impl Worker {
    pub fn new(store: Arc<dyn Store>, mailer: Arc<dyn Mailer>, clock: Arc<dyn Clock>) -> Self {
        Self {
            store,
            mailer,
            clock,
        }
    }

    /// Sees to the letter that has been due longest, if there is one.
    pub async fn run_once(&self) -> Result<Ran, StoreError> {
        let now = self.clock.now();
        let due = self.store.snapshot().await?.letter_due(now).await?;
        let Some(due) = due else {
            return Ok(Ran::Idle);
        };
        let attempts = due.attempts;
        if due.state == LetterState::Sending {
            let lost = Ended {
                outcome: Outcome::Lost,
                answer: "the attempt was not ended; the program stopped".to_owned(),
            };
            return self.note(&due, attempts, lost).await;
        }
        if due.what.expires_at.is_some_and(|end| end <= now) {
            let expired = Ended {
                outcome: Outcome::Expired,
                answer: "it would have come too late".to_owned(),
            };
            return self.note(&due, attempts, expired).await;
        }
        if !self.claim(&due, now).await? {
            return Ok(Ran::Outrun);
        }
        let mail = OutgoingMail {
            letter: due.what.id,
            address: due.what.address.clone(),
            subject: due.what.subject.clone(),
            text: due.what.text.clone(),
            written_at: due.what.created_at,
        };
        let ended = match self.mailer.deliver(&mail).await {
            Ok(delivered) => Ended {
                outcome: Outcome::Accepted,
                answer: delivered.answer,
            },
            Err(DeliveryError::Permanent(answer)) => Ended {
                outcome: Outcome::Rejected,
                answer,
            },
            Err(DeliveryError::Passing(answer)) => Ended {
                outcome: Outcome::Deferred,
                answer,
            },
        };
        let ours = Letter {
            state: LetterState::Sending,
            ..due
        };
        self.note(&ours, attempts + 1, ended).await
    }

    async fn claim(&self, due: &Letter, now: Instant) -> Result<bool, StoreError> {
        let mut writer = self.store.writer().await?;
        let claim = Claim {
            letter: due.what.id,
            attempts: due.attempts,
            until: later(now, LEASE_SECONDS),
        };
        let is_ours = writer.claim(claim).await?;
        writer.commit().await?;
        Ok(is_ours)
    }

    /// Notes how an attempt ended. A letter that went out and is not noted goes out again, so this
    /// tries hard.
    async fn note(&self, letter: &Letter, attempts: u32, ended: Ended) -> Result<Ran, StoreError> {
        let now = self.clock.now();
        let answer = shortened(&ended.answer);
        let to = state_after(ended.outcome, attempts);
        let settlement = Settlement {
            letter: letter.what.id,
            from: letter.state,
            attempts,
            to,
            next_attempt_at: (to == LetterState::Queued)
                .then(|| later(now, wait_seconds(attempts))),
            attempt: Attempt {
                at: now,
                outcome: ended.outcome,
                answer: answer.clone(),
            },
            forgets_text: letter.what.is_secret && to != LetterState::Queued,
        };
        let mut tries = 0;
        let was_there = loop {
            tries += 1;
            match self.settle(&settlement).await {
                Err(StoreError::Locked { .. }) if tries < NOTING_TRIES => {}
                done => break done?,
            }
        };
        if !was_there {
            return Ok(Ran::Outrun);
        }
        Ok(Ran::Moved {
            letter: letter.what.id,
            to,
            outcome: ended.outcome,
            answer,
        })
    }

    async fn settle(&self, settlement: &Settlement) -> Result<bool, StoreError> {
        let mut writer = self.store.writer().await?;
        let was_there = writer.settle(settlement).await?;
        writer.commit().await?;
        Ok(was_there)
    }
}

const fn state_after(outcome: Outcome, attempts: u32) -> LetterState {
    match outcome {
        Outcome::Accepted => LetterState::Sent,
        Outcome::Returned => LetterState::Bounced,
        Outcome::Deferred | Outcome::Lost if attempts < ATTEMPTS_MAX => LetterState::Queued,
        Outcome::Deferred | Outcome::Lost | Outcome::Rejected | Outcome::Expired => {
            LetterState::Failed
        }
    }
}

/// The wait before the attempt after this many.
fn wait_seconds(attempts: u32) -> i64 {
    let doubled = 1_i64
        .checked_shl(attempts.saturating_sub(1))
        .and_then(|times| FIRST_WAIT_SECONDS.checked_mul(times))
        .filter(|wait| *wait > 0);
    doubled.map_or(LONGEST_WAIT_SECONDS, |wait| wait.min(LONGEST_WAIT_SECONDS))
}

fn later(now: Instant, seconds: i64) -> Instant {
    Instant::from_microseconds(now.microseconds().saturating_add(seconds * 1_000_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest_and_a_letter_is_given_up_after_two_days() {
        let waits: Vec<i64> = (1..ATTEMPTS_MAX).map(wait_seconds).collect();
        assert_eq!(waits[..4], [60, 120, 240, 480]);
        assert_eq!(waits[8..], [LONGEST_WAIT_SECONDS; 11]);
        let hours = waits.iter().sum::<i64>() / 3_600;
        assert!((40..=56).contains(&hours), "{hours}");
        assert_eq!(wait_seconds(u32::MAX), LONGEST_WAIT_SECONDS);
        let given_up = state_after(Outcome::Deferred, ATTEMPTS_MAX);
        assert_eq!(given_up, LetterState::Failed);
    }
}
