//! What waits for whom today. The vocabulary says for which roles something waits while the answer to
//! a question is yes; here is everybody of whom it is yes.
//!
//! Nobody's page of the day can ask six questions about 600,000 members: the answers are kept for the
//! day (`kept.rs`).

mod kept;

use std::collections::BTreeSet;

use serde::Serialize;
use standing_base::{Date, Id, IdKind};
use standing_rulebook::QuestionIx;
use utoipa::ToSchema;

use crate::app::App;
use crate::ask::known_to;
use crate::asker::Asker;
use crate::duties::{self, DutyOwed};
use crate::error::AppError;
use crate::matter::Matter;
use crate::naming;
use crate::ports::Snapshot;
use crate::publicity;
use crate::rules::Rules;

pub(crate) use kept::Kept;

/// So many persons are listed for each question; how many there are is told.
pub const WAITING_LISTED_MAX: usize = 30;

/// Something that waits for the asker.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Waiting {
    pub question: String,
    /// What of theirs it is so of, such as a case; `None` when it is so of themselves.
    pub item: Option<String>,
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

/// Something that one of the asker's roles owes, or looks into because it is late.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OwedAbout {
    pub person: WaitingPerson,
    pub duty: DutyOwed,
}

/// What there is to do for somebody today.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct ToDo {
    /// What waits for their roles.
    pub waiting: Vec<Waiting>,
    /// What their roles owe, what is due first coming first: at most 30.
    pub owed: Vec<OwedAbout>,
    /// Whether they owe more than that.
    pub owes_more: bool,
}

impl App {
    /// What there is to do today for the roles of the asker.
    pub async fn to_do(&self, asker: &Asker) -> Result<ToDo, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let rules = self.rules_at(snapshot).await?;
        let held = asker.capacities().iter();
        let roles: BTreeSet<&str> = held.map(|held| held.role.as_str()).collect();
        if !concerns(&rules, &roles) {
            return Ok(ToDo::default());
        }
        let kept = self.kept_waiting(snapshot, &rules).await?;
        let mut to_do = ToDo {
            waiting: waiting(snapshot, &rules, asker, &roles, &kept).await?,
            ..ToDo::default()
        };
        (to_do.owed, to_do.owes_more) = owed(snapshot, &rules, asker, &roles, &kept).await?;
        if !to_do.waiting.is_empty() || !to_do.owed.is_empty() {
            self.keep_list_access(snapshot, &rules, asker, None, kept.day)
                .await?;
        }
        Ok(to_do)
    }
}

/// Whether anything can wait for one of these roles at all.
fn concerns(rules: &Rules, roles: &BTreeSet<&str>) -> bool {
    let is_held = |role: &String| roles.contains(role.as_str());
    let rulebook = rules.rulebook();
    let mut questions = rulebook.vocabulary.questions.iter();
    let mut duties = rulebook.versions.iter().flat_map(|version| &version.duties);
    questions.any(|question| question.waits_for.iter().any(is_held))
        || duties.any(|duty| {
            let helper = duty.escalates.as_ref().map(|escalates| &escalates.to);
            is_held(&duty.owed_by) || helper.is_some_and(is_held)
        })
}

async fn waiting(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    asker: &Asker,
    roles: &BTreeSet<&str>,
    kept: &Kept,
) -> Result<Vec<Waiting>, AppError> {
    let vocabulary = &rules.rulebook().vocabulary;
    let member = rules.reader.record_of(IdKind::Person);
    let questions = (0..).map(QuestionIx).zip(&vocabulary.questions);
    let mut waiting = Vec::new();
    for (index, question) in questions {
        let mut waits_for = question.waits_for.iter();
        if !waits_for.any(|role| roles.contains(role.as_str())) {
            continue;
        }
        let Some(persons) = kept.found.get(&index) else {
            continue;
        };
        let mut known = first_known(snapshot, rules, asker, persons, kept.day).await?;
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
            item: (Some(question.about) != member)
                .then(|| vocabulary.record_name(question.about).to_owned()),
            says: question.says.clone(),
            persons: persons.collect(),
            has_more,
        });
    }
    Ok(waiting)
}

/// What is due first coming first; and whether there is more than is listed.
async fn owed(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    asker: &Asker,
    roles: &BTreeSet<&str>,
    kept: &Kept,
) -> Result<(Vec<OwedAbout>, bool), AppError> {
    let mut listed = Vec::new();
    for (person, owed) in kept.due(roles) {
        let Some(mut matter) = Matter::load(snapshot, rules, person).await? else {
            continue;
        };
        if !publicity::may_know(rules, &mut matter, asker, publicity::NAME, kept.day) {
            continue;
        }
        if listed.len() == WAITING_LISTED_MAX {
            return Ok((listed, true));
        }
        let name = naming::name_or_id(snapshot, person).await?;
        listed.push(OwedAbout {
            person: WaitingPerson { id: person, name },
            duty: duties::in_case(rules, &mut matter, owed, kept.day),
        });
    }
    Ok((listed, false))
}

/// The first of them whom the asker may know: one more than are listed, where there are more.
async fn first_known(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    asker: &Asker,
    persons: &BTreeSet<Id>,
    on: Date,
) -> Result<Vec<Id>, AppError> {
    let mut known = Vec::new();
    for person in persons {
        known.extend(known_to(snapshot, rules, asker, &[*person], on).await?);
        if known.len() > WAITING_LISTED_MAX {
            break;
        }
    }
    Ok(known)
}
