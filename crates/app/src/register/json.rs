//! JSON files that are not Popolo, walked by a mapping: a list (or map) of records, whose rows are
//! the records themselves or the entries of a list or map in each.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;

use serde_json::Value;

use super::csv::FIELD_BYTES_MAX;
use super::draft::{Counts, Draft, Fault, Place, Row, Source};
use super::error::ImportError;
use super::files::Files;
use super::mapping::{Cells, Column, JsonShape, Mapping, Shape, draft, outer_draft};
use super::text::Text;

pub(super) struct JsonSource<'a> {
    mapping: &'a Mapping,
    shape: &'a JsonShape,
    text: Text,
    /// Records not yet read: their key where they stand in a map, and where they stand.
    records: std::vec::IntoIter<(Option<String>, Range<usize>)>,
    record: usize,
    /// Rows of the record that is being read.
    rows: VecDeque<Row>,
    at: usize,
}

impl<'a> JsonSource<'a> {
    pub(super) fn open(
        files: &dyn Files,
        file: &str,
        mapping: &'a Mapping,
    ) -> Result<Self, ImportError> {
        let Shape::Json(shape) = &mapping.shape else {
            return Err(ImportError::Usage(
                "the mapping is for CSV; use `--format csv`".into(),
            ));
        };
        if mapping.join.is_some() {
            return Err(ImportError::Usage(
                "a `[join]` works for CSV files only; leave it out of the mapping".into(),
            ));
        }
        if let Some(Column::Number(number)) = mapping
            .columns
            .iter()
            .find(|column| matches!(column, Column::Number(_)))
        {
            return Err(ImportError::Usage(format!(
                "the mapping names column {number}; a JSON record has properties, give their names"
            )));
        }
        let text = Text::read(files, file)?;
        let mut place = text.whole();
        for step in shape.rows.split('/').skip(1) {
            let step = step.replace("~1", "/").replace("~0", "~");
            place = text.object(&place)?.remove(&step).ok_or_else(|| {
                ImportError::unreadable(
                    file,
                    None,
                    format!(
                        "there is nothing at `{}`; correct `rows` in the mapping",
                        shape.rows
                    ),
                )
            })?;
        }
        let records: Vec<_> = if text.slice(&place).trim_start().starts_with('{') {
            let object = text.object(&place)?;
            object
                .into_iter()
                .map(|(key, at)| (Some(key), at))
                .collect()
        } else {
            text.list(&place)?
                .into_iter()
                .map(|at| (None, at))
                .collect()
        };
        Ok(Self {
            mapping,
            shape,
            text,
            records: records.into_iter(),
            record: 0,
            rows: VecDeque::new(),
            at: 0,
        })
    }

    fn read(&mut self, key: Option<String>, at: &Range<usize>) -> Result<(), ImportError> {
        let line = self.text.line(at.start);
        let name = key
            .clone()
            .map_or_else(|| format!("[{}]", self.record), |key| format!("[{key}]"));
        self.record += 1;
        let place = |record: String| Place {
            line,
            record: Some(record),
        };
        let Ok(value) = serde_json::from_str::<Value>(self.text.slice(at)) else {
            return Err(ImportError::unreadable(
                self.text.file(),
                line,
                "this record is nested too deeply",
            ));
        };
        let mut view = View {
            outer: (key, &value),
            each: None,
        };
        let Some(each) = &self.shape.each else {
            let row = self.row(&view, place(name), &self.mapping.table);
            self.rows.push_back(row);
            return Ok(());
        };
        let entries: Vec<(String, &Value)> = match walk(&value, each) {
            Some(Value::Object(map)) => map
                .iter()
                .map(|(key, value)| (key.clone(), value))
                .collect(),
            Some(Value::Array(list)) => list
                .iter()
                .enumerate()
                .map(|(at, value)| (at.to_string(), value))
                .collect(),
            None | Some(Value::Null) => Vec::new(),
            Some(other) => {
                let fault = Fault::new(each, &other.to_string(), "is neither a list nor a map");
                self.outer(place(name), Err(vec![fault]));
                return Ok(());
            }
        };
        let (cells, faults) = self.cells(&view);
        // What is wrong with a column of the rows, the rows tell.
        let inner = |fault: &Fault| {
            let path = fault
                .field
                .as_deref()
                .and_then(|path| path.strip_prefix(each.as_str()));
            path.is_some_and(|rest| rest.starts_with('.'))
        };
        let draft = if faults.iter().all(inner) {
            outer_draft(self.mapping, each, &cells)
        } else {
            Draft::default()
        };
        self.outer(place(name.clone()), Ok(draft));
        for (key, entry) in entries {
            let record = format!("{name}.{each}.{key}");
            view.each = Some((each, key, entry));
            let row = self.row(&view, place(record), &self.mapping.table);
            self.rows.push_back(row);
        }
        Ok(())
    }

