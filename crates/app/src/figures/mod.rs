//! Figures of cases and suspensions for the public, at the end of a quarter and as known then: a figure
//! that was given does not change, and from one day to the next nobody learns that a case began.

mod suppressed;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use standing_base::{Date, IdKind, Instant, Told};
use standing_domain::case::{Outline, tells_of_a_case};
use standing_rulebook::{Audience, Owed, Scratch, Subject};
use utoipa::ToSchema;

use crate::app::App;
use crate::cases::kept::{self, KeptCase};
use crate::corpus::read_in;
use crate::error::AppError;
use crate::limbo::SUSPENSION_STATE;
use crate::matter::damaged;
use crate::ports::{LIST_MAX, PackedHistory, Snapshot};
use crate::rules::Rules;

use suppressed::suppressed;

/// What the publication table calls them.
const FIGURES: &str = "figures";
/// So many days make the steps of the ages: a quarter, half a year, a year.
const AGES: [i32; 3] = [91, 182, OLD_DAYS];
const OLD_DAYS: i32 = 365;

/// What is published at the end of a quarter.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Figures {
    /// The last day of the quarter.
    pub on: Date,
    /// The clause under which they are published.
    pub clause: String,
    /// Smaller figures are not given.
    pub below: u64,
    pub tables: Vec<FigureTable>,
}

/// Counts that add up to their total.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FigureTable {
    pub of: FiguresOf,
    pub rows: Vec<FigureRow>,
    /// Nothing where it is too small to be given.
    pub total: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FiguresOf {
    /// Cases that begun in each of the last four quarters, by its last day.
    CasesOpened,
    /// Cases that are open, by their age.
    CasesOpen,
    /// Cases that ended in the last four quarters, by how.
    CasesEnded,
    /// Suspensions that run, by their age.
    SuspensionsRunning,
    /// Suspensions that run, by whether a review of them is late.
    SuspensionsReviewed,
    /// Steps that are overdue, by what is to be done.
    StepsOverdue,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FigureRow {
    pub of: FigureRowOf,
    /// Nothing where it is too small to be given, or would give away one that is.
    pub count: Option<u64>,
}

/// What a figure counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FigureRowOf {
    /// What is at most so many days old.
    AtMostDays(i32),
    MoreThanDays(i32),
    /// The quarter that ends on this day.
    QuarterTo(Date),
    /// Where a case ended, as `no_case`.
    Stage(String),
    /// What was decided, in the rulebook's code.
    Outcome(String),
    InTime,
    Late,
    /// What is to be done, in the rulebook's words.
    Duty(String),
}

/// Figures as computed under these rules.
#[derive(Clone, Debug)]
pub(crate) struct KeptFigures {
    rules: Arc<Rules>,
    figures: Arc<Figures>,
}

impl App {
    /// Whether any are published.
    pub async fn has_figures(&self) -> Result<bool, AppError> {
        let rules = self.rules().await?;
        let today = rules.zone.date_of(self.clock.now());
        Ok(published(&rules, today).is_some())
    }

    /// The figures of the last quarter that is over.
    pub async fn figures(&self) -> Result<Arc<Figures>, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let rules = self.rules_at(snapshot).await?;
        let on = quarter_before(rules.zone.date_of(self.clock.now()));
        let Some((clause, below)) = published(&rules, on.next()) else {
            return Err(AppError::not_found(Told::new(
                "no-figures",
                "the rulebook has no figures of cases published",
            )));
        };
        let kept = self.figures.lock().ok().and_then(|kept| kept.clone());
        if let Some(kept) = kept
            && Arc::ptr_eq(&kept.rules, &rules)
            && kept.figures.on == on
        {
            return Ok(kept.figures);
        }
        let tables = tables(snapshot, &rules, on, below).await?;
        let figures = Arc::new(Figures {
            on,
            clause,
            below,
            tables,
        });
        if let Ok(mut kept) = self.figures.lock() {
            *kept = Some(KeptFigures {
                rules,
                figures: Arc::clone(&figures),
            });
        }
        Ok(figures)
    }
}

/// The clause that has figures published, and the least that is given.
fn published(rules: &Rules, on: Date) -> Option<(String, u64)> {
    let version = rules.engine.version_on(on).0?;
    let mut rows = version.publication.iter();
    let row = rows.find(|row| row.what == FIGURES && row.to == Audience::Public)?;
    let clause = version.clauses.get(row.clause.at())?;
    Some((clause.id.clone(), row.below.unwrap_or(1)))
}

/// The last day of the quarter before the one of a day.
fn quarter_before(day: Date) -> Date {
    let (year, month, _) = day.parts();
    let first = month - (month - 1) % 3;
    Date::new(year, first, 1).map_or(day, |first| first.plus_days(-1))
}

/// What is counted.
#[derive(Debug, Default)]
struct Counted {
    tables: BTreeMap<FiguresOf, BTreeMap<FigureRowOf, u64>>,
}

async fn tables(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    on: Date,
    below: u64,
) -> Result<Vec<FigureTable>, AppError> {
    let known = Some(rules.zone.end_of(on));
    let mut counted = Counted::new(on);
    let mut after = None;
    loop {
        let page = snapshot.histories(IdKind::Person, after, LIST_MAX).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.subject);
        let mut concerned = Vec::new();
        for history in page {
            if tells_of_a_case(&history.bytes).map_err(damaged)? {
                concerned.push(history);
            }
        }
        counted.count_all(rules, &concerned, (on, known))?;
    }
    Ok(counted.shown(below))
}

