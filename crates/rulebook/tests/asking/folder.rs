//! Reads a rulebook folder for tests; the crate itself reads no disk.

use std::path::Path;

use standing_rulebook::{Files, Loaded, Rulebook};

/// Loads a folder by its path within the crate. Fails with every error, told.
pub(crate) fn load(folder: &str) -> Loaded {
    load_with(folder, &[])
}

/// Loads a folder with some files more.
pub(crate) fn load_with(folder: &str, more: &[(&str, &str)]) -> Loaded {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files = Files::new();
    read(&root, &root, &mut files);
    for (path, text) in more {
        files.insert(*path, text);
    }
    match Rulebook::load(&files) {
        Ok(loaded) => loaded,
        Err(errors) => {
            let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
            panic!("{folder} does not load:\n{}", told.join("\n"));
        }
    }
}

fn read(root: &Path, folder: &Path, files: &mut Files) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(root, &path, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap();
            files.insert(name, std::fs::read_to_string(&path).unwrap());
        }
    }
}
