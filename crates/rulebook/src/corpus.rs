//! A whole register in memory: everybody's entries one after the other.

use std::ops::Range;

use crate::history::{Entry, History};
use crate::model::{Names, Value};

/// The histories of many subjects. Entries of one subject are contiguous and in order.
#[derive(Debug, Default)]
pub struct Corpus {
    entries: Vec<Entry>,
    arena: Vec<Value>,
    /// By subject: where its entries end.
    ends: Vec<u32>,
    pub names: Names,
}

impl Corpus {
    pub fn with_capacity(subjects: usize, entries: usize) -> Self {
        Self {
            entries: Vec::with_capacity(entries),
            arena: Vec::with_capacity(entries),
            ends: Vec::with_capacity(subjects),
            names: Names::default(),
        }
    }

    /// Adds a field value to the arena and returns its place, for [`Entry::fields_at`].
    pub fn push_value(&mut self, value: Value) -> u32 {
        let place = u32::try_from(self.arena.len()).unwrap_or(u32::MAX);
        self.arena.push(value);
        place
    }

    /// Adds an entry of the subject that is being read.
    pub fn push_entry(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// Ends the subject that is being read: puts its entries in order and gives it its number.
    pub fn end_subject(&mut self) -> usize {
        let begin = self.ends.last().map_or(0, |end| *end as usize);
        if let Some(entries) = self.entries.get_mut(begin..) {
            entries.sort_by_key(|entry| (entry.on, entry.number));
        }
        self.ends
            .push(u32::try_from(self.entries.len()).unwrap_or(u32::MAX));
        self.ends.len() - 1
    }

    /// How many subjects there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    pub fn entries(&self) -> usize {
        self.entries.len()
    }

    /// All subjects.
    pub fn all(&self) -> Range<usize> {
        0..self.len()
    }

    pub fn history(&self, subject: usize) -> History<'_> {
        let end_of = |subject: usize| self.ends.get(subject).map_or(0, |end| *end as usize);
        let begin = subject.checked_sub(1).map_or(0, end_of);
        History {
            entries: self.entries.get(begin..end_of(subject)).unwrap_or_default(),
            arena: &self.arena,
        }
    }
}
