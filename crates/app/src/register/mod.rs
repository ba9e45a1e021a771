//! Import and export of registers: Popolo JSON, and CSV or other JSON with a mapping file.
//!
//! An import reads its file twice: once to see whom and what it names (`survey`), once to look each
//! row up, check it and add its facts (`plan`, `stage`), in one transaction. A thing is found again
//! by the key that its file gives it, kept as an identifier, so that the same file a second time
//! adds nothing.

mod csv;
mod dates;
mod draft;
mod error;
mod export;
mod files;
mod ids;
mod join;
mod json;
mod known;
mod mapping;
mod plan;
mod popolo;
mod report;
mod stage;
mod survey;
mod tap;
mod text;
mod write;

use standing_base::{Date, Zone};
use standing_domain::register::Declared;

pub use csv::FIELD_BYTES_MAX;
pub use error::ImportError;
pub use export::{ExportError, export};
pub use files::{Files, Folder};
pub use mapping::{Mapping, MappingError, Recorded};
pub use report::{Note, Rejection, Report};

use self::csv::CsvSource;
use self::draft::Source;
use self::ids::Ids;
use self::json::JsonSource;
use self::known::Known;
use self::plan::{Counted, Planner, Setting};
use self::popolo::PopoloSource;
use self::survey::Survey;
use self::write::Sink;
use crate::ports::{Clock, Entropy, Store};
use crate::recording;

/// The form of a register outside Standing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Popolo,
    Csv,
    Json,
}

/// The mappings that come with Standing: name and text.
pub const SHIPPED: &[(&str, &str)] = &[
    ("members", include_str!("../../../../mappings/members.toml")),
    (
        "asf-committees",
        include_str!("../../../../mappings/asf-committees.toml"),
    ),
    (
        "au-representatives",
        include_str!("../../../../mappings/au-representatives.toml"),
    ),
];

/// What to import, and how.
pub struct Import<'a> {
    pub format: Format,
    pub mapping: Option<&'a Mapping>,
    pub files: &'a dyn Files,
    pub file: &'a str,
    /// The scheme of the keys of a Popolo file, `popolo` when absent: the same scheme finds the same
    /// persons again.
    pub scheme: Option<&'a str>,
    /// When the facts count as known; as the mapping says, or now, when absent.
    pub recorded: Option<Recorded>,
    pub zone: &'a Zone,
    /// The entries that the rulebook's vocabulary declares.
    pub declared: &'a [Declared],
    /// Write nothing; only tell what would be written.
    pub dry_run: bool,
    /// Write nothing if a row is rejected.
    pub strict: bool,
}

impl std::fmt::Debug for Import<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Import")
            .field("format", &self.format)
            .field("file", &self.file)
            .field("dry_run", &self.dry_run)
            .field("strict", &self.strict)
            .finish_non_exhaustive()
    }
}

/// How far an import is. The file is read twice, so bytes go to twice its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub rows: u64,
    pub bytes: u64,
    pub bytes_total: Option<u64>,
}

/// Rows between two calls of the progress callback.
const PROGRESS_EVERY: u64 = 1_000;

impl Import<'_> {
    fn open(&self) -> Result<Box<dyn Source + '_>, ImportError> {
        let mapping = || {
            self.mapping.ok_or_else(|| {
                ImportError::Usage(
                    "this format needs a mapping that says what its columns mean; give `--mapping FILE`, or `--mapping members` for a plain list of members"
                        .into(),
                )
            })
        };
        Ok(match self.format {
            Format::Popolo if self.mapping.is_some() => {
                return Err(ImportError::Usage(
                    "Popolo needs no mapping; leave `--mapping` out".into(),
                ));
            }
            Format::Popolo => Box::new(PopoloSource::open(
                self.files,
                self.file,
                self.scheme.unwrap_or("popolo"),
            )?),
            Format::Csv => Box::new(CsvSource::open(self.files, self.file, mapping()?)?),
            Format::Json => Box::new(JsonSource::open(self.files, self.file, mapping()?)?),
        })
    }
}

/// Brings a register in. Rejected rows do not stop the others, unless `strict`; a file that cannot
/// be read as a whole writes nothing.
pub async fn import(
    store: &dyn Store,
    clock: &dyn Clock,
    entropy: &dyn Entropy,
    import: &Import<'_>,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Report, ImportError> {
    let now = clock.now();
    let today = import.zone.date_of(now);
    let mut pace = Pace {
        progress,
        rows: 0,
        bytes_before: 0,
        bytes_total: import.files.bytes(import.file).map(|bytes| bytes * 2),
    };
    let survey = read_once(import, today, &mut pace)?;
    // The writer first: what the snapshot shows then stays true until it commits.
    let writer = if import.dry_run {
        None
    } else {
        let writer = store.writer().await?;
        recording::check_clock(now, writer.last_recorded_at())?;
        Some(writer)
    };
    let mut snapshot = store.snapshot().await?;
    let mut planner = Planner {
        setting: Setting {
            file: import.file,
            now,
            today,
            zone: import.zone,
            recorded: import
                .recorded
                .or(import.mapping.and_then(|mapping| mapping.recorded))
                .unwrap_or_default(),
            declared: import.declared,
            source: import.mapping.and_then(|mapping| mapping.source.as_ref()),
        },
        known: Known::new(&mut *snapshot).await?,
        survey,
        units: std::collections::HashMap::new(),
        items: std::collections::HashMap::new(),
        ids: Ids::new(now, entropy),
        sink: Sink::new(writer),
        report: Report {
            file: import.file.to_owned(),
            ..Report::default()
        },
        counted: Counted::default(),
    };
    let mut source = import.open()?;
    while let Some(row) = source.next()? {
        planner.take(row).await?;
        pace.row(source.bytes_read());
    }
    planner.report.read.extend(source.references());
    planner.report.notes.extend(source.notes());
    planner.notes();
    finish(planner, import.strict).await
}

/// The first reading.
fn read_once(import: &Import<'_>, today: Date, pace: &mut Pace<'_>) -> Result<Survey, ImportError> {
    let mut survey = Survey::default();
    let mut source = import.open()?;
    while let Some(row) = source.next()? {
        if let Ok(draft) = &row.draft {
            survey.note(draft, today);
        }
        pace.row(source.bytes_read());
    }
    pace.bytes_before = source.bytes_read();
    pace.rows = 0;
    Ok(survey)
}

async fn finish(planner: Planner<'_, '_>, strict: bool) -> Result<Report, ImportError> {
    let Planner {
        sink, mut report, ..
    } = planner;
    report.facts = sink.facts;
    if strict && report.faults > 0 {
        let says = "nothing was written, for the import is strict and something was rejected";
        report.notes.push(Note::new(says));
        return Ok(report);
    }
    report.written = sink.commit().await?;
    Ok(report)
}

/// Calls the progress callback now and then.
struct Pace<'a> {
    progress: &'a mut (dyn FnMut(Progress) + Send),
    rows: u64,
    bytes_before: u64,
    bytes_total: Option<u64>,
}

impl Pace<'_> {
    fn row(&mut self, bytes: u64) {
        self.rows += 1;
        if self.rows.is_multiple_of(PROGRESS_EVERY) {
            (self.progress)(Progress {
                rows: self.rows,
                bytes: self.bytes_before + bytes,
                bytes_total: self.bytes_total,
            });
        }
    }
}
