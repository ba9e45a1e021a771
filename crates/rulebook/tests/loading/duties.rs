//! duties.toml, well written and with slips.

use std::fmt::Write as _;

use standing_base::Date;
use standing_rulebook::{Rulebook, Runs};

use crate::folder::example;

const FILE: &str = "versions/2018/duties.toml";
const WELL: &str = r#"[[duty]]
id       = "review"
clause   = "6.3"
starts   = ["suspension_imposed"]
within   = "28 days"
counting = "working"
by       = "case"
ends_on  = ["hearing", "case_decided"]
owed_by  = "disputes_panel"
remind   = ["7 days", "1 day"]
escalates_to    = "national_tribunal"
escalates_after = "param:suspension_lapse"
says     = "review the suspension"
"#;

#[test]
fn a_duty_is_read_with_its_clause_and_the_fields_that_tie_its_end_to_its_beginning() {
    let mut files = example();
    files.insert(FILE, WELL);
    let rulebook = Rulebook::load(&files).unwrap().rulebook;
    let version = &rulebook.versions[0];
    let [duty] = version.duties.as_slice() else {
        panic!("{:?}", version.duties)
    };
    assert_eq!(version.clauses[duty.clause.at()].id, "6.3");
    assert_eq!(duty.within, Some(Runs::Length("28 days".parse().unwrap())));
    assert_eq!((duty.starts.len(), duty.ends_on.len()), (1, 2));
    assert_eq!(duty.by.last().map(String::as_str), Some("case"));
    assert_eq!(duty.remind.len(), 2);
    let escalates = duty.escalates.as_ref().unwrap();
    assert_eq!(escalates.to, "national_tribunal");
    assert!(matches!(escalates.after, Some(Runs::Param(_))));
    // A text with another duty is another text.
    let without = Rulebook::load(&example()).unwrap().rulebook;
    assert_ne!(without.fingerprint, rulebook.fingerprint);
    assert!(version.in_force > Date::MIN);
}

#[test]
fn slips_in_duties() {
    let slips = [
        ("clause that does not exist", "6.3", "6.33"),
        (
            "misspelt entry",
            "[\"suspension_imposed\"]",
            "[\"suspension_imposd\"]",
        ),
        ("misspelt end", "\"hearing\"", "\"heering\""),
        ("no length of time", "28 days", "four weeks"),
        ("misspelt parameter", "28 days", "param:suspension_laps"),
        (
            "parameter of another kind",
            "28 days",
            "param:suspension_kept_by",
        ),
        (
            "neither a length nor a date",
            "within   = \"28 days\"\n",
            "",
        ),
        (
            "no date of the entry",
            "within   = \"28 days\"",
            "until = \"case\"",
        ),
        (
            "no field of the entry",
            "by       = \"case\"",
            "by       = \"cause\"",
        ),
        ("misspelt counting", "\"working\"", "\"workdays\""),
        (
            "track of something else",
            "within ",
            "of = \"case.state\"\nwhile = \"open\"\nwithin ",
        ),
        (
            "no value of the track",
            "within ",
            "of = \"member.status\"\nwhile = \"lost\"\nwithin ",
        ),
        (
            "no end at all",
            "ends_on  = [\"hearing\", \"case_decided\"]\n",
            "",
        ),
        ("no words", "says     = \"review the suspension\"\n", ""),
        ("misspelt key", "owed_by", "owedby"),
        ("the same twice", "[[duty]]", &format!("{WELL}\n[[duty]]")),
    ];
    insta::assert_snapshot!(told(&slips));
}

#[test]
fn slips_in_reminders_and_escalations() {
    let slips = [
        ("no length of a reminder", "\"1 day\"", "\"tomorrow\""),
        (
            "too many reminders",
            "[\"7 days\", ",
            &format!("[{}", "\"2 days\", ".repeat(11)),
        ),
        ("its own helper", "national_tribunal", "disputes_panel"),
        ("the subject as helper", "national_tribunal", "subject"),
        (
            "nobody to look into it",
            "escalates_to    = \"national_tribunal\"\n",
            "",
        ),
        (
            "no length until somebody looks into it",
            "param:suspension_lapse",
            "param:suspension_kept_by",
        ),
    ];
    insta::assert_snapshot!(told(&slips));
}

fn told(slips: &[(&str, &str, &str)]) -> String {
    let mut told = String::new();
    for (what, from, to) in slips {
        let text = WELL.replacen(from, to, 1);
        assert_ne!(text, WELL, "{what}");
        let mut files = example();
        files.insert(FILE, text);
        let errors = Rulebook::load(&files).err().unwrap_or_default();
        assert!(!errors.is_empty(), "{what}");
        let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
        let _ = write!(told, "### {what}\n{}\n\n", errors.join("\n\n"));
    }
    told
}
