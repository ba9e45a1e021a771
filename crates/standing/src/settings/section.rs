//! A section of the settings that knows its lines, and that every key in it was asked for.

use toml_edit::{Document, TableLike};

/// How alike a key must be to be suggested (Jaro-Winkler, 0 to 1).
const NEAR_ENOUGH: f64 = 0.8;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub(super) struct SettingError {
    pub(super) line: usize,
    pub(super) what: String,
}

pub(super) struct Section<'a> {
    text: &'a str,
    /// Empty at the top.
    name: &'a str,
    line: usize,
    of: &'a dyn TableLike,
}

pub(super) fn document(text: &str) -> Result<Document<&str>, SettingError> {
    Document::parse(text).map_err(|error| {
        let message: Vec<&str> = error.message().lines().collect();
        SettingError {
            line: line_at(text, error.span().map_or(0, |span| span.start)),
            what: format!("this is not TOML: {}", message.join(", ")),
        }
    })
}

impl<'a> Section<'a> {
    pub(super) fn top(text: &'a str, of: &'a dyn TableLike) -> Self {
        Self {
            text,
            name: "",
            line: 1,
            of,
        }
    }

    pub(super) fn section(&self, key: &'a str) -> Result<Option<Self>, SettingError> {
        let Some(item) = self.of.get(key) else {
            return Ok(None);
        };
        let of = item.as_table_like().ok_or_else(|| {
            self.error_at(key, format!("`{key}` must be a section, written `[{key}]`"))
        })?;
        Ok(Some(Self {
            text: self.text,
            name: key,
            line: self.line_of(key),
            of,
        }))
    }

    /// Refuses a key that nothing reads.
    pub(super) fn only(&self, known: &[&str]) -> Result<(), SettingError> {
        let Some((odd, _)) = self.of.iter().find(|(key, _)| !known.contains(key)) else {
            return Ok(());
        };
        let near = known
            .iter()
            .map(|key| (strsim::jaro_winkler(odd, key), key))
            .filter(|(likeness, _)| *likeness >= NEAR_ENOUGH)
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map_or_else(
                || format!("use one of {}", known.join(", ")),
                |(_, key)| format!("did you mean `{}`?", self.path(key)),
            );
        let what = format!("`{}` is not a setting; {near}", self.path(odd));
        Err(self.error_at(odd, what))
    }

    pub(super) fn text(&self, key: &str) -> Result<Option<&'a str>, SettingError> {
        let item = self.of.get(key);
        item.map(|item| {
            item.as_str()
                .ok_or_else(|| self.error_at(key, format!("`{}` must be a text", self.path(key))))
        })
        .transpose()
    }

    /// A list of texts.
    pub(super) fn texts(&self, key: &str) -> Result<Option<Vec<&'a str>>, SettingError> {
        let Some(item) = self.of.get(key) else {
            return Ok(None);
        };
        let texts = item.as_array().and_then(|list| {
            let texts = list.iter().map(toml_edit::Value::as_str);
            texts.collect::<Option<Vec<&str>>>()
        });
        let what = || format!("`{}` must be a list of texts", self.path(key));
        texts.map(Some).ok_or_else(|| self.error_at(key, what()))
    }

    pub(super) fn must(&self, key: &str) -> Result<&'a str, SettingError> {
        self.text(key)?.ok_or_else(|| SettingError {
            line: self.line,
            what: format!("`{}` is missing", self.path(key)),
        })
    }

    /// A number within bounds, both of them allowed.
    pub(super) fn number(
        &self,
        key: &str,
        least: u32,
        most: u32,
    ) -> Result<Option<u32>, SettingError> {
        let Some(item) = self.of.get(key) else {
            return Ok(None);
        };
        let path = self.path(key);
        let number = item
            .as_integer()
            .ok_or_else(|| self.error_at(key, format!("`{path}` must be a number")))?;
        let number = u32::try_from(number)
            .ok()
            .filter(|number| (least..=most).contains(number))
            .ok_or_else(|| {
                self.error_at(key, format!("`{path}` must be from {least} to {most}"))
            })?;
        Ok(Some(number))
    }

    pub(super) fn error_at(&self, key: &str, what: impl Into<String>) -> SettingError {
        SettingError {
            line: self.line_of(key),
            what: what.into(),
        }
    }

    pub(super) fn path(&self, key: &str) -> String {
        if self.name.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.name)
        }
    }

    fn line_of(&self, key: &str) -> usize {
        self.of
            .key(key)
            .and_then(toml_edit::Key::span)
            .map_or(self.line, |span| line_at(self.text, span.start))
    }
}

fn line_at(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}