    /// The record itself, of which the rows are a part.
    fn outer(&mut self, place: Place, draft: Result<Draft, Vec<Fault>>) {
        self.rows.push_back(Row {
            place,
            counts: Counts::Reference(Arc::clone(&self.shape.table)),
            draft,
        });
    }

    fn row(&self, view: &View<'_>, place: Place, table: &Arc<str>) -> Row {
        let (cells, faults) = self.cells(view);
        let draft = if faults.is_empty() {
            draft(self.mapping, &cells, None)
        } else {
            Err::<Draft, _>(faults)
        };
        Row {
            place,
            counts: Counts::Row(Arc::clone(table)),
            draft,
        }
    }

    /// The texts that the mapping asks for; a list or a map where a text should be is a fault.
    fn cells(&self, view: &View<'_>) -> (Cells, Vec<Fault>) {
        let mut faults = Vec::new();
        let cells = self
            .mapping
            .columns
            .iter()
            .map(|column| {
                let path = column.to_string();
                let text = view.text(&path).unwrap_or_else(|odd| {
                    faults.push(Fault::new(&path, &odd, "is a list or a map, not a text"));
                    String::new()
                });
                if text.len() > FIELD_BYTES_MAX {
                    let reason = format!(
                        "is {} bytes long; at most {FIELD_BYTES_MAX} are read",
                        text.len()
                    );
                    faults.push(Fault::new(&path, &text, reason));
                }
                text
            })
            .collect();
        (Cells(cells), faults)
    }
}

/// A record, and the entry in it that is the row.
struct View<'a> {
    outer: (Option<String>, &'a Value),
    each: Option<(&'a str, String, &'a Value)>,
}

impl View<'_> {
    /// The text at a path such as `id`, `roster.date`, `roster.@key`.
    fn text(&self, path: &str) -> Result<String, String> {
        if let Some((each, key, entry)) = &self.each
            && let Some(rest) = path
                .strip_prefix(each)
                .and_then(|rest| rest.strip_prefix('.'))
        {
            return if rest == "@key" {
                Ok(key.clone())
            } else {
                plain(walk(entry, rest))
            };
        }
        if path == "@key" {
            return Ok(self.outer.0.clone().unwrap_or_default());
        }
        plain(walk(self.outer.1, path))
    }
}

fn walk<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    // A list of plain texts has rows that are the texts themselves: `roster.@value`.
    if path == "@value" {
        return Some(value);
    }
    path.split('.')
        .try_fold(value, |value, step| value.get(step))
}

fn plain(value: Option<&Value>) -> Result<String, String> {
    match value {
        None | Some(Value::Null) => Ok(String::new()),
        Some(Value::String(text)) => Ok(text.clone()),
        Some(Value::Number(number)) => Ok(number.to_string()),
        Some(Value::Bool(yes)) => Ok(yes.to_string()),
        Some(odd) => Err(odd.to_string()),
    }
}

impl Source for JsonSource<'_> {
    fn next(&mut self) -> Result<Option<Row>, ImportError> {
        loop {
            if let Some(row) = self.rows.pop_front() {
                return Ok(Some(row));
            }
            let Some((key, at)) = self.records.next() else {
                return Ok(None);
            };
            self.at = at.end;
            self.read(key, &at)?;
        }
    }

    fn bytes_read(&self) -> u64 {
        u64::try_from(self.at).unwrap_or(u64::MAX)
    }
}
