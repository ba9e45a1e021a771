//! CSV files, read row by row through a mapping.

use std::io::Read;
use std::sync::Arc;

use ::csv::{ByteRecord, ErrorKind, Reader, ReaderBuilder};

use super::draft::{Counts, Fault, Place, Row, Source};
use super::error::ImportError;
use super::files::Files;
use super::join::JoinTable;
use super::mapping::{Cells, Column, CsvShape, Mapping, Shape, draft};
use super::report::Note;
use super::tap::{Endless, RECORD_BYTES_MAX, Tap, Utf16};

/// The longest field of a CSV file, in bytes.
pub const FIELD_BYTES_MAX: usize = 64 << 10;

/// The records of a CSV file, each with its line, its fields by slot.
pub(super) struct Table {
    file: String,
    reader: Reader<Tap<Box<dyn Read + Send>>>,
    record: ByteRecord,
    latin_1: bool,
    /// Names of the columns in the order of the file; numbers where there is no header.
    names: Vec<String>,
    /// For each slot, the place of its column.
    places: Vec<usize>,
    first: bool,
    has_header: bool,
}

/// What [`Table::next`] found on a line.
pub(super) enum Line {
    Good(u64),
    Bad(u64, Vec<Fault>),
}

impl Table {
    pub(super) fn open(
        files: &dyn Files,
        file: &str,
        shape: &CsvShape,
        columns: &[Column],
    ) -> Result<Self, ImportError> {
        let bytes = files.open(file).map_err(|source| ImportError::Io {
            file: file.to_owned(),
            source,
        })?;
        let reader = ReaderBuilder::new()
            .delimiter(shape.delimiter)
            .has_headers(false)
            .flexible(true)
            .comment(shape.comment)
            .buffer_capacity(64 << 10)
            .from_reader(Tap::new(bytes, shape.comment));
        let mut table = Self {
            file: file.to_owned(),
            reader,
            record: ByteRecord::new(),
            latin_1: shape.latin_1,
            names: Vec::new(),
            places: Vec::new(),
            first: true,
            has_header: shape.header,
        };
        table.begin(columns)?;
        Ok(table)
    }

    fn begin(&mut self, columns: &[Column]) -> Result<(), ImportError> {
        let Some(line) = self.read()? else {
            return Err(ImportError::unreadable(
                &self.file,
                None,
                "the file is empty",
            ));
        };
        let mut names = Vec::new();
        for at in 0..self.record.len() {
            names.push(if self.has_header {
                let mut name = String::new();
                self.decode(line, at, &mut name)?;
                super::mapping::trimmed(&name).to_owned()
            } else {
                (at + 1).to_string()
            });
        }
        self.names = names;
        self.places = columns
            .iter()
            .map(|column| self.place(line, column))
            .collect::<Result<_, _>>()?;
        // Without a header the first record is a row, which `next` is still to give.
        self.first = !self.has_header;
        Ok(())
    }

    fn place(&self, line: u64, column: &Column) -> Result<usize, ImportError> {
        let count = self.names.len();
        let fail = |what: String| Err(ImportError::unreadable(&self.file, line, what));
        match column {
            Column::Number(number) if *number <= count => Ok(number - 1),
            Column::Number(number) => fail(format!(
                "there is no column {number}; the first line has {count} columns"
            )),
            Column::Name(name) if !self.has_header => fail(format!(
                "the mapping says that there is no header and yet names the column `{name}`; give its number"
            )),
            Column::Name(name) => {
                let mut places = (0..count).filter(|at| self.names.get(*at) == Some(name));
                match (places.next(), places.next()) {
                    (Some(place), None) => Ok(place),
                    (Some(_), Some(_)) => fail(format!(
                        "two columns are called `{name}`; name it by its number in the mapping"
                    )),
                    _ => {
                        let names: Vec<_> = self
                            .names
                            .iter()
                            .take(30)
                            .map(|name| super::report::shown(name))
                            .collect();
                        fail(format!(
                            "there is no column `{name}`; the first line has: {}. If the file has no header, say `header = false` in the mapping and give columns by number",
                            names.join(", ")
                        ))
                    }
                }
            }
        }
    }

    pub(super) fn bytes(&self) -> u64 {
        self.reader.get_ref().bytes()
    }

    /// Reads the next record that is not blank, and gives its line.
    fn read(&mut self) -> Result<Option<u64>, ImportError> {
        loop {
            let more = match self.reader.read_byte_record(&mut self.record) {
                Ok(more) => more,
                Err(error) => return Err(self.failed(error)),
            };
            if !more {
                return Ok(None);
            }
            let begins_at = self.record.position().map_or(0, ::csv::Position::byte);
            let line = self.reader.get_mut().record_ended(begins_at);
            let blank = |field: &[u8]| field.iter().all(u8::is_ascii_whitespace);
            if !self.record.iter().all(blank) {
                return Ok(Some(line));
            }
        }
    }

