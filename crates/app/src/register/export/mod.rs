//! The register in other people's formats, from the raw facts: nothing here asks the rulebook.

mod csv;
mod popolo;
mod read;
mod spell;

use std::io::Write;

use super::Format;
use crate::ports::{Snapshot, StoreError};

#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("a register is exported as `popolo` or `csv`")]
    Format,
    #[error(
        "the export could not be written; check that there is room and that the place may be written"
    )]
    Io(#[from] std::io::Error),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<serde_json::Error> for ExportError {
    fn from(error: serde_json::Error) -> Self {
        Self::Io(error.into())
    }
}

impl From<::csv::Error> for ExportError {
    fn from(error: ::csv::Error) -> Self {
        Self::Io(std::io::Error::other(error))
    }
}

/// Writes the register out, and gives how many persons it has. Popolo comes back by an import as it
/// was; CSV is one line a person.
pub async fn export(
    snapshot: &mut dyn Snapshot,
    format: Format,
    out: &mut (dyn Write + Send),
) -> Result<u64, ExportError> {
    match format {
        Format::Popolo => popolo::write(snapshot, out).await,
        Format::Csv => csv::write(snapshot, out).await,
        Format::Json => Err(ExportError::Format),
    }
}
