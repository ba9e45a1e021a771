//! A case from complaint to appeal, and every way to skip a part of it.

use standing_app::AppError;
use standing_base::{Id, IdKind};
use standing_domain::FieldValue;

use crate::party::{Court, Party, step};
use crate::walk::{edit, lines};

/// A complaint about M that was taken up, all on one day.
pub(crate) async fn opened(party: &Party, court: &Court, on: &str) {
    let text = format!(
        "{on} complaints complaint_received ref=C1
        {on} complaints first_look_begun
        {on} chair case_opened"
    );
    party.takes(court, &text).await;
}

pub(crate) async fn case_of(party: &Party, person: Id) -> FieldValue {
    let mut snapshot = party.app.store().snapshot().await.unwrap();
    let facts = snapshot.facts_about(person).await.unwrap();
    let case = facts.iter().find_map(|fact| fact.what.id("case"));
    case.unwrap().into()
}

/// A case in which nothing is left out.
pub(crate) const WHOLE: &str = "
    2021-03-01 complaints complaint_received ref=C1 complainant=far
    2021-03-02 complaints first_look_begun
    2021-03-03 chair case_opened
    2021-03-04 chair subject_told way=hand
    2021-03-08 complaints evidence_listed item=a
    2021-03-09 complaints evidence_disclosed item=a
    2021-03-10 complaints charge_brought charge=1 breach=6.9
    2021-03-11 complaints charges_served way=hand answer_by=2021-03-25 companion=yes adjustments=yes
    2021-03-12 m charges_contested
    2021-03-15 president panellist_named person=pan1
    2021-03-15 president panellist_named person=pan2
    2021-03-15 president panellist_named person=pan3
    2021-03-16 m panellist_challenged person=pan1
    2021-03-17 president challenge_dismissed person=pan1
    2021-03-18 chair hearing_listed hearing_on=2021-04-12
    2021-04-12 chair hearing
    2021-04-13 chair breach_found charge=1
    2021-04-14 chair precedents_considered
    2021-04-20 chair case_decided outcome=warning
    2021-04-20 chair decision_sent way=email appeal_by=2021-05-04
    2021-04-25 m appeal_made
    2021-04-26 president panellist_named person=tri1
    2021-04-26 president panellist_named person=tri2
    2021-04-26 president panellist_named person=tri3
    2021-05-10 president appeal_dismissed
";

#[tokio::test]
async fn a_case_in_which_nothing_is_left_out_is_decided_and_appealed() {
    let party = Party::new().await;
    let court = party.court().await;
    party.takes(&court, WHOLE).await;
    // What was decided is final: nothing leads on but a reopening, on which the member is heard.
    for again in [
        "chair case_decided outcome=removal",
        "chair hearing",
        "chair case_withdrawn",
        "complaints charge_brought charge=2 breach=6.9",
    ] {
        let refused = party.refuses(&court, &format!("2021-05-11 {again}")).await;
        assert_eq!(refused.code, "not_now", "{again}");
    }
    let reopened = "2021-05-12 president new_grounds ground=new_evidence
        2021-05-13 president case_referred ground=new_evidence delegated=yes";
    let refused = party.refuses(&court, reopened).await;
    assert_eq!(
        (refused.code, refused.clause.as_deref()),
        ("heard_on_reopening", Some("7.6"))
    );
    let heard = "2021-05-14 president heard_on_reopening
        2021-05-15 president case_referred ground=new_evidence delegated=yes";
    party.takes(&court, heard).await;
}

