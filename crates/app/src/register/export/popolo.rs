//! Popolo JSON, one record a line. What Popolo has no word for stands beside it under a name of our
//! own: `office` (the code behind `role`), `start_reason`, `end_reason`, `end_kind`, `until`.

use std::collections::BTreeMap;
use std::io::Write;

use serde_json::{Map, Value, json};
use standing_base::IdKind;
use standing_domain::register::slug;

use super::ExportError;
use super::read::{Pages, Subject, Told};
use super::spell::{Spell, branches, memberships, seats};
use crate::ports::Snapshot;
use crate::register::popolo::OURSELVES;

pub(super) async fn write(
    snapshot: &mut dyn Snapshot,
    out: &mut (dyn Write + Send),
) -> Result<u64, ExportError> {
    let mut list = List::begin(out, "persons", true)?;
    let mut persons = 0;
    let mut pages = Pages::of(IdKind::Person);
    loop {
        let page = pages.next(snapshot).await?;
        if page.is_empty() {
            break;
        }
        for person in &page {
            persons += 1;
            list.add(person_of(person))?;
        }
    }
    list.end()?;
    let organisation = organizations(snapshot, out).await?;
    let mut areas = BTreeMap::new();
    let mut list = List::begin(out, "memberships", false)?;
    let mut pages = Pages::of(IdKind::Person);
    loop {
        let page = pages.next(snapshot).await?;
        if page.is_empty() {
            break;
        }
        for membership in page
            .iter()
            .flat_map(|person| memberships_of(person, &organisation, &mut areas))
            .collect::<Vec<_>>()
        {
            list.add(membership)?;
        }
    }
    list.end()?;
    let mut list = List::begin(out, "areas", false)?;
    for (code, name) in areas {
        let mut record = Record::new("id", code);
        record.put("name", name);
        list.add(record.0)?;
    }
    list.end()?;
    out.write_all(b"\n}\n")?;
    out.flush()?;
    Ok(persons)
}

/// A list of records, one a line.
struct List<'a> {
    out: &'a mut (dyn Write + Send),
    empty: bool,
}

impl<'a> List<'a> {
    fn begin(
        out: &'a mut (dyn Write + Send),
        name: &str,
        first: bool,
    ) -> Result<Self, ExportError> {
        let before = if first { "{\n" } else { ",\n" };
        write!(out, "{before}\"{name}\": [")?;
        Ok(Self { out, empty: true })
    }

    fn add(&mut self, record: Map<String, Value>) -> Result<(), ExportError> {
        let before: &[u8] = if self.empty { b"\n" } else { b",\n" };
        self.out.write_all(before)?;
        self.empty = false;
        serde_json::to_writer(&mut *self.out, &Value::Object(record))?;
        Ok(())
    }

    fn end(self) -> Result<(), ExportError> {
        self.out.write_all(if self.empty { b"]" } else { b"\n]" })?;
        Ok(())
    }
}

struct Record(Map<String, Value>);

impl Record {
    fn new(name: &str, value: impl Into<Value>) -> Self {
        let mut record = Self(Map::new());
        record.put(name, Some(value));
        record
    }

    fn put(&mut self, name: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.0.insert(name.to_owned(), value.into());
        }
    }

    fn identifiers(&mut self, all: &[(&str, &str)]) {
        let all: Vec<_> = all
            .iter()
            .map(|(scheme, value)| json!({"scheme": scheme, "identifier": value}))
            .collect();
        self.put("identifiers", (!all.is_empty()).then_some(all));
    }

    /// A name, or the name in each language where it has several.
    fn name(&mut self, subject: &Subject) {
        let Some(told) = subject.named() else {
            return;
        };
        let by_language: Map<String, Value> = told
            .private
            .iter()
            .filter_map(|(field, name)| {
                let language = field.strip_prefix("name.")?;
                Some((format!("lang:{language}"), Value::from(name.as_str())))
            })
            .collect();
        if by_language.is_empty() {
            self.put("name", subject.name());
        } else {
            self.put("name", Some(by_language));
        }
        for part in ["given_name", "family_name"] {
            self.put(part, told.private.get(part).map(String::as_str));
        }
    }
}

fn day(fact: &Told) -> String {
    fact.on.to_string()
}

