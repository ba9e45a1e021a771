//! Popolo JSON: persons, organizations, memberships, posts and areas.
//!
//! Organizations become bodies (those with an id of Standing's own: branches, the organisation
//! itself), memberships become seats. Nothing is inferred: where a label changes, the file ends one
//! membership and begins another on one day, and so does the record.

mod membership;
mod record;
mod tree;

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use serde_json::{Map, Value};
use standing_base::{Id, IdKind};

use self::record::{Record, Unread, field};
use self::tree::Parents;
use super::draft::{
    Counts, Draft, FactDraft, Fault, Key, OWN_IDS, PersonDraft, Place, Row, Source, UnitDraft,
};
use super::error::ImportError;
use super::files::Files;
use super::report::Note;
use super::text::Text;

/// The tables of a file, in the order in which they are read: what is named before who names it.
const TABLES: [&str; 5] = ["areas", "posts", "organizations", "persons", "memberships"];

/// The organization of an export that has no fact of its founding: the organisation itself.
pub(super) const OURSELVES: &str = "standing:organisation";

pub(super) struct PopoloSource {
    text: Text,
    schemes: Schemes,
    areas: HashMap<String, Option<String>>,
    has_areas: bool,
    posts: HashMap<String, Post>,
    organizations: BTreeSet<String>,
    persons: BTreeSet<String>,
    memberships: BTreeSet<String>,
    /// What is still to be read, last first.
    rows: Vec<Pending>,
    unread: Unread,
    at: usize,
}

struct Schemes {
    person: Arc<str>,
    organization: Arc<str>,
    membership: Arc<str>,
}

#[derive(Clone, Default)]
struct Post {
    label: Option<String>,
    code: Option<String>,
    organization: Option<String>,
    area: Option<String>,
}

struct Pending {
    table: &'static str,
    at: Range<usize>,
    place: Place,
    fault: Option<Fault>,
}

impl PopoloSource {
    pub(super) fn open(files: &dyn Files, file: &str, scheme: &str) -> Result<Self, ImportError> {
        let text = Text::read(files, file)?;
        let top = text.object(&text.whole())?;
        if !TABLES.iter().any(|table| top.contains_key(*table)) {
            return Err(ImportError::unreadable(
                file,
                1,
                "this is not Popolo: it has none of `persons`, `organizations`, `memberships`",
            ));
        }
        let mut source = Self {
            text,
            schemes: Schemes {
                person: Arc::from(scheme),
                organization: Arc::from(format!("{scheme}.organization")),
                membership: Arc::from(format!("{scheme}.membership")),
            },
            areas: HashMap::new(),
            has_areas: top.contains_key("areas"),
            posts: HashMap::new(),
            organizations: BTreeSet::new(),
            persons: BTreeSet::new(),
            memberships: BTreeSet::new(),
            rows: Vec::new(),
            unread: Unread::new(),
            at: 0,
        };
        for name in top.keys().filter(|name| !TABLES.contains(&name.as_str())) {
            *source.unread.entry(name.clone()).or_default() += 1;
        }
        let mut rows = Vec::new();
        for table in TABLES {
            if let Some(range) = top.get(table) {
                let records = source.text.list(range)?;
                rows.extend(source.table(table, records)?);
            }
        }
        rows.reverse();
        source.rows = rows;
        Ok(source)
    }

    fn value(&self, at: &Range<usize>, line: u64) -> Result<Value, ImportError> {
        serde_json::from_str(self.text.slice(at)).map_err(|_| {
            ImportError::unreadable(self.text.file(), line, "this record is nested too deeply")
        })
    }

