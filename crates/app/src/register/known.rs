//! What is on the record already: whom a key names, and what is known about them.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use standing_base::{Date, Id, IdKind, PartialDate};
use standing_domain::packed::{self, PackedFact, PackedValue};
use standing_domain::register::Life;
use standing_domain::{FieldValue, NewFact};

use super::draft::{Key, OWN_IDS};
use crate::ports::{Found, LIST_MAX, Snapshot, StoreError};

pub(super) struct Known<'s> {
    snapshot: &'s mut dyn Snapshot,
    /// Nothing is on the record, so nothing need be asked.
    empty: bool,
    by_scheme: HashMap<Arc<str>, HashMap<Box<str>, Found>>,
}

/// What an import needs to know of a subject while it reads about it.
#[derive(Debug)]
pub(super) struct Live {
    pub(super) id: Id,
    /// On the record before this import.
    pub(super) existing: bool,
    /// The last revision of its stream, once somebody asked.
    pub(super) revision: Option<u32>,
    pub(super) life: Life,
    /// A print of each fact, to know it again.
    pub(super) prints: HashSet<u64>,
    /// Names that were ever recorded.
    pub(super) names: Vec<String>,
    /// A row of this import has told the name.
    pub(super) named: bool,
}

impl Live {
    pub(super) fn new(id: Id) -> Self {
        Self {
            id,
            existing: false,
            revision: Some(0),
            life: Life::default(),
            prints: HashSet::new(),
            names: Vec::new(),
            named: false,
        }
    }
}

impl<'s> Known<'s> {
    pub(super) async fn new(snapshot: &'s mut dyn Snapshot) -> Result<Self, StoreError> {
        let empty = snapshot.head().await?.facts == 0;
        Ok(Self {
            snapshot,
            empty,
            by_scheme: HashMap::new(),
        })
    }

    /// Whom or what a key names on the record.
    pub(super) async fn find(&mut self, key: &Key) -> Result<Option<Found>, StoreError> {
        if self.empty {
            return Ok(None);
        }
        if *key.scheme == *OWN_IDS {
            let Ok(subject) = key.value.parse() else {
                return Ok(None);
            };
            let history = self.snapshot.history(subject).await?;
            return Ok(history.map(|_| Found {
                subject,
                item: None,
            }));
        }
        if !self.by_scheme.contains_key(&key.scheme) {
            let all = self.identifiers(&key.scheme).await?;
            self.by_scheme.insert(Arc::clone(&key.scheme), all);
        }
        let all = self.by_scheme.get(&key.scheme);
        Ok(all.and_then(|all| all.get(key.value.as_str())).cloned())
    }

    async fn identifiers(&mut self, scheme: &str) -> Result<HashMap<Box<str>, Found>, StoreError> {
        let mut all = HashMap::new();
        let mut after: Option<String> = None;
        loop {
            let page = self
                .snapshot
                .identifiers(scheme, after.as_deref(), LIST_MAX)
                .await?;
            after = page.last().map(|(value, _)| value.clone());
            all.extend(
                page.into_iter()
                    .map(|(value, found)| (value.into_boxed_str(), found)),
            );
            if after.is_none() {
                return Ok(all);
            }
        }
    }

    /// The subjects that have any of these identifiers.
    pub(super) async fn by_identifiers(
        &mut self,
        identifiers: &[(String, String)],
    ) -> Result<Vec<Id>, StoreError> {
        let mut subjects = Vec::new();
        if self.empty {
            return Ok(subjects);
        }
        for (scheme, value) in identifiers {
            for found in self.snapshot.find(Some(scheme), value).await? {
                if found.item.is_none() && !subjects.contains(&found.subject) {
                    subjects.push(found.subject);
                }
            }
        }
        Ok(subjects)
    }

    /// What is known of a subject that is on the record.
    pub(super) async fn live(&mut self, id: Id) -> Result<Live, StoreError> {
        let mut live = Live::new(id);
        live.existing = true;
        live.revision = None;
        let Some(history) = self.snapshot.history(id).await? else {
            return Ok(live);
        };
        let mut namings = Vec::new();
        for fact in packed::read(&history.bytes) {
            let fact = fact.map_err(|error| StoreError::Damaged {
                what: format!("the history of {id}: {error}"),
            })?;
            live.prints.insert(print_packed(&fact));
            let on = PartialDate::from_range(fact.earliest_on(), fact.latest_on())
                .unwrap_or(PartialDate::Day(fact.earliest_on()));
            live.life.note(fact.kind, on, |name| text(&fact, name));
            if matches!(fact.kind, "person_registered" | "name_changed") {
                namings.push(fact.number);
            }
        }
        if !namings.is_empty() {
            let values = self.snapshot.private_values(&namings).await?;
            let told = values.into_iter().filter(|value| value.field == "name");
            live.names.extend(told.map(|value| value.value));
        }
        Ok(live)
    }

    /// The organisation itself, if its founding is on the record.
    pub(super) async fn organisation(&mut self) -> Result<Option<Id>, StoreError> {
        let first = self
            .snapshot
            .histories(IdKind::Organisation, None, 1)
            .await?;
        Ok(first.first().map(|history| history.subject))
    }

    pub(super) async fn revision(&mut self, id: Id) -> Result<u32, StoreError> {
        self.snapshot.revision(id).await
    }
}

fn text<'a>(fact: &PackedFact<'a>, name: &str) -> Option<&'a str> {
    fact.fields.iter().find_map(|(field, value)| match value {
        PackedValue::Text(text) if *field == name => Some(*text),
        _ => None,
    })
}

/// A print of what a fact says, apart from who recorded it and when.
pub(super) fn print(fact: &NewFact) -> u64 {
    let fields = fact.fields.iter().map(|(name, value)| {
        let value = match value {
            FieldValue::YesNo(answer) => PackedValue::YesNo(*answer),
            FieldValue::Number(number) => PackedValue::Number(*number),
            FieldValue::Text(text) => PackedValue::Text(text),
            FieldValue::List(texts) => {
                PackedValue::List(texts.iter().map(String::as_str).collect())
            }
        };
        (name.as_str(), value)
    });
    let on = fact.effective_on;
    print_of(&fact.kind, on.earliest(), on.latest(), fields)
}

fn print_packed(fact: &PackedFact<'_>) -> u64 {
    print_of(
        fact.kind,
        fact.earliest_on(),
        fact.latest_on(),
        fact.fields.iter().cloned(),
    )
}

fn print_of<'a>(
    kind: &str,
    earliest: Date,
    latest: Date,
    fields: impl Iterator<Item = (&'a str, PackedValue<'a>)>,
) -> u64 {
    let mut hasher = DefaultHasher::new();
    (kind, earliest, latest).hash(&mut hasher);
    for (name, value) in fields {
        name.hash(&mut hasher);
        match value {
            PackedValue::YesNo(answer) => (0, answer).hash(&mut hasher),
            PackedValue::Number(number) => (1, number).hash(&mut hasher),
            PackedValue::Text(text) => (2, text).hash(&mut hasher),
            PackedValue::List(texts) => (3, texts).hash(&mut hasher),
        }
    }
    hasher.finish()
}
