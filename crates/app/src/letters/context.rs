//! What each letter may say: a struct for each template, whose fields are the words that the
//! template can use. Days stand in it as the letter says them ([`super::Language::date`]).

use serde::Serialize;
use standing_base::Date;

use super::Language;
use super::template::Template;

/// What a letter is filled in with.
pub trait LetterContext: Serialize {
    const TEMPLATE: Template;

    /// With everything that a letter can have.
    fn sample(language: Language) -> Self;

    /// With only what every letter has.
    fn sparse(language: Language) -> Self;
}

#[derive(Clone, Debug, Serialize)]
pub struct SignInLink {
    pub organisation: String,
    pub name: Option<String>,
    pub link: String,
    /// How long the link works.
    pub minutes: u64,
}

/// To a new address, to find out whether it is reached.
#[derive(Clone, Debug, Serialize)]
pub struct EmailChange {
    pub organisation: String,
    pub name: Option<String>,
    pub link: String,
    /// How long the link works.
    pub hours: u64,
}

/// To the address before, whose owner may not have asked for it.
#[derive(Clone, Debug, Serialize)]
pub struct EmailChangeNotice {
    pub organisation: String,
    pub name: Option<String>,
    pub new_address: String,
    /// Takes the account back.
    pub link: String,
    /// How long it does.
    pub days: u64,
}

