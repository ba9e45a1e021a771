//! The rulebooks in `rulebooks/` load without an error, their own tests pass, and no rule of theirs
//! is one that no test ever put to use.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use standing_rulebook::{Asker, Files, Loaded, Rulebook, TestFailure, TestReport, run_tests};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rulebooks")
}

/// Every rulebook that ships: the folders that have a `rulebook.toml`.
fn shipped() -> Vec<PathBuf> {
    let entries = fs::read_dir(folder()).expect("the folder of rulebooks is there");
    let mut folders: Vec<PathBuf> = entries
        .map(|entry| entry.expect("it can be listed").path())
        .filter(|path| path.join("rulebook.toml").is_file())
        .collect();
    folders.sort();
    folders
}

fn read(root: &Path, at: &Path, files: &mut Files) {
    for entry in fs::read_dir(at).expect("a folder can be listed") {
        let path = entry.expect("it can be listed").path();
        if path.is_dir() {
            read(root, &path, files);
        } else {
            let within = path.strip_prefix(root).expect("it is within the folder");
            let bytes = fs::read(&path).expect("a file can be read");
            files.insert_bytes(within.to_string_lossy().into_owned(), &bytes);
        }
    }
}

fn load(root: &Path) -> Loaded {
    let mut files = Files::new();
    read(root, root, &mut files);
    Rulebook::load(&files).unwrap_or_else(|errors| {
        let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
        panic!("{} does not load:\n{}", root.display(), errors.join("\n"));
    })
}

fn told(failure: &TestFailure) -> String {
    format!(
        "{}:{}: {}: expected {}, got {}\n    {}",
        failure.place.file,
        failure.place.line,
        failure.asked,
        failure.expected,
        failure.got,
        failure.why.join("\n    ")
    )
}

/// The tests of a rulebook, with its what-ifs.
fn tested(loaded: &Loaded) -> TestReport {
    let names = loaded.rulebook.texts.clone();
    let asker = Asker::new(Arc::new(loaded.rulebook.clone()));
    run_tests(&asker, &names, &loaded.tests, |id| {
        let overlay = loaded.rulebook.overlays.iter().find(|one| one.id == id)?;
        let replayed = loaded.with_overlay(overlay, &names).ok()?;
        Some(Asker::new(Arc::new(replayed)))
    })
}

#[test]
fn every_rulebook_that_ships_loads_and_passes_its_own_tests() {
    let folders = shipped();
    assert!(folders.len() >= 3, "only {} rulebooks ship", folders.len());
    let mut failures = Vec::new();
    for root in folders {
        let loaded = load(&root);
        assert!(!loaded.tests.is_empty(), "{} has no tests", root.display());
        let report = tested(&loaded);
        assert!(
            report.checks > 0,
            "the tests of {} check nothing",
            root.display()
        );
        let name = root
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let told = report.failures.iter().map(told);
        failures.extend(told.map(|failure| format!("{name}/{failure}")));
    }
    assert!(failures.is_empty(), "not met:\n{}", failures.join("\n"));
}

/// `rulebooks/small` is the worked example as it was given; its own tests leave rules idle.
#[test]
fn every_rule_that_ships_decides_something_in_a_test() {
    let mut idle = Vec::new();
    for root in shipped().iter().filter(|root| !root.ends_with("small")) {
        let report = tested(&load(root));
        let never = report.never_decided.iter();
        idle.extend(never.map(|rule| {
            format!(
                "{}:{} clause {}",
                rule.place.file, rule.place.line, rule.clause
            )
        }));
    }
    assert!(
        idle.is_empty(),
        "never decisive in a test:\n{}",
        idle.join("\n")
    );
}
