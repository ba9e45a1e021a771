//! A case from complaint to appeal, and every way to skip a part of it.

use standing_app::AppError;
use standing_app::acts::Step;
use standing_base::{Id, Refusal};
use standing_domain::FieldValue;

use crate::party::{Court, Party, step};

/// A complaint about somebody of the branch Near that was taken up, all on one day.
pub(crate) async fn opened(party: &Party, court: &Court, on: &str) {
    let walk = [
        line(on, court.complaints, "complaint_received", &[("ref", "C1")]),
        line(on, court.complaints, "first_look_begun", &[]),
        line(on, court.chair, "case_opened", &[]),
    ];
    for line in &walk {
        take(party, line).await.unwrap();
    }
}

pub(crate) async fn case_of(party: &Party, person: Id) -> FieldValue {
    let mut snapshot = party.app.store().snapshot().await.unwrap();
    let facts = snapshot.facts_about(person).await.unwrap();
    let case = facts.iter().find_map(|fact| fact.what.id("case"));
    case.unwrap().into()
}

/// A step of the case: the day, who takes it, and what it says.
#[derive(Clone, Debug)]
struct Line {
    on: String,
    who: Id,
    kind: String,
    fields: Vec<(String, String)>,
}

fn line(on: &str, who: Id, kind: &str, fields: &[(&str, &str)]) -> Line {
    let fields = fields.iter();
    Line {
        on: on.to_owned(),
        who,
        kind: kind.to_owned(),
        fields: fields
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
    }
}

/// The whole of a case, in which nothing is left out.
fn whole(party: &Party, court: &Court) -> Vec<Line> {
    let Court {
        complaints,
        chair,
        panel,
        president,
        tribunal,
        ..
    } = court;
    let (complaints, chair, president) = (*complaints, *chair, *president);
    let far = party.far.to_string();
    let panel = panel.map(|id| id.to_string());
    let tribunal = tribunal.map(|id| id.to_string());
    let first = &[("charge", "1")][..];
    vec![
        line(
            "2021-03-01",
            complaints,
            "complaint_received",
            &[("ref", "C1"), ("complainant", &far)],
        ),
        line("2021-03-02", complaints, "first_look_begun", &[]),
        line("2021-03-03", chair, "case_opened", &[]),
        line("2021-03-04", chair, "subject_told", &[("way", "hand")]),
        line(
            "2021-03-08",
            complaints,
            "evidence_listed",
            &[("item", "a")],
        ),
        line(
            "2021-03-09",
            complaints,
            "evidence_disclosed",
            &[("item", "a")],
        ),
        line(
            "2021-03-10",
            complaints,
            "charge_brought",
            &[("charge", "1"), ("breach", "6.9")],
        ),
        line(
            "2021-03-11",
            complaints,
            "charges_served",
            &[
                ("way", "hand"),
                ("answer_by", "2021-03-25"),
                ("companion", "yes"),
                ("adjustments", "yes"),
            ],
        ),
        line("2021-03-12", party.near, "charges_contested", &[]),
        line(
            "2021-03-15",
            chair,
            "panellist_named",
            &[("person", &panel[0])],
        ),
        line(
            "2021-03-15",
            chair,
            "panellist_named",
            &[("person", &panel[1])],
        ),
        line(
            "2021-03-15",
            chair,
            "panellist_named",
            &[("person", &panel[2])],
        ),
        line(
            "2021-03-16",
            party.near,
            "panellist_challenged",
            &[("person", &panel[0])],
        ),
        line(
            "2021-03-17",
            president,
            "challenge_dismissed",
            &[("person", &panel[0])],
        ),
        line(
            "2021-03-18",
            chair,
            "hearing_listed",
            &[("hearing_on", "2021-04-12")],
        ),
        line("2021-04-12", chair, "hearing", &[]),
        line("2021-04-13", chair, "breach_found", first),
        line("2021-04-14", chair, "precedents_considered", &[]),
        line(
            "2021-04-20",
            chair,
            "case_decided",
            &[("outcome", "warning")],
        ),
        line(
            "2021-04-20",
            chair,
            "decision_sent",
            &[("way", "email"), ("appeal_by", "2021-05-04")],
        ),
        line("2021-04-25", party.near, "appeal_made", &[]),
        line(
            "2021-04-26",
            president,
            "panellist_named",
            &[("person", &tribunal[0])],
        ),
        line(
            "2021-04-26",
            president,
            "panellist_named",
            &[("person", &tribunal[1])],
        ),
        line(
            "2021-04-26",
            president,
            "panellist_named",
            &[("person", &tribunal[2])],
        ),
        line("2021-05-10", president, "appeal_dismissed", &[]),
    ]
}

