//! `/api/v1/organisation`: whose record it is, and how far it has come.

use axum::Json;
use axum::extract::State;
use axum::http::Uri;
use serde::Serialize;
use standing_app::App;
use standing_app::acts::emergency::Intervention;
use standing_app::named::Named;
use standing_app::person::{Limbo, SeatHeld};
use standing_base::Date;
use utoipa::ToSchema;

use super::caller::Caller;
use super::cursor::{Page, Wanted};
use super::given::Given;
use super::outcomes::Plain;
use super::units::{PAGE, PageParams};
use crate::problem::Problem;

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Organisation {
    name: String,
    today: Date,
    /// How many facts are on the record.
    facts: u64,
    last_recorded_on: Option<Date>,
    /// Questions about persons that anybody may ask of somebody.
    questions: Vec<Named>,
    branches: u64,
    /// Those whom everybody may know.
    office_holders: Vec<SeatHeld>,
    /// Public suspensions that run, the longest first.
    waiting: Vec<SuspensionRunning>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SuspensionRunning {
    seat: SeatHeld,
    limbo: Limbo,
}

/// The organisation at a glance, as everybody may see it
#[utoipa::path(
    get,
    path = "/organisation",
    responses((status = 200, description = "The organisation", body = Organisation), Plain),
    security((), ("token" = []))
)]
pub(crate) async fn show(
    State(app): State<App>,
    _caller: Caller,
    uri: Uri,
) -> Result<Json<Organisation>, Problem> {
    Given::of(&uri, &[])?;
    let page = app.front_page().await?;
    let waiting = page.waiting.into_iter();
    Ok(Json(Organisation {
        name: page.name,
        today: page.today,
        facts: page.facts,
        last_recorded_on: page.last_recorded_on,
        questions: page.questions.iter().map(Named::from).collect(),
        branches: page.branches_count,
        office_holders: page.office_holders,
        waiting: waiting
            .map(|(seat, limbo)| SuspensionRunning { seat, limbo })
            .collect(),
    }))
}

/// What the operator of the system recorded in emergencies, the newest first
#[utoipa::path(
    get,
    path = "/interventions",
    params(PageParams),
    responses((status = 200, description = "What was done", body = Page<Intervention>), Plain),
    security((), ("token" = []))
)]
pub(crate) async fn interventions(
    State(app): State<App>,
    caller: Caller,
    uri: Uri,
) -> Result<Json<Page<Intervention>>, Problem> {
    let wanted = Wanted::of(&Given::of(&uri, &PAGE)?, "interventions".to_owned())?;
    let done = app.interventions(&caller.asker).await?;
    Ok(Json(wanted.page(done, |one| one.fact.to_string())))
}
