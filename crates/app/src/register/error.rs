use super::mapping::MappingError;
use crate::ports::StoreError;

/// Why a file could not be imported at all. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file as a whole cannot be read: not JSON, not UTF-8, a column that is not there.
    #[error("{}: {what}", place(.file, *.line, *.column))]
    Unreadable {
        file: String,
        line: Option<u64>,
        column: Option<u64>,
        what: String,
    },
    #[error("{file}: the file could not be read; check that it is there and may be read")]
    Io {
        file: String,
        #[source]
        source: std::io::Error,
    },
    #[error(transparent)]
    Mapping(#[from] MappingError),
    /// The format needs a mapping file, or has one that it cannot use.
    #[error("{0}")]
    Usage(String),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ImportError {
    pub(super) fn unreadable(
        file: &str,
        line: impl Into<Option<u64>>,
        what: impl Into<String>,
    ) -> Self {
        Self::Unreadable {
            file: file.to_owned(),
            line: line.into(),
            column: None,
            what: what.into(),
        }
    }
}

fn place(file: &str, line: Option<u64>, column: Option<u64>) -> String {
    match (line, column) {
        (Some(line), Some(column)) => format!("{file}:{line}:{column}"),
        (Some(line), None) => format!("{file}:{line}"),
        _ => file.to_owned(),
    }
}
