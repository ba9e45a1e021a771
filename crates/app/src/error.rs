//! What can go wrong with a request, told apart so that page, API and command line answer alike.

use standing_base::Refusal;
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
    NotFound { what: String, near: Vec<String> },
    /// The request cannot be read: what is wrong, and what to do.
    #[error("{0}")]
    Unreadable(String),
    /// A rulebook with errors: every one, as the loader tells them.
    #[error("{}", told(.0))]
    Rulebook(Vec<Diagnostic>),
    #[error(transparent)]
    Store(#[from] StoreError),
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
