//! The register at work: lists of members, what may be recorded about a person, and one's own
//! record. Everything here is for somebody who signed in.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use standing_app::asker::Asker;
use standing_app::{App, AppError};

use crate::address;
use crate::headers::keep_private;
use crate::visit::Visit;

pub(crate) mod act;
pub(crate) mod admit;
pub(crate) mod list;
pub(crate) mod record;

/// The addresses of these pages.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/me", get(own))
        .route("/register", get(list::show))
        .route("/register/members.csv", get(list::csv))
        .route("/register/new", get(admit::show).post(admit::send))
        .route("/people/{id}/accesses", get(record::accesses))
        .route("/people/{id}/record.html", get(record::html))
        .route("/people/{id}/record.json", get(record::json))
        .route("/people/{id}/acts/{kind}", get(act::show).post(act::send))
        .layer(axum::middleware::map_response(keep_private))
}

/// One's own record.
async fn own(State(_): State<App>, visit: Visit) -> Response {
    match &visit.visitor {
        Some(visitor) => Redirect::to(&address::person(&visitor.person)).into_response(),
        None => sign_in(),
    }
}

fn sign_in() -> Response {
    Redirect::to("/sign-in").into_response()
}

/// Who asks, if they signed in.
async fn asker(app: &App, visit: &Visit) -> Result<Option<Asker>, AppError> {
    Ok(match visit.asker(app).await? {
        Asker::Public => None,
        asker => Some(asker),
    })
}
