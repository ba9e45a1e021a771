//! `/api/v1/me`: whoever shows a token, and the sessions and tokens of their account. Tokens are
//! made on the page of the account only: a token shall not beget tokens.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use serde::Serialize;
use standing_app::App;
use standing_app::asker::Capacity;
use standing_app::ports::api::Scope;
use standing_base::{Date, Id};
use utoipa::ToSchema;

use super::caller::Caller;
use super::cursor::{Page, Wanted};
use super::given::Given;
use super::outcomes::{Looking, Plain, Removing};
use super::path::Path;
use super::units::{PAGE, PageParams};
use crate::problem::Problem;

/// Whoever shows the token.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Me {
    id: Id,
    name: String,
    is_member: bool,
    /// The roles in which they may act today.
    capacities: Vec<Held>,
    scope: TokenScope,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Held {
    /// By which acts name it.
    capacity: String,
    #[serde(flatten)]
    what: Capacity,
}

/// What may be done with a token.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum TokenScope {
    Read,
    Act,
}

impl From<Scope> for TokenScope {
    fn from(scope: Scope) -> Self {
        match scope {
            Scope::Read => Self::Read,
            Scope::Act => Self::Act,
        }
    }
}

/// Who shows the token, and in which roles they may act
#[utoipa::path(
    get,
    path = "/me",
    responses((status = 200, description = "Who it is", body = Me), Looking),
    security(("token" = []))
)]
pub(crate) async fn show(caller: Caller, uri: Uri) -> Result<Json<Me>, Problem> {
    Given::of(&uri, &[])?;
    let scope = caller.bearer()?.scope.into();
    let person = caller.asker.person();
    let person = person.ok_or_else(|| Problem::not_there("you are not on the record"))?;
    let capacities = person.capacities.iter().map(|what| Held {
        capacity: what.code(),
        what: what.clone(),
    });
    Ok(Json(Me {
        id: person.id,
        name: person.name.clone(),
        is_member: person.is_member,
        capacities: capacities.collect(),
        scope,
    }))
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SessionShown {
    /// By which it is ended.
    id: String,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    last_seen_at: String,
    #[schema(format = DateTime)]
    expires_at: String,
    /// What the browser calls itself.
    agent: String,
    /// How it was begun: `password`, `link and code`.
    means: String,
}

/// The browsers in which the holder of the token is signed in
#[utoipa::path(
    get,
    path = "/me/sessions",
    params(PageParams),
    responses((status = 200, description = "Sessions", body = Page<SessionShown>), Plain),
    security(("token" = []))
)]
pub(crate) async fn sessions(
    State(app): State<App>,
    caller: Caller,
    uri: Uri,
) -> Result<Json<Page<SessionShown>>, Problem> {
    let given = Given::of(&uri, &PAGE)?;
    let visitor = &caller.bearer()?.visitor;
    let wanted = Wanted::of(&given, format!("sessions of {}", visitor.account))?;
    let sessions = app.my_sessions(visitor).await?.into_iter().map(|line| {
        let session = line.session;
        SessionShown {
            id: session.digest,
            created_at: session.created_at.to_string(),
            last_seen_at: session.last_seen_at.to_string(),
            expires_at: session.expires_at.to_string(),
            agent: session.agent,
            means: session.means,
        }
    });
    Ok(Json(wanted.page(sessions.collect(), |one| one.id.clone())))
}

/// Signs the holder of the token out in one browser
#[utoipa::path(
    delete,
    path = "/me/sessions/{session}",
    params(("session" = String, Path, description = "The session's id")),
    responses((status = 204, description = "Signed out"), Removing),
    security(("token" = []))
)]
pub(crate) async fn end_session(
    State(app): State<App>,
    Path(session): Path<String>,
    caller: Caller,
    uri: Uri,
) -> Result<StatusCode, Problem> {
    Given::of(&uri, &[])?;
    let visitor = &caller.actor()?.visitor;
    let mine = app.my_sessions(visitor).await?;
    if !mine.iter().any(|line| line.session.digest == session) {
        return Err(Problem::not_there("you have no session of this id"));
    }
    app.end_session(visitor, &session).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TokenShown {
    /// By which it is revoked; not the token itself.
    id: String,
    name: String,
    scope: TokenScope,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    expires_at: String,
    has_expired: bool,
    last_used_on: Option<Date>,
}

/// The tokens of whoever shows one
#[utoipa::path(
    get,
    path = "/me/tokens",
    params(PageParams),
    responses((status = 200, description = "Tokens", body = Page<TokenShown>), Plain),
    security(("token" = []))
)]
pub(crate) async fn tokens(
    State(app): State<App>,
    caller: Caller,
    uri: Uri,
) -> Result<Json<Page<TokenShown>>, Problem> {
    let given = Given::of(&uri, &PAGE)?;
    let visitor = &caller.bearer()?.visitor;
    let wanted = Wanted::of(&given, format!("tokens of {}", visitor.account))?;
    let tokens = app.my_api_tokens(visitor).await?.into_iter().map(|line| {
        let token = line.token;
        TokenShown {
            id: token.digest,
            name: token.name,
            scope: token.scope.into(),
            created_at: token.created_at.to_string(),
            expires_at: token.expires_at.to_string(),
            has_expired: line.has_expired,
            last_used_on: token.last_used_on,
        }
    });
    Ok(Json(wanted.page(tokens.collect(), |one| one.id.clone())))
}

/// Revokes a token of whoever shows one; it may be the same
#[utoipa::path(
    delete,
    path = "/me/tokens/{token}",
    params(("token" = String, Path, description = "The token's id")),
    responses((status = 204, description = "Revoked"), Removing),
    security(("token" = []))
)]
pub(crate) async fn revoke_token(
    State(app): State<App>,
    Path(token): Path<String>,
    caller: Caller,
    uri: Uri,
) -> Result<StatusCode, Problem> {
    Given::of(&uri, &[])?;
    let visitor = &caller.actor()?.visitor;
    if app.revoke_api_token(visitor, &token).await? {
        return Ok(StatusCode::NO_CONTENT);
    }
    Err(Problem::not_there("you have no token of this id"))
}
