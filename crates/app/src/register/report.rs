//! What an import did, or would do.

use std::collections::BTreeMap;

use serde::Serialize;

/// The most rejections that a report lists; the others are counted.
pub(super) const REJECTIONS_MAX: usize = 10_000;
/// The most items that a note lists.
pub(super) const NOTE_ITEMS_MAX: usize = 1_000;
/// The longest value that a rejection quotes, in characters.
const VALUE_SHOWN_MAX: usize = 80;

/// Every row read is accepted, merged, unchanged or rejected.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    pub file: String,
    /// False after a dry run, and after a strict run with rejections.
    pub written: bool,
    /// What was read, by table: `persons`, `memberships`, `au-people.csv`.
    pub read: BTreeMap<String, u64>,
    pub rows_read: u64,
    /// Rows that brought somebody or something new.
    pub accepted: u64,
    /// Rows with something new about somebody who was on the record, or in an earlier row.
    pub merged: u64,
    /// Rows that say only what is on the record.
    pub unchanged: u64,
    pub rows_rejected: u64,
    /// How many faults there are; a row can have several.
    pub faults: u64,
    /// The faults, the first 10,000.
    pub rejected: Vec<Rejection>,
    pub persons_created: u64,
    pub units_created: u64,
    pub facts: u64,
    pub notes: Vec<Note>,
}

/// A fault of a row, with its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rejection {
    pub file: String,
    /// Counted from 1.
    pub line: u64,
    /// Where in a JSON file: `memberships[12]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// The column, or the property.
    pub field: Option<String>,
    /// The beginning of the value.
    pub value: Option<String>,
    pub reason: String,
}

/// Something that the reader should know although nothing is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    pub says: String,
    /// The first 1,000.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<String>,
}

impl Note {
    pub(super) fn new(says: impl Into<String>) -> Self {
        Self {
            says: says.into(),
            items: Vec::new(),
        }
    }

    pub(super) fn with(mut self, items: impl IntoIterator<Item = String>) -> Self {
        self.items.extend(items.into_iter().take(NOTE_ITEMS_MAX));
        self
    }
}

impl std::fmt::Display for Rejection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.file, self.line)?;
        if let Some(record) = &self.record {
            write!(f, " {record}")?;
        }
        if let Some(field) = &self.field {
            write!(f, " `{field}`")?;
        }
        if let Some(value) = &self.value {
            write!(f, " = `{value}`")?;
        }
        write!(f, ": {}", self.reason)
    }
}

/// The beginning of a value, for a message.
pub(super) fn shown(value: &str) -> String {
    let mut shown: String = value.chars().take(VALUE_SHOWN_MAX).collect();
    if shown.len() < value.len() {
        shown.push('…');
    }
    shown
}
