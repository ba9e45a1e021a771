//! Decided cases of the like kind: what was found under which clause, and with which penalty. No name and
//! no reference stands here but for those who may read the case.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use standing_base::{Date, Id, PartialDate, Told};
use standing_domain::case::{Finding, Stage};
use utoipa::ToSchema;

use crate::app::App;
use crate::asker::Asker;
use crate::error::AppError;
use crate::matter::Matter;
use crate::ports::Snapshot;
use crate::publicity;
use crate::rules::Rules;

use super::kept::KeptCase;

/// So many cases are listed, the newest first.
pub const PRECEDENTS_MAX: usize = 100;

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Precedents {
    /// The clause that lets the asker read them.
    pub clause: String,
    /// How often which penalty followed on a breach of which clause: all of them.
    pub table: Vec<PrecedentCount>,
    /// The newest of those that were asked for.
    pub cases: Vec<Precedent>,
    pub has_more: bool,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PrecedentCount {
    pub breach: String,
    /// What was decided, in the rulebook's code.
    pub outcome: String,
    pub count: u64,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Precedent {
    /// The month in which it was decided, or its appeal ended: no more is told of the day.
    pub on: PartialDate,
    pub charges: Vec<PrecedentCharge>,
    pub outcome: String,
    /// What came of an appeal.
    pub appeal: Option<String>,
    /// Its reference, for those who may read the case.
    pub reference: Option<String>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PrecedentCharge {
    pub breach: String,
    pub is_proved: bool,
}

/// Which of them are wanted.
#[derive(Clone, Debug, Default)]
pub struct PrecedentFilter {
    pub breach: Option<String>,
    pub outcome: Option<String>,
}

impl PrecedentFilter {
    fn lets(&self, case: &Decided<'_>) -> bool {
        let is = |wanted: &Option<String>, given: &str| {
            wanted.as_deref().is_none_or(|wanted| wanted == given)
        };
        let mut proved = case.proved();
        is(&self.outcome, case.outcome)
            && (self.breach.is_none() || proved.any(|breach| is(&self.breach, breach)))
    }
}

/// A case whose decision stands.
struct Decided<'a> {
    about: Id,
    case: &'a KeptCase,
    on: Date,
    outcome: &'a str,
}

impl<'a> Decided<'a> {
    fn of((about, case): (Id, &'a KeptCase)) -> Option<Self> {
        let is_final = matches!(
            case.stage,
            Stage::Final | Stage::AppealDismissed | Stage::Varied
        );
        Some(Self {
            about,
            case,
            on: case.outline.ended_on.filter(|_| is_final)?,
            outcome: case.outline.outcome.as_deref()?,
        })
    }

    /// The clauses of which a breach was found, each once.
    fn proved(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let charges = self.case.outline.charges.iter();
        let proved = charges.filter(|charge| charge.finding == Some(Finding::Breach));
        let mut breaches: Vec<&str> = proved.map(|charge| charge.breach.as_str()).collect();
        breaches.sort_unstable();
        breaches.dedup();
        breaches.into_iter()
    }
}

impl App {
    /// The decided cases of the like kind, for those whom the rulebook lets compare with them.
    pub async fn precedents(
        &self,
        asker: &Asker,
        filter: &PrecedentFilter,
    ) -> Result<Precedents, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let rules = self.rules_at(snapshot).await?;
        let today = rules.zone.date_of(self.clock.now());
        let Some(clause) = publicity::precedents_clause(&rules, asker, today, false) else {
            return Err(AppError::not_found(Told::new(
                "no-precedents-to-read",
                "there are no earlier cases that you may compare with",
            )));
        };
        let kept = self.kept_waiting(snapshot, &rules).await?;
        let mut decided: Vec<Decided<'_>> = kept.cases.all().filter_map(Decided::of).collect();
        let table = table(&decided);
        decided.retain(|case| filter.lets(case));
        decided.sort_by_key(|case| Reverse((case.on, case.case.outline.id)));
        let has_more = decided.len() > PRECEDENTS_MAX;
        decided.truncate(PRECEDENTS_MAX);
        let mut cases = Vec::new();
        for case in decided {
            cases.push(precedent(snapshot, &rules, asker, &case, today).await?);
        }
        Ok(Precedents {
            clause,
            table,
            cases,
            has_more,
        })
    }

    /// How often which penalty followed on a breach of which clause.
    pub(super) async fn precedent_table(
        &self,
        snapshot: &mut dyn Snapshot,
        rules: &Arc<Rules>,
    ) -> Result<Vec<PrecedentCount>, AppError> {
        let kept = self.kept_waiting(snapshot, rules).await?;
        let decided: Vec<Decided<'_>> = kept.cases.all().filter_map(Decided::of).collect();
        Ok(table(&decided))
    }
}

fn table(decided: &[Decided<'_>]) -> Vec<PrecedentCount> {
    let mut counts: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for case in decided {
        for breach in case.proved() {
            *counts.entry((breach, case.outcome)).or_default() += 1;
        }
    }
    let counts = counts.into_iter();
    counts
        .map(|((breach, outcome), count)| PrecedentCount {
            breach: breach.to_owned(),
            outcome: outcome.to_owned(),
            count,
        })
        .collect()
}

async fn precedent(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    asker: &Asker,
    decided: &Decided<'_>,
    today: Date,
) -> Result<Precedent, AppError> {
    let matter = Matter::load(snapshot, rules, decided.about).await?;
    let is_readable = matter.is_some_and(|mut matter| {
        publicity::may_know(rules, &mut matter, asker, publicity::FILE, today)
    });
    let outline = &decided.case.outline;
    let (year, month, _) = decided.on.parts();
    let month = format!("{year:04}-{month:02}").parse();
    Ok(Precedent {
        on: month.unwrap_or(decided.on.into()),
        charges: outline
            .charges
            .iter()
            .map(|charge| PrecedentCharge {
                breach: charge.breach.clone(),
                is_proved: charge.finding == Some(Finding::Breach),
            })
            .collect(),
        outcome: decided.outcome.to_owned(),
        appeal: match decided.case.stage {
            Stage::Final => None,
            stage => Some(super::words(stage)),
        },
        reference: outline.reference.clone().filter(|_| is_readable),
    })
}
