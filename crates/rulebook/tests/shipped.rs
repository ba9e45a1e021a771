//! The rulebooks in `rulebooks/` load without an error, their own tests pass, and no rule of theirs
//! is one that no test ever put to use.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use standing_rulebook::{Asker, Files, Loaded, Rulebook, TestFailure, TestReport, run_tests};

/// Every rulebook that ships: the folders that have a `rulebook.toml`.
fn shipped() -> io::Result<Vec<PathBuf>> {
    let mut folders = Vec::new();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rulebooks"))? {
        let path = entry?.path();
        if path.join("rulebook.toml").is_file() {
            folders.push(path);
        }
    }
    folders.sort();
    Ok(folders)
}

fn read(root: &Path, at: &Path, files: &mut Files) -> io::Result<()> {
    for entry in fs::read_dir(at)? {
        let path = entry?.path();
        if path.is_dir() {
            read(root, &path, files)?;
        } else if let Ok(within) = path.strip_prefix(root) {
            files.insert_bytes(within.to_string_lossy().into_owned(), &fs::read(&path)?);
        }
    }
    Ok(())
}

fn name(root: &Path) -> String {
    root.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// A rulebook, or all that is wrong with it.
fn load(root: &Path) -> Result<Loaded, String> {
    let mut files = Files::new();
    read(root, root, &mut files).map_err(|error| format!("{}: {error}", root.display()))?;
    Rulebook::load(&files).map_err(|errors| {
        let errors = errors
            .iter()
            .map(|error| format!("{}: {error}", name(root)));
        errors.collect::<Vec<_>>().join("\n")
    })
}

/// What the rulebook's own tests find, its what-ifs included.
fn tested(loaded: &Loaded) -> TestReport {
    let names = loaded.rulebook.texts.clone();
    let asker = Asker::new(Arc::new(loaded.rulebook.clone()));
    run_tests(&asker, &names, &loaded.tests, |id| {
        let overlay = loaded.rulebook.overlays.iter().find(|one| one.id == id)?;
        let replayed = loaded.with_overlay(overlay, &names).ok()?;
        Some(Asker::new(Arc::new(replayed)))
    })
}

fn told(root: &Path, failure: &TestFailure) -> String {
    format!(
        "{}/{}:{}: {}: expected {}, got {}\n    {}",
        name(root),
        failure.place.file,
        failure.place.line,
        failure.asked,
        failure.expected,
        failure.got,
        failure.why.join("\n    ")
    )
}

#[test]
fn every_rulebook_that_ships_loads_and_passes_its_own_tests() {
    let folders = shipped().expect("the folder of rulebooks can be listed");
    assert!(folders.len() >= 3, "only {} rulebooks ship", folders.len());
    let mut failures = Vec::new();
    for root in &folders {
        match load(root).map(|loaded| tested(&loaded)) {
            Err(errors) => failures.push(errors),
            Ok(report) => {
                assert!(
                    report.checks > 0,
                    "the tests of {} check nothing",
                    name(root)
                );
                failures.extend(report.failures.iter().map(|failure| told(root, failure)));
            }
        }
    }
    assert!(failures.is_empty(), "not met:\n{}", failures.join("\n"));
}

/// `rulebooks/small` is the worked example as it was given; its own tests leave rules idle.
#[test]
fn every_rule_that_ships_decides_something_in_a_test() {
    let mut idle = Vec::new();
    let folders = shipped().expect("the folder of rulebooks can be listed");
    for root in folders.iter().filter(|root| !root.ends_with("small")) {
        let report = tested(&load(root).expect("it loads"));
        idle.extend(report.never_decided.iter().map(|rule| {
            let place = &rule.place;
            format!(
                "{}/{}:{} clause {}",
                name(root),
                place.file,
                place.line,
                rule.clause
            )
        }));
        let never_owed = report.never_owed.iter();
        let never_escalated = report.never_escalated.iter();
        let never_kept = report.never_kept.iter();
        let rows = never_owed.chain(never_escalated).chain(never_kept);
        idle.extend(rows.map(|duty| {
            let place = &duty.place;
            format!(
                "{}/{}:{} row {}",
                name(root),
                place.file,
                place.line,
                duty.duty
            )
        }));
    }
    assert!(
        idle.is_empty(),
        "never decisive in a test:\n{}",
        idle.join("\n")
    );
}
