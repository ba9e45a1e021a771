//! The register at work: lists of members, what may be recorded about a person, and one's own
//! record. Everything here is for somebody who signed in.

use axum::Router;
use axum::routing::get;
use standing_app::App;

use crate::headers::keep_private;

pub(crate) mod act;
pub(crate) mod admit;
pub(crate) mod label;
pub(crate) mod list;
pub(crate) mod record;

/// The addresses of these pages.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/register", get(list::show))
        .route("/register/members.csv", get(list::csv))
        .route("/register/new", get(admit::show).post(admit::send))
        .route("/people/{id}/accesses", get(record::accesses))
        .route("/people/{id}/record.html", get(record::html))
        .route("/people/{id}/record.json", get(record::json))
        .route("/people/{id}/acts/{kind}", get(act::show).post(act::send))
        .layer(axum::middleware::map_response(keep_private))
}
