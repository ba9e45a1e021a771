//! What the letters of a case may say: each tells the member of a step, under which clause it was
//! taken, and what they can do.

use serde::Serialize;

use super::Language;
use super::context::{LetterContext, NAME, ORGANISATION, a_day};
use super::template::Template;

/// What every letter of a case says.
#[derive(Clone, Debug, Serialize)]
pub struct Head {
    pub organisation: String,
    /// The member's.
    pub name: String,
    /// The reference of the case.
    pub case: String,
    /// The clause of the step, and its heading: `5.5 Telling the member`.
    pub clause: String,
    pub clause_title: String,
    /// The day of the step.
    pub on: String,
    /// In whose name it was taken.
    pub by: String,
}

/// A case was opened.
#[derive(Clone, Debug, Serialize)]
pub struct CaseNotice {
    #[serde(flatten)]
    pub head: Head,
    /// What is alleged.
    pub matter: String,
    /// Who complained, where it is said.
    pub complainant: Option<String>,
    /// Whether there is a recorded reason not to say it.
    pub is_unnamed: bool,
}

/// A suspension began.
#[derive(Clone, Debug, Serialize)]
pub struct InterimSuspension {
    #[serde(flatten)]
    pub head: Head,
    pub reasons: String,
    pub review_on: String,
    /// The last day, where the notice states one.
    pub ends_on: Option<String>,
    /// What it stops.
    pub stops: Vec<RightStopped>,
}

#[derive(Clone, Debug, Serialize)]
pub struct RightStopped {
    pub right: String,
    pub clause: String,
}

