//! Cases: the list, and one before its hearing.

use standing_app::cases::{
    CaseLine, CasePage, CasesPage, ChargeShown, ChargeToDecide, DrawFile, EvidenceToRead,
    EvidenceTold, GateAsked, LotName, LotPick, LotShown, NextStep, PanelSeat, PartShown, Precedent,
    PrecedentCharge, PrecedentCount, PrecedentFilter, Precedents, ReadingRoom, Said, StepDone,
};
use standing_app::conflicts::{Conflict, ConflictGround};
use standing_app::custody::{IdentitiesPage, IdentityLine, RequestLine, Who};
use standing_app::figures::{FigureRow, FigureRowOf, FigureTable, Figures, FiguresOf};
use standing_app::person::TimelineRow;
use standing_app::readings::ReadingLine;
use standing_app::retention::CaseKeeping;
use standing_base::IdKind;

use super::people::duty;
use super::{HOSTILE, Sample, at, day, frame, id, sample};
use crate::frame::{Frame, Section};
use crate::language::Message;
use crate::pages::cases::{CaseHtml, CasesHtml, PrecedentsHtml, ReadingHtml};
use crate::pages::conflict::ConflictHtml;
use crate::pages::custody::IdentitiesHtml;
use crate::pages::figures::FiguresHtml;
use crate::pages::readings::ReadingsHtml;
use crate::query::FieldError;
use crate::sheet::Sheet;

pub(super) fn pages() -> Vec<Sample> {
    let keeping = |until, erased_after, held_until, erased_on| CaseKeeping {
        clause: Some("14.11".to_owned()),
        until,
        erased_after,
        held_until,
        erased_on,
    };
    let until = Some(day("2020-11-06"));
    let last = Some(day("2020-12-04"));
    let drawn = CaseHtml {
        case: CasePage {
            lot: Some(lot()),
            ..case(None).case
        },
        ..case(None)
    };
    vec![
        sample("/cases", &list()),
        sample("/cases/C7", &case(None)),
        sample("/cases/C8", &case(Some(keeping(until, None, None, None)))),
        sample("/cases/C9", &case(Some(keeping(until, last, None, None)))),
        sample("/cases/C10", &case(Some(keeping(until, None, last, None)))),
        sample("/cases/C11", &case(Some(keeping(None, None, None, last)))),
        sample("/cases/C7/reading", &reading()),
        sample("/cases/C7/notes", &unkept()),
        sample("/cases/C7/identities", &identities()),
        sample("/cases/C12", &drawn),
        sample("/cases/C13", &conflict(true)),
        sample("/cases/C13/aside", &conflict(false)),
        sample("/precedents", &precedents()),
        sample("/figures", &figures()),
        sample("/readings", &readings()),
        sample("/readings/none", &readings_of(Vec::new())),
    ]
}

fn readings_of(readings: Vec<ReadingLine>) -> ReadingsHtml {
    ReadingsHtml {
        frame: Frame {
            roles: vec!["custodian".to_owned()],
            ..signed_in()
        },
        readings,
    }
}

fn readings() -> ReadingsHtml {
    let read = |number: u8, what: &str, case: Option<&str>| ReadingLine {
        id: id(IdKind::Reading, number),
        on: day("2019-11-06"),
        at: at(),
        what: what.to_owned(),
        case: case.map(str::to_owned),
        owner: id(IdKind::Case, 7),
        item: (what == "file").then(|| id(IdKind::Evidence, number)),
        reader: match number {
            1 => Some(HOSTILE.to_owned()),
            2 => None,
            _ => Some("Paula Chair".to_owned()),
        },
        capacity: "disputes panel".to_owned(),
        clause: (number != 2).then(|| "4.3".to_owned()),
    };
    let mut lines = vec![
        read(1, "file", Some("C7")),
        read(2, "file", None),
        read(3, "intake", None),
        read(4, "identity", Some(HOSTILE)),
        read(5, "identity", None),
    ];
    lines.extend((6..=50).map(|number| read(number, "file", Some("C7"))));
    readings_of(lines)
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
        which: "open".to_owned(),
    }
}

fn counts() -> Vec<PrecedentCount> {
    let count = |breach: &str, outcome: &str, count| PrecedentCount {
        breach: breach.to_owned(),
        outcome: outcome.to_owned(),
        count,
    };
    vec![count("6.9", "warning", 12), count("6.15", HOSTILE, 1)]
}

