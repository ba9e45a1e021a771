//! What somebody who is in conflict in a case is shown in place of its file, and the step by which they
//! stand aside.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use standing_app::asker::Asker;
use standing_app::conflicts::{Conflict, IN_CONFLICT};
use standing_app::{App, AppError};

use super::signed_in::take;
use crate::address;
use crate::form::Form;
use crate::frame::{Frame, Section};
use crate::headers::keep_private;
use crate::respond::{Fault, Path, page};
use crate::sheet::Sheet;

/// The addresses of these pages.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/cases/{reference}/stand-aside", post(stand_aside))
        .layer(axum::middleware::map_response(keep_private))
}

#[derive(Debug, Template)]
#[template(path = "cases/conflict.html")]
pub(crate) struct ConflictHtml {
    pub(crate) frame: Frame,
    pub(crate) sheet: Sheet,
    pub(crate) conflict: Conflict,
}

/// A page of a case, or in its place what keeps the asker from it.
pub(crate) async fn or_conflict(
    app: &App,
    asker: &Asker,
    (reference, sheet): (&str, Sheet),
    drawn: Result<Response, Fault>,
) -> Result<Response, Fault> {
    match drawn {
        Err(Fault::App(AppError::Refused(refusal))) if refusal.code == IN_CONFLICT => {
            match app.conflict(asker, reference).await? {
                Some(conflict) => told(app, asker, conflict, sheet).await,
                None => Err(AppError::Refused(refusal).into()),
            }
        }
        other => other,
    }
}

async fn told(
    app: &App,
    asker: &Asker,
    conflict: Conflict,
    sheet: Sheet,
) -> Result<Response, Fault> {
    let html = ConflictHtml {
        frame: Frame::for_asker(&*app.rules().await?, Section::Cases, asker),
        sheet,
        conflict,
    };
    Ok(page(StatusCode::FORBIDDEN, &html))
}

async fn stand_aside(
    State(app): State<App>,
    Path(reference): Path<String>,
    form: Form,
) -> Response {
    let done = async |asker: &Asker| {
        app.stand_aside(asker, &reference).await?;
        Ok(Redirect::to(&address::case(&reference)).into_response())
    };
    let again = async |asker: &Asker, sheet| match app.conflict(asker, &reference).await? {
        Some(conflict) => told(&app, asker, conflict, sheet).await,
        None => Ok(Redirect::to(&address::case(&reference)).into_response()),
    };
    take(&app, &form, done, again).await
}