impl Counted {
    /// With a row for whatever there may be, so that what is not there is 0.
    fn new(on: Date) -> Self {
        let mut counted = Self::default();
        let mut quarter = on;
        for _ in 0..4 {
            counted.add(FiguresOf::CasesOpened, FigureRowOf::QuarterTo(quarter), 0);
            quarter = quarter_before(quarter);
        }
        for of in [FiguresOf::CasesOpen, FiguresOf::SuspensionsRunning] {
            for days in AGES {
                counted.add(of, FigureRowOf::AtMostDays(days), 0);
            }
            counted.add(of, FigureRowOf::MoreThanDays(OLD_DAYS), 0);
        }
        for row in [FigureRowOf::InTime, FigureRowOf::Late] {
            counted.add(FiguresOf::SuspensionsReviewed, row, 0);
        }
        for of in [FiguresOf::CasesEnded, FiguresOf::StepsOverdue] {
            counted.tables.entry(of).or_default();
        }
        counted
    }

    fn add(&mut self, of: FiguresOf, row: FigureRowOf, count: u64) {
        *self.tables.entry(of).or_default().entry(row).or_default() += count;
    }

    fn count_all(
        &mut self,
        rules: &Rules,
        histories: &[PackedHistory],
        (on, known): (Date, Option<Instant>),
    ) -> Result<(), AppError> {
        let Some(member) = rules.reader.record_of(IdKind::Person) else {
            return Ok(());
        };
        let mut corpus = rules.empty_corpus();
        let mut scratch = Scratch::default();
        for (subject, history) in histories.iter().enumerate() {
            let facts = read_in(rules, &mut corpus, history)?;
            let own = Subject {
                history: corpus.history(subject),
                names: &corpus.names,
            };
            let mut owed = rules.engine.duties(&mut scratch, own, member, on, known);
            owed.retain(Owed::is_open);
            let stand = rules.engine.stand(&mut scratch, own, member, on, known);
            let cases = kept::read(
                rules,
                (&mut corpus, subject),
                &mut scratch,
                (&facts, &owed),
                (on, known),
            );
            for case in &cases {
                self.count_case(case, on);
            }
            self.count_overdue(&owed, on);
            // One suspension may have more than one end.
            let limits = stand.running.iter();
            let running: BTreeMap<&str, Date> = limits
                .filter(|limit| limit.fact == SUSPENSION_STATE)
                .filter_map(|limit| Some((limit.item.as_deref()?, limit.began)))
                .collect();
            for (suspension, began) in running {
                self.count_suspension(began, is_late(&owed, suspension, on), on);
            }
        }
        Ok(())
    }

    fn count_case(&mut self, case: &KeptCase, on: Date) {
        let Outline {
            begun_on, ended_on, ..
        } = case.outline;
        let mut quarter = on;
        for _ in 0..4 {
            let before = quarter_before(quarter);
            if before < begun_on && begun_on <= quarter {
                self.add(FiguresOf::CasesOpened, FigureRowOf::QuarterTo(quarter), 1);
            }
            quarter = before;
        }
        if !case.stage.is_over() {
            self.add(FiguresOf::CasesOpen, age(begun_on, on), 1);
        } else if ended_on.is_some_and(|ended| quarter < ended) {
            let row = match (case.stage, &case.outline.outcome) {
                (stage, Some(outcome)) if stage.is_decided() => {
                    FigureRowOf::Outcome(outcome.clone())
                }
                (stage, _) => FigureRowOf::Stage(stage.code().to_owned()),
            };
            self.add(FiguresOf::CasesEnded, row, 1);
        }
    }

    fn count_suspension(&mut self, began: Date, is_late: bool, on: Date) {
        self.add(FiguresOf::SuspensionsRunning, age(began, on), 1);
        let row = if is_late {
            FigureRowOf::Late
        } else {
            FigureRowOf::InTime
        };
        self.add(FiguresOf::SuspensionsReviewed, row, 1);
    }

    fn count_overdue(&mut self, owed: &[Owed], on: Date) {
        let late = owed
            .iter()
            .filter(|owed| owed.due_on.is_some_and(|due| due < on));
        for owed in late {
            let row = FigureRowOf::Duty(owed.says.clone());
            self.add(FiguresOf::StepsOverdue, row, 1);
        }
    }

    fn shown(self, below: u64) -> Vec<FigureTable> {
        let tables = self.tables.into_iter();
        tables
            .map(|(of, rows)| {
                let counts: Vec<u64> = rows.values().copied().collect();
                let (given, total) = suppressed(&counts, below);
                let rows = rows.into_keys().zip(given);
                FigureTable {
                    of,
                    rows: rows.map(|(of, count)| FigureRow { of, count }).collect(),
                    total,
                }
            })
            .collect()
    }
}

/// Whether something about a suspension should have been done by a day.
fn is_late(owed: &[Owed], suspension: &str, on: Date) -> bool {
    owed.iter().any(|owed| {
        owed.item.as_deref() == Some(suspension) && owed.due_on.is_some_and(|due| due < on)
    })
}

fn age(began: Date, on: Date) -> FigureRowOf {
    let days = on.day_number() - began.day_number();
    let mut ages = AGES.into_iter();
    ages.find(|limit| days <= *limit)
        .map_or(FigureRowOf::MoreThanDays(OLD_DAYS), FigureRowOf::AtMostDays)
}
