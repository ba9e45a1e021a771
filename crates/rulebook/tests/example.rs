//! The small worked example of rulebooks/small.

use std::path::Path;

use standing_rulebook::{Files, Rulebook};

fn example() -> Files {
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

#[test]
fn the_worked_example_loads_without_errors_or_notes() {
    match Rulebook::load(&example()) {
        Ok(loaded) => {
            for n in &loaded.notes {
                println!("{n}");
            }
            println!("{:#?}", loaded.rulebook.versions[1].rules.last());
        }
        Err(errors) => {
            for e in errors {
                println!("{e}\n");
            }
            panic!();
        }
    }
}
