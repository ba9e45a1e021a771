//! What can go wrong with a request, told apart so that page, API and command line answer alike.

use standing_base::Refusal;

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
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}
