//! The register at work: lists of members, what may be recorded about a person, and one's own
//! record. Everything here is for somebody who signed in.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use standing_app::asker::Asker;
use standing_app::{App, AppError};

use crate::address;
use crate::frame::Section;
use crate::headers::keep_private;
use crate::pages::today;
use crate::respond::{Fault, or_message};
use crate::visit::Visit;

pub(crate) mod act;
pub(crate) mod admit;
mod label;
pub(crate) mod letters;
pub(crate) mod list;
pub(crate) mod record;

/// The addresses of these pages.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/me", get(own))
        .route("/today", get(today::show))
        .route("/letters", get(letters::show))
        .route("/letters/{id}/resend", post(letters::resend))
        .route("/letters/templates", get(letters::templates))
        .route(
            "/letters/templates/{template}/{language}",
            get(letters::edit).post(letters::save),
        )
        .route("/register", get(list::show))
        .route("/register/members.csv", get(list::csv))
        .route("/register/new", get(admit::show).post(admit::send))
        .route("/people/{id}/accesses", get(record::accesses))
        .route("/people/{id}/record.html", get(record::html))
        .route("/people/{id}/record.json", get(record::json))
        .route("/people/{id}/acts/{kind}", get(act::show).post(act::send))
        .layer(axum::middleware::map_response(keep_private))
}

/// A page for whoever signed in; everybody else is led to the sign-in.
pub(crate) async fn signed_in(
    app: &App,
    visit: &Visit,
    draw: impl AsyncFnOnce(Asker) -> Result<Response, Fault>,
) -> Response {
    let shown = match asker(app, visit).await {
        Ok(Some(asker)) => draw(asker).await,
        Ok(None) => return sign_in(),
        Err(error) => Err(error.into()),
    };
    or_message(app, Section::Register, shown).await
}

/// One's own record.
async fn own(State(_): State<App>, visit: Visit) -> Response {
    match &visit.visitor {
        Some(visitor) => Redirect::to(&address::person(&visitor.person)).into_response(),
        None => sign_in(),
    }
}

pub(crate) fn sign_in() -> Response {
    Redirect::to("/sign-in").into_response()
}

/// Who asks, if they signed in.
pub(crate) async fn asker(app: &App, visit: &Visit) -> Result<Option<Asker>, AppError> {
    Ok(match visit.asker(app).await? {
        Asker::Public => None,
        asker => Some(asker),
    })
}
