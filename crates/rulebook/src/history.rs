//! The record of one subject as the evaluator reads it: entries in order, in a few dozen bytes each.

use standing_base::{Date, Instant};

use crate::model::{EntryKindIx, Value};

/// One entry on the record: what happened, when, and when it became known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number on the record. Higher is later recorded.
    pub number: u64,
    pub recorded_at: Instant,
    /// The day it took effect, or the first day it can have been when part of the date is missing.
    pub on: Date,
    /// The last day it can have been; equal to `on` when the date is whole.
    pub on_latest: Date,
    pub kind: EntryKindIx,
    /// Where its field values begin in the arena; it has as many as its kind declares fields.
    pub fields_at: u32,
}

/// A subject's entries, ordered by (`on`, `number`), with the arena of their field values.
///
/// Borrowed, so that one subject and six hundred thousand subjects share the code: a register
/// keeps all entries in one vector and all values in one arena.
#[derive(Clone, Copy, Debug)]
pub struct History<'a> {
    pub entries: &'a [Entry],
    pub arena: &'a [Value],
}
