//! `/ask` and `/ask.json`: a question and its answer.

use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use standing_app::answer::{Answer, Effect, Ground, Question, Truth};
use standing_app::asker::Asker;
use standing_app::{App, AppError};
use standing_base::{Date, Id, IdKind};

use crate::address;
use crate::frame::{Frame, Section};
use crate::language::{Message, Piece};
use crate::pages::ask_form::{self, AskForm};
use crate::problem::Problem;
use crate::query::{FieldError, Fields};
use crate::respond::{self, Fault, or_message, page};
use crate::visit::Visit;

#[derive(Debug, Template)]
#[template(path = "ask.html")]
pub(crate) struct AskHtml {
    pub(crate) frame: Frame,
    pub(crate) form: AskForm,
    pub(crate) answer: Option<Answer>,
}

#[expect(
    clippy::unused_self,
    clippy::trivially_copy_pass_by_ref,
    reason = "templates call helpers as methods of the page and pass references"
)]
impl AskHtml {
    /// Whom the answer is about, as the page calls them.
    fn who(&self, answer: &Answer) -> Piece {
        let frame = &self.frame;
        match (answer.about.strip_prefix("case:"), &answer.name) {
            (Some(case), Some(name)) => {
                let about = frame.say("ask-case-about").with("case", case);
                about.with("name", name).piece()
            }
            (Some(case), None) => frame.say("ask-case").with("case", case).piece(),
            (None, Some(name)) => Piece::of(name),
            (None, None) => Piece::of(&answer.about),
        }
    }

    fn whether(&self, answer: &Answer) -> Message {
        let who = match self.subject_page(answer) {
            Some(page) => self.who(answer).linked(&page),
            None => self.who(answer),
        };
        let asks = self.frame.theirs(&answer.asks);
        self.frame
            .say("ask-whether")
            .with("who", who)
            .with("asks", asks)
    }

    fn title(&self, answer: &Answer) -> String {
        let title = self.frame.say("ask-answer-title");
        title
            .with("word", self.frame.truth(&answer.answer))
            .with("who", self.who(answer))
            .with("asks", &answer.asks)
            .with("day", self.frame.day_text(answer.on))
            .text()
    }

    /// The clauses through which a ground came to count.
    fn through(&self, answer: &Answer, ground: &Ground) -> Message {
        let clauses = ground.through.iter();
        let clauses = clauses
            .map(|clause| self.frame.clause(self.clause(answer, clause), clause))
            .collect();
        let list = self.frame.list(clauses);
        self.frame.say("ask-rests-on").with("clauses", list)
    }

    /// The subject's page on the day of the answer, where there is one.
    fn subject_page(&self, answer: &Answer) -> Option<String> {
        let id: Id = answer.about.parse().ok()?;
        let page = match id.kind() {
            IdKind::Person => address::person(&id),
            IdKind::Body => address::body(&id),
            IdKind::Branch => address::branch(&id),
            _ => return None,
        };
        Some(address::query(&page, &[("on", answer.on.to_string())]))
    }

    /// Where a fact is shown in its timeline.
    fn fact_page(&self, answer: &Answer, number: &u64) -> Option<String> {
        let id: Id = answer.about.parse().ok()?;
        let page = self.subject_page(answer)?;
        (id.kind() == IdKind::Person).then(|| format!("{page}#fact-{number}"))
    }

    fn clause(&self, answer: &Answer, clause: &str) -> String {
        address::clause(&answer.rulebook.version, clause)
    }

    fn json(&self, answer: &Answer) -> String {
        address::ask_json(&answer.question, &answer.about, answer.on, answer.known)
    }

    /// The grounds on which the answer rests.
    fn deciding<'a>(&self, answer: &'a Answer) -> Vec<&'a Ground> {
        self.grounds(answer, true)
    }

    /// Grounds that were looked at and do not decide: what is met in a no.
    fn others<'a>(&self, answer: &'a Answer) -> Vec<&'a Ground> {
        self.grounds(answer, false)
    }

    fn grounds<'a>(&self, answer: &'a Answer, deciding: bool) -> Vec<&'a Ground> {
        answer
            .grounds
            .iter()
            .filter(|ground| decides(answer.answer, ground.effect) == deciding)
            .collect()
    }

    fn effect(&self, ground: &Ground) -> Message {
        self.frame.say(match ground.effect {
            Effect::RequirementMet => "effect-met",
            Effect::RequirementUnmet => "effect-unmet",
            Effect::Bar => "effect-bar",
            Effect::BarLifted => "effect-lifted",
            Effect::Exception => "effect-exception",
            Effect::Undecided => "effect-undecided",
        })
    }
}

fn decides(answer: Truth, effect: Effect) -> bool {
    match answer {
        Truth::Yes => true,
        Truth::No => matches!(effect, Effect::Bar | Effect::RequirementUnmet),
        Truth::Undecided => matches!(effect, Effect::Undecided),
    }
}

