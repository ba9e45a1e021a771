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
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use problem::Problem;

mod acts;
mod ask;
mod body;
mod caller;
mod compare;
mod cursor;
mod given;
mod letters;
mod organisation;
mod own;
mod path;
mod people;
mod problem;
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
    components(schemas(problem::Problem, problem::FieldProblem))
)]
struct Description;

/// The routes with their description.
fn described() -> OpenApiRouter<App> {
    let routes = OpenApiRouter::new()
        .routes(routes!(organisation::show))
        .routes(routes!(ask::answer))
        .routes(routes!(people::find))
        .routes(routes!(acts::admit))
        .routes(routes!(people::show))
        .routes(routes!(people::file))
        .routes(routes!(people::accesses))
        .routes(routes!(acts::offered))
        .routes(routes!(acts::form, acts::act))
        .routes(routes!(register::list))
        .routes(routes!(units::bodies))
        .routes(routes!(units::body))
        .routes(routes!(units::branches))
        .routes(routes!(units::branch))
        .routes(routes!(rulebook::versions))
        .routes(routes!(rulebook::clauses))
        .routes(routes!(rulebook::clause))
        .routes(routes!(compare::show))
        .routes(routes!(what_if::replay))
        .routes(routes!(today::show))
        .routes(routes!(organisation::interventions))
        .routes(routes!(letters::list))
        .routes(routes!(letters::resend))
        .routes(routes!(own::show))
        .routes(routes!(own::sessions))
        .routes(routes!(own::end_session))
        .routes(routes!(own::tokens))
        .routes(routes!(own::revoke_token));
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