#[derive(Clone, Debug, Serialize)]
pub struct Invitation {
    pub organisation: String,
    pub name: String,
    pub link: String,
    pub expires_on: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct Admission {
    pub organisation: String,
    pub name: String,
    pub number: Option<String>,
    pub member_since: String,
    pub clause: String,
    pub link: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct StandingChanged {
    pub organisation: String,
    pub name: String,
    pub on: String,
    pub changes: Vec<RightChanged>,
    pub link: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct RightChanged {
    /// The right in words: `stand for office`.
    pub right: String,
    /// Yes, no or undecided, in the language of the letter.
    pub answer: String,
    pub clause: String,
    pub because: Option<String>,
}

/// To whoever owes something, or looks into what others left undone.
#[derive(Clone, Debug, Serialize)]
pub struct Reminder {
    pub organisation: String,
    pub name: String,
    pub on: String,
    /// What is due soon.
    pub soon: Vec<ReminderLine>,
    pub overdue: Vec<ReminderLine>,
    /// What others owe and the reader looks into.
    pub escalated: Vec<ReminderLine>,
    /// Whether there is more than is listed.
    pub has_more: bool,
    pub link: String,
}

/// A letter of a case lies ready for the member.
#[derive(Clone, Debug, Serialize)]
pub struct LetterReady {
    pub organisation: String,
    pub name: String,
    /// The clause that says when it counts as received.
    pub clause: Option<String>,
    pub link: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct ReminderLine {
    /// What is to be done: `review the suspension`.
    pub says: String,
    /// Who is to do it; nothing when it is the reader themselves.
    pub owed_by: Option<String>,
    pub clause: String,
    /// The reference of the case.
    pub case: Option<String>,
    pub last_day: Option<String>,
    pub days_late: i64,
}

pub(super) const ORGANISATION: &str = "The Example Party";
pub(super) const NAME: &str = "Łucja O’Brien";
const LINK: &str = "https://standing.example.org/open/5pFk2wQ";

pub(super) fn a_day(language: Language) -> String {
    Date::new(2019, 11, 6).map_or_else(String::new, |date| language.date(date))
}

impl LetterContext for SignInLink {
    const TEMPLATE: Template = Template::SignInLink;

    fn sample(language: Language) -> Self {
        Self {
            name: Some(NAME.to_owned()),
            ..Self::sparse(language)
        }
    }

    fn sparse(_: Language) -> Self {
        Self {
            organisation: ORGANISATION.to_owned(),
            name: None,
            link: LINK.to_owned(),
            minutes: 15,
        }
    }
}

impl LetterContext for EmailChange {
    const TEMPLATE: Template = Template::EmailChange;

    fn sample(language: Language) -> Self {
        Self {
            name: Some(NAME.to_owned()),
            ..Self::sparse(language)
        }
    }

    fn sparse(_: Language) -> Self {
        Self {
            organisation: ORGANISATION.to_owned(),
            name: None,
            link: LINK.to_owned(),
            hours: 24,
        }
    }
}

impl LetterContext for EmailChangeNotice {
    const TEMPLATE: Template = Template::EmailChangeNotice;

    fn sample(language: Language) -> Self {
        Self {
            name: Some(NAME.to_owned()),
            ..Self::sparse(language)
        }
    }

    fn sparse(_: Language) -> Self {
        Self {
            organisation: ORGANISATION.to_owned(),
            name: None,
            new_address: "new.address@example.org".to_owned(),
            link: LINK.to_owned(),
            days: 7,
        }
    }
}

impl LetterContext for Invitation {
    const TEMPLATE: Template = Template::Invitation;

    fn sample(language: Language) -> Self {
        Self {
            organisation: ORGANISATION.to_owned(),
            name: NAME.to_owned(),
            link: LINK.to_owned(),
            expires_on: a_day(language),
        }
    }

    fn sparse(language: Language) -> Self {
        Self::sample(language)
    }
}

impl LetterContext for Admission {
    const TEMPLATE: Template = Template::Admission;

    fn sample(language: Language) -> Self {
        Self {
            number: Some("000482".to_owned()),
            link: Some(LINK.to_owned()),
            ..Self::sparse(language)
        }
    }

    fn sparse(language: Language) -> Self {
        Self {
            organisation: ORGANISATION.to_owned(),
            name: NAME.to_owned(),
            number: None,
            member_since: a_day(language),
            clause: "2.4".to_owned(),
            link: None,
        }
    }
}

impl LetterContext for StandingChanged {
    const TEMPLATE: Template = Template::StandingChanged;

    fn sample(language: Language) -> Self {
        let (right, because) = match language {
            Language::English => ("vote in meetings", "suspended since 3 September 2019"),
            Language::Welsh => (
                "pleidleisio mewn cyfarfodydd",
                "wedi'i atal ers 3 Medi 2019",
            ),
        };
        let mut sample = Self {
            link: Some(LINK.to_owned()),
            ..Self::sparse(language)
        };
        sample
            .changes
            .push(withdrawn(language, right, Some(because)));
        sample
    }

    fn sparse(language: Language) -> Self {
        let right = match language {
            Language::English => "stand for office",
            Language::Welsh => "sefyll am swydd",
        };
        Self {
            organisation: ORGANISATION.to_owned(),
            name: NAME.to_owned(),
            on: a_day(language),
            changes: vec![withdrawn(language, right, None)],
            link: None,
        }
    }
}

impl LetterContext for LetterReady {
    const TEMPLATE: Template = Template::LetterReady;

    fn sample(language: Language) -> Self {
        Self {
            clause: Some("12.9".to_owned()),
            ..Self::sparse(language)
        }
    }

    fn sparse(_: Language) -> Self {
        Self {
            organisation: ORGANISATION.to_owned(),
            name: NAME.to_owned(),
            clause: None,
            link: LINK.to_owned(),
        }
    }
}

impl LetterContext for Reminder {
    const TEMPLATE: Template = Template::Reminder;

    fn sample(language: Language) -> Self {
        Self {
            overdue: vec![due(language, 1), due(language, 3)],
            escalated: vec![due(language, 40)],
            has_more: true,
            ..Self::sparse(language)
        }
    }

    fn sparse(language: Language) -> Self {
        let soon = ReminderLine {
            owed_by: None,
            case: None,
            ..due(language, 0)
        };
        Self {
            organisation: ORGANISATION.to_owned(),
            name: NAME.to_owned(),
            on: a_day(language),
            soon: vec![soon],
            overdue: Vec::new(),
            escalated: Vec::new(),
            has_more: false,
            link: LINK.to_owned(),
        }
    }
}

fn due(language: Language, days_late: i64) -> ReminderLine {
    let (says, owed_by) = match language {
        Language::English => ("review the suspension", "disputes panel"),
        Language::Welsh => ("adolygu’r ataliad", "y panel anghydfodau"),
    };
    ReminderLine {
        says: says.to_owned(),
        owed_by: Some(owed_by.to_owned()),
        clause: "6.2".to_owned(),
        case: Some("C2".to_owned()),
        last_day: Some(a_day(language)),
        days_late,
    }
}

fn withdrawn(language: Language, right: &str, because: Option<&str>) -> RightChanged {
    RightChanged {
        right: right.to_owned(),
        answer: match language {
            Language::English => "no".to_owned(),
            Language::Welsh => "na".to_owned(),
        },
        clause: "6.2".to_owned(),
        because: because.map(str::to_owned),
    }
}
