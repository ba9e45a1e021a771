//! Erasing what was written and sent in a case, or in confidence, once it is not needed any more: when, the rulebook says
//! (retention.toml). First it is announced, so that somebody can say that it is still needed; then the
//! key of its files, its words and its letters are deleted in one transaction with the fact that counts
//! them. Facts stay, and so does what finds them.

mod complaints;
mod erasing;
mod shown;

use std::collections::BTreeSet;

use standing_base::{Date, Id, IdKind};
use standing_domain::case::keeping::{Due, Keeping};
use standing_domain::case::{CaseFile, files, tells_of_a_case};
use standing_domain::{Fact, FieldValue};
use standing_rulebook::Kept;

pub(crate) use complaints::{announced as complaints_announced, of_intake};
pub use shown::CaseKeeping;
pub(crate) use shown::of_case;

use crate::app::App;
use crate::asker::Asker;
use crate::error::AppError;
use crate::matter::{Matter, damaged};
use crate::ports::{LIST_MAX, Snapshot, StoreError};
use crate::rules::Rules;

/// What a look came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Looked {
    pub on: Date,
    /// How many erasures it announced.
    pub announced: usize,
    /// In how many cases and confidential complaints it erased what was written and sent.
    pub erased: usize,
    /// How many of them somebody added to meanwhile; the next look takes them.
    pub left: usize,
}

/// A case or a confidential complaint whose time is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverdueCase {
    /// By which people call it; the id of a complaint.
    pub reference: String,
    /// The last day for which the rulebook keeps it.
    pub kept_until: Date,
    pub clause: String,
    pub due: Due,
}

/// The same, with what is needed to do it.
struct Found {
    file: CaseFile,
    kept: Kept,
    due: Due,
    facts: Vec<Fact>,
}

/// Looks once a day, and once after it was started.
#[derive(Debug)]
pub struct Retention {
    app: App,
    looked_on: Option<Date>,
}

impl Retention {
    pub const fn new(app: App) -> Self {
        Self {
            app,
            looked_on: None,
        }
    }

    /// Does what is due today; nothing where that was done.
    pub async fn run_once(&mut self) -> Result<Option<Looked>, AppError> {
        let today = self.app.today().await?;
        if self.looked_on == Some(today) {
            return Ok(None);
        }
        let looked = self.app.retain().await?;
        // Where somebody wrote meanwhile, it looks again.
        self.looked_on = (looked.left == 0).then_some(today);
        Ok(Some(looked))
    }
}

impl App {
    /// Announces and erases what is due today.
    pub async fn retain(&self) -> Result<Looked, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        self.check_clock(&snapshot.head().await?)?;
        let rules = self.rules_at(snapshot).await?;
        let today = rules.zone.date_of(self.clock.now());
        let mut looked = Looked {
            on: today,
            announced: 0,
            erased: 0,
            left: 0,
        };
        let mut touched = BTreeSet::new();
        for subject in concerned(snapshot, &rules, today).await? {
            for found in overdue(snapshot, &rules, subject, today).await? {
                // A person's record takes one of these at a time.
                if touched.contains(&subject) {
                    looked.left += 1;
                    continue;
                }
                let done = match found.due {
                    Due::Announce => self.announce(snapshot, &rules, &found, today).await,
                    Due::Erase => self.erase(snapshot, &found, today).await,
                    _ => continue,
                };
                match done {
                    Ok(false) => continue,
                    Ok(true) if found.due == Due::Erase => looked.erased += 1,
                    Ok(true) => looked.announced += 1,
                    Err(AppError::Store(StoreError::Conflict(_))) => looked.left += 1,
                    Err(error) => return Err(error),
                }
                touched.insert(subject);
            }
        }
        self.retain_complaints(snapshot, &rules, &mut looked)
            .await?;
        Ok(looked)
    }

    /// The cases and complaints whose time is over, and what is to be done about each: for those who look after the
    /// system.
    pub async fn overdue_cases(&self, asker: &Asker) -> Result<Vec<OverdueCase>, AppError> {
        self.check_keeps_system(asker).await?;
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let rules = self.rules_at(snapshot).await?;
        let today = rules.zone.date_of(self.clock.now());
        let mut cases = Vec::new();
        for subject in concerned(snapshot, &rules, today).await? {
            for found in overdue(snapshot, &rules, subject, today).await? {
                if matches!(found.due, Due::Kept | Due::Erased(_))
                    || found.due == Due::Announce && !erasing::has_any(snapshot, &found).await?
                {
                    continue;
                }
                let reference = found.file.reference.clone();
                cases.push(OverdueCase {
                    reference: reference.unwrap_or_else(|| found.file.id.to_string()),
                    kept_until: found.kept.until,
                    clause: found.kept.clause,
                    due: found.due,
                });
            }
        }
        for one in complaints::overdue(snapshot, &rules, today).await? {
            cases.push(OverdueCase {
                reference: one.id().to_string(),
                kept_until: one.kept.until,
                clause: one.kept.clause,
                due: one.due,
            });
        }
        cases.sort_by(|one, other| {
            (one.kept_until, &one.reference).cmp(&(other.kept_until, &other.reference))
        });
        Ok(cases)
    }
}

/// Those about whom there is a case whose time is over, by the text in force.
async fn concerned(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    today: Date,
) -> Result<Vec<Id>, AppError> {
    let erases = rules.engine.version_on(today).0;
    let mut concerned = Vec::new();
    if !erases.is_some_and(standing_rulebook::Version::erases) {
        return Ok(concerned);
    }
    let mut after = None;
    loop {
        let page = snapshot.histories(IdKind::Person, after, LIST_MAX).await?;
        let Some(last) = page.last() else {
            return Ok(concerned);
        };
        after = Some(last.subject);
        for history in page {
            if !tells_of_a_case(&history.bytes).map_err(damaged)? {
                continue;
            }
            let mut matter = Matter::read(rules, history.subject, &history.bytes)?;
            let kept = matter.kept(rules, today);
            if kept.iter().any(|kept| kept.until < today) {
                concerned.push(history.subject);
            }
        }
    }
}

/// The cases about a person whose time is over.
async fn overdue(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    subject: Id,
    today: Date,
) -> Result<Vec<Found>, AppError> {
    let Some(mut matter) = Matter::load(snapshot, rules, subject).await? else {
        return Ok(Vec::new());
    };
    let kept = matter.kept(rules, today);
    let facts = snapshot.facts_about(subject).await?;
    let mut found = Vec::new();
    for file in files(facts.iter()) {
        // Whatever the rulebook's track says: something has still to be done in it.
        if !file.stage().is_over() {
            continue;
        }
        let id = file.id.to_string();
        let Some(kept) = kept.iter().find(|kept| kept.item == id) else {
            continue;
        };
        if kept.until < today {
            let keeping = Keeping::of(facts.iter(), file.id);
            found.push(Found {
                due: keeping.due(kept.since, kept.until, today),
                kept: kept.clone(),
                file,
                facts: facts.clone(),
            });
        }
    }
    Ok(found)
}

/// How many there were, for a fact.
fn count(number: impl TryInto<i64>) -> FieldValue {
    FieldValue::from(number.try_into().unwrap_or(i64::MAX))
}
