//! Another file, in which the person of a row is looked up by name.

use std::collections::{BTreeSet, HashMap};

use standing_base::PartialDate;

use super::csv::{Line, Table};
use super::dates;
use super::error::ImportError;
use super::files::Files;
use super::mapping::{Cells, JoinMap, trimmed};
use super::report::Note;

/// The most rows of a file that is joined.
pub(super) const JOIN_ROWS_MAX: usize = 200_000;

#[derive(Debug)]
pub(super) struct JoinTable {
    file: String,
    people: Vec<Joined>,
    by_key: HashMap<String, usize>,
    by_name: HashMap<String, Vec<usize>>,
    nobody: BTreeSet<String>,
}

#[derive(Debug)]
pub(super) struct Joined {
    pub(super) key: String,
    pub(super) private: Vec<(String, String)>,
    pub(super) identifiers: Vec<(String, String)>,
    pub(super) born: Option<PartialDate>,
}

pub(super) enum Match<'a> {
    One(&'a Joined),
    Nobody,
    Several(usize),
}

impl JoinTable {
    pub(super) fn read(files: &dyn Files, map: &JoinMap) -> Result<Self, ImportError> {
        let mut table = Table::open(files, &map.file, &map.csv, &map.columns)?;
        let mut cells = Cells::new(map.columns.len());
        let mut join = Self {
            file: map.file.clone(),
            people: Vec::new(),
            by_key: HashMap::new(),
            by_name: HashMap::new(),
            nobody: BTreeSet::new(),
        };
        while let Some(line) = table.next(&mut cells)? {
            let line = match line {
                Line::Good(line) => line,
                Line::Bad(line, faults) => {
                    let reason = faults.into_iter().next().map(|fault| fault.reason);
                    return Err(ImportError::unreadable(
                        &map.file,
                        line,
                        reason.unwrap_or_default(),
                    ));
                }
            };
            join.add(map, &cells, line)?;
        }
        Ok(join)
    }

    fn add(&mut self, map: &JoinMap, cells: &Cells, line: u64) -> Result<(), ImportError> {
        let fail = |what: String| Err(ImportError::unreadable(&map.file, line, what));
        let cell = |at: usize| cells.0.get(at).map_or("", |text| trimmed(text));
        let place = self.people.len();
        if place == JOIN_ROWS_MAX {
            return fail(format!("more than {JOIN_ROWS_MAX} rows cannot be joined"));
        }
        let key = cell(map.key).to_owned();
        if key.is_empty() {
            return fail("the key is empty; every row of a joined file needs one".into());
        }
        if self.by_key.insert(key.clone(), place).is_some() {
            return fail(format!("the key `{key}` was already on an earlier line"));
        }
        for at in &map.names {
            // The same person may stand under one name in two columns.
            let known = self.by_name.entry(folded(cell(*at))).or_default();
            if !known.contains(&place) {
                known.push(place);
            }
        }
        let filled = |slots: &[(String, usize)]| {
            slots
                .iter()
                .map(|(name, at)| (name.clone(), cell(*at).to_owned()))
                .filter(|(_, text)| !text.is_empty())
                .collect()
        };
        let born = match &map.born {
            Some((at, forms)) if !cell(*at).is_empty() => match dates::read(cell(*at), forms) {
                Ok(born) => Some(born),
                Err(reason) => return fail(format!("the birth `{}` {reason}", cell(*at))),
            },
            _ => None,
        };
        self.people.push(Joined {
            born,
            key,
            private: filled(&map.private),
            identifiers: filled(&map.identifiers),
        });
        Ok(())
    }

    /// Whom a row means: by the key where it gives one, else by name.
    pub(super) fn find(&mut self, name: &str, key: &str) -> Match<'_> {
        let place = if key.is_empty() {
            match self.by_name.get(&folded(name)).map(Vec::as_slice) {
                Some([place]) if !name.is_empty() => Some(*place),
                Some([_, _, ..]) if !name.is_empty() => {
                    let count = self.by_name.get(&folded(name)).map_or(0, Vec::len);
                    return Match::Several(count);
                }
                _ => None,
            }
        } else {
            self.by_key.get(key).copied()
        };
        if let Some(found) = place.and_then(|place| self.people.get(place)) {
            return Match::One(found);
        }
        if !name.is_empty() {
            self.nobody.insert(name.to_owned());
        }
        Match::Nobody
    }

    pub(super) fn reference(&self) -> (String, u64) {
        let rows = u64::try_from(self.people.len()).unwrap_or(u64::MAX);
        (self.file.clone(), rows)
    }

    pub(super) fn note(&self) -> Option<Note> {
        let count = self.nobody.len();
        (count > 0).then(|| {
            Note::new(format!(
                "{count} names match nobody in {} and stand for persons of their own",
                self.file
            ))
            .with(self.nobody.iter().cloned())
        })
    }
}

/// Names are compared without regard to the number of spaces between words.
fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}
