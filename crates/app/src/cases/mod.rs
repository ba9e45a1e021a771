//! The cases that somebody may read: as a list, and one with everything that was done in it and what
//! can follow.

pub(crate) mod charges;
mod draw;
pub(crate) mod evidence;
pub(crate) mod kept;
mod next;
mod notes;
mod precedents;
mod reading;

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;
use standing_base::{Date, Id, Told};
use standing_domain::case::{CaseFile, Stage, Step, files};
use standing_domain::{Fact, PrivateValue};
use standing_rulebook::Truth;
use utoipa::ToSchema;

use crate::app::App;
use crate::asker::Asker;
use crate::conflicts::{self, Wary};
use crate::duties::{self, DutyOwed};
use crate::error::AppError;
use crate::limbo;
use crate::matter::Matter;
use crate::naming;
use crate::person::{Limbo, TimelineRow};
use crate::ports::Snapshot;
use crate::projection::CASE_SCHEME;
use crate::publicity;
use crate::retention::{self, CaseKeeping};
use crate::rules::Rules;
use crate::timeline;

pub use charges::ChargeTold;
pub use draw::{DrawFile, LotName, LotPick, LotShown};
pub use evidence::EvidenceTold;
pub use next::{GateAsked, NextStep};
pub use notes::NOTES_CHARS_MAX;
pub use precedents::{
    PRECEDENTS_MAX, Precedent, PrecedentCharge, PrecedentCount, PrecedentFilter, Precedents,
};
pub use reading::{ChargeToDecide, EvidenceToRead, ReadingRoom, Said};
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
    /// The draw of the panel, where it was drawn by lot.
    pub lot: Option<LotShown>,
    /// Whether the asker sits on the panel, and reads the papers in its reading room.
    pub has_reading_room: bool,
    /// Who took which other part.
    pub parts: Vec<PartShown>,
    /// Those whose identity the custodian keeps, as the case names them: `witness 1`.
    pub aliases: Vec<String>,
    /// What was done, oldest first.
    pub done: Vec<StepDone>,
    /// For how long what was written and sent is kept, where the rulebook says so.
    pub keeping: Option<CaseKeeping>,
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

/// Which cases are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CaseFilter {
    #[default]
    All,
    /// Something has still to be done in them, or they are paused.
    Open,
    Ended,
    At(Stage),
}

impl CaseFilter {
    /// By its name in an address: `open`, `ended`, or a stage.
    pub fn of(name: &str) -> Option<Self> {
        match name {
            "open" => Some(Self::Open),
            "ended" => Some(Self::Ended),
            stage => {
                let mut stages = Stage::ALL.iter();
                stages
                    .find(|known| known.code() == stage)
                    .copied()
                    .map(Self::At)
            }
        }
    }

    /// The names of the stages.
    pub fn stages() -> impl Iterator<Item = &'static str> {
        Stage::ALL.iter().map(|stage| stage.code())
    }

    fn lets(self, stage: Stage) -> bool {
        match self {
            Self::All => true,
            Self::Open => !stage.is_over(),
            Self::Ended => stage.is_over(),
            Self::At(wanted) => wanted == stage,
        }
    }
}

/// The longest list of cases.
pub const CASES_MAX: u32 = 500;

