//! Spells from raw facts: each beginning with the end that was last recorded for it.

use super::read::{Subject, Told};

#[derive(Clone, Copy, Debug)]
pub(super) struct Spell<'a> {
    pub(super) begin: Option<&'a Told>,
    pub(super) end: Option<&'a Told>,
}

/// Kinds that end a membership of the organisation, besides a death.
pub(super) const MEMBERSHIP_ENDS: &[&str] = &["excluded", "expelled", "lapsed", "resigned"];

/// Spells of membership of the organisation, by day.
pub(super) fn memberships(person: &Subject) -> Vec<Spell<'_>> {
    pair(
        person,
        |fact| fact.kind == "admitted",
        |fact| MEMBERSHIP_ENDS.contains(&fact.kind.as_str()),
    )
}

/// Spells in branches: the branch, and the spells by day.
pub(super) fn branches(person: &Subject) -> Vec<(&str, Vec<Spell<'_>>)> {
    keys(person, "branch")
        .into_iter()
        .map(|branch| {
            let of =
                |fact: &Told, kind: &str| fact.kind == kind && fact.text("branch") == Some(branch);
            let spells = pair(
                person,
                |fact| of(fact, "branch_joined"),
                |fact| of(fact, "branch_left"),
            );
            (branch, spells)
        })
        .collect()
}

/// Seats: for each the last that was recorded of its taking and of its leaving, by day.
pub(super) fn seats(person: &Subject) -> Vec<(&str, Spell<'_>)> {
    let mut seats: Vec<_> = keys(person, "seat")
        .into_iter()
        .map(|seat| {
            let last = |kind: &str| {
                person
                    .facts
                    .iter()
                    .rev()
                    .find(|fact| fact.kind == kind && fact.text("seat") == Some(seat))
            };
            let spell = Spell {
                begin: last("seat_taken"),
                end: last("seat_left"),
            };
            (seat, spell)
        })
        .filter(|(_, spell)| spell.begin.is_some())
        .collect();
    seats.sort_by_key(|(seat, spell)| (spell.begin.map(|fact| fact.on.earliest()), *seat));
    seats
}

/// The values of a field among the facts, each once, in order.
fn keys<'a>(person: &'a Subject, field: &str) -> Vec<&'a str> {
    let mut keys: Vec<_> = person
        .facts
        .iter()
        .filter_map(|fact| fact.text(field))
        .collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn pair<'a>(
    person: &'a Subject,
    begins: impl Fn(&Told) -> bool,
    ends: impl Fn(&Told) -> bool,
) -> Vec<Spell<'a>> {
    let mut facts: Vec<_> = person
        .facts
        .iter()
        .filter(|fact| begins(fact) || ends(fact))
        .collect();
    facts.sort_by_key(|fact| fact.on.earliest());
    let mut spells: Vec<Spell<'a>> = Vec::new();
    for fact in facts {
        let last = spells.last_mut();
        if begins(fact) {
            spells.push(Spell {
                begin: Some(fact),
                end: None,
            });
        } else if let Some(spell) = last {
            // A later record of the end stands for the one before.
            if spell.end.is_none_or(|end| fact.is_after(end)) {
                spell.end = Some(fact);
            }
        } else {
            spells.push(Spell {
                begin: None,
                end: Some(fact),
            });
        }
    }
    spells
}
