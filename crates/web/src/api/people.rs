//! `/api/v1/search` and `/api/v1/people/{id}`: persons, as far as the asker may know of them.

use axum::Json;
use axum::extract::State;
use axum::http::Uri;
use serde::Serialize;
use standing_app::App;
use standing_app::accesses::{ACCESSES_MAX, AccessLine};
use standing_app::file::PersonFile;
use standing_app::person::PersonPage;
use standing_app::search::{FOUND_MAX, SearchResult};
use standing_base::{Date, Id};
use utoipa::{IntoParams, ToSchema};

use super::ask::on;
use super::caller::Caller;
use super::given::Given;
use super::outcomes::{Asking, Looking};
use super::path::Path;
use crate::problem::Problem;

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "the parameters as they are described; they are read one by one"
)]
pub(crate) struct SearchParams {
    /// Beginnings of words of a name, in any order, or of a number
    #[param(
        min_length = 1,
        max_length = 200,
        pattern = r"\S",
        example = "nunez mar"
    )]
    text: String,
    /// At most so many persons
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u32>,
}

/// Where nobody says how many.
const FOUND: u32 = 20;

/// Finds persons by parts of their names, however they are written, or by number
#[utoipa::path(
    get,
    path = "/search",
    params(SearchParams),
    responses((status = 200, description = "Who was found", body = SearchResult), Asking),
    security((), ("token" = []))
)]
pub(crate) async fn find(
    State(app): State<App>,
    caller: Caller,
    uri: Uri,
) -> Result<Json<SearchResult>, Problem> {
    let given = Given::of(&uri, &["text", "limit"])?;
    let text = given.needed("text")?;
    let most = usize::try_from(FOUND_MAX).unwrap_or(usize::MAX);
    let limit = given.number("limit", 1, most)?;
    let limit = limit.and_then(|limit| u32::try_from(limit).ok());
    let found = app.search(&caller.asker, &text, limit.unwrap_or(FOUND));
    Ok(Json(found.await?))
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "the parameters as they are described; they are read one by one"
)]
pub(crate) struct OnParams {
    /// The day; today where it is left out
    on: Option<Date>,
}

/// A person on a day: rights with their reasons, seats, and the timeline of their matters
#[utoipa::path(
    get,
    path = "/people/{id}",
    params(("id" = Id, Path, description = "The person's id"), OnParams),
    responses((status = 200, description = "The person", body = PersonPage), Looking),
    security((), ("token" = []))
)]
pub(crate) async fn show(
    State(app): State<App>,
    Path(id): Path<String>,
    caller: Caller,
    uri: Uri,
) -> Result<Json<PersonPage>, Problem> {
    let given = Given::of(&uri, &["on"])?;
    let on = on(&app, &given).await?;
    Ok(Json(app.person(&caller.asker, id_of(&id)?, on).await?))
}

/// All that the caller may take away of a person: the record, who looked at it, and the account
#[utoipa::path(
    get,
    path = "/people/{id}/file",
    params(("id" = Id, Path, description = "The person's id"), OnParams),
    responses((status = 200, description = "What there is", body = PersonFile), Looking),
    security((), ("token" = []))
)]
pub(crate) async fn file(
    State(app): State<App>,
    Path(id): Path<String>,
    caller: Caller,
    uri: Uri,
) -> Result<Json<PersonFile>, Problem> {
    let given = Given::of(&uri, &["on"])?;
    let on = on(&app, &given).await?;
    let file = app.person_file(&caller.asker, id_of(&id)?, on).await?;
    Ok(Json(file))
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "the parameters as they are described; they are read one by one"
)]
pub(crate) struct AccessesParams {
    /// At most so many, the newest
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
}

/// Who looked at a record, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Accesses {
    items: Vec<AccessLine>,
}

/// Where nobody says how many.
const LOOKS: u32 = 50;

/// Who looked at a person's record, for whoever may read the whole file
#[utoipa::path(
    get,
    path = "/people/{id}/accesses",
    params(("id" = Id, Path, description = "The person's id"), AccessesParams),
    responses((status = 200, description = "Who looked", body = Accesses), Looking),
    security(("token" = []))
)]
pub(crate) async fn accesses(
    State(app): State<App>,
    Path(id): Path<String>,
    caller: Caller,
    uri: Uri,
) -> Result<Json<Accesses>, Problem> {
    let given = Given::of(&uri, &["limit"])?;
    caller.bearer()?;
    let most = usize::try_from(ACCESSES_MAX).unwrap_or(usize::MAX);
    let limit = given.number("limit", 1, most)?;
    let limit = limit.and_then(|limit| u32::try_from(limit).ok());
    let limit = limit.unwrap_or(LOOKS);
    let items = app.accesses(&caller.asker, id_of(&id)?, limit).await?;
    Ok(Json(Accesses { items }))
}

/// The id that an address names. What is no id names nothing.
pub(crate) fn id_of(text: &str) -> Result<Id, Problem> {
    text.parse().map_err(|_| {
        let shown: String = text.chars().take(60).collect();
        Problem::not_there(format!("there is nothing with the id `{shown}`"))
    })
}
