//! What can follow in a case: each step with the clause that gives it, who may take it, and its gates.

use serde::Serialize;
use standing_base::Date;
use standing_domain::case::{CaseFile, Gate, Step};
use standing_domain::kind;
use standing_rulebook::Truth;
use utoipa::ToSchema;

use crate::ask::without_ids;
use crate::asker::Asker;
use crate::matter::Matter;
use crate::rules::{Rules, SUBJECT};

/// A step to which the case can come from where it stands.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NextStep {
    pub kind: String,
    pub says: String,
    /// Who may take it, in words, and by which clause; nobody when the rulebook gives it to nobody.
    pub by: Option<String>,
    pub clause: Option<String>,
    /// Whether the asker may.
    pub is_yours: bool,
    pub gates: Vec<GateAsked>,
}

/// What must be so before a step.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct GateAsked {
    pub question: String,
    pub says: String,
    pub is_passed: bool,
    /// A higher body lets the next step be taken all the same.
    pub is_overridden: bool,
    pub clause: Option<String>,
    /// Why not.
    pub because: Vec<String>,
    /// The next day on which the answer changes by itself.
    pub changes_on: Option<Date>,
}

/// The steps that lead on from where the case stands.
pub(super) fn steps(
    rules: &Rules,
    matter: &mut Matter,
    asker: &Asker,
    file: &CaseFile,
    on: Date,
) -> Vec<NextStep> {
    let is_subject = asker
        .person()
        .is_some_and(|person| person.id == file.subject);
    let steps = file.leads_to().into_iter();
    steps
        .map(|step| {
            let (role, clause) = power(rules, step, on).unzip();
            let is_yours = role.as_deref().is_some_and(|role| {
                let mut held = asker.capacities().iter();
                held.any(|held| held.role == role) || is_subject && role == SUBJECT
            });
            NextStep {
                kind: step.code().to_owned(),
                says: kind::find(step.code())
                    .map_or(step.code(), |kind| kind.says)
                    .to_owned(),
                by: role.map(|role| says(rules, &role)),
                clause,
                is_yours,
                gates: Gate::before(step)
                    .iter()
                    .filter_map(|gate| asked(rules, matter, file, *gate, on))
                    .collect(),
            }
        })
        .collect()
}

/// The role and the clause of the first power over a step.
fn power(rules: &Rules, step: Step, on: Date) -> Option<(String, String)> {
    let version = rules.engine.version_on(on).0?;
    let entry = rules.rulebook().vocabulary.entry(step.code())?;
    let mut powers = version.powers.iter();
    let power = powers.find(|power| power.may.contains(&entry))?;
    let clause = version.clauses.get(power.clause.at())?;
    Some((power.role.clone(), clause.id.clone()))
}

fn says(rules: &Rules, role: &str) -> String {
    let declared = rules.rulebook().vocabulary.role(role);
    declared.map_or_else(|| role.replace('_', " "), |role| role.says.clone())
}

fn asked(
    rules: &Rules,
    matter: &mut Matter,
    file: &CaseFile,
    gate: Gate,
    on: Date,
) -> Option<GateAsked> {
    let question = rules.engine.question(gate.question())?;
    let ask = matter.put(question, Some(file.id), on, None);
    let told = matter.answer(rules, ask);
    let clause = told
        .grounds
        .iter()
        .find_map(|ground| ground.clause.as_ref());
    let is_passed = told.truth == Truth::Yes;
    Some(GateAsked {
        question: gate.question().to_owned(),
        says: rules.question(question).ok()?.says,
        is_passed,
        is_overridden: file.overridden.contains(&gate),
        clause: clause.map(|clause| clause.id.clone()),
        because: if is_passed {
            Vec::new()
        } else {
            told.grounds.iter().map(without_ids).collect()
        },
        changes_on: told.changes_on.filter(|_| !is_passed),
    })
}
