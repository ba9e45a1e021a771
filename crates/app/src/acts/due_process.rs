//! What a step of a case needs besides a power: an arrow that leads there, the words that go with it,
//! and every gate before it.

use standing_base::{Date, Id, IdKind, Refusal, Told};
use standing_domain::NewFact;
use standing_domain::case::{CaseFile, Gate, Step, files, keeping};
use standing_domain::interim;
use standing_rulebook::Truth;

use super::Step as ActStep;
use super::check::{on_record, under};
use super::power::Allowed;
use super::stage::OnRecord;
use crate::app::App;
use crate::ask::without_ids;
use crate::asker::Asker;
use crate::conflicts::{self, Ties};
use crate::error::{AppError, FieldFault};
use crate::ports::Snapshot;
use crate::rules::{Rules, SUBJECT};

/// The question that says who may sit on the panel of a case, and the field that names them.
pub(super) const SIT: &str = "sit";
const PERSON: &str = "person";

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

pub(crate) fn without_words() -> Told {
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
            return Err(unasked(gate.question(), allowed));
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

/// What is refused because the rulebook has no question for it: what no clause answers is not taken
/// for a yes.
pub(super) fn unasked(question: &str, allowed: &Allowed) -> AppError {
    let says = Told::new(
        "gate-unasked",
        "the rulebook has no question `{question}`, which must be yes before this step; it has to be declared first",
    );
    let refusal = Refusal::new("not_asked", says.with("question", question));
    AppError::Refused(refusal.under(allowed.clause.clone()))
}

/// Whoever takes a step may handle the case, whomever it brings onto the panel may sit, and a side
/// strikes no more names than it may.
pub(super) async fn by_and_to_whom(
    app: &App,
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    asker: &Asker,
    case: (&NewFact, Option<&CaseFile>),
    (allowed, today): (&Allowed, Date),
) -> Result<(), AppError> {
    may_handle(app, snapshot, rules, asker, case, today).await?;
    may_sit(app, snapshot, rules, asker, case, today).await?;
    super::lots::may_strike(rules, case.0, case.1, allowed, today)
}

/// Whoever takes a step in a case in the name of a role is not in conflict in it.
async fn may_handle(
    app: &App,
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    asker: &Asker,
    (fact, file): (&NewFact, Option<&CaseFile>),
    today: Date,
) -> Result<(), AppError> {
    let step = Step::of(&fact.kind);
    // Who is in conflict says so, and who was approached about a case always may.
    let is_free = matches!(step, None | Some(Step::StoodAside | Step::ContactLogged))
        || fact.capacity.as_deref() == Some(SUBJECT);
    let Some(file) = file.filter(|_| !is_free) else {
        return Ok(());
    };
    match conflicts::keeps_off(app, snapshot, rules, asker, file, today).await? {
        Some(told) => Err(AppError::Refused(conflicts::refusal(file, &told))),
        None => Ok(()),
    }
}

/// Whoever sits on the panel of a case may: nothing ties them to it.
async fn may_sit(
    app: &App,
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    asker: &Asker,
    (fact, file): (&NewFact, Option<&CaseFile>),
    today: Date,
) -> Result<(), AppError> {
    let judges = judges(fact, file);
    if Step::of(&fact.kind) == Some(Step::PanellistNamed)
        && crate::ask::known_to(snapshot, rules, asker, &judges, today)
            .await?
            .is_empty()
    {
        let fault = FieldFault::new(PERSON, crate::subject::nobody_here());
        return Err(AppError::Fields(vec![fault]));
    }
    let Some(file) = file.filter(|_| !judges.is_empty()) else {
        return Ok(());
    };
    let near = conflicts::near(app, snapshot, file, today).await?;
    for person in judges {
        let case = (file, &near);
        let ties = conflicts::of_person(snapshot, rules, case, person, today).await?;
        free_to_sit(rules, &ties, today)?;
    }
    Ok(())
}

/// Those who sit in judgement by a step: whoever it brings onto the panel; and where it needs an
/// eligible panel all of them, for somebody who was free when named may have been tied to the case
/// since.
pub(super) fn judges(fact: &NewFact, file: Option<&CaseFile>) -> Vec<Id> {
    let (Some(step), Some(file)) = (Step::of(&fact.kind), file) else {
        return Vec::new();
    };
    if Gate::before(step).contains(&Gate::PanelEligible) {
        return file.panel.iter().copied().collect();
    }
    let brought: Vec<Id> = match step {
        Step::PanellistNamed => fact.id(PERSON).into_iter().collect(),
        Step::PanelFormed => fact.ids("members").collect(),
        _ => Vec::new(),
    };
    let people = brought.into_iter();
    people
        .filter(|person| person.kind() == IdKind::Person)
        .collect()
}

/// The same of one of them, when it is known what ties them to the case.
pub(super) fn free_to_sit(rules: &Rules, ties: &Ties, today: Date) -> Result<(), AppError> {
    let Some(told) = conflicts::asked_of(rules, SIT, ties, today)? else {
        return Ok(());
    };
    if told.truth == Truth::Yes {
        return Ok(());
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
    Err(AppError::Refused(under(refusal, &told)))
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
