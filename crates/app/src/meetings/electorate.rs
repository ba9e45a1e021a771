//! Who has a vote in a body: its seats, or the members for whom a question is yes.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};
use standing_base::{Date, Id, IdKind};
use standing_domain::seat::seats;
use standing_domain::{Fact, FieldValue};
use standing_rulebook::{QuestionIx, Truth};

use crate::account::hex;
use crate::error::AppError;
use crate::matter::Matter;
use crate::ports::{LIST_MAX, Snapshot};
use crate::rules::Rules;

/// Everybody who has a vote in a body on a day, with how many votes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Electorate {
    pub(crate) voters: BTreeMap<Id, u64>,
    /// Seats of the body when full; as many as there are voters where it has no fixed number.
    pub(crate) full_size: u64,
}

impl Electorate {
    pub(crate) fn has(&self, person: Id) -> bool {
        self.voters.contains_key(&person)
    }

    /// All votes together.
    pub(crate) fn votes(&self) -> u64 {
        self.voters.values().sum()
    }

    pub(crate) fn votes_of(&self, people: impl Iterator<Item = Id>) -> u64 {
        people.filter_map(|person| self.voters.get(&person)).sum()
    }

    /// SHA-256 of the roll, a line a voter: the id, a space, how many votes.
    pub(crate) fn fingerprint(&self) -> String {
        let mut lines = String::new();
        for (person, votes) in &self.voters {
            // Writing to a text cannot fail.
            let _ = writeln!(lines, "{person} {votes}");
        }
        hex(&Sha256::digest(lines.as_bytes()))
    }
}

/// Who has a vote in a body on a day. `roll` is the question about a member that gives one; without, a
/// seat does.
pub(crate) async fn of(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    body: Id,
    roll: Option<QuestionIx>,
    on: Date,
) -> Result<Electorate, AppError> {
    let mut electorate = Electorate::default();
    let mut after = None;
    loop {
        let people = match (roll, body.kind()) {
            // Everybody on the register.
            (Some(_), IdKind::Body) => {
                let page = snapshot.histories(IdKind::Person, after, LIST_MAX).await?;
                page.into_iter().map(|history| history.subject).collect()
            }
            _ => {
                snapshot
                    .mentions(body, IdKind::Person, after, LIST_MAX)
                    .await?
            }
        };
        let Some(last) = people.last() else { break };
        after = Some(*last);
        for person in people {
            if let Some(votes) = votes_of(snapshot, rules, body, roll, person, on).await? {
                electorate.voters.insert(person, votes);
            }
        }
    }
    let size = match roll {
        Some(_) => None,
        None => size(&snapshot.facts_about(body).await?),
    };
    electorate.full_size = size.unwrap_or_else(|| electorate.votes());
    Ok(electorate)
}

/// How many votes one person has in a body on a day; nothing where they have none.
pub(crate) async fn votes_of(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    body: Id,
    roll: Option<QuestionIx>,
    person: Id,
    on: Date,
) -> Result<Option<u64>, AppError> {
    let Some(question) = roll else {
        let facts = snapshot.facts_about(person).await?;
        return Ok(seat_votes(&facts, body, on));
    };
    let Some(mut matter) = Matter::load(snapshot, rules, person).await? else {
        return Ok(None);
    };
    let belongs = body.kind() != IdKind::Branch || matter.branches(on).contains(&body);
    let ask = matter.put(question, None, on, None);
    let is_yes = belongs && matter.truth(rules, ask) == Truth::Yes;
    Ok(is_yes.then_some(1))
}

/// The votes of the seats that somebody holds on a body.
fn seat_votes(facts: &[Fact], body: Id, on: Date) -> Option<u64> {
    let held = seats(facts).into_iter();
    let held: Vec<_> = held
        .filter(|seat| seat.body == body && seat.is_held_on(on))
        .collect();
    let first = held.first()?;
    let taken = facts.iter().find(|fact| fact.number == first.begun_by);
    let votes = taken.and_then(|fact| fact.what.number("votes"));
    Some(votes.unwrap_or(1))
}

/// Seats that a body has when full.
fn size(facts: &[Fact]) -> Option<u64> {
    let founding = facts.first()?;
    match founding.what.fields.get("size") {
        Some(FieldValue::Number(size)) => u64::try_from(*size).ok(),
        _ => None,
    }
}
