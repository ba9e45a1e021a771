//! How the command line fails: 1 when the environment failed, 2 for usage and bad input.

use std::process::ExitCode;

use standing_app::AppError;
use standing_app::account::AccountError;
use standing_app::ports::StoreError;

#[derive(Debug)]
pub(crate) enum Failure {
    Environment(anyhow::Error),
    /// One clear sentence each: what, where, what to do.
    BadInput(String),
    /// Whoever reads our output has stopped reading (`standing roll | head`). Nothing is wrong.
    NobodyReads,
}

pub(crate) type Outcome = Result<(), Failure>;

impl Failure {
    pub(crate) const fn environment(error: anyhow::Error) -> Self {
        Self::Environment(error)
    }

    pub(crate) fn bad(sentence: impl Into<String>) -> Self {
        Self::BadInput(sentence.into())
    }

    /// What it says, on one line.
    pub(crate) fn sentence(&self) -> String {
        match self {
            Self::Environment(error) => format!("{error:#}"),
            Self::BadInput(sentence) => sentence.clone(),
            Self::NobodyReads => String::new(),
        }
    }

    pub(crate) fn report(self) -> ExitCode {
        match self {
            Self::Environment(error) => {
                eprintln!("error: {error}");
                for cause in error.chain().skip(1) {
                    eprintln!("  because: {cause}");
                }
                ExitCode::from(1)
            }
            Self::BadInput(sentence) => {
                eprintln!("error: {sentence}");
                ExitCode::from(2)
            }
            Self::NobodyReads => ExitCode::SUCCESS,
        }
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Store(error) => error.into(),
            AppError::NotFound { what, near } if !near.is_empty() => {
                Self::BadInput(format!("{what}; did you mean {}?", near.join(", or ")))
            }
            error => Self::BadInput(error.to_string()),
        }
    }
}

impl From<AccountError> for Failure {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::App(error) => error.into(),
            error => Self::BadInput(error.to_string()),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Environment(error.into())
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::Environment(error)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            return Self::NobodyReads;
        }
        Self::Environment(error.into())
    }
}
