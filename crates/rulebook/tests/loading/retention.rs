//! retention.toml, well written and with slips.

use std::fmt::Write as _;

use standing_rulebook::{Asker, IntakeEnd, KeepOf, Rulebook, Runs};

use crate::folder::example;

const FILE: &str = "versions/2018/retention.toml";
const WELL: &str = r#"[[keep]]
id     = "decided"
clause = "6.3"
of     = "case.state"
while  = ["decided"]
with   = { outcome = ["no_action", "warning"] }
starts = ["case_decided"]
for    = "param:suspension_lapse"
counting = "working"
grace  = "28 days"
"#;

#[test]
fn a_time_of_keeping_is_read_with_its_clause_and_what_it_is_kept_of() {
    let mut files = example();
    files.insert(FILE, WELL);
    let rulebook = Rulebook::load(&files).unwrap().rulebook;
    let version = &rulebook.versions[0];
    let [keep] = version.keeps.as_slice() else {
        panic!("{:?}", version.keeps)
    };
    assert_eq!(version.clauses[keep.clause.at()].id, "6.3");
    assert!(matches!(keep.runs, Runs::Param(_)));
    assert_eq!(keep.grace, Runs::Length("28 days".parse().unwrap()));
    let KeepOf::Item(of) = &keep.of else {
        panic!("{:?}", keep.of)
    };
    assert_eq!((of.during.len(), of.starts.len()), (1, 1));
    assert_eq!(of.with[0].1.len(), 2);
    assert!(version.erases());
    // A text that keeps for another time is another text.
    let without = Rulebook::load(&example()).unwrap().rulebook;
    assert_ne!(without.fingerprint, rulebook.fingerprint);
    assert!(!without.versions[0].erases());
}

const BESIDE: &str = r#"
[[keep]]
id     = "nothing"
clause = "6.3"
of     = "intake"
while  = ["dismissed"]
for    = "6 months"
grace  = "28 days"

[[keep]]
id     = "either"
clause = "6.3"
of     = "intake"
while  = ["answered", "dismissed"]
for    = "3 months"
grace  = "28 days"
"#;

#[test]
fn a_complaint_is_kept_by_the_longest_row_for_what_it_came_to() {
    let mut files = example();
    files.insert(FILE, format!("{WELL}{BESIDE}"));
    let asker = Asker::new(Rulebook::load(&files).unwrap().rulebook.into());
    let day = |text: &str| text.parse().unwrap();
    let kept = |end| {
        let kept = asker.kept_intake(end, day("2019-03-10"), day("2019-06-01"));
        let kept = kept.unwrap();
        assert_eq!(
            (kept.clause.as_str(), kept.item.as_str()),
            ("6.3", "intake")
        );
        (kept.row, kept.until)
    };
    let by = |row: &str, until| (row.to_owned(), day(until));
    assert_eq!(kept(IntakeEnd::Dismissed), by("nothing", "2019-09-10"));
    assert_eq!(kept(IntakeEnd::Answered), by("either", "2019-06-10"));
}

#[test]
fn slips_in_retention() {
    let slips = [
        ("clause that does not exist", "6.3", "6.33"),
        ("no track", "of     = \"case.state\"\n", ""),
        ("misspelt track", "case.state", "case.stat"),
        (
            "misspelt value",
            "[\"decided\"]\nwith",
            "[\"decidd\"]\nwith",
        ),
        ("misspelt fact", "{ outcome =", "{ outcme ="),
        ("fact that is no list of values", "{ outcome =", "{ ref ="),
        ("misspelt entry", "\"case_decided\"", "\"case_decidd\""),
        (
            "entry of another item",
            "\"case_decided\"",
            "\"suspension_imposed\"",
        ),
        ("no length of time", "28 days", "four weeks"),
        ("no time to object", "grace  = \"28 days\"\n", ""),
        (
            "misspelt parameter",
            "param:suspension_lapse",
            "param:suspension_laps",
        ),
        ("another way to count", "\"working\"", "\"office\""),
        ("misspelt key", "starts =", "start ="),
    ];
    let mut report = String::new();
    for (slip, from, to) in slips {
        assert!(WELL.contains(from), "{slip}");
        let mut files = example();
        files.insert(FILE, WELL.replacen(from, to, 1));
        writeln!(report, "# {slip}").unwrap();
        match Rulebook::load(&files) {
            Ok(_) => panic!("{slip} is not found"),
            Err(errors) => {
                for error in errors {
                    writeln!(report, "{error}").unwrap();
                }
            }
        }
        report.push('\n');
    }
    let mut files = example();
    files.insert(FILE, format!("{WELL}{WELL}"));
    let errors = Rulebook::load(&files).map(drop).unwrap_err();
    writeln!(report, "# the same twice").unwrap();
    for error in errors {
        writeln!(report, "{error}").unwrap();
    }
    insta::assert_snapshot!(report);
}

#[test]
fn slips_in_keeping_a_complaint() {
    let mut report = String::new();
    for (slip, from, to) in [
        (
            "end of a complaint that is none",
            "[\"dismissed\"]",
            "[\"entered\"]",
        ),
        (
            "entries of what is not on the record",
            "[\"dismissed\"]",
            "[\"dismissed\"]\nstarts = [\"case_decided\"]",
        ),
    ] {
        let mut files = example();
        files.insert(FILE, BESIDE.replacen(from, to, 1));
        writeln!(report, "# {slip}").unwrap();
        for error in Rulebook::load(&files).map(drop).unwrap_err() {
            writeln!(report, "{error}").unwrap();
        }
        report.push('\n');
    }
    insta::assert_snapshot!(report);
}
