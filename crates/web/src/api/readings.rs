//! `/api/v1/readings`: who read what is sealed.

use axum::Json;
use axum::extract::State;
use axum::http::Uri;
use standing_app::App;
use standing_app::readings::ReadingLine;
use utoipa::IntoParams;

use super::caller::Caller;
use super::cursor::{Page, Wanted};
use super::given::Given;
use super::outcomes::Looking;
use super::people::id_of;
use crate::problem::Problem;

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "the parameters as they are described; they are read one by one"
)]
pub(crate) struct ReadingsParams {
    /// At most so many on a page
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u32>,
    /// `next` of the page before
    #[param(pattern = "^[0-9a-f]+$", max_length = 4000)]
    cursor: Option<String>,
}

/// Who read what is sealed, the newest first: for the custodian
#[utoipa::path(
    get,
    path = "/readings",
    params(ReadingsParams),
    responses((status = 200, description = "Readings", body = Page<ReadingLine>), Looking),
    security(("token" = []))
)]
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    uri: Uri,
) -> Result<Json<Page<ReadingLine>>, Problem> {
    let given = Given::of(&uri, &["limit", "cursor"])?;
    caller.bearer()?;
    let wanted = Wanted::of(&given, "readings".to_owned())?;
    let limit = u32::try_from(wanted.limit).unwrap_or(u32::MAX);
    let before = wanted.after.as_deref().map(id_of).transpose()?;
    let items = app.readings(&caller.asker, before, limit).await?;
    let next = items.last().filter(|_| items.len() >= wanted.limit);
    Ok(Json(Page {
        next: next.map(|last| wanted.cursor(&last.id.to_string())),
        items,
    }))
}
