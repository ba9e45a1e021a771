//! `/api/v1/bodies` and `/api/v1/branches`: the tree of the organisation, and who sits where.

use axum::Json;
use axum::extract::State;
use axum::http::Uri;
use standing_app::App;
use standing_app::unit::{UnitLine, UnitPage};
use standing_base::{Id, IdKind};
use utoipa::IntoParams;

use super::ask::on;
use super::caller::Caller;
use super::cursor::{Page, Wanted};
use super::given::Given;
use super::outcomes::{Looking, Plain};
use super::path::Path;
use super::people::{OnParams, id_of};
use crate::problem::Problem;

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "the parameters as they are described; they are read one by one"
)]
pub(crate) struct PageParams {
    /// At most so many on a page
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u32>,
    /// `next` of the page before
    #[param(pattern = "^[0-9a-f]+$", max_length = 4000)]
    cursor: Option<String>,
}

/// The parameters of a list that nothing narrows.
pub(crate) const PAGE: [&str; 2] = ["limit", "cursor"];

async fn units(app: &App, uri: &Uri, kind: IdKind) -> Result<Json<Page<UnitLine>>, Problem> {
    let wanted = Wanted::of(&Given::of(uri, &PAGE)?, kind.prefix().to_owned())?;
    let mut units = app.units(kind).await?;
    units.sort_by_key(|unit| unit.id);
    Ok(Json(wanted.page(units, |unit| unit.id.to_string())))
}

async fn unit(
    app: &App,
    caller: &Caller,
    uri: &Uri,
    (id, kind): (&str, IdKind),
) -> Result<Json<UnitPage>, Problem> {
    let on = on(app, &Given::of(uri, &["on"])?).await?;
    let id = id_of(id)?;
    if id.kind() != kind {
        return Err(Problem::not_there(format!(
            "there is nothing with the id `{id}` here"
        )));
    }
    Ok(Json(app.unit(&caller.asker, id, on).await?))
}

/// The bodies of the organisation, in the order in which they were founded on the record
#[utoipa::path(
    get,
    path = "/bodies",
    params(PageParams),
    responses((status = 200, description = "Bodies", body = Page<UnitLine>), Plain),
    security((), ("token" = []))
)]
pub(crate) async fn bodies(
    State(app): State<App>,
    _caller: Caller,
    uri: Uri,
) -> Result<Json<Page<UnitLine>>, Problem> {
    units(&app, &uri, IdKind::Body).await
}

/// A body on a day, with those who sit and sat in it
#[utoipa::path(
    get,
    path = "/bodies/{id}",
    params(("id" = Id, Path, description = "The body's id"), OnParams),
    responses((status = 200, description = "The body", body = UnitPage), Looking),
    security((), ("token" = []))
)]
pub(crate) async fn body(
    State(app): State<App>,
    Path(id): Path<String>,
    caller: Caller,
    uri: Uri,
) -> Result<Json<UnitPage>, Problem> {
    unit(&app, &caller, &uri, (&id, IdKind::Body)).await
}

/// The branches of the organisation, in the order in which they were founded on the record
#[utoipa::path(
    get,
    path = "/branches",
    params(PageParams),
    responses((status = 200, description = "Branches", body = Page<UnitLine>), Plain),
    security((), ("token" = []))
)]
pub(crate) async fn branches(
    State(app): State<App>,
    _caller: Caller,
    uri: Uri,
) -> Result<Json<Page<UnitLine>>, Problem> {
    units(&app, &uri, IdKind::Branch).await
}

/// A branch on a day, with how many members it has and who sits in it
#[utoipa::path(
    get,
    path = "/branches/{id}",
    params(("id" = Id, Path, description = "The branch's id"), OnParams),
    responses((status = 200, description = "The branch", body = UnitPage), Looking),
    security((), ("token" = []))
)]
pub(crate) async fn branch(
    State(app): State<App>,
    Path(id): Path<String>,
    caller: Caller,
    uri: Uri,
) -> Result<Json<UnitPage>, Problem> {
    unit(&app, &caller, &uri, (&id, IdKind::Branch)).await
}
