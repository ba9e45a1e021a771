//! The panel's reading room: what those who decide a case need on one page, and only they.

use std::collections::BTreeMap;

use serde::Serialize;
use standing_base::{Date, Id, PartialDate, Told};
use standing_domain::case::{CaseFile, Step};
use standing_domain::{Fact, PrivateValue};
use utoipa::ToSchema;

use crate::app::App;
use crate::asker::Asker;
use crate::conflicts;
use crate::error::AppError;
use crate::ports::Snapshot;
use crate::publicity;

use super::{GateAsked, Loaded, PanelSeat, PrecedentCount, is_words, load, next, panel};

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
    /// How often which penalty followed on a breach of the clauses that are charged.
    pub precedents: Vec<PrecedentCount>,
    /// What must be so before the next step that is the panel's.
    pub gates: Vec<GateAsked>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ChargeToDecide {
    pub charge: String,
    /// The clause that is said to be broken.
    pub breach: String,
    pub particulars: Vec<String>,
    /// `breach` or `no_breach`, once it is found.
    pub finding: Option<String>,
    pub reasons: Vec<String>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Said {
    pub on: PartialDate,
    pub words: Vec<String>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EvidenceToRead {
    pub item: String,
    pub title: Vec<String>,
    pub told: EvidenceTold,
    /// Why it was withheld.
    pub reasons: Vec<String>,
}

/// Whether the member has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceTold {
    NotYet,
    Disclosed,
    Withheld,
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
        let Loaded {
            about,
            mut matter,
            facts,
            file,
        } = loaded;
        conflicts::check_reads(snapshot, &rules, asker, &file, on).await?;
        self.keep_papers_access(snapshot, &rules, (asker, about), seen)
            .await?;
        let words = words(snapshot, &facts, &file).await?;
        let papers = Papers {
            facts: &facts,
            file: &file,
            words: &words,
        };
        let stage = super::stage(&rules, &mut matter, &file, on);
        let steps = next::steps(&rules, &mut matter, asker, &file, on).into_iter();
        let precedents = self.precedent_table(snapshot, &rules, asker, on).await?;
        let names = crate::naming::names(snapshot, &super::people(&file)).await?;
        Ok(ReadingRoom {
            reference: reference.to_owned(),
            about,
            name: names.get(&about).cloned().unwrap_or(about.to_string()),
            on,
            stage: super::words(stage),
            panel: panel(&file, &names),
            charges: papers.charges(),
            answers: papers.answers(),
            evidence: papers.evidence(),
            precedents: precedents
                .into_iter()
                .filter(|row| papers.charges_clause(&row.breach))
                .collect(),
            gates: steps.flat_map(|step| step.gates).collect(),
        })
    }
}

/// The words of each fact of a case.
async fn words(
    snapshot: &mut dyn Snapshot,
    facts: &[Fact],
    file: &CaseFile,
) -> Result<BTreeMap<u64, Vec<String>>, AppError> {
    let of_case = facts.iter().filter(|fact| is_of(fact, file));
    let numbers: Vec<u64> = of_case.map(|fact| fact.number).collect();
    let mut words: BTreeMap<u64, Vec<String>> = BTreeMap::new();
    for text in snapshot.private_values(&numbers).await? {
        if is_words(&text) {
            let PrivateValue { fact, value, .. } = text;
            words.entry(fact).or_default().push(value);
        }
    }
    Ok(words)
}

fn is_of(fact: &Fact, file: &CaseFile) -> bool {
    file.steps.iter().any(|(number, _)| *number == fact.number)
}

struct Papers<'a> {
    facts: &'a [Fact],
    file: &'a CaseFile,
    words: &'a BTreeMap<u64, Vec<String>>,
}

impl Papers<'_> {
    /// The facts of a step, oldest first.
    fn of(&self, wanted: &[Step]) -> impl Iterator<Item = &Fact> {
        let steps = self.file.steps.iter();
        let numbers: Vec<u64> = steps
            .filter(|(_, step)| wanted.contains(step))
            .map(|(number, _)| *number)
            .collect();
        let facts = self.facts.iter();
        facts.filter(move |fact| numbers.contains(&fact.number))
    }

    fn words(&self, fact: &Fact) -> Vec<String> {
        self.words.get(&fact.number).cloned().unwrap_or_default()
    }

    fn charges(&self) -> Vec<ChargeToDecide> {
        let brought = self.of(&[Step::ChargeBrought]);
        brought
            .map(|fact| {
                let charge = fact.what.text("charge").unwrap_or_default();
                let mut found = self.of(&[Step::BreachFound, Step::NoBreachFound]);
                let found = found.find(|fact| fact.what.text("charge") == Some(charge));
                let finding = self.file.charges.get(charge).copied().flatten();
                ChargeToDecide {
                    charge: charge.to_owned(),
                    breach: fact.what.text("breach").unwrap_or_default().to_owned(),
                    particulars: self.words(fact),
                    finding: finding.map(super::finding),
                    reasons: found.map(|fact| self.words(fact)).unwrap_or_default(),
                }
            })
            .collect()
    }

    fn charges_clause(&self, clause: &str) -> bool {
        let mut brought = self.of(&[Step::ChargeBrought]);
        brought.any(|fact| fact.what.text("breach") == Some(clause))
    }

    fn answers(&self) -> Vec<Said> {
        let given = self.of(&[Step::AnswerGiven, Step::AppealMade]);
        given
            .map(|fact| Said {
                on: fact.what.effective_on,
                words: self.words(fact),
            })
            .collect()
    }

    fn evidence(&self) -> Vec<EvidenceToRead> {
        let listed = self.of(&[Step::EvidenceListed]);
        listed
            .map(|fact| {
                let item = fact.what.text("item").unwrap_or_default();
                let of_item = |step: Step| {
                    let mut of = self.of(&[step]).collect::<Vec<_>>().into_iter();
                    of.find(|fact| fact.what.text("item") == Some(item))
                };
                let withheld = of_item(Step::EvidenceWithheld);
                EvidenceToRead {
                    item: item.to_owned(),
                    title: self.words(fact),
                    told: match (of_item(Step::EvidenceDisclosed), withheld) {
                        (Some(_), _) => EvidenceTold::Disclosed,
                        (None, Some(_)) => EvidenceTold::Withheld,
                        (None, None) => EvidenceTold::NotYet,
                    },
                    reasons: withheld.map(|fact| self.words(fact)).unwrap_or_default(),
                }
            })
            .collect()
    }
}
