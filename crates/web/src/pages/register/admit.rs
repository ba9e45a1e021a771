//! `/register/new`: somebody new comes onto the register.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use standing_app::App;
use standing_app::acts::Offered;
use standing_app::acts::admission::Admission;
use standing_app::asker::Asker;
use standing_base::{Date, Id};

use crate::address;
use crate::form::Form;
use crate::frame::{Frame, Section};
use crate::language::Message;
use crate::pages::signed_in::{signed_in, take};
use crate::respond::{Fault, page};
use crate::sheet::Sheet;
use crate::visit::Visit;

#[derive(Debug, Template)]
#[template(path = "register/admit.html")]
pub(crate) struct AdmitHtml {
    pub(crate) frame: Frame,
    pub(crate) act: Offered,
    pub(crate) branches: Vec<(Id, String)>,
    pub(crate) today: Date,
    pub(crate) has_post: bool,
    pub(crate) sheet: Sheet,
}

/// Name of the field, and the messages of its label and of what to write.
const LINES: [(&str, &str, &str); 5] = [
    ("name", "name", "admit-name-hint"),
    ("number", "admit-number", ""),
    ("born_on", "admit-born", "admit-born-hint"),
    ("on", "admit-from", "admit-from-hint"),
    ("email", "admit-email", "admit-email-hint"),
];

impl AdmitHtml {
    fn lines(&self) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
        // Where no letters are sent, nobody is invited by one.
        let shown = LINES.into_iter();
        shown.filter(|(name, _, _)| self.has_post || *name != "email")
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
    let sheet = Sheet::of(&visit);
    signed_in(&app, &visit, async |asker| draw(&app, &asker, sheet).await).await
}

async fn draw(app: &App, asker: &Asker, sheet: Sheet) -> Result<Response, Fault> {
    let offered = app.offered(asker, None).await?.into_iter().next();
    let Some(act) = offered else {
        return Err(Fault::NotThere(Message::new("nobody-to-admit")));
    };
    let html = AdmitHtml {
        frame: Frame::for_asker(&*app.rules().await?, Section::Register, asker),
        act,
        branches: app.branches().await?,
        today: app.today().await?,
        has_post: app.has_post(),
        sheet,
    };
    Ok(page(StatusCode::OK, &html))
}

pub(crate) async fn send(State(app): State<App>, form: Form) -> Response {
    let again = async |asker: &Asker, sheet| draw(&app, asker, sheet).await;
    let done = async |asker: &Asker| admit(&app, asker, &form).await;
    take(&app, &form, done, again).await
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
