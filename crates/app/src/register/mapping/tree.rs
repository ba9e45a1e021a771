//! A TOML table that knows its place, and that every key in it was asked for.

use toml_edit::{Item, TableLike, Value as Toml};

use super::MappingError;

pub(super) struct Table<'a> {
    text: &'a str,
    /// `fact.fields`, for messages; empty at the top.
    name: String,
    line: u64,
    of: &'a dyn TableLike,
}

impl<'a> Table<'a> {
    pub(super) fn top(text: &'a str, of: &'a dyn TableLike) -> Self {
        Self {
            text,
            name: String::new(),
            line: 1,
            of,
        }
    }

    pub(super) fn error(&self, what: impl Into<String>) -> MappingError {
        MappingError {
            line: self.line,
            what: what.into(),
        }
    }

    fn line_of(&self, key: &str) -> u64 {
        self.of
            .key(key)
            .and_then(toml_edit::Key::span)
            .map_or(self.line, |span| line_at(self.text, span.start))
    }

    pub(super) fn error_at(&self, key: &str, what: impl Into<String>) -> MappingError {
        MappingError {
            line: self.line_of(key),
            what: what.into(),
        }
    }

    fn path(&self, key: &str) -> String {
        if self.name.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.name)
        }
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.of.iter().map(|(key, _)| key)
    }

    /// Refuses a key that nothing reads.
    pub(super) fn only(&self, known: &[&str]) -> Result<(), MappingError> {
        let Some(odd) = self.keys().find(|key| !known.contains(key)) else {
            return Ok(());
        };
        let near = known
            .iter()
            .max_by(|a, b| strsim::jaro_winkler(odd, a).total_cmp(&strsim::jaro_winkler(odd, b)))
            .filter(|near| strsim::jaro_winkler(odd, near) > 0.8)
            .map_or_else(
                || format!("use one of {}", known.join(", ")),
                |near| format!("did you mean `{near}`?"),
            );
        Err(self.error_at(
            odd,
            format!("`{}` is not a setting; {near}", self.path(odd)),
        ))
    }

    pub(super) fn item(&self, key: &str) -> Option<&'a Item> {
        self.of.get(key)
    }

    pub(super) fn text(&self, key: &str) -> Result<Option<&'a str>, MappingError> {
        self.of
            .get(key)
            .map(|item| {
                item.as_str().ok_or_else(|| {
                    self.error_at(key, format!("`{}` must be a text", self.path(key)))
                })
            })
            .transpose()
    }

    pub(super) fn must(&self, key: &str) -> Result<&'a str, MappingError> {
        self.text(key)?
            .ok_or_else(|| self.error(format!("`{}` is missing", self.path(key))))
    }

    pub(super) fn yes(&self, key: &str) -> Result<Option<bool>, MappingError> {
        self.of
            .get(key)
            .map(|item| {
                item.as_bool().ok_or_else(|| {
                    self.error_at(key, format!("`{}` must be true or false", self.path(key)))
                })
            })
            .transpose()
    }

    pub(super) fn table(&self, key: &str) -> Result<Option<Table<'a>>, MappingError> {
        self.of
            .get(key)
            .map(|item| {
                let of = item.as_table_like().ok_or_else(|| {
                    self.error_at(key, format!("`{}` must be a table", self.path(key)))
                })?;
                Ok(self.inner(key, of))
            })
            .transpose()
    }

    fn inner(&self, key: &str, of: &'a dyn TableLike) -> Table<'a> {
        let first = of
            .iter()
            .find_map(|(key, _)| of.key(key).and_then(toml_edit::Key::span));
        Table {
            text: self.text,
            name: self.path(key),
            line: first.map_or_else(|| self.line_of(key), |span| line_at(self.text, span.start)),
            of,
        }
    }

    /// The tables `[[key]]`.
    pub(super) fn tables(&self, key: &str) -> Result<Vec<Table<'a>>, MappingError> {
        match self.of.get(key) {
            None => Ok(Vec::new()),
            Some(Item::ArrayOfTables(tables)) => {
                Ok(tables.iter().map(|of| self.inner(key, of)).collect())
            }
            Some(_) => Err(self.error_at(key, format!("write `[[{}]]`", self.path(key)))),
        }
    }

    /// A text, or a list of texts.
    pub(super) fn texts(&self, key: &str) -> Result<Vec<&'a str>, MappingError> {
        let wrong = || {
            self.error_at(
                key,
                format!("`{}` must be a text or a list of texts", self.path(key)),
            )
        };
        match self.of.get(key) {
            None => Ok(Vec::new()),
            Some(Item::Value(Toml::String(text))) => Ok(vec![text.value().as_str()]),
            Some(Item::Value(Toml::Array(list))) => list
                .iter()
                .map(|value| value.as_str().ok_or_else(wrong))
                .collect(),
            Some(_) => Err(wrong()),
        }
    }
}

pub(super) fn line_at(text: &str, at: usize) -> u64 {
    let before = text.bytes().take(at).filter(|byte| *byte == b'\n').count();
    u64::try_from(before).unwrap_or(u64::MAX - 1) + 1
}
