//! The vault: files that belong to a case or to an intake, sealed.
//!
//! Every case has a key of its own. It lies in the database, sealed itself under a wrapping key that
//! does not: whoever has a copy of the database alone reads no file. Who takes a case's key away has
//! erased its files, in every copy whose key goes with it.
//!
//! A file is held whole in memory once, while it is looked through and sealed: it is written in one
//! transaction with the fact that lists it, or not at all. It is read chunk by chunk.

mod case;
mod file;
mod key;
mod media;
mod seal;
mod strip;

use std::sync::Arc;

use standing_base::{Refusal, Told};

pub use case::{CaseFile, CaseFiles, Disclosed, Redaction, Upload};
pub(crate) use file::Incoming;
pub use file::OpenFile;
pub(crate) use file::{Sealed, check_unerased};
pub use key::{KeyError, VaultKey, VaultState};
pub use media::Media;
pub(crate) use seal::{Key, Place, open, seal};
pub(crate) use strip::stripped;

use crate::app::App;
use crate::error::AppError;
use crate::ports::StoreError;
use crate::ports::scanner::Scanner;

/// The largest file, in bytes.
pub const FILE_BYTES_MAX: u64 = 25 << 20;
/// The most files of one case, redacted copies among them.
pub const CASE_FILES_MAX: u32 = 500;
/// The most bytes of all files of one case.
pub const CASE_BYTES_MAX: u64 = 1 << 30;
/// Bytes of a chunk before it is sealed.
pub const CHUNK_BYTES: usize = 256 << 10;
/// The longest name of a file, in characters.
pub const NAME_CHARS_MAX: usize = 120;
/// The longest reason of a redaction, in characters.
pub const REASON_CHARS_MAX: usize = 2_000;

/// What the vault needs of this machine.
#[derive(Clone, Debug)]
pub struct Vault {
    key: VaultKey,
    scanner: Option<Arc<dyn Scanner>>,
}

impl Vault {
    pub const fn new(key: VaultKey) -> Self {
        Self { key, scanner: None }
    }

    /// The same, where somebody looks through what is sent.
    pub fn with_scanner(self, scanner: Arc<dyn Scanner>) -> Self {
        Self {
            scanner: Some(scanner),
            ..self
        }
    }
}

impl App {
    /// The same application, with a vault.
    pub fn with_vault(self, vault: Vault) -> Self {
        Self {
            vault: Some(Arc::new(vault)),
            ..self
        }
    }

    /// Whether files can be taken in and read at all.
    pub const fn has_vault(&self) -> bool {
        self.vault.is_some()
    }

    pub(crate) fn vault(&self) -> Result<&Vault, AppError> {
        self.vault.as_deref().ok_or_else(|| {
            refused("no_vault", Told::new(
                "no-vault",
                "nothing can be sealed or opened here, because no vault key is set up; whoever runs this system makes one with `standing vault keygen`",
            ))
        })
    }
}

pub(crate) fn refused(code: &'static str, says: Told) -> AppError {
    AppError::Refused(Refusal::new(code, says))
}

/// What was sealed here does not open.
pub(crate) fn unopened(what: impl std::fmt::Display) -> AppError {
    AppError::Store(StoreError::Damaged {
        what: format!("{what} does not open: it was changed, or its key belongs to another vault"),
    })
}
