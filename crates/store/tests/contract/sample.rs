//! Facts to write.

use standing_app::ports::{Addition, Store};
use standing_app::projection;
use standing_base::{Id, IdKind, Instant};
use standing_domain::{FieldValue, NewFact};

/// An id that is the same for the same number.
pub(crate) fn id(kind: IdKind, number: u32) -> Id {
    let mut random = [0; 10];
    random[6..].copy_from_slice(&number.to_be_bytes());
    Id::new(kind, Instant::from_microseconds(0), random)
}

pub(crate) fn person(number: u32) -> Id {
    id(IdKind::Person, number)
}

pub(crate) fn fact(stream: Id, revision: u32, kind: &str) -> NewFact {
    NewFact {
        stream,
        revision,
        kind: kind.to_owned(),
        about: stream,
        effective_on: "2019-02".parse().unwrap(),
        recorded_at: Instant::from_microseconds(1_573_000_000_000_000 + i64::from(revision)),
        actor: None,
        capacity: None,
        clause: None,
        imported: false,
        fields: [].into(),
        sources: vec![],
    }
}

/// A fact with its private values, and the rows that follow from them.
pub(crate) fn addition(fact: NewFact, private: &[(&str, &str)]) -> Addition {
    let private: Vec<(String, String)> = private
        .iter()
        .map(|(field, value)| ((*field).to_owned(), (*value).to_owned()))
        .collect();
    Addition {
        rows: projection::rows(&fact, &private),
        fact,
        private,
    }
}

pub(crate) fn plain(stream: Id, revision: u32, kind: &str) -> Addition {
    addition(fact(stream, revision, kind), &[])
}

pub(crate) fn with_fields(mut fact: NewFact, fields: &[(&str, FieldValue)]) -> NewFact {
    fact.fields = fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.clone()))
        .collect();
    fact
}

pub(crate) async fn write(store: &dyn Store, additions: Vec<Addition>) {
    let mut writer = store.writer().await.unwrap();
    writer.append(additions).await.unwrap();
    writer.commit().await.unwrap();
}

/// A small organisation: a branch, members with names and numbers, a case, facts with every kind
/// of field.
pub(crate) fn organisation(members: u32) -> Vec<Addition> {
    let branch = id(IdKind::Branch, 1);
    let case = id(IdKind::Case, 1);
    let mut all = vec![addition(
        fact(branch, 1, "branch_founded"),
        &[("name", "Łódź")],
    )];
    for number in 1..=members {
        let subject = person(number);
        let name = format!("Given{number} Family{}", number % 7);
        let value = format!("{number:06}");
        all.push(addition(
            fact(subject, 1, "person_registered"),
            &[("identifier.number", &value), ("name", &name)],
        ));
        let mut joined = fact(subject, 2, "branch_joined");
        joined.imported = number % 2 == 0;
        all.push(addition(
            with_fields(joined, &[("branch", branch.into())]),
            &[],
        ));
        let mut paid = fact(subject, 3, "subscription_paid");
        paid.actor = Some(person(1));
        paid.capacity = Some("treasurer".to_owned());
        paid.clause = Some("4.2".to_owned());
        paid.sources = vec!["2019".parse().unwrap(), "2019-03-01".parse().unwrap()];
        all.push(addition(
            with_fields(
                paid,
                &[
                    ("until", "2019-12-31".into()),
                    ("amount", FieldValue::Number(-25)),
                    ("reduced", FieldValue::YesNo(true)),
                    (
                        "scope",
                        FieldValue::List(vec!["vote".into(), "stand".into()]),
                    ),
                ],
            ),
            &[
                ("source.0.citation", "Ledger, \"page\" 7\nline 2"),
                ("source.1.citation", "後"),
            ],
        ));
    }
    let mut opened = fact(case, 1, "case_opened");
    opened.about = person(1);
    all.push(addition(
        with_fields(opened, &[("case", case.into()), ("ref", "2019-17".into())]),
        &[("matter", "words")],
    ));
    all
}
