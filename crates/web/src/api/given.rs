//! The parameters of an address, read strictly: what is not described is not taken.

use axum::extract::Query;
use axum::http::Uri;
use standing_app::answer::Truth;
use standing_base::{Date, Id};

use super::cursor::{CURSOR, CURSOR_CHARS_MAX};
use crate::problem::Problem;
use crate::query::VALUE_CHARS_MAX;

#[derive(Clone, Debug)]
pub(crate) struct Given(Vec<(String, String)>);

fn chars_max(name: &str) -> usize {
    match name {
        CURSOR => CURSOR_CHARS_MAX,
        _ => VALUE_CHARS_MAX,
    }
}

impl Given {
    /// The parameters, which must be among those known.
    pub(crate) fn of(uri: &Uri, known: &[&str]) -> Result<Self, Problem> {
        let Ok(Query(pairs)) = Query::<Vec<(String, String)>>::try_from_uri(uri) else {
            return Err(Problem::malformed(
                "",
                "what follows the `?` cannot be read; write it as UTF-8, percent-encoded",
            ));
        };
        for (place, (name, value)) in pairs.iter().enumerate() {
            let shown: String = name.chars().take(40).collect();
            let chars_max = chars_max(name);
            let says = if !known.contains(&name.as_str()) {
                let known = match known {
                    [] => "there are no parameters here".to_owned(),
                    known => format!("there are {}", known.join(", ")),
                };
                format!("there is no parameter `{shown}`; {known}")
            } else if pairs.iter().take(place).any(|(other, _)| other == name) {
                format!("`{shown}` is given twice; leave one of them out")
            } else if value.chars().count() > chars_max {
                format!("`{shown}` is longer than {chars_max} characters; shorten it")
            } else if value.contains(['\0', '\u{fffd}']) {
                format!("`{shown}` holds what is no text in UTF-8")
            } else if value.trim().is_empty() {
                format!("`{shown}` is empty; give it a value, or leave it out")
            } else {
                continue;
            };
            return Err(Problem::malformed(&shown, says));
        }
        Ok(Self(pairs))
    }

    pub(crate) fn text(&self, field: &str) -> Option<&str> {
        let found = self.0.iter().find(|(name, _)| name == field);
        found.map(|(_, value)| value.as_str())
    }

    pub(crate) fn needed(&self, field: &str) -> Result<String, Problem> {
        let text = self.text(field).map(str::to_owned);
        text.ok_or_else(|| Problem::malformed(field, format!("`{field}` is missing")))
    }

    pub(crate) fn day(&self, field: &str) -> Result<Option<Date>, Problem> {
        let Some(text) = self.text(field) else {
            return Ok(None);
        };
        text.parse()
            .map(Some)
            .map_err(|error| Problem::malformed(field, format!("`{field}` is not a day: {error}")))
    }

    pub(crate) fn id(&self, field: &str) -> Result<Option<Id>, Problem> {
        let Some(text) = self.text(field) else {
            return Ok(None);
        };
        text.parse()
            .map(Some)
            .map_err(|error| Problem::malformed(field, format!("`{field}`: {error}")))
    }

    pub(crate) fn number(
        &self,
        field: &str,
        least: usize,
        most: usize,
    ) -> Result<Option<usize>, Problem> {
        let Some(text) = self.text(field) else {
            return Ok(None);
        };
        let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
        let number = text.parse::<usize>().ok().filter(|_| is_plain);
        match number.filter(|number| (least..=most).contains(number)) {
            Some(number) => Ok(Some(number)),
            None => Err(Problem::malformed(
                field,
                format!("`{field}` is a whole number from {least} to {most}"),
            )),
        }
    }

    pub(crate) fn truth(&self, field: &str) -> Result<Option<Truth>, Problem> {
        let Some(word) = self.text(field) else {
            return Ok(None);
        };
        Truth::find(word).map(Some).ok_or_else(|| {
            Problem::malformed(field, format!("`{field}` is `yes`, `no` or `undecided`"))
        })
    }
}
