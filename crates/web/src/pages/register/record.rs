//! `/people/{id}/record.json`: all that the asker may know of a person's record, to take away.

use axum::Json;
use axum::extract::State;
use axum::http::Uri;
use axum::http::header::CONTENT_DISPOSITION;
use axum::response::{IntoResponse, Response};
use standing_app::App;
use standing_base::Id;

use crate::query::Fields;
use crate::respond::{Fault, Path, problem};
use crate::visit::Visit;

pub(crate) async fn json(
    State(app): State<App>,
    Path(id): Path<String>,
    visit: Visit,
    uri: Uri,
) -> Response {
    match load(&app, &id, &visit, &uri).await {
        Ok(response) => response,
        Err(fault) => problem(&fault),
    }
}

async fn load(app: &App, id: &str, visit: &Visit, uri: &Uri) -> Result<Response, Fault> {
    let nobody = |_| Fault::NotThere("there is no person of this id".to_owned());
    let person: Id = id.parse().map_err(nobody)?;
    let on = match Fields::of(uri)?.day("on")? {
        Some(on) => on,
        None => app.today().await?,
    };
    let asker = visit.asker(app).await?;
    let record = app.person(&asker, person, on).await?;
    let name = format!("attachment; filename=\"{person}-{on}.json\"");
    Ok(([(CONTENT_DISPOSITION, name)], Json(record)).into_response())
}
