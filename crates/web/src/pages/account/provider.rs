//! `/sign-in/provider`: to the identity provider, and back from it.
//!
//! On the way there stands a page of ours that goes on by itself: a form whose answer led elsewhere
//! at once would need a policy that lets forms go there.

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use standing_app::App;
use standing_app::account::AccountError;
use standing_app::account::identity::{Arrival, CameBack};

use super::{done_or_again, entered, frame, or_fault, sign_in};
use crate::form::Form;
use crate::frame::Frame;
use crate::query::Fields;
use crate::respond::page;
use crate::visit::Visit;

/// The longest code that a provider gives, in characters.
const CODE_CHARS_MAX: usize = 4_096;

#[derive(Debug, Template)]
#[template(path = "account/onward.html")]
pub(crate) struct OnwardHtml {
    pub(crate) frame: Frame,
    pub(crate) provider: String,
    pub(crate) address: String,
}

pub(super) async fn onward(
    app: &App,
    visit: &Visit,
    address: String,
) -> Result<Response, AccountError> {
    let html = OnwardHtml {
        frame: frame(app, visit).await?,
        provider: app.provider_name().unwrap_or_default().to_owned(),
        address,
    };
    Ok(page(StatusCode::OK, &html))
}

pub(crate) async fn leave(State(app): State<App>, form: Form) -> Response {
    let visit = &form.visit;
    let done = async {
        let address = app
            .begin_identity_sign_in(&visit.form_token(), visit.source)
            .await?;
        onward(&app, visit, address).await
    };
    done_or_again(&form, &["email"], done.await, async |sheet| {
        sign_in::sign_in_page(&app, visit, sheet).await
    })
    .await
}

pub(crate) async fn back(State(app): State<App>, uri: Uri, visit: Visit) -> Response {
    let done = arrive(&app, &uri, &visit).await;
    or_fault(&visit, done)
}

async fn arrive(app: &App, uri: &Uri, visit: &Visit) -> Result<Response, AccountError> {
    let came = came_back(uri).ok_or(AccountError::StepUnknown)?;
    let arrival = app
        .finish_identity(
            &came,
            &visit.form_token(),
            visit.visitor.as_ref(),
            visit.source,
            &visit.agent,
        )
        .await?;
    match arrival {
        Arrival::Entered(entry) => entered(app, visit, entry).await,
        Arrival::Linked => Ok(Redirect::to("/account/identities").into_response()),
    }
}

fn came_back(uri: &Uri) -> Option<CameBack> {
    let fields = Fields::of(uri).ok()?;
    let text = |field| fields.long_text(field, CODE_CHARS_MAX);
    let owned = |value: Option<&str>| value.map(str::to_owned);
    Some(CameBack {
        state: owned(text("state").ok()?)?,
        code: owned(text("code").ok()?),
        issuer: owned(text("iss").ok()?),
    })
}
