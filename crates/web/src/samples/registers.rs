//! The register at work: lists, finding, admitting, and putting something on a record.

use standing_app::accesses::AccessLine;
use standing_app::acts::ahead::{Ahead, DutyAhead, LimitAhead, LimitStopped, Reckoning};
use standing_app::acts::form::{ActForm, FormField, Takes};
use standing_app::acts::{CaseLetter, Offered, Service};
use standing_app::letters::{Language, Rendered, Template};
use standing_app::members::{MemberLine, MembersPage, Order};
use standing_app::search::{PersonFound, SearchResult};
use standing_base::IdKind;

use super::{HOSTILE, Sample, at, day, frame, id, sample};
use crate::frame::{Frame, Section};
use crate::language::Message;
use crate::pages::register::act::ActHtml;
use crate::pages::register::admit::AdmitHtml;
use crate::pages::register::list::ListHtml;
use crate::pages::register::record::AccessesHtml;
use crate::pages::search::SearchHtml;
use crate::query::FieldError;
use crate::sheet::Sheet;

pub(super) fn pages() -> Vec<Sample> {
    vec![
        sample("/register", &list(vec![member("Morgan Ellery")])),
        sample("/register/hostile", &list(vec![member(HOSTILE)])),
        sample("/register/empty", &list(Vec::new())),
        sample("/register/new", &admit(Sheet::default())),
        sample("/register/new/wrong", &admit(wrong(&["name", "number"]))),
        sample("/act", &act(Sheet::default())),
        sample("/act/days", &days()),
        sample("/act/wrong", &act(wrong(&["on", "", "reason"]))),
        sample("/accesses", &accesses()),
        sample("/search", &search(Some(found()))),
        sample("/search/none", &search(Some(nobody()))),
    ]
}

fn officer() -> Frame {
    Frame {
        visitor: Some("Frances Okonjo".to_owned()),
        roles: vec!["membership officer".to_owned(), "chair".to_owned()],
        ..frame(Section::Register)
    }
}