    /// The records of a table in the order in which they are to be read, and what is wrong with
    /// them as members of it: no id, an id twice, parents that are not there or go in a circle.
    fn table(
        &mut self,
        table: &'static str,
        records: Vec<Range<usize>>,
    ) -> Result<Vec<Pending>, ImportError> {
        let mut ids: HashMap<String, usize> = HashMap::new();
        let mut parents = Vec::with_capacity(records.len());
        let mut rows = Vec::with_capacity(records.len());
        for (number, at) in records.into_iter().enumerate() {
            let line = self.text.line(at.start);
            let mut row = Pending {
                table,
                place: Place {
                    line,
                    record: Some(format!("{table}[{number}]")),
                },
                at,
                fault: None,
            };
            // Memberships are many and need no index; they are looked at when they are read.
            if table == "memberships" {
                rows.push(Some(row));
                continue;
            }
            let value = self.value(&row.at, line)?;
            let (id, parent) = match value.as_object() {
                Some(map) => {
                    let mut record = Record::new(map);
                    (record.must("id"), record.text("parent_id"))
                }
                None => (None, None),
            };
            match id {
                None => {
                    row.fault = Some(Fault::new("id", "", "is missing; every record needs one"));
                }
                Some(id) => {
                    if ids.insert(id.clone(), number).is_some() {
                        row.fault =
                            Some(Fault::new("id", &id, "is the id of an earlier record too"));
                    } else if let Some(map) = value.as_object() {
                        self.index(table, &id, map);
                    }
                }
            }
            parents.push(parent.filter(|_| matches!(table, "areas" | "organizations")));
            rows.push(Some(row));
        }
        if parents.is_empty() {
            return Ok(rows.into_iter().flatten().collect());
        }
        let (order, found) = tree::sort(&ids, &parents);
        for ((row, state), parent) in rows.iter_mut().flatten().zip(found).zip(&parents) {
            let parent = parent.as_deref().unwrap_or_default();
            let reason = match state {
                Parents::Good => continue,
                Parents::Dangling => format!("is not the id of any of the {table}"),
                Parents::Circular => {
                    "makes a circle: the record is, by its parents, above itself".to_owned()
                }
            };
            row.fault
                .get_or_insert_with(|| Fault::new("parent_id", parent, reason));
        }
        Ok(order
            .into_iter()
            .filter_map(|at| rows.get_mut(at).and_then(Option::take))
            .collect())
    }

    fn index(&mut self, table: &str, id: &str, map: &Map<String, Value>) {
        let mut record = Record::new(map);
        match table {
            "areas" => {
                let name = record.name("name").map(|name| name.name);
                self.areas.insert(id.to_owned(), name);
            }
            "posts" => {
                let label = record.name("label").or_else(|| record.name("role"));
                let post = Post {
                    code: record.code("role").or_else(|| record.code("label")),
                    label: label.map(|name| name.name),
                    organization: record.text("organization_id"),
                    area: record.text("area_id"),
                };
                self.posts.insert(id.to_owned(), post);
            }
            "organizations" => {
                self.organizations.insert(id.to_owned());
            }
            "persons" => {
                self.persons.insert(id.to_owned());
            }
            _ => {}
        }
    }

    fn read(&mut self, row: Pending) -> Result<Row, ImportError> {
        self.at = self.at.max(row.at.end);
        let counts = match row.table {
            "areas" | "posts" => Counts::Reference(field(row.table)),
            table => Counts::Row(field(table)),
        };
        let draft = match row.fault {
            Some(fault) => Err(vec![fault]),
            None => match self.value(&row.at, row.place.line)? {
                Value::Object(map) => self.draft(row.table, &map),
                _ => Err(vec![Fault::whole("the record is not an object")]),
            },
        };
        Ok(Row {
            place: row.place,
            counts,
            draft,
        })
    }

    fn draft(&mut self, table: &str, map: &Map<String, Value>) -> Result<Draft, Vec<Fault>> {
        let mut record = Record::new(map);
        let draft = match table {
            "organizations" => self.organization(&mut record),
            "persons" => self.person(&mut record),
            "memberships" => self.membership(&mut record),
            _ => Some(Draft::default()),
        };
        match draft {
            Some(draft) if record.faults.is_empty() => Ok(draft),
            _ => Err(record.faults),
        }
    }

