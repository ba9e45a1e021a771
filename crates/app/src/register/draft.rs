//! A row as a source understood it: whom it is about and what it says, before anything is looked up
//! on the record.

use std::sync::Arc;

use standing_base::{IdKind, PartialDate};
use standing_domain::FieldValue;

use super::error::ImportError;
use super::report::Note;

/// A file read row by row. An import reads it twice: once to see whom and what it names, from which
/// day on, and once to plan.
pub(super) trait Source: Send {
    fn next(&mut self) -> Result<Option<Row>, ImportError>;

    /// Bytes of the file read so far, for a progress bar.
    fn bytes_read(&self) -> u64;

    /// Other files that were read only to look something up: name and how many rows.
    fn references(&self) -> Vec<(String, u64)> {
        Vec::new()
    }

    /// What the reader should know, once all rows are read.
    fn notes(&mut self) -> Vec<Note> {
        Vec::new()
    }
}

#[derive(Debug)]
pub(super) struct Row {
    pub(super) place: Place,
    pub(super) counts: Counts,
    pub(super) draft: Result<Draft, Vec<Fault>>,
}

/// How a row is counted, and under which table.
#[derive(Clone, Debug)]
pub(super) enum Counts {
    Row(Arc<str>),
    /// Read only to look something up.
    Reference(Arc<str>),
}

#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    pub(super) line: u64,
    pub(super) record: Option<String>,
}

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) field: Option<String>,
    pub(super) value: Option<String>,
    pub(super) reason: String,
}

impl Fault {
    pub(super) fn new(field: &str, value: &str, reason: impl Into<String>) -> Self {
        Self {
            field: Some(field.to_owned()),
            value: Some(super::report::shown(value)),
            reason: reason.into(),
        }
    }

    pub(super) fn whole(reason: impl Into<String>) -> Self {
        Self {
            field: None,
            value: None,
            reason: reason.into(),
        }
    }
}

#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) person: Option<PersonDraft>,
    pub(super) units: Vec<UnitDraft>,
    pub(super) facts: Vec<FactDraft>,
}

/// Under which a source names a thing: found again by it at the next import.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub(super) scheme: Arc<str>,
    pub(super) value: String,
}

/// The scheme of keys that are ids of Standing itself, from its own export.
pub(super) const OWN_IDS: &str = "standing";

#[derive(Debug)]
pub(super) struct PersonDraft {
    pub(super) key: Key,
    /// The field that holds the key, for messages.
    pub(super) field: Arc<str>,
    /// May be made; else must be known from an earlier row or from the record.
    pub(super) create: bool,
    /// May stand in one row only.
    pub(super) once: bool,
    /// Other schemes and values by which the person is known.
    pub(super) identifiers: Vec<(String, String)>,
    pub(super) private: Vec<(String, String)>,
}

#[derive(Debug)]
pub(super) struct UnitDraft {
    pub(super) key: Key,
    pub(super) field: Arc<str>,
    pub(super) create: bool,
    pub(super) kind: IdKind,
    pub(super) form: Option<String>,
    pub(super) name: Option<String>,
    pub(super) private: Vec<(String, String)>,
    pub(super) identifiers: Vec<(String, String)>,
    pub(super) parent: Option<Key>,
    pub(super) size: Option<i64>,
    pub(super) term: Option<String>,
    pub(super) founded: Option<PartialDate>,
}

#[derive(Debug)]
pub(super) struct FactDraft {
    pub(super) kind: String,
    /// About this unit; about the row's person when `None`.
    pub(super) unit: Option<Key>,
    pub(super) on: PartialDate,
    /// The field that holds the day, for messages.
    pub(super) field: Arc<str>,
    pub(super) fields: Vec<(Arc<str>, DraftValue)>,
    pub(super) private: Vec<(String, String)>,
}

#[derive(Debug)]
pub(super) enum DraftValue {
    Plain(FieldValue),
    Unit(Key),
    /// A seat, a candidacy, a case: made when the key is new.
    Item(IdKind, Key),
}

impl FactDraft {
    pub(super) fn bare(kind: &str, on: PartialDate, field: &Arc<str>) -> Self {
        Self {
            kind: kind.to_owned(),
            unit: None,
            on,
            field: Arc::clone(field),
            fields: Vec::new(),
            private: Vec::new(),
        }
    }

    pub(super) fn birth(on: PartialDate, field: &Arc<str>) -> Self {
        let mut fact = Self::bare("birth_recorded", on, field);
        fact.fields
            .push((Arc::from("born_on"), DraftValue::Plain(on.into())));
        fact
    }
}
