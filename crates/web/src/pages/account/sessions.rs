//! `/account/sessions`: where somebody is signed in, and signing out.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use standing_app::App;
use standing_app::account::session::SessionLine;

use super::sheet::Sheet;
use super::{frame, or_fault, signed_in, text};
use crate::form::Form;
use crate::frame::Frame;
use crate::respond::page;
use crate::visit::Visit;

#[derive(Debug, Template)]
#[template(path = "account/sessions.html")]
pub(crate) struct SessionsHtml {
    pub(crate) frame: Frame,
    pub(crate) sheet: Sheet,
    pub(crate) sessions: Vec<SessionLine>,
}

pub(crate) async fn show(State(app): State<App>, visit: Visit) -> Response {
    let shown = async {
        let html = SessionsHtml {
            frame: frame(&app, &visit).await?,
            sheet: Sheet::of(&visit),
            sessions: app.my_sessions(signed_in(&visit)?).await?,
        };
        Ok(page(StatusCode::OK, &html))
    };
    or_fault(&visit, shown.await)
}

pub(crate) async fn end(State(app): State<App>, form: Form) -> Response {
    let done = async {
        let me = signed_in(&form.visit)?;
        app.end_session(me, text(&form, "session")?).await?;
        Ok(Redirect::to("/account/sessions").into_response())
    };
    or_fault(&form.visit, done.await)
}

pub(crate) async fn end_others(State(app): State<App>, form: Form) -> Response {
    let done = async {
        app.end_other_sessions(signed_in(&form.visit)?).await?;
        Ok(Redirect::to("/account/sessions").into_response())
    };
    or_fault(&form.visit, done.await)
}

pub(crate) async fn sign_out(State(app): State<App>, form: Form) -> Response {
    let done = async {
        let me = signed_in(&form.visit)?;
        app.end_session(me, &me.session).await?;
        let response = Redirect::to("/sign-in").into_response();
        Ok(form.visit.sign_out(response))
    };
    match done.await {
        Ok(response) => response,
        Err(error) => super::fault(error),
    }
}
