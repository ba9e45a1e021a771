//! Who is tied to a case, and is therefore kept from its panel, its steps and its file. What ties
//! somebody is read off the case and the register; what follows from it is a clause: the questions
//! `sit` and `handle` are asked with it.

mod aside;
mod ties;

use standing_base::{Date, Id, Refusal, Told};
use standing_domain::Fact;
use standing_domain::case::{CaseFile, Outline, files};
use standing_rulebook::{Answer, Names, Scratch, Truth, Value};

pub use aside::{Conflict, ConflictGround};
#[cfg(test)]
pub(crate) use ties::UNTIED;
use ties::has_interests;
pub(crate) use ties::{near, of_person};

use crate::app::App;
use crate::asker::Asker;
use crate::error::AppError;
use crate::ports::Snapshot;
use crate::rules::Rules;

/// The question that says who may handle a case and open its file.
pub(crate) const HANDLE: &str = "handle";

/// The code of the refusal to somebody who is in conflict in a case.
pub const IN_CONFLICT: &str = "in_conflict";

/// What is known of somebody, by the names of the facts of a voter that a rulebook knows.
pub(crate) type Ties = Vec<(&'static str, bool)>;

/// The answer to a question about somebody in a case; nothing where the rulebook has no such
/// question.
pub(crate) fn asked(
    rules: &Rules,
    question: &str,
    ties: &[(&str, Value)],
    today: Date,
) -> Result<Option<Answer>, AppError> {
    let Some(question) = rules.engine.question(question) else {
        return Ok(None);
    };
    let of = rules.question(question)?.about;
    let vocabulary = &rules.rulebook().vocabulary;
    let facts: Vec<_> = ties
        .iter()
        .filter_map(|(name, value)| Some((vocabulary.fact(of, name)?, *value)))
        .collect();
    let told = rules.engine.ask_with_facts(
        &mut Scratch::default(),
        question,
        today,
        &facts,
        &Names::default(),
    );
    Ok(Some(told))
}

/// The same, of what is so and what is not.
pub(crate) fn asked_of(
    rules: &Rules,
    question: &str,
    ties: &Ties,
    today: Date,
) -> Result<Option<Answer>, AppError> {
    let ties: Vec<(&str, Value)> = ties
        .iter()
        .map(|(name, is)| (*name, Value::YesNo(*is)))
        .collect();
    asked(rules, question, &ties, today)
}

/// The answer that keeps the asker from a case, if one does. The person whom it is about reads it as
/// that, and the operator has no ties that the record knows.
pub(crate) async fn keeps_off(
    app: &App,
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    asker: &Asker,
    file: &CaseFile,
    today: Date,
) -> Result<Option<Answer>, AppError> {
    let Some(person) = asker.person() else {
        return Ok(None);
    };
    let near = near(app, snapshot, file, today).await?;
    let mut ties = of_person(snapshot, rules, (file, &near), person.id, today).await?;
    ties.push(("in_post", !person.capacities.is_empty()));
    let told = asked_of(rules, HANDLE, &ties, today)?;
    Ok(told.filter(|told| told.truth != Truth::Yes))
}

/// Refuses the file of a case to whoever is in conflict in it.
pub(crate) async fn check_reads(
    app: &App,
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    asker: &Asker,
    file: &CaseFile,
    today: Date,
) -> Result<(), AppError> {
    if asker.person().is_some_and(|one| one.id == file.subject) {
        return Ok(());
    }
    match keeps_off(app, snapshot, rules, asker, file, today).await? {
        Some(told) => Err(AppError::Refused(refusal(file, &told))),
        None => Ok(()),
    }
}

/// The same, of a case by its id.
pub(crate) async fn check_case(
    app: &App,
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    asker: &Asker,
    (subject, case): (Id, Id),
    today: Date,
) -> Result<(), AppError> {
    let facts = snapshot.facts_about(subject).await?;
    let files = files(facts.iter());
    match files.iter().find(|file| file.id == case) {
        Some(file) => check_reads(app, snapshot, rules, asker, file, today).await,
        None => Ok(()),
    }
}

/// The cases about a person whose file the asker is kept from.
pub(crate) async fn closed_cases(
    app: &App,
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    asker: &Asker,
    facts: &[Fact],
    today: Date,
) -> Result<Vec<Id>, AppError> {
    let mut closed = Vec::new();
    for file in files(facts.iter()) {
        match check_reads(app, snapshot, rules, asker, &file, today).await {
            Ok(()) => {}
            Err(AppError::Refused(_)) => closed.push(file.id),
            Err(error) => return Err(error),
        }
    }
    Ok(closed)
}

/// The ties that can be without a step of the case that names the person.
const UNNAMED: [&str; 4] = ["sat_before", "same_branch", "same_body", "untrained"];

/// Which cases of a list are looked at closely for whether the asker is kept from their file.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Wary {
    /// Those that name the asker, or have a name sealed: by this rulebook nothing else keeps the asker
    /// from one.
    OfThoseThatNameThem,
    OfAll,
}

impl Wary {
    pub(crate) async fn of(
        snapshot: &mut dyn Snapshot,
        rules: &Rules,
        asker: &Asker,
        today: Date,
    ) -> Result<Self, AppError> {
        let Some(person) = asker.person() else {
            return Ok(Self::OfThoseThatNameThem);
        };
        let keeps = |tie| {
            let told = asked_of(rules, HANDLE, &only(tie), today)?;
            Ok::<_, AppError>(told.is_some_and(|told| told.truth != Truth::Yes))
        };
        let mut is_wide = has_interests(snapshot, person.id, today).await?;
        for tie in UNNAMED {
            is_wide = is_wide || keeps(tie)?;
        }
        Ok(if is_wide {
            Self::OfAll
        } else {
            Self::OfThoseThatNameThem
        })
    }

    pub(crate) fn looks_at(self, asker: &Asker, case: &Outline) -> bool {
        let is_named = |person| case.has_sealed || case.named.contains(&person);
        match self {
            Self::OfAll => true,
            Self::OfThoseThatNameThem => asker.person().is_some_and(|person| is_named(person.id)),
        }
    }
}

/// What ties somebody to a complaint that is about themselves.
pub(crate) fn as_subject() -> Ties {
    only("subject")
}

/// Who holds an office, with one tie.
fn only(tie: &str) -> Ties {
    let all = [
        "subject",
        "complainant",
        "witness",
        "named_in_evidence",
        "sat_before",
        "decided_before",
        "interest",
        "declared_interest",
        "stood_aside",
        "same_branch",
        "same_body",
        "untrained",
    ];
    let all = all.into_iter().map(|known| (known, known == tie));
    all.chain([("in_post", true)]).collect()
}

/// What is said to whoever would read a complaint about themselves.
pub(crate) fn refusal_of_intake(told: &Answer) -> Refusal {
    let says = Told::new(
        "intake-about-you",
        "this complaint names you, so you do not read it; somebody else who receives complaints has to",
    );
    crate::acts::under(Refusal::new(IN_CONFLICT, says), told)
}

/// What somebody in conflict is told, under the clause of the first ground.
pub(crate) fn refusal(file: &CaseFile, told: &Answer) -> Refusal {
    let because: Vec<&str> = told
        .grounds
        .iter()
        .map(|ground| ground.says.as_str())
        .collect();
    let says = Told::new(
        "in-conflict",
        "you are in conflict in case {case}, so you neither handle it nor see its file: who asks {because}",
    )
    .with("case", file.reference.as_deref().unwrap_or_default())
    .with("because", because.join("; "));
    crate::acts::under(Refusal::new(IN_CONFLICT, says), told)
}