/// Charges are served.
#[derive(Clone, Debug, Serialize)]
pub struct Charges {
    #[serde(flatten)]
    pub head: Head,
    pub charges: Vec<ChargeLine>,
    pub answer_by: String,
    /// Whether a companion is offered, and adjustments.
    pub companion: bool,
    pub adjustments: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct ChargeLine {
    pub charge: String,
    /// The clause said to be broken, and its heading.
    pub breach: String,
    pub title: String,
    pub particulars: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct HearingListed {
    #[serde(flatten)]
    pub head: Head,
    pub hearing_on: String,
    pub place: Option<String>,
    /// The names of those who sit.
    pub panel: Vec<String>,
}

/// A decision with its reasons.
#[derive(Clone, Debug, Serialize)]
pub struct CaseDecision {
    #[serde(flatten)]
    pub head: Head,
    pub findings: Vec<FindingLine>,
    pub outcome: String,
    pub reasons: String,
    /// To whom the member may appeal, under which clause, and until when.
    pub appeal_to: String,
    pub appeal_clause: String,
    pub appeal_by: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct FindingLine {
    pub charge: String,
    pub breach: String,
    pub title: String,
    pub is_proved: bool,
    pub reasons: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct AppealResult {
    #[serde(flatten)]
    pub head: Head,
    /// `dismissed`, `varied`, `quashed` or `remitted`.
    pub result: &'static str,
    /// Of a decision that was varied.
    pub outcome: Option<String>,
    pub reasons: String,
}

fn head(language: Language, clause: &str, title: &str, by: &str) -> Head {
    Head {
        organisation: ORGANISATION.to_owned(),
        name: NAME.to_owned(),
        case: "C2".to_owned(),
        clause: clause.to_owned(),
        clause_title: title.to_owned(),
        on: a_day(language),
        by: by.to_owned(),
    }
}

/// The English words or the Welsh ones.
fn either(language: Language, english: &str, welsh: &str) -> String {
    match language {
        Language::English => english.to_owned(),
        Language::Welsh => welsh.to_owned(),
    }
}

fn panel(language: Language) -> String {
    either(language, "disputes panel", "y panel anghydfodau")
}

fn reasons(language: Language) -> String {
    either(
        language,
        "What was said was reported by two people who were there.",
        "Adroddwyd yr hyn a ddywedwyd gan ddau berson a oedd yno.",
    )
}

impl LetterContext for CaseNotice {
    const TEMPLATE: Template = Template::CaseNotice;

    fn sample(language: Language) -> Self {
        Self {
            complainant: Some("Ann Jones".to_owned()),
            ..Self::sparse(language)
        }
    }

    fn sparse(language: Language) -> Self {
        let title = either(
            language,
            "5.5 Telling the member",
            "5.5 Dweud wrth yr aelod",
        );
        let matter = either(
            language,
            "Words said at a meeting on 2 September 2019.",
            "Geiriau a ddywedwyd mewn cyfarfod ar 2 Medi 2019.",
        );
        Self {
            head: head(language, "5.5", &title, &panel(language)),
            matter,
            complainant: None,
            is_unnamed: true,
        }
    }
}

impl LetterContext for InterimSuspension {
    const TEMPLATE: Template = Template::InterimSuspension;

    fn sample(language: Language) -> Self {
        let right = either(
            language,
            "may vote in members' meetings",
            "pleidleisio mewn cyfarfodydd",
        );
        let stopped = RightStopped {
            right,
            clause: "6.4.c".to_owned(),
        };
        Self {
            ends_on: Some(a_day(language)),
            stops: vec![stopped],
            ..Self::sparse(language)
        }
    }

    fn sparse(language: Language) -> Self {
        let title = either(language, "6.1 Interim suspension", "6.1 Ataliad dros dro");
        Self {
            head: head(language, "6.1", &title, &panel(language)),
            reasons: reasons(language),
            review_on: a_day(language),
            ends_on: None,
            stops: Vec::new(),
        }
    }
}

fn conduct(language: Language) -> String {
    either(language, "6.9 Conduct", "6.9 Ymddygiad")
}

impl LetterContext for Charges {
    const TEMPLATE: Template = Template::Charges;

    fn sample(language: Language) -> Self {
        Self {
            companion: true,
            adjustments: true,
            ..Self::sparse(language)
        }
    }

    fn sparse(language: Language) -> Self {
        let title = either(language, "5.10 Charges", "5.10 Cyhuddiadau");
        let officer = either(language, "complaints officer", "y swyddog cwynion");
        let charge = ChargeLine {
            charge: "1".to_owned(),
            breach: "6.9".to_owned(),
            title: conduct(language),
            particulars: reasons(language),
        };
        Self {
            head: head(language, "5.10", &title, &officer),
            charges: vec![charge],
            answer_by: a_day(language),
            companion: false,
            adjustments: false,
        }
    }
}

impl LetterContext for HearingListed {
    const TEMPLATE: Template = Template::HearingListed;

    fn sample(language: Language) -> Self {
        Self {
            place: Some(either(language, "Room 2, Cardiff", "Ystafell 2, Caerdydd")),
            panel: vec!["Ann Jones".to_owned(), "Siôn Parry".to_owned()],
            ..Self::sparse(language)
        }
    }

    fn sparse(language: Language) -> Self {
        let title = either(language, "6.12 Hearings", "6.12 Gwrandawiadau");
        Self {
            head: head(language, "6.12", &title, &panel(language)),
            hearing_on: a_day(language),
            place: None,
            panel: Vec::new(),
        }
    }
}

impl LetterContext for CaseDecision {
    const TEMPLATE: Template = Template::CaseDecision;

    fn sample(language: Language) -> Self {
        let other = FindingLine {
            charge: "2".to_owned(),
            is_proved: false,
            ..finding(language)
        };
        let mut sample = Self::sparse(language);
        sample.findings.push(other);
        sample
    }

    fn sparse(language: Language) -> Self {
        let title = either(language, "12.9 Service", "12.9 Cyflwyno");
        Self {
            head: head(language, "12.9", &title, &panel(language)),
            findings: vec![finding(language)],
            outcome: either(language, "warning", "rhybudd"),
            reasons: reasons(language),
            appeal_to: either(language, "national tribunal", "y tribiwnlys cenedlaethol"),
            appeal_clause: either(language, "7.1 Appeal", "7.1 Apêl"),
            appeal_by: a_day(language),
        }
    }
}

fn finding(language: Language) -> FindingLine {
    FindingLine {
        charge: "1".to_owned(),
        breach: "6.9".to_owned(),
        title: conduct(language),
        is_proved: true,
        reasons: reasons(language),
    }
}

impl LetterContext for AppealResult {
    const TEMPLATE: Template = Template::AppealResult;

    fn sample(language: Language) -> Self {
        Self {
            result: "varied",
            outcome: Some(either(language, "reminder", "nodyn atgoffa")),
            ..Self::sparse(language)
        }
    }

    fn sparse(language: Language) -> Self {
        let title = either(language, "7.2 A fresh panel", "7.2 Panel newydd");
        let tribunal = either(language, "national tribunal", "y tribiwnlys cenedlaethol");
        Self {
            head: head(language, "7.2", &title, &tribunal),
            result: "dismissed",
            outcome: None,
            reasons: reasons(language),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::letters::{Language, Template};

    /// The letters as somebody reads them who gets one with everything in it, and one with little.
    #[test]
    fn each_letter_of_a_case_in_each_language() {
        for template in [
            Template::AppealResult,
            Template::CaseDecision,
            Template::CaseNotice,
            Template::Charges,
            Template::HearingListed,
            Template::InterimSuspension,
        ] {
            for language in Language::ALL {
                let text = template.built_in(language);
                crate::letters::check(template, language, text).unwrap();
                let written = template.samples(language).map(|sample| {
                    let letter = crate::letters::render::render(text, &sample).unwrap();
                    format!("{}\n\n{}", letter.subject, letter.text)
                });
                let name = format!("{}_{}", template.code(), language.code());
                insta::assert_snapshot!(name, written.join("\n* * *\n\n"));
            }
        }
    }
}
