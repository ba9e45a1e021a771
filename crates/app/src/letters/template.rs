//! The letters that there are: their built-in texts, and the samples that they are tried with.

use minijinja::Value;
use minijinja::value::Serde;

use super::Language;
use super::context::{
    Admission, EmailChange, EmailChangeNotice, Invitation, LetterContext, LetterReady, Reminder,
    SignInLink, StandingChanged,
};
use super::of_cases::{
    AppealResult, CaseDecision, CaseNotice, Charges, HearingListed, InterimSuspension,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Template {
    Admission,
    AppealResult,
    CaseDecision,
    CaseNotice,
    Charges,
    EmailChange,
    EmailChangeNotice,
    HearingListed,
    InterimSuspension,
    Invitation,
    LetterReady,
    Reminder,
    SignInLink,
    StandingChanged,
}

macro_rules! built_in {
    ($language:expr, $name:literal) => {
        match $language {
            Language::English => {
                include_str!(concat!("../../templates/letters/en/", $name, ".txt"))
            }
            Language::Welsh => include_str!(concat!("../../templates/letters/cy/", $name, ".txt")),
        }
    };
}

impl Template {
    pub const ALL: [Self; 14] = [
        Self::Admission,
        Self::AppealResult,
        Self::CaseDecision,
        Self::CaseNotice,
        Self::Charges,
        Self::EmailChange,
        Self::EmailChangeNotice,
        Self::HearingListed,
        Self::InterimSuspension,
        Self::Invitation,
        Self::LetterReady,
        Self::Reminder,
        Self::SignInLink,
        Self::StandingChanged,
    ];

    /// Its name in the record, on pages and as a file.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Admission => "admission",
            Self::AppealResult => "appeal_result",
            Self::CaseDecision => "case_decision",
            Self::CaseNotice => "case_notice",
            Self::Charges => "charges",
            Self::EmailChange => "email_change",
            Self::EmailChangeNotice => "email_change_notice",
            Self::HearingListed => "hearing_listed",
            Self::InterimSuspension => "interim_suspension",
            Self::Invitation => "invitation",
            Self::LetterReady => "letter_ready",
            Self::Reminder => "reminder",
            Self::SignInLink => "sign_in_link",
            Self::StandingChanged => "standing_changed",
        }
    }

    pub fn find(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|template| template.code() == code)
    }

    /// Whether whoever holds the letter can act with it.
    pub const fn is_secret(self) -> bool {
        matches!(
            self,
            Self::EmailChange | Self::EmailChangeNotice | Self::Invitation | Self::SignInLink
        )
    }

    /// The text that is used until the organisation saves its own.
    pub const fn built_in(self, language: Language) -> &'static str {
        match self {
            Self::Admission => built_in!(language, "admission"),
            Self::AppealResult => built_in!(language, "appeal_result"),
            Self::CaseDecision => built_in!(language, "case_decision"),
            Self::CaseNotice => built_in!(language, "case_notice"),
            Self::Charges => built_in!(language, "charges"),
            Self::EmailChange => built_in!(language, "email_change"),
            Self::EmailChangeNotice => built_in!(language, "email_change_notice"),
            Self::HearingListed => built_in!(language, "hearing_listed"),
            Self::InterimSuspension => built_in!(language, "interim_suspension"),
            Self::Invitation => built_in!(language, "invitation"),
            Self::LetterReady => built_in!(language, "letter_ready"),
            Self::Reminder => built_in!(language, "reminder"),
            Self::SignInLink => built_in!(language, "sign_in_link"),
            Self::StandingChanged => built_in!(language, "standing_changed"),
        }
    }

    /// Sample contexts: first with everything that a letter can have, then with only what every
    /// letter has.
    pub(super) fn samples(self, language: Language) -> [Value; 2] {
        match self {
            Self::Admission => samples::<Admission>(language),
            Self::AppealResult => samples::<AppealResult>(language),
            Self::CaseDecision => samples::<CaseDecision>(language),
            Self::CaseNotice => samples::<CaseNotice>(language),
            Self::Charges => samples::<Charges>(language),
            Self::EmailChange => samples::<EmailChange>(language),
            Self::EmailChangeNotice => samples::<EmailChangeNotice>(language),
            Self::HearingListed => samples::<HearingListed>(language),
            Self::InterimSuspension => samples::<InterimSuspension>(language),
            Self::Invitation => samples::<Invitation>(language),
            Self::LetterReady => samples::<LetterReady>(language),
            Self::Reminder => samples::<Reminder>(language),
            Self::SignInLink => samples::<SignInLink>(language),
            Self::StandingChanged => samples::<StandingChanged>(language),
        }
    }
}

fn samples<C: LetterContext>(language: Language) -> [Value; 2] {
    [C::sample(language), C::sparse(language)].map(|context| Value::from(Serde(context)))
}
