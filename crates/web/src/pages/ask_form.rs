//! The form that asks a question, as the front page, the answer page and a person's page show it.

use standing_base::Date;
use standing_rulebook::Rulebook;

use crate::query::{FieldError, Fields};

#[derive(Clone, Debug, Default)]
pub(crate) struct AskForm {
    /// Name and words.
    pub(crate) questions: Vec<(String, String)>,
    pub(crate) question: String,
    pub(crate) about: String,
    /// Set when the form asks about one person only: their name.
    pub(crate) fixed_about: Option<String>,
    pub(crate) on: String,
    pub(crate) known: String,
    pub(crate) errors: Vec<FieldError>,
}

impl AskForm {
    pub(crate) fn empty(questions: Vec<(String, String)>, today: Date) -> Self {
        Self {
            questions,
            on: today.to_string(),
            ..Self::default()
        }
    }

    /// As it was sent.
    pub(crate) fn sent(questions: Vec<(String, String)>, fields: &Fields, today: Date) -> Self {
        let on = fields.raw("on");
        Self {
            questions,
            question: fields.raw("question"),
            about: fields.raw("about"),
            fixed_about: None,
            on: if on.is_empty() { today.to_string() } else { on },
            known: fields.raw("known"),
            errors: Vec::new(),
        }
    }

    pub(crate) fn is_chosen(&self, question: &str) -> bool {
        self.question == question
    }

    pub(crate) fn error_of(&self, field: &str) -> Option<&FieldError> {
        self.errors.iter().find(|error| error.field == field)
    }

    pub(crate) fn has_error(&self, field: &str) -> bool {
        self.error_of(field).is_some()
    }
}

/// The questions that the rulebook lets the public ask, those about persons first. Whether one is
/// answered about somebody is for the publication table to say.
pub(crate) fn public_questions(rulebook: &Rulebook) -> Vec<(String, String)> {
    let vocabulary = &rulebook.vocabulary;
    let mut about_persons = Vec::new();
    let mut about_others = Vec::new();
    for question in vocabulary
        .questions
        .iter()
        .filter(|one| one.public.is_some())
    {
        let record = vocabulary.records.get(question.about.at());
        match record.map(|record| record.name.as_str()) {
            Some("member") | None => {
                about_persons.push((question.name.clone(), question.says.clone()));
            }
            Some(record) => about_others.push((
                question.name.clone(),
                format!("{record}: {}", question.says),
            )),
        }
    }
    about_persons.append(&mut about_others);
    about_persons
}
