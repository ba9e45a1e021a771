//! The panel's reading room: what those who decide a case need on one page, and only they.

use std::sync::Arc;

use serde::Serialize;
use standing_base::{Date, Id, PartialDate, Told};
use standing_domain::case::Step;
use standing_domain::{Fact, PrivateValue};
use utoipa::ToSchema;

use crate::app::App;
use crate::asker::Asker;
use crate::conflicts;
use crate::error::AppError;
use crate::ports::Snapshot;
use crate::publicity;
use crate::rules::Rules;

use super::charges::{self, ChargeTold, words_of};
use super::evidence::{self, EvidenceTold};
use super::{GateAsked, Loaded, PanelSeat, PrecedentCount, load, next, panel};

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReadingRoom {
    pub reference: String,
    pub about: Id,
    pub name: String,
    pub on: Date,
    pub stage: String,
    pub panel: Vec<PanelSeat>,
    pub charges: Vec<ChargeToDecide>,
    /// What the member said to them.
    pub answers: Vec<Said>,
    pub evidence: Vec<EvidenceToRead>,
    /// How often which penalty followed on a breach of the clauses that are charged; nothing where no
    /// clause lets the panel compare.
    pub precedents: Option<Vec<PrecedentCount>>,
    /// Whether the asker may look at all earlier cases.
    pub reads_all_precedents: bool,
    /// What must be so before the next step that is the panel's.
    pub gates: Vec<GateAsked>,
    /// What the asker noted for themselves; nothing where nothing can be sealed. For pages alone: a
    /// program that reads the papers is not handed it.
    #[serde(skip)]
    pub notes: Option<String>,
}

/// A case whose reading room is open to the asker, and that they came in is kept.
pub(super) struct Entered {
    pub(super) rules: Arc<Rules>,
    pub(super) on: Date,
    pub(super) loaded: Loaded,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ChargeToDecide {
    pub charge: String,
    /// The clause that is said to be broken.
    pub breach: String,
    pub title: Option<String>,
    pub particulars: Option<String>,
    /// `breach` or `no_breach`, once it is found.
    pub finding: Option<String>,
    pub reasons: Option<String>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Said {
    pub on: PartialDate,
    pub words: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EvidenceToRead {
    pub item: String,
    pub title: Option<String>,
    pub told: EvidenceTold,
    /// Why it was withheld.
    pub reasons: Option<String>,
}

impl App {
    /// What the panel reads before it decides, for those who sit on it.
    pub async fn reading_room(
        &self,
        asker: &Asker,
        reference: &str,
    ) -> Result<ReadingRoom, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let Entered { rules, on, loaded } = self.enter_room(snapshot, asker, reference).await?;
        let Loaded {
            about,
            mut matter,
            facts,
            file,
        } = loaded;
        let is_step = |fact: &&Fact| file.steps.iter().any(|(step, _)| *step == fact.number);
        let steps: Vec<&Fact> = facts.iter().filter(is_step).collect();
        let numbers: Vec<u64> = steps.iter().map(|fact| fact.number).collect();
        let words = snapshot.private_values(&numbers).await?;
        let charges = charges::told(&rules, steps.iter().copied(), &words);
        let stage = super::stage(&rules, &mut matter, &file, on);
        let next = next::steps(&rules, &mut matter, asker, &file, on).into_iter();
        let is_charged = |row: &PrecedentCount| charges.iter().any(|one| one.breach == row.breach);
        let precedents = match publicity::precedents_clause(&rules, asker, on, true) {
            Some(_) => {
                let all = self.precedent_table(snapshot, &rules).await?;
                Some(all.into_iter().filter(is_charged).collect())
            }
            None => None,
        };
        let names = crate::naming::names(snapshot, &super::people(&file)).await?;
        Ok(ReadingRoom {
            reference: reference.to_owned(),
            about,
            name: names.get(&about).cloned().unwrap_or(about.to_string()),
            on,
            stage: super::words(stage),
            panel: panel(&file, &names),
            answers: answers(&steps, &words),
            evidence: pieces(&steps, &words),
            precedents,
            reads_all_precedents: publicity::precedents_clause(&rules, asker, on, false).is_some(),
            gates: next.flat_map(|step| step.gates).collect(),
            charges: charges.into_iter().map(charge).collect(),
            notes: self.notes_of(snapshot, asker, file.id).await?,
        })
    }

    /// Lets those in who sit on the panel, and nobody else.
    pub(super) async fn enter_room(
        &self,
        snapshot: &mut dyn Snapshot,
        asker: &Asker,
        reference: &str,
    ) -> Result<Entered, AppError> {
        let rules = self.rules_at(snapshot).await?;
        let on = rules.zone.date_of(self.clock.now());
        let loaded = load(snapshot, &rules, reference).await?;
        let mut loaded = loaded.ok_or_else(|| super::nothing(reference))?;
        let Some(seen) = publicity::papers(&rules, asker, &loaded.file, on) else {
            return Err(if super::reads(&rules, asker, &mut loaded.matter, on) {
                let told = Told::new(
                    "no-reading-room",
                    "only those who sit on the panel in case `{case}` read its papers here",
                );
                AppError::not_found(told.with("case", reference))
            } else {
                super::nothing(reference)
            });
        };
        conflicts::check_reads(self, snapshot, &rules, asker, &loaded.file, on).await?;
        self.keep_papers_access(snapshot, &rules, (asker, loaded.about), seen)
            .await?;
        Ok(Entered { rules, on, loaded })
    }
}

fn charge(told: ChargeTold) -> ChargeToDecide {
    ChargeToDecide {
        charge: told.charge,
        breach: told.breach,
        title: told.title,
        particulars: told.particulars,
        finding: told.finding.map(super::finding),
        reasons: told.reasons,
    }
}

/// What the member said: to the charges, against the decision, and what they asked for.
fn answers(facts: &[&Fact], words: &[PrivateValue]) -> Vec<Said> {
    let said = facts.iter().filter_map(|fact| {
        let field = match Step::of(&fact.what.kind)? {
            Step::AnswerGiven => "answer",
            Step::AppealMade => "grounds",
            Step::RequestMade => "text",
            Step::CompanionNamed => "companion_name",
            _ => return None,
        };
        Some(Said {
            on: fact.what.effective_on,
            words: words_of(words, fact.number, field)?,
        })
    });
    said.collect()
}

fn pieces(facts: &[&Fact], words: &[PrivateValue]) -> Vec<EvidenceToRead> {
    let pieces = evidence::pieces(facts.iter().copied(), words).into_iter();
    pieces
        .map(|(item, piece)| EvidenceToRead {
            item,
            title: piece.title,
            told: piece.told,
            reasons: piece.reasons,
        })
        .collect()
}
