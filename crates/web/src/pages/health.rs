//! `/healthz`: whether the record can be read, for whatever watches the server.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use standing_app::App;

use crate::respond;

pub(crate) async fn show(State(app): State<App>) -> Response {
    match app.today().await {
        Ok(_) => (StatusCode::OK, "ok\n").into_response(),
        Err(error) => {
            let says = respond::says_of(&error).english();
            (StatusCode::SERVICE_UNAVAILABLE, format!("{says}\n")).into_response()
        }
    }
}