#[tokio::test]
async fn what_the_member_asks_for_is_ruled_on_before_a_hearing_is_listed() {
    let party = Party::new().await;
    let court = party.court().await;
    let (before, _) = WHOLE.split_once("2021-03-12 m charges_contested").unwrap();
    let panel = WHOLE
        .lines()
        .filter(|line| line.contains("panellist_named person=pan"));
    let panel: Vec<&str> = panel.collect();
    party.takes(&court, before).await;
    party.takes(&court, &panel.join("\n")).await;
    let asked = "2021-03-16 m companion_named
        2021-03-16 m request_made need=more_time until=2021-04-01
        2021-03-16 m request_made need=adjustments";
    party.takes(&court, asked).await;
    let refusals = [
        (
            "2021-03-16 m request_made need=adjustments",
            "request_twice",
        ),
        (
            "2021-03-17 chair request_granted need=more_time",
            "give_time",
        ),
        (
            "2021-03-17 chair time_given need=adjustments answer_by=2021-04-01",
            "no_time_asked",
        ),
        (
            "2021-03-17 complaints request_granted need=adjustments",
            "not_empowered",
        ),
        // Not ruled on, though the fourteen days are over.
        (
            "2021-03-26 chair hearing_listed hearing_on=2021-05-03",
            "adjustments_offered",
        ),
    ];
    for (line, code) in refusals {
        assert_eq!(party.refuses(&court, line).await.code, code, "{line}");
    }
    let ruled = "2021-03-27 chair request_refused need=adjustments
        2021-03-27 chair time_given need=more_time answer_by=2021-04-01";
    party.takes(&court, ruled).await;
    let early = "2021-04-01 chair hearing_listed hearing_on=2021-05-03";
    let refused = party.refuses(&court, early).await;
    assert_eq!(
        (refused.code, refused.clause.as_deref()),
        ("time_to_answer", Some("5.12"))
    );
    let listed = "2021-04-02 chair hearing_listed hearing_on=2021-05-03";
    party.takes(&court, listed).await;
}

#[tokio::test]
async fn nobody_is_complained_about_for_a_day_before_they_were_a_member() {
    let party = Party::new().await;
    let court = party.court().await;
    // M is a member since 2015.
    party.on("2021-03-01T12:00:00Z");
    let case = Id::new(IdKind::Case, party.app.clock().now(), [7; 10]);
    let fields = [("case", case.into()), ("ref", "C1".into())];
    let mut step = step("complaint_received", "2014-12-31", &fields);
    step.private = vec![("matter".to_owned(), "In words.".to_owned())];
    let refused = party
        .refused(court.complaints, party.near, vec![step])
        .await;
    assert_eq!(refused.clause.as_deref(), Some("5.1"));
    assert!(
        refused.to_string().contains("never been a member"),
        "{refused}"
    );
}

/// What is left out or done otherwise; the step that is refused then, the gate, its clause.
const SKIPS: &[(&[&str], &str, &str, &str)] = &[
    (
        &["drop subject_told"],
        "charges_served",
        "notice_served",
        "5.5",
    ),
    // By post it counts as received on the third day.
    (
        &[
            "set subject_told way post",
            "day subject_told 2021-03-10",
            "move subject_told charges_served",
        ],
        "charges_served",
        "notice_served",
        "5.5",
    ),
    (
        &["drop charge_brought"],
        "charges_served",
        "particulars_complete",
        "5.10",
    ),
    (
        &["drop evidence_disclosed"],
        "hearing_listed",
        "evidence_disclosed",
        "5.11",
    ),
    (
        &["drop charges_contested"],
        "hearing_listed",
        "time_to_answer",
        "5.12",
    ),
    (
        &["drop charges_served companion"],
        "hearing_listed",
        "companion_offered",
        "5.13",
    ),
    (
        &["drop charges_served adjustments"],
        "hearing_listed",
        "adjustments_offered",
        "5.13",
    ),
    (
        &[
            "drop panellist_named",
            "drop panellist_named",
            "drop panellist_named",
            "drop panellist_named",
        ],
        "hearing",
        "panel_eligible",
        "6.13",
    ),
    (
        &["drop challenge_dismissed"],
        "hearing",
        "challenges_ruled",
        "6.13",
    ),
    (
        &[
            "set hearing_listed hearing_on 2021-04-08",
            "day hearing 2021-04-08",
        ],
        "hearing",
        "hearing_offered",
        "6.12",
    ),
    (
        &["drop breach_found"],
        "case_decided",
        "reasons_given",
        "6.6",
    ),
    (
        &["drop precedents_considered"],
        "case_decided",
        "precedents_shown",
        "6.10",
    ),
    (
        &["kind breach_found no_breach_found"],
        "case_decided",
        "sanction_within_table",
        "6.10",
    ),
    (
        &["day case_decided 2021-05-01"],
        "case_decided",
        "within_limits",
        "6.6",
    ),
    (
        &["drop decision_sent appeal_by"],
        "decision_sent",
        "appeal_told",
        "7.1",
    ),
    (
        &["drop panellist_named"],
        "appeal_dismissed",
        "panel_eligible",
        "6.13",
    ),
];

