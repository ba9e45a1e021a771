//! Who read what is sealed: each reading of a file or of a confidential complaint is kept, however often
//! one reads, before anything is opened. The custodian sees all of them, and nothing of what they say;
//! the person concerned sees those of what is about them (`accesses.rs`).

use std::collections::BTreeMap;

use serde::Serialize;
use standing_base::{Date, Id, IdKind, Instant, Told};
use standing_domain::case::files;
use utoipa::ToSchema;

use crate::accesses::{AccessLine, EVIDENCE};
use crate::app::App;
use crate::asker::Asker;
use crate::error::AppError;
use crate::matter::Matter;
use crate::moment;
use crate::naming;
use crate::ports::Snapshot;
use crate::ports::access::Reading;
use crate::publicity;
use crate::rules::Rules;

/// So many readings stand on a page.
pub const READINGS_LISTED: u32 = 50;
/// So many are listed at once.
pub const READINGS_MAX: u32 = 500;

/// A reading as it is kept, but for when and by whom.
pub(crate) struct Read {
    pub(crate) what: &'static str,
    pub(crate) owner: Id,
    pub(crate) item: Option<Id>,
    pub(crate) subject: Option<Id>,
    /// In which role, in words, and under which clause.
    pub(crate) role: (String, Option<String>),
}

/// What was read.
pub(crate) const FILE: &str = "file";
pub(crate) const INTAKE: &str = "intake";
const IDENTITY: &str = "identity";

/// One reading in the custodian's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReadingLine {
    pub id: Id,
    pub on: Date,
    #[serde(serialize_with = "moment::text")]
    #[schema(value_type = String, format = DateTime)]
    pub at: Instant,
    /// `file`, `intake`, or whatever else is sealed.
    pub what: String,
    /// The reference of the case, where it was a file of one.
    pub case: Option<String>,
    /// The id of the case or of the confidential complaint.
    pub owner: Id,
    /// The id of the file.
    pub item: Option<Id>,
    /// Who read it; nobody is the operator, on the machine itself.
    pub reader: Option<String>,
    /// In which role, in words.
    pub capacity: String,
    pub clause: Option<String>,
}

impl App {
    /// Who read what is sealed, the newest first, before one: for the custodian.
    pub async fn readings(
        &self,
        asker: &Asker,
        before: Option<Id>,
        limit: u32,
    ) -> Result<Vec<ReadingLine>, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let rules = self.rules_at(snapshot).await?;
        let today = rules.zone.date_of(self.clock.now());
        if !publicity::sees_readings(&rules, asker, today) {
            return Err(AppError::not_found(Told::new(
                "no-readings-to-see",
                "who read what is sealed is shown to the custodian alone",
            )));
        }
        let limit = limit.clamp(1, READINGS_MAX);
        let readings = snapshot.readings(None, before, limit).await?;
        let mut names = BTreeMap::new();
        let mut references = References::default();
        let mut lines = Vec::new();
        for reading in readings {
            if let Some(reader) = reading.reader
                && !names.contains_key(&reader)
            {
                names.insert(reader, naming::name_or_id(snapshot, reader).await?);
            }
            lines.push(ReadingLine {
                id: reading.id,
                on: rules.zone.date_of(reading.at),
                at: reading.at,
                case: references.of(snapshot, &reading).await?,
                what: reading.what,
                owner: reading.owner,
                item: reading.item,
                reader: reading
                    .reader
                    .and_then(|reader| names.get(&reader).cloned()),
                capacity: reading.capacity,
                clause: reading.clause,
            });
        }
        Ok(lines)
    }

    /// Whether the list of readings is there for the asker.
    pub async fn sees_readings(&self, asker: &Asker) -> Result<bool, AppError> {
        let rules = self.rules().await?;
        let today = rules.zone.date_of(self.clock.now());
        Ok(publicity::sees_readings(&rules, asker, today))
    }

    /// The readings by others of what is about a person, for whoever may read their file.
    pub(crate) async fn readings_about(
        &self,
        snapshot: &mut dyn Snapshot,
        rules: &Rules,
        asker: &Asker,
        person: Id,
        limit: u32,
    ) -> Result<Vec<AccessLine>, AppError> {
        let today = rules.zone.date_of(self.clock.now());
        let mut readings = snapshot.readings(Some(person), None, limit).await?;
        readings.retain(|reading| reading.reader != Some(person));
        let mut readers: Vec<Id> = readings.iter().filter_map(|one| one.reader).collect();
        readers.sort_unstable();
        readers.dedup();
        let known = crate::ask::known_to(snapshot, rules, asker, &readers, today).await?;
        let names = naming::names(snapshot, &known).await?;
        let mut references = References::default();
        let mut lines = Vec::new();
        for reading in readings {
            lines.push(AccessLine {
                on: rules.zone.date_of(reading.at),
                at: reading.at,
                what: if reading.what == FILE {
                    EVIDENCE.to_owned()
                } else {
                    reading.what.clone()
                },
                case: references.of(snapshot, &reading).await?,
                name: reading
                    .reader
                    .and_then(|reader| names.get(&reader).cloned()),
                capacity: reading.capacity,
                clause: reading.clause,
            });
        }
        Ok(lines)
    }

    /// Keeps that the asker is about to read something sealed.
    pub(crate) async fn keep_reading(&self, asker: &Asker, read: Read) -> Result<(), AppError> {
        let at = self.clock.now();
        let (capacity, clause) = read.role;
        let reading = Reading {
            id: Id::new(IdKind::Reading, at, self.entropy.ten_bytes()),
            at,
            what: read.what.to_owned(),
            owner: read.owner,
            item: read.item,
            subject: read.subject,
            reader: asker.person().map(|person| person.id),
            capacity,
            clause,
        };
        let mut writer = self.store.writer().await?;
        writer.put_reading(&reading).await?;
        Ok(writer.commit().await?)
    }

    /// The same, of a file of a case about this person.
    pub(crate) async fn keep_file_reading(
        &self,
        asker: &Asker,
        (case, file, subject): (Id, Id, Id),
        role: (String, Option<String>),
    ) -> Result<(), AppError> {
        let read = Read {
            what: FILE,
            owner: case,
            item: Some(file),
            subject: Some(subject),
            role,
        };
        self.keep_reading(asker, read).await
    }

    /// The same, of who somebody is whom a case about this person names by a number.
    pub(crate) async fn keep_identity_reading(
        &self,
        rules: &Rules,
        asker: &Asker,
        matter: &mut Matter,
        case: Id,
    ) -> Result<(), AppError> {
        let today = rules.zone.date_of(self.clock.now());
        let read = Read {
            what: IDENTITY,
            owner: case,
            item: None,
            subject: Some(matter.subject),
            role: publicity::reading_role(rules, matter, asker, today),
        };
        self.keep_reading(asker, read).await
    }
}

/// The references of cases, each person's facts read once.
#[derive(Default)]
struct References {
    read: Vec<Id>,
    found: BTreeMap<Id, String>,
}

impl References {
    async fn of(
        &mut self,
        snapshot: &mut dyn Snapshot,
        reading: &Reading,
    ) -> Result<Option<String>, AppError> {
        let Some(subject) = reading.subject else {
            return Ok(None);
        };
        if !self.read.contains(&subject) {
            self.read.push(subject);
            let facts = snapshot.facts_about(subject).await?;
            let files = files(facts.iter()).into_iter();
            self.found
                .extend(files.filter_map(|file| Some((file.id, file.reference?))));
        }
        Ok(self.found.get(&reading.owner).cloned())
    }
}
