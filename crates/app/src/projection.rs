//! What a fact is looked up by. A pure function of the fact and its private values, so that
//! `rebuild` gives the same rows again.

use standing_base::{Id, IdKind};
use standing_domain::{FieldValue, NewFact, fold_name};

use crate::ports::{Found, Row};

/// A private value `identifier.SCHEME` is an identifier of the subject, or of what the fact begins.
const IDENTIFIER: &str = "identifier.";

/// The scheme under which cases are found by their reference.
pub const CASE_SCHEME: &str = "case";

/// The rows to derive from a fact, besides the packed history of its subject.
pub fn rows(fact: &NewFact, private: &[(String, String)]) -> Vec<Row> {
    let mut rows = Vec::new();
    for (field, value) in private {
        if let Some(scheme) = field.strip_prefix(IDENTIFIER) {
            rows.push(Row::Identifier {
                scheme: scheme.to_owned(),
                value: value.clone(),
                found: Found {
                    subject: fact.about,
                    item: begun(fact),
                },
            });
        }
    }
    match fact.kind.as_str() {
        "person_registered" | "name_changed" => {
            let keys = name_keys(private);
            rows.extend(keys.into_iter().map(|key| Row::Name {
                key,
                subject: fact.about,
            }));
        }
        "case_opened" | "complaint_received" => {
            if let (Some(case), Some(reference)) = (fact.id("case"), fact.text("ref")) {
                rows.push(Row::Identifier {
                    scheme: CASE_SCHEME.to_owned(),
                    value: reference.to_owned(),
                    found: Found {
                        subject: fact.about,
                        item: Some(case),
                    },
                });
            }
        }
        _ => {}
    }
    rows.extend(mentions(fact));
    if let Some(into) = merged_into(fact) {
        rows.push(Row::Mention {
            unit: into,
            subject: fact.about,
        });
    }
    rows
}

/// Whether something is found by a private value of the steps of a case. What is, stays when its words
/// are erased.
pub fn is_derived_from(field: &str) -> bool {
    field.starts_with(IDENTIFIER)
}

/// The kind of fact that closes an entry because the person stands on the register under another.
pub(crate) const MERGED: &str = "merged";

/// The entry that stays, where a fact closes this one.
pub(crate) fn merged_into(fact: &NewFact) -> Option<Id> {
    if fact.kind == MERGED {
        fact.id("into")
    } else {
        None
    }
}

/// What a fact begins within its subject: its identifiers are those of the seat or the candidacy,
/// not of the person.
fn begun(fact: &NewFact) -> Option<Id> {
    let (field, _) = begins(&fact.kind)?;
    fact.id(field)
}

/// The field in which a kind of fact names what it begins, and what that is.
pub(crate) fn begins(kind: &str) -> Option<(&'static str, IdKind)> {
    Some(match kind {
        "candidacy_declared" => ("candidacy", IdKind::Candidacy),
        "case_opened" | "complaint_received" => ("case", IdKind::Case),
        "nominated" => ("nomination", IdKind::Nomination),
        "seat_taken" => ("seat", IdKind::Seat),
        "suspension_imposed" => ("suspension", IdKind::Suspension),
        _ => return None,
    })
}

/// Words of a name that it is turned to begin with. Nobody is looked for by the ninth.
const TURNS_MAX: usize = 8;

