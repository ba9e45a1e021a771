//! Entries that were closed as second ones of the same person.

use standing_base::{Date, Id};

use crate::error::AppError;
use crate::matter::Matter;
use crate::ports::Snapshot;
use crate::projection::merged_into;
use crate::rules::Rules;

/// The entry that stays, where a person's was closed for another and that has effect.
pub(crate) async fn closed_for(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    person: Id,
    on: Date,
) -> Result<Option<Id>, AppError> {
    let mut closing = snapshot.facts_about(person).await?;
    closing.retain(|fact| merged_into(&fact.what).is_some());
    // Hardly anybody is entered twice.
    if closing.is_empty() {
        return Ok(None);
    }
    let Some(mut matter) = Matter::load(snapshot, rules, person).await? else {
        return Ok(None);
    };
    let of_no_effect = matter.annulled(rules, on);
    let standing = closing.iter().rev().find(|fact| {
        fact.what.effective_on.earliest() <= on && !of_no_effect.contains(&fact.number)
    });
    Ok(standing.and_then(|fact| merged_into(&fact.what)))
}
