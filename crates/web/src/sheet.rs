//! What every form has: its token, what was typed, and what is wrong with it.

use standing_app::AppError;

use crate::query::{FieldError, Fields};
use crate::visit::Visit;

#[derive(Clone, Debug, Default)]
pub(crate) struct Sheet {
    /// The token that binds the form to its visit.
    pub(crate) token: String,
    values: Vec<(String, String)>,
    pub(crate) errors: Vec<FieldError>,
    /// The clause that refused it.
    pub(crate) clause: Option<String>,
    /// The numbers of the facts because of which it was refused.
    pub(crate) facts: Vec<u64>,
}

impl Sheet {
    pub(crate) fn of(visit: &Visit) -> Self {
        Self {
            token: visit.form_token(),
            ..Self::default()
        }
    }

    pub(crate) fn with(mut self, field: &'static str, value: &str) -> Self {
        self.values.push((field.to_owned(), value.to_owned()));
        self
    }

    /// Shown again with all that was typed.
    pub(crate) fn typed(mut self, typed: Vec<(String, String)>) -> Self {
        self.values = typed;
        self
    }

    /// Keeps what was typed, but for passwords: those are typed again.
    pub(crate) fn keep(&mut self, fields: &Fields, names: &[&'static str]) {
        for name in names {
            self.values.push(((*name).to_owned(), fields.raw(name)));
        }
    }

    /// Shown again with all that was typed and what stands against it; an error that is not about
    /// the form has a page of its own.
    pub(crate) fn again(
        visit: &Visit,
        typed: Vec<(String, String)>,
        error: AppError,
    ) -> Result<Self, AppError> {
        let mut sheet = Self::of(visit).typed(typed);
        match error {
            AppError::Fields(faults) => {
                let faults = faults.into_iter();
                sheet.errors = faults
                    .map(|fault| FieldError::owned(fault.field, fault.says))
                    .collect();
            }
            AppError::Refused(refusal) => {
                sheet.errors.push(FieldError::new("", refusal.detail));
                sheet.clause = refusal.clause;
                sheet.facts = refusal.facts;
            }
            // The form can still be drawn: only what it says cannot be recorded.
            error @ AppError::Store(_) => {
                sheet
                    .errors
                    .push(FieldError::new("", crate::respond::says_of(&error)));
            }
            AppError::Unreadable(says) => sheet.errors.push(FieldError::new("", says)),
            other => return Err(other),
        }
        Ok(sheet)
    }

    pub(crate) fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }

    /// What was typed, by field.
    pub(crate) fn values(&self) -> &[(String, String)] {
        &self.values
    }

    pub(crate) fn value(&self, field: &str) -> &str {
        let found = self.values.iter().find(|(name, _)| name == field);
        found.map_or("", |(_, value)| value)
    }

    pub(crate) fn error_of(&self, field: &str) -> Option<&FieldError> {
        self.errors.iter().find(|error| error.field == field)
    }

    pub(crate) fn has_error(&self, field: &str) -> bool {
        self.error_of(field).is_some()
    }
}
