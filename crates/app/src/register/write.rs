//! Additions on their way to the store, in batches; counted only, when nothing is to be written.

use standing_domain::NewFact;

use crate::ports::{Addition, StoreError, Writer};
use crate::projection;

/// The most additions that are handed over at once.
const BATCH: usize = 5_000;

pub(super) struct Sink {
    writer: Option<Box<dyn Writer>>,
    waiting: Vec<Addition>,
    pub(super) facts: u64,
}

impl Sink {
    pub(super) const fn new(writer: Option<Box<dyn Writer>>) -> Self {
        Self {
            writer,
            waiting: Vec::new(),
            facts: 0,
        }
    }

    pub(super) fn push(&mut self, fact: NewFact, mut private: Vec<(String, String)>) {
        self.facts += 1;
        // A fact has one value of a name; a file may give several, of which the first counts.
        private.sort_by(|(a, _), (b, _)| a.cmp(b));
        private.dedup_by(|(b, _), (a, _)| a == b);
        let rows = projection::rows(&fact, &private);
        if self.writer.is_some() {
            self.waiting.push(Addition {
                fact,
                private,
                rows,
            });
        }
    }

    pub(super) async fn flush_if_full(&mut self) -> Result<(), StoreError> {
        if self.waiting.len() < BATCH {
            return Ok(());
        }
        self.flush().await
    }

    async fn flush(&mut self) -> Result<(), StoreError> {
        if let Some(writer) = &mut self.writer
            && !self.waiting.is_empty()
        {
            writer.append(std::mem::take(&mut self.waiting)).await?;
        }
        Ok(())
    }

    /// Writes what is left and commits; `false` when there was nothing to write to.
    pub(super) async fn commit(mut self) -> Result<bool, StoreError> {
        self.flush().await?;
        match self.writer {
            Some(writer) => {
                writer.commit().await?;
                Ok(true)
            }
            None => Ok(false),
        }
    }
}