#[tokio::test]
async fn each_gate_stops_the_step_before_which_it_stands_by_its_clause() {
    for (changes, step, gate, clause) in SKIPS {
        let party = Party::new().await;
        let court = party.court().await;
        let mut all = lines(WHOLE);
        for change in *changes {
            edit(&mut all, change);
        }
        let (refused, refusal) = party.walk(&court, &all).await.unwrap();
        assert_eq!(
            (refused.as_str(), refusal.code),
            (*step, *gate),
            "{refusal:?}"
        );
        assert_eq!(refusal.clause.as_deref(), Some(*clause), "{gate}");
        // The tribunal may let the step be taken all the same, once, with reasons; but of a case that is
        // decided nothing is overridden any more.
        let at = all.iter().position(|line| line.kind == refused).unwrap();
        let over = format!("{} president gate_overridden gate={gate}", all[at].on);
        if refused == "decision_sent" {
            assert_eq!(party.refuses(&court, &over).await.code, "not_now");
            continue;
        }
        party.takes(&court, &over).await;
        // Another gate may stand behind it: no penalty without a charge that was found proved.
        let then = party.walk(&court, &all[at..=at]).await;
        assert!(then.is_none_or(|(_, next)| next.code != *gate), "{gate}");
    }
}

#[tokio::test]
async fn nobody_sits_whom_something_ties_to_the_case_and_no_step_comes_out_of_turn() {
    let party = Party::new().await;
    let court = party.court().await;
    let until_answered: Vec<_> = lines(WHOLE).into_iter().take(9).collect();
    assert!(party.walk(&court, &until_answered).await.is_none());
    // The complainant, the member concerned, somebody of the same branch.
    for person in ["far", "m", "branch"] {
        let named = format!("2021-03-15 president panellist_named person={person}");
        let refusal = party.refuses(&court, &named).await;
        assert_eq!(
            (refusal.code, refusal.clause.as_deref()),
            ("may_not_sit", Some("6.13"))
        );
    }
    // Who inquired does not sit either.
    let inquired = "2021-03-15 complaints part_taken person=pan1 part=investigator
        2021-03-15 president panellist_named person=pan1";
    assert_eq!(party.refuses(&court, inquired).await.code, "may_not_sit");
    let early = "2021-03-15 chair case_decided outcome=warning";
    let refusal = party.refuses(&court, early).await;
    assert_eq!(
        (refusal.code, refusal.clause.as_deref()),
        ("not_now", Some("6.6"))
    );
    // Nothing is decided without reasons.
    party
        .takes(&court, "2021-03-15 president panellist_named person=pan2")
        .await;
    let fields = [
        ("case", case_of(&party, party.near).await),
        ("person", court.panel[1].into()),
    ];
    let silent = vec![step("panellist_challenged", "2021-03-15", &fields)];
    let Err(AppError::Fields(faults)) = party.act(party.near, party.near, silent).await else {
        panic!("recorded without reasons");
    };
    assert_eq!(faults[0].field, "reasons");
}

#[tokio::test]
async fn whoever_is_tied_to_the_case_after_they_were_named_judges_it_no_more() {
    let party = Party::new().await;
    let court = party.court().await;
    let mut all = lines(WHOLE);
    let heard = all
        .iter()
        .position(|line| line.kind == "breach_found")
        .unwrap();
    let rest = all.split_off(heard);
    assert!(party.walk(&court, &all).await.is_none());
    // After the hearing it turns out that one of the panel gave evidence.
    party
        .takes(
            &court,
            "2021-04-12 complaints part_taken person=pan2 part=witness",
        )
        .await;
    let (step, refusal) = party.walk(&court, &rest).await.unwrap();
    assert_eq!(
        (step.as_str(), refusal.code),
        ("case_decided", "may_not_sit")
    );
    assert_eq!(refusal.clause.as_deref(), Some("6.13"));
    // Standing aside leaves the panel too small, unless the tribunal lets the two decide.
    party
        .takes(&court, "2021-04-20 chair panellist_stood_aside person=pan2")
        .await;
    let decided = "2021-04-20 chair case_decided outcome=warning";
    assert_eq!(party.refuses(&court, decided).await.code, "panel_eligible");
    let over = "2021-04-20 president gate_overridden gate=panel_eligible
        2021-04-20 chair case_decided outcome=warning";
    party.takes(&court, over).await;
}