    fn organization(&mut self, record: &mut Record<'_>) -> Option<Draft> {
        const READ: &[&str] = &[
            "id",
            "name",
            "classification",
            "parent_id",
            "founding_date",
            "dissolution_date",
            "identifiers",
            "seat_counts",
            "term",
        ];
        record.count_unread("organizations", READ, &mut self.unread);
        let id = record.must("id")?;
        if id == OURSELVES {
            return Some(Draft::default());
        }
        let key = self.schemes.organization_key(&id);
        let kind = unit_kind(&key);
        let name = record.name("name").map(|name| name.private("name"));
        let form = record.code("classification");
        let dissolved = record.date("dissolution_date");
        let unit = UnitDraft {
            field: field("id"),
            create: true,
            kind,
            form: (kind == IdKind::Body).then(|| form.unwrap_or_else(|| "organization".to_owned())),
            name: None,
            private: name.unwrap_or_default(),
            identifiers: record.identifiers(),
            parent: record
                .text("parent_id")
                .map(|parent| self.schemes.organization_key(&parent)),
            size: record.seats().filter(|_| kind == IdKind::Body),
            term: record.code("term").filter(|_| kind == IdKind::Body),
            founded: record.date("founding_date"),
            key: key.clone(),
        };
        let facts = dissolved
            .into_iter()
            .map(|on| {
                let kind = match kind {
                    IdKind::Branch => "branch_dissolved",
                    _ => "body_dissolved",
                };
                let mut fact = FactDraft::bare(kind, on, &field("dissolution_date"));
                fact.unit = Some(key.clone());
                fact
            })
            .collect();
        Some(Draft {
            person: None,
            units: vec![unit],
            facts,
        })
    }

    fn person(&mut self, record: &mut Record<'_>) -> Option<Draft> {
        const READ: &[&str] = &[
            "id",
            "name",
            "given_name",
            "family_name",
            "birth_date",
            "death_date",
            "identifiers",
        ];
        record.count_unread("persons", READ, &mut self.unread);
        let id = record.must("id")?;
        let mut private = record
            .name("name")
            .map(|name| name.private("name"))
            .unwrap_or_default();
        for part in ["given_name", "family_name"] {
            if let Some(name) = record.name(part) {
                private.push((part.to_owned(), name.name));
            }
        }
        let mut facts = Vec::new();
        if let Some(on) = record.date("birth_date") {
            facts.push(FactDraft::birth(on, &field("birth_date")));
        }
        if let Some(on) = record.date("death_date") {
            facts.push(FactDraft::bare("died", on, &field("death_date")));
        }
        Some(Draft {
            person: Some(PersonDraft {
                key: self.schemes.person_key(&id),
                field: field("id"),
                create: true,
                once: false,
                identifiers: record.identifiers(),
                private,
            }),
            units: Vec::new(),
            facts,
        })
    }
}

impl UnitDraft {
    /// A unit that must be known already.
    fn known(key: Key, name: &str) -> Self {
        Self {
            kind: unit_kind(&key),
            key,
            field: field(name),
            create: false,
            form: None,
            name: None,
            private: Vec::new(),
            identifiers: Vec::new(),
            parent: None,
            size: None,
            term: None,
            founded: None,
        }
    }
}

fn own(id: &str, kinds: &[IdKind]) -> Option<Key> {
    let own: Id = id.parse().ok()?;
    kinds.contains(&own.kind()).then(|| Key {
        scheme: Arc::from(OWN_IDS),
        value: id.to_owned(),
    })
}

impl Schemes {
    fn key(scheme: &Arc<str>, id: &str) -> Key {
        Key {
            scheme: Arc::clone(scheme),
            value: id.to_owned(),
        }
    }

    fn person_key(&self, id: &str) -> Key {
        own(id, &[IdKind::Person]).unwrap_or_else(|| Self::key(&self.person, id))
    }

    fn organization_key(&self, id: &str) -> Key {
        own(id, &[IdKind::Body, IdKind::Branch, IdKind::Organisation])
            .unwrap_or_else(|| Self::key(&self.organization, id))
    }

    fn seat_key(&self, id: &str) -> Key {
        own(id, &[IdKind::Seat]).unwrap_or_else(|| Self::key(&self.membership, id))
    }
}

fn unit_kind(key: &Key) -> IdKind {
    if *key.scheme == *OWN_IDS {
        key.value.parse::<Id>().map_or(IdKind::Body, Id::kind)
    } else {
        IdKind::Body
    }
}

impl Source for PopoloSource {
    fn next(&mut self) -> Result<Option<Row>, ImportError> {
        match self.rows.pop() {
            Some(row) => self.read(row).map(Some),
            None => Ok(None),
        }
    }

    fn bytes_read(&self) -> u64 {
        if self.rows.is_empty() {
            return self.text.bytes();
        }
        u64::try_from(self.at).unwrap_or(u64::MAX)
    }

    fn notes(&mut self) -> Vec<Note> {
        if self.unread.is_empty() {
            return Vec::new();
        }
        let items = self
            .unread
            .iter()
            .map(|(name, count)| format!("{name} ({count})"));
        vec![Note::new("properties that have no place on the register were left out").with(items)]
    }
}
