//! `[vault]`: the key under which files are sealed, and who looks through them.

use std::path::{Path, PathBuf};

use super::section::{Section, SettingError};

#[derive(Clone, Debug, Default)]
pub(crate) struct VaultSettings {
    pub(crate) key_file: Option<PathBuf>,
    /// The program that looks through a file, with its arguments; empty where there is none.
    pub(crate) scanner: Vec<String>,
}

const KEYS: [&str; 2] = ["key_file", "scanner"];

impl VaultSettings {
    pub(super) fn read(section: &Section<'_>, folder: &Path) -> Result<Self, SettingError> {
        section.only(&KEYS)?;
        let scanner = section.texts("scanner")?;
        if let Some(scanner) = &scanner
            && !scanner
                .first()
                .is_some_and(|it| Path::new(it).is_absolute())
        {
            let what = "`vault.scanner` must begin with the whole path of a program, as in \
                 `[\"/usr/bin/clamdscan\", \"--no-summary\", \"-\"]`";
            return Err(section.error_at("scanner", what));
        }
        let scanner = scanner.unwrap_or_default().into_iter();
        Ok(Self {
            key_file: section.text("key_file")?.map(|file| folder.join(file)),
            scanner: scanner.map(str::to_owned).collect(),
        })
    }
}
