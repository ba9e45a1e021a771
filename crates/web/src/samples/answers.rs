//! The ask form and answers of every kind.

use standing_app::answer::{Answer, Effect, FactCited, Ground, Mark, RulebookUsed, Truth};
use standing_base::IdKind;

use super::{FINGERPRINT, HOSTILE, Sample, day, frame, id, partial, sample};
use crate::frame::Section;
use crate::language::Message;
use crate::pages::ask::AskHtml;
use crate::pages::ask_form::AskForm;
use crate::pages::message::MessagePage;
use crate::query::FieldError;
use crate::respond::Fault;

pub(super) fn pages() -> Vec<Sample> {
    vec![
        sample("/ask", &html(form(), None)),
        sample("/ask/errors", &html(wrong_form(), None)),
        sample("/ask/no", &html(asked("endorse"), Some(no()))),
        sample("/ask/yes", &html(asked("vote"), Some(yes()))),
        sample("/ask/undecided", &html(asked("vote"), Some(undecided()))),
        sample("/ask/case", &html(asked("case_open"), Some(case_open()))),
        sample("/ask/hostile", &html(hostile_form(), Some(hostile()))),
        sample("/not-there", &not_there()),
    ]
}

pub(super) fn questions() -> Vec<(String, String)> {
    [
        ("endorse", "may be endorsed as a candidate"),
        (
            "reselect",
            "is reselected automatically as a sitting member",
        ),
        ("is_member", "is a member"),
        ("is_suspended", "is suspended"),
        ("vote", "may vote in ballots"),
        ("case_open", "is open"),
    ]
    .map(|(name, says)| (name.to_owned(), says.to_owned()))
    .to_vec()
}

fn html(form: AskForm, answer: Option<Answer>) -> AskHtml {
    AskHtml {
        frame: frame(Section::Ask),
        form,
        answer,
    }
}

fn form() -> AskForm {
    AskForm::empty(questions(), day("2019-11-20"))
}

fn asked(question: &str) -> AskForm {
    AskForm {
        question: question.to_owned(),
        about: "Morgan Ellery".to_owned(),
        on: "2019-11-06".to_owned(),
        known: "2019-11-06".to_owned(),
        ..form()
    }
}

fn wrong_form() -> AskForm {
    let mut about = FieldError::new(
        "about",
        "nobody called `Morgan Elery` is on the public record",
    );
    about.near = vec![
        (
            "Morgan Ellery".to_owned(),
            "/ask?about=Morgan%20Ellery".to_owned(),
        ),
        (
            "Megan Ellory".to_owned(),
            "/ask?about=Megan%20Ellory".to_owned(),
        ),
    ];
    let on = FieldError::new(
        "on",
        "`2019-02-29` is not a day; write year, month and day as in 2019-11-06",
    );
    AskForm {
        about: "Morgan Elery".to_owned(),
        errors: vec![about, on],
        ..asked("endorse")
    }
}

fn hostile_form() -> AskForm {
    AskForm {
        about: HOSTILE.to_owned(),
        ..asked("endorse")
    }
}

fn answer(question: &str, asks: &str, truth: Truth) -> Answer {
    Answer {
        question: question.to_owned(),
        asks: asks.to_owned(),
        about: id(IdKind::Person, 1).to_string(),
        name: Some("Morgan Ellery".to_owned()),
        on: day("2019-11-06"),
        known: None,
        answer: truth,
        grounds: Vec::new(),
        rulebook: RulebookUsed {
            version: "2018".to_owned(),
            fingerprint: FINGERPRINT.to_owned(),
        },
        changes_on: None,
        would_have_to_change: Vec::new(),
        notes: Vec::new(),
    }
}

fn fact(number: u64, kind: &str, on: &str, value: &str) -> FactCited {
    FactCited {
        number: Some(number),
        kind: Some(kind.to_owned()),
        effective_on: Some(partial(on)),
        recorded_at: format!("{}T14:05:00Z", partial(on).latest()).parse().ok(),
        value: value.to_owned(),
        note: None,
        marks: Vec::new(),
    }
}

fn ground(clause: &str, title: &str, effect: Effect, words: &str, says: &str) -> Ground {
    Ground {
        clause: clause.to_owned(),
        title: title.to_owned(),
        words: words.to_owned(),
        says: says.to_owned(),
        effect,
        through: Vec::new(),
        facts: Vec::new(),
    }
}

