//! What the form of a step of a case offers to choose from: only what the step can name.

use std::collections::BTreeSet;

use standing_base::{Date, Id, IdKind};
use standing_domain::case::{
    CaseFile, Gate, Identity, Lot, MORE_TIME, PARTS, Step, files, keeping,
};
use standing_domain::seat::seats;
use standing_domain::{Fact, fold_name};

use super::check::LETTER_OPENED;
use crate::app::App;
use crate::asker::Asker;
use crate::conflicts;
use crate::error::AppError;
use crate::naming;
use crate::ports::{LIST_MAX, Snapshot};
use crate::rules::Rules;

/// Whether a step can follow in one of a person's cases, or begin one.
pub(super) fn can_follow(kind: &str, facts: &[Fact]) -> bool {
    if kind == LETTER_OPENED {
        return false;
    }
    let Some(step) = Step::of(kind) else {
        return !keeping::is_recorded(kind) || !keeping::cases(facts, kind).is_empty();
    };
    CaseFile::can_begin(step) || files(facts.iter()).iter().any(|file| file.can_take(step))
}

/// The choices of a field of a step; `None` for what is no choice.
pub(super) async fn choices(
    app: &App,
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    asker: &Asker,
    (step, field, today): (Step, &str, Date),
    facts: &[Fact],
) -> Result<Option<Vec<(String, String)>>, AppError> {
    let mut files = files(facts.iter());
    files.retain(|file| file.can_take(step));
    // The form tells nothing of a case to whoever is kept from its file, but to leave it.
    if !matches!(step, Step::StoodAside | Step::ContactLogged) {
        let closed = conflicts::closed_cases(app, snapshot, rules, asker, facts, today).await?;
        files.retain(|file| !closed.contains(&file.id));
    }
    let named = |code: &str| (code.to_owned(), code.replace('_', " "));
    Ok(Some(match field {
        "case" => files
            .iter()
            .map(|file| (file.id.to_string(), reference(file)))
            .collect(),
        "charge" if step != Step::ChargeBrought => {
            let charges = files.iter().flat_map(|file| &file.charges);
            let open = charges.filter(|(_, found)| found.is_none());
            open.map(|(charge, _)| named(charge)).collect()
        }
        "gate" => Gate::ALL
            .iter()
            .map(|gate| named(gate.question()))
            .collect(),
        "number" => files
            .iter()
            .flat_map(|file| &file.identities)
            .map(|one| (one.number.to_string(), alias(one)))
            .collect(),
        "request" => files.iter().flat_map(requests).collect(),
        "need" if step == Step::RequestMade => return Ok(None),
        "need" => files
            .iter()
            .flat_map(|file| &file.requests)
            .filter(|need| match step {
                Step::TimeGiven => *need == MORE_TIME,
                Step::RequestGranted => *need != MORE_TIME,
                _ => true,
            })
            .map(|need| named(need))
            .collect(),
        "part" => PARTS.iter().map(|part| named(part)).collect(),
        "person" => {
            let of = |which: fn(&CaseFile) -> &BTreeSet<Id>| {
                let persons = files.iter().flat_map(which);
                persons.copied().collect::<BTreeSet<Id>>()
            };
            let persons = match step {
                Step::PanellistNamed => colleagues(snapshot, asker).await?,
                Step::PanellistStruck => drawn(&files),
                Step::StoodAside => asker.person().map(|one| one.id).into_iter().collect(),
                Step::PanellistChallenged | Step::PanellistStoodAside => of(|file| &file.panel),
                Step::ChallengeUpheld | Step::ChallengeDismissed => of(|file| &file.challenged),
                _ => return Ok(None),
            };
            people(snapshot, persons).await?
        }
        _ => return Ok(None),
    }))
}

/// Those who were drawn for a panel and can still be struck.
fn drawn(files: &[CaseFile]) -> BTreeSet<Id> {
    let lots = files.iter().filter_map(|file| file.lot.as_ref());
    let open = lots.filter(|lot| !lot.is_formed);
    open.flat_map(Lot::unstruck).collect()
}

/// How a case names somebody whose identity is sealed.
fn alias(one: &Identity) -> String {
    format!("{} {}", one.part.replace('_', " "), one.number)
}

/// The requests for an identity that are still to be decided.
fn requests(file: &CaseFile) -> Vec<(String, String)> {
    let mut open = Vec::new();
    for one in &file.identities {
        for request in one
            .requests
            .iter()
            .filter(|request| request.ruled.is_none())
        {
            let says = format!("{}, fact {}", alias(one), request.fact);
            open.push((request.fact.to_string(), says));
        }
    }
    open
}

/// The cases to which somebody can say that they are still needed, or not any more.
pub(super) fn kept(facts: &[Fact], kind: &str) -> Vec<(String, String)> {
    let cases = keeping::cases(facts, kind).into_iter();
    cases
        .map(|(id, reference)| {
            let id = id.to_string();
            let reference = reference.unwrap_or_else(|| id.clone());
            (id, reference)
        })
        .collect()
}

fn reference(file: &CaseFile) -> String {
    file.reference
        .clone()
        .unwrap_or_else(|| file.id.to_string())
}

/// Whoever holds a seat on a body in whose name the asker acts.
async fn colleagues(snapshot: &mut dyn Snapshot, asker: &Asker) -> Result<BTreeSet<Id>, AppError> {
    let mut found = BTreeSet::new();
    for body in asker.capacities().iter().filter_map(|held| held.body) {
        for person in snapshot
            .mentions(body, IdKind::Person, None, LIST_MAX)
            .await?
        {
            if person.kind() != IdKind::Person {
                continue;
            }
            let facts = snapshot.facts_about(person).await?;
            let mut held = seats(&facts).into_iter();
            if held.any(|seat| seat.body == body && seat.end.is_none()) {
                found.insert(person);
            }
        }
    }
    Ok(found)
}

/// Persons by name.
async fn people(
    snapshot: &mut dyn Snapshot,
    persons: BTreeSet<Id>,
) -> Result<Vec<(String, String)>, AppError> {
    let persons: Vec<Id> = persons.into_iter().collect();
    let mut names = naming::names(snapshot, &persons).await?;
    let mut people: Vec<(String, String)> = persons
        .into_iter()
        .map(|id| (id.to_string(), names.remove(&id).unwrap_or_default()))
        .collect();
    people.sort_by_key(|(_, name)| fold_name(name));
    Ok(people)
}
