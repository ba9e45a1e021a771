//! `/api/v1/cases`: the cases that the caller may read; earlier ones to compare with, and figures.

use axum::Json;
use axum::extract::State;
use axum::http::Uri;
use standing_app::App;
use standing_app::cases::{
    CaseFilter, CaseLine, CasePage, PrecedentFilter, Precedents, ReadingRoom,
};
use standing_app::figures::Figures;
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
    /// `open`, `ended`, or a stage such as `hearing_listed`: only these cases
    #[param(pattern = "^[a-z_]+$", max_length = 40)]
    which: Option<String>,
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
    let given = Given::of(&uri, &["which", "limit", "cursor"])?;
    caller.bearer()?;
    let which = given.text("which");
    let filter = match which.map(|which| (which, CaseFilter::of(which))) {
        None => CaseFilter::All,
        Some((_, Some(filter))) => filter,
        Some((which, None)) => {
            let says = format!("`{which}` is neither `open`, `ended` nor a stage of a case");
            return Err(Problem::malformed("which", says));
        }
    };
    let wanted = Wanted::of(&given, format!("cases {}", which.unwrap_or_default()))?;
    let limit = u32::try_from(wanted.limit).unwrap_or(u32::MAX);
    let page = app
        .cases(&caller.asker, filter, wanted.after.as_deref(), limit)
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

/// What the panel of a case reads before it decides, for those who sit on it
#[utoipa::path(
    get,
    path = "/cases/{reference}/reading",
    params(("reference" = String, Path, description = "Its reference", max_length = 80)),
    responses((status = 200, description = "The papers", body = ReadingRoom), Looking),
    security(("token" = []))
)]
pub(crate) async fn read(
    State(app): State<App>,
    caller: Caller,
    Path(reference): Path<String>,
    uri: Uri,
) -> Result<Json<ReadingRoom>, Problem> {
    Given::of(&uri, &[])?;
    caller.bearer()?;
    Ok(Json(app.reading_room(&caller.asker, &reference).await?))
}

/// Cases whose decision is final, without names: which penalty followed on a breach of which clause
#[utoipa::path(
    get,
    path = "/precedents",
    params(
        ("breach" = Option<String>, Query, description = "Only cases with a breach of this clause",
            min_length = 1, max_length = 300, pattern = r"\S"),
        ("outcome" = Option<String>, Query, description = "Only cases in which this was decided",
            min_length = 1, max_length = 300, pattern = r"\S")
    ),
    responses((status = 200, description = "Earlier cases", body = Precedents), Looking),
    security(("token" = []))
)]
pub(crate) async fn precedents(
    State(app): State<App>,
    caller: Caller,
    uri: Uri,
) -> Result<Json<Precedents>, Problem> {
    let given = Given::of(&uri, &["breach", "outcome"])?;
    caller.bearer()?;
    let filter = PrecedentFilter {
        breach: given.text("breach").map(str::to_owned),
        outcome: given.text("outcome").map(str::to_owned),
    };
    Ok(Json(app.precedents(&caller.asker, &filter).await?))
}

/// Cases and suspensions in figures, at the end of the last quarter; small figures are `null`
#[utoipa::path(
    get,
    path = "/figures",
    responses((status = 200, description = "The figures", body = Figures), Looking),
    security((), ("token" = []))
)]
pub(crate) async fn figures(
    State(app): State<App>,
    _caller: Caller,
    uri: Uri,
) -> Result<Json<Figures>, Problem> {
    Given::of(&uri, &[])?;
    Ok(Json((*app.figures().await?).clone()))
}
