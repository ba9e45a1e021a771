//! Subjects, page by page, with their facts and their private values.

use std::collections::BTreeMap;

use standing_base::{Id, IdKind, PartialDate};
use standing_domain::packed::{self, PackedFact, PackedValue};

use crate::ports::{Snapshot, StoreError};

/// Subjects that are read at once.
const PAGE: u32 = 500;
/// Facts whose private values are read at once.
const VALUES_OF: usize = 1_000;

/// A person or a unit with its facts in the order of the record.
#[derive(Debug)]
pub(super) struct Subject {
    pub(super) id: Id,
    pub(super) facts: Vec<Told>,
}

#[derive(Debug)]
pub(super) struct Told {
    number: u64,
    pub(super) kind: String,
    pub(super) on: PartialDate,
    fields: Vec<(String, Field)>,
    pub(super) private: BTreeMap<String, String>,
}

#[derive(Debug)]
enum Field {
    Text(String),
    Number(i64),
}

impl Told {
    fn new(fact: &PackedFact<'_>) -> Self {
        let field = |(name, value): &(&str, PackedValue<'_>)| {
            let value = match value {
                PackedValue::Text(text) => Field::Text((*text).to_owned()),
                PackedValue::Number(number) => Field::Number(*number),
                PackedValue::YesNo(_) | PackedValue::List(_) => return None,
            };
            Some(((*name).to_owned(), value))
        };
        Self {
            number: fact.number,
            kind: fact.kind.to_owned(),
            on: PartialDate::from_range(fact.earliest_on(), fact.latest_on())
                .unwrap_or(PartialDate::Day(fact.earliest_on())),
            fields: fact.fields.iter().filter_map(field).collect(),
            private: BTreeMap::new(),
        }
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.fields.iter().find_map(|(field, value)| match value {
            Field::Text(text) if field == name => Some(text.as_str()),
            _ => None,
        })
    }

    pub(super) fn number(&self, name: &str) -> Option<i64> {
        self.fields.iter().find_map(|(field, value)| match value {
            Field::Number(number) if field == name => Some(*number),
            _ => None,
        })
    }

    /// Its identifiers: scheme and value.
    pub(super) fn identifiers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.private
            .iter()
            .filter_map(|(field, value)| Some((field.strip_prefix("identifier.")?, value.as_str())))
    }
}

impl Subject {
    /// The last fact of a kind.
    pub(super) fn last(&self, kind: &str) -> Option<&Told> {
        self.facts.iter().rev().find(|fact| fact.kind == kind)
    }

    /// The last fact that told the name of a person or a unit.
    pub(super) fn named(&self) -> Option<&Told> {
        self.facts
            .iter()
            .rev()
            .find(|fact| is_naming(&fact.kind) && fact.private.contains_key("name"))
    }

    pub(super) fn name(&self) -> Option<&str> {
        self.named()?.private.get("name").map(String::as_str)
    }

    /// By what it is known elsewhere: scheme and value, each once.
    pub(super) fn identifiers(&self) -> Vec<(&str, &str)> {
        let mut all: Vec<_> = self
            .facts
            .iter()
            .filter(|fact| is_naming(&fact.kind))
            .flat_map(Told::identifiers)
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

fn is_naming(kind: &str) -> bool {
    matches!(
        kind,
        "person_registered"
            | "name_changed"
            | "body_founded"
            | "branch_founded"
            | "organisation_founded"
    )
}

/// Reads the subjects of a kind in the order of their ids.
pub(super) struct Pages {
    kind: IdKind,
    after: Option<Id>,
    done: bool,
}

impl Pages {
    pub(super) const fn of(kind: IdKind) -> Self {
        Self {
            kind,
            after: None,
            done: false,
        }
    }

    /// The next subjects; none when there are no more.
    pub(super) async fn next(
        &mut self,
        snapshot: &mut dyn Snapshot,
    ) -> Result<Vec<Subject>, StoreError> {
        if self.done {
            return Ok(Vec::new());
        }
        let histories = snapshot.histories(self.kind, self.after, PAGE).await?;
        self.after = histories.last().map(|history| history.subject);
        self.done = histories.is_empty();
        let mut subjects = Vec::with_capacity(histories.len());
        for history in &histories {
            let facts = packed::read(&history.bytes)
                .map(|fact| fact.map(|fact| Told::new(&fact)))
                .collect::<Result<Vec<_>, _>>()
                .map_err(|error| StoreError::Damaged {
                    what: format!("the history of {}: {error}", history.subject),
                })?;
            subjects.push(Subject {
                id: history.subject,
                facts,
            });
        }
        add_private(snapshot, &mut subjects).await?;
        Ok(subjects)
    }
}

async fn add_private(
    snapshot: &mut dyn Snapshot,
    subjects: &mut [Subject],
) -> Result<(), StoreError> {
    let mut facts: BTreeMap<u64, &mut Told> = subjects
        .iter_mut()
        .flat_map(|subject| &mut subject.facts)
        .filter(|fact| is_naming(&fact.kind) || fact.kind == "seat_taken")
        .map(|fact| (fact.number, fact))
        .collect();
    let numbers: Vec<u64> = facts.keys().copied().collect();
    for numbers in numbers.chunks(VALUES_OF) {
        for value in snapshot.private_values(numbers).await? {
            if let Some(fact) = facts.get_mut(&value.fact) {
                fact.private.insert(value.field, value.value);
            }
        }
    }
    Ok(())
}

impl Told {
    /// Recorded after another fact.
    pub(super) const fn is_after(&self, other: &Self) -> bool {
        self.number > other.number
    }
}
