//! The real clock, the real source of randomness, and folders on the disk.

use std::path::Path;

use anyhow::Context;
use standing_app::ports::{Clock, Entropy};
use standing_base::Instant;
use standing_rulebook::Files;

use crate::failure::Failure;

#[derive(Debug)]
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the adapter behind the Clock port"
    )]
    fn now(&self) -> Instant {
        Instant::from_microseconds(jiff::Timestamp::now().as_microsecond())
    }
}

#[derive(Debug)]
pub(crate) struct SystemEntropy;

impl Entropy for SystemEntropy {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the adapter behind the Entropy port"
    )]
    fn fill(&self, bytes: &mut [u8]) {
        // A token that can be guessed lets anybody in; there is no way on.
        assert!(
            getrandom::fill(bytes).is_ok(),
            "the system gives no random bytes"
        );
    }
}

/// The largest rulebook file that is read.
const FILE_BYTES_MAX: u64 = 1 << 20;

/// Reads a rulebook folder: every `.md` and `.toml` file in it and below.
pub(crate) fn read_rulebook(folder: &Path) -> Result<Files, Failure> {
    let mut files = Files::default();
    if !folder.is_dir() {
        return Err(Failure::bad(format!(
            "there is no folder `{}`; name a folder that holds rulebook.toml",
            folder.display()
        )));
    }
    read_below(folder, folder, &mut files)?;
    Ok(files)
}

fn read_below(root: &Path, folder: &Path, files: &mut Files) -> Result<(), Failure> {
    let failed = |path: &Path| format!("reading `{}`", path.display());
    let entries = std::fs::read_dir(folder).with_context(|| failed(folder))?;
    for entry in entries {
        let path = entry.with_context(|| failed(folder))?.path();
        if path.is_dir() {
            read_below(root, &path, files)?;
            continue;
        }
        let ending = path.extension().and_then(|ending| ending.to_str());
        if !matches!(ending, Some("md" | "toml")) {
            continue;
        }
        let size = path.metadata().with_context(|| failed(&path))?.len();
        if size > FILE_BYTES_MAX {
            return Err(Failure::bad(format!(
                "`{}` has {size} bytes; a file of a rulebook has at most {FILE_BYTES_MAX}",
                path.display()
            )));
        }
        let bytes = std::fs::read(&path).with_context(|| failed(&path))?;
        let text = String::from_utf8(bytes).map_err(|error| {
            Failure::bad(format!(
                "`{}` is not UTF-8 from byte {} on; save it as UTF-8",
                path.display(),
                error.utf8_error().valid_up_to()
            ))
        })?;
        let name = path
            .strip_prefix(root)
            .unwrap_or(&path)
            .to_string_lossy()
            .replace('\\', "/");
        files.insert(name, text);
    }
    Ok(())
}
