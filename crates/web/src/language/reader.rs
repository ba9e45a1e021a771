//! The language of a request: the one that the reader chose at the foot of a page, else the first
//! that the browser asks for and that there is, else the organisation's own.
//!
//! What the reader wants goes with the request, not with each function that may have to say
//! something: a refusal is written far from the page.

use axum::extract::{Request, State};
use axum::http::header::{ACCEPT_LANGUAGE, CONTENT_TYPE, SET_COOKIE, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use standing_app::App;
use standing_app::letters::Language;

use crate::form::sent;
use crate::visit::cookie_of;

/// What a request says of its reader.
#[derive(Clone, Debug, Default)]
struct Reader {
    language: Option<Language>,
    /// The address that was asked for, to come back to.
    address: String,
}

tokio::task_local! {
    static READER: Reader;
}

/// The language that the reader of this request wants, if they say.
pub(crate) fn wanted() -> Option<Language> {
    READER.try_with(|reader| reader.language).ok().flatten()
}

/// The same, where nothing is known of the organisation.
pub(crate) fn language() -> Language {
    wanted().unwrap_or(Language::English)
}

/// The address of this request.
pub(crate) fn address() -> String {
    let address = READER.try_with(|reader| reader.address.clone());
    address.unwrap_or_else(|_| "/".to_owned())
}

/// What is written meanwhile is written in this language.
#[cfg(any(test, feature = "samples"))]
pub(crate) fn writing<T>(language: Language, address: &str, write: impl FnOnce() -> T) -> T {
    let reader = Reader {
        language: Some(language),
        address: address.to_owned(),
    };
    READER.sync_scope(reader, write)
}

/// Wraps every request.
pub(crate) async fn read(request: Request, next: Next) -> Response {
    let address = request.uri().path_and_query();
    let reader = Reader {
        language: chosen(request.headers()).or_else(|| asked_for(request.headers())),
        address: address.map_or("/", |address| address.as_str()).to_owned(),
    };
    let mut response = READER.scope(reader, next.run(request)).await;
    let headers = response.headers_mut();
    let kind = headers.get(CONTENT_TYPE);
    if kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html")) {
        headers.append(VARY, HeaderValue::from_static("accept-language, cookie"));
    }
    response
}

const COOKIE: &str = "standing-language";

fn chosen(headers: &HeaderMap) -> Option<Language> {
    Language::find(&cookie_of(headers, COOKIE)?)
}

/// So many entries of `Accept-Language` are looked at; browsers send a handful.
const ENTRIES_MAX: usize = 20;

/// `cy-GB,cy;q=0.9,en;q=0.8`: of those that there are, the one wanted most.
fn asked_for(headers: &HeaderMap) -> Option<Language> {
    let line = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut best = None;
    for entry in line.split(',').take(ENTRIES_MAX) {
        let mut parts = entry.split(';').map(str::trim);
        let code = parts.next().unwrap_or_default().to_ascii_lowercase();
        let weight = parts.find_map(|part| part.strip_prefix("q="));
        let weight: f32 = weight
            .map_or(Some(1.0), |it| it.parse().ok())
            .unwrap_or(0.0);
        let language = code.split('-').next().and_then(Language::find);
        let beats = best.is_none_or(|(_, before)| weight > before);
        if let Some(language) = language
            && weight > 0.0
            && beats
        {
            best = Some((language, weight));
        }
    }
    best.map(|(language, _)| language)
}

const YEAR_SECONDS: u64 = 365 * 24 * 60 * 60;

/// `/language`: keeps the choice in a cookie and goes back. It carries no token, for it changes
/// nothing but that cookie, and whoever only reads the public record has none.
pub(crate) async fn choose(State(app): State<App>, request: Request) -> Response {
    let (_, fields) = match sent(request, &app).await {
        Ok(sent) => sent,
        Err(refused) => return refused,
    };
    let mut response = Redirect::to(own_address(fields.raw_address("back"))).into_response();
    if let Some(language) = Language::find(&fields.raw("to")) {
        let secure = if app.site().is_encrypted() {
            "; Secure"
        } else {
            ""
        };
        let code = language.code();
        let cookie = format!(
            "{COOKIE}={code}; Path=/; Max-Age={YEAR_SECONDS}; HttpOnly; SameSite=Lax{secure}"
        );
        if let Ok(cookie) = HeaderValue::try_from(cookie) {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
    }
    response
}

/// An address of this site, else the front page: nobody is sent elsewhere from here.
fn own_address(address: &str) -> &str {
    let is_path = address.starts_with('/') && !address.starts_with("//");
    let is_plain = address.chars().all(|c| c.is_ascii_graphic() && c != '\\');
    if is_path && is_plain { address } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browsers_first_language_that_there_is_counts() {
        for (line, language) in [
            ("cy", Some(Language::Welsh)),
            ("CY-gb,en;q=0.8", Some(Language::Welsh)),
            ("de,en;q=0.5,cy;q=0.7", Some(Language::Welsh)),
            ("en-GB, cy", Some(Language::English)),
            ("cy;q=0, de", None),
            ("cy;q=x", None),
            ("", None),
            ("*", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_LANGUAGE, line.parse().unwrap());
            assert_eq!(asked_for(&headers), language, "{line}");
        }
    }

    #[test]
    fn nobody_is_sent_to_another_site() {
        for (address, expected) in [
            ("/ask?on=2019-11-06&about=M", "/ask?on=2019-11-06&about=M"),
            ("//evil.example", "/"),
            ("/\\evil.example", "/"),
            ("/\t/evil.example", "/"),
            ("https://evil.example/", "/"),
            ("", "/"),
        ] {
            assert_eq!(own_address(address), expected);
        }
    }
}
