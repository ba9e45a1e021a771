//! The whole record as lines of JSON, to move it to another database or to keep it.
//!
//! ```text
//! {"standing_export":1,"facts":2}
//! {"number":1,"stream":"per_…","revision":1,"kind":"person_registered",…}
//! {"fact":1,"field":"name","value":"…"}
//! {"number":2,…}
//! {"end":true,"facts":2,"private_values":1}
//! ```
//!
//! The first key of a line says what the line is. The private values of a fact follow it, by field,
//! so that a reader needs to keep one fact only; the last line tells a whole file from one that was
//! cut off. Projections are not in it: they are derived again.

use std::io::{BufRead, Read, Write};

use serde::{Deserialize, Serialize};
use standing_domain::fact::{PRIVATE_BYTES_MAX, check_codes};
use standing_domain::{Fact, PrivateValue};

use crate::ports::{Addition, LIST_MAX, Store, StoreError};
use crate::projection;
use crate::rebuild::facts_with_private;

/// The format that this program writes and reads.
const FORMAT: u32 = 1;

/// The longest line: a private text of which every byte is escaped, and room for the rest.
const LINE_BYTES_MAX: u64 = 6 * (1 << 20) + 4_096;

#[derive(Serialize, Deserialize)]
struct Header {
    standing_export: u32,
    facts: u64,
}

#[derive(Serialize, Deserialize)]
struct End {
    end: bool,
    #[serde(flatten)]
    counts: Transferred,
}

/// How much an export or an import moved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transferred {
    pub facts: u64,
    pub private_values: u64,
}

#[derive(Debug, thiserror::Error)]
pub enum TransferError {
    #[error("the database already holds {facts} facts; import into an empty one")]
    NotEmpty { facts: u64 },
    #[error("line {line}: {why}; nothing was imported")]
    Line { line: u64, why: String },
    #[error(
        "the file ends after line {line} without the last line of an export: it was cut off; nothing was imported"
    )]
    CutOff { line: u64 },
    #[error("the lines cannot be read or written")]
    Lines(#[from] std::io::Error),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Writes the whole record as lines. `progress` is told how many facts are done.
pub async fn export(
    store: &dyn Store,
    lines: &mut (dyn Write + Send),
    progress: &mut (dyn FnMut(u64) + Send),
) -> Result<Transferred, TransferError> {
    let mut snapshot = store.snapshot().await?;
    let facts = snapshot.head().await?.facts;
    let header = Header {
        standing_export: FORMAT,
        facts,
    };
    write_line(lines, &header)?;
    let mut done = Transferred::default();
    loop {
        let page = facts_with_private(&mut *snapshot, done.facts).await?;
        if page.is_empty() {
            break;
        }
        for (fact, private) in page {
            if fact.number != done.facts + 1 {
                return Err(missing(done.facts + 1));
            }
            write_line(lines, &fact)?;
            done.facts = fact.number;
            for (field, value) in private {
                let fact = fact.number;
                write_line(lines, &PrivateValue { fact, field, value })?;
                done.private_values += 1;
            }
        }
        progress(done.facts);
    }
    if done.facts != facts {
        return Err(missing(done.facts + 1));
    }
    let end = End {
        end: true,
        counts: done,
    };
    write_line(lines, &end)?;
    lines.flush()?;
    Ok(done)
}

fn missing(number: u64) -> TransferError {
    let what = format!("fact {number} is not there");
    StoreError::Damaged { what }.into()
}

fn write_line<T: Serialize>(lines: &mut (dyn Write + Send), line: &T) -> Result<(), TransferError> {
    let mut text = serde_json::to_vec(line).map_err(std::io::Error::from)?;
    text.push(b'\n');
    lines.write_all(&text)?;
    Ok(())
}

/// Reads a whole export into an empty database, in one transaction. `progress` is told how many
/// facts are done and how many there are.
pub async fn import(
    store: &dyn Store,
    lines: &mut (dyn BufRead + Send),
    progress: &mut (dyn FnMut(u64, u64) + Send),
) -> Result<Transferred, TransferError> {
    let mut reader = Reader::begin(lines)?;
    let mut writer = store.writer().await?;
    // Nobody else can write now, so what is empty stays empty.
    let facts = store.snapshot().await?.head().await?.facts;
    if facts > 0 {
        return Err(TransferError::NotEmpty { facts });
    }
    loop {
        let batch = reader.batch()?;
        if batch.is_empty() {
            break;
        }
        writer.append(batch).await?;
        progress(reader.done.facts, reader.expected);
    }
    writer.commit().await?;
    Ok(reader.done)
}

struct Reader<'a> {
    lines: &'a mut (dyn BufRead + Send),
    /// The number of the line last read.
    line: u64,
    text: Vec<u8>,
    expected: u64,
    done: Transferred,
    /// The fact last read, which private values may still follow.
    pending: Option<(Fact, Vec<(String, String)>)>,
    is_over: bool,
}

