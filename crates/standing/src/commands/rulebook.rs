//! `standing rulebook ...`: reading, testing and comparing rulebooks.

mod compare;
mod show;
mod what_if;

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use standing_rulebook::{
    Asker, Diagnostic, Files, Loaded, Rulebook, TestReport, Version, run_tests,
};

use crate::adapters::read_rulebook;
use crate::args::RulebookCommand;
use crate::failure::{Failure, Outcome};
use crate::place::Place;

pub(crate) async fn run(place: &Place, command: RulebookCommand) -> Outcome {
    match command {
        RulebookCommand::Check { folder } => check(&folder),
        RulebookCommand::Show {
            folder,
            clause,
            version,
        } => {
            let loaded = load(&read_rulebook(&folder)?)?;
            show::show(&loaded, clause.as_deref(), version.as_deref())
        }
        RulebookCommand::Test { folder } => test(&folder),
        RulebookCommand::Readback { folder, version } => {
            show::readback(&load(&read_rulebook(&folder)?)?, version.as_deref())
        }
        RulebookCommand::Compare { folder, from, to } => {
            compare::run(&load(&read_rulebook(&folder)?)?, &from, &to)
        }
        RulebookCommand::WhatIf {
            what_if,
            set,
            question,
            json,
        } => what_if::run(place, what_if.as_deref(), &set, question, json).await,
        RulebookCommand::Adopt { folder } => {
            let files = read_rulebook(&folder)?;
            load(&files)?;
            let rules = place.app().await?.adopt(&files).await?;
            println!(
                "{} governs from now on, fingerprint {}",
                rules.rulebook().name,
                rules.rulebook().fingerprint
            );
            Ok(())
        }
    }
}

fn load(files: &Files) -> Result<Loaded, Failure> {
    Rulebook::load(files).map_err(|errors| refused(&errors))
}

fn refused(errors: &[Diagnostic]) -> Failure {
    for error in errors {
        eprintln!("{error}");
    }
    Failure::bad(format!(
        "{} error(s); the rulebook was not loaded",
        errors.len()
    ))
}

fn check(folder: &Path) -> Outcome {
    let files = read_rulebook(folder)?;
    let started = Instant::now();
    let loaded = load(&files)?;
    let took = started.elapsed();
    for note in &loaded.notes {
        println!("{note}");
    }
    for power in standing_domain::case::unguarded(&loaded.rulebook) {
        println!(
            "note: nobody can record {}: the gates before it ask {}, and no question about a case has \
             that name ({}:{})",
            listed(&power.steps),
            listed(&power.questions),
            power.place.file,
            power.place.line
        );
    }
    let rulebook = &loaded.rulebook;
    let sum = |count: fn(&Version) -> usize| rulebook.versions.iter().map(count).sum::<usize>();
    println!(
        "{}: {} version(s), {} clauses, {} rules, {} definitions, {} note(s); loaded and checked \
         in {:.1} ms",
        rulebook.name,
        rulebook.versions.len(),
        sum(|version| version.clauses.len()),
        sum(|version| version.rules.len()),
        sum(|version| version.defines.len()),
        loaded.notes.len(),
        took.as_secs_f64() * 1_000.0
    );
    println!("fingerprint {}", rulebook.fingerprint);
    Ok(())
}

fn listed(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

fn test(folder: &Path) -> Outcome {
    let loaded = load(&read_rulebook(folder)?)?;
    let report = tested(&loaded);
    for failure in &report.failures {
        println!(
            "failed: {} ({}:{})",
            failure.asked, failure.place.file, failure.place.line
        );
        println!("  expected {}", failure.expected);
        println!("  got      {}", failure.got);
        for line in &failure.why {
            println!("           {line}");
        }
    }
    for idle in &report.never_decided {
        println!(
            "note: no test made the rule of clause {} decide anything ({}:{})",
            idle.clause, idle.place.file, idle.place.line
        );
    }
    for idle in &report.never_owed {
        println!(
            "note: no test expected the duty `{}` ({}:{})",
            idle.duty, idle.place.file, idle.place.line
        );
    }
    for idle in &report.never_kept {
        println!(
            "note: no test expected anything to be kept by `{}` ({}:{})",
            idle.duty, idle.place.file, idle.place.line
        );
    }
    for idle in &report.never_escalated {
        println!(
            "note: no test expected the duty `{}` to be escalated ({}:{})",
            idle.duty, idle.place.file, idle.place.line
        );
    }
    println!(
        "{} file(s), {} checks, {} failed; {} rule(s) never decided anything",
        loaded.tests.len(),
        report.checks,
        report.failures.len(),
        report.never_decided.len()
    );
    if report.failures.is_empty() {
        return Ok(());
    }
    Err(Failure::bad(
        "the rulebook does not answer as its own tests expect",
    ))
}

fn tested(loaded: &Loaded) -> TestReport {
    let rulebook = &loaded.rulebook;
    let asker = Asker::new(Arc::new(rulebook.clone()));
    let names = &rulebook.texts;
    run_tests(&asker, names, &loaded.tests, |id| {
        let overlay = rulebook.overlays.iter().find(|overlay| overlay.id == id)?;
        let other = loaded.with_overlay(overlay, names).ok()?;
        Some(Asker::new(Arc::new(other)))
    })
}

/// The version of this id, or the newest.
fn version<'a>(loaded: &'a Loaded, id: Option<&str>) -> Result<&'a Version, Failure> {
    let versions = &loaded.rulebook.versions;
    let found = match id {
        Some(id) => versions.iter().find(|version| version.id == id),
        None => versions.last(),
    };
    found.ok_or_else(|| {
        let all: Vec<&str> = versions.iter().map(|version| version.id.as_str()).collect();
        let id = id.unwrap_or_default();
        Failure::bad(format!(
            "there is no version `{id}`; the rulebook has {}",
            all.join(", ")
        ))
    })
}
