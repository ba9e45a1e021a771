//! `/account/password`: a new password in place of the present one.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use standing_app::App;
use standing_app::account::methods::PasswordState;
use standing_app::account::{AccountError, password};

use super::{done_or_again, frame, or_fault, signed_in, slow, text};
use crate::form::Form;
use crate::frame::Frame;
use crate::respond::page;
use crate::sheet::Sheet;
use crate::visit::Visit;

#[derive(Debug, Template)]
#[template(path = "account/password.html")]
pub(crate) struct PasswordHtml {
    pub(crate) frame: Frame,
    pub(crate) sheet: Sheet,
    pub(crate) email: String,
    pub(crate) password: PasswordState,
}

pub(crate) async fn show(State(app): State<App>, visit: Visit) -> Response {
    let shown = password_page(&app, &visit, Sheet::of(&visit)).await;
    or_fault(&visit, shown)
}

async fn password_page(app: &App, visit: &Visit, sheet: Sheet) -> Result<Response, AccountError> {
    let methods = app.methods(signed_in(visit)?).await?;
    let html = PasswordHtml {
        frame: frame(app, visit).await?,
        sheet,
        email: methods.email,
        password: methods.password,
    };
    Ok(page(StatusCode::OK, &html))
}

pub(crate) async fn send(State(app): State<App>, form: Form) -> Response {
    let done = change(&app, &form).await;
    done_or_again(&form, &[], done, async |sheet| {
        password_page(&app, &form.visit, sheet).await
    })
    .await
}

async fn change(app: &App, form: &Form) -> Result<Response, AccountError> {
    let me = signed_in(&form.visit)?;
    let chosen = app.choose_password(text(form, "password")?, text(form, "again")?, &me.email)?;
    let present = text(form, "present")?;
    let change = app
        .begin_password_change(me, present, form.visit.source)
        .await?;
    let salt = password::salt(app.entropy());
    let (checked, hash) = slow(move || (change.run(), chosen.hash(&salt))).await?;
    app.finish_password_change(me, checked, hash?).await?;
    Ok(Redirect::to("/account").into_response())
}
