//! The second reading of a file: each row is looked up, checked, and becomes facts, or is rejected
//! as a whole.

use std::collections::HashMap;

use standing_base::{Date, Id, IdKind, Instant, PartialDate, Zone};
use standing_domain::NewFact;
use standing_domain::register::Declared;

use super::draft::{Counts, Fault, Key, OWN_IDS, Place, Row};
use super::ids::Ids;
use super::known::{Known, Live};
use super::mapping::{Recorded, SourceMap};
use super::report::{Note, REJECTIONS_MAX, Rejection, Report};
use super::stage::{Staged, Who};
use super::survey::Survey;
use super::write::Sink;
use crate::ports::StoreError;

/// What holds for every row of an import.
pub(super) struct Setting<'a> {
    pub(super) file: &'a str,
    pub(super) now: Instant,
    pub(super) today: Date,
    pub(super) zone: &'a Zone,
    pub(super) recorded: Recorded,
    pub(super) declared: &'a [Declared],
    pub(super) source: Option<&'a SourceMap>,
}

pub(super) struct Planner<'a, 's> {
    pub(super) setting: Setting<'a>,
    pub(super) known: Known<'s>,
    pub(super) survey: Survey,
    /// Units that are on the record or were accepted.
    pub(super) units: HashMap<Key, Live>,
    /// Seats, cases and the like that were accepted.
    pub(super) items: HashMap<Key, Id>,
    pub(super) ids: Ids<'a>,
    pub(super) sink: Sink,
    pub(super) report: Report,
    pub(super) counted: Counted,
}

/// What the notes tell at the end.
#[derive(Default)]
pub(super) struct Counted {
    /// Units without a day of founding.
    pub(super) undated_units: u64,
    /// Rows that call a person otherwise than the first row about them.
    pub(super) other_names: u64,
    /// Identifiers of a scheme in which the subject has another.
    pub(super) other_identifiers: u64,
}

impl Planner<'_, '_> {
    pub(super) async fn take(&mut self, row: Row) -> Result<(), StoreError> {
        let (table, is_row) = match &row.counts {
            Counts::Row(table) => (table, true),
            Counts::Reference(table) => (table, false),
        };
        *self.report.read.entry(table.to_string()).or_default() += 1;
        self.report.rows_read += u64::from(is_row);
        let draft = match row.draft {
            Ok(draft) => draft,
            Err(faults) => {
                self.reject(&row.place, is_row, faults);
                return Ok(());
            }
        };
        let (person, rest) = draft.parts();
        let mut who = match self.who(person).await? {
            Ok(who) => who,
            Err(fault) => {
                self.reject(&row.place, is_row, vec![fault]);
                return Ok(());
            }
        };
        match self.stage(&mut who, rest).await? {
            Ok(staged) => {
                let merged = who.as_ref().is_some_and(|who| who.merged);
                let new = self.accept(who, staged, row.place.line).await?;
                if is_row {
                    let count = match (new, merged) {
                        (false, _) => &mut self.report.unchanged,
                        (true, true) => &mut self.report.merged,
                        (true, false) => &mut self.report.accepted,
                    };
                    *count += 1;
                }
                self.sink.flush_if_full().await
            }
            Err(faults) => {
                self.put_back(who);
                self.reject(&row.place, is_row, faults);
                Ok(())
            }
        }
    }

    fn reject(&mut self, place: &Place, is_row: bool, faults: Vec<Fault>) {
        self.report.rows_rejected += u64::from(is_row);
        for fault in faults {
            self.report.faults += 1;
            if self.report.rejected.len() < REJECTIONS_MAX {
                self.report.rejected.push(Rejection {
                    file: self.setting.file.to_owned(),
                    line: place.line,
                    record: place.record.clone(),
                    field: fault.field.filter(|field| !field.is_empty()),
                    value: fault.value,
                    reason: fault.reason,
                });
            }
        }
    }

    /// Nothing of the row was taken; what is known of the person stays known.
    fn put_back(&mut self, who: Option<Who>) {
        if let Some(who) = who.filter(|who| who.fresh.is_none()) {
            self.survey.slot(&who.key).live = Some(who.live);
        }
    }

