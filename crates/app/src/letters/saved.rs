//! The organisation's own texts of templates.

use standing_base::{Id, Instant};
use standing_domain::{Fact, NewFact};

use super::render::{Rendered, check, render};
use super::{Language, Template};
use crate::app::App;
use crate::asker::Asker;
use crate::error::AppError;
use crate::ports::{Addition, Snapshot};

const CHANGED: &str = "letter_template_changed";
const TEXT: &str = "text";

/// A text to save, and who saves it.
#[derive(Clone, Debug)]
pub struct NewText {
    pub template: Template,
    pub language: Language,
    pub text: String,
    pub actor: Option<Id>,
    pub capacity: Option<String>,
}

/// A text that was saved once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedText {
    pub fact: u64,
    pub saved_at: Instant,
    pub actor: Option<Id>,
    pub capacity: Option<String>,
    /// Absent when it was erased.
    pub text: Option<String>,
}

/// The text that a letter is made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextInUse {
    pub text: String,
    /// Absent for the built-in text.
    pub saved: Option<SavedText>,
}

impl App {
    /// Puts a text on the record: from now on, letters are made from it. A text that could not be
    /// sent is refused with the line.
    pub async fn save_letter_template(&self, asker: &Asker, new: NewText) -> Result<u64, AppError> {
        self.check_keeps_system(asker).await?;
        check_text(new.template, new.language, &new.text)?;
        let rules = self.rules().await?;
        let now = self.clock.now();
        let stream = rules.organisation;
        let revision = self.store.snapshot().await?.revision(stream).await?;
        let fact = NewFact {
            stream,
            revision: revision + 1,
            kind: CHANGED.to_owned(),
            about: stream,
            effective_on: rules.zone.date_of(now).into(),
            recorded_at: now,
            actor: new.actor,
            capacity: new.capacity,
            clause: None,
            imported: false,
            fields: [
                ("template".to_owned(), new.template.code().into()),
                ("language".to_owned(), new.language.code().into()),
            ]
            .into(),
            sources: Vec::new(),
        };
        let mut writer = self.store.writer().await?;
        let addition = Addition {
            rows: crate::projection::rows(&fact, &[]),
            fact,
            private: vec![(TEXT.to_owned(), new.text)],
        };
        let receipt = self.record(&mut *writer, vec![addition]).await?;
        writer.commit().await?;
        Ok(receipt.first)
    }

    /// A letter as it would look with sample data: from the text given, or from the one in use.
    pub async fn preview_letter(
        &self,
        asker: &Asker,
        template: Template,
        language: Language,
        text: Option<&str>,
    ) -> Result<Rendered, AppError> {
        self.check_keeps_system(asker).await?;
        let text = match text {
            Some(text) => text.to_owned(),
            None => self.letter_template(asker, template, language).await?.text,
        };
        check_text(template, language, &text)?;
        let [sample, _] = template.samples(language);
        render(&text, &sample).map_err(|error| unsendable(template, language, &error))
    }

    /// The text in use.
    pub async fn letter_template(
        &self,
        asker: &Asker,
        template: Template,
        language: Language,
    ) -> Result<TextInUse, AppError> {
        self.check_keeps_system(asker).await?;
        let mut snapshot = self.store.snapshot().await?;
        self.text_in_use(&mut *snapshot, template, language).await
    }

    /// Every text that was saved, the newest first.
    pub async fn letter_template_history(
        &self,
        asker: &Asker,
        template: Template,
        language: Language,
    ) -> Result<Vec<SavedText>, AppError> {
        self.check_keeps_system(asker).await?;
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let organisation = self.rules_at(snapshot).await?.organisation;
        let facts = changes(snapshot, organisation, template, language).await?;
        texts(snapshot, &facts).await
    }

    pub(super) async fn text_in_use(
        &self,
        snapshot: &mut dyn Snapshot,
        template: Template,
        language: Language,
    ) -> Result<TextInUse, AppError> {
        let organisation = self.rules_at(snapshot).await?.organisation;
        let mut facts = changes(snapshot, organisation, template, language).await?;
        facts.truncate(1);
        let saved = texts(snapshot, &facts).await?.pop();
        let text = saved.as_ref().and_then(|saved| saved.text.clone());
        Ok(match text {
            Some(text) => TextInUse { text, saved },
            None => TextInUse {
                text: template.built_in(language).to_owned(),
                saved: None,
            },
        })
    }
}

/// The facts that changed a template, the newest first.
async fn changes(
    snapshot: &mut dyn Snapshot,
    organisation: Id,
    template: Template,
    language: Language,
) -> Result<Vec<Fact>, AppError> {
    let facts = snapshot.facts_about(organisation).await?;
    let is_of_it = |fact: &Fact| {
        fact.what.kind == CHANGED
            && fact.what.text("template") == Some(template.code())
            && fact.what.text("language") == Some(language.code())
    };
    Ok(facts.into_iter().rev().filter(is_of_it).collect())
}

async fn texts(snapshot: &mut dyn Snapshot, facts: &[Fact]) -> Result<Vec<SavedText>, AppError> {
    let numbers: Vec<u64> = facts.iter().map(|fact| fact.number).collect();
    let values = snapshot.private_values(&numbers).await?;
    let text_of = |number: u64| {
        let value = values
            .iter()
            .find(|value| value.fact == number && value.field == TEXT);
        value.map(|value| value.value.clone())
    };
    Ok(facts
        .iter()
        .map(|fact| SavedText {
            fact: fact.number,
            saved_at: fact.what.recorded_at,
            actor: fact.what.actor,
            capacity: fact.what.capacity.clone(),
            text: text_of(fact.number),
        })
        .collect())
}

fn check_text(template: Template, language: Language, text: &str) -> Result<(), AppError> {
    check(template, language, text).map_err(|error| unsendable(template, language, &error))
}

fn unsendable(template: Template, language: Language, error: &super::TemplateError) -> AppError {
    AppError::unreadable(format!(
        "letter `{}` ({}), {error}",
        template.code(),
        language.code()
    ))
}
