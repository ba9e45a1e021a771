//! What is sent to us. Before a handler sees it: it comes from our own pages, it is small, it is
//! text, and it carries the token of the visit that it belongs to.

use axum::extract::rejection::FormRejection;
use axum::extract::{FromRequest, Request};
use axum::http::header::{HOST, ORIGIN};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use standing_app::App;
use standing_app::account::SiteAddress;

use crate::language::Message;
use crate::pages::message;
use crate::query::{FieldError, Fields};
use crate::respond::Typed;
use crate::server::Limits;
use crate::visit::{Visit, visit};

/// The largest form, in bytes. A passkey's answer is the largest field.
pub(crate) const BODY_BYTES_MAX: usize = 32 << 10;

/// The field that carries the token.
pub(crate) const TOKEN_FIELD: &str = "form";

#[derive(Debug)]
pub(crate) struct Form {
    pub(crate) visit: Visit,
    pub(crate) fields: Fields,
}

impl FromRequest<App> for Form {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (parts, fields) = sent(request, app).await?;
        let visit = visit(app, &parts)
            .await
            .map_err(|error| message::unreadable(error.into()))?;
        let token = fields.raw(TOKEN_FIELD);
        if token != visit.form_token() {
            return Err(old(&visit));
        }
        Ok(Self { visit, fields })
    }
}

/// What came from one of our own pages, before anybody knows whose visit it is.
pub(crate) async fn sent(request: Request, app: &App) -> Result<(Parts, Fields), Response> {
    let (parts, body) = request.into_parts();
    if is_foreign(&parts, app.site()) {
        return Err(foreign());
    }
    let request = Request::from_parts(parts.clone(), body);
    let limits = request.extensions().get::<Limits>();
    let time = limits.copied().unwrap_or_default().body;
    let sent = axum::Form::<Vec<(String, String)>>::from_request(request, app);
    let sent = tokio::time::timeout(time, sent).await.map_err(|_| late())?;
    let axum::Form(pairs) = sent.map_err(|rejection| unreadable(&rejection))?;
    let fields = Fields::sent(pairs).map_err(not_text)?;
    // Where it cannot be taken, the page that says so shows it again.
    if let Some(typed) = parts.extensions.get::<Typed>() {
        typed.keep(fields.typed());
    }
    Ok((parts, fields))
}

/// Whether a browser says that the request comes from a page that is not ours. Programs that are
/// no browsers say nothing, and have no cookies of anybody to misuse.
pub(crate) fn is_foreign(parts: &Parts, site: &SiteAddress) -> bool {
    let text = |headers: &HeaderMap, name: &str| {
        let value = headers.get(name)?.to_str().ok()?;
        Some(value.to_ascii_lowercase())
    };
    let headers = &parts.headers;
    if let Some(site) = text(headers, "sec-fetch-site")
        && !matches!(site.as_str(), "same-origin" | "none")
    {
        return true;
    }
    let Some(origin) = text(headers, ORIGIN.as_str()) else {
        return false;
    };
    if origin == site.origin() {
        return false;
    }
    // On this machine the pages have several names: localhost, 127.0.0.1, a forwarded port.
    let host = text(headers, HOST.as_str()).unwrap_or_default();
    site.is_encrypted() || origin != format!("http://{host}")
}

pub(crate) fn foreign() -> Response {
    message::refused(
        StatusCode::FORBIDDEN,
        "foreign-title",
        Message::new("foreign"),
    )
}

/// Without the token of the visit.
pub(crate) fn old(visit: &Visit) -> Response {
    let page = message::refused(
        StatusCode::FORBIDDEN,
        "form-old-title",
        Message::new("form-old"),
    );
    visit.welcome(page)
}

pub(crate) fn late() -> Response {
    message::refused(
        StatusCode::REQUEST_TIMEOUT,
        "form-late-title",
        Message::new("form-late"),
    )
}

fn unreadable(rejection: &FormRejection) -> Response {
    let status = rejection.status();
    let says = match status {
        StatusCode::PAYLOAD_TOO_LARGE => {
            Message::new("form-too-large").with("max", BODY_BYTES_MAX.to_string())
        }
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Message::new("form-no-form"),
        _ => Message::new("form-unreadable"),
    };
    message::refused(status, "form-unreadable-title", says)
}

pub(crate) fn not_text(error: FieldError) -> Response {
    message::refused(StatusCode::BAD_REQUEST, "form-unreadable-title", error.says)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_from_a_foreign_page_is_known_by_what_browsers_say() {
        let local = "http://localhost:8080";
        let public = "https://standing.example.org";
        for (site, headers, foreign) in [
            (local, &[][..], false),
            (local, &[("origin", "http://localhost:8080")], false),
            (
                local,
                &[("origin", "http://127.0.0.1:9"), ("host", "127.0.0.1:9")],
                false,
            ),
            (
                local,
                &[("origin", "http://evil.example"), ("host", "127.0.0.1:9")],
                true,
            ),
            (local, &[("origin", "null"), ("host", "127.0.0.1:9")], true),
            (local, &[("sec-fetch-site", "cross-site")], true),
            (local, &[("sec-fetch-site", "same-site")], true),
            (local, &[("sec-fetch-site", "same-origin")], false),
            (public, &[("origin", "https://standing.example.org")], false),
            (
                public,
                &[
                    ("origin", "http://standing.example.org"),
                    ("host", "standing.example.org"),
                ],
                true,
            ),
            (public, &[("origin", "https://other.example.org")], true),
        ] {
            let mut request = axum::http::Request::builder();
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            let (parts, ()) = request.body(()).unwrap().into_parts();
            let site = site.parse().unwrap();
            assert_eq!(is_foreign(&parts, &site), foreign, "{site:?} {headers:?}");
        }
    }
}
