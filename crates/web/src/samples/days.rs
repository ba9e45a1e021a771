//! What waits today, letters and their texts.

use standing_app::answer::Truth;
use standing_app::letters::{Language, Rendered, Template};
use standing_app::person::PersonPage;
use standing_app::ports::outbox::LetterState;
use standing_app::post::LetterLine;
use standing_app::system::SystemState;
use standing_app::waiting::{OwedAbout, ToDo, Waiting, WaitingPerson};
use standing_base::IdKind;

use super::people::{disputed, duty};
use super::{HOSTILE, Sample, day, frame, id, sample};
use crate::frame::{Frame, Section};
use crate::language::Message;
use crate::pages::letters::{LettersHtml, TemplateHtml, TemplatesHtml};
use crate::pages::today::TodayHtml;
use crate::query::FieldError;
use crate::sheet::Sheet;

pub(super) fn pages() -> Vec<Sample> {
    vec![
        sample("/today", &today(Some(disputed()))),
        sample("/today/officer", &officer_today()),
        sample("/letters", &letters(Sheet::default())),
        sample("/letters/wrong", &letters(wrong())),
        sample("/letters/templates", &templates()),
        sample("/letters/template", &template(Sheet::default())),
        sample("/letters/template/wrong", &template(wrong())),
    ]
}

fn signed_in() -> Frame {
    Frame {
        visitor: Some("Frances Okonjo".to_owned()),
        roles: vec!["general secretary".to_owned(), "executive".to_owned()],
        ..frame(Section::Today)
    }
}

fn today(own: Option<PersonPage>) -> TodayHtml {
    TodayHtml {
        frame: Frame {
            roles: Vec::new(),
            ..signed_in()
        },
        today: day("2019-11-06"),
        own,
        to_do: ToDo::default(),
        holds_roles: false,
        may_list: false,
        admission: None,
        system: None,
        intakes: None,
        intakes_leaving: 0,
        sees_readings: false,
    }
}

fn officer_today() -> TodayHtml {
    let mut own = disputed();
    own.limbo = None;
    own.cases = Vec::new();
    for right in &mut own.rights {
        right.answer = Truth::Yes;
    }
    let waits = |question: &str, says: &str, has_more: bool| Waiting {
        question: question.to_owned(),
        item: (question == "outcome_owed").then(|| "candidacy".to_owned()),
        says: says.to_owned(),
        persons: vec![
            WaitingPerson {
                id: id(IdKind::Person, 1),
                name: "Morgan Ellery".to_owned(),
            },
            WaitingPerson {
                id: id(IdKind::Person, 2),
                name: HOSTILE.to_owned(),
            },
        ],
        has_more,
    };
    TodayHtml {
        frame: signed_in(),
        intakes: Some(2),
        intakes_leaving: 1,
        sees_readings: true,
        holds_roles: true,
        may_list: true,
        to_do: ToDo {
            waiting: vec![
                waits("outcome_owed", "awaits a decision of the executive", false),
                waits(
                    "answer_overdue",
                    "is the subject of a poll or letter whose answer is overdue",
                    true,
                ),
            ],
            owed: vec![OwedAbout {
                person: WaitingPerson {
                    id: id(IdKind::Person, 2),
                    name: HOSTILE.to_owned(),
                },
                duty: duty(HOSTILE, "review the suspension", "2019-10-01", 36),
            }],
            owes_more: true,
        },
        system: Some(SystemState {
            engine: "SQLite 3.50.4".to_owned(),
            schema: 30,
            bytes: Some(48_000_000),
            writable: true,
            facts: 21_417,
            last_recorded_at: None,
            has_post: true,
            letters: [("failed".to_owned(), 3), ("queued".to_owned(), 12)].into(),
        }),
        ..today(Some(own))
    }
}

fn wrong() -> Sheet {
    let mut sheet = Sheet::default();
    sheet.errors = vec![FieldError::new("", Message::new("fill-in"))];
    sheet
}

fn letters(sheet: Sheet) -> LettersHtml {
    let letter = |state: &'static str, subject: &str| LetterLine {
        id: id(IdKind::Letter, 1),
        state,
        template: "admission".to_owned(),
        language: "en".to_owned(),
        recipient: None,
        address: "a-very-long-address-of-somebody@mail.members.example.org".to_owned(),
        subject: subject.to_owned(),
        caused_by: Some(7),
        created_at: "2019-11-06T12:00:00Z".to_owned(),
        attempts: 2,
        next_attempt_at: None,
        sent_at: None,
        answer: Some("550 5.1.1 no such mailbox".to_owned()),
    };
    LettersHtml {
        frame: signed_in(),
        sheet,
        state: Some(LetterState::Failed),
        letters: vec![
            letter("failed", "You are a member of the Example Party"),
            letter("queued", HOSTILE),
        ],
    }
}

fn templates() -> TemplatesHtml {
    let languages = vec![(Language::English, true), (Language::Welsh, false)];
    let all = Template::ALL.into_iter();
    TemplatesHtml {
        frame: signed_in(),
        templates: all.map(|template| (template, languages.clone())).collect(),
    }
}

fn template(sheet: Sheet) -> TemplateHtml {
    let built_in = Template::Admission.built_in(Language::English);
    let has_errors = sheet.has_errors();
    TemplateHtml {
        frame: signed_in(),
        template: Template::Admission,
        language: Language::English,
        sheet: sheet.with("text", built_in),
        preview: (!has_errors).then(|| Rendered {
            subject: "You are a member of the Example Party".to_owned(),
            text: "Dear Ada,\n\nyou have been a member since 6 November 2019.".to_owned(),
        }),
        is_own: false,
        is_saved: !has_errors,
    }
}
