//! Headers that every response carries.

use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;

/// Nothing but what this server sends, no script at all, no frame around it.
const POLICY: &str = "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; \
    form-action 'self'; frame-ancestors 'none'";

/// The same for the few pages that talk to passkeys: the one script that this server sends.
const POLICY_WITH_SCRIPT: &str = "default-src 'self'; script-src 'self'; object-src 'none'; \
    base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// For files that somebody sent: nothing in them does anything here.
const POLICY_FOR_FILES: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";

/// Marks a response that is such a file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AsFile;

/// Marks a response whose page has the script.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WithScript;

/// Pages about one person's account are kept by nobody.
pub(crate) async fn keep_private(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

pub(crate) async fn add(mut response: Response) -> Response {
    let marks = response.extensions();
    let policy = if marks.get::<AsFile>().is_some() {
        POLICY_FOR_FILES
    } else if marks.get::<WithScript>().is_some() {
        POLICY_WITH_SCRIPT
    } else {
        POLICY
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (CONTENT_SECURITY_POLICY, policy),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "same-origin"),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // A page of the record may be kept, but must be checked: facts are added at any time.
    headers
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-cache"));
    response
}