fn no() -> Answer {
    let mut suspended = ground(
        "8.4.a",
        "8.4(a)",
        Effect::Bar,
        "A member who is suspended shall not be endorsed.",
        "suspended since 2019-09-03",
    );
    suspended.through = vec!["6.1".to_owned(), "6.3".to_owned()];
    suspended.facts = vec![fact(
        21,
        "suspension_imposed",
        "2019-09-03",
        "state of the suspension: running",
    )];
    let mut open = ground(
        "8.4.b",
        "8.4(b)",
        Effect::Bar,
        "A member about whom a disciplinary case is open shall not be endorsed.",
        "case C2 has been open since 2019-09-03",
    );
    open.facts = vec![fact(
        20,
        "case_opened",
        "2019-09-03",
        "state of case C2: open",
    )];
    let mut member = ground(
        "8.2",
        "8.2 Who may be endorsed",
        Effect::RequirementMet,
        "A candidate must have been a member for at least [12 months](param:min_membership) on the day of endorsement.",
        "a member since 1976",
    );
    member.facts = vec![fact(1, "admitted", "1976", "date of admission: 1976")];
    Answer {
        known: Some(day("2019-11-06")),
        grounds: vec![suspended, open, member],
        changes_on: Some(day("2020-03-02")),
        would_have_to_change: vec![
            "the suspension of 2019-09-03 would have to be lifted or lapse (clause 8.4(a))"
                .to_owned(),
            "case C2 would have to be decided or withdrawn (clause 8.4(b))".to_owned(),
        ],
        ..answer("endorse", "may be endorsed as a candidate", Truth::No)
    }
}

fn yes() -> Answer {
    let mut standing = ground(
        "1.5",
        "1.5 Taking part",
        Effect::RequirementMet,
        "Only a member in good standing may attend and vote in members’ meetings.",
        "in good standing (paid until 2019-12-31)",
    );
    standing.through = vec!["1.4".to_owned()];
    standing.facts = vec![
        fact(
            18,
            "subscription_paid",
            "2019-01-04",
            "paid until: 2019-12-31",
        ),
        FactCited {
            number: None,
            kind: None,
            effective_on: None,
            recorded_at: None,
            value: "standing of the member: member".to_owned(),
            note: Some("nothing recorded, so it stands at its first value".to_owned()),
            marks: Vec::new(),
        },
    ];
    let mut lifted = ground(
        "4.7",
        "4.7 Arrears do not silence",
        Effect::Exception,
        "A member in arrears for less than [6 months](param:arrears) keeps their vote.",
        "in arrears for less than 6 months",
    );
    lifted.facts = vec![fact(
        18,
        "subscription_paid",
        "2019-01-04",
        "paid until: 2019-12-31",
    )];
    Answer {
        grounds: vec![standing, lifted],
        changes_on: Some(day("2020-07-01")),
        ..answer("vote", "may vote in ballots", Truth::Yes)
    }
}

fn undecided() -> Answer {
    let mut missing = ground(
        "1.4",
        "1.4 Good standing",
        Effect::Undecided,
        "A member is in good standing while they are admitted, are not suspended, and have paid a subscription that ran out no more than [6 months](param:arrears) before.",
        "the date until which the subscription is paid is not recorded",
    );
    missing.facts = vec![FactCited {
        number: None,
        kind: None,
        effective_on: None,
        recorded_at: None,
        value: "paid until: nothing recorded".to_owned(),
        note: None,
        marks: Vec::new(),
    }];
    Answer {
        grounds: vec![missing],
        would_have_to_change: vec!["record until when the subscription is paid".to_owned()],
        notes: vec![
            "the day is before the first version of the rulebook; the earliest text answers"
                .to_owned(),
        ],
        ..answer("vote", "may vote in ballots", Truth::Undecided)
    }
}

fn case_open() -> Answer {
    let mut referred = ground(
        "6.2",
        "6.2 When a case is open",
        Effect::RequirementMet,
        "A case is open from the day on which it is opened or reopened until it is decided or withdrawn.",
        "open since 2019-07-09",
    );
    referred.facts = vec![FactCited {
        marks: vec![
            Mark {
                clause: "6.7".to_owned(),
                says: "no listed ground for reopening is recorded".to_owned(),
            },
            Mark {
                clause: "7.2".to_owned(),
                says: "the panel has no delegated power to reopen".to_owned(),
            },
        ],
        note: Some("of no effect from the start, by fact 24".to_owned()),
        ..fact(15, "case_reopened", "2019-07-09", "state of case C1: open")
    }];
    Answer {
        about: "case:C1".to_owned(),
        name: None,
        known: Some(day("2019-08-01")),
        on: day("2019-08-01"),
        grounds: vec![referred],
        ..answer("case_open", "is open", Truth::Yes)
    }
}

fn hostile() -> Answer {
    let mut ground = ground("<8.4.a>", HOSTILE, Effect::Bar, HOSTILE, HOSTILE);
    ground.through = vec![HOSTILE.to_owned()];
    ground.facts = vec![FactCited {
        note: Some(HOSTILE.to_owned()),
        marks: vec![Mark {
            clause: HOSTILE.to_owned(),
            says: HOSTILE.to_owned(),
        }],
        ..fact(1, HOSTILE, "2019-09-03", HOSTILE)
    }];
    Answer {
        name: Some(HOSTILE.to_owned()),
        grounds: vec![ground],
        would_have_to_change: vec![HOSTILE.to_owned()],
        notes: vec![HOSTILE.to_owned()],
        ..answer("endorse", HOSTILE, Truth::No)
    }
}

fn not_there() -> MessagePage {
    MessagePage::of(
        frame(Section::Record),
        &Fault::NotThere(Message::new("no-page")),
    )
}
