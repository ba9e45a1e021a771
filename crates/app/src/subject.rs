//! Whom a question is about: from what somebody typed to a subject on the record.

use standing_base::{Date, Id, IdKind, Told};
use standing_domain::fold_name;

use crate::ask::known_to;
use crate::asker::Asker;
use crate::error::{AppError, FieldFault};
use crate::ports::Snapshot;
use crate::rules::Rules;

/// A subject, and within it an item such as a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    pub id: Id,
    pub item: Option<Id>,
}

/// How many near names are suggested.
const NEAR_MAX: usize = 3;
/// How many names with the same beginning are looked at for a suggestion.
const NEAR_LOOKED_AT: u32 = 2_000;
/// How alike two names must be to be suggested (Jaro-Winkler, 0 to 1).
const NEAR_ENOUGH: f64 = 0.8;

/// What was found by a text: exactly one subject, or nothing with the names that come near.
#[derive(Clone, Debug)]
pub enum Resolved {
    One(Subject),
    /// More than one person has this name.
    Several(Vec<Id>),
    /// Nobody; the folded names that come near, with their subjects.
    Nobody(Vec<(String, Id)>),
}

/// Finds the subject of `--about`: `case:REF`, `body:ID`, or a person's id, number or name.
pub async fn resolve(snapshot: &mut dyn Snapshot, about: &str) -> Result<Resolved, AppError> {
    let about = about.trim();
    if let Some(case) = about.strip_prefix("case:") {
        return resolve_case(snapshot, case.trim()).await;
    }
    let (text, wanted) = match about.strip_prefix("body:") {
        Some(body) => (body.trim(), &[IdKind::Body, IdKind::Branch][..]),
        None => (about, &[IdKind::Person][..]),
    };
    if let Ok(id) = text.parse::<Id>() {
        let known = wanted.contains(&id.kind()) && snapshot.history(id).await?.is_some();
        return Ok(if known {
            Resolved::One(Subject { id, item: None })
        } else {
            Resolved::Nobody(Vec::new())
        });
    }
    let mut found: Vec<Id> = snapshot
        .find(None, text)
        .await?
        .into_iter()
        .map(|found| found.subject)
        .collect();
    if found.is_empty() {
        let key = fold_name(text);
        let names = snapshot.names_from(&key, LOOK_AHEAD).await?;
        found = names
            .into_iter()
            .filter(|(name, _)| *name == key)
            .map(|(_, id)| id)
            .collect();
    }
    found.retain(|id| wanted.contains(&id.kind()));
    found.sort_unstable();
    found.dedup();
    match found.as_slice() {
        [id] => Ok(Resolved::One(Subject {
            id: *id,
            item: None,
        })),
        [] => Ok(Resolved::Nobody(near(snapshot, text, wanted).await?)),
        _ => Ok(Resolved::Several(found)),
    }
}

/// The one person whom the asker may see and a field of a form names, by number or name.
pub(crate) async fn named(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    asker: &Asker,
    (field, text): (&'static str, &str),
    today: Date,
) -> Result<Id, AppError> {
    let found = match resolve(snapshot, text).await? {
        Resolved::One(subject) => vec![subject.id],
        Resolved::Several(several) => several,
        Resolved::Nobody(_) => Vec::new(),
    };
    let known = known_to(snapshot, rules, asker, &found, today).await?;
    let wrong = match *known.as_slice() {
        [one] => return Ok(one),
        [] => nobody_here(),
        _ => Told::new(
            "several-here",
            "several people are called so; give the membership number instead",
        ),
    };
    Err(AppError::Fields(vec![FieldFault::new(field, wrong)]))
}

pub(crate) fn nobody_here() -> Told {
    Told::new(
        "nobody-here",
        "this is nobody on the register whom you may see",
    )
}

/// A name and the longer names that begin with it are read together.
const LOOK_AHEAD: u32 = 50;

async fn resolve_case(snapshot: &mut dyn Snapshot, case: &str) -> Result<Resolved, AppError> {
    let mut found = snapshot.find(Some("case"), case).await?;
    found.dedup();
    Ok(match found.as_slice() {
        [one] => Resolved::One(Subject {
            id: one.subject,
            item: one.item,
        }),
        [] => Resolved::Nobody(Vec::new()),
        _ => Resolved::Several(found.into_iter().map(|found| found.subject).collect()),
    })
}

async fn near(
    snapshot: &mut dyn Snapshot,
    text: &str,
    wanted: &[IdKind],
) -> Result<Vec<(String, Id)>, AppError> {
    let key = fold_name(text);
    let beginning: String = key.chars().take(2).collect();
    if beginning.is_empty() {
        return Ok(Vec::new());
    }
    let names = snapshot.names_from(&beginning, NEAR_LOOKED_AT).await?;
    let mut near: Vec<(f64, String, Id)> = names
        .into_iter()
        .filter(|(_, id)| wanted.contains(&id.kind()))
        .map(|(name, id)| (strsim::jaro_winkler(&name, &key), name, id))
        .filter(|(likeness, _, _)| *likeness >= NEAR_ENOUGH)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    near.dedup_by_key(|(_, _, id)| *id);
    near.truncate(NEAR_MAX);
    Ok(near.into_iter().map(|(_, name, id)| (name, id)).collect())
}