    /// Puts a row on the record; `false` when all of it was there.
    async fn accept(
        &mut self,
        who: Option<Who>,
        staged: Staged,
        line: u64,
    ) -> Result<bool, StoreError> {
        let mut new = !staged.units.is_empty();
        for (key, live, founding) in staged.units {
            self.report.units_created += 1;
            self.sink.push(founding.fact, founding.private);
            self.units.insert(key, live);
        }
        for (key, addition) in staged.unit_facts {
            new = true;
            self.append_to_unit(&key, addition.fact, addition.private)
                .await?;
        }
        self.items.extend(staged.items);
        let Some(mut who) = who else {
            return Ok(new);
        };
        let facts = who.fresh.take().into_iter().chain(staged.facts);
        for mut addition in facts {
            new = true;
            let last = match who.live.revision {
                Some(revision) => revision,
                None => self.known.revision(who.live.id).await?,
            };
            addition.fact.revision = last + 1;
            who.live.revision = Some(last + 1);
            who.live.prints.insert(super::known::print(&addition.fact));
            if addition.fact.kind == "person_registered" {
                self.report.persons_created += 1;
            }
            self.sink.push(addition.fact, addition.private);
        }
        who.live.life = staged.life;
        who.live.named = true;
        let slot = self.survey.slot(&who.key);
        slot.line = line;
        // Whoever stands in one row only need not be remembered.
        slot.live = (!who.once).then_some(who.live);
        Ok(new)
    }

    async fn append_to_unit(
        &mut self,
        key: &Key,
        mut fact: NewFact,
        private: Vec<(String, String)>,
    ) -> Result<(), StoreError> {
        let Some(live) = self.units.get_mut(key) else {
            return Ok(());
        };
        let last = match live.revision {
            Some(revision) => revision,
            None => self.known.revision(live.id).await?,
        };
        fact.revision = last + 1;
        live.revision = Some(last + 1);
        live.prints.insert(super::known::print(&fact));
        self.sink.push(fact, private);
        Ok(())
    }

    /// A fact of this import, with its place in its stream still to be told.
    pub(super) fn fact(&self, about: Id, kind: String, on: PartialDate) -> NewFact {
        let recorded_at = match self.setting.recorded {
            Recorded::Now => self.setting.now,
            // Of a date that is partly unknown, only the last day is sure to have known it.
            Recorded::Effective => self
                .setting
                .zone
                .start_of(on.latest())
                .min(self.setting.now),
        };
        NewFact {
            stream: about,
            revision: 1,
            kind,
            about,
            effective_on: on,
            recorded_at,
            actor: None,
            capacity: None,
            clause: None,
            imported: true,
            fields: [].into(),
            sources: self
                .setting
                .source
                .map(|source| source.on)
                .into_iter()
                .collect(),
        }
    }

    /// The private values that every fact of this import has: where it comes from.
    pub(super) fn source_values(&self) -> Vec<(String, String)> {
        let Some(source) = self.setting.source else {
            return Vec::new();
        };
        let mut values = vec![("source.1.citation".to_owned(), source.citation.clone())];
        if let Some(address) = &source.address {
            values.push(("source.1.address".to_owned(), address.clone()));
        }
        values
    }

    /// Adds the identifiers of a subject to its private values: one for each scheme.
    pub(super) fn identify(
        &mut self,
        private: &mut Vec<(String, String)>,
        key: &Key,
        identifiers: Vec<(String, String)>,
    ) {
        let own = (*key.scheme != *OWN_IDS).then(|| (key.scheme.to_string(), key.value.clone()));
        for (scheme, value) in own.into_iter().chain(identifiers) {
            let field = format!("identifier.{scheme}");
            match private.iter().find(|(known, _)| *known == field) {
                None => private.push((field, value)),
                Some((_, known)) if *known == value => {}
                Some(_) => self.counted.other_identifiers += 1,
            }
        }
    }

    pub(super) fn new_id(&mut self, kind: IdKind, key: &Key) -> Id {
        let own = key
            .value
            .parse()
            .ok()
            .filter(|id: &Id| *key.scheme == *OWN_IDS && id.kind() == kind);
        own.unwrap_or_else(|| self.ids.next(kind))
    }

    pub(super) fn notes(&mut self) {
        let counted = &self.counted;
        let notes = [
            (
                counted.undated_units,
                "bodies or branches have no day of founding; they stand from the first day on which the file names them",
            ),
            (
                counted.other_names,
                "rows call a person otherwise than the first row about them; the first name was kept",
            ),
            (
                counted.other_identifiers,
                "identifiers were left out because the subject has another of the same scheme",
            ),
        ];
        for (count, says) in notes.into_iter().filter(|(count, _)| *count > 0) {
            self.report.notes.push(Note::new(format!("{count} {says}")));
        }
        let listed = u64::try_from(self.report.rejected.len()).unwrap_or(u64::MAX);
        if listed < self.report.faults {
            let more = self.report.faults - listed;
            let says = format!("{more} more faults are counted and not listed");
            self.report.notes.push(Note::new(says));
        }
    }
}
