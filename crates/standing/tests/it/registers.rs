//! Registers that nobody here wrote. Skipped, and said so, where their files are not there.

use std::io::Write;
use std::path::PathBuf;

use serde_json::Value;
use standing_store::testing::Folder;

use crate::command::{Ended, root, standing};

fn register(file: &str) -> Option<String> {
    let path: PathBuf = root().join("../shared/data/register").join(file);
    if path.exists() {
        return Some(path.display().to_string());
    }
    // Not `eprintln!`: the test runner would keep it to itself.
    let line = format!("skipped: ../shared/data/register/{file} is not here\n");
    std::io::stderr().write_all(line.as_bytes()).unwrap();
    None
}

struct House {
    folder: Folder,
}

impl House {
    fn with(rulebook: &str) -> Self {
        let house = Self {
            folder: Folder::new(),
        };
        let rulebook = root()
            .join("rulebooks")
            .join(rulebook)
            .display()
            .to_string();
        house.good(&[
            "init",
            "--name",
            "House",
            "--founded",
            "1900",
            "--rulebook",
            &rulebook,
        ]);
        house
    }

    fn run(&self, args: &[&str]) -> Ended {
        let dir = self.folder.path().join("data").display().to_string();
        standing(&[args, &["--dir", &dir]].concat())
    }

    fn good(&self, args: &[&str]) -> String {
        let ended = self.run(args);
        assert_eq!(ended.code, 0, "{args:?}: {}", ended.err);
        ended.out
    }

    fn ask(&self, question: &str, about: &str, on: &str) -> Value {
        let out = self.good(&["ask", question, "--about", about, "--on", on, "--json"]);
        serde_json::from_str(&out).unwrap()
    }

    fn sitting_on(&self, on: &str) -> String {
        self.good(&["roll", "--on", on, "--question", "sits", "--counts"])
    }
}

/// Person by Wikidata id, and the day of the change of label.
const CHANGES: &[(&str, &str)] = &[
    ("Q261214", "2018-04-30"),
    ("Q30234246", "2017-10-25"),
    ("Q303351", "2017-11-03"),
    ("Q575881", "2018-07-24"),
    ("Q580321", "2017-07-10"),
    ("Q580321", "2017-12-12"),
    ("Q689421", "2017-11-02"),
    ("Q749659", "2017-11-23"),
];

#[test]
fn a_house_loads_and_answers_before_on_and_after_each_change_of_label() {
    let Some(file) = register("uk-commons-57.popolo.json") else {
        return;
    };
    let house = House::with("parliament");
    let import = ["register", "import", "--format", "popolo", "--known-then"];
    let dry = house.good(&[&import[..], &["--dry-run", &file]].concat());
    assert!(dry.contains("would import"), "{dry}");
    assert!(house.sitting_on("2018-01-01").contains("of 0 persons"));
    let out = house.good(&[&import[..], &[&file]].concat());
    for counted in [
        "652 persons",
        "12 organizations",
        "655 areas",
        "660 memberships",
    ] {
        assert!(out.contains(&format!("read {counted}")), "{out}");
    }
    assert!(out.contains("0 rejected"), "{out}");
    let again = house.good(&[&import[..], &[&file]].concat());
    assert!(again.contains("imported 0 facts"), "{again}");

    for (person, day) in CHANGES {
        let day: standing_base::Date = day.parse().unwrap();
        let mut said = Vec::new();
        for on in [day.previous(), day, day.next()] {
            let answer = house.ask("sits", person, &on.to_string());
            assert_eq!(answer["answer"], "yes", "{person} on {on}");
            said.push(answer["grounds"].to_string());
        }
        // A spell holds up to, but excluding, its end: the new label holds from the day itself.
        assert_ne!(said[0], said[1], "{person} around {day}");
        assert_eq!(said[1], said[2], "{person} around {day}");
        assert!(said[1].contains(&day.to_string()), "{person}: {}", said[1]);
        let history = house.good(&["history", person]);
        assert!(!history.contains("whip"), "nothing is inferred: {history}");
    }
    assert!(house.sitting_on("2017-06-07").starts_with("0 yes"));
    assert!(house.sitting_on("2017-06-08").starts_with("650 yes"));
}

#[test]
fn committees_load_with_a_mapping() {
    let Some(file) = register("asf-committees.json") else {
        return;
    };
    let house = House::with("committees");
    let mapping = [
        "register",
        "import",
        "--format",
        "json",
        "--mapping",
        "asf-committees",
    ];
    let out = house.good(&[&mapping[..], &["--known-then", &file]].concat());
    assert!(out.contains("5387"), "{out}");
    assert!(out.contains("208"), "{out}");
    let again = house.good(&[&mapping[..], &[&file]].concat());
    assert!(again.contains("imported 0 facts"), "{again}");
}

#[test]
fn spells_without_a_key_load_and_those_who_match_nobody_are_listed() {
    let Some(file) = register("au-representatives.csv") else {
        return;
    };
    let house = House::with("parliament");
    let mapping = [
        "register",
        "import",
        "--format",
        "csv",
        "--mapping",
        "au-representatives",
    ];
    let report = house
        .folder
        .path()
        .join("report.json")
        .display()
        .to_string();
    let out = house.good(&[&mapping[..], &["--known-then", "--report", &report, &file]].concat());
    assert!(out.contains("read 851 spells"), "{out}");
    let report = std::fs::read_to_string(report).unwrap();
    assert!(
        report.contains("13 "),
        "the names that match nobody: {report}"
    );
    // Half-way through a parliament that everybody served out.
    assert!(
        house.sitting_on("2017-01-01").starts_with("150 yes"),
        "{}",
        house.sitting_on("2017-01-01")
    );
}