async fn take(party: &Party, line: &Line) -> Result<(), AppError> {
    party.on(&format!("{}T12:00:00Z", line.on));
    let mut fields: Vec<(&str, FieldValue)> = Vec::new();
    if line.kind != "complaint_received" {
        fields.push(("case", case_of(party, party.near).await));
    }
    for (name, value) in &line.fields {
        let value = match value.as_str() {
            "yes" => true.into(),
            text => text.into(),
        };
        fields.push((name, value));
    }
    let words = [
        "matter",
        "particulars",
        "answer",
        "grounds",
        "text",
        "reasons",
    ];
    let known = standing_domain::kind::find(&line.kind).unwrap().private;
    let private = words.iter().filter(|word| known.contains(word));
    let step = Step {
        private: private
            .map(|word| ((*word).to_owned(), "In words.".to_owned()))
            .collect(),
        ..step(&line.kind, &line.on, &fields)
    };
    party
        .act(line.who, party.near, vec![step])
        .await
        .map(|_| ())
}

/// Takes the steps until one is refused.
async fn walk(party: &Party, lines: &[Line]) -> Option<(String, Refusal)> {
    for line in lines {
        match take(party, line).await {
            Ok(()) => {}
            Err(AppError::Refused(refusal)) => return Some((line.kind.clone(), refusal)),
            Err(error) => panic!("{}: {error}", line.kind),
        }
    }
    None
}

#[tokio::test]
async fn a_case_in_which_nothing_is_left_out_is_decided_and_appealed() {
    let party = Party::new().await;
    let court = party.court().await;
    let lines = whole(&party, &court);
    assert!(walk(&party, &lines).await.is_none());
    // What was decided is final: nothing leads on but a reopening, on which the member is heard.
    for kind in [
        "case_decided",
        "hearing",
        "case_withdrawn",
        "charge_brought",
    ] {
        let again = [("outcome", "removal"), ("charge", "2"), ("breach", "6.9")];
        let wanted = match kind {
            "case_decided" => &again[..1],
            "charge_brought" => &again[1..],
            _ => &[],
        };
        let who = if kind == "charge_brought" {
            court.complaints
        } else {
            court.chair
        };
        let refused = walk(&party, &[line("2021-05-11", who, kind, wanted)]).await;
        assert_eq!(refused.unwrap().1.code, "not_now", "{kind}");
    }
}

#[tokio::test]
async fn each_gate_stops_the_step_before_which_it_stands_by_its_clause() {
    // What is left out or done otherwise, the step that is refused then, the gate, its clause.
    type Change = fn(&mut Vec<Line>);
    fn without(lines: &mut Vec<Line>, kind: &str) {
        let at = lines.iter().rposition(|line| line.kind == kind).unwrap();
        lines.remove(at);
    }
    fn change(lines: &mut [Line], kind: &str, change: impl FnOnce(&mut Line)) {
        change(lines.iter_mut().find(|line| line.kind == kind).unwrap());
    }
    let skips: &[(Change, &str, &str, &str)] = &[
        (
            |all| without(all, "subject_told"),
            "charges_served",
            "notice_served",
            "5.5",
        ),
        (
            // By post it counts as received on the third day.
            |all| {
                let told = all.iter().position(|line| line.kind == "subject_told");
                let mut told = all.remove(told.unwrap());
                told.on = "2021-03-10".to_owned();
                told.fields[0].1 = "post".to_owned();
                let served = all.iter().position(|line| line.kind == "charges_served");
                all.insert(served.unwrap(), told);
            },
            "charges_served",
            "notice_served",
            "5.5",
        ),
        (
            |all| without(all, "charge_brought"),
            "charges_served",
            "particulars_complete",
            "5.10",
        ),
        (
            |all| without(all, "evidence_disclosed"),
            "hearing_listed",
            "evidence_disclosed",
            "5.11",
        ),
        (
            |all| without(all, "charges_contested"),
            "hearing_listed",
            "time_to_answer",
            "5.12",
        ),
        (
            |all| {
                change(all, "charges_served", |line| {
                    line.fields.retain(|one| one.0 != "companion")
                })
            },
            "hearing_listed",
            "companion_offered",
            "5.13",
        ),
        (
            |all| {
                change(all, "charges_served", |line| {
                    line.fields.retain(|one| one.0 != "adjustments")
                })
            },
            "hearing_listed",
            "adjustments_offered",
            "5.13",
        ),
        (
            |all| {
                let at = all
                    .iter()
                    .position(|line| line.kind == "panellist_named")
                    .unwrap();
                all.remove(at + 2);
            },
            "hearing",
            "panel_eligible",
            "6.13",
        ),
        (
            |all| without(all, "challenge_dismissed"),
            "hearing",
            "challenges_ruled",
            "6.13",
        ),
        (
            |all| {
                change(all, "hearing_listed", |line| {
                    line.fields[0].1 = "2021-04-08".to_owned()
                });
                change(all, "hearing", |line| line.on = "2021-04-07".to_owned());
            },
            "hearing",
            "hearing_offered",
            "6.12",
        ),
        (
            |all| without(all, "breach_found"),
            "case_decided",
            "reasons_given",
            "6.6",
        ),
        (
            |all| without(all, "precedents_considered"),
            "case_decided",
            "precedents_shown",
            "6.10",
        ),
        (
            |all| {
                change(all, "breach_found", |line| {
                    line.kind = "no_breach_found".to_owned()
                })
            },
            "case_decided",
            "sanction_within_table",
            "6.10",
        ),
        (
            |all| {
                change(all, "case_decided", |line| {
                    line.on = "2021-05-01".to_owned()
                })
            },
            "case_decided",
            "within_limits",
            "6.6",
        ),
        (
            |all| change(all, "decision_sent", |line| line.fields.truncate(1)),
            "decision_sent",
            "appeal_told",
            "7.1",
        ),
        (
            |all| without(all, "panellist_named"),
            "appeal_dismissed",
            "panel_eligible",
            "6.13",
        ),
    ];
    for (change, step, gate, clause) in skips {
        let party = Party::new().await;
        let court = party.court().await;
        let mut lines = whole(&party, &court);
        change(&mut lines);
        let (refused, refusal) = walk(&party, &lines).await.unwrap();
        assert_eq!(
            (refused.as_str(), refusal.code),
            (*step, *gate),
            "{refusal:?}"
        );
        assert_eq!(refusal.clause.as_deref(), Some(*clause), "{gate}");
        // The tribunal may let the step be taken all the same, once, with reasons.
        let at = lines.iter().position(|line| line.kind == refused).unwrap();
        let after_decision = lines[at].kind == "decision_sent";
        let over = line(
            &lines[at].on,
            court.president,
            "gate_overridden",
            &[("gate", gate)],
        );
        let overridden = walk(&party, &[over]).await;
        // Of a case that is decided nothing is overridden any more.
        assert_eq!(overridden.is_some(), after_decision, "{gate}");
        if !after_decision {
            // Another gate may stand behind it: no penalty without a charge that was found proved.
            let then = walk(&party, &lines[at..=at]).await;
            assert!(then.is_none_or(|(_, next)| next.code != *gate), "{gate}");
        }
    }
}

