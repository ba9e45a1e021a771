//! Mapping files: what the columns of somebody else's file mean. The reference is
//! docs/src/register/mapping.md.

mod apply;
mod parse;
mod reader;
mod tree;

use std::collections::BTreeMap;
use std::sync::Arc;

use standing_base::IdKind;

pub(super) use apply::{Cells, draft, outer_draft, trimmed};

use super::dates::DateForm;

/// How the rows of a file become persons, units and facts.
#[derive(Clone, Debug)]
pub struct Mapping {
    /// The scheme of its keys: the same name finds the same persons again.
    pub(super) name: String,
    pub(super) shape: Shape,
    /// What the report calls the rows.
    pub(super) table: Arc<str>,
    pub(super) recorded: Option<Recorded>,
    /// The columns that are read, in the order of the slots that everything below names.
    pub(super) columns: Vec<Column>,
    pub(super) person: Option<PersonMap>,
    pub(super) join: Option<JoinMap>,
    pub(super) units: Vec<UnitMap>,
    pub(super) items: Vec<ItemMap>,
    pub(super) facts: Vec<FactMap>,
    pub(super) source: Option<SourceMap>,
}

/// What is wrong with a mapping file, and on which line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("mapping file, line {line}: {what}")]
pub struct MappingError {
    pub line: u64,
    pub what: String,
}

/// When imported facts count as known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Recorded {
    /// At the import.
    #[default]
    Now,
    /// On the day they took effect: history brought in as it was known.
    Effective,
}

#[derive(Clone, Debug)]
pub(super) enum Shape {
    Csv(CsvShape),
    Json(JsonShape),
}

#[derive(Clone, Debug)]
pub(super) struct CsvShape {
    pub(super) delimiter: u8,
    pub(super) header: bool,
    pub(super) comment: Option<u8>,
    pub(super) latin_1: bool,
}

#[derive(Clone, Debug)]
pub(super) struct JsonShape {
    /// Where in the document the records are: a JSON pointer, empty for the whole document.
    pub(super) rows: String,
    pub(super) table: Arc<str>,
    /// A list or map in each record whose entries are the rows.
    pub(super) each: Option<String>,
}

/// A column by its name, by its place from 1, or a path into a JSON record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Name(String),
    Number(usize),
}

impl std::fmt::Display for Column {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Number(number) => write!(f, "{number}"),
        }
    }
}

/// Which column, by its place in [`Mapping::columns`], and its name for messages.
#[derive(Clone, Debug)]
pub(super) struct Slot {
    pub(super) at: usize,
    pub(super) name: Arc<str>,
}

/// A text from a column or a constant, perhaps translated.
#[derive(Clone, Debug)]
pub(super) struct ValueMap {
    pub(super) from: From,
    pub(super) codes: Option<BTreeMap<String, String>>,
    pub(super) slug: bool,
}

#[derive(Clone, Debug)]
pub(super) enum From {
    Slot(Slot),
    Constant(String),
}

#[derive(Clone, Debug)]
pub(super) struct DateMap {
    pub(super) slot: Slot,
    pub(super) forms: Vec<DateForm>,
}

#[derive(Clone, Debug)]
pub(super) struct PersonMap {
    pub(super) scheme: Arc<str>,
    /// Absent when a join gives the key.
    pub(super) key: Option<Slot>,
    pub(super) once: bool,
    pub(super) private: Vec<(String, Slot)>,
    pub(super) identifiers: Vec<(String, Slot)>,
    pub(super) born: Option<DateMap>,
    pub(super) died: Option<DateMap>,
}

/// Another file in which a person is looked up by name.
#[derive(Clone, Debug)]
pub(super) struct JoinMap {
    pub(super) file: String,
    pub(super) csv: CsvShape,
    /// Column of the row with the name, and the one that holds the key itself where it is filled.
    pub(super) by: Slot,
    pub(super) or_key: Option<Slot>,
    /// Columns of the other file: its slots are its own.
    pub(super) columns: Vec<Column>,
    pub(super) names: Vec<usize>,
    pub(super) key: usize,
    pub(super) scheme: Arc<str>,
    /// Scheme of persons whom the other file does not have, keyed by their name.
    pub(super) alone: Arc<str>,
    pub(super) private: Vec<(String, usize)>,
    pub(super) identifiers: Vec<(String, usize)>,
    pub(super) born: Option<(usize, Vec<DateForm>)>,
}

#[derive(Clone, Debug)]
pub(super) struct UnitMap {
    pub(super) name: String,
    pub(super) kind: IdKind,
    pub(super) scheme: Arc<str>,
    pub(super) key: ValueMap,
    pub(super) form: Option<ValueMap>,
    pub(super) title: Option<ValueMap>,
    pub(super) parent: Option<usize>,
    pub(super) founded: Option<DateMap>,
}

#[derive(Clone, Debug)]
pub(super) struct ItemMap {
    pub(super) name: String,
    pub(super) kind: IdKind,
    pub(super) scheme: Arc<str>,
    pub(super) key: Vec<Slot>,
}

#[derive(Clone, Debug)]
pub(super) struct FactMap {
    pub(super) kind: ValueMap,
    pub(super) on: DateMap,
    pub(super) when: Option<WhenMap>,
    pub(super) fields: Vec<(Arc<str>, FieldMap)>,
    pub(super) private: Vec<(String, Slot)>,
}

#[derive(Clone, Debug)]
pub(super) struct WhenMap {
    pub(super) slot: Slot,
    pub(super) is: Vec<String>,
    pub(super) not: Vec<String>,
    pub(super) filled: Option<bool>,
}

#[derive(Clone, Debug)]
pub(super) enum FieldMap {
    Code(ValueMap),
    Date(DateMap),
    Number(Slot),
    YesNo(Slot, Vec<String>),
    Unit(usize),
    Item(usize),
}

/// Where the file comes from: a source of each fact.
#[derive(Clone, Debug)]
pub(super) struct SourceMap {
    pub(super) citation: String,
    pub(super) address: Option<String>,
    pub(super) on: standing_base::PartialDate,
}
