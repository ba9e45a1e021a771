//! An answer with its grounds, as every face of Standing shows it.

use serde::Serialize;
use standing_base::{Date, Instant, PartialDate};
use utoipa::ToSchema;

/// A question as it was put.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub question: String,
    /// A person's id, number or name; `case:C1`; `body:ID`.
    pub about: String,
    pub on: Date,
    /// What was known at the end of this day; everything that is on the record when absent.
    pub known: Option<Date>,
}

/// The answer. Its JSON is documented in docs/src/reference/ask.md and stable.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Answer {
    pub question: String,
    /// The question in words: `may be endorsed as a candidate`.
    pub asks: String,
    /// The id of the subject, or `case:C1`.
    pub about: String,
    /// The subject's name, where the asker may know it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    pub on: Date,
    pub known: Option<Date>,
    pub answer: Truth,
    pub grounds: Vec<Ground>,
    pub rulebook: RulebookUsed,
    /// The next day on which, with nothing new recorded, the answer or its grounds change.
    pub changes_on: Option<Date>,
    /// For a no: each thing that would have to be otherwise, in words.
    pub would_have_to_change: Vec<String>,
    /// What the reader should know: facts older than the first text, partial dates.
    pub notes: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Truth {
    Yes,
    No,
    Undecided,
}

impl Truth {
    pub fn find(word: &str) -> Option<Self> {
        match word {
            "yes" => Some(Self::Yes),
            "no" => Some(Self::No),
            "undecided" => Some(Self::Undecided),
            _ => None,
        }
    }
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RulebookUsed {
    pub version: String,
    pub fingerprint: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Ground {
    pub clause: String,
    pub title: String,
    /// The clause's words, as Markdown.
    pub words: String,
    /// The reason, filled in: `case C2 has been open since 2019-09-03`.
    pub says: String,
    pub effect: Effect,
    /// Clauses whose definitions it rests on.
    pub through: Vec<String>,
    pub facts: Vec<FactCited>,
}

/// What a ground does to the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    RequirementMet,
    RequirementUnmet,
    Bar,
    /// A bar that an exception lifts.
    BarLifted,
    Exception,
    Undecided,
}

/// A fact behind a ground.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FactCited {
    /// Its number on the record; absent when nothing is recorded or a time limit decided.
    pub number: Option<u64>,
    pub kind: Option<String>,
    pub effective_on: Option<PartialDate>,
    #[serde(serialize_with = "as_text")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub recorded_at: Option<Instant>,
    /// What it gives: `state of the case: open`.
    pub value: String,
    /// A time limit that ran out, an act that is of no effect, or `nothing recorded`, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Clauses under which the act should have been refused.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Mark>,
}

/// An act on the record that the rulebook would have refused.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Mark {
    pub clause: String,
    pub says: String,
}

impl Truth {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Undecided => "undecided",
        }
    }
}

/// An instant as RFC 3339.
#[expect(
    clippy::ref_option,
    reason = "serde hands over a reference to the field"
)]
fn as_text<S: serde::Serializer>(
    instant: &Option<Instant>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match instant {
        Some(instant) => serializer.collect_str(instant),
        None => serializer.serialize_none(),
    }
}

impl Answer {
    /// `M`, `case C1`: the subject as a sentence begins with it.
    pub fn subject_in_words(&self) -> String {
        match (self.about.strip_prefix("case:"), &self.name) {
            (Some(case), _) => format!("case {case}"),
            (None, Some(name)) => name.clone(),
            (None, None) => self.about.clone(),
        }
    }
}
