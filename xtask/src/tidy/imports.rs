//! The walls between the crates: who may use whom, and what the pure ones never touch.

use crate::tree::{TextFile, Tree};
use crate::workspace::Package;

struct Wall {
    name: &'static str,
    may_use: &'static [&'static str],
    /// What its tests may use besides.
    tests_may_use: &'static [&'static str],
    /// Crates that must not be built into it, however far away.
    never: &'static [&'static str],
}

/// From the bottom to the top of the house. The binary and the crate of the checks are not listed:
/// they stand outside and may use everything.
const WALLS: [Wall; 7] = [
    Wall {
        name: "standing-base",
        may_use: &[],
        tests_may_use: &[],
        never: &OUTSIDE,
    },
    Wall {
        name: "standing-papers",
        may_use: &["standing-base"],
        tests_may_use: &[],
        never: &OUTSIDE,
    },
    Wall {
        name: "standing-rulebook",
        may_use: &["standing-base"],
        tests_may_use: &[],
        never: &OUTSIDE,
    },
    Wall {
        name: "standing-domain",
        may_use: &["standing-base", "standing-rulebook"],
        tests_may_use: &[],
        never: &OUTSIDE,
    },
    Wall {
        name: "standing-app",
        may_use: &[
            "standing-base",
            "standing-papers",
            "standing-rulebook",
            "standing-domain",
        ],
        // Use cases are told on a real record.
        tests_may_use: &["standing-store"],
        never: &["axum", "hyper", "sqlx", "sqlx-core", "tokio"],
    },
    Wall {
        name: "standing-store",
        may_use: &[
            "standing-base",
            "standing-rulebook",
            "standing-domain",
            "standing-app",
        ],
        tests_may_use: &[],
        never: &["askama", "axum", "hyper"],
    },
    Wall {
        name: "standing-web",
        may_use: &[
            "standing-base",
            "standing-papers",
            "standing-rulebook",
            "standing-domain",
            "standing-app",
        ],
        // Every address is asked for on a real record.
        tests_may_use: &["standing-store"],
        never: &["libsqlite3-sys", "sqlx", "sqlx-core"],
    },
];

/// What a pure crate never has built in: a database, the network, a random source, an async runtime.
const OUTSIDE: [&str; 12] = [
    "async-trait",
    "axum",
    "futures-core",
    "getrandom",
    "hyper",
    "libsqlite3-sys",
    "mio",
    "rand",
    "reqwest",
    "sqlx",
    "sqlx-core",
    "tokio",
];

const PURE_FOLDERS: [&str; 4] = [
    "crates/base/src/",
    "crates/papers/src/",
    "crates/rulebook/src/",
    "crates/domain/src/",
];

/// Parts of the standard library that a pure crate never names.
const OUTSIDE_STD: [&str; 6] = [
    "env",
    "fs",
    "net",
    "process",
    "time::Instant",
    "time::SystemTime",
];

fn wall_of(package: &Package) -> Option<&'static Wall> {
    WALLS.iter().find(|wall| wall.name == package.name)
}

pub fn crates_use_only_what_is_above(packages: &[Package]) -> Vec<String> {
    let ours = |name: &str| packages.iter().any(|package| package.name == name);
    let mut problems = Vec::new();
    for package in packages {
        if ["standing", "xtask"].contains(&package.name.as_str()) {
            continue;
        }
        let Some(wall) = wall_of(package) else {
            problems.push(format!(
                "{}: no wall is known for this crate; add it to xtask/src/tidy/imports.rs as architecture says",
                package.name
            ));
            continue;
        };
        // A crate may name itself, to switch on a feature for its own tests.
        let in_tests = [wall.may_use, wall.tests_may_use, &[wall.name]].concat();
        let uses = package.dependencies.iter().map(|name| (name, wall.may_use));
        let tests_use = package
            .test_dependencies
            .iter()
            .map(|name| (name, in_tests.as_slice()));
        for (name, allowed) in uses.chain(tests_use) {
            if ours(name) && !allowed.contains(&name.as_str()) {
                problems.push(format!(
                    "{}: `{}` must not use `{name}`",
                    package.manifest, package.name
                ));
            }
        }
    }
    problems
}

