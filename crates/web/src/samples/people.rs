//! A person's page: somebody in the middle of a dispute, somebody in none, and a hostile name.

use standing_app::answer::{Mark, Truth};
use standing_app::duties::DutyOwed;
use standing_app::person::{
    Limbo, OtherEntry, PersonPage, Right, SeatHeld, SourceShown, TimelineRow, TrackLine,
};
use standing_base::IdKind;

use super::{HOSTILE, Sample, day, frame, id, partial, sample};
use crate::frame::Section;
use crate::pages::person::PersonHtml;
use crate::samples::answers::questions;

pub(super) fn pages() -> Vec<Sample> {
    let page = |person| PersonHtml::new(frame(Section::Record), person);
    vec![
        sample("/people/disputed", &page(disputed())),
        sample("/people/quiet", &page(quiet())),
        sample("/people/hostile", &page(hostile())),
    ]
}

pub(super) fn seat(person: u8, name: &str, office: Option<&str>, body: (u8, &str)) -> SeatHeld {
    SeatHeld {
        person: id(IdKind::Person, person),
        person_name: name.to_owned(),
        body: id(IdKind::Body, body.0),
        body_name: body.1.to_owned(),
        office: office.map(str::to_owned),
        label: None,
        area: None,
        begin: partial("2017-06-08"),
        end: None,
        end_reason: None,
    }
}

pub(super) fn limbo() -> Limbo {
    Limbo {
        suspended_since: day("2019-09-03"),
        days_suspended: 64,
        last_step_on: day("2019-09-03"),
        days_since_last_step: 64,
        lapses_on: Some(day("2020-03-02")),
    }
}

pub(super) fn member_of_parliament() -> SeatHeld {
    SeatHeld {
        label: Some("The Example Party".to_owned()),
        area: Some("Northmoor".to_owned()),
        ..seat(1, "Morgan Ellery", None, (3, "House of Representatives"))
    }
}

fn right(question: &str, says: &str, answer: Truth, why: &[(&str, &str)]) -> Right {
    Right {
        question: question.to_owned(),
        says: says.to_owned(),
        answer,
        clauses: why.iter().map(|(clause, _)| (*clause).to_owned()).collect(),
        because: why
            .iter()
            .filter(|(_, because)| !because.is_empty())
            .map(|(_, because)| (*because).to_owned())
            .collect(),
    }
}

fn row(number: u64, on: &str, says: &str, clause: &str, by: &str) -> TimelineRow {
    TimelineRow {
        on: partial(on),
        recorded_on: partial(on).latest(),
        number: Some(number),
        says: says.to_owned(),
        details: Vec::new(),
        clause: Some(clause.to_owned()),
        by: Some(by.to_owned()),
        marks: Vec::new(),
        of_no_effect_by: None,
        imported: true,
        sources: vec![SourceShown {
            citation: "The Example Gazette".to_owned(),
            address: Some("https://example.org/gazette/2019/11/06".to_owned()),
            on: partial("2019-11-06"),
        }],
    }
}

pub(super) fn duty(owed_by: &str, says: &str, due: &str, days_overdue: i64) -> DutyOwed {
    DutyOwed {
        duty: "review".to_owned(),
        says: says.to_owned(),
        owed_by: Some(owed_by.to_owned()),
        clause: "6.2".to_owned(),
        case: Some("C2".to_owned()),
        began_by: 31,
        began_on: day("2019-09-03"),
        due_on: Some(day(due)),
        days_overdue,
    }
}

pub(super) fn disputed() -> PersonPage {
    PersonPage {
        duties: vec![
            duty("disputes panel", "review the suspension", "2019-10-01", 36),
            duty("disputes panel", "finish the inquiry", "2019-11-14", 0),
        ],
        closed_for: None,
        closed_entries: vec![OtherEntry {
            id: id(IdKind::Person, 6),
            name: "M. Ellery".to_owned(),
        }],
        id: id(IdKind::Person, 1),
        name: "Morgan Ellery".to_owned(),
        on: day("2019-11-06"),
        rights: vec![
            right(
                "endorse",
                "may be endorsed as a candidate",
                Truth::No,
                &[
                    ("8.4.a", "suspended since 2019-09-03"),
                    ("8.4.b", "case C2 has been open since 2019-09-03"),
                ],
            ),
            right(
                "reselect",
                "is reselected automatically as a sitting member",
                Truth::No,
                &[("8.3", "does not hold the whip since 2019-06-28")],
            ),
            right("vote", "may vote in ballots", Truth::Yes, &[("4.2", "")]),
            right(
                "stand",
                "may stand for an office of the branch",
                Truth::Undecided,
                &[("4.9", "the date of residence is not recorded")],
            ),
        ],
        questions: questions(),
        reads_file: true,
        cases: vec!["C1".to_owned(), "C2".to_owned()],
        seats: vec![
            member_of_parliament(),
            SeatHeld {
                begin: partial("2010"),
                end: Some(partial("2016-03")),
                end_reason: Some("resigned".to_owned()),
                ..seat(
                    1,
                    "Morgan Ellery",
                    Some("Chair"),
                    (2, "Northmoor branch committee"),
                )
            },
        ],
        limbo: Some(limbo()),
        timeline: vec![membership(), case_one(), whip()],
    }
}

