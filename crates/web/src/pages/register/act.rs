//! `/people/{id}/acts/{kind}`: something is put on a person's record.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use standing_app::acts::form::{ActForm, Takes};
use standing_app::asker::Asker;
use standing_app::person::TimelineRow;
use standing_app::{App, AppError};
use standing_base::{Date, Id};

use super::label::label;
use crate::address;
use crate::form::Form;
use crate::frame::{Frame, Section};
use crate::language::{Message, Piece};
use crate::pages::signed_in::{signed_in, take};
use crate::respond::{Fault, Path, page};
use crate::sheet::Sheet;
use crate::visit::Visit;

#[derive(Debug, Template)]
#[template(path = "register/act.html")]
pub(crate) struct ActHtml {
    pub(crate) frame: Frame,
    pub(crate) form: ActForm,
    pub(crate) sheet: Sheet,
    /// What others have put on the record since the form was opened.
    pub(crate) new: Vec<TimelineRow>,
}

impl ActHtml {
    fn title(&self) -> String {
        self.frame.heading(&self.form.act.says)
    }

    fn today(&self) -> Date {
        self.form.today
    }

    fn action(&self) -> String {
        address::act(self.form.about, &self.form.act.kind)
    }

    /// Whether a text may be left empty.
    fn is_optional(&self, text: &str) -> bool {
        self.form.needed != Some(text)
    }

    fn label(&self, field: &str) -> Piece {
        label(&self.frame, field)
    }

    /// What was typed, or the day of the form.
    fn on(&self) -> String {
        match self.sheet.value("on") {
            "" => self.form.today.to_string(),
            typed => typed.to_owned(),
        }
    }

    fn choices<'a>(&self, takes: &'a Takes) -> Option<&'a [(String, String)]> {
        match takes {
            Takes::Choice(choices) => Some(choices),
            _ => None,
        }
    }

    fn is_yes_no(&self, takes: &Takes) -> bool {
        *takes == Takes::YesNo
    }

    fn hint(&self, takes: &Takes) -> Option<&'static str> {
        match takes {
            Takes::Date => Some("hint-date"),
            Takes::Number => Some("hint-number"),
            Takes::Code => Some("hint-short-code"),
            Takes::YesNo | Takes::Choice(_) => None,
        }
    }
}

pub(crate) async fn show(
    State(app): State<App>,
    Path((id, kind)): Path<(String, String)>,
    visit: Visit,
) -> Response {
    let sheet = Sheet::of(&visit);
    signed_in(&app, &visit, async |asker| {
        draw(&app, &asker, &id, &kind, sheet).await
    })
    .await
}

async fn draw(
    app: &App,
    asker: &Asker,
    id: &str,
    kind: &str,
    sheet: Sheet,
) -> Result<Response, Fault> {
    let form = app.act_form(asker, person(id)?, kind).await?;
    let frame = Frame::for_asker(&*app.rules().await?, Section::Register, asker);
    let new = rows(app, asker, &form, &sheet.facts).await?;
    let html = ActHtml {
        frame,
        form,
        sheet,
        new,
    };
    Ok(page(StatusCode::OK, &html))
}

/// Facts of the record as the reader may see them.
async fn rows(
    app: &App,
    asker: &Asker,
    form: &ActForm,
    facts: &[u64],
) -> Result<Vec<TimelineRow>, AppError> {
    if facts.is_empty() {
        return Ok(Vec::new());
    }
    let page = app.person(asker, form.about, form.today).await?;
    let rows = page.timeline.into_iter().flat_map(|track| track.rows);
    Ok(rows
        .filter(|row| row.number.is_some_and(|number| facts.contains(&number)))
        .collect())
}

fn person(id: &str) -> Result<Id, Fault> {
    id.parse()
        .map_err(|_| Fault::NotThere(Message::new("no-such-person")))
}

pub(crate) async fn send(
    State(app): State<App>,
    Path((id, kind)): Path<(String, String)>,
    form: Form,
) -> Response {
    let again = async |asker: &Asker, sheet| draw(&app, asker, &id, &kind, sheet).await;
    let done = async |asker: &Asker| done(&app, asker, &id, &kind, &form).await;
    take(&app, &form, done, again).await
}

async fn done(
    app: &App,
    asker: &Asker,
    id: &str,
    kind: &str,
    form: &Form,
) -> Result<Response, Fault> {
    let person = person(id)?;
    let filled = form.fields.filled()?;
    let act = app.act_form(asker, person, kind).await?.read(&filled)?;
    let done = app.act(asker, &act).await?;
    let number = done.facts.first().copied().unwrap_or_default();
    // Whom an act took out of the asker's reach is no longer theirs to look at.
    let today = app.today().await?;
    let to = match app.person(asker, person, today).await {
        Ok(_) => format!("{}?done={number}#fact-{number}", address::person(&person)),
        Err(AppError::NotFound { .. }) => format!("/register?done={number}"),
        Err(error) => return Err(error.into()),
    };
    Ok(Redirect::to(&to).into_response())
}
