//! `/register/new`: somebody new comes onto the register.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use standing_app::acts::Offered;
use standing_app::acts::admission::Admission;
use standing_app::asker::Asker;
use standing_app::{App, AppError};
use standing_base::{Date, Id};

use super::{asker, sign_in};
use crate::address;
use crate::form::Form;
use crate::frame::{Frame, Section};
use crate::respond::{Fault, or_message, page, status_of};
use crate::sheet::Sheet;
use crate::visit::Visit;

#[derive(Debug, Template)]
#[template(path = "register/admit.html")]
pub(crate) struct AdmitHtml {
    pub(crate) frame: Frame,
    pub(crate) act: Offered,
    pub(crate) branches: Vec<(Id, String)>,
    pub(crate) today: Date,
    pub(crate) sheet: Sheet,
}

/// Name of the field, its label, what to write.
const LINES: [(&str, &str, &str); 4] = [
    ("name", "Name", "As the person writes it."),
    ("number", "Membership number (optional)", ""),
    (
        "born_on",
        "Date of birth",
        "As in 1990-02-27; 1990-02 or 1990 where more is not known.",
    ),
    ("on", "Member from", "As in 2019-02-27."),
];

impl AdmitHtml {
    fn lines(&self) -> [(&'static str, &'static str, &'static str); 4] {
        LINES
    }

    fn line(&self, field: &str) -> String {
        match field {
            "on" => self.on(),
            other => self.sheet.value(other).to_owned(),
        }
    }

    fn is_branch(&self, id: &impl ToString) -> bool {
        self.sheet.value("branch") == id.to_string()
    }

    fn today(&self) -> Date {
        self.today
    }

    fn on(&self) -> String {
        match self.sheet.value("on") {
            "" => self.today.to_string(),
            typed => typed.to_owned(),
        }
    }
}

pub(crate) async fn show(State(app): State<App>, visit: Visit) -> Response {
    let shown = match asker(&app, &visit).await {
        Ok(Some(asker)) => draw(&app, &asker, Sheet::of(&visit)).await,
        Ok(None) => return sign_in(),
        Err(error) => Err(error.into()),
    };
    or_message(&app, Section::Register, shown).await
}

async fn draw(app: &App, asker: &Asker, sheet: Sheet) -> Result<Response, Fault> {
    let offered = app.offered(asker, None).await?.into_iter().next();
    let Some(act) = offered else {
        let says = "there is nobody here whom you may admit";
        return Err(Fault::NotThere(says.to_owned()));
    };
    let html = AdmitHtml {
        frame: Frame::for_asker(&*app.rules().await?, Section::Register, asker),
        act,
        branches: app.branches().await?,
        today: app.today().await?,
        sheet,
    };
    Ok(page(StatusCode::OK, &html))
}

pub(crate) async fn send(State(app): State<App>, form: Form) -> Response {
    let asker = match asker(&app, &form.visit).await {
        Ok(Some(asker)) => asker,
        Ok(None) => return sign_in(),
        Err(error) => return or_message(&app, Section::Register, Err(error.into())).await,
    };
    let shown = match admit(&app, &asker, &form).await {
        Ok(response) => Ok(response),
        Err(Fault::App(error)) => again(&app, &asker, &form, error).await,
        Err(fault) => Err(fault),
    };
    or_message(&app, Section::Register, shown).await
}

async fn admit(app: &App, asker: &Asker, form: &Form) -> Result<Response, Fault> {
    let filled = form.fields.filled()?;
    let value = |name: &str| {
        let found = filled.iter().find(|(field, _)| field == name);
        found.map_or_else(String::new, |(_, value)| value.clone())
    };
    let admission = Admission {
        name: value("name"),
        number: value("number"),
        born_on: value("born_on"),
        branch: value("branch"),
        email: value("email"),
        on: value("on"),
        capacity: value("capacity"),
        is_another: value("another") == "yes",
    };
    let done = app.admit(asker, &admission).await?;
    let number = done.facts.first().copied().unwrap_or_default();
    let to = format!("{}?done={number}", address::person(&done.about));
    Ok(Redirect::to(&to).into_response())
}

async fn again(app: &App, asker: &Asker, form: &Form, error: AppError) -> Result<Response, Fault> {
    let status = status_of(&error);
    let sheet = Sheet::again(&form.visit, form.fields.filled()?, error)?;
    let mut response = draw(app, asker, sheet).await?;
    *response.status_mut() = status;
    Ok(response)
}
