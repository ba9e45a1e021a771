//! What the page of a case or of a confidential complaint says of how long it is kept.

use serde::Serialize;
use standing_base::{Date, Id};
use standing_domain::Fact;
use standing_domain::case::Keeping;
use standing_domain::case::keeping::Due;
use standing_rulebook::Kept;
use utoipa::ToSchema;

use crate::matter::Matter;
use crate::rules::Rules;

/// How long what was written and sent in a case is kept, or since when it is gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CaseKeeping {
    /// The clause that says so.
    pub clause: Option<String>,
    /// The last day for which it is kept; nothing once it is gone.
    pub until: Option<Date>,
    /// Its erasure is announced; the last day to say that it is still needed.
    pub erased_after: Option<Date>,
    /// Somebody said that it is still needed until this day.
    pub held_until: Option<Date>,
    pub erased_on: Option<Date>,
}

/// Nothing while the rulebook does not say for how long.
pub(crate) fn of_case(
    rules: &Rules,
    matter: &mut Matter,
    facts: &[Fact],
    case: Id,
    on: Date,
) -> Option<CaseKeeping> {
    let keeping = Keeping::of(facts.iter(), case);
    let id = case.to_string();
    let mut kept = matter.kept(rules, on).into_iter();
    let kept = kept.find(|kept| kept.item == id);
    // Once it was taken up again after that, what was written before is gone all the same.
    if let Some((number, on)) = keeping.erased {
        let fact = facts.iter().find(|fact| fact.number == number);
        let clause = fact.and_then(|fact| fact.what.clause.clone());
        return Some(CaseKeeping::erased(on, clause));
    }
    let kept = kept?;
    let due = keeping.due(kept.since, kept.until, on);
    Some(CaseKeeping::of(kept, due))
}

impl CaseKeeping {
    pub(super) const fn erased(on: Date, clause: Option<String>) -> Self {
        Self {
            clause,
            until: None,
            erased_after: None,
            held_until: None,
            erased_on: Some(on),
        }
    }

    /// Of what is not erased yet.
    pub(super) fn of(kept: Kept, due: Due) -> Self {
        Self {
            clause: Some(kept.clause),
            until: Some(kept.until),
            erased_after: match due {
                Due::Announced(last) => Some(last),
                _ => None,
            },
            held_until: match due {
                Due::Held(until) => Some(until),
                _ => None,
            },
            erased_on: None,
        }
    }
}