fn membership() -> TrackLine {
    TrackLine {
        title: "Membership".to_owned(),
        rows: vec![
            TimelineRow {
                sources: Vec::new(),
                by: None,
                recorded_on: day("2018-10-01"),
                ..row(1, "1976", "admitted", "1.1", "")
            },
            row(
                4,
                "2019-02-27",
                "suspended, in case C1",
                "6.1",
                "the disputes panel",
            ),
            TimelineRow {
                details: vec!["outcome of case C1: warning".to_owned()],
                ..row(
                    9,
                    "2019-06-26",
                    "suspension ended",
                    "6.5",
                    "the disputes panel",
                )
            },
            row(
                21,
                "2019-09-03",
                "suspended, in case C2",
                "6.1",
                "the general secretary",
            ),
            TimelineRow {
                number: None,
                clause: Some("6.3".to_owned()),
                by: None,
                imported: false,
                sources: Vec::new(),
                ..row(0, "2020-03-02", "suspension lapsed", "6.3", "")
            },
        ],
    }
}

fn case_one() -> TrackLine {
    let mark = |clause: &str, says: &str| Mark {
        clause: clause.to_owned(),
        says: says.to_owned(),
    };
    TrackLine {
        title: "Case C1".to_owned(),
        rows: vec![
            row(3, "2019-02-27", "opened", "6.0", "the disputes panel"),
            TimelineRow {
                details: vec![
                    "outcome: warning".to_owned(),
                    "votes: 2 for, 1 against".to_owned(),
                ],
                ..row(9, "2019-06-26", "decided", "6.5", "a panel of three")
            },
            TimelineRow {
                marks: vec![
                    mark("6.7", "no listed ground for reopening is recorded"),
                    mark("7.2", "the panel has no delegated power to reopen"),
                ],
                of_no_effect_by: Some(24),
                recorded_on: day("2019-07-10"),
                ..row(
                    15,
                    "2019-07-09",
                    "reopened, referred to a new panel",
                    "6.7",
                    "the disputes panel",
                )
            },
            row(
                24,
                "2019-10-10",
                "order: fact 15 is of no effect from the start",
                "15.1",
                "the court",
            ),
        ],
    }
}

fn whip() -> TrackLine {
    TrackLine {
        title: "Whip".to_owned(),
        rows: vec![
            row(5, "2019-02-27", "withdrawn", "9.2", "the group"),
            row(10, "2019-06-26", "restored", "9.4", "the group"),
            row(11, "2019-06-28", "withdrawn", "9.2", "the group"),
        ],
    }
}

fn quiet() -> PersonPage {
    PersonPage {
        id: id(IdKind::Person, 5),
        name: "Ada Wintle".to_owned(),
        on: day("2019-11-06"),
        rights: Vec::new(),
        questions: Vec::new(),
        reads_file: true,
        cases: Vec::new(),
        seats: Vec::new(),
        limbo: None,
        duties: Vec::new(),
        timeline: Vec::new(),
        closed_for: Some(OtherEntry {
            id: id(IdKind::Person, 1),
            name: "Ada Mary Wintle".to_owned(),
        }),
        closed_entries: Vec::new(),
    }
}

fn hostile() -> PersonPage {
    let mut person = disputed();
    HOSTILE.clone_into(&mut person.name);
    for right in &mut person.rights {
        HOSTILE.clone_into(&mut right.says);
        right.because = vec![HOSTILE.to_owned()];
    }
    for seat in &mut person.seats {
        HOSTILE.clone_into(&mut seat.body_name);
        seat.office = Some(HOSTILE.to_owned());
    }
    person.duties = vec![duty(HOSTILE, HOSTILE, "2019-10-01", 1)];
    for track in &mut person.timeline {
        HOSTILE.clone_into(&mut track.title);
        for row in &mut track.rows {
            HOSTILE.clone_into(&mut row.says);
            row.by = Some(HOSTILE.to_owned());
            row.details = vec![HOSTILE.to_owned()];
            for source in &mut row.sources {
                HOSTILE.clone_into(&mut source.citation);
            }
        }
    }
    person
}