fn precedents() -> PrecedentsHtml {
    let charge = |breach: &str, is_proved| PrecedentCharge {
        breach: breach.to_owned(),
        is_proved,
    };
    let case = |reference: Option<&str>, appeal: Option<&str>| Precedent {
        on: "2019-04"
            .parse()
            .unwrap_or_else(|_| day("2019-04-01").into()),
        charges: vec![charge("6.9", true), charge("6.15", false)],
        outcome: "warning".to_owned(),
        appeal: appeal.map(str::to_owned),
        reference: reference.map(str::to_owned),
    };
    PrecedentsHtml {
        frame: signed_in(),
        precedents: Precedents {
            clause: "6.10".to_owned(),
            table: counts(),
            cases: vec![case(Some("C3"), None), case(None, Some("varied"))],
            has_more: true,
        },
        wanted: PrecedentFilter {
            breach: Some("6.9".to_owned()),
            outcome: None,
        },
        on: day("2019-11-06"),
    }
}

fn figures() -> FiguresHtml {
    let row = |of, count| FigureRow { of, count };
    let table = |of, rows, total| FigureTable { of, rows, total };
    FiguresHtml {
        frame: frame(Section::Record),
        figures: Figures {
            on: day("2019-09-30"),
            clause: "14.7".to_owned(),
            below: 5,
            tables: vec![
                table(
                    FiguresOf::CasesOpened,
                    vec![
                        row(FigureRowOf::QuarterTo(day("2019-06-30")), Some(17)),
                        row(FigureRowOf::QuarterTo(day("2019-09-30")), Some(2_012)),
                    ],
                    Some(2_029),
                ),
                table(
                    FiguresOf::CasesOpen,
                    vec![
                        row(FigureRowOf::AtMostDays(91), Some(9)),
                        row(FigureRowOf::MoreThanDays(365), None),
                    ],
                    None,
                ),
                table(
                    FiguresOf::CasesEnded,
                    vec![
                        row(FigureRowOf::Stage("no_case".to_owned()), Some(5)),
                        row(FigureRowOf::Outcome(HOSTILE.to_owned()), Some(6)),
                    ],
                    Some(11),
                ),
                table(
                    FiguresOf::SuspensionsReviewed,
                    vec![
                        row(FigureRowOf::InTime, Some(6)),
                        row(FigureRowOf::Late, Some(7)),
                    ],
                    Some(13),
                ),
                table(FiguresOf::SuspensionsRunning, Vec::new(), None),
                table(
                    FiguresOf::StepsOverdue,
                    vec![row(
                        FigureRowOf::Duty("review the suspension".to_owned()),
                        Some(8),
                    )],
                    Some(8),
                ),
            ],
        },
    }
}

fn reading() -> ReadingHtml {
    let said = |words: &str| Some(words.to_owned());
    let item = |item: &str, told, reasons| EvidenceToRead {
        item: item.to_owned(),
        title: said("Letter of 3 March"),
        told,
        reasons,
    };
    ReadingHtml {
        frame: signed_in(),
        sheet: Sheet::default(),
        room: ReadingRoom {
            reference: "C7".to_owned(),
            about: id(IdKind::Person, 7),
            name: "Rosalind Achterberg".to_owned(),
            on: day("2019-11-06"),
            stage: "heard".to_owned(),
            panel: vec![
                PanelSeat {
                    person: id(IdKind::Person, 8),
                    name: HOSTILE.to_owned(),
                    is_challenged: true,
                },
                PanelSeat {
                    person: id(IdKind::Person, 9),
                    name: "Paula Chair".to_owned(),
                    is_challenged: false,
                },
            ],
            charges: vec![
                ChargeToDecide {
                    charge: "1".to_owned(),
                    breach: "6.9".to_owned(),
                    title: Some("6.9 Conduct".to_owned()),
                    particulars: said(HOSTILE),
                    finding: Some("breach".to_owned()),
                    reasons: said("Two witnesses heard it."),
                },
                ChargeToDecide {
                    charge: "2".to_owned(),
                    breach: "6.15".to_owned(),
                    title: None,
                    particulars: said("Wrote to a witness on 4 March."),
                    finding: None,
                    reasons: None,
                },
            ],
            answers: vec![Said {
                on: day("2019-03-11").into(),
                words: "I was not there.".to_owned(),
            }],
            evidence: vec![
                item("E1", EvidenceTold::Disclosed, None),
                item("E2", EvidenceTold::Withheld, said("It names a witness.")),
                item("E3", EvidenceTold::NotYet, None),
            ],
            precedents: Some(counts()),
            reads_all_precedents: true,
            gates: vec![
                gate("has a panel of the right size", true, false),
                gate("was compared with earlier cases", false, false),
            ],
            notes: said("Ask why it was listed so late.\n</textarea>"),
        },
    }
}

