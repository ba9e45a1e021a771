//! The history of one subject in a few dozen bytes a fact: what the store hands over when a
//! question is asked about everybody, so that 600,000 members are 600,000 rows and not two million.
//!
//! It is a projection: it holds nothing that the facts do not hold, and can be made again from them.

use serde::{Deserialize, Serialize};
use standing_base::{Date, Instant};

use crate::fact::{Fact, FieldValue};

/// What an evaluator needs of a fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackedFact<'a> {
    pub number: u64,
    #[serde(borrow)]
    pub kind: &'a str,
    /// Day numbers of the first and last day on which it can have taken effect.
    pub earliest: i32,
    pub latest: i32,
    /// Microseconds.
    pub recorded_at: i64,
    #[serde(borrow)]
    pub fields: Vec<(&'a str, PackedValue<'a>)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PackedValue<'a> {
    YesNo(bool),
    Number(i64),
    #[serde(borrow)]
    Text(&'a str),
    List(Vec<&'a str>),
}

#[derive(Debug, thiserror::Error)]
#[error("the packed history is damaged; run `standing rebuild`")]
pub struct PackedError(#[source] postcard::Error);

impl PackedFact<'_> {
    pub fn earliest_on(&self) -> Date {
        Date::from_day_number(self.earliest)
    }

    pub fn latest_on(&self) -> Date {
        Date::from_day_number(self.latest)
    }

    pub fn recorded_at(&self) -> Instant {
        Instant::from_microseconds(self.recorded_at)
    }
}

/// Appends a fact to the packed history of its subject.
pub fn push(history: &mut Vec<u8>, fact: &Fact) -> Result<(), PackedError> {
    let packed = PackedFact {
        number: fact.number,
        kind: &fact.what.kind,
        earliest: fact.what.effective_on.earliest().day_number(),
        latest: fact.what.effective_on.latest().day_number(),
        recorded_at: fact.what.recorded_at.microseconds(),
        fields: fact
            .what
            .fields
            .iter()
            .map(|(name, value)| {
                let value = match value {
                    FieldValue::YesNo(answer) => PackedValue::YesNo(*answer),
                    FieldValue::Number(number) => PackedValue::Number(*number),
                    FieldValue::Text(text) => PackedValue::Text(text),
                    FieldValue::List(texts) => {
                        PackedValue::List(texts.iter().map(String::as_str).collect())
                    }
                };
                (name.as_str(), value)
            })
            .collect(),
    };
    let bytes = postcard::to_allocvec(&packed).map_err(PackedError)?;
    history.extend_from_slice(&bytes);
    Ok(())
}

/// Reads a packed history, in the order of the facts' numbers.
pub fn read(history: &[u8]) -> impl Iterator<Item = Result<PackedFact<'_>, PackedError>> {
    let mut rest = history;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        match postcard::take_from_bytes(rest) {
            Ok((fact, after)) => {
                rest = after;
                Some(Ok(fact))
            }
            Err(error) => {
                rest = &[];
                Some(Err(PackedError(error)))
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::NewFact;
    use standing_base::{Id, IdKind};

    #[test]
    fn a_history_survives_packing_and_damage_is_told() {
        let person = Id::new(IdKind::Person, Instant::from_microseconds(0), [1; 10]);
        let fact = |number, on: &str| Fact {
            number,
            what: NewFact {
                stream: person,
                revision: 1,
                kind: "subscription_paid".into(),
                about: person,
                effective_on: on.parse().unwrap(),
                recorded_at: Instant::from_microseconds(-5),
                actor: None,
                capacity: None,
                clause: None,
                imported: true,
                fields: [("until".to_owned(), "2019-12-31".into())].into(),
                sources: vec![],
            },
        };
        let mut bytes = Vec::new();
        push(&mut bytes, &fact(7, "2019-02")).unwrap();
        push(&mut bytes, &fact(9, "2019-03-01")).unwrap();
        let facts: Vec<_> = read(&bytes).map(Result::unwrap).collect();
        assert_eq!(facts.len(), 2);
        assert_eq!(facts[0].latest_on().to_string(), "2019-02-28");
        assert_eq!(facts[0].fields[0].1, PackedValue::Text("2019-12-31"));
        assert_eq!(facts[1].recorded_at().microseconds(), -5);
        bytes.pop();
        assert!(read(&bytes).any(|fact| fact.is_err()));
    }
}
