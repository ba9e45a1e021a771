//! Where an import reads its files from.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Cursor, Error, ErrorKind, Read};
use std::path::PathBuf;

/// Opens files by name. An import opens its file twice; a mapping may name others beside it.
pub trait Files: Send + Sync {
    fn open(&self, name: &str) -> std::io::Result<Box<dyn Read + Send>>;

    /// How long the file is, where that is known.
    fn bytes(&self, name: &str) -> Option<u64>;
}

/// Files of one folder.
#[derive(Clone, Debug)]
pub struct Folder(pub PathBuf);

impl Files for Folder {
    fn open(&self, name: &str) -> std::io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(File::open(self.0.join(name))?))
    }

    fn bytes(&self, name: &str) -> Option<u64> {
        std::fs::metadata(self.0.join(name))
            .ok()
            .map(|about| about.len())
    }
}

/// Files in memory.
impl Files for BTreeMap<String, Vec<u8>> {
    fn open(&self, name: &str) -> std::io::Result<Box<dyn Read + Send>> {
        let bytes = self
            .get(name)
            .ok_or_else(|| Error::from(ErrorKind::NotFound))?;
        Ok(Box::new(Cursor::new(bytes.clone())))
    }

    fn bytes(&self, name: &str) -> Option<u64> {
        self.get(name)
            .and_then(|bytes| u64::try_from(bytes.len()).ok())
    }
}
