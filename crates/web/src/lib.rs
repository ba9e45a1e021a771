//! Pages of Standing: rendered on the server, readable and printable without a script.
//!
//! A handler reads the address, asks the application and fills in a template; it decides nothing
//! and knows no database. The application tells each what the publication table lets them know; what
//! may not be known is answered as if it did not exist.
//!
//! Every fixed sentence that a reader sees stands in `locales/`, once for each language.

#![allow(
    clippy::unused_self,
    clippy::trivially_copy_pass_by_ref,
    clippy::needless_pass_by_value,
    clippy::ref_option,
    reason = "templates call methods of their page, and hand over references to its fields"
)]

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use standing_app::App;

mod address;
mod api;
mod day;
mod form;
mod frame;
mod headers;
mod language;
mod markdown;
#[cfg(test)]
mod markup;
mod pages;
mod problem;
mod query;
mod respond;
mod server;
mod sheet;
mod upload;
mod visit;
mod wording;

#[cfg(feature = "testing")]
pub mod browser;
#[cfg(any(test, feature = "samples"))]
pub mod samples;

use pages::{
    account, ask, bundle, cases, clause, compare, complain, conflict, custody, figures, files,
    front, health, intake, letters, meetings, message, person, readings, register, rulebook,
    search, style, today, unit, what_if,
};

pub use server::{Edge, ForwardedHeader, Limits, Network, NetworkError, Proxies, serve};

/// Every address of the site.
pub fn router(app: App) -> Router {
    Router::new()
        .route("/", get(front::show))
        .route("/ask", get(ask::show))
        .route("/ask.json", get(ask::json))
        .route("/people/{id}", get(person::show))
        .route("/bodies/{id}", get(unit::body))
        .route("/branches/{id}", get(unit::branch))
        .route("/rulebook", get(rulebook::show))
        .route("/rulebook/compare", get(compare::show))
        .route("/rulebook/{version}", get(rulebook::version))
        .route("/rulebook/{version}/clauses/{clause}", get(clause::show))
        .route("/search", get(search::show))
        .route("/what-if", get(what_if::show))
        .route("/language", post(language::reader::choose))
        .route("/healthz", get(health::show))
        .route("/style.css", get(style::style))
        .route("/passkey.js", get(style::script))
        .route("/favicon.svg", get(style::icon))
        .merge(account::routes())
        .merge(today::routes())
        .merge(register::routes())
        .merge(letters::routes())
        .merge(cases::routes())
        .merge(meetings::routes())
        .merge(bundle::routes())
        .merge(conflict::routes())
        .merge(custody::routes())
        .route("/figures", get(figures::show))
        .merge(files::routes())
        .merge(complain::routes())
        .merge(intake::routes())
        .merge(readings::routes())
        .merge(api::routes())
        .layer(DefaultBodyLimit::max(form::BODY_BYTES_MAX))
        .fallback(message::not_found)
        .method_not_allowed_fallback(message::method_not_allowed)
        .layer(axum::middleware::from_fn(respond::in_time))
        .layer(axum::middleware::map_response(headers::add))
        .layer(axum::middleware::from_fn(language::reader::read))
        .with_state(app)
}
