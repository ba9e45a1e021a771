//! The commands that the handbook and the README tell people to type are commands.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{CommandFactory, Parser};

use crate::args::Args;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn pages(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            pages(&path, found);
        } else if path.extension().is_some_and(|it| it == "md") {
            found.push(path);
        }
    }
}

/// The lines of a page's `sh` blocks that call Standing, as arguments without its name.
fn commands(page: &str) -> Vec<Vec<String>> {
    let mut is_in_block = false;
    let mut found = Vec::new();
    for line in page.lines() {
        if line.starts_with("```") {
            is_in_block = line == "```sh";
        } else if is_in_block {
            let line = line.strip_prefix('$').unwrap_or(line);
            let demo = line.strip_prefix("cargo run --release --");
            if let Some(arguments) = line.strip_prefix("standing ").or(demo) {
                found.push(words(arguments));
            }
        }
    }
    found
}

/// What a shell makes of the line, up to a comment, a pipe or a redirection.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut is_quoted = false;
    for it in line.chars().chain([' ']) {
        match it {
            '"' => is_quoted = !is_quoted,
            ' ' if !is_quoted => {
                if ["#", "|", ">", "&&"].contains(&word.as_str()) {
                    return words;
                }
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            }
            it => word.push(it),
        }
    }
    words
}

#[test]
fn every_command_of_the_documents_is_understood() {
    let mut paths = vec![root().join("README.md")];
    pages(&root().join("docs/src"), &mut paths);
    let mut count = 0;
    for path in paths {
        for arguments in commands(&fs::read_to_string(&path).unwrap()) {
            count += 1;
            let typed = arguments.join(" ");
            let parsed = Args::try_parse_from([vec!["standing".to_owned()], arguments].concat());
            if let Err(error) = parsed {
                panic!("{}: standing {typed}\n{error}", path.display());
            }
        }
    }
    assert!(count > 30, "only {count} commands were found");
}

#[test]
fn every_command_and_option_stands_in_the_reference() {
    let reference = fs::read_to_string(root().join("docs/src/reference/commands.md")).unwrap();
    let mut missing = Vec::new();
    look_up(&Args::command(), "standing", &reference, &mut missing);
    assert!(
        missing.is_empty(),
        "not in docs/src/reference/commands.md: {missing:?}"
    );
}

fn look_up(command: &clap::Command, name: &str, reference: &str, missing: &mut Vec<String>) {
    for argument in command.get_arguments() {
        let option = argument.get_long().map(|long| format!("--{long}"));
        let row = |line: &&str| line.contains(&format!("`{name}")) || !line.starts_with('|');
        if let Some(option) = option.filter(|it| !["--help", "--version"].contains(&it.as_str()))
            && !reference
                .lines()
                .filter(row)
                .any(|line| line.contains(&option))
        {
            missing.push(format!("{name} {option}"));
        }
    }
    for subcommand in command.get_subcommands() {
        let name = format!("{name} {}", subcommand.get_name());
        if !reference.contains(&format!("`{name}")) {
            missing.push(name.clone());
        }
        look_up(subcommand, &name, reference, missing);
    }
}
