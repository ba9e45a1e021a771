//! `/what-if`: the whole history again under other rules.

use std::collections::BTreeMap;
use std::fmt;

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use standing_app::answer::Truth;
use standing_app::asker::Asker;
use standing_app::unit::SMALLEST_COUNT;
use standing_app::whatif::{AnswerChanged, WhatIf, WhatIfOf};
use standing_app::{App, AppError};
use standing_base::{Date, Fraction, Id, IdKind, Length};
use standing_rulebook::{Diagnostic, Overlay, ParamValue, Rulebook};
use tokio::sync::Semaphore;

use crate::address;
use crate::frame::{Frame, Section};
use crate::language::{Message, Says};
use crate::query::{FieldError, Fields};
use crate::respond::{self, Fault, or_message, page};

/// Fields that carry a new value for a parameter begin so.
pub(crate) const PARAM_FIELD: &str = "param.";

#[derive(Debug, Template)]
#[template(path = "what_if.html")]
pub(crate) struct WhatIfHtml {
    pub(crate) frame: Frame,
    pub(crate) form: WhatIfForm,
    result: Option<Replayed>,
    /// Questions by name, in words.
    says: BTreeMap<String, String>,
}

/// A result, with its answers put together: one line for each question about somebody.
#[derive(Debug)]
struct Replayed {
    what_if: WhatIf,
    lines: Vec<Line>,
}

#[derive(Debug)]
struct Line {
    subject: Id,
    name: String,
    question: String,
    was: Truth,
    becomes: Truth,
    /// First days, and days before which it ends.
    spans: Vec<(Date, Option<Date>)>,
}

/// What-ifs that come with the rulebook, and every parameter with its present words.
#[derive(Clone, Debug, Default)]
pub(crate) struct WhatIfForm {
    /// Id and name.
    pub(crate) overlays: Vec<(String, String)>,
    pub(crate) chosen: String,
    pub(crate) params: Vec<ParamField>,
    pub(crate) errors: Vec<FieldError>,
}

#[derive(Clone, Debug)]
pub(crate) struct ParamField {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) clause: String,
    pub(crate) title: String,
    /// As the clause says it.
    pub(crate) words: String,
    pub(crate) now: ParamValue,
    /// As the reader wrote it; empty to leave it as it is.
    pub(crate) value: String,
}

impl WhatIfForm {
    pub(crate) fn new(rulebook: &Rulebook, fields: &Fields) -> Self {
        let sent: BTreeMap<String, String> = fields.starting(PARAM_FIELD).into_iter().collect();
        // The newest text's words; a parameter that only an older text has comes after.
        let mut params: Vec<ParamField> = Vec::new();
        for version in rulebook.versions.iter().rev() {
            for param in &version.params {
                if params.iter().any(|known| known.name == param.name) {
                    continue;
                }
                let clause = version.clauses.get(param.clause.at());
                params.push(ParamField {
                    name: param.name.clone(),
                    version: version.id.clone(),
                    clause: clause.map_or_else(String::new, |clause| clause.id.clone()),
                    title: clause.map_or_else(String::new, |clause| clause.title.clone()),
                    words: param.words.clone(),
                    now: param.value.clone(),
                    value: sent.get(&param.name).cloned().unwrap_or_default(),
                });
            }
        }
        let overlays = rulebook.overlays.iter();
        Self {
            overlays: overlays
                .map(|overlay| (overlay.id.clone(), overlay.name.clone()))
                .collect(),
            chosen: fields.raw("overlay"),
            params,
            errors: Vec::new(),
        }
    }