/// The name turned to begin with each of its words, so that any of them finds it; likewise the name
/// as lists have it, where it is made of other words.
fn name_keys(private: &[(String, String)]) -> Vec<String> {
    let value = |name: &str| {
        let found = private.iter().find(|(field, _)| field == name);
        found
            .map(|(_, value)| fold_name(value))
            .filter(|key| !key.is_empty())
    };
    let Some(name) = value("name") else {
        return Vec::new();
    };
    let listed = match (value("family_name"), value("given_name")) {
        (Some(family), Some(given)) => Some(format!("{family} {given}")),
        (Some(family), None) => Some(family),
        (None, _) => None,
    };
    let mut keys = turned(&name);
    for key in listed.iter().flat_map(|listed| turned(listed)) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

/// A folded name, beginning with each of its words in turn.
pub(crate) fn turned(name: &str) -> Vec<String> {
    let mut turns = vec![name.to_owned()];
    for (at, _) in name.match_indices(' ').take(TURNS_MAX - 1) {
        let (before, after) = name.split_at(at);
        let turn = format!("{} {before}", after.trim_start());
        if !turns.contains(&turn) {
            turns.push(turn);
        }
    }
    turns
}

/// Whether it is asked what names a thing of this kind: who sits on a body, which votes a meeting took.
const fn is_looked_up(kind: IdKind) -> bool {
    matches!(
        kind,
        IdKind::Body | IdKind::Branch | IdKind::Meeting | IdKind::Motion
    )
}

/// An id says by itself what it names, so the facts of a rulebook's own entries count too.
fn mentions(fact: &NewFact) -> impl Iterator<Item = Row> {
    fact.fields.values().filter_map(|value| {
        let FieldValue::Text(text) = value else {
            return None;
        };
        let unit: Id = text.parse().ok()?;
        is_looked_up(unit.kind()).then_some(Row::Mention {
            unit,
            subject: fact.about,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use standing_base::Instant;

    fn id(kind: IdKind) -> Id {
        Id::new(kind, Instant::from_microseconds(0), [3; 10])
    }

    fn fact(kind: &str, fields: &[(&str, FieldValue)]) -> NewFact {
        let person = id(IdKind::Person);
        NewFact {
            stream: person,
            revision: 1,
            kind: kind.to_owned(),
            about: person,
            effective_on: "2019-11-06".parse().unwrap(),
            recorded_at: Instant::from_microseconds(0),
            actor: None,
            capacity: None,
            clause: None,
            imported: false,
            fields: fields
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.clone()))
                .collect(),
            sources: vec![],
        }
    }

    fn keys(kind: &str, private: &[(&str, &str)]) -> Vec<String> {
        let private: Vec<(String, String)> = private
            .iter()
            .map(|(field, value)| ((*field).to_owned(), (*value).to_owned()))
            .collect();
        rows(&fact(kind, &[]), &private)
            .into_iter()
            .filter_map(|row| match row {
                Row::Name { key, .. } => Some(key),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn a_person_is_found_by_every_word_of_the_name() {
        for (private, expected) in [
            (
                &[("name", "Mary Jane  Øst")][..],
                &["mary jane ost", "jane ost mary", "ost mary jane"][..],
            ),
            (&[("name", "Plato")], &["plato"]),
            (
                &[
                    ("name", "Li Wei"),
                    ("family_name", "Li"),
                    ("given_name", "Wei"),
                ],
                &["li wei", "wei li"],
            ),
            (
                &[
                    ("name", "Ana de la Cruz"),
                    ("family_name", "de la Cruz"),
                    ("given_name", "Ana"),
                ],
                &[
                    "ana de la cruz",
                    "de la cruz ana",
                    "la cruz ana de",
                    "cruz ana de la",
                ],
            ),
            (
                &[
                    ("name", "Peggy Smith"),
                    ("family_name", "Smith"),
                    ("given_name", "Margaret"),
                ],
                &[
                    "peggy smith",
                    "smith peggy",
                    "smith margaret",
                    "margaret smith",
                ],
            ),
            (&[("name", "Bo Bo")], &["bo bo"]),
            (&[("note", "Mary")], &[]),
        ] {
            assert_eq!(keys("person_registered", private), expected);
        }
        // A body is not found by the names of people.
        assert!(keys("body_founded", &[("name", "Executive")]).is_empty());
    }

    #[test]
    fn identifiers_cases_and_units_are_found() {
        let (case, branch) = (id(IdKind::Case), id(IdKind::Branch));
        let subject = id(IdKind::Person);
        let private = [("identifier.wikidata".to_owned(), "Q42".to_owned())];
        let registered = rows(&fact("person_registered", &[]), &private);
        assert_eq!(
            registered,
            [Row::Identifier {
                scheme: "wikidata".into(),
                value: "Q42".into(),
                found: Found {
                    subject,
                    item: None
                },
            }]
        );
        let seat = id(IdKind::Seat);
        let taken = rows(&fact("seat_taken", &[("seat", seat.into())]), &private);
        assert!(matches!(&taken[..], [Row::Identifier { found, .. }] if found.item == Some(seat)));
        let opened = fact(
            "case_opened",
            &[("case", case.into()), ("ref", "2019-17".into())],
        );
        assert_eq!(
            rows(&opened, &[]),
            [Row::Identifier {
                scheme: "case".into(),
                value: "2019-17".into(),
                found: Found {
                    subject,
                    item: Some(case)
                },
            }]
        );
        let joined = fact("branch_joined", &[("branch", branch.into())]);
        assert_eq!(
            rows(&joined, &[]),
            [Row::Mention {
                unit: branch,
                subject
            }]
        );
    }
}