    fn failed(&self, error: ::csv::Error) -> ImportError {
        let tap = self.reader.get_ref();
        match error.into_kind() {
            ErrorKind::Io(error) => match error.get_ref() {
                Some(inner) if inner.is::<Endless>() => ImportError::unreadable(
                    &self.file,
                    tap.pending_line(),
                    format!(
                        "the record that begins here is longer than {RECORD_BYTES_MAX} bytes; is a quotation mark not closed?"
                    ),
                ),
                Some(inner) if inner.is::<Utf16>() => {
                    ImportError::unreadable(&self.file, 1, "the file is UTF-16; save it as UTF-8")
                }
                _ => ImportError::Io {
                    file: self.file.clone(),
                    source: error,
                },
            },
            other => ImportError::unreadable(
                &self.file,
                tap.line(),
                format!("this is not CSV: {other:?}"),
            ),
        }
    }

    fn name(&self, at: usize) -> &str {
        self.names.get(at).map_or("", String::as_str)
    }

    /// The text of a field; bytes that are not UTF-8 are an error of the whole file.
    fn decode(&self, line: u64, at: usize, into: &mut String) -> Result<(), ImportError> {
        into.clear();
        let bytes = self.record.get(at).unwrap_or_default();
        match std::str::from_utf8(bytes) {
            _ if self.latin_1 => into.extend(bytes.iter().copied().map(char::from)),
            Ok(text) => into.push_str(text),
            Err(error) => {
                let byte = bytes.get(error.valid_up_to()).copied().unwrap_or(0);
                return Err(ImportError::Unreadable {
                    file: self.file.clone(),
                    line: Some(line),
                    column: u64::try_from(at + 1).ok(),
                    what: format!(
                        "the byte 0x{byte:02x} in column `{}` is not UTF-8; save the file as UTF-8 (`iconv -f latin1 -t utf-8`), or say `encoding = \"latin-1\"` under `[csv]` in the mapping",
                        self.name(at)
                    ),
                });
            }
        }
        Ok(())
    }

    /// The next row, its fields in `cells` by slot.
    pub(super) fn next(&mut self, cells: &mut Cells) -> Result<Option<Line>, ImportError> {
        let line = if std::mem::take(&mut self.first) {
            Some(self.record.position().map_or(1, ::csv::Position::line))
        } else {
            self.read()?
        };
        let Some(line) = line else {
            return Ok(None);
        };
        if !self.latin_1 && !self.record.as_slice().is_ascii() {
            let mut text = String::new();
            for at in 0..self.record.len() {
                self.decode(line, at, &mut text)?;
            }
        }
        if self.record.len() != self.names.len() {
            return Ok(Some(Line::Bad(
                line,
                vec![Fault::whole(format!(
                    "the row has {} fields and the first line has {}; look for a missing comma or quotation mark",
                    self.record.len(),
                    self.names.len()
                ))],
            )));
        }
        let long = |(at, field): (usize, &[u8])| {
            (field.len() > FIELD_BYTES_MAX).then(|| {
                let begin = String::from_utf8_lossy(field.get(..400).unwrap_or_default());
                Fault::new(
                    self.name(at),
                    &begin,
                    format!(
                        "is {} bytes long; at most {FIELD_BYTES_MAX} are read",
                        field.len()
                    ),
                )
            })
        };
        let faults: Vec<_> = self.record.iter().enumerate().filter_map(long).collect();
        if !faults.is_empty() {
            return Ok(Some(Line::Bad(line, faults)));
        }
        for (place, text) in self.places.iter().zip(&mut cells.0) {
            self.decode(line, *place, text)?;
        }
        Ok(Some(Line::Good(line)))
    }
}

/// The rows of a CSV file, through a mapping.
pub(super) struct CsvSource<'a> {
    mapping: &'a Mapping,
    table: Table,
    join: Option<JoinTable>,
    cells: Cells,
}

impl<'a> CsvSource<'a> {
    pub(super) fn open(
        files: &dyn Files,
        file: &str,
        mapping: &'a Mapping,
    ) -> Result<Self, ImportError> {
        let Shape::Csv(shape) = &mapping.shape else {
            return Err(ImportError::Usage(
                "the mapping is for JSON; use `--format json`".into(),
            ));
        };
        let join = mapping
            .join
            .as_ref()
            .map(|join| JoinTable::read(files, join))
            .transpose()?;
        Ok(Self {
            mapping,
            table: Table::open(files, file, shape, &mapping.columns)?,
            join,
            cells: Cells::new(mapping.columns.len()),
        })
    }
}

impl Source for CsvSource<'_> {
    fn next(&mut self) -> Result<Option<Row>, ImportError> {
        let Some(line) = self.table.next(&mut self.cells)? else {
            return Ok(None);
        };
        let (line, draft) = match line {
            Line::Good(line) => (line, draft(self.mapping, &self.cells, self.join.as_mut())),
            Line::Bad(line, faults) => (line, Err(faults)),
        };
        Ok(Some(Row {
            place: Place { line, record: None },
            counts: Counts::Row(Arc::clone(&self.mapping.table)),
            draft,
        }))
    }

    fn bytes_read(&self) -> u64 {
        self.table.bytes()
    }

    fn references(&self) -> Vec<(String, u64)> {
        self.join.iter().map(JoinTable::reference).collect()
    }

    fn notes(&mut self) -> Vec<Note> {
        self.join.iter().filter_map(JoinTable::note).collect()
    }
}
