//! The fields of an address (`?question=endorse&on=2019-11-06`), read one by one so that every
//! mistake is told at once and beside its field.

use std::borrow::Cow;

use axum::extract::Query;
use axum::http::Uri;
use standing_base::Date;

use crate::language::{Message, Says};

/// The longest value that any field may have, in characters.
pub(crate) const VALUE_CHARS_MAX: usize = 300;

/// Something wrong with one field: what, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FieldError {
    pub(crate) field: Cow<'static, str>,
    pub(crate) says: Says,
    /// Values that may have been meant, with the address that asks for each.
    pub(crate) near: Vec<(String, String)>,
}

/// The longest free text of a form, in characters.
pub(crate) const TEXT_CHARS_MAX: usize = 10_000;

impl FieldError {
    pub(crate) fn owned(field: String, says: impl Into<Says>) -> Self {
        Self {
            field: field.into(),
            says: says.into(),
            near: Vec::new(),
        }
    }

    pub(crate) fn new(field: &'static str, says: impl Into<Says>) -> Self {
        Self {
            field: field.into(),
            says: says.into(),
            near: Vec::new(),
        }
    }
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// The fields of an address. Fields with no value count as absent: forms send them so. Fields
    /// that a page does not know are left alone: links that travel gather them.
    pub(crate) fn of(uri: &Uri) -> Result<Self, FieldError> {
        let Ok(Query(mut pairs)) = Query::<Vec<(String, String)>>::try_from_uri(uri) else {
            return Err(FieldError::new("", Message::new("address-unreadable")));
        };
        for (_, value) in &mut pairs {
            *value = value.trim().to_owned();
        }
        pairs.retain(|(_, value)| !value.is_empty());
        Ok(Self(pairs))
    }

    /// The fields of a form. They stay as they were typed: a password may begin with a space.
    pub(crate) fn sent(pairs: Vec<(String, String)>) -> Result<Self, FieldError> {
        // What was no UTF-8 was read with this sign in its place.
        if let Some((name, _)) = pairs.iter().find(|(_, value)| value.contains('\u{fffd}')) {
            let name: String = name.chars().take(40).collect();
            let says = Message::new("field-unreadable").with("field", name);
            return Err(FieldError::new("", says));
        }
        Ok(Self(pairs))
    }

    pub(crate) fn text(&self, field: &'static str) -> Result<Option<&str>, FieldError> {
        self.long_text(field, VALUE_CHARS_MAX)
    }

    /// A field that may be longer than others.
    pub(crate) fn long_text(
        &self,
        field: &'static str,
        chars_max: usize,
    ) -> Result<Option<&str>, FieldError> {
        let mut values = self
            .0
            .iter()
            .filter(|(name, _)| name == field)
            .map(|(_, value)| value.as_str());
        let value = values.next();
        if values.next().is_some() {
            return Err(FieldError::new(field, twice(field)));
        }
        if value.is_some_and(|value| value.chars().count() > chars_max) {
            return Err(FieldError::new(field, too_long(field, chars_max)));
        }
        Ok(value)
    }

    pub(crate) fn day(&self, field: &'static str) -> Result<Option<Date>, FieldError> {
        let Some(text) = self.text(field)? else {
            return Ok(None);
        };
        text.parse().map(Some).map_err(|_| {
            let shown: String = text.chars().take(40).collect();
            FieldError::new(field, Message::new("not-a-day").with("value", shown))
        })
    }

    /// A field's value as it came, for showing it again.
    pub(crate) fn raw(&self, field: &str) -> String {
        self.0
            .iter()
            .find(|(name, _)| name == field)
            .map(|(_, value)| value.chars().take(VALUE_CHARS_MAX).collect())
            .unwrap_or_default()
    }

    /// The same for an address, which may be longer.
    pub(crate) fn raw_address(&self, field: &str) -> &str {
        let found = self.0.iter().find(|(name, _)| name == field);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// One free text, as it was sent.
    pub(crate) fn whole(&self, field: &'static str) -> Result<String, FieldError> {
        let text = self.long_text(field, TEXT_CHARS_MAX)?;
        Ok(text.unwrap_or_default().to_owned())
    }

    /// Every field once, as it was sent, for a form whose fields the rulebook names.
    pub(crate) fn filled(&self) -> Result<Vec<(String, String)>, FieldError> {
        for (place, (name, value)) in self.0.iter().enumerate() {
            let says = if self.0.iter().take(place).any(|(other, _)| other == name) {
                twice(name)
            } else if value.chars().count() > TEXT_CHARS_MAX {
                too_long(name, TEXT_CHARS_MAX)
            } else {
                continue;
            };
            return Err(FieldError::owned(name.clone(), says));
        }
        Ok(self.0.clone())
    }

    /// As they were sent.
    pub(crate) fn typed(&self) -> Vec<(String, String)> {
        self.0.clone()
    }

    /// The fields whose names begin so, without that beginning.
    pub(crate) fn starting(&self, prefix: &str) -> Vec<(String, String)> {
        self.0
            .iter()
            .filter_map(|(name, value)| {
                let name = name.strip_prefix(prefix)?;
                let value = value.chars().take(VALUE_CHARS_MAX).collect();
                Some((name.to_owned(), value))
            })
            .collect()
    }
}

fn twice(field: &str) -> Message {
    Message::new("field-twice").with("field", field)
}

fn too_long(field: &str, chars_max: usize) -> Message {
    let message = Message::new("field-too-long").with("field", field);
    message.with("max", chars_max.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(query: &str) -> Fields {
        Fields::of(&format!("/ask?{query}").parse().unwrap()).unwrap()
    }

    #[test]
    fn a_day_is_read_or_the_sentence_says_how_to_write_it() {
        assert_eq!(
            fields("on=2019-11-06").day("on"),
            Ok(Some("2019-11-06".parse().unwrap()))
        );
        assert_eq!(fields("on=&x=1").day("on"), Ok(None));
        for (query, says) in [
            (
                "on=6%2F11%2F2019",
                "`6/11/2019` is not a day; write year, month and day as in 2019-11-06",
            ),
            (
                "on=2019-02-29",
                "`2019-02-29` is not a day; write year, month and day as in 2019-11-06",
            ),
            (
                "on=2019-11-06&on=2019-11-07",
                "`on` is given twice; leave one of them out",
            ),
        ] {
            assert_eq!(fields(query).day("on").unwrap_err().says.english(), says);
        }
        assert!(Fields::of(&"/ask?on=%FF".parse().unwrap()).is_ok());
    }
}
