//! One row, looked up and checked. Nothing of it is taken before all of it is found good.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

use standing_base::{Id, IdKind, PartialDate, Refusal};
use standing_domain::register::{Life, check_kind, check_times};
use standing_domain::{FieldValue, NewFact};

use super::draft::{Draft, DraftValue, FactDraft, Fault, Key, OWN_IDS, PersonDraft, UnitDraft};
use super::known::{Live, print};
use super::plan::Planner;
use crate::ports::StoreError;

/// The person of a row.
pub(super) struct Who {
    pub(super) key: Key,
    pub(super) live: Box<Live>,
    pub(super) once: bool,
    /// The registration, when the person is new.
    pub(super) fresh: Option<Staging>,
    /// The row told of somebody who was known already.
    pub(super) merged: bool,
    private: Vec<(String, String)>,
}

/// A fact with its private values, before it has its revision.
pub(super) struct Staging {
    pub(super) fact: NewFact,
    pub(super) private: Vec<(String, String)>,
}

/// What a good row adds.
#[derive(Default)]
pub(super) struct Staged {
    pub(super) units: Vec<(Key, Live, Staging)>,
    pub(super) unit_facts: Vec<(Key, Staging)>,
    pub(super) items: HashMap<Key, Id>,
    pub(super) facts: Vec<Staging>,
    /// What is known of the person after the row.
    pub(super) life: Life,
}

impl Draft {
    pub(super) fn parts(self) -> (Option<PersonDraft>, (Vec<UnitDraft>, Vec<FactDraft>)) {
        (self.person, (self.units, self.facts))
    }
}

fn refused(field: &Arc<str>, on: PartialDate, refusal: &Refusal) -> Fault {
    Fault::new(field, &on.to_string(), refusal.detail.english.clone())
}

impl Planner<'_, '_> {
    /// Finds the person of a row, or prepares a new one.
    pub(super) async fn who(
        &mut self,
        draft: Option<PersonDraft>,
    ) -> Result<Result<Option<Who>, Fault>, StoreError> {
        let Some(draft) = draft else {
            return Ok(Ok(None));
        };
        let slot = self.survey.slot(&draft.key);
        if draft.once && slot.line != 0 {
            let reason = format!(
                "was on line {} already; a person may stand in one row only",
                slot.line
            );
            return Ok(Err(Fault::new(&draft.field, &draft.key.value, reason)));
        }
        if let Some(live) = slot.live.take() {
            let merged = live.existing || draft.create && slot.line != 0;
            return Ok(Ok(Some(Who {
                key: draft.key,
                live,
                once: draft.once,
                fresh: None,
                merged,
                private: draft.private,
            })));
        }
        let found = match self.on_record(&draft).await? {
            Ok(found) => found,
            Err(fault) => return Ok(Err(fault)),
        };
        if let Some(id) = found {
            return Ok(Ok(Some(Who {
                key: draft.key,
                live: Box::new(self.known.live(id).await?),
                once: draft.once,
                fresh: None,
                merged: true,
                private: draft.private,
            })));
        }
        if !draft.create {
            let reason = "names somebody whose own record was rejected; correct that one first";
            return Ok(Err(Fault::new(&draft.field, &draft.key.value, reason)));
        }
        Ok(self.register(draft))
    }

    /// Whom a row means among those on the record: by its key, else by other identifiers.
    async fn on_record(
        &mut self,
        draft: &PersonDraft,
    ) -> Result<Result<Option<Id>, Fault>, StoreError> {
        let by_key = self
            .known
            .find(&draft.key)
            .await?
            .map(|found| found.subject);
        let found = match by_key {
            Some(id) => vec![id],
            None => self.known.by_identifiers(&draft.identifiers).await?,
        };
        let fault = |reason: String| Ok(Err(Fault::new(&draft.field, &draft.key.value, reason)));
        match found.as_slice() {
            [] => Ok(Ok(None)),
            [id] if id.kind() == IdKind::Person => Ok(Ok(Some(*id))),
            [id] => fault(format!("names {id} on the record, which is not a person")),
            several => fault(format!(
                "has identifiers of {} different persons on the record",
                several.len()
            )),
        }
    }

    fn register(&mut self, draft: PersonDraft) -> Result<Option<Who>, Fault> {
        let id = self.new_id(IdKind::Person, &draft.key);
        let on = self.survey.slot(&draft.key).earliest;
        let on = on.unwrap_or(PartialDate::Day(self.setting.today));
        let fact = self.fact(id, "person_registered".to_owned(), on);
        let mut private = self.source_values();
        private.extend(draft.private.iter().cloned());
        self.identify(&mut private, &draft.key, draft.identifiers);
        if let Err(refusal) = check_kind(&fact, self.setting.declared) {
            return Err(refused(&draft.field, on, &refusal));
        }
        let mut live = Live::new(id);
        live.names
            .extend(name_of(&draft.private).map(str::to_owned));
        Ok(Some(Who {
            key: draft.key,
            live: Box::new(live),
            once: draft.once,
            fresh: Some(Staging { fact, private }),
            merged: false,
            private: draft.private,
        }))
    }

