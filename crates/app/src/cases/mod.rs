//! The cases that somebody may read: as a list, and one with everything that was done in it and what
//! can follow.

pub(crate) mod charges;
mod next;

use std::collections::BTreeMap;

use serde::Serialize;
use standing_base::{Date, Id, Told};
use standing_domain::case::{CaseFile, Stage, Step, files};
use standing_domain::{Fact, PrivateValue};
use standing_rulebook::Truth;
use utoipa::ToSchema;

use crate::app::App;
use crate::ask::known_to;
use crate::asker::Asker;
use crate::duties::{self, DutyOwed};
use crate::error::AppError;
use crate::limbo;
use crate::matter::Matter;
use crate::naming;
use crate::person::{Limbo, TimelineRow};
use crate::ports::Snapshot;
use crate::projection::CASE_SCHEME;
use crate::publicity;
use crate::rules::Rules;
use crate::timeline;

pub use charges::ChargeTold;
pub use next::{GateAsked, NextStep};
pub use standing_domain::case::Finding;

/// A case in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CaseLine {
    pub reference: String,
    pub about: Id,
    pub name: String,
    /// Where it stands, as `contested`.
    pub stage: String,
    pub is_open: bool,
    /// What is due next in it.
    pub next: Option<DutyOwed>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CasesPage {
    pub cases: Vec<CaseLine>,
    /// Where the next page begins; nothing after the last.
    pub next: Option<String>,
}

/// One case.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CasePage {
    pub id: Id,
    pub reference: String,
    pub about: Id,
    pub name: String,
    pub on: Date,
    pub stage: String,
    pub is_open: bool,
    pub limbo: Option<Limbo>,
    /// What is to be done next, by whom and by when.
    pub duties: Vec<DutyOwed>,
    /// The steps to which the case can come from here, each with what must be so before.
    pub steps: Vec<NextStep>,
    pub charges: Vec<ChargeShown>,
    pub panel: Vec<PanelSeat>,
    /// Who took which other part.
    pub parts: Vec<PartShown>,
    /// What was done, oldest first.
    pub done: Vec<StepDone>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ChargeShown {
    pub charge: String,
    /// `breach` or `no_breach`, once it is found.
    pub finding: Option<String>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PanelSeat {
    pub person: Id,
    pub name: String,
    /// The member disputes it, and it is not ruled on.
    pub is_challenged: bool,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PartShown {
    pub person: Id,
    pub name: String,
    pub part: String,
}

/// Something that was done, with its words.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct StepDone {
    #[serde(flatten)]
    pub row: TimelineRow,
    /// In which capacity somebody recorded it, in words.
    pub capacity: Option<String>,
    pub words: Vec<String>,
}

/// The longest list of cases.
pub const CASES_MAX: u32 = 500;

impl App {
    /// The cases that the asker may read, in the order of their references, after one.
    pub async fn cases(
        &self,
        asker: &Asker,
        after: Option<&str>,
        limit: u32,
    ) -> Result<CasesPage, AppError> {
        let limit = limit.clamp(1, CASES_MAX);
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let rules = self.rules_at(snapshot).await?;
        let today = rules.zone.date_of(self.clock.now());
        if !publicity::reads_files(&rules, asker, today) {
            return Err(AppError::not_found(Told::new(
                "no-cases-to-read",
                "there are no cases that you may read",
            )));
        }
        self.keep_list_access(snapshot, &rules, asker, None, today)
            .await?;
        let found = snapshot.identifiers(CASE_SCHEME, after, limit).await?;
        let is_last = found.len() < usize::try_from(limit).unwrap_or(usize::MAX);
        let next = found.last().map(|(reference, _)| reference.clone());
        let mut cases = Vec::new();
        for (reference, found) in found {
            let line = line(
                snapshot,
                &rules,
                asker,
                &reference,
                (found.subject, found.item),
                today,
            );
            cases.extend(line.await?);
        }
        let next = next.filter(|_| !is_last);
        Ok(CasesPage { cases, next })
    }

    /// A case by its reference, for those who may read the file of the member concerned.
    pub async fn case(&self, asker: &Asker, reference: &str) -> Result<CasePage, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let rules = self.rules_at(snapshot).await?;
        self.case_in(snapshot, &rules, asker, reference).await
    }

    pub(crate) async fn case_in(
        &self,
        snapshot: &mut dyn Snapshot,
        rules: &Rules,
        asker: &Asker,
        reference: &str,
    ) -> Result<CasePage, AppError> {
        let on = rules.zone.date_of(self.clock.now());
        let nothing = || {
            AppError::not_found(
                Told::new("no-case-to-read", "no case that you may read is `{case}`")
                    .with("case", reference),
            )
        };
        let found = snapshot.find(Some(CASE_SCHEME), reference).await?;
        let found = found
            .into_iter()
            .find_map(|found| Some((found.subject, found.item?)));
        let (about, id) = found.ok_or_else(nothing)?;
        let matter = Matter::load(snapshot, rules, about).await?;
        let mut matter = matter.ok_or_else(nothing)?;
        if !publicity::may_know(rules, &mut matter, asker, publicity::FILE, on) {
            return Err(nothing());
        }
        self.keep_access(snapshot, rules, asker, &mut matter, on)
            .await?;
        let facts = snapshot.facts_about(about).await?;
        let file = file_of(&facts, id).ok_or_else(nothing)?;
        let mut duties = duties::of(rules, &mut matter, asker, on);
        duties.retain(|duty| duty.case.as_deref() == Some(reference));
        let stage = stage(rules, &mut matter, &file, on);
        let people = people(&file);
        let names = naming::names(snapshot, &people).await?;
        let name_of = |id: &Id| names.get(id).cloned().unwrap_or_else(|| id.to_string());
        Ok(CasePage {
            id,
            reference: reference.to_owned(),
            about,
            name: name_of(&about),
            on,
            stage: words(stage),
            is_open: file.stage().is_open(),
            limbo: limbo::of(rules, &mut matter, asker, on, None),
            duties,
            steps: next::steps(rules, &mut matter, asker, &file, on),
            charges: charges(&file),
            panel: file
                .panel
                .iter()
                .map(|person| PanelSeat {
                    person: *person,
                    name: name_of(person),
                    is_challenged: file.challenged.contains(person),
                })
                .collect(),
            parts: file
                .parts
                .iter()
                .map(|(person, part)| PartShown {
                    person: *person,
                    name: name_of(person),
                    part: part.replace('_', " "),
                })
                .collect(),
            done: done(snapshot, rules, asker, &mut matter, (&facts, id), on).await?,
        })
    }
}

