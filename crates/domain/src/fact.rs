//! A fact: what happened, to whom, when it took effect, when it became known, who recorded it and
//! under which clause.
//!
//! A fact holds ids, dates, codes, numbers and clauses. Names and free text are its
//! [`PrivateValue`]s, kept in a table of their own so that they can be erased without touching a
//! fact.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use standing_base::{Id, Instant, PartialDate, Refusal};

/// A fact on the record. Appended, never changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Its place on the record, from 1, without gaps.
    pub number: u64,
    #[serde(flatten)]
    pub what: NewFact,
}

/// A fact before it has its number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewFact {
    /// The stream it extends: the id of a person, a case, a body. Concurrent writers of one stream
    /// conflict; writers of different streams do not.
    pub stream: Id,
    /// Its place in the stream, from 1.
    pub revision: u32,
    /// A code of [`crate::kind`], or an entry that the rulebook's vocabulary declares.
    pub kind: String,
    /// Whom or what it is about: the person of a case, the body itself.
    pub about: Id,
    pub effective_on: PartialDate,
    pub recorded_at: Instant,
    /// The person who acted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<Id>,
    /// In which capacity: a code such as `membership_officer`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<String>,
    /// The clause relied on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
    /// Brought in as history, not done in Standing: `recorded_at` is then when it became known.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub imported: bool,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: Fields,
    /// The days of its sources; the citation and address of the n-th are the private values
    /// `source.n.citation` and `source.n.address`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<PartialDate>,
}

pub type Fields = BTreeMap<String, FieldValue>;

/// The value of a field: an id, a date or a code (as text), a number, yes or no, or a list of codes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum FieldValue {
    YesNo(bool),
    Number(i64),
    Text(String),
    List(Vec<String>),
}

/// A citation with its address and date, for a fact taken from elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    pub citation: String,
    pub address: Option<String>,
    pub on: PartialDate,
}

/// A name or free text that belongs to a fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrivateValue {
    /// The number of the fact.
    pub fact: u64,
    pub field: String,
    pub value: String,
}

/// The longest code, id or date in a fact, in bytes.
pub const CODE_BYTES_MAX: usize = 80;
/// The longest private text (a clause of a rulebook file included), in bytes.
pub const PRIVATE_BYTES_MAX: usize = 1 << 20;
/// The most fields of one fact.
pub const FIELDS_MAX: usize = 32;

/// Whether a text may stand in a fact: an id, a date or a code, never words.
pub fn is_code(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= CODE_BYTES_MAX
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_.:/-".contains(&byte))
}

/// Refuses a fact that holds anything but ids, dates, codes and numbers.
pub fn check_codes(fact: &NewFact) -> Result<(), Refusal> {
    let not_a_code = |name: &str, text: &str| {
        let shown: String = text.chars().take(40).collect();
        Refusal::new(
            "free_text_in_fact",
            format!(
                "field `{name}` of a `{}` says `{shown}`, which is not an id, a date or a code; \
                 put words into a private field",
                fact.kind
            ),
        )
    };
    if fact.fields.len() > FIELDS_MAX {
        return Err(Refusal::new(
            "too_many_fields",
            format!(
                "a fact has at most {FIELDS_MAX} fields; this `{}` has more",
                fact.kind
            ),
        ));
    }
    let own = [
        ("kind", Some(&fact.kind)),
        ("capacity", fact.capacity.as_ref()),
        ("clause", fact.clause.as_ref()),
    ];
    for (name, text) in own
        .into_iter()
        .filter_map(|(name, text)| Some((name, text?)))
    {
        if !is_code(text) {
            return Err(not_a_code(name, text));
        }
    }
    for (name, value) in &fact.fields {
        let texts = match value {
            FieldValue::Text(text) => std::slice::from_ref(text),
            FieldValue::List(texts) => texts.as_slice(),
            FieldValue::YesNo(_) | FieldValue::Number(_) => &[],
        };
        if let Some(text) = texts.iter().find(|text| !is_code(text)) {
            return Err(not_a_code(name, text));
        }
        if !is_code(name) {
            return Err(not_a_code(name, name));
        }
    }
    Ok(())
}

impl NewFact {
    pub fn text(&self, field: &str) -> Option<&str> {
        match self.fields.get(field)? {
            FieldValue::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn list(&self, field: &str) -> &[String] {
        match self.fields.get(field) {
            Some(FieldValue::List(codes)) => codes,
            _ => &[],
        }
    }

    /// The ids of a list.
    pub fn ids(&self, field: &str) -> impl Iterator<Item = Id> {
        let codes = self.list(field).iter();
        codes.filter_map(|code| code.parse().ok())
    }

    /// A number, or the number of another fact.
    pub fn number(&self, field: &str) -> Option<u64> {
        match self.fields.get(field)? {
            FieldValue::Number(number) => u64::try_from(*number).ok(),
            _ => None,
        }
    }

    pub fn id(&self, field: &str) -> Option<Id> {
        self.text(field)?.parse().ok()
    }
}

impl From<Id> for FieldValue {
    fn from(id: Id) -> Self {
        Self::Text(id.to_string())
    }
}

impl FromIterator<Id> for FieldValue {
    fn from_iter<I: IntoIterator<Item = Id>>(ids: I) -> Self {
        Self::List(ids.into_iter().map(|id| id.to_string()).collect())
    }
}

impl From<&str> for FieldValue {
    fn from(code: &str) -> Self {
        Self::Text(code.to_owned())
    }
}

impl From<i64> for FieldValue {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for FieldValue {
    fn from(answer: bool) -> Self {
        Self::YesNo(answer)
    }
}

impl From<PartialDate> for FieldValue {
    fn from(date: PartialDate) -> Self {
        Self::Text(date.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_never_stand_in_a_fact() {
        assert!(is_code("per_0190163d8694739db7a1c1d3f4e5a6b7"));
        assert!(is_code("2019-02"));
        assert!(is_code("8.4.a"));
        assert!(!is_code("grossly detrimental"));
        assert!(!is_code("Łódź"));
        assert!(!is_code(""));
        assert!(!is_code(&"x".repeat(CODE_BYTES_MAX + 1)));
    }
}
