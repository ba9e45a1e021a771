//! What the language can say, read back.

use std::fmt::Write as _;

use standing_rulebook::{Files, Readback, Rulebook};

const VOCABULARY: &str = r#"
[enum.status]
values = ["none", "member", "suspended", "expelled"]
[enum.case_state]
values = ["none", "open", "decided", "withdrawn"]
[record.member]
status = { type = "status", core = true, says = "standing of the member" }
status_since = { type = "date", core = true, says = "date that standing began" }
admitted_on = { type = "date", core = true, says = "date of admission" }
holds_whip = { type = "yesno", core = true, says = "holds the whip" }
branch = { type = "text", says = "branch" }
votes = { type = "number", says = "number of votes won" }
cases = { type = "list:case", core = true, says = "cases" }
nominations = { type = "list:nomination", core = true, says = "nominations" }
[record.case]
state = { type = "case_state", core = true, says = "state of the case" }
opened_on = { type = "date", core = true, says = "day of opening" }
[record.nomination]
branch = { type = "text", core = true, says = "branch" }
valid = { type = "yesno", says = "is valid" }
[question]
q = { about = "member", says = "may stand" }
case_open = { about = "case", says = "is open" }
"#;

fn folder(rule: &str) -> Files {
    [
        (
            "rulebook.toml",
            "name = \"T\"\ntimezone = \"UTC\"\n[[version]]\nid = \"1\"\nfolder = \"versions/1\"\n\
             in_force = 2019-01-01\nadopted_by = \"us\"\n"
                .to_owned(),
        ),
        ("vocabulary.toml", VOCABULARY.to_owned()),
        (
            "versions/1/1.md",
            format!(
                "## 1 Rule {{#1}}\n\nAt least [20](param:enough), since [2019-05-01](param:start), \
                 for [6 months](param:time).\n\n```rule\n{rule}\n```\n"
            ),
        ),
    ]
    .into_iter()
    .collect()
}

/// A condition, and what is read back of it, or the first error.
fn read(condition: &str) -> String {
    let files = folder(&format!(
        "define member.good: member.status is member\n\
         define case.ours: case.state is open\n\
         require q: {condition}\n    else \"no\""
    ));
    match Rulebook::load(&files) {
        Ok(loaded) => {
            let version = &loaded.rulebook.versions[0];
            let readback = Readback::new(&loaded.rulebook, version);
            let rule = &version.rules[0];
            format!(
                "{}\n  not: {}",
                readback.condition(&rule.condition),
                readback.negated(&rule.condition)
            )
        }
        Err(errors) => format!("ERROR {}", errors[0].message),
    }
}

#[test]
fn every_form_of_condition_is_read_as_it_is_meant() {
    let mut told = String::new();
    for condition in [
        "member.holds_whip",
        "not member.holds_whip and member.good or member.status is expelled",
        "not (member.holds_whip and (member.good or member.status is not expelled))",
        "member.holds_whip is no",
        "member.status is one of member, suspended",
        "member.status is not one of suspended, expelled",
        "member.admitted_on is recorded",
        "member.branch is not recorded",
        "member.branch is \"North\"",
        "member.votes is 3",
        "member.votes >= enough",
        "member.admitted_on >= start",
        "member.admitted_on + time <= today",
        "today < member.status_since - 2 weeks + 1 day",
        "member.admitted_on != 2019-11-06",
        "some c in member.cases",
        "some c in member.cases where c.state is open and c.opened_on + 30 days > today",
        "some c in member.cases where c.state is open has c.ours or c.opened_on < start",
        "no c in member.cases where c.ours",
        "every c in member.cases has c.state is decided",
        "every c in member.cases where c.state is not withdrawn has c.state is decided and c.opened_on <= member.admitted_on",
        "not every c in member.cases has c.state is decided",
        "count n in member.nominations >= 20",
        "count n in member.nominations where n.valid >= enough",
        "count n in member.nominations where n.branch = member.branch and n.valid < 2",
        "count n in member.nominations where (n.branch is \"North\") = 0 and member.good",
        "some c in member.cases where (some n in member.nominations where n.valid has c.ours)",
        // And what it does not mean.
        "member.branch = member.status",
        "member.branch < member.branch",
        "member.branch is North",
        "member.admitted_on is 2019-01-01",
        "member.votes is many",
        "enough >= 3 days",
        "count n in member.nominations > time",
        "count n in member.nominations",
        "count n in member.nominations where member.admitted_on > today",
        "some member in member.cases",
        "some c in member.cases where (some c in member.cases where c.ours)",
        "c.state is open",
        "some is in member.cases",
        "today",
        "12",
        "member.status is",
        "member.status is not",
        "member.good = 3",
        "30 days + member.admitted_on <= today",
        "member.admitted_on + 99999999999 days <= today",
        "member.admitted_on + 1 day + 1 day + 1 day + 1 day + 1 day <= today",
    ] {
        let _ = write!(told, "{condition}\n  {}\n\n", read(condition));
    }
    insta::assert_snapshot!(told);
}

#[test]
fn definitions_may_stand_in_any_order_and_on_items() {
    let files = folder(
        "require q: member.fine else \"{member.status}\"\n\
         define member.fine: no c in member.cases where c.bad\n\
         define case.bad: case.state is open and not case.old\n\
         define case.old: case.opened_on + time < today\n\
         bar case_open: case.old says \"open since {case.opened_on}, more than {time}\"",
    );
    let loaded = Rulebook::load(&files).unwrap();
    assert_eq!(loaded.rulebook.versions[0].defines.len(), 3);
    assert_eq!(loaded.rulebook.versions[0].rules.len(), 2);
}

#[test]
fn reasons_tell_of_items_bound_at_the_outside() {
    let told = |condition: &str, reason: &str| {
        let rule = format!("bar q: {condition}\n    says \"{reason}\"");
        match Rulebook::load(&folder(&rule)) {
            Ok(_) => "fine".to_owned(),
            Err(errors) => errors[0].message.clone(),
        }
    };
    let some = "some c in member.cases where c.state is open";
    assert_eq!(told(some, "{c.opened_on}"), "fine");
    assert_eq!(
        told(&format!("member.holds_whip and ({some})"), "{c.opened_on}"),
        "fine"
    );
    assert_eq!(
        told(&format!("not ({some})"), "{c.opened_on}, {enough}"),
        "fine"
    );
    assert_eq!(
        told(&format!("({some}) or ({some})"), "{c.opened_on}"),
        "`{c.opened_on}` can mean two things: the condition uses `c` twice"
    );
    assert_eq!(
        told(
            "count c in member.cases where c.state is open > 1",
            "{c.opened_on}"
        ),
        "`{c.opened_on}` means no single item"
    );
    assert_eq!(
        told("member.holds_whip", "{enuogh}"),
        "`{enuogh}` names neither a fact nor a parameter"
    );
}
