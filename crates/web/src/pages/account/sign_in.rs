//! `/sign-in`: by password, with a code as the second step; the other ways begin on the same page.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use standing_app::App;
use standing_app::account::AccountError;

use super::{TODAY, admitted, done_or_again, entered, frame, or_fault, slow, text};
use crate::form::Form;
use crate::frame::Frame;
use crate::headers::WithScript;
use crate::respond::page;
use crate::sheet::Sheet;
use crate::visit::Visit;

#[derive(Debug, Template)]
#[template(path = "account/sign_in.html")]
pub(crate) struct SignInHtml {
    pub(crate) frame: Frame,
    pub(crate) sheet: Sheet,
    pub(crate) has_post: bool,
    pub(crate) has_passkeys: bool,
    /// What the identity provider is called.
    pub(crate) provider: Option<String>,
}

#[derive(Debug, Template)]
#[template(path = "account/code.html")]
pub(crate) struct CodeHtml {
    pub(crate) frame: Frame,
    pub(crate) sheet: Sheet,
}

pub(crate) async fn show(State(app): State<App>, visit: Visit) -> Response {
    let shown = sign_in_page(&app, &visit, Sheet::of(&visit)).await;
    or_fault(&visit, shown)
}

pub(super) async fn sign_in_page(
    app: &App,
    visit: &Visit,
    sheet: Sheet,
) -> Result<Response, AccountError> {
    let html = SignInHtml {
        frame: frame(app, visit).await?,
        sheet,
        has_post: app.has_post(),
        has_passkeys: app.can_use_passkeys(),
        provider: app.provider_name().map(str::to_owned),
    };
    let mut response = page(StatusCode::OK, &html);
    response.extensions_mut().insert(WithScript);
    Ok(response)
}

pub(super) async fn code_page(
    app: &App,
    visit: &Visit,
    sheet: Sheet,
) -> Result<Response, AccountError> {
    let frame = frame(app, visit).await?;
    Ok(page(StatusCode::OK, &CodeHtml { frame, sheet }))
}

pub(crate) async fn send(State(app): State<App>, form: Form) -> Response {
    let done = check(&app, &form).await;
    done_or_again(&form, &["email"], done, async |sheet| {
        sign_in_page(&app, &form.visit, sheet).await
    })
    .await
}

async fn check(app: &App, form: &Form) -> Result<Response, AccountError> {
    let (email, password) = (text(form, "email")?, text(form, "password")?);
    let visit = &form.visit;
    let check = app.begin_sign_in(email, password, visit.source).await?;
    let checked = slow(move || check.run()).await?;
    let entry = app.finish_sign_in(checked, &visit.agent).await?;
    entered(app, &form.visit, entry).await
}

/// Without a first step there is no second.
pub(crate) async fn no_step() -> Response {
    Redirect::to("/sign-in").into_response()
}

pub(crate) async fn code(State(app): State<App>, form: Form) -> Response {
    let done = check_code(&app, &form).await;
    done_or_again(&form, &["step"], done, async |sheet| {
        code_page(&app, &form.visit, sheet).await
    })
    .await
}

async fn check_code(app: &App, form: &Form) -> Result<Response, AccountError> {
    let (step, code) = (text(form, "step")?, text(form, "code")?);
    let visit = &form.visit;
    let token = app
        .second_step(step, code, visit.source, &visit.agent)
        .await?;
    admitted(app, &form.visit, &token, TODAY).await
}
