//! The roles of vocabulary.toml: who acts under powers.toml, and to whom publication.toml tells
//! what it does not tell everybody.

use crate::diagnostic::{Report, quoted};
use crate::model::{Holder, Role, Within};
use crate::names;
use crate::tables::row::{Row, Text};
use crate::tables::vocabulary::{Words, named};

const KEYS: &[&str] = &["says", "office", "body", "question", "within"];
const WITHIN: &[(&str, Within)] = &[
    ("organisation", Within::Organisation),
    ("branch", Within::Branch),
];

/// The person whom an entry is about: everybody has this role in their own matters.
pub const SUBJECT: &str = "subject";
/// Whoever runs the system, on the machine itself: where a power names it, in an emergency.
pub const OPERATOR: &str = "operator";
/// Whoever has a vote in the body that the entry is about.
pub const BODY_MEMBER: &str = "body_member";
/// The roles that every rulebook has.
pub(crate) const OF_ALL: [&str; 3] = [SUBJECT, OPERATOR, BODY_MEMBER];
/// Audiences of publication.toml that are no roles, and roles that everybody knows.
const RESERVED: &[&str] = &[
    SUBJECT,
    OPERATOR,
    BODY_MEMBER,
    "public",
    "members",
    "officers",
];

/// Reads `[role]`.
pub(crate) fn read(file: &Row<'_>, words: &Words, report: &mut Report) -> Vec<Role> {
    let mut roles = Vec::new();
    for one in named(file, "role", KEYS, report) {
        let row = &one.row;
        let reserved = RESERVED
            .contains(&one.key)
            .then_some("it has a meaning of its own");
        if let Some(why) = names::check(one.key).err().or(reserved) {
            let message = format!("{} cannot name a role: {why}", quoted(one.key));
            report.error(&row.at(&one.key_span), message, None);
            continue;
        }
        let says = row.text("says", report);
        let Some(holder) = holder(one.key, row, words, report) else {
            continue;
        };
        let within = match row.get("within") {
            Some(_) => row.one_of("within", WITHIN, report),
            None => Some(Within::Organisation),
        };
        roles.push(Role {
            name: one.key.to_owned(),
            says: says.map_or_else(|| one.key.replace('_', " "), |text| text.value),
            holder,
            within: within.unwrap_or(Within::Organisation),
        });
    }
    roles
}

fn holder(name: &str, row: &Row<'_>, words: &Words, report: &mut Report) -> Option<Holder> {
    let office = row.text("office", report);
    let body = row.text("body", report);
    let Some(question) = row.text("question", report) else {
        return Some(Holder::Seat {
            office: match (office, &body) {
                (None, None) => Some(name.to_owned()),
                (office, _) => office.map(|text| text.value),
            },
            body: body.map(|text| text.value),
        });
    };
    if office.is_some() || body.is_some() {
        let message = "a role is held by a seat (`office`, `body`) or by those for whom a question \
                       is yes (`question`), not by both";
        report.error(&row.at(&question.span), message, None);
        return None;
    }
    words
        .question_named(row, &question, report)
        .map(Holder::Question)
}

impl Words {
    /// Whether a role of this name may be used; a refusal is reported. A rulebook that declares no
    /// role at all names offices.
    pub(crate) fn role_named(&self, row: &Row<'_>, name: &Text, report: &mut Report) -> bool {
        let roles = &self.vocabulary.roles;
        let known = roles.is_empty()
            || OF_ALL.contains(&name.value.as_str())
            || roles.iter().any(|role| role.name == name.value);
        if !known {
            let message = format!("there is no role {}", quoted(&name.value));
            let names = roles.iter().map(|role| role.name.as_str());
            row.no_such(name, message, names.chain(OF_ALL), report);
        }
        known
    }
}
