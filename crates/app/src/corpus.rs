//! Everybody in memory, in a few dozen bytes a fact, for questions about the whole register.

use standing_base::{Id, IdKind};
use standing_domain::packed::{self, PackedFact};
use standing_rulebook::Corpus;

use crate::error::AppError;
use crate::matter::damaged;
use crate::ports::{LIST_MAX, PackedHistory, Snapshot};
use crate::rules::Rules;

/// Persons with their histories, side by side.
#[derive(Debug)]
pub struct Everybody {
    pub ids: Vec<Id>,
    pub corpus: Corpus,
}

impl Rules {
    /// A register without anybody, in which the rulebook's own texts have their numbers.
    pub(crate) fn empty_corpus(&self) -> Corpus {
        let mut corpus = Corpus::default();
        corpus.names.clone_from(&self.rulebook().texts);
        corpus
    }
}

/// Appends a subject to a register; its facts, for whoever has to look at them besides.
pub(crate) fn read_in<'h>(
    rules: &Rules,
    corpus: &mut Corpus,
    history: &'h PackedHistory,
) -> Result<Vec<PackedFact<'h>>, AppError> {
    let facts = packed::read(&history.bytes).collect::<Result<Vec<_>, _>>();
    let facts = facts.map_err(damaged)?;
    let vocabulary = &rules.rulebook().vocabulary;
    let kind = history.subject.kind();
    rules.reader.read_facts(vocabulary, kind, &facts, corpus);
    Ok(facts)
}

impl Everybody {
    pub(crate) fn nobody(rules: &Rules) -> Self {
        Self {
            ids: Vec::new(),
            corpus: rules.empty_corpus(),
        }
    }

    pub(crate) fn extend(&mut self, rules: &Rules, page: &[PackedHistory]) -> Result<(), AppError> {
        for history in page {
            read_in(rules, &mut self.corpus, history)?;
            self.ids.push(history.subject);
        }
        Ok(())
    }

    /// Reads all persons of the record.
    pub(crate) async fn load(snapshot: &mut dyn Snapshot, rules: &Rules) -> Result<Self, AppError> {
        let mut everybody = Self::nobody(rules);
        let mut after = None;
        loop {
            let page = snapshot.histories(IdKind::Person, after, LIST_MAX).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.subject);
            everybody.extend(rules, &page)?;
        }
        Ok(everybody)
    }
}
