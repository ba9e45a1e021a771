//! What ties somebody to a case: what the case tells, and what the register and their declared
//! interests do.

use std::collections::BTreeSet;

use standing_base::{Date, Id};
use standing_domain::Fact;
use standing_domain::case::CaseFile;
use standing_domain::seat::seats;
use standing_rulebook::Truth;

use super::Ties;
use crate::app::App;
use crate::error::AppError;
use crate::matter::Matter;
use crate::ports::Snapshot;
use crate::rules::Rules;

const DECLARED: &str = "interest_declared";
const ENDED: &str = "interest_ended";
const TIED_TO: &str = "tied_to";
/// The question about a member that says whether they are trained to sit on a panel.
const TRAINED: &str = "trained";
/// The tie of those who stood aside, or had to.
const ASIDE: &str = "stood_aside";

/// Where the member concerned belongs, and who is concerned besides.
#[derive(Clone, Debug, Default)]
pub(crate) struct Near {
    bodies: BTreeSet<Id>,
    /// The member, who complained, who gave evidence, the bodies on which the member sits.
    concerned: BTreeSet<Id>,
    /// Those concerned besides whose identity the custodian keeps.
    sealed: BTreeSet<Id>,
}

/// What the register says of somebody who has nothing to do with the member concerned.
#[cfg(test)]
pub(crate) const UNTIED: [(&str, bool); 4] = [
    ("untrained", false),
    ("same_branch", false),
    ("same_body", false),
    ("declared_interest", false),
];

/// What lies near the member whom a case is about.
pub(crate) async fn near(
    app: &App,
    snapshot: &mut dyn Snapshot,
    file: &CaseFile,
    today: Date,
) -> Result<Near, AppError> {
    let bodies = bodies(&snapshot.facts_about(file.subject).await?, today);
    let people = [Some(file.subject), file.complainant];
    let sealed = app.sealed_members(snapshot, file).await?;
    let concerned = people.into_iter().flatten().chain(file.witnesses());
    Ok(Near {
        concerned: concerned.chain(bodies.iter().copied()).collect(),
        bodies,
        sealed,
    })
}

/// Everything that ties a person to a case.
pub(crate) async fn of_person(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    (file, near): (&CaseFile, &Near),
    person: Id,
    today: Date,
) -> Result<Ties, AppError> {
    let facts = snapshot.facts_about(person).await?;
    let mut matter = Matter::load(snapshot, rules, person).await?;
    let branches = matter.as_ref().map(|matter| matter.branches(today));
    let branches = branches.unwrap_or_default();
    let of_subject = branches_of_subject(snapshot, rules, file, &branches, today).await?;
    let untrained = !is_trained(rules, matter.as_mut(), today);
    let mut own = bodies(&facts, today).into_iter();
    let interests = interests(&facts, today);
    // Whose identity is sealed, and who is tied to them, is kept off like those who stood aside: why is
    // not told.
    let is_sealed = near.sealed.contains(&person) || !near.sealed.is_disjoint(&interests);
    let ties = file.ties(person).into_iter();
    let ties = ties.map(|(tie, is)| (tie, is || tie == ASIDE && is_sealed));
    let ties = ties.chain([
        ("untrained", untrained),
        (
            "same_branch",
            branches.iter().any(|branch| of_subject.contains(branch)),
        ),
        ("same_body", own.any(|body| near.bodies.contains(&body))),
        (
            "declared_interest",
            interests.iter().any(|tied| near.concerned.contains(tied)),
        ),
    ]);
    Ok(ties.collect())
}

/// Whether the rulebook counts somebody as trained to sit; where it does not ask, everybody is.
fn is_trained(rules: &Rules, matter: Option<&mut Matter>, today: Date) -> bool {
    let Some(question) = rules.engine.question(TRAINED) else {
        return true;
    };
    matter.is_some_and(|matter| {
        let ask = matter.put(question, None, today, None);
        matter.truth(rules, ask) == Truth::Yes
    })
}

async fn branches_of_subject(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    file: &CaseFile,
    own: &[Id],
    today: Date,
) -> Result<Vec<Id>, AppError> {
    // Who belongs to no branch shares none.
    if own.is_empty() {
        return Ok(Vec::new());
    }
    branches(snapshot, rules, file.subject, today).await
}

async fn branches(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    person: Id,
    today: Date,
) -> Result<Vec<Id>, AppError> {
    let matter = Matter::load(snapshot, rules, person).await?;
    Ok(matter.map_or_else(Vec::new, |matter| matter.branches(today)))
}

/// The bodies on which somebody sits.
fn bodies(facts: &[Fact], today: Date) -> BTreeSet<Id> {
    let seats = seats(facts).into_iter();
    let held = seats.filter(|seat| seat.is_held_on(today));
    held.map(|seat| seat.body).collect()
}

/// Whether somebody has declared to be tied to anything.
pub(super) async fn has_interests(
    snapshot: &mut dyn Snapshot,
    person: Id,
    today: Date,
) -> Result<bool, AppError> {
    Ok(!interests(&snapshot.facts_about(person).await?, today).is_empty())
}

/// To whom and to what somebody has declared to be tied, and not ended it.
fn interests(facts: &[Fact], today: Date) -> BTreeSet<Id> {
    let past = || {
        facts
            .iter()
            .filter(|fact| fact.what.effective_on.earliest() <= today)
    };
    let over: BTreeSet<u64> = past()
        .filter_map(|fact| match fact.what.kind.as_str() {
            ENDED => fact.what.number("declaration"),
            "set_aside" | "corrected" => fact.what.number("act"),
            _ => None,
        })
        .collect();
    let declared = past().filter(|fact| fact.what.kind == DECLARED);
    let running = declared.filter(|fact| !over.contains(&fact.number));
    running.filter_map(|fact| fact.what.id(TIED_TO)).collect()
}
