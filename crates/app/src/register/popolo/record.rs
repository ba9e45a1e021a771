//! One record of a Popolo file, property by property.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};
use standing_base::PartialDate;
use standing_domain::fact::is_code;
use standing_domain::register::slug;

use crate::register::csv::FIELD_BYTES_MAX;
use crate::register::dates;
use crate::register::draft::Fault;

/// Properties that a record had and nobody read, with how often.
pub(super) type Unread = BTreeMap<String, u64>;

pub(super) struct Record<'a> {
    of: &'a Map<String, Value>,
    pub(super) faults: Vec<Fault>,
}

/// A name: in the language preferred, and in each where it is given in several.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) name: String,
    pub(super) by_language: Vec<(String, String)>,
}

impl Name {
    /// As private values: `name`, and `name.en`, `name.cy` where it differs by language.
    pub(super) fn private(self, field: &str) -> Vec<(String, String)> {
        let mut values = vec![(field.to_owned(), self.name)];
        for (language, name) in self.by_language {
            values.push((format!("{field}.{language}"), name));
        }
        values
    }
}

impl<'a> Record<'a> {
    pub(super) const fn new(of: &'a Map<String, Value>) -> Self {
        Self {
            of,
            faults: Vec::new(),
        }
    }

    /// Counts the properties that are not among those read.
    pub(super) fn count_unread(&self, table: &str, read: &[&str], unread: &mut Unread) {
        for name in self.of.keys().filter(|name| !read.contains(&name.as_str())) {
            *unread.entry(format!("{table}.{name}")).or_default() += 1;
        }
    }

    fn fault(&mut self, field: &str, value: &Value, reason: impl Into<String>) {
        let shown = match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        self.faults.push(Fault::new(field, &shown, reason));
    }

    /// A text, or a number as a text; `None` when absent, null or empty.
    pub(super) fn text(&mut self, field: &str) -> Option<String> {
        match self.of.get(field)? {
            Value::Null => None,
            Value::String(text) if text.len() > FIELD_BYTES_MAX => {
                let reason = format!(
                    "is {} bytes long; at most {FIELD_BYTES_MAX} are read",
                    text.len()
                );
                self.faults.push(Fault::new(field, text, reason));
                None
            }
            Value::String(text) => {
                let text = text.trim();
                (!text.is_empty()).then(|| text.to_owned())
            }
            Value::Number(number) => Some(number.to_string()),
            other => {
                self.fault(field, other, "is not a text");
                None
            }
        }
    }

    pub(super) fn must(&mut self, field: &str) -> Option<String> {
        let before = self.faults.len();
        let text = self.text(field);
        if text.is_none() && self.faults.len() == before {
            self.faults
                .push(Fault::new(field, "", "is missing; the record needs it"));
        }
        text
    }

    pub(super) fn date(&mut self, field: &str) -> Option<PartialDate> {
        let text = self.text(field)?;
        dates::read(&text, &[])
            .map_err(|reason| self.faults.push(Fault::new(field, &text, reason)))
            .ok()
    }

    /// Words that become a code, or the code itself.
    pub(super) fn code(&mut self, field: &str) -> Option<String> {
        let text = self.text(field)?;
        if is_code(&text) {
            return Some(text);
        }
        let code = slug(&text);
        if code.is_none() {
            self.faults.push(Fault::new(
                field,
                &text,
                "has no letter or digit that a code could be made of",
            ));
        }
        code
    }

    /// A text, or a map of texts by language: `{"lang:en": …}`.
    pub(super) fn name(&mut self, field: &str) -> Option<Name> {
        match self.of.get(field)? {
            Value::Object(map) => {
                let mut by_language = Vec::new();
                for (tag, value) in map {
                    let language = tag.strip_prefix("lang:").unwrap_or(tag);
                    match value {
                        Value::String(text)
                            if is_code(language)
                                && language.len() <= 20
                                && text.len() <= FIELD_BYTES_MAX =>
                        {
                            let text = text.trim();
                            if !text.is_empty() {
                                by_language.push((language.to_owned(), text.to_owned()));
                            }
                        }
                        other => {
                            let other = other.clone();
                            self.fault(
                                field,
                                &other,
                                format!("`{tag}` is not a name in a language"),
                            );
                            return None;
                        }
                    }
                }
                let preferred = by_language
                    .iter()
                    .find(|(language, _)| language == "en")
                    .or(by_language.first())
                    .map(|(_, name)| name.clone())?;
                if by_language.len() == 1 {
                    by_language.clear();
                }
                Some(Name {
                    name: preferred,
                    by_language,
                })
            }
            _ => self.text(field).map(|name| Name {
                name,
                by_language: Vec::new(),
            }),
        }
    }

    /// `identifiers: [{scheme, identifier}]`.
    pub(super) fn identifiers(&mut self) -> Vec<(String, String)> {
        let Some(value) = self.of.get("identifiers").filter(|value| !value.is_null()) else {
            return Vec::new();
        };
        let pair = |entry: &Value| {
            let scheme = entry.get("scheme")?.as_str()?;
            let scheme = if is_code(scheme) {
                scheme.to_owned()
            } else {
                slug(scheme)?
            };
            let text = match entry.get("identifier")? {
                Value::String(text) => text.trim().to_owned(),
                Value::Number(number) => number.to_string(),
                _ => return None,
            };
            (!text.is_empty() && text.len() <= FIELD_BYTES_MAX).then_some((scheme, text))
        };
        let pairs: Option<Vec<_>> = value
            .as_array()
            .and_then(|list| list.iter().map(pair).collect());
        pairs.unwrap_or_else(|| {
            self.fault(
                "identifiers",
                value,
                "is not a list of `{\"scheme\": …, \"identifier\": …}`",
            );
            Vec::new()
        })
    }

    /// How many seats: the one number of `seat_counts`.
    pub(super) fn seats(&mut self) -> Option<i64> {
        let counts = self.of.get("seat_counts")?.as_object()?;
        let mut counts = counts.values().map(|count| match count {
            Value::String(text) => text.trim().parse().ok(),
            other => other.as_i64(),
        });
        let only = counts.next().flatten();
        only.filter(|_| counts.next().is_none())
    }
}

pub(super) fn field(name: &str) -> Arc<str> {
    Arc::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name_of(json: &str) -> (Option<Name>, usize) {
        let map: Map<String, Value> = serde_json::from_str(json).unwrap();
        let mut record = Record::new(&map);
        let name = record.name("name");
        (name, record.faults.len())
    }

    #[test]
    fn names_are_texts_or_texts_by_language() {
        let plain = |name: &str| {
            Some(Name {
                name: name.into(),
                by_language: vec![],
            })
        };
        assert_eq!(name_of(r#"{"name": " A B "}"#), (plain("A B"), 0));
        assert_eq!(name_of(r#"{"name": {"lang:en": "A"}}"#), (plain("A"), 0));
        let (both, faults) = name_of(r#"{"name": {"lang:cy": "Y", "lang:en": "X"}}"#);
        let both = both.unwrap();
        assert_eq!((both.name.as_str(), faults), ("X", 0));
        assert_eq!(
            both.private("name"),
            [("name", "X"), ("name.cy", "Y"), ("name.en", "X")]
                .map(|(field, value)| (field.to_owned(), value.to_owned()))
        );
        assert_eq!(name_of(r#"{"name": {"lang:en": 3}}"#), (None, 1));
        assert_eq!(name_of(r#"{"name": ["A"]}"#), (None, 1));
        assert_eq!(name_of("{}"), (None, 0));
    }
}
