//! One subject's record, read and ready to be asked about.

use std::collections::BTreeSet;

use standing_base::{Date, Id, Instant};
use standing_rulebook::{
    Answer, Ask, Corpus, Happening, Kept, Owed, QuestionIx, Scratch, Stand, Subject, Truth,
};

use crate::error::AppError;
use crate::ports::{Snapshot, StoreError};
use crate::rules::Rules;

#[derive(Debug)]
pub(crate) struct Matter {
    pub(crate) subject: Id,
    /// The first day of anything recorded about the subject.
    pub(crate) begins_on: Date,
    /// The packed history from which it was read.
    history: Vec<u8>,
    /// The one subject.
    corpus: Corpus,
    scratch: Scratch,
}

pub(crate) fn damaged(error: impl std::fmt::Display) -> AppError {
    StoreError::Damaged {
        what: error.to_string(),
    }
    .into()
}

impl Matter {
    /// Reads a subject's history; `None` when there is no such subject.
    pub(crate) async fn load(
        snapshot: &mut dyn Snapshot,
        rules: &Rules,
        subject: Id,
    ) -> Result<Option<Self>, AppError> {
        match snapshot.history(subject).await? {
            Some(history) => Self::read(rules, subject, &history.bytes).map(Some),
            None => Ok(None),
        }
    }

    /// The same, of a packed history that is read already.
    pub(crate) fn read(rules: &Rules, subject: Id, history: &[u8]) -> Result<Self, AppError> {
        let mut matter = Self {
            subject,
            begins_on: crate::rules::first_day(history)
                .map_err(damaged)?
                .unwrap_or(Date::MIN),
            history: history.to_owned(),
            corpus: rules.empty_corpus(),
            scratch: Scratch::default(),
        };
        let vocabulary = &rules.rulebook().vocabulary;
        let corpus = &mut matter.corpus;
        rules
            .reader
            .read(vocabulary, subject.kind(), history, corpus)
            .map_err(damaged)?;
        Ok(matter)
    }

    /// The branches to which the subject belongs on a day.
    pub(crate) fn branches(&self, on: Date) -> Vec<Id> {
        // What was read once can be read again.
        crate::unit::branches(&self.history, on).unwrap_or_default()
    }

    /// The question, about the subject or one of its items. An item that the record does not know
    /// is asked about all the same: the engine says that it is not on the record.
    pub(crate) fn put(
        &mut self,
        question: QuestionIx,
        item: Option<Id>,
        on: Date,
        known: Option<Instant>,
    ) -> Ask {
        let item = item.map(|item| self.corpus.names.intern(&item.to_string()));
        Ask {
            question,
            item,
            on,
            known,
        }
    }

    pub(crate) fn answer(&mut self, rules: &Rules, ask: Ask) -> Answer {
        let subject = Subject {
            history: self.corpus.history(0),
            names: &self.corpus.names,
        };
        rules.engine.ask(&mut self.scratch, subject, ask)
    }

    /// The answer without a search for its next change.
    pub(crate) fn answer_on(&mut self, rules: &Rules, ask: Ask) -> Answer {
        let subject = Subject {
            history: self.corpus.history(0),
            names: &self.corpus.names,
        };
        rules.engine.answer_on(&mut self.scratch, subject, ask)
    }

    /// The answer to the question that a fact asks itself.
    pub(crate) fn own_answer(&mut self, rules: &Rules, number: u64) -> Option<Answer> {
        let record = rules.reader.record_of(self.subject.kind())?;
        let subject = Subject {
            history: self.corpus.history(0),
            names: &self.corpus.names,
        };
        rules
            .engine
            .own_answer(&mut self.scratch, subject, record, number)
    }

    pub(crate) fn intervals(&mut self, rules: &Rules, ask: Ask) -> Vec<(Date, Answer)> {
        let subject = Subject {
            history: self.corpus.history(0),
            names: &self.corpus.names,
        };
        rules.engine.intervals(&mut self.scratch, subject, ask)
    }

    pub(crate) fn truth(&mut self, rules: &Rules, ask: Ask) -> Truth {
        rules
            .engine
            .truth(&mut self.scratch, self.corpus.history(0), ask)
    }

    /// The clauses that say what a fact does, when the fact does nothing.
    pub(crate) fn idle(&mut self, rules: &Rules, number: u64) -> Vec<String> {
        let Some(record) = rules.reader.record_of(self.subject.kind()) else {
            return Vec::new();
        };
        let history = self.corpus.history(0);
        rules
            .engine
            .idle(&mut self.scratch, history, record, number)
    }

    /// What happened to the subject under the rules, up to a day.
    pub(crate) fn timeline(
        &mut self,
        rules: &Rules,
        on: Date,
        known: Option<Instant>,
    ) -> Vec<Happening> {
        let Some(record) = rules.reader.record_of(self.subject.kind()) else {
            return Vec::new();
        };
        let subject = Subject {
            history: self.corpus.history(0),
            names: &self.corpus.names,
        };
        rules
            .engine
            .timeline(&mut self.scratch, subject, record, on, known)
    }

    /// The numbers of the facts that have no effect, as the facts up to a day say.
    pub(crate) fn annulled(&mut self, rules: &Rules, on: Date) -> BTreeSet<u64> {
        let happenings = self.timeline(rules, on, None);
        let of_no_effect = happenings.iter().filter(|one| one.by.is_some());
        of_no_effect.map(|one| one.entry).collect()
    }

    /// What is owed about the subject on a day and not done.
    pub(crate) fn duties(&mut self, rules: &Rules, on: Date) -> Vec<Owed> {
        let Some(record) = rules.reader.record_of(self.subject.kind()) else {
            return Vec::new();
        };
        let subject = Subject {
            history: self.corpus.history(0),
            names: &self.corpus.names,
        };
        let mut owed = rules
            .engine
            .duties(&mut self.scratch, subject, record, on, None);
        owed.retain(Owed::is_open);
        owed
    }

    /// What is kept about the subject for a time only, by the text in force on a day.
    pub(crate) fn kept(&mut self, rules: &Rules, on: Date) -> Vec<Kept> {
        let Some(record) = rules.reader.record_of(self.subject.kind()) else {
            return Vec::new();
        };
        let subject = Subject {
            history: self.corpus.history(0),
            names: &self.corpus.names,
        };
        rules
            .engine
            .kept(&mut self.scratch, subject, record, on, None)
    }

    /// How things stand with the subject on a day.
    pub(crate) fn stand(&mut self, rules: &Rules, on: Date, known: Option<Instant>) -> Stand {
        let Some(record) = rules.reader.record_of(self.subject.kind()) else {
            return Stand::default();
        };
        let subject = Subject {
            history: self.corpus.history(0),
            names: &self.corpus.names,
        };
        rules
            .engine
            .stand(&mut self.scratch, subject, record, on, known)
    }

    /// The last day up to `on` on which anything was done in a case about the subject.
    pub(crate) fn last_step(
        &self,
        rules: &Rules,
        on: Date,
        known: Option<Instant>,
    ) -> Option<Date> {
        let kinds = &rules.rulebook().vocabulary.entries;
        let entries = self.corpus.history(0).entries.iter();
        entries
            .filter(|entry| entry.on <= on && known.is_none_or(|known| entry.recorded_at <= known))
            .filter(|entry| {
                let kind = kinds.get(entry.kind.at());
                kind.is_some_and(|kind| kind.fields.iter().any(|(field, _)| field == "case"))
            })
            .map(|entry| entry.on)
            .max()
    }
}
