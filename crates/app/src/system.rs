//! How the system does, for those who look after it: nothing of anybody's record.

use std::collections::BTreeMap;

use serde::Serialize;
use standing_base::Instant;
use utoipa::ToSchema;

use crate::app::App;
use crate::asker::Asker;
use crate::error::AppError;
use crate::moment;
use crate::ports::Condition;
use crate::publicity;

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SystemState {
    pub engine: String,
    pub schema: u32,
    /// Bytes on the disk, where that can be known.
    pub bytes: Option<u64>,
    pub writable: bool,
    pub facts: u64,
    #[serde(serialize_with = "moment::text_or_null")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last_recorded_at: Option<Instant>,
    /// Whether letters are sent at all.
    pub has_post: bool,
    /// Letters by state: how many.
    pub letters: BTreeMap<String, u64>,
}

impl App {
    /// Whether the asker looks after the system.
    pub async fn sees_system(&self, asker: &Asker) -> Result<bool, AppError> {
        let rules = self.rules().await?;
        let today = rules.zone.date_of(self.clock.now());
        Ok(publicity::sees_system(&rules, asker, today))
    }

    /// In which role the asker looks after the system.
    pub async fn system_role(&self, asker: &Asker) -> Result<Option<String>, AppError> {
        let rules = self.rules().await?;
        let today = rules.zone.date_of(self.clock.now());
        Ok(publicity::system_role(&rules, asker, today))
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
        let letters = snapshot.letters_counted().await?.into_iter();
        Ok(Some(SystemState {
            engine,
            schema,
            bytes,
            writable,
            facts: head.facts,
            last_recorded_at: head.last_recorded_at,
            has_post: self.has_post,
            letters: letters
                .map(|(state, count)| (state.word().to_owned(), count))
                .collect(),
        }))
    }
}
