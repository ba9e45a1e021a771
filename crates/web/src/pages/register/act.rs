//! `/people/{id}/acts/{kind}`: something is put on a person's record.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use standing_app::acts::form::{ActForm, Takes};
use standing_app::asker::Asker;
use standing_app::{App, AppError};
use standing_base::{Date, Id};

use super::label::label;
use super::{asker, sign_in};
use crate::address;
use crate::form::Form;
use crate::frame::{Frame, Section};
use crate::language::{Message, Piece};
use crate::respond::{Fault, Path, or_message, page, status_of};
use crate::sheet::Sheet;
use crate::visit::Visit;

#[derive(Debug, Template)]
#[template(path = "register/act.html")]
pub(crate) struct ActHtml {
    pub(crate) frame: Frame,
    pub(crate) form: ActForm,
    pub(crate) sheet: Sheet,
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
    let shown = match asker(&app, &visit).await {
        Ok(Some(asker)) => draw(&app, &asker, &id, &kind, Sheet::of(&visit)).await,
        Ok(None) => return sign_in(),
        Err(error) => Err(error.into()),
    };
    or_message(&app, Section::Register, shown).await
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
    Ok(page(StatusCode::OK, &ActHtml { frame, form, sheet }))
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
    let asker = match asker(&app, &form.visit).await {
        Ok(Some(asker)) => asker,
        Ok(None) => return sign_in(),
        Err(error) => return or_message(&app, Section::Register, Err(error.into())).await,
    };
    let shown = match done(&app, &asker, &id, &kind, &form).await {
        Ok(response) => Ok(response),
        Err(Fault::App(error)) => again(&app, &asker, (&id, &kind), &form, error).await,
        Err(fault) => Err(fault),
    };
    or_message(&app, Section::Register, shown).await
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

async fn again(
    app: &App,
    asker: &Asker,
    (id, kind): (&str, &str),
    form: &Form,
    error: AppError,
) -> Result<Response, Fault> {
    let status = status_of(&error);
    let sheet = Sheet::again(&form.visit, form.fields.filled()?, error)?;
    let mut response = draw(app, asker, id, kind, sheet).await?;
    *response.status_mut() = status;
    Ok(response)
}
