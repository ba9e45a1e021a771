//! What a step of a case needs besides a power: an arrow that leads there, the words that go with it,
//! and every gate before it.

use std::collections::BTreeSet;

use standing_base::{Date, Id, IdKind, Refusal, Told};
use standing_domain::NewFact;
use standing_domain::case::{CaseFile, Gate, Step, files, keeping};
use standing_domain::interim;
use standing_rulebook::{Names, Scratch, Truth, Value};

use super::Step as ActStep;
use super::check::{on_record, under};
use super::power::Allowed;
use super::stage::OnRecord;
use crate::ask::without_ids;
use crate::asker::Asker;
use crate::error::{AppError, FieldFault};
use crate::matter::Matter;
use crate::ports::Snapshot;
use crate::rules::Rules;

/// The question that says who may sit on the panel of a case, and the field that names them.
const SIT: &str = "sit";
const PERSON: &str = "person";
/// What the register says of somebody, besides what the case says.
const SAME_BRANCH: &str = "same_branch";

/// The step may follow what the record tells of its case, and comes with its reasons.
pub(super) fn in_turn(
    fact: &NewFact,
    act: &ActStep,
    subject: &OnRecord,
    allowed: &Allowed,
) -> Result<(), AppError> {
    let refused = |refusal: Refusal| AppError::Refused(refusal.under(allowed.clause.clone()));
    let step = Step::of(&fact.kind);
    if let Some(step) = step {
        let file = case_of(subject, fact);
        CaseFile::check(file.as_ref(), fact, step).map_err(|wrong| refused(wrong.refusal()))?;
    }
    interim::check(subject.facts.iter(), fact).map_err(refused)?;
    keeping::check(&subject.facts, fact).map_err(refused)?;
    let Some(needed) = words_needed(&fact.kind) else {
        return Ok(());
    };
    let given = act.private.iter().find(|(name, _)| name == needed);
    if given.is_some_and(|(_, words)| !words.trim().is_empty()) {
        return Ok(());
    }
    Err(AppError::Fields(vec![FieldFault::new(
        needed,
        without_words(),
    )]))
}

pub(super) fn without_words() -> Told {
    Told::new(
        "reasons-needed",
        "this is not recorded without words; fill this in",
    )
}

/// The words without which a kind of fact is not recorded.
pub(super) fn words_needed(kind: &str) -> Option<&'static str> {
    let of_step = Step::of(kind).and_then(Step::words_needed);
    let of_measure = || interim::words_needed(kind);
    of_step
        .or_else(of_measure)
        .or_else(|| keeping::words_needed(kind))
}

/// The case that a fact is about, as the record tells it.
pub(super) fn case_of(subject: &OnRecord, fact: &NewFact) -> Option<CaseFile> {
    let case = fact.id("case")?;
    let mut files = files(subject.facts.iter()).into_iter();
    files.find(|file| file.id == case)
}

/// When a gate is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// Of the case as it stands.
    Before,
    /// With the step staged, of what it says.
    Staged,
}

/// Every gate before the step is passed, or a higher body has overridden it.
pub(super) fn gates(
    rules: &Rules,
    fact: &NewFact,
    subject: &OnRecord,
    (file, when): (Option<&CaseFile>, When),
    allowed: &Allowed,
) -> Result<(), AppError> {
    let Some(step) = Step::of(&fact.kind) else {
        return Ok(());
    };
    let is_overridden = |gate| file.is_some_and(|file| file.overridden.contains(gate));
    let mut gates = Gate::before(step)
        .iter()
        .filter(|gate| gate.judges_the_step() == (when == When::Staged))
        .filter(|gate| !is_overridden(gate))
        .peekable();
    if gates.peek().is_none() {
        return Ok(());
    }
    let mut matter = subject.matter(rules)?;
    let on = fact.effective_on.earliest();
    for gate in gates {
        let Some(question) = rules.engine.question(gate.question()) else {
            // What no clause answers is not taken for a yes.
            let says = Told::new(
                "gate-unasked",
                "the rulebook has no question `{question}`, which must be yes before this step; it has to be declared first",
            );
            let says = says.with("question", gate.question());
            let refusal = Refusal::new(gate.question(), says);
            return Err(AppError::Refused(refusal.under(allowed.clause.clone())));
        };
        let ask = matter.put(question, fact.id("case"), on, None);
        let told = matter.answer_on(rules, ask);
        if told.truth == Truth::Yes {
            continue;
        }
        let what = rules.question(question)?.says.clone();
        let because: Vec<String> = told.grounds.iter().map(without_ids).collect();
        let says = Told::new(
            "gate-not-passed",
            "not yet: this step needs a case that {what}, and {because}",
        )
        .with("what", what)
        .with("because", because.join("; "));
        let refusal = Refusal::new(gate.question(), says).because_of(on_record(&told, subject));
        return Err(AppError::Refused(under(refusal, &told)));
    }
    Ok(())
}

