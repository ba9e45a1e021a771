//! The style sheet and the picture for the tab. Both are part of the program.

use std::sync::LazyLock;

use axum::http::Uri;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

const STYLE: &str = include_str!("../style.css");
const ICON: &str = include_str!("../favicon.svg");

/// Where pages find the style sheet. The address changes with the content, so it may be kept for
/// ever and is never stale.
pub(crate) static ADDRESS: LazyLock<String> =
    LazyLock::new(|| format!("/style.css?v={:016x}", hash(STYLE.as_bytes())));

pub(crate) async fn style(uri: Uri) -> Response {
    let current = uri
        .path_and_query()
        .is_some_and(|at| at.as_str() == ADDRESS.as_str());
    let keep = if current {
        "public, max-age=31536000, immutable"
    } else {
        "public, max-age=300"
    };
    let headers = [
        (CONTENT_TYPE, "text/css; charset=utf-8"),
        (CACHE_CONTROL, keep),
    ];
    (headers, STYLE).into_response()
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
