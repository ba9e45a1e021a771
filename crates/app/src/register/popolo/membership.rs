//! Memberships: seats in bodies; for organizations with an id of Standing's own, membership of a
//! branch or of the organisation itself.

use standing_base::{IdKind, PartialDate};
use standing_domain::fact::is_code;
use standing_domain::register::slug;
use standing_domain::{FieldValue, kind};

use super::record::{Record, field};
use super::{OURSELVES, PopoloSource, Post, unit_kind};
use crate::register::draft::{Draft, DraftValue, FactDraft, Fault, Key, PersonDraft, UnitDraft};

const READ: &[&str] = &[
    "id",
    "person_id",
    "organization_id",
    "on_behalf_of_id",
    "area_id",
    "post_id",
    "role",
    "office",
    "start_date",
    "end_date",
    "start_reason",
    "end_reason",
    "end_kind",
    "until",
    "identifiers",
];

/// Whom and what a membership names.
struct Named {
    id: Option<String>,
    person: String,
    organization: String,
    label: Option<String>,
    area: Option<String>,
    post: Post,
}

impl PopoloSource {
    pub(super) fn membership(&mut self, record: &mut Record<'_>) -> Option<Draft> {
        record.count_unread("memberships", READ, &mut self.unread);
        let named = self.named(record)?;
        let key = self.schemes.organization_key(&named.organization);
        let ourselves = named.organization == OURSELVES;
        let facts = match unit_kind(&key) {
            _ if ourselves => own_membership(record),
            IdKind::Organisation => own_membership(record),
            IdKind::Branch => branch_membership(record, &key),
            _ => self.seat(record, &named),
        };
        let unit = |name: &str, id: &str| UnitDraft::known(self.schemes.organization_key(id), name);
        let organization = (!ourselves).then(|| unit("organization_id", &named.organization));
        let label = named.label.as_ref().map(|id| unit("on_behalf_of_id", id));
        Some(Draft {
            person: Some(PersonDraft {
                key: self.schemes.person_key(&named.person),
                field: field("person_id"),
                create: false,
                once: false,
                identifiers: Vec::new(),
                private: Vec::new(),
            }),
            units: organization.into_iter().chain(label).collect(),
            facts,
        })
    }