    /// What to replay; nothing when the form was not filled in yet.
    pub(crate) fn wanted(
        &self,
        rulebook: &Rulebook,
        fields: &Fields,
    ) -> Result<Option<Overlay>, Vec<FieldError>> {
        let typed = fields.starting(PARAM_FIELD);
        let unknown = typed
            .iter()
            .find(|(name, _)| !self.params.iter().any(|param| param.name == *name));
        if let Some((name, _)) = unknown {
            let says = Message::new("no-parameter").with("name", name);
            return Err(vec![FieldError::new("overlay", says)]);
        }
        let wrong: Vec<FieldError> = self
            .params
            .iter()
            .filter_map(ParamField::objection)
            .collect();
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let mut overlay = match fields.text("overlay").map_err(|error| vec![error])? {
            None if typed.is_empty() => return Ok(None),
            None => Overlay::default(),
            Some(chosen) => {
                let overlay = rulebook.overlays.iter().find(|one| one.id == chosen);
                overlay.cloned().ok_or_else(|| {
                    let says = Message::new("no-what-if").with("name", chosen);
                    vec![FieldError::new("overlay", says)]
                })?
            }
        };
        if !typed.is_empty() {
            let values = typed.iter().map(|(name, value)| format!("{name} {value}"));
            let values = values.collect::<Vec<_>>().join(", ").replace('_', " ");
            overlay.name = match overlay.name.as_str() {
                "" => values,
                name => format!("{name}, and {values}"),
            };
            overlay.params.extend(typed);
        }
        Ok(Some(overlay))
    }

    fn is_chosen(&self, overlay: &str) -> bool {
        self.chosen == overlay
    }

    fn error_of(&self, param: &ParamField) -> Option<&FieldError> {
        let id = param.id();
        self.errors.iter().find(|error| error.field == id)
    }

    fn has_error(&self, param: &ParamField) -> bool {
        self.error_of(param).is_some()
    }
}

impl ParamField {
    fn id(&self) -> String {
        format!("{PARAM_FIELD}{}", self.name)
    }

    /// What is wrong with the value written, if it is not of the kind of the present one.
    fn objection(&self) -> Option<FieldError> {
        let value = self.value.trim();
        if value.is_empty() {
            return None;
        }
        let told = |error: &dyn fmt::Display| Says::from(error.to_string());
        let wrong: Option<Says> = match self.now {
            ParamValue::Length(_) => value.parse::<Length>().err().map(|e| told(&e)),
            ParamValue::Fraction(_) => value.parse::<Fraction>().err().map(|e| told(&e)),
            ParamValue::Date(_) => value.parse::<Date>().err().map(|e| told(&e)),
            ParamValue::Number(_) => value
                .parse::<i64>()
                .err()
                .map(|_| Message::new("not-a-number").with("value", value).into()),
            ParamValue::Words(_) => None,
        };
        wrong.map(|says| FieldError {
            field: self.id().into(),
            says,
            near: Vec::new(),
        })
    }

    fn clause_address(&self) -> String {
        address::clause(&self.version, &self.clause)
    }
}

impl WhatIfHtml {
    pub(crate) fn new(frame: Frame, rulebook: &Rulebook, form: WhatIfForm) -> Self {
        let questions = rulebook.vocabulary.questions.iter();
        Self {
            frame,
            form,
            result: None,
            says: questions
                .map(|question| (question.name.clone(), question.says.clone()))
                .collect(),
        }
    }

    pub(crate) fn with(mut self, mut what_if: WhatIf) -> Self {
        let mut lines: Vec<Line> = Vec::new();
        for changed in std::mem::take(&mut what_if.answers) {
            let span = (changed.from, changed.until);
            let line = lines.iter_mut().rev().find(|line| {
                line.subject == changed.subject
                    && line.question == changed.question
                    && line.was == changed.was
                    && line.becomes == changed.becomes
            });
            match line {
                Some(line) => line.spans.push(span),
                None => lines.push(line_of(changed)),
            }
        }
        self.result = Some(Replayed { what_if, lines });
        self
    }
}

fn line_of(changed: AnswerChanged) -> Line {
    Line {
        spans: vec![(changed.from, changed.until)],
        subject: changed.subject,
        name: changed.name,
        question: changed.question,
        was: changed.was,
        becomes: changed.becomes,
    }
}