pub fn crates_reach_nothing_they_must_not_know(packages: &[Package]) -> Vec<String> {
    let mut problems = Vec::new();
    for package in packages {
        let never = wall_of(package).map_or(&[][..], |wall| wall.never);
        for name in never.iter().filter(|name| package.reaches.contains(**name)) {
            problems.push(format!(
                "{}: `{name}` is built into `{}`, which must not know it (see `cargo tree -p {} -e normal -i {name}`)",
                package.manifest, package.name, package.name
            ));
        }
    }
    problems
}

/// Tests of a pure crate may read files; what they test may not.
pub fn pure_sources_touch_no_outside(tree: &Tree) -> Vec<String> {
    let mut problems = Vec::new();
    for file in tree.with_extension("rs") {
        let pure = PURE_FOLDERS.iter().any(|it| file.path.starts_with(it));
        if !pure || file.path.ends_with("/tests.rs") {
            continue;
        }
        for (line, part) in parts_of_std(file) {
            if OUTSIDE_STD.contains(&part.as_str()) {
                problems.push(format!(
                    "{}:{line}: a pure crate must not use `std::{part}`; take what it gives as an argument",
                    file.path
                ));
            }
        }
    }
    problems
}

/// Every `std::…` that the file names outside comments and its tests, to the depth that
/// [`OUTSIDE_STD`] tells apart, with its line.
fn parts_of_std(file: &TextFile) -> Vec<(usize, String)> {
    let code = without_tests_and_comments(&file.text);
    let mut parts = Vec::new();
    for (start, _) in code.match_indices("std::") {
        let (before, after) = code.split_at(start);
        if before.ends_with(|it: char| it.is_alphanumeric() || it == '_') {
            continue;
        }
        let line = before.lines().count().max(1);
        let line = if before.ends_with('\n') {
            line + 1
        } else {
            line
        };
        let named = after.get("std::".len()..).unwrap_or_default();
        parts.extend(names_after(named).into_iter().map(|part| (line, part)));
    }
    parts
}

/// The names that a path or a braced group at the start of the text begins with: `fs` of `fs::read`,
/// `fs` and `time::Instant` of `{fs::File, time::{Duration, Instant}}`.
fn names_after(text: &str) -> Vec<String> {
    if let Some(group) = text.strip_prefix('{') {
        return members(group).into_iter().flat_map(names_after).collect();
    }
    let name: String = text
        .chars()
        .take_while(|it| it.is_alphanumeric() || *it == '_')
        .collect();
    let rest = text.get(name.len()..).unwrap_or_default();
    match (name.as_str(), rest.strip_prefix("::")) {
        ("time", Some(rest)) => names_after(rest)
            .into_iter()
            .map(|inner| format!("time::{inner}"))
            .collect(),
        _ => vec![name],
    }
}

/// What stands between the commas of a group whose opening brace has been read.
fn members(group: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut depth, mut start) = (0_u32, 0);
    for (at, it) in group.char_indices() {
        let closes = it == '}' && depth == 0;
        if closes || (it == ',' && depth == 0) {
            found.push(group.get(start..at).unwrap_or_default().trim());
            start = at + 1;
        }
        match it {
            '}' if closes => break,
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
    }
    found
}