impl App {
    /// Those of the cases that the asker may read and a filter lets through, in the order of their
    /// references, after one.
    pub async fn cases(
        &self,
        asker: &Asker,
        filter: CaseFilter,
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
        let kept = self.kept_waiting(snapshot, &rules).await?;
        let wary = Wary::of(snapshot, &rules, asker, today).await?;
        let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
        let mut cases: Vec<CaseLine> = Vec::new();
        let mut histories = Vec::new();
        let mut next_page = None;
        for (reference, person, case) in kept.cases.after(after) {
            if !filter.lets(case.stage) {
                continue;
            }
            let Some(history) = snapshot.history(person).await? else {
                continue;
            };
            let mut matter = Matter::read(&rules, person, &history.bytes)?;
            if !publicity::may_know(&rules, &mut matter, asker, publicity::FILE, today) {
                continue;
            }
            // A file that they are kept from does not stand in their list either.
            if wary.looks_at(asker, &case.outline) {
                let facts = snapshot.facts_about(person).await?;
                let closed =
                    conflicts::closed_cases(self, snapshot, &rules, asker, &facts, today).await?;
                if closed.contains(&case.outline.id) {
                    continue;
                }
            }
            if cases.len() == wanted {
                next_page = cases.last().map(|case| case.reference.clone());
                break;
            }
            histories.push(history);
            let next = case.next.and_then(|at| kept.owed_about(person).get(at));
            cases.push(CaseLine {
                reference: reference.to_owned(),
                about: person,
                name: person.to_string(),
                stage: words(case.stage),
                is_open: case.outline.stage().is_open(),
                next: next
                    .map(|owed| duties::told(&rules, Some(reference.to_owned()), owed, today)),
            });
        }
        // The names of all of them are read together.
        let named = naming::named(snapshot, &histories).await?;
        for line in &mut cases {
            let name = named.get(&line.about).and_then(|named| named.name.clone());
            line.name = name.unwrap_or(std::mem::take(&mut line.name));
        }
        Ok(CasesPage {
            cases,
            next: next_page,
        })
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
        let loaded = load(snapshot, rules, reference).await?;
        let loaded = loaded.ok_or_else(|| nothing(reference))?;
        let Loaded {
            about,
            mut matter,
            facts,
            file,
        } = loaded;
        if !reads(rules, asker, &mut matter, on) {
            return Err(nothing(reference));
        }
        conflicts::check_reads(self, snapshot, rules, asker, &file, on).await?;
        self.keep_access(snapshot, rules, asker, &mut matter, on)
            .await?;
        let mut duties = duties::of(rules, &mut matter, asker, on);
        duties.retain(|duty| duty.case.as_deref() == Some(reference));
        let stage = stage(rules, &mut matter, &file, on);
        let mut people = people(&file);
        people.extend(draw::people(&file));
        let names = naming::names(snapshot, &people).await?;
        let name_of = |id: &Id| names.get(id).cloned().unwrap_or_else(|| id.to_string());
        Ok(CasePage {
            id: file.id,
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
            panel: panel(&file, &names),
            lot: draw::shown(&file, &names),
            aliases: aliases(&file),
            has_reading_room: publicity::papers(rules, asker, &file, on).is_some(),
            parts: file
                .parts
                .iter()
                .map(|(person, part)| PartShown {
                    person: *person,
                    name: name_of(person),
                    part: part.replace('_', " "),
                })
                .collect(),
            keeping: retention::of_case(rules, &mut matter, &facts, file.id, on),
            done: done(
                self,
                snapshot,
                rules,
                asker,
                &mut matter,
                (&facts, file.id),
                on,
            )
            .await?,
        })
    }
}

/// How the case names those whose identity the custodian keeps.
fn aliases(file: &CaseFile) -> Vec<String> {
    let identities = file.identities.iter();
    identities
        .map(|one| format!("{} {}", one.part.replace('_', " "), one.number))
        .collect()
}

/// A case, whoever may know of it.
pub(crate) struct Loaded {
    pub(crate) about: Id,
    pub(crate) matter: Matter,
    pub(crate) facts: Vec<Fact>,
    pub(crate) file: CaseFile,
}

/// A case by its reference.
pub(crate) async fn load(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    reference: &str,
) -> Result<Option<Loaded>, AppError> {
    let found = snapshot.find(Some(CASE_SCHEME), reference).await?;
    let mut found = found.into_iter();
    let Some((about, id)) = found.find_map(|found| Some((found.subject, found.item?))) else {
        return Ok(None);
    };
    let Some(matter) = Matter::load(snapshot, rules, about).await? else {
        return Ok(None);
    };
    let facts = snapshot.facts_about(about).await?;
    Ok(file_of(&facts, id).map(|file| Loaded {
        about,
        matter,
        facts,
        file,
    }))
}

/// Whether the asker reads the whole file of the member concerned.
pub(crate) fn reads(rules: &Rules, asker: &Asker, matter: &mut Matter, on: Date) -> bool {
    publicity::may_know(rules, matter, asker, publicity::FILE, on)
}

pub(crate) fn nothing(reference: &str) -> AppError {
    let told = Told::new("no-case-to-read", "no case that you may read is `{case}`");
    AppError::not_found(told.with("case", reference))
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
    let mut steps = file.steps.iter();
    let is_sent = steps.any(|(_, step)| *step == Step::DecisionSent);
    let Some(appeal) = kept::whether_final(rules, file.stage(), is_sent) else {
        return file.stage();
    };
    let ask = matter.put(appeal, Some(file.id), on, None);
    match matter.truth(rules, ask) {
        Truth::No => Stage::Final,
        _ => Stage::Decided,
    }
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

fn panel(file: &CaseFile, names: &HashMap<Id, String>) -> Vec<PanelSeat> {
    let seats = file.panel.iter();
    seats
        .map(|person| PanelSeat {
            person: *person,
            name: names.get(person).cloned().unwrap_or(person.to_string()),
            is_challenged: file.challenged.contains(person),
        })
        .collect()
}

fn finding(finding: Finding) -> String {
    match finding {
        Finding::Breach => "breach".to_owned(),
        Finding::NoBreach => "no_breach".to_owned(),
    }
}

fn charges(file: &CaseFile) -> Vec<ChargeShown> {
    let charges = file.charges.iter();
    charges
        .map(|(charge, finding)| ChargeShown {
            charge: charge.clone(),
            finding: finding.map(self::finding),
        })
        .collect()
}

/// What was done in a case, with its words.
async fn done(
    app: &App,
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
    let tracks = timeline::of(app, snapshot, rules, asker, matter, on, None).await?;
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
