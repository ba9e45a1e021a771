use std::fmt::Write as _;

use standing_rulebook::{ChangeKind, Comparison, Files, Piece, Readback, Rulebook, compare};

use crate::folder::{changed, example};

const CANDIDATES: &str = "versions/2018/08-candidates.md";
const DISCIPLINE: &str = "versions/2018/06-discipline.md";
const STATUSES: &str = "versions/2018/statuses.toml";

fn compared(old: &Files, new: &Files) -> Comparison {
    let [old, new] = [old, new].map(|files| Rulebook::load(files).unwrap().rulebook);
    compare(&old.versions[0], &new.versions[0])
}

fn kinds(comparison: &Comparison) -> Vec<(String, ChangeKind, bool)> {
    let changes = comparison.clauses.iter();
    changes
        .map(|change| (change.id.clone(), change.kind, change.confirm))
        .collect()
}

#[test]
fn the_two_versions_of_the_example_differ_in_two_clauses() {
    let rulebook = Rulebook::load(&example()).unwrap().rulebook;
    let comparison = compare(&rulebook.versions[0], &rulebook.versions[1]);
    let amended = ChangeKind::Amendment {
        rule_changed: false,
    };
    assert_eq!(
        kinds(&comparison),
        [
            ("6.3".to_owned(), amended, false),
            ("8.6".to_owned(), ChangeKind::Added, false)
        ],
        "the value of a parameter is the rule's: nothing to confirm"
    );
    let words: Vec<_> = comparison.clauses[0]
        .words
        .iter()
        .filter(|piece| !matches!(piece, Piece::Same(_)))
        .collect();
    assert_eq!(
        words,
        [
            &Piece::Removed("180 ".to_owned()),
            &Piece::Added("120 ".to_owned())
        ]
    );
    let params: Vec<String> = comparison
        .params
        .iter()
        .map(|change| {
            format!(
                "{} {} {:?} {:?}",
                change.clause,
                change.name,
                change.old.is_some(),
                change.new.is_some()
            )
        })
        .collect();
    assert_eq!(
        params,
        [
            "8.6 late_complaint false true",
            "6.3 suspension_lapse true true"
        ]
    );
}

#[test]
fn amendments_and_corrections_are_told_apart() {
    let amended = |rule_changed| ChangeKind::Amendment { rule_changed };
    #[rustfmt::skip]
    let slips = [
        (CANDIDATES, "is open shall not", "is open must not", "8.4.b", amended(false), true),
        (CANDIDATES, "c.state is open", "c.state is not decided", "8.4.b", ChangeKind::Correction, false),
        (CANDIDATES, "has been open since", "is open since", "8.4.b", ChangeKind::Correction, false),
        (DISCIPLINE, "\"hearing, review\"", "\"hearing\"", "6.3", ChangeKind::Correction, false),
        (STATUSES, "to     = \"suspended\"", "to     = \"expelled\"", "6.1", ChangeKind::Correction, false),
        (DISCIPLINE, "{#6.9 judgement}", "{#6.9 procedure}", "6.9", ChangeKind::Correction, false),
    ];
    for (file, from, to, clause, kind, confirm) in slips {
        let comparison = compared(&example(), &changed(file, from, to));
        assert_eq!(
            kinds(&comparison),
            [(clause.to_owned(), kind, confirm)],
            "{from} -> {to}"
        );
    }
}

#[test]
fn line_breaks_comments_and_blanks_are_neither_words_nor_rules() {
    #[rustfmt::skip]
    let same = [
        (CANDIDATES, "reselected automatically,\nsubject", "reselected\nautomatically, subject"),
        (DISCIPLINE, "<!-- Executed", "<!-- Now executed"),
        (CANDIDATES, "bar endorse, reselect: not", "bar endorse, reselect:   not"),
        (STATUSES, "to     = \"suspended\"", "to = \"suspended\" # moved"),
    ];
    for (file, from, to) in same {
        let comparison = compared(&example(), &changed(file, from, to));
        assert_eq!(kinds(&comparison), [], "{from} -> {to}");
    }
}

#[test]
fn fingerprints_follow_the_files_that_decide_answers() {
    let of = |files: &Files| Rulebook::load(files).unwrap().rulebook.fingerprint;
    let now = of(&example());
    assert_eq!(now.len(), 64);
    for file in ["tests/case-m.toml", "what-if/lapse-60.toml", "README.md"] {
        let mut files = example();
        let text = files.get(file).unwrap_or_default().to_owned() + "\n# more\n";
        files.insert(file, text);
        assert_eq!(of(&files), now, "{file} decides nothing");
    }
    for file in [
        "vocabulary.toml",
        "rulebook.toml",
        "versions/2018/powers.toml",
        "versions/2020/01-membership.md",
    ] {
        let mut files = example();
        let text = files.get(file).unwrap().to_owned() + "\n";
        files.insert(file, text);
        assert_ne!(of(&files), now, "{file} decides answers");
    }
}

#[test]
fn rules_are_read_back_in_words() {
    let rulebook = Rulebook::load(&example()).unwrap().rulebook;
    let version = &rulebook.versions[1];
    let readback = Readback::new(&rulebook, version);
    let mut told = String::new();
    for define in &version.defines {
        let _ = writeln!(told, "{}", readback.define(define));
    }
    for rule in &version.rules {
        let clause = &version.clauses[rule.clause.at()].id;
        let _ = writeln!(told, "{clause}  {}", readback.rule(rule));
        let _ = writeln!(told, "   otherwise: {}", readback.negated(&rule.condition));
    }
    insta::assert_snapshot!(told);
}
