//! Passkeys: added and removed at `/account/passkeys`, asked for at `/sign-in`. The script fetches
//! what to ask the device, and sends its answer as an ordinary form.

use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::{Value, json};
use standing_app::App;
use standing_app::account::AccountError;
use standing_app::account::methods::PasskeyLine;
use standing_app::account::passkey::{ANSWER_BYTES_MAX, Ceremony, NAME_CHARS_MAX};

use super::sign_in::sign_in_page;
use super::{admitted, done_or_again, frame, or_fault, signed_in, status_of, text, with_wait};
use crate::form::Form;
use crate::frame::Frame;
use crate::headers::WithScript;
use crate::language::Says;
use crate::respond::page;
use crate::sheet::Sheet;
use crate::visit::Visit;

#[derive(Debug, Template)]
#[template(path = "account/passkeys.html")]
pub(crate) struct PasskeysHtml {
    pub(crate) frame: Frame,
    pub(crate) sheet: Sheet,
    pub(crate) passkeys: Vec<PasskeyLine>,
    pub(crate) can_use: bool,
    pub(crate) is_stale: bool,
}

impl PasskeysHtml {
    fn name_chars_max(&self) -> usize {
        NAME_CHARS_MAX
    }
}

pub(crate) async fn show(State(app): State<App>, visit: Visit) -> Response {
    let shown = passkeys_page(&app, &visit, Sheet::of(&visit)).await;
    or_fault(&visit, shown)
}

async fn passkeys_page(app: &App, visit: &Visit, sheet: Sheet) -> Result<Response, AccountError> {
    let methods = app.methods(signed_in(visit)?).await?;
    let html = PasskeysHtml {
        frame: frame(app, visit).await?,
        sheet,
        passkeys: methods.passkeys,
        can_use: app.can_use_passkeys(),
        is_stale: methods.is_stale,
    };
    let mut response = page(StatusCode::OK, &html);
    response.extensions_mut().insert(WithScript);
    Ok(response)
}

pub(crate) async fn ask_add(State(app): State<App>, form: Form) -> Response {
    let asked = async { app.begin_passkey(signed_in(&form.visit)?).await };
    options(asked.await)
}

pub(crate) async fn ask_sign_in(State(app): State<App>, form: Form) -> Response {
    options(app.begin_passkey_sign_in(form.visit.source).await)
}

/// For the script: what to ask, or a sentence to show.
fn options(asked: Result<Ceremony, AccountError>) -> Response {
    match asked {
        Ok(ceremony) => {
            let options: Value = serde_json::from_str(&ceremony.options).unwrap_or_default();
            Json(json!({ "step": ceremony.step, "options": options })).into_response()
        }
        Err(error) => {
            let says = Says::of_account(&error).spoken();
            let response = (status_of(&error), Json(json!({ "detail": says }))).into_response();
            with_wait(&error, response)
        }
    }
}

fn answer(form: &Form) -> Result<&str, AccountError> {
    let answer = form.fields.long_text("answer", ANSWER_BYTES_MAX);
    answer
        .map(Option::unwrap_or_default)
        .map_err(|_| AccountError::WrongPasskey)
}

pub(crate) async fn add(State(app): State<App>, form: Form) -> Response {
    let done = async {
        let me = signed_in(&form.visit)?;
        let (step, name) = (text(&form, "step")?, text(&form, "name")?);
        app.finish_passkey(me, step, answer(&form)?, name).await?;
        Ok(Redirect::to("/account/passkeys").into_response())
    };
    let done = done.await;
    done_or_again(&form, &["name"], done, async |sheet| {
        passkeys_page(&app, &form.visit, sheet).await
    })
    .await
}

pub(crate) async fn remove(State(app): State<App>, form: Form) -> Response {
    let done = async {
        let me = signed_in(&form.visit)?;
        let key = form.fields.long_text("key", ANSWER_BYTES_MAX);
        let key = key.ok().flatten().unwrap_or_default();
        app.remove_passkey(me, key).await?;
        Ok(Redirect::to("/account/passkeys").into_response())
    };
    or_fault(&form.visit, done.await)
}

pub(crate) async fn sign_in(State(app): State<App>, form: Form) -> Response {
    let visit = &form.visit;
    let done = async {
        let (step, answer) = (text(&form, "step")?, answer(&form)?);
        let token = app
            .finish_passkey_sign_in(step, answer, visit.source, &visit.agent)
            .await?;
        admitted(&app, &form, &token).await
    };
    let done = done.await;
    done_or_again(&form, &[], done, async |sheet| {
        sign_in_page(&app, visit, sheet).await
    })
    .await
}
