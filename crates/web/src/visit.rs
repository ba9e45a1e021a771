//! Who asks: the session cookie of somebody signed in, or the cookie of somebody who is about to
//! fill in a form. Forms carry a token made from that cookie, so that no other site can send one.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::header::{COOKIE, SET_COOKIE, USER_AGENT};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use standing_app::account::{Source, Token, Visitor, digest, session};
use standing_app::asker::Asker;
use standing_app::{App, AppError};

use crate::headers::keep_private;

/// The longest value of a cookie that is looked at: our own have 64 characters.
const COOKIE_BYTES_MAX: usize = 100;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cookie {
    /// Somebody signed in.
    Session,
    /// Somebody with a form.
    Visit,
}

impl Cookie {
    /// Over TLS the prefix makes browsers refuse the cookie from anywhere else. Without TLS, on this
    /// machine only, they would refuse it from us.
    const fn name(self, is_encrypted: bool) -> &'static str {
        match (self, is_encrypted) {
            (Self::Session, true) => "__Host-standing",
            (Self::Session, false) => "standing",
            (Self::Visit, true) => "__Host-standing-visit",
            (Self::Visit, false) => "standing-visit",
        }
    }
}

/// One request's visit.
#[derive(Clone, Debug)]
pub(crate) struct Visit {
    pub(crate) visitor: Option<Visitor>,
    /// The token of the cookie that forms are bound to.
    secret: String,
    /// Whether the browser must be given that cookie first.
    is_new: bool,
    is_encrypted: bool,
    pub(crate) source: Source,
    pub(crate) agent: String,
}

impl Visit {
    /// What forms of this visit carry.
    pub(crate) fn form_token(&self) -> String {
        digest(&format!("form {}", self.secret))
    }

    /// Who asks, with the roles that they hold today.
    pub(crate) async fn asker(&self, app: &App) -> Result<Asker, AppError> {
        match &self.visitor {
            Some(visitor) => app.signed_in(visitor.person).await,
            None => Ok(Asker::Public),
        }
    }

    /// What somebody who signed in was shown is theirs: no cache keeps it.
    pub(crate) async fn keep(&self, response: Response) -> Response {
        match self.visitor {
            Some(_) => keep_private(response).await,
            None => response,
        }
    }

    /// Gives the browser the cookie that its forms are bound to, if it has none yet.
    pub(crate) fn welcome(&self, mut response: Response) -> Response {
        if self.is_new {
            let age = std::time::Duration::from_hours(24);
            self.set(&mut response, Cookie::Visit, &self.secret, age.as_secs());
        }
        response
    }

    pub(crate) fn sign_in(&self, mut response: Response, token: &Token) -> Response {
        let age = session::AGE_MAX.as_secs();
        self.set(&mut response, Cookie::Session, token.text(), age);
        self.set(&mut response, Cookie::Visit, "", 0);
        response
    }

    pub(crate) fn sign_out(&self, mut response: Response) -> Response {
        self.set(&mut response, Cookie::Session, "", 0);
        response
    }

    fn set(&self, response: &mut Response, cookie: Cookie, value: &str, age_seconds: u64) {
        let name = cookie.name(self.is_encrypted);
        let secure = if self.is_encrypted { "; Secure" } else { "" };
        let text = format!(
            "{name}={value}; Path=/; Max-Age={age_seconds}; HttpOnly; SameSite=Lax{secure}"
        );
        if let Ok(value) = HeaderValue::try_from(text) {
            response.headers_mut().append(SET_COOKIE, value);
        }
    }
}

/// Reads the cookies; what was damaged or has ended counts as none.
pub(crate) async fn visit(app: &App, parts: &Parts) -> Result<Visit, AppError> {
    let is_encrypted = app.site().is_encrypted();
    let read = |cookie: Cookie| cookie_of(&parts.headers, cookie.name(is_encrypted));
    let session = read(Cookie::Session);
    let visitor = match &session {
        Some(token) => app.visitor(token).await?,
        None => None,
    };
    let known = if visitor.is_some() {
        session
    } else {
        read(Cookie::Visit)
    };
    let agent = parts.headers.get(USER_AGENT);
    Ok(Visit {
        visitor,
        is_new: known.is_none(),
        secret: known.unwrap_or_else(|| app.new_token().text().to_owned()),
        is_encrypted,
        source: source_of(parts),
        agent: agent
            .and_then(|agent| agent.to_str().ok())
            .unwrap_or_default()
            .to_owned(),
    })
}

pub(crate) fn cookie_of(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines = headers.get_all(COOKIE).iter();
    let pairs = lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    let mut found = pairs.filter(|(known, _)| *known == name);
    let (_, value) = found.next()?;
    (!value.is_empty() && value.len() <= COOKIE_BYTES_MAX).then(|| value.to_owned())
}

/// Whoever is connected; behind a reverse proxy on this machine, whom the proxy names last: what
/// stands before that, anybody may have written.
fn source_of(parts: &Parts) -> Source {
    let connected = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    let peer = connected.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |it| it.0.ip());
    if !peer.is_loopback() {
        return Source::of(peer);
    }
    let forwarded = parts.headers.get_all("x-forwarded-for").iter().next_back();
    let named = forwarded
        .and_then(|line| line.to_str().ok())
        .and_then(|line| line.rsplit(',').next())
        .and_then(|last| last.trim().parse().ok());
    Source::of(named.unwrap_or(peer))
}

impl FromRequestParts<App> for Visit {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        match visit(app, parts).await {
            Ok(visit) => Ok(visit),
            Err(error) => Err(crate::pages::message::unreadable(error.into())),
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    #[test]
    fn the_cookie_is_found_among_others_and_what_is_too_long_is_none() {
        let long = format!("standing={}", "a".repeat(COOKIE_BYTES_MAX + 1));
        for (line, value) in [
            ("standing=abc", Some("abc")),
            ("a=b; standing=abc; c=d", Some("abc")),
            ("xstanding=abc; standing2=abc", None),
            ("standing=", None),
            (&*long, None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(COOKIE, line.parse().unwrap());
            assert_eq!(cookie_of(&headers, "standing").as_deref(), value, "{line}");
        }
    }

    #[test]
    fn behind_a_proxy_the_last_address_counts() {
        for (line, expected) in [
            ("192.0.2.7", "192.0.2.7"),
            ("10.0.0.1, 192.0.2.7", "192.0.2.7"),
            ("nonsense", "127.0.0.1"),
        ] {
            let request = Request::builder().header("x-forwarded-for", line);
            let (parts, ()) = request.body(()).unwrap().into_parts();
            let expected = Source::of(expected.parse().unwrap());
            assert_eq!(source_of(&parts), expected, "{line}");
        }
    }
}