fn person_of(person: &Subject) -> Map<String, Value> {
    let mut record = Record::new("id", person.id.to_string());
    record.name(person);
    let born = person.last("birth_recorded");
    record.put("birth_date", born.and_then(|fact| fact.text("born_on")));
    record.put("death_date", person.last("died").map(day));
    record.identifiers(&person.identifiers());
    record.0
}

/// Writes the organizations; gives the id of the organisation itself.
async fn organizations(
    snapshot: &mut dyn Snapshot,
    out: &mut (dyn Write + Send),
) -> Result<String, ExportError> {
    let mut list = List::begin(out, "organizations", false)?;
    let mut itself = None;
    for kind in [IdKind::Organisation, IdKind::Branch, IdKind::Body] {
        let mut pages = Pages::of(kind);
        loop {
            let page = pages.next(snapshot).await?;
            if page.is_empty() {
                break;
            }
            for unit in &page {
                if kind == IdKind::Organisation {
                    itself = Some(unit.id.to_string());
                }
                list.add(organization_of(unit))?;
            }
        }
        if kind == IdKind::Organisation && itself.is_none() {
            let mut record = Record::new("id", OURSELVES);
            record.put("classification", Some("organisation"));
            list.add(record.0)?;
        }
    }
    list.end()?;
    Ok(itself.unwrap_or_else(|| OURSELVES.to_owned()))
}

fn organization_of(unit: &Subject) -> Map<String, Value> {
    let (form, founded, dissolved) = match unit.id.kind() {
        IdKind::Organisation => (Some("organisation"), "organisation_founded", ""),
        IdKind::Branch => (Some("branch"), "branch_founded", "branch_dissolved"),
        _ => (None, "body_founded", "body_dissolved"),
    };
    let founded = unit.last(founded);
    let text = |name: &str| founded.and_then(|fact| fact.text(name));
    let mut record = Record::new("id", unit.id.to_string());
    record.name(unit);
    record.put("classification", form.or_else(|| text("form")));
    record.put("parent_id", text("parent"));
    record.put("founding_date", founded.map(day));
    record.put("dissolution_date", unit.last(dissolved).map(day));
    let size = founded.and_then(|fact| fact.number("size"));
    record.put("seat_counts", size.map(|size| json!({"seats": size})));
    record.put("term", text("term"));
    record.identifiers(&unit.identifiers());
    record.0
}

fn memberships_of(
    person: &Subject,
    organisation: &str,
    areas: &mut BTreeMap<String, Option<String>>,
) -> Vec<Map<String, Value>> {
    let begin = |organization: &str, id: Option<&str>| {
        let mut record = Record(Map::new());
        record.put("id", id);
        record.put("person_id", Some(person.id.to_string()));
        record.put("organization_id", Some(organization));
        record
    };
    let mut records = Vec::new();
    for spell in memberships(person) {
        let mut record = begin(organisation, None);
        days(&mut record, &spell);
        record.put("end_kind", spell.end.map(|end| end.kind.as_str()));
        records.push(record.0);
    }
    for (branch, spells) in branches(person) {
        for spell in spells {
            let mut record = begin(branch, None);
            days(&mut record, &spell);
            records.push(record.0);
        }
    }
    for (seat, spell) in seats(person) {
        let Some(taken) = spell.begin else {
            continue;
        };
        let mut record = begin(taken.text("body").unwrap_or_default(), Some(seat));
        record.put("on_behalf_of_id", taken.text("label"));
        if let Some(area) = taken.text("area") {
            let name = areas.entry(area.to_owned()).or_default();
            *name = taken.private.get("area").cloned().or(name.take());
            record.put("area_id", Some(area));
        }
        let role = taken.private.get("office").map(String::as_str);
        let office = taken.text("office");
        record.put("role", role.or(office));
        // The words tell the code, unless somebody gave both.
        record.put(
            "office",
            office.filter(|office| role.and_then(slug).as_deref() != Some(*office)),
        );
        days(&mut record, &spell);
        record.put("until", taken.text("until"));
        let identifiers: Vec<_> = taken.identifiers().collect();
        record.identifiers(&identifiers);
        records.push(record.0);
    }
    records
}

fn days(record: &mut Record, spell: &Spell<'_>) {
    record.put("start_date", spell.begin.map(day));
    record.put(
        "start_reason",
        spell.begin.and_then(|fact| fact.text("reason")),
    );
    record.put("end_date", spell.end.map(day));
    record.put("end_reason", spell.end.and_then(|fact| fact.text("reason")));
}
