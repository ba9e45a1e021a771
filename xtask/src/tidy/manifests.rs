//! Habits of the crates' Cargo.toml, and the licence texts.

use crate::tree::Tree;
use crate::workspace::Package;

/// Lines that every crate has, so that one place decides for all.
const SHARED: [&str; 5] = [
    "edition.workspace = true",
    "license.workspace = true",
    "publish.workspace = true",
    "rust-version.workspace = true",
    "version.workspace = true",
];

pub fn crates_share_the_habits(tree: &Tree, packages: &[Package]) -> Vec<String> {
    let mut problems = Vec::new();
    for package in packages {
        let manifest = &package.manifest;
        let text = tree.file(manifest).map_or("", |file| file.text.as_str());
        if package.description.as_deref().is_none_or(str::is_empty) {
            problems.push(format!("{manifest}: a `description` is missing"));
        }
        if !text.contains("[lints]\nworkspace = true") {
            problems.push(format!("{manifest}: `[lints] workspace = true` is missing"));
        }
        for shared in SHARED {
            if !text.lines().any(|line| line == shared) {
                problems.push(format!("{manifest}: `{shared}` is missing"));
            }
        }
    }
    problems
}

pub fn licences_are_there(tree: &Tree) -> Vec<String> {
    let licences = [
        ("LICENSE-APACHE", "Version 2.0, January 2004"),
        (
            "LICENSE-MIT",
            "Permission is hereby granted, free of charge",
        ),
    ];
    licences
        .iter()
        .filter(|(path, words)| !tree.file(path).is_some_and(|it| it.text.contains(words)))
        .map(|(path, _)| format!("{path}: the text of the licence is missing"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package() -> Package {
        Package {
            name: "standing-base".to_owned(),
            description: Some("Ids and dates".to_owned()),
            manifest: "crates/base/Cargo.toml".to_owned(),
            dependencies: Vec::new(),
            test_dependencies: Vec::new(),
            reaches: std::collections::BTreeSet::default(),
            benches: Vec::new(),
        }
    }

    #[test]
    fn each_missing_habit_of_a_crate_is_a_problem() {
        let whole = format!(
            "[package]\n{}\n\n[lints]\nworkspace = true\n",
            SHARED.join("\n")
        );
        let tree = |text: &str| Tree::of(&[("crates/base/Cargo.toml", text)]);
        assert!(crates_share_the_habits(&tree(&whole), &[package()]).is_empty());

        let without_lints = whole.replace("[lints]", "[lint]");
        assert_eq!(
            crates_share_the_habits(&tree(&without_lints), &[package()]).len(),
            1
        );
        let own_edition = whole.replace(SHARED[0], "edition = \"2021\"");
        assert_eq!(
            crates_share_the_habits(&tree(&own_edition), &[package()]).len(),
            1
        );
        let unsaid = Package {
            description: None,
            ..package()
        };
        assert_eq!(crates_share_the_habits(&tree(&whole), &[unsaid]).len(), 1);
    }

    #[test]
    fn a_licence_without_its_text_is_a_problem() {
        let tree = Tree::of(&[("LICENSE-MIT", "MIT")]);
        assert_eq!(licences_are_there(&tree).len(), 2);
    }
}
