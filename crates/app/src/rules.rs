//! The rulebook that governs: the newest one that was put on the record, with its text.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use standing_base::{Date, Id, IdKind, Instant, PartialDate, Told, Zone};
use standing_domain::reading::Reader;
use standing_domain::register::{Declared, DeclaredField};
use standing_domain::{FieldType, NewFact, packed};
use standing_rulebook::{Asker, FactType, Files, Loaded, Role, Rulebook};
pub(crate) use standing_rulebook::{BODY_MEMBER, OPERATOR, SUBJECT};

use crate::app::App;
use crate::error::AppError;
use crate::ports::{Addition, Snapshot, StoreError};
use crate::projection;

/// The organisation and its rulebook, read once and kept until another is adopted.
#[derive(Debug)]
pub struct Rules {
    pub organisation: Id,
    pub organisation_name: String,
    /// The first day that the record covers.
    pub begins_on: Date,
    pub loaded: Loaded,
    pub zone: Zone,
    pub(crate) reader: Reader,
    /// The rulebook made ready for questions.
    pub engine: Asker,
    /// Revision of the organisation's stream, by which a newer adoption is noticed.
    revision: u32,
}

impl Rules {
    /// A rulebook made ready, before what the record says of its organisation.
    pub(crate) fn of(organisation: Id, loaded: Loaded) -> Result<Self, AppError> {
        let zone = Zone::new(&loaded.rulebook.timezone)
            .map_err(|error| AppError::unreadable(error.to_string()))?;
        Ok(Self {
            organisation,
            organisation_name: String::new(),
            begins_on: Date::MIN,
            reader: Reader::new(&loaded.rulebook),
            engine: Asker::new(Arc::new(loaded.rulebook.clone())),
            loaded,
            zone,
            revision: 0,
        })
    }

    pub fn rulebook(&self) -> &Rulebook {
        &self.loaded.rulebook
    }

    /// The entries that the vocabulary declares, for checking what an import brings.
    pub fn declared(&self) -> Vec<Declared> {
        let entries = self.rulebook().vocabulary.entries.iter();
        entries
            .map(|entry| Declared {
                code: entry.name.clone(),
                fields: entry
                    .fields
                    .iter()
                    .map(|(name, of)| DeclaredField {
                        name: name.clone(),
                        kind: match of {
                            FactType::YesNo => FieldType::YesNo,
                            FactType::Date => FieldType::Date,
                            FactType::Number => FieldType::Number,
                            FactType::Entry => FieldType::Fact,
                            FactType::Text | FactType::Enum(_) | FactType::List(_) => {
                                FieldType::Code
                            }
                        },
                        required: false,
                    })
                    .collect(),
            })
            .collect()
    }
}

impl Rules {
    /// The roles that the vocabulary declares; where it declares none, those that the powers of the
    /// text in force on a day name.
    pub(crate) fn roles(&self, on: Date) -> Vec<Role> {
        let vocabulary = &self.rulebook().vocabulary;
        if !vocabulary.roles.is_empty() {
            return vocabulary.roles.clone();
        }
        let (version, _) = self.engine.version_on(on);
        let powers = version.map_or(&[][..], |version| &version.powers);
        let names: BTreeSet<&str> = powers.iter().map(|power| power.role.as_str()).collect();
        let roles = names
            .into_iter()
            .filter(|name| ![SUBJECT, OPERATOR, BODY_MEMBER].contains(name));
        roles
            .filter_map(|name| vocabulary.role(name).map(Cow::into_owned))
            .collect()
    }
}

/// The identifier under which the one organisation of a record is found.
const SCHEME: &str = "organisation";
const VALUE: &str = "this";
/// Private fields that hold the rulebook's files begin so; the path follows.
const FILE_FIELD: &str = "file:";

impl App {
    /// The rules in force on the record.
    pub async fn rules(&self) -> Result<Arc<Rules>, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        self.rules_at(&mut *snapshot).await
    }

    pub(crate) async fn rules_at(
        &self,
        snapshot: &mut dyn Snapshot,
    ) -> Result<Arc<Rules>, AppError> {
        let kept = self.rules.lock().ok().and_then(|kept| kept.clone());
        if let Some(kept) = kept
            && snapshot.revision(kept.organisation).await? == kept.revision
        {
            return Ok(kept);
        }
        let rules = Arc::new(read(snapshot).await?);
        if let Ok(mut kept) = self.rules.lock() {
            *kept = Some(Arc::clone(&rules));
        }
        Ok(rules)
    }

    /// Founds the organisation and adopts its first rulebook, in one transaction.
    pub async fn found(
        &self,
        name: &str,
        founded: PartialDate,
        files: &Files,
    ) -> Result<Arc<Rules>, AppError> {
        let loaded = load(files)?;
        let mut snapshot = self.store.snapshot().await?;
        if !snapshot.find(Some(SCHEME), VALUE).await?.is_empty() {
            return Err(AppError::unreadable(
                "this record has an organisation already; use another folder or database",
            ));
        }
        drop(snapshot);
        let now = self.clock.now();
        let organisation = Id::new(IdKind::Organisation, now, self.entropy.ten_bytes());
        let founding = addition(
            NewFact {
                revision: 1,
                ..fact(organisation, "organisation_founded", founded, now)
            },
            vec![
                ("name".to_owned(), name.to_owned()),
                (format!("identifier.{SCHEME}"), VALUE.to_owned()),
            ],
        );
        let mut additions = vec![founding];
        additions.extend(adoption(organisation, 1, &loaded, now, None));
        self.write(additions).await?;
        self.rules().await
    }

    /// Puts a rulebook on the record: it governs every question from now on.
    pub async fn adopt(&self, files: &Files) -> Result<Arc<Rules>, AppError> {
        let loaded = load(files)?;
        let rules = self.rules().await?;
        if rules.rulebook().fingerprint == loaded.rulebook.fingerprint {
            return Ok(rules);
        }
        let now = self.clock.now();
        let before = Some(rules.rulebook());
        let additions = adoption(rules.organisation, rules.revision, &loaded, now, before);
        self.write(additions).await?;
        self.rules().await
    }

    async fn write(&self, additions: Vec<Addition>) -> Result<(), AppError> {
        let mut writer = self.store.writer().await?;
        self.record(&mut *writer, additions).await?;
        Ok(writer.commit().await?)
    }
}

