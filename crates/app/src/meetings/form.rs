//! What somebody is asked before something is recorded in a body, and what they filled in, read back.

use standing_base::{Date, Id, PartialDate, Told};
use standing_domain::{FieldType, FieldValue, division, kind, meeting, motion};

use super::acting::{BodyAbout, BodyAct};
use crate::error::{AppError, FieldFault};

/// What a kind of fact asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyField {
    pub name: &'static str,
    pub required: bool,
    pub kind: FieldType,
    /// The codes of which one is chosen; none where it is typed.
    pub choices: &'static [&'static str],
}

/// A step that somebody may take, with what it asks for.
#[derive(Clone, Debug)]
pub struct BodyForm {
    pub kind: &'static str,
    pub says: &'static str,
    pub fields: Vec<BodyField>,
    /// Titles, texts and reasons: the name, and whether it is needed.
    pub texts: Vec<(&'static str, bool)>,
}

/// What nobody types: it is read off the record, or computed.
const COMPUTED: &[(&str, &[&str])] = &[
    ("action_given", &["action"]),
    (
        "division_closed",
        &[
            "outcome",
            "votes_for",
            "votes_against",
            "abstentions",
            "absent",
            "stood_aside",
            "present",
            "entitled",
            "in_post",
            "full_size",
            "needed",
            "quorum",
        ],
    ),
    (
        "division_opened",
        &[
            "body",
            "how",
            "roll",
            "roll_size",
            "item",
            "motion",
            "person",
            "candidacy",
        ],
    ),
    ("item_added", &["item", "candidacy"]),
    ("meeting_planned", &["body"]),
    ("minutes_approved", &["at"]),
    ("motion_moved", &["meeting"]),
    ("motion_submitted", &["body", "person"]),
    ("motion_supported", &["person"]),
    ("support_withdrawn", &["person"]),
    ("vote_cast", &["weight"]),
    ("dissent_recorded", &["person"]),
    ("recorded_vote_asked", &["person"]),
    ("speech_asked", &["person"]),
];

const CHOICES: &[(&str, &[&str])] = &[
    ("attend", &["in_person", "remote", "hybrid"]),
    ("form", &["ordinary", "general", "extraordinary"]),
    ("vote", &["for", "against", "abstain"]),
    ("way", &["in_person", "remote"]),
];

impl BodyForm {
    /// The form of a kind of fact, if it is one of a body.
    pub fn of(code: &str) -> Option<Self> {
        super::subject::of_kind(code)?;
        let kind = kind::find(code)?;
        let computed = COMPUTED.iter().find(|(of, _)| *of == code);
        let computed = computed.map_or(&[][..], |(_, fields)| fields);
        let asked = kind
            .fields
            .iter()
            .filter(|field| !computed.contains(&field.name));
        let needed = meeting::Step::of(code)
            .and_then(meeting::Step::words_needed)
            .or_else(|| motion::Step::of(code).and_then(motion::Step::words_needed))
            .or_else(|| division::Step::of(code).and_then(division::Step::words_needed));
        Some(Self {
            kind: kind.code,
            says: kind.says,
            fields: asked
                .map(|field| BodyField {
                    name: field.name,
                    required: field.required,
                    kind: field.kind,
                    choices: choices(code, field.name),
                })
                .collect(),
            texts: kind
                .private
                .iter()
                .map(|text| (*text, Some(*text) == needed))
                .collect(),
        })
    }

    /// What was filled in, as an act; or every field that is wrong.
    pub fn read(&self, about: BodyAbout, filled: &[(String, String)]) -> Result<BodyAct, AppError> {
        let value = |name: &str| {
            let found = filled.iter().find(|(field, _)| field == name);
            found.map_or("", |(_, value)| value.trim())
        };
        let mut faults = Vec::new();
        let mut fields = Vec::new();
        for field in &self.fields {
            match (value(field.name), field.required) {
                // Who acts for themselves is not asked who they are.
                ("", true) if field.name != "person" => faults.push(FieldFault::new(
                    field.name,
                    Told::new("fill-in", "fill this in"),
                )),
                ("", _) => {}
                (text, _) => match read(field.kind, text) {
                    Ok(value) => fields.push((field.name.to_owned(), value)),
                    Err(says) => faults.push(FieldFault::new(field.name, says)),
                },
            }
        }
        if !faults.is_empty() {
            return Err(AppError::Fields(faults));
        }
        let texts = self.texts.iter().map(|(name, _)| *name);
        let texts = texts.map(|name| (name.to_owned(), value(name).to_owned()));
        Ok(BodyAct {
            about,
            kind: self.kind.to_owned(),
            fields,
            private: texts.filter(|(_, text)| !text.is_empty()).collect(),
            seen: value("seen").parse().ok(),
        })
    }
}

fn choices(kind: &str, field: &str) -> &'static [&'static str] {
    match (kind, field) {
        ("item_added", "sort") => &["business", "report", "motion", "decision"],
        ("speech_asked", "sort") => &["speech", "point"],
        _ => CHOICES
            .iter()
            .find(|(name, _)| *name == field)
            .map_or(&[][..], |(_, choices)| choices),
    }
}

fn read(kind: FieldType, text: &str) -> Result<FieldValue, Told> {
    let shown: String = text.chars().take(60).collect();
    match kind {
        FieldType::Number | FieldType::Fact => {
            text.parse::<i64>().map(FieldValue::from).map_err(|_| {
                Told::new("no-whole-number", "`{value}` is not a whole number").with("value", shown)
            })
        }
        FieldType::YesNo => match text {
            "yes" => Ok(true.into()),
            "no" => Ok(false.into()),
            _ => {
                Err(Told::new("no-yes-no", "`{value}` is neither yes nor no").with("value", shown))
            }
        },
        FieldType::Date => match text.parse::<Date>() {
            Ok(day) => Ok(PartialDate::from(day).into()),
            Err(error) => {
                Err(Told::new("this-is-no-day", "this is not a day: {error}").with("error", error))
            }
        },
        FieldType::Id => match text.parse::<Id>() {
            Ok(id) => Ok(id.into()),
            Err(_) => {
                Err(Told::new("no-choice", "`{value}` is none of the choices").with("value", shown))
            }
        },
        FieldType::Code | FieldType::Codes => Ok(text.into()),
    }
}
