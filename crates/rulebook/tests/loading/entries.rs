//! The core's entries: their page, and how they fit a vocabulary.

use std::collections::BTreeMap;
use std::path::Path;

use standing_rulebook::{EffectValue, FactType, Rulebook};

use crate::folder::{changed, example};

fn page() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/src/rulebook/entries.md");
    std::fs::read_to_string(path).unwrap()
}

/// The words in back quotes of a cell.
fn quoted(cell: &str) -> Vec<String> {
    let mut parts: Vec<String> = cell
        .split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect();
    parts.sort();
    parts.dedup();
    parts
}

#[test]
fn the_page_of_core_entries_lists_exactly_those_there_are() {
    let page = page();
    let told: BTreeMap<String, Vec<String>> = page
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| {
            let cells: Vec<&str> = line.split('|').collect();
            (quoted(cells[1])[0].clone(), quoted(cells[2]))
        })
        .collect();
    let loaded = Rulebook::load(&example()).unwrap();
    let known: BTreeMap<String, Vec<String>> = loaded
        .rulebook
        .vocabulary
        .entries
        .iter()
        .map(|entry| {
            let mut fields: Vec<String> =
                entry.fields.iter().map(|(name, _)| name.clone()).collect();
            fields.sort();
            (entry.name.clone(), fields)
        })
        .collect();
    assert_eq!(told, known);
}

#[test]
fn core_entries_make_only_what_the_vocabulary_has() {
    let rulebook = Rulebook::load(&example()).unwrap().rulebook;
    let vocabulary = &rulebook.vocabulary;
    let entry = |name: &str| &vocabulary.entries[vocabulary.entry(name).unwrap().at()];
    let imposed = entry("suspension_imposed");
    assert!(
        imposed.item.is_none() && imposed.sets.is_empty(),
        "there is no list of suspensions"
    );
    let decided = entry("case_decided");
    assert_eq!(decided.sets.len(), 4);
    let outcome = &decided.fields[1];
    assert!(
        matches!(outcome.1, FactType::Enum(_)),
        "the field takes the fact's type"
    );
    let opened = entry("case_opened");
    let refs: Vec<EffectValue> = opened
        .sets
        .iter()
        .map(|effect| effect.value)
        .take(2)
        .collect();
    assert_eq!(refs, [EffectValue::Field(0), EffectValue::Field(1)]);
    assert!(
        entry("admitted").sets.len() == 1,
        "status is a track, left_on is not declared"
    );
}

#[test]
fn a_declared_entry_replaces_the_core_s() {
    let files = changed(
        "vocabulary.toml",
        "# The questions",
        "[entry.case_opened]\nitem = \"cases\"\nfields = { case = \"text\", by = \"text\" }\n\
         sets = { state = \"open\" }\nalso = { sitting = \"yes\" }\nasks = \"reopen\"\n\n# The questions",
    );
    let rulebook = Rulebook::load(&files).unwrap().rulebook;
    let vocabulary = &rulebook.vocabulary;
    let all = vocabulary
        .entries
        .iter()
        .filter(|entry| entry.name == "case_opened");
    let all: Vec<_> = all.collect();
    assert_eq!(all.len(), 1);
    assert_eq!((all[0].sets.len(), all[0].also.len()), (1, 1));
    assert_eq!(all[0].asks, vocabulary.question("reopen"));
}
