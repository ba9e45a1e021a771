//! `/api/v1/cases`: the cases that the caller may read.

use axum::Json;
use axum::extract::State;
use axum::http::Uri;
use standing_app::App;
use standing_app::cases::{CaseLine, CasePage};
use utoipa::IntoParams;

use super::caller::Caller;
use super::cursor::{Page, Wanted};
use super::given::Given;
use super::outcomes::Looking;
use super::path::Path;
use crate::problem::Problem;

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "the parameters as they are described; they are read one by one"
)]
pub(crate) struct CasesParams {
    /// At most so many on a page
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u32>,
    /// `next` of the page before
    #[param(pattern = "^[0-9a-f]+$", max_length = 4000)]
    cursor: Option<String>,
}

/// Cases, in the order of their references
#[utoipa::path(
    get,
    path = "/cases",
    params(CasesParams),
    responses((status = 200, description = "Cases", body = Page<CaseLine>), Looking),
    security(("token" = []))
)]
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    uri: Uri,
) -> Result<Json<Page<CaseLine>>, Problem> {
    let given = Given::of(&uri, &["limit", "cursor"])?;
    caller.bearer()?;
    let wanted = Wanted::of(&given, "cases".to_owned())?;
    let limit = u32::try_from(wanted.limit).unwrap_or(u32::MAX);
    let page = app
        .cases(&caller.asker, wanted.after.as_deref(), limit)
        .await?;
    Ok(Json(Page {
        next: page.next.map(|last| wanted.cursor(&last)),
        items: page.cases,
    }))
}

/// One case: what was done in it, what is due, and what must be so before each step that can follow
#[utoipa::path(
    get,
    path = "/cases/{reference}",
    params(("reference" = String, Path, description = "Its reference", max_length = 80)),
    responses((status = 200, description = "The case", body = CasePage), Looking),
    security(("token" = []))
)]
pub(crate) async fn show(
    State(app): State<App>,
    caller: Caller,
    Path(reference): Path<String>,
    uri: Uri,
) -> Result<Json<CasePage>, Problem> {
    Given::of(&uri, &[])?;
    caller.bearer()?;
    Ok(Json(app.case(&caller.asker, &reference).await?))
}
