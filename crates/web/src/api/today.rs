//! `/api/v1/today`: what waits for whoever shows a token, and how the system does.

use axum::Json;
use axum::extract::State;
use axum::http::Uri;
use serde::Serialize;
use standing_app::App;
use standing_app::system::SystemState;
use standing_app::waiting::ToDo;
use standing_base::Date;
use utoipa::ToSchema;

use super::caller::Caller;
use super::given::Given;
use super::outcomes::Plain;
use crate::problem::Problem;

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Today {
    /// By the organisation's calendar.
    on: Date,
    /// For the roles that the holder of the token has today.
    #[serde(flatten)]
    to_do: ToDo,
    /// For those who look after the system; `null` for everybody else.
    system: Option<SystemState>,
}

/// What waits for the holder of the token today
#[utoipa::path(
    get,
    path = "/today",
    responses((status = 200, description = "What waits", body = Today), Plain),
    security(("token" = []))
)]
pub(crate) async fn show(
    State(app): State<App>,
    caller: Caller,
    uri: Uri,
) -> Result<Json<Today>, Problem> {
    Given::of(&uri, &[])?;
    caller.bearer()?;
    Ok(Json(Today {
        on: app.today().await?,
        to_do: app.to_do(&caller.asker).await?,
        system: app.system(&caller.asker).await?,
    }))
}
