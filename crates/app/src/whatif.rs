//! What if the rules had been otherwise: the whole history again under a changed rulebook.

use serde::Serialize;
use standing_base::{Date, Id};

use crate::answer::Truth;

/// What a replay cannot know.
pub const CAVEAT: &str = "A replay applies other rules to the same acts. It cannot know what people \
    would have done under those rules.";

#[derive(Clone, Debug, Serialize)]
pub struct WhatIf {
    pub name: String,
    /// Parameters and clauses changed, in words: `suspension_lapse: 180 days -> 60 days`.
    pub changes: Vec<String>,
    /// Subjects whose answers differ at some time, of how many.
    pub subjects_changed: u64,
    pub subjects: u64,
    /// Per question: name and how many subjects.
    pub by_question: Vec<(String, u64)>,
    /// Answers that differ, of those whom the asker may see.
    pub answers: Vec<AnswerChanged>,
    /// Acts on the record that would have had no effect, or one where they had none.
    pub acts: Vec<ActChanged>,
    pub acts_changed: u64,
    pub caveat: &'static str,
}

#[derive(Clone, Debug, Serialize)]
pub struct AnswerChanged {
    pub subject: Id,
    pub name: String,
    /// The case asked about, where the question is about one.
    pub item: Option<String>,
    pub question: String,
    /// The first day, and the day before which it ends; open when it lasts.
    pub from: Date,
    pub until: Option<Date>,
    pub was: Truth,
    pub becomes: Truth,
}

#[derive(Clone, Debug, Serialize)]
pub struct ActChanged {
    pub number: u64,
    pub kind: String,
    pub on: Date,
    pub name: String,
    /// `has no effect: the suspension had lapsed`.
    pub says: String,
}
