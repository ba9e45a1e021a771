//! Break-glass: the operator of the system acts where nobody else can. Only what a clause lets the
//! role `operator` record, only with a reason, and never unseen: a fact on the organisation's own
//! stream says that it was done, and the front page shows it. A rulebook without such a row has it
//! switched off.

use serde::Serialize;
use standing_base::{Date, Id, Instant, PartialDate, Refusal};
use standing_domain::NewFact;
use utoipa::ToSchema;

use super::{Act, Beside, Done};
use crate::app::App;
use crate::ask::known_to;
use crate::asker::Asker;
use crate::error::AppError;
use crate::moment;
use crate::named::{Someone, someone};
use crate::naming;
use crate::ports::{Addition, Snapshot};
use crate::projection;
use crate::rules::Rules;

/// The kind of fact that tells of it.
const INTERVENED: &str = "operator_intervened";
/// Its private value: why.
const REASON: &str = "reason";
/// The longest reason, in characters.
pub const REASON_CHARS_MAX: usize = 2_000;

/// What the operator did, as everybody may read it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Intervention {
    /// The number of the fact that tells of it.
    pub fact: u64,
    pub on: PartialDate,
    #[serde(serialize_with = "moment::text")]
    #[schema(value_type = String, format = DateTime)]
    pub recorded_at: Instant,
    pub clause: Option<String>,
    /// The kind of fact that was recorded, in words.
    pub says: String,
    /// About whom, where the reader may know them.
    #[serde(serialize_with = "someone")]
    #[schema(value_type = Option<Someone>)]
    pub person: Option<(Id, String)>,
    pub reason: Option<String>,
}

impl App {
    /// Puts an act of the operator on the record, with the public fact that tells of it.
    pub async fn break_glass(&self, act: &Act, reason: &str) -> Result<Done, AppError> {
        let reason = reason.trim();
        if reason.is_empty() || reason.chars().count() > REASON_CHARS_MAX {
            return Err(AppError::Refused(Refusal::new(
                "reason_needed",
                format!(
                    "say in up to {REASON_CHARS_MAX} characters why nobody else can do it; \
                     the reason is published"
                ),
            )));
        }
        let beside = Beside {
            reason: Some(reason),
            ..Beside::default()
        };
        self.act_with(&Asker::Operator, act, beside).await
    }

    /// What the operator did so far, the newest first.
    pub async fn interventions(&self, asker: &Asker) -> Result<Vec<Intervention>, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let rules = self.rules_at(snapshot).await?;
        let today = rules.zone.date_of(self.clock.now());
        of(snapshot, &rules, asker, today).await
    }
}

/// The fact that tells of an act, in the same transaction.
pub(super) async fn telling(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    addition: &Addition,
    reason: &str,
) -> Result<Addition, AppError> {
    let act = &addition.fact;
    let stream = rules.organisation;
    let fact = NewFact {
        stream,
        revision: snapshot.revision(stream).await? + 1,
        kind: INTERVENED.to_owned(),
        about: stream,
        fields: [
            ("kind".to_owned(), act.kind.as_str().into()),
            ("person".to_owned(), act.about.into()),
        ]
        .into(),
        ..act.clone()
    };
    let private = vec![(REASON.to_owned(), reason.to_owned())];
    Ok(Addition {
        rows: projection::rows(&fact, &private),
        fact,
        private,
    })
}

pub(crate) async fn of(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    asker: &Asker,
    today: Date,
) -> Result<Vec<Intervention>, AppError> {
    let mut facts = snapshot.facts_about(rules.organisation).await?;
    facts.retain(|fact| fact.what.kind == INTERVENED);
    facts.reverse();
    let numbers: Vec<u64> = facts.iter().map(|fact| fact.number).collect();
    let reasons = snapshot.private_values(&numbers).await?;
    let persons: Vec<Id> = facts
        .iter()
        .filter_map(|fact| fact.what.id("person"))
        .collect();
    let known = known_to(snapshot, rules, asker, &persons, today).await?;
    let names = naming::names(snapshot, &known).await?;
    let told = facts.into_iter().map(|fact| {
        let reason = reasons.iter().find(|value| value.fact == fact.number);
        let kind = fact.what.text("kind").unwrap_or_default();
        let person = fact.what.id("person");
        Intervention {
            fact: fact.number,
            on: fact.what.effective_on,
            recorded_at: fact.what.recorded_at,
            says: super::says_of(kind),
            person: person.and_then(|id| Some((id, names.get(&id)?.clone()))),
            reason: reason.map(|value| value.value.clone()),
            clause: fact.what.clause,
        }
    });
    Ok(told.collect())
}
