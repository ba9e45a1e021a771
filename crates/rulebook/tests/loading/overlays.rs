use std::collections::BTreeMap;

use standing_rulebook::{Overlay, ParamValue, Rulebook};

use crate::folder::example;

fn value(rulebook: &Rulebook, version: usize, name: &str) -> ParamValue {
    let params = &rulebook.versions[version].params;
    params
        .iter()
        .find(|param| param.name == name)
        .unwrap()
        .value
        .clone()
}

#[test]
fn a_what_if_changes_parameters_in_the_versions_it_names() {
    let loaded = Rulebook::load(&example()).unwrap();
    let texts = &loaded.rulebook.texts;
    let mut overlay = loaded.rulebook.overlays[0].clone();
    let changed = loaded.with_overlay(&overlay, texts).unwrap();
    let days = |count: u32| ParamValue::Length(format!("{count} days").parse().unwrap());
    assert_eq!(value(&changed, 0, "suspension_lapse"), days(60));
    assert_eq!(value(&changed, 1, "suspension_lapse"), days(60));
    assert_eq!(
        value(&changed, 0, "suspension_kept_by"),
        ParamValue::Words(vec!["hearing".to_owned()])
    );
    assert_eq!(changed.versions[0].timers[0].stops_on.len(), 1);
    assert_eq!(
        changed.overlays.len(),
        2,
        "it can be compared with the others"
    );
    assert_ne!(changed.fingerprint, loaded.rulebook.fingerprint);

    overlay.versions = vec!["2018".to_owned()];
    let changed = loaded.with_overlay(&overlay, texts).unwrap();
    assert_eq!(value(&changed, 0, "suspension_lapse"), days(60));
    assert_eq!(value(&changed, 1, "suspension_lapse"), days(120));
}

#[test]
fn a_what_if_changes_whole_clauses_and_leaves_the_vocabulary_as_it_is() {
    let loaded = Rulebook::load(&example()).unwrap();
    let text = "Only a case of a year or more bars.\n\n```rule\n\
                bar endorse, reselect: some c in member.cases\n    \
                where c.state is open and c.opened_on + 1 year <= today\n    \
                says \"case {c.ref} is old\"\n```\n";
    let overlay = Overlay {
        id: "late".to_owned(),
        name: "Only old cases bar".to_owned(),
        clauses: BTreeMap::from([("8.4.b".to_owned(), text.to_owned())]),
        params: BTreeMap::from([("arrears".to_owned(), "3 months".to_owned())]),
        ..Overlay::default()
    };
    let changed = loaded
        .with_overlay(&overlay, &loaded.rulebook.texts)
        .unwrap();
    for (before, after) in loaded.rulebook.versions.iter().zip(&changed.versions) {
        let of = |clauses: &[standing_rulebook::Clause]| {
            clauses
                .iter()
                .map(|clause| clause.id.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(of(&before.clauses), of(&after.clauses));
        let clause = after
            .clauses
            .iter()
            .find(|clause| clause.id == "8.4.b")
            .unwrap();
        assert_eq!(clause.words, "Only a case of a year or more bars.");
        assert_eq!(before.rules.len(), after.rules.len());
    }
    let names = |rulebook: &Rulebook| format!("{:?}", rulebook.vocabulary);
    assert_eq!(names(&changed), names(&loaded.rulebook));
}

#[test]
fn a_what_if_that_means_nothing_is_refused() {
    let loaded = Rulebook::load(&example()).unwrap();
    let refused = |overlay: Overlay| {
        let errors = loaded
            .with_overlay(&overlay, &loaded.rulebook.texts)
            .unwrap_err();
        errors
            .iter()
            .map(|error| error.message.clone())
            .collect::<Vec<_>>()
            .join("; ")
    };
    let param = |name: &str, value: &str| Overlay {
        params: BTreeMap::from([(name.to_owned(), value.to_owned())]),
        ..Overlay::default()
    };
    let clause = |text: &str| Overlay {
        clauses: BTreeMap::from([("8.4.b".to_owned(), text.to_owned())]),
        ..Overlay::default()
    };
    for (overlay, message) in [
        (
            param("arears", "3 months"),
            "no clause sets a parameter `arears`",
        ),
        (
            param("arrears", "three months"),
            "cannot be read as a value",
        ),
        (param("arrears", "3"), "a number cannot be added to a date"),
        (
            param("arrears", "3 months](param:x \"1\") [y"),
            "cannot be read as a value",
        ),
        (clause("# 9 {#9}\n"), "holds the heading of another clause"),
        (
            clause("```rule\nbar endorse: member.statsu is member says \"\"\n```"),
            "a member has no `statsu`",
        ),
        (
            clause("```rule\nbar endorse: member.sitting says \"\"\n"),
            "never closed",
        ),
    ] {
        let told = refused(overlay);
        assert!(told.contains(message), "{told}");
    }
}

#[test]
fn texts_of_a_what_if_agree_with_the_register_it_is_asked_about() {
    let mut files = example();
    let vocabulary = files.get("vocabulary.toml").unwrap();
    let vocabulary = vocabulary.replace(
        "[record.case]",
        "town = { type = \"text\", says = \"town\" }\n[record.case]",
    );
    files.insert("vocabulary.toml", vocabulary);
    let loaded = Rulebook::load(&files).unwrap();
    let mut names = loaded.rulebook.texts.clone();
    let north = names.intern("North");
    for (town, known) in [("North", true), ("South", false)] {
        let overlay = Overlay {
            clauses: BTreeMap::from([(
                "8.3".to_owned(),
                format!(
                    "No.\n\n```rule\nbar reselect: member.town is \"{town}\" says \"no\"\n```\n"
                ),
            )]),
            ..Overlay::default()
        };
        let changed = loaded.with_overlay(&overlay, &names).unwrap();
        let shown = format!("{:?}", changed.versions[0].rules);
        assert_eq!(shown.contains(&format!("{north:?}")), known, "{town}");
    }
}
