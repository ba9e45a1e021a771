//! The worked example as files, and with a slip in it.

use std::path::Path;

use standing_rulebook::Files;

/// The folder rulebooks/small.
pub(crate) fn example() -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rulebooks/small");
    let mut files = Files::new();
    read(&root, &root, &mut files);
    files
}

fn read(root: &Path, folder: &Path, files: &mut Files) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(root, &path, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap();
            files.insert_bytes(name, &std::fs::read(&path).unwrap());
        }
    }
}

/// The example with a text replaced wherever it stands in a file.
pub(crate) fn changed(file: &str, from: &str, to: &str) -> Files {
    let mut files = example();
    let text = files.get(file).unwrap_or_else(|| panic!("{file} is there"));
    assert!(text.contains(from), "{file} has {from:?}");
    let text = text.replacen(from, to, 1);
    files.insert(file, text);
    files
}
