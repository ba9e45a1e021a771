//! Cases: the list, and one before its hearing.

use standing_app::cases::{
    CaseLine, CasePage, CasesPage, ChargeShown, GateAsked, NextStep, PanelSeat, PartShown, StepDone,
};
use standing_app::person::TimelineRow;
use standing_base::IdKind;

use super::people::duty;
use super::{HOSTILE, Sample, day, frame, id, sample};
use crate::frame::{Frame, Section};
use crate::pages::cases::{CaseHtml, CasesHtml};

pub(super) fn pages() -> Vec<Sample> {
    vec![sample("/cases", &list()), sample("/cases/C7", &case())]
}

fn signed_in() -> Frame {
    Frame {
        visitor: Some("Paula Chair".to_owned()),
        roles: vec!["disputes panel".to_owned()],
        reads_cases: true,
        ..frame(Section::Cases)
    }
}

fn list() -> CasesHtml {
    let line = |reference: &str, stage: &str, is_open| CaseLine {
        reference: reference.to_owned(),
        about: id(IdKind::Person, 7),
        name: "Rosalind Achterberg".to_owned(),
        stage: stage.to_owned(),
        is_open,
        next: is_open.then(|| duty("disputes panel", "finish the inquiry", "2019-10-20", 17)),
    };
    CasesHtml {
        frame: signed_in(),
        list: CasesPage {
            cases: vec![
                line("C7", "contested", true),
                line("C8", "final", false),
                line(HOSTILE, "hearing listed", true),
            ],
            next: Some("C8".to_owned()),
        },
    }
}

fn gate(says: &str, is_passed: bool, is_overridden: bool) -> GateAsked {
    GateAsked {
        question: "panel_eligible".to_owned(),
        says: says.to_owned(),
        is_passed,
        is_overridden,
        clause: Some("6.13".to_owned()),
        because: if is_passed {
            Vec::new()
        } else {
            vec!["2 sit on the panel".to_owned(), HOSTILE.to_owned()]
        },
        changes_on: (!is_passed).then(|| day("2019-12-02")),
    }
}

fn done(says: &str, on: &str, words: &[&str]) -> StepDone {
    StepDone {
        row: TimelineRow {
            on: on.parse().unwrap_or_else(|_| day("2019-11-01").into()),
            recorded_on: day("2019-11-06"),
            number: Some(412),
            says: says.to_owned(),
            details: vec!["way: post".to_owned()],
            clause: Some("5.5".to_owned()),
            by: None,
            marks: Vec::new(),
            of_no_effect_by: None,
            imported: false,
            sources: Vec::new(),
        },
        capacity: Some("complaints officer".to_owned()),
        words: words.iter().map(|words| (*words).to_owned()).collect(),
    }
}

pub(crate) fn case() -> CaseHtml {
    CaseHtml {
        frame: signed_in(),
        case: CasePage {
            id: id(IdKind::Case, 7),
            reference: "C7".to_owned(),
            about: id(IdKind::Person, 7),
            name: "Rosalind Achterberg".to_owned(),
            on: day("2019-11-06"),
            stage: "contested".to_owned(),
            is_open: true,
            limbo: None,
            duties: vec![duty(
                "disputes panel",
                "finish the inquiry",
                "2019-10-20",
                17,
            )],
            steps: vec![
                NextStep {
                    kind: "hearing_listed".to_owned(),
                    says: "hearing listed".to_owned(),
                    by: Some("disputes panel".to_owned()),
                    clause: Some("6.12".to_owned()),
                    is_yours: true,
                    gates: vec![
                        gate("has a panel of the right size", true, false),
                        gate("was answered, or the time to answer is over", false, false),
                        gate("was compared with earlier cases", false, true),
                    ],
                },
                NextStep {
                    kind: "case_referred".to_owned(),
                    says: "decided case referred again".to_owned(),
                    by: None,
                    clause: None,
                    is_yours: false,
                    gates: Vec::new(),
                },
            ],
            charges: vec![
                ChargeShown {
                    charge: "1".to_owned(),
                    finding: Some("breach".to_owned()),
                },
                ChargeShown {
                    charge: "2".to_owned(),
                    finding: None,
                },
            ],
            panel: vec![PanelSeat {
                person: id(IdKind::Person, 8),
                name: HOSTILE.to_owned(),
                is_challenged: true,
            }],
            parts: vec![PartShown {
                person: id(IdKind::Person, 9),
                name: "Ivo Inquirer".to_owned(),
                part: "investigator".to_owned(),
            }],
            done: vec![
                done(
                    "complaint received",
                    "2019-10-01",
                    &["He said what he said, twice.", HOSTILE],
                ),
                done("member told of the case", "2019-10-04", &[]),
            ],
        },
    }
}
