//! `/start/{token}`: the first officer, or somebody who was invited, chooses a password.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use standing_app::App;
use standing_app::account::start::Chosen;
use standing_app::account::{AccountError, Entry, password};

use super::{admitted, done_or_again, entered, frame, or_fault, slow, text};
use crate::form::Form;
use crate::frame::Frame;
use crate::respond::{Path, page};
use crate::sheet::Sheet;
use crate::visit::Visit;

#[derive(Debug, Template)]
#[template(path = "account/start.html")]
pub(crate) struct StartHtml {
    pub(crate) frame: Frame,
    pub(crate) sheet: Sheet,
    /// Whom the invitation is for.
    pub(crate) person: Option<String>,
    pub(crate) action: String,
}

pub(crate) async fn show(
    State(app): State<App>,
    Path(token): Path<String>,
    visit: Visit,
) -> Response {
    let shown = async {
        let email = app.beginning(&token).await?.email;
        let sheet = Sheet::of(&visit).with("email", &email);
        start_page(&app, &token, &visit, sheet).await
    };
    or_fault(&visit, shown.await)
}

async fn start_page(
    app: &App,
    token: &str,
    visit: &Visit,
    sheet: Sheet,
) -> Result<Response, AccountError> {
    let html = StartHtml {
        frame: frame(app, visit).await?,
        sheet,
        person: app.beginning(token).await?.person,
        action: format!("/start/{token}"),
    };
    Ok(page(StatusCode::OK, &html))
}

pub(crate) async fn send(
    State(app): State<App>,
    Path(token): Path<String>,
    form: Form,
) -> Response {
    let done = begin(&app, &token, &form).await;
    done_or_again(&form, &["who", "email"], done, async |sheet| {
        start_page(&app, &token, &form.visit, sheet).await
    })
    .await
}

async fn begin(app: &App, token: &str, form: &Form) -> Result<Response, AccountError> {
    // A link that is not good is told before anybody thinks of a password.
    app.beginning(token).await?;
    let (who, email) = (text(form, "who")?, text(form, "email")?);
    let chosen = app.choose_password(text(form, "password")?, text(form, "again")?, email)?;
    let salt = password::salt(app.entropy());
    let hash = slow(move || chosen.hash(&salt)).await??;
    let chosen = Chosen {
        who: who.to_owned(),
        email: email.to_owned(),
        hash,
    };
    let entry = app.begin_account(token, chosen, &form.visit.agent).await?;
    match entry {
        // Here further ways to sign in are added.
        Entry::SignedIn(token) => admitted(app, &form.visit, &token, "/account").await,
        step @ Entry::SecondStep(_) => entered(app, &form.visit, step).await,
    }
}
