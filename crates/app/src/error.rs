//! What can go wrong with a request, told apart so that page, API and command line answer alike.

use standing_base::{Refusal, Told};
use standing_rulebook::Diagnostic;

use crate::ports::StoreError;

#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The rules say no.
    #[error("{0}")]
    Refused(Refusal),
    /// There is no such thing, or none that the asker may know of; with near names where that
    /// tells nothing private.
    #[error("{what}")]
    NotFound { what: Told, near: Vec<String> },
    /// The request cannot be read: what is wrong, and what to do.
    #[error("{0}")]
    Unreadable(Told),
    /// What was filled in cannot be read: every field that is wrong.
    #[error("{}", listed(.0))]
    Fields(Vec<FieldFault>),
    /// A rulebook with errors: every one, as the loader tells them.
    #[error("{}", told(.0))]
    Rulebook(Vec<Diagnostic>),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AppError {
    pub fn not_found(what: impl Into<Told>) -> Self {
        Self::NotFound {
            what: what.into(),
            near: Vec::new(),
        }
    }

    pub fn unreadable(says: impl Into<Told>) -> Self {
        Self::Unreadable(says.into())
    }
}

/// A field that is wrong: what, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldFault {
    pub field: String,
    pub says: Told,
}

impl FieldFault {
    pub fn new(field: &str, says: impl Into<Told>) -> Self {
        Self {
            field: field.to_owned(),
            says: says.into(),
        }
    }
}

/// An error with its sources, each once: for the log.
pub fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(": ");
        text.push_str(&error.to_string());
        source = error.source();
    }
    text
}

fn listed(faults: &[FieldFault]) -> String {
    let told: Vec<String> = faults
        .iter()
        .map(|fault| format!("`{}`: {}", fault.field, fault.says))
        .collect();
    told.join("; ")
}

fn told(diagnostics: &[Diagnostic]) -> String {
    let told: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
    told.join("\n")
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}