/// The same, with notes that were refused.
fn unkept() -> ReadingHtml {
    let mut sheet = Sheet::default().with("notes", HOSTILE);
    let says = Message::new("intake-text-too-long").with("max", "8000");
    sheet.errors = vec![FieldError::new("notes", says)];
    ReadingHtml { sheet, ..reading() }
}

/// A draw of three among five, one of whom was struck.
fn lot() -> LotShown {
    let file = DrawFile {
        pool: ["Ada", "Boris", HOSTILE, "Dorothea", "Enid"]
            .map(str::to_owned)
            .to_vec(),
        seeds: vec![
            "8F3A06C1D29B7E4455AA10FFE2C3B4D5".to_owned(),
            "17".to_owned(),
        ],
        size: 3,
        drawn: Vec::new(),
    };
    let draw = file.draw();
    let person = id(IdKind::Person, 8);
    let name = |name: &String| LotName {
        person,
        name: name.clone(),
    };
    let picks = draw.picks().into_iter().enumerate();
    LotShown {
        fact: 431,
        key: draw.key(),
        pool: draw.pool.iter().map(name).collect(),
        picks: picks
            .map(|(at, pick)| LotPick {
                person,
                name: pick.name,
                digest: pick.digest,
                of: pick.of,
                place: pick.place,
                is_struck: at == 1,
                is_on_panel: at != 1,
            })
            .collect(),
        is_formed: true,
        file: "{\n  \"size\": 3\n}".to_owned(),
    }
}

/// One identity that is kept, one that was released, and the form with its faults.
fn identities() -> IdentitiesHtml {
    let request = |ruled: Option<(bool, Option<String>)>| RequestLine {
        fact: 440,
        by: "Paula Chair".to_owned(),
        on: day("2019-11-05"),
        reasons: Some(HOSTILE.to_owned()),
        ruled,
    };
    let mut sheet = Sheet::default().with("name", HOSTILE);
    let fields = ["part", "name", "reach"];
    sheet.errors = fields
        .map(|field| FieldError::new(field, Message::new("intake-text-missing")))
        .to_vec();
    IdentitiesHtml {
        frame: signed_in(),
        sheet,
        custody: IdentitiesPage {
            reference: "C7".to_owned(),
            subject: id(IdKind::Person, 7),
            identities: vec![
                IdentityLine {
                    number: 1,
                    part: "witness".to_owned(),
                    who: None,
                    requests: vec![
                        request(None),
                        request(Some((false, Some("Nothing turns on it.".to_owned())))),
                    ],
                },
                IdentityLine {
                    number: 2,
                    part: "complainant".to_owned(),
                    who: Some(Who {
                        name: HOSTILE.to_owned(),
                        reach: "w@example.org".to_owned(),
                        member: None,
                    }),
                    requests: vec![request(Some((true, None)))],
                },
            ],
            may_seal: true,
            may_ask: true,
            may_rule: true,
        },
    }
}

fn conflict(may_stand_aside: bool) -> ConflictHtml {
    let ground = |says: &str| ConflictGround {
        clause: Some("5.15".to_owned()),
        says: says.to_owned(),
    };
    ConflictHtml {
        frame: signed_in(),
        sheet: Sheet::default(),
        conflict: Conflict {
            reference: "C9".to_owned(),
            on: day("2019-11-06"),
            grounds: vec![
                ground("has declared an interest in somebody concerned"),
                ground(HOSTILE),
            ],
            may_stand_aside,
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

fn charges() -> Vec<ChargeShown> {
    vec![
        ChargeShown {
            charge: "1".to_owned(),
            finding: Some("breach".to_owned()),
        },
        ChargeShown {
            charge: "2".to_owned(),
            finding: None,
        },
    ]
}

pub(crate) fn case(keeping: Option<CaseKeeping>) -> CaseHtml {
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
            charges: charges(),
            panel: vec![PanelSeat {
                person: id(IdKind::Person, 8),
                name: HOSTILE.to_owned(),
                is_challenged: true,
            }],
            lot: None,
            aliases: vec!["witness 1".to_owned()],
            has_reading_room: true,
            parts: vec![PartShown {
                person: id(IdKind::Person, 9),
                name: "Ivo Inquirer".to_owned(),
                part: "investigator".to_owned(),
            }],
            keeping,
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
