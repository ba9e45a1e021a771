//! Recording at most once: whoever did not hear our answer sends the same again, under the key that
//! they chose for it, and is answered as the first time.
//!
//! The key is written in the transaction of the facts, so there is no moment in which one is there
//! without the other. A refusal recorded nothing, so nothing is kept of it: the same may be sent
//! again under the same key, and is decided anew.

use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use standing_base::{Id, Refusal};

use super::Done;
use crate::account::{before, digest};
use crate::app::App;
use crate::error::AppError;
use crate::matter::damaged;
use crate::ports::Writer;
use crate::ports::api::{ApiReads, KeyedRequest};

/// The longest key, in characters.
pub const KEY_CHARS_MAX: usize = 100;
/// For so long a key is known.
pub const KEPT_FOR: Duration = Duration::from_hours(24);
/// The code of the refusal of a key that was used for something else.
pub const KEY_REUSED: &str = "key_reused";

/// A key, and what was sent under it.
#[derive(Clone, Debug)]
pub struct Once {
    person: Id,
    key: String,
    request: String,
}

impl Once {
    /// `request` is all that makes two requests the same: where it was sent, and what.
    pub fn new(person: Id, key: &str, request: &str) -> Result<Self, AppError> {
        let is_plain = key.bytes().all(|byte| byte.is_ascii_graphic());
        if key.is_empty() || key.len() > KEY_CHARS_MAX || !is_plain {
            return Err(AppError::unreadable(format!(
                "the Idempotency-Key has 1 to {KEY_CHARS_MAX} letters, digits and signs of ASCII, \
                 without spaces; a UUID does well"
            )));
        }
        Ok(Self {
            person,
            key: key.to_owned(),
            request: digest(request),
        })
    }
}

impl App {
    /// What was recorded under the key already, if anything.
    pub async fn recorded_under(&self, once: &Once) -> Result<Option<Done>, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        self.recorded_before(&mut *snapshot, Some(once)).await
    }

    /// What was answered the first time, as of one moment.
    pub(crate) async fn recorded_before<R: ApiReads + ?Sized, T: DeserializeOwned>(
        &self,
        reads: &mut R,
        once: Option<&Once>,
    ) -> Result<Option<T>, AppError> {
        let Some(once) = once else { return Ok(None) };
        let kept = reads.keyed_request(once.person, &once.key).await?;
        let oldest = before(self.clock.now(), KEPT_FOR);
        let Some(kept) = kept.filter(|kept| kept.created_at >= oldest) else {
            return Ok(None);
        };
        if kept.request != once.request {
            return Err(AppError::Refused(Refusal::new(
                KEY_REUSED,
                format!(
                    "something else was recorded under the Idempotency-Key `{}`; choose a new key \
                     for each act",
                    once.key
                ),
            )));
        }
        serde_json::from_str(&kept.answer)
            .map(Some)
            .map_err(damaged)
    }

    /// Keeps the key with what is recorded under it, and forgets those that are old.
    pub(crate) async fn keep_key<T: Serialize + Sync>(
        &self,
        writer: &mut dyn Writer,
        done: &T,
        once: Option<&Once>,
    ) -> Result<(), AppError> {
        let Some(once) = once else { return Ok(()) };
        let now = self.clock.now();
        let kept = KeyedRequest {
            person: once.person,
            key: once.key.clone(),
            request: once.request.clone(),
            answer: serde_json::to_string(done).map_err(damaged)?,
            created_at: now,
        };
        writer.put_keyed_request(&kept).await?;
        Ok(writer.forget_keyed_requests(before(now, KEPT_FOR)).await?)
    }
}