/// Whoever sits on the panel of a case may: nothing ties them to it.
pub(super) async fn may_sit(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    asker: &Asker,
    fact: &NewFact,
    subject: &OnRecord,
    today: Date,
) -> Result<(), AppError> {
    let file = case_of(subject, fact);
    let judges = judges(fact, file.as_ref());
    if Step::of(&fact.kind) == Some(Step::PanellistNamed)
        && crate::ask::known_to(snapshot, rules, asker, &judges, today)
            .await?
            .is_empty()
    {
        let says = Told::new(
            "nobody-here",
            "this is nobody on the register whom you may see",
        );
        return Err(AppError::Fields(vec![FieldFault::new(PERSON, says)]));
    }
    let mut neighbours = BTreeSet::new();
    for person in judges {
        let matter = Matter::load(snapshot, rules, person).await?;
        let branches = matter.map_or_else(Vec::new, |matter| matter.branches(today));
        let mut branches = branches.iter();
        if branches.any(|branch| subject.branches.contains(branch)) {
            neighbours.insert(person);
        }
    }
    free_to_sit(rules, fact, file.as_ref(), today, |person| {
        neighbours.contains(&person)
    })
}

/// Those who sit in judgement by a step: whoever it names to the panel; and where it needs an eligible
/// panel all of them, for somebody who was free when named may have been tied to the case since.
fn judges(fact: &NewFact, file: Option<&CaseFile>) -> Vec<Id> {
    let (Some(step), Some(file)) = (Step::of(&fact.kind), file) else {
        return Vec::new();
    };
    if Gate::before(step).contains(&Gate::PanelEligible) {
        return file.panel.iter().copied().collect();
    }
    let named = fact.id(PERSON).filter(|_| step == Step::PanellistNamed);
    let named = named.filter(|person| person.kind() == IdKind::Person);
    named.into_iter().collect()
}

/// The same, when it is known who belongs to a branch of the member concerned.
pub(super) fn free_to_sit(
    rules: &Rules,
    fact: &NewFact,
    file: Option<&CaseFile>,
    today: Date,
    is_neighbour: impl Fn(Id) -> bool,
) -> Result<(), AppError> {
    let (Some(question), Some(file)) = (rules.engine.question(SIT), file) else {
        return Ok(());
    };
    let vocabulary = &rules.rulebook().vocabulary;
    let of = rules.question(question)?.about;
    let mut scratch = Scratch::default();
    for person in judges(fact, Some(file)) {
        let ties = file.ties(person).into_iter();
        let facts: Vec<_> = ties
            .chain([(SAME_BRANCH, is_neighbour(person))])
            .filter_map(|(name, is)| Some((vocabulary.fact(of, name)?, Value::YesNo(is))))
            .collect();
        let names = Names::default();
        let told = rules
            .engine
            .ask_with_facts(&mut scratch, question, today, &facts, &names);
        if told.truth == Truth::Yes {
            continue;
        }
        let because: Vec<&str> = told
            .grounds
            .iter()
            .map(|ground| ground.says.as_str())
            .collect();
        let says = Told::new(
            "may-not-sit",
            "this person may not sit on the panel of the case: {because}",
        );
        let refusal = Refusal::new("may_not_sit", says.with("because", because.join("; ")));
        return Err(AppError::Refused(under(refusal, &told)));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_gate_stands_before_a_step() {
        for gate in Gate::ALL {
            let mut steps = Step::ALL.iter();
            assert!(
                steps.any(|step| Gate::before(*step).contains(gate)),
                "{gate:?}"
            );
        }
    }
}
