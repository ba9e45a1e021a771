//! A row through a mapping.

use std::borrow::Cow;
use std::sync::Arc;

use standing_domain::fact::is_code;
use standing_domain::register::slug;
use standing_domain::{FieldValue, fact::CODE_BYTES_MAX};

use super::{
    DateMap, FactMap, FieldMap, From, ItemMap, Mapping, PersonMap, Slot, UnitMap, ValueMap, WhenMap,
};
use crate::register::dates;
use crate::register::draft::{Draft, DraftValue, FactDraft, Fault, Key, PersonDraft, UnitDraft};
use crate::register::join::{JoinTable, Match};

/// The texts of a row, by slot; empty where the row has nothing.
#[derive(Clone, Debug, Default)]
pub(in crate::register) struct Cells(pub(in crate::register) Vec<String>);

impl Cells {
    pub(in crate::register) fn new(slots: usize) -> Self {
        Self(vec![String::new(); slots])
    }

    fn at(&self, slot: &Slot) -> &str {
        self.0.get(slot.at).map_or("", |text| trimmed(text))
    }
}

pub(in crate::register) fn trimmed(text: &str) -> &str {
    text.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}')
}

/// What a row says, or everything that is wrong with it.
pub(in crate::register) fn draft(
    mapping: &Mapping,
    cells: &Cells,
    join: Option<&mut JoinTable>,
) -> Result<Draft, Vec<Fault>> {
    let mut work = Work {
        cells,
        faults: Vec::new(),
    };
    let mut draft = Draft::default();
    let unit_keys: Vec<_> = mapping
        .units
        .iter()
        .map(|unit| work.unit_key(unit))
        .collect();
    for (unit, key) in mapping.units.iter().zip(&unit_keys) {
        if let Some(key) = key {
            draft.units.push(work.unit(unit, key, &unit_keys));
        }
    }
    if let Some(person) = &mapping.person {
        draft.person = work.person(mapping, person, join, &mut draft.facts);
        work.life(person, draft.person.as_ref(), &mut draft.facts);
    }
    for map in &mapping.facts {
        if let Some(fact) = work.fact(mapping, map, &unit_keys) {
            draft.facts.push(fact);
        }
    }
    if work.faults.is_empty() {
        Ok(draft)
    } else {
        Err(work.faults)
    }
}

/// The units that a JSON record names outside the list whose entries are the rows: a committee
/// without any member is still a committee.
pub(in crate::register) fn outer_draft(mapping: &Mapping, each: &str, cells: &Cells) -> Draft {
    let inner = |slot: &Slot| {
        slot.name
            .strip_prefix(each)
            .is_some_and(|rest| rest.starts_with('.'))
    };
    let is_inner = |value: &ValueMap| matches!(&value.from, From::Slot(slot) if inner(slot));
    let mut work = Work {
        cells,
        faults: Vec::new(),
    };
    let keys: Vec<_> = mapping
        .units
        .iter()
        .map(|unit| {
            (!is_inner(&unit.key))
                .then(|| work.unit_key(unit))
                .flatten()
        })
        .collect();
    let units = mapping
        .units
        .iter()
        .zip(&keys)
        .filter_map(|(unit, key)| Some(work.unit(unit, key.as_ref()?, &keys)))
        .collect();
    // The rows of the record tell what is wrong with it; a record without rows says nothing.
    if !work.faults.is_empty() {
        return Draft::default();
    }
    Draft {
        units,
        ..Draft::default()
    }
}

struct Work<'a> {
    cells: &'a Cells,
    faults: Vec<Fault>,
}