    /// Reads the ids, and finds what is not in the file.
    fn named(&mut self, record: &mut Record<'_>) -> Option<Named> {
        let dangling = |record: &mut Record<'_>, name: &str, id: &str, table: &str| {
            let reason = format!("is not the id of any of the {table}");
            record.faults.push(Fault::new(name, id, reason));
        };
        let post_id = record.text("post_id");
        let post = post_id.as_ref().and_then(|post| self.posts.get(post));
        if let (Some(post), None) = (&post_id, post) {
            dangling(record, "post_id", post, "posts");
        }
        let post = post.cloned().unwrap_or_default();
        let person = record.must("person_id");
        if let Some(person) = person.as_ref().filter(|id| !self.persons.contains(*id)) {
            dangling(record, "person_id", person, "persons");
        }
        let organization = record
            .text("organization_id")
            .or_else(|| post.organization.clone())
            .or_else(|| record.must("organization_id"));
        let label = record.text("on_behalf_of_id");
        for (name, id) in [
            ("organization_id", &organization),
            ("on_behalf_of_id", &label),
        ] {
            let known = |id: &&String| self.organizations.contains(*id);
            if let Some(id) = id.as_ref().filter(|id| !known(id)) {
                dangling(record, name, id, "organizations");
            }
        }
        let area = record.text("area_id").or_else(|| post.area.clone());
        if let Some(id) = area.as_ref().filter(|id| !self.knows_area(id)) {
            dangling(record, "area_id", id, "areas");
        }
        let id = record.text("id");
        if let Some(id) = &id
            && !self.memberships.insert(id.clone())
        {
            let reason = "is the id of an earlier membership too";
            record.faults.push(Fault::new("id", id, reason));
        }
        Some(Named {
            id,
            person: person?,
            organization: organization?,
            label,
            area,
            post,
        })
    }

    /// A file without a table of areas may still name them by their codes.
    fn knows_area(&self, id: &str) -> bool {
        !self.has_areas || self.areas.contains_key(id)
    }

    fn seat(&self, record: &mut Record<'_>, named: &Named) -> Vec<FactDraft> {
        let before = record.faults.len();
        let Some(begin) = record.date("start_date") else {
            if record.faults.len() == before {
                record.faults.push(Fault::new(
                    "start_date",
                    "",
                    "is missing; a seat needs the day on which it was taken (a year or a month will do)",
                ));
            }
            return Vec::new();
        };
        let seat = self.seat_key(named, begin);
        let mut facts = vec![self.taken(record, named, begin, &seat)];
        if let Some(end) = record.date("end_date") {
            let mut left = FactDraft::bare("seat_left", end, &field("end_date"));
            left.add("seat", DraftValue::Item(IdKind::Seat, seat));
            left.code("reason", record.code("end_reason"));
            facts.push(left);
        }
        facts
    }

    /// A membership without an id is the same as long as its person, body, area and begin are.
    fn seat_key(&self, named: &Named, begin: PartialDate) -> Key {
        match &named.id {
            Some(id) => self.schemes.seat_key(id),
            None => self.schemes.seat_key(&format!(
                "{}\u{1f}{}\u{1f}{}\u{1f}{begin}",
                named.person,
                named.organization,
                named.area.as_deref().unwrap_or_default()
            )),
        }
    }

    fn taken(
        &self,
        record: &mut Record<'_>,
        named: &Named,
        begin: PartialDate,
        seat: &Key,
    ) -> FactDraft {
        let mut taken = FactDraft::bare("seat_taken", begin, &field("start_date"));
        taken.add("seat", DraftValue::Item(IdKind::Seat, seat.clone()));
        let unit = |id: &str| DraftValue::Unit(self.schemes.organization_key(id));
        taken.add("body", unit(&named.organization));
        if let Some(label) = &named.label {
            taken.add("label", unit(label));
        }
        if let Some(area) = &named.area {
            let code = Some(area.clone()).filter(|area| is_code(area));
            taken.code("area", code.or_else(|| slug(area)));
            let name = self.areas.get(area).cloned().flatten();
            taken
                .private
                .extend(name.map(|name| ("area".to_owned(), name)));
        }
        let role = record.name("role").map(|name| name.name);
        let role = role.or_else(|| named.post.label.clone());
        let office = record.code("office").or_else(|| match &role {
            Some(role) => slug(role),
            None => named.post.code.clone(),
        });
        taken.code("office", office);
        taken
            .private
            .extend(role.map(|role| ("office".to_owned(), role)));
        taken.code("reason", record.code("start_reason"));
        if let Some(until) = record.date("until") {
            taken.add("until", DraftValue::Plain(until.into()));
        }
        for (scheme, value) in record.identifiers() {
            taken.private.push((format!("identifier.{scheme}"), value));
        }
        taken
    }
}

/// Membership of the organisation itself: admitted, and how it ended.
fn own_membership(record: &mut Record<'_>) -> Vec<FactDraft> {
    let mut facts = Vec::new();
    if let Some(on) = record.date("start_date") {
        facts.push(FactDraft::bare("admitted", on, &field("start_date")));
    }
    if let Some(on) = record.date("end_date") {
        let kind = record.must("end_kind").unwrap_or_default();
        let mut end = FactDraft::bare(&kind, on, &field("end_date"));
        end.code("reason", record.code("end_reason"));
        if kind::find(&kind).is_some_and(|kind| kind.track == kind::Track::Membership) {
            facts.push(end);
        } else if !kind.is_empty() {
            let reason =
                "is not a way in which a membership ends: resigned, lapsed, excluded or expelled";
            record.faults.push(Fault::new("end_kind", &kind, reason));
        }
    }
    facts
}

fn branch_membership(record: &mut Record<'_>, branch: &Key) -> Vec<FactDraft> {
    let mut facts = Vec::new();
    for (kind, name) in [("branch_joined", "start_date"), ("branch_left", "end_date")] {
        if let Some(on) = record.date(name) {
            let mut fact = FactDraft::bare(kind, on, &field(name));
            let branch = DraftValue::Unit(branch.clone());
            fact.add("branch", branch);
            if kind == "branch_left" {
                fact.code("reason", record.code("end_reason"));
            }
            facts.push(fact);
        }
    }
    facts
}

impl FactDraft {
    fn add(&mut self, name: &str, value: DraftValue) {
        self.fields.push((field(name), value));
    }

    fn code(&mut self, name: &str, code: Option<String>) {
        if let Some(code) = code {
            self.add(name, DraftValue::Plain(FieldValue::Text(code)));
        }
    }
}