    pub(super) async fn stage(
        &mut self,
        who: &mut Option<Who>,
        (units, mut drafts): (Vec<UnitDraft>, Vec<FactDraft>),
    ) -> Result<Result<Staged, Vec<Fault>>, StoreError> {
        let mut staged = Staged::default();
        let mut faults = Vec::new();
        for unit in units {
            if let Err(fault) = self.stage_unit(unit, &mut staged).await? {
                faults.push(fault);
            }
        }
        if !faults.is_empty() {
            return Ok(Err(faults));
        }
        if let Some(who) = who {
            staged.life = who.live.life.clone();
            self.stage_name(who, &mut staged);
        }
        drafts.sort_by(check_order);
        for draft in drafts {
            let about = match (&draft.unit, who.as_ref()) {
                (Some(unit), _) => self.unit_id(unit, &staged),
                (None, Some(who)) => Some(who.live.id),
                (None, None) => None,
            };
            let Some(about) = about else {
                continue;
            };
            let added = self
                .stage_fact(draft, about, who.as_ref(), &mut staged)
                .await?;
            if let Err(fault) = added {
                faults.push(fault);
            }
        }
        staged.facts.sort_by_key(|staging| {
            let later = staging.fact.kind != "birth_recorded";
            (later, staging.fact.effective_on.earliest())
        });
        Ok(if faults.is_empty() {
            Ok(staged)
        } else {
            Err(faults)
        })
    }

    /// A name that was never recorded for somebody who is on the record is a change of name; within
    /// one file the first name counts.
    fn stage_name(&mut self, who: &Who, staged: &mut Staged) {
        let Some(name) = name_of(&who.private) else {
            return;
        };
        if who.live.names.iter().any(|known| known == name) {
            return;
        }
        if who.live.named || !who.live.existing {
            self.counted.other_names += 1;
            return;
        }
        let on = PartialDate::Day(self.setting.today);
        let fact = self.fact(who.live.id, "name_changed".to_owned(), on);
        let mut private = self.source_values();
        private.push(("name".to_owned(), name.to_owned()));
        staged.facts.push(Staging { fact, private });
    }

    fn unit_id(&self, key: &Key, staged: &Staged) -> Option<Id> {
        let new = staged.units.iter().find(|(known, ..)| known == key);
        let live = new.map(|(_, live, _)| live);
        live.or_else(|| self.units.get(key)).map(|live| live.id)
    }

    async fn stage_unit(
        &mut self,
        draft: UnitDraft,
        staged: &mut Staged,
    ) -> Result<Result<(), Fault>, StoreError> {
        if self.unit_id(&draft.key, staged).is_some() {
            return Ok(Ok(()));
        }
        let mut found = self
            .known
            .find(&draft.key)
            .await?
            .map(|found| found.subject);
        if found.is_none() && draft.kind == IdKind::Organisation {
            // There is one organisation, whatever id it had where the file was made.
            found = self.known.organisation().await?;
        }
        if let Some(id) = found {
            let live = self.known.live(id).await?;
            self.units.insert(draft.key, live);
            return Ok(Ok(()));
        }
        let fault = |reason: &str| {
            Ok(Err(Fault::new(
                &draft.field,
                &draft.key.value,
                reason.to_owned(),
            )))
        };
        if !draft.create {
            return fault(
                "names an organization whose own record was rejected; correct that one first",
            );
        }
        let parent = match &draft.parent {
            None => None,
            Some(key) => match self.unit_id(key, staged) {
                None => {
                    return fault(
                        "has a parent whose own record was rejected; correct that one first",
                    );
                }
                parent => parent,
            },
        };
        Ok(self
            .found_unit(draft, parent)
            .map(|unit| staged.units.push(unit)))
    }