impl<'a> Reader<'a> {
    fn begin(lines: &'a mut (dyn BufRead + Send)) -> Result<Self, TransferError> {
        let mut reader = Self {
            lines,
            line: 0,
            text: Vec::new(),
            expected: 0,
            done: Transferred::default(),
            pending: None,
            is_over: false,
        };
        reader.read_line()?;
        let Ok(header) = serde_json::from_slice::<Header>(&reader.text) else {
            return Err(reader.wrong("this is not an export of Standing"));
        };
        if header.standing_export != FORMAT {
            return Err(reader.wrong(format!(
                "the export has format {} and this program reads format {FORMAT}; use the newer program",
                header.standing_export
            )));
        }
        reader.expected = header.facts;
        Ok(reader)
    }

    fn wrong(&self, why: impl Into<String>) -> TransferError {
        TransferError::Line {
            line: self.line,
            why: why.into(),
        }
    }

    fn read_line(&mut self) -> Result<(), TransferError> {
        self.text.clear();
        let mut limited = Read::take(&mut *self.lines, LINE_BYTES_MAX);
        limited.read_until(b'\n', &mut self.text)?;
        if self.text.is_empty() {
            return Err(TransferError::CutOff { line: self.line });
        }
        self.line += 1;
        if self.text.pop() != Some(b'\n') {
            let cut_off = u64::try_from(self.text.len()).is_ok_and(|len| len + 1 < LINE_BYTES_MAX);
            return Err(if cut_off {
                TransferError::CutOff { line: self.line }
            } else {
                self.wrong(format!("it is longer than {LINE_BYTES_MAX} bytes"))
            });
        }
        Ok(())
    }

    fn parse<T: for<'de> Deserialize<'de>>(&self) -> Result<T, TransferError> {
        serde_json::from_slice(&self.text).map_err(|error| self.wrong(error.to_string()))
    }

    /// The next facts to append; none when the export is read to its end.
    fn batch(&mut self) -> Result<Vec<Addition>, TransferError> {
        let mut batch = Vec::new();
        let full = usize::try_from(LIST_MAX).unwrap_or(usize::MAX);
        while !self.is_over && batch.len() < full {
            self.read_line()?;
            if self.text.starts_with(b"{\"number\"") {
                let fact = self.fact()?;
                batch.extend(self.pending.replace((fact, Vec::new())).map(addition));
            } else if self.text.starts_with(b"{\"fact\"") {
                self.private_value()?;
            } else {
                self.end()?;
                batch.extend(self.pending.take().map(addition));
            }
        }
        Ok(batch)
    }

    fn fact(&mut self) -> Result<Fact, TransferError> {
        let fact: Fact = self.parse()?;
        let next = self.done.facts + 1;
        if fact.number != next {
            let number = fact.number;
            return Err(self.wrong(format!("fact {number} stands where fact {next} should")));
        }
        check_codes(&fact.what).map_err(|refusal| self.wrong(refusal.to_string()))?;
        self.done.facts = next;
        Ok(fact)
    }

    fn private_value(&mut self) -> Result<(), TransferError> {
        let PrivateValue { fact, field, value } = self.parse()?;
        let misplaced = self.wrong(format!(
            "the private value `{field}` of fact {fact} stands in the wrong place"
        ));
        let too_long = value.len() > PRIVATE_BYTES_MAX;
        let is_last = |pending: &&mut (Fact, Vec<_>)| pending.0.number == fact;
        let Some((_, values)) = self.pending.as_mut().filter(is_last) else {
            return Err(misplaced);
        };
        if values
            .last()
            .is_some_and(|(last, _): &(String, String)| *last >= field)
        {
            return Err(misplaced);
        }
        values.push((field, value));
        if too_long {
            return Err(self.wrong(format!(
                "a private value is longer than {PRIVATE_BYTES_MAX} bytes"
            )));
        }
        self.done.private_values += 1;
        Ok(())
    }

    fn end(&mut self) -> Result<(), TransferError> {
        let end: End = self.parse()?;
        if !end.end || end.counts != self.done || end.counts.facts != self.expected {
            return Err(self.wrong(format!(
                "the export says {} facts and {} private values, and {} and {} were read",
                end.counts.facts,
                end.counts.private_values,
                self.done.facts,
                self.done.private_values
            )));
        }
        let mut rest = [0];
        if self.lines.read(&mut rest)? > 0 {
            self.line += 1;
            return Err(self.wrong("something follows the last line of the export"));
        }
        self.is_over = true;
        Ok(())
    }
}

fn addition((fact, private): (Fact, Vec<(String, String)>)) -> Addition {
    Addition {
        rows: projection::rows(&fact.what, &private),
        fact: fact.what,
        private,
    }
}
