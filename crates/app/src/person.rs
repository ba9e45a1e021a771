//! A person as the record shows them: rights on a day, and the timeline of their matters.

use serde::Serialize;
use standing_base::{Date, Id, IdKind, PartialDate, Told};
use utoipa::ToSchema;

use crate::acts::closed_for;
use crate::answer::{Mark, Truth};
use crate::app::App;
use crate::ask::{known_to, truth, without_ids};
use crate::asker::Asker;
use crate::duties::{self, DutyOwed};
use crate::error::AppError;
use crate::limbo;
use crate::matter::Matter;
use crate::named::{Named, named};
use crate::naming;
use crate::ports::Snapshot;
use crate::publicity;
use crate::rules::Rules;
use crate::seats;
use crate::timeline;

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PersonPage {
    pub id: Id,
    pub name: String,
    pub on: Date,
    /// Each right of the rulebook on the day, with the clauses that decide it.
    pub rights: Vec<Right>,
    /// Questions that may be asked about this person: name and words.
    #[serde(serialize_with = "named")]
    #[schema(value_type = Vec<Named>)]
    pub questions: Vec<(String, String)>,
    /// Whether the asker may read everything about this person, cases above all.
    pub reads_file: bool,
    /// References of cases that may be asked about, with their questions.
    pub cases: Vec<String>,
    pub seats: Vec<SeatHeld>,
    pub limbo: Option<Limbo>,
    /// What is to be done next, by whom and by when; for those who may read the file.
    pub duties: Vec<DutyOwed>,
    pub timeline: Vec<TrackLine>,
    /// The entry that stays, where this one was closed as a second one of the same person.
    pub closed_for: Option<OtherEntry>,
    /// Entries that were closed for this one.
    pub closed_entries: Vec<OtherEntry>,
}

/// Another entry in the register.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OtherEntry {
    pub id: Id,
    pub name: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Right {
    pub question: String,
    pub says: String,
    pub answer: Truth,
    pub clauses: Vec<String>,
    /// The reasons of a no, filled in.
    pub because: Vec<String>,
}

/// A seat in a body: who sat for whom, from when, up to but excluding when.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SeatHeld {
    pub person: Id,
    pub person_name: String,
    pub body: Id,
    pub body_name: String,
    pub office: Option<String>,
    /// On whose behalf: the label's name.
    pub label: Option<String>,
    pub area: Option<String>,
    pub begin: PartialDate,
    pub end: Option<PartialDate>,
    pub end_reason: Option<String>,
}

/// How long somebody has been waiting.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Limbo {
    pub suspended_since: Date,
    pub days_suspended: i64,
    pub last_step_on: Date,
    pub days_since_last_step: i64,
    /// The day on which the suspension lapses if nothing happens.
    pub lapses_on: Option<Date>,
}

