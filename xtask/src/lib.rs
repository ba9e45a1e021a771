//! What the people who work on Standing run. The checks of [`tidy`] hold the project's habits; they
//! are tests of this crate (`tests/tidy.rs`), and `cargo xtask tidy` runs them alone, in a second.

pub mod record;
pub mod tidy;
pub mod tree;
pub mod workspace;

use std::path::{Path, PathBuf};

/// The project's folder.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}
