//! The style sheet, the script and the picture for the tab. All are part of the program.

use std::sync::LazyLock;

use axum::http::Uri;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

const STYLE: &str = include_str!("../style.css");
const SCRIPT: &str = include_str!("../passkey.js");
const ICON: &str = include_str!("../favicon.svg");

/// Where pages find the style sheet. The address changes with the content, so it may be kept for
/// ever and is never stale.
pub(crate) static ADDRESS: LazyLock<String> =
    LazyLock::new(|| format!("/style.css?v={:016x}", hash(STYLE.as_bytes())));

/// The same for the script.
pub(crate) static SCRIPT_ADDRESS: LazyLock<String> =
    LazyLock::new(|| format!("/passkey.js?v={:016x}", hash(SCRIPT.as_bytes())));

pub(crate) async fn style(uri: Uri) -> Response {
    kept(&uri, &ADDRESS, "text/css; charset=utf-8", STYLE)
}

pub(crate) async fn script(uri: Uri) -> Response {
    let kind = "text/javascript; charset=utf-8";
    kept(&uri, &SCRIPT_ADDRESS, kind, SCRIPT)
}

fn kept(uri: &Uri, address: &str, kind: &'static str, content: &'static str) -> Response {
    let is_current = uri
        .path_and_query()
        .is_some_and(|at| at.as_str() == address);
    let keep = if is_current {
        "public, max-age=31536000, immutable"
    } else {
        "public, max-age=300"
    };
    ([(CONTENT_TYPE, kind), (CACHE_CONTROL, keep)], content).into_response()
}

pub(crate) async fn icon() -> Response {
    let headers = [
        (CONTENT_TYPE, "image/svg+xml"),
        (CACHE_CONTROL, "public, max-age=86400"),
    ];
    (headers, ICON).into_response()
}

/// FNV-1a: it tells versions of our own file apart, nothing more.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