fn load(files: &Files) -> Result<Loaded, AppError> {
    Rulebook::load(files).map_err(AppError::Rulebook)
}

fn fact(about: Id, kind: &str, on: PartialDate, now: Instant) -> NewFact {
    NewFact {
        stream: about,
        revision: 0,
        kind: kind.to_owned(),
        about,
        effective_on: on,
        recorded_at: now,
        actor: None,
        capacity: None,
        clause: None,
        imported: false,
        fields: std::collections::BTreeMap::new(),
        sources: Vec::new(),
    }
}

fn addition(fact: NewFact, private: Vec<(String, String)>) -> Addition {
    let rows = projection::rows(&fact, &private);
    Addition {
        fact,
        private,
        rows,
    }
}

/// One fact for each version that is new or whose rules changed; the text goes with the last.
fn adoption(
    organisation: Id,
    revision: u32,
    loaded: &Loaded,
    now: Instant,
    before: Option<&Rulebook>,
) -> Vec<Addition> {
    let rulebook = &loaded.rulebook;
    let is_known = |fingerprint: &str| {
        before.is_some_and(|before| {
            before
                .versions
                .iter()
                .any(|old| old.fingerprint == fingerprint)
        })
    };
    let changed: Vec<_> = rulebook
        .versions
        .iter()
        .filter(|version| !is_known(&version.fingerprint))
        .collect();
    // Vocabulary, holidays or counting alone may have changed: the newest version then carries it.
    let told = if changed.is_empty() {
        rulebook.versions.iter().rev().take(1).collect()
    } else {
        changed
    };
    let last = told.len();
    told.into_iter()
        .zip(1_u32..)
        .map(|(version, nth)| {
            let mut adopted = fact(
                organisation,
                "rulebook_adopted",
                version.in_force.into(),
                now,
            );
            adopted.revision = revision + nth;
            adopted.fields = [
                ("version".to_owned(), version.id.as_str().into()),
                (
                    "fingerprint".to_owned(),
                    version.fingerprint.as_str().into(),
                ),
                ("rulebook".to_owned(), rulebook.fingerprint.as_str().into()),
            ]
            .into();
            let carries_text = usize::try_from(nth).is_ok_and(|nth| nth == last);
            let files = if carries_text {
                let files = loaded.files.iter();
                files
                    .map(|(path, text)| (format!("{FILE_FIELD}{path}"), text.to_owned()))
                    .collect()
            } else {
                Vec::new()
            };
            addition(adopted, files)
        })
        .collect()
}

async fn read(snapshot: &mut dyn Snapshot) -> Result<Rules, AppError> {
    let found = snapshot.find(Some(SCHEME), VALUE).await?;
    let Some(organisation) = found.first().map(|found| found.subject) else {
        return Err(AppError::not_found(Told::new(
            "no-organisation",
            "this record has no organisation yet; run `standing init` or `standing demo`",
        )));
    };
    let damaged = |what: &str| {
        AppError::Store(StoreError::Damaged {
            what: what.to_owned(),
        })
    };
    let facts = snapshot.facts_about(organisation).await?;
    let founding = facts
        .first()
        .ok_or_else(|| damaged("the organisation has no facts"))?;
    let adopted = facts
        .iter()
        .rev()
        .find(|fact| fact.what.kind == "rulebook_adopted");
    let adopted = adopted.ok_or_else(|| damaged("no rulebook was ever adopted"))?;
    let values = snapshot
        .private_values(&[founding.number, adopted.number])
        .await?;
    let name = values
        .iter()
        .find(|value| value.fact == founding.number && value.field == "name");
    let files: Files = values
        .iter()
        .filter_map(|value| {
            Some((
                value.field.strip_prefix(FILE_FIELD)?.to_owned(),
                value.value.clone(),
            ))
        })
        .collect();
    let loaded = load(&files)?;
    Ok(Rules {
        organisation_name: name.map_or_else(String::new, |value| value.value.clone()),
        begins_on: founding.what.effective_on.earliest(),
        revision: facts.last().map_or(0, |fact| fact.what.revision),
        ..Rules::of(organisation, loaded)?
    })
}

/// The first day of a subject's history.
pub(crate) fn first_day(history: &[u8]) -> Result<Option<Date>, packed::PackedError> {
    let mut first = None;
    for fact in packed::read(history) {
        let on = fact?.earliest_on();
        first = Some(first.map_or(on, |earlier: Date| earlier.min(on)));
    }
    Ok(first)
}