fn wrong(fields: &[&'static str]) -> Sheet {
    let mut sheet = Sheet::default();
    sheet.errors = fields
        .iter()
        .map(|field| FieldError::new(field, Message::new("fill-in")))
        .collect();
    sheet.clause = Some("1.1".to_owned());
    sheet.with("name", HOSTILE)
}

fn member(name: &str) -> MemberLine {
    MemberLine {
        id: id(IdKind::Person, 1),
        name: name.to_owned(),
        number: Some("A-1041".to_owned()),
        is_member: true,
        branches: vec!["Northmoor".to_owned()],
    }
}

fn list(members: Vec<MemberLine>) -> ListHtml {
    ListHtml {
        frame: officer(),
        list: MembersPage {
            on: day("2019-11-06"),
            next: (!members.is_empty()).then(|| "x".to_owned()),
            members,
            questions: super::answers::questions(),
            branches: vec![(id(IdKind::Branch, 1), "Northmoor".to_owned())],
        },
        may_admit: true,
        branch: String::new(),
        question: String::new(),
        answer: String::new(),
        order: Order::Name,
        done: Some("21418".to_owned()),
    }
}

fn offered(says: &str, capacities: &[(&str, &str)]) -> Offered {
    Offered {
        kind: "suspension_imposed".to_owned(),
        says: says.to_owned(),
        clause: "6.1".to_owned(),
        capacities: capacities
            .iter()
            .map(|(code, says)| ((*code).to_owned(), (*says).to_owned()))
            .collect(),
    }
}

fn admit(sheet: Sheet) -> AdmitHtml {
    AdmitHtml {
        frame: officer(),
        act: offered("admit a member", &[("officer", "membership officer")]),
        branches: vec![(id(IdKind::Branch, 1), "Northmoor".to_owned())],
        has_post: true,
        today: day("2019-11-06"),
        sheet,
    }
}

fn act(sheet: Sheet) -> ActHtml {
    let reasons = vec![("conduct".to_owned(), "conduct".to_owned())];
    let field = |name: &str, required, takes| FormField {
        name: name.to_owned(),
        required,
        takes,
    };
    ActHtml {
        frame: officer(),
        form: ActForm {
            about: id(IdKind::Person, 1),
            name: HOSTILE.to_owned(),
            act: offered(
                "impose a suspension",
                &[("panel", "panel of three"), ("chair", "chair")],
            ),
            words: "The panel may suspend a member.".to_owned(),
            today: day("2019-11-06"),
            fields: vec![
                field("reason", true, Takes::Choice(reasons)),
                field("review_on", false, Takes::Date),
                field("is_interim", false, Takes::YesNo),
                field("months", false, Takes::Number),
                field("ref", true, Takes::Code),
            ],
            texts: vec!["note".to_owned()],
            needed: Some("note"),
            seen: 4,
        },
        ahead: ahead(),
        is_ahead_new: false,
        letter: None,
        is_kept: true,
        new: Vec::new(),
        sheet,
    }
}

/// Sent with another day than the one for which the days ahead were shown.
fn days() -> ActHtml {
    ActHtml {
        is_ahead_new: true,
        letter: Some(CaseLetter {
            template: Template::InterimSuspension,
            language: Language::English,
            case: id(IdKind::Case, 1),
            reference: "C2".to_owned(),
            on: day("2019-11-05"),
            written: Rendered {
                subject: "You are suspended for the time being, case C2".to_owned(),
                text: format!("Dear {HOSTILE},\n\nfrom 5 November 2019 you are suspended.\n"),
            },
            service: Service::Mailed,
        }),
        ..act(Sheet::default().with("on", "2019-11-05"))
    }
}

fn ahead() -> Ahead {
    let by = |length: Option<&str>, counting, field: Option<&str>, last: Option<&str>| Reckoning {
        length: length.map(str::to_owned),
        counting,
        field: field.map(str::to_owned),
        last_day: last.map(day),
    };
    let limit = |timer: &str, unless: &[&str], by| LimitAhead {
        timer: timer.to_owned(),
        says: "state of the suspension".to_owned(),
        then: "lapsed".to_owned(),
        unless: unless.iter().map(|kind| (*kind).to_owned()).collect(),
        clause: "6.3".to_owned(),
        by,
    };
    let duty = |says: &str, owed_by: Option<&str>, by| DutyAhead {
        duty: "review_the_suspension".to_owned(),
        says: says.to_owned(),
        owed_by: owed_by.map(str::to_owned),
        clause: "6.2".to_owned(),
        by,
    };
    let review = by(
        Some("28 days"),
        "clear",
        Some("review_on"),
        Some("2019-12-04"),
    );
    let answer = by(Some("5 days"), "working", None, Some("2019-11-13"));
    let lapse = by(Some("180 days"), "calendar", None, Some("2020-05-04"));
    let term = by(None, "clear", Some("ends_on"), None);
    Ahead {
        on: day("2019-11-06"),
        duties: vec![
            duty("review the suspension", Some("disputes panel"), review),
            duty(HOSTILE, None, answer),
        ],
        limits: vec![
            limit("suspension_lapse", &["a hearing was held", HOSTILE], lapse),
            limit("suspension_term", &[], term),
        ],
        ends: vec![super::people::duty(
            "disputes panel",
            "finish the inquiry",
            "2019-10-01",
            1,
        )],
        stops: vec![LimitStopped {
            timer: "suspension_lapse".to_owned(),
            says: HOSTILE.to_owned(),
            then: "lapsed".to_owned(),
            clause: "6.3".to_owned(),
            began_on: day("2019-09-03"),
            last_day: Some(day("2020-03-01")),
        }],
    }
}

fn accesses() -> AccessesHtml {
    let look = |what: &str, clause: Option<&str>| AccessLine {
        on: day("2019-11-06"),
        at: at(),
        what: what.to_owned(),
        capacity: "membership officer".to_owned(),
        clause: clause.map(str::to_owned),
        name: Some(HOSTILE.to_owned()),
        case: None,
    };
    let of_case = AccessLine {
        case: Some("C1".to_owned()),
        ..look("evidence", Some("4.3"))
    };
    AccessesHtml {
        frame: officer(),
        person: id(IdKind::Person, 1),
        accesses: vec![
            look("file", Some("14.4")),
            look("register", None),
            look("list", None),
            of_case,
            look("evidence", Some("5.2")),
            look("papers", Some("5.9")),
            look("name", None),
        ],
    }
}

fn found() -> SearchResult {
    SearchResult {
        persons: vec![PersonFound {
            id: id(IdKind::Person, 1),
            number: Some("A-1041".to_owned()),
            name: Some(HOSTILE.to_owned()),
        }],
        has_more: true,
    }
}

fn nobody() -> SearchResult {
    SearchResult {
        persons: Vec::new(),
        has_more: false,
    }
}

fn search(result: Option<SearchResult>) -> SearchHtml {
    let is_wrong = result.as_ref().is_some_and(|it| it.persons.is_empty());
    SearchHtml {
        frame: officer(),
        sought: HOSTILE.to_owned(),
        result,
        error: is_wrong.then(|| Message::new("field-twice").with("field", "q").into()),
    }
}