impl Rules {
    /// Whether the newest text lets the asker read other people's cases: for the navigation.
    pub fn reads_cases(&self, asker: &Asker) -> bool {
        publicity::reads_files(self, asker, Date::MAX)
    }
}

fn words(stage: Stage) -> String {
    stage.code().replace('_', " ")
}

pub(crate) fn file_of(facts: &[Fact], id: Id) -> Option<CaseFile> {
    let mut files = files(facts.iter()).into_iter();
    files.find(|file| file.id == id)
}

/// A decision that was sent is final when the time for an appeal has run out.
fn stage(rules: &Rules, matter: &mut Matter, file: &CaseFile, on: Date) -> Stage {
    let is_sent = file
        .steps
        .iter()
        .any(|(_, step)| *step == Step::DecisionSent);
    let Some(appeal) = rules.engine.question("appeal") else {
        return file.stage();
    };
    if file.stage() != Stage::Decided || !is_sent {
        return file.stage();
    }
    let ask = matter.put(appeal, Some(file.id), on, None);
    match matter.truth(rules, ask) {
        Truth::No => Stage::Final,
        _ => Stage::Decided,
    }
}

async fn line(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    asker: &Asker,
    reference: &str,
    (about, id): (Id, Option<Id>),
    today: Date,
) -> Result<Option<CaseLine>, AppError> {
    let known = known_to(snapshot, rules, asker, &[about], today).await?;
    let (Some(id), [_]) = (id, &*known) else {
        return Ok(None);
    };
    let Some(mut matter) = Matter::load(snapshot, rules, about).await? else {
        return Ok(None);
    };
    if !publicity::may_know(rules, &mut matter, asker, publicity::FILE, today) {
        return Ok(None);
    }
    let Some(file) = file_of(&snapshot.facts_about(about).await?, id) else {
        return Ok(None);
    };
    let mut duties = duties::of(rules, &mut matter, asker, today);
    duties.retain(|duty| duty.case.as_deref() == Some(reference));
    Ok(Some(CaseLine {
        reference: reference.to_owned(),
        about,
        name: naming::name_or_id(snapshot, about).await?,
        stage: words(stage(rules, &mut matter, &file, today)),
        is_open: file.stage().is_open(),
        next: duties.into_iter().next(),
    }))
}

fn people(file: &CaseFile) -> Vec<Id> {
    let parts = file.parts.iter().map(|(person, _)| *person);
    let panel = file.panel.iter().copied();
    [file.subject]
        .into_iter()
        .chain(panel)
        .chain(parts)
        .collect()
}

fn charges(file: &CaseFile) -> Vec<ChargeShown> {
    let charges = file.charges.iter();
    charges
        .map(|(charge, finding)| ChargeShown {
            charge: charge.clone(),
            finding: finding.map(|finding| match finding {
                Finding::Breach => "breach".to_owned(),
                Finding::NoBreach => "no_breach".to_owned(),
            }),
        })
        .collect()
}

/// What was done in a case, with its words.
async fn done(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    asker: &Asker,
    matter: &mut Matter,
    (facts, id): (&[Fact], Id),
    on: Date,
) -> Result<Vec<StepDone>, AppError> {
    let of_case: BTreeMap<u64, &Fact> = facts
        .iter()
        .filter(|fact| fact.what.id("case") == Some(id))
        .map(|fact| (fact.number, fact))
        .collect();
    let numbers: Vec<u64> = of_case.keys().copied().collect();
    let texts = snapshot.private_values(&numbers).await?;
    let tracks = timeline::of(snapshot, rules, asker, matter, on, None).await?;
    let rows = tracks.into_iter().flat_map(|track| track.rows);
    let mut done: Vec<StepDone> = rows
        .filter_map(|row| {
            let fact = of_case.get(&row.number?)?;
            let capacity = fact.what.capacity.as_deref().map(|role| {
                let role = rules.rulebook().vocabulary.role(role);
                role.map(|role| role.says.clone())
            });
            Some(StepDone {
                capacity: capacity.flatten(),
                words: texts
                    .iter()
                    .filter(|text| text.fact == fact.number && is_words(text))
                    .map(|text| text.value.clone())
                    .collect(),
                row,
            })
        })
        .collect();
    done.sort_by_key(|step| (step.row.on.earliest(), step.row.number));
    done.dedup_by_key(|step| step.row.number);
    Ok(done)
}

fn is_words(text: &PrivateValue) -> bool {
    !text.field.starts_with("source.") && !text.field.starts_with("identifier.")
}
