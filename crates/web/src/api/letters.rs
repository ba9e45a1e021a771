//! `/api/v1/letters`: what was sent and what waits, for those who look after the system.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use serde::{Deserialize, Serialize};
use standing_app::App;
use standing_app::ports::outbox::LetterState;
use standing_app::post::LetterLine;
use standing_base::Id;
use utoipa::{IntoParams, ToSchema};

use super::body;
use super::caller::{Actor, Caller};
use super::cursor::{Page, Wanted};
use super::given::Given;
use super::outcomes::{Doing, Looking};
use super::path::Path;
use super::people::id_of;
use crate::problem::Problem;

/// What became of a letter.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Became {
    Queued,
    Sending,
    Sent,
    Failed,
    Bounced,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "the parameters as they are described; they are read one by one"
)]
pub(crate) struct LettersParams {
    /// Only letters of which this became
    #[param(inline)]
    state: Option<Became>,
    /// At most so many on a page
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u32>,
    /// `next` of the page before, with the other parameters as they were
    #[param(pattern = "^[0-9a-f]+$", max_length = 4000)]
    cursor: Option<String>,
}

/// Letters, the newest first
#[utoipa::path(
    get,
    path = "/letters",
    params(LettersParams),
    responses((status = 200, description = "Letters", body = Page<LetterLine>), Looking),
    security(("token" = []))
)]
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    uri: Uri,
) -> Result<Json<Page<LetterLine>>, Problem> {
    let given = Given::of(&uri, &["state", "limit", "cursor"])?;
    caller.bearer()?;
    let state = state(&given)?;
    let wanted = Wanted::of(&given, format!("letters {state:?}"))?;
    let before = wanted.after.as_ref().and_then(|id| id.parse().ok());
    // One more, to know whether there is a next page.
    let limit = u32::try_from(wanted.limit + 1).unwrap_or(u32::MAX);
    let mut items = app.letters(&caller.asker, state, before, limit).await?;
    let has_more = items.len() > wanted.limit;
    items.truncate(wanted.limit);
    let last = items.last().filter(|_| has_more);
    Ok(Json(Page {
        next: last.map(|last| wanted.cursor(&last.id.to_string())),
        items,
    }))
}

fn state(given: &Given) -> Result<Option<LetterState>, Problem> {
    let Some(word) = given.text("state") else {
        return Ok(None);
    };
    let words = || LetterState::ALL.map(LetterState::word).join("`, `");
    LetterState::find(word)
        .map(Some)
        .ok_or_else(|| Problem::malformed("state", format!("`state` is one of `{}`", words())))
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Resent {
    /// The new letter.
    id: Id,
}

/// Sends a letter again, as a new one with the same text
#[utoipa::path(
    post,
    path = "/letters/{id}/resend",
    params(
        ("id" = Id, Path, description = "The letter's id"),
        ("Idempotency-Key" = String, Header, description = "A new key for each time",
            min_length = 1, max_length = 100, pattern = "^[!-~]+$")
    ),
    responses(
        (status = 201, description = "In the outbox; the same again for the same key", body = Resent),
        Doing
    ),
    security(("token" = []))
)]
pub(crate) async fn resend(
    State(app): State<App>,
    Path(id): Path<String>,
    Actor(caller): Actor,
    uri: Uri,
    headers: HeaderMap,
) -> Result<(StatusCode, Json<Resent>), Problem> {
    Given::of(&uri, &[])?;
    let letter = id_of(&id)?;
    let once = body::once(&headers, &caller, &format!("POST {}", uri.path()))?;
    let again = app.resend_letter_once(&caller.asker, letter, None, Some(&once));
    Ok((StatusCode::CREATED, Json(Resent { id: again.await? })))
}
