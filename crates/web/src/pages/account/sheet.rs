//! What every form of these pages has: its token, what was typed, and what is wrong with it.

use crate::query::{FieldError, Fields};
use crate::visit::Visit;

#[derive(Clone, Debug, Default)]
pub(crate) struct Sheet {
    /// The token that binds the form to its visit.
    pub(crate) token: String,
    values: Vec<(&'static str, String)>,
    pub(crate) errors: Vec<FieldError>,
}

impl Sheet {
    pub(crate) fn of(visit: &Visit) -> Self {
        Self {
            token: visit.form_token(),
            ..Self::default()
        }
    }

    pub(crate) fn with(mut self, field: &'static str, value: &str) -> Self {
        self.values.push((field, value.to_owned()));
        self
    }

    /// Keeps what was typed, but for passwords: those are typed again.
    pub(crate) fn keep(&mut self, fields: &Fields, names: &[&'static str]) {
        for name in names {
            self.values.push((name, fields.raw(name)));
        }
    }

    pub(crate) fn value(&self, field: &str) -> &str {
        let found = self.values.iter().find(|(name, _)| *name == field);
        found.map_or("", |(_, value)| value)
    }

    pub(crate) fn error_of(&self, field: &str) -> Option<&FieldError> {
        self.errors.iter().find(|error| error.field == field)
    }

    pub(crate) fn has_error(&self, field: &str) -> bool {
        self.error_of(field).is_some()
    }
}
