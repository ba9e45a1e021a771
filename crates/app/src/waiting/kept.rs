//! The answers to what waits, kept in memory for the day; when facts are added, the persons they are
//! about are asked anew.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use standing_base::{Date, Id, IdKind};
use standing_domain::packed::{self, PackedValue};
use standing_rulebook::{Ask, Owed, QuestionIx, RecordIx, Scratch, Subject, Truth};

use crate::app::App;
use crate::corpus::Everybody;
use crate::error::AppError;
use crate::matter::damaged;
use crate::ports::{LIST_MAX, PackedHistory, Snapshot};
use crate::projection;
use crate::rules::Rules;

/// Whom something waits about, by question.
type Found = BTreeMap<QuestionIx, BTreeSet<Id>>;

/// What is owed about whom.
type AllOwed = BTreeMap<Id, Vec<Owed>>;

/// The answers of a day, up to a fact, under a rulebook.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(super) day: Date,
    facts: u64,
    rules: Arc<Rules>,
    pub(super) found: Found,
    pub(super) owed: AllOwed,
}

impl App {
    /// The answers as they are now, from memory as far as they are there.
    pub(super) async fn kept_waiting(
        &self,
        snapshot: &mut dyn Snapshot,
        rules: &Arc<Rules>,
    ) -> Result<Arc<Kept>, AppError> {
        let day = rules.zone.date_of(self.clock.now());
        let facts = snapshot.head().await?.facts;
        let kept = self.waiting.lock().ok().and_then(|kept| kept.clone());
        let kept = kept.filter(|kept| kept.day == day && Arc::ptr_eq(&kept.rules, rules));
        let touched = match &kept {
            // Another request may have seen more than this one's snapshot.
            Some(kept) if kept.facts >= facts => return Ok(Arc::clone(kept)),
            Some(kept) => touched(snapshot, kept.facts).await?,
            None => None,
        };
        let mut new = Kept {
            day,
            facts,
            rules: Arc::clone(rules),
            found: Found::new(),
            owed: AllOwed::new(),
        };
        match kept.zip(touched) {
            Some((kept, persons)) => {
                (new.found, new.owed) = (kept.found.clone(), kept.owed.clone());
                new.look_again(snapshot, &persons).await?;
            }
            None => new.look_at_everybody(snapshot).await?,
        }
        let kept = Arc::new(new);
        if let Ok(mut place) = self.waiting.lock() {
            *place = Some(Arc::clone(&kept));
        }
        Ok(kept)
    }
}

/// The persons of whom facts after a number speak; nothing when there are more facts than a page.
async fn touched(
    snapshot: &mut dyn Snapshot,
    after: u64,
) -> Result<Option<BTreeSet<Id>>, AppError> {
    let facts = snapshot.facts_after(after, LIST_MAX).await?;
    let is_all = facts.len() < usize::try_from(LIST_MAX).unwrap_or(usize::MAX);
    let persons = facts.into_iter().map(|fact| fact.what.about);
    let persons = persons.filter(|id| id.kind() == IdKind::Person).collect();
    Ok(is_all.then_some(persons))
}

impl Kept {
    async fn look_again(
        &mut self,
        snapshot: &mut dyn Snapshot,
        persons: &BTreeSet<Id>,
    ) -> Result<(), AppError> {
        for of in self.found.values_mut() {
            of.retain(|person| !persons.contains(person));
        }
        self.owed.retain(|person, _| !persons.contains(person));
        let mut histories = Vec::new();
        for person in persons {
            histories.extend(snapshot.history(*person).await?);
        }
        self.look(&histories)
    }

    async fn look_at_everybody(&mut self, snapshot: &mut dyn Snapshot) -> Result<(), AppError> {
        let mut after = None;
        loop {
            let page = snapshot.histories(IdKind::Person, after, LIST_MAX).await?;
            let Some(last) = page.last() else {
                return Ok(());
            };
            after = Some(last.subject);
            self.look(&page)?;
        }
    }

    /// Puts each question that somebody waits on, about each person or each of their items, and
    /// notes what is owed about them.
    fn look(&mut self, histories: &[PackedHistory]) -> Result<(), AppError> {
        let rules = &self.rules;
        let member = rules.reader.record_of(IdKind::Person);
        let questions = (0..)
            .map(QuestionIx)
            .zip(&rules.rulebook().vocabulary.questions);
        let (of_persons, of_items): (Vec<_>, Vec<_>) = questions
            .filter(|(_, question)| !question.waits_for.is_empty())
            .map(|(index, question)| (index, question.about))
            .partition(|(_, about)| Some(*about) == member);
        let mut everybody = Everybody::nobody(rules);
        everybody.extend(rules, histories)?;
        let mut scratch = Scratch::default();
        for (subject, history) in everybody.corpus.all().zip(histories) {
            let items = if of_items.is_empty() {
                Vec::new()
            } else {
                items(rules, &history.bytes)?
            };
            let persons = of_persons.iter().map(|(question, _)| (*question, None));
            let asks = persons.chain(of_items.iter().flat_map(|(question, about)| {
                let items = items.iter().filter(move |(record, _)| record == about);
                items.map(move |(_, item)| (*question, Some(*item)))
            }));
            for (question, item) in asks {
                let item = item.map(|item| everybody.corpus.names.intern(&item.to_string()));
                let ask = Ask {
                    question,
                    item,
                    on: self.day,
                    known: None,
                };
                let own = everybody.corpus.history(subject);
                if rules.engine.truth(&mut scratch, own, ask) == Truth::Yes {
                    let of = self.found.entry(question).or_default();
                    of.insert(history.subject);
                }
            }
            let Some(member) = member else { continue };
            let own = Subject {
                history: everybody.corpus.history(subject),
                names: &everybody.corpus.names,
            };
            let mut owed = rules
                .engine
                .duties(&mut scratch, own, member, self.day, None);
            owed.retain(Owed::is_open);
            if !owed.is_empty() {
                self.owed.insert(history.subject, owed);
            }
        }
        Ok(())
    }
}

/// What facts of a person begin, with the record that each is of: cases, candidacies.
fn items(rules: &Rules, history: &[u8]) -> Result<Vec<(RecordIx, Id)>, AppError> {
    let mut items = Vec::new();
    for fact in packed::read(history) {
        let fact = fact.map_err(damaged)?;
        let Some((field, _)) = projection::begins(fact.kind) else {
            continue;
        };
        // The field that names the item is called as its record is.
        let record = rules.rulebook().vocabulary.record(field);
        let begun = fact.fields.iter().find_map(|(name, value)| match value {
            PackedValue::Text(id) if *name == field => id.parse().ok(),
            _ => None,
        });
        items.extend(record.zip(begun));
    }
    Ok(items)
}
