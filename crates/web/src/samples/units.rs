//! The front page, a body and a branch.

use standing_app::acts::emergency::Intervention;
use standing_app::organisation::FrontPage;
use standing_app::person::{Limbo, SeatHeld};
use standing_app::unit::{UnitLine, UnitPage};
use standing_base::IdKind;

use super::people::{limbo, member_of_parliament, seat};
use super::{FINGERPRINT, HOSTILE, Sample, day, frame, id, partial, sample};
use crate::frame::Section;
use crate::pages::front::FrontHtml;
use crate::pages::unit::UnitHtml;
use crate::samples::answers::questions;

pub(super) fn pages() -> Vec<Sample> {
    let unit = |page| UnitHtml {
        frame: frame(Section::Record),
        page,
    };
    vec![
        sample("/", &FrontHtml::new(frame(Section::Record), front())),
        sample("/empty", &FrontHtml::new(frame(Section::Record), empty())),
        sample("/bodies/executive", &unit(executive())),
        sample("/branches/northmoor", &unit(branch())),
        sample("/branches/hostile", &unit(hostile())),
    ]
}

fn line(kind: IdKind, number: u8, name: &str, form: &str) -> UnitLine {
    UnitLine {
        id: id(kind, number),
        name: name.to_owned(),
        form: form.to_owned(),
    }
}

fn front() -> FrontPage {
    let executive = (1, "National executive");
    FrontPage {
        name: "the Example Party".to_owned(),
        today: day("2019-11-06"),
        facts: 21_417,
        last_recorded_on: Some(day("2019-11-06")),
        rulebook_name: "Rulebook of the Example Party".to_owned(),
        versions: vec![
            ("2020".to_owned(), day("2020-03-01")),
            ("2018".to_owned(), day("2018-10-01")),
        ],
        fingerprint: FINGERPRINT.to_owned(),
        bodies: vec![
            line(IdKind::Body, 1, "National executive", "executive"),
            line(IdKind::Body, 2, "Disputes panel", "panel"),
            line(IdKind::Body, 3, "House of Representatives", "chamber"),
            line(IdKind::Body, 4, "National tribunal", "tribunal"),
        ],
        branches: vec![
            line(IdKind::Branch, 1, "Northern region", "branch"),
            line(IdKind::Branch, 2, "Southern region", "branch"),
        ],
        branches_count: 41,
        office_holders: vec![
            seat(2, "Frances Okonjo", Some("Chair"), executive),
            seat(3, "Piotr Lindqvist", Some("General secretary"), executive),
            seat(
                4,
                "Ruth Abernethy-Castellanos",
                Some("Treasurer"),
                executive,
            ),
            member_of_parliament(),
        ],
        questions: questions(),
        interventions: vec![Intervention {
            fact: 21_390,
            on: partial("2019-10-30"),
            recorded_at: standing_base::Instant::from_microseconds(1_572_430_000_000_000),
            clause: Some("4.10".to_owned()),
            says: "took a seat".to_owned(),
            person: Some((id(IdKind::Person, 3), "Piotr Lindqvist".to_owned())),
            reason: Some(
                "The general secretary died, and nobody else may record who follows.".to_owned(),
            ),
        }],
        waiting: vec![
            (member_of_parliament(), limbo()),
            (
                seat(
                    6,
                    "Sam Treacher",
                    Some("Councillor"),
                    (5, "Westmarch council group"),
                ),
                Limbo {
                    suspended_since: day("2019-11-05"),
                    days_suspended: 1,
                    last_step_on: day("2019-11-05"),
                    days_since_last_step: 1,
                    lapses_on: None,
                },
            ),
        ],
    }
}

fn empty() -> FrontPage {
    FrontPage {
        facts: 0,
        last_recorded_on: None,
        versions: Vec::new(),
        bodies: Vec::new(),
        branches: Vec::new(),
        branches_count: 0,
        office_holders: Vec::new(),
        questions: Vec::new(),
        waiting: Vec::new(),
        ..front()
    }
}

fn executive() -> UnitPage {
    let body = (1, "National executive");
    UnitPage {
        unit: line(IdKind::Body, 1, "National executive", "executive"),
        on: day("2019-11-06"),
        parent: None,
        children: vec![line(IdKind::Body, 2, "Disputes panel", "panel")],
        founded_on: partial("1983"),
        dissolved_on: None,
        size: Some(35),
        seats: vec![
            seat(2, "Frances Okonjo", Some("Chair"), body),
            seat(3, "Piotr Lindqvist", Some("General secretary"), body),
        ],
        members: None,
        former_seats: vec![SeatHeld {
            begin: partial("2010"),
            end: Some(partial("2016-03")),
            end_reason: Some("term_ended".to_owned()),
            ..seat(1, "Morgan Ellery", None, body)
        }],
    }
}

fn branch() -> UnitPage {
    UnitPage {
        unit: line(IdKind::Branch, 3, "Northmoor", "branch"),
        on: day("2019-11-06"),
        parent: Some(line(IdKind::Branch, 1, "Northern region", "branch")),
        children: Vec::new(),
        founded_on: partial("1986-05"),
        dissolved_on: Some(partial("2021-12-31")),
        size: None,
        seats: Vec::new(),
        members: None,
        former_seats: Vec::new(),
    }
}

fn hostile() -> UnitPage {
    let mut page = branch();
    HOSTILE.clone_into(&mut page.unit.name);
    page.members = Some(1204);
    page.parent = Some(line(IdKind::Branch, 1, HOSTILE, "branch"));
    page.children = vec![line(IdKind::Branch, 1, HOSTILE, HOSTILE)];
    page.seats = vec![SeatHeld {
        label: Some(HOSTILE.to_owned()),
        area: Some(HOSTILE.to_owned()),
        ..seat(1, HOSTILE, Some(HOSTILE), (1, HOSTILE))
    }];
    page
}
