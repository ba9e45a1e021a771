//! The case of M as it happened: every row of what Standing must answer, on both databases.

use serde_json::Value;

use crate::command::Demo;

/// One row: the question, and what the answer must rest on.
pub(crate) struct Row {
    pub(crate) question: &'static str,
    pub(crate) about: &'static str,
    pub(crate) on: &'static str,
    pub(crate) known: Option<&'static str>,
    pub(crate) answer: &'static str,
    /// Clauses of the grounds, in any order; all of them.
    pub(crate) clauses: &'static [&'static str],
    /// Kind and day of facts that must be among those cited.
    cites: &'static [(&'static str, &'static str)],
}

const fn row(
    question: &'static str,
    about: &'static str,
    on: &'static str,
    answer: &'static str,
    clauses: &'static [&'static str],
    cites: &'static [(&'static str, &'static str)],
) -> Row {
    Row {
        question,
        about,
        on,
        known: None,
        answer,
        clauses,
        cites,
    }
}

impl Row {
    const fn known(mut self, known: &'static str) -> Self {
        self.known = Some(known);
        self
    }
}

const SUSPENDED_FEB: (&str, &str) = ("suspension_imposed", "2019-02-27");
const SUSPENDED_SEP: (&str, &str) = ("suspension_imposed", "2019-09-03");
const CASE_2: (&str, &str) = ("case_opened", "2019-09-03");
const WHIP_LOST: (&str, &str) = ("whip_withdrawn", "2019-06-28");

pub(crate) const ROWS: &[Row] = &[
    row(
        "is_suspended",
        "M",
        "2019-05-01",
        "yes",
        &["6.1"],
        &[SUSPENDED_FEB],
    ),
    row(
        "is_suspended",
        "M",
        "2019-06-27",
        "no",
        &["6.1"],
        &[("case_decided", "2019-06-26")],
    ),
    row(
        "holds_whip",
        "M",
        "2019-06-27",
        "yes",
        &["9.3"],
        &[("whip_restored", "2019-06-26")],
    ),
    row(
        "holds_whip",
        "M",
        "2019-06-28",
        "no",
        &["9.3"],
        &[WHIP_LOST],
    ),
    row(
        "case_open",
        "case:C1",
        "2019-08-01",
        "yes",
        &["5.4"],
        &[("case_referred", "2019-07-09")],
    )
    .known("2019-08-01"),
    row(
        "case_open",
        "case:C1",
        "2019-08-01",
        "no",
        &["5.4"],
        &[("set_aside", "2019-10-10")],
    )
    .known("2019-11-01"),
    row(
        "is_suspended",
        "M",
        "2019-08-01",
        "no",
        &["6.1"],
        &[("case_decided", "2019-06-26")],
    )
    .known("2019-08-01"),
    row(
        "is_suspended",
        "M",
        "2019-08-01",
        "no",
        &["6.1"],
        &[("case_decided", "2019-06-26")],
    )
    .known("2019-11-01"),
    row(
        "is_suspended",
        "M",
        "2019-11-06",
        "yes",
        &["6.1"],
        &[SUSPENDED_SEP],
    )
    .known("2019-11-06"),
    row(
        "endorse",
        "M",
        "2019-11-06",
        "no",
        &["8.4.a", "8.4.b"],
        &[SUSPENDED_SEP, CASE_2],
    )
    .known("2019-11-06"),
    row(
        "reselect",
        "M",
        "2019-11-06",
        "no",
        &["8.3", "8.4.a", "8.4.b"],
        &[SUSPENDED_SEP, CASE_2, WHIP_LOST],
    )
    .known("2019-11-06"),
];

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

fn clauses(answer: &Value) -> Vec<&str> {
    let grounds = list(answer, "grounds").iter();
    let mut clauses: Vec<&str> = grounds
        .filter_map(|ground| ground["clause"].as_str())
        .collect();
    clauses.sort_unstable();
    clauses.dedup();
    clauses
}

fn facts(answer: &Value) -> Vec<&Value> {
    list(answer, "grounds")
        .iter()
        .flat_map(|ground| list(ground, "facts"))
        .collect()
}

