//! A person as the record shows them: rights on a day, and the timeline of their matters.

use serde::Serialize;
use standing_base::{Date, Id, PartialDate};

use crate::answer::{Mark, Truth};

#[derive(Clone, Debug, Serialize)]
pub struct PersonPage {
    pub id: Id,
    pub name: String,
    pub on: Date,
    /// Each right of the rulebook on the day, with the clauses that decide it.
    pub rights: Vec<Right>,
    /// Questions that may be asked about this person: name and words.
    pub questions: Vec<(String, String)>,
    /// References of cases that may be asked about, with their questions.
    pub cases: Vec<String>,
    pub seats: Vec<SeatHeld>,
    pub limbo: Option<Limbo>,
    pub timeline: Vec<TrackLine>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Right {
    pub question: String,
    pub says: String,
    pub answer: Truth,
    pub clauses: Vec<String>,
    /// The reasons of a no, filled in.
    pub because: Vec<String>,
}

/// A seat in a body: who sat for whom, from when, up to but excluding when.
#[derive(Clone, Debug, Serialize)]
pub struct SeatHeld {
    pub person: Id,
    pub person_name: String,
    pub body: Id,
    pub body_name: String,
    pub office: Option<String>,
    /// On whose behalf: the label's name.
    pub label: Option<String>,
    pub area: Option<String>,
    pub begin: PartialDate,
    pub end: Option<PartialDate>,
    pub end_reason: Option<String>,
}

/// How long somebody has been waiting.
#[derive(Clone, Debug, Serialize)]
pub struct Limbo {
    pub suspended_since: Date,
    pub days_suspended: i64,
    pub last_step_on: Date,
    pub days_since_last_step: i64,
    /// The day on which the suspension lapses if nothing happens.
    pub lapses_on: Option<Date>,
}

/// One track of the timeline: membership, whip, case C1, ...
#[derive(Clone, Debug, Serialize)]
pub struct TrackLine {
    pub title: String,
    pub rows: Vec<TimelineRow>,
}

#[derive(Clone, Debug, Serialize)]
pub struct TimelineRow {
    pub on: PartialDate,
    /// The day it became known.
    pub recorded_on: Date,
    pub number: Option<u64>,
    /// `suspended`, `suspension lapsed`.
    pub says: String,
    /// What else it carries, in words: `outcome: warning`.
    pub details: Vec<String>,
    pub clause: Option<String>,
    pub by: Option<String>,
    pub marks: Vec<Mark>,
    /// The number of the fact that made it of no effect.
    pub of_no_effect_by: Option<u64>,
    pub imported: bool,
    pub sources: Vec<SourceShown>,
}

#[derive(Clone, Debug, Serialize)]
pub struct SourceShown {
    pub citation: String,
    pub address: Option<String>,
    pub on: PartialDate,
}
