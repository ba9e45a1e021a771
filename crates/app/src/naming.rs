//! Names of persons and units, from the private values of the facts that named them.

use std::collections::HashMap;

use standing_base::{Id, IdKind};
use standing_domain::packed;

use crate::error::AppError;
use crate::matter::damaged;
use crate::ports::{PackedHistory, Snapshot};

/// Kinds of fact whose private value `name` names their subject.
const NAMING: &[&str] = &[
    "body_founded",
    "branch_founded",
    "name_changed",
    "organisation_founded",
    "person_registered",
];

/// A subject's name and membership number, as far as they are recorded and not erased.
#[derive(Clone, Debug, Default)]
pub(crate) struct Named {
    pub(crate) name: Option<String>,
    pub(crate) number: Option<String>,
}

/// The present names of subjects. A subject whose name was erased, or never recorded, is left out.
pub(crate) async fn names(
    snapshot: &mut dyn Snapshot,
    subjects: &[Id],
) -> Result<HashMap<Id, String>, AppError> {
    let mut histories = Vec::new();
    for subject in subjects {
        histories.extend(snapshot.history(*subject).await?);
    }
    let named = named(snapshot, &histories).await?;
    Ok(named
        .into_iter()
        .filter_map(|(id, named)| Some((id, named.name?)))
        .collect())
}

/// The present name of a subject, as far as it is recorded and not erased.
pub(crate) async fn name(
    snapshot: &mut dyn Snapshot,
    subject: Id,
) -> Result<Option<String>, AppError> {
    Ok(names(snapshot, &[subject]).await?.remove(&subject))
}

/// The same; the id where there is none.
pub(crate) async fn name_or_id(
    snapshot: &mut dyn Snapshot,
    subject: Id,
) -> Result<String, AppError> {
    let name = name(snapshot, subject).await?;
    Ok(name.unwrap_or_else(|| subject.to_string()))
}

/// Names and numbers, of histories that are read already.
pub(crate) async fn named(
    snapshot: &mut dyn Snapshot,
    histories: &[PackedHistory],
) -> Result<HashMap<Id, Named>, AppError> {
    let mut naming = HashMap::new();
    let mut latest: HashMap<Id, u64> = HashMap::new();
    for history in histories {
        for fact in packed::read(&history.bytes) {
            let fact = fact.map_err(damaged)?;
            if NAMING.contains(&fact.kind) {
                naming.insert(fact.number, history.subject);
                latest.insert(history.subject, fact.number);
            }
        }
    }
    let mut numbers: Vec<u64> = naming.keys().copied().collect();
    numbers.sort_unstable();
    let mut found: HashMap<Id, Named> = HashMap::new();
    for value in snapshot.private_values(&numbers).await? {
        let Some(subject) = naming.get(&value.fact).copied() else {
            continue;
        };
        let named = found.entry(subject).or_default();
        match value.field.as_str() {
            "name" if latest.get(&subject) == Some(&value.fact) => named.name = Some(value.value),
            "identifier.number" => named.number = Some(value.value),
            _ => {}
        }
    }
    Ok(found)
}

/// Puts the names of bodies and branches where a text has their ids.
pub(crate) async fn in_words(
    snapshot: &mut dyn Snapshot,
    texts: &mut [&mut String],
) -> Result<(), AppError> {
    let mut units: Vec<Id> = texts.iter().flat_map(|text| units_in(text)).collect();
    units.sort_unstable();
    units.dedup();
    for (unit, name) in names(snapshot, &units).await? {
        for text in texts.iter_mut() {
            **text = text.replace(&unit.to_string(), &name);
        }
    }
    Ok(())
}

fn units_in(text: &str) -> Vec<Id> {
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    words
        .filter_map(|word| word.parse().ok())
        .filter(|id: &Id| matches!(id.kind(), IdKind::Body | IdKind::Branch))
        .collect()
}
