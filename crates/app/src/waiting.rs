//! What waits for whom today. The vocabulary says for which roles something waits while the answer to
//! a question is yes; here is everybody of whom it is yes.
//!
//! Nobody's page of the day can ask six questions about 600,000 members. The answers are kept in
//! memory for the day; when facts are added, the persons they are about are asked anew.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;
use standing_base::{Date, Id, IdKind};
use standing_domain::packed::{self, PackedValue};
use standing_rulebook::{Ask, Owed, QuestionIx, RecordIx, Scratch, Subject, Truth};
use utoipa::ToSchema;

use crate::app::App;
use crate::ask::known_to;
use crate::asker::Asker;
use crate::corpus::Everybody;
use crate::duties::{self, DutyOwed};
use crate::error::AppError;
use crate::matter::damaged;
use crate::naming;
use crate::ports::{LIST_MAX, PackedHistory, Snapshot};
use crate::projection;
use crate::rules::Rules;

/// So many persons are listed for each question; how many there are is told.
pub const WAITING_LISTED_MAX: usize = 30;

/// Something that waits for the asker.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Waiting {
    pub question: String,
    /// What is so of each of them, in words.
    pub says: String,
    /// The first of them whom the asker may know, in the order in which they came onto the register.
    pub persons: Vec<WaitingPerson>,
    pub has_more: bool,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WaitingPerson {
    pub id: Id,
    pub name: String,
}

/// Whom something waits about, by question.
type Found = BTreeMap<QuestionIx, BTreeSet<Id>>;

/// What is owed about whom.
type AllOwed = BTreeMap<Id, Vec<Owed>>;

/// Something that one of the asker's roles owes.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OwedAbout {
    pub person: WaitingPerson,
    pub duty: DutyOwed,
}

/// The answers of a day, up to a fact, under a rulebook.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    day: Date,
    facts: u64,
    rules: Arc<Rules>,
    found: Found,
    owed: AllOwed,
}

impl App {
    /// What waits for the roles of the asker today.
    pub async fn waiting(&self, asker: &Asker) -> Result<Vec<Waiting>, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let rules = self.rules_at(snapshot).await?;
        let roles: BTreeSet<&str> = asker
            .capacities()
            .iter()
            .map(|held| held.role.as_str())
            .collect();
        let vocabulary = &rules.rulebook().vocabulary;
        let questions: Vec<_> = (0..)
            .map(QuestionIx)
            .zip(&vocabulary.questions)
            .filter(|(_, question)| {
                let mut waits_for = question.waits_for.iter();
                waits_for.any(|role| roles.contains(role.as_str()))
            })
            .collect();
        if questions.is_empty() {
            return Ok(Vec::new());
        }
        let kept = self.kept_waiting(snapshot, &rules).await?;
        let mut waiting = Vec::new();
        for (index, question) in questions {
            let Some(persons) = kept.found.get(&index) else {
                continue;
            };
            let mut known = first_known(snapshot, &rules, asker, persons, kept.day).await?;
            if known.is_empty() {
                continue;
            }
            let has_more = known.len() > WAITING_LISTED_MAX;
            known.truncate(WAITING_LISTED_MAX);
            let mut names = naming::names(snapshot, &known).await?;
            let persons = known.into_iter().map(|id| WaitingPerson {
                id,
                name: names.remove(&id).unwrap_or_else(|| id.to_string()),
            });
            waiting.push(Waiting {
                question: question.name.clone(),
                says: question.says.clone(),
                persons: persons.collect(),
                has_more,
            });
        }
        if !waiting.is_empty() {
            self.keep_list_access(snapshot, &rules, asker, None, kept.day)
                .await?;
        }
        Ok(waiting)
    }

    /// What the roles of the asker owe today, what is due first coming first; and whether there is
    /// more than is listed.
    pub async fn owed(&self, asker: &Asker) -> Result<(Vec<OwedAbout>, bool), AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let rules = self.rules_at(snapshot).await?;
        let roles: BTreeSet<&str> = asker
            .capacities()
            .iter()
            .map(|held| held.role.as_str())
            .collect();
        if roles.is_empty() {
            return Ok((Vec::new(), false));
        }
        let kept = self.kept_waiting(snapshot, &rules).await?;
        let mut owed: Vec<(Id, &Owed)> = kept
            .owed
            .iter()
            .flat_map(|(person, owed)| owed.iter().map(|owed| (*person, owed)))
            .filter(|(_, owed)| roles.contains(owed.owed_by.as_str()))
            .collect();
        owed.sort_by_key(|(person, owed)| (owed.due_on.is_none(), owed.due_on, *person));
        let mut listed = Vec::new();
        for (person, owed) in owed {
            if known_to(snapshot, &rules, asker, &[person], kept.day)
                .await?
                .is_empty()
            {
                continue;
            }
            if listed.len() == WAITING_LISTED_MAX {
                return Ok((listed, true));
            }
            let name = naming::name_or_id(snapshot, person).await?;
            listed.push(OwedAbout {
                person: WaitingPerson { id: person, name },
                duty: duties::told(&rules, owed, kept.day),
            });
        }
        Ok((listed, false))
    }

    /// The answers as they are now, from memory as far as they are there.
    async fn kept_waiting(
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

/// So many persons are looked at before they are counted.
const LOOKED_AT: usize = 100;

/// The first of them whom the asker may know: one more than are listed, where there are more.
async fn first_known(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    asker: &Asker,
    persons: &BTreeSet<Id>,
    on: Date,
) -> Result<Vec<Id>, AppError> {
    let persons: Vec<Id> = persons.iter().copied().collect();
    let mut known = Vec::new();
    for some in persons.chunks(LOOKED_AT) {
        known.extend(known_to(snapshot, rules, asker, some, on).await?);
        if known.len() > WAITING_LISTED_MAX {
            break;
        }
    }
    Ok(known)
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