    /// A new unit with the fact of its founding.
    fn found_unit(
        &mut self,
        draft: UnitDraft,
        parent: Option<Id>,
    ) -> Result<(Key, Live, Staging), Fault> {
        let named = self.survey.unit_from(&draft.key);
        if draft.founded.is_none() {
            self.counted.undated_units += 1;
        }
        let on = draft
            .founded
            .or(named)
            .unwrap_or(PartialDate::Day(self.setting.today));
        let id = self.new_id(draft.kind, &draft.key);
        let kind = match draft.kind {
            IdKind::Branch => "branch_founded",
            IdKind::Organisation => "organisation_founded",
            _ => "body_founded",
        };
        let mut fact = self.fact(id, kind.to_owned(), on);
        for (name, value) in [
            ("form", draft.form.map(FieldValue::Text)),
            ("parent", parent.map(Into::into)),
            ("size", draft.size.map(Into::into)),
            ("term", draft.term.map(FieldValue::Text)),
        ] {
            fact.fields
                .extend(value.map(|value| (name.to_owned(), value)));
        }
        check_kind(&fact, self.setting.declared)
            .and_then(|()| check_times(&fact, &Life::default(), self.setting.today))
            .map_err(|refusal| refused(&draft.field, on, &refusal))?;
        let mut private = self.source_values();
        private.extend(draft.private);
        private.extend(draft.name.map(|name| ("name".to_owned(), name)));
        self.identify(&mut private, &draft.key, draft.identifiers);
        let mut live = Live::new(id);
        live.revision = Some(1);
        live.prints.insert(print(&fact));
        Ok((draft.key, live, Staging { fact, private }))
    }

    async fn stage_fact(
        &mut self,
        draft: FactDraft,
        about: Id,
        who: Option<&Who>,
        staged: &mut Staged,
    ) -> Result<Result<(), Fault>, StoreError> {
        let mut fact = self.fact(about, draft.kind, draft.on);
        let mut private = self.source_values();
        private.extend(draft.private);
        for (name, value) in draft.fields {
            let value = match value {
                DraftValue::Plain(value) => value,
                DraftValue::Unit(key) => match self.unit_id(&key, staged) {
                    Some(id) => id.into(),
                    None => continue,
                },
                DraftValue::Item(kind, key) => {
                    let identifier = (format!("identifier.{}", key.scheme), key.value.clone());
                    match self.item(kind, key, about, staged).await? {
                        Err(reason) => return Ok(Err(Fault::new(&name, &identifier.1, reason))),
                        Ok((id, true)) => {
                            private.push(identifier);
                            id.into()
                        }
                        Ok((id, false)) => id.into(),
                    }
                }
            };
            fact.fields.insert(name.to_string(), value);
        }
        let known_print = print(&fact);
        let on_record = match (&draft.unit, who) {
            (Some(unit), _) => self
                .units
                .get(unit)
                .is_some_and(|live| live.prints.contains(&known_print)),
            (None, Some(who)) => who.live.prints.contains(&known_print),
            (None, None) => false,
        };
        let same = |staging: &Staging| print(&staging.fact) == known_print;
        if on_record || draft.unit.is_none() && staged.facts.iter().any(same) {
            return Ok(Ok(()));
        }
        let no_life = Life::default();
        let life = match draft.unit {
            Some(_) => &no_life,
            None => &staged.life,
        };
        let checked = check_kind(&fact, self.setting.declared)
            .and_then(|()| check_times(&fact, life, self.setting.today));
        if let Err(refusal) = checked {
            return Ok(Err(refused(&draft.field, draft.on, &refusal)));
        }
        let staging = Staging { fact, private };
        if let Some(unit) = draft.unit {
            staged.unit_facts.push((unit, staging));
        } else {
            staged.life.note_fact(&staging.fact);
            staged.facts.push(staging);
        }
        Ok(Ok(()))
    }

    /// A seat, a case: the one of this key, or a new one (`true` when its key is still to be kept).
    async fn item(
        &mut self,
        kind: IdKind,
        key: Key,
        about: Id,
        staged: &mut Staged,
    ) -> Result<Result<(Id, bool), String>, StoreError> {
        if let Some(id) = staged.items.get(&key).or_else(|| self.items.get(&key)) {
            return Ok(Ok((*id, false)));
        }
        if *key.scheme == *OWN_IDS {
            let id = self.new_id(kind, &key);
            staged.items.insert(key, id);
            return Ok(Ok((id, false)));
        }
        if let Some(found) = self.known.find(&key).await? {
            return Ok(match found.item {
                Some(id) if found.subject == about && id.kind() == kind => {
                    staged.items.insert(key, id);
                    Ok((id, false))
                }
                _ => Err("is on the record for somebody else".to_owned()),
            });
        }
        let id = self.new_id(kind, &key);
        staged.items.insert(key, id);
        Ok(Ok((id, true)))
    }
}

fn name_of(private: &[(String, String)]) -> Option<&str> {
    private
        .iter()
        .find(|(field, _)| field == "name")
        .map(|(_, name)| name.as_str())
}

/// Birth and death first, for they bound the others; then what begins, then what ends.
fn check_order(a: &FactDraft, b: &FactDraft) -> Ordering {
    let rank = |fact: &FactDraft| match fact.kind.as_str() {
        "birth_recorded" => 0,
        "died" => 1,
        kind if Life::begins(kind) => 2,
        _ => 3,
    };
    rank(a)
        .cmp(&rank(b))
        .then_with(|| a.on.earliest().cmp(&b.on.earliest()))
}
