//! The JSON API: what the pages can do, for programs.
//!
//! A handler reads what is sent, asks the application as whoever shows a token, and writes the
//! answer down; it decides nothing. Each route stands once, with its description, so that the
//! OpenAPI document cannot say anything else than what is served. Everything else than an answer
//! is a problem (`problem.rs`), whatever was sent.

use axum::extract::{DefaultBodyLimit, Request};
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, VARY};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use standing_app::App;
use utoipa::OpenApi;
use utoipa::openapi::OpenApi as Document;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};
use utoipa_axum::routes;

use crate::problem::{FieldProblem, Problem};

mod acts;
mod ask;
mod body;
mod caller;
mod cases;
mod compare;
mod cursor;
mod given;
mod letter_texts;
mod letters;
mod organisation;
mod outcomes;
mod own;
mod path;
mod people;
mod register;
mod rulebook;
mod today;
mod units;
mod what_if;

/// Where the API begins.
const ROOT: &str = "/api/v1";
/// The name of the tokens in the description.
const SECURITY: &str = "token";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Standing",
        description = "The record of an organisation that has members: who is in what standing, and \
            why. What it answers depends on who asks: without a token, only what is public.",
        version = "1",
        license(name = "MIT OR Apache-2.0")
    ),
    components(schemas(Problem, FieldProblem))
)]
struct Description;

/// Each address, with what is done there and its description.
fn operations() -> Vec<UtoipaMethodRouter<App>> {
    vec![
        routes!(organisation::show),
        routes!(ask::answer),
        routes!(people::find),
        routes!(acts::admit),
        routes!(people::show),
        routes!(people::file),
        routes!(people::accesses),
        routes!(acts::offered),
        routes!(acts::form, acts::act),
        routes!(register::list),
        routes!(cases::list),
        routes!(cases::show),
        routes!(cases::read),
        routes!(cases::precedents),
        routes!(cases::figures),
        routes!(units::bodies),
        routes!(units::body),
        routes!(units::branches),
        routes!(units::branch),
        routes!(rulebook::versions),
        routes!(rulebook::clauses),
        routes!(rulebook::clause),
        routes!(compare::show),
        routes!(what_if::replay),
        routes!(today::show),
        routes!(organisation::interventions),
        routes!(letters::list),
        routes!(letters::resend),
        routes!(letter_texts::list),
        routes!(letter_texts::show, letter_texts::save),
        routes!(own::show),
        routes!(own::sessions),
        routes!(own::end_session),
        routes!(own::tokens),
        routes!(own::revoke_token),
    ]
}

/// The routes with their description.
fn described() -> OpenApiRouter<App> {
    let routes = operations()
        .into_iter()
        .fold(OpenApiRouter::new(), OpenApiRouter::routes);
    OpenApiRouter::with_openapi(Description::openapi()).nest(ROOT, routes)
}

/// The OpenAPI document.
fn document(mut document: Document) -> Document {
    let token = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("stk_ and 64 hexadecimal digits")
        .description(Some("A token, made on the page of an account"))
        .build();
    let components = document.components.get_or_insert_default();
    components.add_security_scheme(SECURITY, SecurityScheme::Http(token));
    document
}

pub(crate) fn routes() -> Router<App> {
    let (routes, description) = described().split_for_parts();
    let description = document(description);
    routes
        .route(
            "/api/v1/openapi.json",
            get(async move || Json(description.clone())),
        )
        .route("/api/v1/{*rest}", axum::routing::any(not_there))
        .method_not_allowed_fallback(method_not_allowed)
        .layer(DefaultBodyLimit::max(body::JSON_BYTES_MAX))
        .layer(middleware::from_fn(keep_private))
}

async fn not_there() -> Problem {
    Problem::not_there("there is nothing at this address; /api/v1/openapi.json lists what there is")
}

async fn method_not_allowed(method: Method) -> Problem {
    Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "method_not_allowed",
        format!("{method} is not for this address; the header Allow lists what is"),
    )
}

/// What somebody was told because of their token is kept by nobody else.
async fn keep_private(request: Request, next: Next) -> Response {
    let is_private = request.headers().contains_key(AUTHORIZATION)
        || !matches!(*request.method(), Method::GET | Method::HEAD);
    let mut response = next.run(request).await.into_response();
    let headers = response.headers_mut();
    headers.insert(VARY, HeaderValue::from_static("authorization"));
    if is_private {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// Of two with one name, the description would have only one.
    #[test]
    fn no_two_shapes_have_the_same_name() {
        let mut known = BTreeMap::new();
        for (name, schema) in operations().into_iter().flat_map(|(schemas, ..)| schemas) {
            if let Some(other) = known.insert(name.clone(), schema.clone()) {
                assert!(schema == other, "two shapes are called {name}");
            }
        }
        assert!(known.len() > 50, "{}", known.len());
    }
}
