//! How the system does, for those who look after it: nothing of anybody's record.

use serde::Serialize;
use standing_base::Instant;

use crate::app::App;
use crate::asker::Asker;
use crate::error::AppError;
use crate::ports::Condition;
use crate::ports::outbox::LetterState;
use crate::publicity;

/// So many letters of a state are counted.
const COUNTED_MAX: u32 = 1_000;

#[derive(Clone, Debug, Serialize)]
pub struct SystemState {
    pub engine: String,
    pub schema: u32,
    /// Bytes on the disk, where that can be known.
    pub bytes: Option<u64>,
    pub writable: bool,
    pub facts: u64,
    pub last_recorded_at: Option<Instant>,
    /// Whether letters are sent at all.
    pub has_post: bool,
    /// Letters by state: how many, up to a thousand.
    pub letters: Vec<(String, usize)>,
}

impl App {
    /// Whether the asker looks after the system.
    pub async fn sees_system(&self, asker: &Asker) -> Result<bool, AppError> {
        let rules = self.rules().await?;
        let today = rules.zone.date_of(self.clock.now());
        Ok(publicity::sees_system(&rules, asker, today))
    }

    /// How the system does; for nobody else.
    pub async fn system(&self, asker: &Asker) -> Result<Option<SystemState>, AppError> {
        if !self.sees_system(asker).await? {
            return Ok(None);
        }
        let Condition {
            engine,
            schema,
            bytes,
            writable,
            ..
        } = self.store.condition().await?;
        let mut snapshot = self.store.snapshot().await?;
        let head = snapshot.head().await?;
        let mut letters = Vec::new();
        for state in LetterState::ALL {
            let of_state = snapshot.letters(Some(state), None, COUNTED_MAX).await?;
            letters.push((state.word().to_owned(), of_state.len()));
        }
        Ok(Some(SystemState {
            engine,
            schema,
            bytes,
            writable,
            facts: head.facts,
            last_recorded_at: head.last_recorded_at,
            has_post: self.has_post,
            letters,
        }))
    }
}