impl<'a> Work<'a> {
    /// The text of a value: `None` when there is none, or when it is wrong.
    fn text<'m: 'v, 'v>(&mut self, map: &'m ValueMap) -> Option<Cow<'v, str>>
    where
        'a: 'v,
    {
        let (raw, name): (&'v str, &str) = match &map.from {
            From::Slot(slot) => (self.cells.at(slot), &slot.name),
            From::Constant(text) => (text, "is"),
        };
        if let Some(codes) = &map.codes {
            if let Some(code) = codes.get(raw) {
                return (!code.is_empty()).then_some(Cow::Borrowed(code.as_str()));
            }
            if !raw.is_empty() && !map.slug {
                let known: Vec<_> = codes.keys().take(12).map(String::as_str).collect();
                self.faults.push(Fault::new(
                    name,
                    raw,
                    format!(
                        "is not one of {}; correct it, or add it to `codes` in the mapping",
                        known.join(", ")
                    ),
                ));
                return None;
            }
        }
        if raw.is_empty() {
            return None;
        }
        if !map.slug {
            return Some(Cow::Borrowed(raw));
        }
        let code = slug(raw);
        if code.is_none() {
            self.faults.push(Fault::new(
                name,
                raw,
                "has no letter or digit that a code could be made of",
            ));
        }
        code.map(Cow::Owned)
    }

    fn code(&mut self, map: &ValueMap) -> Option<String> {
        let text = self.text(map)?;
        if is_code(&text) {
            return Some(text.into_owned());
        }
        let name = match &map.from {
            From::Slot(slot) => Arc::clone(&slot.name),
            From::Constant(_) => Arc::from("is"),
        };
        let reason = if text.len() > CODE_BYTES_MAX {
            format!("is longer than {CODE_BYTES_MAX} bytes, too long for a code")
        } else {
            "is words, not a code; add `codes` or `slug = true` to the mapping".to_owned()
        };
        self.faults.push(Fault::new(&name, &text, reason));
        None
    }

    fn date(&mut self, map: &DateMap) -> Option<standing_base::PartialDate> {
        let text = self.cells.at(&map.slot);
        if text.is_empty() {
            return None;
        }
        dates::read(text, &map.forms)
            .map_err(|reason| self.faults.push(Fault::new(&map.slot.name, text, reason)))
            .ok()
    }

    fn unit_key(&mut self, unit: &UnitMap) -> Option<Key> {
        let value = self.text(&unit.key)?.into_owned();
        Some(Key {
            scheme: Arc::clone(&unit.scheme),
            value,
        })
    }

    fn unit(&mut self, unit: &UnitMap, key: &Key, keys: &[Option<Key>]) -> UnitDraft {
        let name = match &unit.title {
            Some(title) => self.text(title).map(Cow::into_owned),
            None => None,
        };
        UnitDraft {
            field: match &unit.key.from {
                From::Slot(slot) => Arc::clone(&slot.name),
                From::Constant(_) => Arc::from(unit.name.as_str()),
            },
            create: true,
            kind: unit.kind,
            form: unit.form.as_ref().and_then(|form| self.code(form)),
            name: Some(name.unwrap_or_else(|| key.value.clone())),
            private: Vec::new(),
            identifiers: Vec::new(),
            parent: unit
                .parent
                .and_then(|parent| keys.get(parent).cloned().flatten()),
            size: None,
            term: None,
            founded: unit.founded.as_ref().and_then(|date| self.date(date)),
            key: key.clone(),
        }
    }

    fn filled(&self, slots: &[(String, Slot)]) -> Vec<(String, String)> {
        slots
            .iter()
            .map(|(name, slot)| (name.clone(), self.cells.at(slot).to_owned()))
            .filter(|(_, text)| !text.is_empty())
            .collect()
    }

    fn person(
        &mut self,
        mapping: &Mapping,
        map: &PersonMap,
        join: Option<&mut JoinTable>,
        facts: &mut Vec<FactDraft>,
    ) -> Option<PersonDraft> {
        let mut person = PersonDraft {
            key: Key {
                scheme: Arc::clone(&map.scheme),
                value: String::new(),
            },
            field: Arc::from(""),
            create: true,
            once: map.once,
            identifiers: self.filled(&map.identifiers),
            private: self.filled(&map.private),
        };
        match (&map.key, &mapping.join, join) {
            (Some(slot), ..) => {
                self.cells.at(slot).clone_into(&mut person.key.value);
                person.field = Arc::clone(&slot.name);
            }
            (None, Some(map), Some(table)) => {
                person.field = Arc::clone(&map.by.name);
                let name = self.cells.at(&map.by);
                let known = map.or_key.as_ref().map_or("", |slot| self.cells.at(slot));
                match table.find(name, known) {
                    Match::One(found) => {
                        person.key.scheme = Arc::clone(&map.scheme);
                        person.key.value.clone_from(&found.key);
                        // The other file is about the person; it knows better than the row.
                        for (field, value) in &found.private {
                            person.private.retain(|(own, _)| own != field);
                            person.private.push((field.clone(), value.clone()));
                        }
                        person.identifiers.extend(found.identifiers.iter().cloned());
                        facts.extend(found.born.map(|on| FactDraft::birth(on, &person.field)));
                    }
                    Match::Nobody => {
                        person.key.scheme = Arc::clone(&map.alone);
                        name.clone_into(&mut person.key.value);
                    }
                    Match::Several(count) => {
                        self.faults.push(Fault::new(
                            &map.by.name,
                            name,
                            format!("{count} persons of {} have this name", map.file),
                        ));
                        return None;
                    }
                }
            }
            _ => return None,
        }
        if person.key.value.is_empty() {
            self.faults.push(Fault::new(
                &person.field,
                "",
                "is empty; every row needs it to tell whom it is about",
            ));
            return None;
        }
        Some(person)
    }

    fn life(&mut self, map: &PersonMap, person: Option<&PersonDraft>, facts: &mut Vec<FactDraft>) {
        if person.is_none() {
            return;
        }
        if let Some((map, on)) = map
            .born
            .as_ref()
            .and_then(|map| Some((map, self.date(map)?)))
        {
            facts.push(FactDraft::birth(on, &map.slot.name));
        }
        if let Some((map, on)) = map
            .died
            .as_ref()
            .and_then(|map| Some((map, self.date(map)?)))
        {
            facts.push(FactDraft::bare("died", on, &map.slot.name));
        }
    }

    fn fact(
        &mut self,
        mapping: &Mapping,
        map: &FactMap,
        units: &[Option<Key>],
    ) -> Option<FactDraft> {
        if !map.when.as_ref().is_none_or(|when| self.holds(when)) {
            return None;
        }
        let on = self.date(&map.on)?;
        let before = self.faults.len();
        let kind = self.code(&map.kind);
        if kind.is_none() && before == self.faults.len() {
            let name = match &map.kind.from {
                From::Slot(slot) => Arc::clone(&slot.name),
                From::Constant(_) => Arc::from("kind"),
            };
            self.faults.push(Fault::new(
                &name,
                "",
                format!(
                    "is empty although `{}` is filled, so it cannot be told what happened",
                    map.on.slot.name
                ),
            ));
        }
        let mut fields = Vec::with_capacity(map.fields.len());
        for (name, field) in &map.fields {
            if let Some(value) = self.field(mapping, field, units) {
                fields.push((Arc::clone(name), value));
            }
        }
        Some(FactDraft {
            kind: kind?,
            unit: None,
            on,
            field: Arc::clone(&map.on.slot.name),
            fields,
            private: self.filled(&map.private),
        })
    }

    fn holds(&self, when: &WhenMap) -> bool {
        let text = self.cells.at(&when.slot);
        let has = |list: &[String]| list.iter().any(|one| one == text);
        (when.is.is_empty() || has(&when.is))
            && !has(&when.not)
            && when.filled.is_none_or(|filled| filled != text.is_empty())
    }

    fn field(
        &mut self,
        mapping: &Mapping,
        map: &FieldMap,
        units: &[Option<Key>],
    ) -> Option<DraftValue> {
        let plain = DraftValue::Plain;
        match map {
            FieldMap::Code(value) => self.code(value).map(FieldValue::Text).map(plain),
            FieldMap::Date(date) => self.date(date).map(FieldValue::from).map(plain),
            FieldMap::Number(slot) => {
                let text = self.cells.at(slot);
                if text.is_empty() {
                    return None;
                }
                let number = text.parse::<i64>().map_err(|_| {
                    let fault = Fault::new(&slot.name, text, "is not a whole number");
                    self.faults.push(fault);
                });
                number.ok().map(|number| plain(number.into()))
            }
            FieldMap::YesNo(slot, yes) => {
                let text = self.cells.at(slot);
                (!text.is_empty()).then(|| plain(yes.iter().any(|one| one == text).into()))
            }
            FieldMap::Unit(at) => units.get(*at).cloned().flatten().map(DraftValue::Unit),
            FieldMap::Item(at) => mapping.items.get(*at).map(|item| self.item(item)),
        }
    }

    fn item(&self, map: &ItemMap) -> DraftValue {
        // The parts cannot run into each other: a cell never holds this separator.
        let parts: Vec<_> = map.key.iter().map(|slot| self.cells.at(slot)).collect();
        DraftValue::Item(
            map.kind,
            Key {
                scheme: Arc::clone(&map.scheme),
                value: parts.join("\u{1f}"),
            },
        )
    }
}
