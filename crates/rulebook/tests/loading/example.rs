use standing_rulebook::{RuleKind, Rulebook};

use crate::folder::example;

#[test]
fn the_worked_example_loads_without_errors_or_notes() {
    let loaded = Rulebook::load(&example()).unwrap();
    assert!(loaded.notes.is_empty(), "{:?}", loaded.notes);
    let rulebook = &loaded.rulebook;
    let [first, second] = rulebook.versions.as_slice() else {
        panic!("two versions");
    };
    let counts = |version: &standing_rulebook::Version| {
        [
            version.clauses.len(),
            version.rules.len(),
            version.defines.len(),
            version.params.len(),
            version.moves.len(),
            version.timers.len(),
            version.decisions.len(),
            version.powers.len(),
            version.publication.len(),
        ]
    };
    assert_eq!(counts(first), [19, 12, 1, 7, 3, 1, 1, 3, 2]);
    assert_eq!(counts(second), [20, 13, 1, 8, 3, 1, 1, 3, 2]);
    assert!(
        second
            .rules
            .iter()
            .any(|rule| matches!(rule.kind, RuleKind::Except(_)))
    );
    let names: Vec<_> = loaded.tests.iter().map(|test| test.name.as_str()).collect();
    assert_eq!(names, ["case-m-late-hearing", "case-m", "late-complaint"]);
    let overlays: Vec<_> = rulebook
        .overlays
        .iter()
        .map(|one| one.id.as_str())
        .collect();
    assert_eq!(overlays, ["lapse-60", "lapse-90"]);
}