/// One track of the timeline: membership, whip, case C1, ...
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TrackLine {
    pub title: String,
    pub rows: Vec<TimelineRow>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TimelineRow {
    pub on: PartialDate,
    /// The day it became known.
    pub recorded_on: Date,
    pub number: Option<u64>,
    /// `suspended`, `suspension lapsed`.
    pub says: String,
    /// What else it carries, in words: `outcome: warning`.
    pub details: Vec<String>,
    pub clause: Option<String>,
    pub by: Option<String>,
    pub marks: Vec<Mark>,
    /// The number of the fact that made it of no effect.
    pub of_no_effect_by: Option<u64>,
    pub imported: bool,
    pub sources: Vec<SourceShown>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SourceShown {
    pub citation: String,
    pub address: Option<String>,
    pub on: PartialDate,
}

/// So many closed entries of one person are shown.
const CLOSED_MAX: u32 = 20;

impl App {
    /// A person's page on a day. To the public it exists only for those whom the publication table
    /// names.
    pub async fn person(
        &self,
        asker: &Asker,
        person: Id,
        on: Date,
    ) -> Result<PersonPage, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let rules = self.rules_at(snapshot).await?;
        let nobody = || {
            AppError::not_found(
                Told::new(
                    "nobody-in-public",
                    "nobody on the public record of {on} is `{person}`",
                )
                .with("on", on)
                .with("person", person),
            )
        };
        let matter = match person.kind() {
            IdKind::Person => Matter::load(snapshot, &rules, person).await?,
            _ => None,
        };
        let mut matter = matter.ok_or_else(nobody)?;
        if !publicity::may_know(&rules, &mut matter, asker, publicity::NAME, on) {
            return Err(nobody());
        }
        self.keep_access(snapshot, &rules, asker, &mut matter, on)
            .await?;
        let name = naming::name_or_id(snapshot, person).await?;
        let timeline = timeline::of(self, snapshot, &rules, asker, &mut matter, on, None).await?;
        let others = others(snapshot, &rules, asker, person, on).await?;
        let (rights, questions) = rights(&rules, asker, &mut matter, on);
        let cases = timeline
            .iter()
            .filter_map(|track| track.title.strip_prefix("case "));
        Ok(PersonPage {
            id: person,
            name,
            on,
            rights,
            questions,
            reads_file: publicity::may_know(&rules, &mut matter, asker, publicity::FILE, on),
            cases: cases.map(str::to_owned).collect(),
            seats: seats::of_person(snapshot, &rules, asker, person, on).await?,
            limbo: limbo::of(&rules, &mut matter, asker, on, None),
            duties: duties::of(&rules, &mut matter, asker, on),
            timeline,
            closed_for: others.0,
            closed_entries: others.1,
        })
    }
}

/// The entry that a person's was closed for, and those that were closed for it, as far as the asker
/// may know them.
async fn others(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    asker: &Asker,
    person: Id,
    on: Date,
) -> Result<(Option<OtherEntry>, Vec<OtherEntry>), AppError> {
    let into = closed_for(snapshot, rules, person, on).await?;
    let mut closed = Vec::new();
    for other in snapshot
        .mentions(person, IdKind::Person, None, CLOSED_MAX)
        .await?
    {
        if closed_for(snapshot, rules, other, on).await? == Some(person) {
            closed.push(other);
        }
    }
    let ids: Vec<Id> = into.into_iter().chain(closed.iter().copied()).collect();
    let known = known_to(snapshot, rules, asker, &ids, on).await?;
    let names = naming::names(snapshot, &known).await?;
    let entry = |id: &Id| {
        let name = names.get(id).cloned().unwrap_or_else(|| id.to_string());
        known.contains(id).then_some(OtherEntry { id: *id, name })
    };
    Ok((
        into.as_ref().and_then(entry),
        closed.iter().filter_map(entry).collect(),
    ))
}

/// The rights on a day, and the questions that the asker may put about the person.
fn rights(
    rules: &Rules,
    asker: &Asker,
    matter: &mut Matter,
    on: Date,
) -> (Vec<Right>, Vec<(String, String)>) {
    let member = rules.reader.record_of(IdKind::Person);
    let (mut rights, mut questions) = (Vec::new(), Vec::new());
    for (question, index) in rules.rulebook().vocabulary.questions.iter().zip(0..) {
        if Some(question.about) != member || !publicity::may_ask(rules, matter, asker, question, on)
        {
            continue;
        }
        questions.push((question.name.clone(), question.says.clone()));
        if question.right {
            let ask = matter.put(standing_rulebook::QuestionIx(index), None, on, None);
            let told = matter.answer_on(rules, ask);
            let clauses = told
                .grounds
                .iter()
                .filter_map(|ground| ground.clause.as_ref());
            let mut clauses: Vec<String> = clauses.map(|clause| clause.id.clone()).collect();
            clauses.dedup();
            rights.push(Right {
                question: question.name.clone(),
                says: question.says.clone(),
                answer: truth(told.truth),
                clauses,
                because: match told.truth {
                    standing_rulebook::Truth::Yes => Vec::new(),
                    _ => told.grounds.iter().map(without_ids).collect(),
                },
            });
        }
    }
    (rights, questions)
}
