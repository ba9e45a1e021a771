//! `/sign-in/link`: a link by mail. Opening it changes nothing; its button does.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use standing_app::App;
use standing_app::account::AccountError;

use super::{done_or_again, entered, frame, or_fault, sign_in, text};
use crate::form::Form;
use crate::frame::Frame;
use crate::respond::{Path, page};
use crate::sheet::Sheet;
use crate::visit::Visit;

#[derive(Debug, Template)]
#[template(path = "account/sent.html")]
pub(crate) struct SentHtml {
    pub(crate) frame: Frame,
}

#[derive(Debug, Template)]
#[template(path = "account/link.html")]
pub(crate) struct LinkHtml {
    pub(crate) frame: Frame,
    pub(crate) sheet: Sheet,
    pub(crate) action: String,
}

pub(crate) async fn ask(State(app): State<App>, form: Form) -> Response {
    let done = send(&app, &form).await;
    done_or_again(&form, &["email"], done, async |sheet| {
        sign_in::sign_in_page(&app, &form.visit, sheet).await
    })
    .await
}

async fn send(app: &App, form: &Form) -> Result<Response, AccountError> {
    let email = text(form, "email")?;
    app.send_sign_in_link(email, form.visit.source).await?;
    let frame = frame(app, &form.visit).await?;
    Ok(page(StatusCode::OK, &SentHtml { frame }))
}

pub(crate) async fn show(
    State(app): State<App>,
    Path(token): Path<String>,
    visit: Visit,
) -> Response {
    let shown = async {
        app.check_sign_in_link(&token).await?;
        let html = LinkHtml {
            frame: frame(&app, &visit).await?,
            sheet: Sheet::of(&visit),
            action: format!("/sign-in/link/{token}"),
        };
        Ok(page(StatusCode::OK, &html))
    };
    or_fault(&visit, shown.await)
}

pub(crate) async fn follow(
    State(app): State<App>,
    Path(token): Path<String>,
    form: Form,
) -> Response {
    let done = async {
        let agent = &form.visit.agent;
        let entry = app.follow_sign_in_link(&token, agent).await?;
        entered(&app, &form.visit, entry).await
    };
    or_fault(&form.visit, done.await)
}