#[test]
fn every_row_of_what_standing_must_answer_is_answered_on_both_databases() {
    for demo in Demo::both() {
        for row in ROWS {
            let shown = format!(
                "{}: {} about {} on {} known {:?}",
                demo.name, row.question, row.about, row.on, row.known
            );
            let answer = demo.ask(row.question, row.about, row.on, row.known);
            assert_eq!(answer["answer"], row.answer, "{shown}\n{answer:#}");
            assert_eq!(clauses(&answer), row.clauses, "{shown}\n{answer:#}");
            for (kind, on) in row.cites {
                let cited = facts(&answer)
                    .iter()
                    .any(|fact| fact["kind"] == *kind && fact["effective_on"] == *on);
                assert!(
                    cited,
                    "{shown} does not cite the {kind} of {on}\n{answer:#}"
                );
            }
        }
    }
}

#[test]
fn m_is_a_member_all_through() {
    for demo in Demo::both() {
        for on in [
            "2010-05-06",
            "2019-02-27",
            "2019-06-27",
            "2019-08-01",
            "2019-11-06",
            "2019-12-12",
        ] {
            let answer = demo.ask("is_member", "M", on, None);
            assert_eq!(answer["answer"], "yes", "{}: {on}", demo.name);
            assert!(
                facts(&answer).iter().any(|fact| fact["kind"] == "admitted"),
                "{answer:#}"
            );
        }
        let before = demo.ask("is_member", "M", "2010-05-05", None);
        assert_eq!(before["answer"], "no");
    }
}

#[test]
fn a_suspension_of_one_cause_is_cited_once() {
    for demo in Demo::both() {
        let answer = demo.ask("is_suspended", "M", "2019-11-06", Some("2019-11-06"));
        let causes: Vec<_> = facts(&answer)
            .into_iter()
            .filter(|fact| fact["kind"] == "suspension_imposed")
            .collect();
        assert_eq!(causes.len(), 1, "{answer:#}");
        assert_eq!(causes[0]["effective_on"], "2019-09-03");
    }
}

#[test]
fn unlawful_referrals_are_kept_and_marked_with_ground_and_power() {
    for demo in Demo::both() {
        let answer = demo.ask("case_open", "case:C1", "2019-08-01", Some("2019-08-01"));
        for day in ["2019-07-09", "2019-07-19"] {
            let referral = facts(&answer)
                .into_iter()
                .find(|fact| fact["kind"] == "case_referred" && fact["effective_on"] == day)
                .unwrap_or_else(|| panic!("no referral of {day}: {answer:#}"));
            let marks: Vec<&str> = list(referral, "marks")
                .iter()
                .filter_map(|mark| mark["clause"].as_str())
                .collect();
            assert!(
                ["7.4", "7.5"].iter().all(|clause| marks.contains(clause)),
                "{answer:#}"
            );
        }
    }
}

#[test]
fn the_grounds_of_endorsement_change_by_themselves_when_the_suspension_lapses() {
    for demo in Demo::both() {
        let answer = demo.ask("endorse", "M", "2019-11-06", Some("2019-11-06"));
        assert_eq!(answer["changes_on"], "2020-03-02", "{answer:#}");
        assert_eq!(answer["rulebook"]["version"], "2018");
    }
}

#[test]
fn had_suspensions_lapsed_after_60_days_only_the_open_case_would_bar() {
    for demo in Demo::both() {
        let ended = demo.run(&["rulebook", "what-if", "lapse-60", "--json"]);
        assert_eq!(ended.code, 0, "{}", ended.err);
        let found: Value = serde_json::from_str(&ended.out).unwrap();
        let of_m: Vec<_> = list(&found, "answers")
            .iter()
            .filter(|change| change["name"] == "M")
            .collect();
        let suspended: Vec<_> = of_m
            .iter()
            .filter(|change| change["question"] == "is_suspended")
            .collect();
        let spells: Vec<(&str, &str)> = suspended
            .iter()
            .filter_map(|change| Some((change["from"].as_str()?, change["until"].as_str()?)))
            .collect();
        assert_eq!(
            spells,
            [("2019-04-29", "2019-06-26"), ("2019-11-03", "2020-03-02")],
            "{found:#}"
        );
        assert!(suspended.iter().all(|change| change["becomes"] == "no"));
        // Endorse is still no on 6 November: no change of its answer covers that day.
        assert!(
            !of_m.iter().any(|change| change["question"] == "endorse"
                && change["from"].as_str() <= Some("2019-11-06")
                && change["until"]
                    .as_str()
                    .is_none_or(|until| until > "2019-11-06")),
            "{found:#}"
        );
        assert!(
            found["caveat"]
                .as_str()
                .is_some_and(|caveat| caveat.contains("cannot know"))
        );
    }
}
