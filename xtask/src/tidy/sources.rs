//! Habits of every file: one subject each, nothing unfinished, nothing that is true on one machine only.

use crate::tree::{TextFile, Tree};

const LINES_MAX: usize = 700;

/// Files that people write by hand, where a long one has more than one subject.
const WRITTEN_BY_HAND: [&str; 4] = ["rs", "html", "css", "sql"];

pub fn files_have_one_subject(tree: &Tree) -> Vec<String> {
    tree.files
        .iter()
        .filter(|file| WRITTEN_BY_HAND.iter().any(|it| file.has_extension(it)))
        .filter_map(|file| {
            let count = file.text.lines().count();
            (count > LINES_MAX).then(|| {
                format!(
                    "{}: {count} lines, more than {LINES_MAX}; split it by subject",
                    file.path
                )
            })
        })
        .collect()
}

// The words are put together here so that this file does not hold them itself.
const UNFINISHED: [&str; 3] = [
    concat!("#[", "ignore"),
    concat!("to", "do!("),
    concat!("unimpl", "emented!("),
];

pub fn nothing_is_unfinished(tree: &Tree) -> Vec<String> {
    let mut problems = Vec::new();
    for file in tree.with_extension("rs") {
        for (line, word) in occurrences(file, &UNFINISHED) {
            problems.push(format!(
                "{}:{line}: `{word}` is not for the tree",
                file.path
            ));
        }
    }
    problems
}

/// Folders that exist on the machine where somebody wrote the line.
const MACHINE_FOLDERS: [&str; 3] = [
    concat!("/", "home/"),
    concat!("/", "root/"),
    concat!("/", "work/"),
];

/// Hosts that programs fetch packages from: each machine has its own, in its own configuration.
const PACKAGE_HOSTS: [&str; 7] = [
    concat!("registry.", "npmjs.org"),
    concat!("static.", "crates.io"),
    concat!("index.", "crates.io"),
    concat!("files.", "pythonhosted.org"),
    concat!("pypi", ".org"),
    concat!("deb.", "debian.org"),
    concat!("security.", "debian.org"),
];

const LOCKED_SOURCE: &str = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";

pub fn no_place_outside_is_named(tree: &Tree) -> Vec<String> {
    let mut problems = Vec::new();
    for file in &tree.files {
        for (line, place) in occurrences(file, &MACHINE_FOLDERS) {
            problems.push(format!(
                "{}:{line}: `{place}` is a folder of one machine",
                file.path
            ));
        }
        for (line, host) in occurrences(file, &PACKAGE_HOSTS) {
            problems.push(format!(
                "{}:{line}: `{host}` belongs into the configuration of the machine",
                file.path
            ));
        }
    }
    if let Some(lock) = tree.file("Cargo.lock") {
        for (line, text) in lock.lines() {
            if text.starts_with("source = ") && text != LOCKED_SOURCE {
                problems.push(format!(
                    "Cargo.lock:{line}: a crate from elsewhere than the public registry"
                ));
            }
        }
    }
    problems
}

/// Where one of the words begins; inside a longer word or path it does not count.
fn occurrences<'a>(file: &TextFile, words: &[&'a str]) -> Vec<(usize, &'a str)> {
    let mut found = Vec::new();
    for (number, line) in file.lines() {
        for &word in words {
            let stands_alone = line.match_indices(word).any(|(at, _)| {
                line.get(..at).is_some_and(|before| {
                    !before.ends_with(|it: char| it.is_alphanumeric() || "._-~".contains(it))
                })
            });
            if stands_alone {
                found.push((number, word));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_file_is_a_problem() {
        let long = "// a line\n".repeat(LINES_MAX + 1);
        let tree = Tree::of(&[("crates/a/src/long.rs", &long), ("docs/src/long.md", &long)]);
        let problems = files_have_one_subject(&tree);
        assert_eq!(problems.len(), 1);
        assert!(problems[0].starts_with("crates/a/src/long.rs: 701 lines"));
    }

    #[test]
    fn unfinished_and_switched_off_code_is_a_problem() {
        for word in UNFINISHED {
            let tree = Tree::of(&[("a.rs", &format!("\n    {word}\"\")\n"))]);
            let problems = nothing_is_unfinished(&tree);
            assert_eq!(problems, [format!("a.rs:2: `{word}` is not for the tree")]);
        }
    }

    #[test]
    fn a_path_of_one_machine_is_a_problem_and_a_part_of_a_longer_path_is_not() {
        let cases = [
            (format!("see {}me/notes", MACHINE_FOLDERS[0]), 1),
            (format!("\"{}x\"", MACHINE_FOLDERS[2]), 1),
            (format!("example.org/a{}x", MACHINE_FOLDERS[2]), 0),
            (format!("example.org{}x", MACHINE_FOLDERS[2]), 0),
        ];
        for (text, count) in cases {
            let tree = Tree::of(&[("notes.md", &text)]);
            assert_eq!(no_place_outside_is_named(&tree).len(), count, "{text}");
        }
    }

    #[test]
    fn a_host_of_packages_is_a_problem() {
        let text = format!("https://{}/x", PACKAGE_HOSTS[0]);
        let tree = Tree::of(&[("package-lock.json", &text)]);
        assert_eq!(no_place_outside_is_named(&tree).len(), 1);
    }

    #[test]
    fn a_crate_from_elsewhere_is_a_problem() {
        let lock = format!("{LOCKED_SOURCE}\nsource = \"git+https://example.org/x\"\n");
        let tree = Tree::of(&[("Cargo.lock", &lock)]);
        let problems = no_place_outside_is_named(&tree);
        assert_eq!(problems.len(), 1);
        assert!(problems[0].starts_with("Cargo.lock:2: "));
    }
}
