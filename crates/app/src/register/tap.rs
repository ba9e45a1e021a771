//! The bytes of a CSV file on their way to the parser: strips a byte-order mark, stops a record that
//! does not end, and remembers where lines begin, which the parser forgets when it skips a line.

use std::collections::VecDeque;
use std::io::{Error, ErrorKind, Read, Result};

/// The longest record of a CSV file, in bytes.
pub(super) const RECORD_BYTES_MAX: u64 = 4 << 20;

pub(super) struct Tap<R> {
    inner: R,
    comment: Option<u8>,
    begun: bool,
    /// Bytes that were read to look for a byte-order mark and are still to be handed on.
    held: VecDeque<u8>,
    /// Bytes handed on, in all and since the last record was complete.
    total: u64,
    since_record: u64,
    /// Lines begun so far, and where those begin that no record was asked about yet: offset, line,
    /// and whether it is a line that the parser skips.
    lines: u64,
    starts: VecDeque<(u64, u64, bool)>,
    at_line_start: bool,
}

/// The record that was being read is longer than [`RECORD_BYTES_MAX`].
#[derive(Debug, thiserror::Error)]
#[error("the record does not end")]
pub(super) struct Endless;

/// The file is UTF-16.
#[derive(Debug, thiserror::Error)]
#[error("the file is UTF-16")]
pub(super) struct Utf16;

impl<R: Read> Tap<R> {
    pub(super) fn new(inner: R, comment: Option<u8>) -> Self {
        Self {
            inner,
            comment,
            begun: false,
            held: VecDeque::new(),
            total: 0,
            since_record: 0,
            lines: 0,
            starts: VecDeque::new(),
            at_line_start: true,
        }
    }

    pub(super) const fn bytes(&self) -> u64 {
        self.total
    }

    /// The line of the record that the parser says begins at this byte; it may point at lines before
    /// the record that it skips.
    pub(super) fn record_ended(&mut self, begins_at: u64) -> u64 {
        self.since_record = 0;
        while let Some((offset, line, skipped)) = self.starts.front().copied() {
            self.starts.pop_front();
            if offset >= begins_at && !skipped {
                return line;
            }
        }
        self.lines
    }

    /// The line on which the parser is at most.
    pub(super) const fn line(&self) -> u64 {
        self.lines
    }

    /// The line of the first record that was not asked about.
    pub(super) fn pending_line(&self) -> u64 {
        self.starts
            .iter()
            .find(|(_, _, skipped)| !skipped)
            .map_or(self.lines, |(_, line, _)| *line)
    }

    fn begin(&mut self) -> Result<()> {
        self.begun = true;
        let mut first = [0; 3];
        let mut filled = 0;
        while let Some(rest) = first.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match self.inner.read(rest) {
                Ok(0) => break,
                Ok(count) => filled += count,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        let first = first.get(..filled).unwrap_or_default();
        match first {
            [0xef, 0xbb, 0xbf] => {}
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => return Err(Error::other(Utf16)),
            _ => self.held.extend(first),
        }
        Ok(())
    }

    fn watch(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        let mut offset = self.total;
        let long = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
        while let Some(first) = rest.first() {
            if self.at_line_start {
                self.lines += 1;
                let skipped = matches!(first, b'\n' | b'\r') || Some(*first) == self.comment;
                self.starts.push_back((offset, self.lines, skipped));
                self.at_line_start = false;
            }
            let Some(end) = rest.iter().position(|byte| *byte == b'\n') else {
                break;
            };
            self.at_line_start = true;
            offset += long(end) + 1;
            rest = rest.get(end + 1..).unwrap_or_default();
        }
        self.total += long(bytes.len());
        self.since_record += long(bytes.len());
    }
}

impl<R: Read> Read for Tap<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        if !self.begun {
            self.begin()?;
        }
        if self.since_record > RECORD_BYTES_MAX {
            return Err(Error::other(Endless));
        }
        let count = if self.held.is_empty() {
            self.inner.read(buffer)?
        } else {
            self.held.read(buffer)?
        };
        self.watch(buffer.get(..count).unwrap_or_default());
        Ok(count)
    }
}