#[tokio::test]
async fn nobody_sits_whom_something_ties_to_the_case_and_no_step_comes_out_of_turn() {
    let party = Party::new().await;
    let court = party.court().await;
    let lines = whole(&party, &court);
    assert!(walk(&party, &lines[..9]).await.is_none());
    // The complainant, the member concerned, somebody of the same branch.
    for person in [party.far, party.near, party.branch_secretary] {
        let named = [("person", &*person.to_string())];
        let named = line("2021-03-15", court.chair, "panellist_named", &named);
        let (_, refusal) = walk(&party, &[named]).await.unwrap();
        assert_eq!(
            (refusal.code, refusal.clause.as_deref()),
            ("may_not_sit", Some("6.13"))
        );
    }
    // Who inquired does not sit either; who sat at first does not hear the appeal.
    let inquired = [
        ("person", &*court.panel[0].to_string()),
        ("part", "investigator"),
    ];
    let inquired = line("2021-03-15", court.complaints, "part_taken", &inquired);
    assert!(walk(&party, &[inquired]).await.is_none());
    let (_, refusal) = walk(&party, &lines[9..10]).await.unwrap();
    assert_eq!(refusal.code, "may_not_sit");

    let decided = line(
        "2021-03-15",
        court.chair,
        "case_decided",
        &[("outcome", "warning")],
    );
    let (_, refusal) = walk(&party, &[decided]).await.unwrap();
    assert_eq!(
        (refusal.code, refusal.clause.as_deref()),
        ("not_now", Some("6.6"))
    );
    // Dated before the charges were contested.
    let early = line(
        "2021-03-15",
        court.chair,
        "hearing_listed",
        &[("hearing_on", "2021-05-12")],
    );
    let mut early = early;
    early.on = "2021-03-11".to_owned();
    let (_, refusal) = walk(&party, &[early]).await.unwrap();
    assert_eq!(refusal.code, "before_last_step");
    // Nothing is decided without reasons.
    let step = step(
        "panellist_challenged",
        "2021-03-15",
        &[
            ("case", case_of(&party, party.near).await),
            ("person", court.panel[1].into()),
        ],
    );
    let named = [("person", &*court.panel[1].to_string())];
    let named = line("2021-03-15", court.chair, "panellist_named", &named);
    assert!(walk(&party, &[named]).await.is_none());
    let silent = party.act(party.near, party.near, vec![step]).await;
    let Err(AppError::Fields(faults)) = silent else {
        panic!("{silent:?}");
    };
    assert_eq!(faults[0].field, "reasons");
}