/// Blank lines stand for what is left out, so that line numbers stay.
fn without_tests_and_comments(text: &str) -> String {
    let mut code = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let opens_tests = line.trim() == "#[cfg(test)]"
            && lines
                .peek()
                .is_some_and(|next| next.trim_start().starts_with("mod ") && next.ends_with('{'));
        if opens_tests {
            break;
        }
        if !line.trim_start().starts_with("//") {
            code.push_str(line);
        }
        code.push('\n');
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, uses: &[&str], reaches: &[&str]) -> Package {
        Package {
            name: name.to_owned(),
            description: None,
            manifest: format!("{name}/Cargo.toml"),
            dependencies: uses.iter().map(|name| (*name).to_owned()).collect(),
            test_dependencies: Vec::new(),
            reaches: reaches.iter().map(|name| (*name).to_owned()).collect(),
            benches: Vec::new(),
        }
    }

    #[test]
    fn a_crate_that_uses_one_above_itself_is_a_problem() {
        let packages = [
            package("standing-base", &["serde"], &[]),
            package("standing-web", &["standing-base", "standing-store"], &[]),
            package("standing-store", &["standing-app"], &[]),
        ];
        let problems = crates_use_only_what_is_above(&packages);
        assert_eq!(
            problems,
            ["standing-web/Cargo.toml: `standing-web` must not use `standing-store`"]
        );
    }

    #[test]
    fn the_tests_of_a_crate_may_use_a_little_more() {
        let with_tests = |name: &str, uses: &str| Package {
            test_dependencies: vec![uses.to_owned()],
            ..package(name, &[], &[])
        };
        let packages = [
            with_tests("standing-app", "standing-store"),
            with_tests("standing-store", "standing-store"),
            with_tests("standing-web", "standing-store"),
            with_tests("standing-domain", "standing-store"),
        ];
        let problems = crates_use_only_what_is_above(&packages);
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(problems[0].starts_with("standing-domain/"), "{problems:?}");
    }

    #[test]
    fn a_crate_without_a_wall_is_a_problem() {
        let problems = crates_use_only_what_is_above(&[package("standing-extra", &[], &[])]);
        assert!(problems[0].starts_with("standing-extra: no wall is known"));
    }

    #[test]
    fn a_runtime_far_below_a_pure_crate_is_a_problem() {
        let packages = [
            package("standing-domain", &["serde"], &["serde", "tokio"]),
            package("standing-store", &["tokio"], &["tokio"]),
        ];
        let problems = crates_reach_nothing_they_must_not_know(&packages);
        assert_eq!(problems.len(), 1);
        assert!(problems[0].contains("`tokio` is built into `standing-domain`"));
    }

    #[test]
    fn a_pure_source_that_names_the_outside_is_a_problem_however_it_is_written() {
        let cases = [
            ("use std::fs;\n", 1),
            ("fn f() { std::env::args(); }\n", 1),
            ("use std::{collections::BTreeMap, net::IpAddr};\n", 1),
            (
                "use std::{\n    fs::File,\n    time::{Duration, Instant},\n};\n",
                2,
            ),
            ("use std::time::SystemTime;\n", 1),
            ("use std::time::Duration;\n", 0),
            ("use std::collections::BTreeMap;\n", 0),
            ("// std::fs is not for us\n", 0),
            ("fn my_std::fs() {}\n", 0),
            ("#[cfg(test)]\nmod tests {\n    use std::fs;\n}\n", 0),
            ("#[cfg(test)]\nuse std::fs;\n", 1),
        ];
        for (text, count) in cases {
            let tree = Tree::of(&[("crates/base/src/lib.rs", text)]);
            let problems = pure_sources_touch_no_outside(&tree);
            assert_eq!(problems.len(), count, "{text}: {problems:?}");
        }
    }

    #[test]
    fn the_problem_names_the_line() {
        let tree = Tree::of(&[("crates/domain/src/fact.rs", "//! Facts.\n\nuse std::fs;\n")]);
        let problems = pure_sources_touch_no_outside(&tree);
        assert!(
            problems[0].starts_with("crates/domain/src/fact.rs:3: "),
            "{problems:?}"
        );
    }

    #[test]
    fn a_crate_that_is_not_pure_may_touch_the_outside() {
        let tree = Tree::of(&[("crates/store/src/lib.rs", "use std::fs;\n")]);
        assert!(pure_sources_touch_no_outside(&tree).is_empty());
    }
}