#[expect(
    clippy::unused_self,
    clippy::trivially_copy_pass_by_ref,
    clippy::ref_option,
    reason = "templates call helpers as methods of the page and pass references"
)]
impl WhatIfHtml {
    fn subject(&self, subject: &Id) -> Option<String> {
        match subject.kind() {
            IdKind::Person => Some(address::person(subject)),
            IdKind::Body => Some(address::body(subject)),
            IdKind::Branch => Some(address::branch(subject)),
            _ => None,
        }
    }

    fn ask(&self, line: &Line, from: &Date) -> String {
        address::ask(&line.question, &line.subject.to_string(), *from, None)
    }

    /// A question in words.
    fn question<'q>(&'q self, name: &'q str) -> &'q str {
        self.says.get(name).map_or(name, String::as_str)
    }

    /// A count, unless it is so small that it would tell about a person.
    fn count(&self, count: &Option<u64>) -> String {
        let Some(count) = count else {
            let fewer = self.frame.say("fewer-than");
            return fewer.with("count", SMALLEST_COUNT).text();
        };
        self.frame.count(count)
    }

    fn title(&self) -> String {
        let title = match &self.result {
            Some(result) => self
                .frame
                .say("what-if-named")
                .with("name", &result.what_if.name),
            None => self.frame.say("what-if-title"),
        };
        let is_wrong = !self.form.errors.is_empty();
        self.frame.titled(title, is_wrong).text()
    }

    /// From when to when an answer differs, and the way to the answer.
    fn span(&self, line: &Line, from: &Date, until: &Option<Date>) -> Message {
        let frame = &self.frame;
        let message = match until {
            Some(until) => frame
                .say("span-to")
                .with("until", frame.day(until.previous())),
            None => frame.say("span-from"),
        };
        message
            .link("from", self.ask(line, from))
            .with("begin", frame.day(from))
    }
}

/// A replay reads every history into memory, so one runs at a time and the others wait.
pub(crate) static REPLAYS: Semaphore = Semaphore::const_new(1);

/// A fault that shows only once the whole rulebook is read under the changes.
pub(crate) fn told(diagnostic: &Diagnostic) -> FieldError {
    let says = match &diagnostic.help {
        Some(help) => format!("{}; {help}", diagnostic.message),
        None => diagnostic.message.clone(),
    };
    FieldError::new("overlay", says)
}

pub(crate) async fn show(State(app): State<App>, uri: Uri) -> Response {
    let shown = load(&app, &uri).await;
    or_message(&app, Section::WhatIf, shown).await
}

async fn load(app: &App, uri: &Uri) -> Result<Response, Fault> {
    let fields = Fields::of(uri)?;
    let rules = app.rules().await?;
    let form = WhatIfForm::new(rules.rulebook(), &fields);
    let mut html = WhatIfHtml::new(Frame::of(&rules, Section::WhatIf), rules.rulebook(), form);
    let overlay = match html.form.wanted(rules.rulebook(), &fields) {
        Ok(Some(overlay)) => overlay,
        Ok(None) => return Ok(page(StatusCode::OK, &html)),
        Err(errors) => {
            html.form.errors = errors;
            return Ok(page(StatusCode::BAD_REQUEST, &html));
        }
    };
    let wanted = WhatIfOf {
        overlay,
        questions: Vec::new(),
    };
    // The semaphore is never closed; without a permit the replay would still be right.
    let _turn = REPLAYS.acquire().await.ok();
    match app.what_if(&Asker::Public, &wanted).await {
        Ok(result) => Ok(page(StatusCode::OK, &html.with(result))),
        Err(AppError::Rulebook(diagnostics)) => {
            html.form.errors = diagnostics.iter().map(told).collect();
            Ok(page(StatusCode::BAD_REQUEST, &html))
        }
        Err(error @ AppError::Store(_)) => Err(error.into()),
        Err(error) => {
            let status = respond::status_of(&error);
            html.form.errors = vec![FieldError::new("overlay", respond::says_of(&error))];
            Ok(page(status, &html))
        }
    }
}
