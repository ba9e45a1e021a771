//! Who asks: whoever the token belongs to, or anybody. Cookies count for nothing here, so no other
//! site can make a browser ask in somebody's name.

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use standing_app::App;
use standing_app::account::api_token::{Bearer, PREFIX};
use standing_app::asker::Asker;
use standing_app::ports::api::Scope;

use crate::problem::Problem;

/// The longest header that is looked at: our own tokens have 68 characters.
const HEADER_BYTES_MAX: usize = 200;
/// As RFC 6750 has it.
const CHALLENGE: &str = "Bearer realm=\"standing\"";
const INVALID: &str = "Bearer realm=\"standing\", error=\"invalid_token\"";

/// Whoever asks, with what they may be told.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    pub(crate) asker: Asker,
    bearer: Option<Bearer>,
}

impl FromRequestParts<App> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let Some(token) = token(parts)? else {
            return Ok(Self {
                asker: Asker::Public,
                bearer: None,
            });
        };
        let bearer = app.bearer(&token).await?.ok_or_else(unknown)?;
        Ok(Self {
            asker: app.signed_in(bearer.visitor.person).await?,
            bearer: Some(bearer),
        })
    }
}

fn unknown() -> Problem {
    Problem::unauthorized(
        "this token is unknown, revoked or expired; make another on the page of your account",
        INVALID,
    )
}

/// The token that is shown, if any is.
fn token(parts: &Parts) -> Result<Option<String>, Problem> {
    let mut lines = parts.headers.get_all(AUTHORIZATION).iter();
    let Some(line) = lines.next() else {
        return Ok(None);
    };
    let line = line
        .to_str()
        .ok()
        .filter(|line| line.len() <= HEADER_BYTES_MAX);
    let shown = line.and_then(|line| line.split_once(' '));
    match (shown, lines.next()) {
        (Some((scheme, token)), None)
            if scheme.eq_ignore_ascii_case("bearer") && token.trim().starts_with(PREFIX) =>
        {
            Ok(Some(token.trim().to_owned()))
        }
        _ => Err(Problem::unauthorized(
            "the Authorization header shows no token of ours; write `Bearer` and the token, or \
             leave the header out",
            INVALID,
        )),
    }
}

/// Whoever may act. Asked for before the body, so that who may not act is told that first.
#[derive(Clone, Debug)]
pub(crate) struct Actor(pub(crate) Caller);

impl FromRequestParts<App> for Actor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let caller = Caller::from_request_parts(parts, app).await?;
        caller.actor()?;
        Ok(Self(caller))
    }
}

impl Caller {
    /// Somebody known, whoever it is.
    pub(crate) fn bearer(&self) -> Result<&Bearer, Problem> {
        self.bearer.as_ref().ok_or_else(|| {
            Problem::unauthorized(
                "this is for somebody: show a token in the header `Authorization: Bearer …`",
                CHALLENGE,
            )
        })
    }

    /// Somebody whose token lets them act.
    pub(crate) fn actor(&self) -> Result<&Bearer, Problem> {
        let bearer = self.bearer()?;
        if bearer.scope >= Scope::Act {
            return Ok(bearer);
        }
        Err(Problem::new(
            StatusCode::FORBIDDEN,
            "scope_too_small",
            "this token may read and not act; make one with the scope `act`",
        ))
    }
}
