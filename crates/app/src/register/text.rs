//! A JSON file in memory, of which each record knows its line.

use std::collections::BTreeMap;
use std::io::Read;
use std::ops::Range;

use serde_json::value::RawValue;

use super::error::ImportError;
use super::files::Files;

/// The longest JSON file, in bytes: it is held in memory, unlike CSV.
pub(super) const JSON_BYTES_MAX: u64 = 512 << 20;

#[derive(Debug)]
pub(super) struct Text {
    file: String,
    whole: String,
    /// The last place whose line was asked, and that line.
    line_at: (usize, u64),
}

impl Text {
    pub(super) fn read(files: &dyn Files, file: &str) -> Result<Self, ImportError> {
        let io = |source| ImportError::Io {
            file: file.to_owned(),
            source,
        };
        let mut bytes = Vec::new();
        let read = files
            .open(file)
            .map_err(io)?
            .take(JSON_BYTES_MAX + 1)
            .read_to_end(&mut bytes)
            .map_err(io)?;
        if u64::try_from(read).unwrap_or(u64::MAX) > JSON_BYTES_MAX {
            return Err(ImportError::unreadable(
                file,
                None,
                format!("the file is longer than {JSON_BYTES_MAX} bytes; split it"),
            ));
        }
        if bytes.starts_with(&[0xef, 0xbb, 0xbf]) {
            bytes.drain(..3);
        }
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Self {
                file: file.to_owned(),
                whole: text,
                line_at: (0, 1),
            }),
            Err(error) => {
                let good = error.utf8_error().valid_up_to();
                let before = error.as_bytes().get(..good).unwrap_or_default();
                let line = newlines(before) + 1;
                let column = before
                    .rsplit(|byte| *byte == b'\n')
                    .next()
                    .map_or(0, <[u8]>::len);
                Err(ImportError::Unreadable {
                    file: file.to_owned(),
                    line: Some(line),
                    column: u64::try_from(column + 1).ok(),
                    what:
                        "the file is not UTF-8 here; save it as UTF-8 (`iconv -f latin1 -t utf-8`)"
                            .into(),
                })
            }
        }
    }

    pub(super) fn file(&self) -> &str {
        &self.file
    }

    pub(super) fn bytes(&self) -> u64 {
        u64::try_from(self.whole.len()).unwrap_or(u64::MAX)
    }

    pub(super) fn whole(&self) -> Range<usize> {
        0..self.whole.len()
    }

    pub(super) fn slice(&self, range: &Range<usize>) -> &str {
        self.whole.get(range.clone()).unwrap_or_default()
    }

    /// The line on which a place is, counted from 1. Cheap when places are asked in order.
    pub(super) fn line(&mut self, at: usize) -> u64 {
        let (from, line) = if at >= self.line_at.0 {
            self.line_at
        } else {
            (0, 1)
        };
        let between = self.whole.as_bytes().get(from..at).unwrap_or_default();
        self.line_at = (at, line + newlines(between));
        self.line_at.1
    }

    fn range(&self, raw: &RawValue) -> Range<usize> {
        let begin = raw
            .get()
            .as_ptr()
            .addr()
            .saturating_sub(self.whole.as_ptr().addr());
        begin..begin + raw.get().len()
    }

    fn wrong(&self, within: &Range<usize>, error: &serde_json::Error) -> ImportError {
        let before = newlines(
            self.whole
                .as_bytes()
                .get(..within.start)
                .unwrap_or_default(),
        );
        let line = u64::try_from(error.line()).unwrap_or(1);
        let what = error.to_string();
        // The message ends with a place of its own, counted from the beginning of the piece.
        let what = what.split(" at line ").next().unwrap_or(&what).to_owned();
        ImportError::Unreadable {
            file: self.file.clone(),
            line: Some(before + line),
            column: u64::try_from(error.column()).ok(),
            what: format!("this is not the JSON that was expected: {what}"),
        }
    }

    /// The properties of an object: name and where its value stands.
    pub(super) fn object(
        &self,
        within: &Range<usize>,
    ) -> Result<BTreeMap<String, Range<usize>>, ImportError> {
        let object: BTreeMap<String, &RawValue> =
            serde_json::from_str(self.slice(within)).map_err(|error| self.wrong(within, &error))?;
        Ok(object
            .into_iter()
            .map(|(name, raw)| (name, self.range(raw)))
            .collect())
    }

    /// Where the members of a list stand.
    pub(super) fn list(&self, within: &Range<usize>) -> Result<Vec<Range<usize>>, ImportError> {
        let list: Vec<&RawValue> =
            serde_json::from_str(self.slice(within)).map_err(|error| self.wrong(within, &error))?;
        Ok(list.into_iter().map(|raw| self.range(raw)).collect())
    }
}

fn newlines(bytes: &[u8]) -> u64 {
    let lines = bytes.split(|byte| *byte == b'\n').count();
    u64::try_from(lines - 1).unwrap_or(u64::MAX)
}