pub(crate) async fn show(State(app): State<App>, visit: Visit, uri: Uri) -> Response {
    let shown = load(&app, &visit, &uri).await;
    visit
        .keep(or_message(&app, Section::Ask, shown).await)
        .await
}

async fn load(app: &App, visit: &Visit, uri: &Uri) -> Result<Response, Fault> {
    let asker = visit.asker(app).await?;
    let fields = Fields::of(uri)?;
    let rules = app.rules().await?;
    let today = app.today().await?;
    let questions = ask_form::public_questions(rules.rulebook());
    let mut html = AskHtml {
        frame: Frame::for_asker(&rules, Section::Ask, &asker),
        form: AskForm::sent(questions, &fields, today),
        answer: None,
    };
    let read = read(&fields, today);
    // Without a question it is only the form, perhaps with some of it filled in by a link.
    let asks = !fields.raw("question").is_empty();
    let days_are_wrong = fields.day("on").is_err() || fields.day("known").is_err();
    if !asks && !days_are_wrong {
        return Ok(page(StatusCode::OK, &html));
    }
    let question = match read {
        Ok(question) => question,
        Err(errors) => {
            html.form.errors = errors;
            return Ok(page(StatusCode::BAD_REQUEST, &html));
        }
    };
    match app.ask(&asker, &question).await {
        Ok(answer) => {
            html.answer = Some(answer);
            Ok(page(StatusCode::OK, &html))
        }
        Err(error @ AppError::Store(_)) => Err(error.into()),
        Err(error) => {
            let status = respond::status_of(&error);
            let too_early = question.on < rules.begins_on;
            html.form.errors = vec![beside_field(&question, error, &html.form, too_early)];
            Ok(page(status, &html))
        }
    }
}

pub(crate) async fn json(State(app): State<App>, uri: Uri) -> Response {
    match answer(&app, &uri).await {
        Ok(answer) => Json(answer).into_response(),
        Err(fault) => Problem::from(fault).into_response(),
    }
}

async fn answer(app: &App, uri: &Uri) -> Result<Answer, Fault> {
    let fields = Fields::of(uri)?;
    let today = app.today().await?;
    match read(&fields, today) {
        Ok(question) => Ok(app.ask(&Asker::Public, &question).await?),
        // One at a time: problem details name one field.
        Err(errors) => Err(match errors.into_iter().next() {
            Some(error) => error.into(),
            None => Fault::NotThere(Message::new("no-question")),
        }),
    }
}

/// The question, or everything that is wrong with it.
fn read(fields: &Fields, today: Date) -> Result<Question, Vec<FieldError>> {
    let mut errors = Vec::new();
    let question = needed(fields, "question", "choose-question", &mut errors);
    let about = needed(fields, "about", "write-about", &mut errors);
    let on = day(fields, "on", &mut errors).unwrap_or(today);
    let known = day(fields, "known", &mut errors);
    match (question, about) {
        (Some(question), Some(about)) if errors.is_empty() => Ok(Question {
            question,
            about,
            on,
            known,
        }),
        _ => Err(errors),
    }
}

fn needed(
    fields: &Fields,
    field: &'static str,
    missing: &'static str,
    errors: &mut Vec<FieldError>,
) -> Option<String> {
    match fields.text(field) {
        Ok(Some(text)) => return Some(text.to_owned()),
        Ok(None) => errors.push(FieldError::new(field, Message::new(missing))),
        Err(error) => errors.push(error),
    }
    None
}

fn day(fields: &Fields, field: &'static str, errors: &mut Vec<FieldError>) -> Option<Date> {
    fields.day(field).unwrap_or_else(|error| {
        errors.push(error);
        None
    })
}

/// The application's objection, put beside the field that it is about: the question when the form
/// does not offer it, the day when it is before the record begins, else the subject.
fn beside_field(
    question: &Question,
    error: AppError,
    form: &AskForm,
    too_early: bool,
) -> FieldError {
    let offered = form
        .questions
        .iter()
        .any(|(name, _)| *name == question.question);
    let field = match &error {
        AppError::Unreadable(_) if too_early => "on",
        _ if offered => "about",
        _ => "question",
    };
    let mut shown = FieldError::new(field, respond::says_of(&error));
    if let AppError::NotFound { near, .. } = error {
        let instead = |near: &str| {
            if offered {
                address::ask(&question.question, near, question.on, question.known)
            } else {
                address::ask(near, &question.about, question.on, question.known)
            }
        };
        shown.near = near
            .into_iter()
            .map(|near| near.trim_matches('`').to_owned())
            .map(|near| (near.clone(), instead(&near)))
            .collect();
    }
    shown
}
